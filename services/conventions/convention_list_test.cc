// Finding a convention, or a place in one, among many: through real stubs.
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/common/base/error.h"
#include "services/conventions/convention_fixture_test.h"
#include "services/conventions/money/date.h"

namespace entente::conventions {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

class ConventionListTest : public ConventionFixture {
 protected:
  // Another convention of another municipality, from 2020 on.
  void ImportElsene() {
    v1::ImportConventionRequest request = ImportRequest(absl::StrReplaceAll(
        kText, {{"Valsenne", "Elsene"}, {"2019", "2021"}, {"2018", "2020"}}));
    request.set_parent("municipalities/21009");
    ASSERT_TRUE(Call(&Stub::ImportConvention, request).ok());
  }

  // Names of what the list answers, a page at a time.
  std::vector<std::string> List(const std::string& filter,
                                const std::string& parent = "municipalities/-",
                                int page_size = 1) {
    std::vector<std::string> names;
    v1::ListConventionsRequest request;
    request.set_parent(parent);
    request.set_filter(filter);
    request.set_page_size(page_size);
    do {
      const auto page = Call(&Stub::ListConventions, request);
      EXPECT_TRUE(page.ok()) << page.status();
      if (!page.ok()) break;
      for (const auto& convention : page->conventions()) {
        names.push_back(convention.name());
      }
      request.set_page_token(page->next_page_token());
    } while (!request.page_token().empty());
    return names;
  }

  absl::StatusOr<v1::SearchNodesResponse> Search(
      const std::string& query,
      const std::string& parent = "municipalities/-/conventions/-",
      const std::vector<v1::Node::Kind>& kinds = {}) {
    v1::SearchNodesRequest request;
    request.set_parent(parent);
    request.set_query(query);
    for (const v1::Node::Kind kind : kinds) request.add_kinds(kind);
    return Call(&Stub::SearchNodes, request);
  }

  std::vector<std::string> Texts(const std::string& query,
                                 const std::string& parent) {
    std::vector<std::string> texts;
    const auto found = Search(query, parent);
    EXPECT_TRUE(found.ok()) << found.status();
    if (!found.ok()) return texts;
    for (const v1::NodeMatch& match : found->matches()) {
      texts.push_back(match.node().text());
    }
    return texts;
  }

  const std::string elsene_ = "municipalities/21009/conventions/css-2020-2021";
};

TEST_F(ConventionListTest, ListsArePagedAndLeaveTheTreeOut) {
  ASSERT_TRUE(Import().ok());
  v1::ImportConventionRequest second =
      ImportRequest(absl::StrReplaceAll(kText, {{"90.000,00", "91.000,00"}}));
  second.set_convention_id("a-second");
  ASSERT_TRUE(Call(&Stub::ImportConvention, second).ok());
  v1::ListConventionsRequest request;
  request.set_parent(kParent);
  request.set_page_size(1);
  auto page = Call(&Stub::ListConventions, request);
  ASSERT_TRUE(page.ok()) << page.status();
  ASSERT_EQ(page->conventions_size(), 1);
  EXPECT_EQ(page->conventions(0).name(),
            absl::StrCat(kParent, "/conventions/a-second"));
  EXPECT_EQ(page->conventions(0).nodes_size(), 0);
  EXPECT_EQ(page->conventions(0).envelopes_size(), 4);
  request.set_page_token(page->next_page_token());
  page = Call(&Stub::ListConventions, request);
  ASSERT_TRUE(page.ok());
  EXPECT_EQ(page->conventions(0).name(), kName);
  EXPECT_TRUE(page->next_page_token().empty());
}

TEST_F(ConventionListTest, OneListShowsEveryMunicipality) {
  EXPECT_THAT(List(""), IsEmpty());
  ASSERT_TRUE(Import().ok());
  ImportElsene();
  EXPECT_THAT(List(""), ElementsAre(kName, elsene_));
  EXPECT_THAT(List("", kParent), ElementsAre(kName));
  EXPECT_THAT(List("", "municipalities/21001"), IsEmpty());
}

TEST_F(ConventionListTest, AFilterLetsPassWhatItSays) {
  ASSERT_TRUE(Import().ok());
  ImportElsene();
  EXPECT_THAT(List("valid_from >= 2020-01-01"), ElementsAre(elsene_));
  EXPECT_THAT(List("municipality = VALSENNE"), ElementsAre(kName));
  // The state of today, which is not stored.
  EXPECT_THAT(List("state = DRAFT AND valid_until < 2020-01-01"),
              ElementsAre(kName));
  EXPECT_THAT(List("state = SETTLED"), IsEmpty());
  EXPECT_THAT(List("municipality_code = 21009 OR language_code = fr"),
              ElementsAre(kName, elsene_));
}

TEST_F(ConventionListTest, AFilterThatCannotBeReadIsRefusedAtItsCharacter) {
  v1::ListConventionsRequest request;
  request.set_parent(kParent);
  request.set_filter("state = SIGNED");
  const absl::Status refused = Call(&Stub::ListConventions, request).status();
  EXPECT_EQ(refused.code(), absl::StatusCode::kInvalidArgument);
  ASSERT_EQ(ErrorReason(refused), "FILTER_INVALID");
  EXPECT_EQ(GetErrorDetail(refused)->metadata.at("position"), "9");
}

TEST_F(ConventionListTest, APageTokenServesTheFilterItWasMadeFor) {
  ASSERT_TRUE(Import().ok());
  ImportElsene();
  v1::ListConventionsRequest request;
  request.set_parent("municipalities/-");
  request.set_page_size(1);
  request.set_filter("state = DRAFT");
  const auto page = Call(&Stub::ListConventions, request);
  ASSERT_TRUE(page.ok()) << page.status();
  ASSERT_NE(page->next_page_token(), "");
  request.set_page_token(page->next_page_token());
  request.set_filter("");
  EXPECT_EQ(ErrorReason(Call(&Stub::ListConventions, request).status()),
            "PAGE_TOKEN_INVALID");
}

TEST_F(ConventionListTest, WordsAreFoundWithoutAccentsAndByTheirBeginning) {
  ASSERT_TRUE(Import().ok());
  EXPECT_THAT(Texts("PREVENIR radical", kName),
              ElementsAre("Prévenir la radicalisation"));
  EXPECT_THAT(Texts("format organ", kName),
              ElementsAre("Nombre de formations organisées",
                          "Nombre de formations organisées"));
  // Inside a word is not its beginning; every word must be there.
  EXPECT_THAT(Texts("ormations", kName), IsEmpty());
  EXPECT_THAT(Texts("formations police", kName), IsEmpty());
}

TEST_F(ConventionListTest, ASearchSpansConventionsAndKeepsToTheKindsAsked) {
  ASSERT_TRUE(Import().ok());
  ImportElsene();
  auto found = Search("formations");
  ASSERT_TRUE(found.ok()) << found.status();
  EXPECT_EQ(found->total_size(), 4);
  EXPECT_EQ(found->matches(0).convention(), kName);
  EXPECT_EQ(found->matches(3).convention(), elsene_);
  found = Search("formations", "municipalities/21009/conventions/-");
  ASSERT_TRUE(found.ok()) << found.status();
  EXPECT_EQ(found->total_size(), 2);
  EXPECT_EQ(Search("former", kName, {v1::Node::KIND_INDICATOR})->total_size(),
            0);
  EXPECT_EQ(Search("former", kName, {v1::Node::KIND_OPERATIONAL_OBJECTIVE})
                ->total_size(),
            1);
}

// The document says "formations"; the profile calls what they count by other
// words, in two languages.
TEST_F(ConventionListTest, TitlesOfTheMeasuresAreFoundInBothLanguages) {
  v1::ContractProfile profile;
  profile.set_id("invented");
  *profile.mutable_valid_from() = DateFromDay(absl::CivilDay(2018, 1, 1));
  *profile.mutable_valid_until() = DateFromDay(absl::CivilDay(2019, 12, 31));
  v1::MeasureDefinition& measure = *profile.add_measures();
  measure.set_code("sessions");
  measure.mutable_title()->set_fr("Séances d'éducation");
  measure.mutable_title()->set_nl("Vormingsméétings");
  v1::LabelMapping& label = *profile.add_labels();
  label.set_label("Nombre de formations organisées");
  label.add_measure_codes("sessions");
  context_.contract_profiles = {profile};
  ASSERT_TRUE(Import().ok());
  for (const char* query : {"seances EDUC", "vormingsmeetings"}) {
    const auto found = Search(query);
    ASSERT_TRUE(found.ok()) << found.status();
    ASSERT_EQ(found->total_size(), 2) << query;
    EXPECT_EQ(found->matches(0).measure_code(), "sessions");
    EXPECT_EQ(found->matches(0).node().text(),
              "Nombre de formations organisées");
  }
  // Its own text comes first; words of two texts do not add up.
  EXPECT_EQ(Search("formations")->matches(0).measure_code(), "");
  EXPECT_EQ(Search("seances vormingsmeetings")->total_size(), 0);
  EXPECT_EQ(Search("seances", kName, {v1::Node::KIND_OPERATIONAL_OBJECTIVE})
                ->total_size(),
            0);
}

TEST_F(ConventionListTest,
       ASearchForNothingIsRefusedAndOneInNothingIsNotFound) {
  for (const char* query : {"", "a", "- !", "é"}) {
    EXPECT_EQ(ErrorReason(Search(query).status()), "QUERY_LENGTH") << query;
  }
  EXPECT_EQ(ErrorReason(Search(std::string(201, 'a')).status()),
            "QUERY_LENGTH");
  EXPECT_EQ(Search("mot", kName).status().code(), absl::StatusCode::kNotFound);
  EXPECT_EQ(
      ErrorReason(Search("mot", "municipalities/-/conventions/x").status()),
      "MALFORMED_NAME");
}

}  // namespace
}  // namespace entente::conventions
