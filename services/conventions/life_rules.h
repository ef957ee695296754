// The life of a convention: what each state admits, which facts may be
// recorded; life_state.h has the state that follows from them. Pure.
//
//                 DRAFT  IN_FORCE  CLOSED  SETTLED
//   fact            x       x        x
//   amendment       x       x
//   promotion       x       x
//   progress        x       x        x
//   control         x       x        x
//   finding         x       x        x
//   new money       x       x                       GRANT ALLOT RESERVE SPEND
//                                                   CARRY_IN
//   open money      x       x        x              every other movement
//   closing                 x
//   settlement                       x
//   discarding      x
//
// What the table does not name is refused. Of a year that an amendment took out
// of the term, while the convention is not closed:
//
//   new money                                  ENVELOPE_OUTSIDE_TERM
//   a reservation posted, an ordered payment   x, service in that year
//   executed
//   open money                                 x
//   LAPSE                                      x, once nothing is reserved
#ifndef SERVICES_CONVENTIONS_LIFE_RULES_H_
#define SERVICES_CONVENTIONS_LIFE_RULES_H_

#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "entente/conventions/v1/convention.pb.h"
#include "entente/conventions/v1/ledger.pb.h"
#include "entente/conventions/v1/life_service.pb.h"
#include "google/type/date.pb.h"
#include "services/conventions/field_rules.h"
#include "services/conventions/ledger_rules.h"
#include "services/conventions/life_state.h"
#include "services/conventions/name_rules.h"

namespace entente::conventions {

// What is done to a convention.
enum class Act {
  kFact,
  kAmendment,
  kPromotion,
  kProgress,
  kControl,
  kFinding,
  kNewMoney,
  kOpenMoney,
  kClosing,
  kSettlement,
  kDiscarding
};

bool IsAllowed(v1::Convention::State state, Act act);

// FAILED_PRECONDITION / CONVENTION_STATE, unless the table admits it; for what
// CLOSED and SETTLED alone refuse, CONVENTION_CLOSED or CONVENTION_SETTLED.
absl::Status CheckAllowed(v1::Convention::State state, Act act);

// New or open money; a movement that is not known counts as new.
Act ActOf(v1::LedgerEntry::Type movement);

// Whether movements that are posted together take new money: one that spends
// what it releases does not.
bool TakesNewMoney(const Movements& movements);

// Whether some day of `year` lies in the term; ends that are unset are open.
bool IsYearInTerm(int year, const v1::Convention& convention);

// A fact as it may be recorded: trimmed of nothing, complete for its kind, not
// after `today`. Errors as in life_service.proto.
absl::Status ValidateFact(const v1::ConventionFact& fact,
                          const google::type::Date& today);

// INVALID_ARGUMENT / FIELD_REQUIRED, MALFORMED_DATE, FACT_IN_FUTURE,
// TEXT_TOO_LONG, PERSONAL_DATA_SHAPE: of closing and settlement.
absl::Status ValidateEnding(const google::type::Date& date,
                            const std::string& reason,
                            const google::type::Date& today);

// `date` is a day, not after `today`. MALFORMED_DATE, FACT_IN_FUTURE.
absl::Status CheckPastDate(const google::type::Date& date,
                           const google::type::Date& today,
                           absl::string_view field);

// Whether `fact` may stand beside `earlier`, all facts of the convention in the
// order of recording. ALREADY_EXISTS / FACT_EXISTS; NOT_FOUND when what it
// corrects is not among them; INVALID_ARGUMENT / FACT_KIND;
// FAILED_PRECONDITION / FACT_CORRECTED.
absl::Status CheckNewFact(const Facts& earlier, const v1::ConventionFact& fact);

// Nothing is left to decide, pay or give back on an envelope: every claim is
// decided, and the State paid, net of what it got back, what it owes: what it
// accepted, at most what it grants.
bool IsSettled(const Balances& envelope);

}  // namespace entente::conventions

#endif  // SERVICES_CONVENTIONS_LIFE_RULES_H_
