#include "services/common/audit/pseudonym.h"

#include <optional>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/time/civil_time.h"
#include "services/common/audit/log_files.h"
#include "services/common/audit/resolution_errors.h"
#include "services/common/base/error.h"
#include "services/common/base/hash.h"
#include "services/common/base/log.h"
#include "services/common/store/durable_file.h"

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

absl::Status KeyMissing(int year, const std::string& path) {
  return MakeError(
      absl::StatusCode::kFailedPrecondition,
      {.reason = "AUDIT_KEY_MISSING",
       .field = "",
       .metadata = {{"year", absl::StrCat(year)}, {"file", path}},
       .sentence = {
           .en = absl::StrCat(
               "The access log has entries of ", year,
               ", but the key of their pseudonyms, ", path,
               ", is missing: put it back from its backup. Another key would "
               "make the same persons look like others; whoever destroyed it "
               "on purpose makes one by hand, 32 random bytes of mode 0600."),
           .fr = absl::StrCat(
               "Le journal des accès a des entrées de ", year,
               ", mais la clé de leurs pseudonymes, ", path,
               ", manque : remettez-la depuis sa sauvegarde. Une autre clé "
               "ferait passer les mêmes personnes pour d'autres ; qui l'a "
               "détruite à dessein en crée une à la main, 32 octets aléatoires "
               "en mode 0600."),
           .nl = absl::StrCat(
               "Het toegangslogboek heeft regels van ", year,
               ", maar de sleutel van hun pseudoniemen, ", path,
               ", ontbreekt: zet hem terug uit de back-up. Een andere sleutel "
               "zou dezelfde personen op anderen doen lijken; wie hem met "
               "opzet "
               "vernietigde, maakt er zelf een, 32 willekeurige bytes met "
               "modus "
               "0600.")}});
}

}  // namespace

absl::StatusOr<std::unique_ptr<Pseudonymizer>> Pseudonymizer::Open(
    const std::string& dir, absl::Time now, IsYearUsed is_used) {
  ENTENTE_RETURN_IF_ERROR(store::MakeKeyFolder(dir));
  std::unique_ptr<Pseudonymizer> made(
      new Pseudonymizer(dir, std::move(is_used)));
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
      store::ReadWholeFile(dir_, absl::StrCat(year, ".key"), kKeyBytes));
  if (!key || key->size() != kKeyBytes) return AttributionEnded(year);
  return *std::move(key);
}

bool Pseudonymizer::LookForKey() {
  absl::MutexLock lock(&mutex_);
  if (keys_.empty()) return true;
  const auto& [year, key] = *keys_.rbegin();
  const auto kept =
      store::ReadWholeFile(dir_, absl::StrCat(year, ".key"), kKeyFileBytesMax);
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
  const std::string name = absl::StrCat(year, ".key");
  if (is_used_) {
    ENTENTE_ASSIGN_OR_RETURN(
        const std::optional<std::string> kept,
        store::ReadWholeFile(dir_, name, kKeyFileBytesMax));
    if (!kept) {
      ENTENTE_ASSIGN_OR_RETURN(const bool is_used, is_used_(year));
      if (is_used) return KeyMissing(year, absl::StrCat(dir_, "/", name));
    }
  }
  ENTENTE_ASSIGN_OR_RETURN(std::string key,
                           store::ReadOrMakeKey(dir_, name, OfAccessLog()));
  keys_[year] = key;
  return key;
}

}  // namespace entente::audit
