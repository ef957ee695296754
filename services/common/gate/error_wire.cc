#include "services/common/gate/error_wire.h"

#include <optional>

#include "absl/strings/str_cat.h"
#include "entente/common/v1/error.pb.h"
#include "google/rpc/error_details.pb.h"
#include "google/rpc/status.pb.h"
#include "services/common/base/error.h"

namespace entente::gate {
namespace {

using entente::common::v1::ErrorInfo;

// Our ErrorInfo is google.rpc.ErrorInfo on the wire; every client library
// looks for it under this name.
constexpr char kErrorInfoUrl[] = "type.googleapis.com/google.rpc.ErrorInfo";
// gRPC's default limit for all metadata of a reply is 8 KiB.
constexpr size_t kDetailsBytesMax = 6 * 1024;

void Localize(const std::string& locale, const std::string& text,
              google::rpc::Status& status) {
  if (text.empty()) return;
  google::rpc::LocalizedMessage message;
  message.set_locale(locale);
  message.set_message(text);
  status.add_details()->PackFrom(message);
}

// What people read when the cause is ours and may hold what they must not see.
ErrorDetail Neutral(absl::StatusCode code, const std::string& trace_id) {
  const bool is_transient = code == absl::StatusCode::kUnavailable;
  return {.reason = is_transient ? "TEMPORARILY_UNAVAILABLE" : "INTERNAL_FAULT",
          .field = "",
          .metadata = {{"trace_id", trace_id}},
          .sentence = {
              .en = absl::StrCat("The service could not complete the call; ",
                                 "quote trace ", trace_id, " to its operator."),
              .fr = absl::StrCat("Le service n'a pas pu traiter l'appel ; "
                                 "indiquez la trace ",
                                 trace_id, " à son gestionnaire."),
              .nl = absl::StrCat("De dienst kon de oproep niet afhandelen; "
                                 "vermeld trace ",
                                 trace_id, " aan de beheerder.")}};
}

bool IsOurFault(absl::StatusCode code) {
  return code == absl::StatusCode::kInternal ||
         code == absl::StatusCode::kUnknown ||
         code == absl::StatusCode::kDataLoss ||
         code == absl::StatusCode::kUnavailable;
}

ErrorDetail DetailFor(const absl::Status& status, const std::string& trace_id) {
  std::optional<ErrorDetail> detail = GetErrorDetail(status);
  if (detail.has_value()) return *std::move(detail);
  if (IsOurFault(status.code())) return Neutral(status.code(), trace_id);
  return {
      .reason = absl::StatusCodeToString(status.code()),
      .field = "",
      .metadata = {},
      .sentence = {.en = std::string(status.message()), .fr = "", .nl = ""}};
}

}  // namespace

grpc::Status ToWire(const absl::Status& status, const std::string& domain,
                    const std::string& trace_id) {
  if (status.ok()) return grpc::Status::OK;
  const ErrorDetail detail = DetailFor(status, trace_id);
  google::rpc::Status wire;
  wire.set_code(static_cast<int>(status.code()));
  wire.set_message(detail.sentence.en);

  ErrorInfo info;
  info.set_reason(detail.reason);
  info.set_domain(domain);
  for (const auto& [key, value] : detail.metadata) {
    (*info.mutable_metadata())[key] = value;
  }
  google::protobuf::Any* any = wire.add_details();
  any->set_type_url(kErrorInfoUrl);
  any->set_value(info.SerializeAsString());
  if (!detail.field.empty()) {
    google::rpc::BadRequest bad;
    google::rpc::BadRequest::FieldViolation* violation =
        bad.add_field_violations();
    violation->set_field(detail.field);
    violation->set_description(detail.sentence.en);
    wire.add_details()->PackFrom(bad);
  }
  Localize("fr", detail.sentence.fr, wire);
  Localize("nl", detail.sentence.nl, wire);
  // A reply that breaks the client's metadata limit would lose the code too.
  while (wire.ByteSizeLong() > kDetailsBytesMax && wire.details_size() > 0) {
    wire.mutable_details()->RemoveLast();
  }
  return grpc::Status(static_cast<grpc::StatusCode>(status.code()),
                      wire.message(), wire.SerializeAsString());
}

absl::Status FromWire(const grpc::Status& status) {
  if (status.ok()) return absl::OkStatus();
  const auto code = static_cast<absl::StatusCode>(status.error_code());
  google::rpc::Status wire;
  ErrorDetail detail;
  if (!status.error_details().empty() &&
      wire.ParseFromString(status.error_details())) {
    for (const google::protobuf::Any& any : wire.details()) {
      ErrorInfo info;
      google::rpc::BadRequest bad;
      google::rpc::LocalizedMessage message;
      if (any.type_url() == kErrorInfoUrl) {
        if (!info.ParseFromString(any.value())) continue;
        detail.reason = info.reason();
        detail.metadata = {info.metadata().begin(), info.metadata().end()};
      } else if (any.UnpackTo(&bad) && bad.field_violations_size() > 0) {
        detail.field = bad.field_violations(0).field();
      } else if (any.UnpackTo(&message)) {
        if (message.locale() == "fr") detail.sentence.fr = message.message();
        if (message.locale() == "nl") detail.sentence.nl = message.message();
      }
    }
  }
  if (detail.reason.empty()) return absl::Status(code, status.error_message());
  detail.sentence.en = status.error_message();
  return MakeError(code, detail);
}

}  // namespace entente::gate
