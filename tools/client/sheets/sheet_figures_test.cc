#include "tools/client/sheets/sheet_figures.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tools/client/sheets/sheet_layout.h"

namespace entente::client {
namespace {

using ::testing::AnyOf;
using ::testing::HasSubstr;
using ::testing::Not;

SheetFigure Text(const std::string& text, bool is_hours = false) {
  return ReadSheetFigure({.text = text}, is_hours);
}

SheetFigure Number(const std::string& text, bool is_hours = false) {
  return ReadSheetFigure({.text = text, .is_number = true}, is_hours);
}

std::string Fault(const SheetFigure& figure) {
  EXPECT_EQ(figure.value.has_value(), false);
  return figure.fault == nullptr ? "" : figure.fault;
}

TEST(SheetFiguresTest, WholeThingsAreReadAsPeopleWriteThem) {
  EXPECT_EQ(Text("12").value, 12);
  EXPECT_EQ(Text(" 0\xc2\xa0").value, 0);
  EXPECT_EQ(Text("12,0").value, 12);
  EXPECT_EQ(Text("12.00").value, 12);
  EXPECT_EQ(Number("12").value, 12);
  EXPECT_EQ(Number("1E3").value, 1000);
  EXPECT_EQ(Number("3.0000000001").value, 3);
}

TEST(SheetFiguresTest, HoursBecomeMinutes) {
  EXPECT_EQ(Text("1,5", true).value, 90);
  EXPECT_EQ(Text("1.5", true).value, 90);
  EXPECT_EQ(Text("1:30", true).value, 90);
  EXPECT_EQ(Text("01:30:00", true).value, 90);
  EXPECT_EQ(Text("2", true).value, 120);
  // As spreadsheets store 1.1.
  EXPECT_EQ(Number("1.1000000000000001", true).value, 66);
}

TEST(SheetFiguresTest, ANumberThatMayBeATimeOfDayIsNoFigure) {
  // As a spreadsheet keeps 2:00, 10:00 and 40:00.
  for (const char* text :
       {"8.3333333333333329E-2", "0.41666666666666669", "1.6666666666666667"}) {
    EXPECT_EQ(Fault(Number(text, true)), "SHEET_FIGURE_TIME") << text;
  }
  // The same minutes as a number that is no round time of day.
  EXPECT_EQ(Number("1.0166666666666666", true).value, 61);
  // What people write, of which a time has a style of its own.
  EXPECT_EQ(Number("0.05", true).value, 3);
  EXPECT_EQ(Number("0.25", true).value, 15);
  EXPECT_EQ(Number("2", true).value, 120);
  EXPECT_EQ(Text("2:00", true).value, 120);
  EXPECT_EQ(Text("2,0", true).value, 120);
  EXPECT_EQ(Text("0:05", true).value, 5);
}

// What the refusals tell people to type, as it comes back.
TEST(SheetFiguresTest, HoursAsTextBehindAnApostropheAreRead) {
  EXPECT_EQ(Text("'1:40", true).value, 100);
  EXPECT_EQ(Text("1:40", true).value, 100);
  EXPECT_EQ(Fault(Text("''1:40", true)), "SHEET_FIGURE_INVALID");
  EXPECT_EQ(Fault(Text("'12")), "SHEET_FIGURE_INVALID");
  for (const char* reason : {kFigureMinutes, kFigureDate, kFigureTime}) {
    const Sentence sentence = SheetFaultSentence(reason);
    EXPECT_THAT(sentence.en, HasSubstr("text with an apostrophe first"));
    EXPECT_THAT(sentence.fr, HasSubstr("texte précédé d'une apostrophe"));
    EXPECT_THAT(sentence.nl, HasSubstr("tekst met een apostrof ervoor"));
    EXPECT_THAT(sentence.nl, HasSubstr("'1:40"));
  }
  // Else what is typed next is a time again.
  const Sentence date = SheetFaultSentence(kFigureDate);
  EXPECT_THAT(date.en, HasSubstr("set that to General, then type 2"));
  EXPECT_THAT(date.fr, HasSubstr("choisissez « Standard », puis tapez 2"));
  EXPECT_THAT(date.nl, HasSubstr("kies \"Standaard\", typ dan 2"));
}

TEST(SheetFiguresTest, ASheetWithHoursSaysBeforeHowMinutesAreTyped) {
  Sheet sheet;
  sheet.rows.emplace_back();
  for (const Language language :
       {Language::kFr, Language::kNl, Language::kEn}) {
    sheet.rows[0].is_hours = false;
    const std::string plain = SheetHelp(sheet, language);
    EXPECT_THAT(plain, Not(HasSubstr("'1:40")));
    sheet.rows[0].is_hours = true;
    const std::string help = SheetHelp(sheet, language);
    EXPECT_EQ(help.substr(0, plain.size()), plain);
    EXPECT_THAT(help, HasSubstr("'1:40"));
    EXPECT_THAT(help, AnyOf(HasSubstr("Standard"), HasSubstr("Standaard"),
                            HasSubstr("General")));
  }
}

TEST(SheetFiguresTest, AnEmptyCellSaysNothing) {
  EXPECT_EQ(Fault(Text("  ")), "");
  EXPECT_EQ(Fault(Text("")), "");
}

TEST(SheetFiguresTest, WhatIsNoFigureIsRefusedByItsReason) {
  EXPECT_EQ(Fault(Text("-3")), "SHEET_FIGURE_NEGATIVE");
  EXPECT_EQ(Fault(Number("-0.5", true)), "SHEET_FIGURE_NEGATIVE");
  EXPECT_EQ(Fault(Text("2,5")), "SHEET_FIGURE_FRACTION");
  EXPECT_EQ(Fault(Number("2.5")), "SHEET_FIGURE_FRACTION");
  EXPECT_EQ(Fault(Text("1,01", true)), "SHEET_FIGURE_MINUTES");
  EXPECT_EQ(Fault(Number("1.01", true)), "SHEET_FIGURE_MINUTES");
  EXPECT_EQ(Fault(Text("1.500")), "SHEET_FIGURE_AMBIGUOUS");
  EXPECT_EQ(Fault(Text("1,500", true)), "SHEET_FIGURE_AMBIGUOUS");
  EXPECT_EQ(Fault(Text("=2+2")), "SHEET_FORMULA");
  EXPECT_EQ(Fault(ReadSheetFigure(
                {.text = "4", .is_number = true, .is_formula = true}, false)),
            "SHEET_FORMULA");
  EXPECT_EQ(Fault(ReadSheetFigure(
                {.text = "0.25", .is_number = true, .is_date = true}, true)),
            "SHEET_FIGURE_DATE");
  EXPECT_EQ(Fault(Text("2000000000")), "SHEET_FIGURE_TOO_LARGE");
  EXPECT_EQ(Fault(Number("1e300")), "SHEET_FIGURE_TOO_LARGE");
  for (const char* text :
       {"douze", "1:30", "12;", "1 2", "NaN", "inf", "0x10", "٣", "12,", ",5",
        "1e3", "99999999999999999999", "85.07.30-033.28"}) {
    EXPECT_EQ(Fault(Text(text)), "SHEET_FIGURE_INVALID") << text;
  }
  EXPECT_EQ(Fault(Text("1:75", true)), "SHEET_FIGURE_INVALID");
  EXPECT_EQ(Fault(Number("nan")), "SHEET_FIGURE_INVALID");
  EXPECT_EQ(
      Fault(ReadSheetFigure({.text = "#DIV/0!", .is_other = true}, false)),
      "SHEET_FIGURE_INVALID");
}

TEST(SheetFiguresTest, EveryReasonHasItsSentencesInThreeLanguages) {
  for (const char* reason :
       {kFigureFormula, kFigureNegative, kFigureFraction, kFigureMinutes,
        kFigureAmbiguous, kFigureDate, kFigureTime, kFigureTooLarge,
        kFigureInvalid, kFigureMeasure}) {
    const Sentence sentence = SheetFaultSentence(reason);
    EXPECT_FALSE(sentence.en.empty() || sentence.fr.empty() ||
                 sentence.nl.empty())
        << reason;
  }
}

TEST(SheetFiguresTest, WhatIsWrittenIsReadAsTheSameFigure) {
  for (int64_t minutes = 0; minutes < 10 * 60; ++minutes) {
    const std::string text = SheetFigureText(minutes, true);
    EXPECT_EQ(Text(text, true).value, minutes) << text;
  }
  EXPECT_EQ(SheetFigureText(90, true), "1,5");
  EXPECT_EQ(SheetFigureText(63, true), "1,05");
  EXPECT_EQ(SheetFigureText(100, true), "1:40");
  EXPECT_EQ(SheetFigureText(1500, false), "1500");
}

}  // namespace
}  // namespace entente::client
