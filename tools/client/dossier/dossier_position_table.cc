// Where the money of the year's envelopes stands, all phases side by side.
#include <vector>

#include "tools/client/dossier/dossier_cells.h"
#include "tools/client/dossier/dossier_tables.h"
#include "tools/client/report/labels.h"
#include "tools/client/resource_names.h"

namespace entente::client {
namespace {

namespace v1 = entente::conventions::v1;
using Row = DossierRow;

// A phase of an envelope: its column, and where the position has it.
struct Phase {
  DossierColumn column;
  const google::type::Money& (v1::Position::*money)() const;
};

const std::vector<Phase>& Phases() {
  static const auto& phases = *new std::vector<Phase>{
      {Number("allocated", labels::kAllocated), &v1::Position::allocated},
      {Number("reduced", {"reduced", "Réduit", "Verminderd"}),
       &v1::Position::reduced},
      {Number("carried_in", {"carried in", "Reporté de", "Overgedragen van"}),
       &v1::Position::carried_in},
      {Number("carried_out",
              {"carried out", "Reporté vers", "Overgedragen naar"}),
       &v1::Position::carried_out},
      {Number("lapsed", {"lapsed", "Abandonné", "Vervallen"}),
       &v1::Position::lapsed},
      {Number("allotted", {"allotted to lines", "Réparti sur les lignes",
                           "Over de lijnen verdeeld"}),
       &v1::Position::allotted},
      {Number("unallotted", labels::kUnallotted), &v1::Position::unallotted},
      {Number("reserved", labels::kReserved), &v1::Position::reserved},
      {Number("spent", labels::kSpent), &v1::Position::spent},
      {Number("zone_project", {"of it: zone, projects", "dont zone, projets",
                               "waarvan zone, projecten"}),
       &v1::Position::zone_project},
      {Number("zone_deduction", {"of it: zone, deducted", "dont zone, déduit",
                                 "waarvan zone, in mindering"}),
       &v1::Position::zone_deduction},
      {Number("claimed", {"claimed", "Déclaré", "Ingediend"}),
       &v1::Position::claimed},
      {Number("accepted", {"accepted", "Accepté", "Aanvaard"}),
       &v1::Position::accepted},
      {Number("ineligible",
              {"ineligible", "Non admissible", "Niet subsidiabel"}),
       &v1::Position::ineligible},
      {Number("paid_advance",
              {"advance received", "Avance reçue", "Voorschot ontvangen"}),
       &v1::Position::paid_advance},
      {Number("paid_balance",
              {"balance received", "Solde reçu", "Saldo ontvangen"}),
       &v1::Position::paid_balance},
      {Number("recoverable",
              {"to pay back", "À rembourser", "Terug te betalen"}),
       &v1::Position::recoverable},
      {Number("recovered", {"paid back", "Remboursé", "Terugbetaald"}),
       &v1::Position::recovered},
      {Number("available", labels::kAvailable), &v1::Position::available}};
  return phases;
}

}  // namespace

DossierTable PositionTable(const DossierData& data) {
  DossierTable table{"position",
                     {"Position of the envelopes", "Situation des enveloppes",
                      "Stand van de enveloppen"},
                     {"no envelope", "aucune enveloppe", "geen enveloppe"},
                     {Text("envelope", labels::kEnvelope)},
                     {},
                     {}};
  table.is_turned = true;
  for (const Phase& phase : Phases()) table.columns.push_back(phase.column);
  std::vector<int64_t> totals(Phases().size(), 0);
  for (const v1::Envelope& envelope : data.report.envelopes) {
    if (envelope.year() != data.year) continue;
    Row row = {Word(ShortName(envelope.name()))};
    for (size_t i = 0; i < totals.size(); ++i) {
      const int64_t cents = Cents((envelope.position().*Phases()[i].money)());
      row.push_back(Euro(cents));
      totals[i] += cents;
    }
    table.rows.push_back(std::move(row));
  }
  table.total = {Word("total")};
  for (const int64_t total : totals) table.total.push_back(Euro(total));
  return table;
}

}  // namespace entente::client
