#include "tools/client/dossier/submission_json.h"

#include <optional>
#include <vector>

#include "gtest/gtest.h"
#include "nlohmann/json.hpp"

namespace entente::client {
namespace {

using conventions::v1::Submission;

TEST(SubmissionJsonTest, MonthsThatStandOtherwiseSinceAreBesideTheAnswer) {
  Submission submission;
  submission.set_year(2018);
  MonthSince since;
  since.month = absl::CivilMonth(2018, 3);
  since.kind = MonthSince::Kind::kOtherVersion;
  since.handed_in_version = 1;
  since.version = 2;
  const auto text = SubmissionJson(submission, std::vector<MonthSince>{since});
  ASSERT_TRUE(text.ok()) << text.status();
  const auto all = nlohmann::json::parse(*text);
  EXPECT_EQ(all["year"], 2018);
  // As protobuf prints what is not set.
  EXPECT_EQ(all["name"], "");
  EXPECT_EQ(all["monthsSince"], nlohmann::json::parse(R"([{"month": "2018-03",
                                       "since": "OTHER_VERSION",
                                       "handedInVersion": 1, "version": 2}])"));
}

TEST(SubmissionJsonTest, NoneIsNotTheSameAsNotCompared) {
  const auto none = SubmissionJson(Submission(), std::vector<MonthSince>());
  ASSERT_TRUE(none.ok()) << none.status();
  EXPECT_TRUE(nlohmann::json::parse(*none)["monthsSince"].is_array());
  const auto unknown = SubmissionJson(Submission(), std::nullopt);
  ASSERT_TRUE(unknown.ok()) << unknown.status();
  EXPECT_FALSE(nlohmann::json::parse(*unknown).contains("monthsSince"));
}

}  // namespace
}  // namespace entente::client
