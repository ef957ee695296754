// The shortest way to a refusal that says field, reason and sentence. Pure.
#ifndef SERVICES_INDICATORS_ERROR_RULES_H_
#define SERVICES_INDICATORS_ERROR_RULES_H_

#include <map>
#include <string>
#include <utility>

#include "absl/status/status.h"
#include "services/common/base/error.h"

namespace entente::indicators {

// `field` is the path of the request field at fault; never a value.
inline absl::Status Refuse(absl::StatusCode code, std::string reason,
                           std::string field, Sentence sentence,
                           std::map<std::string, std::string> metadata = {}) {
  ErrorDetail detail;
  detail.reason = std::move(reason);
  detail.field = std::move(field);
  detail.metadata = std::move(metadata);
  detail.sentence = std::move(sentence);
  return MakeError(code, detail);
}

// INVALID_ARGUMENT.
inline absl::Status Invalid(std::string reason, std::string field,
                            Sentence sentence) {
  return Refuse(absl::StatusCode::kInvalidArgument, std::move(reason),
                std::move(field), std::move(sentence));
}

}  // namespace entente::indicators

#endif  // SERVICES_INDICATORS_ERROR_RULES_H_
