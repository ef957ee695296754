// The dated part of a right or of a holding, and the person it names, as sent
// in a request. Pure.
#ifndef SERVICES_EXCHANGE_TERM_RULES_H_
#define SERVICES_EXCHANGE_TERM_RULES_H_

#include <string>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "google/type/date.pb.h"

namespace entente::exchange {

// Bytes; OpenID Connect Core 1.0, section 2.
inline constexpr int kPersonBytesMax = 255;

// OK when `person` is a subject claim: printable ASCII without spaces, as the
// issuer wrote it. Errors: INVALID_ARGUMENT / PERSON_INVALID.
absl::Status ValidatePerson(absl::string_view person, const std::string& field);

// What a term is of: "GRANT" and "case_grant", for reasons and fields.
struct TermOf {
  std::string reason_prefix;
  std::string field_prefix;
  int years_max = 0;
};

// OK when both days are days, in order, at most `of.years_max` years apart and
// not both past. Errors, INVALID_ARGUMENT: DATE_INVALID, and with the prefix
// _ENDS_BEFORE_IT_BEGINS, _TOO_LONG, _ALREADY_OVER.
absl::Status ValidateTerm(const google::type::Date& from,
                          const google::type::Date& until, const TermOf& of,
                          absl::CivilDay today);

}  // namespace entente::exchange

#endif  // SERVICES_EXCHANGE_TERM_RULES_H_
