#include "services/exchange/page_slice.h"

#include <algorithm>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "services/common/base/error.h"
#include "services/exchange/grant_rules.h"

namespace entente::exchange {

absl::StatusOr<PageSlice> SliceOf(const PageTokens& tokens,
                                  absl::string_view scope, int page_size,
                                  absl::string_view page_token, size_t total) {
  ENTENTE_ASSIGN_OR_RETURN(
      const int size,
      ResolvePageSize(page_size, kGrantsPageDefault, kGrantsPageMax));
  ENTENTE_ASSIGN_OR_RETURN(const std::string position,
                           tokens.Decode(scope, page_token));
  PageSlice slice;
  if (!position.empty() && !absl::SimpleAtoi(position, &slice.first)) {
    return absl::InternalError("a page token of another shape");
  }
  slice.first = std::min(slice.first, total);
  slice.end = std::min(total, slice.first + static_cast<size_t>(size));
  if (slice.end < total) {
    slice.next_token = tokens.Encode(scope, absl::StrCat(slice.end));
  }
  return slice;
}

}  // namespace entente::exchange
