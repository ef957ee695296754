// Figures, tables, names and errors as people read them.
#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <sstream>
#include <utility>

#include "absl/strings/str_split.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/conventions/money/money.h"
#include "tools/client/cli.h"
#include "tools/client/error_text.h"
#include "tools/client/format.h"
#include "tools/client/progress.h"
#include "tools/client/resource_names.h"
#include "tools/client/table.h"

namespace entente::client {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;

constexpr auto kHours = entente::conventions::v1::MEASURE_KIND_HOURS;
constexpr auto kRatio = entente::conventions::v1::MEASURE_KIND_RATIO;
constexpr auto kYesNo = entente::conventions::v1::MEASURE_KIND_YES_NO;

TEST(AmountTest, BelgianNotationIsReadAndWritten) {
  for (const char* text :
       {"1.896.439,60", "1 896 439,60 EUR", "1896439.60", "€ 1896439,6"}) {
    const auto money = ParseMoneyFlag("--amount", text);
    ASSERT_TRUE(money.ok()) << text;
    EXPECT_EQ(FormatMoney(*money), "1.896.439,60 EUR") << text;
    EXPECT_EQ(FormatMoneyPlain(*money), "1.896.439,60");
  }
}

TEST(AmountTest, NothingAndLessIsRefusedAsUsage) {
  for (const char* text : {"", "0", "-5", "twelve", "1.2.3", "1,234,5"}) {
    EXPECT_EQ(ErrorReason(ParseMoneyFlag("--amount", text).status()), "USAGE")
        << text;
  }
}

TEST(AmountTest, AnAmountNobodyFilledInIsZeroInATable) {
  EXPECT_EQ(FormatMoneyPlain({}), "0,00");
}

TEST(HoursTest, WaysOfWritingHours) {
  const std::pair<const char*, int64_t> cases[] = {
      {"6", 360},   {"6,5", 390},  {"6.25", 375}, {"6:30", 390}, {"6h30", 390},
      {"6 h", 360}, {"6u30", 390}, {"90min", 90}, {"0", 0},      {"0,333", 20}};
  for (const auto& [text, minutes] : cases) {
    const auto read = ParseHoursFlag("--hours", text);
    ASSERT_TRUE(read.ok()) << text;
    EXPECT_EQ(*read, minutes) << text;
  }
}

TEST(HoursTest, WhatIsNoTimeIsRefused) {
  for (const char* text : {"", "-1", "6:60", "6:3", "h", "6,", "6,1234", "1e3",
                           "999999999999999999", "100001"}) {
    EXPECT_FALSE(ParseHoursFlag("--hours", text).ok()) << text;
  }
}

TEST(HoursTest, TooManyAreSaidToBeTooMany) {
  EXPECT_EQ(*ParseHoursFlag("--person-hours", "150000", 20000000), 9000000);
  EXPECT_EQ(*ParseHoursFlag("--person-hours", "20000000", 20000000),
            1200000000);
  for (const char* text : {"20000000:01", "20000001", "1200000001min"}) {
    const absl::Status refused =
        ParseHoursFlag("--person-hours", text, 20000000).status();
    EXPECT_EQ(ErrorReason(refused), "USAGE") << text;
    EXPECT_THAT(GetErrorDetail(refused)->sentence.fr,
                testing::HasSubstr("au plus 20.000.000 h"))
        << text;
  }
}

TEST(DateTest, DaysAndMonths) {
  EXPECT_EQ(FormatDate(*ParseDateOrMonthFlag("--date", "2018-03-14")),
            "2018-03-14");
  EXPECT_EQ(FormatDate(*ParseDateOrMonthFlag("--date", "2018-03")), "2018-03");
  for (const char* text : {"2018-02-30", "14/03/2018", "2018-13", "2018", ""}) {
    EXPECT_FALSE(ParseDateOrMonthFlag("--date", text).ok()) << text;
  }
}

TEST(FigureTest, KindsReadDifferently) {
  EXPECT_EQ(FormatFigure(kHours, 390, 0, "oui", "non"), "6 h 30");
  EXPECT_EQ(FormatFigure(kRatio, 3, 4, "oui", "non"), "3/4");
  EXPECT_EQ(FormatFigure(kYesNo, 1, 0, "oui", "non"), "oui");
  EXPECT_EQ(FormatCount(1234567), "1.234.567");
  EXPECT_EQ(FormatCount(-1234), "-1.234");
  EXPECT_EQ(FormatCount(999), "999");
}

TEST(TableTest, ColumnsAreCountedInCharactersNotBytes) {
  EXPECT_EQ(DisplayWidth("réservé"), 7);
  EXPECT_EQ(DisplayWidth("e\xCC\x81"), 1);
  EXPECT_EQ(Shorten("réservé entièrement", 9), "réservé…");
}

TEST(TableTest, AmountsAlignRight) {
  Table table({{"ligne"}, {"alloué", Align::kRight}});
  table.AddRow({"général", "1.000,00"});
  table.AddRow({"b", "5,00"});
  EXPECT_EQ(table.Render(100),
            "ligne      alloué\n"
            "───────  ────────\n"
            "général  1.000,00\n"
            "b            5,00\n");
}

TEST(TableTest, FlexibleColumnsKeepTheTableWithinTheTerminal) {
  Table table({{"code"}, {"texte", Align::kLeft, true}, {"n", Align::kRight}});
  std::string text;
  for (int i = 0; i < 60; ++i) text += "mot" + std::to_string(i) + " ";
  table.AddRow({"so-01", text, "12"});
  table.AddRow({"so-02", std::string(300, 'x'), "1"});
  for (const auto& line : absl::StrSplit(table.Render(100), '\n')) {
    EXPECT_LE(DisplayWidth(std::string(line)), 100);
  }
  EXPECT_THAT(table.Render(100), HasSubstr("mot59"));
}

TEST(ProgressTest, OneLineThatFits) {
  ProgressState state{.bytes_done = 50,
                      .bytes_total = 100,
                      .rows = 62000,
                      .elapsed = absl::Seconds(2)};
  state.totals.set_created(60010);
  state.totals.set_rejected(7);
  EXPECT_EQ(ProgressLine(state, Language::kFr, 100),
            " 50 % ██████████            62.000 lignes  31.000/s  créées 60.010"
            "  doublons 0  rejetées 7");
  EXPECT_LE(DisplayWidth(ProgressLine(state, Language::kNl, 40)), 40);
}

TEST(ProgressTest, BarsHaveEighths) {
  EXPECT_EQ(Bar(0, 100, 4), "    ");
  EXPECT_EQ(Bar(100, 100, 4), "████");
  EXPECT_EQ(Bar(50, 100, 1), "▌");
  EXPECT_EQ(Bar(500, 100, 4), "████");
  EXPECT_EQ(Bar(5, 0, 4), "    ");
}

TEST(ProgressTest, OffATerminalLinesComeRarelyAndEndWithTheLast) {
  std::ostringstream out;
  ProgressPrinter printer(out, /*is_tty=*/false, Language::kEn, 100);
  ProgressState state;
  for (int i = 0; i < 50; ++i) {
    state.rows = i;
    printer.Update(state, absl::UnixEpoch() + absl::Milliseconds(i * 100));
  }
  printer.Finish(state);
  const std::string text = out.str();
  EXPECT_EQ(std::count(text.begin(), text.end(), '\n'), 3);
  EXPECT_THAT(text, Not(HasSubstr("\r")));
  EXPECT_THAT(text, HasSubstr(" 1 rows"));
  EXPECT_THAT(text, HasSubstr("31 rows"));
  EXPECT_THAT(text, HasSubstr("49 rows"));
}

TEST(ProgressTest, OffATerminalNoRowsHaveTwoLines) {
  // Over at once.
  std::ostringstream at_once;
  ProgressPrinter printer(at_once, /*is_tty=*/false, Language::kEn, 100);
  ProgressState state{.bytes_done = 90, .bytes_total = 100, .rows = 3};
  printer.Update(state, absl::UnixEpoch());
  state.bytes_done = 100;
  printer.Finish(state);
  EXPECT_THAT(at_once.str(), StartsWith("100 % "));
  std::string text = at_once.str();
  EXPECT_EQ(std::count(text.begin(), text.end(), '\n'), 1);

  // Its last rows had their line when it ended, a moment later.
  std::ostringstream late;
  ProgressPrinter slow(late, /*is_tty=*/false, Language::kEn, 100);
  slow.Update(state, absl::UnixEpoch());
  slow.Update(state, absl::UnixEpoch() + absl::Seconds(3));
  state.elapsed = absl::Seconds(4);
  slow.Finish(state);
  text = late.str();
  EXPECT_EQ(std::count(text.begin(), text.end(), '\n'), 1);
}

TEST(ProgressTest, OnATerminalTheLineIsRedrawnAndEnded) {
  std::ostringstream out;
  ProgressPrinter printer(out, /*is_tty=*/true, Language::kEn, 100);
  const ProgressState state{.bytes_done = 100, .bytes_total = 100, .rows = 3};
  printer.Update(state, absl::UnixEpoch());
  printer.Finish(state);
  const std::string text = out.str();
  EXPECT_EQ(std::count(text.begin(), text.end(), '\r'), 2);
  EXPECT_EQ(std::count(text.begin(), text.end(), '\n'), 1);
}

TEST(NamesTest, ShortNamesExpandAndComeBack) {
  ClientConfig config;
  config.municipality = "21004";
  const std::string convention = *ConventionName(config, "css-2018-2019");
  EXPECT_EQ(convention, "municipalities/21004/conventions/css-2018-2019");
  const std::string line =
      *LineName(convention, "general-2018/so-01-personnel");
  EXPECT_EQ(line, convention + "/envelopes/general-2018/lines/so-01-personnel");
  EXPECT_EQ(ShortName(line), "general-2018/so-01-personnel");
  EXPECT_EQ(ShortName(convention + "/reservations/r-000001"), "r-000001");
  EXPECT_EQ(ShortName("municipalities/21004/evidence/v-000001"), "v-000001");
  EXPECT_EQ(ShortName(convention), "css-2018-2019");
  EXPECT_EQ(MunicipalityOf(line), "municipalities/21004");
}

TEST(NamesTest, WithoutADefaultTheFlagIsAskedFor) {
  EXPECT_EQ(ErrorReason(MunicipalityName({}, "").status()), "USAGE");
  EXPECT_EQ(ErrorReason(ConventionName({}, "").status()), "USAGE");
  EXPECT_EQ(ErrorReason(LineName("c", "so-01-personnel").status()), "USAGE");
}

TEST(NamesTest, AShortNameWithoutItsMunicipalityIsAskedForInFull) {
  const absl::Status status = ConventionName({}, "css-2018").status();
  EXPECT_EQ(ErrorReason(status), "USAGE");
  EXPECT_THAT(std::string(status.message()),
              HasSubstr("municipalities/21004/conventions/css-2018"));
}

TEST(ClientConfigTest, ForgettingTheDefaultLeavesOtherConventionsAlone) {
  ClientConfig config;
  config.municipality = "21004";
  config.convention = "municipalities/21004/conventions/css-2018";
  config.Forget("municipalities/21004/conventions/css-2020", false);
  EXPECT_EQ(config.convention, "municipalities/21004/conventions/css-2018");
  config.Forget("municipalities/21004/conventions/css-2018", true);
  EXPECT_EQ(config.convention, "");
  EXPECT_EQ(config.municipality, "21004");
  config.convention = "municipalities/21004/conventions/css-2018";
  config.Forget("municipalities/21004/conventions/css-2018", false);
  EXPECT_EQ(config.municipality, "");
}

TEST(ClientConfigTest, AnAddressOfThisRunWinsAndIsNotWritten) {
  char folder[] = "/tmp/entente-config-XXXXXX";
  ClientConfig config;
  config.home = mkdtemp(folder);
  config.targets["exchange"] = "127.0.0.1:1";
  config.run_targets["exchange"] = "127.0.0.1:2";
  EXPECT_EQ(*config.TargetOf("exchange"), "127.0.0.1:2");
  ASSERT_TRUE(config.Save().ok());
  EXPECT_EQ(*ClientConfig::Load(config.home)->TargetOf("exchange"),
            "127.0.0.1:1");
  std::filesystem::remove_all(config.home);
}

TEST(ErrorTextTest, ARefusalForMoneyShowsItsFigures) {
  const absl::Status status =
      MakeError(absl::StatusCode::kFailedPrecondition,
                {.reason = "ALLOTMENT_EXCEEDED",
                 .field = "reservation.amount",
                 .metadata = {{"allotted_cents", "1000000"},
                              {"reserved_cents", "800000"},
                              {"spent_cents", "80000"},
                              {"requested_cents", "500000"},
                              {"available_cents", "120000"}},
                 .sentence = {"Too much.", "C'est trop.", "Te veel."}});
  const std::string text = ErrorText(status, Language::kFr, 100);
  EXPECT_THAT(text, HasSubstr("Erreur : C'est trop. [ALLOTMENT_EXCEEDED]"));
  EXPECT_THAT(text, HasSubstr("où : reservation.amount"));
  EXPECT_THAT(text,
              HasSubstr("    réparti    engagé  dépensé   demandé  dispon"));
  EXPECT_THAT(text, HasSubstr("10.000,00  8.000,00   800,00  5.000,00"));
  EXPECT_THAT(ErrorText(status, Language::kNl, 100), HasSubstr("Te veel."));
}

TEST(ErrorTextTest, ANameThatNobodyTypedIsNoPlace) {
  const auto text = [](const std::string& field) {
    return ErrorText(MakeError(absl::StatusCode::kFailedPrecondition,
                               {.reason = "PERIOD_NOT_ENDED",
                                .field = field,
                                .sentence = {"Wait.", "Attendez.", "Wacht."}}),
                     Language::kFr, 100);
  };
  for (const char* const made : {"name", "parent", ""}) {
    EXPECT_EQ(text(made), "Erreur : Attendez. [PERIOD_NOT_ENDED]\n");
  }
  EXPECT_THAT(text("until"), HasSubstr("  où : until\n"));
}

TEST(PluralTest, OneIsOneAndNoneIsOneInFrenchAlone) {
  const Sentence one = {"{n} row", "{n} ligne", "{n} rij"};
  const Sentence many = {"{n} rows", "{n} lignes", "{n} rijen"};
  const auto said = [&](int64_t count) {
    const Sentence text = Plural(count, one, many);
    return text.en + ", " + text.fr + ", " + text.nl;
  };
  EXPECT_EQ(said(0), "0 rows, 0 ligne, 0 rijen");
  EXPECT_EQ(said(1), "1 row, 1 ligne, 1 rij");
  EXPECT_EQ(said(2), "2 rows, 2 lignes, 2 rijen");
  EXPECT_EQ(said(1200), "1.200 rows, 1.200 lignes, 1.200 rijen");
}

TEST(LanguageTest, TheFlagWinsOverTheEnvironment) {
  setenv("LC_ALL", "nl_BE.UTF-8", 1);
  const char* plain[] = {"entente", "status"};
  EXPECT_EQ(DetectLanguage(2, plain), Language::kNl);
  const char* flag[] = {"entente", "status", "--lang=en"};
  EXPECT_EQ(DetectLanguage(3, flag), Language::kEn);
  setenv("LC_ALL", "C.UTF-8", 1);
  EXPECT_EQ(DetectLanguage(2, plain), Language::kFr);
}

TEST(WrapTest, LinesBreakAtSpacesAndLongWordsInside) {
  EXPECT_THAT(Wrap("un deux trois", 7), ElementsAre("un deux", "trois"));
  EXPECT_THAT(Wrap("abcdefghij", 4), ElementsAre("abcd", "efgh", "ij"));
  EXPECT_THAT(Wrap("", 4), ElementsAre(""));
}

}  // namespace
}  // namespace entente::client
