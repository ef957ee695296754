// A dossier with a hole is not made.
#include "tools/client/dossier/whole_check.h"

#include <string>

#include "absl/status/status.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/common/base/error.h"
#include "tools/client/report/missing_part.h"

namespace entente::client {
namespace {

using testing::HasSubstr;
using testing::Not;

void Miss(const std::string& part, const std::string& what, ReportData& data) {
  data.missing.push_back(MakeMissingPart(part, {what, what, what},
                                         absl::UnavailableError("gone")));
}

TEST(WholeCheckTest, WithoutWhichFiguresAreUnusualNoDossierIsMade) {
  ReportData data;
  EXPECT_TRUE(CheckWhole(data).ok());
  Miss("indicators.unusual", "which figures are unusual", data);
  const absl::Status whole = CheckWhole(data);
  EXPECT_TRUE(absl::IsFailedPrecondition(whole)) << whole;
  EXPECT_EQ(ErrorReason(whole), "DOSSIER_INCOMPLETE");
  EXPECT_THAT(std::string(whole.message()),
              HasSubstr("which figures are unusual"));
}

TEST(WholeCheckTest, EveryMissingPartIsNamedButMeetings) {
  ReportData data;
  Miss("exchange.meetings", "the meetings", data);
  EXPECT_TRUE(CheckWhole(data).ok());
  Miss("conventions.budget.lines", "the money", data);
  Miss("indicators.series", "the figures", data);
  const std::string message(CheckWhole(data).message());
  EXPECT_THAT(message, HasSubstr("the money"));
  EXPECT_THAT(message, HasSubstr("the figures"));
  EXPECT_THAT(message, Not(HasSubstr("the meetings")));
}

}  // namespace
}  // namespace entente::client
