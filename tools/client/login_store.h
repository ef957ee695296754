// Who acts: tokens of persons under <home>/session/, one file each, closed to
// other users (0600).
//
//   session/<name>.json   {"subject", "roles", "token", "expires"}
//   session/current       the name that commands mean without --session
//
// A login is named after its subject unless --session names it otherwise.
//
// In development the local issuer's key lies in <home>/pki/issuer and the
// client signs its own tokens, for persons and roles of
// <home>/persons.textproto alone (person_file.h); in production an OpenID
// provider does.
#ifndef TOOLS_CLIENT_LOGIN_STORE_H_
#define TOOLS_CLIENT_LOGIN_STORE_H_

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"

namespace entente::client {

struct Login {
  // Name and subject are [A-Za-z0-9._@-]{1,64}, not beginning with a point.
  std::string name;
  std::string subject;
  std::vector<std::string> roles;
  std::string token;
  absl::Time expires;
};

class LoginStore {
 public:
  explicit LoginStore(std::string home) : home_(std::move(home)) {}

  // Signs a token of at most ten minutes, stores it and makes it current; with
  // every role in force when `roles` is empty. Errors: FAILED_PRECONDITION
  // without the issuer's key; INVALID_ARGUMENT / SUBJECT_MALFORMED,
  // ROLE_MALFORMED; those of PersonFile::Read and RolesForLogin.
  absl::StatusOr<Login> Mint(const std::string& name,
                             const std::string& subject,
                             const std::vector<std::string>& roles,
                             absl::Time now) const;

  // Signs a new token for a login, same roles; does not change the current.
  // Errors: as Mint, when a role has ended or was taken away meanwhile.
  absl::StatusOr<Login> Renew(const Login& login, absl::Time now) const;

  // The login named `name`, or else the one whose subject is `name`; the
  // current one when empty. Errors: UNAUTHENTICATED / NOT_LOGGED_IN.
  absl::StatusOr<Login> Load(const std::string& name) const;

  // Forgets the login that Load would give. Errors: as Load.
  absl::Status Forget(const std::string& name) const;

  // Every stored login, by name.
  std::vector<Login> All() const;

  // Name of the current login; empty when there is none.
  std::string Current() const;

  // Whether the development issuer's key is here.
  bool CanSign() const;

 private:
  std::string Folder() const;
  absl::StatusOr<Login> Read(const std::string& name) const;
  absl::StatusOr<Login> Sign(Login login, absl::Time now) const;
  absl::Status Store(const Login& login) const;

  std::string home_;
};

}  // namespace entente::client

#endif  // TOOLS_CLIENT_LOGIN_STORE_H_
