// Ids of events, as the service takes them (observation.proto), and whether it
// knows their event. Pure.
#ifndef TOOLS_CLIENT_EVENT_IDS_H_
#define TOOLS_CLIENT_EVENT_IDS_H_

#include "absl/strings/string_view.h"
#include "entente/indicators/v1/ingest_service.pb.h"

namespace entente::client {

// Whether `id` has the length and the characters of one, whatever it looks
// like.
bool HasFormOfEventId(absl::string_view id);

// Whether `id` may be asked about: one that the service does not take, also
// since it looks like a person's number, would refuse the whole question.
bool IsEventId(absl::string_view id);

// Whether the service knows the event, counting or withdrawn.
bool IsKnownEvent(const entente::indicators::v1::EventCount& count);

}  // namespace entente::client

#endif  // TOOLS_CLIENT_EVENT_IDS_H_
