#include "tools/client/dossier/submission_json.h"

#include <utility>

#include "absl/time/civil_time.h"
#include "google/protobuf/util/json_util.h"
#include "nlohmann/json.hpp"

namespace entente::client {

absl::StatusOr<std::string> SubmissionJson(
    const conventions::v1::Submission& submission,
    const std::optional<std::vector<MonthSince>>& months) {
  google::protobuf::util::JsonPrintOptions options;
  options.always_print_primitive_fields = true;
  std::string text;
  const auto status =
      google::protobuf::util::MessageToJsonString(submission, &text, options);
  if (!status.ok()) return absl::InternalError(status.ToString());
  nlohmann::ordered_json all = nlohmann::ordered_json::parse(text);
  if (months.has_value()) {
    nlohmann::ordered_json list = nlohmann::ordered_json::array();
    for (const MonthSince& since : *months) {
      nlohmann::ordered_json one;
      one["month"] = absl::FormatCivilTime(since.month);
      one["since"] = MonthSinceCode(since.kind);
      one["handedInVersion"] = since.handed_in_version;
      one["version"] = since.version;
      list.push_back(std::move(one));
    }
    all["monthsSince"] = std::move(list);
  }
  return all.dump(1) + "\n";
}

}  // namespace entente::client
