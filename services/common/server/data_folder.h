// What a program keeps under its --data folder.
#ifndef SERVICES_COMMON_SERVER_DATA_FOLDER_H_
#define SERVICES_COMMON_SERVER_DATA_FOLDER_H_

#include <string>

#include "absl/status/statusor.h"

namespace entente::server {

// For --help.
inline constexpr char kDataFolderHelp[] =
    "Folder of --data:\n"
    "  store/        records, access log, events that wait\n"
    "  audit-keys/   one key per year for the pseudonyms of the access log, "
    "the\n"
    "                key that signs its checkpoints, the last one signed; "
    "keep\n"
    "                its backups apart from those of store/\n"
    "  policy.version\n"
    "                version of the policy last in force: no older one is "
    "taken\n"
    "                without --older-policy\n\n";

struct DataFolder {
  std::string store;
  std::string audit_keys;

  // Makes `path` (0700) when it is missing. Errors: FAILED_PRECONDITION with a
  // sentence: it cannot be made, or holds the store of a program older than
  // this layout, which is not read.
  static absl::StatusOr<DataFolder> Make(const std::string& path);

  // The same without making anything, for a recount: opening a store that is
  // not there would make an empty one, and call it right. Errors:
  // FAILED_PRECONDITION as above, or there is no store.
  static absl::StatusOr<DataFolder> Find(const std::string& path);
};

}  // namespace entente::server

#endif  // SERVICES_COMMON_SERVER_DATA_FOLDER_H_
