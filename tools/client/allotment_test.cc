// Files of allotments: which lines they would make, and what is wrong in them.
#include "tools/client/allotment.h"

#include <sstream>
#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/common/base/error.h"
#include "services/conventions/money/money.h"

namespace entente::client {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

namespace cv1 = entente::conventions::v1;

class AllotmentTest : public ::testing::Test {
 protected:
  AllotmentTest() {
    const std::pair<const char*, const char*> nodes[] = {
        {"so-01", "I/1/1/1"}, {"so-02", "I/1/1/2"}, {"so-03", "I/1/1/2"}};
    for (const auto& [id, path] : nodes) {
      cv1::Node& node = *convention_.add_nodes();
      node.set_id(id);
      node.set_path(path);
    }
  }

  absl::StatusOr<std::vector<AllotmentRow>> Read(const std::string& rows) {
    std::istringstream in("envelope;objective;category;amount\n" + rows);
    return ReadAllotment(in, "a.csv", convention_);
  }

  cv1::Convention convention_;
};

TEST_F(AllotmentTest, ObjectivesAreFoundByIdAndByPath) {
  const auto rows = Read(
      "general-2018;I/1/1/1;personnel;620.000,00 EUR\n"
      "general-2018;so-02;operating;1000\n");
  ASSERT_TRUE(rows.ok()) << rows.status();
  EXPECT_EQ(rows->at(0).objective_id, "so-01");
  EXPECT_EQ(rows->at(0).amount.units(), 620000);
  EXPECT_EQ(rows->at(1).line, 3);
}

TEST_F(AllotmentTest, ErrorsNameRowAndColumn) {
  const auto message = [&](const std::string& rows) {
    return std::string(Read(rows).status().message());
  };
  EXPECT_THAT(message("general-2018;I/1/1/2;personnel;5\n"),
              HasSubstr("a.csv, line 2, column objective: I/1/1/2 is the path "
                        "of so-02, so-03"));
  EXPECT_THAT(message("general-2018;so-01;personnel;-5\n"),
              HasSubstr("line 2, column amount"));
  EXPECT_THAT(
      message("general-2018;Jeanne Exemple;personnel;5\n"),
      AllOf(HasSubstr("line 2, column objective"), Not(HasSubstr("Exemple"))));
  EXPECT_THAT(
      message("general-2018;so-01;personnel;5\n"
              "general-2018;I/1/1/1;personnel;5\n"),
      HasSubstr("line 3, column objective: already allotted on line 2"));
}

TEST_F(AllotmentTest, RowsThatAreLinesAreLeftOutUnlessTheyDiffer) {
  const auto rows =
      Read("general-2018;so-01;personnel;5\ngeneral-2018;so-02;personnel;6\n");
  ASSERT_TRUE(rows.ok());
  cv1::Line line;
  line.set_name(
      "municipalities/21004/conventions/c/envelopes/general-2018/lines/"
      "so-01-personnel");
  *line.mutable_amount() = conventions::MoneyFromCents(500);
  EXPECT_EQ(NewRows(*rows, "a.csv", {line})->size(), 1u);
  *line.mutable_amount() = conventions::MoneyFromCents(501);
  EXPECT_EQ(ErrorReason(NewRows(*rows, "a.csv", {line}).status()),
            "ALLOTMENT_DIFFERS");
}

TEST_F(AllotmentTest, RowsThatFitAloneButNotTogetherAreRefused) {
  const auto rows = Read(
      "general-2018;so-01;personnel;60\ngeneral-2018;so-02;personnel;60\n");
  cv1::Envelope envelope;
  envelope.set_name(
      "municipalities/21004/conventions/c/envelopes/general-2018");
  *envelope.mutable_position()->mutable_unallotted() =
      conventions::MoneyFromCents(10000);
  const absl::Status status = CheckSums(*rows, "a.csv", {envelope});
  EXPECT_EQ(ErrorReason(status), "ENVELOPE_EXCEEDED");
  EXPECT_EQ(GetErrorDetail(status)->metadata["requested_cents"], "12000");
}

}  // namespace
}  // namespace entente::client
