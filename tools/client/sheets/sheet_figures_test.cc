#include "tools/client/sheets/sheet_figures.h"

#include "gtest/gtest.h"
#include "tools/client/sheets/sheet_layout.h"

namespace entente::client {
namespace {

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
  for (const char* reason : {kFigureFormula, kFigureNegative, kFigureFraction,
                             kFigureMinutes, kFigureAmbiguous, kFigureDate,
                             kFigureTooLarge, kFigureInvalid, kFigureMeasure}) {
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
