// Targets of the whole term of a convention. Pure.
#ifndef TOOLS_CLIENT_TERM_TARGETS_H_
#define TOOLS_CLIENT_TERM_TARGETS_H_

#include "entente/conventions/v1/convention.pb.h"
#include "entente/indicators/v1/definition_service.pb.h"

namespace entente::client {

// The months of the term of `convention`, whole; empty where it does not say
// when it begins and ends.
entente::indicators::v1::TermMonths TermOf(
    const entente::conventions::v1::Convention& convention);

// Whether both are of the same months; two that are empty are.
bool IsSameTerm(const entente::indicators::v1::TermMonths& a,
                const entente::indicators::v1::TermMonths& b);

// What is agreed of `measure` for `term`; null where nothing is, and where the
// term is empty. What was agreed for another term stands beside none of this
// one. Lives as long as `measure`.
const entente::indicators::v1::Target* TermTarget(
    const entente::indicators::v1::Measure& measure,
    const entente::indicators::v1::TermMonths& term);

}  // namespace entente::client

#endif  // TOOLS_CLIENT_TERM_TARGETS_H_
