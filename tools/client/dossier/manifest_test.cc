// Folders of dossiers, checked offline.
#include "tools/client/dossier/manifest.h"

#include <filesystem>
#include <fstream>
#include <functional>
#include <string>

#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"
#include "services/conventions/dossier/dossier_page.h"
#include "tools/client/files.h"

namespace entente::client {
namespace {

// What is said of a dossier of these files, once `plant` changed the folder.
std::string FaultsOf(
    DossierFiles files,
    const std::function<void(DossierFiles&)>& plant = [](DossierFiles&) {}) {
  const std::string folder = testing::TempDir() + "/dossier";
  std::filesystem::remove_all(folder);
  AddManifest("municipalities/21004/conventions/css-2018-2019", 2018,
              "2019-03-01T10:00:00Z", files);
  plant(files);
  EXPECT_TRUE(WriteDossier(folder, files).ok());
  const auto check = CheckDossier(folder);
  std::filesystem::remove_all(folder);
  if (!check.ok()) return std::string(check.status().message());
  std::string said;
  for (const DossierFault& fault : check->faults) {
    absl::StrAppend(&said, fault.path, ": ", fault.what.en, "\n");
  }
  return said;
}

TEST(ManifestTest, SaysWhatABrowserWouldRunThoughItIsAsItWasSigned) {
  const std::string page = absl::StrCat(conventions::kPageStart, "<p>x</p>");
  EXPECT_EQ(FaultsOf({{"dossier.html", page}, {"data/a.csv", "x"}}), "");
  EXPECT_EQ(FaultsOf({{"dossier.html", "<script>x()</script>"}}),
            "dossier.html: could run or load something: do not open it\n");
  EXPECT_EQ(FaultsOf({{"dossier.html", page}, {"data/x.svg", "<svg/>"}}),
            "data/x.svg: could run or load something: do not open it\n");
}

TEST(ManifestTest, EveryLineOfTheSumsSaysWhatTheManifestSays) {
  const std::string page = absl::StrCat(conventions::kPageStart, "<p>x</p>");
  const DossierFiles files = {{"dossier.html", page}, {"data/a.csv", "x"}};
  const std::string zeros(64, '0');
  const std::string of_a = absl::StrCat(Sha256Hex("x"), "  data/a.csv\n");
  const auto replace_line = [&](const std::string& with) {
    return [&, with](DossierFiles& planted) {
      std::string& sums = planted["SHA256SUMS"];
      ASSERT_NE(sums.find(of_a), std::string::npos);
      sums.replace(sums.find(of_a), of_a.size(), with);
    };
  };
  EXPECT_EQ(FaultsOf(files), "");
  // Another hash for a file that is as the manifest says.
  EXPECT_EQ(FaultsOf(files, replace_line(zeros + "  data/a.csv\n")),
            "data/a.csv: has another hash in SHA256SUMS\n");
  EXPECT_EQ(FaultsOf(files, replace_line("")),
            "data/a.csv: not named in SHA256SUMS\n");
  EXPECT_EQ(FaultsOf(files, replace_line(of_a + of_a)),
            "data/a.csv: stands twice in SHA256SUMS\n");
  EXPECT_EQ(FaultsOf(files, replace_line(of_a + zeros + "  data/b.csv\n")),
            "data/b.csv: named in SHA256SUMS, not in manifest.json\n");
  EXPECT_EQ(FaultsOf(files, replace_line(of_a + "nothing\n")),
            "SHA256SUMS:2: is no line of a hash and a file\n");
  EXPECT_EQ(FaultsOf(files,
                     [](DossierFiles& planted) {
                       planted["data/b.csv"] = "y";
                       planted["SHA256SUMS"] +=
                           absl::StrCat(Sha256Hex("y"), "  data/b.csv\n");
                     }),
            "data/b.csv: named in SHA256SUMS, not in manifest.json\n"
            "data/b.csv: not of the dossier\n");
  EXPECT_EQ(
      FaultsOf(files,
               [](DossierFiles& planted) { planted.erase("data/a.csv"); }),
      "data/a.csv: missing\n");
  EXPECT_EQ(
      FaultsOf(files,
               [](DossierFiles& planted) { planted.erase("SHA256SUMS"); }),
      "SHA256SUMS: missing\n");
  // The hash of the manifest alone, which once sufficed.
  EXPECT_EQ(FaultsOf(files,
                     [](DossierFiles& planted) {
                       planted["SHA256SUMS"] =
                           absl::StrCat(Sha256Hex(planted["manifest.json"]),
                                        "  manifest.json\n");
                     }),
            "data/a.csv: not named in SHA256SUMS\n"
            "dossier.html: not named in SHA256SUMS\n");
}

}  // namespace
}  // namespace entente::client
