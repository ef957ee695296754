#include "tools/client/passed_rows.h"

#include <unordered_set>

#include "absl/strings/str_cat.h"
#include "services/common/base/error.h"
#include "tools/client/event_ids.h"
#include "tools/client/format.h"

namespace entente::client {

namespace v1 = entente::indicators::v1;

bool PassedRows::Next(v1::ObservationBatch& batch) {
  const int64_t row_index = rows_.row_index();
  const int before = batch.observations_size();
  if (!status_.ok() || !rows_.Next(batch)) return false;
  lines_.Add(row_index, rows_.line());
  if (row_index >= rows_held_) return true;
  HeldRow& held = waiting_.emplace_back();
  held.row_index = row_index;
  if (batch.observations_size() > before) held.row = batch.observations(before);
  // The last ones too before any row behind them is given out.
  if (waiting_.size() >= kPassedIdsMax || rows_.row_index() >= rows_held_) {
    status_ = Settle();
  }
  return status_.ok();
}

bool PassedRows::Skip() {
  const int64_t row_index = rows_.row_index();
  if (row_index < rows_held_) {
    v1::ObservationBatch batch;
    return Next(batch);
  }
  if (!status_.ok() || !rows_.Skip()) return false;
  lines_.Add(row_index, rows_.line());
  return true;
}

absl::Status PassedRows::Settle() {
  const std::vector<HeldRow> rows = std::exchange(waiting_, {});
  std::vector<std::string> ids;
  for (const HeldRow& one : rows) {
    if (IsEventId(one.row.event_id())) ids.push_back(one.row.event_id());
  }
  Asks::Counts counts;
  if (is_told_ && !ids.empty()) {
    ENTENTE_ASSIGN_OR_RETURN(counts, asks_.counts(ids));
    is_told_ = counts.has_value();
  }
  size_t next = 0;
  for (const HeldRow& one : rows) {
    v1::EventCount now;
    if (IsEventId(one.row.event_id()) && counts.has_value() &&
        next < counts->size()) {
      now = (*counts)[next++];
    }
    ENTENTE_RETURN_IF_ERROR(Judge(one, now));
  }
  return absl::OkStatus();
}

absl::Status PassedRows::Judge(const HeldRow& held, const v1::EventCount& now) {
  const std::string& named = NamedBy(held.row);
  const bool is_same =
      IsKnownEvent(now) && DifferingColumns(held.row, now).empty();
  if (is_same && named.empty()) return absl::OkStatus();
  if (!is_same) {
    bool was_rejected = false;
    if (is_told_) {
      ENTENTE_ASSIGN_OR_RETURN(was_rejected, WasRejected(held.row_index));
    }
    if (!is_told_ || was_rejected) {
      ++unproved_;
      return absl::OkStatus();
    }
    if (!IsKnownEvent(now)) {
      if (!MayBeUntold(held.row)) return FileChanged(held.row_index);
      ++unproved_;
      return absl::OkStatus();
    }
  }
  Keep(held, is_same ? links_ : differing_);
  return absl::OkStatus();
}

bool PassedRows::MayBeUntold(const v1::Observation& row) const {
  const std::string& id = row.event_id();
  return (HasFormOfEventId(id) && !IsEventId(id)) ||
         (asks_.is_withheld && asks_.is_withheld(row.measure_code()));
}

void PassedRows::Keep(const HeldRow& held, std::deque<KnownRow>& rows) {
  const bool is_differing = &rows == &differing_;
  if (is_differing && differing_.size() + links_.size() >= kKnownRowsMax &&
      !links_.empty()) {
    links_.pop_front();
  }
  // What the service does not take for an id is not asked about later either.
  const std::string& named = NamedBy(held.row);
  if (differing_.size() + links_.size() < kKnownRowsMax &&
      (named.empty() || IsEventId(named))) {
    rows.push_back(
        {held.row_index, Compared::kNot, held.row.SerializeAsString()});
  } else if (is_differing) {
    ++unproved_;
  }
}

absl::StatusOr<bool> PassedRows::WasRejected(int64_t row_index) {
  while (true) {
    while (!rejected_.empty() && rejected_.front() < row_index) {
      rejected_.pop_front();
    }
    if (!rejected_.empty()) return rejected_.front() == row_index;
    if (is_last_page_) return false;
    ENTENTE_ASSIGN_OR_RETURN(const Asks::Page page,
                             asks_.rejections(page_token_));
    if (!page.has_value()) {
      is_told_ = false;
      return false;
    }
    for (const v1::Rejection& rejection : page->rejections()) {
      rejected_.push_back(rejection.row_index());
    }
    page_token_ = page->next_page_token();
    is_last_page_ = page_token_.empty();
  }
}

void PassedRows::AddDiffering(KnownRows& known) const {
  if (differing_.empty()) return;
  std::unordered_set<int64_t> there;
  for (const KnownRow& row : known.rows()) there.insert(row.row_index);
  v1::ObservationBatch batch;
  auto link = links_.begin();
  auto differing = differing_.begin();
  while (link != links_.end() || differing != differing_.end()) {
    const bool is_link =
        differing == differing_.end() ||
        (link != links_.end() && link->row_index < differing->row_index);
    const KnownRow& row = is_link ? *link++ : *differing++;
    if (there.contains(row.row_index)) continue;
    batch.Clear();
    batch.set_first_row_index(row.row_index);
    if (batch.add_observations()->ParseFromString(row.bytes)) {
      known.AddUnanswered(batch);
    }
  }
}

absl::Status PassedRows::FileChanged(int64_t row_index) const {
  const int64_t line = lines_.Of(row_index);
  const std::string number = absl::StrCat(line == 0 ? row_index + 1 : line);
  const Sentence row =
      line == 0
          ? Sentence{absl::StrCat("row ", number, " of the delivery"),
                     absl::StrCat("la ligne ", number, " de la livraison"),
                     absl::StrCat("rij ", number, " van de levering")}
          : Sentence{absl::StrCat("line ", number, " of the file"),
                     absl::StrCat("la ligne ", number, " du fichier"),
                     absl::StrCat("regel ", number, " van het bestand")};
  const Sentence held = Plural(
      rows_held_, {"not the one row", "pas la seule ligne", "niet de ene rij"},
      {"none of the {n} rows", "aucune des {n} lignes",
       "geen van de {n} rijen"});
  return MakeError(
      absl::StatusCode::kFailedPrecondition,
      {.reason = "INGEST_FILE_CHANGED",
       .metadata = {{"rows_known", absl::StrCat(rows_held_)}},
       .sentence = {
           absl::StrCat("Nothing was sent in session ", session_id_, ": ",
                        row.en, " is ", held.en,
                        " that the session holds; the service knows no event "
                        "of it. Go on with the file that the session was begun "
                        "with, or deliver this one under another --session: "
                        "what is known counts once."),
           absl::StrCat("Rien n'a été envoyé dans la session ", session_id_,
                        " : ", row.fr, " n'est ", held.fr,
                        " que compte la session ; le service n'en connaît pas "
                        "d'événement. Continuez avec le fichier par lequel la "
                        "session a commencé, ou livrez celui-ci sous une autre "
                        "--session : ce qui est connu n'est compté qu'une "
                        "fois."),
           absl::StrCat("Er is niets verzonden in sessie ", session_id_, ": ",
                        row.nl, " is ", held.nl,
                        " die de sessie telt; de dienst kent er geen "
                        "gebeurtenis van. Ga verder met het bestand waarmee de "
                        "sessie begon, of lever dit onder een andere "
                        "--session: wat gekend is, telt één keer.")}});
}

}  // namespace entente::client
