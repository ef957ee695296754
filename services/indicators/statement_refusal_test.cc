// What people may not state of measures, through real stubs: nothing of it is
// stored.
#include <cstdint>
#include <limits>
#include <string>
#include <utility>
#include <vector>

#include "services/indicators/statement_fixture_test.h"
#include "services/indicators/statement_rules.h"
#include "services/indicators/statement_service.h"

namespace entente::indicators {
namespace {

class StatementRefusalTest : public StatementTest {};

TEST_F(StatementRefusalTest, AFigureThatDoesNotFitIsRefused) {
  // Counted measures, and a figure of another kind.
  for (const auto& [measure, kind] :
       std::vector<std::pair<std::string, std::string>>{
           {"nuisance_actions", "COUNT"},
           {"training_hours", "HOURS"},
           {"homes", "RATIO"},
           {"quality", "QUALITATIVE"}}) {
    v1::UpdateStatementRequest request = About(measure, 4);
    request.mutable_statement()->set_is_done(true);
    const absl::Status refused = State(request).status();
    ASSERT_EQ(ErrorReason(refused), "STATEMENT_WRONG_KIND") << measure;
    EXPECT_EQ(GetErrorDetail(refused)->metadata["kind"], kind);
  }
  EXPECT_EQ(Reason(About("charter", 4)), "STATEMENT_WRONG_KIND");
  EXPECT_EQ(Reason(Homes(4, 5, 4)), "RATIO_INVALID");
  EXPECT_EQ(Reason(Withdrawal("charter", 4)), "STATEMENT_UNKNOWN");
  EXPECT_EQ(Figure("charter", 4), "");
}

TEST_F(StatementRefusalTest, AMonthOutsideItsTermOrToComeIsRefused) {
  v1::UpdateStatementRequest request = Done(4);
  request.mutable_statement()->set_name(NameOf("charter", 12, 2017));
  EXPECT_EQ(Reason(request), "DATE_OUTSIDE_TERM");
  EXPECT_EQ(Reason(Done(6)), "DATE_IN_FUTURE");
  // The month that runs.
  EXPECT_TRUE(State(Done(5)).ok());
}

TEST_F(StatementRefusalTest, HostileNamesAndTextsAreRefused) {
  const std::string charter = "municipalities/21004/measures/charter";
  for (const std::string& name :
       {std::string(), charter, charter + "/settings",
        std::string("municipalities/2100/measures/charter/statements/2018-04"),
        std::string("municipalities/21004/measures/../statements/2018-04"),
        charter + "/statements/2018-04/statements/2018-04"}) {
    v1::UpdateStatementRequest request = Done(4);
    request.mutable_statement()->set_name(name);
    EXPECT_EQ(Reason(request), "NAME_INVALID") << name;
  }
  for (const std::string& month :
       {std::string(), std::string("2018-13"), std::string("2018-4"),
        std::string("2018-00"), std::string("2018-04 "), std::string("1800-04"),
        std::string("2018-0\0", 7)}) {
    v1::UpdateStatementRequest request = Done(4);
    request.mutable_statement()->set_name(charter + "/statements/" + month);
    EXPECT_EQ(Reason(request), "MONTH_INVALID") << month;
    v1::GetStatementRequest get;
    get.set_name(request.statement().name());
    EXPECT_EQ(
        ErrorReason(Ask<Service>(&Service::Stub::GetStatement, get).status()),
        "MONTH_INVALID");
  }
  EXPECT_EQ(Reason(About("no_such_one", 4)), "UNKNOWN_MEASURE");
  v1::UpdateStatementRequest request = Done(4);
  request.mutable_statement()->set_evidence("told by 85.07.30-033.28");
  const absl::Status refused = State(request).status();
  EXPECT_EQ(ErrorReason(refused), "PERSONAL_DATA_SHAPE");
  EXPECT_EQ(refused.ToString().find("85.07"), std::string::npos);
  request = Done(4);
  request.mutable_statement()->set_evidence(" ");
  EXPECT_EQ(Reason(request), "EVIDENCE_TOO_SHORT");
  request.mutable_statement()->set_evidence(std::string(201, 'a'));
  EXPECT_EQ(Reason(request), "TEXT_TOO_LONG");
  EXPECT_EQ(Reason(Words(4, "two\nlines")), "TEXT_NOT_ONE_LINE");
  EXPECT_EQ(ErrorReason(Stated("charter", 4).status()), "STATEMENT_UNKNOWN");
}

TEST_F(StatementRefusalTest, WhoReadAnotherVersionDoesNotWrite) {
  v1::UpdateStatementRequest request = Homes(4, 1, 4);
  request.set_etag("1");
  EXPECT_EQ(Reason(request), "ETAG_MISMATCH");
  request.set_etag("0");
  ASSERT_TRUE(State(request).ok());
  request.mutable_statement()->mutable_ratio()->set_part(2);
  const absl::Status refused = State(request).status();
  EXPECT_EQ(ErrorReason(refused), "ETAG_MISMATCH");
  EXPECT_EQ(refused.code(), absl::StatusCode::kAborted);
  request.set_etag("1");
  EXPECT_EQ(State(request)->version(), 2);
}

TEST_F(StatementRefusalTest, ARetryIsAnsweredAndADryRunStoresNothing) {
  v1::UpdateStatementRequest request = Homes(4, 1, 4);
  request.set_request_id("r-1");
  request.set_validate_only(true);
  EXPECT_EQ(State(request)->version(), 1);
  EXPECT_EQ(Figure("homes", 4), "");
  request.set_validate_only(false);
  const auto first = State(request);
  ASSERT_TRUE(first.ok()) << first.status();
  clock_.Advance(absl::Hours(1));
  EXPECT_EQ(State(request)->SerializeAsString(), first->SerializeAsString());
  request.mutable_statement()->mutable_ratio()->set_part(2);
  EXPECT_EQ(Reason(request), "REQUEST_ID_REUSED");
  EXPECT_EQ(Versions("homes", 4)->statements_size(), 1);
}

TEST_F(StatementRefusalTest, OthersReadAndStateNothing) {
  const size_t before = service_.log().Entries().size();
  ASSERT_TRUE(State(Done(4)).ok());
  EXPECT_EQ(service_.log().Entries().size(), before + 1);
  for (const char* role : {"zone", "source", "federal", "finance", "oversight",
                           "security_admin"}) {
    EXPECT_EQ(ErrorReason(State(Done(4, false), "p-1002", role).status()),
              "PERMISSION_MISSING")
        << role;
  }
  EXPECT_TRUE(Stated("charter", 4, {}, "federal").ok());
  for (const char* role : {"zone", "oversight"}) {
    EXPECT_EQ(ErrorReason(Stated("charter", 4, {}, role).status()),
              "PERMISSION_MISSING")
        << role;
  }
}

TEST_F(StatementRefusalTest, VersionsAreBounded) {
  for (size_t i = 0; i < kStatementVersionsMax; ++i) {
    ASSERT_TRUE(State(Done(4, i % 2 == 0)).ok()) << i;
  }
  EXPECT_EQ(Reason(Done(4)), "TOO_MANY_STATEMENT_VERSIONS");
  EXPECT_EQ(Versions("charter", 4, 1000)->statements_size(),
            static_cast<int>(kStatementVersionsMax));
  // A figure that is wrong can be taken back.
  const auto withdrawn = State(Withdrawal("charter", 4));
  ASSERT_TRUE(withdrawn.ok()) << withdrawn.status();
  EXPECT_EQ(withdrawn->version(), static_cast<int>(kStatementVersionsMax) + 1);
  EXPECT_EQ(Figure("charter", 4), "");
  EXPECT_EQ(Reason(Done(4)), "TOO_MANY_STATEMENT_VERSIONS");
}

}  // namespace
}  // namespace entente::indicators
