// What the gate decides, without a gate. The access matrix asks the same of
// every RPC (tests/access).
#include "services/common/gate/admission.h"

#include <memory>
#include <string>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/common/base/error.h"

namespace entente::gate {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

constexpr char kPeer[] = "spiffe://entente.local/svc/sender";

class AdmissionTest : public ::testing::Test {
 protected:
  std::string Decide(const Presented& presented, bool is_restricted = false) {
    const MethodRule rule = {.method = "entente.probe.v1.ProbeService/ReadIt",
                             .permission = "probe.things.read",
                             .is_restricted = is_restricted,
                             .reference_forms = {"meetings/*"}};
    admission_ = {};
    const absl::Status status =
        DecideAdmission(*policy_, rule, presented, admission_);
    return status.ok() ? "admitted" : ErrorReason(status);
  }

  static std::string Purpose(const std::string& reference) {
    common::v1::AccessContext context;
    context.set_purpose(common::v1::PURPOSE_REVIEW);
    context.set_reference(reference);
    context.set_legal_basis("Law of 30 July 2018");
    return context.SerializeAsString();
  }

  const std::shared_ptr<const Policy> policy_ = *Policy::Parse(
      R"(trust_domain: "entente.local"
         roles { name: "reader" permissions: "probe.things.read" }
         roles { name: "stranger" permissions: "other.things.read" }
         peers { spiffe_id: "spiffe://entente.local/svc/sender"
                 permissions: "probe.things.read" })",
      "test");
  Admission admission_;
};

TEST_F(AdmissionTest, APeerSpeaksForItselfOnlyWhereNoPersonDoes) {
  EXPECT_EQ(Decide({.holder = {.peer = kPeer}}), "admitted");
  EXPECT_EQ(admission_.rule, "peer");
  EXPECT_EQ(Decide({.holder = {.peer = "spiffe://entente.local/x"}}),
            "TOKEN_MISSING");
  EXPECT_EQ(Decide({.holder = {kPeer, true, {"stranger"}}}),
            "PERMISSION_MISSING");
  EXPECT_THAT(admission_.rule, IsEmpty());
  EXPECT_THAT(admission_.roles, ElementsAre("stranger")) << "for the entry";
}

TEST_F(AdmissionTest, TheFirstRoleThatMayDecidesAndUnknownOnesCountForNothing) {
  EXPECT_EQ(Decide({.holder = {kPeer, true, {"nobody", "stranger", "reader"}}}),
            "admitted");
  EXPECT_EQ(admission_.rule, "role.reader");
  EXPECT_THAT(admission_.roles, ElementsAre("stranger", "reader"));
}

TEST_F(AdmissionTest, PermissionComesBeforeDeadlineAndDeadlineBeforePurpose) {
  Presented presented = {.holder = {kPeer, true, {}}, .is_deadline_past = true};
  EXPECT_EQ(Decide(presented, true), "PERMISSION_MISSING");
  presented.holder.roles = {"reader"};
  EXPECT_EQ(Decide(presented, true), "DEADLINE_PAST");
  presented.is_deadline_past = false;
  EXPECT_EQ(Decide(presented, true), "PURPOSE_REQUIRED");
  EXPECT_EQ(Decide(presented, false), "admitted");
}

TEST_F(AdmissionTest, OnePurposeIsStatedOnceAndTwoAreAsGoodAsNone) {
  Presented presented = {.holder = {kPeer, true, {"reader"}},
                         .access = {Purpose("meetings/1")}};
  EXPECT_EQ(Decide(presented, true), "admitted");
  EXPECT_EQ(admission_.access.reference(), "meetings/1");
  presented.access.push_back(Purpose("meetings/2"));
  EXPECT_EQ(Decide(presented, true), "PURPOSE_REQUIRED");
  EXPECT_EQ(admission_.access.reference(), "");
}

}  // namespace
}  // namespace entente::gate
