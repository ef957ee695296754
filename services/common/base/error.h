// Errors for people and for programs.
//
// An absl::Status carries a code and an English sentence. An ErrorDetail
// attached to it adds what a client program switches on (`reason`), where the
// fault is (`field`), the figures that explain it (`metadata`) and the sentence
// in the languages of the people who will read it. The gate turns it into
// google.rpc.ErrorInfo, BadRequest and LocalizedMessage; nobody else speaks to
// the wire.
//
// Rule for every sentence: what was wrong, where, what would be right. Never
// personal data, never the content of a rejected cell.
#ifndef SERVICES_COMMON_BASE_ERROR_H_
#define SERVICES_COMMON_BASE_ERROR_H_

#include <map>
#include <optional>
#include <string>

#include "absl/status/status.h"

namespace entente {

// One sentence in the languages of the suite. `en` is required; people read
// `fr` or `nl`, and `en` where those are empty.
struct Sentence {
  std::string en = {};
  std::string fr = {};
  std::string nl = {};
};

// Machine-readable half of an error (AIP-193).
struct ErrorDetail {
  // UPPER_SNAKE_CASE, stable: "ALLOTMENT_EXCEEDED".
  std::string reason = {};
  // Path of the request field at fault, "reservation.amount"; may be empty.
  std::string field = {};
  // Figures and names; keys in lower_snake_case, amounts in cents.
  std::map<std::string, std::string> metadata = {};
  // The sentence in all languages.
  Sentence sentence = {};
};

// A status of `code` whose message is `detail.sentence.en`. `code` must not be
// OK.
absl::Status MakeError(absl::StatusCode code, const ErrorDetail& detail);

// The detail that MakeError attached; nullopt for any other status.
std::optional<ErrorDetail> GetErrorDetail(const absl::Status& status);

// The reason of `status`, or "" when it has no detail.
std::string ErrorReason(const absl::Status& status);

}  // namespace entente

// Returns from the enclosing function when `expr` is not OK.
#define ENTENTE_RETURN_IF_ERROR(expr)                                   \
  do {                                                                  \
    if (absl::Status entente_status_ = (expr); !entente_status_.ok()) { \
      return entente_status_;                                           \
    }                                                                   \
  } while (false)

// Assigns the value of a StatusOr to `lhs`, or returns its status.
#define ENTENTE_ASSIGN_OR_RETURN(lhs, expr)                                    \
  ENTENTE_ASSIGN_OR_RETURN_(ENTENTE_CONCAT_(entente_statusor_, __LINE__), lhs, \
                            expr)
#define ENTENTE_ASSIGN_OR_RETURN_(statusor, lhs, expr) \
  auto statusor = (expr);                              \
  if (!statusor.ok()) return statusor.status();        \
  lhs = *std::move(statusor)
#define ENTENTE_CONCAT_(a, b) ENTENTE_CONCAT_INNER_(a, b)
#define ENTENTE_CONCAT_INNER_(a, b) a##b

#endif  // SERVICES_COMMON_BASE_ERROR_H_
