// What the budget leaves in the access log.
#include "services/common/audit/access_log.h"

#include <vector>

#include "gtest/gtest.h"
#include "services/conventions/budget_fixture_test.h"

namespace entente::conventions {
namespace {

using audit::AuditEntry;
using Stub = v1::BudgetService::Stub;

class BudgetAccessLogTest : public BudgetFixture {};

TEST_F(BudgetAccessLogTest, EachMutationIsAnEntryAndAnOpenReadIsNone) {
  const std::string line = MakeLine();
  ASSERT_TRUE(
      Call(&Stub::CreateReservation, ReservationRequest(line, 100)).ok());
  v1::ListEnvelopesRequest list;
  list.set_parent(Format(kConvention));
  ASSERT_TRUE(Call(&Stub::ListEnvelopes, list).ok());
  const std::vector<AuditEntry> entries = log_.Entries();
  ASSERT_EQ(entries.size(), 2);
  EXPECT_EQ(entries[0].method(),
            "entente.conventions.v1.BudgetService/CreateLine");
  EXPECT_EQ(entries[0].rule_id(), "role.finance");
  EXPECT_EQ(entries[1].method(),
            "entente.conventions.v1.BudgetService/CreateReservation");
  EXPECT_EQ(entries[1].outcome(), AuditEntry::OUTCOME_PERMITTED);
}

TEST_F(BudgetAccessLogTest, RefusalsByRuleByShapeAndByRoleAreEntries) {
  const std::string line = MakeLine();
  const std::string before = Everything();
  ASSERT_FALSE(
      Call(&Stub::CreateReservation, ReservationRequest(line, 900'000)).ok());
  ASSERT_FALSE(
      Call(&Stub::CreateReservation, ReservationRequest(line, -1)).ok());
  ASSERT_FALSE(Call(&Stub::CreateReservation, ReservationRequest(line, 100),
                    {"coordinator"})
                   .ok());
  const std::vector<AuditEntry> entries = log_.Entries();
  ASSERT_EQ(entries.size(), 4);
  EXPECT_EQ(entries[1].outcome(), AuditEntry::OUTCOME_REFUSED);
  EXPECT_EQ(entries[1].reason(), "ALLOTMENT_EXCEEDED");
  EXPECT_EQ(entries[2].outcome(), AuditEntry::OUTCOME_REFUSED);
  EXPECT_EQ(entries[3].outcome(), AuditEntry::OUTCOME_DENIED);
  EXPECT_EQ(entries[3].reason(), "PERMISSION_MISSING");
  EXPECT_EQ(Everything(), before);
  EXPECT_TRUE(audit::VerifyLog(*store_->Read()).ok());
}

TEST_F(BudgetAccessLogTest, AnEntrySaysHowFarTheLedgerWas) {
  const std::string line = MakeLine();
  v1::ListLedgerEntriesRequest request;
  request.set_parent(Format(kConvention));
  request.set_page_size(1000);
  const auto written = [&] {
    const auto list = Call(&Stub::ListLedgerEntries, request);
    EXPECT_TRUE(list.ok()) << list.status();
    return list->entries_size();
  };
  EXPECT_EQ(log_.Entries().back().object_version(), written());
  ASSERT_TRUE(
      Call(&Stub::CreateReservation, ReservationRequest(line, 100)).ok());
  EXPECT_EQ(log_.Entries().back().object_version(), written());
  ASSERT_FALSE(
      Call(&Stub::CreateReservation, ReservationRequest(line, 900'000)).ok());
  EXPECT_EQ(log_.Entries().back().object_version(), 0);
}

TEST_F(BudgetAccessLogTest, ARehearsalIsAnEntryWithItsTrueOutcome) {
  const std::string line = MakeLine();
  v1::CreateReservationRequest fits = ReservationRequest(line, 100);
  fits.set_validate_only(true);
  v1::CreateReservationRequest exceeds = ReservationRequest(line, 900'000);
  exceeds.set_validate_only(true);
  ASSERT_TRUE(Call(&Stub::CreateReservation, fits).ok());
  ASSERT_FALSE(Call(&Stub::CreateReservation, exceeds).ok());
  const std::vector<AuditEntry> entries = log_.Entries();
  ASSERT_EQ(entries.size(), 3);
  EXPECT_EQ(entries[1].outcome(), AuditEntry::OUTCOME_PERMITTED);
  EXPECT_EQ(entries[2].outcome(), AuditEntry::OUTCOME_REFUSED);
  EXPECT_EQ(entries[2].reason(), "ALLOTMENT_EXCEEDED");
}

TEST_F(BudgetAccessLogTest, EvidenceIsShownToWhoKeepsItAndEachLookIsAnEntry) {
  ASSERT_FALSE(MakeEvidence().empty());
  const auto stub = v1::EvidenceService::NewStub(harness_.Channel());
  const auto look = [&](const std::string& role) {
    v1::ListEvidenceRequest request;
    request.set_parent("municipalities/21004");
    const auto context = harness_.Context("p-1001", {role});
    v1::ListEvidenceResponse response;
    const absl::Status status = channel::FromWire(
        stub->ListEvidence(context.get(), request, &response));
    return status.ok() ? absl::StrCat(response.evidence_size())
                       : ErrorReason(status);
  };
  EXPECT_EQ(look("finance"), "1");
  EXPECT_EQ(look("coordinator"), "1");
  for (const char* other : {"zone", "federal", "cell_chair", "oversight"}) {
    EXPECT_EQ(look(other), "PERMISSION_MISSING") << other;
  }
  const std::vector<AuditEntry> entries = log_.Entries();
  ASSERT_EQ(entries.size(), 7);
  for (size_t i = 1; i < entries.size(); ++i) {
    EXPECT_EQ(entries[i].method(),
              "entente.conventions.v1.EvidenceService/ListEvidence");
    EXPECT_EQ(entries[i].outcome(), i < 3 ? AuditEntry::OUTCOME_PERMITTED
                                          : AuditEntry::OUTCOME_DENIED);
  }
}

}  // namespace
}  // namespace entente::conventions
