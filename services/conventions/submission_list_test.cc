// Lists of the dossiers of many municipalities.
#include <algorithm>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
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
    Parcel parcel;
    parcel.convention = Format(name.parent);
    parcel.year = name.year;
    parcel.files = {
        {kConventionPath, AsJson(Tree(Format(name.parent), text, nodes))},
        {kMeasuresPath, Measures()}};
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
