#include "tools/client/sheets/sheet_guard.h"

#include <algorithm>
#include <iterator>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "services/common/base/error.h"
#include "tools/client/event_ids.h"

namespace entente::client {
namespace {

namespace v1 = entente::indicators::v1;

// Rows that are held before the service is asked about them.
constexpr size_t kRowsHeldMax = 2000;
// Measures and months that are asked about; a file with more is no file of
// counts.
constexpr size_t kPlacesMax = 10'000;
// Ids that are remembered: some 40 MB.
constexpr size_t kHashesMax = 1'000'000;
// Measures and months that a refusal names.
constexpr size_t kNamedMax = 20;
// As the service takes dates, see observation.proto.
constexpr int kYearMin = 1900;
constexpr int kYearMax = 2199;

// Of a date that has a month.
int MonthOf(const google::type::Date& date) {
  return date.year() * 12 + date.month() - 1;
}

bool HasMonth(const google::type::Date& date) {
  return date.year() >= kYearMin && date.year() <= kYearMax &&
         date.month() >= 1 && date.month() <= 12;
}

// Whether the row may count something, by what it says itself.
bool IsCounting(const v1::Observation& row) {
  if (!row.withdraws_event_id().empty() || row.value() <= 0 ||
      !HasMonth(row.date()) || !IsEventId(row.event_id())) {
    return false;
  }
  const std::string& replaces = row.replaces_event_id();
  return replaces.empty() ||
         (IsEventId(replaces) && replaces != row.event_id());
}

// All answers for `ids`, in their order.
absl::StatusOr<std::vector<v1::EventCount>> AskAll(
    const std::vector<std::string>& ids, const SheetGuard::Ask& ask) {
  std::vector<v1::EventCount> counts;
  for (size_t begin = 0; begin < ids.size(); begin += kGuardIdsMax) {
    const size_t end = std::min(begin + kGuardIdsMax, ids.size());
    ENTENTE_ASSIGN_OR_RETURN(
        std::vector<v1::EventCount> some,
        ask(std::vector<std::string>(ids.data() + begin, ids.data() + end)));
    some.resize(end - begin);
    std::move(some.begin(), some.end(), std::back_inserter(counts));
  }
  return counts;
}

// "nuisance_actions 2018-03, 2018-04; securing_actions 2018-03".
std::string NamePlaces(const std::vector<MeasureMonth>& places) {
  std::string text;
  const size_t named = std::min(places.size(), kNamedMax);
  for (size_t i = 0; i < named; ++i) {
    const auto& [measure, month] = places[i];
    const bool is_same = i > 0 && places[i - 1].first == measure;
    absl::StrAppend(&text,
                    is_same  ? std::string(", ")
                    : i == 0 ? absl::StrCat(measure, " ")
                             : absl::StrCat("; ", measure, " "),
                    absl::StrFormat("%04d-%02d", month / 12, month % 12 + 1));
  }
  if (named < places.size()) {
    absl::StrAppend(&text, " … (+", places.size() - named, ")");
  }
  return text;
}

// How a refusal begins; `rows_held`: see FileAddsToSheet.
Sentence WhatWasSent(std::optional<int64_t> rows_held) {
  if (!rows_held.has_value()) {
    return {
        "Nothing was sent now, and nobody tells whether an earlier run "
        "delivered a part of the file:",
        "Rien n'a été envoyé cette fois, et nul ne dit si un passage "
        "précédent a livré une partie du fichier :",
        "Er is nu niets verzonden, en niemand zegt of een eerdere ronde "
        "een deel van het bestand leverde:"};
  }
  if (*rows_held == 0) {
    return {
        "Nothing was sent:", "Rien n'a été envoyé :", "Er is niets verzonden:"};
  }
  return {absl::StrCat("Nothing was sent now; rows of the file that were "
                       "delivered before and count: ",
                       *rows_held, ";"),
          absl::StrCat("Rien n'a été envoyé cette fois ; lignes du fichier "
                       "livrées auparavant, qui comptent : ",
                       *rows_held, " ;"),
          absl::StrCat("Er is nu niets verzonden; rijen van het bestand die "
                       "eerder geleverd werden en tellen: ",
                       *rows_held, ";")};
}

}  // namespace

bool AddsToPlace(const GuardedRow& row, const v1::EventCount& own,
                 const v1::EventCount& replaced) {
  if (IsKnownEvent(own)) return false;
  if (row.replaces.empty()) return true;
  if (!IsKnownEvent(replaced)) return row.is_replaced_of_file;
  // What was withdrawn counts no more, however it is corrected.
  if (replaced.state() == v1::EventCount::STATE_WITHDRAWN) return false;
  // It passed because it counted nothing.
  if (replaced.value() == 0) return true;
  return MeasureMonth(replaced.measure_code(), MonthOf(replaced.date())) !=
         row.place;
}

bool SheetGuard::IsOfFile(const std::string& event_id) const {
  return hashes_.size() >= kHashesMax ||
         hashes_.contains(std::hash<std::string>()(event_id));
}

void SheetGuard::Take(const v1::Observation& row) {
  const std::string& replaces = row.replaces_event_id();
  const bool is_replaced_of_file = !replaces.empty() && IsOfFile(replaces);
  if (row.withdraws_event_id().empty() && hashes_.size() < kHashesMax) {
    hashes_.insert(std::hash<std::string>()(row.event_id()));
  }
  if (!IsCounting(row)) return;
  const MeasureMonth place(row.measure_code(), MonthOf(row.date()));
  auto found = places_.find(place);
  if (found == places_.end()) {
    if (places_.size() >= kPlacesMax) return;
    found = places_.emplace(place, State::kOpen).first;
  }
  if (found->second != State::kOpen && found->second != State::kGuarded) return;
  held_.push_back({.place = place,
                   .event_id = row.event_id(),
                   .replaces = replaces,
                   .is_replaced_of_file = is_replaced_of_file});
}

void SheetGuard::Begin() {
  std::erase_if(places_,
                [](const auto& one) { return one.second != State::kFree; });
  // Leaves room for those of the file.
  if (places_.size() > kPlacesMax / 2) places_.clear();
  months_.clear();
  held_.clear();
  hashes_.clear();
}

absl::Status SheetGuard::Walk(ObservationRows& rows) {
  Begin();
  v1::ObservationBatch batch;
  while (rows.Next(batch)) {
    for (const v1::Observation& row : batch.observations()) Take(row);
    batch.Clear();
    if (held_.size() >= kRowsHeldMax) ENTENTE_RETURN_IF_ERROR(Settle());
  }
  return Settle();
}

absl::Status SheetGuard::Settle() {
  if (held_.empty()) return absl::OkStatus();
  ENTENTE_RETURN_IF_ERROR(AskSheets());
  ENTENTE_RETURN_IF_ERROR(AskRows());
  held_.clear();
  return absl::OkStatus();
}

absl::Status SheetGuard::AskMonth(int month) {
  if (months_.contains(month)) return absl::OkStatus();
  ENTENTE_ASSIGN_OR_RETURN(GuardedMonth told, read_month_(month));
  months_.emplace(month, std::move(told));
  return absl::OkStatus();
}

absl::Status SheetGuard::AskSheets() {
  std::vector<std::string> ids;
  // Of the place that each is an id of.
  std::vector<State*> states;
  const auto ask = [&]() -> absl::Status {
    ENTENTE_ASSIGN_OR_RETURN(const std::vector<v1::EventCount> counts,
                             AskAll(ids, ask_));
    for (size_t i = 0; i < counts.size(); ++i) {
      // What a sheet brought to 0 or lost counts nothing twice.
      if (counts[i].state() == v1::EventCount::STATE_COUNTED &&
          counts[i].value() > 0) {
        *states[i] = State::kGuarded;
      }
    }
    ids.clear();
    states.clear();
    return absl::OkStatus();
  };
  for (auto& [place, state] : places_) {
    if (state != State::kOpen) continue;
    ENTENTE_ASSIGN_OR_RETURN(const std::vector<SheetPlace> sheet,
                             places_of_(place.first));
    if (sheet.empty()) continue;
    ENTENTE_RETURN_IF_ERROR(AskMonth(place.second));
    const GuardedMonth& month = months_.at(place.second);
    if (!month.takes_rows) {
      state = State::kShut;
      continue;
    }
    // What has no event of the source has none of a sheet.
    if (month.measures.has_value() && !month.measures->contains(place.first)) {
      continue;
    }
    SheetKey key = source_;
    key.month.Clear();
    key.month.set_year(place.second / 12);
    key.month.set_month(place.second % 12 + 1);
    for (const SheetPlace& one : sheet) {
      // The first id tells all of its corrections too.
      ids.push_back(SheetEventId(key, one, 0));
      states.push_back(&state);
      if (ids.size() == kGuardIdsMax) ENTENTE_RETURN_IF_ERROR(ask());
    }
  }
  ENTENTE_RETURN_IF_ERROR(ask());
  for (auto& [place, state] : places_) {
    if (state == State::kOpen) state = State::kFree;
  }
  return absl::OkStatus();
}

absl::Status SheetGuard::AskRows() {
  std::vector<std::string> ids;
  for (const GuardedRow& row : held_) {
    if (places_.at(row.place) != State::kGuarded) continue;
    ids.push_back(row.event_id);
    if (!row.replaces.empty()) ids.push_back(row.replaces);
  }
  ENTENTE_ASSIGN_OR_RETURN(const std::vector<v1::EventCount> counts,
                           AskAll(ids, ask_));
  std::vector<MeasureMonth> added;
  size_t next = 0;
  for (const GuardedRow& row : held_) {
    if (places_.at(row.place) != State::kGuarded) continue;
    const v1::EventCount& own = counts[next++];
    const v1::EventCount& replaced = row.replaces.empty()
                                         ? v1::EventCount::default_instance()
                                         : counts[next++];
    if (AddsToPlace(row, own, replaced)) added.push_back(row.place);
  }
  for (const MeasureMonth& place : added) places_[place] = State::kAdded;
  return absl::OkStatus();
}

std::vector<MeasureMonth> SheetGuard::added() const {
  std::vector<MeasureMonth> added;
  for (const auto& [place, state] : places_) {
    if (state == State::kAdded) added.push_back(place);
  }
  return added;
}

absl::Status FileAddsToSheet(const std::string& source,
                             const std::vector<MeasureMonth>& added,
                             bool is_dropped,
                             std::optional<int64_t> rows_held) {
  const std::string places = NamePlaces(added);
  const Sentence sent = WhatWasSent(rows_held);
  const Sentence otherwise =
      is_dropped
          ? Sentence{"and drop the file again; set adds_to_sheets in the "
                     "configuration where they are other actions.",
                     "et déposez à nouveau le fichier ; mettez adds_to_sheets "
                     "dans la configuration si ce sont d'autres actions.",
                     "en plaats het bestand opnieuw; zet adds_to_sheets in de "
                     "configuratie als het andere acties zijn."}
          : Sentence{"and deliver the file again; say --adds where they are "
                     "other actions.",
                     "et livrez à nouveau le fichier ; dites --adds si ce sont "
                     "d'autres actions.",
                     "en lever het bestand opnieuw; zeg --adds als het andere "
                     "acties zijn."};
  ErrorDetail detail{
      .reason = "FILE_ADDS_TO_SHEET",
      .sentence = {
          absl::StrCat(sent.en, " a sheet of ", source,
                       " already counts totals, and new events of this file "
                       "would count on top of them: ",
                       places,
                       ". Where they are the same events, bring those figures "
                       "of the sheet to 0 (entente collect read of it, with "
                       "0) ",
                       otherwise.en),
          absl::StrCat(sent.fr, " un relevé de ", source,
                       " compte déjà des totaux, et de nouveaux événements de "
                       "ce fichier s'y ajouteraient : ",
                       places,
                       ". Si ce sont les mêmes événements, mettez ces "
                       "chiffres du relevé à 0 (entente collect read de "
                       "celui-ci, avec 0) ",
                       otherwise.fr),
          absl::StrCat(sent.nl, " een blad van ", source,
                       " telt al totalen, en nieuwe gebeurtenissen van dit "
                       "bestand zouden daarbovenop tellen: ",
                       places,
                       ". Zijn het dezelfde gebeurtenissen, zet dan die "
                       "cijfers van het blad op 0 (entente collect read ervan, "
                       "met 0) ",
                       otherwise.nl)}};
  if (rows_held.value_or(0) > 0) {
    detail.metadata["rows_known"] = absl::StrCat(*rows_held);
  }
  return MakeError(absl::StatusCode::kFailedPrecondition, detail);
}

}  // namespace entente::client
