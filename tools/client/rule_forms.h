// How a rule between measures is written, for the help of the commands that
// take one. Pure.
#ifndef TOOLS_CLIENT_RULE_FORMS_H_
#define TOOLS_CLIENT_RULE_FORMS_H_

#include <string>

#include "tools/client/language.h"

namespace entente::client {

// Every comparison, what `paired`, `excludes` and `missing` mean, and last, two
// columns in, an example of each comparison: a whole rule in a line.
// measure_rule.proto says it in full.
std::string RuleFormsText(Language language);

}  // namespace entente::client

#endif  // TOOLS_CLIENT_RULE_FORMS_H_
