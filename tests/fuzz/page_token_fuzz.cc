// Page tokens: only what this process made for this list is accepted, in the
// one spelling it was made in; page sizes stay within their bounds.
#include <string>

#include "absl/strings/escaping.h"
#include "services/common/base/error.h"
#include "services/common/base/pagination.h"
#include "tests/fuzz/fuzz.h"

namespace entente::fuzz {
namespace {

constexpr char kKey[] = "a key of a process for the fuzzer";
constexpr char kOtherKey[] = "the key of another process, as long";
// Longer keys give tokens longer than those that are read back.
constexpr size_t kLastKeyBytesMax = 2048;
// Before the key, in the bytes of a token.
constexpr size_t kMacBytes = 16;

void CheckRefused(const PageTokens& tokens, const std::string& scope,
                  const std::string& token) {
  const absl::Status status = tokens.Decode(scope, token).status();
  FUZZ_CHECK(absl::IsInvalidArgument(status));
  FUZZ_CHECK(ErrorReason(status) == "PAGE_TOKEN_INVALID");
}

// Scope and key together are still what was vouched for when the end of the
// one is moved to the beginning of the other.
void CheckMoved(const PageTokens& tokens, const std::string& scope,
                const std::string& token, size_t count) {
  std::string bytes;
  FUZZ_CHECK(absl::WebSafeBase64Unescape(token, &bytes));
  const std::string tail = scope.substr(scope.size() - count);
  bytes.insert(kMacBytes, tail);
  CheckRefused(tokens, scope.substr(0, scope.size() - count),
               absl::WebSafeBase64Escape(bytes));
}

void CheckMade(Input& input) {
  const PageTokens tokens(kKey);
  const std::string scope = input.Text();
  const std::string other_scope = input.Text();
  Input change(reinterpret_cast<const uint8_t*>(scope.data()), scope.size());
  const std::string last_key = input.Text(kLastKeyBytesMax);
  const std::string token = tokens.Encode(scope, last_key);
  const auto read = tokens.Decode(scope, token);
  FUZZ_CHECK(read.ok() && *read == last_key);
  CheckRefused(PageTokens(kOtherKey), scope, token);
  if (other_scope != scope) CheckRefused(tokens, other_scope, token);
  if (!scope.empty()) {
    CheckMoved(tokens, scope, token, 1 + change.Below(scope.size()));
  }
  const std::string changed = WithOneChange(token, change);
  if (changed != token && !changed.empty()) {
    CheckRefused(tokens, scope, changed);
  }
}

void CheckForeign(Input& input) {
  const PageTokens tokens(kKey);
  const std::string scope = input.Text();
  const std::string token = input.Rest();
  const auto read = tokens.Decode(scope, token);
  if (!read.ok()) return CheckRefused(tokens, scope, token);
  FUZZ_CHECK(token.empty() ? read->empty()
                           : tokens.Encode(scope, *read) == token);
}

void CheckSize(Input& input) {
  const int requested = static_cast<int32_t>(input.Number(4));
  const int max = 1 + static_cast<int>(input.Below(2000));
  const int fallback = 1 + static_cast<int>(input.Below(max));
  const auto size = ResolvePageSize(requested, fallback, max);
  FUZZ_CHECK(size.ok() == (requested >= 0));
  if (!size.ok()) return;
  FUZZ_CHECK(*size >= 1 && *size <= max);
  FUZZ_CHECK(*size == (requested == 0    ? fallback
                       : requested > max ? max
                                         : requested));
}

}  // namespace
}  // namespace entente::fuzz

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  entente::fuzz::Input input(data, size);
  switch (input.Byte() % 3) {
    case 0:
      entente::fuzz::CheckMade(input);
      break;
    case 1:
      entente::fuzz::CheckForeign(input);
      break;
    default:
      entente::fuzz::CheckSize(input);
  }
  return 0;
}
