#include "services/indicators/ingest_store.h"

#include <map>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "services/common/base/error.h"
#include "services/common/base/timestamp.h"
#include "services/common/store/records.h"
#include "services/indicators/definition_store.h"
#include "services/indicators/error_rules.h"
#include "services/indicators/month_store.h"
#include "services/indicators/period_store.h"

namespace entente::indicators {
namespace {

namespace v1 = entente::indicators::v1;

constexpr uint64_t kRunStateBits = 3;

std::vector<uint64_t> ToRuns(const std::vector<v1::RowState>& states) {
  std::vector<uint64_t> runs;
  for (size_t i = 0; i < states.size();) {
    size_t end = i;
    while (end < states.size() && states[end] == states[i]) ++end;
    runs.push_back(((end - i) << kRunStateBits) |
                   static_cast<uint64_t>(states[i]));
    i = end;
  }
  return runs;
}

absl::Status SequenceGap(int64_t expected) {
  return Refuse(
      absl::StatusCode::kFailedPrecondition, "SEQUENCE_GAP", "batch.sequence",
      {absl::StrCat("The next batch of this session is number ", expected, "."),
       absl::StrCat("Le prochain lot de cette session est le numéro ", expected,
                    "."),
       absl::StrCat("Het volgende pakket van deze sessie is nummer ", expected,
                    ".")},
      {{"expected", absl::StrCat(expected)}});
}

absl::Status RowIndexMismatch(int64_t expected) {
  return Refuse(
      absl::StatusCode::kInvalidArgument, "ROW_INDEX_MISMATCH",
      "batch.first_row_index",
      {absl::StrCat("The next row of this session is row ", expected, "."),
       absl::StrCat("La prochaine ligne de cette session est la ligne ",
                    expected, "."),
       absl::StrCat("De volgende rij van deze sessie is rij ", expected, ".")},
      {{"expected", absl::StrCat(expected)}});
}

absl::Status DefinitionsChanged() {
  return Refuse(absl::StatusCode::kAborted, "DEFINITIONS_CHANGED", "",
                {"The definitions changed meanwhile; try again.",
                 "Les définitions ont changé entre-temps ; réessayez.",
                 "De definities zijn intussen gewijzigd; probeer opnieuw."});
}

absl::Status PeriodsChanged() {
  return Refuse(absl::StatusCode::kAborted, "PERIODS_CHANGED", "",
                {"What the months admit changed meanwhile; try again.",
                 "Ce que les mois admettent a changé entre-temps ; réessayez.",
                 "Wat de maanden toelaten is intussen gewijzigd; probeer "
                 "opnieuw."});
}

// What `prepared` was planned against still stands, and will until the
// transaction has ended.
absl::Status CheckUnchanged(const store::Reader& reader,
                            const std::string& municipality,
                            const PreparedBatch& prepared) {
  ENTENTE_ASSIGN_OR_RETURN(const int64_t definitions,
                           ReadDefinitionsVersion(reader, municipality));
  if (definitions != prepared.definitions->version()) {
    return DefinitionsChanged();
  }
  if (prepared.periods == nullptr) return absl::OkStatus();
  ENTENTE_ASSIGN_OR_RETURN(const int64_t periods,
                           ReadPeriodVersion(reader, municipality));
  return periods == prepared.periods->version() ? absl::OkStatus()
                                                : PeriodsChanged();
}

absl::Status SessionUnknown() {
  return Refuse(absl::StatusCode::kNotFound, "SESSION_UNKNOWN", "name",
                {"No such session was opened.",
                 "Aucune session de ce nom n'a été ouverte.",
                 "Er is geen sessie met die naam geopend."});
}

int64_t RowCount(const v1::ObservationBatch& batch) {
  return batch.observations_size() + batch.unreadable_size();
}

absl::Status CheckPlace(const v1::SessionRecord& state,
                        const v1::ObservationBatch& batch) {
  if (batch.sequence() != state.durable_sequence() + 1) {
    return SequenceGap(state.durable_sequence() + 1);
  }
  if (batch.first_row_index() != state.next_row_index()) {
    return RowIndexMismatch(state.next_row_index());
  }
  return absl::OkStatus();
}

// The session after `plan`.
void Advance(const v1::ObservationBatch& batch, const BatchPlan& plan,
             v1::SessionRecord& state) {
  state.set_durable_sequence(batch.sequence());
  state.set_next_row_index(state.next_row_index() + RowCount(batch));
  AddTotals(plan.totals, *state.mutable_totals());
}

v1::IngestResponse ToResponse(const v1::SessionRecord& state,
                              const BatchPlan& plan) {
  v1::IngestResponse response;
  response.set_durable_sequence(state.durable_sequence());
  response.set_next_row_index(state.next_row_index());
  *response.mutable_totals() = state.totals();
  response.mutable_row_states()->Reserve(static_cast<int>(plan.states.size()));
  for (const v1::RowState row : plan.states) response.add_row_states(row);
  for (const v1::Rejection& rejection : plan.rejections) {
    *response.add_rejections() = rejection;
  }
  return response;
}

// What was answered to a batch that was taken before.
absl::StatusOr<v1::IngestResponse> AnswerAgain(const store::Reader& reader,
                                               const SessionName& session,
                                               const PreparedBatch& prepared,
                                               int64_t durable_sequence) {
  const int64_t sequence = prepared.batch->sequence();
  if (sequence < 1) return SequenceGap(durable_sequence + 1);
  ENTENTE_ASSIGN_OR_RETURN(
      const std::optional<v1::BatchRecord> record,
      store::GetRecord<v1::BatchRecord>(reader, BatchKey(session, sequence)));
  if (!record.has_value()) return absl::DataLossError("a batch is missing");
  if (record->fingerprint() != prepared.fingerprint.view()) {
    return Invalid(
        "SEQUENCE_REUSED", "batch.sequence",
        {absl::StrCat("Batch ", sequence,
                      " was taken before with other rows; nothing was done."),
         absl::StrCat("Le lot ", sequence,
                      " a déjà été repris avec d'autres lignes ; rien n'a été "
                      "fait."),
         absl::StrCat("Pakket ", sequence,
                      " is al opgenomen met andere rijen; er is niets "
                      "gedaan.")});
  }
  v1::IngestResponse response;
  response.set_durable_sequence(durable_sequence);
  for (const uint64_t run : record->state_runs()) {
    const auto state =
        static_cast<v1::RowState>(run & ((1 << kRunStateBits) - 1));
    for (uint64_t i = 0; i < run >> kRunStateBits; ++i) {
      response.add_row_states(state);
    }
  }
  *response.mutable_rejections() = record->rejections();
  *response.mutable_totals() = record->totals();
  response.set_next_row_index(record->next_row_index());
  return response;
}

absl::StatusOr<int32_t> ReadNewestMonth(const store::Reader& reader,
                                        const SessionName& session) {
  ENTENTE_ASSIGN_OR_RETURN(
      const std::optional<v1::SourceRecord> source,
      store::GetRecord<v1::SourceRecord>(
          reader, SourceKey(session.municipality, session.source)));
  return source.has_value() ? source->newest_month() : 0;
}

}  // namespace

absl::Status RecordOnly(store::Store& writer) {
  return writer.Transact([](store::Transaction&) { return absl::OkStatus(); });
}

absl::StatusOr<std::unique_ptr<IngestStore>> IngestStore::Open(
    store::Store& store) {
  std::unique_ptr<IngestStore> ingest(new IngestStore(store));
  absl::MutexLock lock(&ingest->mutex_);
  ENTENTE_RETURN_IF_ERROR(ingest->index_.Follow(*store.Read()));
  return ingest;
}

absl::StatusOr<v1::SessionRecord> IngestStore::OpenSession(
    store::Store& writer, const SessionName& session, absl::Time now) {
  v1::SessionRecord state;
  const absl::Status status =
      writer.Transact([&](store::Transaction& transaction) -> absl::Status {
        // Read here and not before: a batch of another stream, or one that its
        // stream gave up, may become durable until then. Of two streams that
        // open a session at once the first makes it.
        ENTENTE_ASSIGN_OR_RETURN(const std::optional<v1::SessionRecord> known,
                                 ReadSession(transaction, session));
        if (known.has_value()) {
          state = *known;
          return absl::OkStatus();
        }
        *state.mutable_create_time() = ToTimestamp(now);
        *state.mutable_update_time() = ToTimestamp(now);
        store::PutRecord(transaction, SessionKey(session), state);
        return absl::OkStatus();
      });
  if (!status.ok()) return status;
  return state;
}

absl::StatusOr<v1::IngestResponse> IngestStore::Commit(
    store::Store& writer, const SessionName& session,
    const PreparedBatch& prepared, absl::Time now) {
  absl::MutexLock lock(&mutex_);
  ENTENTE_RETURN_IF_ERROR(FollowOpenCommit());
  const std::unique_ptr<store::Snapshot> before = store_.Read();
  ENTENTE_ASSIGN_OR_RETURN(std::optional<v1::SessionRecord> state,
                           ReadSession(*before, session));
  if (!state.has_value()) return SessionUnknown();
  if (prepared.batch->sequence() <= state->durable_sequence()) {
    ENTENTE_RETURN_IF_ERROR(RecordOnly(writer));
    return AnswerAgain(*before, session, prepared, state->durable_sequence());
  }
  ENTENTE_RETURN_IF_ERROR(CheckPlace(*state, *prepared.batch));
  ENTENTE_ASSIGN_OR_RETURN(
      const std::optional<v1::BlockHead> head,
      store::GetRecord<v1::BlockHead>(*before, BlockHeadKey()));
  const int64_t block = head.has_value() ? head->next_block() : 1;
  ENTENTE_ASSIGN_OR_RETURN(const int32_t newest_month,
                           ReadNewestMonth(*before, session));
  ENTENTE_ASSIGN_OR_RETURN(
      const BatchPlan plan,
      PlanBatch(prepared, StoreBook(*before, index_, cache_), block,
                newest_month));
  Advance(*prepared.batch, plan, *state);
  *state->mutable_update_time() = ToTimestamp(now);
  const absl::Status written =
      Write(writer, session, prepared, plan, block, *state, now);
  // What was not answered may be on disk, now or later.
  is_commit_open_ = absl::IsUnavailable(written);
  ENTENTE_RETURN_IF_ERROR(written);
  // Only now, and still under the lock: nobody saw an index that is ahead of
  // the disk or behind it.
  for (size_t i = 0; i < plan.rows.size(); ++i) {
    index_.Insert(plan.rows[i].id, {block, static_cast<uint32_t>(i)});
  }
  return ToResponse(*state, plan);
}

absl::Status IngestStore::FollowOpenCommit() {
  if (!is_commit_open_) return absl::OkStatus();
  // Transactions take effect one after another: what was begun before this one
  // has ended when it answers.
  ENTENTE_RETURN_IF_ERROR(RecordOnly(store_));
  ENTENTE_RETURN_IF_ERROR(index_.Follow(*store_.Read()));
  is_commit_open_ = false;
  return absl::OkStatus();
}

absl::Status IngestStore::Write(store::Store& writer,
                                const SessionName& session,
                                const PreparedBatch& prepared,
                                const BatchPlan& plan, int64_t block,
                                const v1::SessionRecord& state,
                                absl::Time now) {
  const bool has_rows = !plan.rows.empty();
  const v1::BlockRecord rows = EncodeBlock(session, plan);
  v1::BlockHead head;
  head.set_next_block(block + 1);
  v1::BatchRecord answer;
  answer.set_fingerprint(std::string(prepared.fingerprint.view()));
  for (const uint64_t run : ToRuns(plan.states)) answer.add_state_runs(run);
  for (const v1::Rejection& rejection : plan.rejections) {
    *answer.add_rejections() = rejection;
  }
  *answer.mutable_totals() = state.totals();
  answer.set_next_row_index(state.next_row_index());
  answer.set_block(has_rows ? block : 0);
  v1::SourceRecord source;
  source.set_newest_month(plan.newest_month);
  const std::map<int32_t, MeasureMoves> months = MovesByMonth(plan);

  return writer.Transact([&](store::Transaction& transaction) -> absl::Status {
    ENTENTE_RETURN_IF_ERROR(
        CheckUnchanged(transaction, session.municipality, prepared));
    for (const MonthDeltas::Cell& cell : plan.deltas.cells()) {
      ENTENTE_RETURN_IF_ERROR(ApplyCell(transaction, session.municipality,
                                        plan.measures.texts()[cell.measure],
                                        plan.areas.texts()[cell.area], cell));
    }
    for (const auto& [month, moves] : months) {
      ENTENTE_RETURN_IF_ERROR(ApplySourceMonth(
          transaction, {{session.municipality, month}, session.source}, moves,
          now));
    }
    for (const auto& [root, counted] : plan.corrected) {
      v1::CorrectedRecord record;
      record.set_measure_code(counted.measure);
      record.set_area(counted.area);
      record.set_day(counted.day);
      record.set_value(counted.value);
      store::PutRecord(transaction, CorrectedKey(root), record);
    }
    if (has_rows) {
      store::PutRecord(transaction, BlockKey(block), rows);
      store::PutRecord(transaction, BlockHeadKey(), head);
      store::PutRecord(transaction,
                       SourceKey(session.municipality, session.source), source);
    }
    store::PutRecord(transaction, BatchKey(session, prepared.batch->sequence()),
                     answer);
    store::PutRecord(transaction, SessionKey(session), state);
    return absl::OkStatus();
  });
}

absl::StatusOr<v1::IngestResponse> IngestStore::Try(
    const SessionName& session, const PreparedBatch& prepared, Trial& trial,
    v1::SessionRecord& state) {
  ENTENTE_RETURN_IF_ERROR(CheckPlace(state, *prepared.batch));
  if (trial.rows() + RowCount(*prepared.batch) > Trial::kRowsMax) {
    return Refuse(absl::StatusCode::kResourceExhausted, "TRIAL_TOO_LONG", "",
                  {"A session without effect takes at most a million rows.",
                   "Une session sans effet prend au plus un million de lignes.",
                   "Een sessie zonder gevolg neemt hoogstens een miljoen "
                   "rijen."});
  }
  absl::MutexLock lock(&mutex_);
  ENTENTE_RETURN_IF_ERROR(FollowOpenCommit());
  const std::unique_ptr<store::Snapshot> before = store_.Read();
  // The trial's own newest month is that of its newest row so far.
  ENTENTE_ASSIGN_OR_RETURN(int32_t newest_month,
                           ReadNewestMonth(*before, session));
  newest_month = std::max(newest_month, trial.newest_month());
  const StoreBook stored(*before, index_, cache_);
  ENTENTE_ASSIGN_OR_RETURN(const BatchPlan plan,
                           PlanBatch(prepared, TrialBook(stored, trial),
                                     trial.next_block(), newest_month));
  trial.Absorb(plan);
  Advance(*prepared.batch, plan, state);
  return ToResponse(state, plan);
}

size_t IngestStore::EventCount() const {
  absl::MutexLock lock(&mutex_);
  return index_.size();
}

absl::StatusOr<std::optional<v1::SessionRecord>> ReadSession(
    const store::Reader& reader, const SessionName& session) {
  return store::GetRecord<v1::SessionRecord>(reader, SessionKey(session));
}

}  // namespace entente::indicators
