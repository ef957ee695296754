#include "services/indicators/page_rules.h"

#include <algorithm>

#include "absl/strings/numbers.h"
#include "services/indicators/error_rules.h"

namespace entente::indicators {

absl::Status PageTokenInvalid() {
  return Invalid("PAGE_TOKEN_INVALID", "page_token",
                 {"The page token is not one that this list answered.",
                  "Le jeton de page n'a pas été donné par cette liste.",
                  "Het paginateken is niet door deze lijst gegeven."});
}

absl::StatusOr<size_t> PageSize(int32_t page_size) {
  if (page_size < 0) {
    return Invalid("PAGE_SIZE_INVALID", "page_size",
                   {"The page size cannot be below zero.",
                    "La taille de page ne peut être négative.",
                    "De paginagrootte kan niet negatief zijn."});
  }
  if (page_size == 0) return kPageSizeDefault;
  return std::min(page_size, kPageSizeMax);
}

absl::StatusOr<int64_t> ParsePageNumber(absl::string_view token) {
  int64_t number = 0;
  if (token.empty()) return number;
  if (!absl::SimpleAtoi(token, &number) || number < 0)
    return PageTokenInvalid();
  return number;
}

}  // namespace entente::indicators
