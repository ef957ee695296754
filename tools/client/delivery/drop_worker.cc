#include "tools/client/delivery/drop_worker.h"

#include <unistd.h>

#include <ext/stdio_filebuf.h>
#include <memory>
#include <optional>
#include <sstream>

#include "absl/strings/escaping.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "services/common/base/error.h"
#include "services/common/base/timestamp.h"
#include "tools/client/delivery/batch_signature.h"
#include "tools/client/delivery/delivery_input.h"
#include "tools/client/delivery/drop_refusals.h"
#include "tools/client/delivery/file_delivery.h"
#include "tools/client/delivery/file_facts.h"
#include "tools/client/delivery/receipt_file.h"
#include "tools/client/delivery/receipt_rows.h"
#include "tools/client/files.h"

namespace entente::client {
namespace {

namespace v1 = entente::indicators::v1;
using Place = DropFolder::Place;
using v1::DeliveryReceipt;

constexpr size_t kTagDigits = 12;

// Whether `status` is the file's own fault: it would fail the same way for
// ever.
bool IsOfTheFile(const absl::Status& status) {
  // A session that the service does not open is a matter of the configuration.
  const std::optional<ErrorDetail> detail = GetErrorDetail(status);
  if (detail.has_value() && absl::StartsWith(detail->field, "open.")) {
    return false;
  }
  const std::string reason = ErrorReason(status);
  return absl::IsInvalidArgument(status) || reason == "INGEST_FILE_CHANGED" ||
         reason == "FILE_ADDS_TO_SHEET";
}

void Quarantine(const absl::Status& why, DeliveryReceipt& receipt) {
  receipt.set_state(DeliveryReceipt::STATE_QUARANTINED);
  receipt.set_reason(ErrorReason(why));
  receipt.set_message(std::string(why.message()));
  // It may lie in quarantine while a part of it counts.
  const std::optional<ErrorDetail> detail = GetErrorDetail(why);
  int64_t rows_known = 0;
  if (detail.has_value() && detail->metadata.contains("rows_known") &&
      absl::SimpleAtoi(detail->metadata.at("rows_known"), &rows_known)) {
    receipt.set_rows_known(rows_known);
  }
}

// Whether `totals` account for each of `rows`.
bool IsWhole(const v1::IngestTotals& totals, int64_t rows) {
  return totals.sent() == rows &&
         rows == totals.created() + totals.updated() + totals.unchanged() +
                     totals.duplicate() + totals.rejected() +
                     totals.withdrawn();
}

// A file's bytes: as they are read, or all of them where a signature was
// checked over them.
class Content {
 public:
  explicit Content(const Descriptor& file)
      : buffer_(dup(file.number()), std::ios::in | std::ios::binary),
        from_disk_(&buffer_) {}

  // Keeps what was read: what is delivered is what was verified.
  void Keep(std::string bytes) { from_memory_.emplace(std::move(bytes)); }
  std::istream& stream() {
    return from_memory_ ? static_cast<std::istream&>(*from_memory_)
                        : from_disk_;
  }

 private:
  __gnu_cxx::stdio_filebuf<char> buffer_;
  std::istream from_disk_;
  std::optional<std::istringstream> from_memory_;
};

// nullopt where there is no signature. One that cannot be opened is not as if
// it were not there: INVALID_ARGUMENT / SIGNATURE_UNREADABLE.
absl::StatusOr<std::optional<std::string>> ReadSignature(
    const DropFolder& folder, Place place, const std::string& name) {
  const Descriptor file = folder.OpenFile(place, name + ".sig");
  if (!file.is_open() && errno == ENOENT) return std::optional<std::string>();
  if (!file.is_open()) return SignatureUnreadable();
  Content content(file);
  std::string bytes;
  AppendSome(content.stream(), kSignatureFileBytesMax, bytes);
  if (content.stream().bad()) return ReadCutShort();
  return std::optional<std::string>(std::move(bytes));
}

// Checks what signature there is, and keeps the bytes that it is of. Errors,
// INVALID_ARGUMENT: SIGNATURE_MISSING, SIGNATURE_UNEXPECTED, FILE_TOO_LARGE and
// those of VerifyBatch.
absl::Status CheckSignature(const WatchRules& rules,
                            const std::optional<std::string>& signature,
                            Content& content, DeliveryReceipt& receipt) {
  if (!signature) {
    return rules.is_signature_required ? SignatureMissing() : absl::OkStatus();
  }
  if (rules.public_keys.empty()) return SignatureUnexpected();
  std::string bytes;
  AppendSome(content.stream(), static_cast<size_t>(kSignedBytesMax), bytes);
  if (content.stream().bad()) return ReadCutShort();
  if (static_cast<int64_t>(bytes.size()) > kSignedBytesMax) {
    return SignedTooLarge(kSignedBytesMax);
  }
  receipt.set_sha256(Sha256Hex(bytes));
  receipt.set_size_bytes(static_cast<int64_t>(bytes.size()));
  ENTENTE_ASSIGN_OR_RETURN(const std::string key,
                           VerifyBatch(rules.public_keys, bytes, *signature));
  receipt.set_signed_by(Sha256Hex(key));
  content.Keep(std::move(bytes));
  return absl::OkStatus();
}

}  // namespace

DeliveryReceipt DropWorker::NewReceipt(const std::string& name) const {
  DeliveryReceipt receipt;
  receipt.set_version(1);
  receipt.set_name(name);
  receipt.set_source(rules_.source);
  receipt.set_atomic(rules_.is_atomic);
  *receipt.mutable_start_time() = ToTimestamp(absl::Now());
  return receipt;
}

absl::StatusOr<DropRound> DropWorker::Run(
    const std::function<bool()>& is_stopping) {
  is_stopping_ = is_stopping;
  DropRound round;
  for (const Place place : {DropFolder::kProcessing, DropFolder::kIncoming}) {
    ENTENTE_ASSIGN_OR_RETURN(const std::vector<std::string> names,
                             folder_.Names(place));
    for (const std::string& name : names) {
      if (is_stopping()) return round;
      Place from = place;
      if (place == DropFolder::kIncoming) {
        ENTENTE_ASSIGN_OR_RETURN(const bool is_taken, TakeUp(name, round));
        if (!is_taken) continue;
        if (!is_dry_run_) from = DropFolder::kProcessing;
      }
      if (!Handle(from, name, round)) return round;
    }
  }
  return round;
}

absl::StatusOr<bool> DropWorker::TakeUp(const std::string& name,
                                        DropRound& round) {
  const DropState state = folder_.Look(name, rules_.settle);
  if (state == DropState::kReady) {
    if (is_dry_run_) return true;
    return folder_.Take(name);
  }
  if (state == DropState::kGone || state == DropState::kBeingWritten) {
    return false;
  }
  // Refused where it lies: it is not opened.
  const bool is_name_refused = state == DropState::kNameRefused;
  DeliveryReceipt receipt = NewReceipt(
      is_name_refused
          ? absl::StrCat("name-", Sha256Hex(name).substr(0, kTagDigits))
          : name);
  Quarantine(is_name_refused                   ? NameRefused()
             : state == DropState::kUnreadable ? DropUnreadable()
                                               : NotAFile(),
             receipt);
  Finish(DropFolder::kIncoming, name, absl::OkStatus(), receipt, round);
  return false;
}

bool DropWorker::Handle(Place place, const std::string& name,
                        DropRound& round) {
  DeliveryReceipt receipt = NewReceipt(name);
  is_question_open_ = false;
  absl::Status status = Process(place, name, receipt);
  if (!status.ok() && !is_question_open_ && IsOfTheFile(status)) {
    Quarantine(status, receipt);
    status = absl::OkStatus();
  }
  return Finish(place, name, status, receipt, round);
}

absl::Status DropWorker::Process(Place place, const std::string& name,
                                 DeliveryReceipt& receipt) {
  const WatchRules::Input* const input = InputOf(rules_, name);
  if (input == nullptr) return InputUnknown();
  DeliveryMappingFile mapping = input->mapping;
  if (input->is_plain) {
    mapping = PlainMapping(FormatOfName(name));
  }
  receipt.set_mapping_id(mapping.mapping.id());
  receipt.set_mapping_sha256(mapping.sha256);
  const Descriptor file = folder_.OpenFile(place, name);
  struct stat before {};
  if (!file.is_open() || fstat(file.number(), &before) != 0) {
    return DropUnreadable();
  }
  Content content(file);
  ENTENTE_ASSIGN_OR_RETURN(const std::optional<std::string> signature,
                           ReadSignature(folder_, place, name));
  ENTENTE_RETURN_IF_ERROR(CheckSignature(rules_, signature, content, receipt));
  ENTENTE_RETURN_IF_ERROR(Send(content.stream(), name, mapping, receipt));
  struct stat after {};
  if (fstat(file.number(), &after) != 0 || !IsSameFile(before, after)) {
    return ChangedWhileRead();
  }
  return absl::OkStatus();
}

absl::Status DropWorker::Send(std::istream& in, const std::string& name,
                              const DeliveryMappingFile& mapping,
                              DeliveryReceipt& receipt) {
  FileFacts facts;
  auto opened = OpenDelivery(in, name, mapping, rules_.id_key_file,
                             rules_.file_bytes_max, facts);
  if (!facts.sha256.empty()) {
    receipt.set_sha256(facts.sha256);
    receipt.set_size_bytes(facts.size_bytes);
  }
  ENTENTE_RETURN_IF_ERROR(opened.status());
  receipt.set_session(DeliverySessionId(rules_.source, mapping, facts.sha256,
                                        facts.has_loose_rows));
  opened->rows.reset();
  const std::string first_session = receipt.session();
  FileDelivery delivery(
      deliverer_,
      {.folder = &folder_,
       .name = name,
       .first_session = first_session,
       .is_whole = rules_.is_atomic,
       .is_dry_run = is_dry_run_,
       .adds_to_sheets = rules_.adds_to_sheets,
       .is_stopping = is_stopping_},
      [&]() -> absl::StatusOr<std::unique_ptr<ObservationRows>> {
        ENTENTE_ASSIGN_OR_RETURN(DeliveryInput again,
                                 OpenAgain(in, name, mapping, rules_, receipt));
        return std::move(again.rows);
      });
  const absl::StatusOr<FileDelivered> made = delivery.Run();
  receipt.set_session(delivery.session());
  receipt.set_sheets_not_asked(delivery.sheets_not_asked());
  is_question_open_ = delivery.is_question_open();
  ENTENTE_RETURN_IF_ERROR(made.status());
  const Delivered& delivered = made->last;
  const v1::IngestTotals& totals = delivered.totals;
  receipt.set_rows(made->rows);
  receipt.set_records_left_out(made->records_left_out);
  *receipt.mutable_totals() = made->totals;
  receipt.set_rows_known(made->rows_known);
  receipt.set_left_rejected(made->left);
  unanswered_ = delivered.unanswered;
  // Of a file that was taken whole no row was rejected, and it has one session:
  // an earlier run took it row by row.
  if (!delivered.is_refused &&
      (totals.rejected() > 0 || receipt.session() != first_session)) {
    receipt.set_atomic(false);
  }
  ENTENTE_RETURN_IF_ERROR(
      ListRows(in, name, mapping, rules_, delivered, receipt));
  if (delivered.is_refused) return RefusedAsAWhole();
  if (!IsWhole(totals, receipt.rows())) {
    return DoesNotReconcile(receipt.rows());
  }
  if (totals.sent() > 0 && receipt.totals().rejected() == totals.sent()) {
    return NothingTaken();
  }
  receipt.set_state(DeliveryReceipt::STATE_DONE);
  return absl::OkStatus();
}

bool DropWorker::Finish(Place place, const std::string& name,
                        absl::Status status, DeliveryReceipt& receipt,
                        DropRound& round) {
  *receipt.mutable_end_time() = ToTimestamp(absl::Now());
  if (status.ok()) status = PutAway(place, name, receipt);
  const bool is_waiting = !status.ok();
  const bool is_done = receipt.state() == DeliveryReceipt::STATE_DONE ||
                       receipt.state() == DeliveryReceipt::STATE_WOULD_BE_DONE;
  ++(is_waiting ? round.waiting : is_done ? round.done : round.quarantined);
  const bool is_differing = receipt.known_rows_that_differ_size() > 0 ||
                            receipt.known_rows_not_compared() > 0;
  if (!is_waiting && is_done && is_differing) {
    ++round.differing;
  }
  if (!is_waiting && is_done && receipt.totals().rejected() > 0) {
    ++round.rejecting;
  }
  report_({.name = receipt.name(),
           .waits_for = std::move(status),
           .receipt = receipt,
           .unanswered = std::exchange(unanswered_, absl::OkStatus())});
  return !is_waiting;
}

void DropWorker::NoteContent(Place place, const std::string& name,
                             DeliveryReceipt& receipt) const {
  if (!receipt.sha256().empty()) return;
  const Descriptor file = folder_.OpenFile(place, name);
  if (!file.is_open()) return;
  Content content(file);
  const absl::StatusOr<FileFacts> facts =
      InspectFile(content.stream(), rules_.file_bytes_max);
  if (!facts.ok()) return;
  receipt.set_sha256(facts->sha256);
  receipt.set_size_bytes(facts->size_bytes);
}

absl::Status DropWorker::PutAway(Place place, const std::string& name,
                                 DeliveryReceipt& receipt) {
  NoteContent(place, name, receipt);
  const bool is_done = receipt.state() == DeliveryReceipt::STATE_DONE;
  if (is_dry_run_) {
    receipt.set_state(is_done ? DeliveryReceipt::STATE_WOULD_BE_DONE
                              : DeliveryReceipt::STATE_WOULD_BE_QUARANTINED);
    return absl::OkStatus();
  }
  ENTENTE_RETURN_IF_ERROR(
      WriteReceipt(folder_.PathOf(DropFolder::kReceipts), receipt));
  const std::string tag = receipt.sha256().empty()
                              ? std::string("unread")
                              : receipt.sha256().substr(0, kTagDigits);
  const Place to = is_done ? DropFolder::kDone : DropFolder::kQuarantine;
  ENTENTE_ASSIGN_OR_RETURN(const std::string kept,
                           folder_.Move(name, place, to, receipt.name(), tag));
  // Said after the move, which alone knows; the file is where it is either way.
  const std::string sha256 = receipt.sha256();
  if (place == DropFolder::kIncoming) {
    // Until then who dropped it could put another one in its place.
    receipt.clear_sha256();
    receipt.clear_size_bytes();
    NoteContent(to, kept, receipt);
  }
  // Of what was not read it also tells that this is no try which failed.
  const bool is_told = kept != receipt.name() || receipt.sha256().empty();
  if (!is_told && receipt.sha256() == sha256) return absl::OkStatus();
  if (is_told) receipt.set_kept_as(kept);
  return AmendReceipt(folder_.PathOf(DropFolder::kReceipts), receipt);
}

}  // namespace entente::client
