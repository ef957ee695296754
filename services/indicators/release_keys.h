// Keys of releases: tables 0x80 to 0x83 of indicators_keys.h.
#ifndef SERVICES_INDICATORS_RELEASE_KEYS_H_
#define SERVICES_INDICATORS_RELEASE_KEYS_H_

#include <cstdint>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "services/indicators/name_rules.h"

namespace entente::indicators {

std::string AllReleaseHeadsPrefix();
std::string ReleaseHeadKey(absl::string_view municipality);
// The municipality in a key of tables 0x80 to 0x83. DATA_LOSS when it has none.
absl::StatusOr<std::string> ParseReleaseMunicipality(absl::string_view key);
std::string AllReleasesPrefix();
std::string ReleasePrefix(absl::string_view municipality);
// `number` counts the releases of the municipality from 1; it is no name.
std::string ReleaseKey(absl::string_view municipality, int64_t number);
// The number in a ReleaseKey or ReleaseTablesKey. DATA_LOSS when `key` is none.
absl::StatusOr<int64_t> ParseReleaseNumber(absl::string_view key);
std::string AllReleaseTablesPrefix();
std::string ReleaseTablesKey(absl::string_view municipality, int64_t number);
std::string AllReleasePlacesPrefix();
std::string ReleasePlaceKey(const ReleaseName& name);

}  // namespace entente::indicators

#endif  // SERVICES_INDICATORS_RELEASE_KEYS_H_
