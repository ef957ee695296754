// How far the operational objectives are: the body of the yearly evaluation.
#include <map>
#include <string>
#include <vector>

#include "absl/strings/str_join.h"
#include "tools/client/dossier/dossier_cells.h"
#include "tools/client/dossier/dossier_tables.h"
#include "tools/client/dossier/dossier_year.h"
#include "tools/client/life_words.h"
#include "tools/client/resource_names.h"

namespace entente::client {
namespace {

namespace v1 = entente::conventions::v1;

std::string EvidenceNames(const v1::ProgressStatement& statement) {
  std::vector<std::string> names;
  for (const std::string& name : statement.evidence()) {
    names.push_back(ShortName(name));
  }
  return absl::StrJoin(names, ", ");
}

// The function in which somebody acted, never who: "role.coordinator".
DossierCell RoleOf(const std::string& rule) {
  if (rule == "role.coordinator") {
    return BothWords({"coordination", "coordination", "coördinatie"});
  }
  if (rule == "role.finance") {
    return BothWords({"finance", "finances", "financiën"});
  }
  // Of a role that this program does not know, its own word; of an older
  // record, that the function was not kept.
  if (rule.empty()) {
    return BothWords({"not kept", "non conservé", "niet bewaard"});
  }
  return Word(rule.substr(rule.rfind('.') + 1));
}

}  // namespace

// One row for each operational objective of the year: what was stated last, or
// that nobody stated anything.
DossierTable ProgressTable(const DossierData& data) {
  std::map<std::string, const v1::ProgressStatement*> stated;
  for (const v1::ProgressStatement& statement : data.progress) {
    if (!statement.is_replaced()) stated[statement.objective_id()] = &statement;
  }
  DossierTable table{
      "progress",
      {"Progress of the operational objectives",
       "Avancement des objectifs opérationnels",
       "Voortgang van de operationele doelstellingen"},
      {"no objective", "aucun objectif", "geen doelstelling"},
      {Text("objective", {"objective", "Objectif", "Doelstelling"}),
       Text("text", {"text", "Texte", "Tekst"}),
       DossierColumn{"state",
                     {"state", "État", "Stand"},
                     false,
                     false,
                     {"nothing stated", "rien de déclaré", "niets verklaard"}},
       Text("date", {"date", "Date", "Datum"}),
       Text("statement", {"statement", "Déclaration", "Verklaring"}),
       Text("evidence", {"evidence", "Pièces", "Stukken"}),
       Text("author", {"stated by", "Déclaré par", "Verklaard door"}),
       Text("approved", {"approved", "Approuvé", "Goedgekeurd"})},
      {},
      {}};
  for (const v1::Node& node : data.report.convention->nodes()) {
    if (node.kind() != v1::Node::KIND_OPERATIONAL_OBJECTIVE) continue;
    const auto found = stated.find(node.id());
    if (found == stated.end()) {
      if (!StandsIn(node, data.year)) continue;
      table.rows.push_back({Word(node.id()), Word(node.text()), Word(""),
                            Word(""), Word(""), Word(""), Word(""), Word("")});
      continue;
    }
    const v1::ProgressStatement& statement = *found->second;
    const Sentence state = ProgressStateWord(statement.state());
    table.rows.push_back(
        {Word(node.id()), Word(node.text()), BothWords(state),
         DateOf(statement.date()), Word(statement.text()),
         Word(EvidenceNames(statement)), RoleOf(statement.author_role()),
         statement.approver().empty() ? Word("non / nee")
                                      : RoleOf(statement.approver_role())});
  }
  return table;
}

}  // namespace entente::client
