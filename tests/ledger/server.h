// The process that is killed: the real services over a real store, called
// through the whole door, one call after the other.
#ifndef TESTS_LEDGER_SERVER_H_
#define TESTS_LEDGER_SERVER_H_

#include <string>

#include "tests/ledger/plant.h"

namespace entente::ledger {

// Serves the store in `folder`: reads calls from standard input and writes each
// answer to standard output once it is final (see frame.h, wire.h), after an
// empty frame that says it is ready. Returns when the input ends.
int Serve(const std::string& folder, Plant plant);

}  // namespace entente::ledger

#endif  // TESTS_LEDGER_SERVER_H_
