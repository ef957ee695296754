// Revocation lists as they stand on disk, and which of them count; what
// revocation.h keeps in use.
#ifndef SERVICES_COMMON_CHANNEL_REVOCATION_LISTS_H_
#define SERVICES_COMMON_CHANNEL_REVOCATION_LISTS_H_

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "services/common/channel/certificates.h"

namespace entente {

struct RevocationLists {
  std::vector<CertificatePtr> authorities;
  // The newest of each authority, by KeyOf.
  std::map<std::string, CrlPtr> lists;
  // The earliest nextUpdate of all.
  absl::Time until = absl::InfinitePast();
};

// FAILED_PRECONDITION: what is wrong with the file or folder `path`.
absl::Status RefuseList(const std::string& path, absl::string_view cause);

// A file and what is in it, or why it cannot be read: it may hold what takes a
// certificate back.
using ListTexts = std::map<std::string, absl::StatusOr<std::string>>;

// The file `path`, or those of the folder. Errors: the folder cannot be read.
absl::StatusOr<ListTexts> ReadListFiles(const std::string& path);

// What was read, beside what is `used` (null at first): a list for each
// authority, or null; and what was wrong, which may be with both.
struct JudgedLists {
  std::unique_ptr<RevocationLists> lists;
  absl::Status fault;
  // The earliest thisUpdate to come: the same files must be judged again then.
  absl::Time again = absl::InfiniteFuture();
};

JudgedLists JudgeLists(const std::string& path,
                       const absl::StatusOr<ListTexts>& texts,
                       const std::string& ca, const RevocationLists* used,
                       absl::Time now);

// Changes whenever what was read does.
std::string DigestOfLists(const absl::StatusOr<ListTexts>& lists,
                          const std::string& ca);

}  // namespace entente

#endif  // SERVICES_COMMON_CHANNEL_REVOCATION_LISTS_H_
