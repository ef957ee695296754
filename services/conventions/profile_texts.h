// The texts of the profiles by which this store decides, kept as they were: a
// file that is edited later does not change what was decided by it, and what
// was can be shown.
#ifndef SERVICES_CONVENTIONS_PROFILE_TEXTS_H_
#define SERVICES_CONVENTIONS_PROFILE_TEXTS_H_

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "services/common/store/store.h"

namespace entente::conventions {

enum class ProfileKind { kContract, kRegulation };

// A profile that was read from a file.
struct ProfileRef {
  std::string id;
  // 0 where the file states none.
  int version = 0;
  // Of the file, lower-case hex.
  std::string sha256;
};

// Keeps the files of `folder` that are `profiles`. Nothing is put when one
// differs from what was kept under its id and version: FAILED_PRECONDITION,
// saying which, and that a changed text needs a higher version; nor when a file
// changed since it was read.
absl::Status KeepProfileTexts(store::Store& store, ProfileKind kind,
                              const std::string& folder,
                              absl::Span<const ProfileRef> profiles);

// The text with this SHA-256. NOT_FOUND.
absl::StatusOr<std::string> FindProfileText(const store::Reader& reader,
                                            absl::string_view sha256);

}  // namespace entente::conventions

#endif  // SERVICES_CONVENTIONS_PROFILE_TEXTS_H_
