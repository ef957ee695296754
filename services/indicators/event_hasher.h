// Makes EventIds. SHA-256: FIPS 180-4.
#ifndef SERVICES_INDICATORS_EVENT_HASHER_H_
#define SERVICES_INDICATORS_EVENT_HASHER_H_

#include <memory>
#include <string>

#include "absl/strings/string_view.h"
#include "services/indicators/event_id.h"

namespace entente::indicators {

// Of one source. Not thread-safe: one per stream.
class EventHasher {
 public:
  EventHasher(absl::string_view municipality, absl::string_view source);
  ~EventHasher();
  EventHasher(const EventHasher&) = delete;
  EventHasher& operator=(const EventHasher&) = delete;

  EventId Hash(absl::string_view event_id);
  // The first 16 bytes of the SHA-256 of `bytes` alone.
  EventId Fingerprint(absl::string_view bytes);

 private:
  struct Engine;
  const std::string prefix_;
  std::string buffer_;
  std::unique_ptr<Engine> engine_;
};

}  // namespace entente::indicators

#endif  // SERVICES_INDICATORS_EVENT_HASHER_H_
