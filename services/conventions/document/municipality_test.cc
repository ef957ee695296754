// Which municipality a document is of, against the code it is imported under.
#include <string>
#include <utility>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/conventions/document/municipalities.h"
#include "services/conventions/document/outline.h"
#include "services/conventions/document/parser.h"
#include "services/conventions/document/test_documents.h"

namespace entente::conventions {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

// A convention of the city `name`, which stands in line 9, parsed under `code`.
v1::Convention Imported(const std::string& name, const std::string& code) {
  const std::string tree =
      "I. ALLOCATION GENERALE\nSecteur d'activité 1\n"
      "Objectif stratégique 1 :\nPrévenir les nuisances\n"
      "Indicateurs :\n- Nombre d'actions menées\n";
  const auto parsed = ParseConvention(
      ReplaceAll(Wrap(tree), {{"Valmeuse", name}, {"VALMEUSE", name}}),
      {.municipality_code = code, .police_zone_code = "5339"});
  EXPECT_TRUE(parsed.ok()) << parsed.status();
  return parsed.value_or(v1::Convention());
}

std::vector<std::string> CodesOf(const char* name) {
  std::vector<std::string> codes;
  for (const RefnisMunicipality* row : MunicipalitiesNamed(name)) {
    codes.emplace_back(row->code);
  }
  return codes;
}

const v1::Finding* FindingOf(const v1::Convention& convention,
                             const std::string& code) {
  for (const v1::Finding& finding : convention.findings()) {
    if (finding.code() == code) return &finding;
  }
  return nullptr;
}

TEST(MunicipalityTest, ANameIsKnownHoweverItIsWritten) {
  const std::pair<const char*, const char*> cases[] = {
      {"BRUXELLES", "21004"},
      {"Brussel", "21004"},
      {"Bruxelles-Ville", "21004"},
      {"Elsene", "21009"},
      {"SAINT JOSSE TEN NOODE", "21014"},
      {"St-Gilles", "21013"},
      {"Sint Gillis", "21013"},
      {"St. Lambrechts Woluwe", "21018"},
      {"Woluwé-Saint-Pierre", "21019"},
      {"berchem-ste-agathe", "21003"},
      {"CHARLEROI", "52011"},
      {"Luik", "62063"},
      {"Braine L’Alleud", "25014"},
      {"s Gravenbrakel", "55004"},
      {"Sint-Gillis-Waas", "46020"},
      {"GRACE-HOLLOGNE", "62118"}};
  for (const auto& [name, code] : cases) {
    EXPECT_THAT(CodesOf(name), ElementsAre(code)) << name;
  }
}

TEST(MunicipalityTest, ANameHasEveryCodeThatItEverStoodFor) {
  EXPECT_THAT(CodesOf("La Louvière"), ElementsAre("55022", "58001"));
  EXPECT_THAT(CodesOf("Saint-Nicolas"), ElementsAre("46021", "62093"));
  EXPECT_THAT(CodesOf("Sint-Niklaas"), ElementsAre("46021"));
}

TEST(MunicipalityTest, ALongerShorterOrEmptyNameIsNotTaken) {
  for (const char* name : {"", "Brux", "Sint-Gillis-Wa", "Région de Bruxelles",
                           "Molenbeek", "Valmeuse", "-"}) {
    EXPECT_THAT(CodesOf(name), IsEmpty()) << name;
  }
}

TEST(MunicipalityTest, TheRightCodeLeavesNoFinding) {
  for (const char* name : {"Ixelles", "Elsene"}) {
    const v1::Convention convention = Imported(name, "21009");
    EXPECT_EQ(convention.municipality(), name);
    EXPECT_EQ(FindingOf(convention, "MUNICIPALITY_DIFFERS"), nullptr);
    EXPECT_EQ(FindingOf(convention, "MUNICIPALITY_UNCONFIRMED"), nullptr);
    EXPECT_EQ(ContradictsCode(convention), nullptr);
  }
}

TEST(MunicipalityTest, AnotherMunicipalitysCodeIsAFindingOnTheLineOfTheName) {
  const v1::Convention convention = Imported("Bruxelles", "21009");
  ASSERT_NE(ContradictsCode(convention), nullptr);
  EXPECT_EQ(ContradictsCode(convention)->code, "21004");
  EXPECT_THAT(LinesOf(convention, "MUNICIPALITY_DIFFERS"), ElementsAre(9));
  const std::string message =
      FindingOf(convention, "MUNICIPALITY_DIFFERS")->message_fr();
  EXPECT_THAT(message, HasSubstr("« Bruxelles »"));
  EXPECT_THAT(message, HasSubstr("21004"));
  EXPECT_THAT(message, HasSubstr("21009 (Ixelles / Elsene)"));
}

TEST(MunicipalityTest, AKnownNameUnderACodeOutsideTheListDiffersToo) {
  EXPECT_THAT(LinesOf(Imported("Elsene", "99001"), "MUNICIPALITY_DIFFERS"),
              ElementsAre(9));
}

// Whether the code stood on that day is another question.
TEST(MunicipalityTest, EitherCodeOfANameLeavesNoFinding) {
  for (const char* code : {"55022", "58001"}) {
    EXPECT_EQ(ContradictsCode(Imported("La Louvière", code)), nullptr);
  }
}

// The documents of these tests begin on 1 January 2024.
TEST(MunicipalityTest, ADifferenceNamesTheCodeOfTheFirstDayOfTheTerm) {
  v1::Convention convention = Imported("La Louvière", "62063");
  ASSERT_NE(ContradictsCode(convention), nullptr);
  EXPECT_EQ(ContradictsCode(convention)->code, "58001");
  convention.mutable_valid_from()->set_year(2018);
  EXPECT_EQ(ContradictsCode(convention)->code, "55022");
  convention.clear_valid_from();
  EXPECT_EQ(ContradictsCode(convention)->code, "55022");
}

TEST(MunicipalityTest, AnUnknownNameIsLeftToAPerson) {
  const v1::Convention convention = Imported("Valmeuse", "21004");
  EXPECT_EQ(ContradictsCode(convention), nullptr);
  EXPECT_THAT(LinesOf(convention, "MUNICIPALITY_UNCONFIRMED"), ElementsAre(9));
  EXPECT_THAT(FindingOf(convention, "MUNICIPALITY_UNCONFIRMED")->message_nl(),
              HasSubstr("21004 (Bruxelles / Brussel)"));
}

TEST(MunicipalityTest, APersonReadsTheNameOfTheCodeInTheirLanguage) {
  const auto shown = [](const char* code, const char* language, int columns) {
    return OutlineText(Imported("Valmeuse", code),
                       {.language_code = language, .columns = columns});
  };
  EXPECT_THAT(shown("62063", "fr", 80),
              HasSubstr("\nCode REFNIS : 62063 (Liège)\n"));
  EXPECT_THAT(shown("62063", "nl", 80),
              HasSubstr("\nREFNIS-code: 62063 (Luik)\n"));
  EXPECT_THAT(
      shown("54007", "fr", 80),
      HasSubstr("\nCode REFNIS : 54007 (Mouscron), jusqu'au 2018-12-31, "
                "puis 57096 (Mouscron)\n"));
  EXPECT_THAT(
      shown("46003", "nl", 80),
      HasSubstr("\nREFNIS-code: 46003 (Beveren), tot en met 2024-12-31, "
                "daarna 46030\n  (Beveren-Kruibeke-Zwijndrecht)\n"));
  EXPECT_THAT(shown("99001", "fr", 80),
              HasSubstr("\nCode REFNIS : 99001 (exemple)\n"));
  EXPECT_THAT(shown("", "fr", 80), Not(HasSubstr("REFNIS")));
}

TEST(MunicipalityTest, WithoutACodeNothingIsCompared) {
  const v1::Convention convention = Imported("Bruxelles", "");
  EXPECT_THAT(LinesOf(convention, "MUNICIPALITY_DIFFERS"), IsEmpty());
  EXPECT_THAT(LinesOf(convention, "MUNICIPALITY_UNCONFIRMED"), IsEmpty());
}

}  // namespace
}  // namespace entente::conventions
