// What becomes of an event that was not applied, by the status of the receiver.
// Set aside is only what no wait and no repair but of the event itself can
// mend; everything else waits, and holds up what is behind it, since order
// matters more than speed. Whatever somebody must mend raises an alarm.
//
//   status                  of one event           of a whole delivery
//   INVALID_ARGUMENT        set aside              waits, alarm, own fault
//   UNIMPLEMENTED           set aside              waits, alarm: no such
//   service OUT_OF_RANGE            waits, alarm           waits, alarm, own
//   fault DATA_LOSS               waits, alarm           waits, alarm, own
//   fault FAILED_PRECONDITION     waits, alarm           waits, alarm
//   PERMISSION_DENIED       waits, alarm           waits, alarm
//   UNAUTHENTICATED         waits, alarm           waits, alarm
//   NOT_FOUND               waits, alarm           waits, alarm
//   ALREADY_EXISTS          waits, alarm           waits, alarm
//   INTERNAL, UNKNOWN       waits, alarm           waits, alarm
//   a status of no table    waits, alarm           waits, alarm
//   UNAVAILABLE             waits                  waits
//   DEADLINE_EXCEEDED       waits                  waits
//   RESOURCE_EXHAUSTED      waits                  waits
//   ABORTED, CANCELLED      waits                  waits
//
// INVALID_ARGUMENT and UNIMPLEMENTED say that the event itself is wrong or of a
// type that the receiver does not know: sent again it is the same event.
// OUT_OF_RANGE may fit once the receiver's limits grew. PERMISSION_DENIED and
// UNAUTHENTICATED say who sends it, not what: a peer with the wrong certificate
// or policy would have all its events set aside, and each be sent again by
// hand. FAILED_PRECONDITION and NOT_FOUND may hold once the receiver has what
// it lacks. A refusal of a whole delivery says of no event that it can never be
// applied; "own fault" is what may be put aside by hand (shipper.h).
#ifndef SERVICES_COMMON_OUTBOX_VERDICT_H_
#define SERVICES_COMMON_OUTBOX_VERDICT_H_

#include "absl/status/status.h"

namespace entente::outbox {

// Whether an event that was answered `code` can never be applied.
inline bool CanNeverApply(absl::StatusCode code) {
  return code == absl::StatusCode::kInvalidArgument ||
         code == absl::StatusCode::kUnimplemented;
}

// Whether time alone may mend `code`, without anybody doing anything.
inline bool MayPassByItself(absl::StatusCode code) {
  return code == absl::StatusCode::kUnavailable ||
         code == absl::StatusCode::kDeadlineExceeded ||
         code == absl::StatusCode::kResourceExhausted ||
         code == absl::StatusCode::kAborted ||
         code == absl::StatusCode::kCancelled;
}

// Whether a whole delivery that was refused with `code` was refused for what
// was sent: other codes say that the destination is away, does not know us or
// refuses everybody.
inline bool IsOfWhatWasSent(absl::StatusCode code) {
  return code == absl::StatusCode::kInvalidArgument ||
         code == absl::StatusCode::kOutOfRange ||
         code == absl::StatusCode::kDataLoss;
}

}  // namespace entente::outbox

#endif  // SERVICES_COMMON_OUTBOX_VERDICT_H_
