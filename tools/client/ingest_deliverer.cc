#include "tools/client/ingest_deliverer.h"

#include <algorithm>
#include <cstddef>
#include <ostream>
#include <utility>

#include "absl/status/status.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "entente/indicators/v1/ingest_service.grpc.pb.h"
#include "services/common/base/error.h"
#include "tools/client/delivery/file_facts.h"
#include "tools/client/error_text.h"
#include "tools/client/files.h"
#include "tools/client/format.h"
#include "tools/client/ingest_rejections.h"
#include "tools/client/measure_lookup.h"
#include "tools/client/progress.h"

namespace entente::client {
namespace {

namespace v1 = entente::indicators::v1;

// Up to so many rows are asked about before anybody wonders what goes on.
constexpr int64_t kQuietRowsMax = 100'000;
// What the service lists at once.
constexpr int kPageRows = 1000;
// How often a question is asked, and what is waited before the next time.
constexpr int kAttemptsMax = 6;
constexpr absl::Duration kPauseFirst = absl::Milliseconds(250);

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

void NoteAsked(Cli& cli, int64_t rows) {
  const std::string held = FormatCount(rows);
  cli.Note({absl::StrCat("First it is asked whether the rows that were "
                         "delivered before are those of this file: ",
                         held, "."),
            absl::StrCat("D'abord il est demandé si les lignes livrées "
                         "auparavant sont celles de ce fichier : ",
                         held, "."),
            absl::StrCat("Eerst wordt nagevraagd of de rijen die al geleverd "
                         "zijn, die van dit bestand zijn: ",
                         held, ".")});
}

// OK where nobody tells this account, else why the file is not delivered now.
absl::Status TakeUntold(RowQuestions& questions, const absl::Status& answer) {
  absl::Status unanswered;
  ENTENTE_RETURN_IF_ERROR(questions.TakeKnown(answer, unanswered));
  return unanswered;
}

// Asks, again where the service was away, as the stream behind it is opened
// again.
template <typename Response, typename Request>
absl::StatusOr<Response> AskAgain(
    Session& session,
    grpc::Status (v1::IngestService::Stub::*method)(grpc::ClientContext*,
                                                    const Request&, Response*),
    const Request& request) {
  for (int attempt = 1;; ++attempt) {
    absl::StatusOr<Response> answer = session.Call(method, request);
    if (answer.ok() || attempt == kAttemptsMax ||
        absl::IsResourceExhausted(answer.status()) ||
        !Session::IsResumable(answer.status())) {
      return answer;
    }
    session.Disconnect("indicators");
    absl::SleepFor(kPauseFirst * (1 << attempt));
  }
}

// On behalf of a source events of measures that are sensitive, or no longer
// defined, are told to nobody; where measures are not told either, of none.
std::function<bool(const std::string&)> WithheldOnBehalf(
    Session& session, const std::string& municipality) {
  return [&session, municipality,
          measures = std::optional<absl::StatusOr<MeasureLookup>>()](
             const std::string& code) mutable {
    if (!measures.has_value()) {
      // Nobody reads their titles.
      measures = MeasureLookup::Read(session, Language::kFr, municipality);
    }
    if (!measures->ok()) return true;
    const v1::Measure* const measure = (*measures)->Find(code);
    return measure == nullptr || measure->definition().is_sensitive();
  };
}

// `source`: "municipalities/21004/sources/zone5339".
PassedRows::Asks AsksOf(Session& session, RowQuestions& questions,
                        const std::string& source,
                        const std::string& session_id) {
  return {
      .counts = [&session, &questions,
                 source](const std::vector<std::string>& event_ids)
          -> absl::StatusOr<PassedRows::Asks::Counts> {
        v1::BatchGetEventCountsRequest request;
        request.set_parent(source);
        request.mutable_event_ids()->Add(event_ids.begin(), event_ids.end());
        const absl::StatusOr<v1::BatchGetEventCountsResponse> answer = AskAgain(
            session, &v1::IngestService::Stub::BatchGetEventCounts, request);
        if (answer.ok()) {
          return std::vector<v1::EventCount>(answer->counts().begin(),
                                             answer->counts().end());
        }
        ENTENTE_RETURN_IF_ERROR(TakeUntold(questions, answer.status()));
        return std::nullopt;
      },
      .rejections = [&session, &questions,
                     name = absl::StrCat(source, "/sessions/", session_id)](
                        const std::string& page_token)
          -> absl::StatusOr<PassedRows::Asks::Page> {
        v1::ListRejectionsRequest request;
        request.set_parent(name);
        request.set_page_size(kPageRows);
        request.set_page_token(page_token);
        const absl::StatusOr<v1::ListRejectionsResponse> page = AskAgain(
            session, &v1::IngestService::Stub::ListRejections, request);
        if (page.ok()) return *page;
        ENTENTE_RETURN_IF_ERROR(TakeUntold(questions, page.status()));
        return std::nullopt;
      }};
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
  int64_t rows_held = 0;
  // A trial passes over no row.
  if (!is_dry_run) {
    ENTENTE_ASSIGN_OR_RETURN(rows_held, AskRowsHeld(session_id));
  }
  if (rows_held > kQuietRowsMax) NoteAsked(cli_, rows_held);
  PassedRows::Asks asks =
      AsksOf(cli_.session(), questions_,
             absl::StrCat(parent_, "/sources/", flags_.source), session_id);
  if (flags_.is_on_behalf) {
    asks.is_withheld = WithheldOnBehalf(cli_.session(), parent_);
  }
  PassedRows passed(rows, session_id, rows_held, std::move(asks));
  IngestSender sender(cli_.session(), passed,
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
    ENTENTE_RETURN_IF_ERROR(passed.status());
    // Of a file that was not read to its end nothing is sent.
    if (rows.is_cut_short()) return ReadCutShort();
  }
  absl::StatusOr<IngestResult> run = sender.Run();
  // Why its rows ended says more than that they did.
  ENTENTE_RETURN_IF_ERROR(passed.status());
  ENTENTE_ASSIGN_OR_RETURN(IngestResult result, std::move(run));
  // What was read is stored; the same command goes on behind it.
  if (rows.is_cut_short()) return ReadCutShort();
  if (!result.is_refused) state.bytes_done = state.bytes_total;
  state.rows = result.rows_acknowledged;
  state.totals = result.totals;
  state.elapsed = absl::Now() - start;
  printer.Finish(state);
  Keep(sender, passed, rows_held, std::move(result));
  if (!is_later) has_known_ = result_.totals.duplicate() > 0;
  session_ = session_id;
  Delivered made{.totals = result_.totals,
                 .rows_known = result_.rows_skipped,
                 .is_refused = result_.is_refused};
  if (MayGoOn(is_dry_run)) {
    ENTENTE_ASSIGN_OR_RETURN(auto rejections, ListRejected(session_id));
    if (rejections.has_value()) made.rejections = *std::move(rejections);
  }
  return made;
}

absl::StatusOr<int64_t> IngestDeliverer::AskRowsHeld(
    const std::string& session_id) {
  if (flags_.session.empty()) return 0;
  ENTENTE_ASSIGN_OR_RETURN(const std::optional<v1::IngestTotals> held,
                           asked_.AskTotals(session_id));
  return held.has_value() ? held->sent() : 0;
}

void IngestDeliverer::Keep(const IngestSender& sender, const PassedRows& passed,
                           int64_t rows_held, IngestResult result) {
  result.reconnects += result_.reconnects;
  result_ = std::move(result);
  known_rows_ = sender.known_rows();
  passed.AddDiffering(known_rows_);
  row_lines_ = passed.lines();
  has_loose_rows_ = passed.has_loose_rows();
  // Beyond those that were asked about another run may have been quicker.
  has_unproved_ = !flags_.session.empty() &&
                  (passed.unproved() > 0 || result_.rows_skipped > rows_held);
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
