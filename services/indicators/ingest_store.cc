#include "services/indicators/ingest_store.h"

#include <map>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "services/common/base/error.h"
#include "services/common/base/timestamp.h"
#include "services/common/store/records.h"
#include "services/indicators/batch_answers.h"
#include "services/indicators/definition_store.h"
#include "services/indicators/ingest_errors.h"
#include "services/indicators/month_store.h"
#include "services/indicators/period_store.h"
#include "services/indicators/plan_moves_rules.h"

namespace entente::indicators {
namespace {

namespace v1 = entente::indicators::v1;

// `ground` still stands, and will until the transaction has ended.
absl::Status CheckUnchanged(const store::Reader& reader,
                            const std::string& municipality,
                            const Ground& ground) {
  ENTENTE_ASSIGN_OR_RETURN(const int64_t definitions,
                           ReadDefinitionsVersion(reader, municipality));
  if (definitions != ground.definitions->version()) {
    return DefinitionsChanged();
  }
  if (ground.periods == nullptr) return absl::OkStatus();
  ENTENTE_ASSIGN_OR_RETURN(const int64_t periods,
                           ReadPeriodVersion(reader, municipality));
  return periods == ground.periods->version() ? absl::OkStatus()
                                              : PeriodsChanged();
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

// How many of `batches`, one or more, follow `state` one after the other.
absl::StatusOr<size_t> CountNext(const v1::SessionRecord& state,
                                 absl::Span<const PreparedBatch> batches) {
  ENTENTE_RETURN_IF_ERROR(CheckPlace(state, *batches.front().batch));
  v1::SessionRecord place;
  place.set_durable_sequence(state.durable_sequence());
  place.set_next_row_index(state.next_row_index());
  size_t count = 0;
  while (count < batches.size()) {
    const v1::ObservationBatch& batch = *batches[count].batch;
    if (!CheckPlace(place, batch).ok()) break;
    place.set_durable_sequence(batch.sequence());
    place.set_next_row_index(place.next_row_index() + RowCount(batch));
    ++count;
  }
  return count;
}

// The session after `batch`.
void Advance(const v1::ObservationBatch& batch, const BatchOutcome& outcome,
             v1::SessionRecord& state) {
  state.set_durable_sequence(batch.sequence());
  state.set_next_row_index(state.next_row_index() + RowCount(batch));
  AddTotals(outcome.totals, *state.mutable_totals());
}

bool IsToRefuse(const BatchOutcome& outcome) {
  return outcome.totals.rejected() > 0;
}

absl::StatusOr<int32_t> ReadNewestMonth(const store::Reader& reader,
                                        const SessionName& session) {
  ENTENTE_ASSIGN_OR_RETURN(
      const std::optional<v1::SourceRecord> source,
      store::GetRecord<v1::SourceRecord>(
          reader, SourceKey(session.municipality, session.source)));
  return source.has_value() ? source->newest_month() : 0;
}

// What the plan moves.
absl::Status MoveMonths(store::Transaction& transaction,
                        const std::string& municipality,
                        const BlockPlan& plan) {
  MonthWriter writer(transaction, municipality);
  for (const MonthDeltas::Cell& cell : plan.deltas.cells()) {
    ENTENTE_RETURN_IF_ERROR(writer.Apply(plan.measures.texts()[cell.measure],
                                         plan.areas.texts()[cell.area], cell));
  }
  for (const MonthDeltas::Cell& cell : plan.split_deltas.cells()) {
    ENTENTE_RETURN_IF_ERROR(writer.Apply(plan.series.texts()[cell.measure],
                                         plan.areas.texts()[cell.area], cell));
  }
  return absl::OkStatus();
}

}  // namespace

absl::Status RecordOnly(store::Store& writer) {
  return writer.Transact([](store::Transaction&) { return absl::OkStatus(); });
}

absl::StatusOr<std::unique_ptr<IngestStore>> IngestStore::Open(
    store::Store& store) {
  std::unique_ptr<IngestStore> ingest(new IngestStore(store));
  absl::MutexLock lock(&ingest->mutex_);
  ENTENTE_RETURN_IF_ERROR(ingest->Follow());
  return ingest;
}

absl::StatusOr<v1::SessionRecord> IngestStore::OpenSession(
    store::Store& writer, const SessionName& session, const Opener& opener,
    absl::Time now) {
  v1::SessionRecord state;
  const absl::Status status =
      writer.Transact([&](store::Transaction& transaction) -> absl::Status {
        // Read here and not before: a batch of another stream, or one that its
        // stream gave up, may become durable until then. Of two streams that
        // open a session at once the first makes it.
        ENTENTE_ASSIGN_OR_RETURN(const std::optional<v1::SessionRecord> known,
                                 ReadSession(transaction, session));
        ENTENTE_RETURN_IF_ERROR(
            CheckOpening(transaction, session, opener, known));
        if (known.has_value()) {
          state = *known;
          return absl::OkStatus();
        }
        *state.mutable_create_time() = ToTimestamp(now);
        *state.mutable_update_time() = ToTimestamp(now);
        state.set_delivered_by(opener.deliverer);
        store::PutRecord(transaction, SessionKey(session), state);
        return absl::OkStatus();
      });
  if (!status.ok()) return status;
  return state;
}

absl::Status IngestStore::TrySession(store::Store& writer,
                                     const SessionName& session,
                                     const Opener& opener) {
  return writer.Transact([&](store::Transaction& transaction) -> absl::Status {
    ENTENTE_ASSIGN_OR_RETURN(const std::optional<v1::SessionRecord> known,
                             ReadSession(transaction, session));
    return CheckOpening(transaction, session, opener, known);
  });
}

absl::StatusOr<IngestAnswers> IngestStore::Commit(
    store::Store& writer, const SessionName& session, const Ground& ground,
    absl::Span<const PreparedBatch> batches, FailureMode mode, absl::Time now) {
  absl::MutexLock lock(&mutex_);
  ENTENTE_RETURN_IF_ERROR(FollowOpenCommit());
  const std::unique_ptr<store::Snapshot> before = store_.Read();
  ENTENTE_ASSIGN_OR_RETURN(std::optional<v1::SessionRecord> state,
                           ReadSession(*before, session));
  if (!state.has_value()) return SessionUnknown("name");
  if (batches.front().batch->sequence() <= state->durable_sequence()) {
    ENTENTE_RETURN_IF_ERROR(
        writer.Transact([&](store::Transaction& transaction) {
          return CheckDeliverer(transaction, session, ground.deliverer);
        }));
    ENTENTE_ASSIGN_OR_RETURN(v1::IngestResponse again,
                             AnswerAgain(*before, session, batches.front(),
                                         state->durable_sequence()));
    return IngestAnswers{std::move(again)};
  }
  ENTENTE_ASSIGN_OR_RETURN(const size_t count, CountNext(*state, batches));
  batches = batches.subspan(0, mode == FailureMode::kAtomic ? 1 : count);
  ENTENTE_ASSIGN_OR_RETURN(
      const std::optional<v1::BlockHead> head,
      store::GetRecord<v1::BlockHead>(*before, BlockHeadKey()));
  const int64_t block = head.has_value() ? head->next_block() : 1;
  ENTENTE_ASSIGN_OR_RETURN(const int32_t newest_month,
                           ReadNewestMonth(*before, session));
  ENTENTE_ASSIGN_OR_RETURN(
      const BlockPlan plan,
      PlanBlock(ground, batches, StoreBook(*before, index_, cache_), block,
                newest_month));
  batches = batches.subspan(0, plan.outcomes.size());
  if (mode == FailureMode::kAtomic && IsToRefuse(plan.outcomes.front())) {
    // Rejected by what still stands, not by what has changed meanwhile.
    ENTENTE_RETURN_IF_ERROR(
        writer.Transact([&](store::Transaction& transaction) -> absl::Status {
          ENTENTE_RETURN_IF_ERROR(
              CheckUnchanged(transaction, session.municipality, ground));
          return CheckDeliverer(transaction, session, ground.deliverer);
        }));
    return IngestAnswers{ToRefusal(*state, plan.outcomes.front())};
  }
  *state->mutable_update_time() = ToTimestamp(now);
  std::vector<v1::SessionRecord> states;
  for (size_t i = 0; i < batches.size(); ++i) {
    Advance(*batches[i].batch, plan.outcomes[i], *state);
    states.push_back(*state);
  }
  const absl::Status written =
      Write(writer, session, ground, batches, plan, block, states, now);
  // What was not answered may be on disk, now or later.
  is_commit_open_ = absl::IsUnavailable(written);
  ENTENTE_RETURN_IF_ERROR(written);
  // Only now, and still under the lock: nobody saw an index that is ahead of
  // the disk or behind it.
  for (size_t i = 0; i < plan.rows.size(); ++i) {
    if (i + kIdsAhead < plan.rows.size()) {
      index_.Prefetch(plan.rows[i + kIdsAhead].id);
    }
    index_.Insert(plan.rows[i].id, {block, static_cast<uint32_t>(i)});
  }
  IngestAnswers answers;
  for (size_t i = 0; i < batches.size(); ++i) {
    answers.push_back(ToResponse(states[i], plan.outcomes[i]));
  }
  return answers;
}

absl::Status IngestStore::FollowOpenCommit() {
  if (!is_commit_open_) return absl::OkStatus();
  // Transactions take effect one after another: what was begun before this one
  // has ended when it answers.
  ENTENTE_RETURN_IF_ERROR(RecordOnly(store_));
  ENTENTE_RETURN_IF_ERROR(Follow());
  is_commit_open_ = false;
  return absl::OkStatus();
}

absl::Status IngestStore::Follow() {
  const std::unique_ptr<store::Snapshot> now = store_.Read();
  ENTENTE_RETURN_IF_ERROR(index_.Follow(*now));
  ENTENTE_ASSIGN_OR_RETURN(
      const std::optional<v1::BlockHead> head,
      store::GetRecord<v1::BlockHead>(*now, BlockHeadKey()));
  if (!head.has_value() || !head->has_rows()) return absl::OkStatus();
  const auto ids = static_cast<int64_t>(index_.size());
  // An event of which the id is lost would count a second time.
  return ids == head->rows()
             ? absl::OkStatus()
             : absl::DataLossError(absl::StrCat(ids, " ids are stored of ",
                                                head->rows(), " rows"));
}

absl::Status IngestStore::Write(
    store::Store& writer, const SessionName& session, const Ground& ground,
    absl::Span<const PreparedBatch> batches, const BlockPlan& plan,
    int64_t block, absl::Span<const v1::SessionRecord> states, absl::Time now) {
  const bool has_rows = !plan.rows.empty();
  const v1::BlockRecord rows = EncodeBlock(session, plan, now);
  const EventIds ids = EncodeEventIds(plan);
  v1::BlockHead head;
  head.set_next_block(block + 1);
  head.set_rows(static_cast<int64_t>(index_.size() + plan.rows.size()));
  std::vector<v1::BatchRecord> answers;
  for (size_t i = 0; i < batches.size(); ++i) {
    answers.push_back(ToRecord(batches[i], plan.outcomes[i], states[i], block));
  }
  v1::SourceRecord source;
  source.set_newest_month(plan.newest_month);
  const std::map<int32_t, MeasureMoves> months = MovesByMonth(plan);

  return writer.Transact([&](store::Transaction& transaction) -> absl::Status {
    ENTENTE_RETURN_IF_ERROR(
        CheckUnchanged(transaction, session.municipality, ground));
    ENTENTE_RETURN_IF_ERROR(
        CheckDeliverer(transaction, session, ground.deliverer));
    ENTENTE_RETURN_IF_ERROR(
        MoveMonths(transaction, session.municipality, plan));
    for (const auto& [month, moves] : months) {
      ENTENTE_RETURN_IF_ERROR(ApplySourceMonth(
          transaction, {{session.municipality, month}, session.source}, moves,
          now));
      if (!ground.deliverer.empty()) {
        ENTENTE_RETURN_IF_ERROR(PutOnBehalf(
            transaction, {session.municipality, month}, ground.deliverer, now));
      }
    }
    for (const auto& [root, counted] : plan.corrected) {
      v1::CorrectedRecord record;
      record.set_measure_code(counted.measure);
      record.set_area(counted.area);
      record.set_day(counted.day);
      record.set_value(counted.value);
      record.set_is_withdrawn(counted.is_withdrawn);
      record.set_breakdown(counted.breakdown);
      store::PutRecord(transaction, CorrectedKey(root), record);
    }
    if (has_rows) {
      store::PutRecord(transaction, BlockKey(block), rows);
      PutEventIds(transaction, block, ids);
      store::PutRecord(transaction, BlockHeadKey(), head);
      store::PutRecord(transaction,
                       SourceKey(session.municipality, session.source), source);
    }
    for (size_t i = 0; i < batches.size(); ++i) {
      store::PutRecord(transaction,
                       BatchKey(session, batches[i].batch->sequence()),
                       answers[i]);
    }
    store::PutRecord(transaction, SessionKey(session), states.back());
    return absl::OkStatus();
  });
}

absl::StatusOr<v1::IngestResponse> IngestStore::Try(
    const SessionName& session, const Ground& ground,
    const PreparedBatch& prepared, FailureMode mode, Trial& trial,
    v1::SessionRecord& state) {
  ENTENTE_RETURN_IF_ERROR(CheckPlace(state, *prepared.batch));
  if (trial.rows() + RowCount(*prepared.batch) > Trial::kRowsMax) {
    return TrialTooLong();
  }
  absl::MutexLock lock(&mutex_);
  ENTENTE_RETURN_IF_ERROR(FollowOpenCommit());
  const std::unique_ptr<store::Snapshot> before = store_.Read();
  // The trial's own newest month is that of its newest row so far.
  ENTENTE_ASSIGN_OR_RETURN(int32_t newest_month,
                           ReadNewestMonth(*before, session));
  newest_month = std::max(newest_month, trial.newest_month());
  const StoreBook stored(*before, index_, cache_);
  ENTENTE_ASSIGN_OR_RETURN(
      const BlockPlan plan,
      PlanBlock(ground, absl::MakeConstSpan(&prepared, 1),
                TrialBook(stored, trial), trial.next_block(), newest_month));
  const BatchOutcome& outcome = plan.outcomes.front();
  if (mode == FailureMode::kAtomic && IsToRefuse(outcome)) {
    return ToRefusal(state, outcome);
  }
  trial.Absorb(plan);
  Advance(*prepared.batch, outcome, state);
  v1::IngestResponse response = ToResponse(state, outcome);
  AddMoves(plan, response);
  return response;
}

absl::StatusOr<std::vector<std::optional<CountedAs>>> IngestStore::Look(
    absl::Span<const EventId> ids) {
  std::vector<std::optional<CountedAs>> found;
  for (const EventId& id : ids) {
    // Taken for each: a block that must be read keeps one delivery waiting
    // once.
    absl::MutexLock lock(&mutex_);
    ENTENTE_RETURN_IF_ERROR(FollowOpenCommit());
    const std::unique_ptr<store::Snapshot> snapshot = store_.Read();
    ENTENTE_ASSIGN_OR_RETURN(const std::optional<PastEvent> past,
                             StoreBook(*snapshot, index_, cache_).Find(id));
    found.push_back(past.has_value() ? std::make_optional(past->counted)
                                     : std::nullopt);
  }
  return found;
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
