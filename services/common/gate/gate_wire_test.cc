// What leaves through the door: errors with their details, and nothing without
// its entry.
#include <stdexcept>
#include <string>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "services/common/gate/error_wire.h"
#include "services/common/gate/gate_fixture_test.h"

namespace entente::gate {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;

TEST_F(GateTest, DetailsOfAnErrorSurviveTheWire) {
  const ErrorDetail detail = {
      .reason = "ALLOTMENT_EXCEEDED",
      .field = "line.amount",
      .metadata = {{"rest_cents", "12345"}},
      .sentence = {.en = "Too much.", .fr = "Trop élevé.", .nl = "Te veel."}};
  service_.handler = [&](const Caller&) {
    return MakeError(absl::StatusCode::kFailedPrecondition, detail);
  };
  const absl::Status status = ReadAs({"reader"});
  EXPECT_EQ(status.code(), absl::StatusCode::kFailedPrecondition);
  EXPECT_EQ(status.message(), "Too much.");
  const std::optional<ErrorDetail> received = GetErrorDetail(status);
  ASSERT_TRUE(received.has_value());
  EXPECT_EQ(received->reason, detail.reason);
  EXPECT_EQ(received->field, detail.field);
  EXPECT_EQ(received->metadata, detail.metadata);
  EXPECT_EQ(received->sentence.fr, detail.sentence.fr);
  EXPECT_EQ(received->sentence.nl, detail.sentence.nl);
}

TEST_F(GateTest, DetailsTooLargeForTheWireStillCarryTheReason) {
  service_.handler = [](const Caller&) {
    return MakeError(absl::StatusCode::kInvalidArgument,
                     {.reason = "LONG",
                      .field = "x",
                      .metadata = {},
                      .sentence = {.en = "Long.",
                                   .fr = std::string(4000, 'f'),
                                   .nl = std::string(4000, 'n')}});
  };
  const absl::Status status = ReadAs({"reader"});
  EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(ErrorReason(status), "LONG");
}

TEST(ErrorWireTest, DetailsOfAHostileServerAreIgnored) {
  for (const std::string& details :
       {std::string("garbage"), std::string(100, '\xff'), std::string()}) {
    const absl::Status status = FromWire(
        grpc::Status(grpc::StatusCode::NOT_FOUND, "Nothing there.", details));
    EXPECT_EQ(status.code(), absl::StatusCode::kNotFound);
    EXPECT_EQ(status.message(), "Nothing there.");
    EXPECT_FALSE(GetErrorDetail(status).has_value());
  }
}

TEST(ErrorWireTest, AServiceThatIsDownIsToldInEveryLanguage) {
  const absl::Status status = channel::FromWire(grpc::Status(
      grpc::StatusCode::UNAVAILABLE, "failed to connect to all addresses"));
  EXPECT_EQ(status.code(), absl::StatusCode::kUnavailable);
  EXPECT_EQ(ErrorReason(status), "SERVICE_UNREACHABLE");
  EXPECT_FALSE(GetErrorDetail(status)->sentence.fr.empty());
  EXPECT_FALSE(GetErrorDetail(status)->sentence.nl.empty());
}

TEST_F(GateTest, InternalFaultsAreNotTold) {
  for (const absl::Status& fault :
       {absl::InternalError("secret path"), absl::UnknownError("secret"),
        absl::DataLossError("secret"), absl::UnavailableError("secret")}) {
    service_.handler = [&](const Caller&) { return fault; };
    const absl::Status status = ReadAs({"reader"});
    EXPECT_EQ(status.code(), fault.code());
    EXPECT_THAT(std::string(status.message()), Not(HasSubstr("secret")));
    EXPECT_EQ(GetErrorDetail(status)->metadata.at("trace_id").size(), 36u);
  }
}

TEST_F(GateTest, AThrowingHandlerIsAnInternalFaultThatIsRecorded) {
  service_.handler =
      [](const Caller&) -> absl::StatusOr<probe::ReadThingResponse> {
    throw std::runtime_error("secret");
  };
  const absl::Status status = ReadAs({"reader"});
  EXPECT_EQ(status.code(), absl::StatusCode::kInternal);
  EXPECT_THAT(std::string(status.message()), Not(HasSubstr("secret")));
  EXPECT_EQ(sink_.lines().size(), 1u);
}

TEST_F(GateTest, DeniedCallsAreAuditedToo) {
  EXPECT_FALSE(ReadAs({"stranger"}).ok());
  EXPECT_TRUE(ReadAs({"reader"}).ok());
  EXPECT_FALSE(ReadWithToken("garbage").ok());
  EXPECT_THAT(sink_.lines(), ElementsAre("refused PERMISSION_MISSING",
                                         "handled ", "refused TOKEN_REFUSED"));
}

TEST_F(GateTest, WhatCannotBeAuditedIsNotAnswered) {
  ASSERT_TRUE(ReadAs({"reader"}).ok());
  EXPECT_GT(service_.bytes_left, 0u);
  sink_.FailWith(absl::UnavailableError("disk full"));
  const absl::Status status = ReadAs({"reader"});
  EXPECT_EQ(handled_, 2);
  EXPECT_EQ(status.code(), absl::StatusCode::kUnavailable);
  EXPECT_EQ(ErrorReason(status), "AUDIT_UNAVAILABLE");
  // gRPC sends no message with a refusal; there is none to be sent either.
  EXPECT_EQ(service_.bytes_left, 0u);
  EXPECT_EQ(response_.text(), "");
}

}  // namespace
}  // namespace entente::gate
