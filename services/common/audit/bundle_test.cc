#include "services/common/audit/bundle.h"

#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_format.h"
#include "gtest/gtest.h"
#include "services/common/audit/bundle_fixture.h"
#include "services/common/base/error.h"

namespace entente::audit {
namespace {

namespace fs = std::filesystem;
using Entries = std::vector<std::string>;

std::string ReadAll(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  std::ostringstream bytes;
  bytes << file.rdbuf();
  return bytes.str();
}
void WriteAll(const std::string& path, const std::string& bytes) {
  std::ofstream(path, std::ios::binary) << bytes;
}

class BundleTest : public testing::Test {
 protected:
  BundleTest() {
    root_ = (fs::temp_directory_path() / "bundle-XXXXXX").string();
    EXPECT_NE(mkdtemp(root_.data()), nullptr);
    dir_ = root_ + "/bundle";
  }
  ~BundleTest() override { fs::remove_all(root_); }

  // "REASON index" of the verdict on `entries`; "" when it is sound.
  std::string Verdict(const Entries& entries, const BundleTrust& trust = {}) {
    fs::remove_all(dir_);
    const absl::Status status = WriteSample(dir_, entries, honest_, {8, 21});
    EXPECT_TRUE(status.ok()) << status;
    return Judge(trust);
  }
  std::string Judge(const BundleTrust& trust = {}) {
    const absl::Status status = VerifyBundle(dir_, trust).status();
    if (status.ok()) return "";
    const ErrorDetail detail = *GetErrorDetail(status);
    EXPECT_FALSE(detail.sentence.fr.empty());
    EXPECT_FALSE(detail.sentence.nl.empty());
    const auto index = detail.metadata.find("index");
    return detail.reason +
           (index == detail.metadata.end() ? "" : " " + index->second);
  }

  std::string root_;
  std::string dir_;
  const Entries honest_ = SampleEntries(21);
};

TEST_F(BundleTest, AnHonestBundleIsSound) {
  BundleTrust trust;
  trust.public_key = SampleSigner().verifier().ToString();
  trust.kept = {SampleNote(honest_, 5), SampleNote(honest_, 21)};
  EXPECT_EQ(Verdict(honest_, trust), "");
  const auto summary = VerifyBundle(dir_, trust);
  EXPECT_EQ(summary->entries, 21u);
  EXPECT_EQ(summary->checkpoints, 2u);
  EXPECT_EQ(summary->kept, 2u);
}

TEST_F(BundleTest, EveryFlippedBitOfEveryFileIsFound) {
  ASSERT_EQ(Verdict(honest_), "");
  for (const char* name : {"entries", "leaves", "public-key",
                           "checkpoints/00000000000000000008.note",
                           "checkpoints/00000000000000000021.note"}) {
    const std::string path = dir_ + "/" + name;
    const std::string good = ReadAll(path);
    for (size_t i = 0; i < good.size(); ++i) {
      std::string bad = good;
      bad[i] = static_cast<char>(bad[i] ^ (1 << (i % 8)));
      WriteAll(path, bad);
      EXPECT_NE(Judge(), "") << name << " byte " << i;
    }
    WriteAll(path, good);
  }
  EXPECT_EQ(Judge(), "");
}

TEST_F(BundleTest, AChangedEntryIsNamed) {
  ASSERT_EQ(Verdict(honest_), "");
  const size_t each = 4 + honest_[0].size();
  std::string bytes = ReadAll(dir_ + "/entries");
  // Entry 0 has no sequence on the wire and is two bytes shorter.
  bytes[each + 12 * (each + 2) + 10] ^= 1;
  WriteAll(dir_ + "/entries", bytes);
  EXPECT_EQ(Judge(), "AUDIT_ENTRY_CHANGED 13");
}

TEST_F(BundleTest, AChangeThatAlsoRewroteTheLeafHashesIsFoundInItsRange) {
  Entries bad = honest_;
  bad[13] = SampleEntry(13, "INVENTED");
  EXPECT_EQ(Verdict(bad), "AUDIT_RANGE_CHANGED 8");
  bad = honest_;
  bad[0] = SampleEntry(0, "INVENTED");
  EXPECT_EQ(Verdict(bad), "AUDIT_RANGE_CHANGED 0");
}

TEST_F(BundleTest, RemovedSwappedInsertedAndTruncatedEntriesAreFound) {
  Entries bad = honest_;
  bad.erase(bad.begin() + 13);
  EXPECT_EQ(Verdict(bad), "AUDIT_ENTRY_OUT_OF_PLACE 13");
  bad = honest_;
  std::swap(bad[4], bad[9]);
  EXPECT_EQ(Verdict(bad), "AUDIT_ENTRY_OUT_OF_PLACE 4");
  bad = honest_;
  bad.insert(bad.begin() + 9, honest_[8]);
  EXPECT_EQ(Verdict(bad), "AUDIT_ENTRY_OUT_OF_PLACE 9");
  bad = honest_;
  bad.pop_back();
  EXPECT_EQ(Verdict(bad), "AUDIT_ENTRIES_MISSING 20");
  bad = honest_;
  bad.push_back(SampleEntry(21));
  EXPECT_EQ(Verdict(bad), "AUDIT_ENTRIES_UNSIGNED 21");
  // Removed, with the later ones numbered anew.
  bad.assign(honest_.begin(), honest_.begin() + 20);
  bad.push_back(SampleEntry(20, "INVENTED"));
  EXPECT_EQ(Verdict(bad), "AUDIT_RANGE_CHANGED 8");
}

TEST_F(BundleTest, D84AMalformedEntryIsFoundThoughItWasSigned) {
  Entries bad = honest_;
  bad[9] += "\x98\x06\x01";
  EXPECT_EQ(Verdict(bad), "AUDIT_ENTRY_MALFORMED 9");
  fs::remove_all(dir_);
  ASSERT_TRUE(WriteSample(dir_, bad, bad, {8, 21}).ok());
  EXPECT_EQ(Judge(), "AUDIT_ENTRY_MALFORMED 9");
}

TEST_F(BundleTest, AFileCutAtAnyByteIsFound) {
  ASSERT_EQ(Verdict(honest_), "");
  for (const char* name : {"entries", "leaves"}) {
    const std::string good = ReadAll(dir_ + "/" + name);
    for (size_t size = 0; size < good.size(); ++size) {
      WriteAll(dir_ + "/" + name, good.substr(0, size));
      EXPECT_NE(Judge(), "") << name << " of " << size;
    }
    WriteAll(dir_ + "/" + name, good + "x");
    EXPECT_NE(Judge(), "");
    WriteAll(dir_ + "/" + name, good);
  }
}

TEST_F(BundleTest, ARollbackIsFoundByAKeptCheckpoint) {
  const Entries longer = SampleEntries(30);
  EXPECT_EQ(Verdict(honest_, {"", {SampleNote(longer, 30)}}),
            "AUDIT_LOG_ROLLED_BACK 21");
}

TEST_F(BundleTest, AForkOfTheSameSizeIsFoundByAKeptCheckpoint) {
  Entries other = honest_;
  other[2] = SampleEntry(2, "INVENTED");
  EXPECT_EQ(Verdict(honest_, {"", {SampleNote(other, 21)}}),
            "AUDIT_LOG_FORKED");
  // Also at a size of which the bundle has no checkpoint of its own.
  EXPECT_EQ(Verdict(honest_, {"", {SampleNote(other, 11)}}),
            "AUDIT_LOG_FORKED");
  EXPECT_EQ(
      Verdict(honest_, {"", {SampleNote(honest_, 11), SampleNote(other, 11)}}),
      "AUDIT_LOG_FORKED");
}

TEST_F(BundleTest, AnotherKeyIsNotTrusted) {
  const NoteSigner other =
      *NoteSigner::Make("entente.local/svc/x/audit", std::string(32, '\x09'));
  EXPECT_EQ(Verdict(honest_, {other.verifier().ToString(), {}}),
            "AUDIT_KEY_WRONG");
  EXPECT_EQ(Verdict(honest_, {"", {*other.Sign("x\n")}}), "AUDIT_KEPT_WRONG");
  EXPECT_EQ(Verdict(honest_, {"", {"no note"}}), "AUDIT_KEPT_WRONG");
}

TEST_F(BundleTest, MissingOrMisnamedFilesAreFound) {
  ASSERT_EQ(Verdict(honest_), "");
  const std::string notes = dir_ + "/checkpoints/";
  fs::rename(notes + "00000000000000000008.note",
             notes + "00000000000000000009.note");
  EXPECT_EQ(Judge(), "AUDIT_CHECKPOINT_WRONG");
  fs::remove(notes + "00000000000000000009.note");
  EXPECT_EQ(Judge(), "");
  fs::remove(notes + "00000000000000000021.note");
  EXPECT_EQ(Judge(), "AUDIT_ENTRIES_UNSIGNED 0");
  fs::remove_all(notes);
  EXPECT_EQ(Judge(), "AUDIT_BUNDLE_UNREADABLE");
  fs::remove(dir_ + "/public-key");
  EXPECT_EQ(Judge(), "AUDIT_BUNDLE_UNREADABLE");
}

class WitnessedBundleTest : public BundleTest {
 protected:
  // Of 8 and of 21 entries, cosigned by witnesses of these numbers.
  void Write(const std::vector<int>& of_8, const std::vector<int>& of_21) {
    fs::remove_all(dir_);
    ASSERT_TRUE(WriteSample(dir_, honest_, honest_, {8, 21}).ok());
    CosignFile(8, of_8);
    CosignFile(21, of_21);
  }
  std::string NoteFile(uint64_t size) {
    return dir_ + absl::StrFormat("/checkpoints/%020d.note", size);
  }
  void CosignFile(uint64_t size, const std::vector<int>& numbers) {
    std::string note = ReadAll(NoteFile(size));
    for (const int number : numbers) note = Cosigned(note, number);
    WriteAll(NoteFile(size), note);
  }
  BundleTrust Trust(const std::vector<int>& numbers, int quorum) {
    BundleTrust trust;
    trust.quorum = quorum;
    for (const int number : numbers) {
      trust.witnesses.push_back(SampleWitness(number).verifier().ToString());
    }
    return trust;
  }
};

TEST_F(WitnessedBundleTest, SaysWhoCosignedWhatAndHowFarItReaches) {
  Write({1, 2}, {2});
  const auto summary = VerifyBundle(dir_, Trust({1, 2, 3}, 2));
  ASSERT_TRUE(summary.ok()) << summary.status();
  EXPECT_EQ(summary->witnessed, 8u) << "of 21 only one knows";
  ASSERT_EQ(summary->witnesses.size(), 3u);
  EXPECT_EQ(summary->witnesses[0].entries, 8u);
  EXPECT_EQ(summary->witnesses[1].checkpoints, 2u);
  EXPECT_EQ(summary->witnesses[1].entries, 21u);
  EXPECT_EQ(summary->witnesses[1].time_s, 1552521600);
  EXPECT_EQ(summary->witnesses[2].checkpoints, 0u);
}

TEST_F(WitnessedBundleTest, D76ALogThatNoQuorumSawIsNotSound) {
  Write({1}, {2});
  EXPECT_EQ(Judge(Trust({1, 2}, 1)), "");
  // One each, never two of one checkpoint.
  EXPECT_EQ(Judge(Trust({1, 2}, 2)), "AUDIT_UNWITNESSED");
  EXPECT_EQ(Judge(Trust({3}, 1)), "AUDIT_UNWITNESSED");
  EXPECT_EQ(Judge(), "") << "nobody is trusted, nobody is missed";
}

TEST_F(WitnessedBundleTest, D81ACosignatureOfAnotherCheckpointIsWrong) {
  Write({1}, {});
  const std::string line =
      ReadAll(NoteFile(8)).substr(SampleNote(honest_, 8).size());
  WriteAll(NoteFile(21), ReadAll(NoteFile(21)) + line);
  EXPECT_EQ(Judge(Trust({1}, 1)), "AUDIT_COSIGNATURE_WRONG");
  EXPECT_EQ(Judge(Trust({2}, 0)), "") << "of another it is passed over";
}

TEST_F(WitnessedBundleTest, EveryFlippedBitOfACosignatureIsFound) {
  Write({1}, {1});
  ASSERT_EQ(Judge(Trust({1}, 1)), "");
  // The witness of 8 alone would still be enough of a quorum.
  Write({}, {1});
  const std::string good = ReadAll(NoteFile(21));
  for (size_t bit = SampleNote(honest_, 21).size() * 8; bit < good.size() * 8;
       ++bit) {
    std::string bad = good;
    bad[bit / 8] = static_cast<char>(bad[bit / 8] ^ (1 << bit % 8));
    WriteAll(NoteFile(21), bad);
    EXPECT_NE(Judge(Trust({1}, 1)), "") << bit;
  }
}

TEST_F(WitnessedBundleTest, KeysThatAreNoneOrTwiceAreRefused) {
  Write({1}, {1});
  BundleTrust trust = Trust({1, 1}, 2);
  EXPECT_EQ(Judge(trust), "AUDIT_WITNESS_WRONG");
  // The same key under another name.
  trust.witnesses[1] =
      CosignatureSigner::Make("oversight.example/w9", std::string(32, '\x01'))
          ->verifier()
          .ToString();
  EXPECT_EQ(Judge(trust), "AUDIT_WITNESS_WRONG");
  trust.witnesses[1] = SampleSigner().verifier().ToString();
  EXPECT_EQ(Judge(trust), "AUDIT_WITNESS_WRONG");
  EXPECT_EQ(Judge(Trust({1}, 2)), "AUDIT_WITNESS_WRONG");
}

TEST_F(BundleTest, AnExistingFolderIsNotOverwritten) {
  ASSERT_EQ(Verdict(honest_), "");
  EXPECT_EQ(ErrorReason(BundleWriter::Create(dir_).status()),
            "AUDIT_BUNDLE_EXISTS");
}

}  // namespace
}  // namespace entente::audit
