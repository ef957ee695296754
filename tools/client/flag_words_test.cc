#include "tools/client/flag_words.h"

#include <optional>
#include <string>
#include <vector>

#include "gtest/gtest.h"

namespace entente::client {
namespace {

const std::vector<FieldFlag>& Flags() {
  static const auto* const flags = new std::vector<FieldFlag>{
      {.field = "without",
       .flag = "--without",
       .usage = {"--without SOURCE=REASON", "--without SOURCE=MOTIF",
                 "--without BRON=REDEN"}}};
  return *flags;
}

absl::Status NotConfirmed(const std::string& field) {
  return MakeError(
      absl::StatusCode::kFailedPrecondition,
      {.reason = "SOURCE_NOT_CONFIRMED",
       .field = field,
       .metadata = {{"sources", "bravvo"}},
       .sentence = {"Name it in `without`.", "Nommez-la dans `without`.",
                    "Noem ze in `without`."}});
}

TEST(FlagWordsTest, AFlagIsNamedAsItIsWritten) {
  const absl::Status said = InFlagWords(NotConfirmed("without"), Flags());
  EXPECT_EQ(said.code(), absl::StatusCode::kFailedPrecondition);
  const std::optional<ErrorDetail> detail = GetErrorDetail(said);
  ASSERT_TRUE(detail.has_value());
  EXPECT_EQ(detail->reason, "SOURCE_NOT_CONFIRMED");
  EXPECT_EQ(detail->field, "--without");
  EXPECT_EQ(detail->metadata.at("sources"), "bravvo");
  EXPECT_EQ(detail->sentence.en, "Name it in --without SOURCE=REASON.");
  EXPECT_EQ(detail->sentence.fr, "Nommez-la dans --without SOURCE=MOTIF.");
  EXPECT_EQ(detail->sentence.nl, "Noem ze in --without BRON=REDEN.");
}

TEST(FlagWordsTest, WhatLiesWithinAFieldIsItsFlag) {
  for (const std::string within : {"without.source", "without[1].reason"}) {
    EXPECT_EQ(GetErrorDetail(InFlagWords(NotConfirmed(within), Flags()))->field,
              "--without");
  }
  for (const std::string other : {"without_more", "name", ""}) {
    EXPECT_EQ(GetErrorDetail(InFlagWords(NotConfirmed(other), Flags()))->field,
              other);
  }
}

TEST(FlagWordsTest, WhatNamesNoFieldStaysAsItIs) {
  EXPECT_TRUE(InFlagWords(absl::OkStatus(), Flags()).ok());
  const absl::Status plain = absl::UnavailableError("gone");
  EXPECT_EQ(InFlagWords(plain, Flags()), plain);
}

}  // namespace
}  // namespace entente::client
