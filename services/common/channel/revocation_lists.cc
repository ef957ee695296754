#include "services/common/channel/revocation_lists.h"

#include <openssl/crypto.h>
#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>

#include <algorithm>
#include <filesystem>
#include <optional>
#include <set>
#include <utility>

#include "absl/strings/str_cat.h"
#include "services/common/base/error.h"
#include "services/common/base/hash.h"
#include "services/common/base/regular_file.h"

namespace entente {
namespace {

constexpr size_t kListBytesMax = 16 * 1024 * 1024;
// Of the label of a block that does not belong, in the alarm.
constexpr size_t kLabelBytesShown = 40;

// One block of a PEM text: its label and its bytes.
struct Block {
  std::string label;
  std::string bytes;
};

// The blocks of `pem`; nullopt when something between or after them is none.
std::optional<std::vector<Block>> ReadBlocks(const std::string& pem) {
  const BioPtr bio = ReaderOf(pem);
  std::vector<Block> blocks;
  ERR_clear_error();
  char* label = nullptr;
  char* header = nullptr;
  unsigned char* bytes = nullptr;
  long size = 0;
  while (PEM_read_bio(bio.get(), &label, &header, &bytes, &size) == 1) {
    blocks.push_back({label, std::string(reinterpret_cast<char*>(bytes),
                                         static_cast<size_t>(size))});
    OPENSSL_free(label);
    OPENSSL_free(header);
    OPENSSL_free(bytes);
  }
  // Only the end of the text may have ended the reading.
  const auto error = ERR_peek_last_error();
  ERR_clear_error();
  if (ERR_GET_REASON(error) != PEM_R_NO_START_LINE) return std::nullopt;
  return blocks;
}

// Every list in the file `name`, which holds `pem`. Errors: none, or something
// else.
absl::StatusOr<std::vector<CrlPtr>> ReadLists(const std::string& name,
                                              const std::string& pem) {
  const absl::Status not_lists = RefuseList(
      name,
      "is empty or not wholly lists in PEM; --tls-crl names nothing else.");
  const std::optional<std::vector<Block>> blocks = ReadBlocks(pem);
  if (!blocks || blocks->empty()) return not_lists;
  std::vector<CrlPtr> result;
  for (const Block& block : *blocks) {
    if (block.label != PEM_STRING_X509_CRL) {
      return RefuseList(name,
                        absl::StrCat("holds a block that is no list (",
                                     block.label.substr(0, kLabelBytesShown),
                                     "); --tls-crl names nothing else."));
    }
    const auto* at = reinterpret_cast<const unsigned char*>(block.bytes.data());
    result.emplace_back(
        d2i_X509_CRL(nullptr, &at, static_cast<long>(block.bytes.size())),
        X509_CRL_free);
    ERR_clear_error();
    if (result.back() == nullptr) return not_lists;
  }
  return result;
}

// The regular files that `path` names: itself, or those of the folder.
absl::StatusOr<std::set<std::string>> FilesOf(const std::string& path) {
  std::error_code error;
  std::set<std::string> files;
  if (!std::filesystem::is_directory(path, error)) {
    if (!path.empty()) files.insert(path);
    return files;
  }
  for (std::filesystem::directory_iterator it(path, error), end;
       !error && it != end; it.increment(error)) {
    if (!it->is_directory(error)) files.insert(it->path().string());
  }
  if (error) {
    return RefuseList(path, absl::StrCat("cannot be read: ", error.message()));
  }
  return files;
}

absl::StatusOr<std::string> ReadText(const std::string& name) {
  absl::StatusOr<RegularFile> file = ReadRegularFile(name, kListBytesMax);
  if (absl::IsFailedPrecondition(file.status())) {
    return RefuseList(name, "is no regular file; see --tls-crl.");
  }
  if (!file.ok()) {
    return RefuseList(name, "is missing or cannot be read; see --tls-crl.");
  }
  if (file->bytes.size() > kListBytesMax) {
    return RefuseList(name, "is longer than 16 MiB.");
  }
  return std::move(file->bytes);
}

bool IsSignedBy(X509_CRL* list, X509* authority) {
  return X509_NAME_cmp(X509_CRL_get_issuer(list),
                       X509_get_subject_name(authority)) == 0 &&
         X509_CRL_verify(list, X509_get0_pubkey(authority)) == 1;
}

// An authority over the renewals of its certificate: its name and key.
std::string KeyOf(X509* authority) {
  unsigned char* bytes = nullptr;
  const int key_size = i2d_PUBKEY(X509_get0_pubkey(authority), &bytes);
  const std::string key(reinterpret_cast<char*>(bytes),
                        key_size < 0 ? 0 : static_cast<size_t>(key_size));
  OPENSSL_free(bytes);
  bytes = nullptr;
  const int name_size = i2d_X509_NAME(X509_get_subject_name(authority), &bytes);
  const std::string name(reinterpret_cast<char*>(bytes),
                         name_size < 0 ? 0 : static_cast<size_t>(name_size));
  OPENSSL_free(bytes);
  return Sha256(absl::StrCat(Sha256(key), name));
}

using NumberPtr = std::unique_ptr<ASN1_INTEGER, decltype(&ASN1_INTEGER_free)>;

// Null when the list has none.
NumberPtr NumberOf(const X509_CRL* list) {
  return NumberPtr(static_cast<ASN1_INTEGER*>(X509_CRL_get_ext_d2i(
                       list, NID_crl_number, nullptr, nullptr)),
                   ASN1_INTEGER_free);
}

// What no list of all that an authority took back holds, and what would
// therefore be misread: a delta (RFC 5280, 5.2.4) names only what changed, an
// issuing distribution point (5.2.5) only a part, a critical extension says
// that the rest is not to be used without it. Null when there is none.
const char* WhatIsNotUsed(X509_CRL* list) {
  if (X509_CRL_get_ext_by_NID(list, NID_delta_crl, -1) >= 0) {
    return "is a delta, which names only what changed; publish the whole list.";
  }
  if (X509_CRL_get_ext_by_NID(list, NID_issuing_distribution_point, -1) >= 0) {
    return "has an issuing distribution point, so it may cover a part only; "
           "publish one list of everything.";
  }
  static constexpr char kCritical[] =
      "has a critical extension that is not understood; publish it without.";
  for (int i = 0; i < X509_CRL_get_ext_count(list); ++i) {
    X509_EXTENSION* const extension = X509_CRL_get_ext(list, i);
    const int nid = OBJ_obj2nid(X509_EXTENSION_get_object(extension));
    if (X509_EXTENSION_get_critical(extension) != 0 && nid != NID_crl_number &&
        nid != NID_authority_key_identifier) {
      return kCritical;
    }
  }
  const STACK_OF(X509_REVOKED)* const entries = X509_CRL_get_REVOKED(list);
  for (int i = 0; i < sk_X509_REVOKED_num(entries); ++i) {
    const X509_REVOKED* const entry = sk_X509_REVOKED_value(entries, i);
    // One of them, the certificate issuer, makes the list an indirect one.
    if (X509_REVOKED_get_ext_by_critical(entry, 1, -1) >= 0) return kCritical;
    const std::unique_ptr<ASN1_ENUMERATED, decltype(&ASN1_ENUMERATED_free)>
        reason(static_cast<ASN1_ENUMERATED*>(X509_REVOKED_get_ext_d2i(
                   entry, NID_crl_reason, nullptr, nullptr)),
               ASN1_ENUMERATED_free);
    if (reason != nullptr &&
        ASN1_ENUMERATED_get(reason.get()) == CRL_REASON_REMOVE_FROM_CRL) {
      return "sets certificates free (removeFromCRL), as only a delta may; "
             "publish the whole list.";
    }
  }
  return nullptr;
}

// Whether `list` was published before `other` of the same authority: by its
// number (RFC 5280, 5.2.3) where both have one, or by its thisUpdate.
bool IsOlder(const X509_CRL* list, const X509_CRL* other) {
  const NumberPtr number = NumberOf(list);
  const NumberPtr other_number = NumberOf(other);
  if (number != nullptr && other_number != nullptr &&
      ASN1_INTEGER_cmp(number.get(), other_number.get()) < 0) {
    return true;
  }
  return ToTime(X509_CRL_get0_lastUpdate(list)) <
         ToTime(X509_CRL_get0_lastUpdate(other));
}

// The earliest nextUpdate.
absl::Time UntilOf(const RevocationLists& lists) {
  absl::Time until = absl::InfiniteFuture();
  for (const auto& [key, list] : lists.lists) {
    until = std::min(until, ToTime(X509_CRL_get0_nextUpdate(list.get())));
  }
  return until;
}

// Lists whose thisUpdate is still to come.
struct LaterLists {
  absl::Time earliest = absl::InfiniteFuture();
  // By KeyOf: the fault of an authority that has nothing else.
  std::map<std::string, absl::Status> faults;
};

// Puts `list`, if it is the newest by now, in the place of the authority that
// signed it. One of later must not hide the one that counts until then; one
// that is outdated does hide an older one, which would set free what it took
// back.
absl::Status Place(const std::string& name, CrlPtr list, absl::Time now,
                   RevocationLists& result, LaterLists& later) {
  const auto signer = std::find_if(
      result.authorities.begin(), result.authorities.end(),
      [&](const auto& ca) { return IsSignedBy(list.get(), ca.get()); });
  if (signer == result.authorities.end()) {
    return RefuseList(name, "is not signed by an authority of --tls-ca.");
  }
  if (const char* const cause = WhatIsNotUsed(list.get()); cause != nullptr) {
    return RefuseList(name, cause);
  }
  const std::string key = KeyOf(signer->get());
  const absl::Time from = ToTime(X509_CRL_get0_lastUpdate(list.get()));
  if (from > now) {
    later.earliest = std::min(later.earliest, from);
    later.faults.emplace(
        key, RefuseList(name, "is not valid yet; check the machine's clock."));
    return absl::OkStatus();
  }
  const auto found = result.lists.find(key);
  if (found == result.lists.end()) {
    result.lists.emplace(key, std::move(list));
  } else if (!IsOlder(list.get(), found->second.get())) {
    found->second = std::move(list);
  }
  return absl::OkStatus();
}

// Places every list of `texts` that is good; the first fault of the others.
absl::Status PlaceAll(const ListTexts& texts, absl::Time now,
                      RevocationLists& result, LaterLists& later) {
  absl::Status fault;
  for (const auto& [name, text] : texts) {
    absl::StatusOr<std::vector<CrlPtr>> lists =
        text.ok() ? ReadLists(name, *text) : text.status();
    fault.Update(lists.status());
    if (!lists.ok()) continue;
    for (CrlPtr& list : *lists) {
      fault.Update(Place(name, std::move(list), now, result, later));
    }
  }
  return fault;
}

// Takes those that are over out of `result`; the fault when there is one.
absl::Status DropOutdated(const std::string& path, absl::Time now,
                          RevocationLists& result) {
  const size_t dropped = std::erase_if(result.lists, [&](const auto& entry) {
    return ToTime(X509_CRL_get0_nextUpdate(entry.second.get())) <= now;
  });
  if (dropped == 0) return absl::OkStatus();
  return RefuseList(path,
                    "is outdated or says not until when it is valid; "
                    "publish a new one; see --tls-crl.");
}

// The first fault of authorities that have nothing but lists of later.
absl::Status CheckLater(const LaterLists& later,
                        const RevocationLists& result) {
  for (const auto& [key, fault] : later.faults) {
    if (result.lists.count(key) == 0) return fault;
  }
  return absl::OkStatus();
}

// Whether every authority of `used` is one of `next`.
bool HasAll(const RevocationLists& used, const RevocationLists& next) {
  std::set<std::string> keys;
  for (const auto& authority : next.authorities) {
    keys.insert(KeyOf(authority.get()));
  }
  return std::all_of(used.authorities.begin(), used.authorities.end(),
                     [&](const auto& authority) {
                       return keys.count(KeyOf(authority.get())) > 0;
                     });
}

// Puts the lists of `used` where `next` has an older one of the same authority,
// or none. Whether one was older.
bool KeepUsed(const RevocationLists& used, RevocationLists& next) {
  bool is_older = false;
  for (const CertificatePtr& authority : next.authorities) {
    const std::string key = KeyOf(authority.get());
    const auto found = used.lists.find(key);
    if (found == used.lists.end()) continue;
    const auto placed = next.lists.find(key);
    const bool is_missing = placed == next.lists.end();
    if (!is_missing && !IsOlder(placed->second.get(), found->second.get())) {
      continue;
    }
    is_older |= !is_missing;
    X509_CRL_up_ref(found->second.get());
    next.lists.insert_or_assign(key,
                                CrlPtr(found->second.get(), X509_CRL_free));
  }
  return is_older;
}

}  // namespace

absl::Status RefuseList(const std::string& path, absl::string_view cause) {
  return absl::FailedPreconditionError(
      absl::StrCat("The revocation list ", path, " ", cause));
}

// All of `path`. Errors: the folder cannot be read.
absl::StatusOr<ListTexts> ReadListFiles(const std::string& path) {
  ENTENTE_ASSIGN_OR_RETURN(const std::set<std::string> files, FilesOf(path));
  ListTexts texts;
  for (const std::string& name : files) texts.emplace(name, ReadText(name));
  return texts;
}

JudgedLists JudgeLists(const std::string& path,
                       const absl::StatusOr<ListTexts>& texts,
                       const std::string& ca, const RevocationLists* used,
                       absl::Time now) {
  if (!texts.ok()) return {nullptr, texts.status()};
  if (texts->empty()) {
    return {nullptr,
            RefuseList(path, "is missing or empty; name it with --tls-crl.")};
  }
  JudgedLists judged{std::make_unique<RevocationLists>(), absl::OkStatus()};
  RevocationLists& lists = *judged.lists;
  lists.authorities = ReadCertificates(ca);
  LaterLists later;
  judged.fault = PlaceAll(*texts, now, lists, later);
  judged.again = later.earliest;
  judged.fault.Update(DropOutdated(path, now, lists));
  judged.fault.Update(CheckLater(later, lists));
  // With an authority less everything else must fit: the file of authorities
  // may be half written.
  if (!judged.fault.ok() && used != nullptr && !HasAll(*used, lists)) {
    judged.lists = nullptr;
    return judged;
  }
  const size_t found = lists.lists.size();
  // A list put back would set revoked certificates free; one that is missing
  // too. What others published meanwhile takes effect all the same.
  if (used != nullptr && KeepUsed(*used, lists)) {
    judged.fault.Update(
        RefuseList(path, "is older than the one in use, which is kept."));
  }
  for (const CertificatePtr& authority : lists.authorities) {
    if (lists.lists.count(KeyOf(authority.get())) == 0) {
      judged.fault.Update(
          RefuseList(path, "covers not every authority of --tls-ca."));
      judged.lists = nullptr;
      return judged;
    }
  }
  if (found < lists.lists.size()) {
    judged.fault.Update(RefuseList(
        path,
        "covers not every authority of --tls-ca; the lists in use are "
        "kept for the others."));
  }
  lists.until = UntilOf(lists);
  return judged;
}

// Changes whenever what was read does.
std::string DigestOfLists(const absl::StatusOr<ListTexts>& lists,
                          const std::string& ca) {
  std::string all = Sha256Hex(ca);
  if (!lists.ok()) {
    absl::StrAppend(&all, std::string(lists.status().message()));
    return Sha256Hex(all);
  }
  for (const auto& [name, text] : *lists) {
    absl::StrAppend(&all, Sha256Hex(name),
                    Sha256Hex(text.ok() ? *text : text.status().ToString()));
  }
  return Sha256Hex(all);
}

}  // namespace entente
