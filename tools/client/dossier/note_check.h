// The signed notes beside the files of a dossier, checked offline.
#ifndef TOOLS_CLIENT_DOSSIER_NOTE_CHECK_H_
#define TOOLS_CLIENT_DOSSIER_NOTE_CHECK_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "entente/conventions/v1/submission.pb.h"
#include "tools/client/dossier/manifest.h"

namespace entente::client {

// Verifiers as `entente dossier key` prints them, of each party: one signs what
// the other must not be able to.
struct NoteKeys {
  std::vector<std::string> municipality;
  std::vector<std::string> state;
};

struct SoundNote {
  // "receipt.note".
  std::string file;
  // Name of the key that signed it.
  std::string signer;
  // What answer.decision holds, for answer.note; else unset.
  conventions::v1::SubmissionDecision decision;
};

// The notes in `folder`, of which submission.note must be one: each of the kind
// that its name says, signed by its party, all about one submission of
// `dossier`; with answer.note the decision it is about. Errors:
// FAILED_PRECONDITION / NOTE_UNSOUND naming the file, NOTE_KEY when no key of
// the party was given or one is none.
absl::StatusOr<std::vector<SoundNote>> CheckNotes(const std::string& folder,
                                                  const DossierCheck& dossier,
                                                  const NoteKeys& keys);

}  // namespace entente::client

#endif  // TOOLS_CLIENT_DOSSIER_NOTE_CHECK_H_
