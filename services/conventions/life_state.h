// The state of a convention as its facts make it: which are known at a time,
// which of those hold, and what follows from them on a day. Pure.
#ifndef SERVICES_CONVENTIONS_LIFE_STATE_H_
#define SERVICES_CONVENTIONS_LIFE_STATE_H_

#include <vector>

#include "absl/time/time.h"
#include "entente/conventions/v1/life_service.pb.h"
#include "google/protobuf/timestamp.pb.h"
#include "google/type/date.pb.h"

namespace entente::conventions {

// A convention is signed in two copies, one for each party.
inline constexpr int kSignedCopies = 2;

// In the order of recording.
using Facts = std::vector<v1::ConventionFact>;

absl::Time ToTime(const google::protobuf::Timestamp& time);

// What was known at `as_of`: facts recorded by then, each with corrected_by set
// when another of them corrects it.
Facts KnownFacts(const Facts& all, absl::Time as_of);

// Of known facts, those that hold: neither corrected nor a withdrawal.
Facts LiveFacts(const Facts& known);

// What follows from known facts on `day` for a term that begins on
// `valid_from` (may be unset).
v1::ConventionLife DeriveLife(const Facts& known,
                              const google::type::Date& valid_from,
                              const google::type::Date& day);

}  // namespace entente::conventions

#endif  // SERVICES_CONVENTIONS_LIFE_STATE_H_
