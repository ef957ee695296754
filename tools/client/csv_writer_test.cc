#include "tools/client/csv_writer.h"

#include <string>

#include "gtest/gtest.h"

namespace entente::client {
namespace {

TEST(CsvWriterTest, OnlyWhatMustBeQuotedIs) {
  EXPECT_EQ(CsvText("Formation COPPRA"), "Formation COPPRA");
  EXPECT_EQ(CsvText(""), "");
  EXPECT_EQ(CsvText("a;b"), "\"a;b\"");
  EXPECT_EQ(CsvText("a,b"), "\"a,b\"");
  EXPECT_EQ(CsvText("a\tb"), "\"a\tb\"");
  EXPECT_EQ(CsvText("dit \"mur\""), "\"dit \"\"mur\"\"\"");
  EXPECT_EQ(CsvText("two\nlines"), "\"two\nlines\"");
  EXPECT_EQ(CsvText("two\rlines"), "\"two\rlines\"");
}

TEST(CsvWriterTest, ATextThatASpreadsheetWouldRunIsMadeHarmless) {
  EXPECT_EQ(CsvText("=1+1"), "'=1+1");
  EXPECT_EQ(CsvText("+++010/8068/17183+++"), "'+++010/8068/17183+++");
  EXPECT_EQ(CsvText("-12"), "'-12");
  EXPECT_EQ(CsvText("@SUM(A1)"), "'@SUM(A1)");
  EXPECT_EQ(CsvText("＝1"), "'＝1");
  EXPECT_EQ(CsvText("\tx"), "\"'\tx\"");
  EXPECT_EQ(CsvText("\rx"), "\"'\rx\"");
  EXPECT_EQ(CsvText("\nx"), "\"'\nx\"");
  EXPECT_EQ(CsvText("\"=1"), "\"\"\"=1\"");
  EXPECT_EQ(CsvText("a=b - 2 + c@d"), "a=b - 2 + c@d");
}

// Told that a comma, a tab or a line end ends a cell, a spreadsheet finds the
// formula in the middle of the text.
TEST(CsvWriterTest, NoPartOfATextIsAFormulaWhateverEndsACell) {
  EXPECT_EQ(CsvText("a;=1"), "\"a;'=1\"");
  EXPECT_EQ(CsvText("a,@x"), "\"a,'@x\"");
  EXPECT_EQ(CsvText("a\t+1"), "\"a\t'+1\"");
  EXPECT_EQ(CsvText("a\r\n-1"), "\"a\r\n'-1\"");
  EXPECT_EQ(CsvText("=cmd|' /C calc'!A0,＋1"), "\"'=cmd|' /C calc'!A0,'＋1\"");
  EXPECT_EQ(CsvTexts({"a", "=1", "b,-2"}), "\"a; '=1; b,'-2\"");
  EXPECT_EQ(CsvTexts({"=1"}), "'=1");
  EXPECT_EQ(CsvTexts({}), "");
}

TEST(CsvWriterTest, SemicolonsStandBetweenCellsAndEveryLineEnds) {
  std::string csv;
  AddCsvLine({"a", "1.50", ""}, csv);
  AddCsvLine({"b"}, csv);
  EXPECT_EQ(csv, "a;1.50;\r\nb\r\n");
}

}  // namespace
}  // namespace entente::client
