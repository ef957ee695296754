// Which of what exists an operation is about, and how much it asks for.
#include <algorithm>
#include <cstdio>

#include "tests/ledger/draw.h"

namespace entente::ledger {
namespace {

std::string Numbered(const std::string& parent, const char* collection,
                     int64_t number) {
  char digits[32];
  std::snprintf(digits, sizeof(digits), "%06lld",
                static_cast<long long>(number));
  return parent + "/" + collection + digits;
}

}  // namespace

const std::string& Drawer::SomeConvention() {
  const auto last = static_cast<int64_t>(conventions_.size()) - 1;
  const int64_t chosen =
      Chance(80) ? last : Uniform(std::max<int64_t>(0, last - 20), last);
  return conventions_[static_cast<size_t>(chosen)];
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
    return Numbered(convention, "reservations/r-", count + Uniform(1, 9));
  }
  std::string name;
  for (int tries = 0; tries < 10; ++tries) {
    // One in five from the whole past.
    const int64_t from = Chance(20) ? 1 : std::max<int64_t>(1, count - 30);
    name = Numbered(convention, "reservations/r-", Uniform(from, count));
    const auto found = model_.reservations().find(name);
    if (found != model_.reservations().end() &&
        (found->second.state == ModelReservation::kOpen) == is_open) {
      break;
    }
  }
  return name;
}

std::string Drawer::SomeEvidence(const std::string& municipality) {
  const int64_t count = model_.EvidenceCount(municipality);
  if (count == 0 || Uniform(1, 100) <= 2) {
    return Numbered(municipality, "evidence/v-", count + Uniform(1, 9));
  }
  std::string name;
  for (int tries = 0; tries < 4; ++tries) {
    const int64_t from = Chance(10) ? 1 : std::max<int64_t>(1, count - 60);
    name = Numbered(municipality, "evidence/v-", Uniform(from, count));
    const auto found = model_.evidence().find(name);
    if (found == model_.evidence().end() || Chance(15) ||
        found->second.cents - found->second.Charged() > 3000) {
      break;
    }
  }
  return name;
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
