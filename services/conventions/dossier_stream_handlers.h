// Reading a dossier from a client's stream, the same for both installations.
#ifndef SERVICES_CONVENTIONS_DOSSIER_STREAM_HANDLERS_H_
#define SERVICES_CONVENTIONS_DOSSIER_STREAM_HANDLERS_H_

#include <string>

#include "absl/status/statusor.h"
#include "services/common/audit/recorded_store.h"
#include "services/common/base/error.h"
#include "services/common/gate/gate.h"
#include "services/common/gate/next_message.h"
#include "services/common/store/store.h"
#include "services/conventions/dossier/dossier_collector.h"
#include "services/conventions/dossier/dossier_errors.h"
#include "services/conventions/service_context.h"

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

// What a delivery about `object` that failed with `status` is answered: there
// is an entry that says so, if there was none.
inline absl::Status RecordRefusal(const ServiceContext& context,
                                  const gate::Caller& caller,
                                  const std::string& object,
                                  const absl::Status& status) {
  if (caller.trail->Says(status)) return status;
  audit::RecordedStore recorded(context.store, context.log, caller, object);
  return recorded.Transact([&](store::Transaction&) { return status; });
}

}  // namespace entente::conventions

#endif  // SERVICES_CONVENTIONS_DOSSIER_STREAM_HANDLERS_H_
