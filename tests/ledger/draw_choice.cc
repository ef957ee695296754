// Which of what exists an operation is about, and how much it asks for.
#include <algorithm>

#include "tests/ledger/draw.h"

namespace entente::ledger {
const std::string& Drawer::SomeConvention() {
  const auto last = static_cast<int64_t>(conventions_.size()) - 1;
  const int64_t chosen =
      Chance(80) ? last : Uniform(std::max<int64_t>(0, last - 20), last);
  return conventions_[static_cast<size_t>(chosen)];
}

// One in which there is something to take back or to pay, if one is near.
std::string Drawer::ConventionFor(Kind kind) {
  std::string convention = SomeConvention();
  for (int tries = 0; tries < 5; ++tries) {
    for (const std::string& name :
         model_.conventions().at(convention).envelopes) {
      const ModelEnvelope& envelope = model_.envelopes().at(name);
      const bool can = kind == Kind::kUndoCarryOver ? envelope.carried_in > 0
                       : kind == Kind::kUndoLapse   ? envelope.lapsed > 0
                       : IsFederal(kind)
                           ? kind == Kind::kAdvance || MostToPay(kind, name) > 0
                           : true;
      if (can) return convention;
    }
    convention = SomeConvention();
  }
  return convention;
}

std::string Drawer::SomeLine(const std::string& convention) {
  const ModelConvention& of = model_.conventions().at(convention);
  for (int tries = 0; tries < 6; ++tries) {
    const ModelEnvelope& envelope = model_.envelopes().at(OneOf(of.envelopes));
    if (!envelope.lines.empty()) return OneOf(envelope.lines);
  }
  for (const std::string& envelope : of.envelopes) {
    const auto& lines = model_.envelopes().at(envelope).lines;
    if (!lines.empty()) return OneOf(lines);
  }
  return "";
}

std::string Drawer::SomeReservation(const std::string& convention,
                                    bool is_open) {
  const int64_t count = model_.conventions().at(convention).reservations;
  if (count == 0 || Uniform(1, 100) <= 2) {
    return Numbered(convention, "reservations", 'r', count + Uniform(1, 9));
  }
  std::string name;
  for (int tries = 0; tries < 10; ++tries) {
    // One in five from the whole past.
    const int64_t from = Chance(20) ? 1 : std::max<int64_t>(1, count - 30);
    name = Numbered(convention, "reservations", 'r', Uniform(from, count));
    const auto found = model_.reservations().find(name);
    if (found != model_.reservations().end() &&
        (found->second.state == ModelReservation::kOpen) == is_open) {
      break;
    }
  }
  return name;
}

std::string Drawer::SomeExpense(const std::string& convention) {
  const int64_t count = model_.conventions().at(convention).expenses;
  if (count == 0 || Uniform(1, 100) <= 2) {
    return Numbered(convention, "expenses", 'e', count + Uniform(1, 9));
  }
  const int64_t from = Chance(40) ? 1 : std::max<int64_t>(1, count - 30);
  return Numbered(convention, "expenses", 'e', Uniform(from, count));
}

std::string Drawer::SomeEvidence(const std::string& convention,
                                 const std::string& category) {
  const ModelConvention& of = model_.conventions().at(convention);
  const int64_t count = model_.EvidenceCount(of.municipality);
  if (count == 0 || Uniform(1, 100) <= 2) {
    return Numbered(of.municipality, "evidence", 'v', count + Uniform(1, 9));
  }
  const auto proofs = of.rules().proofs.find(category);
  std::string name;
  for (int tries = 0; tries < 8; ++tries) {
    const int64_t from = Chance(10) ? 1 : std::max<int64_t>(1, count - 60);
    name = Numbered(of.municipality, "evidence", 'v', Uniform(from, count));
    const auto found = model_.evidence().find(name);
    if (found == model_.evidence().end() || Uniform(1, 100) <= 10) break;
    const ModelEvidence& paper = found->second;
    const bool proves = proofs == of.rules().proofs.end() ||
                        proofs->second.contains(paper.proof);
    if (paper.is_withdrawn ? Chance(15) : proves && paper.Left() > 3000) break;
  }
  return name;
}

std::string Drawer::SomeEnvelope(const std::string& convention) {
  return OneOf(model_.conventions().at(convention).envelopes);
}

int64_t Drawer::UpTo(int64_t most) {
  const int64_t how = Uniform(1, 100);
  if (how <= 12) return std::max<int64_t>(1, most + 1);
  if (how <= 20) return std::max<int64_t>(0, most) + Uniform(1, 1'000'000);
  if (how <= 35) return std::max<int64_t>(1, most);
  return Uniform(1, std::max<int64_t>(1, most));
}

void Drawer::SetAmount(Operation& operation, int64_t cents) {
  operation.cents = cents;
  operation.amount = {.units = cents / 100,
                      .nanos = static_cast<int32_t>(cents % 100) * 10'000'000};
}

int64_t Drawer::SomeCents(int64_t available, int exact_per_mille) {
  if (available > 0 && Uniform(1, 1000) <= exact_per_mille) return available;
  const int64_t how = Uniform(1, 100);
  if (how <= 4) return available + 1;
  if (how <= 6) return available + Uniform(1, 1'000'000'000);
  if (how <= 10) return Uniform(1, std::max<int64_t>(1, available / 50));
  return Uniform(1, 2500);
}

}  // namespace entente::ledger
