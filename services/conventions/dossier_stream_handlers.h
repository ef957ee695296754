// Reading a dossier from a client's stream, the same for both installations.
#ifndef SERVICES_CONVENTIONS_DOSSIER_STREAM_HANDLERS_H_
#define SERVICES_CONVENTIONS_DOSSIER_STREAM_HANDLERS_H_

#include "absl/status/statusor.h"
#include "services/common/base/error.h"
#include "services/common/gate/gate.h"
#include "services/common/gate/next_message.h"
#include "services/conventions/dossier/dossier_collector.h"
#include "services/conventions/dossier/dossier_errors.h"

namespace entente::conventions {

// The first message; it must be the opening. Errors: DOSSIER_STREAM,
// REQUEST_UNREADABLE.
template <class Message, class Stream>
absl::StatusOr<Message> ReadOpening(Stream& stream) {
  Message message;
  ENTENTE_ASSIGN_OR_RETURN(const bool is_read, gate::ReadNext(stream, message));
  if (!is_read || !message.has_opening()) return StreamMalformed();
  return message;
}

// The files of `manifest` from the other messages. Errors: DOSSIER_STREAM,
// REQUEST_UNREADABLE, those of DossierCollector and of Door::Recheck.
template <class Message, class Stream>
absl::StatusOr<FrozenFiles> ReadFiles(const gate::Door& door,
                                      const gate::Caller& caller,
                                      const v1::DossierManifest& manifest,
                                      Stream& stream) {
  DossierCollector collector(manifest);
  Message message;
  while (true) {
    ENTENTE_ASSIGN_OR_RETURN(const bool is_read,
                             gate::ReadNext(stream, message));
    if (!is_read) return collector.Finish();
    ENTENTE_RETURN_IF_ERROR(door.Recheck(caller));
    if (!message.has_chunk()) return StreamMalformed();
    ENTENTE_RETURN_IF_ERROR(collector.Take(message.chunk()));
  }
}

}  // namespace entente::conventions

#endif  // SERVICES_CONVENTIONS_DOSSIER_STREAM_HANDLERS_H_
