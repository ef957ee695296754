// Dossiers that were handed in, for the recount of verify_store.h: shares no
// code with what freezes them.
#ifndef SERVICES_CONVENTIONS_VERIFY_SUBMISSIONS_H_
#define SERVICES_CONVENTIONS_VERIFY_SUBMISSIONS_H_

#include "absl/status/status.h"
#include "services/common/store/store.h"
#include "services/conventions/verify_book.h"

namespace entente::conventions {

// That every frozen file is, part by part, what its hash and the manifest say,
// and no part is of none; that revisions follow each other after rejections;
// that notes are there and name the dossier; that a decision is what was
// signed. Signatures are not checked: that needs the other installation's keys.
// Errors: DATA_LOSS.
absl::Status VerifySubmissions(const store::Reader& reader, const Books& books,
                               VerifyReport& report);

}  // namespace entente::conventions

#endif  // SERVICES_CONVENTIONS_VERIFY_SUBMISSIONS_H_
