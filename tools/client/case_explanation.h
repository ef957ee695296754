// Why a person may do something to a case, or not, in a sentence.
#ifndef TOOLS_CLIENT_CASE_EXPLANATION_H_
#define TOOLS_CLIENT_CASE_EXPLANATION_H_

#include <string>

#include "entente/exchange/v1/case.pb.h"
#include "entente/exchange/v1/case_service.pb.h"
#include "tools/client/language.h"

namespace entente::client {

// "reader", "contributor", "chair", "forbidden"; "?" for what this program does
// not know.
const Sentence& RelationWords(
    entente::exchange::v1::CaseGrant::Relation relation);

// "follow-up", as --purpose takes it.
std::string PurposeCode(entente::common::v1::Purpose purpose);

// One sentence that answers and says why, then the rule, the right and what
// else the call needs, one a line. `permission` is what a role must hold
// besides; empty where an action was asked about and no method.
std::string CaseExplanationText(
    const entente::exchange::v1::CaseAccessExplanation& explanation,
    const std::string& permission, Language language);

}  // namespace entente::client

#endif  // TOOLS_CLIENT_CASE_EXPLANATION_H_
