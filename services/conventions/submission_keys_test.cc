// The key that signs: replaced step by step, lost, and under one name.
#include "services/conventions/submission_keys.h"

#include <filesystem>
#include <fstream>
#include <set>
#include <string>
#include <thread>

#include "absl/strings/match.h"
#include "absl/synchronization/mutex.h"
#include "services/common/base/error.h"
#include "services/common/store/durable_file.h"
#include "services/common/store/temporary_folder.h"
#include "services/conventions/installation_store.h"
#include "services/conventions/intake_fixture_test.h"
#include "services/conventions/submission_store.h"

namespace entente::conventions {
namespace {

class SubmissionKeysTest : public testing::Test {
 protected:
  absl::StatusOr<std::unique_ptr<SubmissionKeys>> Open(
      MissingKey missing = MissingKey::kMake,
      const std::string& name = "entente.local/state") {
    return SubmissionKeys::Open(folder_.path(), name, missing);
  }
  std::string Path(const char* file) { return folder_.path() + "/" + file; }

  store::TemporaryFolder folder_;
};

TEST_F(SubmissionKeysTest, ALostKeyIsReplacedOnlyKnowingly) {
  const std::string first = (*Open())->Verifiers()[0];
  EXPECT_EQ((*Open(MissingKey::kRefuse))->Verifiers()[0], first);
  EXPECT_EQ(ErrorReason(Open(MissingKey::kReplace).status()),
            "SUBMISSION_KEY_THERE");
  std::filesystem::remove(Path("submission.key"));
  EXPECT_EQ(ErrorReason(Open(MissingKey::kRefuse).status()),
            "SUBMISSION_KEY_LOST");
  EXPECT_FALSE(std::filesystem::exists(Path("submission.key")));
  const auto replaced = Open(MissingKey::kReplace);
  ASSERT_TRUE(replaced.ok()) << replaced.status();
  EXPECT_NE((*replaced)->Verifiers()[0], first);
}

TEST_F(SubmissionKeysTest, AKeySignsUnderOneName) {
  ASSERT_TRUE(Open().ok());
  EXPECT_EQ(ErrorReason(
                Open(MissingKey::kMake, "entente.local/municipality").status()),
            "SUBMISSION_KEY_NAME");
  EXPECT_TRUE(Open().ok());
}

TEST_F(SubmissionKeysTest, AReplacementIsCompletedWhereverItStopped) {
  auto keys = *Open();
  const std::string old_key = keys->Verifiers()[0];
  EXPECT_EQ(ErrorReason(keys->Prepare("other").status()), "ETAG_MISMATCH");
  const auto next = keys->Prepare(old_key);
  ASSERT_TRUE(next.ok()) << next.status();
  EXPECT_EQ(keys->Verifiers()[0], old_key) << "nothing is replaced yet";
  // Stopped here: the next process signs with the old one and can go on.
  keys = *Open(MissingKey::kRefuse);
  EXPECT_EQ(keys->Verifiers()[0], old_key);
  EXPECT_EQ(*keys->Prepare(old_key), *next);
  EXPECT_TRUE(keys->Promote("of nothing that is prepared").ok());
  EXPECT_EQ(keys->Verifiers()[0], old_key);
  // Stopped between the list of former keys and the key itself.
  std::ofstream(Path("former.keys")) << old_key << "\n";
  keys = *Open(MissingKey::kRefuse);
  EXPECT_EQ(keys->Verifiers(), std::vector<std::string>{old_key});
  ASSERT_TRUE(keys->Promote(*next).ok());
  EXPECT_EQ(keys->Verifiers(), (std::vector<std::string>{*next, old_key}));
  EXPECT_TRUE(keys->Promote(*next).ok()) << "done before";
  EXPECT_FALSE(std::filesystem::exists(Path("next.key")));
  // Stopped before the prepared one was removed: it is the key already.
  std::filesystem::copy(Path("submission.key"), Path("next.key"));
  keys = *Open(MissingKey::kRefuse);
  const auto third = keys->Prepare(*next);
  ASSERT_TRUE(third.ok()) << third.status();
  EXPECT_NE(*third, *next);
}

// Notes which thread writes the files of keys.
class WatchedSteps final : public store::FileSteps {
 public:
  WatchedSteps() { store::SetFileSteps(this); }
  ~WatchedSteps() override { store::SetFileSteps(nullptr); }

  bool Do(const std::string& path, absl::FunctionRef<bool()> whole,
          absl::FunctionRef<bool()>) override {
    if (absl::StrContains(path, "/state")) {
      absl::MutexLock lock(&mutex_);
      threads_.insert(std::this_thread::get_id());
    }
    return whole();
  }
  void NoteSynced(const std::string&, uint64_t) override {}
  void NoteRenamed(const std::string&, const std::string&) override {}

  std::set<std::thread::id> threads() {
    absl::MutexLock lock(&mutex_);
    return threads_;
  }

 private:
  absl::Mutex mutex_;
  std::set<std::thread::id> threads_ ABSL_GUARDED_BY(mutex_);
};

class KeyRotationTest : public IntakeFixture {
 protected:
  absl::StatusOr<v1::ListSubmissionKeysResponse> Rotate(
      const std::string& key, const std::string& request_id = "",
      bool is_rehearsal = false) {
    v1::RotateSubmissionKeyRequest request;
    request.set_key(key);
    request.set_request_id(request_id);
    request.set_validate_only(is_rehearsal);
    return Call(&v1::SubmissionService::Stub::RotateSubmissionKey, request,
                "security_admin");
  }
};

TEST_F(KeyRotationTest, NoFileIsWrittenWhileTheStoresWriterWaits) {
  WatchedSteps steps;
  std::thread::id writer;
  ASSERT_TRUE(store_
                  ->Transact([&](store::Transaction&) {
                    writer = std::this_thread::get_id();
                    return absl::OkStatus();
                  })
                  .ok());
  ASSERT_TRUE(Rotate(state_keys_->Verifiers()[0]).ok());
  EXPECT_FALSE(steps.threads().empty());
  EXPECT_FALSE(steps.threads().contains(writer));
}

TEST_F(KeyRotationTest, ARetryIsAnsweredAsTheFirst) {
  const std::string old_key = state_keys_->Verifiers()[0];
  const auto rehearsed = Rotate(old_key, "r-1", true);
  ASSERT_TRUE(rehearsed.ok()) << rehearsed.status();
  EXPECT_EQ(state_keys_->Verifiers(), std::vector<std::string>{old_key});
  const auto first = Rotate(old_key, "r-1");
  ASSERT_TRUE(first.ok()) << first.status();
  EXPECT_EQ(state_keys_->Verifiers()[0], first->keys(0));
  const auto again = Rotate(old_key, "r-1");
  ASSERT_TRUE(again.ok()) << again.status();
  EXPECT_EQ(again->SerializeAsString(), first->SerializeAsString());
  EXPECT_EQ(state_keys_->Verifiers().size(), 2u);
  EXPECT_EQ(ErrorReason(Rotate(old_key, "r-2").status()), "ETAG_MISMATCH");
}

TEST_F(KeyRotationTest, DataIsOfOneKindOfInstallation) {
  const auto fits = [&](bool is_state) {
    return ErrorReason(CheckInstallation(*store_->Read(), is_state));
  };
  EXPECT_EQ(fits(true), "");
  EXPECT_EQ(fits(false), "");
  EXPECT_FALSE(*HasSigned(*store_->Read()));
  ASSERT_TRUE(Deliver(Sound()).ok());
  EXPECT_TRUE(*HasSigned(*store_->Read()));
  EXPECT_EQ(fits(true), "");
  EXPECT_EQ(fits(false), "INSTALLATION_OTHER");
  const auto name = ParseSubmissionName(Sound().name, "");
  auto record = FindSubmission(*store_->Read(), *name, "");
  ASSERT_TRUE(record.ok());
  record->mutable_books();
  ASSERT_TRUE(store_
                  ->Transact([&](store::Transaction& transaction) {
                    PutSubmission(transaction, *name, *record);
                    return absl::OkStatus();
                  })
                  .ok());
  EXPECT_EQ(fits(true), "INSTALLATION_OTHER");
  EXPECT_EQ(fits(false), "");
}

}  // namespace
}  // namespace entente::conventions
