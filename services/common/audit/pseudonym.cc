#include "services/common/audit/pseudonym.h"

#include <optional>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/time/civil_time.h"
#include "services/common/audit/key_file.h"
#include "services/common/audit/resolution_errors.h"
#include "services/common/base/error.h"
#include "services/common/base/hash.h"
#include "services/common/base/log.h"

namespace entente::audit {
namespace {

constexpr size_t kPseudonymBytes = 16;
// Twice a key: more is another file.
constexpr size_t kKeyFileBytesMax = 64;
constexpr size_t kKeyBytes = 32;

std::string Hash(const std::string& key, PseudonymKind kind,
                 absl::string_view text) {
  const absl::string_view prefix =
      kind == PseudonymKind::kPerson ? "person:" : "object:";
  return HmacSha256(key, absl::StrCat(prefix, text)).substr(0, kPseudonymBytes);
}

}  // namespace

absl::StatusOr<std::unique_ptr<Pseudonymizer>> Pseudonymizer::Open(
    const std::string& dir, absl::Time now) {
  ENTENTE_RETURN_IF_ERROR(MakeKeyFolder(dir));
  std::unique_ptr<Pseudonymizer> made(new Pseudonymizer(dir));
  absl::MutexLock lock(&made->mutex_);
  ENTENTE_RETURN_IF_ERROR(made->KeyOf(YearOf(now)).status());
  return made;
}

absl::StatusOr<std::string> Pseudonymizer::Pseudonym(PseudonymKind kind,
                                                     absl::string_view text,
                                                     absl::Time time) {
  std::string key;
  {
    absl::MutexLock lock(&mutex_);
    if (!is_key_there_) {
      return absl::FailedPreconditionError(
          absl::StrCat("The key of the access log's pseudonyms in ", dir_,
                       " is gone or another; put it back."));
    }
    if (text.empty()) return std::string();
    ENTENTE_ASSIGN_OR_RETURN(key, KeyOf(YearOf(time)));
  }
  return Hash(key, kind, text);
}

absl::StatusOr<std::string> Pseudonymizer::PastPseudonym(PseudonymKind kind,
                                                         absl::string_view text,
                                                         int year) const {
  if (text.empty()) return std::string();
  ENTENTE_ASSIGN_OR_RETURN(const std::string key, FileOf(year));
  return Hash(key, kind, text);
}

absl::StatusOr<std::string> Pseudonymizer::DerivedKey(
    int year, absl::string_view use) const {
  ENTENTE_ASSIGN_OR_RETURN(const std::string key, FileOf(year));
  // One block: extract, then the first and only step of expand.
  const std::string extracted = HmacSha256(std::string(kKeyBytes, '\0'), key);
  return HmacSha256(extracted, absl::StrCat(use, "\x01"));
}

absl::StatusOr<std::string> Pseudonymizer::FileOf(int year) const {
  // Never from memory: destroying the file ends attribution at once.
  ENTENTE_ASSIGN_OR_RETURN(
      std::optional<std::string> key,
      ReadWholeFile(dir_, absl::StrCat(year, ".key"), kKeyBytes));
  if (!key || key->size() != kKeyBytes) return AttributionEnded(year);
  return *std::move(key);
}

bool Pseudonymizer::LookForKey() {
  absl::MutexLock lock(&mutex_);
  if (keys_.empty()) return true;
  const auto& [year, key] = *keys_.rbegin();
  const auto kept =
      ReadWholeFile(dir_, absl::StrCat(year, ".key"), kKeyFileBytesMax);
  const bool is_there = kept.ok() && *kept == key;
  if (is_key_there_ && !is_there) {
    LogError("audit_key_gone", {{"year", absl::StrCat(year)}});
  }
  is_key_there_ = is_there;
  return is_there;
}

int Pseudonymizer::YearOf(absl::Time time) {
  return static_cast<int>(absl::ToCivilYear(time, absl::UTCTimeZone()).year());
}

absl::StatusOr<std::string> Pseudonymizer::KeyOf(int year) {
  if (const auto it = keys_.find(year); it != keys_.end()) return it->second;
  ENTENTE_ASSIGN_OR_RETURN(std::string key,
                           ReadOrMakeKey(dir_, absl::StrCat(year, ".key")));
  keys_[year] = key;
  return key;
}

}  // namespace entente::audit
