#include "services/common/outbox/set_aside.h"

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "services/common/base/error.h"
#include "services/common/base/timestamp.h"
#include "services/common/base/utf8.h"
#include "services/common/outbox/outbox.h"
#include "services/common/outbox/outbox_keys.h"
#include "services/common/store/records.h"

namespace entente::outbox {
namespace {

using common::v1::Event;
using common::v1::EventRetry;
using common::v1::RetriedEvent;
using common::v1::SetAsideEvent;

// Of events that were written before there was an order.
constexpr uint64_t kOrderOfBefore = 1;

absl::Status ReasonInvalid() {
  const std::string range = absl::StrCat(kRetryReasonMin, " ");
  return MakeError(
      absl::StatusCode::kInvalidArgument,
      {.reason = "RETRY_REASON_INVALID",
       .field = "reason",
       .sentence = {
           absl::StrCat("Say in ", range, "to ", kRetryReasonMax,
                        " characters why it can be applied now: \"receiver "
                        "was updated\"."),
           absl::StrCat("Dites en ", range, "à ", kRetryReasonMax,
                        " caractères pourquoi il peut être appliqué "
                        "maintenant : « destinataire mis à jour »."),
           absl::StrCat("Zeg in ", range, "tot ", kRetryReasonMax,
                        " tekens waarom ze nu kan worden toegepast: "
                        "\"ontvanger bijgewerkt\".")}});
}

bool IsReason(const std::string& reason) {
  return IsValidUtf8(reason) && !HasControlCharacters(reason) &&
         CountCharacters(reason) <= kRetryReasonMax &&
         CountCharacters(absl::StripAsciiWhitespace(reason)) >= kRetryReasonMin;
}

absl::Status SetAsideReasonInvalid() {
  const std::string range = absl::StrCat(kRetryReasonMin, " ");
  return MakeError(
      absl::StatusCode::kInvalidArgument,
      {.reason = "SET_ASIDE_REASON_INVALID",
       .field = "reason",
       .sentence = {
           absl::StrCat("Say in ", range, "to ", kRetryReasonMax,
                        " characters why it is not to wait any longer: "
                        "\"receiver fails on it, reported\"."),
           absl::StrCat("Dites en ", range, "à ", kRetryReasonMax,
                        " caractères pourquoi il ne doit plus attendre : "
                        "« le destinataire échoue, signalé »."),
           absl::StrCat("Zeg in ", range, "tot ", kRetryReasonMax,
                        " tekens waarom ze niet langer moet wachten: "
                        "\"ontvanger faalt erop, gemeld\".")}});
}

absl::Status HeadOther(absl::string_view destination) {
  const std::string name = SanitizeForMessage(destination, 40);
  return MakeError(
      absl::StatusCode::kFailedPrecondition,
      {.reason = "OUTBOX_HEAD_OTHER",
       .field = "event_id",
       .sentence = {
           absl::StrCat("That event is not the first in line for ", name,
                        ": it was taken meanwhile, or others hold it up; "
                        "entente outbox list shows which is."),
           absl::StrCat("Cet événement n'est pas le premier de la file vers ",
                        name,
                        " : il a été pris entre-temps, ou d'autres le "
                        "retiennent ; entente outbox list montre lequel "
                        "l'est."),
           absl::StrCat("Die gebeurtenis staat niet vooraan in de rij naar ",
                        name,
                        ": ze werd intussen aangenomen, of andere houden ze "
                        "op; entente outbox list toont welke vooraan "
                        "staat.")}});
}

absl::Status HeadNotStuck(absl::string_view destination) {
  const std::string name = SanitizeForMessage(destination, 40);
  return MakeError(
      absl::StatusCode::kFailedPrecondition,
      {.reason = "OUTBOX_HEAD_NOT_STUCK",
       .field = "event_id",
       .sentence = {
           absl::StrCat("The last attempt did not fail on that event: ", name,
                        " was away or refused everything, and what waits is "
                        "sent once it answers again. Mend that instead."),
           absl::StrCat(
               "Le dernier essai n'a pas échoué sur cet événement : ", name,
               " était absent ou refusait tout, et ce qui attend part "
               "dès qu'il répond. C'est cela qu'il faut corriger."),
           absl::StrCat(
               "De laatste poging mislukte niet op die gebeurtenis: ", name,
               " was afwezig of weigerde alles, en wat wacht wordt "
               "verstuurd zodra ze antwoordt. Verhelp eerst "
               "dat.")}});
}

absl::Status Unknown(absl::string_view destination, uint64_t sequence) {
  const std::string which =
      absl::StrCat(SanitizeForMessage(destination, 40), " ", sequence);
  return MakeError(
      absl::StatusCode::kNotFound,
      {.reason = "SET_ASIDE_EVENT_UNKNOWN",
       .field = "name",
       .sentence = {
           absl::StrCat("No event ", which,
                        " is set aside; it may have been retried already."),
           absl::StrCat("Aucun événement ", which,
                        " n'est mis de côté ; il a peut-être déjà été "
                        "relancé."),
           absl::StrCat("Geen gebeurtenis ", which,
                        " is terzijde gelegd; misschien is ze al opnieuw "
                        "verstuurd.")}});
}

absl::Status Complete(const store::Reader& reader,
                      absl::string_view destination, SetAsideItem& item) {
  ENTENTE_ASSIGN_OR_RETURN(
      const auto retried,
      store::GetRecord<RetriedEvent>(
          reader, Key(kRetried, destination, item.record.event().id())));
  if (retried.has_value()) item.retried = *retried;
  ENTENTE_ASSIGN_OR_RETURN(const uint64_t last,
                           ReadLastSequence(reader, destination));
  item.later_count = last - item.sequence;
  return absl::OkStatus();
}

// Adds a retry, and forgets the oldest when there are too many.
void Remember(const SetAsideEvent& record, absl::Time now,
              const std::string& reason, RetriedEvent& retried) {
  EventRetry& retry = *retried.add_retries();
  *retry.mutable_time() = ToTimestamp(now);
  retry.set_reason(reason);
  retry.set_set_aside_reason(record.reason());
  const int surplus = retried.retries_size() - kRetriesKept;
  if (surplus > 0) retried.mutable_retries()->DeleteSubrange(0, surplus);
}

}  // namespace

absl::StatusOr<SetAsideFigures> CountSetAside(const store::Reader& reader,
                                              absl::string_view destination) {
  SetAsideFigures figures;
  ENTENTE_RETURN_IF_ERROR(store::ScanRecords<SetAsideEvent>(
      reader, Key(kSetAside, destination), "",
      [&](absl::string_view, const SetAsideEvent& record) {
        ++figures.by_reason[record.reason()];
        return ++figures.count < kSetAsideCountMax;
      }));
  return figures;
}

absl::StatusOr<std::vector<SetAsideItem>> ListSetAside(
    const store::Reader& reader, absl::string_view destination,
    uint64_t from_sequence, int count_max) {
  const std::string prefix = Key(kSetAside, destination);
  std::vector<SetAsideItem> items;
  absl::Status status;
  if (count_max <= 0) return items;
  ENTENTE_RETURN_IF_ERROR(store::ScanRecords<SetAsideEvent>(
      reader, prefix, Key(kSetAside, destination, from_sequence),
      [&](absl::string_view key, const SetAsideEvent& record) {
        const auto sequence = store::KeyReader(key.substr(prefix.size())).U64();
        if (!sequence.ok()) {
          status = sequence.status();
          return false;
        }
        items.push_back({.sequence = *sequence,
                         .record = record,
                         .retried = {},
                         .later_count = 0});
        items.back().record.mutable_event()->mutable_data()->clear_value();
        return static_cast<int>(items.size()) < count_max;
      }));
  ENTENTE_RETURN_IF_ERROR(status);
  for (SetAsideItem& item : items) {
    ENTENTE_RETURN_IF_ERROR(Complete(reader, destination, item));
  }
  return items;
}

absl::StatusOr<SetAsideItem> RetrySetAside(store::Transaction& transaction,
                                           absl::string_view destination,
                                           uint64_t sequence, absl::Time now,
                                           const std::string& reason) {
  if (!IsReason(reason)) return ReasonInvalid();
  const std::string key = Key(kSetAside, destination, sequence);
  ENTENTE_ASSIGN_OR_RETURN(const auto record,
                           store::GetRecord<SetAsideEvent>(transaction, key));
  if (!record.has_value()) return Unknown(destination, sequence);
  SetAsideItem item{
      .sequence = sequence, .record = *record, .retried = {}, .later_count = 0};
  ENTENTE_RETURN_IF_ERROR(Complete(transaction, destination, item));
  Remember(item.record, now, reason, item.retried);
  Event again = item.record.event();
  // Older than all that have one: Append would make it the newest.
  if (again.order() == 0) again.set_order(kOrderOfBefore);
  ENTENTE_RETURN_IF_ERROR(Append(transaction, destination, again));
  store::PutRecord(transaction,
                   Key(kRetried, destination, item.record.event().id()),
                   item.retried);
  transaction.Delete(key);
  return item;
}

absl::StatusOr<SetAsideItem> SetHeadAside(store::Transaction& transaction,
                                          absl::string_view destination,
                                          const std::string& event_id,
                                          bool is_own_fault,
                                          const std::string& reason) {
  if (!IsReason(reason)) return SetAsideReasonInvalid();
  ENTENTE_ASSIGN_OR_RETURN(
      const std::vector<PendingEvent> first,
      ReadPending(transaction, destination, /*count_max=*/1));
  if (first.empty() || first[0].event.id() != event_id) {
    return HeadOther(destination);
  }
  if (!is_own_fault) return HeadNotStuck(destination);
  SetAsideItem item{.sequence = first[0].sequence,
                    .record = {},
                    .retried = {},
                    .later_count = 0};
  *item.record.mutable_event() = first[0].event;
  item.record.set_reason(absl::StrCat("by hand: ", reason));
  transaction.Delete(Key(kPending, destination, item.sequence));
  store::PutRecord(transaction, Key(kSetAside, destination, item.sequence),
                   item.record);
  ENTENTE_RETURN_IF_ERROR(Complete(transaction, destination, item));
  return item;
}

}  // namespace entente::outbox
