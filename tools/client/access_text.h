// The table of accesses and its explanations, as people and programs read them.
#ifndef TOOLS_CLIENT_ACCESS_TEXT_H_
#define TOOLS_CLIENT_ACCESS_TEXT_H_

#include <string>
#include <vector>

#include "entente/common/v1/access_service.pb.h"
#include "entente/common/v1/explanation.pb.h"
#include "services/common/gate/method_table.h"
#include "services/common/gate/policy.h"
#include "tools/client/language.h"

namespace entente::client {

// A permission without which a part of an answer is withheld, and the roles
// that hold it, in alphabetical order.
struct AccessPart {
  std::string permission = {};
  std::vector<std::string> roles = {};
};

// One RPC and who holds its permission in one policy.
struct AccessRow {
  gate::MethodRule rule;
  // In alphabetical order; peers by the path of their SPIFFE id, "svc/x".
  std::vector<std::string> roles;
  std::vector<std::string> peers;
  // What its answer asks for besides, in the order of the contract.
  std::vector<AccessPart> withheld = {};
};

// One row for each method, in order of service and RPC.
std::vector<AccessRow> AccessRows(const gate::MethodTable& methods,
                                  const gate::Policy& policy);

// For the screen.
std::string AccessTable(const std::vector<AccessRow>& rows, Language language,
                        int columns);
// An array of objects.
std::string AccessJson(const std::vector<AccessRow>& rows);
// As csv_writer.h says, with a head; lists within a cell are separated by
// spaces.
std::string AccessCsv(const std::vector<AccessRow>& rows);
// A page of documentation: English, a table for each service. `policy` is the
// file's name as the page says it.
std::string AccessMarkdown(const std::vector<AccessRow>& rows,
                           const std::string& policy);

// Adds "  label         value", a line of an explanation.
void AppendLine(std::string& text, const std::string& label,
                const std::string& value);

// The answer in sentences, one a line. Of a call that may withhold a part it
// says for the roles asked about which it is, where the `policy` is known; a
// service does not tell its own: null.
std::string ExplanationText(
    const entente::common::v1::AccessExplanation& explanation,
    Language language, const gate::Policy* policy);

// What a service says of the person who asks, method by method.
std::string MyAccessText(
    const entente::common::v1::ExplainMyAccessResponse& mine, Language language,
    int columns);

}  // namespace entente::client

#endif  // TOOLS_CLIENT_ACCESS_TEXT_H_
