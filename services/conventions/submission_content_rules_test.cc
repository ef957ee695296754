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
#include "services/conventions/dossier/dossier_figure_tables.h"
#include "services/conventions/dossier/dossier_page.h"
#include "services/conventions/dossier/dossier_standing.h"
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

  static Parcel WithConvention(
      const std::function<void(v1::Convention&)>& spoil) {
    Parcel parcel = Sound();
    v1::Convention convention;
    EXPECT_TRUE(google::protobuf::util::JsonStringToMessage(
                    parcel.files.at(kConventionPath), &convention)
                    .ok());
    spoil(convention);
    parcel.files[kConventionPath] = AsJson(convention);
    return parcel;
  }

  static Parcel WithMeasures(int count) {
    v1::ListMeasureDefinitionsResponse list;
    for (int i = 0; i < count; ++i) {
      list.add_measures()->set_code(absl::StrCat("m-", i));
    }
    Parcel parcel = Sound();
    parcel.files[kMeasuresPath] = AsJson(list);
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
  for (const char* path :
       {kConventionPath, kEnvelopesPath, kClaimsPath, kMeasuresPath}) {
    Parcel parcel = Sound();
    parcel.files[kMeasuresPath] = "{\"measures\": []}";
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

// A search reads the words of all municipalities: none may be what it cannot
// read, nor so many that they are not kept.
TEST_F(ContentRulesTest, MeasuresAreWhatASearchCanRead) {
  EXPECT_EQ(ReasonOf(WithMeasures(0)), "");
  EXPECT_EQ(ReasonOf(WithMeasures(kDossierMeasuresMax)), "");
  EXPECT_EQ(ReasonOf(WithMeasures(kDossierMeasuresMax + 1)),
            "DOSSIER_TOO_LARGE data/measures.json");
  for (const char* json : {"[", "7", "{\"measures\": 7}", "{\"measures\": [}",
                           "{\"measures\": [{\"title\": \"invented\"}]}"}) {
    Parcel parcel = Sound();
    parcel.files[kMeasuresPath] = json;
    EXPECT_EQ(ReasonOf(parcel), "DOSSIER_CONTENT data/measures.json") << json;
  }
}

TEST_F(ContentRulesTest, AConventionHasSoManyNodesAndEachSoManyEntries) {
  const auto of_nodes = [](int count) {
    return WithConvention([&](v1::Convention& convention) {
      for (int i = 0; i < count; ++i) convention.add_nodes();
    });
  };
  EXPECT_EQ(ReasonOf(of_nodes(kDossierNodesMax)), "");
  const Parcel many = of_nodes(kDossierNodesMax + 1);
  EXPECT_EQ(ReasonOf(many), "DOSSIER_TOO_LARGE data/convention.json");
  const auto detail = GetErrorDetail(
      ReadContent(*ParseManifest(ManifestOf(many)), many.files).status());
  ASSERT_TRUE(detail.has_value());
  EXPECT_EQ(detail->metadata.at("nodes"), absl::StrCat(kDossierNodesMax + 1));
  EXPECT_EQ(detail->metadata.at("nodes_max"), absl::StrCat(kDossierNodesMax));
  for (const std::string* sentence :
       {&detail->sentence.en, &detail->sentence.fr, &detail->sentence.nl}) {
    EXPECT_TRUE(
        absl::StrContains(*sentence, absl::StrCat(kDossierNodesMax + 1)))
        << *sentence;
  }
  const auto of_entries = [](int count) {
    return WithConvention([&](v1::Convention& convention) {
      v1::Node& node = *convention.add_nodes();
      node.add_numbers(1);
      node.add_translations()->set_text("Invented");
      for (int i = 2; i < count; ++i) node.add_measure_codes("sessions");
    });
  };
  EXPECT_EQ(ReasonOf(of_entries(kNodeEntriesMax)), "");
  EXPECT_EQ(ReasonOf(of_entries(kNodeEntriesMax + 1)),
            "DOSSIER_TOO_LARGE data/convention.json");
}

TEST_F(ContentRulesTest, AConventionNamesNobodyWhoDidSomething) {
  using Spoil = std::function<void(v1::Convention&)>;
  const std::map<std::string, Spoil> spoilt = {
      {"promoted",
       [](auto& of) {
         of.add_nodes()->mutable_promotion()->set_author("p-1001");
       }},
      {"translated",
       [](auto& of) {
         of.add_nodes()->add_translations()->set_author("p-1001");
       }},
      {"resolved", [](auto& of) {
         of.add_findings()->mutable_resolution()->set_author("p-1001");
       }}};
  for (const auto& [what, spoil] : spoilt) {
    const Parcel parcel = WithConvention(spoil);
    EXPECT_EQ(ReasonOf(parcel), "DOSSIER_AUTHOR data/convention.json") << what;
    const absl::Status refused =
        ReadContent(*ParseManifest(ManifestOf(parcel)), parcel.files).status();
    EXPECT_FALSE(absl::StrContains(refused.ToString(), "p-1001")) << refused;
  }
  EXPECT_EQ(ReasonOf(WithConvention([](auto& of) {
              of.add_nodes()->mutable_promotion()->set_role("role.coordinator");
            })),
            "");
}

TEST_F(ContentRulesTest, SourcesAndUnusualFiguresAreTablesOfTheYear) {
  Parcel parcel = Sound();
  parcel.files[kUnusualPath] = "measure;month;is_silent\r\n";
  const std::string titles =
      "month;source;timeliness;is_expected;is_confirmed;is_corrected_later;"
      "missing_measures";
  const std::string row = "-03;zone5339;TIMELINESS_LATE;true;true;false;2\r\n";
  parcel.files[kSourcesPath] = absl::StrCat(titles, "\r\n", parcel.year, row);
  EXPECT_EQ(ReasonOf(parcel), "");
  parcel.files[kSourcesPath] =
      absl::StrCat(titles, "\r\n", parcel.year + 1, row);
  EXPECT_EQ(ReasonOf(parcel), "DOSSIER_CONTENT data/sources.csv");
  parcel.files[kSourcesPath] = absl::StrCat(titles, ";confirmed_by\r\n");
  EXPECT_EQ(ReasonOf(parcel), "DOSSIER_AUTHOR data/sources.csv");
  parcel.files.erase(kSourcesPath);
  parcel.files[kUnusualPath] = "measure;month\r\n";
  EXPECT_EQ(ReasonOf(parcel), "DOSSIER_CONTENT data/unusual.csv");
}

TEST_F(ContentRulesTest, MonthsAreATableWhoseReasonsNameNobody) {
  Parcel parcel = Sound();
  const auto beside_approved = [](const std::string& reason) {
    return absl::StrCat("month;code;reason\r\n2018-01;APPROVED;", reason,
                        "\r\n");
  };
  for (const std::string& reason :
       {std::string(), std::string("because"), std::string(501, 'a')}) {
    parcel.files[kStandingPath] = beside_approved(reason);
    EXPECT_EQ(ReasonOf(parcel), "") << reason;
  }
  for (const std::string& csv :
       {std::string("invented"), std::string("month\r\nMarch\r\n"),
        beside_approved("someone@example.org")}) {
    parcel.files[kStandingPath] = csv;
    EXPECT_EQ(ReasonOf(parcel), "DOSSIER_CONTENT data/standing.csv") << csv;
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
