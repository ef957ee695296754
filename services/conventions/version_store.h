// Versions of a convention as stored: the convention as imported, every change
// with its two times, and the latest version ready to read.
#ifndef SERVICES_CONVENTIONS_VERSION_STORE_H_
#define SERVICES_CONVENTIONS_VERSION_STORE_H_

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "entente/conventions/v1/convention.pb.h"
#include "entente/conventions/v1/life_records.pb.h"
#include "services/common/store/store.h"
#include "services/conventions/name_rules.h"
#include "services/conventions/version_rules.h"

namespace entente::conventions {

absl::StatusOr<Changes> ReadChanges(const store::Reader& reader,
                                    const ConventionName& name);

// As imported. NOT_FOUND naming `field`.
absl::StatusOr<v1::Convention> GetOriginal(const store::Reader& reader,
                                           const ConventionName& name,
                                           absl::string_view field);

// The version of `as_of` with its state at `now` (or at the times asked for)
// and its findings numbered: what a reader sees. Errors: NOT_FOUND naming
// `field`; NOT_FOUND / NOT_RECORDED_YET.
absl::StatusOr<v1::Convention> GetVersion(const store::Reader& reader,
                                          const ConventionName& name,
                                          const AsOf& as_of, absl::Time now,
                                          absl::string_view field);

// Records a change at `now`, sets its record time and makes the latest version.
// Answers that version. FAILED_PRECONDITION / AMENDMENT_CONFLICT.
absl::StatusOr<v1::Convention> CommitChange(store::Transaction& transaction,
                                            const ConventionName& name,
                                            absl::Time now,
                                            v1::ChangeRecord& change);

// What CommitChange would make of it; nothing is put.
absl::StatusOr<v1::Convention> TryChange(const store::Reader& reader,
                                         const ConventionName& name,
                                         const v1::ChangeRecord& change);

}  // namespace entente::conventions

#endif  // SERVICES_CONVENTIONS_VERSION_STORE_H_
