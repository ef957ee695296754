#include "services/common/base/error.h"

#include <nlohmann/json.hpp>

#include "absl/strings/cord.h"

namespace entente {
namespace {

// Payload key of the detail inside an absl::Status; never leaves the process.
constexpr char kPayload[] = "entente/error-detail";

}  // namespace

absl::Status MakeError(absl::StatusCode code, const ErrorDetail& detail) {
  absl::Status status(code, detail.sentence.en);
  const nlohmann::json json = {
      {"reason", detail.reason},     {"field", detail.field},
      {"metadata", detail.metadata}, {"en", detail.sentence.en},
      {"fr", detail.sentence.fr},    {"nl", detail.sentence.nl}};
  status.SetPayload(
      kPayload, absl::Cord(json.dump(
                    -1, ' ', false, nlohmann::json::error_handler_t::replace)));
  return status;
}

std::optional<ErrorDetail> GetErrorDetail(const absl::Status& status) {
  const auto payload = status.GetPayload(kPayload);
  if (!payload.has_value()) return std::nullopt;
  const auto json = nlohmann::json::parse(std::string(*payload));
  ErrorDetail detail;
  detail.reason = json.at("reason").get<std::string>();
  detail.field = json.at("field").get<std::string>();
  detail.metadata =
      json.at("metadata").get<std::map<std::string, std::string>>();
  detail.sentence = {json.at("en").get<std::string>(),
                     json.at("fr").get<std::string>(),
                     json.at("nl").get<std::string>()};
  return detail;
}

std::string ErrorReason(const absl::Status& status) {
  const auto detail = GetErrorDetail(status);
  return detail.has_value() ? detail->reason : "";
}

}  // namespace entente
