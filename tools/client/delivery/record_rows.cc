// Of RecordMapper: which rows a record is, by what it says of its version, its
// place and whether it still counts.
#include <algorithm>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/string_view.h"
#include "tools/client/delivery/mapping_ids.h"
#include "tools/client/delivery/record_mapper.h"
#include "tools/client/delivery/revision_rules.h"

namespace entente::client {
namespace {

namespace v1 = entente::indicators::v1;

}  // namespace

std::vector<MappedRow> RecordMapper::Rows(const Record& record) const {
  std::vector<MappedRow> rows;
  if (record.fault != nullptr) {
    rows.push_back({.reason = record.fault});
    return rows;
  }
  const bool is_struck_out = IsStruckOut(record);
  const bool is_elsewhere = IsElsewhere(record);
  // It never counted here.
  if (IsLeftOut(record) && !is_struck_out && !IsLaterVersion(record)) {
    return rows;
  }
  const bool is_withdrawal = IsNamed(record, withdraws_fields_);
  for (int i = 0; i < mapping_.figures_size(); ++i) {
    const v1::Figure& figure = mapping_.figures(i);
    if (is_struck_out) {
      AddStruckOut(record, i, rows);
      continue;
    }
    if (is_withdrawal) {
      MappedRow& row = rows.emplace_back();
      row.figure = i;
      ReadWithdrawal(record, figure, row);
      continue;
    }
    if (figure.is_optional() && Cell(record, figure.value_from()).empty()) {
      continue;
    }
    if (is_elsewhere) {
      AddMovedAway(record, i, rows);
    } else {
      AddCounted(record, i, rows);
    }
  }
  return rows;
}

void RecordMapper::AddCounted(const Record& record, int place,
                              std::vector<MappedRow>& rows) const {
  const v1::Figure& figure = mapping_.figures(place);
  MappedRow row{.figure = place};
  const bool is_whole = ReadRow(record, figure, row);
  rows.push_back(row);
  if (!is_whole) return;
  const std::string measure = MeasureInId(mapping_, figure);
  for (const std::string& revision :
       LaterRevisions(record).value_or(std::vector<std::string>())) {
    rows.back().has_more = true;
    MappedRow& later = rows.emplace_back(row);
    later.observation.set_replaces_event_id(row.observation.event_id());
    ReadId(record, id_fields_, revision, measure, "event_id",
           *later.observation.mutable_event_id(), later);
  }
}

void RecordMapper::AddStruckOut(const Record& record, int place,
                                std::vector<MappedRow>& rows) const {
  const v1::Figure& figure = mapping_.figures(place);
  MappedRow gone{.figure = place};
  if (!ReadStruckOut(record, figure, gone) ||
      mapping_.event_id().revision().empty()) {
    rows.push_back(std::move(gone));
    return;
  }
  // What it counts, where that is still said: nobody may have delivered it, and
  // only what is known can be taken back before a version below comes. Where it
  // is not, an event that nobody delivered is told as unknown.
  AddWhatItCounted(record, place, rows);
  AddTakenBack(record, gone, rows);
  rows.push_back(std::move(gone));
}

void RecordMapper::AddMovedAway(const Record& record, int place,
                                std::vector<MappedRow>& rows) const {
  const v1::Figure& figure = mapping_.figures(place);
  MappedRow gone{.figure = place};
  v1::Observation& seen = gone.observation;
  if (!ReadIds(record, figure, gone)) {
    rows.push_back(std::move(gone));
    return;
  }
  if (IsNamed(record, replaces_fields_)) {
    seen.set_withdraws_event_id(seen.replaces_event_id());
    seen.clear_replaces_event_id();
    rows.push_back(std::move(gone));
    return;
  }
  seen.set_withdraws_event_id(seen.event_id());
  AddWhatItCounted(record, place, rows);
  AddTakenBack(record, gone, rows);
  rows.back().has_more = false;
}

void RecordMapper::AddWhatItCounted(const Record& record, int place,
                                    std::vector<MappedRow>& rows) const {
  MappedRow counted{.figure = place, .has_more = true};
  if (ReadRow(record, mapping_.figures(place), counted)) {
    rows.push_back(std::move(counted));
  }
}

void RecordMapper::AddTakenBack(const Record& record, const MappedRow& gone,
                                std::vector<MappedRow>& rows) const {
  const std::string measure =
      MeasureInId(mapping_, mapping_.figures(gone.figure));
  for (const std::string& revision :
       LaterRevisions(record).value_or(std::vector<std::string>())) {
    MappedRow& taken = rows.emplace_back(gone);
    taken.has_more = true;
    ReadId(record, id_fields_, revision, measure, "event_id",
           *taken.observation.mutable_event_id(), taken);
  }
}

std::optional<std::vector<std::string>> RecordMapper::LaterRevisions(
    const Record& record) const {
  const v1::EventIdField& field = mapping_.event_id();
  if (field.revision().empty()) return std::vector<std::string>();
  return RevisionsAfter(field.first_revision().empty()
                            ? absl::string_view(kFirstRevision)
                            : absl::string_view(field.first_revision()),
                        Cell(record, field.revision()));
}

bool RecordMapper::IsElsewhere(const Record& record) const {
  const v1::CodeField& area = mapping_.area();
  if (area.left_to_others().empty()) return false;
  const absl::string_view place = Cell(record, area.from());
  return std::find(area.left_to_others().begin(), area.left_to_others().end(),
                   place) != area.left_to_others().end();
}

bool RecordMapper::IsLeftOut(const Record& record) const {
  const bool has_versions = !mapping_.event_id().revision().empty();
  return record.fault == nullptr && IsElsewhere(record) &&
         (has_versions || !IsStruckOut(record)) &&
         !IsNamed(record, withdraws_fields_) &&
         !IsNamed(record, replaces_fields_);
}

bool RecordMapper::IsLaterVersion(const Record& record) const {
  const auto later = LaterRevisions(record);
  return later.has_value() && !later->empty();
}

bool RecordMapper::IsStruckOut(const Record& record) const {
  const v1::StruckOutField& field = mapping_.event_id().struck_out();
  if (field.from().empty()) return false;
  const absl::string_view state = Cell(record, field.from());
  return std::find(field.values().begin(), field.values().end(), state) !=
         field.values().end();
}

}  // namespace entente::client
