#include "services/common/base/pagination.h"

#include <algorithm>
#include <utility>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "services/common/base/error.h"
#include "services/common/base/hash.h"
#include "services/common/base/ids.h"

namespace entente {
namespace {

constexpr size_t kMacBytes = 16;
// A key of the store is far shorter; a longer token is not ours.
constexpr size_t kTokenBytesMax = 4096;

absl::Status InvalidToken() {
  return MakeError(
      absl::StatusCode::kInvalidArgument,
      {.reason = "PAGE_TOKEN_INVALID",
       .field = "page_token",
       .sentence = {
           .en = "page_token does not belong to this list; use the "
                 "next_page_token of the page before, or leave it empty.",
           .fr = "Cette page n'appartient pas à cette liste ; recommencez à la "
                 "première page.",
           .nl = "Deze pagina hoort niet bij deze lijst; begin opnieuw bij de "
                 "eerste pagina."}});
}

}  // namespace

absl::StatusOr<int> ResolvePageSize(int requested, int fallback, int max) {
  if (requested < 0) {
    return MakeError(
        absl::StatusCode::kInvalidArgument,
        {.reason = "PAGE_SIZE_NEGATIVE",
         .field = "page_size",
         .sentence = {
             .en = absl::StrCat("page_size is below zero; use 1 to ", max,
                                ", or 0 for ", fallback, "."),
             .fr = absl::StrCat("La taille de page est négative ; de 1 à ", max,
                                "."),
             .nl = absl::StrCat("De paginagrootte is negatief; van 1 tot ", max,
                                ".")}});
  }
  return requested == 0 ? fallback : std::min(requested, max);
}

PageTokens::PageTokens() : key_(NewId()) {}

PageTokens::PageTokens(std::string key) : key_(std::move(key)) {}

std::string PageTokens::Encode(absl::string_view scope,
                               absl::string_view last_key) const {
  const std::string mac =
      HmacSha256(key_, absl::StrCat(scope.size(), ":", scope, last_key));
  return absl::WebSafeBase64Escape(
      absl::StrCat(mac.substr(0, kMacBytes), last_key));
}

absl::StatusOr<std::string> PageTokens::Decode(absl::string_view scope,
                                               absl::string_view token) const {
  if (token.empty()) return std::string();
  std::string bytes;
  if (token.size() > kTokenBytesMax ||
      !absl::WebSafeBase64Unescape(token, &bytes) || bytes.size() < kMacBytes) {
    return InvalidToken();
  }
  const std::string last_key = bytes.substr(kMacBytes);
  if (!ConstantTimeEquals(Encode(scope, last_key), token)) {
    return InvalidToken();
  }
  return last_key;
}

}  // namespace entente
