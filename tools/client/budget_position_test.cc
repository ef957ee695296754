// The position as people read it: within their terminal, nothing left out.
#include "tools/client/budget_position.h"

#include <string>
#include <vector>

#include "absl/strings/str_split.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/conventions/money/money.h"
#include "tools/client/table.h"

namespace entente::client {
namespace {

namespace v1 = entente::conventions::v1;
using conventions::MoneyFromCents;
using ::testing::HasSubstr;
using ::testing::Le;
using ::testing::Not;

v1::Envelope Envelope(const std::string& id, int64_t cents) {
  v1::Envelope envelope;
  envelope.set_name(
      "municipalities/21004/conventions/css-2018-2019/envelopes/" + id);
  v1::Position& at = *envelope.mutable_position();
  *at.mutable_allocated() = MoneyFromCents(cents);
  *at.mutable_unallotted() = MoneyFromCents(cents);
  return envelope;
}

std::vector<v1::Envelope> FourEnvelopes() {
  return {Envelope("general-2018", 189'643'960),
          Envelope("supplementary-2018", 6'000'000),
          Envelope("general-2019", 185'698'233),
          Envelope("supplementary-2019", 6'000'000)};
}

void ExpectWithin(const std::string& text, int columns) {
  for (const std::string& line :
       std::vector<std::string>(absl::StrSplit(text, '\n'))) {
    EXPECT_THAT(DisplayWidth(line), Le(columns)) << line;
  }
}

TEST(PositionTextTest, EveryPhaseWithAnAmountIsShownWithinTheTerminal) {
  std::vector<v1::Envelope> envelopes = FourEnvelopes();
  v1::Position& at = *envelopes[0].mutable_position();
  int64_t cents = 100'000'000;
  std::vector<std::string> amounts;
  for (google::type::Money* money :
       {at.mutable_allotted(), at.mutable_reserved(), at.mutable_spent(),
        at.mutable_available(), at.mutable_claimed(), at.mutable_accepted(),
        at.mutable_ineligible(), at.mutable_reduced(), at.mutable_carried_in(),
        at.mutable_carried_out(), at.mutable_lapsed(),
        at.mutable_paid_advance(), at.mutable_paid_balance(),
        at.mutable_recoverable(), at.mutable_recovered()}) {
    *money = MoneyFromCents(++cents);
    amounts.push_back(conventions::FormatBelgianAmount(cents));
  }
  for (const Language language :
       {Language::kFr, Language::kNl, Language::kEn}) {
    const std::string text = PositionText(envelopes, language, 80);
    ExpectWithin(text, 80);
    for (const std::string& amount : amounts) {
      EXPECT_THAT(text, HasSubstr(amount.substr(0, amount.size() - 4)));
    }
    EXPECT_THAT(text, HasSubstr("3.873.421,93"));  // The total.
  }
}

TEST(PositionTextTest, PhasesWithNothingInThemAreLeftOut) {
  const std::string text = PositionText(FourEnvelopes(), Language::kFr, 80);
  EXPECT_THAT(text, HasSubstr("non réparti"));
  EXPECT_THAT(text, HasSubstr("engagé"));
  for (const char* phase : {"abandonné", "report", "déclaré", "avance"}) {
    EXPECT_THAT(text, Not(HasSubstr(phase)));
  }
  EXPECT_THAT(text, Not(HasSubstr("DÉFICIT")));
}

TEST(PositionTextTest, AnEnvelopeWithAnUnverifiedCategoryIsMarked) {
  const std::vector<v1::Envelope> envelopes = FourEnvelopes();
  const std::string text =
      PositionText(envelopes, Language::kFr, 80, {envelopes[1].name()});
  ExpectWithin(text, 80);
  EXPECT_THAT(text, HasSubstr("supplementary-2018* "));
  EXPECT_THAT(text, Not(HasSubstr("general-2018*")));
}

TEST(PositionTextTest, AYearOutsideTheTermSaysWhatBecomesOfIt) {
  v1::Envelope envelope = Envelope("general-2020", 100'000);
  v1::Position& at = *envelope.mutable_position();
  *at.mutable_unallotted() = MoneyFromCents(70'000);
  *at.mutable_allotted() = MoneyFromCents(30'000);
  *at.mutable_reserved() = MoneyFromCents(5'000);
  *at.mutable_spent() = MoneyFromCents(10'000);
  EXPECT_THAT(PositionText({envelope}, Language::kEn, 100),
              Not(HasSubstr("outside the term")));
  envelope.set_is_outside_term(true);
  EXPECT_THAT(PositionText({envelope}, Language::kEn, 200),
              HasSubstr("general-2020 lies outside the term"));
  const std::string french = PositionText({envelope}, Language::kFr, 200);
  EXPECT_THAT(french, HasSubstr("est hors de la période"));
  EXPECT_THAT(french, HasSubstr("850,00 EUR peuvent être abandonnés"));
  EXPECT_THAT(PositionText({envelope}, Language::kNl, 200),
              HasSubstr("valt buiten de looptijd"));
  *at.mutable_spent() = MoneyFromCents(95'000);
  EXPECT_THAT(PositionText({envelope}, Language::kEn, 200),
              Not(HasSubstr("can lapse")));
}

TEST(PositionTextTest, AShortfallIsSaidWithItsAmountInThreeLanguages) {
  std::vector<v1::Envelope> envelopes = FourEnvelopes();
  v1::Position& at = *envelopes[1].mutable_position();
  *at.mutable_unallotted() = MoneyFromCents(-200'000);
  *at.mutable_available() = MoneyFromCents(-123'456);
  EXPECT_THAT(PositionText(envelopes, Language::kFr, 80),
              HasSubstr("DÉFICIT dans supplementary-2018 : 1.234,56 EUR"));
  EXPECT_THAT(PositionText(envelopes, Language::kNl, 80),
              HasSubstr("TEKORT in supplementary-2018: er is 1.234,56 EUR"));
  EXPECT_THAT(PositionText(envelopes, Language::kEn, 80),
              HasSubstr("SHORTFALL in supplementary-2018: 1.234,56 EUR"));
  // Less than that: too much is allotted, nothing is short.
  *at.mutable_available() = MoneyFromCents(0);
  EXPECT_THAT(PositionText(envelopes, Language::kEn, 80),
              HasSubstr("2.000,00 EUR too much is allotted"));
}

}  // namespace
}  // namespace entente::client
