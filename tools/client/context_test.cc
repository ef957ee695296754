// Context series as people and other programs read them, and the file of their
// figures.
#include <sstream>
#include <string>
#include <vector>

#include "absl/strings/str_split.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/common/base/error.h"
#include "tools/client/context_file.h"
#include "tools/client/context_text.h"
#include "tools/client/table.h"

namespace entente::client {
namespace {

namespace v1 = entente::indicators::v1;
using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

v1::ContextSeries Series(int decimals = 1) {
  v1::ContextSeries series;
  series.set_name("municipalities/21004/contextSeries/feeling-of-safety");
  series.mutable_title()->set_fr("Se sent en sécurité");
  series.mutable_title()->set_nl("Voelt zich veilig");
  series.mutable_unit()->set_fr("% des répondants");
  series.mutable_unit()->set_nl("% van de ondervraagden");
  series.set_source("Moniteur de sécurité");
  series.set_reference("enquête 2018, tableau 4");
  series.set_frequency(v1::ContextSeries::FREQUENCY_YEAR);
  series.set_decimals(decimals);
  series.set_figure_count(2);
  return series;
}

v1::ContextFigure Figure(const std::string& period, int64_t value,
                         int32_t version = 1, const std::string& reason = "") {
  v1::ContextFigure figure;
  figure.set_period(period);
  figure.set_area("21004");
  figure.set_value(value);
  figure.mutable_publish_date()->set_year(2019);
  figure.mutable_publish_date()->set_month(6);
  figure.mutable_publish_date()->set_day(1);
  figure.set_version(version);
  figure.set_reason(reason);
  return figure;
}

v1::QueryContextResponse Answer() {
  v1::QueryContextResponse answer;
  *answer.mutable_context_series() = Series();
  *answer.add_figures() = Figure("2017", 784);
  *answer.add_figures() = Figure("2018", 12345);
  *answer.add_figures() = Figure("2018", -5, 2, "erratum de l'éditeur");
  return answer;
}

TEST(ScaledTest, ValuesAreWrittenAndReadWithTheirDecimals) {
  EXPECT_EQ(ScaledText(1234567, 0), "1.234.567");
  EXPECT_EQ(ScaledText(1234567, 2), "12.345,67");
  EXPECT_EQ(ScaledText(5, 2), "0,05");
  EXPECT_EQ(ScaledText(-5, 1), "-0,5");
  EXPECT_EQ(ScaledText(-15, 1), "-1,5");
  EXPECT_EQ(ScaledDecimal(1234567, 2), "12345.67");
  for (const int decimals : {0, 1, 4}) {
    for (const int64_t value :
         {0L, 7L, -7L, 99999L, -100000L, 1000000000000L}) {
      EXPECT_EQ(ParseScaled(ScaledDecimal(value, decimals), decimals), value);
    }
  }
  EXPECT_EQ(ParseScaled("78,4", 1), 784);
  EXPECT_EQ(ParseScaled("78", 1), 780);
  for (const char* text : {"", "-", "+7", "7,", ",5", "7,45", "1.234,5",
                           "1 234", "7e3", "0x7", "12345678901234", "--7"}) {
    EXPECT_EQ(ParseScaled(text, 1), std::nullopt) << text;
  }
}

TEST(ContextTextTest, ItIsSaidToBeFromOutsideInEveryLanguage) {
  const struct {
    Language language;
    const char* label;
    const char* title;
  } kCases[] = {{Language::kFr, "rien n'en est obtenu par la subvention",
                 "Se sent en sécurité"},
                {Language::kNl, "niets ervan is met de subsidie bereikt",
                 "Voelt zich veilig"},
                {Language::kEn, "nothing of it is achieved by the grant",
                 "Se sent en sécurité"}};
  for (const auto& [language, label, title] : kCases) {
    const std::string shown = ContextText(Answer(), language, 100);
    EXPECT_THAT(shown,
                AllOf(HasSubstr(label), HasSubstr(title), HasSubstr("78,4"),
                      HasSubstr("1.234,5"), HasSubstr("2019-06-01"),
                      HasSubstr("Moniteur de sécurité")));
    EXPECT_THAT(ContextListText({Series()}, language, 100), HasSubstr(label));
  }
  // Neither a target nor an achievement.
  EXPECT_THAT(ContextText(Answer(), Language::kFr, 100),
              AllOf(Not(HasSubstr("objectif")), Not(HasSubstr("atteint"))));
}

TEST(ContextTextTest, AFigureThatWasCorrectedSaysSo) {
  const std::string shown = ContextText(Answer(), Language::kFr, 120);
  EXPECT_THAT(shown, HasSubstr("1 (corrigé depuis)"));
  EXPECT_THAT(shown, HasSubstr("2: erratum de l'éditeur"));
  v1::QueryContextResponse empty;
  *empty.mutable_context_series() = Series();
  EXPECT_THAT(ContextText(empty, Language::kNl, 80), HasSubstr("geen cijfers"));
}

// The figure of 2018, withdrawn.
v1::QueryContextResponse Withdrawn() {
  v1::QueryContextResponse answer = Answer();
  v1::ContextFigure& figure = *answer.add_figures();
  figure.set_period("2018");
  figure.set_area("21004");
  figure.set_version(3);
  figure.set_reason("autre commune");
  figure.set_is_withdrawn(true);
  return answer;
}

TEST(ContextTextTest, AFigureThatWasWithdrawnSaysSo) {
  const struct {
    Language language;
    const char* since;
    const char* word;
  } kCases[] = {{Language::kFr, "(retiré depuis)", " retiré "},
                {Language::kNl, "(sindsdien ingetrokken)", " ingetrokken "},
                {Language::kEn, "(withdrawn since)", " withdrawn "}};
  for (const auto& [language, since, word] : kCases) {
    const std::string shown = ContextText(Withdrawn(), language, 120);
    EXPECT_THAT(shown, AllOf(HasSubstr(since), HasSubstr(word),
                             HasSubstr("3: autre commune")));
    EXPECT_THAT(ContextText(Answer(), language, 120),
                AllOf(Not(HasSubstr(since)), Not(HasSubstr(word))));
  }
  const std::vector<std::string> lines =
      absl::StrSplit(ContextCsv(Withdrawn()), "\r\n");
  ASSERT_EQ(lines.size(), 6u);
  EXPECT_THAT(lines[3], testing::EndsWith(";false"));
  EXPECT_THAT(lines[4],
              testing::EndsWith(";2018;21004;;;3;autre commune;true"));
}

v1::ContextSeries Version(int32_t number, const std::string& title,
                          const std::string& reason) {
  v1::ContextSeries series = Series();
  series.mutable_title()->set_fr(title);
  series.set_version(number);
  series.set_reason(reason);
  return series;
}

TEST(ContextTextTest, VersionsSayWhatWasSaidAndWhyItChanged) {
  const std::vector<v1::ContextSeries> versions = {
      Version(2, "Accidents", "faute de frappe"), Version(1, "Accidens", "")};
  const std::string shown = ContextVersionsText(versions, Language::kFr, 160);
  EXPECT_THAT(shown, AllOf(HasSubstr("rien n'en est obtenu"),
                           HasSubstr("Accidents (% des répondants)"),
                           HasSubstr("Accidens (% des répondants)"),
                           HasSubstr("faute de frappe"),
                           HasSubstr("Moniteur de sécurité, enquête 2018")));
  for (const Language language :
       {Language::kFr, Language::kNl, Language::kEn}) {
    const std::string narrow = ContextVersionsText(versions, language, 72);
    for (const absl::string_view line : absl::StrSplit(narrow, '\n')) {
      EXPECT_LE(DisplayWidth(line), 72) << line;
    }
  }
}

TEST(ContextTextTest, AVersionIsSaidInBothItsLanguages) {
  for (const Language language :
       {Language::kFr, Language::kNl, Language::kEn}) {
    const std::string shown = ContextSeriesText(
        Version(2, "Se sent en sécurité", "faute de frappe"), language, 72);
    EXPECT_THAT(
        shown,
        AllOf(HasSubstr(": 2\n"), HasSubstr("Se sent en sécurité"),
              HasSubstr("Voelt zich veilig"), HasSubstr("% des répondants"),
              HasSubstr("% van de ondervraagden"),
              HasSubstr("Moniteur de sécurité"), HasSubstr("faute de frappe")));
    for (const absl::string_view line : absl::StrSplit(shown, '\n')) {
      EXPECT_LE(DisplayWidth(line), 72) << line;
    }
  }
}

TEST(ContextTextTest, FiguresAreNamedByPeriodAndArea) {
  EXPECT_EQ(ContextPlacesText({}), "");
  EXPECT_EQ(ContextPlacesText({Figure("2017", 1), Figure("2018", 2)}),
            "2017, 21004; 2018, 21004");
}

TEST(ContextTextTest, NoLineIsWiderThanTheTerminal) {
  for (const int columns : {72, 80, 100}) {
    for (const Language language :
         {Language::kFr, Language::kNl, Language::kEn}) {
      const std::string all =
          ContextText(Answer(), language, columns) +
          ContextListText({Series(), Series()}, language, columns);
      for (const absl::string_view line : absl::StrSplit(all, '\n')) {
        EXPECT_LE(DisplayWidth(line), columns) << line;
      }
    }
  }
}

TEST(ContextCsvTest, EveryRowSaysThatItIsContext) {
  v1::QueryContextResponse answer = Answer();
  answer.mutable_context_series()->set_source("=1+1;x");
  const std::vector<std::string> lines =
      absl::StrSplit(ContextCsv(answer), "\r\n");
  ASSERT_EQ(lines.size(), 5u);
  EXPECT_EQ(lines[0],
            "nature;series;title_fr;title_nl;unit_fr;unit_nl;source;reference;"
            "period;area;value;published;version;reason;withdrawn");
  for (int i = 1; i < 4; ++i) {
    EXPECT_THAT(lines[i], HasSubstr("context;feeling-of-safety;"));
    // A spreadsheet runs nothing of it.
    EXPECT_THAT(lines[i], HasSubstr("\"'=1+1;"));
  }
  EXPECT_THAT(lines[1], HasSubstr(";2017;21004;78.4;2019-06-01;1;"));
  EXPECT_THAT(lines[3], HasSubstr(";2018;21004;-0.5;2019-06-01;2;erratum"));
}

absl::StatusOr<std::vector<v1::ContextFigure>> ReadText(const std::string& text,
                                                        int decimals = 1) {
  std::istringstream in(text);
  return ReadContextFile(in, "figures.csv", Series(decimals));
}

TEST(ContextFileTest, FiguresAreReadInTheSmallestStepOfTheSeries) {
  const auto figures = ReadText(
      "period;area;value;published\r\n"
      "2017;21004;78,4;2018-06-01\r\n"
      "\r\n"
      "2018;DPI-1;-3;2019-06-01\r\n");
  ASSERT_TRUE(figures.ok()) << figures.status();
  ASSERT_EQ(figures->size(), 2u);
  EXPECT_EQ((*figures)[0].value(), 784);
  EXPECT_EQ((*figures)[0].publish_date().year(), 2018);
  EXPECT_EQ((*figures)[1].value(), -30);
  EXPECT_EQ((*figures)[1].area(), "DPI-1");
}

TEST(ContextFileTest, AFaultNamesLineAndColumnAndNotTheCell) {
  const std::string head = "period;area;value;published\n";
  const struct {
    std::string text;
    const char* reason;
    const char* where;
  } kBad[] = {
      {"", "CSV_HEADER_MISSING", ""},
      {"period;area;value\n", "CSV_COLUMN_MISSING", "published"},
      {head, "CONTEXT_FILE_EMPTY", "figures.csv"},
      {head + "2017;21004;secret;2018-06-01\n", "CONTEXT_ROW", "line 2"},
      {head + "2017;21004;7,45;2018-06-01\n", "CONTEXT_ROW", "column value"},
      {head + "2017;21004;7;secret\n", "CONTEXT_ROW", "column published"},
      {head + "2017;21004;7\n", "CONTEXT_ROW", "line 2"},
      {head + "2017;21004;\xff;2018-06-01\n", "CONTEXT_ROW", "line 2"}};
  for (const auto& [text, reason, where] : kBad) {
    const absl::Status status = ReadText(text).status();
    EXPECT_EQ(ErrorReason(status), reason) << text;
    EXPECT_THAT(status.ToString(), HasSubstr(where));
    EXPECT_THAT(status.ToString(), Not(HasSubstr("secret")));
  }
}

}  // namespace
}  // namespace entente::client
