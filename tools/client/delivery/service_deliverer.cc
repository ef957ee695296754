#include "tools/client/delivery/service_deliverer.h"

#include <algorithm>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "entente/indicators/v1/ingest_service.grpc.pb.h"
#include "services/common/base/error.h"
#include "tools/client/delivery/drop_refusals.h"
#include "tools/client/delivery/file_facts.h"
#include "tools/client/files.h"
#include "tools/client/ingest_sender.h"
#include "tools/client/known_rows_question.h"

namespace entente::client {
namespace {

namespace v1 = entente::indicators::v1;

constexpr int kPageRows = 1000;

// What the sender says of a whole file names a flag that nobody gave here.
absl::Status OfADroppedFile(const absl::Status& status) {
  const std::string reason = ErrorReason(status);
  if (reason == "ATOMIC_TOO_LARGE") return WholeTooLarge(kBatchRowsMax);
  if (reason != "ATOMIC_BEGUN") return status;
  const std::optional<ErrorDetail> detail = GetErrorDetail(status);
  const auto rows = detail->metadata.find("rows_known");
  int64_t rows_known = 0;
  return rows != detail->metadata.end() &&
                 absl::SimpleAtoi(rows->second, &rows_known)
             ? WholeBegun(rows_known)
             : status;
}

}  // namespace

absl::StatusOr<bool> ServiceDeliverer::CheckSheets(
    ObservationRows& rows, std::optional<int64_t> rows_held) {
  if (!questions_.may_ask_sheets()) {
    sheets_unanswered_ = questions_.TakeSheetsUnasked();
    return false;
  }
  sheets_unanswered_ = absl::OkStatus();
  ENTENTE_RETURN_IF_ERROR(questions_.TakeSheets(
      file_adds_.Check(rows, rows_held), sheets_unanswered_));
  return sheets_unanswered_.ok();
}

absl::StatusOr<std::optional<v1::IngestTotals>> ServiceDeliverer::AskTotals(
    const std::string& session_id) {
  if (!questions_.may_ask()) return std::optional<v1::IngestTotals>();
  v1::GetIngestSessionRequest request;
  request.set_name(
      absl::StrCat(parent_, "/sources/", source_, "/sessions/", session_id));
  const absl::StatusOr<v1::IngestSession> held =
      session_.Call(&v1::IngestService::Stub::GetIngestSession, request);
  if (held.ok()) return std::optional<v1::IngestTotals>(held->totals());
  if (absl::IsNotFound(held.status())) {
    return std::optional<v1::IngestTotals>(v1::IngestTotals());
  }
  ENTENTE_RETURN_IF_ERROR(questions_.TakeTotals(held.status()));
  return std::optional<v1::IngestTotals>();
}

absl::StatusOr<std::optional<std::vector<v1::Rejection>>>
ServiceDeliverer::ListRejected(const std::string& session_id) {
  using Told = std::optional<std::vector<v1::Rejection>>;
  if (!questions_.may_ask()) return Told();
  Delivered held;
  const absl::Status answer = ReadRejections(session_id, held);
  if (answer.ok()) return Told(std::move(held.rejections));
  ENTENTE_RETURN_IF_ERROR(questions_.TakeTotals(answer));
  return Told();
}

absl::StatusOr<Delivered> ServiceDeliverer::Deliver(
    ObservationRows& rows, const std::string& session_id, bool is_dry_run) {
  IngestSender sender(session_, rows,
                      {.parent = parent_,
                       .source = source_,
                       .session_id = session_id,
                       .is_dry_run = is_dry_run,
                       .is_atomic = is_atomic_,
                       .batch_rows = batch_rows_},
                      nullptr);
  if (is_atomic_) {
    ENTENTE_RETURN_IF_ERROR(OfADroppedFile(sender.ReadWhole()));
    // Of a file that was not read to its end nothing is sent.
    if (rows.is_cut_short()) return ReadCutShort();
  }
  const absl::StatusOr<IngestResult> run = sender.Run();
  ENTENTE_RETURN_IF_ERROR(OfADroppedFile(run.status()));
  const IngestResult& result = *run;
  Delivered made{
      .totals = result.totals,
      .rows_known = result.rows_skipped,
      .rejections = result.refused_rows,
      .is_refused = result.is_refused,
      .unanswered = std::exchange(sheets_unanswered_, absl::OkStatus())};
  if (result.is_refused) {
    for (const v1::Rejection& rejection : made.rejections) {
      ++made.reasons[{rejection.column(), rejection.reason()}];
    }
    return made;
  }
  if (!is_dry_run && result.totals.rejected() > 0) {
    ENTENTE_RETURN_IF_ERROR(AskRejections(session_id, made));
  }
  // Nobody tells more than the answers of this run did.
  if (is_dry_run || (made.reasons.empty() && result.rows_skipped == 0)) {
    for (const auto& [what, count] : result.rejections) {
      made.reasons[{what.second, what.first}] = count;
    }
  }
  ENTENTE_RETURN_IF_ERROR(AskKnown(session_id, sender.known_rows(), made));
  return made;
}

absl::Status ServiceDeliverer::AskKnown(const std::string& session_id,
                                        const KnownRows& rows,
                                        Delivered& made) {
  const auto tell = [&made](KnownRowsAnswer answer) {
    made.known_rows = std::move(answer.differ);
    made.known_rows_not_compared = answer.not_compared + answer.more_differ;
  };
  if (!questions_.may_ask() && rows.has_open()) {
    tell(KnownRowsUnasked(made.totals, rows));
    return absl::OkStatus();
  }
  absl::StatusOr<KnownRowsAnswer> answer =
      AskKnownRows(session_, absl::StrCat(parent_, "/sources/", source_),
                   session_id, made.totals, rows);
  if (answer.ok()) {
    tell(*std::move(answer));
    return absl::OkStatus();
  }
  tell(KnownRowsUnasked(made.totals, rows));
  return questions_.TakeKnown(answer.status(), made.unanswered);
}

absl::Status ServiceDeliverer::AskRejections(const std::string& session_id,
                                             Delivered& made) {
  if (questions_.may_ask()) {
    return questions_.TakeRejections(ReadRejections(session_id, made),
                                     made.unanswered);
  }
  made.unanswered = questions_.denial();
  return absl::OkStatus();
}

absl::Status ServiceDeliverer::ReadRejections(const std::string& session_id,
                                              Delivered& made) {
  v1::ListRejectionsRequest request;
  request.set_parent(
      absl::StrCat(parent_, "/sources/", source_, "/sessions/", session_id));
  request.set_page_size(kPageRows);
  do {
    ENTENTE_ASSIGN_OR_RETURN(
        const v1::ListRejectionsResponse page,
        session_.Call(&v1::IngestService::Stub::ListRejections, request));
    for (const v1::Rejection& rejection : page.rejections()) {
      ++made.reasons[{rejection.column(), rejection.reason()}];
      if (made.rejections.size() < kRejectedRowsMax) {
        made.rejections.push_back(rejection);
      }
    }
    request.set_page_token(page.next_page_token());
  } while (!request.page_token().empty());
  std::sort(made.rejections.begin(), made.rejections.end(),
            [](const v1::Rejection& a, const v1::Rejection& b) {
              return a.row_index() < b.row_index();
            });
  return absl::OkStatus();
}

}  // namespace entente::client
