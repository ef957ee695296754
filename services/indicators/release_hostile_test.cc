// Who must not learn of a release, and what no request should say.
#include <string>
#include <vector>

#include "services/indicators/release_fixture_test.h"

namespace entente::indicators {
namespace {

using v1::Release;

constexpr char kRecipient[] = "p-4001";
constexpr char kGetRelease[] =
    "entente.indicators.v1.ReleaseService/GetRelease";

class ReleaseHostileTest : public ReleaseTest {
 protected:
  void SetUp() override {
    ReleaseTest::SetUp();
    Approved(1, {{"DPI-1", 1}, {"DPI-2", 20}});
  }

  std::string FrozenForTheState() {
    const auto draft = Draw(Confidential(1, 1, {kRecipient, "p-4002"}));
    EXPECT_TRUE(draft.ok()) << draft.status();
    EXPECT_TRUE(Freeze(draft->name()).ok());
    return draft->name();
  }

  // Everything of an answer that leaves the service.
  static std::string Bytes(const absl::Status& status) {
    const auto detail = GetErrorDetail(status);
    if (!detail.has_value()) return status.ToString();
    std::string text = absl::StrCat(status.ToString(), "|", detail->reason, "|",
                                    detail->field, "|", detail->sentence.en,
                                    detail->sentence.fr, detail->sentence.nl);
    for (const auto& [key, value] : detail->metadata) {
      absl::StrAppend(&text, "|", key, "=", value);
    }
    return text;
  }

  std::vector<audit::AuditEntry> Readings() {
    std::vector<audit::AuditEntry> readings;
    for (const audit::AuditEntry& entry : service_.log().Entries()) {
      if (entry.method() == kGetRelease) readings.push_back(entry);
    }
    return readings;
  }
};

// No other letters, so that it is one that was never made.
const char* const kNoRelease =
    "municipalities/21004/releases/aaaaaaaaaaaaaaaaaaaaaaaaaa";

TEST_F(ReleaseHostileTest, B21AConfidentialReleaseLooksLikeNoneToOthers) {
  const std::string name = FrozenForTheState();
  for (const auto& [subject, role] :
       std::vector<std::pair<std::string, std::string>>{
           {"p-1003", "coordinator"},
           {"p-2001", "federal"},
           {"p-3001", "oversight"},
           // Not by resemblance.
           {"p-400", "federal"},
           {"P-4001", "federal"},
           {"p-4001 ", "federal"}}) {
    SCOPED_TRACE(subject);
    const absl::Status hidden = Read(name, subject, role).status();
    EXPECT_EQ(hidden.code(), absl::StatusCode::kNotFound);
    EXPECT_EQ(Bytes(hidden), Bytes(Read(kNoRelease, subject, role).status()));
    EXPECT_TRUE(Listed(subject, role, true).empty());
    // A page token tells nothing either.
    v1::ListReleasesRequest request;
    request.set_parent(kSampleMunicipality);
    request.set_page_token(name.substr(name.rfind('/') + 1));
    const absl::Status mine =
        CallReleases(&Stub::ListReleases, request, subject, role).status();
    request.set_page_token("aaaaaaaaaaaaaaaaaaaaaaaaaa");
    EXPECT_EQ(Bytes(mine),
              Bytes(CallReleases(&Stub::ListReleases, request, subject, role)
                        .status()));
  }
}

TEST_F(ReleaseHostileTest, NorDoesHowOftenOneMayAskTellThemApart) {
  const std::string name = FrozenForTheState();
  const auto ask = [&](const std::string& asked, const std::string& subject) {
    std::string answers;
    for (int i = 0; i < 40; ++i) {
      absl::StrAppend(
          &answers, ErrorReason(Read(asked, subject, "federal").status()), " ");
    }
    return answers;
  };
  EXPECT_EQ(ask(name, "p-2001"), ask(kNoRelease, "p-2002"));
}

TEST_F(ReleaseHostileTest, RecipientsReadExactFiguresAndEveryReadingIsLogged) {
  const auto draft = Draw(Confidential(1, 1, {kRecipient, "p-4002"}));
  ASSERT_TRUE(draft.ok()) << draft.status();
  const std::string& name = draft->name();
  // Who draws it up and who freezes it see to whom it goes; nobody else does.
  EXPECT_EQ(draft->recipients_size(), 2);
  EXPECT_EQ(Read(name)->recipients_size(), 2);
  EXPECT_EQ(ErrorReason(Read(name, kRecipient, "federal").status()),
            "RELEASE_UNKNOWN");
  EXPECT_TRUE(Listed(kRecipient, "federal").empty());
  const auto frozen = Freeze(name);
  ASSERT_TRUE(frozen.ok()) << frozen.status();
  EXPECT_EQ(frozen->recipients_size(), 2);
  const size_t before = Readings().size();
  const auto read = Read(name, kRecipient, "federal");
  ASSERT_TRUE(read.ok()) << read.status();
  EXPECT_EQ(CellOf(*read, "DPI-1", 1, 1), "1");
  for (const v1::ReleaseCell& cell : read->tables(0).cells()) {
    EXPECT_EQ(cell.status(), v1::ReleaseCell::STATUS_FREE);
    EXPECT_TRUE(cell.is_confidential());
  }
  EXPECT_TRUE(read->recipients().empty());
  EXPECT_EQ(read->recipient_count(), 2);
  EXPECT_EQ(Listed(kRecipient, "federal"), std::vector<std::string>{name});
  ASSERT_TRUE(Read(name, kRecipient, "federal").ok());
  const auto readings = Readings();
  ASSERT_EQ(readings.size(), before + 2);
  for (size_t i = before; i < readings.size(); ++i) {
    EXPECT_EQ(readings[i].outcome(), audit::AuditEntry::OUTCOME_PERMITTED);
    EXPECT_EQ(readings[i].object_version(), Release::STATE_FROZEN);
    EXPECT_FALSE(readings[i].object().empty());
  }
  // Whoever made it is no recipient by that.
  EXPECT_TRUE(Read(name)->tables().empty());
  EXPECT_EQ(Read(name)->sha256(), "");
  EXPECT_TRUE(Read(name, kFreezer)->tables().empty());
  // A denial is one in the log, also where it is told as missing.
  ASSERT_FALSE(Read(name, "p-2001", "federal").ok());
  ASSERT_FALSE(Read(kNoRelease, "p-2001", "federal").ok());
  const auto denied = Readings();
  for (size_t i = denied.size() - 2; i < denied.size(); ++i) {
    EXPECT_EQ(denied[i].outcome(), audit::AuditEntry::OUTCOME_DENIED);
    EXPECT_EQ(denied[i].rule_id(), "release.audience");
  }
  ExpectVerified();
}

// Neither a rehearsal nor a refusal shows what a reading does not.
TEST_F(ReleaseHostileTest, WhoMayNotKnowOfItWithdrawsAndFreezesNothing) {
  const std::string name = FrozenForTheState();
  v1::WithdrawReleaseRequest withdraw;
  withdraw.set_name(name);
  withdraw.set_reason(kReason);
  withdraw.set_validate_only(true);
  EXPECT_EQ(
      ErrorReason(
          CallReleases(&Stub::WithdrawRelease, withdraw, "p-7007").status()),
      "RELEASE_UNKNOWN");
  EXPECT_EQ(ErrorReason(Freeze(name, "p-7007").status()), "RELEASE_UNKNOWN");
  EXPECT_EQ(ErrorReason(Freeze(name, kFreezer).status()), "RELEASE_NOT_DRAFT");
  EXPECT_TRUE(CallReleases(&Stub::WithdrawRelease, withdraw, kFreezer).ok());
}

TEST_F(ReleaseHostileTest, AfterItIsWithdrawnRecipientsReadNoFigures) {
  const std::string name = FrozenForTheState();
  ASSERT_TRUE(Withdraw(name).ok());
  const auto read = Read(name, kRecipient, "federal");
  ASSERT_TRUE(read.ok()) << read.status();
  EXPECT_TRUE(read->tables().empty());
  EXPECT_EQ(read->sha256(), "");
  EXPECT_EQ(read->withdraw_reason(), kReason);
}

TEST_F(ReleaseHostileTest, PublicReleasesAreReadingsAsWell) {
  const auto release = Released(Wanted(1, 1));
  ASSERT_TRUE(release.ok()) << release.status();
  const size_t before = Readings().size();
  ASSERT_TRUE(Read(release->name(), "p-2001", "federal").ok());
  EXPECT_EQ(Readings().size(), before + 1);
}

TEST_F(ReleaseHostileTest, WhatARequestMustSay) {
  const auto refused = [&](void (*spoil)(Release&)) {
    v1::CreateReleaseRequest request = Wanted(1, 1);
    spoil(*request.mutable_release());
    return ErrorReason(Draw(request).status());
  };
  using R = Release;
  EXPECT_EQ(refused([](R& r) { r.clear_audience(); }), "AUDIENCE_MISSING");
  EXPECT_EQ(refused([](R& r) { r.set_audience(static_cast<R::Audience>(77)); }),
            "AUDIENCE_MISSING");
  EXPECT_EQ(refused([](R& r) { r.clear_step(); }), "STEP_MISSING");
  EXPECT_EQ(refused([](R& r) { r.set_step(static_cast<R::Step>(77)); }),
            "STEP_MISSING");
  EXPECT_EQ(refused([](R& r) { r.clear_measure_codes(); }), "MEASURES_MISSING");
  EXPECT_EQ(refused([](R& r) { r.add_measure_codes("nuisance_actions"); }),
            "MEASURE_TWICE");
  EXPECT_EQ(refused([](R& r) { r.add_measure_codes("no_such_measure"); }),
            "UNKNOWN_MEASURE");
  EXPECT_EQ(refused([](R& r) { r.add_measure_codes("\x1b[31m"); }),
            "UNKNOWN_MEASURE");
  EXPECT_EQ(refused([](R& r) { r.add_measure_codes("quality"); }),
            "RELEASE_MEASURE_KIND");
  EXPECT_EQ(refused([](R& r) { r.add_measure_codes("payment_made"); }),
            "RELEASE_MEASURE_KIND");
  EXPECT_EQ(refused([](R& r) {
              for (int i = 0; i < 12; ++i) {
                r.add_measure_codes(absl::StrCat("measure_", i));
              }
            }),
            "TOO_MANY_MEASURES");
  EXPECT_EQ(refused([](R& r) { r.mutable_first_month()->set_month(13); }),
            "MONTH_INVALID");
  EXPECT_EQ(refused([](R& r) { r.clear_last_month(); }), "MONTH_INVALID");
  EXPECT_EQ(refused([](R& r) { r.mutable_first_month()->set_month(2); }),
            "MONTHS_REVERSED");
  EXPECT_EQ(refused([](R& r) { r.mutable_last_month()->set_year(2040); }),
            "TOO_MANY_MONTHS");
  EXPECT_EQ(refused([](R& r) { r.set_step(R::STEP_QUARTER); }),
            "RELEASE_SPAN_UNEVEN");
  EXPECT_EQ(refused([](R& r) { r.set_step(R::STEP_YEAR); }),
            "RELEASE_SPAN_UNEVEN");
  EXPECT_EQ(refused([](R& r) {
              r.set_is_by_area(true);
              r.mutable_first_month()->set_year(2010);
            }),
            "RELEASE_TOO_LARGE");
  EXPECT_EQ(refused([](R& r) { r.mutable_title()->clear_nl(); }),
            "TITLE_MISSING");
  EXPECT_EQ(refused([](R& r) { r.mutable_title()->set_fr("  "); }),
            "TITLE_MISSING");
  EXPECT_EQ(
      refused([](R& r) { r.mutable_title()->set_fr("pour 85.07.30-033.28"); }),
      "PERSONAL_DATA_SHAPE");
  EXPECT_EQ(
      refused([](R& r) { r.mutable_title()->set_fr(std::string(201, 'x')); }),
      "TEXT_TOO_LONG");
  EXPECT_EQ(refused([](R& r) { r.add_recipients("p-4001"); }),
            "RECIPIENTS_NEEDLESS");
  EXPECT_TRUE(Listed().empty());
}

TEST_F(ReleaseHostileTest, RecipientsAreAccounts) {
  std::vector<std::string> many;
  for (int i = 0; i < 65; ++i) many.push_back(absl::StrCat("p-", i));
  const std::vector<std::pair<std::vector<std::string>, std::string>> kBad = {
      {{}, "RECIPIENTS_MISSING"},
      {{""}, "RECIPIENT_INVALID"},
      {{"p 4001"}, "RECIPIENT_INVALID"},
      {{"p-4001\n"}, "RECIPIENT_INVALID"},
      {{"someone@example.be"}, "RECIPIENT_INVALID"},
      {{"pé"}, "RECIPIENT_INVALID"},
      {{std::string(256, 'x')}, "RECIPIENT_INVALID"},
      {{kRecipient, kRecipient}, "RECIPIENT_TWICE"},
      {many, "TOO_MANY_RECIPIENTS"}};
  for (const auto& [recipients, expected] : kBad) {
    const absl::Status status = Draw(Confidential(1, 1, recipients)).status();
    EXPECT_EQ(ErrorReason(status), expected);
    for (const std::string& one : recipients) {
      if (one.size() < 5) continue;
      EXPECT_EQ(Bytes(status).find(one), std::string::npos) << one;
    }
  }
  many.pop_back();
  EXPECT_TRUE(Draw(Confidential(1, 1, many)).ok());
}

TEST_F(ReleaseHostileTest, WhatTheClientSaysOfTheReleaseItselfIsIgnored) {
  v1::CreateReleaseRequest request = Wanted(1, 1);
  Release& said = *request.mutable_release();
  said.set_name(kNoRelease);
  said.set_state(Release::STATE_FROZEN);
  said.set_sha256("0");
  said.set_office("mayor");
  said.mutable_freeze_time()->set_seconds(1);
  said.add_tables()->add_cells()->set_value(7);
  said.add_months()->set_version(9);
  said.mutable_title()->set_de("Titel");
  const auto draft = Draw(request);
  ASSERT_TRUE(draft.ok()) << draft.status();
  EXPECT_NE(draft->name(), kNoRelease);
  EXPECT_EQ(draft->state(), Release::STATE_DRAFT);
  EXPECT_EQ(draft->office(), "coordinator");
  EXPECT_FALSE(draft->has_freeze_time());
  EXPECT_EQ(draft->months_size(), 1);
  EXPECT_EQ(draft->title().de(), "");
  EXPECT_TRUE(Read(draft->name())->tables().empty());
  for (const char* const bad :
       {"", "municipalities/21004/releases/", "municipalities/21004/releases/1",
        "municipalities/21004/releases/AAAAAAAAAAAAAAAAAAAAAAAAAA",
        "municipalities/2100/releases/aaaaaaaaaaaaaaaaaaaaaaaaaa"}) {
    EXPECT_EQ(ErrorReason(Read(bad).status()), "NAME_INVALID") << bad;
    EXPECT_EQ(ErrorReason(Freeze(bad).status()), "NAME_INVALID") << bad;
    EXPECT_EQ(ErrorReason(Withdraw(bad).status()), "NAME_INVALID") << bad;
  }
  EXPECT_EQ(ErrorReason(Freeze(kNoRelease).status()), "RELEASE_UNKNOWN");
  EXPECT_EQ(ErrorReason(Withdraw(kNoRelease).status()), "RELEASE_UNKNOWN");
  ExpectVerified();
}

}  // namespace
}  // namespace entente::indicators
