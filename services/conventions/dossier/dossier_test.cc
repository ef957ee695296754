#include <string>
#include <vector>

#include "absl/strings/str_replace.h"
#include "gtest/gtest.h"
#include "services/common/base/error.h"
#include "services/common/base/hash.h"
#include "services/conventions/dossier/dossier_collector.h"
#include "services/conventions/dossier/dossier_limits.h"
#include "services/conventions/dossier/dossier_manifest.h"

namespace entente::conventions {
namespace {

void AddFile(const std::string& path, const std::string& content,
             v1::DossierManifest& manifest) {
  v1::DossierFile& file = *manifest.add_files();
  file.set_path(path);
  file.set_bytes(static_cast<int64_t>(content.size()));
  file.set_sha256(Sha256Hex(content));
}

v1::DossierManifest Sound() {
  v1::DossierManifest manifest;
  manifest.set_format(kManifestFormat);
  manifest.set_convention("municipalities/21004/conventions/css-2018-2019");
  manifest.set_year(2018);
  manifest.set_made_at("2019-03-01T10:00:00Z");
  AddFile("data/a.csv", "aaaa", manifest);
  AddFile("data/empty.csv", "", manifest);
  AddFile("dossier.html", "hhh", manifest);
  return manifest;
}

v1::DossierChunk Part(const std::string& path, const std::string& content) {
  v1::DossierChunk chunk;
  chunk.set_path(path);
  chunk.set_content(content);
  return chunk;
}

// The reason with which these parts are refused, "" when they make a dossier.
std::string ReasonOf(const std::vector<v1::DossierChunk>& parts) {
  DossierCollector collector(Sound());
  for (const v1::DossierChunk& part : parts) {
    const absl::Status taken = collector.Take(part);
    if (!taken.ok()) return ErrorReason(taken);
  }
  return ErrorReason(collector.Finish().status());
}

TEST(DossierManifestTest, HasOneSpelling) {
  const std::string text = FormatManifest(Sound());
  const auto parsed = ParseManifest(text);
  ASSERT_TRUE(parsed.ok()) << parsed.status();
  EXPECT_EQ(FormatManifest(*parsed), text);
  for (const auto& [from, to] :
       std::vector<std::pair<std::string, std::string>>{
           {"\n}\n", "\n}"},
           {"\"year\": 2018", "\"year\":  2018"},
           {"\"year\": 2018", "\"year\": \"2018\""},
           {"\"year\": 2018", "\"year\": 2018,\n  \"year\": 2018"},
           {"\"year\": 2018", "\"other\": 1,\n  \"year\": 2018"},
           {"entente-dossier/2", "entente-dossier/9"},
           {"10:00:00Z", "10:00:00+00:00"},
           {"\"bytes\": 4", "\"bytes\": -4"},
           {"data/a.csv", "data/z.csv"},
           {Sha256Hex("aaaa"), std::string(64, 'G')}}) {
    const std::string broken = absl::StrReplaceAll(text, {{from, to}});
    ASSERT_NE(broken, text) << from;
    EXPECT_EQ(ErrorReason(ParseManifest(broken).status()), "DOSSIER_MANIFEST")
        << from << " -> " << to;
  }
  EXPECT_EQ(ErrorReason(ParseManifest("").status()), "DOSSIER_MANIFEST");
}

TEST(DossierManifestTest, NamesNothingOutsideItsFolder) {
  for (const char* path : {"dossier.html", "data/a_b-1.csv", "a/b/c"}) {
    EXPECT_TRUE(IsDossierPath(path)) << path;
  }
  for (const char* path :
       {"", "/etc/passwd", "../a", "data/../a", "data//a", "data/.a", "./a",
        "a/b/c/d", "Data/a", "data\\a", "a b", "manifest.json", "SHA256SUMS",
        "data/\xC3\xA9.csv", "a/", "submission.note", "receipt.note",
        "answer.note", "answer.decision"}) {
    EXPECT_FALSE(IsDossierPath(path)) << path;
    v1::DossierManifest manifest;
    manifest = Sound();
    manifest.mutable_files(0)->set_path(path);
    const auto parsed = ParseManifest(FormatManifest(manifest));
    EXPECT_FALSE(parsed.ok()) << path;
  }
}

TEST(DossierManifestTest, NoFileIsTheFolderOfAnother) {
  for (const auto& [file, within] :
       std::vector<std::pair<std::string, std::string>>{
           {"data", "data/a"}, {"a/b", "a/b/c"}, {"a", "a/b/c"}}) {
    v1::DossierManifest manifest = Sound();
    manifest.clear_files();
    AddFile(file, "x", manifest);
    // Sorts between the two.
    AddFile(file + "-x", "x", manifest);
    AddFile(within, "x", manifest);
    EXPECT_EQ(ErrorReason(ParseManifest(FormatManifest(manifest)).status()),
              "DOSSIER_PATH")
        << within;
  }
}

TEST(DossierManifestTest, IsBounded) {
  v1::DossierManifest manifest = Sound();
  manifest.mutable_files(0)->set_bytes(kDossierFileBytesMax + 1);
  EXPECT_EQ(ErrorReason(ParseManifest(FormatManifest(manifest)).status()),
            "DOSSIER_TOO_LARGE");
  for (v1::DossierFile& file : *manifest.mutable_files()) {
    file.set_bytes(kDossierFileBytesMax);
  }
  EXPECT_EQ(ErrorReason(ParseManifest(FormatManifest(manifest)).status()),
            "DOSSIER_TOO_LARGE");
  manifest.clear_files();
  for (int i = 0; i <= kDossierFilesMax; ++i) {
    AddFile("f" + std::to_string(100 + i), "x", manifest);
  }
  EXPECT_EQ(ErrorReason(ParseManifest(FormatManifest(manifest)).status()),
            "DOSSIER_TOO_LARGE");
  EXPECT_EQ(
      ErrorReason(
          ParseManifest(std::string(kManifestBytesMax + 1, ' ')).status()),
      "DOSSIER_TOO_LARGE");
}

TEST(DossierCollectorTest, TakesWhatTheManifestLists) {
  DossierCollector collector(Sound());
  ASSERT_TRUE(collector.Take(Part("data/a.csv", "aa")).ok());
  ASSERT_TRUE(collector.Take(Part("data/a.csv", "aa")).ok());
  ASSERT_TRUE(collector.Take(Part("dossier.html", "hhh")).ok());
  const auto files = collector.Finish();
  ASSERT_TRUE(files.ok()) << files.status();
  EXPECT_EQ(*files, (FrozenFiles{{"data/a.csv", "aaaa"},
                                 {"data/empty.csv", ""},
                                 {"dossier.html", "hhh"}}));
}

TEST(DossierCollectorTest, RefusesWhatItDoesNotList) {
  const v1::DossierChunk a = Part("data/a.csv", "aaaa");
  const v1::DossierChunk page = Part("dossier.html", "hhh");
  EXPECT_EQ(ReasonOf({a, page}), "");
  EXPECT_EQ(ReasonOf({}), "DOSSIER_FILE_MISSING");
  EXPECT_EQ(ReasonOf({a}), "DOSSIER_FILE_MISSING");
  EXPECT_EQ(ReasonOf({Part("data/a.csv", "aa"), page}), "DOSSIER_FILE_MISSING");
  EXPECT_EQ(ReasonOf({page}), "DOSSIER_FILE_EXTRA");
  EXPECT_EQ(ReasonOf({Part("../x", "a")}), "DOSSIER_FILE_EXTRA");
  EXPECT_EQ(ReasonOf({a, page, Part("more", "x")}), "DOSSIER_FILE_EXTRA");
  EXPECT_EQ(ReasonOf({a, a}), "DOSSIER_FILE_EXTRA");
  EXPECT_EQ(ReasonOf({Part("data/a.csv", "aaab"), page}),
            "DOSSIER_FILE_ALTERED");
  EXPECT_EQ(ReasonOf({Part("data/a.csv", "aaaaa")}), "DOSSIER_FILE_ALTERED");
  EXPECT_EQ(ReasonOf({Part("data/a.csv", "")}), "DOSSIER_STREAM");
  EXPECT_EQ(
      ReasonOf({Part("data/a.csv", std::string(kChunkBytesMax + 1, 'a'))}),
      "DOSSIER_STREAM");
}

}  // namespace
}  // namespace entente::conventions
