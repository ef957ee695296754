#include "services/common/audit/note.h"

#include <string>
#include <vector>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "gtest/gtest.h"
#include "services/common/audit/checkpoint.h"

namespace entente::audit {
namespace {

const std::string kName = "example.org/log";
const std::string kSeed(32, '\x07');
const std::string kDash = "\xE2\x80\x94 ";

std::string NoteOf(const std::string& text, const std::string& name = kName,
                   const std::string& seed = kSeed) {
  return *NoteSigner::Make(name, seed)->Sign(text);
}
const NoteVerifier& Key() {
  static const auto* const key =
      new NoteVerifier(NoteSigner::Make(kName, kSeed)->verifier());
  return *key;
}
std::string LineOf(const std::string& note) {
  return note.substr(note.rfind(kDash));
}

TEST(NoteTest, PrivateKeyGivesThePublicKeyOfRfc8032) {
  // Section 7.1, test 1.
  const std::string seed = absl::HexStringToBytes(
      "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60");
  EXPECT_EQ(absl::BytesToHexString(
                NoteSigner::Make(kName, seed)->verifier().public_key()),
            "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a");
}

TEST(NoteTest, ASignedTextIsReadBackAndItsKeyTravelsAsText) {
  const std::string text = "first\n\nsecond after an empty line\n";
  EXPECT_EQ(*Key().Open(NoteOf(text)), text);
  const auto parsed = NoteVerifier::Parse(Key().ToString());
  ASSERT_TRUE(parsed.ok()) << parsed.status();
  EXPECT_EQ(*parsed->Open(NoteOf(text)), text);
}

TEST(NoteTest, EveryFlippedBitIsRefused) {
  const std::string note = NoteOf("a\nb\n");
  for (size_t i = 0; i < note.size() * 8; ++i) {
    std::string bad = note;
    bad[i / 8] = static_cast<char>(bad[i / 8] ^ (1 << (i % 8)));
    EXPECT_FALSE(Key().Open(bad).ok()) << "bit " << i;
  }
}

TEST(NoteTest, SignaturesOfOthersArePassedOverButNeverEnough) {
  const std::string text = "a\n";
  const std::string other = NoteOf(text, "example.org/other");
  const std::string same_name = NoteOf(text, kName, std::string(32, '\x08'));
  EXPECT_TRUE(absl::IsUnauthenticated(Key().Open(other).status()));
  EXPECT_TRUE(absl::IsUnauthenticated(Key().Open(same_name).status()));
  EXPECT_EQ(*Key().Open(other + LineOf(same_name) + LineOf(NoteOf(text))),
            text);
}

TEST(NoteTest, AWrongSignatureOfAKnownKeyRefusesTheNote) {
  const std::string good = NoteOf("a\n");
  EXPECT_FALSE(Key().Open(good + LineOf(NoteOf("b\n"))).ok());
  EXPECT_FALSE(Key().Open("b\n\n" + LineOf(good)).ok());
}

TEST(NoteTest, MalformedNotesAreRefused) {
  const std::string good = NoteOf("a\n");
  const std::string line = LineOf(good);
  std::string many = good;
  for (int i = 0; i < 16; ++i) many += line;
  const std::vector<std::string> bad = {
      "",
      "\n",
      "a\n",
      "a\n\n",
      good.substr(0, good.size() - 1),
      good + "\n",
      "a\n" + line,
      "a\r\n\n" + line,
      absl::StrReplaceAll(good, {{kDash, "- "}}),
      absl::StrReplaceAll(good, {{"=\n", "\n"}}),
      absl::StrReplaceAll(good, {{"log ", "log  "}}),
      absl::StrReplaceAll(good, {{"log ", "log x "}}),
      std::string("a\n\n\xFF\n", 5) + line,
      good + std::string(kNoteBytesMax, 'x'),
      many};
  for (const std::string& note : bad) {
    EXPECT_FALSE(Key().Open(note).ok()) << absl::CEscape(note.substr(0, 200));
  }
}

TEST(NoteTest, KeysOfAnotherFormAreRefused) {
  EXPECT_FALSE(NoteSigner::Make("two words", kSeed).ok());
  EXPECT_FALSE(NoteSigner::Make("a+b", kSeed).ok());
  EXPECT_FALSE(NoteSigner::Make("", kSeed).ok());
  EXPECT_FALSE(NoteSigner::Make(kName, "short").ok());
  const std::string good = Key().ToString();
  EXPECT_FALSE(NoteVerifier::Parse("").ok());
  EXPECT_FALSE(NoteVerifier::Parse("x" + good).ok());
  EXPECT_FALSE(NoteVerifier::Parse(good.substr(0, good.size() - 4)).ok());
  EXPECT_FALSE(NoteVerifier::Parse(good + "\n").ok());
}

TEST(CheckpointTest, OnlyTheOneFormIsRead) {
  const Checkpoint checkpoint = {kName, 21, std::string(32, '\x05')};
  const std::string text = CheckpointText(checkpoint);
  const auto read = OpenCheckpoint(NoteOf(text), Key());
  ASSERT_TRUE(read.ok()) << read.status();
  EXPECT_EQ(read->size, 21u);
  EXPECT_EQ(read->root, checkpoint.root);
  const std::vector<std::string> bad = {
      text + "extension\n",
      text + "\n",
      text.substr(0, text.size() - 1),
      absl::StrReplaceAll(text, {{"\n21\n", "\n021\n"}}),
      absl::StrReplaceAll(text, {{"\n21\n", "\n+21\n"}}),
      absl::StrReplaceAll(text, {{"\n21\n", "\n-1\n"}}),
      absl::StrReplaceAll(text, {{"\n21\n", "\n18446744073709551616\n"}}),
      absl::StrReplaceAll(text, {{"\n21\n", "\n0\n"}}),
      absl::StrReplaceAll(text, {{"=", ""}}),
      absl::StrReplaceAll(text, {{kName, ""}})};
  for (const std::string& one : bad) {
    EXPECT_FALSE(ParseCheckpointText(one).ok()) << absl::CEscape(one);
  }
  EXPECT_FALSE(OpenCheckpoint(NoteOf(absl::StrCat("x", text)), Key()).ok())
      << "the origin is another log's";
}

}  // namespace
}  // namespace entente::audit
