// What the script asks of a convention as it was read: a finding resolved and a
// result promoted, and both taken back.
#include "entente/conventions/v1/review_service.grpc.pb.h"
#include "gtest/gtest.h"
#include "services/common/faults/fault_fixture.h"
#include "services/conventions/convention_store.h"
#include "services/conventions/scripted_conventions_fixture.h"

namespace entente::conventions {
namespace {

using Reviews = v1::ReviewService::Stub;

// No guess of a kind.
constexpr int kFinding = 1;
// It is counted.
constexpr char kResult[] = "er-12";
constexpr uint8_t kChanges = 0x1A;

}  // namespace

Seen ScriptedConventions::Resolve() {
  v1::ResolveFindingRequest request;
  request.set_name(kConvention);
  request.set_finding_number(kFinding);
  request.set_reason("So it was decided");
  request.set_request_id(RequestId("resolve-finding"));
  return As("coordinator", "resolve-finding", &Reviews::ResolveFinding,
            request);
}

Seen ScriptedConventions::Promote() {
  v1::PromoteResultRequest request;
  request.set_name(kConvention);
  request.set_node_id(kResult);
  request.set_reason("Counted every month");
  request.set_request_id(RequestId("promote-result"));
  return As("coordinator", "promote-result", &Reviews::PromoteResult, request);
}

Seen ScriptedConventions::Reopen() {
  v1::ReverseFindingResolutionRequest request;
  request.set_name(kConvention);
  request.set_finding_number(kFinding);
  request.set_reason("Another finding was meant");
  request.set_request_id(RequestId("reopen-finding"));
  return As("coordinator", "reopen-finding", &Reviews::ReverseFindingResolution,
            request);
}

Seen ScriptedConventions::Demote() {
  v1::ReversePromotionRequest request;
  request.set_name(kConvention);
  request.set_node_id(kResult);
  request.mutable_reverse_date()->set_year(2025);
  request.mutable_reverse_date()->set_month(3);
  request.mutable_reverse_date()->set_day(14);
  request.set_reason("Nobody counts it");
  request.set_request_id(RequestId("reverse-promotion"));
  return As("coordinator", "reverse-promotion", &Reviews::ReversePromotion,
            request);
}

void ScriptedConventions::JudgeReviews(const store::Reader& reader,
                                       const Done& done) {
  if (done("import") == 0) return;
  const auto name = ParseConventionName(kConvention, "name");
  ASSERT_TRUE(name.ok()) << name.status();
  const auto convention = GetWholeConvention(reader, *name, "name");
  ASSERT_TRUE(convention.ok()) << convention.status();
  EXPECT_EQ(convention->findings(kFinding - 1).has_resolution(),
            done("resolve-finding") - done("reopen-finding") == 1);
  const auto node = FindNode(reader, *name, kResult);
  ASSERT_TRUE(node.ok() && node->has_value()) << node.status();
  EXPECT_EQ((*node)->has_promotion(),
            done("promote-result") - done("reverse-promotion") == 1);
  // A change each, and none of it is forgotten.
  EXPECT_EQ(faults::CountRecords(reader, kChanges),
            done("resolve-finding") + done("promote-result") +
                done("reopen-finding") + done("reverse-promotion"));
}

}  // namespace entente::conventions
