// A page of a list that is read whole: rights of a case, holders of an office.
#ifndef SERVICES_EXCHANGE_PAGE_SLICE_H_
#define SERVICES_EXCHANGE_PAGE_SLICE_H_

#include <cstddef>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "services/common/base/pagination.h"

namespace entente::exchange {

// Rows [first, end) of the list; `next_token` is empty on the last page.
struct PageSlice {
  size_t first = 0;
  size_t end = 0;
  std::string next_token;
};

// The page of a list of `total` rows that `page_size` and `page_token` ask for;
// `scope` names the list and the caller. Lists grow at the end only, so a row
// is met once. Errors: those of ResolvePageSize and PageTokens::Decode.
absl::StatusOr<PageSlice> SliceOf(const PageTokens& tokens,
                                  absl::string_view scope, int page_size,
                                  absl::string_view page_token, size_t total);

}  // namespace entente::exchange

#endif  // SERVICES_EXCHANGE_PAGE_SLICE_H_
