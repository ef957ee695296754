#include "tools/client/settings_input.h"

#include "absl/strings/str_cat.h"
#include "tools/client/version_input.h"

namespace entente::client {

namespace v1 = entente::indicators::v1;

std::string EtagBefore(const v1::MeasureSettings& next,
                       const v1::MeasureSettings& latest, bool may_be_retry) {
  const bool is_retry =
      may_be_retry && latest.version() > 0 &&
      latest.reason() == next.reason() &&
      NextOf(latest).SerializeAsString() == NextOf(next).SerializeAsString();
  return absl::StrCat(is_retry ? latest.version() - 1 : latest.version());
}

}  // namespace entente::client
