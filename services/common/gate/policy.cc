#include "services/common/gate/policy.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "entente/common/v1/policy.pb.h"
#include "google/protobuf/io/tokenizer.h"
#include "google/protobuf/text_format.h"
#include "services/common/base/hash.h"
#include "services/common/gate/permission.h"
#include "services/common/gate/spiffe.h"
#include "services/common/gate/text_file.h"

namespace entente::gate {
namespace {

namespace v1 = entente::common::v1;

absl::Status Refuse(const std::string& name, absl::string_view cause) {
  return absl::FailedPreconditionError(
      absl::StrCat("The policy ", name,
                   " is refused: ", absl::StripSuffix(cause, "."), "."));
}

// Keeps the first complaint; warnings (deprecated fields) count as well.
class FirstError : public google::protobuf::io::ErrorCollector {
 public:
  void AddError(int line, int column, const std::string& message) override {
    if (text_.empty()) {
      text_ = absl::StrCat("line ", line + 1, ", column ", column + 1, ": ",
                           message);
    }
  }
  const std::string& text() const { return text_; }

 private:
  std::string text_;
};

absl::StatusOr<PermissionSet> ReadPermissions(
    const google::protobuf::RepeatedPtrField<std::string>& patterns,
    const std::string& owner, const std::string& name) {
  PermissionSet set;
  for (const std::string& pattern : patterns) {
    if (!set.Add(pattern)) {
      return Refuse(name, absl::StrCat(owner, ": \"", pattern,
                                       "\" is neither a permission "
                                       "(service.resources.verb) nor a prefix "
                                       "(service.* or service.resources.*)"));
    }
  }
  if (patterns.empty()) {
    return Refuse(name, absl::StrCat(owner, " has no permission; remove it"));
  }
  return set;
}

std::vector<PolicyGrant> Holders(
    const std::map<std::string, PermissionSet>& sets,
    absl::string_view permission) {
  std::vector<PolicyGrant> holders;
  for (const auto& [name, set] : sets) {
    std::string pattern = set.Match(permission);
    if (!pattern.empty()) holders.push_back({name, std::move(pattern)});
  }
  return holders;
}

}  // namespace

bool PermissionSet::Add(absl::string_view pattern) {
  if (IsPermission(pattern)) {
    exact_.emplace_back(pattern);
    return true;
  }
  if (!absl::ConsumeSuffix(&pattern, ".*")) return false;
  const std::vector<absl::string_view> parts = absl::StrSplit(pattern, '.');
  if (parts.size() > 2 ||
      !std::all_of(parts.begin(), parts.end(), IsPermissionPart)) {
    return false;
  }
  prefixes_.push_back(absl::StrCat(pattern, "."));
  return true;
}

bool PermissionSet::Contains(absl::string_view permission) const {
  for (const std::string& exact : exact_) {
    if (exact == permission) return true;
  }
  for (const std::string& prefix : prefixes_) {
    if (absl::StartsWith(permission, prefix)) return true;
  }
  return false;
}

std::string PermissionSet::Match(absl::string_view permission) const {
  for (const std::string& exact : exact_) {
    if (exact == permission) return exact;
  }
  for (const std::string& prefix : prefixes_) {
    if (absl::StartsWith(permission, prefix)) return absl::StrCat(prefix, "*");
  }
  return "";
}

absl::StatusOr<std::shared_ptr<const Policy>> Policy::Load(
    const std::string& path) {
  if (path.empty()) {
    return absl::FailedPreconditionError(
        "No policy file was named; give one with --policy (for a local run "
        "deploy/dev/policy.textproto).");
  }
  const std::optional<std::string> text = ReadTextFile(path, kPolicyBytesMax);
  if (!text.has_value() || text->size() > kPolicyBytesMax) {
    return Refuse(path,
                  "the file cannot be read, is empty or is larger than 1 MiB");
  }
  return Parse(*text, path);
}

absl::StatusOr<std::shared_ptr<const Policy>> Policy::Parse(
    const std::string& text, const std::string& name) {
  v1::Policy proto;
  FirstError error;
  google::protobuf::TextFormat::Parser parser;
  parser.RecordErrorsTo(&error);
  if (!parser.ParseFromString(text, &proto)) return Refuse(name, error.text());
  if (proto.roles().empty()) return Refuse(name, "it has no role");

  auto policy = std::make_shared<Policy>();
  policy->trust_domain_ = proto.trust_domain();
  policy->version_ = proto.version();
  policy->sha256_ = Sha256Hex(text);
  if (!IsSpiffeId(absl::StrCat("spiffe://", proto.trust_domain(), "/x"),
                  proto.trust_domain()) ||
      absl::StrContains(proto.trust_domain(), "/")) {
    return Refuse(name, "trust_domain is missing or malformed");
  }
  for (const v1::Role& role : proto.roles()) {
    const std::string owner = absl::StrCat("role \"", role.name(), "\"");
    if (!IsPermissionPart(role.name())) {
      return Refuse(name, absl::StrCat(owner, " is not a name in lower case"));
    }
    auto set = ReadPermissions(role.permissions(), owner, name);
    if (!set.ok()) return set.status();
    if (!policy->roles_.emplace(role.name(), *std::move(set)).second) {
      return Refuse(name, absl::StrCat(owner, " stands there twice"));
    }
  }
  for (const v1::Peer& peer : proto.peers()) {
    const std::string owner = absl::StrCat("peer \"", peer.spiffe_id(), "\"");
    if (!IsSpiffeId(peer.spiffe_id(), proto.trust_domain())) {
      return Refuse(name, absl::StrCat(owner, " is not a SPIFFE id of ",
                                       proto.trust_domain()));
    }
    auto set = ReadPermissions(peer.permissions(), owner, name);
    if (!set.ok()) return set.status();
    if (!policy->peers_.emplace(peer.spiffe_id(), *std::move(set)).second) {
      return Refuse(name, absl::StrCat(owner, " stands there twice"));
    }
  }
  return policy;
}

bool Policy::HasRole(const std::string& role) const {
  return roles_.count(role) != 0;
}

bool Policy::HasPeer(const std::string& spiffe_id) const {
  return peers_.count(spiffe_id) != 0;
}

bool Policy::RoleMay(const std::string& role,
                     absl::string_view permission) const {
  auto it = roles_.find(role);
  return it != roles_.end() && it->second.Contains(permission);
}

bool Policy::PeerMay(const std::string& spiffe_id,
                     absl::string_view permission) const {
  auto it = peers_.find(spiffe_id);
  return it != peers_.end() && it->second.Contains(permission);
}

std::vector<std::string> Policy::RoleNames() const {
  std::vector<std::string> names;
  for (const auto& [name, set] : roles_) names.push_back(name);
  return names;
}

PolicyExplanation Policy::Explain(const std::vector<std::string>& roles,
                                  absl::string_view permission) const {
  PolicyExplanation result;
  result.holders = RolesWith(permission);
  for (const std::string& role : roles) {
    auto it = roles_.find(role);
    if (it == roles_.end()) {
      result.unknown_roles.push_back(role);
      continue;
    }
    std::string pattern = it->second.Match(permission);
    if (!pattern.empty()) result.grants.push_back({role, std::move(pattern)});
  }
  result.is_permitted = !result.grants.empty();
  if (result.is_permitted) {
    result.rule_id = absl::StrCat("role.", result.grants.front().holder);
  } else {
    result.rule_id = result.unknown_roles.size() == roles.size()
                         ? "role.unknown"
                         : "role.not_sufficient";
  }
  return result;
}

std::vector<PolicyGrant> Policy::RolesWith(absl::string_view permission) const {
  return Holders(roles_, permission);
}

std::vector<PolicyGrant> Policy::PeersWith(absl::string_view permission) const {
  return Holders(peers_, permission);
}

}  // namespace entente::gate
