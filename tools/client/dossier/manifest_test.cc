// Folders of dossiers, checked offline.
#include "tools/client/dossier/manifest.h"

#include <filesystem>
#include <fstream>
#include <string>

#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"
#include "services/conventions/dossier/dossier_page.h"

namespace entente::client {
namespace {

// What is said of a dossier of these files.
std::string FaultsOf(DossierFiles files) {
  const std::string folder = testing::TempDir() + "/dossier";
  std::filesystem::remove_all(folder);
  AddManifest("municipalities/21004/conventions/css-2018-2019", 2018,
              "2019-03-01T10:00:00Z", files);
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

}  // namespace
}  // namespace entente::client
