// How a refusal of the conventions service is made: one reason, one field, its
// figures in cents, one sentence in three languages. Pure.
#ifndef SERVICES_CONVENTIONS_REFUSAL_H_
#define SERVICES_CONVENTIONS_REFUSAL_H_

#include <cstdint>
#include <map>
#include <string>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "services/common/base/error.h"

namespace entente::conventions {

struct Balances;

using Figures = std::map<std::string, std::string>;

absl::Status Refuse(absl::StatusCode code, const char* reason,
                    absl::string_view field, Figures metadata,
                    Sentence sentence);

// "1.896.439,60 EUR".
std::string Euros(int64_t cents);

// allotted_cents, reserved_cents, spent_cents, requested_cents and
// available_cents: in every refusal for money.
Figures FiguresOf(const Balances& balances, int64_t requested,
                  int64_t available);

// An etag as a caller sent it, which may be anything, fit for a sentence.
std::string EtagSent(absl::string_view sent);

}  // namespace entente::conventions

#endif  // SERVICES_CONVENTIONS_REFUSAL_H_
