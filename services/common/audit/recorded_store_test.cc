// Entries in the batch of what they speak of, and what happens to a call that
// leaves none.
#include "services/common/audit/recorded_store.h"

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/common/audit/recorded_store_fixture.h"
#include "services/common/replay/replay.h"

namespace entente::audit {
namespace {

TEST_F(RecordedStoreTest, APermittedCallLeavesItsEntryWithItsChange) {
  ASSERT_TRUE(Call(Writing([](store::Transaction& transaction) {
                transaction.Put("k", "v");
                return absl::OkStatus();
              })).ok());
  EXPECT_TRUE(Has("k"));
  const AuditEntry entry = Only();
  EXPECT_EQ(entry.outcome(), AuditEntry::OUTCOME_PERMITTED);
  EXPECT_EQ(entry.method(), "entente.probe.v1.ProbeService/ReadThing");
  EXPECT_EQ(entry.rule_id(), "role.reader");
  EXPECT_EQ(entry.permission(), "probe.things.read");
  EXPECT_EQ(entry.person().size(), 16);
  EXPECT_EQ(entry.object().size(), 16);
  EXPECT_EQ(entry.reason(), "");
}

TEST_F(RecordedStoreTest, ARefusedBodyLeavesItsEntryAndNothingElse) {
  const absl::Status status = Call(Writing([](store::Transaction& transaction) {
    transaction.Put("k", "v");
    return MakeError(absl::StatusCode::kFailedPrecondition,
                     {.reason = "NOT_TODAY"});
  }));
  EXPECT_EQ(ErrorReason(status), "NOT_TODAY");
  EXPECT_FALSE(Has("k"));
  EXPECT_EQ(Only().outcome(), AuditEntry::OUTCOME_REFUSED);
  EXPECT_EQ(Only().reason(), "NOT_TODAY");
}

TEST_F(RecordedStoreTest, AnEntrySaysWhichVersionWasLeftToWhomItWasPermitted) {
  const auto call = [&](const absl::Status& outcome) {
    return Call([&](const gate::Caller& caller)
                    -> absl::StatusOr<probe::ReadThingResponse> {
      RecordedStore recorded(store_, log_->log(), caller);
      recorded.set_version_of(
          [](const store::Reader& reader, const std::string& object) {
            EXPECT_EQ(object, "things/1");
            return static_cast<int64_t>(reader.Get("k")->value_or("").size());
          });
      const absl::Status status =
          recorded.Transact([&](store::Transaction& transaction) {
            transaction.Put("k", transaction.Get("k")->value_or("") + "v");
            return outcome;
          });
      if (!status.ok() && !absl::IsCancelled(status)) return status;
      return probe::ReadThingResponse();
    });
  };
  EXPECT_TRUE(call(absl::OkStatus()).ok());
  EXPECT_TRUE(call(absl::OkStatus()).ok());
  EXPECT_TRUE(call(absl::CancelledError("validate_only")).ok());
  EXPECT_FALSE(call(MakeError(absl::StatusCode::kFailedPrecondition,
                              {.reason = "NOT_TODAY"}))
                   .ok());
  EXPECT_FALSE(call(MakeError(absl::StatusCode::kPermissionDenied,
                              {.reason = "NOT_YOURS"}))
                   .ok());
  std::vector<int64_t> versions;
  for (const AuditEntry& entry : log_.Entries()) {
    versions.push_back(entry.object_version());
  }
  EXPECT_THAT(versions, testing::ElementsAre(1, 2, 2, 0, 0));
}

TEST_F(RecordedStoreTest, ARehearsalThatGoesWellIsPermittedAndChangesNothing) {
  const Handler rehearse = [this](const gate::Caller& caller)
      -> absl::StatusOr<probe::ReadThingResponse> {
    RecordedStore recorded(store_, log_->log(), caller);
    EXPECT_TRUE(absl::IsCancelled(
        recorded.Transact([](store::Transaction& transaction) {
          transaction.Put("k", "v");
          return absl::CancelledError("validate_only");
        })));
    return probe::ReadThingResponse();
  };
  ASSERT_TRUE(Call(rehearse).ok());
  EXPECT_FALSE(Has("k"));
  EXPECT_EQ(Only().outcome(), AuditEntry::OUTCOME_PERMITTED);
  EXPECT_TRUE(Only().is_rehearsal());
}

TEST_F(RecordedStoreTest, WhatIsRefusedBeforeItsTransactionHasItsEntryToo) {
  const absl::Status status =
      Call([](const gate::Caller&) -> absl::StatusOr<probe::ReadThingResponse> {
        return MakeError(absl::StatusCode::kInvalidArgument,
                         {.reason = "NAME_INVALID"});
      });
  EXPECT_EQ(ErrorReason(status), "NAME_INVALID");
  EXPECT_EQ(Only().outcome(), AuditEntry::OUTCOME_REFUSED);
  EXPECT_EQ(Only().reason(), "NAME_INVALID");
}

TEST_F(RecordedStoreTest, WhatIsRefusedForItsContentHasItsEntryEachTime) {
  constexpr int kCalls = 40;
  for (int i = 0; i < kCalls; ++i) {
    EXPECT_EQ(ErrorReason(Call(Writing([](store::Transaction&) {
                return MakeError(absl::StatusCode::kFailedPrecondition,
                                 {.reason = "NOT_TODAY"});
              }))),
              "NOT_TODAY");
  }
  EXPECT_EQ(log_.Entries().size(), kCalls);
}

TEST_F(RecordedStoreTest, AHandlerThatForgetsItsEntryFailsAndIsRecorded) {
  const absl::Status status =
      Call([](const gate::Caller&) -> absl::StatusOr<probe::ReadThingResponse> {
        return probe::ReadThingResponse();
      });
  EXPECT_EQ(status.code(), absl::StatusCode::kInternal) << status;
  EXPECT_EQ(Only().outcome(), AuditEntry::OUTCOME_PERMITTED);
}

TEST_F(RecordedStoreTest, AStreamRefusedInItsMiddleHasAnEntryThatSaysSo) {
  auto context = harness_.Context("p-1001", {"reader"});
  auto stub = probe::ProbeService::NewStub(harness_.Channel());
  auto stream = stub->WatchThings(context.get());
  probe::ReadThingResponse response;
  ASSERT_TRUE(stream->Write({}));
  ASSERT_TRUE(stream->Read(&response));
  harness_.gate().SetPolicy(
      gate::Policy::Parse(
          "trust_domain: 'entente.local' roles { name: 'reader' "
          "permissions: 'probe.other.read' }",
          "test")
          .value());
  ASSERT_TRUE(stream->Write({}));
  EXPECT_FALSE(stream->Read(&response));
  EXPECT_EQ(ErrorReason(channel::FromWire(stream->Finish())),
            "PERMISSION_MISSING");
  const std::vector<AuditEntry> entries = log_.Entries();
  ASSERT_EQ(entries.size(), 2);
  EXPECT_EQ(entries[0].outcome(), AuditEntry::OUTCOME_PERMITTED);
  EXPECT_EQ(entries[1].outcome(), AuditEntry::OUTCOME_DENIED);
  EXPECT_EQ(entries[1].reason(), "PERMISSION_MISSING");
  EXPECT_EQ(entries[1].rule_id(), "gate");
  EXPECT_EQ(entries[1].object(), entries[0].object());
}

TEST_F(RecordedStoreTest, APermittedEntryIsFollowedByTheRefusalThatCameAfter) {
  const Handler late = [this](const gate::Caller& caller)
      -> absl::StatusOr<probe::ReadThingResponse> {
    RecordedStore recorded(store_, log_->log(), caller);
    ENTENTE_RETURN_IF_ERROR(recorded.Record());
    return MakeError(absl::StatusCode::kInvalidArgument,
                     {.reason = "TOO_LATE"});
  };
  ASSERT_FALSE(Call(late).ok());
  const std::vector<AuditEntry> entries = log_.Entries();
  ASSERT_EQ(entries.size(), 2);
  EXPECT_EQ(entries[1].outcome(), AuditEntry::OUTCOME_REFUSED);
  EXPECT_EQ(entries[1].reason(), "TOO_LATE");
}

// Case D72 of the abuse list: an entry is made of what the gate established.
TEST_F(RecordedStoreTest, D72WhatAClientSaysOfItselfIsNotInTheEntry) {
  service_.handler =
      Writing([](store::Transaction&) { return absl::OkStatus(); });
  auto context = harness_.Context("p-1001", {"reader"});
  for (const char* key : {"method", "event", "user", "person", "time",
                          "request-id", "x-forwarded-for"}) {
    context->AddMetadata(key, "forged");
  }
  // The two that are read: a trace id of the client's choice, and a purpose on
  // a method that asks for none.
  context->AddMetadata("belgov-trace-id", "forged-0-jan-janssens");
  entente::common::v1::AccessContext access;
  access.set_legal_basis("forged");
  access.set_reference("forged");
  context->AddMetadata("entente-access-bin", access.SerializeAsString());
  probe::ReadThingRequest request;
  // An unknown field, number 1000: a sequence or a time of the client's own.
  ASSERT_TRUE(
      request.ParseFromString(std::string("\xc2\x3e\x06"
                                          "forged",
                                          9)));
  probe::ReadThingResponse response;
  ASSERT_TRUE(probe::ProbeService::NewStub(harness_.Channel())
                  ->ReadThing(context.get(), request, &response)
                  .ok());
  const AuditEntry entry = Only();
  EXPECT_EQ(entry.method(), "entente.probe.v1.ProbeService/ReadThing");
  EXPECT_EQ(entry.peer(), "spiffe://entente.local/client/cli");
  EXPECT_THAT(entry.SerializeAsString(),
              ::testing::Not(::testing::HasSubstr("forged")));

  auto chosen = harness_.Context("p-1001", {"reader"});
  chosen->AddMetadata("belgov-trace-id",
                      "85073003-3280-4000-8000-000000000000");
  ASSERT_TRUE(probe::ProbeService::NewStub(harness_.Channel())
                  ->ReadThing(chosen.get(), request, &response)
                  .ok());
  EXPECT_THAT(log_.Entries().back().SerializeAsString(),
              ::testing::Not(::testing::HasSubstr("85073003")));
}

// Case D73: a retry is answered alike, changes nothing and is an entry.
TEST_F(RecordedStoreTest, D73ARetryHasItsOwnEntryAndNoSecondEffect) {
  int effects = 0;
  const Handler once = [&](const gate::Caller& caller)
      -> absl::StatusOr<probe::ReadThingResponse> {
    RecordedStore recorded(store_, log_->log(), caller);
    probe::RetriedRequest request;
    request.set_request_id("r-1");
    return replay::RunOnce<probe::ReadThingResponse>(
        recorded, {caller.Scope(), caller.method, caller.now}, request,
        [&](store::Transaction&) -> absl::StatusOr<probe::ReadThingResponse> {
          ++effects;
          return probe::ReadThingResponse();
        });
  };
  ASSERT_TRUE(Call(once).ok());
  ASSERT_TRUE(Call(once).ok());
  EXPECT_EQ(effects, 1);
  const std::vector<AuditEntry> entries = log_.Entries();
  ASSERT_EQ(entries.size(), 2);
  EXPECT_EQ(entries[1].outcome(), AuditEntry::OUTCOME_PERMITTED);
}

TEST_F(RecordedStoreTest, D69WithoutTheKeyOfItsYearAServiceDoesNotStart) {
  ASSERT_FALSE(Call(nullptr, "things/1", {"stranger"}).ok());
  const std::string keys = harness_.dir() + "/keys";
  std::filesystem::rename(keys, keys + "-away");
  const auto open = [&] {
    return ServiceLog::Open(store_, keys, "spiffe://entente.local/svc/test",
                            clock_)
        .status();
  };
  const absl::Status missing = open();
  EXPECT_TRUE(absl::IsFailedPrecondition(missing)) << missing;
  EXPECT_EQ(ErrorReason(missing), "AUDIT_KEY_MISSING");
  std::filesystem::remove_all(keys);
  std::filesystem::rename(keys + "-away", keys);
  EXPECT_TRUE(open().ok());
}

TEST_F(RecordedStoreTest, WithoutKeysForPseudonymsNothingIsWritten) {
  std::filesystem::remove_all(harness_.dir() + "/keys");
  // A year whose key is not in memory needs its file.
  gate::Caller caller;
  caller.subject = "p-1001";
  caller.now = clock_.Now() + absl::Hours(24 * 366);
  caller.trail = std::make_shared<gate::Trail>();
  RecordedStore recorded(store_, log_->log(), caller);
  const absl::Status status =
      recorded.Transact([](store::Transaction& transaction) {
        transaction.Put("k", "v");
        return absl::OkStatus();
      });
  EXPECT_EQ(ErrorReason(status), "AUDIT_UNAVAILABLE") << status;
  EXPECT_FALSE(Has("k"));
  EXPECT_FALSE(caller.trail->Says(absl::OkStatus()));
}

}  // namespace
}  // namespace entente::audit
