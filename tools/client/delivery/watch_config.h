// The configuration of a drop folder (delivery_watch.proto), with everything it
// names read and checked.
#ifndef TOOLS_CLIENT_DELIVERY_WATCH_CONFIG_H_
#define TOOLS_CLIENT_DELIVERY_WATCH_CONFIG_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "entente/indicators/v1/delivery_watch.pb.h"
#include "services/common/base/error.h"
#include "tools/client/delivery/mapping_file.h"

namespace entente::client {

struct WatchRules {
  std::string source = {};
  // "21004", or empty for the remembered one.
  std::string municipality = {};
  struct Input {
    // Composed (composed_text.h), as the names that are compared with it.
    std::string pattern = {};
    // Built in, by the ending of the file's name, when `is_plain`.
    bool is_plain = false;
    DeliveryMappingFile mapping = {};
  };
  std::vector<Input> inputs = {};
  // 32 bytes each.
  std::vector<std::string> public_keys = {};
  bool is_signature_required = false;
  std::string id_key_file = {};
  int64_t file_bytes_max = 0;
  bool is_atomic = false;
  // Files come on top of sheets: nobody asks whether they do.
  bool adds_to_sheets = false;
  absl::Duration settle = absl::ZeroDuration();
  // For the operator, at the start: inputs whose ids are not kept apart
  // (MayMeetInIds).
  std::vector<Sentence> warnings = {};
};

// Files that `config` names are relative to `folder`, its own. Errors:
// FAILED_PRECONDITION / WATCH_CONFIG with what is missing; those of
// LoadDeliveryMapping and LoadPublicKey; those of IdKey::Load where a mapping
// hashes ids.
absl::StatusOr<WatchRules> MakeWatchRules(
    const entente::indicators::v1::WatchConfig& config,
    const std::string& folder);

// Reads the textproto `path`. Errors: those, and WATCH_CONFIG with the line
// that is no textproto.
absl::StatusOr<WatchRules> LoadWatchRules(const std::string& path);

// How a file of this name is read; nullptr when no input fits. Whether an
// accent is in its letter or behind it makes no difference (composed_text.h).
const WatchRules::Input* InputOf(const WatchRules& rules,
                                 const std::string& name);

}  // namespace entente::client

#endif  // TOOLS_CLIENT_DELIVERY_WATCH_CONFIG_H_
