#include "tools/client/chart.h"

#include <random>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "gtest/gtest.h"
#include "tools/client/progress.h"
#include "tools/client/table.h"

namespace entente::client {
namespace {

std::vector<ChartMonth> Months(
    const std::vector<std::optional<int64_t>>& heights) {
  std::vector<ChartMonth> months;
  for (size_t i = 0; i < heights.size(); ++i) {
    months.push_back({2018 + static_cast<int>(i / 12),
                      static_cast<int>(i % 12) + 1, heights[i]});
  }
  return months;
}

TEST(ChartTest, AsciiColumnsHaveScaleAndMonthsAsText) {
  EXPECT_EQ(DrawChart(Months({4, 2, {}, 0}), {.columns = 30,
                                              .lines = 2,
                                              .is_ascii = true,
                                              .top = "4",
                                              .bottom = "0"}),
            "4 | ###\n"
            "0 | ### ### .   ___\n"
            "    01  02  03  04\n"
            "    2018\n");
}

TEST(ChartTest, BlocksShowEighthsOfALine) {
  EXPECT_EQ(DrawChart(Months({16, 1, 12, 0}),
                      {.columns = 13, .lines = 2, .top = "16", .bottom = "0"}),
            "16 │ █   ▄\n"
            " 0 │ █ ▁ █\n"
            "     01  03\n"
            "     2018\n");
}

TEST(ChartTest, AQuarterIsNamedByItsLabel) {
  std::vector<ChartMonth> quarters = Months({4, 2, {}, 0});
  for (ChartMonth& quarter : quarters) {
    quarter.label = absl::StrCat("Q", quarter.month);
  }
  EXPECT_EQ(DrawChart(quarters, {.columns = 30,
                                 .lines = 1,
                                 .is_ascii = true,
                                 .top = "4",
                                 .bottom = "0"}),
            "4 | ### ### .   ___\n"
            "    Q1  Q2  Q3  Q4\n"
            "    2018\n");
}

TEST(ChartTest, TheLeastFigureIsSeen) {
  const std::string drawn = DrawChart(
      Months({1000000, 1}), {.columns = 40, .lines = 4, .is_ascii = true});
  const std::vector<std::string> lines = absl::StrSplit(drawn, '\n');
  EXPECT_EQ(lines[3], " | ### ###");
}

TEST(ChartTest, NoLineIsWiderThanTheTerminalAndNoMonthIsLost) {
  const unsigned seed = std::random_device()();
  SCOPED_TRACE(absl::StrCat("seed ", seed));
  std::mt19937_64 random(seed);
  for (int i = 0; i < 300; ++i) {
    std::vector<std::optional<int64_t>> heights(1 + random() % 120);
    for (auto& height : heights) {
      if (random() % 5 > 0) {
        height =
            static_cast<int64_t>(random() % (uint64_t{1} << (random() % 62)));
      }
    }
    const std::vector<ChartMonth> months = Months(heights);
    ChartOptions options{.columns = static_cast<int>(24 + random() % 150),
                         .is_ascii = random() % 2 == 0,
                         .top = absl::StrCat(random() % 1000000),
                         .bottom = "0"};
    const std::string drawn = DrawChart(months, options);
    int years = 0;
    for (const absl::string_view line : absl::StrSplit(drawn, '\n')) {
      EXPECT_LE(DisplayWidth(line), options.columns) << drawn;
      if (options.is_ascii) {
        for (const char c : line) EXPECT_LT(static_cast<unsigned char>(c), 128);
      }
      years += line.find("2018") != absl::string_view::npos;
    }
    EXPECT_GE(years, 1);
  }
}

TEST(ChartTest, AWideSpanStandsInSeveralChartsOfWholeYears) {
  const std::string drawn =
      DrawChart(Months(std::vector<std::optional<int64_t>>(36, 3)),
                {.columns = 60, .lines = 1, .is_ascii = true});
  EXPECT_EQ(drawn,
            " | # # # # # # # # # # # # # # # # # # # # # # # #\n"
            "   01  03  05  07  09  11  01  03  05  07  09  11\n"
            "   2018                    2019\n"
            " | ### ### ### ### ### ### ### ### ### ### ### ###\n"
            "   01  02  03  04  05  06  07  08  09  10  11  12\n"
            "   2020\n");
}

TEST(ChartTest, ATableIsPlainAndAsWideAsBefore) {
  Table table({{"  mois"}, {"chiffre", Align::kRight}, {""}, {"comptages"}});
  table.AddRow({"  2018-01", "16", Bar(16, 16, 4), "2"});
  table.AddRow({"  2018-02", "10", Bar(10, 16, 4), "1"});
  table.AddRow({"  2018-03", "9", Bar(9, 16, 4), "1"});
  // Less than half of a character is drawn where nothing else is.
  table.AddRow({"  2018-04", "1", Bar(1, 16, 4), "1"});
  table.AddRow({"  2018-05", "0", Bar(0, 16, 4), "1"});
  table.AddRule();
  table.AddRow({"  été", "36", "", "6"});
  EXPECT_EQ(InPlainCharacters(table.Render(80)),
            "  mois     chiffre        comptages\n"
            "---------  -------  ----  ---------\n"
            "  2018-01       16  ####  2\n"
            "  2018-02       10  ###   1\n"
            "  2018-03        9  ##    1\n"
            "  2018-04        1  #     1\n"
            "  2018-05        0        1\n"
            "---------  -------  ----  ---------\n"
            "  été           36        6\n");
}

}  // namespace
}  // namespace entente::client
