// Files of a dossier from somebody who is not believed.
#include "services/conventions/submission_content_rules.h"

#include <functional>
#include <limits>
#include <map>
#include <string>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "entente/conventions/v1/claim_service.pb.h"
#include "services/common/base/error.h"
#include "services/conventions/dossier/dossier_page.h"
#include "services/conventions/intake_fixture_test.h"

namespace entente::conventions {
namespace {

class ContentRulesTest : public IntakeFixture {
 protected:
  // The reason with which these files are refused, and the file at fault.
  static std::string ReasonOf(const Parcel& parcel) {
    const auto manifest = ParseManifest(ManifestOf(parcel));
    if (!manifest.ok()) return ErrorReason(manifest.status());
    const absl::Status read = ReadContent(*manifest, parcel.files).status();
    if (read.ok()) return "";
    const auto detail = GetErrorDetail(read);
    for (const auto& [path, content] : parcel.files) {
      if (absl::StrContains(detail->sentence.en, path)) {
        return absl::StrCat(detail->reason, " ", path);
      }
    }
    return detail->reason;
  }

  static Parcel WithClaims(
      const std::function<void(v1::ListClaimsResponse&)>& spoil) {
    Parcel parcel = Sound();
    v1::ListClaimsResponse list;
    EXPECT_TRUE(google::protobuf::util::JsonStringToMessage(
                    parcel.files.at(kClaimsPath), &list)
                    .ok());
    spoil(list);
    parcel.files[kClaimsPath] = AsJson(list);
    return parcel;
  }

  static void DecideLine(int64_t accepted, int64_t ineligible,
                         v1::ListClaimsResponse& list) {
    v1::Claim& claim = *list.mutable_claims(0);
    v1::ClaimLine& line = *claim.mutable_lines(0);
    line.set_is_decided(true);
    *line.mutable_accepted() = MoneyFromCents(accepted);
    *line.mutable_ineligible() = MoneyFromCents(ineligible);
    claim.set_decided_count(1);
  }
};

TEST_F(ContentRulesTest, ASoundDossierPasses) {
  EXPECT_EQ(ReasonOf(Sound()), "");
  EXPECT_EQ(
      ReasonOf(WithClaims([](auto& list) { DecideLine(9'000, 1'000, list); })),
      "");
}

TEST_F(ContentRulesTest, WhatIsDecidedOfALineMakesItsAmount) {
  const int64_t largest = std::numeric_limits<int64_t>::max() / 2;
  using Spoil = std::function<void(v1::ListClaimsResponse&)>;
  const std::map<std::string, Spoil> spoilt = {
      {"more", [](auto& list) { DecideLine(10'000, 1'000, list); }},
      {"less", [](auto& list) { DecideLine(1'000, 1'000, list); }},
      {"below zero", [](auto& list) { DecideLine(-1'000, 11'000, list); }},
      {"beyond what can be added",
       [&](auto& list) { DecideLine(largest, 10'000 - largest, list); }},
      {"no money",
       [](auto& list) {
         DecideLine(10'000, 0, list);
         list.mutable_claims(0)->mutable_lines(0)->clear_ineligible();
       }},
      {"not counted",
       [](auto& list) {
         DecideLine(10'000, 0, list);
         list.mutable_claims(0)->set_decided_count(0);
       }},
      {"decided and not", [](auto& list) {
         DecideLine(10'000, 0, list);
         list.mutable_claims(0)->mutable_lines(0)->set_is_decided(false);
         list.mutable_claims(0)->set_decided_count(0);
       }}};
  for (const auto& [what, spoil] : spoilt) {
    EXPECT_EQ(ReasonOf(WithClaims(spoil)), "DOSSIER_CONTENT data/claims.json")
        << what;
  }
}

// Otherwise a file of 8 MiB, "[{},{},…", would take a gigabyte.
TEST_F(ContentRulesTest, AFileOfTooManyPartsIsNotRead) {
  for (const char* path : {kConventionPath, kEnvelopesPath, kClaimsPath}) {
    Parcel parcel = Sound();
    std::string& json = parcel.files[path];
    // Of a field that nobody knows: passed over.
    std::string many;
    for (size_t i = 0; i < kJsonPartsMax / 2; ++i) many += "{},";
    json.insert(1, absl::StrCat("\"later\":[", many, "{}],"));
    EXPECT_EQ(ReasonOf(parcel), absl::StrCat("DOSSIER_CONTENT ", path));
    json = absl::StrReplaceAll(json, {{many, "{},{},"}});
    EXPECT_EQ(ReasonOf(parcel), "") << path;
  }
}

TEST_F(ContentRulesTest, NoFileRunsInABrowser) {
  const std::string start = kPageStart;
  const std::map<std::string, std::string> pages = {
      {"none of ours", "<p>invented</p>"},
      {"something before it", absl::StrCat("<script></script>", start)},
      {"another policy",
       absl::StrReplaceAll(start, {{"default-src &#39;none&#39;", "x"}})},
      {"leads elsewhere",
       absl::StrCat(start, "<MeTa http-equiv=refresh content=\"0;u\">")}};
  for (const auto& [what, page] : pages) {
    Parcel parcel = Sound();
    parcel.files[kPagePath] = page;
    EXPECT_EQ(ReasonOf(parcel), "DOSSIER_CONTENT dossier.html") << what;
  }
  for (const char* path : {"data/x.html", "x.svg", "data/x.xhtml", "x"}) {
    Parcel parcel = Sound();
    parcel.files[path] = start;
    EXPECT_EQ(ReasonOf(parcel), absl::StrCat("DOSSIER_CONTENT ", path));
  }
}

}  // namespace
}  // namespace entente::conventions
