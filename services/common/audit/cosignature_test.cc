#include "services/common/audit/cosignature.h"

#include <string>
#include <vector>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"
#include "services/common/audit/add_checkpoint.h"
#include "services/common/audit/checkpoint.h"
#include "services/common/audit/note.h"
#include "services/common/base/hash.h"

namespace entente::audit {
namespace {

const std::string kText =
    CheckpointText({"example.org/log", 21, std::string(32, 'r')});
constexpr int64_t kTime = 1679315147;

CosignatureSigner Witness(const std::string& name = "example.org/w1",
                          char seed = '\x21') {
  return *CosignatureSigner::Make(name, std::string(32, seed));
}
std::string NoteWith(const std::string& lines) {
  return *NoteSigner::Make("example.org/log", std::string(32, '\x07'))
              ->Sign(kText) +
         lines;
}

TEST(CosignatureTest, TheMessageIsThatOfTheStandard) {
  const std::string seed(32, '\x21');
  const std::string line = *Witness().Sign(kText, kTime);
  // Made here by hand: header, time, the whole text; eight bytes of time before
  // the signature; type 0x04 in the id of the key.
  const std::string signature = *Ed25519Sign(
      seed, absl::StrCat("cosignature/v1\ntime 1679315147\n", kText));
  const std::string id =
      Sha256(absl::StrCat("example.org/w1\n\x04", *Ed25519PublicKey(seed)))
          .substr(0, 4);
  const std::string time("\x00\x00\x00\x00\x64\x18\x50\xcb", 8);
  EXPECT_EQ(line,
            absl::StrCat("\xE2\x80\x94 example.org/w1 ",
                         absl::Base64Escape(id + time + signature), "\n"));
}

TEST(CosignatureTest, IsFoundBesideTheSignatureOfTheLog) {
  const std::string line = *Witness().Sign(kText, kTime);
  const auto key = CosignatureVerifier::Parse(Witness().verifier().ToString());
  ASSERT_TRUE(key.ok()) << key.status();
  const auto found = key->Find(NoteWith(line));
  ASSERT_TRUE(found.ok() && *found) << found.status();
  EXPECT_EQ((*found)->time_s, kTime);
  EXPECT_EQ((*found)->line, line);
  EXPECT_EQ(*key->Find(NoteWith("")), std::nullopt);
  // The note is still one of the log.
  EXPECT_TRUE(OpenCheckpoint(
                  NoteWith(line),
                  NoteSigner::Make("example.org/log", std::string(32, '\x07'))
                      ->verifier())
                  .ok());
}

TEST(CosignatureTest, OfSeveralTheLatestCountsAndAWrongOneSpoilsAll) {
  const std::string early = *Witness().Sign(kText, kTime);
  const std::string late = *Witness().Sign(kText, kTime + 60);
  const CosignatureVerifier key = Witness().verifier();
  EXPECT_EQ((*key.Find(NoteWith(late + early)))->time_s, kTime + 60);
  const std::string other = *Witness().Sign("other text\n", kTime);
  EXPECT_TRUE(
      absl::IsUnauthenticated(key.Find(NoteWith(late + other)).status()));
}

TEST(CosignatureTest, EveryFlippedBitIsNoCosignature) {
  const CosignatureVerifier key = Witness().verifier();
  const std::string line = *Witness().Sign(kText, kTime);
  const SignatureLine good =
      *ParseSignatureLine(absl::string_view(line).substr(0, line.size() - 1));
  ASSERT_TRUE(key.Verify(kText, good).ok());
  for (size_t bit = 0; bit < good.signature.size() * 8; ++bit) {
    SignatureLine bad = good;
    bad.signature[bit / 8] =
        static_cast<char>(bad.signature[bit / 8] ^ (1 << bit % 8));
    EXPECT_FALSE(key.Verify(kText, bad).ok()) << bit;
  }
  for (size_t size = 0; size < good.signature.size(); ++size) {
    SignatureLine bad = good;
    bad.signature.resize(size);
    EXPECT_FALSE(key.Verify(kText, bad).ok()) << size;
  }
}

TEST(CosignatureTest, OtherNamesKeysAndTypesAreNotThisWitness) {
  const CosignatureVerifier key = Witness().verifier();
  for (const CosignatureSigner& other :
       {Witness("example.org/w2"), Witness("example.org/w1", '\x22')}) {
    EXPECT_EQ(*key.Find(NoteWith(*other.Sign(kText, kTime))), std::nullopt);
  }
  // One key, two types: neither is read as the other.
  const NoteSigner note =
      *NoteSigner::Make("example.org/w1", std::string(32, '\x21'));
  EXPECT_FALSE(CosignatureVerifier::Parse(note.verifier().ToString()).ok());
  EXPECT_FALSE(NoteVerifier::Parse(key.ToString()).ok());
  const std::string line = note.Sign(kText)->substr(kText.size() + 1);
  EXPECT_EQ(*key.Find(NoteWith(line)), std::nullopt);
}

TEST(AddCheckpointTest, IsReadAsItWasWritten) {
  AddCheckpoint request;
  request.old_size = 17;
  request.proof = {std::string(32, 'a'), std::string(32, '\xff')};
  request.note = NoteWith("");
  const std::string body = FormatAddCheckpoint(request);
  EXPECT_EQ(body.substr(0, 7), "old 17\n");
  const auto read = ParseAddCheckpoint(body);
  ASSERT_TRUE(read.ok()) << read.status();
  EXPECT_EQ(read->old_size, 17u);
  EXPECT_EQ(read->proof, request.proof);
  EXPECT_EQ(read->note, request.note);
}

TEST(AddCheckpointTest, ASizeHasOneSpelling) {
  EXPECT_EQ(*ParseSize(FormatSize(0)), 0u);
  EXPECT_EQ(*ParseSize("18446744073709551615\n"), ~uint64_t{0});
  for (const char* bad : {"", "\n", "1", "01\n", "+1\n", "1\n\n", " 1\n",
                          "18446744073709551616\n", "x\n"}) {
    EXPECT_FALSE(ParseSize(bad).ok()) << bad;
  }
}

}  // namespace
}  // namespace entente::audit
