// The real convention: every figure and every irregularity with its line.
#include <nlohmann/json.hpp>
#include <string>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/conventions/document/outline.h"
#include "services/conventions/document/parser.h"
#include "services/conventions/document/summary.h"
#include "services/conventions/document/test_documents.h"

namespace entente::conventions {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

class RealDocumentTest : public ::testing::Test {
 protected:
  void SetUp() override {
    const std::string text = ReadTestFile(kRealDocument);
    if (text.empty()) GTEST_SKIP() << kRealDocument << " is absent";
    auto parsed = ParseConvention(
        text, {.municipality_code = "21004", .police_zone_code = "5339"});
    ASSERT_TRUE(parsed.ok()) << parsed.status();
    convention_ = *std::move(parsed);
  }

  const v1::Node* NodeAt(int line) const {
    for (const v1::Node& node : convention_.nodes()) {
      if (node.line() == line) return &node;
    }
    return nullptr;
  }
  std::vector<int> Lines(const std::string& code) const {
    return LinesOf(convention_, code);
  }

  v1::Convention convention_;
};

TEST_F(RealDocumentTest, SummaryHoldsTheFiguresUnderTheirKeysInOrder) {
  const auto json =
      nlohmann::ordered_json::parse(SummaryJson(convention_, "fr"));
  std::vector<std::string> keys;
  for (const auto& [key, value] : json.items()) keys.push_back(key);
  EXPECT_THAT(keys,
              ElementsAre("title", "municipality", "valid_from", "valid_until",
                          "envelopes", "total_cents", "parts", "sectors",
                          "general_objectives", "strategic_objectives",
                          "strategic_numbers", "operational_objectives",
                          "expected_results", "indicators",
                          "objectives_without_indicator", "findings"));
  EXPECT_EQ(json["municipality"], "Bruxelles");
  EXPECT_EQ(json["valid_from"], "2018-01-01");
  EXPECT_EQ(json["valid_until"], "2019-12-31");
  EXPECT_EQ(json["total_cents"], 387342193);
  ASSERT_EQ(json["envelopes"].size(), 4u);
  EXPECT_EQ(json["envelopes"][2].dump(),
            R"({"allocation":"GENERAL","year":2019,"amount_cents":185698233})");
  EXPECT_EQ(json["parts"], 2);
  EXPECT_EQ(json["sectors"], 5);
  EXPECT_EQ(json["general_objectives"], 5);
  EXPECT_EQ(json["strategic_objectives"], 17);
  EXPECT_EQ(json["strategic_numbers"], 19);
  EXPECT_EQ(json["operational_objectives"], 77);
  EXPECT_EQ(json["expected_results"], 51);
  EXPECT_EQ(json["indicators"], 22);
  EXPECT_EQ(json["objectives_without_indicator"], 8);
}

TEST_F(RealDocumentTest, EveryIrregularityIsAFindingOnItsLine) {
  EXPECT_THAT(Lines("COUNCIL_DECISION_OLD"), ElementsAre(10));
  EXPECT_THAT(Lines("DECREE_WITHOUT_DATE"), ElementsAre(16));
  EXPECT_THAT(Lines("BULLET_SPLIT"), ElementsAre(46));
  EXPECT_THAT(Lines("HEADING_MALFORMED"), ElementsAre(71));
  EXPECT_THAT(Lines("HEADING_WITHOUT_COLON"), ElementsAre(227));
  EXPECT_THAT(Lines("HEADING_SPACING"),
              ElementsAre(118, 149, 174, 259, 273, 378, 392));
  EXPECT_THAT(Lines("LIST_LEFT_OPEN"), ElementsAre(102, 138, 186));
  EXPECT_THAT(Lines("NUMBER_SKIPPED"), ElementsAre(200, 317));
  EXPECT_THAT(Lines("NUMBERING_RESTARTS"), ElementsAre(242, 289));
  EXPECT_THAT(Lines("SEVERAL_NUMBERS"), ElementsAre(242, 361));
  EXPECT_THAT(Lines("SECTOR_WITH_SEVERAL_GENERAL_OBJECTIVES"),
              ElementsAre(238));
  EXPECT_THAT(Lines("SECTOR_WITHOUT_GENERAL_OBJECTIVE"), ElementsAre(289));
  EXPECT_THAT(Lines("OBJECTIVE_WITHOUT_INDICATOR"),
              ElementsAre(223, 242, 259, 273, 340, 361, 378, 392));
  EXPECT_THAT(Lines("OBJECTIVE_WITHOUT_MEASURE"),
              ElementsAre(223, 242, 259, 340, 361, 378));
  EXPECT_THAT(Lines("COUNTABLE_RESULT"), ElementsAre(284, 285, 403, 404));
  EXPECT_THAT(Lines("REPEATED_LABEL"),
              ElementsAre(145, 146, 314, 315, 336, 337, 338, 403));
  EXPECT_THAT(Lines("BULLET_CUT"), ElementsAre(303, 404));
  EXPECT_THAT(Lines("POSSIBLE_TYPO"), ElementsAre(248, 357));
  EXPECT_THAT(Lines("SIGNATURE_DATE_BLANK"), ElementsAre(406));
  EXPECT_THAT(Lines("SIGNATURE_PLACE_BLANK"), ElementsAre(406));
  EXPECT_THAT(Lines("SIGNATORY_DIFFERS"), ElementsAre(413));
  EXPECT_THAT(Lines("KIND_GUESSED"), IsEmpty());
  for (const v1::Finding& finding : convention_.findings()) {
    EXPECT_FALSE(finding.message().empty());
    EXPECT_FALSE(finding.message_fr().empty());
    EXPECT_FALSE(finding.message_nl().empty());
  }
}

TEST_F(RealDocumentTest, TheTreeIsKeptAsPrinted) {
  const v1::Node* const split = NodeAt(46);
  ASSERT_NE(split, nullptr);
  EXPECT_THAT(split->text(), HasSubstr("l'ouverture permanente de places"));
  const v1::Node* const pair = NodeAt(242);
  ASSERT_NE(pair, nullptr);
  EXPECT_THAT(pair->numbers(), ElementsAre(1, 2));
  EXPECT_EQ(pair->heading(), "Objectifs stratégiques 1 et 2 :");
  EXPECT_EQ(pair->text(),
            "Contribuer à l'analyse de la menace et au monitoring");
  EXPECT_EQ(pair->path(), "I/3/2/1-2");
  const v1::Node* const bulleted = NodeAt(71);
  EXPECT_THAT(bulleted->text(), HasSubstr("en déduction du montant dû"));
  const v1::Node* const supplementary = NodeAt(291);
  EXPECT_EQ(supplementary->allocation(), v1::ALLOCATION_SUPPLEMENTARY);
  EXPECT_EQ(supplementary->path(), "II/1/0/1");
  EXPECT_EQ(NodeAt(404)->text(), "Nombre de rencontre");
}

TEST_F(RealDocumentTest, TheHeadIsRead) {
  const v1::Parties& parties = convention_.parties();
  EXPECT_EQ(parties.council_decision_date().year(), 2007);
  EXPECT_EQ(parties.signatories_size(), 3);
  EXPECT_THAT(
      parties.royal_decrees(),
      ElementsAre("Arrêté royal d'exécution", "arrêté du 2 septembre 2018"));
  EXPECT_EQ(parties.signature_place(), "");
  EXPECT_EQ(convention_.language_code(), "fr");
  EXPECT_EQ(convention_.envelopes(0).line(), 16);
  EXPECT_EQ(convention_.text_sha256().size(), 64u);
}

TEST_F(RealDocumentTest, TheOutlineFitsItsColumnsAndEndsWithFindings) {
  const std::string text =
      OutlineText(convention_, {.language_code = "nl", .columns = 90});
  EXPECT_THAT(text, HasSubstr("3.873.421,93 EUR"));
  EXPECT_THAT(text, HasSubstr("Vaststellingen"));
  EXPECT_THAT(text, HasSubstr("regels 200, 317"));
  size_t width = 0;
  for (const char c : text) {
    if ((c & 0xc0) != 0x80) ++width;
    if (c == '\n') width = 0;
    ASSERT_LE(width, 90u);
  }
}

}  // namespace
}  // namespace entente::conventions
