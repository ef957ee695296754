#include "services/indicators/batch_answers.h"

#include <algorithm>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "services/common/base/error.h"
#include "services/common/store/records.h"
#include "services/indicators/ingest_errors.h"

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

// As BatchRecord keeps them; `rows` are ascending.
void AddRowRuns(const std::vector<int64_t>& rows, v1::BatchRecord& record) {
  int64_t end = 0;
  for (size_t i = 0; i < rows.size();) {
    const size_t first = i;
    while (i < rows.size() &&
           rows[i] - rows[first] == static_cast<int64_t>(i - first)) {
      ++i;
    }
    record.add_known_rows_not_compared(rows[first] - end);
    record.add_known_rows_not_compared(static_cast<int64_t>(i - first));
    end = rows[first] + static_cast<int64_t>(i - first);
  }
}

// The rows that `record` keeps so, ascending; nullopt where these are no runs
// of rows of before next_row_index.
std::optional<std::vector<int64_t>> NotComparedRows(
    const v1::BatchRecord& record) {
  const auto& runs = record.known_rows_not_compared();
  if (runs.size() % 2 != 0) return std::nullopt;
  std::vector<int64_t> rows;
  int64_t end = 0;
  for (int i = 0; i < runs.size(); i += 2) {
    const int64_t before = runs.Get(i);
    const int64_t length = runs.Get(i + 1);
    // Two that touch would be one.
    if (before < (i == 0 ? 0 : 1) || length < 1 ||
        before > record.next_row_index() - end ||
        length > record.next_row_index() - end - before) {
      return std::nullopt;
    }
    end += before;
    for (int64_t row = 0; row < length; ++row) rows.push_back(end++);
  }
  return rows;
}

}  // namespace

v1::BatchRecord ToRecord(const PreparedBatch& batch,
                         const BatchOutcome& outcome,
                         const v1::SessionRecord& state, int64_t block) {
  v1::BatchRecord answer;
  answer.set_fingerprint(std::string(batch.fingerprint.view()));
  for (const uint64_t run : ToRuns(outcome.states)) answer.add_state_runs(run);
  for (const v1::Rejection& rejection : outcome.rejections) {
    *answer.add_rejections() = rejection;
  }
  *answer.mutable_totals() = state.totals();
  answer.set_next_row_index(state.next_row_index());
  for (const int64_t row : outcome.known_rows_that_differ) {
    answer.add_known_rows_that_differ(row);
  }
  answer.set_known_rows_compared(outcome.known_rows_compared);
  AddRowRuns(outcome.known_rows_not_compared, answer);
  const v1::IngestTotals& totals = outcome.totals;
  const bool has_rows = totals.created() + totals.updated() +
                            totals.withdrawn() + totals.unchanged() >
                        0;
  answer.set_block(has_rows ? block : 0);
  answer.set_is_on_behalf(!state.delivered_by().empty());
  return answer;
}

v1::IngestResponse ToResponse(const v1::SessionRecord& state,
                              const BatchOutcome& outcome) {
  v1::IngestResponse response;
  response.set_durable_sequence(state.durable_sequence());
  response.set_next_row_index(state.next_row_index());
  *response.mutable_totals() = state.totals();
  response.mutable_row_states()->Reserve(
      static_cast<int>(outcome.states.size()));
  for (const v1::RowState row : outcome.states) response.add_row_states(row);
  for (const v1::Rejection& rejection : outcome.rejections) {
    *response.add_rejections() = rejection;
  }
  for (const int64_t row : outcome.known_rows_that_differ) {
    response.add_known_rows_that_differ(row);
  }
  response.set_known_rows_compared(outcome.known_rows_compared);
  for (const int64_t row : outcome.known_rows_not_compared) {
    response.add_known_rows_not_compared(row);
  }
  return response;
}

v1::IngestResponse ToRefusal(const v1::SessionRecord& state,
                             const BatchOutcome& outcome) {
  v1::IngestResponse response = ToResponse(state, outcome);
  response.set_is_refused(true);
  return response;
}

absl::StatusOr<v1::IngestResponse> AnswerAgain(const store::Reader& reader,
                                               const SessionName& session,
                                               const PreparedBatch& batch,
                                               int64_t durable_sequence) {
  const int64_t sequence = batch.batch->sequence();
  if (sequence < 1) return SequenceGap(durable_sequence + 1);
  ENTENTE_ASSIGN_OR_RETURN(
      const std::optional<v1::BatchRecord> record,
      store::GetRecord<v1::BatchRecord>(reader, BatchKey(session, sequence)));
  if (!record.has_value()) return absl::DataLossError("a batch is missing");
  if (record->fingerprint() != batch.fingerprint.view()) {
    return SequenceReused(sequence);
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
  *response.mutable_known_rows_that_differ() = record->known_rows_that_differ();
  response.set_known_rows_compared(record->known_rows_compared());
  const std::optional<std::vector<int64_t>> not_compared =
      NotComparedRows(*record);
  if (!not_compared.has_value()) {
    return absl::DataLossError("a batch names rows that it has not");
  }
  for (const int64_t row : *not_compared) {
    response.add_known_rows_not_compared(row);
  }
  return response;
}

bool NamesKnownRows(const v1::BatchRecord& record, int64_t first_row_index) {
  const auto& differ = record.known_rows_that_differ();
  const std::optional<std::vector<int64_t>> not_compared =
      NotComparedRows(record);
  if (!not_compared.has_value()) return false;
  if (differ.empty() && not_compared->empty()) return true;
  // Those that could not be read, which have no state, among them.
  std::set<int64_t> rejected;
  for (const v1::Rejection& rejection : record.rejections()) {
    rejected.insert(rejection.row_index());
  }
  std::vector<int64_t> known;
  int64_t row = first_row_index;
  for (const uint64_t run : record.state_runs()) {
    const uint64_t state = run & ((1 << kRunStateBits) - 1);
    if (state == v1::ROW_STATE_REJECTED) continue;
    for (uint64_t i = 0; i < run >> kRunStateBits; ++i) {
      while (rejected.contains(row)) ++row;
      if (row >= record.next_row_index()) return false;
      if (state == v1::ROW_STATE_DUPLICATE) known.push_back(row);
      ++row;
    }
  }
  const auto are_known = [&known](const auto& rows) {
    return std::is_sorted(rows.begin(), rows.end()) &&
           std::includes(known.begin(), known.end(), rows.begin(), rows.end());
  };
  return are_known(differ) && are_known(*not_compared);
}

}  // namespace entente::indicators
