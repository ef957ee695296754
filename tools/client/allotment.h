// A file that allots the envelopes of a convention:
//
//   envelope;objective;category;amount
//   general-2018;I/1/1/2;personnel;120.000,00
//
// `objective` is a node id ("so-02") or a path of printed numbers ("I/1/1/2").
// Pure; the commands do the calls.
#ifndef TOOLS_CLIENT_ALLOTMENT_H_
#define TOOLS_CLIENT_ALLOTMENT_H_

#include <cstdint>
#include <istream>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "entente/conventions/v1/convention.pb.h"
#include "entente/conventions/v1/ledger.pb.h"
#include "google/type/money.pb.h"

namespace entente::client {

struct AllotmentRow {
  // Line of the file, from 1.
  int64_t line = 0;
  // "general-2018".
  std::string envelope;
  // Node id.
  std::string objective_id;
  std::string category;
  google::type::Money amount;
};

// At most this many rows: a convention has four envelopes and some hundred
// objectives.
inline constexpr size_t kAllotmentRowsMax = 5000;

// Every row of `in`, objectives resolved against `convention`. Errors name row
// and column: ALLOTMENT_ROW, ALLOTMENT_ROW_TWICE, ALLOTMENT_EMPTY, and those of
// CsvReader. A path that several nodes carry is an error that names them.
absl::StatusOr<std::vector<AllotmentRow>> ReadAllotment(
    std::istream& in, const std::string& name,
    const entente::conventions::v1::Convention& convention);

// Rows that are not yet lines. A row whose line exists with the same amount is
// left out; with another amount it is ALLOTMENT_DIFFERS.
absl::StatusOr<std::vector<AllotmentRow>> NewRows(
    const std::vector<AllotmentRow>& rows, const std::string& name,
    const std::vector<entente::conventions::v1::Line>& lines);

// OK when the rows of each envelope fit together into its unallotted rest: a
// single row is judged by the service, their sum only here. Otherwise
// ENVELOPE_EXCEEDED with the figures of the first envelope that does not.
absl::Status CheckSums(
    const std::vector<AllotmentRow>& rows, const std::string& name,
    const std::vector<entente::conventions::v1::Envelope>& envelopes);

// `status` with the file's name and row before its sentence, its details kept.
absl::Status AtRow(const std::string& name, int64_t line,
                   const absl::Status& status);

}  // namespace entente::client

#endif  // TOOLS_CLIENT_ALLOTMENT_H_
