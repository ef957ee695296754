// Why a file of a drop folder goes to quarantine: sentences without anything of
// the file in them. All are INVALID_ARGUMENT with the reason named.
#ifndef TOOLS_CLIENT_DELIVERY_DROP_REFUSALS_H_
#define TOOLS_CLIENT_DELIVERY_DROP_REFUSALS_H_

#include <cstdint>

#include "absl/status/status.h"

namespace entente::client {

// SIGNATURE_MISSING
absl::Status SignatureMissing();
// SIGNATURE_UNREADABLE
absl::Status SignatureUnreadable();
// SIGNATURE_UNEXPECTED
absl::Status SignatureUnexpected();
// INPUT_UNKNOWN
absl::Status InputUnknown();
// NAME_REFUSED
absl::Status NameRefused();
// NOT_A_FILE
absl::Status NotAFile();
// FILE_UNREADABLE
absl::Status DropUnreadable();
// FILE_CHANGED
absl::Status ChangedWhileRead();
// INGEST_NOTHING_TAKEN
absl::Status NothingTaken();
// INGEST_REFUSED_WHOLE: files are taken whole, and a row cannot be taken.
absl::Status RefusedAsAWhole();
// ATOMIC_TOO_LARGE: files are taken whole, and this one is more than
// `rows_max` rows.
absl::Status WholeTooLarge(int rows_max);
// ATOMIC_BEGUN: files are taken whole, and `rows` rows of this one were
// delivered before that was said; also as metadata rows_known.
absl::Status WholeBegun(int64_t rows);
// FILE_TOO_LARGE: a signed file of more than `bytes_max`.
absl::Status SignedTooLarge(int64_t bytes_max);
// INGEST_DOES_NOT_RECONCILE: the totals do not add up to `rows`.
absl::Status DoesNotReconcile(int64_t rows);

}  // namespace entente::client

#endif  // TOOLS_CLIENT_DELIVERY_DROP_REFUSALS_H_
