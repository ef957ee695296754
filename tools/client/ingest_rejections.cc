#include "tools/client/ingest_rejections.h"

#include <vector>

namespace entente::client {
namespace {

namespace v1 = entente::indicators::v1;

// By index in the session from that of the batch; nullptr for a row that could
// not be read.
std::vector<const v1::Observation*> RowsOf(const v1::ObservationBatch& batch) {
  std::vector<const v1::Observation*> rows;
  auto unreadable = batch.unreadable().begin();
  const auto pass_unreadable = [&] {
    while (unreadable != batch.unreadable().end() &&
           unreadable->row_index() ==
               batch.first_row_index() + static_cast<int64_t>(rows.size())) {
      rows.push_back(nullptr);
      ++unreadable;
    }
  };
  pass_unreadable();
  for (const v1::Observation& seen : batch.observations()) {
    rows.push_back(&seen);
    pass_unreadable();
  }
  return rows;
}

}  // namespace

void AddReasons(
    const v1::ObservationBatch& batch,
    const google::protobuf::RepeatedPtrField<v1::Rejection>& rejections,
    ReasonCounts& counts, std::vector<RejectedRow>& rows) {
  if (rejections.empty()) return;
  const std::vector<const v1::Observation*> sent = RowsOf(batch);
  // What each event that was rejected counts under.
  std::map<std::string, ReasonCounts::key_type> rejected;
  for (const v1::Rejection& rejection : rejections) {
    ReasonCounts::key_type why = {rejection.reason(), rejection.column()};
    const int64_t place = rejection.row_index() - batch.first_row_index();
    const bool is_here =
        place >= 0 && place < static_cast<int64_t>(sent.size());
    const v1::Observation* const row = is_here ? sent[place] : nullptr;
    bool is_consequence = false;
    if (row != nullptr) {
      const std::string& named = row->withdraws_event_id().empty()
                                     ? row->replaces_event_id()
                                     : row->withdraws_event_id();
      const auto cause = rejected.find(named);
      if (rejection.reason() == "UNKNOWN_EVENT" && cause != rejected.end()) {
        why = cause->second;
        is_consequence = true;
      }
      rejected.emplace(row->event_id(), why);
    }
    ++counts[why];
    if (rows.size() < kRejectedRowsShownMax) {
      rows.push_back({.row_index = rejection.row_index(),
                      .column = rejection.column(),
                      .reason = rejection.reason(),
                      .is_consequence = is_consequence});
    }
  }
}

}  // namespace entente::client
