// What people state of a measure, as they read it, and how they are told which
// flags go together.
#include "tools/client/statement_text.h"

#include <cstdint>
#include <string>
#include <vector>

#include "CLI/App.hpp"
#include "CLI/Config.hpp"
#include "CLI/Error.hpp"
#include "CLI/Validators.hpp"
#include "absl/strings/str_split.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tools/client/help_formatter.h"
#include "tools/client/table.h"

namespace entente::client {
namespace {

namespace cv1 = entente::conventions::v1;
namespace v1 = entente::indicators::v1;
using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

constexpr Language kLanguages[] = {Language::kFr, Language::kNl, Language::kEn};

v1::Statement Done(bool is_done) {
  v1::Statement statement;
  statement.set_is_done(is_done);
  statement.set_evidence("Décision du collège 2018-117");
  statement.set_version(1);
  return statement;
}

v1::Statement Ratio(int64_t part, int64_t of) {
  v1::Statement statement;
  statement.mutable_ratio()->set_part(part);
  statement.mutable_ratio()->set_of(of);
  statement.set_evidence("PV des réunions de mars");
  statement.set_reason("Une réunion oubliée au premier décompte");
  statement.set_office("coordinator");
  statement.set_version(2);
  return statement;
}

v1::Statement Words() {
  v1::Statement statement;
  statement.mutable_words()->set_fr("Le tableau de bord est en service");
  statement.mutable_words()->set_nl("Het dashboard is in gebruik");
  statement.set_evidence("Note de service 12");
  statement.set_version(1);
  return statement;
}

cv1::MeasureDefinition Definition(cv1::MeasureKind kind) {
  cv1::MeasureDefinition definition;
  definition.set_kind(kind);
  return definition;
}

TEST(StatedTest, OnlyWhatNobodyCountsAndNothingFeedsIsStated) {
  EXPECT_TRUE(IsStated(Definition(cv1::MEASURE_KIND_YES_NO)));
  EXPECT_TRUE(IsStated(Definition(cv1::MEASURE_KIND_RATIO)));
  EXPECT_TRUE(IsStated(Definition(cv1::MEASURE_KIND_QUALITATIVE)));
  EXPECT_FALSE(IsStated(Definition(cv1::MEASURE_KIND_COUNT)));
  EXPECT_FALSE(IsStated(Definition(cv1::MEASURE_KIND_HOURS)));
  cv1::MeasureDefinition fed = Definition(cv1::MEASURE_KIND_YES_NO);
  fed.add_feeds()->set_figure(cv1::MeasureFeed::FIGURE_ZONE_PAYMENT);
  EXPECT_FALSE(IsStated(fed));
}

TEST(StatedTextTest, EachKindIsReadInOnesLanguage) {
  EXPECT_EQ(StatedText(Done(true), Language::kFr), "fait");
  EXPECT_EQ(StatedText(Done(false), Language::kFr), "pas fait");
  EXPECT_EQ(StatedText(Done(false), Language::kNl), "niet gedaan");
  EXPECT_EQ(StatedText(Ratio(0, 1200), Language::kEn), "0/1.200");
  EXPECT_EQ(StatedText(Words(), Language::kFr),
            "Le tableau de bord est en service");
  EXPECT_EQ(StatedText(Words(), Language::kNl), "Het dashboard is in gebruik");
  EXPECT_EQ(StatedText(v1::Statement(), Language::kEn), "");
}

TEST(StatedTextTest, WhatWasTakenBackStatesNothing) {
  v1::Statement withdrawn;
  withdrawn.set_is_withdrawn(true);
  EXPECT_EQ(StatedText(withdrawn, Language::kEn), "taken back");
  EXPECT_EQ(StatedText(withdrawn, Language::kFr), "retiré");
  EXPECT_EQ(StatedText(withdrawn, Language::kNl), "ingetrokken");
}

TEST(StatementsTextTest, AVersionSaysWhatWhereAndWhy) {
  EXPECT_THAT(StatementsText({Ratio(9, 12), Done(true)}, Language::kFr, 160),
              AllOf(HasSubstr("déclaré"), HasSubstr("9/12"), HasSubstr("fait"),
                    HasSubstr("PV des réunions de mars"),
                    HasSubstr("coordinator"), HasSubstr("oubliée")));
  EXPECT_THAT(StatementsText({Words()}, Language::kNl, 160),
              AllOf(HasSubstr("verklaard"), HasSubstr("Het dashboard")));
}

TEST(StatementsTextTest, ALatestThatDoesNotCountIsCalledSo) {
  v1::Statement latest = Ratio(9, 12);
  latest.set_etag("2");
  v1::Statement first = Ratio(8, 12);
  first.set_version(1);
  first.set_etag("2");
  const auto text = [&](Language language) {
    return StatementsText({latest, first}, language, 100);
  };
  EXPECT_THAT(text(Language::kEn), AllOf(HasSubstr("Version 2 does not count"),
                                         Not(HasSubstr("Version 1"))));
  EXPECT_THAT(text(Language::kFr), HasSubstr("La version 2 ne compte pas"));
  EXPECT_THAT(text(Language::kNl), HasSubstr("Versie 2 telt niet"));
  for (const Language language : kLanguages) {
    for (const absl::string_view line : absl::StrSplit(text(language), '\n')) {
      EXPECT_LE(DisplayWidth(line), 100) << line;
    }
  }
  latest.set_is_counted(true);
  EXPECT_THAT(text(Language::kEn), Not(HasSubstr("not count")));
  latest.set_is_counted(false);
  latest.set_is_withdrawn(true);
  EXPECT_THAT(text(Language::kEn), Not(HasSubstr("not count")));
}

TEST(StatementsTextTest, NoLineIsWiderThanTheTerminal) {
  for (const int columns : {90, 100, 120}) {
    for (const Language language : kLanguages) {
      const std::string text =
          StatementsText({Ratio(9, 12), Words()}, language, columns) +
          StatementChangeText(Words(), Ratio(9, 12), language, columns);
      for (const absl::string_view line : absl::StrSplit(text, '\n')) {
        EXPECT_LE(DisplayWidth(line), columns) << line;
      }
    }
  }
}

TEST(StatementChangeTextTest, WhatStoodStandsBesideWhatWillStand) {
  const std::string first =
      StatementChangeText(v1::Statement(), Done(true), Language::kEn, 100);
  EXPECT_THAT(first, AllOf(HasSubstr("will stand"), HasSubstr("stated"),
                           HasSubstr(" -"), HasSubstr(" done"),
                           HasSubstr("collège"), Not(HasSubstr("in French"))));
  const std::string other =
      StatementChangeText(Ratio(8, 12), Ratio(9, 12), Language::kFr, 100);
  EXPECT_LT(other.find("8/12"), other.find("9/12"));
  const std::string words =
      StatementChangeText(v1::Statement(), Words(), Language::kNl, 100);
  EXPECT_THAT(words,
              AllOf(HasSubstr("in het Frans"), HasSubstr("Le tableau"),
                    HasSubstr("in het Nederlands"), HasSubstr("Het dashboard"),
                    Not(HasSubstr("verklaard")), Not(HasSubstr("Duits"))));
}

// What is not said again is lost: it is shown that it goes.
TEST(StatementChangeTextTest, WordsInEveryLanguageAreShown) {
  v1::Statement before = Words();
  before.mutable_words()->set_de("Das Dashboard ist in Betrieb");
  before.mutable_words()->set_en("The dashboard is in use");
  const std::string text =
      StatementChangeText(before, Words(), Language::kEn, 100);
  EXPECT_THAT(text, AllOf(HasSubstr("in German"), HasSubstr("Das Dashboard"),
                          HasSubstr("in English"),
                          HasSubstr("The dashboard is in use")));
  EXPECT_THAT(StatementChangeText(before, Words(), Language::kFr, 100),
              AllOf(HasSubstr("en allemand"), HasSubstr("en anglais")));
  EXPECT_THAT(StatementChangeText(before, Words(), Language::kNl, 100),
              AllOf(HasSubstr("in het Duits"), HasSubstr("in het Engels")));
}

TEST(UsageSentenceTest, WhatGoesTogetherIsSaidInEveryLanguage) {
  const Sentence together =
      UsageSentence(CLI::RequiresError("--part", "--of"), {}, CLI::App());
  EXPECT_EQ(together.en, "Give --of with --part.");
  EXPECT_EQ(together.fr, "Donnez --of avec --part.");
  EXPECT_EQ(together.nl, "Geef --of samen met --part.");
  const Sentence apart =
      UsageSentence(CLI::ExcludesError("--done", "--words"), {}, CLI::App());
  EXPECT_EQ(apart.fr, "Donnez --done ou --words, pas les deux.");
}

// What is said of a command with words behind it that it does not know. One
// command has --on-behalf, one --on-behalf-of and one neither.
Sentence NotExpected(const std::vector<std::string>& words) {
  bool is_on_behalf = false;
  std::string source;
  CLI::App app;
  app.add_subcommand("ingest")->add_flag("--on-behalf", is_on_behalf);
  app.add_subcommand("confirm")->add_option("--on-behalf-of", source);
  app.add_subcommand("list");
  // It takes them last one first.
  std::vector<std::string> line(words.rbegin(), words.rend());
  try {
    app.parse(line);
  } catch (const CLI::ParseError& error) {
    return UsageSentence(error, app.remaining(true), app);
  }
  ADD_FAILURE() << "understood";
  return {};
}

TEST(UsageSentenceTest, AFlagOfOtherCommandsIsNamedAsItIsHere) {
  EXPECT_EQ(NotExpected({"confirm", "--on-behalf", "bravvo"}).fr,
            "Incompris : --on-behalf. Ici cela s'appelle peut-être "
            "--on-behalf-of.");
  EXPECT_EQ(NotExpected({"ingest", "--on-behalf-of=bravvo"}).nl,
            "Niet begrepen: --on-behalf-of=bravvo. Hier heet het misschien "
            "--on-behalf.");
  EXPECT_EQ(NotExpected({"confirm", "--on"}).en, "Not understood: --on");
}

TEST(UsageSentenceTest, NoFlagIsNamedThatTheCommandDoesNotHave) {
  EXPECT_EQ(NotExpected({"list", "--on-behalf"}).en,
            "Not understood: --on-behalf");
  EXPECT_EQ(NotExpected({"list", "--on-behalf-of", "bravvo"}).fr,
            "Incompris : --on-behalf-of");
}

TEST(UsageSentenceTest, ANumberBelowZeroIsToldWithoutTheMostThereIs) {
  const Sentence said = UsageSentence(
      CLI::ValidationError("--count",
                           "Value -1 not in range 0.000000 to 179769.000000"),
      {}, CLI::App());
  EXPECT_EQ(said.en, "--count: -1 is not a number from 0 on.");
  EXPECT_EQ(said.fr, "--count : -1 n'est pas un nombre à partir de 0.");
  EXPECT_EQ(said.nl, "--count: -1 is geen getal vanaf 0.");
}

TEST(HelpFormatterTest, ANumberFromZeroOnIsANumber) {
  int count = 0;
  for (const Language language : kLanguages) {
    CLI::App app;
    app.add_option("--count", count, "How many.")
        ->check(CLI::NonNegativeNumber);
    const std::string text =
        HelpFormatter(language, 80)
            .make_help(&app, "entente", CLI::AppFormatMode::Normal);
    EXPECT_THAT(text, HasSubstr("--count N"));
    EXPECT_THAT(text, Not(HasSubstr("NONNEGATIVE")));
  }
}

TEST(HelpFormatterTest, WhatAFlagDoesNotGoWithStaysWithinTheTerminal) {
  bool is_one = false;
  for (const Language language : kLanguages) {
    CLI::App app;
    CLI::Option* const first = app.add_flag("--one", is_one, "The first flag.");
    for (int i = 0; i < 12; ++i) {
      first->excludes(app.add_flag("--another-flag-" + std::to_string(i)));
    }
    const std::string text =
        HelpFormatter(language, 80)
            .make_help(&app, "entente", CLI::AppFormatMode::Normal);
    EXPECT_THAT(text, AllOf(HasSubstr("--another-flag-0"),
                            HasSubstr("--another-flag-11"),
                            HasSubstr("The first flag.")));
    for (const absl::string_view line : absl::StrSplit(text, '\n')) {
      EXPECT_LE(DisplayWidth(line), 80) << line;
    }
  }
}

}  // namespace
}  // namespace entente::client
