#include "tools/client/ingest_sender.h"

#include <algorithm>
#include <thread>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "services/common/base/error.h"

namespace entente::client {
namespace {

namespace v1 = entente::indicators::v1;

// A stream outlives a plain call; it ends with the token at the latest, and is
// then resumed.
constexpr absl::Duration kStreamTimeout = absl::Hours(1);
constexpr absl::Duration kPauseFirst = absl::Milliseconds(250);

absl::Status Interrupted(const absl::Status& cause) {
  return MakeError(
      absl::StatusCode::kUnavailable,
      {.reason = "INGEST_INTERRUPTED",
       .sentence = {
           absl::StrCat("The delivery was interrupted (",
                        std::string(cause.message()),
                        "). Nothing acknowledged is lost: run the same command "
                        "again, it resumes."),
           absl::StrCat("La livraison a été interrompue (",
                        std::string(cause.message()),
                        "). Rien de ce qui est confirmé n'est perdu : relancez "
                        "la même commande, elle reprend."),
           absl::StrCat("De levering werd onderbroken (",
                        std::string(cause.message()),
                        "). Niets van wat bevestigd is, gaat verloren: start "
                        "dezelfde opdracht opnieuw, ze gaat verder.")}});
}

// A stream that ended well without an answer: no service of ours does that.
absl::Status EndedUnopened() {
  return MakeError(
      absl::StatusCode::kUnavailable,
      {.reason = "INGEST_NOT_OPENED",
       .sentence = {
           "The service ended the delivery before opening it. Try again.",
           "Le service a terminé la livraison avant de l'ouvrir. Réessayez.",
           "De dienst beëindigde de levering voor ze geopend was. Probeer "
           "opnieuw."}});
}

absl::Status FileChanged(int64_t rows) {
  return MakeError(
      absl::StatusCode::kFailedPrecondition,
      {.reason = "INGEST_FILE_CHANGED",
       .sentence = {
           absl::StrCat("The session already holds ", rows,
                        " rows, more than this file. Give another --session."),
           absl::StrCat("La session compte déjà ", rows,
                        " lignes, plus que ce fichier. Donnez une autre "
                        "--session."),
           absl::StrCat("De sessie telt al ", rows,
                        " rijen, meer dan dit bestand. Geef een andere "
                        "--session.")}});
}

absl::Status AtomicTooLarge() {
  const std::string max = absl::StrCat(kBatchRowsMax);
  return MakeError(
      absl::StatusCode::kInvalidArgument,
      {.reason = "ATOMIC_TOO_LARGE",
       .metadata = {{"rows_max", max}},
       .sentence = {
           absl::StrCat("The file has more than ", max,
                        " rows, the most that are stored together or not at "
                        "all. Nothing was sent: deliver it without --atomic (a "
                        "row counts once, however often it is sent), or split "
                        "it. A later version of a record is several rows."),
           absl::StrCat("Le fichier a plus de ", max,
                        " lignes, le plus qui s'enregistre ensemble ou pas du "
                        "tout. Rien n'a été envoyé : livrez-le sans --atomic "
                        "(une ligne compte une fois, quel que soit le nombre "
                        "d'envois), ou divisez-le. Une version ultérieure d'un "
                        "enregistrement compte pour plusieurs lignes."),
           absl::StrCat("Het bestand heeft meer dan ", max,
                        " rijen, het maximum dat samen of helemaal niet wordt "
                        "bewaard. Er is niets verzonden: lever het zonder "
                        "--atomic (een rij telt één keer, hoe vaak ze ook "
                        "verzonden wordt), of splits het. Een latere versie "
                        "van een record telt voor meerdere rijen.")}});
}

absl::Status AtomicBegun(int64_t rows) {
  return MakeError(
      absl::StatusCode::kFailedPrecondition,
      {.reason = "ATOMIC_BEGUN",
       .metadata = {{"rows_known", absl::StrCat(rows)}},
       .sentence = {
           absl::StrCat("The session already holds ", rows,
                        " rows of this file, delivered without --atomic. Go on "
                        "without it, or give another --session."),
           absl::StrCat("La session compte déjà ", rows,
                        " lignes de ce fichier, livrées sans --atomic. "
                        "Continuez sans, ou donnez une autre --session."),
           absl::StrCat("De sessie telt al ", rows,
                        " rijen van dit bestand, geleverd zonder --atomic. Ga "
                        "zonder verder, of geef een andere --session.")}});
}

}  // namespace

bool Reconciles(const v1::IngestTotals& totals) {
  return totals.sent() == totals.created() + totals.updated() +
                              totals.unchanged() + totals.duplicate() +
                              totals.rejected() + totals.withdrawn();
}

IngestSender::IngestSender(Session& session, ObservationRows& rows,
                           IngestOptions options, Watch watch)
    : session_(session),
      rows_(rows),
      options_(std::move(options)),
      watch_(std::move(watch)) {}

absl::Status IngestSender::ReadWhole() {
  v1::ObservationBatch batch;
  if (FillBatch(batch)) {
    if (!is_file_done_ && rows_.Skip()) return AtomicTooLarge();
    absl::MutexLock lock(&mutex_);
    pending_.push_back({std::move(batch), rows_.bytes()});
  }
  is_file_done_ = true;
  return absl::OkStatus();
}

absl::StatusOr<IngestResult> IngestSender::Run() {
  int attempts = 0;
  while (true) {
    int64_t before = 0;
    {
      absl::MutexLock lock(&mutex_);
      before = result_.rows_acknowledged;
    }
    const absl::Status status = RunStream();
    if (status.ok() && IsDone()) break;
    if (ErrorReason(status) == "BATCH_REFUSED") break;
    if (!status.ok() && !Session::IsResumable(status)) return status;
    session_.Disconnect("indicators");
    absl::MutexLock lock(&mutex_);
    attempts = result_.rows_acknowledged > before ? 1 : attempts + 1;
    // Nothing was ever delivered: the cause says more than an interruption. A
    // dry run keeps nothing on the other side that it could resume from.
    if (is_first_stream_ && !status.ok()) return status;
    if (attempts >= options_.attempts_max || options_.is_dry_run) {
      return Interrupted(status);
    }
    ++result_.reconnects;
    absl::SleepFor(kPauseFirst * (1 << attempts));
  }
  absl::MutexLock lock(&mutex_);
  return result_;
}

bool IngestSender::IsDone() {
  absl::MutexLock lock(&mutex_);
  return is_file_done_ && pending_.empty();
}

absl::StatusOr<std::unique_ptr<IngestSender::Stub>> IngestSender::Connect(
    grpc::ClientContext& context) {
  ENTENTE_ASSIGN_OR_RETURN(auto stub, session_.NewStub<v1::IngestService>());
  ENTENTE_RETURN_IF_ERROR(
      session_.Prepare({.timeout = kStreamTimeout}, context));
  return stub;
}

absl::Status IngestSender::RunStream() {
  grpc::ClientContext context;
  ENTENTE_ASSIGN_OR_RETURN(const std::unique_ptr<Stub> stub, Connect(context));
  const auto stream = options_.is_on_behalf ? stub->IngestOnBehalf(&context)
                                            : stub->Ingest(&context);
  const absl::StatusOr<bool> is_open = Resume(*stream);
  if (is_open.value_or(false)) {
    std::thread reader([&] { ReadAnswers(*stream); });
    WriteBatches(*stream);
    stream->WritesDone();
    reader.join();
  } else if (!is_open.ok()) {
    // Only here: cancelling a stream that was refused would hide the reason.
    context.TryCancel();
  }
  const absl::Status end = session_.Explain(stream->Finish(), "indicators");
  // What the service said beats what the client noticed.
  if (!end.ok() && (is_open.ok() || !absl::IsCancelled(end))) return end;
  if (!is_open.ok()) return is_open.status();
  return *is_open ? absl::OkStatus() : EndedUnopened();
}

absl::StatusOr<bool> IngestSender::Resume(Stream& stream) {
  v1::IngestRequest request;
  v1::OpenSession& open = *request.mutable_open();
  open.set_parent(options_.parent);
  open.set_source(options_.source);
  open.set_session_id(options_.session_id);
  open.set_validate_only(options_.is_dry_run);
  open.set_is_new_source(options_.is_new_source);
  open.set_failure_mode(options_.is_atomic
                            ? v1::OpenSession::FAILURE_MODE_ATOMIC
                            : v1::OpenSession::FAILURE_MODE_ROW_WISE);
  v1::IngestResponse response;
  if (!stream.Write(request) || !stream.Read(&response)) {
    return false;
  }
  absl::MutexLock lock(&mutex_);
  is_broken_ = false;
  sent_ = 0;
  result_.totals = response.totals();
  while (!is_first_stream_ && !pending_.empty() &&
         pending_.front().batch.sequence() <= response.durable_sequence()) {
    // Durable although its answer never arrived.
    const v1::ObservationBatch& batch = pending_.front().batch;
    result_.rows_acknowledged +=
        batch.observations_size() + batch.unreadable_size();
    if (response.totals().duplicate() > 0) known_rows_.AddUnanswered(batch);
    pending_.pop_front();
  }
  if (!is_first_stream_) return true;
  is_first_stream_ = false;
  next_sequence_ = response.durable_sequence() + 1;
  result_.rows_skipped = response.next_row_index();
  ENTENTE_RETURN_IF_ERROR(options_.is_atomic
                              ? DropDelivered(response.next_row_index())
                              : SkipDelivered(response.next_row_index()));
  return true;
}

absl::Status IngestSender::SkipDelivered(int64_t next_row_index) {
  // What became of them was told to an earlier run.
  const bool has_known = result_.totals.duplicate() > 0;
  v1::ObservationBatch batch;
  while (rows_.row_index() < next_row_index) {
    batch.Clear();
    batch.set_first_row_index(rows_.row_index());
    if (!(has_known ? NextRow(batch) : rows_.Skip())) {
      return FileChanged(next_row_index);
    }
    if (!options_.is_known_own) known_rows_.AddUnanswered(batch);
  }
  return absl::OkStatus();
}

absl::Status IngestSender::DropDelivered(int64_t next_row_index) {
  const int64_t rows = rows_.row_index();
  if (next_row_index > rows) return FileChanged(next_row_index);
  if (next_row_index == rows) {
    if (!pending_.empty() && result_.totals.duplicate() > 0) {
      known_rows_.AddUnanswered(pending_.front().batch);
    }
    pending_.clear();
  } else if (next_row_index > 0) {
    return AtomicBegun(next_row_index);
  }
  return absl::OkStatus();
}

bool IngestSender::NextRow(v1::ObservationBatch& batch) {
  const int64_t row_index = rows_.row_index();
  if (!rows_.Next(batch)) return false;
  row_lines_.Add(row_index, rows_.line());
  return true;
}

bool IngestSender::FillBatch(v1::ObservationBatch& batch) {
  const int rows_max = options_.is_atomic ? kBatchRowsMax : options_.batch_rows;
  batch.set_sequence(next_sequence_);
  batch.set_first_row_index(rows_.row_index());
  while (batch.observations_size() + batch.unreadable_size() < rows_max) {
    if (!NextRow(batch)) {
      is_file_done_ = true;
      break;
    }
  }
  if (batch.observations_size() + batch.unreadable_size() == 0) return false;
  ++next_sequence_;
  return true;
}

void IngestSender::WriteBatches(Stream& stream) {
  while (true) {
    v1::IngestRequest request;
    {
      absl::MutexLock lock(&mutex_);
      mutex_.Await(absl::Condition(
          +[](IngestSender* self) ABSL_EXCLUSIVE_LOCKS_REQUIRED(self->mutex_) {
            return self->CanWrite();
          },
          this));
      if (is_broken_) return;
      if (sent_ < pending_.size()) {
        *request.mutable_batch() = pending_[sent_].batch;
      }
    }
    if (!request.has_batch()) {
      if (is_file_done_ || !FillBatch(*request.mutable_batch())) return;
    }
    {
      // Before the write, so that its answer finds it.
      absl::MutexLock lock(&mutex_);
      if (sent_ == pending_.size()) {
        pending_.push_back({request.batch(), rows_.bytes()});
      }
      ++sent_;
    }
    if (!stream.Write(request)) return;
  }
}

void IngestSender::ReadAnswers(Stream& stream) {
  v1::IngestResponse response;
  while (stream.Read(&response)) Acknowledge(response);
  absl::MutexLock lock(&mutex_);
  is_broken_ = true;
}

void IngestSender::Acknowledge(const v1::IngestResponse& response) {
  IngestResult snapshot;
  int64_t bytes = 0;
  {
    absl::MutexLock lock(&mutex_);
    if (sent_ == 0) return;
    const v1::ObservationBatch& batch = pending_.front().batch;
    const int64_t rows = batch.observations_size() + batch.unreadable_size();
    if (response.is_refused()) {
      result_.is_refused = true;
      result_.refused_rows.assign(response.rejections().begin(),
                                  response.rejections().end());
    } else {
      result_.rows_acknowledged += rows;
      known_rows_.Add(batch, response);
    }
    result_.totals = response.totals();
    const auto add = [this](const v1::FigureMove& moved) {
      const int month = moved.month().year() * 12 + moved.month().month() - 1;
      const std::string split =
          moved.split_by().empty()
              ? ""
              : absl::StrCat(moved.split_by(), "=", moved.split_code());
      IngestResult::Move& move =
          result_.moves[{moved.measure_code(), split, month}];
      move.value += moved.value();
      move.contributions += moved.contributions();
    };
    for (const v1::FigureMove& moved : response.moves()) add(moved);
    for (const v1::FigureMove& moved : response.part_moves()) add(moved);
    AddReasons(batch, response.rejections(), result_.rejections,
               result_.rejected_rows);
    bytes = pending_.front().bytes_end;
    pending_.pop_front();
    --sent_;
    snapshot = result_;
  }
  if (watch_) watch_(snapshot, bytes);
}

}  // namespace entente::client
