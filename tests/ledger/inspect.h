// Compares everything that a store holds with the model.
#ifndef TESTS_LEDGER_INSPECT_H_
#define TESTS_LEDGER_INSPECT_H_

#include <string>
#include <vector>

#include "tests/ledger/model.h"

namespace entente::ledger {

struct Inspection {
  // One sentence each, the first twenty.
  std::vector<std::string> differences;
  int64_t entries = 0;
  int64_t accounts = 0;
};

// Opens the store in `folder`, which nobody may have open. Compares positions
// and every record that money follows from with `model`; positions with
// Recompute and with a replay of all entries into an empty store; and runs the
// offline recount.
Inspection Inspect(const std::string& folder, const Model& model);

// The offline recount alone: whether the books are right by themselves.
Inspection Recount(const std::string& folder);

}  // namespace entente::ledger

#endif  // TESTS_LEDGER_INSPECT_H_
