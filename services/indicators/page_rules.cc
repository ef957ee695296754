#include "services/indicators/page_rules.h"

#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/escaping.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "services/indicators/error_rules.h"

namespace entente::indicators {
namespace {

absl::Status TokenInvalid() {
  return Invalid("PAGE_TOKEN_INVALID", "page_token",
                 {"The page token is not one that this list answered.",
                  "Le jeton de page n'a pas été donné par cette liste.",
                  "Het paginateken is niet door deze lijst gegeven."});
}

}  // namespace

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
  if (!absl::SimpleAtoi(token, &number) || number < 0) return TokenInvalid();
  return number;
}

std::string FormatPageKey(absl::string_view key) {
  return absl::BytesToHexString(key);
}

absl::StatusOr<std::string> ParsePageKey(absl::string_view token,
                                         absl::string_view prefix) {
  if (token.empty()) return std::string();
  bool is_hex = token.size() % 2 == 0 && token.size() <= 1024;
  for (const char c : token) {
    is_hex = is_hex && absl::ascii_isxdigit(static_cast<unsigned char>(c));
  }
  if (!is_hex) return TokenInvalid();
  std::string key = absl::HexStringToBytes(token);
  if (!absl::StartsWith(key, prefix)) return TokenInvalid();
  return key;
}

}  // namespace entente::indicators
