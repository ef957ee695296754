#include "tools/client/sheets/sheet_plan.h"

#include <algorithm>
#include <set>
#include <utility>

#include "absl/strings/str_cat.h"
#include "tools/client/files.h"

namespace entente::client {
namespace {

void SetBreakdown(const std::string& split,
                  entente::indicators::v1::Observation& observation) {
  if (split.empty() || IsUnknownPart(split)) return;
  const size_t sign = split.find('=');
  (*observation.mutable_breakdown())[split.substr(0, sign)] =
      split.substr(sign + 1);
}

// Of a measure in an area either all parts are filled in or none; one that was
// withdrawn counts nothing.
void FindEmptyParts(const ReturnedSheet& sheet,
                    const std::vector<RowStanding>& standings,
                    SheetPlan& plan) {
  std::set<std::pair<std::string, std::string>> filled;
  for (const SheetEntry& entry : sheet.entries) {
    if (!entry.place.split.empty() && entry.value.has_value()) {
      filled.insert({entry.place.measure, entry.place.area});
    }
  }
  for (size_t i = 0; i < sheet.entries.size(); ++i) {
    const SheetEntry& entry = sheet.entries[i];
    if (!entry.place.split.empty() && !entry.value.has_value() &&
        !standings[i].is_withdrawn &&
        filled.contains({entry.place.measure, entry.place.area})) {
      plan.empty_parts.push_back(i);
    }
  }
}

// `change` is of `measure`.
void NoteOtherwise(const std::string& measure, const MeasureEvents& otherwise,
                   SheetChange& change, std::vector<std::string>& added) {
  const auto found = otherwise.find(measure);
  if (found == otherwise.end()) return;
  change.otherwise = found->second;
  if (change.after != 0 &&
      std::find(added.begin(), added.end(), measure) == added.end()) {
    added.push_back(measure);
  }
}

}  // namespace

MeasureEvents EventsOtherwise(const SheetKey& key, const MeasureEvents& counted,
                              const std::vector<SheetPlace>& places,
                              const std::vector<RowStanding>& standings) {
  MeasureEvents left = counted;
  std::set<std::string> seen;
  for (size_t i = 0; i < places.size(); ++i) {
    const auto found = left.find(places[i].measure);
    if (found == left.end() || !standings[i].value.has_value() ||
        standings[i].is_withdrawn ||
        !seen.insert(SheetEventId(key, places[i], 0)).second) {
      continue;
    }
    if (--found->second == 0) left.erase(found);
  }
  return left;
}

SheetPlan PlanSheet(const ReturnedSheet& sheet,
                    const std::vector<RowStanding>& standings,
                    const MeasureEvents& otherwise) {
  SheetPlan plan;
  for (size_t i = 0; i < sheet.entries.size(); ++i) {
    const SheetEntry& entry = sheet.entries[i];
    const RowStanding& standing = standings[i];
    if (!entry.value.has_value()) {
      ++plan.empty;
    } else if (standing.is_withdrawn) {
      plan.withdrawn.push_back(i);
    } else if (standing.value == entry.value) {
      ++plan.unchanged;
    } else {
      SheetChange& change = plan.changes.emplace_back();
      change.entry = i;
      change.before = standing.value;
      change.after = *entry.value;
      NoteOtherwise(entry.place.measure, otherwise, change, plan.added);
      const bool is_new = !standing.value.has_value();
      const auto id = [&](int revision) {
        return SheetEventId(sheet.key, entry.place, revision);
      };
      change.observation.set_event_id(id(is_new ? 0 : standing.revision + 1));
      if (!is_new) change.observation.set_replaces_event_id(id(0));
      change.observation.set_measure_code(entry.place.measure);
      SetBreakdown(entry.place.split, change.observation);
      *change.observation.mutable_date() = sheet.key.month;
      change.observation.set_area(entry.place.area);
      change.observation.set_value(change.after);
    }
  }
  FindEmptyParts(sheet, standings, plan);
  return plan;
}

std::string SheetSessionId(const ReturnedSheet& sheet, const SheetPlan& plan,
                           const std::string& deliverer) {
  std::string message = absl::StrCat("entente sheet session 1\n", sheet.code);
  for (const SheetChange& change : plan.changes) {
    absl::StrAppend(&message, "\n", change.observation.event_id(), " ",
                    change.after);
  }
  if (!deliverer.empty()) {
    absl::StrAppend(&message, "\non behalf ", deliverer);
  }
  return absl::StrCat("sheet-", Sha256Hex(message).substr(0, 32),
                      deliverer.empty() ? "" : "-on-behalf");
}

bool SheetRows::Next(entente::indicators::v1::ObservationBatch& batch) {
  if (next_ == plan_.changes.size()) return false;
  *batch.add_observations() = plan_.changes[next_].observation;
  ++next_;
  return true;
}

bool SheetRows::Skip() {
  if (next_ == plan_.changes.size()) return false;
  ++next_;
  return true;
}

}  // namespace entente::client
