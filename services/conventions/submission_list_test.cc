// Lists of the dossiers of many municipalities.
#include <algorithm>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "entente/conventions/v1/convention_service.pb.h"
#include "services/conventions/intake_fixture_test.h"
#include "services/conventions/submission_store.h"

namespace entente::conventions {
namespace {

using SubmissionListTest = IntakeFixture;

TEST_F(SubmissionListTest, ListsManyMunicipalitiesAndYearsPageByPage) {
  ASSERT_TRUE(store_
                  ->Transact([](store::Transaction& transaction) {
                    for (int code = 0; code < 29; ++code) {
                      for (int year = 2011; year <= 2020; ++year) {
                        const SubmissionName name{
                            {absl::StrCat(21001 + code), "css"}, year, 1};
                        v1::Submission submission =
                            MakeSubmission(name, "{}", {});
                        submission.set_state(
                            year == 2020 ? v1::Submission::STATE_RECEIVED
                                         : v1::Submission::STATE_DECIDED);
                        PutSubmission(transaction, name, submission);
                      }
                    }
                    return absl::OkStatus();
                  })
                  .ok());
  const auto count = [&](v1::ListSubmissionsRequest request) {
    std::vector<std::string> names;
    request.set_page_size(37);
    do {
      const auto page =
          Call(&v1::SubmissionService::Stub::ListSubmissions, request);
      EXPECT_TRUE(page.ok()) << page.status();
      if (!page.ok()) return names;
      EXPECT_LE(page->submissions_size(), 37);
      for (const v1::Submission& one : page->submissions()) {
        names.push_back(one.name());
      }
      request.set_page_token(page->next_page_token());
    } while (!request.page_token().empty());
    return names;
  };
  v1::ListSubmissionsRequest request;
  request.set_parent("municipalities/-");
  const std::vector<std::string> all = count(request);
  EXPECT_EQ(all.size(), 290u);
  EXPECT_TRUE(std::is_sorted(all.begin(), all.end()));
  request.set_year(2018);
  EXPECT_EQ(count(request).size(), 29u);
  request.set_year(0);
  request.set_state(v1::Submission::STATE_RECEIVED);
  EXPECT_EQ(count(request).size(), 29u);
  request.set_parent("municipalities/21004");
  EXPECT_EQ(count(request).size(), 1u);
  request.clear_state();
  EXPECT_EQ(count(request).size(), 10u);
  request.set_parent("municipalities/21004/conventions/other");
  EXPECT_EQ(count(request).size(), 0u);
  request.set_parent("municipalities/-");
  request.set_filter("year >= 2019 AND state = DECIDED");
  EXPECT_EQ(count(request).size(), 29u);
  request.set_year(2018);
  EXPECT_EQ(count(request).size(), 0u) << "both hold";
  request.set_year(0);
  request.set_filter("author = 'p-1001'");
  EXPECT_EQ(
      ErrorReason(Call(&v1::SubmissionService::Stub::ListSubmissions, request)
                      .status()),
      "FILTER_INVALID");
  request.clear_filter();
  request.set_parent("everything");
  EXPECT_FALSE(
      Call(&v1::SubmissionService::Stub::ListSubmissions, request).ok());
}

// As a municipality hands it in: a dossier a year, each of the tree as it was.
class SubmittedSearchTest : public IntakeFixture {
 protected:
  using Stub = v1::SubmissionService::Stub;

  // A tree of `nodes` places whose first says `text`, counted by a measure.
  static v1::Convention Tree(const std::string& name, const std::string& text,
                             int nodes) {
    v1::Convention convention;
    convention.set_name(name);
    for (int i = 1; i <= nodes; ++i) {
      v1::Node& node = *convention.add_nodes();
      node.set_id(absl::StrCat("in-", i));
      node.set_kind(v1::Node::KIND_INDICATOR);
      node.set_text(i == 1 ? text : absl::StrCat("Objectif inventé ", i));
      node.add_measure_codes("sessions");
    }
    return convention;
  }
  static std::string Measures() {
    v1::ListMeasureDefinitionsResponse measures;
    v1::MeasureDefinition& measure = *measures.add_measures();
    measure.set_code("sessions");
    measure.mutable_title()->set_fr("Séances d'éducation");
    measure.mutable_title()->set_nl("Vormingssessies");
    return AsJson(measures);
  }
  void HandIn(store::Transaction& transaction, const SubmissionName& name,
              const std::string& text, int nodes,
              v1::Submission::State state = v1::Submission::STATE_RECEIVED) {
    HandIn(transaction, name, AsJson(Tree(Format(name.parent), text, nodes)),
           Measures(), state);
  }
  // As an earlier version took it in, whatever it says.
  void HandIn(store::Transaction& transaction, const SubmissionName& name,
              const std::string& convention_json,
              const std::string& measures_json,
              v1::Submission::State state = v1::Submission::STATE_RECEIVED) {
    Parcel parcel;
    parcel.convention = Format(name.parent);
    parcel.year = name.year;
    parcel.files = {{kConventionPath, convention_json},
                    {kMeasuresPath, measures_json}};
    const std::string manifest = ManifestOf(parcel);
    v1::Submission submission =
        MakeSubmission(name, manifest, *ParseManifest(manifest));
    submission.set_state(state);
    PutFrozen(transaction, name, manifest, parcel.files, submission);
  }
  absl::StatusOr<v1::SearchSubmittedNodesResponse> Search(
      const std::string& query,
      const std::string& parent = "municipalities/-/conventions/-") {
    v1::SearchSubmittedNodesRequest request;
    request.set_parent(parent);
    request.set_query(query);
    return Call(&Stub::SearchSubmittedNodes, request);
  }
};

// 29 municipalities, ten years each, 150 places a convention: the whole of the
// federal installation. Of each convention only the last dossier is looked in.
TEST_F(SubmittedSearchTest, TwentyNineMunicipalitiesAndTenYearsAreSearched) {
  for (int code = 0; code < 29; ++code) {
    ASSERT_TRUE(
        store_
            ->Transact([&](store::Transaction& transaction) {
              for (int year = 2011; year <= 2020; ++year) {
                // A convention of two years has a dossier for each.
                const std::string id =
                    absl::StrCat("css-", year - (year + 1) % 2);
                HandIn(transaction, {{absl::StrCat(21001 + code), id}, year, 1},
                       absl::StrCat("Médiation de quartier ", year), 150);
              }
              return absl::OkStatus();
            })
            .ok());
  }
  const auto found = Search("mediation QUART");
  ASSERT_TRUE(found.ok()) << found.status();
  EXPECT_EQ(found->convention_count(), 145);
  EXPECT_EQ(found->total_size(), 145);
  ASSERT_EQ(found->matches_size(), 100);
  EXPECT_EQ(found->matches(0).submission(),
            "municipalities/21001/conventions/css-2011/submissions/2012-1");
  EXPECT_EQ(found->matches(0).node().text(), "Médiation de quartier 2012");
  // What an earlier year said is not found any more.
  EXPECT_EQ(Search("quartier 2011")->total_size(), 0);
  EXPECT_EQ(Search("vormingssessies")->total_size(), 145 * 150);
  EXPECT_EQ(Search("seances educ")->matches(0).measure_code(), "sessions");
  EXPECT_EQ(
      Search("mediation", "municipalities/21004/conventions/-")->total_size(),
      5);
  EXPECT_EQ(Search("mediation", "municipalities/21004/conventions/css-2019")
                ->matches(0)
                .node()
                .text(),
            "Médiation de quartier 2020");
  EXPECT_EQ(Search("mediation", "municipalities/21999/conventions/-")
                ->convention_count(),
            0);
}

TEST_F(SubmittedSearchTest, ALaterRevisionTakesThePlaceOfAnEarlierOne) {
  const auto hand_in = [&](int revision, const std::string& text,
                           v1::Submission::State state) {
    ASSERT_TRUE(store_
                    ->Transact([&](store::Transaction& transaction) {
                      HandIn(transaction, {{"21004", "css"}, 2018, revision},
                             text, 2, state);
                      return absl::OkStatus();
                    })
                    .ok());
  };
  hand_in(1, "Première version", v1::Submission::STATE_DECIDED);
  EXPECT_EQ(Search("premiere")->total_size(), 1);
  hand_in(2, "Seconde version", v1::Submission::STATE_RECEIVED);
  EXPECT_EQ(Search("premiere")->total_size(), 0);
  EXPECT_EQ(Search("seconde")->total_size(), 1);
  // What was withdrawn was never meant.
  hand_in(3, "Troisième version", v1::Submission::STATE_WITHDRAWN);
  EXPECT_EQ(Search("troisieme")->total_size(), 0);
  EXPECT_EQ(Search("seconde")->total_size(), 1);
}

TEST_F(SubmittedSearchTest, ASearchIsCheckedAndAsksForTheRightToRead) {
  EXPECT_EQ(ErrorReason(Search("a").status()), "QUERY_LENGTH");
  EXPECT_EQ(ErrorReason(Search("mot", "municipalities/-").status()),
            "MALFORMED_NAME");
  v1::SearchSubmittedNodesRequest request;
  request.set_parent("municipalities/-/conventions/-");
  request.set_query("mot");
  EXPECT_EQ(Call(&Stub::SearchSubmittedNodes, request, "zone").status().code(),
            absl::StatusCode::kPermissionDenied);
}

// One municipality's dossier must not keep those of the others from being
// found: what cannot be read is passed over and named.
TEST_F(SubmittedSearchTest, AHostileDossierIsNamedAndTheOthersAreSearched) {
  const std::string convention = "municipalities/21001/conventions/css";
  v1::ListMeasureDefinitionsResponse many;
  for (int i = 0; i <= kDossierMeasuresMax; ++i) {
    many.add_measures()->set_code(absl::StrCat("m-", i));
  }
  v1::Convention large;
  large.set_name(convention);
  for (int i = 0; i <= kDossierNodesMax; ++i) {
    large.add_nodes()->set_text("Médiation inventée");
  }
  const std::string sound = AsJson(Tree(convention, "Médiation inventée", 2));
  const std::vector<std::pair<std::string, std::string>> hostile = {
      {sound, "["},
      {sound, "{\"measures\": 7}"},
      {sound, AsJson(many)},
      {AsJson(large), Measures()},
      {"{", Measures()},
      {AsJson(Tree("municipalities/21002/conventions/css", "Médiation", 2)),
       Measures()}};
  const auto hand_in = [&](const SubmissionName& name,
                           const std::string& convention_json,
                           const std::string& measures_json) {
    ASSERT_TRUE(store_
                    ->Transact([&](store::Transaction& transaction) {
                      HandIn(transaction, name, convention_json, measures_json);
                      return absl::OkStatus();
                    })
                    .ok());
  };
  const std::string other = "municipalities/21004/conventions/css";
  hand_in({{"21004", "css"}, 2018, 1},
          AsJson(Tree(other, "Médiation inventée", 2)), Measures());
  int revision = 0;
  for (const auto& [convention_json, measures_json] : hostile) {
    const SubmissionName name{{"21001", "css"}, 2018, ++revision};
    hand_in(name, convention_json, measures_json);
    const auto found = Search("mediation");
    ASSERT_TRUE(found.ok()) << revision << ": " << found.status();
    EXPECT_EQ(found->convention_count(), 1) << revision;
    EXPECT_EQ(found->total_size(), 1) << revision;
    EXPECT_EQ(found->unreadable_count(), 1) << revision;
    ASSERT_EQ(found->unreadable_submissions_size(), 1) << revision;
    EXPECT_EQ(found->unreadable_submissions(0), Format(name));
  }
  // One that can be read takes its place.
  hand_in({{"21001", "css"}, 2018, ++revision}, sound, Measures());
  EXPECT_EQ(Search("mediation")->convention_count(), 2);
  EXPECT_EQ(Search("mediation")->unreadable_count(), 0);
}

// What a disk has spoilt is one dossier's too.
TEST_F(SubmittedSearchTest, ADossierWithoutItsPartsIsNamed) {
  const SubmissionName name{{"21001", "css"}, 2018, 1};
  ASSERT_TRUE(store_
                  ->Transact([&](store::Transaction& transaction) {
                    HandIn(transaction, name, "Médiation inventée", 2);
                    HandIn(transaction, {{"21004", "css"}, 2018, 1},
                           "Médiation inventée", 2);
                    return absl::OkStatus();
                  })
                  .ok());
  std::vector<std::string> parts;
  ASSERT_TRUE(store_->Read()
                  ->Scan("\x41", "",
                         [&](absl::string_view key, absl::string_view) {
                           parts.emplace_back(key);
                           return true;
                         })
                  .ok());
  ASSERT_TRUE(store_
                  ->Transact([&](store::Transaction& transaction) {
                    // Of the first municipality alone.
                    for (size_t i = 0; i < parts.size() / 2; ++i) {
                      transaction.Delete(parts[i]);
                    }
                    return absl::OkStatus();
                  })
                  .ok());
  const auto found = Search("mediation");
  ASSERT_TRUE(found.ok()) << found.status();
  EXPECT_EQ(found->total_size(), 1);
  ASSERT_EQ(found->unreadable_submissions_size(), 1);
  EXPECT_EQ(found->unreadable_submissions(0), Format(name));
}

// Older versions handed in who promoted and translated: nobody finds it here.
TEST_F(SubmittedSearchTest, WhoDidSomethingIsNotFound) {
  const std::string convention = "municipalities/21001/conventions/css";
  v1::Convention tree = Tree(convention, "Médiation inventée", 1);
  v1::Node& node = *tree.mutable_nodes(0);
  node.mutable_promotion()->set_author("p-1001");
  node.mutable_promotion()->set_reason("Counted anyway");
  node.add_translations()->set_author("p-1001");
  node.mutable_translations(0)->set_text("Verzonnen bemiddeling");
  ASSERT_TRUE(store_
                  ->Transact([&](store::Transaction& transaction) {
                    HandIn(transaction, {{"21001", "css"}, 2018, 1},
                           AsJson(tree), Measures());
                    return absl::OkStatus();
                  })
                  .ok());
  const auto found = Search("bemiddeling");
  ASSERT_TRUE(found.ok()) << found.status();
  ASSERT_EQ(found->matches_size(), 1);
  EXPECT_EQ(found->matches(0).node().promotion().reason(), "Counted anyway");
  EXPECT_EQ(found->ShortDebugString().find("p-1001"), std::string::npos);
}

// Handed in by a suite that wrote no titles of measures.
TEST_F(SubmittedSearchTest, AnOlderDossierIsSearchedByItsWords) {
  ASSERT_TRUE(Deliver(Sound()).ok());
  const auto found = Search("mot");
  ASSERT_TRUE(found.ok()) << found.status();
  EXPECT_EQ(found->convention_count(), 1);
  EXPECT_EQ(found->total_size(), 0);
}

}  // namespace
}  // namespace entente::conventions
