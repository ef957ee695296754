// What may be called by whom: policy, declared permissions, peer ids, purpose.
#include "services/common/gate/policy.h"

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "probe.pb.h"
#include "services/common/base/error.h"
#include "services/common/base/hash.h"
#include "services/common/gate/access_context.h"
#include "services/common/gate/method_table.h"
#include "services/common/gate/partial_access.h"
#include "services/common/gate/spiffe.h"

namespace entente::gate {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

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

TEST(PolicyTest, TheHashIsThatOfTheFile) {
  EXPECT_EQ((*Policy::Parse(kGood, "file"))->sha256(), Sha256Hex(kGood));
  EXPECT_NE((*Policy::Parse(absl::StrCat(kGood, "#"), "file"))->sha256(),
            Sha256Hex(kGood));
}

class MethodTableTest : public ::testing::Test {
  // Keeps the linker from dropping the contract that only its name refers to.
  const google::protobuf::Descriptor* const contract_ =
      probe::v1::ReadThingRequest().GetDescriptor();
};

TEST_F(MethodTableTest, PermissionsComeFromTheContract) {
  auto table = MethodTable::Build({"entente.probe.v1.ProbeService"});
  ASSERT_TRUE(table.ok()) << table.status();
  EXPECT_EQ(table->rules().size(), 4u);
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

TEST_F(MethodTableTest, AMethodSaysWithoutWhatItWithholdsAPart) {
  EXPECT_THAT(WithheldWithout("entente.probe.v1.ProbeService/ReadThing"),
              ElementsAre("probe.secret_things.read"));
  EXPECT_THAT(WithheldWithout("entente.probe.v1.ProbeService/ReadPerson"),
              IsEmpty());
  EXPECT_THAT(WithheldWithout("entente.probe.v1.ProbeService/Nothing"),
              IsEmpty());
  const auto malformed =
      MethodTable::Build({"entente.probe.v1.MalformedPartService"});
  EXPECT_EQ(malformed.status().code(), absl::StatusCode::kFailedPrecondition);
  EXPECT_THAT(std::string(malformed.status().message()),
              HasSubstr("withholds a part without \"probe.*\""));
}

TEST(PolicyTest, OneRoleOfSeveralIsEnoughAndNoneIsNot) {
  const auto policy = *Policy::Parse(kGood, "file");
  EXPECT_TRUE(RolesMay(*policy, {"boss", "reader"}, "a.b.read"));
  EXPECT_FALSE(RolesMay(*policy, {"boss", "reader"}, "a.b.write"));
  EXPECT_FALSE(RolesMay(*policy, {}, "a.b.read"));
}

TEST_F(MethodTableTest, OnlyWhoHoldsItsPermissionIsToldAllOfAMethod) {
  const auto policy = *Policy::Parse(R"(
    trust_domain: "entente.local"
    roles { name: "keeper" permissions: "probe.secret_things.read" }
    roles { name: "reader" permissions: "probe.things.read" }
  )",
                                     "file");
  Caller caller;
  caller.method = "entente.probe.v1.ProbeService/ReadThing";
  EXPECT_FALSE(IsToldAll(*policy, caller));
  caller.roles = {"reader"};
  EXPECT_FALSE(IsToldAll(*policy, caller));
  caller.roles = {"reader", "keeper"};
  EXPECT_TRUE(IsToldAll(*policy, caller));
  // Of a method that withholds nothing from anybody it is not to be asked.
  caller.method = "entente.probe.v1.ProbeService/ReadPerson";
  EXPECT_FALSE(IsToldAll(*policy, caller));
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
