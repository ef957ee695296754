// Before a dossier is frozen, the service of indicators is asked whether the
// figures of its months are approved.
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"
#include "services/common/base/error.h"
#include "services/conventions/dossier/dossier_standing.h"
#include "services/conventions/dossier_figures_rules.h"
#include "services/conventions/dossier_fixture_test.h"
#include "services/conventions/set_approvals_fixture_test.h"

namespace entente::conventions {
namespace {

constexpr char kWhy[] = "The zone delivers December in April";

// A table of months, of which `month` has `reason`.
std::string StandingWith(const std::string& month, const std::string& reason) {
  return absl::StrCat("month;code;reason\r\n2018-01;APPROVED;\r\n", month,
                      ";RUNNING;", reason, "\r\n");
}

class DossierFiguresTest : public DossierFixture {
 protected:
  DossierFiguresTest() : DossierFixture({}, nullptr, &approvals_) {
    ServeDossiers({});
    SpendSome();
    Submitted();
  }

  Parcel Explained(const std::string& month, const std::string& reason) {
    Parcel parcel = Built();
    parcel.files[kStandingPath] = StandingWith(month, reason);
    return parcel;
  }

  SetApprovals approvals_;
};

TEST_F(DossierFiguresTest, ApprovedMonthsAreFrozenWithoutAReason) {
  const auto frozen = Submit(Built());
  ASSERT_TRUE(frozen.ok()) << frozen.status();
  EXPECT_EQ(approvals_.asked(),
            (std::vector<std::string>{"21004 2018-01 2018-12"}));
}

TEST_F(DossierFiguresTest, AMonthThatNobodyApprovedRefusesIt) {
  approvals_.open = absl::CivilMonth(2018, 3);
  const std::string before = Everything();
  for (const bool is_rehearsal : {true, false}) {
    const auto refused = Submit(Built(), is_rehearsal).status();
    EXPECT_TRUE(absl::IsFailedPrecondition(refused)) << refused;
    ASSERT_EQ(ErrorReason(refused), "FIGURES_NOT_APPROVED") << refused;
    const ErrorDetail detail = *GetErrorDetail(refused);
    EXPECT_EQ(detail.metadata.at("months"), "2018-03");
    for (const std::string& sentence :
         {detail.sentence.en, detail.sentence.fr, detail.sentence.nl}) {
      EXPECT_NE(sentence.find("entente period approve 2018-03"),
                std::string::npos)
          << sentence;
    }
  }
  EXPECT_EQ(Everything(), before);
  approvals_.open = absl::CivilMonth(1970, 1);
  EXPECT_TRUE(Submit(Built()).ok());
}

TEST_F(DossierFiguresTest, AReasonBesideTheMonthLetsItThrough) {
  approvals_.open = absl::CivilMonth(2018, 12);
  // Of another month, none, and one that says nothing.
  for (const Parcel& parcel :
       {Explained("2018-11", kWhy), Explained("2018-12", ""),
        Explained("2018-12", "because")}) {
    EXPECT_EQ(ErrorReason(Submit(parcel).status()), "FIGURES_NOT_APPROVED")
        << parcel.files.at(kStandingPath);
  }
  const auto frozen = Submit(Explained("2018-12", kWhy));
  EXPECT_TRUE(frozen.ok()) << frozen.status();
}

TEST_F(DossierFiguresTest, ATableOfMonthsThatIsNoneIsRefusedForThat) {
  approvals_.open = absl::CivilMonth(2018, 12);
  const std::string before = Everything();
  for (const bool is_rehearsal : {true, false}) {
    const auto refused =
        Submit(Explained("2018-12", absl::StrCat("\"", kWhy)), is_rehearsal)
            .status();
    EXPECT_TRUE(absl::IsInvalidArgument(refused)) << refused;
    ASSERT_EQ(ErrorReason(refused), "DOSSIER_CONTENT") << refused;
    EXPECT_EQ(GetErrorDetail(refused)->metadata.at("path"), kStandingPath);
  }
  EXPECT_EQ(Everything(), before);
}

TEST_F(DossierFiguresTest, WithoutACalendarNobodyHasToApprove) {
  approvals_.has_calendar = false;
  approvals_.open = absl::CivilMonth(2018, 3);
  const auto frozen = Submit(Built());
  EXPECT_TRUE(frozen.ok()) << frozen.status();
}

TEST_F(DossierFixture, WithoutAServiceOfIndicatorsNoMonthIsAskedFor) {
  SpendSome();
  Submitted();
  const auto frozen = Submit(Built());
  EXPECT_TRUE(frozen.ok()) << frozen.status();
}

TEST_F(DossierFixture, WithoutAServiceOfIndicatorsTheTableIsLookedAtToo) {
  SpendSome();
  Submitted();
  Parcel parcel = Built();
  parcel.files[kStandingPath] = "invented\r\n";
  const auto refused = Submit(parcel).status();
  ASSERT_EQ(ErrorReason(refused), "DOSSIER_CONTENT") << refused;
  EXPECT_EQ(GetErrorDetail(refused)->metadata.at("path"), kStandingPath);
  parcel.files[kStandingPath] = StandingWith("2018-12", "because");
  EXPECT_TRUE(Submit(parcel).ok());
}

TEST_F(DossierFiguresTest, NothingIsFrozenWhileIndicatorsDoNotAnswer) {
  approvals_.failure = absl::UnavailableError("nobody there");
  const std::string before = Everything();
  // With a reason as well: whether one is needed is not known.
  for (const bool is_rehearsal : {true, false}) {
    const auto refused =
        Submit(Explained("2018-12", kWhy), is_rehearsal).status();
    EXPECT_TRUE(absl::IsUnavailable(refused)) << refused;
    EXPECT_EQ(ErrorReason(refused), "APPROVALS_UNKNOWN");
  }
  EXPECT_EQ(Everything(), before);
  approvals_.failure = absl::OkStatus();
  EXPECT_TRUE(Submit(Explained("2018-12", kWhy)).ok());
}

TEST_F(DossierFiguresTest, AnAnswerThatIsNoneIsNotBelieved) {
  approvals_.is_short = true;
  const auto refused = Submit(Built()).status();
  EXPECT_EQ(ErrorReason(refused), "APPROVALS_UNKNOWN") << refused;
}

TEST_F(DossierFiguresTest, APolicyThatDoesNotLetItAskIsNamed) {
  approvals_.failure = absl::PermissionDeniedError("not you");
  const auto refused = Submit(Built()).status();
  ASSERT_EQ(ErrorReason(refused), "APPROVALS_UNKNOWN") << refused;
  const ErrorDetail detail = *GetErrorDetail(refused);
  for (const std::string& sentence :
       {detail.sentence.en, detail.sentence.fr, detail.sentence.nl}) {
    EXPECT_NE(sentence.find("indicators.periods.read"), std::string::npos);
  }
}

TEST_F(DossierFiguresTest, WhatIsFrozenAlreadyIsAnsweredWhateverTheyAnswer) {
  const Parcel parcel = Built();
  const auto first = Submit(parcel);
  ASSERT_TRUE(first.ok()) << first.status();
  approvals_.failure = absl::UnavailableError("nobody there");
  const auto again = Submit(parcel);
  ASSERT_TRUE(again.ok()) << again.status();
  EXPECT_EQ(again->name(), first->name());
}

TEST_F(DossierFiguresTest, WhatTheBooksDoNotHoldIsRefusedForThat) {
  approvals_.failure = absl::UnavailableError("nobody there");
  Parcel parcel = Built();
  parcel.files[kClaimsPath] = "{}";
  EXPECT_EQ(ErrorReason(Submit(parcel).status()), "DOSSIER_OUTDATED");
}

TEST(JudgeDossierFiguresTest, NamesEachMonthNeitherApprovedNorExplained) {
  const MonthSpan span{absl::CivilMonth(2018, 9), absl::CivilMonth(2018, 12)};
  std::vector<MonthStanding> standings;
  for (absl::CivilMonth month = span.first; month <= span.last; ++month) {
    standings.push_back({.month = month, .has_calendar = true});
  }
  // Said to be approved, in no version: nobody froze it.
  standings[1].is_approved = true;
  standings[3] = {.month = span.last};
  const FrozenFiles files = {{kStandingPath, StandingWith("2018-11", kWhy)}};
  const absl::Status refused = JudgeDossierFigures(span, standings, files);
  ASSERT_EQ(ErrorReason(refused), "FIGURES_NOT_APPROVED") << refused;
  const ErrorDetail detail = *GetErrorDetail(refused);
  EXPECT_EQ(detail.metadata.at("months"), "2018-09, 2018-10");
  // What a reason is.
  for (const auto& [sentence, what] :
       {std::pair{detail.sentence.en,
                  "one line of 10 to 500 characters that names nobody"},
        std::pair{detail.sentence.fr,
                  "une ligne de 10 à 500 caractères qui ne nomme personne"},
        std::pair{detail.sentence.nl,
                  "één regel van 10 tot 500 tekens die niemand noemt"}}) {
    EXPECT_NE(sentence.find(what), std::string::npos) << sentence;
  }
  standings.pop_back();
  EXPECT_TRUE(absl::IsInternal(JudgeDossierFigures(span, standings, files)));
}

}  // namespace
}  // namespace entente::conventions
