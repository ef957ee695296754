// Delivers rows over the ingest stream: several batches in flight, resumed from
// the durable sequence when the connection breaks or the token ends.
#ifndef TOOLS_CLIENT_INGEST_SENDER_H_
#define TOOLS_CLIENT_INGEST_SENDER_H_

#include <cstddef>
#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/synchronization/mutex.h"
#include "entente/indicators/v1/ingest_service.grpc.pb.h"
#include "tools/client/ingest_rejections.h"
#include "tools/client/known_row_rules.h"
#include "tools/client/observation_rows.h"
#include "tools/client/row_lines.h"
#include "tools/client/session.h"

namespace entente::client {

// Rows of a batch, at most; what the service stores at once or not at all.
inline constexpr int kBatchRowsMax = 8192;

struct IngestOptions {
  // "municipalities/21004".
  std::string parent = {};
  std::string source = {};
  std::string session_id = {};
  bool is_dry_run = false;
  // The whole file is one batch, of which a wrong row refuses all.
  bool is_atomic = false;
  // Whoever sends is not the source: IngestOnBehalf instead of Ingest.
  bool is_on_behalf = false;
  // Then: nobody needs to know the source yet.
  bool is_new_source = false;
  // An earlier session took the rows that this one knows: what an earlier run
  // delivered of it is not compared.
  bool is_known_own = false;
  // Rows of a batch otherwise, at most kBatchRowsMax.
  int batch_rows = 2048;
  // Batches sent and not yet acknowledged.
  size_t in_flight_max = 8;
  // Attempts in a row that acknowledge nothing.
  int attempts_max = 6;
};

struct IngestResult {
  // Of the whole session.
  entente::indicators::v1::IngestTotals totals;
  // Acknowledged by this run, and passed over because an earlier run had
  // delivered them.
  int64_t rows_acknowledged = 0;
  int64_t rows_skipped = 0;
  int reconnects = 0;
  // Atomic only: a row was rejected, so none was stored.
  bool is_refused = false;
  // Dry run only: by how much figures would move, by measure, split
  // ("audience=youth"; empty: all of it) and month (year * 12 + month - 1):
  // value and events.
  struct Move {
    int64_t value = 0;
    int64_t contributions = 0;
  };
  std::map<std::tuple<std::string, std::string, int>, Move> moves;
  // Rejections of this run, see AddReasons.
  ReasonCounts rejections;
  // The first ones of them, kRejectedRowsShownMax at most, by row.
  std::vector<RejectedRow> rejected_rows;
  // Atomic only: those of the batch that was refused, by row.
  std::vector<entente::indicators::v1::Rejection> refused_rows;

  // Whether rows were sent and each of them was rejected, in the whole session.
  bool TookNothing() const {
    return totals.sent() > 0 && totals.rejected() == totals.sent();
  }
  // Whether no row of the whole session moved anything.
  bool MovedNothing() const {
    return totals.created() + totals.updated() + totals.withdrawn() == 0;
  }
};

// One delivery. Run is called once.
class IngestSender {
 public:
  // `watch` is called after each acknowledged batch, from the thread of Run or
  // the stream's reader, never from both at once. `bytes_done` is how far in
  // the file the acknowledged rows reach.
  using Watch = std::function<void(const IngestResult&, int64_t bytes_done)>;

  // `session` and `rows` outlive the sender.
  IngestSender(Session& session, ObservationRows& rows, IngestOptions options,
               Watch watch);
  virtual ~IngestSender() = default;

  // Atomic only, and then before Run: reads the file, and sends nothing.
  // Errors: INVALID_ARGUMENT / ATOMIC_TOO_LARGE when it is more than one batch.
  absl::Status ReadWhole();

  // Sends every row. Errors: those of the service; INGEST_INTERRUPTED when
  // attempts_max were in vain, or a dry run broke; INGEST_FILE_CHANGED when the
  // session holds more rows than the file; atomic only: ATOMIC_BEGUN when it
  // holds a part of them. A batch that is refused whole ends it without error,
  // with is_refused.
  absl::StatusOr<IngestResult> Run();

  // After Run: rows that were known, and those that an earlier run had
  // delivered where its session has known ones, unless is_known_own.
  const KnownRows& known_rows() const { return known_rows_; }

  // After Run: on which lines of the file the rows stand that this run sent, or
  // passed over where one of them may be known.
  const RowLines& row_lines() const { return row_lines_; }

 protected:
  using Stub = entente::indicators::v1::IngestService::Stub;

  // A stub of the service, and `context` ready for one stream. Errors: those
  // of the session.
  virtual absl::StatusOr<std::unique_ptr<Stub>> Connect(
      grpc::ClientContext& context);

 private:
  using Stream =
      grpc::ClientReaderWriter<entente::indicators::v1::IngestRequest,
                               entente::indicators::v1::IngestResponse>;

  // One connection, until the end or a failure.
  absl::Status RunStream();
  // Opens the session and drops what is durable. False when the service ended
  // the stream instead; why is what Finish says.
  absl::StatusOr<bool> Resume(Stream& stream);
  absl::Status SkipDelivered(int64_t next_row_index)
      ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  // The same of a file that is one batch: delivered, or not begun.
  absl::Status DropDelivered(int64_t next_row_index)
      ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  // Reads acknowledgements until the stream ends.
  void ReadAnswers(Stream& stream);
  // Writes what is pending, then new batches. Returns when everything was
  // written or the stream broke.
  void WriteBatches(Stream& stream);
  // Reads the next row of the file into `batch`; false at its end.
  bool NextRow(entente::indicators::v1::ObservationBatch& batch);
  // The next batch; false at the end of the file.
  bool FillBatch(entente::indicators::v1::ObservationBatch& batch);
  void Acknowledge(const entente::indicators::v1::IngestResponse& response);
  bool CanWrite() const ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_) {
    return is_broken_ || sent_ < options_.in_flight_max;
  }
  bool IsDone();

  Session& session_;
  ObservationRows& rows_;
  const IngestOptions options_;
  const Watch watch_;
  int64_t next_sequence_ = 1;
  bool is_first_stream_ = true;
  bool is_file_done_ = false;
  // Of rows that were read; by the thread of Run alone.
  RowLines row_lines_;

  struct Pending {
    entente::indicators::v1::ObservationBatch batch;
    // Where in the file it ends.
    int64_t bytes_end = 0;
  };

  absl::Mutex mutex_;
  // Made and not acknowledged, oldest first; the first `sent_` of them were
  // written to this stream.
  std::deque<Pending> pending_ ABSL_GUARDED_BY(mutex_);
  size_t sent_ ABSL_GUARDED_BY(mutex_) = 0;
  bool is_broken_ ABSL_GUARDED_BY(mutex_) = false;
  IngestResult result_ ABSL_GUARDED_BY(mutex_);
  // Written under mutex_, and read once Run has ended.
  KnownRows known_rows_;
};

// Whether `totals` add up.
bool Reconciles(const entente::indicators::v1::IngestTotals& totals);

}  // namespace entente::client

#endif  // TOOLS_CLIENT_INGEST_SENDER_H_
