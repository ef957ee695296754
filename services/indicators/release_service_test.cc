// Releases through real stubs: drawn up, frozen by another person, read,
// withdrawn, and refused.
#include <set>
#include <string>
#include <vector>

#include "services/indicators/release_fixture_test.h"
#include "services/indicators/release_store.h"

namespace entente::indicators {
namespace {

using v1::Release;
using v1::ReleaseCell;

TEST_F(ReleaseServiceTest, ADraftHoldsNoFiguresAndAnotherPersonFreezesIt) {
  Approved(1, {{"DPI-1", 10}, {"DPI-2", 20}});
  const auto draft = Draw(Wanted(1, 1));
  ASSERT_TRUE(draft.ok()) << draft.status();
  EXPECT_EQ(draft->state(), Release::STATE_DRAFT);
  EXPECT_EQ(draft->office(), "coordinator");
  ASSERT_EQ(draft->months_size(), 1);
  EXPECT_EQ(draft->months(0).version(), 1);
  const std::string& name = draft->name();
  EXPECT_TRUE(Read(name)->tables().empty());
  EXPECT_EQ(ErrorReason(Freeze(name, kDrafter).status()), "SAME_PERSON");
  const auto frozen = Freeze(name);
  ASSERT_TRUE(frozen.ok()) << frozen.status();
  EXPECT_EQ(frozen->state(), Release::STATE_FROZEN);
  EXPECT_TRUE(frozen->tables().empty());
  const auto read = Read(name, "p-2001", "federal");
  EXPECT_EQ(Shown(read), "all 1-1: 30");
  EXPECT_EQ(read->sha256().size(), 64u);
  EXPECT_EQ(read->tables(0).threshold(), 3);
  EXPECT_EQ(read->freeze_office(), "coordinator");
  EXPECT_EQ(ErrorReason(Freeze(name).status()), "RELEASE_NOT_DRAFT");
  // Nobody's account is in an answer.
  for (const char* const who : {kDrafter, kFreezer}) {
    EXPECT_EQ(read->DebugString().find(who), std::string::npos);
    EXPECT_EQ(frozen->DebugString().find(who), std::string::npos);
  }
}

TEST_F(ReleaseServiceTest, RowsAndColumnsHaveTheirTotals) {
  Approved(1, {{"DPI-1", 10}, {"DPI-2", 20}, {"DPI-3", 30}, {"UNKNOWN", 4}});
  Approved(2, {{"DPI-1", 11}, {"DPI-2", 21}, {"DPI-3", 31}, {"21004", 5}});
  EXPECT_EQ(Shown(Released(Wanted(1, 2, true))),
            "all 1-1: 64, all 2-2: 68, all 1-2: 132, "
            "DPI-1 1-1: 10, DPI-1 2-2: 11, DPI-1 1-2: 21, "
            "DPI-2 1-1: 20, DPI-2 2-2: 21, DPI-2 1-2: 41, "
            "DPI-3 1-1: 30, DPI-3 2-2: 31, DPI-3 1-2: 61, "
            "all~ 1-1: 4, all~ 2-2: 5, all~ 1-2: 9");
}

TEST_F(ReleaseServiceTest, OneSmallFigureTakesOthersWithIt) {
  Approved(1, {{"DPI-1", 2}, {"DPI-2", 20}, {"DPI-3", 30}, {"UNKNOWN", 40}});
  const auto release = Released(Wanted(1, 1, true));
  EXPECT_EQ(CellOf(*release, "DPI-1", 1, 1), "A");
  EXPECT_EQ(CellOf(*release, "", 1, 1), "92");
  int left_out = 0;
  for (const ReleaseCell& cell : release->tables(0).cells()) {
    left_out += !cell.has_value();
    EXPECT_EQ(cell.has_value(), cell.status() == ReleaseCell::STATUS_FREE);
  }
  EXPECT_EQ(left_out, 2);
  // Who freezes it, and who reads it, is told how much that is.
  EXPECT_EQ(release->counts().small(), 1);
  EXPECT_EQ(release->counts().protecting(), 1);
  EXPECT_EQ(release->counts().earlier(), 0);
  EXPECT_EQ(release->counts().given(), release->tables(0).cells_size() - 2);
  EXPECT_THAT(VerifyAggregates(*service_.store().Read())->differences,
              testing::IsEmpty());
}

TEST_F(ReleaseServiceTest, OnlyApprovedMonthsAreReleased) {
  Approved(1, {{"DPI-1", 10}});
  const absl::Status open = Draw(Wanted(1, 3)).status();
  EXPECT_EQ(ErrorReason(open), "RELEASE_MONTHS_NOT_APPROVED");
  EXPECT_EQ(GetErrorDetail(open)->metadata.at("months"), "2018-02, 2018-03");
  v1::CreateReleaseRequest before = Wanted(1, 1);
  before.mutable_release()->mutable_first_month()->set_year(2017);
  before.mutable_release()->mutable_first_month()->set_month(12);
  const absl::Status free = Draw(before).status();
  EXPECT_EQ(ErrorReason(free), "RELEASE_MONTHS_WITHOUT_CALENDAR");
  EXPECT_EQ(GetErrorDetail(free)->metadata.at("months"), "2017-12");
  // Opened again between the draft and the freezing.
  const auto draft = Draw(Wanted(1, 1));
  ASSERT_TRUE(Reopen(1, MakeDate(2019, 1, 20)).ok());
  EXPECT_EQ(ErrorReason(Freeze(draft->name()).status()),
            "RELEASE_MONTHS_NOT_APPROVED");
}

TEST_F(ReleaseServiceTest, FiguresThatMovedSinceTheDraftAreNotFrozen) {
  Approved(1, {{"DPI-1", 10}});
  Approved(2, {{"DPI-1", 10}});
  const auto draft = Draw(Wanted(1, 2));
  ASSERT_TRUE(draft.ok()) << draft.status();
  Corrected(2, {{"DPI-2", 1}});
  const absl::Status moved = Freeze(draft->name()).status();
  EXPECT_EQ(ErrorReason(moved), "RELEASE_FIGURES_MOVED");
  EXPECT_EQ(GetErrorDetail(moved)->metadata.at("months"), "2018-02");
  EXPECT_EQ(Shown(Released(Wanted(1, 2))),
            "all 1-1: 10, all 2-2: 11, all 1-2: 21");
  // What is defined is part of what was drawn up.
  const auto other = Draw(Wanted(1, 2));
  MakeSensitive("nuisance_actions");
  EXPECT_EQ(ErrorReason(Freeze(other->name()).status()),
            "RELEASE_SENSITIVE_BY_YEAR");
}

TEST_F(ReleaseServiceTest, AFrozenReleaseNeverChanges) {
  Approved(1, {{"DPI-1", 10}});
  const auto release = Released(Wanted(1, 1));
  ASSERT_TRUE(release.ok()) << release.status();
  Corrected(1, {{"DPI-1", 7}});
  service_.Reopen({.threshold = 16, .sensitive_threshold = 16});
  const auto again = Released(Wanted(1, 1));
  EXPECT_EQ(Shown(again), "all 1-1: 17");
  EXPECT_NE(again->sha256(), release->sha256());
  MakeSensitive("nuisance_actions");
  EXPECT_EQ(Read(release->name())->SerializeAsString(),
            release->SerializeAsString());
}

TEST_F(ReleaseServiceTest, ATableIsCalledAsPeopleCallItInItsLastMonth) {
  Approved(1, {{"DPI-1", 10}});
  Approved(2, {{"DPI-1", 10}});
  const auto before = Released(Wanted(1, 2));
  ASSERT_TRUE(before.ok()) << before.status();
  EXPECT_EQ(before->tables(0).title().en(), "nuisance_actions");
  v1::UpdateMeasureSettingsRequest request;
  v1::MeasureSettings& settings = *request.mutable_measure_settings();
  settings.set_name("municipalities/21004/measures/nuisance_actions/settings");
  *settings.mutable_first_month() = MakeDate(2018, 2, 1);
  settings.mutable_title()->set_fr("Interventions");
  settings.mutable_title()->set_nl("Tussenkomsten");
  settings.set_reason(kReason);
  auto stub = service_.Stub<v1::MeasureSettingsService>();
  auto context = service_.harness().Context(kDrafter, {"coordinator"});
  v1::MeasureSettings made;
  ASSERT_TRUE(stub->UpdateMeasureSettings(context.get(), request, &made).ok());
  const auto after = Released(Wanted(1, 2));
  ASSERT_TRUE(after.ok()) << after.status();
  EXPECT_EQ(after->tables(0).title().fr(), "Interventions");
  const auto january = Released(Wanted(1, 1));
  ASSERT_TRUE(january.ok()) << january.status();
  EXPECT_EQ(january->tables(0).title().en(), "nuisance_actions");
  // What was given stays what it was.
  EXPECT_EQ(Read(before->name())->SerializeAsString(),
            before->SerializeAsString());
}

TEST_F(ReleaseServiceTest, AWithdrawnReleaseIsGivenToNobody) {
  Approved(1, {{"DPI-1", 10}});
  const auto release = Released(Wanted(1, 1));
  ASSERT_TRUE(release.ok()) << release.status();
  v1::WithdrawReleaseRequest request;
  request.set_name(release->name());
  request.set_reason("short");
  EXPECT_EQ(ErrorReason(CallReleases(&Stub::WithdrawRelease, request).status()),
            "REASON_TOO_SHORT");
  request.set_reason(kReason);
  request.set_etag("7");
  EXPECT_EQ(ErrorReason(CallReleases(&Stub::WithdrawRelease, request).status()),
            "ETAG_MISMATCH");
  request.set_etag(release->etag());
  const auto withdrawn = CallReleases(&Stub::WithdrawRelease, request);
  ASSERT_TRUE(withdrawn.ok()) << withdrawn.status();
  const auto read = Read(release->name(), "p-2001", "federal");
  EXPECT_EQ(read->state(), Release::STATE_WITHDRAWN);
  EXPECT_EQ(read->withdraw_reason(), kReason);
  EXPECT_TRUE(read->tables().empty());
  EXPECT_EQ(ErrorReason(Withdraw(release->name()).status()),
            "RELEASE_WITHDRAWN");
  EXPECT_EQ(ErrorReason(Freeze(release->name()).status()), "RELEASE_NOT_DRAFT");
  EXPECT_TRUE(Listed().empty());
  EXPECT_EQ(Listed(kDrafter, "coordinator", true).size(), 1u);
  // A draft may be withdrawn by who drew it up.
  const auto draft = Draw(Wanted(1, 1));
  ASSERT_TRUE(Withdraw(draft->name()).ok());
  EXPECT_EQ(ErrorReason(Freeze(draft->name()).status()), "RELEASE_NOT_DRAFT");
}

TEST_F(ReleaseServiceTest, EachReleaseHasADrawOfItsOwnThatEveryTrialShares) {
  service_.ReopenAsInstalled();
  Approved(1, {{"DPI-1", 2}, {"DPI-2", 20}, {"DPI-3", 30}, {"UNKNOWN", 40}});
  std::set<std::string> draws;
  for (int i = 0; i < 2; ++i) {
    const auto draft = Draw(Wanted(1, 1, true));
    ASSERT_TRUE(draft.ok()) << draft.status();
    const auto found = FindRelease(*service_.store().Read(),
                                   *ParseRelease(draft->name(), "name"));
    ASSERT_TRUE(found.ok() && found->has_value());
    const std::string& draw = (*found)->record.draw();
    EXPECT_EQ(draw.size(), 26u);
    draws.insert(draw);
    std::set<std::string> counts;
    v1::FreezeReleaseRequest trial;
    trial.set_name(draft->name());
    trial.set_validate_only(true);
    for (int t = 0; t < 5; ++t) {
      const auto tried = CallReleases(&Stub::FreezeRelease, trial, kFreezer);
      ASSERT_TRUE(tried.ok()) << tried.status();
      counts.insert(tried->counts().ShortDebugString());
    }
    const auto frozen = Freeze(draft->name());
    ASSERT_TRUE(frozen.ok()) << frozen.status();
    counts.insert(frozen->counts().ShortDebugString());
    EXPECT_EQ(counts.size(), 1u);
    EXPECT_EQ(Read(draft->name())->DebugString().find(draw), std::string::npos);
  }
  EXPECT_EQ(draws.size(), 2u);
}

TEST_F(ReleaseServiceTest, ADryRunStoresNothingAndShowsNoFigure) {
  Approved(1, {{"DPI-1", 10}});
  v1::CreateReleaseRequest trial = Wanted(1, 1);
  trial.set_validate_only(true);
  ASSERT_TRUE(Draw(trial).ok());
  EXPECT_TRUE(Listed().empty());
  const auto draft = Draw(Wanted(1, 1));
  v1::FreezeReleaseRequest freeze;
  freeze.set_name(draft->name());
  freeze.set_validate_only(true);
  const auto frozen = CallReleases(&Stub::FreezeRelease, freeze, kFreezer);
  ASSERT_TRUE(frozen.ok()) << frozen.status();
  EXPECT_EQ(frozen->state(), Release::STATE_FROZEN);
  EXPECT_TRUE(frozen->tables().empty());
  EXPECT_EQ(frozen->counts().given(), 1);
  EXPECT_EQ(frozen->sha256(), "");
  EXPECT_EQ(Read(draft->name())->state(), Release::STATE_DRAFT);
  v1::WithdrawReleaseRequest withdraw;
  withdraw.set_name(draft->name());
  withdraw.set_reason(kReason);
  withdraw.set_validate_only(true);
  ASSERT_TRUE(CallReleases(&Stub::WithdrawRelease, withdraw).ok());
  EXPECT_EQ(Read(draft->name())->state(), Release::STATE_DRAFT);
}

TEST_F(ReleaseServiceTest, ARetryAnswersTheSameOnce) {
  Approved(1, {{"DPI-1", 10}});
  v1::CreateReleaseRequest request = Wanted(1, 1);
  request.set_request_id("draw-1");
  const auto first = Draw(request);
  ASSERT_TRUE(first.ok()) << first.status();
  EXPECT_EQ(Draw(request)->SerializeAsString(), first->SerializeAsString());
  EXPECT_EQ(Listed().size(), 1u);
  request.mutable_release()->set_is_by_area(true);
  EXPECT_EQ(ErrorReason(Draw(request).status()), "REQUEST_ID_REUSED");
  v1::FreezeReleaseRequest freeze;
  freeze.set_name(first->name());
  freeze.set_request_id("freeze-1");
  freeze.set_etag("7");
  EXPECT_EQ(ErrorReason(
                CallReleases(&Stub::FreezeRelease, freeze, kFreezer).status()),
            "ETAG_MISMATCH");
  freeze.set_etag(first->etag());
  const auto frozen = CallReleases(&Stub::FreezeRelease, freeze, kFreezer);
  ASSERT_TRUE(frozen.ok()) << frozen.status();
  const auto again = CallReleases(&Stub::FreezeRelease, freeze, kFreezer);
  ASSERT_TRUE(again.ok()) << again.status();
  EXPECT_EQ(again->SerializeAsString(), frozen->SerializeAsString());
}

TEST_F(ReleaseServiceTest, ListsAreNewestFirstAndPaged) {
  Approved(1, {{"DPI-1", 10}});
  std::vector<std::string> names;
  for (int i = 0; i < 5; ++i) {
    names.insert(names.begin(), Draw(Wanted(1, 1))->name());
  }
  EXPECT_EQ(Listed(), names);
  EXPECT_EQ(Listed("p-2001", "federal", false, 2), names);
  v1::ListReleasesRequest request;
  request.set_parent(kSampleMunicipality);
  for (const char* const token : {"1", "x", "aaaaaaaaaaaaaaaaaaaaaaaaaa"}) {
    request.set_page_token(token);
    EXPECT_EQ(ErrorReason(CallReleases(&Stub::ListReleases, request).status()),
              "PAGE_TOKEN_INVALID");
  }
}

TEST_F(ReleaseServiceTest, OthersReadReleasesAndDrawUpNone) {
  Approved(1, {{"DPI-1", 10}});
  EXPECT_EQ(ErrorReason(CallReleases(&Stub::CreateRelease, Wanted(1, 1),
                                     "p-2001", "federal")
                            .status()),
            "PERMISSION_MISSING");
  const auto release = Released(Wanted(1, 1));
  ASSERT_TRUE(release.ok()) << release.status();
  EXPECT_TRUE(Read(release->name(), "p-2001", "federal").ok());
  EXPECT_TRUE(Read(release->name(), "p-3001", "oversight").ok());
  EXPECT_EQ(ErrorReason(Read(release->name(), "zone5339", "zone").status()),
            "PERMISSION_MISSING");
}

}  // namespace
}  // namespace entente::indicators
