// The day of an undo: never before what it undoes, so that no reading as of a
// day sees something taken back that was not there yet. One rule for every
// undo: of a lapse, a carry-over, a payment, a reservation, an expense, money
// of the State, a document, a claim, an amendment. Pure.
#ifndef SERVICES_CONVENTIONS_UNDO_RULES_H_
#define SERVICES_CONVENTIONS_UNDO_RULES_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "google/type/date.pb.h"

namespace entente::conventions {

// `date`, which a person gave in `field`, is the day that what is undone counts
// from, or a later one. INVALID_ARGUMENT / UNDO_BEFORE_UNDONE.
absl::Status CheckUndoDate(const google::type::Date& date,
                           const google::type::Date& undone,
                           absl::string_view field);

// The same of an undo that nobody dates: it counts for `today`, or for the day
// of what it undoes and is recorded today. Only a clock that was put back makes
// that too early. FAILED_PRECONDITION / UNDO_BEFORE_UNDONE, field name.
absl::Status CheckUndoToday(const google::type::Date& today,
                            const google::type::Date& undone);

// Whether one more reversal of `what` may be kept beside `count` earlier ones.
// FAILED_PRECONDITION / REVERSALS_TOO_MANY naming `field`.
absl::Status CheckReversalCount(int count, const std::string& what,
                                absl::string_view field);

// An amount done on a day (above zero) or undone (below zero).
struct DatedCents {
  google::type::Date date;
  int64_t cents = 0;
};

// The first day from which `cents` can be undone: on it and on every later day
// as much was done and not undone yet. `done` in any order; answers its last
// day when it does not suffice at all. Takes at least one.
google::type::Date FirstUndoDay(std::vector<DatedCents> done, int64_t cents);

}  // namespace entente::conventions

#endif  // SERVICES_CONVENTIONS_UNDO_RULES_H_
