#include "tools/client/delivery/record_mapper.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "services/common/shapes/shapes.h"
#include "tools/client/delivery/cell_forms.h"
#include "tools/client/delivery/mapping_ids.h"
#include "tools/client/delivery/mapping_rules.h"
#include "tools/client/event_ids.h"

namespace entente::client {
namespace {

namespace v1 = entente::indicators::v1;

constexpr char kBreakdownPrefix[] = "breakdown.";
// Every municipality has it, see services/indicators/area_rules.h. It stands
// for an area that is none of this municipality.
constexpr char kUnknownArea[] = "UNKNOWN";
// In the place of a revision.
constexpr absl::string_view kStruckOut = "\x1fstruck_out";
// Before a system, so that it is no cell either.
constexpr absl::string_view kSystem = "\x1fsystem ";

bool Refuse(const char* column, const char* reason, const std::string& field,
            MappedRow& row) {
  row.column = column;
  row.reason = reason;
  row.field = field;
  return false;
}

// Why an id that is delivered as it stands may not be; null when it may.
const char* FaultOfId(absl::string_view id) {
  const bool is_event_id = HasFormOfEventId(id);
  const Shape shape = is_event_id ? FindShapeInId(id) : FindShapeInText(id);
  if (shape == Shape::kReportNumber) return "EVENT_ID_LIKE_REPORT_NUMBER";
  if (shape != Shape::kPlain) return "PERSONAL_DATA_SHAPE";
  return is_event_id ? nullptr : "EVENT_ID_MALFORMED";
}

}  // namespace

std::string FieldOfColumn(const v1::DeliveryMapping& mapping, int figure,
                          absl::string_view column) {
  const v1::EventIdField& id = mapping.event_id();
  if (column == "event_id") return id.from(0);
  if (column == "withdraws_event_id") {
    return id.withdraws().empty() ? id.from(0) : id.withdraws(0);
  }
  if (column == "replaces_event_id") {
    return id.replaces().empty() ? id.revision() : id.replaces(0);
  }
  if (column == "date") return mapping.date().from();
  if (column == "area") return mapping.area().from();
  if (figure >= mapping.figures_size()) return "";
  if (column == "measure") return mapping.figures(figure).measure().from();
  if (column == "value") return mapping.figures(figure).value_from();
  for (const v1::BreakdownField& field : mapping.figures(figure).breakdowns()) {
    if (column == absl::StrCat(kBreakdownPrefix, field.list())) {
      return field.code().from();
    }
  }
  return "";
}

RecordMapper::RecordMapper(const v1::DeliveryMapping& mapping,
                           std::optional<IdKey> key)
    : mapping_(mapping),
      key_(std::move(key)),
      system_in_id_(mapping.event_id().system().empty()
                        ? ""
                        : absl::StrCat(kSystem, mapping.event_id().system())),
      id_fields_(mapping.event_id().from().begin(),
                 mapping.event_id().from().end()),
      replaces_fields_(mapping.event_id().replaces().begin(),
                       mapping.event_id().replaces().end()),
      withdraws_fields_(mapping.event_id().withdraws().begin(),
                        mapping.event_id().withdraws().end()) {
  for (const std::string& field : FieldsOf(mapping_)) {
    const size_t place = places_.size();
    places_[field] = place;
  }
  for (const v1::Figure& figure : mapping_.figures()) {
    for (const v1::BreakdownField& field : figure.breakdowns()) {
      columns_[field.list()] = absl::StrCat(kBreakdownPrefix, field.list());
    }
  }
}

absl::string_view RecordMapper::Cell(const Record& record,
                                     const std::string& field) const {
  const auto place = places_.find(field);
  return place == places_.end()
             ? absl::string_view()
             : absl::string_view(record.cells[place->second]);
}

bool RecordMapper::ReadRow(const Record& record, const v1::Figure& figure,
                           MappedRow& row) const {
  v1::Observation& seen = row.observation;
  if (!ReadCode(record, figure.measure(), "measure", "UNKNOWN_MEASURE",
                *seen.mutable_measure_code(), row) ||
      !ReadIds(record, figure, row)) {
    return false;
  }
  const v1::DateField& date_field = mapping_.date();
  const auto date = ReadDay(Cell(record, date_field.from()), date_field);
  if (!date) return Refuse("date", "DATE_INVALID", date_field.from(), row);
  *seen.mutable_date() = *date;
  if (IsElsewhere(record)) {
    seen.set_area(kUnknownArea);
  } else if (!ReadCode(record, mapping_.area(), "area", "AREA_UNKNOWN",
                       *seen.mutable_area(), row)) {
    return false;
  }
  if (!ReadBreakdowns(record, figure, row)) return false;
  if (figure.value_from().empty()) {
    seen.set_value(figure.constant_value());
    return true;
  }
  const auto value = ReadFigure(Cell(record, figure.value_from()),
                                mapping_.numbers(), figure.unit());
  if (!value) return Refuse("value", "VALUE_INVALID", figure.value_from(), row);
  seen.set_value(*value);
  return true;
}

bool RecordMapper::ReadBreakdowns(const Record& record,
                                  const v1::Figure& figure,
                                  MappedRow& row) const {
  for (const v1::BreakdownField& field : figure.breakdowns()) {
    const v1::CodeField& from = field.code();
    // What is not known is left out.
    if (!from.from().empty() && from.if_empty().empty() &&
        Cell(record, from.from()).empty()) {
      continue;
    }
    std::string code;
    if (!ReadCode(record, from, ColumnOf(field.list()),
                  "BREAKDOWN_CODE_UNKNOWN", code, row)) {
      return false;
    }
    (*row.observation.mutable_breakdown())[field.list()] = code;
  }
  return true;
}

const char* RecordMapper::ColumnOf(const std::string& list) const {
  return columns_.at(list).c_str();
}

bool RecordMapper::IsNamed(const Record& record,
                           const std::vector<std::string>& fields) const {
  return std::any_of(fields.begin(), fields.end(), [&](const std::string& one) {
    return !Cell(record, one).empty();
  });
}

bool RecordMapper::ReadWithdrawal(const Record& record,
                                  const v1::Figure& figure,
                                  MappedRow& row) const {
  for (const char* column : {"measure", "date", "area", "value"}) {
    const std::string field = FieldOfColumn(mapping_, row.figure, column);
    if (field.empty() || Cell(record, field).empty()) continue;
    return Refuse(column, "WITHDRAWAL_NOT_EMPTY", field, row);
  }
  for (const v1::BreakdownField& breakdown : figure.breakdowns()) {
    const std::string& field = breakdown.code().from();
    if (field.empty() || Cell(record, field).empty()) continue;
    return Refuse(ColumnOf(breakdown.list()), "WITHDRAWAL_NOT_EMPTY", field,
                  row);
  }
  const std::string measure = MeasureInId(mapping_, figure);
  return ReadId(record, id_fields_, "", measure, "event_id",
                *row.observation.mutable_event_id(), row) &&
         ReadId(record, withdraws_fields_, "", measure, "withdraws_event_id",
                *row.observation.mutable_withdraws_event_id(), row);
}

bool RecordMapper::ReadStruckOut(const Record& record, const v1::Figure& figure,
                                 MappedRow& row) const {
  const std::string measure = MeasureInId(mapping_, figure);
  // A revision is a cell, and no cell begins like this: one withdrawal of an
  // event, however often the record is exported.
  return ReadId(record, id_fields_, kStruckOut, measure, "event_id",
                *row.observation.mutable_event_id(), row) &&
         ReadId(record, id_fields_, "", measure, "withdraws_event_id",
                *row.observation.mutable_withdraws_event_id(), row);
}

bool RecordMapper::ReadIds(const Record& record, const v1::Figure& figure,
                           MappedRow& row) const {
  const v1::EventIdField& field = mapping_.event_id();
  v1::Observation& seen = row.observation;
  const std::string measure = MeasureInId(mapping_, figure);
  if (!LaterRevisions(record).has_value()) {
    return Refuse("event_id", "EVENT_ID_MALFORMED", field.revision(), row);
  }
  if (!ReadId(record, id_fields_, "", measure, "event_id",
              *seen.mutable_event_id(), row)) {
    return false;
  }
  return !IsNamed(record, replaces_fields_) ||
         ReadId(record, replaces_fields_, "", measure, "replaces_event_id",
                *seen.mutable_replaces_event_id(), row);
}

bool RecordMapper::ReadId(const Record& record,
                          const std::vector<std::string>& fields,
                          absl::string_view revision,
                          const std::string& measure, const char* column,
                          std::string& id, MappedRow& row) const {
  std::vector<absl::string_view> parts;
  for (const std::string& field : fields) {
    const absl::string_view cell = Cell(record, field);
    if (cell.empty()) return Refuse(column, "EVENT_ID_MALFORMED", field, row);
    // A pseudonym of a person is not what an event is named by.
    if (key_ && FindPersonInText(cell) != Shape::kPlain) {
      return Refuse(column, "PERSONAL_DATA_SHAPE", field, row);
    }
    parts.push_back(cell);
  }
  if (mapping_.event_id().is_hashed()) {
    // Apart from the fields, whose number is that of the mapping.
    parts.push_back(measure);
    parts.push_back(revision);
    // Last, and only where there is one: ids without it stay what they were.
    if (!system_in_id_.empty()) parts.push_back(system_in_id_);
    id = key_->IdOf(parts);
    return true;
  }
  const char* const fault = FaultOfId(parts.front());
  if (fault != nullptr) return Refuse(column, fault, fields.front(), row);
  id = std::string(parts.front());
  return true;
}

bool RecordMapper::ReadCode(const Record& record, const v1::CodeField& field,
                            const char* column, const char* reason,
                            std::string& code, MappedRow& row) const {
  if (!field.constant().empty()) {
    code = field.constant();
    return true;
  }
  const absl::string_view cell = Cell(record, field.from());
  if (cell.empty()) {
    code = field.if_empty();
    return !code.empty() || Refuse(column, reason, field.from(), row);
  }
  if (field.codes().empty()) {
    // The service refuses what it does not know; this must not reach it.
    if (FindShapeInText(cell) != Shape::kPlain) {
      return Refuse(column, "PERSONAL_DATA_SHAPE", field.from(), row);
    }
    code = std::string(cell);
    return true;
  }
  for (const v1::CodePair& pair : field.codes()) {
    if (pair.theirs() != cell) continue;
    code = pair.ours();
    return true;
  }
  return Refuse(column, reason, field.from(), row);
}

}  // namespace entente::client
