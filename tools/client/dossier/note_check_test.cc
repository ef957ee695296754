// Notes beside a dossier: each under its own name, by its own party.
#include "tools/client/dossier/note_check.h"

#include <filesystem>
#include <fstream>
#include <functional>
#include <map>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "gtest/gtest.h"
#include "services/common/audit/note.h"
#include "services/common/base/error.h"
#include "services/common/base/hash.h"
#include "services/conventions/dossier/dossier_seal.h"

namespace entente::client {
namespace {

using conventions::Seal;
using conventions::v1::SubmissionDecision;

constexpr char kConvention[] = "municipalities/21004/conventions/css-2018-2019";

audit::NoteSigner Signer(const std::string& name, char seed) {
  return *audit::NoteSigner::Make(name, std::string(32, seed));
}

class NoteCheckTest : public testing::Test {
 protected:
  NoteCheckTest()
      : folder_(testing::TempDir() + "/notes-" +
                testing::UnitTest::GetInstance()->current_test_info()->name()) {
    std::filesystem::create_directories(folder_);
    check_.convention = kConvention;
    check_.year = 2018;
    check_.manifest_sha256 = std::string(64, 'a');
    decision_.set_submission(Name());
    decision_.set_manifest_sha256(check_.manifest_sha256);
    decision_.set_outcome(SubmissionDecision::OUTCOME_ACCEPTED);
    files_ = {
        {conventions::kSubmissionNote, Sign(town_, Seal::Kind::kSubmission)},
        {conventions::kReceiptNote, Sign(state_, Seal::Kind::kReceipt)},
        {conventions::kAnswerNote, Sign(state_, Seal::Kind::kAnswer)},
        {conventions::kDecisionFile, decision_.SerializeAsString()}};
  }
  ~NoteCheckTest() override { std::filesystem::remove_all(folder_); }

  static std::string Name(int revision = 1) {
    return absl::StrCat(kConvention, "/submissions/2018-", revision);
  }

  std::string Sign(const audit::NoteSigner& signer, Seal::Kind kind,
                   const std::string& name = Name()) const {
    Seal seal{.kind = kind,
              .name = name,
              .manifest_sha256 = check_.manifest_sha256,
              .time = absl::Now()};
    if (kind == Seal::Kind::kAnswer) {
      seal.decision_sha256 = Sha256Hex(decision_.SerializeAsString());
    }
    return *signer.Sign(FormatSeal(seal));
  }

  // With these files and no others.
  absl::StatusOr<std::vector<SoundNote>> Check(
      const std::map<std::string, std::string>& files) const {
    std::filesystem::remove_all(folder_);
    std::filesystem::create_directories(folder_);
    for (const auto& [name, bytes] : files) {
      std::ofstream(absl::StrCat(folder_, "/", name), std::ios::binary)
          << bytes;
    }
    return CheckNotes(folder_, check_, keys_);
  }

  const std::string folder_;
  const audit::NoteSigner town_ = Signer("town", 't');
  const audit::NoteSigner state_ = Signer("state", 's');
  DossierCheck check_;
  SubmissionDecision decision_;
  NoteKeys keys_{{town_.verifier().ToString()}, {state_.verifier().ToString()}};
  std::map<std::string, std::string> files_;
};

TEST_F(NoteCheckTest, EachPartyHasSignedItsOwn) {
  const auto sound = Check(files_);
  ASSERT_TRUE(sound.ok()) << sound.status();
  ASSERT_EQ(sound->size(), 3u);
  EXPECT_EQ((*sound)[0].signer, "town");
  EXPECT_EQ((*sound)[1].signer, "state");
  EXPECT_EQ((*sound)[2].decision.outcome(),
            SubmissionDecision::OUTCOME_ACCEPTED);
  EXPECT_TRUE(Check({*files_.find(conventions::kSubmissionNote)}).ok());
}

TEST_F(NoteCheckTest, ANoteUnderAnotherNameIsNone) {
  using Files = std::map<std::string, std::string>;
  const std::map<std::string, std::function<void(Files&)>> spoilt = {
      {"none", [](Files& f) { f.clear(); }},
      {"no submission", [](Files& f) { f.erase("submission.note"); }},
      {"a receipt as submission",
       [](Files& f) { f["submission.note"] = f["receipt.note"]; }},
      {"a submission as receipt",
       [](Files& f) { f["receipt.note"] = f["submission.note"]; }},
      {"an answer as receipt",
       [](Files& f) { f["receipt.note"] = f["answer.note"]; }},
      {"a receipt as answer",
       [](Files& f) { f["answer.note"] = f["receipt.note"]; }},
      {"a receipt that the municipality signed",
       [&](Files& f) {
         f["receipt.note"] = Sign(town_, Seal::Kind::kReceipt);
       }},
      {"a submission that the State signed",
       [&](Files& f) {
         f["submission.note"] = Sign(state_, Seal::Kind::kSubmission);
       }},
      {"a receipt of another revision",
       [&](Files& f) {
         f["receipt.note"] = Sign(state_, Seal::Kind::kReceipt, Name(2));
       }},
      {"all of another convention",
       [&](Files& f) {
         f = {{"submission.note",
               Sign(town_, Seal::Kind::kSubmission,
                    "municipalities/21009/conventions/c/submissions/2018-1")}};
       }},
      {"no decision", [](Files& f) { f.erase("answer.decision"); }},
      {"another decision",
       [&](Files& f) {
         SubmissionDecision other = decision_;
         other.set_outcome(SubmissionDecision::OUTCOME_REJECTED);
         f["answer.decision"] = other.SerializeAsString();
       }},
      {"a decision that nobody signed",
       [](Files& f) { f.erase("answer.note"); }},
      {"no note", [](Files& f) { f["receipt.note"] = "invented"; }}};
  for (const auto& [what, spoil] : spoilt) {
    Files files = files_;
    spoil(files);
    EXPECT_EQ(ErrorReason(Check(files).status()), "NOTE_UNSOUND") << what;
  }
}

TEST_F(NoteCheckTest, AKeyCountsForItsPartyAlone) {
  std::swap(keys_.municipality, keys_.state);
  EXPECT_EQ(ErrorReason(Check(files_).status()), "NOTE_UNSOUND");
  keys_ = {{town_.verifier().ToString()}, {}};
  EXPECT_EQ(ErrorReason(Check(files_).status()), "NOTE_KEY");
  keys_ = {{}, {state_.verifier().ToString()}};
  EXPECT_EQ(ErrorReason(Check(files_).status()), "NOTE_KEY");
  keys_ = {{"town+nonsense"}, {state_.verifier().ToString()}};
  EXPECT_EQ(ErrorReason(Check(files_).status()), "NOTE_KEY");
}

TEST_F(NoteCheckTest, ADecisionOnAnotherDossierIsNotThisOnes) {
  decision_.set_submission(Name(2));
  files_[conventions::kDecisionFile] = decision_.SerializeAsString();
  files_[conventions::kAnswerNote] = Sign(state_, Seal::Kind::kAnswer);
  EXPECT_EQ(ErrorReason(Check(files_).status()), "NOTE_UNSOUND");
}

}  // namespace
}  // namespace entente::client
