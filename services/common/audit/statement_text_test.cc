#include "services/common/audit/statement_text.h"

#include <string>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "gtest/gtest.h"
#include "services/common/audit/checkpoint.h"

namespace entente::audit {
namespace {

constexpr char kLog[] = "entente.local/svc/x/audit";

NoteSigner Signer(char seed = 's') {
  return *NoteSigner::Make(kLog, std::string(32, seed));
}

std::string Text() {
  return absl::StrCat(
      kStatementTitle, "\nlog ", kLog,
      "\nresolution auditResolutions/a 00\nquestion object things/1\n"
      "period 2019-03-01 2019-03-31\nreason complaint\nreference files/1\n"
      "requested 2019-03-14T11:00:00Z 2019:00\n"
      "approved 2019-03-14T12:00:00Z 2019:01\ntree 7 AAAA\nentries 1\n"
      "entry 3 2019-03-14T10:00:00Z a.v1.S/Read permitted 1 2019:02 -\n");
}

TEST(StatementTextTest, ASignedStatementOpensUnderItsKeyAlone) {
  const std::string note = *Signer().Sign(Text());
  const auto read = OpenStatement(note, Signer().verifier());
  ASSERT_TRUE(read.ok()) << read.status();
  EXPECT_EQ(read->log, kLog);
  EXPECT_EQ(read->tree_size, 7u);
  EXPECT_EQ(read->entries, 1);
  EXPECT_EQ(read->text, Text());
  EXPECT_FALSE(OpenStatement(note, Signer('t').verifier()).ok());
}

TEST(StatementTextTest, EveryFlippedBitIsFound) {
  const std::string note = *Signer().Sign(Text());
  for (size_t i = 0; i < note.size(); ++i) {
    for (int bit = 0; bit < 8; ++bit) {
      std::string changed = note;
      changed[i] = static_cast<char>(changed[i] ^ (1 << bit));
      EXPECT_FALSE(OpenStatement(changed, Signer().verifier()).ok())
          << i << " " << bit;
    }
  }
}

TEST(StatementTextTest, AStatementIsNeverACheckpointAndNoneIsAStatement) {
  const Checkpoint checkpoint = {kLog, 0, EmptyRoot()};
  const std::string signed_checkpoint =
      *Signer().Sign(CheckpointText(checkpoint));
  EXPECT_TRUE(OpenCheckpoint(signed_checkpoint, Signer().verifier()).ok());
  EXPECT_FALSE(OpenStatement(signed_checkpoint, Signer().verifier()).ok());
  EXPECT_FALSE(
      OpenCheckpoint(*Signer().Sign(Text()), Signer().verifier()).ok());
}

TEST(StatementTextTest, WhatIsSignedButNoStatementIsRefused) {
  const auto opens = [](const std::string& text) {
    return OpenStatement(*Signer().Sign(text), Signer().verifier()).ok();
  };
  ASSERT_TRUE(opens(Text()));
  EXPECT_FALSE(opens("entente.audit.statement/v1\n"));
  EXPECT_FALSE(opens(absl::StrReplaceAll(Text(), {{"/v1", "/v2"}})));
  EXPECT_FALSE(opens(absl::StrReplaceAll(Text(), {{"svc/x", "svc/y"}})));
  EXPECT_FALSE(
      opens(absl::StrReplaceAll(Text(), {{"entries 1", "entries 2"}})));
  EXPECT_FALSE(opens(absl::StrReplaceAll(Text(), {{"tree 7", "tree x"}})));
}

TEST(StatementTextTest, NoWordBreaksOutOfItsLine) {
  EXPECT_EQ(StatementWord("a b\nentry 1"), "a%20b%0Aentry%201");
  EXPECT_EQ(StatementWord("p-1@x.example"), "p-1@x.example");
  EXPECT_EQ(StatementWord("\xC3\xA9"), "%C3%A9");
  EXPECT_EQ(StatementWord(""), "-");
  EXPECT_FALSE(IsStatementWord("a b"));
  EXPECT_FALSE(IsStatementWord(""));
  EXPECT_TRUE(IsStatementWord("things/1"));
}

}  // namespace
}  // namespace entente::audit
