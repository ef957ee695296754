// Files beside the store: keys, and what is said of the store outside it.
#include "services/common/store/durable_file.h"

#include <filesystem>
#include <optional>
#include <string>

#include "gtest/gtest.h"
#include "services/common/base/error.h"
#include "services/common/store/temporary_folder.h"

namespace entente::store {
namespace {

const Sentence kPurpose = {
    .en = "of the kitchen", .fr = "de la cuisine", .nl = "van de keuken"};

TEST(DurableFileTest, AKeyIsMadeOnceAndReadAgain) {
  const TemporaryFolder folder;
  const auto made = ReadOrMakeKey(folder.path(), "k", kPurpose);
  ASSERT_TRUE(made.ok()) << made.status();
  EXPECT_EQ(made->size(), 32u);
  EXPECT_EQ(*ReadOrMakeKey(folder.path(), "k", kPurpose), *made);
  EXPECT_NE(*ReadOrMakeKey(folder.path(), "other", kPurpose), *made);
}

TEST(DurableFileTest, AFileIsReplacedAsAWhole) {
  const TemporaryFolder folder;
  for (const std::string bytes : {"long bytes", "short"}) {
    ASSERT_TRUE(ReplaceFile(folder.path(), "f", bytes, kPurpose).ok());
    EXPECT_EQ(*ReadWholeFile(folder.path(), "f", 99), bytes);
  }
  EXPECT_FALSE(ReadWholeFile(folder.path(), "f", 4).ok());
  EXPECT_EQ(*ReadWholeFile(folder.path(), "none", 99), std::nullopt);
}

TEST(DurableFileTest, AnUnwritableFileIsNamedWithItsPurposeNotItsFolder) {
  const TemporaryFolder folder;
  const std::string missing = folder.path() + "/missing";
  const absl::Status key = ReadOrMakeKey(missing, "k", kPurpose).status();
  for (const absl::Status& status :
       {key, ReplaceFile(missing, "k", "bytes", kPurpose)}) {
    EXPECT_TRUE(absl::IsUnavailable(status));
    EXPECT_EQ(ErrorReason(status), "FILE_UNWRITABLE");
    const auto detail = GetErrorDetail(status);
    ASSERT_TRUE(detail.has_value());
    EXPECT_EQ(detail->metadata.at("file"), "k");
    EXPECT_EQ(detail->sentence.en.find("The file k of the kitchen cannot"), 0u);
    EXPECT_EQ(detail->sentence.fr.find("Le fichier k de la cuisine ne"), 0u);
    EXPECT_EQ(detail->sentence.nl.find("Het bestand k van de keuken kan"), 0u);
    EXPECT_EQ(detail->sentence.en.find(missing), std::string::npos);
  }
}

}  // namespace
}  // namespace entente::store
