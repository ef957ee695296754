// Forms that a document may take without meaning anything else.
#include <algorithm>
#include <functional>
#include <ostream>
#include <string>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "gtest/gtest.h"
#include "services/conventions/document/parser.h"
#include "services/conventions/document/summary.h"
#include "services/conventions/document/test_documents.h"
#include "services/conventions/money/money.h"

namespace entente::conventions {
namespace {

using Change = std::function<std::string(const std::string&)>;

struct Case {
  const char* name;
  Change change;

  // Names the test where CTest lists it.
  friend void PrintTo(const Case& test_case, std::ostream* out) {
    *out << test_case.name;
  }
};

Change Replacing(std::vector<std::pair<std::string, std::string>> pairs) {
  return [pairs](const std::string& text) { return ReplaceAll(text, pairs); };
}

Change WithBullet(const std::string& bullet) {
  return Replacing({{"\n- ", "\n" + bullet}});
}

// Lines of at most `width` bytes, broken at spaces.
std::string WrapLines(const std::string& text, size_t width) {
  std::string wrapped;
  for (absl::string_view line : absl::StrSplit(text, '\n')) {
    while (line.size() > width) {
      const size_t space = line.substr(0, width).rfind(' ');
      if (space == absl::string_view::npos || space < 3) break;
      absl::StrAppend(&wrapped, line.substr(0, space), "\n");
      line.remove_prefix(space + 1);
    }
    absl::StrAppend(&wrapped, line, "\n");
  }
  return wrapped;
}

// A foot with the page number, a form feed and a head after every `lines`.
std::string Paginate(const std::string& text, int lines,
                     const std::string& foot, const std::string& head) {
  std::string paged;
  int count = 0;
  int page = 0;
  for (const absl::string_view line : absl::StrSplit(text, '\n')) {
    absl::StrAppend(&paged, line, "\n");
    if (++count % lines != 0) continue;
    absl::StrAppend(&paged, "\n",
                    ReplaceAll(foot, {{"#", absl::StrCat(++page)}}), "\n\f",
                    head, "\n\n");
  }
  return paged;
}

std::string WithoutAccents(std::string text) {
  return ReplaceAll(
      std::move(text),
      {{"é", "e"}, {"è", "e"}, {"ê", "e"}, {"à", "a"}, {"ç", "c"}});
}

// Headings as a typewriter prints them: "OBJECTIFS OPERATIONNELS :".
std::string WithCapitalHeadings(const std::string& text) {
  std::string changed;
  for (const absl::string_view line : absl::StrSplit(text, '\n')) {
    bool is_heading = false;
    for (const absl::string_view word :
         {"Secteur", "Objectif", "Résultats", "Indicateurs"}) {
      is_heading = is_heading || line.substr(0, word.size()) == word;
    }
    std::string copy(line);
    if (is_heading) {
      copy = WithoutAccents(copy);
      std::transform(copy.begin(), copy.end(), copy.begin(), ::toupper);
    }
    absl::StrAppend(&changed, copy, "\n");
  }
  return changed;
}

// The whole text in capitals without accents.
std::string InCapitals(const std::string& text) {
  std::string copy = WithoutAccents(text);
  std::transform(copy.begin(), copy.end(), copy.begin(), ::toupper);
  return ReplaceAll(std::move(copy), {{"€", "EUR"}});
}

const Case kCases[] = {
    {"crlf", Replacing({{"\n", "\r\n"}})},
    {"old_mac_line_ends", Replacing({{"\n", "\r"}})},
    {"byte_order_mark",
     [](const std::string& text) { return "\ufeff" + text; }},
    {"tabs", Replacing({{"\n- ", "\n\t-\t"}, {" : ", "\t:\t"}})},
    {"no_break_spaces", Replacing({{" ", "\u00a0"}})},
    {"thin_spaces_in_amounts",
     Replacing({{"1.896.439,60", "1\u202f896\u202f439,60"},
                {"412.500,00", "412\u2009500,00"}})},
    {"plain_spaces_in_amounts", Replacing({{"1.896.439,60", "1 896 439,60"},
                                           {"60.000,00", "60 000,00"},
                                           {"412.500,00", "412 500,00"},
                                           {"398.250,75", "398 250,75"}})},
    {"points_as_decimals", Replacing({{"1.896.439,60", "1896439.60"},
                                      {"1.856.982,33", "1856982.33"},
                                      {"412.500,00", "412500.00"},
                                      {"398.250,75", "398250.75"}})},
    {"euro_sign_behind", Replacing({{" EUR", " €"}})},
    {"euro_sign_close", Replacing({{" EUR", "€"}})},
    {"euros_in_words", Replacing({{" EUR", " euros"}})},
    {"euro_sign_before",
     Replacing({{"montant de ", "montant de € "}, {" EUR", ""}})},
    {"eur_before",
     Replacing({{"montant de ", "montant de EUR "}, {" EUR pour", " pour"}})},
    {"bullet_en_dash", WithBullet("– ")},
    {"bullet_em_dash", WithBullet("— ")},
    {"bullet_dot", WithBullet("• ")},
    {"bullet_star", WithBullet("* ")},
    {"bullet_o", WithBullet("o ")},
    {"bullet_o_tab", WithBullet("o\t")},
    {"bullet_symbol_font", WithBullet("\uf0b7 ")},
    {"bullet_without_space", WithBullet("-")},
    {"bullet_indented", WithBullet("   • ")},
    {"typographic_apostrophes", Replacing({{"'", "’"}})},
    {"typographic_quotes",
     Replacing({{" \"", " “"}, {"\" ", "” "}, {"« ", "“"}, {" »", "”"}})},
    {"decomposed_accents",
     Replacing({{"é", "e\u0301"}, {"è", "e\u0300"}, {"à", "a\u0300"}})},
    {"accents_lost", WithoutAccents},
    {"capital_headings", WithCapitalHeadings},
    {"capitals_only", InCapitals},
    {"number_sign",
     Replacing({{"Objectif stratégique ", "Objectif stratégique n° "}})},
    {"number_sign_close",
     Replacing({{"Objectif stratégique ", "Objectif stratégique n°"}})},
    {"abbreviated", Replacing({{"\nObjectif stratégique ", "\nOS "}})},
    {"no_colons", Replacing({{" :\n", "\n"}})},
    {"close_colons", Replacing({{" :\n", ":\n"}})},
    {"blank_lines_lost",
     [](std::string text) {
       // The head keeps its paragraphs, the tree is set close.
       const size_t tree = text.find("\nI. ");
       return text.substr(0, tree) +
              ReplaceAll(text.substr(tree), {{"\n\n", "\n"}});
     }},
    {"blank_lines_doubled", Replacing({{"\n", "\n\n"}})},
    {"trailing_spaces", Replacing({{"\n", "  \n"}})},
    {"wrapped", [](const std::string& text) { return WrapLines(text, 78); }},
    {"pages",
     [](const std::string& text) {
       return Paginate(text, 45, "#", "Contrat de sécurité et de société");
     }},
    {"pages_with_totals",
     [](const std::string& text) {
       return Paginate(text, 31, "Page # / 12",
                       "Direction locale - convention");
     }},
    {"pages_dashed",
     [](const std::string& text) { return Paginate(text, 50, "- # -", ""); }},
    {"wrapped_pages",
     [](const std::string& text) {
       return Paginate(WrapLines(text, 80), 37, "p. #", "Sécurité et société");
     }},
    {"part_words",
     Replacing({{"\nI. ", "\nPARTIE I : "}, {"\nII. ", "\nPARTIE II : "}})},
};

class SurvivalTest
    : public ::testing::TestWithParam<std::tuple<std::string, Case>> {};

int64_t TotalCents(const v1::Convention& convention) {
  int64_t total = 0;
  for (const v1::EnvelopeGrant& envelope : convention.envelopes()) {
    total += *CentsFromMoney(envelope.amount(), "envelope");
  }
  return total;
}

TEST_P(SurvivalTest, GivesTheSameFigures) {
  const auto& [path, test_case] = GetParam();
  const std::string text = ReadTestFile(path);
  if (text.empty()) GTEST_SKIP() << path << " is absent";
  const auto plain = ParseConvention(text);
  ASSERT_TRUE(plain.ok()) << plain.status();
  const auto changed = ParseConvention(test_case.change(text));
  ASSERT_TRUE(changed.ok()) << changed.status();
  const ConventionCounts want = CountNodes(*plain);
  const ConventionCounts got = CountNodes(*changed);
  EXPECT_EQ(got.parts, want.parts);
  EXPECT_EQ(got.sectors, want.sectors);
  EXPECT_EQ(got.general_objectives, want.general_objectives);
  EXPECT_EQ(got.strategic_objectives, want.strategic_objectives);
  EXPECT_EQ(got.strategic_numbers, want.strategic_numbers);
  EXPECT_EQ(got.operational_objectives, want.operational_objectives);
  EXPECT_EQ(got.expected_results, want.expected_results);
  EXPECT_EQ(got.indicators, want.indicators);
  EXPECT_EQ(got.objectives_without_indicator,
            want.objectives_without_indicator);
  EXPECT_EQ(changed->envelopes_size(), plain->envelopes_size());
  EXPECT_EQ(TotalCents(*changed), TotalCents(*plain));
  EXPECT_EQ(changed->valid_from().DebugString(),
            plain->valid_from().DebugString());
  EXPECT_EQ(changed->valid_until().DebugString(),
            plain->valid_until().DebugString());
}

INSTANTIATE_TEST_SUITE_P(
    All, SurvivalTest,
    ::testing::Combine(::testing::Values(std::string(kSampleFrench),
                                         std::string(kRealDocument)),
                       ::testing::ValuesIn(kCases)),
    [](const auto& info) {
      const bool is_real = std::get<0>(info.param) == kRealDocument;
      return absl::StrCat(std::get<1>(info.param).name,
                          is_real ? "_real" : "_sample");
    });

TEST(SurvivalTest, LineNumbersAreThoseOfTheOriginal) {
  const std::string text = ReadTestFile(kSampleFrench);
  const auto plain = ParseConvention(text);
  const auto crlf = ParseConvention(ReplaceAll(text, {{"\n", "\r\n"}}));
  ASSERT_TRUE(plain.ok() && crlf.ok());
  ASSERT_EQ(plain->nodes_size(), crlf->nodes_size());
  for (int i = 0; i < plain->nodes_size(); ++i) {
    EXPECT_EQ(plain->nodes(i).line(), crlf->nodes(i).line());
    EXPECT_EQ(plain->nodes(i).text(), crlf->nodes(i).text());
  }
}

TEST(SurvivalTest, ADutchOneYearConventionWithoutSupplementIsRead) {
  const auto parsed = ParseConvention(ReadTestFile(kSampleDutch));
  ASSERT_TRUE(parsed.ok()) << parsed.status();
  EXPECT_EQ(parsed->language_code(), "nl");
  EXPECT_EQ(parsed->municipality(), "Lindevoort");
  EXPECT_EQ(parsed->valid_until().year(), 2024);
  EXPECT_EQ(parsed->envelopes_size(), 1);
  EXPECT_EQ(TotalCents(*parsed), 18500000);
  const ConventionCounts counts = CountNodes(*parsed);
  EXPECT_EQ(counts.parts, 1);
  EXPECT_EQ(counts.sectors, 3);
  EXPECT_EQ(counts.strategic_objectives, 4);
  EXPECT_EQ(counts.indicators, 6);
  EXPECT_EQ(parsed->parties().signature_place(), "Lindevoort");
  EXPECT_EQ(parsed->parties().signature_date().day(), 15);
  const auto short_forms = ParseConvention(
      ReplaceAll(ReadTestFile(kSampleDutch),
                 {{"Strategische doelstelling 1:", "SD 1"},
                  {"Activiteitensector", "ACTIVITEITENSECTOR nr."}}));
  ASSERT_TRUE(short_forms.ok());
  EXPECT_EQ(CountNodes(*short_forms), counts);
}

TEST(SurvivalTest, YearsAndAllocationsMayStandBeforeTheirAmounts) {
  const std::string sample = ReadTestFile(kSampleFrench);
  const size_t begin = sample.find("1. Dans les limites");
  const size_t end = sample.find("2. La présente convention entre");
  const std::string list =
      "Pour 2024 :\n- allocation générale : 412.500,00 EUR\n"
      "- allocation complémentaire : 35.000,00 EUR\n"
      "Pour 2025 :\n- allocation générale : 398.250,75 EUR\n"
      "- allocation complémentaire : 35.000,00 EUR\n"
      "Montant total de 880.750,75 EUR\n\n";
  const auto parsed =
      ParseConvention(sample.substr(0, begin) + list + sample.substr(end));
  ASSERT_TRUE(parsed.ok());
  ASSERT_EQ(parsed->envelopes_size(), 4);
  EXPECT_EQ(TotalCents(*parsed), 88075075);
  EXPECT_EQ(parsed->envelopes(1).year(), 2024);
  EXPECT_EQ(parsed->envelopes(1).allocation(), v1::ALLOCATION_SUPPLEMENTARY);
  EXPECT_EQ(parsed->envelopes(2).year(), 2025);
  EXPECT_EQ(parsed->envelopes(2).allocation(), v1::ALLOCATION_GENERAL);
  EXPECT_TRUE(LinesOf(*parsed, "TOTAL_DIFFERS").empty());
}

TEST(SurvivalTest, AnUnsignedCopyIsRead) {
  const std::string sample = ReadTestFile(kSampleFrench);
  const auto parsed = ParseConvention(
      sample.substr(0, sample.find("La présente convention a été signée")));
  ASSERT_TRUE(parsed.ok());
  EXPECT_EQ(CountNodes(*parsed).expected_results, 17);
  EXPECT_EQ(LinesOf(*parsed, "NO_SIGNATURE_BLOCK"), std::vector<int>{0});
}

}  // namespace
}  // namespace entente::conventions
