// What a convention still lacks before it is in force, in the words of people;
// no gRPC, so that reports have it too.
#ifndef TOOLS_CLIENT_MISSING_WORD_H_
#define TOOLS_CLIENT_MISSING_WORD_H_

#include <string>

#include "services/common/base/error.h"

namespace entente::client {

// "council approval" of COUNCIL_APPROVAL, as ConventionLife.missing says it;
// the code itself where it is unknown.
Sentence MissingWord(const std::string& code);

}  // namespace entente::client

#endif  // TOOLS_CLIENT_MISSING_WORD_H_
