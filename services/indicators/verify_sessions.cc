#include "services/indicators/verify_sessions.h"

#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "entente/indicators/v1/records.pb.h"
#include "services/common/base/error.h"
#include "services/common/store/records.h"
#include "services/indicators/batch_answers.h"
#include "services/indicators/indicators_keys.h"

namespace entente::indicators {
namespace {

namespace v1 = entente::indicators::v1;

using GoOn = std::function<absl::Status()>;

absl::StatusOr<bool> IsReconciled(const store::Reader& reader,
                                  const SessionName& name,
                                  const v1::SessionRecord& state,
                                  const GoOn& go_on) {
  int64_t counts[8] = {};
  int64_t batches = 0;
  int64_t unreadable = 0;
  int64_t differing = 0;
  int64_t next_row_index = 0;
  bool are_known = true;
  const bool is_on_behalf = !state.delivered_by().empty();
  bool is_by_whom_it_says = true;
  absl::Status status;
  const absl::Status scanned = store::ScanRecords<v1::BatchRecord>(
      reader, BatchPrefix(name), "",
      [&](absl::string_view, const v1::BatchRecord& batch) {
        status = go_on();
        if (!status.ok()) return false;
        ++batches;
        int64_t rejected_states = 0;
        for (const uint64_t run : batch.state_runs()) {
          counts[run & 7] += static_cast<int64_t>(run >> 3);
          if ((run & 7) == v1::ROW_STATE_REJECTED) {
            rejected_states += static_cast<int64_t>(run >> 3);
          }
        }
        unreadable += batch.rejections_size() - rejected_states;
        differing += batch.known_rows_that_differ_size();
        are_known = are_known && batch.totals().differing() == differing &&
                    NamesKnownRows(batch, next_row_index);
        next_row_index = batch.next_row_index();
        is_by_whom_it_says =
            is_by_whom_it_says &&
            (!batch.has_is_on_behalf() || batch.is_on_behalf() == is_on_behalf);
        return true;
      });
  ENTENTE_RETURN_IF_ERROR(status);
  const v1::IngestTotals& totals = state.totals();
  return scanned.ok() && are_known && is_by_whom_it_says &&
         batches == state.durable_sequence() &&
         totals.created() == counts[v1::ROW_STATE_CREATED] &&
         totals.updated() == counts[v1::ROW_STATE_UPDATED] &&
         totals.unchanged() == counts[v1::ROW_STATE_UNCHANGED] &&
         totals.duplicate() == counts[v1::ROW_STATE_DUPLICATE] &&
         totals.differing() == differing &&
         totals.withdrawn() == counts[v1::ROW_STATE_WITHDRAWN] &&
         totals.rejected() == counts[v1::ROW_STATE_REJECTED] + unreadable &&
         totals.sent() == totals.created() + totals.updated() +
                              totals.unchanged() + totals.duplicate() +
                              totals.rejected() + totals.withdrawn() &&
         totals.sent() == state.next_row_index();
}

}  // namespace

absl::Status VerifySessions(const store::Reader& reader,
                            const std::function<void(std::string)>& differ,
                            const GoOn& go_on, int64_t& count) {
  absl::Status status;
  const absl::Status scanned = store::ScanRecords<v1::SessionRecord>(
      reader, AllSessionsPrefix(), "",
      [&](absl::string_view key, const v1::SessionRecord& state) {
        status = go_on();
        if (!status.ok()) return false;
        ++count;
        const absl::StatusOr<SessionName> name = ParseSessionKey(key);
        absl::StatusOr<bool> is_reconciled = false;
        if (name.ok())
          is_reconciled = IsReconciled(reader, *name, state, go_on);
        status = is_reconciled.status();
        if (!status.ok()) return false;
        if (!*is_reconciled) {
          differ(absl::StrCat("session ", name.ok() ? FormatSession(*name) : "",
                              " does not reconcile with its batches"));
        }
        return true;
      });
  return scanned.ok() ? status : scanned;
}

}  // namespace entente::indicators
