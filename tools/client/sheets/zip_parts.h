// Parts of a ZIP file in memory (libzip), up to a bound over all of them.
#ifndef TOOLS_CLIENT_SHEETS_ZIP_PARTS_H_
#define TOOLS_CLIENT_SHEETS_ZIP_PARTS_H_

#include <memory>
#include <optional>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

struct zip;

namespace entente::client {

// Not thread-safe.
class ZipParts {
 public:
  // `bytes` outlive the parts. Errors: INVALID_ARGUMENT / SHEET_DAMAGED.
  static absl::StatusOr<ZipParts> Open(const std::string& bytes);

  // The part; nullopt when there is none. Errors: SHEET_DAMAGED for one that is
  // encrypted or does not unpack, SHEET_UNPACKS_TOO_LARGE beyond
  // kSheetUnpackedBytesMax in all.
  absl::StatusOr<std::optional<std::string>> Read(const std::string& name);

 private:
  struct Discard {
    void operator()(zip* archive) const;
  };
  explicit ZipParts(zip* archive) : archive_(archive) {}

  std::unique_ptr<zip, Discard> archive_;
  size_t bytes_ = 0;
};

// INVALID_ARGUMENT / SHEET_DAMAGED.
absl::Status SheetDamaged();

}  // namespace entente::client

#endif  // TOOLS_CLIENT_SHEETS_ZIP_PARTS_H_
