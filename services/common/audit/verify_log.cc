// A second implementation of the tree, on purpose: level by level with
// OpenSSL's EVP interface, where merkle.cc keeps a stack of subtrees. A fault
// of one is seen by the other.
#include <openssl/evp.h>

#include <optional>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "services/common/audit/access_log.h"
#include "services/common/base/error.h"

namespace entente::audit {
namespace {

std::string Digest(char prefix, absl::string_view first,
                   absl::string_view second) {
  std::string out(32, '\0');
  EVP_MD_CTX* context = EVP_MD_CTX_new();
  unsigned int size = 0;
  EVP_DigestInit_ex(context, EVP_sha256(), nullptr);
  EVP_DigestUpdate(context, &prefix, 1);
  EVP_DigestUpdate(context, first.data(), first.size());
  EVP_DigestUpdate(context, second.data(), second.size());
  EVP_DigestFinal_ex(context, reinterpret_cast<unsigned char*>(out.data()),
                     &size);
  EVP_MD_CTX_free(context);
  return out;
}

absl::Status Broken(absl::string_view where) {
  return absl::DataLossError(
      absl::StrCat("The access log is broken: ", where, "."));
}

absl::StatusOr<std::vector<std::string>> HashEntries(
    const store::Reader& reader) {
  std::vector<std::string> leaves;
  absl::Status found;
  ENTENTE_RETURN_IF_ERROR(reader.Scan(
      EntriesPrefix(), "", [&](absl::string_view key, absl::string_view value) {
        const uint64_t expected = leaves.size();
        AuditEntry entry;
        if (std::string(key.data(), key.size()) != EntryKey(expected)) {
          found = Broken(absl::StrCat("entry ", expected, " is missing"));
        } else if (!entry.ParseFromArray(value.data(),
                                         static_cast<int>(value.size())) ||
                   entry.sequence() != expected) {
          found = Broken(absl::StrCat("entry ", expected, " was changed"));
        }
        leaves.push_back(Digest('\x00', value, ""));
        return found.ok();
      }));
  if (!found.ok()) return found;
  return leaves;
}

absl::Status CompareLevel(const store::Reader& reader, int level,
                          const std::vector<std::string>& hashes,
                          uint64_t complete) {
  for (uint64_t i = 0; i < complete; ++i) {
    ENTENTE_ASSIGN_OR_RETURN(const std::optional<std::string> stored,
                             reader.Get(NodeKey(level, i)));
    if (stored && *stored == hashes[i]) continue;
    return Broken(absl::StrCat("entries ", i << level, " to ",
                               ((i + 1) << level) - 1,
                               " do not give the hash recorded for them"));
  }
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<Hash> VerifyLog(const store::Reader& reader) {
  ENTENTE_ASSIGN_OR_RETURN(std::vector<std::string> hashes,
                           HashEntries(reader));
  const uint64_t size = hashes.size();
  ENTENTE_ASSIGN_OR_RETURN(const TreeHead head, ReadHead(reader));
  for (int level = 0; !hashes.empty(); ++level) {
    ENTENTE_RETURN_IF_ERROR(CompareLevel(reader, level, hashes, size >> level));
    if (hashes.size() == 1) break;
    std::vector<std::string> parents;
    for (size_t i = 0; i < hashes.size(); i += 2) {
      // An odd last node has no sibling yet: it rises as it is.
      parents.push_back(i + 1 < hashes.size()
                            ? Digest('\x01', hashes[i], hashes[i + 1])
                            : hashes[i]);
    }
    hashes = std::move(parents);
  }
  if (head.size() != size) {
    return Broken(absl::StrCat("the head counts ", head.size(),
                               " entries, there are ", size));
  }
  if (size > 0 && head.Root() != hashes[0]) {
    return Broken("the head does not have the root of its entries");
  }
  return head.Root();
}

}  // namespace entente::audit
