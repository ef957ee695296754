#include <memory>
#include <string>
#include <vector>

#include "gtest/gtest.h"
#include "services/exchange/case_fixture.h"

namespace entente::exchange {
namespace {

using audit::AuditEntry;
using v1::WatchCaseResponse;

constexpr auto kReaderRelation = CaseGrant::RELATION_READER;

// One open stream.
class Watcher {
 public:
  Watcher(v1::CaseService::Stub& stub, const std::string& name,
          std::unique_ptr<grpc::ClientContext> context)
      : context_(std::move(context)) {
    v1::WatchCaseRequest request;
    request.set_name(name);
    stream_ = stub.WatchCase(context_.get(), request);
  }
  ~Watcher() { context_->TryCancel(); }

  // The next message; false once the stream has ended.
  bool Next(WatchCaseResponse& update) { return stream_->Read(&update); }
  // How it ended; reads what is left.
  grpc::Status End() {
    WatchCaseResponse update;
    while (Next(update)) ++left_;
    return stream_->Finish();
  }
  // Messages that End met.
  int left() const { return left_; }

 private:
  std::unique_ptr<grpc::ClientContext> context_;
  std::unique_ptr<grpc::ClientReader<WatchCaseResponse>> stream_;
  int left_ = 0;
};

class WatchTest : public CaseFixture {
 protected:
  std::unique_ptr<Watcher> Watch(const std::string& name,
                                 const std::string& person,
                                 const std::string& role = "cell_member") {
    return std::make_unique<Watcher>(*cases_, name, As(person, role));
  }
  // Opened, and its first message read: the case.
  std::unique_ptr<Watcher> Watching(const std::string& name,
                                    const std::string& person,
                                    const std::string& role = "cell_member") {
    std::unique_ptr<Watcher> watcher = Watch(name, person, role);
    WatchCaseResponse first;
    EXPECT_TRUE(watcher->Next(first));
    EXPECT_EQ(first.case_().name(), name);
    return watcher;
  }
  void Add(const std::string& name, const std::string& text) {
    EXPECT_TRUE(Write(EntryFor(name, text), kChairPerson, "cell_chair").ok());
  }
};

TEST_F(WatchTest, TheCaseComesFirstThenEachNewEntry) {
  const std::string name = OpenCase();
  Add(name, "before");
  Granted(name, kMember, kReaderRelation);
  const auto watcher = Watch(name, kMember);
  WatchCaseResponse update;
  ASSERT_TRUE(watcher->Next(update));
  ASSERT_EQ(update.case_().entries_size(), 1);
  EXPECT_EQ(update.case_().entries(0).text(), "before");
  for (const char* text : {"first", "second", "third"}) {
    Add(name, text);
    ASSERT_TRUE(watcher->Next(update));
    EXPECT_EQ(update.entry().text(), text);
  }
}

TEST_F(WatchTest, B31AMemberWhoWasRemovedGetsNoFurtherMessage) {
  const std::string name = OpenCase();
  const std::string grant = Granted(name, kMember, kReaderRelation);
  const auto watcher = Watching(name, kMember);
  ASSERT_TRUE(Revoke(grant, kChairPerson).ok());
  Add(name, "not for him");
  EXPECT_EQ(Bytes(watcher->End()), MissingBytes());
  EXPECT_EQ(watcher->left(), 0);
}

TEST_F(WatchTest, B31AnIdleStreamEndsWhenItsRightIsGone) {
  const std::string name = OpenCase();
  const std::string grant = Granted(name, kMember, kReaderRelation);
  const auto watcher = Watching(name, kMember);
  ASSERT_TRUE(Revoke(grant, kChairPerson).ok());
  EXPECT_EQ(Bytes(watcher->End()), MissingBytes());
  EXPECT_EQ(watcher->left(), 0);
}

TEST_F(WatchTest, B31AConflictOfInterestEndsAnOpenStream) {
  const std::string name = OpenCase();
  Granted(name, kMember, kReaderRelation);
  const auto watcher = Watching(name, kMember);
  Granted(name, kMember, CaseGrant::RELATION_FORBIDDEN);
  EXPECT_EQ(Bytes(watcher->End()), MissingBytes());
}

TEST_F(WatchTest, B32ARightThatEndsAtMidnightEndsAnOpenStream) {
  const std::string name = OpenCase();
  Granted(name, kMember, kReaderRelation, 0);
  clock_.Advance(absl::Hours(11) + absl::Minutes(58));
  const auto watcher = Watching(name, kMember);
  Add(name, "on the last day");
  WatchCaseResponse update;
  ASSERT_TRUE(watcher->Next(update));
  clock_.Advance(absl::Minutes(3));
  const std::string end = Bytes(watcher->End());
  EXPECT_EQ(Log().back().rule_id(), "grant.expired");
  EXPECT_EQ(end, MissingBytes());
  EXPECT_EQ(watcher->left(), 0);
}

TEST_F(WatchTest, AMayorWhoLeavesStopsWatching) {
  v1::CreateOfficeHolderRequest request;
  request.set_parent("municipalities/21004/offices/chair");
  auto& holder = *request.mutable_office_holder();
  holder.set_person("p-leaving");
  *holder.mutable_from() = ToDate(today_);
  *holder.mutable_until() = ToDate(today_ + 30);
  holder.set_reason("oath before the council");
  access::OfficeHolder made;
  ASSERT_TRUE(offices_
                  ->CreateOfficeHolder(
                      harness_->Context("p-admin", {"security_admin"}).get(),
                      request, &made)
                  .ok());
  const std::string name = OpenCase();
  const auto watcher = Watching(name, "p-leaving", "cell_chair");
  v1::RevokeOfficeHolderRequest end;
  end.set_name(made.name());
  end.set_reason("resignation");
  ASSERT_TRUE(offices_
                  ->RevokeOfficeHolder(
                      harness_->Context("p-admin", {"security_admin"}).get(),
                      end, &made)
                  .ok());
  EXPECT_EQ(Bytes(watcher->End()), MissingBytes());
}

TEST_F(WatchTest, AWatchDeniedAtTheGateNamesTheCaseThatWasAskedFor) {
  const std::string name = OpenCase();
  EXPECT_FALSE(Read(name, kOther, "finance").ok());
  const AuditEntry read = Log().back();
  const auto watcher = Watch(name, kOther, "finance");
  EXPECT_EQ(Reason(watcher->End()), "PERMISSION_MISSING");
  const AuditEntry watched = Log().back();
  EXPECT_EQ(watched.method(), "entente.exchange.v1.CaseService/WatchCase");
  EXPECT_EQ(watched.outcome(), AuditEntry::OUTCOME_DENIED);
  EXPECT_EQ(watched.rule_id(), "gate");
  // As other calls do: the same handle, never the name.
  EXPECT_EQ(watched.object().size(), 16u);
  EXPECT_EQ(watched.object(), read.object());
}

TEST_F(WatchTest, B21AStreamOfAHiddenCaseAnswersLikeOneOfNone) {
  const std::string name = OpenCase();
  for (const std::string& odd :
       {name, MissingName(), std::string(), name + "/"}) {
    const auto watcher = Watch(odd, kMember);
    EXPECT_EQ(Bytes(watcher->End()), MissingBytes()) << odd;
    EXPECT_EQ(watcher->left(), 0);
  }
}

TEST_F(WatchTest, AnExpiredTokenEndsTheStream) {
  const std::string name = OpenCase();
  Granted(name, kMember, kReaderRelation);
  const auto watcher = Watching(name, kMember);
  clock_.Advance(absl::Minutes(15));
  EXPECT_EQ(Reason(watcher->End()), "TOKEN_EXPIRED");
}

TEST_F(WatchTest, WhatIsForTheOriginatorIsNotSentToOthers) {
  const std::string name = OpenCase();
  Granted(name, kMember, kReaderRelation);
  const auto watcher = Watching(name, kMember);
  v1::CreateFollowUpEntryRequest kept = EntryFor(name, "for the chair");
  kept.mutable_follow_up_entry()->set_handling_code(
      FollowUpEntry::HANDLING_CODE_ORIGINATOR);
  ASSERT_TRUE(Write(kept, kChairPerson, "cell_chair").ok());
  Add(name, "for the cell");
  WatchCaseResponse update;
  ASSERT_TRUE(watcher->Next(update));
  EXPECT_EQ(update.entry().text(), "for the cell");
}

TEST_F(WatchTest, EveryMessageHasItsEntryBeforeItLeaves) {
  const std::string name = OpenCase();
  const std::string grant = Granted(name, kMember, kReaderRelation);
  const auto watched = [&] {
    std::vector<AuditEntry> found;
    for (const AuditEntry& entry : Log()) {
      if (entry.method() == "entente.exchange.v1.CaseService/WatchCase") {
        found.push_back(entry);
      }
    }
    return found;
  };
  const auto watcher = Watching(name, kMember);
  EXPECT_EQ(watched().size(), 1u);
  WatchCaseResponse update;
  for (size_t i = 2; i < 5; ++i) {
    clock_.Advance(absl::Seconds(30));
    Add(name, "something");
    ASSERT_TRUE(watcher->Next(update));
    ASSERT_EQ(watched().size(), i);
    // Of the moment it was decided, not of the opening of the stream.
    EXPECT_EQ(watched().back().time().seconds(),
              absl::ToUnixSeconds(clock_.Now()));
    EXPECT_EQ(watched().back().rule_id(), "grant.reader");
  }
  ASSERT_TRUE(Revoke(grant, kChairPerson).ok());
  EXPECT_FALSE(watcher->End().ok());
  ASSERT_EQ(watched().size(), 5u);
  EXPECT_EQ(watched().back().outcome(), AuditEntry::OUTCOME_DENIED);
  EXPECT_EQ(watched().back().rule_id(), "grant.revoked");
  EXPECT_TRUE(audit::VerifyLog(*store_->Read()).ok());
}

TEST_F(WatchTest, NothingIsSentWhenTheLogCannotBeWritten) {
  const std::string name = OpenCase();
  Granted(name, kMember, kReaderRelation);
  Add(name, "already there");
  ASSERT_TRUE(store_
                  ->Transact([&](store::Transaction& transaction) {
                    transaction.Put(audit::HeadKey(), "\xff\xff not a head");
                    return absl::OkStatus();
                  })
                  .ok());
  const auto watcher = Watch(name, kMember);
  EXPECT_FALSE(watcher->End().ok());
  EXPECT_EQ(watcher->left(), 0);
}

TEST_F(WatchTest, AClientThatLeavesFreesItsStream) {
  const std::string name = OpenCase();
  Granted(name, kMember, kReaderRelation);
  // More than may be open at once, each gone before the next: every stream
  // must end within its patience, or the last ones are refused.
  for (int i = 0; i < 8; ++i) Watching(name, kMember);
  // A refusal takes far less than that patience: many are needed to outlast it,
  // each of another person, since one who is refused too often is not looked at
  // any more. To these the case is hidden, once there is room to say so.
  for (int i = 0; i < 100000; ++i) {
    const auto watcher = Watch(name, absl::StrCat("p-", 500000 + i));
    WatchCaseResponse update;
    EXPECT_FALSE(watcher->Next(update));
    const std::string reason = Reason(watcher->End());
    if (reason == "STREAM_LIMIT") continue;
    EXPECT_EQ(reason, "CASE_NOT_FOUND");
    return;
  }
  FAIL() << "no stream was freed";
}

}  // namespace
}  // namespace entente::exchange
