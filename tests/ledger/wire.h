// Operations as requests, answers as outcomes.
#ifndef TESTS_LEDGER_WIRE_H_
#define TESTS_LEDGER_WIRE_H_

#include <string>

#include "entente/conventions/v1/convention.pb.h"
#include "tests/ledger/model.h"
#include "tests/ledger/operation.h"

namespace entente::ledger {

// What the child is sent: a byte of the kind, the day as YYYYMMDD, then the
// serialised request.
std::string ToWire(const Operation& operation);

// What the child answers: a byte that is 1 and the serialised response, or a
// byte that is 0 and a serialised google.rpc.Status.
Outcome FromWire(const Operation& operation, const std::string& answer);

// A convention of two parts with the objectives of the model.
conventions::v1::Convention MakeConvention(const Operation& operation);

}  // namespace entente::ledger

#endif  // TESTS_LEDGER_WIRE_H_
