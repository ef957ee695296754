#include "tools/client/ingest_deliverer.h"

#include <algorithm>
#include <cstddef>
#include <ostream>
#include <utility>

#include "absl/status/status.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "services/common/base/error.h"
#include "tools/client/delivery/file_facts.h"
#include "tools/client/error_text.h"
#include "tools/client/files.h"
#include "tools/client/ingest_rejections.h"
#include "tools/client/progress.h"

namespace entente::client {
namespace {

namespace v1 = entente::indicators::v1;

// What `answer` tells; why it tells nothing is said, and what that leaves.
template <typename T>
std::optional<T> Told(Cli& cli, absl::StatusOr<std::optional<T>> answer) {
  if (answer.ok()) return *std::move(answer);
  cli.err() << ErrorText(answer.status(), cli.language(), cli.columns());
  cli.Note(
      {"Rows in front of their event may be left rejected; give the same "
       "command again.",
       "Des lignes qui précèdent leur événement peuvent rester rejetées ; "
       "donnez la même commande à nouveau.",
       "Rijen voor hun gebeurtenis kunnen geweigerd blijven; geef dezelfde "
       "opdracht opnieuw."});
  return std::nullopt;
}

// The progress begins at 0 again.
void NoteSentAgain(Cli& cli) {
  cli.Note({"Rows in front of their event: the file is sent once more.",
            "Lignes qui précèdent leur événement : le fichier est envoyé "
            "encore une fois.",
            "Rijen voor hun gebeurtenis: het bestand wordt nog eens "
            "verzonden."});
}

}  // namespace

IngestDeliverer::IngestDeliverer(Cli& cli, const IngestFlags& flags,
                                 const std::string& parent,
                                 const IngestInput& input,
                                 RowQuestions& questions)
    : cli_(cli),
      flags_(flags),
      parent_(parent),
      bytes_total_(input.bytes_total),
      can_read_again_(CanReadAgain(flags, input)),
      questions_(questions),
      asked_(cli.session(), questions, parent, flags.source, flags.is_atomic,
             flags.batch_rows) {}

absl::StatusOr<bool> IngestDeliverer::CheckSheets(
    ObservationRows& rows, std::optional<int64_t> rows_held) {
  absl::Status unanswered;
  ENTENTE_RETURN_IF_ERROR(AskSheets(cli_, flags_, parent_, rows, bytes_total_,
                                    rows_held, questions_, unanswered));
  if (unanswered.ok()) return questions_.may_ask_sheets();
  sheets_unanswered_ = std::move(unanswered);
  return false;
}

absl::StatusOr<std::optional<v1::IngestTotals>> IngestDeliverer::AskTotals(
    const std::string& session_id) {
  return Told(cli_, asked_.AskTotals(session_id));
}

absl::StatusOr<std::optional<std::vector<v1::Rejection>>>
IngestDeliverer::ListRejected(const std::string& session_id) {
  return Told(cli_, asked_.ListRejected(session_id));
}

absl::StatusOr<Delivered> IngestDeliverer::Deliver(
    ObservationRows& rows, const std::string& session_id, bool is_dry_run) {
  ProgressPrinter printer(cli_.err(), cli_.is_err_tty(), cli_.language(),
                          cli_.columns());
  const absl::Time start = absl::Now();
  ProgressState state{.bytes_total = bytes_total_};
  const bool is_later = !session_.empty();
  bool is_again_told = !is_later;
  IngestSender sender(cli_.session(), rows,
                      {.parent = parent_,
                       .source = flags_.source,
                       .session_id = session_id,
                       .is_dry_run = is_dry_run,
                       .is_atomic = flags_.is_atomic,
                       .is_on_behalf = flags_.is_on_behalf,
                       .is_new_source = flags_.is_new_source,
                       .is_known_own = is_later && !has_known_,
                       .batch_rows = flags_.batch_rows,
                       .in_flight_max = static_cast<size_t>(flags_.in_flight)},
                      [&](const IngestResult& result, int64_t bytes_done) {
                        state.bytes_done = bytes_done;
                        state.rows = result.rows_acknowledged;
                        state.elapsed = absl::Now() - start;
                        state.totals = result.totals;
                        // Once rows are sent: they may all be known.
                        if (!std::exchange(is_again_told, true)) {
                          NoteSentAgain(cli_);
                        }
                        printer.Update(state, absl::Now());
                      });
  if (flags_.is_atomic) {
    ENTENTE_RETURN_IF_ERROR(sender.ReadWhole());
    // Of a file that was not read to its end nothing is sent.
    if (rows.is_cut_short()) return ReadCutShort();
  }
  ENTENTE_ASSIGN_OR_RETURN(IngestResult result, sender.Run());
  // What was read is stored; the same command goes on behind it.
  if (rows.is_cut_short()) return ReadCutShort();
  if (!result.is_refused) state.bytes_done = state.bytes_total;
  state.rows = result.rows_acknowledged;
  state.totals = result.totals;
  state.elapsed = absl::Now() - start;
  printer.Finish(state);
  result.reconnects += result_.reconnects;
  result_ = std::move(result);
  session_ = session_id;
  if (!is_later) has_known_ = result_.totals.duplicate() > 0;
  known_rows_ = sender.known_rows();
  row_lines_ = sender.row_lines();
  has_loose_rows_ = rows.has_loose_rows();
  Delivered made{.totals = result_.totals,
                 .rows_known = result_.rows_skipped,
                 .is_refused = result_.is_refused};
  if (MayGoOn(is_dry_run)) {
    ENTENTE_ASSIGN_OR_RETURN(auto rejections, ListRejected(session_id));
    if (rejections.has_value()) made.rejections = *std::move(rejections);
  }
  return made;
}

bool IngestDeliverer::MayGoOn(bool is_dry_run) const {
  if (is_dry_run || flags_.is_atomic || !can_read_again_ ||
      result_.totals.rejected() == 0) {
    return false;
  }
  // What an earlier run, or an answer that was lost, said of rows is not known.
  return result_.rows_skipped > 0 || result_.reconnects > 0 ||
         std::any_of(result_.rejections.begin(), result_.rejections.end(),
                     [](const auto& counted) {
                       return counted.first.first == "UNKNOWN_EVENT";
                     });
}

IngestResult IngestDeliverer::ResultOf(const FileDelivered& made) const {
  IngestResult result = result_;
  // What an earlier session took counts, also where the last one rejected it.
  if (made.totals.rejected() != result_.totals.rejected()) {
    result.rejections.clear();
    result.rejected_rows.clear();
    for (const v1::Rejection& rejection : made.last.rejections) {
      ++result.rejections[{rejection.reason(), rejection.column()}];
      if (result.rejected_rows.size() < kRejectedRowsShownMax) {
        result.rejected_rows.push_back({.row_index = rejection.row_index(),
                                        .column = rejection.column(),
                                        .reason = rejection.reason()});
      }
    }
  }
  result.totals = made.totals;
  result.rows_skipped = made.rows_known;
  return result;
}

}  // namespace entente::client
