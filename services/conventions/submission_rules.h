// Dossiers that are handed in: names, states, what is signed, what may be
// decided. Pure.
//
// What happens next, from the last revision of a year on:
//
// ```
//   act       none       kept       sent      RECEIVED  accepted  let go
//   submit    SUBMITTED                                           SUBMITTED
//   withdraw             WITHDRAWN
//   receive   RECEIVED   RECEIVED   RECEIVED                      rejected:
//                                                                 RECEIVED
//   decide                                    DECIDED
//   apply                                               DECIDED
// ```
//
// "kept" and "sent" are SUBMITTED, never sent and perhaps arrived. "accepted"
// is DECIDED, also in part. "let go" is rejected or WITHDRAWN; what follows is
// the next revision. "receive" from none and rejected is the State's, from
// SUBMITTED the municipality's. What the table does not name is refused.
#ifndef SERVICES_CONVENTIONS_SUBMISSION_RULES_H_
#define SERVICES_CONVENTIONS_SUBMISSION_RULES_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "entente/conventions/v1/claim_service.pb.h"
#include "entente/conventions/v1/intake_service.pb.h"
#include "entente/conventions/v1/submission.pb.h"
#include "google/type/date.pb.h"
#include "services/conventions/claim_rules.h"
#include "services/conventions/dossier/dossier_seal.h"
#include "services/conventions/name_rules.h"

namespace entente::conventions {

struct SubmissionName {
  ConventionName parent;
  int year = 0;
  // From 1.
  int revision = 0;
  bool operator==(const SubmissionName&) const = default;
};

// "municipalities/M/conventions/C/submissions/2018-1". MALFORMED_NAME.
absl::StatusOr<SubmissionName> ParseSubmissionName(absl::string_view name,
                                                   absl::string_view field);
std::string Format(const SubmissionName& name);

// A submission of these files, before it is signed; `manifest` is what
// ParseManifest answered for `bytes`.
v1::Submission MakeSubmission(const SubmissionName& name,
                              const std::string& bytes,
                              const v1::DossierManifest& manifest);

enum class SubmissionAct { kSubmit, kWithdraw, kReceive, kDecide, kApply };

// The state after `act`, `last` being the last revision of the year; null when
// there is none. FAILED_PRECONDITION / SUBMISSION_STATE.
absl::StatusOr<v1::Submission::State> NextState(const v1::Submission* last,
                                                SubmissionAct act);

bool IsRejected(const v1::Submission& submission);
// Rejected or withdrawn: its claims are free, and the year may be handed in
// once more.
bool IsLetGo(const v1::Submission& submission);

// How many revisions the State never saw before `name`, `last` being the last
// of the year in its installation, null when there is none. Those may be left
// out that the municipality withdrew, never one that is not answered yet, and
// what came before `last` comes no more. FAILED_PRECONDITION /
// SUBMISSION_REVISION.
absl::StatusOr<int> SkippedRevisions(const SubmissionName& name,
                                     const v1::Submission* last);

// ABORTED / ETAG_MISMATCH; an empty `etag` passes.
absl::Status CheckSubmissionEtag(const v1::Submission& submission,
                                 const std::string& etag);

// UNAUTHENTICATED / SUBMISSION_SIGNATURE unless `seal` is of this kind and
// about this manifest (and decision, of an answer) of `name`.
absl::Status CheckSeal(const Seal& seal, Seal::Kind kind,
                       const std::string& name,
                       const std::string& manifest_sha256,
                       const std::string& decision_sha256 = "");

// A decision as it may be recorded: outcome, reason, day and reference fit each
// other. Errors as in intake_service.proto.
absl::Status ValidateDecision(const v1::SubmissionDecision& decision,
                              const google::type::Date& today);

// The decision about `submission` that `bytes` say, signed by the State.
// FAILED_PRECONDITION / DECISION_UNREADABLE when it is about another dossier,
// or says anything that this version does not know: nothing of it is guessed.
absl::StatusOr<v1::SubmissionDecision> ReadDecision(
    const std::string& bytes, const v1::Submission& submission);

// The verdict on each submitted claim among `claims`, those of the dossier:
// everything but the decision's lines is accepted in whole. None for a
// rejection. INVALID_ARGUMENT / CLAIM_LINE_UNKNOWN for a line that stands in
// none of them, and those of ValidateDecideClaim.
absl::StatusOr<std::vector<ClaimVerdict>> VerdictsOf(
    const v1::SubmissionDecision& decision,
    const std::vector<v1::Claim>& claims);

// What a municipality handed in during a year, in the State's installation.
struct Received {
  int dossiers = 0;
  int64_t bytes = 0;
};

// That one more of `bytes` fits what a municipality may hand in during a year.
// RESOURCE_EXHAUSTED / INTAKE_QUOTA.
absl::Status CheckQuota(const Received& received, int64_t bytes);

// Counters of both together.
v1::BooksMark Sum(const v1::BooksMark& one, const v1::BooksMark& other);
// Counters of `now` less those of `then`.
v1::BooksMark Difference(const v1::BooksMark& now, const v1::BooksMark& then);
bool IsZero(const v1::BooksMark& mark);

// Whether the municipality `registered` for a certificate (empty: none is) may
// deliver `name`, or be told what came of it: its own alone. `field` names it
// in the request. MUNICIPALITY_UNKNOWN, MUNICIPALITY_NOT_SENDER.
absl::Status CheckSender(absl::string_view registered,
                         const SubmissionName& name, absl::string_view field);

// Errors of names and states that handlers need.

// ALREADY_EXISTS / SUBMISSION_TAKEN: the year stands as `last` with another
// manifest.
absl::Status SubmissionTaken(const v1::Submission& last);
// FAILED_PRECONDITION / SUBMISSION_REVISION: `expected` would be next.
absl::Status RevisionUnexpected(const SubmissionName& name, int expected);
// UNAUTHENTICATED / SUBMISSION_SIGNATURE.
absl::Status SignatureWrong();
// UNAUTHENTICATED / SUBMISSION_KEY_UNKNOWN.
absl::Status KeyUnknown();
// FAILED_PRECONDITION: the same of what the State signed, towards a person who
// can do nothing about it. / SUBMISSION_SIGNATURE, SUBMISSION_KEY_UNKNOWN.
absl::Status StateNoteWrong();
absl::Status StateKeyUnknown();
// FAILED_PRECONDITION / STATE_REFUSED: it does not admit this installation, for
// `reason`.
absl::Status RefusedByState(const std::string& reason);
// FAILED_PRECONDITION / DECISION_UNREADABLE.
absl::Status DecisionUnreadable(const std::string& submission);
// PERMISSION_DENIED / MUNICIPALITY_UNKNOWN, MUNICIPALITY_NOT_SENDER.
absl::Status SenderUnknown();
absl::Status NotTheSender(absl::string_view municipality,
                          absl::string_view field);
// RESOURCE_EXHAUSTED / INTAKE_QUOTA.
absl::Status IntakeQuota(const Received& received);
// FAILED_PRECONDITION / STATE_UNKNOWN: no State's installation is configured.
absl::Status StateUnknown();
// FAILED_PRECONDITION / SUBMISSION_APPLIED, SUBMISSION_REJECTED.
absl::Status AlreadyApplied(const v1::Submission& submission);
absl::Status NothingToApply(const v1::Submission& submission);
// FAILED_PRECONDITION / DOSSIER_OUTDATED: `object`, an envelope, claim or
// convention, is no longer as the dossier says.
absl::Status DossierOutdated(absl::string_view object);
// FAILED_PRECONDITION / CLAIM_HANDED_IN: `submission` holds the claim and has
// no answer that was entered.
absl::Status ClaimHandedIn(const std::string& claim,
                           const std::string& submission);
// FAILED_PRECONDITION / CLAIM_ANSWERED: the State decided the claim by the
// signed answer to `submission`.
absl::Status ClaimAnswered(const std::string& claim,
                           const std::string& submission);
// FAILED_PRECONDITION / CLAIM_NOT_AS_HANDED_IN.
absl::Status ClaimNotAsHandedIn(const std::string& claim);
// INVALID_ARGUMENT / DOSSIER_YEAR.
absl::Status YearNotOfConvention(int year);
// FAILED_PRECONDITION / CONVENTION_HANDED_IN: it cannot be discarded.
absl::Status WasHandedIn(const std::string& convention);
// INVALID_ARGUMENT / SUBMISSION_CHUNK.
absl::Status OffsetMalformed();
// ABORTED / ETAG_MISMATCH: `present` signs now.
absl::Status KeyRotated(const std::string& present);

}  // namespace entente::conventions

#endif  // SERVICES_CONVENTIONS_SUBMISSION_RULES_H_
