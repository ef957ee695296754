// Claims: composed, submitted late, withdrawn, decided in part and at once.
#include <algorithm>
#include <cstdio>

#include "tests/ledger/draw.h"

namespace entente::ledger {

Operation Drawer::DrawClaim(Kind kind, const std::string& convention) {
  Operation operation;
  operation.kind = kind;
  const ModelConvention& of = model_.conventions().at(convention);
  if (kind == Kind::kClaim) {
    operation.parent = convention;
    operation.envelope = Chance(5) ? convention + "/envelopes/general-2017"
                                   : OneOf(of.envelopes);
    return operation;
  }
  // One of the last few, or one that there is not.
  char digits[32];
  std::snprintf(digits, sizeof(digits), "%06lld",
                static_cast<long long>(Uniform(
                    std::max<int64_t>(1, of.claims - 3),
                    std::max<int64_t>(1, of.claims + (Chance(5) ? 1 : 0)))));
  operation.name = convention + "/claims/c-" + digits;
  if (kind == Kind::kSubmit) operation.day = {2020, 1, 10};
  if (kind != Kind::kDecide) return operation;
  operation.day = {2020, 2, static_cast<int>(Uniform(1, 28))};
  operation.accepts_rest = Chance(30);
  const auto claim = model_.claims().find(operation.name);
  if (claim == model_.claims().end() || claim->second.items.empty()) {
    operation.accepts_rest = true;
    return operation;
  }
  auto item = claim->second.items.begin();
  std::advance(
      item, Uniform(0, std::min<int64_t>(
                           static_cast<int64_t>(claim->second.items.size()) - 1,
                           50)));
  operation.source = item->first;
  const int64_t cents = item->second.cents;
  operation.cents = Chance(50) ? cents : Uniform(0, cents);
  operation.ineligible_cents = cents - operation.cents;
  if (Chance(10)) ++operation.ineligible_cents;
  if (Chance(5)) operation.source = convention + "/expenses/e-900000";
  return operation;
}

}  // namespace entente::ledger
