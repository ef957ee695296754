// Versions of targets, of years and quarters, through real stubs.
#include <optional>
#include <string>

#include "services/common/base/timestamp.h"
#include "services/indicators/registry_fixture_test.h"

namespace entente::indicators {
namespace {

using Service = v1::DefinitionService;

class TargetServiceTest : public RegistryTest {
 protected:
  void TearDown() override { ExpectVerified(); }

  static v1::SetTargetRequest TargetOf(int64_t value, int quarter = 0) {
    v1::SetTargetRequest request;
    request.set_parent(kActions);
    v1::Target& target = *request.mutable_target();
    target.set_year(2018);
    target.set_quarter(quarter);
    target.set_value(value);
    return request;
  }
  static v1::SetTargetRequest Because(v1::SetTargetRequest request) {
    request.mutable_target()->set_reason(kReason);
    return request;
  }
  absl::StatusOr<v1::Target> Set(const v1::SetTargetRequest& request) {
    return Ask<Service>(&Service::Stub::SetTarget, request);
  }
  absl::StatusOr<v1::ListTargetVersionsResponse> Versions(
      const std::string& id, int page_size = 0, const std::string& token = "") {
    v1::ListTargetVersionsRequest request;
    request.set_name(absl::StrCat(kActions, "/targets/", id));
    request.set_page_size(page_size);
    request.set_page_token(token);
    return Ask<Service>(&Service::Stub::ListTargetVersions, request);
  }
  v1::Measure Actions() {
    v1::ListMeasuresRequest request;
    request.set_parent(kSampleMunicipality);
    const auto list = Ask<Service>(&Service::Stub::ListMeasures, request);
    EXPECT_TRUE(list.ok()) << list.status();
    return list->measures(5);
  }
  absl::StatusOr<v1::QueryAchievementResponse> AskAchieved(
      int quarter, std::optional<absl::Time> as_of) {
    v1::QueryAchievementRequest request;
    request.set_parent(kSampleMunicipality);
    request.add_measure_codes("nuisance_actions");
    request.set_year(2018);
    request.set_quarter(quarter);
    if (as_of) *request.mutable_as_of() = ToTimestamp(*as_of);
    return Ask<v1::SeriesService>(&v1::SeriesService::Stub::QueryAchievement,
                                  request);
  }
  v1::Achievement Achieved(int quarter, std::optional<absl::Time> as_of = {}) {
    const auto reply = AskAchieved(quarter, as_of);
    EXPECT_TRUE(reply.ok()) << reply.status();
    return reply.ok() ? reply->achievements(0) : v1::Achievement();
  }
  static v1::SetTargetRequest Withdrawal(int quarter = 0) {
    v1::SetTargetRequest request = TargetOf(0, quarter);
    request.mutable_target()->set_is_withdrawn(true);
    return request;
  }
};

TEST_F(TargetServiceTest, VersionsSayWhoDecidedInWhichRoleWhenAndWhy) {
  EXPECT_EQ(ErrorReason(Versions("2018").status()), "TARGET_UNKNOWN");
  v1::SetTargetRequest request = TargetOf(12);
  request.mutable_target()->mutable_agreed_by()->set_fr("Collège du 12 mars");
  const auto first = Set(request);
  ASSERT_TRUE(first.ok()) << first.status();
  EXPECT_EQ(first->version(), 1);
  EXPECT_EQ(first->office(), "coordinator");
  EXPECT_EQ(first->etag(), "1");
  clock_.Advance(absl::Hours(1));
  // The same again is no version; another one wants a reason.
  EXPECT_EQ(Set(request)->version(), 1);
  EXPECT_EQ(ErrorReason(Set(TargetOf(20)).status()), "REASON_TOO_SHORT");
  const auto second = Set(Because(TargetOf(20)));
  ASSERT_TRUE(second.ok()) << second.status();
  EXPECT_EQ(second->version(), 2);
  EXPECT_GT(second->update_time().seconds(), first->update_time().seconds());
  EXPECT_EQ(Actions().targets_size(), 1);
  EXPECT_EQ(Actions().targets(0).value(), 20);
  const auto page = Versions("2018", 1);
  ASSERT_TRUE(page.ok()) << page.status();
  EXPECT_EQ(page->targets(0).reason(), kReason);
  const auto rest = Versions("2018", 1, page->next_page_token());
  EXPECT_EQ(rest->targets(0).value(), 12);
  EXPECT_EQ(rest->targets(0).agreed_by().fr(), "Collège du 12 mars");
  EXPECT_EQ(rest->next_page_token(), "");
  EXPECT_EQ(rest->DebugString().find("p-1001"), std::string::npos);
}

TEST_F(TargetServiceTest, AQuarterHasATargetOfItsOwn) {
  ASSERT_TRUE(Set(TargetOf(40)).ok());
  const auto quarter = Set(TargetOf(4, 1));
  ASSERT_TRUE(quarter.ok()) << quarter.status();
  EXPECT_EQ(quarter->name(), absl::StrCat(kActions, "/targets/2018-Q1"));
  // Nobody takes one for the other.
  EXPECT_EQ(Actions().targets_size(), 1);
  EXPECT_EQ(Actions().targets(0).value(), 40);
  ASSERT_EQ(Actions().quarter_targets_size(), 1);
  ASSERT_EQ(Refused(Deliver({Row("event-0001", 1, 1), Row("event-0002", 3, 2),
                             Row("event-0003", 4, 30)})),
            "");
  EXPECT_EQ(Achieved(1).actual().value(), 3);
  EXPECT_EQ(Achieved(1).target().value(), 4);
  EXPECT_EQ(Achieved(1).target_permille(), 750);
  // The first quarter of 2018 is over in May, the year is not.
  EXPECT_EQ(Achieved(1).state(), v1::Achievement::STATE_MISSED);
  EXPECT_EQ(Achieved(0).state(), v1::Achievement::STATE_UNDER_WAY);
  EXPECT_EQ(Achieved(0).actual().value(), 33);
  EXPECT_EQ(Achieved(0).target().value(), 40);
  EXPECT_EQ(Achieved(2).actual().value(), 30);
  EXPECT_FALSE(Achieved(2).has_target());
  EXPECT_EQ(Achieved(2).state(), v1::Achievement::STATE_UNSPECIFIED);
}

TEST_F(TargetServiceTest, AChangeIsMarkedAndTheTargetOfBeforeIsAnswered) {
  ASSERT_EQ(Refused(Deliver({Row("event-0001", 3, 4)})), "");
  ASSERT_TRUE(Set(TargetOf(12)).ok());
  EXPECT_FALSE(Achieved(0).has_target_changed_time());
  const absl::Time before = clock_.Now();
  clock_.Advance(absl::Hours(1));
  ASSERT_EQ(Refused(Deliver({Row("event-0002", 3, 2)})), "");
  const auto lowered = Set(Because(TargetOf(5)));
  ASSERT_TRUE(lowered.ok()) << lowered.status();
  EXPECT_EQ(Achieved(0).state(), v1::Achievement::STATE_REACHED);
  EXPECT_EQ(Achieved(0).target_changed_time().seconds(),
            lowered->update_time().seconds());
  const v1::Achievement then = Achieved(0, before);
  EXPECT_EQ(then.target().value(), 12);
  EXPECT_FALSE(then.has_target_changed_time());
  EXPECT_EQ(then.actual().value(), 4);
  EXPECT_EQ(then.state(), v1::Achievement::STATE_UNDER_WAY);
  EXPECT_FALSE(Achieved(0, before - absl::Hours(1)).has_target());
  EXPECT_EQ(
      ErrorReason(AskAchieved(0, clock_.Now() + absl::Hours(24)).status()),
      "AS_OF_IN_FUTURE");
  // Of a sensitive measure the target and no figure, also of a year that is
  // shown as it stands.
  ASSERT_TRUE(Update(Raising(1)).ok());
  MoveTo(2019, 1, 5);
  EXPECT_EQ(Achieved(0).actual().value(), 6);
  EXPECT_EQ(Achieved(0, before).target().value(), 12);
  const v1::Achievement hidden = Achieved(0, clock_.Now());
  EXPECT_TRUE(hidden.is_confidential());
  EXPECT_EQ(hidden.target().value(), 5);
  EXPECT_FALSE(hidden.has_actual());
  EXPECT_FALSE(hidden.has_year_before());
  EXPECT_EQ(hidden.state(), v1::Achievement::STATE_UNSPECIFIED);
}

TEST_F(TargetServiceTest, AQuarterIsMissedWhenItsMonthsAreSettled) {
  ASSERT_EQ(Refused(Deliver({Row("event-0001", 3, 2)})), "");
  ASSERT_TRUE(Set(TargetOf(4, 1)).ok());
  const absl::Time without = clock_.Now();
  EXPECT_EQ(Achieved(1).months_final(), 3);
  clock_.Advance(absl::Hours(1));
  ASSERT_TRUE(Adopt().ok());
  // By the calendar March is locked and not closed.
  EXPECT_EQ(Achieved(1).state(), v1::Achievement::STATE_UNDER_WAY);
  EXPECT_EQ(Achieved(1).months(), 3);
  EXPECT_EQ(Achieved(1).months_final(), 2);
  const absl::Time locked = clock_.Now();
  clock_.Advance(absl::Hours(1));
  ASSERT_TRUE(Confirm(3).ok());
  ASSERT_TRUE(Approve(3).ok());
  EXPECT_EQ(Achieved(1).state(), v1::Achievement::STATE_MISSED);
  EXPECT_EQ(Achieved(1).months_final(), 3);
  EXPECT_EQ(Achieved(1, clock_.Now()).state(), v1::Achievement::STATE_MISSED);
  // As it stood: before the decision, and before the calendar.
  EXPECT_EQ(Achieved(1, locked).state(), v1::Achievement::STATE_UNDER_WAY);
  EXPECT_EQ(Achieved(1, locked).months_final(), 2);
  EXPECT_EQ(Achieved(1, without).state(), v1::Achievement::STATE_MISSED);
}

TEST_F(TargetServiceTest, ATargetThatIsTakenBackIsInNoListAndInItsHistory) {
  EXPECT_EQ(ErrorReason(Set(Because(Withdrawal())).status()), "TARGET_UNKNOWN");
  ASSERT_EQ(Refused(Deliver({Row("event-0001", 3, 4)})), "");
  ASSERT_TRUE(Set(TargetOf(12)).ok());
  ASSERT_TRUE(Set(TargetOf(3, 1)).ok());
  EXPECT_EQ(ErrorReason(Set(Withdrawal()).status()), "REASON_TOO_SHORT");
  v1::SetTargetRequest request = Because(Withdrawal());
  request.set_etag("0");
  EXPECT_EQ(ErrorReason(Set(request).status()), "ETAG_MISMATCH");
  request.clear_etag();
  request.set_validate_only(true);
  EXPECT_TRUE(Set(request)->is_withdrawn());
  EXPECT_EQ(Actions().targets_size(), 1);
  request.set_validate_only(false);
  // What else is said of it is not kept.
  request.mutable_target()->set_value(99);
  request.mutable_target()->mutable_baseline()->set_value(7);
  const auto withdrawn = Set(request);
  ASSERT_TRUE(withdrawn.ok()) << withdrawn.status();
  EXPECT_EQ(withdrawn->version(), 2);
  EXPECT_EQ(withdrawn->value(), 0);
  EXPECT_FALSE(withdrawn->has_baseline());
  EXPECT_EQ(withdrawn->office(), "coordinator");
  EXPECT_EQ(Set(request)->version(), 2);
  EXPECT_EQ(Actions().targets_size(), 0);
  ASSERT_EQ(Actions().quarter_targets_size(), 1);
  EXPECT_FALSE(Achieved(0).has_target());
  EXPECT_EQ(Achieved(0).state(), v1::Achievement::STATE_UNSPECIFIED);
  EXPECT_TRUE(Achieved(0).has_target_changed_time());
  EXPECT_EQ(Achieved(0).actual().value(), 4);
  const auto versions = Versions("2018");
  ASSERT_TRUE(versions.ok()) << versions.status();
  ASSERT_EQ(versions->targets_size(), 2);
  EXPECT_TRUE(versions->targets(0).is_withdrawn());
  EXPECT_EQ(versions->targets(0).reason(), kReason);
  EXPECT_EQ(versions->targets(1).value(), 12);
  // It may be agreed again; a quarter of what became sensitive is taken back.
  EXPECT_EQ(Set(Because(TargetOf(0)))->version(), 3);
  EXPECT_EQ(Actions().targets_size(), 1);
  ASSERT_TRUE(Update(Raising(1)).ok());
  EXPECT_TRUE(Set(Because(Withdrawal(1))).ok());
  EXPECT_EQ(Actions().quarter_targets_size(), 0);
}

TEST_F(TargetServiceTest, WhatIsRefusedIsNotStored) {
  EXPECT_EQ(ErrorReason(Set(TargetOf(4, 5)).status()), "QUARTER_INVALID");
  EXPECT_EQ(ErrorReason(Set(TargetOf(4, -1)).status()), "QUARTER_INVALID");
  v1::SetTargetRequest request = TargetOf(4, 1);
  request.mutable_target()->set_year(2020);
  EXPECT_EQ(ErrorReason(Set(request).status()), "YEAR_OUTSIDE_TERM");
  request = TargetOf(4);
  request.set_etag("1");
  EXPECT_EQ(ErrorReason(Set(request).status()), "ETAG_MISMATCH");
  request.set_etag("0");
  request.set_validate_only(true);
  EXPECT_EQ(Set(request)->version(), 1);
  EXPECT_EQ(ErrorReason(Versions("2018").status()), "TARGET_UNKNOWN");
  for (const char* reason : {"short", "two lines of\nreasons, too many",
                             "asked by 85.07.30-033.28 on the telephone"}) {
    request = TargetOf(4);
    request.mutable_target()->set_reason(reason);
    EXPECT_FALSE(Set(request).ok()) << reason;
  }
  EXPECT_EQ(Actions().targets_size(), 0);
  request = TargetOf(4);
  request.set_request_id("r-1");
  ASSERT_TRUE(Set(request).ok());
  EXPECT_TRUE(Set(request).ok());
  request.mutable_target()->set_value(5);
  EXPECT_EQ(ErrorReason(Set(request).status()), "REQUEST_ID_REUSED");
  for (const char* id : {"", "18", "2018-Q0", "2018-Q5", "2018-Q11", "2018-1",
                         "2018/versions/1", "+018", "1899"}) {
    EXPECT_EQ(ErrorReason(Versions(id).status()), "NAME_INVALID") << id;
  }
  EXPECT_EQ(Versions("2018")->targets_size(), 1);
}

TEST_F(TargetServiceTest, WhatMayNotBeSummedHasNoTarget) {
  v1::SetTargetRequest request = TargetOf(4);
  request.set_parent("municipalities/21004/measures/distinct_persons");
  EXPECT_EQ(ErrorReason(Set(request).status()), "TARGET_NOT_POSSIBLE");
  request.mutable_target()->set_quarter(1);
  EXPECT_EQ(ErrorReason(Set(request).status()), "TARGET_NOT_POSSIBLE");
  EXPECT_TRUE(Set(TargetOf(4)).ok());
}

TEST_F(TargetServiceTest, ASensitiveMeasureHasNoTargetOfAQuarter) {
  ASSERT_TRUE(Update(Raising(1)).ok());
  EXPECT_EQ(ErrorReason(Set(TargetOf(4, 1)).status()), "TARGET_NOT_POSSIBLE");
  EXPECT_TRUE(Set(TargetOf(4)).ok());
}

TEST_F(TargetServiceTest, VersionsAreBounded) {
  for (int i = 0; i < 100; ++i) {
    ASSERT_TRUE(Set(Because(TargetOf(i))).ok()) << i;
  }
  EXPECT_EQ(ErrorReason(Set(Because(TargetOf(1000))).status()),
            "TOO_MANY_TARGET_VERSIONS");
  // What stands can still be said again.
  EXPECT_EQ(Set(TargetOf(99))->version(), 100);
}

}  // namespace
}  // namespace entente::indicators
