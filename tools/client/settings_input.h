// What people add to a measure, as it is sent. Pure.
#ifndef TOOLS_CLIENT_SETTINGS_INPUT_H_
#define TOOLS_CLIENT_SETTINGS_INPUT_H_

#include <string>

#include "entente/indicators/v1/measure_settings.pb.h"

namespace entente::client {

// Etag of the version that `next` is written after: `latest`, which is version
// 0 where there is none. Where `may_be_retry` and `latest` says all that `next`
// does, also why, it is that change again, after the version before it, so that
// a retry is the same request.
std::string EtagBefore(const entente::indicators::v1::MeasureSettings& next,
                       const entente::indicators::v1::MeasureSettings& latest,
                       bool may_be_retry);

}  // namespace entente::client

#endif  // TOOLS_CLIENT_SETTINGS_INPUT_H_
