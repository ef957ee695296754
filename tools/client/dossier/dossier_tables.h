// The tables of a dossier, computed once: the page shows them and the files of
// data/ hold them, so that they cannot disagree. Pure.
#ifndef TOOLS_CLIENT_DOSSIER_DOSSIER_TABLES_H_
#define TOOLS_CLIENT_DOSSIER_DOSSIER_TABLES_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "services/common/base/error.h"
#include "tools/client/dossier/dossier_data.h"
#include "tools/client/report/report_model.h"

namespace entente::client {

struct DossierCell {
  std::string text;
  // An amount: shown as Belgium writes it, stored with a decimal point.
  std::optional<int64_t> cents;
  // Shown behind the text on the page, not in the file; `note` of the table
  // says what it means.
  std::string mark = {};
};

struct DossierColumn {
  // Title in the file: lower_snake_case.
  std::string key;
  // Title on the page.
  Sentence label;
  bool is_number = false;
  // Not shown on the page: hashes and references, for programs.
  bool is_file_only = false;
  // Said on the page where a cell is empty: nothing is shown as if there was
  // none.
  Sentence when_empty = {};
};

struct DossierTable {
  // Name of the file below data/, without ".csv"; anchor on the page.
  std::string id;
  Sentence title;
  // Said where there are no rows.
  Sentence nothing;
  std::vector<DossierColumn> columns;
  std::vector<std::vector<DossierCell>> rows;
  // Last row, of totals; empty when there is none.
  std::vector<DossierCell> total;
  // Said below the table; empty when there is nothing to say.
  Sentence note = {};
  // On the page its columns stand below each other and its rows beside: for
  // few rows of many columns.
  bool is_turned = false;
  // Said above the rows: what is not as it should be. Empty where all is.
  Sentence warning = {};
  // Said of single rows, on the page alone: below the note, each for itself.
  std::vector<Sentence> remarks = {};
};

// Position of the year's envelopes, statement of expenditure (expenses and
// executed payments to the zone), list of evidence, payments to the zone,
// claims, indicators, targets of the term and indicators of the municipality's
// own where there are any, unusual figures, standing of the months, sources,
// what was stated, series from outside, progress, findings. Errors:
// FAILED_PRECONDITION / DOSSIER_TORN when the statement does not add up to what
// the envelopes say is spent: somebody posted between two reads.
absl::StatusOr<std::vector<DossierTable>> MakeTables(const DossierData& data,
                                                     const ReportModel& model);

// As csv_writer.h says; UTF-8.
std::string ToCsv(const DossierTable& table);

}  // namespace entente::client

#endif  // TOOLS_CLIENT_DOSSIER_DOSSIER_TABLES_H_
