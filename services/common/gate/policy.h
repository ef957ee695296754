// Roles and peers to permissions: one textproto file per deployment
// (entente.common.v1.Policy). No rule means no.
#ifndef SERVICES_COMMON_GATE_POLICY_H_
#define SERVICES_COMMON_GATE_POLICY_H_

#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace entente::gate {

// A policy is a few KiB; the limit keeps a wrong file from filling the memory.
inline constexpr size_t kPolicyBytesMax = 1024 * 1024;

// The permissions of one role or peer: exact names and prefixes "x.y.".
class PermissionSet {
 public:
  // `pattern` is "a.b.c", "a.b.*" or "a.*". False when it is none of these.
  bool Add(absl::string_view pattern);
  bool Contains(absl::string_view permission) const;
  // The first pattern that contains `permission`, as it stands in the file;
  // empty when none does.
  std::string Match(absl::string_view permission) const;

 private:
  std::vector<std::string> exact_;
  std::vector<std::string> prefixes_;
};

// A role or peer that may, and the pattern of the policy that lets it.
struct PolicyGrant {
  std::string holder = {};
  std::string pattern = {};
};

// Why a person with some roles may or may not use a permission.
struct PolicyExplanation {
  bool is_permitted = false;
  // Stable: "role.<name>" of the first role that decides, "role.not_sufficient"
  // when no role that the policy knows holds it, "role.unknown" when the policy
  // knows none of the roles.
  std::string rule_id = {};
  // The roles asked about that hold the permission, in the order asked.
  std::vector<PolicyGrant> grants = {};
  // The roles asked about that the policy does not know: they count for
  // nothing.
  std::vector<std::string> unknown_roles = {};
  // Every role of the policy that holds the permission.
  std::vector<PolicyGrant> holders = {};
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
  // SHA-256 of the file's bytes, in lower-case hex.
  const std::string& sha256() const { return sha256_; }
  bool HasRole(const std::string& role) const;
  bool HasPeer(const std::string& spiffe_id) const;
  bool RoleMay(const std::string& role, absl::string_view permission) const;
  // For calls of a service without a person's token.
  bool PeerMay(const std::string& spiffe_id,
               absl::string_view permission) const;
  // In alphabetical order.
  std::vector<std::string> RoleNames() const;

  // Which rule decides about `roles` and `permission`; permits exactly when
  // RoleMay does for one of them. Never on the path of a call.
  PolicyExplanation Explain(const std::vector<std::string>& roles,
                            absl::string_view permission) const;
  // In alphabetical order.
  std::vector<PolicyGrant> RolesWith(absl::string_view permission) const;
  std::vector<PolicyGrant> PeersWith(absl::string_view permission) const;

 private:
  std::string trust_domain_;
  uint64_t version_ = 0;
  std::string sha256_;
  std::map<std::string, PermissionSet> roles_;
  std::map<std::string, PermissionSet> peers_;
};

}  // namespace entente::gate

#endif  // SERVICES_COMMON_GATE_POLICY_H_
