// Rows as spreadsheets write them: on several lines, empty, short, and with
// columns that have no title.
#include "tools/client/csv_lines.h"

#include <sstream>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/common/base/error.h"
#include "tools/client/csv.h"
#include "tools/client/observation_rows.h"

namespace entente::client {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

// "line:a|b|c" of each row, or "line:malformed"; or the reason of an error.
std::vector<std::string> Read(const std::string& text,
                              const CsvOptions& options = {
                                  .has_records_of_lines = true}) {
  std::istringstream in(text);
  auto reader =
      CsvReader::Open(in, "f.csv", {{"a"}, {"b"}, {"c", false}}, options);
  if (!reader.ok()) return {ErrorReason(reader.status())};
  std::vector<std::string> rows;
  CsvRow row;
  while (reader->Next(row)) {
    rows.push_back(absl::StrCat(
        row.line, ":",
        row.is_malformed ? "malformed" : absl::StrJoin(row.cells, "|")));
  }
  return rows;
}

bool IsLoose(const std::string& text) {
  std::istringstream in(text);
  auto reader = CsvReader::Open(in, "f.csv", {{"a"}, {"b"}, {"c", false}},
                                {.has_records_of_lines = true});
  EXPECT_TRUE(reader.ok()) << reader.status();
  if (!reader.ok()) return false;
  CsvRow row;
  while (reader->Next(row)) continue;
  return reader->has_loose_rows();
}

TEST(CsvLinesTest, AFieldInQuotesGoesOnOverLines) {
  EXPECT_THAT(Read("a;b;c\n1;\"x;\n\n\"\"y\"\"\";3\n4;5;6\n"),
              ElementsAre("2:1|x;\n\n\"y\"|3", "5:4|5|6"));
  EXPECT_THAT(Read("a;b\r\n1;\"x\r\ny\"\r\n2;z"),
              ElementsAre("2:1|x\ny|", "4:2|z|"));
}

TEST(CsvLinesTest, OfOtherFilesThanDeliveriesARecordIsALine) {
  EXPECT_THAT(Read("a;b\n1;\"x\ny\"\n2;z\n", {}),
              ElementsAre("2:malformed", "3:malformed", "4:2|z|"));
  EXPECT_THAT(Read("a;\"b\n\"\n1;2\n", {}), ElementsAre("CSV_HEADER_MISSING"));
}

TEST(CsvLinesTest, TwoRowsOfWhichEachLacksAQuoteAreNotOne) {
  // Ditto marks.
  EXPECT_THAT(Read("a;b;c\n1;2;\"\n3;4;\"\n5;6;7\n"),
              ElementsAre("2:malformed", "3:malformed", "4:5|6|7"));
  // The second one is sound.
  EXPECT_THAT(Read("a;b;c\n1;2;\"x\n3;4;\"\ny\"\n"),
              ElementsAre("2:malformed", "3:3|4|y"));
  // It leaves off what has no title.
  EXPECT_THAT(Read("a;b;;\n1;\"2\n3;4\"\n5;6;;\n"),
              ElementsAre("2:malformed", "3:malformed", "4:5|6|"));
}

TEST(CsvLinesTest, AMissingQuoteSpoilsOneLine) {
  EXPECT_THAT(Read("a;b\n\"1;2\n3;4\n"), ElementsAre("2:malformed", "3:3|4|"));
  EXPECT_THAT(Read("a;b\n\"1;2\n3;\"4\"\n5;6\n"),
              ElementsAre("2:malformed", "3:3|4|", "4:5|6|"));
  // What the two would make together is no row.
  EXPECT_THAT(Read("a;b\n\"1;2\n3;4\n\"5;6\n7;8\n"),
              ElementsAre("2:malformed", "3:3|4|", "4:malformed", "5:7|8|"));
  EXPECT_THAT(Read("a;b\n\"1\n2\"\n3;4\n"),
              ElementsAre("2:malformed", "3:malformed", "4:3|4|"));
  EXPECT_THAT(Read("a;b\n1;\"2\n\xFF\"\n3;4\n"),
              ElementsAre("2:malformed", "3:malformed", "4:3|4|"));
}

TEST(CsvLinesTest, ARecordHasBounds) {
  const auto on_lines = [](size_t lines) {
    return absl::StrCat("a;b\n1;\"2", std::string(lines - 1, '\n'), "\"\n");
  };
  EXPECT_THAT(Read(on_lines(kCsvRecordLinesMax)), ElementsAre("2:1|2|"));
  EXPECT_THAT(Read(on_lines(kCsvRecordLinesMax + 1)),
              ElementsAre("2:malformed", "102:malformed"));
  const std::string half(kCsvLineBytesMax / 2, 'x');
  EXPECT_THAT(Read(absl::StrCat("a;b\n1;\"", half, "\n", half, "\"\n3;4\n")),
              ElementsAre("2:malformed", "3:malformed", "4:3|4|"));
}

TEST(CsvLinesTest, RowsOfEmptyCellsArePassedOver) {
  EXPECT_THAT(Read("a;b\n;\n1;2\n;;;;\n\"\";\" \"\n3;4\n;;;;"),
              ElementsAre("3:1|2|", "6:3|4|"));
}

TEST(CsvLinesTest, AColumnWithoutATitleIsEmpty) {
  EXPECT_THAT(
      Read("a;b;;\n1;2;;\n3;4\n5;6;;x\n7;8;\n9;0;;"),
      ElementsAre("2:1|2|", "3:3|4|", "4:malformed", "5:malformed", "6:9|0|"));
  EXPECT_THAT(Read("a;;b\n1;;2\n3;x;4\n"),
              ElementsAre("2:1|2|", "3:malformed"));
  EXPECT_THAT(Read(";;\n1;2;3\n"), ElementsAre("CSV_HEADER_MISSING"));
}

TEST(CsvLinesTest, ARowHasNoMoreCellsThanTheHeader) {
  // Numbers with a comma.
  EXPECT_THAT(Read("a,b\n1,2,5\n1,2,\n3,4\n"),
              ElementsAre("2:malformed", "3:malformed", "4:3|4|"));
  EXPECT_THAT(Read("a;b;\n1;2;;\n3;4;\n"),
              ElementsAre("2:malformed", "3:3|4|"));
}

TEST(CsvLinesTest, AColumnOfTheFileIsNotLeftOff) {
  EXPECT_THAT(Read("a;b;c\n1;2\n3;4;\n5;6;7"),
              ElementsAre("2:malformed", "3:3|4|", "4:5|6|7"));
  // A line break, or the end of the file, may have cut what is read.
  EXPECT_THAT(Read("a;b;c;;\n1;2;\n3;4;5\n6;7;8"),
              ElementsAre("2:malformed", "3:3|4|5", "4:malformed"));
}

TEST(CsvLinesTest, AFileHasNoMoreColumnsThanTheMost) {
  const std::string most = absl::StrCat("a;b", std::string(254, ';'));
  EXPECT_THAT(Read(absl::StrCat(most, "\n1;2\n")), ElementsAre("2:1|2|"));
  EXPECT_THAT(Read(absl::StrCat(most, ";\n1;2\n")),
              ElementsAre("CSV_HEADER_MISSING"));
}

TEST(CsvLinesTest, TheFirstLineMayStateTheSeparator) {
  EXPECT_THAT(Read("sep=|\r\na|b\r\n1;;;|2\r\n"), ElementsAre("3:1;;;|2|"));
  EXPECT_THAT(Read("\xEF\xBB\xBFSep=,\na,b\n1,2\n"), ElementsAre("3:1|2|"));
  EXPECT_THAT(Read("sep=;\n"), ElementsAre("CSV_HEADER_MISSING"));
  EXPECT_THAT(Read("sep=x\naxb\n"), ElementsAre("CSV_COLUMN_UNKNOWN"));
  std::istringstream in("sep=;\na;z\n");
  EXPECT_THAT(GetErrorDetail(CsvReader::Open(in, "f.csv", {{"a"}}).status())
                  ->sentence.nl,
              HasSubstr("f.csv, regel 2: "));
}

TEST(CsvLinesTest, OnlyWhatWasRefusedOnceIsLoose) {
  // Read as ever, or refused as ever: the numbers of its rows are what they
  // were.
  for (const char* text :
       {"a;b\n1;2\n", "sep=;\na;b;\n1;2;\n", "a;b;c\n\n1;\"x\"\"y\";3\n",
        "a;b\n1\n1;2;3\n\"4;5\n6;7\n", "a;b\n;x\n", "a;b;c\n1;2\n",
        "a;b\n1;2;\n"}) {
    EXPECT_FALSE(IsLoose(text)) << text;
  }
  // Of the last the lines are one row, although it is refused.
  for (const char* text : {"a;b\n1;2\n;\n", "a;b\n1;\"2\n3\"\n", "a;b;\n1;2\n",
                           "a;b;\n1;\"2\n3\""}) {
    EXPECT_TRUE(IsLoose(text)) << text;
  }
}

TEST(CsvLinesTest, RowsToDeliverAreNumberedAsTheyAreRead) {
  const std::string text =
      "event_id;measure;date;area;value;replaces\n"
      ";;;;;\n"
      "abcdefgh;m;2018-03;21004;2;\n"
      "abcdefgi;m;2018-03;\"21004\n\";3;\n"
      "abcdefgj;m;2018-03;21004;4;\n"
      ";;;;;\n";
  std::istringstream in(text);
  auto rows = PlainRows::Open(in, "f.csv");
  ASSERT_TRUE(rows.ok()) << rows.status();
  // As a delivery that is resumed behind the second row.
  ASSERT_TRUE(rows->Skip());
  ASSERT_TRUE(rows->Skip());
  EXPECT_EQ(rows->line(), 4);
  entente::indicators::v1::ObservationBatch batch;
  ASSERT_TRUE(rows->Next(batch));
  EXPECT_EQ(rows->line(), 6);
  EXPECT_EQ(batch.observations(0).event_id(), "abcdefgj");
  EXPECT_FALSE(rows->Next(batch));
  EXPECT_EQ(rows->row_index(), 3);
  EXPECT_TRUE(rows->has_loose_rows());
}

}  // namespace
}  // namespace entente::client
