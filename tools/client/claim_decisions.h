// A file that decides many lines of a claim:
//
//   line;accepted;ineligible;reason
//   e-000001;130,00;20,00;Outside the period
//   p-000002;30,00;;
//
// `line` is the expense or payment. Of accepted and ineligible one may be left
// empty: it is what is left of the claimed amount. Pure; the commands do the
// calls.
#ifndef TOOLS_CLIENT_CLAIM_DECISIONS_H_
#define TOOLS_CLIENT_CLAIM_DECISIONS_H_

#include <istream>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "entente/conventions/v1/claim.pb.h"
#include "entente/conventions/v1/claim_service.pb.h"

namespace entente::client {

// Every row of `in` for the lines of `claim`. Errors name row and column:
// DECISION_ROW, DECISION_ROW_TWICE, DECISION_EMPTY, and those of CsvReader.
absl::StatusOr<std::vector<entente::conventions::v1::LineDecision>>
ReadDecisions(std::istream& in, const std::string& name,
              const entente::conventions::v1::Claim& claim);

}  // namespace entente::client

#endif  // TOOLS_CLIENT_CLAIM_DECISIONS_H_
