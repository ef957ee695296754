// Roles and peers to permissions: one textproto file per deployment
// (entente.common.v1.Policy). No rule means no.
#ifndef SERVICES_COMMON_GATE_POLICY_H_
#define SERVICES_COMMON_GATE_POLICY_H_

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace entente::gate {

// The permissions of one role or peer: exact names and prefixes "x.y.".
class PermissionSet {
 public:
  // `pattern` is "a.b.c", "a.b.*" or "a.*". False when it is none of these.
  bool Add(absl::string_view pattern);
  bool Contains(absl::string_view permission) const;

 private:
  std::vector<std::string> exact_;
  std::vector<std::string> prefixes_;
};

// Immutable after Parse; share it as shared_ptr<const Policy>.
class Policy {
 public:
  // Errors: FAILED_PRECONDITION with a sentence that names `path` and the
  // fault: unreadable, not textproto, unknown field, no role, a role or peer
  // twice or without a permission, a malformed permission or SPIFFE id.
  static absl::StatusOr<std::shared_ptr<const Policy>> Load(
      const std::string& path);
  // `name` stands for the file in messages.
  static absl::StatusOr<std::shared_ptr<const Policy>> Parse(
      const std::string& text, const std::string& name);

  // The SPIFFE trust domain of every peer: "entente.local".
  const std::string& trust_domain() const { return trust_domain_; }
  // 0 where the file states none.
  uint64_t version() const { return version_; }
  bool HasRole(const std::string& role) const;
  bool HasPeer(const std::string& spiffe_id) const;
  bool RoleMay(const std::string& role, absl::string_view permission) const;
  // For calls of a service without a person's token.
  bool PeerMay(const std::string& spiffe_id,
               absl::string_view permission) const;
  // In alphabetical order.
  std::vector<std::string> RoleNames() const;

 private:
  std::string trust_domain_;
  uint64_t version_ = 0;
  std::map<std::string, PermissionSet> roles_;
  std::map<std::string, PermissionSet> peers_;
};

}  // namespace entente::gate

#endif  // SERVICES_COMMON_GATE_POLICY_H_
