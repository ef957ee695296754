#include "services/indicators/batch_answers.h"

#include <optional>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "services/common/base/error.h"
#include "services/common/store/records.h"
#include "services/indicators/error_rules.h"

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

}  // namespace

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
  const v1::IngestTotals& totals = outcome.totals;
  const bool has_rows = totals.created() + totals.updated() +
                            totals.withdrawn() + totals.unchanged() >
                        0;
  answer.set_block(has_rows ? block : 0);
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

}  // namespace entente::indicators
