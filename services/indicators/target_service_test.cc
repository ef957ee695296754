// Versions of targets, of years and quarters, through real stubs.
#include <string>

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
  v1::Achievement Achieved(int quarter) {
    v1::QueryAchievementRequest request;
    request.set_parent(kSampleMunicipality);
    request.add_measure_codes("nuisance_actions");
    request.set_year(2018);
    request.set_quarter(quarter);
    const auto reply = Ask<v1::SeriesService>(
        &v1::SeriesService::Stub::QueryAchievement, request);
    EXPECT_TRUE(reply.ok()) << reply.status();
    return reply->achievements(0);
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
