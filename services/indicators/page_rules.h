// Pages of lists (AIP-158). Pure.
#ifndef SERVICES_INDICATORS_PAGE_RULES_H_
#define SERVICES_INDICATORS_PAGE_RULES_H_

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"

namespace entente::indicators {

inline constexpr int32_t kPageSizeMax = 1000;
inline constexpr int32_t kPageSizeDefault = 100;

// 0 means the default, more than the most means the most. Errors:
// INVALID_ARGUMENT / PAGE_SIZE_INVALID below zero.
absl::StatusOr<size_t> PageSize(int32_t page_size);

// Tokens of lists that are counted through: the number of the next item; an
// empty token is 0. Errors: INVALID_ARGUMENT / PAGE_TOKEN_INVALID.
absl::StatusOr<int64_t> ParsePageNumber(absl::string_view token);

// Calls `add` with each of the items on the page, newest first; `oldest_first`
// are those of the list, `first` and `size` are the numbers that the request
// gives. The answer is the token of the next page, empty where there is none.
template <class Item, class Add>
std::string AddNewestFirst(const std::vector<Item>& oldest_first, size_t first,
                           size_t size, const Add& add) {
  size_t i = first;
  for (; i < oldest_first.size() && i - first < size; ++i) {
    add(oldest_first[oldest_first.size() - 1 - i]);
  }
  return i < oldest_first.size() ? absl::StrCat(i) : "";
}

// INVALID_ARGUMENT / PAGE_TOKEN_INVALID, for tokens of another kind.
absl::Status PageTokenInvalid();

// The part of a page token's scope (base/pagination.h) that belongs to what is
// asked: a token serves the request that it was made for, at any page size. Of
// requests without maps, equal ones are equal texts in one version of the
// program; tokens do not outlive a process anyway.
template <class Request>
std::string AskedBy(Request request) {
  request.clear_page_size();
  request.clear_page_token();
  return request.SerializeAsString();
}

}  // namespace entente::indicators

#endif  // SERVICES_INDICATORS_PAGE_RULES_H_
