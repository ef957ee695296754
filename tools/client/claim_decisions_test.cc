// Files that decide the lines of a claim.
#include "tools/client/claim_decisions.h"

#include <sstream>
#include <string>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/common/base/error.h"
#include "services/conventions/money/money.h"

namespace entente::client {
namespace {

namespace v1 = entente::conventions::v1;
using ::testing::HasSubstr;

constexpr char kConvention[] = "municipalities/21004/conventions/css-2018-2019";

v1::Claim TwoLines() {
  v1::Claim claim;
  for (const auto& [source, cents] : {std::pair("/expenses/e-000001", 15'000),
                                      {"/zonePayments/p-000001", 3'000}}) {
    v1::ClaimLine& line = *claim.add_lines();
    line.set_source(absl::StrCat(kConvention, source));
    *line.mutable_amount() = conventions::MoneyFromCents(cents);
  }
  return claim;
}

absl::StatusOr<std::vector<v1::LineDecision>> Read(const std::string& rows) {
  std::istringstream in(
      absl::StrCat("line;accepted;ineligible;reason\n", rows));
  return ReadDecisions(in, "decision.csv", TwoLines());
}

TEST(ClaimDecisionsTest, OneOfTheTwoAmountsIsEnough) {
  const auto read = Read(
      "e-000001;130,00;;Outside the period\n"
      "p-000001;;30,00;No project\n");
  ASSERT_TRUE(read.ok()) << read.status();
  ASSERT_EQ(read->size(), 2u);
  EXPECT_EQ((*read)[0].source(),
            absl::StrCat(kConvention, "/expenses/e-000001"));
  EXPECT_EQ((*read)[0].accepted().units(), 130);
  EXPECT_EQ((*read)[0].ineligible().units(), 20);
  EXPECT_EQ((*read)[0].reason(), "Outside the period");
  EXPECT_EQ((*read)[1].accepted().units(), 0);
  EXPECT_EQ((*read)[1].ineligible().units(), 30);
}

TEST(ClaimDecisionsTest, BothAmountsAreSentAsTheyStand) {
  // Whether they make the amount is for the service to say.
  const auto read = Read("e-000001;0;1,00;x\n");
  ASSERT_TRUE(read.ok()) << read.status();
  EXPECT_EQ((*read)[0].accepted().units(), 0);
  EXPECT_EQ((*read)[0].ineligible().units(), 1);
}

TEST(ClaimDecisionsTest, ARowThatCannotBeIsNamed) {
  const std::pair<const char*, const char*> wrong[] = {
      {"e-000009;1,00;;\n", "DECISION_ROW"},
      {"e-000001;;;\n", "DECISION_ROW"},
      {"e-000001;-1,00;;\n", "DECISION_ROW"},
      {"e-000001;1,234;;\n", "DECISION_ROW"},
      {"e-000001;150,01;;\n", "DECISION_ROW"},
      {"e-000001;;150,01;\n", "DECISION_ROW"},
      {"e-000001;1,00\n", "DECISION_ROW"},
      {"e-000001;150,00;;\ne-000001;150,00;;\n", "DECISION_ROW_TWICE"},
      {"", "DECISION_EMPTY"}};
  for (const auto& [rows, reason] : wrong) {
    const auto read = Read(rows);
    ASSERT_EQ(ErrorReason(read.status()), reason) << rows << read.status();
    const ErrorDetail detail = *GetErrorDetail(read.status());
    EXPECT_THAT(detail.sentence.fr, HasSubstr("decision.csv, ligne ")) << rows;
    EXPECT_THAT(detail.sentence.nl, HasSubstr("decision.csv, regel ")) << rows;
  }
}

}  // namespace
}  // namespace entente::client
