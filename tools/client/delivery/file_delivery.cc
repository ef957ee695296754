#include "tools/client/delivery/file_delivery.h"

#include <algorithm>

#include "services/common/base/error.h"
#include "tools/client/delivery/file_facts.h"
#include "tools/client/delivery/session_rules.h"

namespace entente::client {
namespace {

namespace v1 = entente::indicators::v1;
using v1::DeliveryReceipt;

// Also those that say what counts already.
int64_t RowsTaken(const v1::IngestTotals& totals) {
  return totals.created() + totals.updated() + totals.unchanged() +
         totals.withdrawn();
}

bool IsWithoutEvent(const v1::Rejection& rejection) {
  return rejection.reason() == "UNKNOWN_EVENT";
}

absl::Status Stopping() {
  return MakeError(
      absl::StatusCode::kUnavailable,
      {.reason = "WATCH_STOPPING",
       .sentence = {"The program ends before the file is delivered in its last "
                    "session; it goes on when it is started again.",
                    "Le programme se termine avant la dernière session du "
                    "fichier ; il la reprend quand il est relancé.",
                    "Het programma eindigt voor de laatste sessie van het "
                    "bestand; het gaat verder wanneer het opnieuw start."}});
}

}  // namespace

std::string FileDelivery::session() const { return SessionId(number_); }

std::string FileDelivery::SessionId(int number) const {
  return options_.folder == nullptr
             ? PassSessionId(options_.first_session, number)
             : FileSessionId(options_.first_session, number);
}

absl::StatusOr<FileDelivered> FileDelivery::Run() {
  ENTENTE_RETURN_IF_ERROR(FindSession());
  const bool is_dropped = options_.folder != nullptr;
  if (is_dropped && !options_.adds_to_sheets) {
    ENTENTE_RETURN_IF_ERROR(CheckSheets());
  }
  // Those before it held every row.
  const bool is_dropped_again = number_ > 1;
  FileDelivered made;
  ENTENTE_RETURN_IF_ERROR(DeliverOnce(made));
  made.rows_known = is_dropped_again ? made.rows : made.last.rows_known;
  // One that holds every row is not delivered again.
  const auto is_delivered = [&made] {
    return made.last.rows_known < made.rows;
  };
  int sessions = is_delivered() ? 1 : 0;
  // By hand it was, in this run, where the first session held no rows.
  bool is_asked = is_dropped || options_.adds_to_sheets || made.rows_known == 0;
  while (true) {
    ENTENTE_ASSIGN_OR_RETURN(const bool goes_on, GoOn(sessions, made));
    if (!goes_on) break;
    // Since an earlier run asked a sheet may have come.
    if (!is_asked) ENTENTE_RETURN_IF_ERROR(CheckSheets());
    ENTENTE_RETURN_IF_ERROR(DeliverOnce(made));
    is_asked = is_asked || made.last.rows_known == 0;
    made.rows_taken_later += RowsTaken(made.last.totals);
    if (is_delivered()) ++sessions;
  }
  SumUp(made);
  return made;
}

absl::Status FileDelivery::FindSession() {
  if (options_.folder == nullptr) return absl::OkStatus();
  const int noted = FileSessionNumber(
      options_.first_session, options_.folder->SessionOf(options_.name));
  // What is taken whole goes where rows are, noted or not.
  if (noted > 0 && !options_.is_whole) {
    number_ = noted;
    return AskEarlier();
  }
  ENTENTE_ASSIGN_OR_RETURN(std::optional<v1::IngestTotals> held,
                           AskTotals(session()));
  while (number_ < kFileSessionsMax) {
    // What nobody tells of is as if it were not there.
    if (!held.has_value() || held->rejected() == 0) break;
    ENTENTE_ASSIGN_OR_RETURN(const int64_t rows, CountRows());
    if (!IsToBeJudgedAnew(*held, rows)) break;
    ENTENTE_ASSIGN_OR_RETURN(std::optional<v1::IngestTotals> next,
                             AskTotals(SessionId(number_ + 1)));
    if (!next.has_value()) break;
    ENTENTE_ASSIGN_OR_RETURN(
        const std::optional<std::vector<v1::Rejection>> rejections,
        ListRejected(session()));
    if (next->sent() == 0) {
      if (options_.is_whole) break;
      ENTENTE_ASSIGN_OR_RETURN(
          const CorrectionOrder order,
          ReadOrder(rejections.value_or(std::vector<v1::Rejection>())));
      if (order.IsUnclear()) break;
    }
    AddEarlier(*held, rejections);
    ++number_;
    held = std::move(next);
  }
  return absl::OkStatus();
}

absl::Status FileDelivery::AskEarlier() {
  const int noted = number_;
  for (number_ = 1; number_ < noted; ++number_) {
    ENTENTE_ASSIGN_OR_RETURN(const std::optional<v1::IngestTotals> totals,
                             AskTotals(session()));
    if (!totals.has_value() || totals->sent() == 0) continue;
    ENTENTE_ASSIGN_OR_RETURN(
        const std::optional<std::vector<v1::Rejection>> rejections,
        ListRejected(session()));
    AddEarlier(*totals, rejections);
  }
  return absl::OkStatus();
}

absl::StatusOr<std::optional<v1::IngestTotals>> FileDelivery::AskTotals(
    const std::string& session_id) {
  auto told = deliverer_.AskTotals(session_id);
  is_question_open_ = !told.ok();
  return told;
}

absl::StatusOr<std::optional<std::vector<v1::Rejection>>>
FileDelivery::ListRejected(const std::string& session_id) {
  auto told = deliverer_.ListRejected(session_id);
  is_question_open_ = !told.ok();
  return told;
}

void FileDelivery::AddEarlier(
    const v1::IngestTotals& totals,
    const std::optional<std::vector<v1::Rejection>>& rejections) {
  RejectedRows rows;
  if (rejections.has_value()) rows = RowsOf(*rejections, totals);
  rejected_ =
      earlier_.sent() == 0 ? std::move(rows) : RejectedInBoth(rejected_, rows);
  earlier_ = AddSession(earlier_, totals, rejected_);
}

absl::Status FileDelivery::CheckSheets() {
  ENTENTE_ASSIGN_OR_RETURN(const std::optional<v1::IngestTotals> totals,
                           AskTotals(session()));
  if (totals.has_value() && totals->sent() > 0) return absl::OkStatus();
  // What nobody tells may be there.
  std::optional<int64_t> rows_held;
  if (totals.has_value()) rows_held = earlier_.sent() - earlier_.rejected();
  ENTENTE_ASSIGN_OR_RETURN(const std::unique_ptr<ObservationRows> rows,
                           open_());
  const absl::StatusOr<bool> is_answered =
      deliverer_.CheckSheets(*rows, rows_held);
  is_question_open_ = !is_answered.ok() &&
                      ErrorReason(is_answered.status()) != "FILE_ADDS_TO_SHEET";
  ENTENTE_RETURN_IF_ERROR(is_answered.status());
  sheets_not_asked_ = !*is_answered;
  // What was not read was not asked about.
  if (rows->is_cut_short()) return ReadCutShort();
  return absl::OkStatus();
}

absl::StatusOr<int64_t> FileDelivery::CountRows() {
  if (rows_.has_value()) return *rows_;
  ENTENTE_ASSIGN_OR_RETURN(const std::unique_ptr<ObservationRows> rows,
                           open_());
  while (rows->Skip()) {
  }
  if (rows->is_cut_short()) return ReadCutShort();
  rows_ = rows->row_index();
  return *rows_;
}

absl::Status FileDelivery::DeliverOnce(FileDelivered& made) {
  if (options_.folder != nullptr && !options_.is_whole &&
      !options_.is_dry_run) {
    ENTENTE_RETURN_IF_ERROR(
        options_.folder->NoteSession(options_.name, session()));
  }
  ENTENTE_ASSIGN_OR_RETURN(const std::unique_ptr<ObservationRows> rows,
                           open_());
  // Told of with the file, which is asked about once.
  const absl::Status unanswered = made.last.unanswered;
  ENTENTE_ASSIGN_OR_RETURN(
      made.last, deliverer_.Deliver(*rows, session(), options_.is_dry_run));
  // What was read is stored; the next round goes on behind it.
  if (rows->is_cut_short()) return ReadCutShort();
  if (made.last.unanswered.ok()) made.last.unanswered = unanswered;
  made.rows = rows->row_index();
  made.records_left_out = rows->records_left_out();
  return absl::OkStatus();
}

absl::StatusOr<CorrectionOrder> FileDelivery::ReadOrder(
    const std::vector<v1::Rejection>& rejections) {
  CorrectionOrder order;
  if (std::none_of(rejections.begin(), rejections.end(), IsWithoutEvent)) {
    return order;
  }
  ENTENTE_ASSIGN_OR_RETURN(const std::unique_ptr<ObservationRows> rows,
                           open_());
  auto rejection = rejections.begin();
  v1::ObservationBatch batch;
  while (true) {
    const int64_t index = rows->row_index();
    if (!rows->Next(batch)) break;
    CorrectionOrder::Fate fate = CorrectionOrder::kTaken;
    while (rejection != rejections.end() && rejection->row_index() < index) {
      ++rejection;
    }
    if (rejection != rejections.end() && rejection->row_index() == index) {
      fate = IsWithoutEvent(*rejection) ? CorrectionOrder::kWithoutEvent
                                        : CorrectionOrder::kRejected;
    }
    for (const v1::Observation& row : batch.observations()) {
      order.Add(row.event_id(),
                row.replaces_event_id().empty() ? row.withdraws_event_id()
                                                : row.replaces_event_id(),
                fate);
    }
    batch.Clear();
  }
  if (rows->is_cut_short()) return ReadCutShort();
  return order;
}

absl::StatusOr<bool> FileDelivery::GoOn(int sessions, FileDelivered& made) {
  made.left = DeliveryReceipt::LEFT_REJECTED_UNSPECIFIED;
  const Delivered& last = made.last;
  // A trial stores nothing that a row could name.
  if (options_.is_dry_run || !IsToBeJudgedAnew(last.totals, made.rows)) {
    return false;
  }
  if (number_ >= kFileSessionsMax) {
    made.left = DeliveryReceipt::LEFT_REJECTED_LAST_SESSION;
    return false;
  }
  ENTENTE_ASSIGN_OR_RETURN(const CorrectionOrder order,
                           ReadOrder(last.rejections));
  if (order.IsUnclear()) {
    made.left = DeliveryReceipt::LEFT_REJECTED_ORDER;
    return false;
  }
  if (options_.is_whole || !TookRows(last.totals) || !order.HasCome()) {
    return false;
  }
  // Where nobody tells of sessions, the next one would not be found again.
  ENTENTE_ASSIGN_OR_RETURN(const std::optional<v1::IngestTotals> told,
                           AskTotals(session()));
  if (!told.has_value()) return false;
  if (SessionId(number_ + 1).size() > kSessionIdBytesMax) {
    made.left = DeliveryReceipt::LEFT_REJECTED_LAST_SESSION;
    return false;
  }
  if (sessions >= kSessionsAtOnceMax) {
    made.left = DeliveryReceipt::LEFT_REJECTED_SESSIONS;
    return false;
  }
  if (options_.is_stopping != nullptr && options_.is_stopping()) {
    return Stopping();
  }
  AddEarlier(last.totals, last.rejections);
  ++number_;
  return true;
}

void FileDelivery::SumUp(FileDelivered& made) const {
  Delivered& last = made.last;
  if (earlier_.sent() == 0) {
    made.totals = last.totals;
    return;
  }
  made.totals = AddSession(
      earlier_, last.totals,
      RejectedInBoth(rejected_, RowsOf(last.rejections, last.totals)));
  if (rejected_.has_value()) KeepRejected(*rejected_, last);
}

}  // namespace entente::client
