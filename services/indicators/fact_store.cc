#include "services/indicators/fact_store.h"

#include "services/common/base/error.h"
#include "services/common/store/records.h"
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

}  // namespace

void PutPayment(store::Transaction& transaction,
                const std::string& municipality,
                const v1::PaymentRecord& payment) {
  store::PutRecord(
      transaction,
      PaymentKey(municipality, payment.convention(), payment.payment()),
      payment);
}

void DeletePayment(store::Transaction& transaction,
                   const std::string& municipality,
                   const std::string& convention, const std::string& payment) {
  transaction.Delete(PaymentKey(municipality, convention, payment));
}

void PutMeeting(store::Transaction& transaction,
                const std::string& municipality, const std::string& meeting_id,
                const v1::MeetingFigureRecord& meeting) {
  store::PutRecord(transaction, MeetingKey(municipality, meeting_id), meeting);
}

absl::StatusOr<std::vector<v1::PaymentRecord>> ReadPayments(
    const store::Reader& reader, const std::string& municipality) {
  return ReadAll<v1::PaymentRecord>(reader, PaymentPrefix(municipality));
}

absl::StatusOr<std::vector<v1::MeetingFigureRecord>> ReadMeetings(
    const store::Reader& reader, const std::string& municipality) {
  return ReadAll<v1::MeetingFigureRecord>(reader, MeetingPrefix(municipality));
}

}  // namespace entente::indicators
