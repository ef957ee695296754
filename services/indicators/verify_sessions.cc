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

// Adds what the rows of `batch` became. Of rows that could not be read there is
// no state, but a rejection as of any other.
void AddStates(const v1::BatchRecord& batch, v1::IngestTotals& totals) {
  int64_t counts[8] = {};
  for (const uint64_t run : batch.state_runs()) {
    counts[run & 7] += static_cast<int64_t>(run >> 3);
  }
  const int64_t rejected = batch.rejections_size();
  totals.set_created(totals.created() + counts[v1::ROW_STATE_CREATED]);
  totals.set_updated(totals.updated() + counts[v1::ROW_STATE_UPDATED]);
  totals.set_unchanged(totals.unchanged() + counts[v1::ROW_STATE_UNCHANGED]);
  totals.set_duplicate(totals.duplicate() + counts[v1::ROW_STATE_DUPLICATE]);
  totals.set_withdrawn(totals.withdrawn() + counts[v1::ROW_STATE_WITHDRAWN]);
  totals.set_rejected(totals.rejected() + rejected);
  totals.set_sent(totals.created() + totals.updated() + totals.unchanged() +
                  totals.duplicate() + totals.withdrawn() + totals.rejected());
  totals.set_differing(totals.differing() +
                       batch.known_rows_that_differ_size());
}

// Rows that may have been late.
int64_t MovedRows(const v1::IngestTotals& totals) {
  return totals.created() + totals.updated() + totals.withdrawn();
}

bool AreSame(const v1::IngestTotals& a, const v1::IngestTotals& b) {
  return a.SerializeAsString() == b.SerializeAsString();
}

// The batches of one session, in their order.
class BatchRecount {
 public:
  explicit BatchRecount(const v1::SessionRecord& state) : state_(state) {}

  void Take(const v1::BatchRecord& batch) {
    ++batches_;
    const int64_t moved_before = MovedRows(totals_);
    AddStates(batch, totals_);
    // No state says whether a row was late: what was answered is taken over, as
    // far as the rows of this batch allow.
    const int64_t late = batch.totals().late() - totals_.late();
    const bool is_late_possible =
        late >= 0 && late <= MovedRows(totals_) - moved_before;
    totals_.set_late(batch.totals().late());
    const bool is_by_whom_it_says =
        !batch.has_is_on_behalf() ||
        batch.is_on_behalf() == !state_.delivered_by().empty();
    is_sound_ = is_sound_ && is_late_possible && is_by_whom_it_says &&
                AreSame(batch.totals(), totals_) &&
                batch.next_row_index() == totals_.sent() &&
                NamesKnownRows(batch, next_row_index_);
    next_row_index_ = batch.next_row_index();
  }

  // After the last batch.
  bool IsReconciled() const {
    return is_sound_ && batches_ == state_.durable_sequence() &&
           AreSame(state_.totals(), totals_) &&
           state_.next_row_index() == totals_.sent();
  }

 private:
  const v1::SessionRecord& state_;
  // So far; each batch was answered them as they were after it.
  v1::IngestTotals totals_;
  int64_t batches_ = 0;
  int64_t next_row_index_ = 0;
  bool is_sound_ = true;
};

absl::StatusOr<bool> IsReconciled(const store::Reader& reader,
                                  const SessionName& name,
                                  const v1::SessionRecord& state,
                                  const GoOn& go_on) {
  BatchRecount recount(state);
  absl::Status status;
  const absl::Status scanned = store::ScanRecords<v1::BatchRecord>(
      reader, BatchPrefix(name), "",
      [&](absl::string_view, const v1::BatchRecord& batch) {
        status = go_on();
        if (status.ok()) recount.Take(batch);
        return status.ok();
      });
  ENTENTE_RETURN_IF_ERROR(status);
  return scanned.ok() && recount.IsReconciled();
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
