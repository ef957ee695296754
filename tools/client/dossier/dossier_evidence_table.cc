// The list of evidence: what proves the year's expenses and statements of
// progress, and who else pays.
#include <map>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"
#include "tools/client/dossier/dossier_cells.h"
#include "tools/client/dossier/dossier_tables.h"
#include "tools/client/regulation_words.h"
#include "tools/client/report/format.h"
#include "tools/client/resource_names.h"

namespace entente::client {
namespace {

namespace v1 = entente::conventions::v1;

// What it was registered as; one of a person's month is a pay statement.
Sentence KindOf(const v1::Evidence& evidence) {
  const bool is_stated = evidence.kind() != v1::Evidence::KIND_UNSPECIFIED;
  return EvidenceKindWord(is_stated || !evidence.has_person_month()
                              ? evidence.kind()
                              : v1::Evidence::KIND_PAY_STATEMENT);
}

// "2018-03: 50 %"; whose month it is stands in no dossier.
std::string MonthShareOf(const v1::Evidence& evidence) {
  if (!evidence.has_person_month()) return "";
  const v1::PersonMonth& month = evidence.person_month();
  return absl::StrFormat("%04d-%02d: %s", month.year(), month.month(),
                         PercentOf(month.share_basis_points()));
}

// "0403019261: 25 %", "0403019261: 1.250,00".
std::string OtherFundersOf(const v1::Evidence& evidence) {
  std::vector<std::string> funders;
  for (const v1::OtherFunder& funder : evidence.other_funders()) {
    funders.push_back(absl::StrCat(funder.enterprise_number(), ": ",
                                   funder.share_basis_points() != 0
                                       ? PercentOf(funder.share_basis_points())
                                       : Amount(Cents(funder.amount()))));
  }
  return absl::StrJoin(funders, "; ");
}

}  // namespace

DossierTable EvidenceTable(const DossierData& data) {
  // What the year's expenses charge to each.
  std::map<std::string, int64_t> charged;
  for (const v1::Expense& expense : data.report.expenses) {
    if (IsOfYear(expense.line(), data.year)) {
      charged[expense.evidence()] += NetOf(expense);
    }
  }
  // What a statement cites is listed too, whoever paid it.
  for (const v1::ProgressStatement& statement : data.progress) {
    for (const std::string& name : statement.evidence()) {
      charged.try_emplace(name, 0);
    }
  }
  // Seven columns are what a page holds; the others stand in the file.
  DossierTable table{
      "evidence",
      {"List of evidence", "Liste des pièces justificatives",
       "Lijst van bewijsstukken"},
      {"no evidence", "aucune pièce", "geen bewijsstuk"},
      {Text("name", {"number", "N°", "Nr."}),
       Text("issuer", {"issuer", "Émetteur (BCE)", "Uitgever (KBO)"}),
       Text("document_number", {"document", "Document", "Stuk"}),
       Text("document_date", {"date", "Date", "Datum"}), Hidden("kind"),
       Number("amount", {"total", "Total", "Totaal"}),
       Number("charged_here", {"charged here", "Imputé ici", "Hier geboekt"}),
       Number("charged",
              {"charged in all", "Imputé en tout", "Geboekt in totaal"}),
       Hidden("month_share"), Hidden("other_funders"), Hidden("file_sha256")},
      {},
      {}};
  for (const v1::Evidence& evidence : data.evidence) {
    const auto here = charged.find(evidence.name());
    if (here == charged.end() || evidence.has_withdrawal()) continue;
    table.rows.push_back(
        {Word(ShortName(evidence.name())),
         Word(evidence.issuer_enterprise_number()),
         Word(evidence.document_number()), DateOf(evidence.document_date()),
         BothWords(KindOf(evidence)), Euro(evidence.amount()),
         Euro(here->second), Euro(evidence.charged()),
         Word(MonthShareOf(evidence)), Word(OtherFundersOf(evidence)),
         Word(evidence.file_sha256())});
  }
  return table;
}

}  // namespace entente::client
