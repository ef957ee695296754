#include "services/common/base/error.h"

#include <gtest/gtest.h>

#include "absl/status/statusor.h"

namespace entente {
namespace {

TEST(ErrorTest, DetailComesBackAsItWasMade) {
  const absl::Status status = MakeError(
      absl::StatusCode::kFailedPrecondition,
      {.reason = "TOO_MUCH",
       .field = "order.amount",
       .metadata = {{"left_cents", "250"}},
       .sentence = {
           .en = "Too much.", .fr = "« Trop » d'été", .nl = "Te \"veel\"\n"}});
  EXPECT_EQ(status.code(), absl::StatusCode::kFailedPrecondition);
  EXPECT_EQ(status.message(), "Too much.");
  const auto detail = GetErrorDetail(status);
  ASSERT_TRUE(detail.has_value());
  EXPECT_EQ(detail->reason, "TOO_MUCH");
  EXPECT_EQ(detail->field, "order.amount");
  EXPECT_EQ(detail->metadata.at("left_cents"), "250");
  EXPECT_EQ(detail->sentence.fr, "« Trop » d'été");
  EXPECT_EQ(detail->sentence.nl, "Te \"veel\"\n");
}

TEST(ErrorTest, StatusWithoutDetailHasNoReason) {
  EXPECT_EQ(ErrorReason(absl::NotFoundError("no")), "");
  EXPECT_EQ(ErrorReason(absl::OkStatus()), "");
}

TEST(ErrorTest, BytesThatAreNoTextDoNotBreakADetail) {
  const absl::Status status =
      MakeError(absl::StatusCode::kInvalidArgument,
                {.reason = "BAD", .sentence = {.en = "\xFF"}});
  EXPECT_EQ(ErrorReason(status), "BAD");
}

absl::StatusOr<int> Half(int number) {
  if (number % 2 != 0) return absl::InvalidArgumentError("odd");
  return number / 2;
}

absl::StatusOr<int> Quarter(int number) {
  ENTENTE_ASSIGN_OR_RETURN(const int half, Half(number));
  ENTENTE_RETURN_IF_ERROR(Half(half).status());
  return Half(half);
}

TEST(ErrorTest, MacrosReturnTheFirstFault) {
  EXPECT_EQ(*Quarter(12), 3);
  EXPECT_EQ(Quarter(6).status().message(), "odd");
}

}  // namespace
}  // namespace entente
