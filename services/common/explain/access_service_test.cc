// Who may ask which rule decides, and that the answer is the gate's own.
#include "services/common/explain/access_service.h"

#include <fstream>
#include <memory>
#include <sstream>
#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "probe.pb.h"
#include "services/common/audit/test_log.h"
#include "services/common/base/error.h"
#include "services/common/base/hash.h"
#include "services/common/channel/channel.h"
#include "services/common/server/test_harness.h"
#include "services/common/store/memory_store.h"

namespace entente::explain {
namespace {

namespace v1 = entente::common::v1;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

constexpr char kPolicy[] = "services/common/explain/testdata/policy.textproto";
constexpr char kReadThing[] = "entente.probe.v1.ProbeService/ReadThing";
constexpr char kReadPerson[] = "entente.probe.v1.ProbeService/ReadPerson";

std::string PolicyText() {
  std::ifstream file(kPolicy);
  std::stringstream text;
  text << file.rdbuf();
  return text.str();
}

class AccessServiceTest : public ::testing::Test {
 protected:
  AccessServiceTest() {
    harness_.Start({&service_});
    stub_ = v1::AccessService::NewStub(harness_.Channel());
  }
  ~AccessServiceTest() override {
    harness_.Stop();
    log_.Close();
  }

  absl::StatusOr<v1::ExplainMyAccessResponse> AskMine(
      const std::vector<std::string>& roles, const std::string& method = "") {
    v1::ExplainMyAccessRequest request;
    request.set_method(method);
    v1::ExplainMyAccessResponse response;
    const auto context = harness_.Context("p-1001", roles);
    const absl::Status status = channel::FromWire(
        stub_->ExplainMyAccess(context.get(), request, &response));
    if (!status.ok()) return status;
    return response;
  }

  absl::StatusOr<v1::AccessExplanation> Ask(
      const std::vector<std::string>& roles, const std::string& method,
      const std::vector<std::string>& about) {
    v1::ExplainAccessRequest request;
    request.set_method(method);
    *request.mutable_roles() = {about.begin(), about.end()};
    v1::AccessExplanation response;
    const auto context = harness_.Context("p-1001", roles);
    const absl::Status status = channel::FromWire(
        stub_->ExplainAccess(context.get(), request, &response));
    if (!status.ok()) return status;
    return response;
  }

  // Keeps the linker from dropping the contract that only its name refers to.
  const google::protobuf::Descriptor* const contract_ =
      probe::v1::ReadThingRequest().GetDescriptor();
  SystemClock clock_;
  const std::unique_ptr<store::Store> store_ = store::NewMemoryStore();
  audit::TestLog log_;
  server::TestHarness harness_{
      "probe",
      {v1::AccessService::service_full_name(), "entente.probe.v1.ProbeService"},
      {.policy_path = kPolicy, .audit = &log_}};
  audit::ServiceLog& opened_ =
      log_.Open(*store_, harness_.dir() + "/keys", clock_);
  AccessService service_{harness_.gate(), *store_, opened_.log()};
  std::unique_ptr<v1::AccessService::Stub> stub_;
};

TEST_F(AccessServiceTest, EverybodyMayAskAboutHimselfAndNoEntryIsNeeded) {
  const auto mine = AskMine({"reader", "stranger"});
  ASSERT_TRUE(mine.ok()) << mine.status();
  EXPECT_EQ(mine->subject(), "p-1001");
  EXPECT_THAT(mine->roles(), ElementsAre("reader"));
  EXPECT_TRUE(mine->has_expire_time());
  EXPECT_EQ(mine->policy().version(), 7u);
  EXPECT_EQ(mine->policy().sha256(), Sha256Hex(PolicyText()));
  ASSERT_EQ(mine->methods_size(), 6);
  for (const v1::AccessExplanation& one : mine->methods()) {
    // Who else may is not his question.
    EXPECT_THAT(one.holders(), IsEmpty());
    const bool may = one.permission() == "probe.things.read" ||
                     one.permission() == "access.own.explain";
    EXPECT_EQ(one.permitted(), may) << one.method();
  }
  EXPECT_THAT(log_.Entries(), IsEmpty());
}

TEST_F(AccessServiceTest, OneMethodIsExplainedWithItsRule) {
  const auto mine = AskMine({"reader"}, kReadThing);
  ASSERT_TRUE(mine.ok());
  ASSERT_EQ(mine->methods_size(), 1);
  EXPECT_EQ(mine->methods(0).rule_id(), "role.reader");
  EXPECT_EQ(mine->methods(0).grants(0).pattern(), "probe.things.*");
  EXPECT_EQ(ErrorReason(AskMine({"reader"}, "no.such/Method").status()),
            "METHOD_UNKNOWN");
}

TEST_F(AccessServiceTest, OnlyThoseWhoMayAskAboutOthers) {
  const auto answer = Ask({"watcher"}, kReadPerson, {"reader", "boss"});
  ASSERT_TRUE(answer.ok()) << answer.status();
  EXPECT_FALSE(answer->permitted());
  EXPECT_EQ(answer->rule_id(), "role.not_sufficient");
  EXPECT_THAT(answer->unknown_roles(), ElementsAre("boss"));
  ASSERT_EQ(answer->holders_size(), 1);
  EXPECT_EQ(answer->holders(0).role(), "mute");
  EXPECT_THAT(answer->requirements(),
              ElementsAre(v1::ACCESS_REQUIREMENT_PURPOSE,
                          v1::ACCESS_REQUIREMENT_OBJECT_GRANT,
                          v1::ACCESS_REQUIREMENT_LOG_ENTRY));

  EXPECT_EQ(ErrorReason(Ask({"reader"}, kReadPerson, {"reader"}).status()),
            "PERMISSION_MISSING");
  EXPECT_EQ(ErrorReason(AskMine({"mute"}).status()), "PERMISSION_MISSING");
}

TEST_F(AccessServiceTest, AskingAboutOthersLeavesAnEntryPermittedOrNot) {
  ASSERT_TRUE(Ask({"watcher"}, kReadThing, {"reader"}).ok());
  EXPECT_FALSE(Ask({"reader"}, kReadThing, {"reader"}).ok());
  const auto entries = log_.Entries();
  ASSERT_EQ(entries.size(), 2u);
  EXPECT_EQ(entries[0].method(),
            "entente.common.v1.AccessService/ExplainAccess");
  EXPECT_EQ(entries[0].outcome(), audit::AuditEntry::OUTCOME_PERMITTED);
  EXPECT_EQ(entries[1].outcome(), audit::AuditEntry::OUTCOME_DENIED);
}

TEST_F(AccessServiceTest, QuestionsAreChecked) {
  const auto reason = [&](const std::string& method,
                          const std::vector<std::string>& about) {
    return ErrorReason(Ask({"watcher"}, method, about).status());
  };
  EXPECT_EQ(reason(kReadThing, {}), "ROLES_INVALID");
  EXPECT_EQ(reason(kReadThing, {"Reader"}), "ROLES_INVALID");
  EXPECT_EQ(reason(kReadThing, {"a b"}), "ROLES_INVALID");
  EXPECT_EQ(reason(kReadThing, std::vector<std::string>(33, "reader")),
            "ROLES_INVALID");
  EXPECT_EQ(reason(kReadThing, std::vector<std::string>(32, "reader")), "");
  EXPECT_EQ(reason("ProbeService/ReadThing", {"reader"}), "METHOD_UNKNOWN");
  EXPECT_EQ(reason("", {"reader"}), "METHOD_UNKNOWN");
}

TEST_F(AccessServiceTest, TheAnswerIsThatOfThePolicyInForce) {
  ASSERT_TRUE(Ask({"watcher"}, kReadThing, {"reader"})->permitted());
  const auto next = gate::Policy::Parse(
      R"(trust_domain: "entente.local" version: 8
         roles { name: "reader" permissions: "probe.persons.read" }
         roles { name: "watcher" permissions: "access.decisions.explain" })",
      "next");
  ASSERT_TRUE(next.ok());
  harness_.gate().SetPolicy(*next);
  const auto answer = Ask({"watcher"}, kReadThing, {"reader"});
  ASSERT_TRUE(answer.ok());
  EXPECT_FALSE(answer->permitted());
  EXPECT_EQ(answer->policy().version(), 8u);
  EXPECT_EQ(answer->policy().sha256(), (*next)->sha256());
  EXPECT_EQ(ErrorReason(AskMine({"reader"}).status()), "PERMISSION_MISSING");
}

}  // namespace
}  // namespace entente::explain
