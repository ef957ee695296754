// What may be called by whom: policy, declared permissions, peer ids, purpose.
#include "services/common/gate/policy.h"

#include <filesystem>
#include <fstream>
#include <regex>
#include <set>
#include <sstream>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "entente/common/v1/policy.pb.h"
#include "gmock/gmock.h"
#include "google/protobuf/text_format.h"
#include "gtest/gtest.h"
#include "probe.pb.h"
#include "services/common/base/error.h"
#include "services/common/base/hash.h"
#include "services/common/gate/access_context.h"
#include "services/common/gate/method_table.h"
#include "services/common/gate/spiffe.h"

namespace entente::gate {
namespace {

namespace v1 = entente::common::v1;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

constexpr char kGood[] = R"(
  trust_domain: "entente.local"
  roles { name: "reader" permissions: "a.b.read" permissions: "c.*" }
  peers { spiffe_id: "spiffe://entente.local/svc/x" permissions: "a.b.read" }
)";

std::string Refusal(const std::string& text) {
  auto policy = Policy::Parse(text, "file");
  return policy.ok() ? "" : std::string(policy.status().message());
}

TEST(PolicyTest, WhatIsNotGrantedIsRefused) {
  auto parsed = Policy::Parse(kGood, "file");
  ASSERT_TRUE(parsed.ok()) << parsed.status();
  const Policy& policy = **parsed;
  EXPECT_TRUE(policy.RoleMay("reader", "a.b.read"));
  EXPECT_TRUE(policy.RoleMay("reader", "c.d.write"));
  EXPECT_FALSE(policy.RoleMay("reader", "a.b.write"));
  EXPECT_FALSE(policy.RoleMay("reader", "a.b.reader"));
  EXPECT_FALSE(policy.RoleMay("reader", "cc.d.write"));
  EXPECT_FALSE(policy.RoleMay("reader", ""));
  EXPECT_FALSE(policy.RoleMay("", "a.b.read"));
  EXPECT_FALSE(policy.RoleMay("other", "a.b.read"));
  EXPECT_TRUE(policy.PeerMay("spiffe://entente.local/svc/x", "a.b.read"));
  EXPECT_FALSE(policy.PeerMay("spiffe://entente.local/svc/x", "c.d.write"));
  EXPECT_FALSE(policy.PeerMay("spiffe://entente.local/svc/y", "a.b.read"));
}

TEST(PolicyTest, AFileWithAnyFaultIsRefusedWhole) {
  EXPECT_EQ(Refusal(kGood), "");
  EXPECT_THAT(Refusal(""), HasSubstr("no role"));
  EXPECT_THAT(Refusal(absl::StrCat(kGood, "allow_all: true")),
              HasSubstr("line 5, column 10: "));
  EXPECT_THAT(Refusal(absl::StrCat(kGood, "roles {")), HasSubstr("line"));
  EXPECT_THAT(Refusal(absl::StrCat(
                  kGood, R"(roles { name: "reader" permissions: "a.b.c" })")),
              HasSubstr("twice"));
  EXPECT_THAT(Refusal(absl::StrCat(kGood, R"(roles { name: "empty" })")),
              HasSubstr("no permission"));
  EXPECT_THAT(Refusal(R"(roles { name: "r" permissions: "a.b.c" })"),
              HasSubstr("trust_domain"));
  for (const char* wrong : {"*", "", "a", "a.b", "a.b.c.d", "a.*.c", "a.b.c.*",
                            ".*", "a..*", "A.b.c", "a.b.c "}) {
    EXPECT_NE(Refusal(absl::StrCat(kGood, R"(roles { name: "r" permissions: ")",
                                   wrong, R"(" })")),
              "")
        << wrong;
  }
  EXPECT_THAT(
      Refusal(absl::StrCat(
          kGood,
          R"(peers { spiffe_id: "spiffe://b/svc/x" permissions: "a.b.c" })")),
      HasSubstr("SPIFFE"));
  EXPECT_FALSE(Policy::Load("no/such/file").ok());
}

// Every `permission: "..."` in the contracts, read as text so that this library
// need not link them.
std::set<std::string> DeclaredPermissions() {
  static const std::regex pattern(R"re(permission: *"([^"]+)")re");
  std::set<std::string> found;
  for (const auto& entry :
       std::filesystem::recursive_directory_iterator("proto/entente")) {
    std::ifstream file(entry.path());
    std::stringstream text;
    if (entry.is_regular_file()) text << file.rdbuf();
    const std::string content = text.str();
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
  for (const char* role : {"coordinator", "finance", "zone", "federal",
                           "cell_chair", "cell_member", "invited_expert",
                           "security_admin", "oversight", "dpo"}) {
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
  // Sources alone deliver counts, and services ask for nothing but events.
  EXPECT_FALSE(
      (*policy)->RoleMay("coordinator", "indicators.observations.ingest"));
  for (const std::string& permission : DeclaredPermissions()) {
    for (const char* service : {"conventions", "indicators", "exchange"}) {
      const std::string peer =
          absl::StrCat("spiffe://entente.local/svc/", service);
      EXPECT_EQ((*policy)->PeerMay(peer, permission),
                permission == "events.events.deliver" &&
                    peer != "spiffe://entente.local/svc/indicators")
          << peer << " " << permission;
    }
  }
}

TEST(PolicyTest, AnExplanationNamesTheRoleAndThePatternThatDecide) {
  const auto policy = *Policy::Parse(kGood, "file");
  const PolicyExplanation exact = policy->Explain({"reader"}, "a.b.read");
  EXPECT_TRUE(exact.is_permitted);
  EXPECT_EQ(exact.rule_id, "role.reader");
  ASSERT_EQ(exact.grants.size(), 1u);
  EXPECT_EQ(exact.grants[0].pattern, "a.b.read");
  EXPECT_EQ(policy->Explain({"reader"}, "c.d.write").grants[0].pattern, "c.*");

  const PolicyExplanation denied = policy->Explain({"reader"}, "a.b.write");
  EXPECT_FALSE(denied.is_permitted);
  EXPECT_EQ(denied.rule_id, "role.not_sufficient");
  EXPECT_TRUE(denied.holders.empty());

  const PolicyExplanation stranger =
      policy->Explain({"boss", "reader"}, "a.b.read");
  EXPECT_TRUE(stranger.is_permitted);
  EXPECT_THAT(stranger.unknown_roles, ElementsAre("boss"));
  EXPECT_EQ(policy->Explain({"boss"}, "a.b.read").rule_id, "role.unknown");
  EXPECT_EQ(policy->Explain({"boss"}, "a.b.read").holders[0].holder, "reader");
  EXPECT_EQ(policy->Explain({}, "a.b.read").rule_id, "role.unknown");
  EXPECT_EQ(policy->PeersWith("a.b.read")[0].holder,
            "spiffe://entente.local/svc/x");
}

// Every pair of roles against every permission of the contracts.
TEST(PolicyTest, AnExplanationAgreesWithTheDecision) {
  const auto policy = *Policy::Load("deploy/dev/policy.textproto");
  std::vector<std::string> names = policy->RoleNames();
  names.push_back("boss");
  int permits = 0;
  int denials = 0;
  for (const std::string& permission : DeclaredPermissions()) {
    for (const std::string& first : names) {
      for (const std::string& second : names) {
        const bool may = policy->RoleMay(first, permission) ||
                         policy->RoleMay(second, permission);
        const PolicyExplanation why =
            policy->Explain({first, second}, permission);
        EXPECT_EQ(why.is_permitted, may)
            << first << " " << second << " " << permission;
        EXPECT_EQ(why.grants.empty(), !may);
        may ? ++permits : ++denials;
      }
    }
    for (const PolicyGrant& holder : policy->RolesWith(permission)) {
      EXPECT_TRUE(policy->RoleMay(holder.holder, permission));
    }
  }
  EXPECT_GT(permits, 100);
  EXPECT_GT(denials, 100);
}

TEST(PolicyTest, TheHashIsThatOfTheFile) {
  EXPECT_EQ((*Policy::Parse(kGood, "file"))->sha256(), Sha256Hex(kGood));
  EXPECT_NE((*Policy::Parse(absl::StrCat(kGood, "#"), "file"))->sha256(),
            Sha256Hex(kGood));
}

TEST(PolicyTest, TheDevelopmentPolicyGrantsWhatTheContractsDeclareAndNoMore) {
  const std::set<std::string> declared = DeclaredPermissions();
  ASSERT_GE(declared.size(), 10u);
  std::ifstream file("deploy/dev/policy.textproto");
  std::stringstream text;
  text << file.rdbuf();
  v1::Policy proto;
  ASSERT_TRUE(
      google::protobuf::TextFormat::ParseFromString(text.str(), &proto));
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

class MethodTableTest : public ::testing::Test {
  // Keeps the linker from dropping the contract that only its name refers to.
  const google::protobuf::Descriptor* const contract_ =
      probe::v1::ReadThingRequest().GetDescriptor();
};

TEST_F(MethodTableTest, PermissionsComeFromTheContract) {
  auto table = MethodTable::Build({"entente.probe.v1.ProbeService"});
  ASSERT_TRUE(table.ok()) << table.status();
  EXPECT_EQ(table->rules().size(), 3u);
  const MethodRule* read =
      table->Find("entente.probe.v1.ProbeService/ReadThing");
  ASSERT_NE(read, nullptr);
  EXPECT_EQ(read->permission, "probe.things.read");
  EXPECT_FALSE(read->is_restricted);
  EXPECT_FALSE(read->is_streaming);
  EXPECT_TRUE(
      table->Find("entente.probe.v1.ProbeService/ReadPerson")->is_restricted);
  EXPECT_TRUE(
      table->Find("entente.probe.v1.ProbeService/WatchThings")->is_streaming);
  EXPECT_EQ(table->Find("entente.probe.v1.ProbeService/Nothing"), nullptr);
  EXPECT_TRUE(table->HasService("entente.probe.v1.ProbeService"));
  EXPECT_FALSE(table->HasService("entente.probe.v1.Probe"));
}

TEST_F(MethodTableTest, AMethodWithoutAccessKeepsTheProgramFromStarting) {
  auto table = MethodTable::Build(
      {"entente.probe.v1.ProbeService", "entente.probe.v1.ForgetfulService"});
  EXPECT_EQ(table.status().code(), absl::StatusCode::kFailedPrecondition);
  EXPECT_THAT(std::string(table.status().message()),
              HasSubstr("entente.probe.v1.ForgetfulService.DeleteThing"));
  EXPECT_FALSE(MethodTable::Build({"entente.probe.v1.MalformedService"}).ok());
  EXPECT_FALSE(MethodTable::Build({"entente.probe.v1.AbsentService"}).ok());
  EXPECT_FALSE(
      MethodTable::Build({"entente.probe.v1.ContradictoryService"}).ok());
  // A restricted method needs to know what may occasion it.
  EXPECT_FALSE(MethodTable::Build({"entente.probe.v1.FormlessService"}).ok());
  EXPECT_FALSE(MethodTable::Build({"entente.probe.v1.OpenFormService"}).ok());
  EXPECT_FALSE(MethodTable::Build({}).ok());
}

TEST(SpiffeTest, A7OnlyTheStrictFormIsAPeer) {
  const std::string domain = "entente.local";
  EXPECT_TRUE(IsSpiffeId("spiffe://entente.local/svc/indicators", domain));
  for (const char* wrong :
       {"", "spiffe://entente.local", "spiffe://entente.local/",
        "spiffe://entente.local/svc/", "spiffe://entente.local/svc/../x",
        "spiffe://entente.local/./x", "spiffe://entente.local/svc/%2e",
        "spiffe://entente.local/Svc", "SPIFFE://entente.local/svc/x",
        "spiffe://Entente.local/svc", "spiffe://other.local/svc/x",
        "spiffe://entente.local.evil/svc/x", "spiffe://entente.local//svc",
        "spiffe://entente.local/svc/x?y", "spiffe://entente.local/svc/x#y",
        "spiffe://entente.local:443/svc", "https://entente.local/svc/x",
        " spiffe://entente.local/svc/x"}) {
    EXPECT_FALSE(IsSpiffeId(wrong, domain)) << wrong;
  }
}

TEST(SpiffeTest, AServiceIsItsWholeIdAndNothingThatEndsAlike) {
  const std::string domain = "entente.local";
  EXPECT_TRUE(IsServiceId("spiffe://entente.local/svc/x", domain, "x"));
  for (const char* wrong :
       {"spiffe://entente.local/zone/svc/x", "spiffe://entente.local/svc/x/y",
        "spiffe://entente.local/svc/svc/x", "spiffe://entente.local/client/x",
        "spiffe://other.local/svc/x", "/svc/x", ""}) {
    EXPECT_FALSE(IsServiceId(wrong, domain, "x")) << wrong;
  }
  EXPECT_FALSE(IsServiceId("spiffe://entente.local/svc/", domain, ""));
}

}  // namespace
}  // namespace entente::gate
