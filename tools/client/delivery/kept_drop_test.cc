// What is refused is kept, and receipted, each time that it comes.
#include <sys/inotify.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdint>
#include <fstream>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tools/client/delivery/drop_worker_fixture_test.h"
#include "tools/client/files.h"

namespace entente::client {
namespace {

using ::testing::ElementsAre;

constexpr int kDays = 4;

class KeptDropTest : public DropWorkerTest {
 protected:
  static std::string TextOfDay(int day) {
    return absl::StrCat(kGood, "event-1", day, ";nuisance;2024-03-05;X;1\n");
  }
  std::vector<std::string> NamesIn(DropFolder::Place place) const {
    std::set<std::string> names;
    for (const auto& entry : fs::directory_iterator(folder_->PathOf(place))) {
      names.insert(entry.path().filename().string());
    }
    return {names.begin(), names.end()};
  }
  std::vector<DeliveryReceipt> Receipts() const {
    std::vector<DeliveryReceipt> receipts;
    for (std::string name : NamesIn(DropFolder::kReceipts)) {
      name.resize(name.size() - std::string(".json").size());
      receipts.push_back(Receipt(name));
    }
    return receipts;
  }
  // Every file of the days lies in quarantine, with a receipt that says its
  // hash, where it lies and `reason`.
  void ExpectAllKept(const std::string& reason) const {
    std::set<std::string> texts;
    for (const std::string& name : NamesIn(DropFolder::kQuarantine)) {
      if (absl::EndsWith(name, ".sig")) continue;
      texts.insert(ReadAll(folder_->PathOf(DropFolder::kQuarantine, name)));
    }
    std::set<std::string> hashes;
    for (const DeliveryReceipt& receipt : Receipts()) {
      EXPECT_EQ(receipt.reason(), reason);
      EXPECT_GT(receipt.size_bytes(), 0);
      hashes.insert(receipt.sha256());
      const std::string kept =
          receipt.kept_as().empty() ? receipt.name() : receipt.kept_as();
      EXPECT_EQ(
          Sha256Hex(ReadAll(folder_->PathOf(DropFolder::kQuarantine, kept))),
          receipt.sha256())
          << kept;
    }
    EXPECT_EQ(texts.size(), static_cast<size_t>(kDays)) << reason;
    EXPECT_EQ(hashes.size(), static_cast<size_t>(kDays)) << reason;
  }
};

TEST_F(KeptDropTest, EachUnsignedFileOfOneNameIsKeptWithItsReceipt) {
  rules_.is_signature_required = true;
  for (int day = 1; day <= kDays; ++day) {
    Put("day.csv", TextOfDay(day));
    EXPECT_EQ(Run().quarantined, 1);
  }
  ExpectAllKept("SIGNATURE_MISSING");
  EXPECT_EQ(ReadAll(folder_->PathOf(DropFolder::kQuarantine, "day.csv")),
            TextOfDay(1));
}

TEST_F(KeptDropTest, EachFileWhoseSignatureNobodyCanCheckIsKept) {
  for (int day = 1; day <= kDays; ++day) {
    Put("day.csv.sig", "x");
    Put("day.csv", TextOfDay(day));
    EXPECT_EQ(Run().quarantined, 1);
  }
  ExpectAllKept("SIGNATURE_UNEXPECTED");
}

TEST_F(KeptDropTest, EachFileWhoseSignatureCannotBeReadIsKept) {
  for (int day = 1; day <= kDays; ++day) {
    fs::create_symlink("day.csv",
                       folder_->PathOf(DropFolder::kIncoming, "day.csv.sig"));
    Put("day.csv", TextOfDay(day));
    EXPECT_EQ(Run().quarantined, 1);
  }
  ExpectAllKept("SIGNATURE_UNREADABLE");
}

TEST_F(KeptDropTest, EachFileThatNoInputFitsIsKept) {
  for (int day = 1; day <= kDays; ++day) {
    Put("day.xml", TextOfDay(day));
    EXPECT_EQ(Run().quarantined, 1);
  }
  ExpectAllKept("INPUT_UNKNOWN");
}

TEST_F(KeptDropTest, EachFileOfARefusedNameIsKept) {
  for (int day = 1; day <= kDays; ++day) {
    Put("85073003328.csv", TextOfDay(day));
    EXPECT_EQ(Run().quarantined, 1);
  }
  ExpectAllKept("NAME_REFUSED");
}

TEST_F(KeptDropTest, WhatCannotBeReadIsKeptUnderANumber) {
  for (int day = 1; day <= 3; ++day) {
    fs::create_symlink("/etc/passwd",
                       folder_->PathOf(DropFolder::kIncoming, "a.csv"));
    EXPECT_EQ(Run().quarantined, 1);
  }
  EXPECT_THAT(NamesIn(DropFolder::kQuarantine),
              ElementsAre("a.csv", "a.csv.unread", "a.csv.unread.2"));
  EXPECT_THAT(
      NamesIn(DropFolder::kReceipts),
      ElementsAre("a.csv.json", "a.csv.unread.2.json", "a.csv.unread.json"));
  EXPECT_EQ(Receipt("a.csv.unread").kept_as(), "a.csv");
  EXPECT_EQ(Receipt("a.csv.unread.2").kept_as(), "a.csv.unread");
  EXPECT_EQ(Receipt("a.csv").kept_as(), "a.csv.unread.2");
}

TEST_F(KeptDropTest, AFileThatIsTooLargeToBeReadIsKeptBesideItsLike) {
  rules_.file_bytes_max = 50;
  for (int day = 1; day <= 3; ++day) {
    Put("a.csv", TextOfDay(day));
    EXPECT_EQ(Run().quarantined, 1);
  }
  EXPECT_EQ(NamesIn(DropFolder::kQuarantine).size(), 3u);
  EXPECT_EQ(NamesIn(DropFolder::kReceipts).size(), 3u);
  EXPECT_EQ(ReadAll(folder_->PathOf(DropFolder::kQuarantine, "a.csv.unread")),
            TextOfDay(2));
}

// Its rows count, whatever came of the same bytes later.
TEST_F(KeptDropTest, TheReceiptOfADeliveredFileOutlivesItsRefusal) {
  Put("a.csv", kGood);
  EXPECT_EQ(Run().done, 1);
  const DeliveryReceipt done = Receipt("a.csv");
  rules_.is_signature_required = true;
  for (int i = 0; i < 2; ++i) {
    Put("a.csv", kGood);
    EXPECT_EQ(Run().quarantined, 1);
  }
  EXPECT_EQ(Receipt("a.csv").reason(), "SIGNATURE_MISSING");
  const std::string kept = absl::StrCat("a.csv.", done.sha256().substr(0, 12));
  EXPECT_EQ(Receipt(kept).state(), DeliveryReceipt::STATE_DONE);
  EXPECT_EQ(Receipt(kept).totals().created(), 2);
  // The second refusal says what the first one said.
  EXPECT_EQ(NamesIn(DropFolder::kReceipts).size(), 2u);
}

TEST_F(KeptDropTest, WhatCannotBeMovedHasOneReceipt) {
  for (const bool is_first : {true, false}) {
    fs::create_symlink("/etc/passwd",
                       folder_->PathOf(DropFolder::kIncoming, "a.csv"));
    fs::remove_all(folder_->PathOf(DropFolder::kQuarantine));
    for (int i = 0; i < 3; ++i) EXPECT_EQ(Run().waiting, 1);
    EXPECT_EQ(NamesIn(DropFolder::kReceipts).size(), is_first ? 1u : 2u);
    Reopen();
    EXPECT_EQ(Run().quarantined, 1);
    EXPECT_EQ(NamesIn(DropFolder::kReceipts).size(), is_first ? 1u : 2u);
  }
}

TEST_F(KeptDropTest, WhatIsNoFileIsNeverOpened) {
  const Descriptor watch(inotify_init1(IN_NONBLOCK | IN_CLOEXEC));
  for (const char* name : {"pipe.csv", "85073003328.csv"}) {
    const std::string path = folder_->PathOf(DropFolder::kIncoming, name);
    ASSERT_EQ(mkfifo(path.c_str(), 0600), 0);
    ASSERT_GE(inotify_add_watch(watch.number(), path.c_str(), IN_OPEN), 0);
  }
  EXPECT_EQ(Run().quarantined, 2);
  char events[1024];
  EXPECT_EQ(read(watch.number(), events, sizeof(events)), -1);
  EXPECT_EQ(errno, EAGAIN);
}

// Writes another text to a file once, at the first step of a receipt.
class Swap final : public store::FileSteps {
 public:
  Swap(std::string path, std::string text)
      : path_(std::move(path)), text_(std::move(text)) {}
  bool Do(const std::string&, absl::FunctionRef<bool()> whole,
          absl::FunctionRef<bool()>) override {
    if (!std::exchange(is_done_, true)) {
      std::ofstream(path_, std::ios::binary) << text_;
    }
    return whole();
  }
  void NoteSynced(const std::string&, uint64_t) override {}
  void NoteRenamed(const std::string&, const std::string&) override {}

 private:
  const std::string path_;
  const std::string text_;
  bool is_done_ = false;
};

TEST_F(KeptDropTest, AReceiptHasTheHashOfTheFileThatIsKept) {
  const std::string name = "85073003328.csv";
  Put(name, TextOfDay(1));
  Swap swap(folder_->PathOf(DropFolder::kIncoming, name), TextOfDay(22));
  store::SetFileSteps(&swap);
  EXPECT_EQ(Run().quarantined, 1);
  store::SetFileSteps(nullptr);
  const std::vector<DeliveryReceipt> receipts = Receipts();
  ASSERT_EQ(receipts.size(), 1u);
  EXPECT_EQ(receipts[0].sha256(), Sha256Hex(TextOfDay(22)));
  EXPECT_EQ(receipts[0].size_bytes(),
            static_cast<int64_t>(TextOfDay(22).size()));
}

TEST_F(KeptDropTest, AReceiptThatIsTriedAgainIsKeptOnce) {
  const auto put = [this] {
    fs::create_symlink("/etc/passwd",
                       folder_->PathOf(DropFolder::kIncoming, "a.csv"));
  };
  put();
  EXPECT_EQ(Run().quarantined, 1);
  const std::string in_the_way =
      folder_->PathOf(DropFolder::kReceipts, "a.csv.json.new");
  fs::create_directory(in_the_way);
  put();
  for (int i = 0; i < 3; ++i) EXPECT_EQ(Run().waiting, 1);
  fs::remove(in_the_way);
  EXPECT_EQ(Run().quarantined, 1);
  EXPECT_THAT(NamesIn(DropFolder::kReceipts),
              ElementsAre("a.csv.json", "a.csv.unread.json"));
}

}  // namespace
}  // namespace entente::client
