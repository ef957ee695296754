// What the log holds of denials: each its entry, or a number and what was asked
// for.
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/common/audit/access_log.h"
#include "services/common/audit/recorded_store_fixture.h"

namespace entente::audit {
namespace {

using RecordedDenialsTest = RecordedStoreTest;

TEST_F(RecordedDenialsTest, WhatTheGateDeniesHasItsEntryAndItsObject) {
  ASSERT_FALSE(Call(nullptr, "things/1", {"stranger"}).ok());
  const AuditEntry denied = Only();
  EXPECT_EQ(denied.outcome(), AuditEntry::OUTCOME_DENIED);
  EXPECT_EQ(denied.rule_id(), "gate");
  EXPECT_EQ(denied.reason(), "PERMISSION_MISSING");
  EXPECT_EQ(denied.object().size(), 16);
}

// What had let the call in is not the rule that denied it.
TEST_F(RecordedDenialsTest, WhatAHandlerDeniesIsDeniedByARuleOfItsOwn) {
  const absl::Status not_yours = MakeError(absl::StatusCode::kPermissionDenied,
                                           {.reason = "THING_NOT_YOURS"});
  const auto expect_denied = [](const AuditEntry& entry) {
    EXPECT_EQ(entry.outcome(), AuditEntry::OUTCOME_DENIED);
    EXPECT_EQ(entry.rule_id(), "service.thing_not_yours");
    EXPECT_EQ(entry.reason(), "THING_NOT_YOURS");
    EXPECT_EQ(entry.permission(), "probe.things.read");
  };
  // Before its transaction, in it, and after an entry that permits.
  EXPECT_FALSE(Call([&](const gate::Caller&) { return not_yours; }).ok());
  EXPECT_FALSE(
      Call(Writing([&](store::Transaction&) { return not_yours; })).ok());
  EXPECT_FALSE(Call([&](const gate::Caller& caller)
                        -> absl::StatusOr<probe::ReadThingResponse> {
                 RecordedStore recorded(store_, log_->log(), caller);
                 ENTENTE_RETURN_IF_ERROR(recorded.Record());
                 return not_yours;
               }).ok());
  const std::vector<AuditEntry> entries = log_.Entries();
  ASSERT_EQ(entries.size(), 4);
  for (const size_t i : {0, 1, 3}) {
    SCOPED_TRACE(i);
    expect_denied(entries[i]);
  }
}

TEST_F(RecordedDenialsTest, TheFirstDenialOfAHandlerThatIsOneTooManyIsDenied) {
  for (int i = 0; i < 31; ++i) {
    EXPECT_FALSE(Call([&](const gate::Caller&) {
                   return MakeError(absl::StatusCode::kPermissionDenied,
                                    {.reason = "THING_NOT_YOURS"});
                 }).ok());
  }
  const AuditEntry last = log_.Entries().back();
  EXPECT_EQ(last.reason(), "DENIALS_LIMIT");
  EXPECT_EQ(last.outcome(), AuditEntry::OUTCOME_DENIED);
  EXPECT_EQ(last.rule_id(), "gate");
}

TEST_F(RecordedDenialsTest, DenialsThatWereCountedAreOneEntryOfTheirPerson) {
  constexpr int kCalls = 100;
  for (int i = 0; i < kCalls; ++i) {
    ASSERT_FALSE(Call(nullptr, "things/1", {"stranger"}).ok());
  }
  harness_.gate().RecordCountedDenials(absl::InfiniteFuture());
  const std::vector<AuditEntry> entries = log_.Entries();
  ASSERT_GT(entries.size(), 2);
  EXPECT_LT(entries.size(), kCalls);
  EXPECT_EQ(entries.back().outcome(), AuditEntry::OUTCOME_DENIED);
  EXPECT_EQ(entries.back().reason(), "DENIALS_LIMIT");
  EXPECT_EQ(entries.back().person(), entries.front().person());
  EXPECT_EQ(entries.back().peer(), "spiffe://entente.local/client/cli");
  EXPECT_EQ(entries.back().method(), "");
  int64_t told = 0;
  for (const AuditEntry& entry : entries) {
    told += entry.calls() == 0 ? 1 : entry.calls();
  }
  EXPECT_EQ(told, kCalls);
}

TEST_F(RecordedDenialsTest, DenialsByADecisionAreLimitedAndNoneGoesUncounted) {
  constexpr int kCalls = 100;
  // As an object right does: decided in the transaction, told as missing.
  const Handler hidden = [this](const gate::Caller& caller)
      -> absl::StatusOr<probe::ReadThingResponse> {
    RecordedStore recorded(store_, log_->log(), caller, "things/hidden",
                           [](const absl::Status&, AuditEntry& entry) {
                             entry.set_outcome(AuditEntry::OUTCOME_DENIED);
                           });
    return recorded.Transact([](store::Transaction& transaction) {
      transaction.Put("k", "v");
      return MakeError(absl::StatusCode::kNotFound, {.reason = "NOT_FOUND"});
    });
  };
  for (int i = 0; i < kCalls; ++i) {
    const std::string reason = i < 30 ? "NOT_FOUND" : "DENIALS_LIMIT";
    ASSERT_EQ(ErrorReason(Call(hidden)), reason) << i;
  }
  EXPECT_EQ(log_.Entries().size(), 31);
  EXPECT_EQ(log_.Entries().back().reason(), "DENIALS_LIMIT");
  EXPECT_FALSE(Has("k"));
  // What is permitted is not held up, and has its entry.
  EXPECT_TRUE(
      Call(Writing([](store::Transaction&) { return absl::OkStatus(); })).ok());
  harness_.gate().RecordCountedDenials(absl::InfiniteFuture());
  const std::vector<AuditEntry> entries = log_.Entries();
  ASSERT_EQ(entries.size(), 33);
  EXPECT_EQ(entries.back().calls(), kCalls - 31);
  EXPECT_EQ(entries.back().outcome(), AuditEntry::OUTCOME_DENIED);
  EXPECT_TRUE(VerifyLog(*store_.Read()).ok());
}

// Whoever is denied on purpose until the rest is only counted, and then tries
// handles, leaves them in the log.
TEST_F(RecordedDenialsTest, WhatCountedDenialsAskedForIsInTheirEntry) {
  for (int i = 0; i < 31; ++i) {
    ASSERT_FALSE(Call(nullptr, "things/junk", {"stranger"}).ok());
  }
  for (const char* name : {"things/b", "things/a", "things/b"}) {
    ASSERT_FALSE(Call(nullptr, name, {"stranger"}).ok());
  }
  harness_.gate().RecordCountedDenials(absl::InfiniteFuture());
  AuditEntry entry = log_.Entries().back();
  EXPECT_EQ(entry.calls(), 3);
  EXPECT_EQ(entry.object(), "");
  EXPECT_EQ(entry.counted_objects().size(), 2 * kObjectHashBytes);
  EXPECT_FALSE(entry.has_more_objects());
  const auto hash = [&](const std::string& object) {
    Access access;
    access.time = clock_.Now();
    access.object = object;
    return log_->log().Prepare(access)->object();
  };
  EXPECT_TRUE(HasCountedObject(entry, hash("things/a")));
  EXPECT_TRUE(HasCountedObject(entry, hash("things/b")));
  EXPECT_FALSE(HasCountedObject(entry, hash("things/c")));
  for (int i = 0; i < 31 + 65; ++i) {
    ASSERT_FALSE(Call(nullptr, absl::StrCat("things/", i), {"stranger"}).ok());
  }
  harness_.gate().RecordCountedDenials(absl::InfiniteFuture());
  entry = log_.Entries().back();
  EXPECT_EQ(entry.counted_objects().size(), 64 * kObjectHashBytes);
  EXPECT_TRUE(entry.has_more_objects());
  EXPECT_TRUE(VerifyLog(*store_.Read()).ok());
}

}  // namespace
}  // namespace entente::audit
