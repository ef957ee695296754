// What callers get once the signer knows that the access log is not what was
// signed, without any witness: real calls, real store, a log that somebody
// bends behind the service's back.
#include <string>

#include "absl/strings/str_cat.h"
#include "entente/common/v1/audit_service.grpc.pb.h"
#include "gtest/gtest.h"
#include "services/common/audit/access_log.h"
#include "services/common/audit/log_rows_fixture.h"
#include "services/common/base/log_fixture.h"
#include "services/exchange/case_fixture.h"

namespace entente::exchange {
namespace {

class BentLogTest : public CaseFixture {
 protected:
  audit::LogRows Rows() const { return audit::RowsOfLog(*store_); }
  void PutBack(const audit::LogRows& rows) { audit::PutBackLog(*store_, rows); }
  void FlipAByteOf(uint64_t sequence) {
    audit::LogRows rows = Rows();
    std::string& entry = rows.at(audit::EntryKey(sequence));
    entry[entry.size() / 2] ^= 1;
    PutBack(rows);
  }

  // The signer looks by itself, as it does every hour.
  std::string Tick() {
    return ErrorReason(log_->signer().Sign(clock_.Now()).status());
  }

  // Nothing is answered to anybody, and nothing is written, for `reason`.
  void ExpectClosed(const std::string& reason, const std::string& name) {
    const audit::LogRows before = Rows();
    const std::string closed = absl::StrCat("14 ", reason);
    v1::Case found;
    EXPECT_EQ(Told(Read(name, kChairPerson, "cell_chair", &found)), closed);
    EXPECT_EQ(found.ByteSizeLong(), 0u) << "no content leaves";
    v1::Case made;
    EXPECT_EQ(Told(Open(kChairPerson, &made)), closed);
    EXPECT_EQ(Told(Write(EntryFor(name), kChairPerson, "cell_chair")), closed);
    // Those who would be denied learn no more than others.
    EXPECT_EQ(Told(Read(name, kOther, "finance")), closed);
    EXPECT_EQ(Rows(), before) << "a bent log takes nothing";
    EXPECT_FALSE(log_->IsReady());
  }
  static std::string Told(const grpc::Status& status) {
    return absl::StrCat(static_cast<int>(status.error_code()), " ",
                        Reason(status));
  }
};

TEST_F(BentLogTest, OnceTheSignerFindsAnEntryChangedNothingIsAnswered) {
  const std::string name = OpenCase();
  ASSERT_TRUE(log_->IsReady());
  FlipAByteOf(0);
  ASSERT_TRUE(Read(name, kChairPerson, "cell_chair").ok()) << "not known yet";
  LogFixture lines;
  ASSERT_EQ(Tick(), "AUDIT_LOG_BROKEN");
  ExpectClosed("AUDIT_CLOSED_BROKEN", name);
  Tick();
  EXPECT_EQ(lines.Lines("audit_closed").size(), 1u) << "its alarm, once";
}

TEST_F(BentLogTest, WhatWasFoundStaysKnownWhateverIsPutInItsPlace) {
  const std::string name = OpenCase();
  const audit::LogRows right = Rows();
  FlipAByteOf(0);
  ASSERT_EQ(Tick(), "AUDIT_LOG_BROKEN");
  PutBack(right);
  Tick();
  ExpectClosed("AUDIT_CLOSED_BROKEN", name);
}

TEST_F(BentLogTest, FoundThroughTheRpcItClosesAtOnceAndSaysWhere) {
  const std::string name = OpenCase();
  FlipAByteOf(0);
  common::v1::AuditCheckpoint checkpoint;
  const grpc::Status asked = audits_->CreateAuditCheckpoint(
      harness_->Context("p-9", {"oversight"}).get(), {}, &checkpoint);
  EXPECT_EQ(asked.error_code(), grpc::DATA_LOSS);
  EXPECT_EQ(Reason(asked), "AUDIT_LOG_BROKEN");
  ExpectClosed("AUDIT_CLOSED_BROKEN", name);
  const auto closed =
      GetErrorDetail(channel::FromWire(Read(name, kChairPerson, "cell_chair")));
  EXPECT_EQ(closed->metadata.at("index"), "0");
}

TEST_F(BentLogTest, OversightStillReadsWhatIsThereAndTheProcessLogSaysSo) {
  const std::string name = OpenCase();
  ASSERT_EQ(Tick(), "");
  const audit::LogRows old = Rows();
  ASSERT_TRUE(Read(name, kChairPerson, "cell_chair").ok());
  ASSERT_EQ(Tick(), "");
  PutBack(old);
  ASSERT_EQ(Tick(), "AUDIT_LOG_BROKEN");
  const audit::LogRows before = Rows();
  LogFixture lines;
  common::v1::ListAuditEntriesResponse entries;
  ASSERT_TRUE(
      audits_
          ->ListAuditEntries(harness_->Context("p-9", {"oversight"}).get(), {},
                             &entries)
          .ok());
  EXPECT_EQ(entries.entries_size(), 1);
  common::v1::ListAuditCheckpointsResponse checkpoints;
  ASSERT_TRUE(
      audits_
          ->ListAuditCheckpoints(harness_->Context("p-9", {"oversight"}).get(),
                                 {}, &checkpoints)
          .ok());
  EXPECT_EQ(checkpoints.checkpoints_size(), 1);
  EXPECT_EQ(lines.Lines("audit_read_while_closed").size(), 2u);
  EXPECT_EQ(Rows(), before) << "evidence stays as it was found";
}

TEST_F(BentLogTest, OfABentLogOversightReadsAndAsksForNothingElse) {
  OpenCase();
  FlipAByteOf(0);
  Tick();
  const std::string closed = "14 AUDIT_CLOSED_BROKEN";
  const auto oversight = [&] {
    return harness_->Context("p-9", {"oversight"});
  };
  common::v1::AuditCheckpoint checkpoint;
  EXPECT_EQ(
      Told(audits_->CreateAuditCheckpoint(oversight().get(), {}, &checkpoint)),
      closed);
  common::v1::RequestAuditResolutionRequest question;
  question.mutable_question()->set_object("municipalities/21004/cases/x");
  common::v1::AuditResolution asked;
  EXPECT_EQ(Told(audits_->RequestAuditResolution(oversight().get(), question,
                                                 &asked)),
            closed);
  common::v1::ListAuditEntriesResponse entries;
  EXPECT_EQ(Told(audits_->ListAuditEntries(
                harness_->Context("p-1", {"finance"}).get(), {}, &entries)),
            closed);
}

}  // namespace
}  // namespace entente::exchange
