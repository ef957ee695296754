// A question that two persons together may put to the access log: what may be
// asked, how it is kept, and how long it serves.
//
//   0xED | id Str  ->  AuditResolution, without etag and state
#ifndef SERVICES_COMMON_AUDIT_RESOLUTION_H_
#define SERVICES_COMMON_AUDIT_RESOLUTION_H_

#include <cstdint>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "entente/common/v1/audit_resolution.pb.h"
#include "services/common/audit/pseudonym.h"
#include "services/common/store/store.h"

namespace entente::audit {

using entente::common::v1::AuditPerson;
using entente::common::v1::AuditQuestion;
using entente::common::v1::AuditResolution;

inline constexpr uint8_t kResolutionTable = 0xED;

// How long a request can be approved and its statement read.
inline constexpr absl::Duration kResolutionLifetime = absl::Hours(4);
// How long an expired request is kept, so that a refusal can say why; then what
// it names is gone with it.
inline constexpr absl::Duration kResolutionKept = absl::Hours(24);
// Requests kept at a time: far above what two persons can read in a day.
inline constexpr int kResolutionsMax = 200;
inline constexpr int kPeriodDaysMax = 366;
inline constexpr size_t kObjectBytesMax = 300;
inline constexpr size_t kReferenceBytesMax = 100;

// Days of a period that ValidateQuestion accepted.
absl::CivilDay FirstDay(const AuditQuestion& question);
absl::CivilDay LastDay(const AuditQuestion& question);

// Errors: INVALID_ARGUMENT / AUDIT_QUESTION_INVALID naming the field.
absl::Status ValidateQuestion(const AuditQuestion& question);

std::string ResolutionKey(absl::string_view name);
std::string ResolutionsPrefix();

// As stored. Errors: NOT_FOUND / AUDIT_RESOLUTION_UNKNOWN; DATA_LOSS.
absl::StatusOr<AuditResolution> ReadResolution(const store::Reader& reader,
                                               const std::string& name);

// SHA-256, hex, of everything that was asked; the same before and after the
// approval.
std::string EtagOf(const AuditResolution& stored);

// Whether the lifetime is over at `now`: by the clock, which must not be before
// the request either, or by any entry since the request, so that a clock that
// is put back revives nothing. Errors: those of VisitEntries.
absl::StatusOr<bool> HasExpired(const store::Reader& reader,
                                const AuditResolution& stored, absl::Time now);

// Whether `subject` is `person`, under the key of the person's own year: right
// across New Year too. Errors: those of Pseudonymizer::PastPseudonym.
absl::StatusOr<bool> IsPerson(const Pseudonymizer& pseudonymizer,
                              const AuditPerson& person,
                              absl::string_view subject);

}  // namespace entente::audit

#endif  // SERVICES_COMMON_AUDIT_RESOLUTION_H_
