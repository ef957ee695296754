// Deliveries of a source as people read them. Pure.
#ifndef TOOLS_CLIENT_SESSION_LIST_TEXT_H_
#define TOOLS_CLIENT_SESSION_LIST_TEXT_H_

#include <string>

#include "entente/indicators/v1/ingest_service.pb.h"
#include "tools/client/language.h"

namespace entente::client {

// A row a session, in the order given: what was sent is what was taken, also
// where it says what counts already, what was known before (its id) and what
// was rejected. Who delivered has a column where any was delivered on behalf of
// the source.
std::string SessionListText(
    const entente::indicators::v1::ListIngestSessionsResponse& list,
    Language language);

// Id of the first session of which rows were rejected; empty where none has
// any.
std::string FirstWithRejections(
    const entente::indicators::v1::ListIngestSessionsResponse& list);

}  // namespace entente::client

#endif  // TOOLS_CLIENT_SESSION_LIST_TEXT_H_
