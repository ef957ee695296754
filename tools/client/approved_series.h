// Figures as they were approved, in the place of those of today: payments and
// meetings move an approved month at any time, and what moved since was
// approved by nobody. Pure.
#ifndef TOOLS_CLIENT_APPROVED_SERIES_H_
#define TOOLS_CLIENT_APPROVED_SERIES_H_

#include <cstdint>
#include <map>
#include <vector>

#include "absl/time/civil_time.h"
#include "entente/indicators/v1/period_service.pb.h"
#include "entente/indicators/v1/series_service.pb.h"
#include "google/protobuf/timestamp.pb.h"

namespace entente::client {

// Of a month that stands approved: its latest version, and since when.
struct Approval {
  int32_t version = 0;
  google::protobuf::Timestamp time = {};
};
using Approvals = std::map<absl::CivilMonth, Approval>;

// The months that stand approved; one that was opened again does not.
Approvals ApprovalsOf(const indicators::v1::ListPeriodsResponse& months);

// What to ask beside `query`, so that these months are read from their
// versions: a request for each run of months that follow each other, as of when
// the last of them was approved. Nothing else is recounted for it.
std::vector<indicators::v1::QuerySeriesRequest> ApprovedQueries(
    const indicators::v1::QuerySeriesRequest& query,
    const Approvals& approvals);

// Puts the figures of `frozen`, the answers to these requests, in the place of
// those of the same months in `response`; their `approved_version` stays set.
// A figure that came after the approval is left out. Returns how many differed.
int TakeApproved(const Approvals& approvals,
                 const std::vector<indicators::v1::QuerySeriesResponse>& frozen,
                 indicators::v1::QuerySeriesResponse& response);

}  // namespace entente::client

#endif  // TOOLS_CLIENT_APPROVED_SERIES_H_
