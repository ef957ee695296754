#include "services/common/audit/rehashed_log.h"

#include <openssl/evp.h>

#include <optional>
#include <vector>

#include "absl/strings/str_cat.h"
#include "services/common/audit/access_log.h"
#include "services/common/base/error.h"

namespace entente::audit {
namespace {

// Its own use of OpenSSL, where merkle.cc goes through base/hash.h.
std::string Digest(absl::string_view prefix, absl::string_view first,
                   absl::string_view second) {
  std::string out(32, '\0');
  EVP_MD_CTX* context = EVP_MD_CTX_new();
  unsigned int size = 0;
  EVP_DigestInit_ex(context, EVP_sha256(), nullptr);
  EVP_DigestUpdate(context, prefix.data(), prefix.size());
  EVP_DigestUpdate(context, first.data(), first.size());
  EVP_DigestUpdate(context, second.data(), second.size());
  EVP_DigestFinal_ex(context, reinterpret_cast<unsigned char*>(out.data()),
                     &size);
  EVP_MD_CTX_free(context);
  return out;
}

std::string Parent(absl::string_view left, absl::string_view right) {
  return Digest(absl::string_view("\x01", 1), left, right);
}

absl::Status Broken(uint64_t index, const Sentence& where) {
  return MakeError(
      absl::StatusCode::kDataLoss,
      {.reason = "AUDIT_LOG_BROKEN",
       .field = "",
       .metadata = {{"index", absl::StrCat(index)}},
       .sentence = {
           .en = absl::StrCat("The access log is broken: ", where.en, "."),
           .fr = absl::StrCat("Le journal des accès est altéré : ", where.fr,
                              "."),
           .nl = absl::StrCat("Het toegangslogboek is geschonden: ", where.nl,
                              ".")}});
}

absl::Status CompareNode(const store::Reader& reader, int level, uint64_t index,
                         const std::string& hash) {
  ENTENTE_ASSIGN_OR_RETURN(const std::optional<std::string> stored,
                           reader.Get(NodeKey(level, index)));
  if (stored && *stored == hash) return absl::OkStatus();
  const uint64_t first = index << level;
  const uint64_t last = ((index + 1) << level) - 1;
  return Broken(first,
                {.en = absl::StrCat("entries ", first, " to ", last,
                                    " do not give the hash recorded for them"),
                 .fr = absl::StrCat("les entrées ", first, " à ", last,
                                    " ne donnent pas l'empreinte enregistrée"),
                 .nl = absl::StrCat("de regels ", first, " tot ", last,
                                    " geven niet de vastgelegde hash")});
}

}  // namespace

absl::Status RehashedLog::Add(const store::Reader& reader,
                              absl::string_view key, absl::string_view value) {
  const uint64_t index = size_;
  if (key != EntryKey(index)) {
    return Broken(index, {.en = absl::StrCat("entry ", index, " is missing"),
                          .fr = absl::StrCat("l'entrée ", index, " manque"),
                          .nl = absl::StrCat("regel ", index, " ontbreekt")});
  }
  const absl::StatusOr<AuditEntry> entry = ParseEntry(value);
  if (!entry.ok() || entry->sequence() != index) {
    return Broken(index,
                  {.en = absl::StrCat("entry ", index, " was changed"),
                   .fr = absl::StrCat("l'entrée ", index, " a été modifiée"),
                   .nl = absl::StrCat("regel ", index, " werd gewijzigd")});
  }
  std::string hash = Digest(absl::string_view("\x00", 1), value, "");
  size_t level = 0;
  for (; !lone_[level].empty(); ++level) {
    hash = Parent(lone_[level], hash);
    lone_[level].clear();
    const int above = static_cast<int>(level) + 1;
    ENTENTE_RETURN_IF_ERROR(CompareNode(reader, above, index >> above, hash));
  }
  lone_[level] = hash;
  ++size_;
  return absl::OkStatus();
}

absl::Status RehashedLog::ReadOn(const store::Reader& reader,
                                 uint64_t size_max) {
  if (size_ >= size_max) return absl::OkStatus();
  absl::Status found;
  ENTENTE_RETURN_IF_ERROR(
      reader.Scan(EntriesPrefix(), EntryKey(size_),
                  [&](absl::string_view key, absl::string_view value) {
                    found = Add(reader, key, value);
                    return found.ok() && size_ < size_max;
                  }));
  return found;
}

absl::Status RehashedLog::CompareHead(const store::Reader& reader) const {
  ENTENTE_ASSIGN_OR_RETURN(const TreeHead head, ReadHead(reader));
  if (head.size() != size_) {
    return Broken(size_, {.en = absl::StrCat("the head counts ", head.size(),
                                             " entries, there are ", size_),
                          .fr = absl::StrCat("la tête compte ", head.size(),
                                             " entrées, il y en a ", size_),
                          .nl = absl::StrCat("de kop telt ", head.size(),
                                             " regels, er zijn er ", size_)});
  }
  std::string roots;
  for (size_t level = lone_.size(); level-- > 0;) roots += lone_[level];
  if (head.subtree_roots() == roots) return absl::OkStatus();
  return Broken(size_, {.en = "the head does not have the root of its entries",
                        .fr = "la tête n'a pas la racine de ses entrées",
                        .nl = "de kop heeft niet de wortel van haar regels"});
}

std::string RehashedLog::Root() const {
  std::string root;
  for (const std::string& hash : lone_) {
    if (hash.empty()) continue;
    // The right part of a tree is the smaller one: it was gathered first.
    root = root.empty() ? hash : Parent(hash, root);
  }
  return root.empty() ? Digest("", "", "") : root;
}

absl::StatusOr<Hash> VerifyLog(const store::Reader& reader) {
  RehashedLog log;
  ENTENTE_RETURN_IF_ERROR(log.ReadOn(reader));
  ENTENTE_RETURN_IF_ERROR(log.CompareHead(reader));
  return log.Root();
}

}  // namespace entente::audit
