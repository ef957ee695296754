// Cells and columns of a dossier's tables. Pure.
#ifndef TOOLS_CLIENT_DOSSIER_DOSSIER_CELLS_H_
#define TOOLS_CLIENT_DOSSIER_DOSSIER_CELLS_H_

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "entente/conventions/v1/ledger.pb.h"
#include "google/type/date.pb.h"
#include "google/type/money.pb.h"
#include "services/common/base/error.h"
#include "tools/client/dossier/dossier_tables.h"
#include "tools/client/report/format.h"
#include "tools/client/report/labels.h"

namespace entente::client {

using DossierRow = std::vector<DossierCell>;

inline DossierCell Euro(int64_t cents) { return {"", cents}; }
inline DossierCell Euro(const google::type::Money& money) {
  return Euro(Cents(money));
}
inline DossierCell Word(std::string text) {
  return {std::move(text), std::nullopt};
}

// Both languages of the page: "payée / betaald".
inline DossierCell BothWords(const Sentence& words) {
  return Word(absl::StrCat(words.fr, " / ", words.nl));
}

// "2018-05-17": the same on page and in file.
inline DossierCell DateOf(const google::type::Date& date) {
  if (date.year() == 0) return Word("");
  return Word(
      absl::StrFormat("%04d-%02d-%02d", date.year(), date.month(), date.day()));
}

inline DossierColumn Text(const char* key, Sentence label) {
  return {key, std::move(label)};
}
inline DossierColumn Number(const char* key, Sentence label) {
  return {key, std::move(label), /*is_number=*/true};
}
inline DossierColumn Hidden(const char* key) {
  return {key, {}, /*is_number=*/false, /*is_file_only=*/true};
}

// Whether `name`, of an envelope or a line, is of an envelope of `year`.
inline bool IsOfYear(const std::string& name, int year) {
  const size_t at = name.find("/envelopes/");
  if (at == std::string::npos) return false;
  std::string id = name.substr(at + 11);
  id = id.substr(0, id.find('/'));
  return absl::EndsWith(id, absl::StrCat("-", year));
}

// Said of what follows from values of the regulation profile that nobody saw
// in the decree; empty when there are none.
inline DossierCell UnverifiedMark(bool is_unverified) {
  return is_unverified ? BothWords(labels::kUnverified) : Word("");
}

// What is left of an expense after its corrections.
inline int64_t NetOf(const conventions::v1::Expense& expense) {
  return Cents(expense.amount()) - Cents(expense.corrected());
}

// A figure of the year or of the term; of a measure that can point at a person,
// none.
std::string FigureOf(const MeasureView& measure, const FigureView& figure);

// The tables of a file each; dossier_tables.h says what they hold.
DossierTable PositionTable(const DossierData& data);
DossierTable EvidenceTable(const DossierData& data);
DossierTable ProgressTable(const DossierData& data);
// Indicators whose measure has a target of the whole term, beside it; no rows
// where none has.
DossierTable TermTable(const DossierData& data, const ReportModel& model);
// Indicators of the municipality's own, which say so in a column; no rows where
// it has none.
DossierTable LocalTable(const DossierData& data, const ReportModel& model);
// Which months of the year are approved, which not, and which are outdated.
DossierTable StandingTable(const DossierData& data);
// Figures of the year that lie far from those of the other months; none of a
// sensitive measure.
DossierTable UnusualTable(const DossierData& data, const ReportModel& model);
// Which source was in time and complete in which month of the year.
DossierTable SourcesTable(const DossierData& data);
// What people stated of the year, in figures and in words.
DossierTable StatementTable(const DossierData& data);
// Series from outside, apart from the indicators and without a target.
DossierTable ContextTable(const DossierData& data);

// What the State and the municipality decided and paid besides the expenses of
// the year: payments of the State, changes of the budget, corrections, credit
// notes of the evidence charged.
DossierTable FederalPaymentTable(const DossierData& data);
DossierTable BudgetChangeTable(const DossierData& data);
DossierTable CorrectionTable(const DossierData& data);
DossierTable CreditNoteTable(const DossierData& data);

}  // namespace entente::client

#endif  // TOOLS_CLIENT_DOSSIER_DOSSIER_CELLS_H_
