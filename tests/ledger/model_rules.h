// What the two invented regulation profiles of regulation/ say, for the model:
// written by hand, so that neither is read from the other.
#ifndef TESTS_LEDGER_MODEL_RULES_H_
#define TESTS_LEDGER_MODEL_RULES_H_

#include <cstdint>
#include <map>
#include <set>
#include <string>

#include "tests/ledger/operation.h"

namespace entente::ledger {

struct Rules {
  std::string id;
  // Whether money may go between lines, and to the next year.
  bool allows_within = false;
  bool allows_carry_over = false;
  // Shares in hundredths of a per cent; 0: no cap.
  int64_t carry_over_share = 0;
  int64_t advance_share = 10'000;
  std::map<std::string, int64_t> category_shares;
  // Documents that prove an expense of a category; none named: any.
  std::map<std::string, std::set<Proof>> proofs;
  bool refuses_late = false;
};

// Of a term that begins on `day`.
inline const Rules& RulesOf(const Day& day) {
  static const auto* const kOpen =
      new Rules{.id = "be-open",
                .allows_within = true,
                .allows_carry_over = true,
                .carry_over_share = 2000,
                .advance_share = 6000,
                .category_shares = {{"investment", 3000}},
                .proofs = {{"personnel", {Proof::kPayStatement}},
                           {"investment", {Proof::kInvoice, Proof::kOther}}}};
  static const auto* const kStrict = new Rules{.id = "be-strict",
                                               .category_shares = {},
                                               .proofs = {},
                                               .refuses_late = true};
  return day.year < 2020 ? *kOpen : *kStrict;
}

// That share of `cents`, cut to whole cents: at most 10^13 of them, so that
// nothing overflows.
inline int64_t ShareOfCents(int64_t cents, int64_t basis_points) {
  return cents * basis_points / 10'000;
}

}  // namespace entente::ledger

#endif  // TESTS_LEDGER_MODEL_RULES_H_
