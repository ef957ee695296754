// Ids of events, as the service takes them (observation.proto). Pure.
#ifndef TOOLS_CLIENT_EVENT_IDS_H_
#define TOOLS_CLIENT_EVENT_IDS_H_

#include <string>

namespace entente::client {

// Whether `id` may be asked about: one that the service does not take would
// refuse the whole question.
bool IsEventId(const std::string& id);

}  // namespace entente::client

#endif  // TOOLS_CLIENT_EVENT_IDS_H_
