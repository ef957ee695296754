#include "services/indicators/release_keys.h"

#include "services/common/base/error.h"
#include "services/common/store/key.h"

namespace entente::indicators {
namespace {

using store::KeyReader;
using store::KeyWriter;

enum Table : uint8_t {
  kReleaseHead = 0x80,
  kRelease = 0x81,
  kReleaseTables = 0x82,
  kReleasePlace = 0x83,
};

// The newest comes first: numbers are counted down from here.
constexpr uint64_t kNumberEnd = uint64_t{1} << 63;

}  // namespace

std::string AllReleaseHeadsPrefix() {
  return KeyWriter().Table(kReleaseHead).Key();
}

std::string ReleaseHeadKey(absl::string_view municipality) {
  return KeyWriter().Table(kReleaseHead).Str(municipality).Key();
}

absl::StatusOr<std::string> ParseReleaseMunicipality(absl::string_view key) {
  KeyReader reader(key);
  ENTENTE_RETURN_IF_ERROR(reader.Table().status());
  return reader.Str();
}

std::string AllReleasesPrefix() { return KeyWriter().Table(kRelease).Key(); }

std::string ReleasePrefix(absl::string_view municipality) {
  return KeyWriter().Table(kRelease).Str(municipality).Key();
}

std::string ReleaseKey(absl::string_view municipality, int64_t number) {
  return KeyWriter()
      .Table(kRelease)
      .Str(municipality)
      .U64(kNumberEnd - static_cast<uint64_t>(number))
      .Key();
}

absl::StatusOr<int64_t> ParseReleaseNumber(absl::string_view key) {
  KeyReader reader(key);
  ENTENTE_RETURN_IF_ERROR(reader.Table().status());
  ENTENTE_RETURN_IF_ERROR(reader.Str().status());
  ENTENTE_ASSIGN_OR_RETURN(const uint64_t number, reader.U64());
  ENTENTE_RETURN_IF_ERROR(reader.End());
  return static_cast<int64_t>(kNumberEnd - number);
}

std::string AllReleaseTablesPrefix() {
  return KeyWriter().Table(kReleaseTables).Key();
}

std::string ReleaseTablesKey(absl::string_view municipality, int64_t number) {
  return KeyWriter()
      .Table(kReleaseTables)
      .Str(municipality)
      .U64(kNumberEnd - static_cast<uint64_t>(number))
      .Key();
}

std::string AllReleasePlacesPrefix() {
  return KeyWriter().Table(kReleasePlace).Key();
}

std::string ReleasePlaceKey(const ReleaseName& name) {
  return KeyWriter()
      .Table(kReleasePlace)
      .Str(name.municipality)
      .Str(name.id)
      .Key();
}

}  // namespace entente::indicators
