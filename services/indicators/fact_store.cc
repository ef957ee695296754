#include "services/indicators/fact_store.h"

#include <map>
#include <optional>
#include <utility>

#include "absl/functional/function_ref.h"
#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "services/common/base/error.h"
#include "services/common/store/records.h"
#include "services/indicators/history_keys.h"
#include "services/indicators/indicators_keys.h"

namespace entente::indicators {
namespace {

namespace v1 = entente::indicators::v1;

template <class Message>
absl::StatusOr<std::vector<Message>> ReadAll(const store::Reader& reader,
                                             const std::string& prefix) {
  std::vector<Message> all;
  ENTENTE_RETURN_IF_ERROR(store::ScanRecords<Message>(
      reader, prefix, "", [&](absl::string_view, const Message& message) {
        all.push_back(message);
        return true;
      }));
  return all;
}

std::string KeyOf(const std::string& municipality, absl::Time now,
                  const v1::FactChangeRecord& change) {
  return change.has_payment()
             ? FactChangeKey(municipality, now, FactKind::kPayment,
                             absl::StrCat(change.payment().convention(), " ",
                                          change.payment().payment()))
             : FactChangeKey(municipality, now, FactKind::kMeeting,
                             change.meeting_id());
}

// Notes every fact that is known as told at the beginning of time.
template <class Message>
absl::Status NoteAll(
    store::Transaction& transaction, const std::string& prefix,
    absl::FunctionRef<absl::StatusOr<v1::FactChangeRecord>(
        absl::string_view key, const Message& message, std::string& town)>
        change_of) {
  std::map<std::string, v1::FactChangeRecord> changes;
  absl::Status status;
  ENTENTE_RETURN_IF_ERROR(store::ScanRecords<Message>(
      transaction, prefix, "",
      [&](absl::string_view key, const Message& message) {
        std::string town;
        auto change = change_of(key, message, town);
        status = change.status();
        if (!status.ok()) return false;
        std::string at = KeyOf(town, absl::UnixEpoch(), *change);
        changes.emplace(std::move(at), *std::move(change));
        return true;
      }));
  ENTENTE_RETURN_IF_ERROR(status);
  for (const auto& [key, change] : changes) {
    store::PutRecord(transaction, key, change);
  }
  return absl::OkStatus();
}

}  // namespace

void PutPayment(store::Transaction& transaction,
                const std::string& municipality,
                const v1::PaymentRecord& payment, absl::Time now) {
  store::PutRecord(
      transaction,
      PaymentKey(municipality, payment.convention(), payment.payment()),
      payment);
  v1::FactChangeRecord change;
  *change.mutable_payment() = payment;
  store::PutRecord(transaction, KeyOf(municipality, now, change), change);
}

void DeletePayment(store::Transaction& transaction,
                   const std::string& municipality,
                   const std::string& convention, const std::string& payment,
                   absl::Time now) {
  transaction.Delete(PaymentKey(municipality, convention, payment));
  v1::FactChangeRecord change;
  change.mutable_payment()->set_convention(convention);
  change.mutable_payment()->set_payment(payment);
  change.set_is_removed(true);
  store::PutRecord(transaction, KeyOf(municipality, now, change), change);
}

void PutMeeting(store::Transaction& transaction,
                const std::string& municipality, const std::string& meeting_id,
                const v1::MeetingFigureRecord& meeting, absl::Time now) {
  store::PutRecord(transaction, MeetingKey(municipality, meeting_id), meeting);
  v1::FactChangeRecord change;
  change.set_meeting_id(meeting_id);
  *change.mutable_meeting() = meeting;
  store::PutRecord(transaction, KeyOf(municipality, now, change), change);
}

absl::StatusOr<std::vector<v1::PaymentRecord>> ReadPayments(
    const store::Reader& reader, const std::string& municipality) {
  return ReadAll<v1::PaymentRecord>(reader, PaymentPrefix(municipality));
}

absl::StatusOr<std::vector<v1::MeetingFigureRecord>> ReadMeetings(
    const store::Reader& reader, const std::string& municipality) {
  return ReadAll<v1::MeetingFigureRecord>(reader, MeetingPrefix(municipality));
}

absl::StatusOr<Facts> ReadFactsAsOf(const store::Reader& reader,
                                    const std::string& municipality,
                                    absl::Time time) {
  std::map<std::string, v1::PaymentRecord> payments;
  std::map<std::string, v1::MeetingFigureRecord> meetings;
  absl::Status status;
  ENTENTE_RETURN_IF_ERROR(store::ScanRecords<v1::FactChangeRecord>(
      reader, FactChangePrefix(municipality), "",
      [&](absl::string_view key, const v1::FactChangeRecord& change) {
        const absl::StatusOr<absl::Time> told = ParseFactChangeTime(key);
        status = told.status();
        if (!status.ok() || *told > time) return false;
        if (!change.has_payment()) {
          meetings[change.meeting_id()] = change.meeting();
          return true;
        }
        const std::string name = absl::StrCat(change.payment().convention(),
                                              " ", change.payment().payment());
        if (change.is_removed()) {
          payments.erase(name);
        } else {
          payments[name] = change.payment();
        }
        return true;
      }));
  ENTENTE_RETURN_IF_ERROR(status);
  Facts facts;
  for (auto& [name, payment] : payments) {
    facts.payments.push_back(std::move(payment));
  }
  for (auto& [id, meeting] : meetings) {
    facts.meetings.push_back(std::move(meeting));
  }
  return facts;
}

absl::StatusOr<absl::Time> ReadKeptSince(const store::Reader& reader) {
  ENTENTE_ASSIGN_OR_RETURN(
      const std::optional<v1::HistoryHead> head,
      store::GetRecord<v1::HistoryHead>(reader, HistoryHeadKey()));
  return head.has_value() ? absl::FromUnixMicros(head->kept_since_us())
                          : absl::InfinitePast();
}

absl::Status BeginHistory(store::Transaction& transaction) {
  ENTENTE_RETURN_IF_ERROR(NoteAll<v1::PaymentRecord>(
      transaction, AllPaymentsPrefix(),
      [](absl::string_view key, const v1::PaymentRecord& payment,
         std::string& town) -> absl::StatusOr<v1::FactChangeRecord> {
        ENTENTE_ASSIGN_OR_RETURN(town, ParseFactMunicipality(key));
        v1::FactChangeRecord change;
        *change.mutable_payment() = payment;
        return change;
      }));
  ENTENTE_RETURN_IF_ERROR(NoteAll<v1::MeetingFigureRecord>(
      transaction, AllMeetingsPrefix(),
      [](absl::string_view key, const v1::MeetingFigureRecord& meeting,
         std::string& town) -> absl::StatusOr<v1::FactChangeRecord> {
        ENTENTE_ASSIGN_OR_RETURN(const MeetingKeyParts parts,
                                 ParseMeetingKey(key));
        town = parts.municipality;
        v1::FactChangeRecord change;
        change.set_meeting_id(parts.meeting_id);
        *change.mutable_meeting() = meeting;
        return change;
      }));
  v1::HistoryHead head;
  head.set_kept_since_us(absl::ToUnixMicros(absl::Now()));
  store::PutRecord(transaction, HistoryHeadKey(), head);
  return absl::OkStatus();
}

}  // namespace entente::indicators
