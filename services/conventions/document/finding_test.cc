// Each irregularity alone, in a small convention, on its line; and nothing
// else.
#include <set>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/conventions/document/finding_table.h"
#include "services/conventions/document/findings.h"
#include "services/conventions/document/parser.h"
#include "services/conventions/document/test_documents.h"

namespace entente::conventions {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::UnorderedElementsAre;

constexpr char kRegular[] =
    "I. ALLOCATION GENERALE\n"           // 13
    "Secteur d'activité 1\n"             // 14
    "Objectif général :\n"               // 15
    "- Vivre ensemble\n"                 // 16
    "Objectif stratégique 1 :\n"         // 17
    "Prévenir les nuisances\n"           // 18
    "Objectifs opérationnels :\n"        // 19
    "- Mener des actions\n"              // 20
    "Résultats attendus :\n"             // 21
    "- Moins de plaintes\n"              // 22
    "Indicateurs :\n"                    // 23
    "- Nombre d'actions menées\n"        // 24
    "Objectif stratégique 2 :\n"         // 25
    "Accueillir les victimes\n"          // 26
    "Objectifs opérationnels :\n"        // 27
    "- Former le personnel d'accueil\n"  // 28
    "Résultats attendus :\n"             // 29
    "- Un meilleur accueil\n"            // 30
    "Indicateurs :\n"                    // 31
    "- Nombre de personnes formées\n";   // 32

struct Irregularity {
  const char* code;
  const char* from;
  const char* to;
  std::vector<int> lines;
};

class IrregularityTest : public ::testing::TestWithParam<Irregularity> {};

TEST(FindingTest, ARegularConventionHasNone) {
  const auto parsed = ParseConvention(Wrap(kRegular));
  ASSERT_TRUE(parsed.ok()) << parsed.status();
  std::vector<std::string> codes;
  for (const auto& finding : parsed->findings())
    codes.push_back(finding.code());
  EXPECT_THAT(codes, IsEmpty());
}

TEST_P(IrregularityTest, IsFoundOnItsLine) {
  const Irregularity& irregularity = GetParam();
  const std::string text = Wrap(kRegular);
  ASSERT_TRUE(absl::StrContains(text, irregularity.from)) << irregularity.from;
  const auto parsed =
      ParseConvention(ReplaceAll(text, {{irregularity.from, irregularity.to}}));
  ASSERT_TRUE(parsed.ok()) << parsed.status();
  EXPECT_EQ(LinesOf(*parsed, irregularity.code), irregularity.lines);
}

const Irregularity kIrregularities[] = {
    {"NO_TITLE",
     "CONVENTION DE SECURITE 2024 DE LA VILLE DE VALMEUSE",
     "ACTE",
     {0}},
    {"NO_PARTIES", "d'une part", "d'un côté", {1}},
    {"NO_TERM",
     "entre en vigueur le 1er janvier 2024 et se termine le 31 décembre 2024",
     "vaut pour les deux parties",
     {0}},
    {"TERM_INCOMPLETE", " et se termine le 31 décembre 2024", "", {9}},
    {"TERM_REVERSED", "31 décembre 2024", "31 décembre 2022", {9}},
    {"TITLE_TERM_DIFFERS", "SECURITE 2024", "SECURITE 2023", {9}},
    {"COUNCIL_DECISION_OLD", "4 décembre 2023", "4 décembre 2009", {9}},
    {"COUNCIL_DECISION_LATE", "4 décembre 2023", "4 janvier 2025", {9}},
    {"COUNCIL_DECISION_MISSING", "conseil communal", "conseil", {0}},
    {"NO_ENVELOPE", "10.000,00 EUR", "dix mille francs", {0}},
    {"AMOUNT_MALFORMED", "10.000,00 EUR", "10.00,00 EUR", {11}},
    {"AMOUNT_NEGATIVE", "10.000,00 EUR", "-10.000,00 EUR", {11}},
    {"ENVELOPE_YEAR_FROM_TERM", " pour 2024", "", {11}},
    {"ENVELOPE_ALLOCATION_ASSUMED", " pour l'allocation générale", "", {11}},
    {"ENVELOPE_OUTSIDE_TERM", "pour 2024", "pour 2026", {11}},
    {"YEAR_WITHOUT_ENVELOPE", "31 décembre 2024", "31 décembre 2025", {11}},
    {"ENVELOPE_WITHOUT_PART",
     "l'allocation générale est",
     "l'allocation complémentaire est",
     {11}},
    {"PART_WITHOUT_ENVELOPE",
     "I. ALLOCATION GENERALE",
     "I. Aide complémentaire",
     {13}},
    {"NO_PART_HEADING", "I. ALLOCATION GENERALE\n", "\n", {14}},
    {"NO_SECTOR", "Secteur d'activité 1\n", "\n", {15, 17, 25}},
    {"SECTOR_WITHOUT_GENERAL_OBJECTIVE",
     "Objectif général :\n- Vivre ensemble\n",
     "\n\n",
     {14}},
    {"SECTOR_WITH_SEVERAL_GENERAL_OBJECTIVES",
     "Indicateurs :\n- Nombre d'",
     "Objectif général :\n- Nombre d'",
     {23}},
    {"NUMBER_SKIPPED", "stratégique 2", "stratégique 3", {25}},
    {"NUMBER_REPEATED", "stratégique 2", "stratégique 1 bis", {}},
    {"NUMBERING_RESTARTS", "stratégique 2 :", "stratégique 1 :", {25}},
    {"NUMBER_MISSING", "stratégique 2 :", "stratégique :", {25}},
    {"SEVERAL_NUMBERS",
     "Objectif stratégique 2 :",
     "Objectifs stratégiques 2 et 3 :",
     {25}},
    {"HEADING_WITHOUT_COLON", "stratégique 2 :", "stratégique 2", {25}},
    {"HEADING_SPACING", "stratégique 2 :", "stratégique 2:", {25}},
    {"HEADING_MALFORMED",
     "Objectif stratégique 2",
     "Objectifs stratégique 2",
     {25}},
    {"HEADING_VARIANT", "Objectif stratégique 2", "OS 2", {25}},
    {"HEADING_UNKNOWN",
     "Indicateurs :\n- Nombre d'actions",
     "\nCalendrier :\n- Nombre d'actions",
     {24}},
    {"LANGUAGE_MIXED",
     "Objectif stratégique 2",
     "Strategische doelstelling 2",
     {25}},
    {"TEXT_MISSING", "Accueillir les victimes\n", "\n", {25}},
    {"SEVERAL_STATEMENTS", "- Vivre ensemble\n", "- Vivre\n- Ensemble\n", {17}},
    {"SECTION_REPEATED",
     "Résultats attendus :\n- Un",
     "Indicateurs :\n- Un",
     {31}},
    {"SECTION_EMPTY", "- Moins de plaintes\n", "\n", {21}},
    {"SECTION_OUTSIDE_OBJECTIVE",
     "Objectif stratégique 1 :\nPrévenir les",
     "Résultats attendus :\n- Prévenir les",
     {17, 19, 21, 23}},
    {"NO_OPERATIONAL_OBJECTIVE",
     "Objectifs opérationnels :\n- Mener",
     "Résultats attendus :\n- Mener",
     {17}},
    {"NO_EXPECTED_RESULT",
     "Résultats attendus :\n- Moins",
     "Indicateurs :\n- Moins",
     {17}},
    {"OBJECTIVE_WITHOUT_INDICATOR",
     "Indicateurs :\n- Nombre d'actions menées\n",
     "\n\n",
     {17}},
    {"OBJECTIVE_WITHOUT_MEASURE",
     "Indicateurs :\n- Nombre d'actions menées\n",
     "\n\n",
     {17}},
    {"COUNTABLE_RESULT", "Moins de plaintes", "Nombre de plaintes", {22}},
    {"BULLET_SPLIT", "Mener des actions", "Mener des\n\nactions", {20}},
    {"BULLET_CUT", "Moins de plaintes", "Moins de plaintes et de", {22}},
    {"LIST_LEFT_OPEN", "Moins de plaintes", "Moins de plaintes, ...", {22}},
    {"BULLET_EMPTY", "- Moins de plaintes\n", "- Moins de plaintes\n-\n", {23}},
    {"ITEM_WITHOUT_BULLET",
     "- Moins de plaintes\n",
     "- Moins de plaintes\n\nMoins de bruit\n",
     {24}},
    {"STRAY_TEXT",
     "I. ALLOCATION GENERALE\n",
     "I. ALLOCATION GENERALE\n\nVu le dossier\n",
     {15}},
    {"REPEATED_LABEL",
     "Nombre de personnes formées",
     "NOMBRE D’ACTIONS « MENEES »",
     {32}},
    {"REPEATED_TEXT", "Un meilleur accueil", "Moins de plaintes.", {30}},
    {"POSSIBLE_TYPO",
     "- Mener des actions\n",
     "- Former le personel d'accueil\n",
     {28}},
    {"NO_SIGNATURE_BLOCK",
     "\nFait à Valmeuse, le 20 décembre 2023\n\nPour l'Etat,",
     "\n",
     {0}},
    {"SIGNATURE_PLACE_BLANK", "Fait à Valmeuse,", "Fait à ......,", {34}},
    {"SIGNATURE_DATE_BLANK", "20 décembre 2023", "............", {34}},
    {"SIGNED_AFTER_START", "20 décembre 2023", "20 décembre 2024", {34}},
    {"SIGNATORY_DIFFERS",
     "Madame Aline Bovy, Bourgmestre\n",
     "Madame Berthe Colin, Bourgmestre\n",
     {42}},
    {"SIGNATORY_MISSING", "Madame Aline Bovy, Bourgmestre\n", "", {34}},
    {"PAGE_FURNITURE",
     "Résultats attendus :\n- Moins",
     "\n12\n\nRésultats attendus :\n- Moins",
     {22}},
};

INSTANTIATE_TEST_SUITE_P(All, IrregularityTest,
                         ::testing::ValuesIn(kIrregularities),
                         [](const auto& info) { return info.param.code; });

TEST(FindingTest, TheTableIsCompleteAndItsCodesAreUnique) {
  std::set<std::string> codes;
  for (const FindingEntry& entry : FindingTable()) {
    EXPECT_TRUE(codes.insert(std::string(entry.kind.code)).second);
    for (const absl::string_view text :
         {entry.kind.en, entry.kind.fr, entry.kind.nl, entry.title.en,
          entry.title.fr, entry.title.nl}) {
      EXPECT_FALSE(text.empty()) << entry.kind.code;
    }
  }
}

TEST(FindingTest, AMunicipalityThatIsNotNamedIsNotInvented) {
  const auto parsed = ParseConvention(
      ReplaceAll(Wrap(kRegular), {{"Ville de", "Cité"}, {"VILLE DE", "CITE"}}));
  ASSERT_TRUE(parsed.ok());
  EXPECT_EQ(parsed->municipality(), "");
  EXPECT_THAT(LinesOf(*parsed, "NO_MUNICIPALITY"), ElementsAre(1));
}

// Two years, two allocations, one of the four amounts not given.
TEST(FindingTest, AnAmountThatOneAllocationLacksIsFoundWithItsLine) {
  const auto with = [](const char* general, const char* supplementary) {
    return ParseConvention(ReplaceAll(
        Wrap(kRegular),
        {{"31 décembre 2024", "31 décembre 2025"},
         {"Un montant de 10.000,00 EUR pour l'allocation générale est octroyé "
          "pour 2024.",
          absl::StrCat("Un montant de ", general,
                       " pour l'allocation générale et un montant de ",
                       supplementary,
                       " pour l'allocation complémentaire sont attribués pour "
                       "2024 et un montant de 10.000,00 EUR pour l'allocation "
                       "générale et un montant de 500,00 EUR pour l'allocation "
                       "complémentaire sont attribués pour 2025.")}}));
  };
  const auto whole = with("10.000,00 EUR", "500,00 EUR");
  ASSERT_TRUE(whole.ok());
  EXPECT_EQ(whole->envelopes_size(), 4);
  EXPECT_THAT(LinesOf(*whole, "GENERAL_ENVELOPE_MISSING"), IsEmpty());
  EXPECT_THAT(LinesOf(*whole, "SUPPLEMENTARY_ENVELOPE_MISSING"), IsEmpty());
  const auto general = with("XXX", "500,00 EUR");
  ASSERT_TRUE(general.ok());
  EXPECT_EQ(general->envelopes_size(), 3);
  EXPECT_THAT(LinesOf(*general, "GENERAL_ENVELOPE_MISSING"), ElementsAre(11));
  const auto supplementary = with("10.000,00 EUR", "XXX");
  ASSERT_TRUE(supplementary.ok());
  EXPECT_THAT(LinesOf(*supplementary, "GENERAL_ENVELOPE_MISSING"), IsEmpty());
  EXPECT_THAT(LinesOf(*supplementary, "SUPPLEMENTARY_ENVELOPE_MISSING"),
              ElementsAre(11));
}

TEST(FindingTest, ANegativeAmountIsNeverReadAsAGrant) {
  for (const char* amount :
       {"-10.000,00 EUR", "−10.000,00 EUR", "EUR -10.000,00"}) {
    const auto parsed = ParseConvention(
        ReplaceAll(Wrap(kRegular), {{"10.000,00 EUR", amount}}));
    ASSERT_TRUE(parsed.ok());
    EXPECT_EQ(parsed->envelopes_size(), 0) << amount;
    EXPECT_THAT(LinesOf(*parsed, "AMOUNT_NEGATIVE"), ElementsAre(11)) << amount;
  }
}

TEST(FindingTest, AYearBesideAnAmountIsNeverCutFromIt) {
  const auto parsed = ParseConvention(
      ReplaceAll(Wrap(kRegular),
                 {{"montant de 10.000,00 EUR", "montant de 1 89 439,60 EUR"}}));
  ASSERT_TRUE(parsed.ok());
  EXPECT_EQ(parsed->envelopes_size(), 0);
  EXPECT_THAT(LinesOf(*parsed, "AMOUNT_MALFORMED"), ElementsAre(11));
}

TEST(FindingTest, AnAmountGroupedByApostrophesIsNotReadInPieces) {
  for (const char* amount : {"1'010'439,60", "1’010’439,60", "10'000,00"}) {
    const auto parsed = ParseConvention(ReplaceAll(
        Wrap(kRegular), {{"montant de 10.000,00 EUR",
                          std::string("montant de ") + amount + " EUR"}}));
    ASSERT_TRUE(parsed.ok());
    EXPECT_EQ(parsed->envelopes_size(), 0) << amount;
    EXPECT_THAT(LinesOf(*parsed, "AMOUNT_MALFORMED"), ElementsAre(11))
        << amount;
  }
}

}  // namespace
}  // namespace entente::conventions
