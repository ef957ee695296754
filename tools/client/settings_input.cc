#include "tools/client/settings_input.h"

#include "absl/strings/str_cat.h"

namespace entente::client {

namespace v1 = entente::indicators::v1;

v1::MeasureSettings NextOf(const v1::MeasureSettings& version) {
  v1::MeasureSettings next = version;
  next.clear_reason();
  next.clear_version();
  next.clear_office();
  next.clear_update_time();
  next.clear_etag();
  return next;
}

std::string EtagBefore(const v1::MeasureSettings& next,
                       const v1::MeasureSettings& latest, bool may_be_retry) {
  const bool is_retry =
      may_be_retry && latest.version() > 0 &&
      latest.reason() == next.reason() &&
      NextOf(latest).SerializeAsString() == NextOf(next).SerializeAsString();
  return absl::StrCat(is_retry ? latest.version() - 1 : latest.version());
}

}  // namespace entente::client
