// The same positions from what was made and done alone, record by record: the
// model is judged too.
#include <algorithm>

#include "tests/ledger/model.h"

namespace entente::ledger {
namespace {

void AddChange(const ModelChange& change,
               std::map<std::string, Position>& sums) {
  Position& from = sums[change.from];
  Position& to = sums[change.to];
  switch (change.kind) {
    case Kind::kAllotMore:
      to[kAllotted] += change.cents;
      break;
    case Kind::kAllotLess:
      from[kAllotted] -= change.cents;
      break;
    case Kind::kReallocate:
      from[kAllotted] -= change.cents;
      to[kAllotted] += change.cents;
      break;
    case Kind::kReduce:
      from[kReduced] += change.cents;
      from[kAllocated] -= change.cents;
      break;
    case Kind::kIncrease:
      to[kAllocated] += change.cents;
      break;
    case Kind::kCarryOver:
      from[kCarriedOut] += change.cents;
      to[kCarriedIn] += change.cents;
      break;
    case Kind::kUndoCarryOver:
      from[kCarriedIn] -= change.cents;
      to[kCarriedOut] -= change.cents;
      break;
    case Kind::kLapse:
      for (const auto& [line, cents] : change.unused) {
        sums[line][kAllotted] -= cents;
      }
      from[kLapsed] += change.cents;
      break;
    default:
      from[kLapsed] -= change.cents;
  }
}

}  // namespace

std::map<std::string, Position> Model::PositionsOfRecords() const {
  std::map<std::string, Position> sums;
  for (const auto& [name, envelope] : envelopes_) {
    sums[name][kAllocated] = envelope.granted;
  }
  for (const auto& [name, line] : lines_) {
    sums[name][kAllotted] = line.opened;
  }
  for (const auto& [name, change] : changes_) AddChange(change, sums);
  sums.erase("");
  for (const auto& [name, reservation] : reservations_) {
    if (reservation.state == ModelReservation::kOpen) {
      sums[reservation.line][kReserved] += reservation.cents;
    }
  }
  for (const auto& [name, expense] : expenses_) {
    sums[expense.line][kSpent] += expense.cents;
  }
  for (const auto& [name, correction] : corrections_) {
    sums[expenses_.at(correction.expense).line][kSpent] -= correction.cents;
  }
  for (const auto& [name, payment] : payments_) {
    Position& line = sums[payment.line];
    if (payment.state == ModelPayment::kOrdered) {
      line[kReserved] += payment.cents;
    } else if (payment.state != ModelPayment::kCancelled) {
      line[kSpent] += payment.cents;
      line[payment.route == Route::kProject ? kZoneProject : kZoneDeduction] +=
          payment.cents;
    }
  }
  for (const auto& [name, claim] : claims_) {
    if (!claim.IsWithState()) continue;
    for (const auto& [source, item] : claim.items) {
      Position& line = sums[item.line];
      line[kClaimed] += item.cents;
      if (!item.is_decided) continue;
      line[kAccepted] += item.accepted;
      line[kIneligible] += item.cents - item.accepted;
    }
  }
  for (const auto& [name, payment] : federal_) {
    if (payment.is_reversed) continue;
    Position& envelope = sums[payment.envelope];
    switch (payment.kind) {
      case Kind::kAdvance:
        envelope[kPaidAdvance] += payment.cents;
        break;
      case Kind::kBalance:
        envelope[kPaidBalance] += payment.cents;
        break;
      case Kind::kDemand:
        envelope[kRecoverable] += payment.cents;
        break;
      default:
        envelope[kRecoverable] -= payment.cents;
        envelope[kRecovered] += payment.cents;
    }
  }
  for (const auto& [name, line] : lines_) {
    Position& one = sums[name];
    one[kAvailable] = one[kAllotted] - one[kReserved] - one[kSpent];
    for (const Figure figure :
         {kAllotted, kReserved, kSpent, kAvailable, kZoneProject,
          kZoneDeduction, kClaimed, kAccepted, kIneligible}) {
      sums[line.envelope][figure] += one[figure];
    }
  }
  for (const auto& [name, envelope] : envelopes_) {
    Position& whole = sums[name];
    const int64_t usable = whole[kAllocated] + whole[kCarriedIn] -
                           whole[kCarriedOut] - whole[kLapsed];
    whole[kUnallotted] = usable - whole[kAllotted];
    whole[kAvailable] =
        std::min(whole[kAvailable], usable - whole[kReserved] - whole[kSpent]);
  }
  return sums;
}

}  // namespace entente::ledger
