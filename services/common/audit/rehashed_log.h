// A second implementation of the tree, on purpose: what the log must look like
// when it is read back from the store. Shares no hashing with merkle.h, so that
// a fault of one is seen by the other. One pass, memory of a few kilobytes
// whatever the size of the log.
#ifndef SERVICES_COMMON_AUDIT_REHASHED_LOG_H_
#define SERVICES_COMMON_AUDIT_REHASHED_LOG_H_

#include <array>
#include <cstdint>
#include <limits>
#include <string>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "services/common/store/store.h"

namespace entente::audit {

// A value; not thread-safe.
class RehashedLog {
 public:
  // Reads the entries that follow those read before, up to `size_max` entries
  // in all or the end of the log. Sequences must have no gap, and every subtree
  // that becomes complete must be stored with the hash that it has. Errors:
  // DATA_LOSS / AUDIT_LOG_BROKEN with a sentence that says where; the object
  // must then be dropped.
  absl::Status ReadOn(const store::Reader& reader,
                      uint64_t size_max = std::numeric_limits<uint64_t>::max());

  // OK when the stored head is that of the entries read. Errors as in ReadOn.
  absl::Status CompareHead(const store::Reader& reader) const;

  uint64_t size() const { return size_; }
  std::string Root() const;

 private:
  absl::Status Add(const store::Reader& reader, absl::string_view key,
                   absl::string_view value);

  uint64_t size_ = 0;
  // [level]: root of the complete subtree of 2^level entries that has no
  // sibling yet; empty when there is none.
  std::array<std::string, 64> lone_;
};

}  // namespace entente::audit

#endif  // SERVICES_COMMON_AUDIT_REHASHED_LOG_H_
