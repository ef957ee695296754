#include "tools/client/login_store.h"

#include <dirent.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <fstream>
#include <set>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "nlohmann/json.hpp"
#include "services/common/base/error.h"
#include "services/common/gate/token_issuer.h"
#include "tools/client/files.h"
#include "tools/client/person_file.h"

namespace entente::client {
namespace {

using nlohmann::json;

constexpr absl::Duration kLifetime = absl::Minutes(10);

absl::Status Malformed(const std::string& reason, const Sentence& sentence) {
  return MakeError(absl::StatusCode::kInvalidArgument,
                   {.reason = reason, .sentence = sentence});
}

// What may be part of a file name and of a claim alike.
bool IsWord(absl::string_view text, absl::string_view more) {
  if (text.empty() || text.size() > 64 || text[0] == '.') return false;
  return std::all_of(text.begin(), text.end(), [more](char c) {
    return absl::ascii_isalnum(static_cast<unsigned char>(c)) ||
           more.find(c) != absl::string_view::npos;
  });
}

absl::Status CheckSubject(const std::string& subject) {
  if (IsWord(subject, "._@-")) return absl::OkStatus();
  return Malformed(
      "SUBJECT_MALFORMED",
      {"A subject is 1 to 64 of letters without accents, digits and . _ @ -, "
       "as in \"anna\".",
       "Un sujet compte 1 à 64 lettres sans accent, chiffres et . _ @ -, comme "
       "« anna ».",
       "Een subject telt 1 tot 64 letters zonder accent, cijfers en . _ @ -, "
       "zoals \"anna\"."});
}

absl::StatusOr<Login> NotLoggedIn(const std::string& subject) {
  const std::string as = subject.empty() ? "anna" : subject;
  return MakeError(
      absl::StatusCode::kUnauthenticated,
      {.reason = "NOT_LOGGED_IN",
       .sentence = {
           absl::StrCat(
               "Nobody is logged in", subject.empty() ? "" : " as " + subject,
               ". Try: entente login --as ", as, " --role coordinator"),
           absl::StrCat("Personne n'est connecté",
                        subject.empty() ? "" : " comme " + subject,
                        ". Essayez : entente login --as ", as,
                        " --role coordinator"),
           absl::StrCat(
               "Niemand is aangemeld", subject.empty() ? "" : " als " + subject,
               ". Probeer: entente login --as ", as, " --role coordinator")}});
}

}  // namespace

std::string LoginStore::Folder() const {
  return absl::StrCat(home_, "/session");
}

bool LoginStore::CanSign() const {
  return access(absl::StrCat(home_, "/pki/issuer/issuer.key").c_str(), R_OK) ==
         0;
}

absl::StatusOr<Login> LoginStore::Sign(Login login, absl::Time now) const {
  ENTENTE_ASSIGN_OR_RETURN(const gate::Issuer issuer,
                           gate::LoadIssuer(absl::StrCat(home_, "/pki")));
  // Asked at every signature: a login does not outlive the role.
  ENTENTE_ASSIGN_OR_RETURN(const PersonList persons, PersonFile(home_).Read());
  ENTENTE_ASSIGN_OR_RETURN(
      login.roles, RolesForLogin(persons, login.subject, login.roles,
                                 absl::ToCivilDay(now, absl::LocalTimeZone())));
  ENTENTE_ASSIGN_OR_RETURN(login.token,
                           issuer.SignToken({.subject = login.subject,
                                             .roles = login.roles,
                                             .issued = now,
                                             .lifetime = kLifetime}));
  login.expires = now + kLifetime;
  ENTENTE_RETURN_IF_ERROR(Store(login));
  return login;
}

absl::Status LoginStore::Store(const Login& login) const {
  mkdir(Folder().c_str(), S_IRWXU);
  const json content = {{"subject", login.subject},
                        {"roles", login.roles},
                        {"token", login.token},
                        {"expires", absl::ToUnixSeconds(login.expires)}};
  const std::string path = absl::StrCat(Folder(), "/", login.name, ".json");
  if (!WritePrivateFile(path, content.dump())) return FileUnwritable(path);
  return absl::OkStatus();
}

absl::StatusOr<Login> LoginStore::Mint(const std::string& name,
                                       const std::string& subject,
                                       const std::vector<std::string>& roles,
                                       absl::Time now) const {
  ENTENTE_RETURN_IF_ERROR(CheckSubject(name));
  ENTENTE_RETURN_IF_ERROR(CheckSubject(subject));
  for (const std::string& role : roles) {
    if (IsWord(role, "_-")) continue;
    return Malformed("ROLE_MALFORMED",
                     {"A role is a word of the policy, as in \"coordinator\".",
                      "Un rôle est un mot de la politique, comme "
                      "« coordinator ».",
                      "Een rol is een woord uit het beleid, zoals "
                      "\"coordinator\"."});
  }
  ENTENTE_ASSIGN_OR_RETURN(const Login login, Sign({.name = name,
                                                    .subject = subject,
                                                    .roles = roles,
                                                    .token = {},
                                                    .expires = {}},
                                                   now));
  WritePrivateFile(absl::StrCat(Folder(), "/current"), name);
  return login;
}

absl::StatusOr<Login> LoginStore::Renew(const Login& login,
                                        absl::Time now) const {
  return Sign(login, now);
}

absl::StatusOr<Login> LoginStore::Load(const std::string& name) const {
  const std::string wanted = name.empty() ? Current() : name;
  if (wanted.empty()) return NotLoggedIn(name);
  ENTENTE_RETURN_IF_ERROR(CheckSubject(wanted));
  if (auto login = Read(wanted); login.ok()) return login;
  for (const Login& login : All()) {
    if (login.subject == wanted) return login;
  }
  return NotLoggedIn(name);
}

absl::StatusOr<Login> LoginStore::Read(const std::string& name) const {
  std::ifstream file(absl::StrCat(Folder(), "/", name, ".json"));
  const json content = json::parse(file, nullptr, /*allow_exceptions=*/false);
  if (!content.is_object()) return NotLoggedIn(name);
  try {
    return Login{.name = name,
                 .subject = content.at("subject"),
                 .roles = content.at("roles"),
                 .token = content.at("token"),
                 .expires = absl::FromUnixSeconds(content.at("expires"))};
  } catch (const json::exception&) {
    return NotLoggedIn(name);
  }
}

absl::Status LoginStore::Forget(const std::string& name) const {
  ENTENTE_ASSIGN_OR_RETURN(const Login login, Load(name));
  std::remove(absl::StrCat(Folder(), "/", login.name, ".json").c_str());
  if (Current() == login.name) {
    std::remove(absl::StrCat(Folder(), "/current").c_str());
  }
  return absl::OkStatus();
}

std::vector<Login> LoginStore::All() const {
  std::set<std::string> names;
  if (DIR* folder = opendir(Folder().c_str())) {
    while (const dirent* entry = readdir(folder)) {
      absl::string_view name = entry->d_name;
      if (absl::ConsumeSuffix(&name, ".json")) names.emplace(name);
    }
    closedir(folder);
  }
  std::vector<Login> logins;
  for (const std::string& name : names) {
    if (auto login = Read(name); login.ok()) {
      logins.push_back(*std::move(login));
    }
  }
  return logins;
}

std::string LoginStore::Current() const {
  std::string name;
  std::ifstream(absl::StrCat(Folder(), "/current")) >> name;
  return name;
}

}  // namespace entente::client
