// One record of a file as the rows that it is: one for each figure, or several
// for each in a later version (revision_rules.h). What cannot be a row, and
// what looks like a person, is refused here and never leaves. Pure.
//
// Which rows a record is stands in record_rows.cc, how one is read in
// record_mapper.cc.
#ifndef TOOLS_CLIENT_DELIVERY_RECORD_MAPPER_H_
#define TOOLS_CLIENT_DELIVERY_RECORD_MAPPER_H_

#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/string_view.h"
#include "entente/indicators/v1/delivery_mapping.pb.h"
#include "entente/indicators/v1/observation.pb.h"
#include "tools/client/delivery/id_key.h"
#include "tools/client/delivery/record_reader.h"

namespace entente::client {

struct MappedRow {
  // Only where `reason` is null.
  entente::indicators::v1::Observation observation = {};
  // Our column, and why the row is refused; constants. ROW_MALFORMED,
  // FIELD_UNKNOWN, EVENT_ID_MALFORMED, EVENT_ID_LIKE_REPORT_NUMBER,
  // PERSONAL_DATA_SHAPE, UNKNOWN_MEASURE, AREA_UNKNOWN, DATE_INVALID,
  // VALUE_INVALID, WITHDRAWAL_NOT_EMPTY, BREAKDOWN_CODE_UNKNOWN. The column of
  // a code list, "breakdown.audience", is kept by the mapper.
  const char* column = "";
  const char* reason = nullptr;
  // Field of the mapping at fault; empty where there is none.
  std::string field = {};
  // Place of its figure in the mapping.
  int figure = 0;
  // More rows of the same event follow, see revision_rules.h.
  bool has_more = false;
};

// Field from which `column` of a row of the figure at `figure` is read; empty
// where there is none.
std::string FieldOfColumn(
    const entente::indicators::v1::DeliveryMapping& mapping, int figure,
    absl::string_view column);

class RecordMapper {
 public:
  // `mapping` passed CheckMapping; `key` is there where it hashes ids.
  RecordMapper(const entente::indicators::v1::DeliveryMapping& mapping,
               std::optional<IdKey> key);

  // The rows of `record`; none when every figure of it is optional and empty,
  // or it is left out and a first version.
  std::vector<MappedRow> Rows(const Record& record) const;

  // It is of another municipality, see CodeField.left_to_others, and only says
  // so: it does not name another event, and is not struck out without versions.
  // Its rows, if any, come to nothing.
  bool IsLeftOut(const Record& record) const;

 private:
  absl::string_view Cell(const Record& record, const std::string& field) const;
  bool IsStruckOut(const Record& record) const;
  bool IsElsewhere(const Record& record) const;
  bool IsLaterVersion(const Record& record) const;
  // The versions that follow the first up to that of `record`; nullopt when it
  // says none.
  std::optional<std::vector<std::string>> LaterRevisions(
      const Record& record) const;
  // Each adds the rows of the figure at `place`, or one with its fault. Of a
  // record that was struck out the figures may be gone: what it counted is
  // taken back whatever they say.
  void AddCounted(const Record& record, int place,
                  std::vector<MappedRow>& rows) const;
  void AddStruckOut(const Record& record, int place,
                    std::vector<MappedRow>& rows) const;
  // Adds what takes back the figure at `place` of a record that has moved to
  // another municipality.
  void AddMovedAway(const Record& record, int place,
                    std::vector<MappedRow>& rows) const;
  // Adds the event that is taken back by the rows behind it, under the id of
  // version 1, so that it is known whatever came before; nothing where the
  // record no longer says it.
  void AddWhatItCounted(const Record& record, int place,
                        std::vector<MappedRow>& rows) const;
  // Adds `gone` under the ids of the versions up to that of `record`, so that
  // none of them comes after it.
  void AddTakenBack(const Record& record, const MappedRow& gone,
                    std::vector<MappedRow>& rows) const;
  // Any of `fields` holds something.
  bool IsNamed(const Record& record,
               const std::vector<std::string>& fields) const;
  // Each sets the part of the row it names; false, with the fault, when it is
  // none.
  bool ReadWithdrawal(const Record& record,
                      const entente::indicators::v1::Figure& figure,
                      MappedRow& row) const;
  bool ReadStruckOut(const Record& record,
                     const entente::indicators::v1::Figure& figure,
                     MappedRow& row) const;
  bool ReadIds(const Record& record,
               const entente::indicators::v1::Figure& figure,
               MappedRow& row) const;
  bool ReadId(const Record& record, const std::vector<std::string>& fields,
              absl::string_view revision, const std::string& measure,
              const char* column, std::string& id, MappedRow& row) const;
  bool ReadCode(const Record& record,
                const entente::indicators::v1::CodeField& field,
                const char* column, const char* reason, std::string& code,
                MappedRow& row) const;
  bool ReadRow(const Record& record,
               const entente::indicators::v1::Figure& figure,
               MappedRow& row) const;
  bool ReadBreakdowns(const Record& record,
                      const entente::indicators::v1::Figure& figure,
                      MappedRow& row) const;
  // Our column of a code list that the mapping has.
  const char* ColumnOf(const std::string& list) const;

  const entente::indicators::v1::DeliveryMapping mapping_;
  const std::optional<IdKey> key_;
  // Of each field its cell.
  std::map<std::string, size_t> places_;
  // In every id; empty where the mapping names no system.
  const std::string system_in_id_;
  const std::vector<std::string> id_fields_;
  const std::vector<std::string> replaces_fields_;
  const std::vector<std::string> withdraws_fields_;
  // Of each code list its column. A map, so that they stay where they are.
  std::map<std::string, std::string> columns_;
};

}  // namespace entente::client

#endif  // TOOLS_CLIENT_DELIVERY_RECORD_MAPPER_H_
