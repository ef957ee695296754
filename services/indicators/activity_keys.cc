// Keys of activities: tables 0x30 to 0x34 of indicators_keys.h.
#include "services/common/base/error.h"
#include "services/common/store/key.h"
#include "services/indicators/indicators_keys.h"

namespace entente::indicators {
namespace {

using store::KeyReader;
using store::KeyWriter;

enum Table : uint8_t {
  kActivityHead = 0x30,
  kActivity = 0x31,
  kActivityPlace = 0x32,
  kActivityVersion = 0x33,
  kActivityMove = 0x34,
};

// What descends is counted down from here.
constexpr uint64_t kDayEnd = uint64_t{1} << 32;
constexpr uint64_t kNumberEnd = uint64_t{1} << 63;

}  // namespace

std::string ActivityHeadKey(absl::string_view municipality) {
  return KeyWriter().Table(kActivityHead).Str(municipality).Key();
}

std::string AllActivitiesPrefix() { return KeyWriter().Table(kActivity).Key(); }

std::string ActivityPrefix(absl::string_view municipality) {
  return KeyWriter().Table(kActivity).Str(municipality).Key();
}

std::string ActivityDayKey(absl::string_view municipality,
                           uint32_t packed_day) {
  return KeyWriter()
      .Table(kActivity)
      .Str(municipality)
      .U64(kDayEnd - packed_day)
      .Key();
}

std::string ActivityKey(const ActivityName& name, uint32_t packed_day) {
  return KeyWriter()
      .Table(kActivity)
      .Str(name.municipality)
      .U64(kDayEnd - packed_day)
      .U64(kNumberEnd - static_cast<uint64_t>(name.number))
      .Key();
}

absl::StatusOr<ActivityKeyParts> ParseActivityKey(absl::string_view key) {
  KeyReader reader(key);
  ActivityKeyParts parts;
  ENTENTE_RETURN_IF_ERROR(reader.Table().status());
  ENTENTE_ASSIGN_OR_RETURN(parts.name.municipality, reader.Str());
  ENTENTE_ASSIGN_OR_RETURN(const uint64_t day, reader.U64());
  ENTENTE_ASSIGN_OR_RETURN(const uint64_t number, reader.U64());
  ENTENTE_RETURN_IF_ERROR(reader.End());
  parts.packed_day = static_cast<uint32_t>(kDayEnd - day);
  parts.name.number = static_cast<int64_t>(kNumberEnd - number);
  return parts;
}

std::string AllActivityPlacesPrefix() {
  return KeyWriter().Table(kActivityPlace).Key();
}

std::string ActivityPlaceKey(const ActivityName& name) {
  return KeyWriter()
      .Table(kActivityPlace)
      .Str(name.municipality)
      .I64(name.number)
      .Key();
}

std::string AllActivityVersionsPrefix() {
  return KeyWriter().Table(kActivityVersion).Key();
}

std::string ActivityVersionsPrefix(absl::string_view municipality) {
  return KeyWriter().Table(kActivityVersion).Str(municipality).Key();
}

std::string ActivityVersionPrefix(const ActivityName& name) {
  return KeyWriter()
      .Table(kActivityVersion)
      .Str(name.municipality)
      .I64(name.number)
      .Key();
}

std::string ActivityVersionKey(const ActivityName& name, int32_t version) {
  return KeyWriter()
      .Table(kActivityVersion)
      .Str(name.municipality)
      .I64(name.number)
      .I64(version)
      .Key();
}

std::string AllActivityMovesPrefix() {
  return KeyWriter().Table(kActivityMove).Key();
}

std::string ActivityMovePrefix(absl::string_view municipality, int32_t month,
                               absl::string_view subject) {
  return KeyWriter()
      .Table(kActivityMove)
      .Str(municipality)
      .I64(month)
      .Str(subject)
      .Key();
}

std::string ActivityMoveKey(const ActivityMove& move) {
  return KeyWriter()
      .Table(kActivityMove)
      .Str(move.name.municipality)
      .I64(move.month)
      .Str(move.subject)
      .U64(kNumberEnd - static_cast<uint64_t>(move.unix_second))
      .I64(move.name.number)
      .I64(move.version)
      .Key();
}

absl::StatusOr<ActivityMove> ParseActivityMoveKey(absl::string_view key) {
  KeyReader reader(key);
  ActivityMove move;
  ENTENTE_RETURN_IF_ERROR(reader.Table().status());
  ENTENTE_ASSIGN_OR_RETURN(move.name.municipality, reader.Str());
  ENTENTE_ASSIGN_OR_RETURN(const int64_t month, reader.I64());
  ENTENTE_ASSIGN_OR_RETURN(move.subject, reader.Str());
  ENTENTE_ASSIGN_OR_RETURN(const uint64_t second, reader.U64());
  ENTENTE_ASSIGN_OR_RETURN(move.name.number, reader.I64());
  ENTENTE_ASSIGN_OR_RETURN(const int64_t version, reader.I64());
  ENTENTE_RETURN_IF_ERROR(reader.End());
  move.month = static_cast<int32_t>(month);
  move.unix_second = static_cast<int64_t>(kNumberEnd - second);
  move.version = static_cast<int32_t>(version);
  return move;
}

}  // namespace entente::indicators
