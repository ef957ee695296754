// Facts that events of other services brought; see fact_rules.h.
#ifndef SERVICES_INDICATORS_FACT_STORE_H_
#define SERVICES_INDICATORS_FACT_STORE_H_

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "entente/indicators/v1/records.pb.h"
#include "services/common/store/store.h"

namespace entente::indicators {

// `now` is when it was told, here and below: it stays readable as it was known
// before.
void PutPayment(store::Transaction& transaction,
                const std::string& municipality,
                const entente::indicators::v1::PaymentRecord& payment,
                absl::Time now);

// The zone has not got it after all; OK when it is not known.
void DeletePayment(store::Transaction& transaction,
                   const std::string& municipality,
                   const std::string& convention, const std::string& payment,
                   absl::Time now);

// Replaces what was known of the meeting.
void PutMeeting(store::Transaction& transaction,
                const std::string& municipality, const std::string& meeting_id,
                const entente::indicators::v1::MeetingFigureRecord& meeting,
                absl::Time now);

// What is known of a municipality, or was.
struct Facts {
  std::vector<entente::indicators::v1::PaymentRecord> payments;
  std::vector<entente::indicators::v1::MeetingFigureRecord> meetings;
};

// As it stands. Errors: DATA_LOSS.
absl::StatusOr<std::vector<entente::indicators::v1::PaymentRecord>>
ReadPayments(const store::Reader& reader, const std::string& municipality);
absl::StatusOr<std::vector<entente::indicators::v1::MeetingFigureRecord>>
ReadMeetings(const store::Reader& reader, const std::string& municipality);

// As it was known at `time`. Errors: DATA_LOSS.
absl::StatusOr<Facts> ReadFactsAsOf(const store::Reader& reader,
                                    const std::string& municipality,
                                    absl::Time time);

// Since when ReadFactsAsOf and the times of blocks say what was known;
// InfinitePast: from the beginning. Errors: DATA_LOSS.
absl::StatusOr<absl::Time> ReadKeptSince(const store::Reader& reader);

// For a store of before: from now on it is known what was known when. Errors:
// DATA_LOSS.
absl::Status BeginHistory(store::Transaction& transaction);

}  // namespace entente::indicators

#endif  // SERVICES_INDICATORS_FACT_STORE_H_
