// What events of other services do here. The only place, with event_service,
// that knows their messages.
#ifndef SERVICES_INDICATORS_INDICATORS_EVENTS_H_
#define SERVICES_INDICATORS_INDICATORS_EVENTS_H_

#include <string>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "entente/common/v1/event.pb.h"
#include "services/common/store/store.h"

namespace entente::indicators {

// Who delivers an event, as the gate established.
struct Sender {
  // SPIFFE id, and the trust domain that it is in.
  std::string id;
  std::string trust_domain;
  // When it delivers.
  absl::Time now = {};
};

// Applies `event`, sent by the service `sender`, in the caller's transaction:
//
//   type                       from            effect
//   DefinitionsPublished       svc/conventions replaces what is counted
//   DefinitionsWithdrawn       svc/conventions removes it; figures stay
//   ZonePaymentAcknowledged    svc/conventions keeps the fact
//   ZoneAcknowledgementReversed
//                              svc/conventions forgets the fact
//   MeetingHeld                svc/exchange    keeps the fact, replaces an
//   older
//
// Each says all there is to say of its convention, payment or meeting: one that
// was written before another that was applied is INVALID_ARGUMENT /
// EVENT_SUPERSEDED (outbox/inbox.h).
//
// Facts are kept also while nothing is defined; see fact_rules.h. Errors that
// no retry can mend are INVALID_ARGUMENT (malformed, or another sender than the
// table says) and UNIMPLEMENTED (unknown type); others are worth a retry.
absl::Status ApplyEvent(store::Transaction& transaction,
                        const entente::common::v1::Event& event,
                        const Sender& sender);

}  // namespace entente::indicators

#endif  // SERVICES_INDICATORS_INDICATORS_EVENTS_H_
