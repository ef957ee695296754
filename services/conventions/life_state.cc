#include "services/conventions/life_state.h"

#include <string>
#include <vector>

#include "services/conventions/field_rules.h"
#include "services/conventions/money/date.h"

namespace entente::conventions {
namespace {

using v1::Convention;
using v1::ConventionFact;

void SignCopy(const ConventionFact& fact, v1::CopyLife& copy) {
  switch (fact.function()) {
    case ConventionFact::FUNCTION_MINISTER:
      *copy.mutable_minister_date() = fact.date();
      break;
    case ConventionFact::FUNCTION_MAYOR:
      *copy.mutable_mayor_date() = fact.date();
      break;
    default:
      *copy.mutable_secretary_date() = fact.date();
      break;
  }
}

void ReceiveCopy(const ConventionFact& fact, v1::CopyLife& copy) {
  *copy.mutable_receipt_date() = fact.date();
  copy.set_holder(fact.party());
  copy.set_place(fact.place());
  copy.set_scan_sha256(fact.scan_sha256());
}

// Signatures that the copy misses, as many as there are.
std::vector<std::string> MissingSignatures(const v1::CopyLife& copy) {
  std::vector<std::string> missing;
  if (!copy.has_minister_date()) missing.push_back("MINISTER");
  if (!copy.has_mayor_date()) missing.push_back("MAYOR");
  if (!copy.has_secretary_date()) missing.push_back("SECRETARY");
  return missing;
}

// The earlier of two days, of which either may be unset.
google::type::Date Earlier(const google::type::Date& left,
                           const google::type::Date& right) {
  if (IsUnset(left)) return right;
  return IsUnset(right) || IsBefore(left, right) ? left : right;
}

// The day on which the municipality had signed a copy; unset while it has not.
google::type::Date MunicipalitySigned(const v1::CopyLife& copy) {
  if (!copy.has_mayor_date() || !copy.has_secretary_date()) return {};
  return IsBefore(copy.mayor_date(), copy.secretary_date())
             ? copy.secretary_date()
             : copy.mayor_date();
}

// What holds on a day.
void FillDates(const Facts& known, const google::type::Date& day,
               v1::ConventionLife& life) {
  for (const ConventionFact& fact : LiveFacts(known)) {
    if (IsBefore(day, fact.date())) continue;
    switch (fact.kind()) {
      case ConventionFact::KIND_COUNCIL_APPROVAL:
        *life.mutable_council_approval_date() = fact.date();
        break;
      case ConventionFact::KIND_SIGNATURE:
        for (v1::CopyLife& copy : *life.mutable_copies()) {
          if (fact.copy_number() == 0 ||
              fact.copy_number() == copy.copy_number()) {
            SignCopy(fact, copy);
          }
        }
        break;
      case ConventionFact::KIND_COPY_RECEIPT:
        life.set_received_copies(life.received_copies() + 1);
        ReceiveCopy(fact, *life.mutable_copies(fact.copy_number() - 1));
        break;
      case ConventionFact::KIND_CLOSING:
        *life.mutable_closing_date() = fact.date();
        break;
      case ConventionFact::KIND_SETTLEMENT:
        *life.mutable_settlement_date() = fact.date();
        break;
      default:
        break;
    }
  }
}

// Who signed when, and what is still missing.
void FillSignatures(v1::ConventionLife& life) {
  google::type::Date state, municipality;
  std::vector<std::string> fewest;
  for (v1::CopyLife& copy : *life.mutable_copies()) {
    state = Earlier(state, copy.minister_date());
    municipality = Earlier(municipality, MunicipalitySigned(copy));
    const std::vector<std::string> missing = MissingSignatures(copy);
    if (copy.copy_number() == 1 || missing.size() < fewest.size()) {
      fewest = missing;
    }
    for (const std::string& word : missing) copy.add_missing(word);
    if (!copy.has_receipt_date()) copy.add_missing("RECEIPT");
  }
  if (!IsUnset(state)) *life.mutable_state_signature_date() = state;
  if (!IsUnset(municipality)) {
    *life.mutable_municipality_signature_date() = municipality;
  }
  for (const std::string& word : fewest) life.add_missing(word);
}

}  // namespace

absl::Time ToTime(const google::protobuf::Timestamp& time) {
  return absl::FromUnixSeconds(time.seconds()) +
         absl::Nanoseconds(time.nanos());
}

Facts KnownFacts(const Facts& all, absl::Time as_of) {
  Facts known;
  for (const ConventionFact& fact : all) {
    if (ToTime(fact.create_time()) > as_of) continue;
    for (ConventionFact& other : known) {
      if (other.name() == fact.corrects()) other.set_corrected_by(fact.name());
    }
    known.push_back(fact);
    known.back().clear_corrected_by();
  }
  return known;
}

Facts LiveFacts(const Facts& known) {
  Facts live;
  for (const ConventionFact& fact : known) {
    if (fact.corrected_by().empty() && !fact.is_withdrawal()) {
      live.push_back(fact);
    }
  }
  return live;
}

v1::ConventionLife DeriveLife(const Facts& known,
                              const google::type::Date& valid_from,
                              const google::type::Date& day) {
  v1::ConventionLife life;
  for (int number = 1; number <= kSignedCopies; ++number) {
    life.add_copies()->set_copy_number(number);
  }
  FillDates(known, day, life);
  if (!life.has_council_approval_date()) life.add_missing("COUNCIL_APPROVAL");
  FillSignatures(life);
  if (IsUnset(valid_from) || IsBefore(day, valid_from)) {
    life.add_missing("TERM");
  }
  if (life.has_settlement_date()) {
    life.set_state(Convention::STATE_SETTLED);
  } else if (life.has_closing_date()) {
    life.set_state(Convention::STATE_CLOSED);
  } else {
    life.set_state(life.missing().empty() ? Convention::STATE_IN_FORCE
                                          : Convention::STATE_DRAFT);
  }
  return life;
}

}  // namespace entente::conventions
