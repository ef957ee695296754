// Facts that events of other services brought; see fact_rules.h.
#ifndef SERVICES_INDICATORS_FACT_STORE_H_
#define SERVICES_INDICATORS_FACT_STORE_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "entente/indicators/v1/records.pb.h"
#include "services/common/store/store.h"

namespace entente::indicators {

void PutPayment(store::Transaction& transaction,
                const std::string& municipality,
                const entente::indicators::v1::PaymentRecord& payment);

// The zone has not got it after all; OK when it is not known.
void DeletePayment(store::Transaction& transaction,
                   const std::string& municipality,
                   const std::string& convention, const std::string& payment);

// Replaces what was known of the meeting.
void PutMeeting(store::Transaction& transaction,
                const std::string& municipality, const std::string& meeting_id,
                const entente::indicators::v1::MeetingFigureRecord& meeting);

// Both errors: DATA_LOSS.
absl::StatusOr<std::vector<entente::indicators::v1::PaymentRecord>>
ReadPayments(const store::Reader& reader, const std::string& municipality);
absl::StatusOr<std::vector<entente::indicators::v1::MeetingFigureRecord>>
ReadMeetings(const store::Reader& reader, const std::string& municipality);

}  // namespace entente::indicators

#endif  // SERVICES_INDICATORS_FACT_STORE_H_
