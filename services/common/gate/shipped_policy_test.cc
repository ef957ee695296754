// The policies that are shipped: they grant what the contracts declare, and no
// more.
#include <filesystem>
#include <fstream>
#include <memory>
#include <ostream>
#include <regex>
#include <set>
#include <sstream>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "entente/common/v1/policy.pb.h"
#include "google/protobuf/text_format.h"
#include "gtest/gtest.h"
#include "services/common/gate/policy.h"

namespace entente::gate {
namespace {

namespace v1 = entente::common::v1;

std::string ReadFile(const std::filesystem::path& path) {
  std::ifstream file(path);
  std::stringstream text;
  text << file.rdbuf();
  return text.str();
}

// Every permission in the contracts below proto/entente that are named (all,
// when none is), be it asked for a method or for a part of its answer; read as
// text so that this library need not link them.
std::set<std::string> DeclaredPermissions(
    const std::vector<std::string>& contracts = {}) {
  static const std::regex pattern(
      R"re((?:permission:|withheld_without\) =)\s*"([^"]+)")re");
  std::set<std::string> found;
  for (const auto& entry :
       std::filesystem::recursive_directory_iterator("proto/entente")) {
    bool is_wanted = contracts.empty() && entry.is_regular_file();
    for (const std::string& contract : contracts) {
      is_wanted |= entry.path() == "proto/entente/" + contract;
    }
    const std::string content = is_wanted ? ReadFile(entry.path()) : "";
    for (std::sregex_iterator it(content.begin(), content.end(), pattern), end;
         it != end; ++it) {
      found.insert((*it)[1]);
    }
  }
  return found;
}

TEST(PolicyTest, TheDevelopmentPolicyIsAccepted) {
  auto policy = Policy::Load("deploy/dev/policy.textproto");
  ASSERT_TRUE(policy.ok()) << policy.status();
  for (const char* role :
       {"coordinator", "finance", "zone", "source", "federal", "cell_chair",
        "cell_member", "invited_expert", "security_admin", "oversight",
        "dpo"}) {
    EXPECT_TRUE((*policy)->HasRole(role)) << role;
    // Who asks to name a person of the log is never who approves it.
    EXPECT_FALSE((*policy)->RoleMay(role, "audit.resolutions.request") &&
                 (*policy)->RoleMay(role, "audit.resolutions.approve"))
        << role;
  }
  for (const char* content : {"exchange.cases.read", "exchange.entries.write",
                              "exchange.meetings.read"}) {
    EXPECT_FALSE((*policy)->RoleMay("security_admin", content));
  }
  EXPECT_TRUE((*policy)->RoleMay("oversight", "audit.resolutions.request"));
  EXPECT_TRUE((*policy)->RoleMay("dpo", "audit.resolutions.approve"));
  // Who pays never says that the money arrived.
  EXPECT_FALSE((*policy)->RoleMay("finance", "conventions.budget.acknowledge"));
  EXPECT_FALSE((*policy)->RoleMay("coordinator", "exchange.cases.read"));
  // Sources deliver their counts; for one without an account the coordinator
  // does, by a permission of its own that no source has. Services ask for
  // nothing but events, and conventions which months are approved.
  EXPECT_FALSE(
      (*policy)->RoleMay("coordinator", "indicators.observations.ingest"));
  for (const char* permission : {"indicators.observations.ingest_on_behalf",
                                 "indicators.periods.confirm_on_behalf"}) {
    for (const std::string& role : (*policy)->RoleNames()) {
      EXPECT_EQ((*policy)->RoleMay(role, permission), role == "coordinator")
          << role << " " << permission;
    }
  }
  for (const std::string& permission : DeclaredPermissions()) {
    for (const char* service : {"conventions", "indicators", "exchange"}) {
      const std::string peer =
          absl::StrCat("spiffe://entente.local/svc/", service);
      EXPECT_EQ((*policy)->PeerMay(peer, permission),
                (permission == "events.events.deliver" &&
                 peer != "spiffe://entente.local/svc/indicators") ||
                    (permission == "indicators.periods.read" &&
                     peer == "spiffe://entente.local/svc/conventions"))
          << peer << " " << permission;
    }
  }
}

TEST(PolicyTest, OnlyWhoMayApproveMonthsSeesFiguresOfSensitiveMeasures) {
  const auto policy = *Policy::Load("deploy/dev/policy.textproto");
  for (const std::string& role : policy->RoleNames()) {
    EXPECT_EQ(policy->RoleMay(role, "indicators.sensitive_series.read"),
              policy->RoleMay(role, "indicators.periods.approve"))
        << role;
  }
  EXPECT_TRUE(policy->PeersWith("indicators.sensitive_series.read").empty());
  // Supervision proves what was done from the access log, and reads no figures.
  EXPECT_FALSE(policy->RoleMay("oversight", "indicators.series.read"));
  EXPECT_FALSE(policy->RoleMay("oversight", "indicators.activities.read"));
}

TEST(PolicyTest, ThePolicyOfTheStateGivesAMunicipalityItsDeliveryAlone) {
  const auto policy = *Policy::Load("deploy/state/policy.textproto");
  const std::string deliver = "conventions.intake.deliver";
  EXPECT_TRUE(policy->RolesWith(deliver).empty());
  ASSERT_FALSE(policy->PeersWith(deliver).empty());
  for (const PolicyGrant& peer : policy->PeersWith(deliver)) {
    EXPECT_TRUE(absl::StrContains(peer.holder, "/municipality/"))
        << peer.holder;
    for (const std::string& permission : DeclaredPermissions()) {
      EXPECT_EQ(policy->PeerMay(peer.holder, permission), permission == deliver)
          << peer.holder << " " << permission;
    }
  }
  // Who decides a dossier neither runs the machine nor reads its log, and who
  // does reads no dossier.
  for (const std::string& role : policy->RoleNames()) {
    EXPECT_FALSE(policy->RoleMay(role, "conventions.intake.decide") &&
                 policy->RoleMay(role, "audit.entries.read"))
        << role;
    EXPECT_EQ(policy->RoleMay(role, "conventions.submissions.read"),
              role == "federal")
        << role;
  }
}

// One policy and the contracts of what its installation serves: all of them
// when none is named.
struct Shipped {
  std::string path;
  std::vector<std::string> contracts;
};

void PrintTo(const Shipped& shipped, std::ostream* out) {
  *out << shipped.path;
}

class ShippedPolicyTest : public ::testing::TestWithParam<Shipped> {
 protected:
  const std::shared_ptr<const Policy> policy_ = *Policy::Load(GetParam().path);
};

INSTANTIATE_TEST_SUITE_P(
    Shipped, ShippedPolicyTest,
    ::testing::Values(Shipped{"deploy/dev/policy.textproto", {}},
                      Shipped{"deploy/state/policy.textproto",
                              {"common/v1/access_service.proto",
                               "common/v1/audit_service.proto",
                               "conventions/v1/intake_service.proto",
                               "conventions/v1/submission_service.proto"}}));

TEST_P(ShippedPolicyTest, NoRoleBothAsksToNameAPersonAndApprovesIt) {
  for (const std::string& role : policy_->RoleNames()) {
    EXPECT_FALSE(policy_->RoleMay(role, "audit.resolutions.request") &&
                 policy_->RoleMay(role, "audit.resolutions.approve"))
        << role;
  }
  EXPECT_FALSE(policy_->RolesWith("audit.resolutions.request").empty());
  EXPECT_FALSE(policy_->RolesWith("audit.resolutions.approve").empty());
}

TEST_P(ShippedPolicyTest, ARoleThatRunsTheMachineReadsNoContent) {
  for (const char* content :
       {"exchange.cases.read", "exchange.entries.write",
        "conventions.submissions.read", "conventions.intake.decide"}) {
    EXPECT_FALSE(policy_->RoleMay("security_admin", content)) << content;
  }
}

// Every pair of roles against every permission of the contracts.
TEST_P(ShippedPolicyTest, AnExplanationAgreesWithTheDecision) {
  std::vector<std::string> names = policy_->RoleNames();
  names.push_back("boss");
  int permits = 0;
  int denials = 0;
  for (const std::string& permission : DeclaredPermissions()) {
    for (const std::string& first : names) {
      for (const std::string& second : names) {
        const bool may = policy_->RoleMay(first, permission) ||
                         policy_->RoleMay(second, permission);
        const PolicyExplanation why =
            policy_->Explain({first, second}, permission);
        EXPECT_EQ(why.is_permitted, may)
            << first << " " << second << " " << permission;
        EXPECT_EQ(why.grants.empty(), !may);
        may ? ++permits : ++denials;
      }
    }
    for (const PolicyGrant& holder : policy_->RolesWith(permission)) {
      EXPECT_TRUE(policy_->RoleMay(holder.holder, permission));
    }
  }
  EXPECT_GT(permits, 50);
  EXPECT_GT(denials, 100);
}

TEST_P(ShippedPolicyTest, GrantsWhatTheContractsDeclareAndNoMore) {
  const std::set<std::string> declared =
      DeclaredPermissions(GetParam().contracts);
  ASSERT_GE(declared.size(), 10u);
  v1::Policy proto;
  ASSERT_TRUE(google::protobuf::TextFormat::ParseFromString(
      ReadFile(GetParam().path), &proto));
  std::vector<std::string> patterns;
  for (const v1::Role& role : proto.roles()) {
    patterns.insert(patterns.end(), role.permissions().begin(),
                    role.permissions().end());
  }
  for (const v1::Peer& peer : proto.peers()) {
    patterns.insert(patterns.end(), peer.permissions().begin(),
                    peer.permissions().end());
  }
  std::set<std::string> granted;
  for (const std::string& pattern : patterns) {
    PermissionSet set;
    ASSERT_TRUE(set.Add(pattern));
    bool is_used = false;
    for (const std::string& permission : declared) {
      if (!set.Contains(permission)) continue;
      is_used = true;
      granted.insert(permission);
    }
    EXPECT_TRUE(is_used) << pattern << " grants nothing";
  }
  EXPECT_EQ(granted, declared) << "granted to nobody";
}

}  // namespace
}  // namespace entente::gate
