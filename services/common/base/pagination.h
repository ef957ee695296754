// Pages of a list (AIP-158): sizes and opaque tokens that cannot be edited,
// moved to another list or shown to another caller.
#ifndef SERVICES_COMMON_BASE_PAGINATION_H_
#define SERVICES_COMMON_BASE_PAGINATION_H_

#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace entente {

// The page size to use: `fallback` for 0, never above `max`; INVALID_ARGUMENT /
// PAGE_SIZE_NEGATIVE below 0.
absl::StatusOr<int> ResolvePageSize(int requested, int fallback, int max);

// Makes and reads page tokens. Thread-safe.
class PageTokens {
 public:
  // With a random key: tokens do not outlive the object (a client then begins
  // again).
  PageTokens();
  // With the key of the process, at least 16 secret bytes; objects that share
  // it read each other's tokens.
  explicit PageTokens(std::string key);

  // `scope` names the list, its filter and the caller; `last_key` is the key
  // the page ended with.
  std::string Encode(absl::string_view scope, absl::string_view last_key) const;

  // The key a page begins after; "" for an empty token. INVALID_ARGUMENT /
  // PAGE_TOKEN_INVALID for a token that this process did not make for `scope`.
  absl::StatusOr<std::string> Decode(absl::string_view scope,
                                     absl::string_view token) const;

 private:
  const std::string key_;
};

}  // namespace entente

#endif  // SERVICES_COMMON_BASE_PAGINATION_H_
