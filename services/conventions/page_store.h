// One page of records under a prefix (AIP-158).
#ifndef SERVICES_CONVENTIONS_PAGE_STORE_H_
#define SERVICES_CONVENTIONS_PAGE_STORE_H_

#include <string>

#include "absl/functional/function_ref.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "services/common/base/error.h"
#include "services/common/base/pagination.h"
#include "services/common/store/records.h"

namespace entente::conventions {

// What a list request asks for.
struct PageRequest {
  // Names list and parent; a token serves no other.
  std::string scope;
  std::string prefix;
  int size = 0;
  std::string token;
  int size_default = 0;
  int size_max = 0;
  // Records that one page looks at: a filter that lets little pass ends its
  // page early, with a token, instead of holding its thread (AIP-158 allows
  // it).
  int scanned_max = 50'000;
};

// Hands up to a page of records that `admits` lets pass to `add` and answers
// the token of the next page, empty on the last. Errors: INVALID_ARGUMENT of
// base/pagination.h, DATA_LOSS.
template <class Record>
absl::StatusOr<std::string> ReadKeyedPage(
    const store::Reader& reader, const PageTokens& tokens,
    const PageRequest& page,
    absl::FunctionRef<bool(absl::string_view key, const Record& record)> admits,
    absl::FunctionRef<void(absl::string_view key, const Record& record)> add) {
  ENTENTE_ASSIGN_OR_RETURN(
      const int size,
      ResolvePageSize(page.size, page.size_default, page.size_max));
  ENTENTE_ASSIGN_OR_RETURN(const std::string after,
                           tokens.Decode(page.scope, page.token));
  int count = 0;
  int scanned = 0;
  bool has_more = false;
  std::string last;
  // The smallest key above `after` is `after` with a zero byte.
  const std::string start =
      after.empty() ? "" : absl::StrCat(after, absl::string_view("\0", 1));
  ENTENTE_RETURN_IF_ERROR(store::ScanRecords<Record>(
      reader, page.prefix, start,
      [&](absl::string_view key, const Record& record) {
        if (count == size || scanned == page.scanned_max) {
          has_more = true;
          return false;
        }
        ++scanned;
        last = std::string(key);
        if (!admits(key, record)) return true;
        add(key, record);
        ++count;
        return true;
      }));
  return has_more ? tokens.Encode(page.scope, last) : std::string();
}

// The same where the record alone says whether it is let pass.
template <class Record>
absl::StatusOr<std::string> ReadPage(
    const store::Reader& reader, const PageTokens& tokens,
    const PageRequest& page, absl::FunctionRef<bool(const Record&)> admits,
    absl::FunctionRef<void(absl::string_view key, const Record& record)> add) {
  return ReadKeyedPage<Record>(
      reader, tokens, page,
      [&](absl::string_view, const Record& record) { return admits(record); },
      add);
}

// The same with every record.
template <class Record>
absl::StatusOr<std::string> ReadPage(
    const store::Reader& reader, const PageTokens& tokens,
    const PageRequest& page,
    absl::FunctionRef<void(absl::string_view key, const Record& record)> add) {
  return ReadPage<Record>(
      reader, tokens, page, [](const Record&) { return true; }, add);
}

}  // namespace entente::conventions

#endif  // SERVICES_CONVENTIONS_PAGE_STORE_H_
