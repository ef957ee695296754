#include "tools/client/ingest_row_text.h"

#include <cstdint>
#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace entente::client {
namespace {

using ::testing::AllOf;
using ::testing::ContainsRegex;
using ::testing::HasSubstr;
using ::testing::Not;

// A file of a line a row, below a header.
RowLines PlainLines(int64_t rows) {
  RowLines lines;
  for (int64_t row = 0; row < rows; ++row) lines.Add(row, row + 2);
  return lines;
}

TEST(RejectedRowsTextTest, ARowIsNamedByTheLineOfTheFile) {
  RowLines lines;
  lines.Add(0, 2);
  // Behind blank lines.
  lines.Add(1, 6);
  IngestResult result;
  result.rejected_rows.push_back(
      {.row_index = 1, .column = "date", .reason = "DATE_INVALID"});
  result.rejections[{"DATE_INVALID", "date"}] = 1;
  const std::string text = RejectedRowsText(Language::kFr, 100, result, lines);
  EXPECT_THAT(text, HasSubstr("ligne du fichier"));
  EXPECT_THAT(text, ContainsRegex(" 6 +date +DATE_INVALID"));
  EXPECT_THAT(text, Not(HasSubstr("autre")));
  EXPECT_THAT(RejectedRowsText(Language::kNl, 100, result, lines),
              HasSubstr("regel van het bestand"));
}

TEST(RejectedRowsTextTest, ARowWithoutAKnownLineIsNamedByItsNumber) {
  // Only one run is remembered.
  RowLines lines(1);
  lines.Add(0, 2);
  lines.Add(1, 6);
  IngestResult result;
  for (int64_t row = 0; row < 2; ++row) {
    result.rejected_rows.push_back(
        {.row_index = row, .column = "value", .reason = "VALUE_INVALID"});
  }
  result.rejections[{"VALUE_INVALID", "value"}] = 2;
  EXPECT_THAT(RejectedRowsText(Language::kEn, 100, result, lines),
              AllOf(ContainsRegex(" 2 +value +VALUE_INVALID"),
                    HasSubstr("row 2 of the delivery  value")));
  EXPECT_THAT(RejectedRowsText(Language::kFr, 100, result, lines),
              HasSubstr("ligne 2 de la livraison  value"));
  EXPECT_THAT(RejectedRowsText(Language::kNl, 100, result, lines),
              HasSubstr("rij 2 van de levering  value"));
}

TEST(RejectedRowsTextTest, WhatIsNotListedIsCounted) {
  IngestResult result;
  for (int64_t row = 0; row < 20; ++row) {
    result.rejected_rows.push_back(
        {.row_index = row, .column = "value", .reason = "VALUE_INVALID"});
  }
  result.rejections[{"VALUE_INVALID", "value"}] = 15;
  result.rejections[{"AREA_UNKNOWN", "area"}] = 6;
  const RowLines lines = PlainLines(20);
  EXPECT_THAT(RejectedRowsText(Language::kEn, 100, result, lines),
              HasSubstr("… and 1 row more.\n"));
  EXPECT_THAT(RejectedRowsText(Language::kFr, 100, result, lines),
              HasSubstr("… et 1 autre ligne.\n"));
  EXPECT_THAT(RejectedRowsText(Language::kNl, 100, result, lines),
              HasSubstr("… en nog 1 rij.\n"));
  result.rejections[{"AREA_UNKNOWN", "area"}] = 1005;
  EXPECT_THAT(RejectedRowsText(Language::kNl, 100, result, lines),
              HasSubstr("… en nog 1.000 rijen.\n"));
}

TEST(RejectedRowsTextTest, WhatFollowsOnTheSameLineIsNotToldAgain) {
  RowLines lines;
  lines.Add(0, 2);
  lines.Add(1, 2);
  lines.Add(2, 3);
  IngestResult result;
  result.rejected_rows = {
      {.row_index = 0, .column = "date", .reason = "PERIOD_LOCKED"},
      {.row_index = 1,
       .column = "replaces_event_id",
       .reason = "UNKNOWN_EVENT",
       .is_consequence = true},
      {.row_index = 2,
       .column = "replaces_event_id",
       .reason = "UNKNOWN_EVENT",
       .is_consequence = true}};
  result.rejections[{"PERIOD_LOCKED", "date"}] = 3;
  const std::string text = RejectedRowsText(Language::kEn, 100, result, lines);
  EXPECT_THAT(text, ContainsRegex(" 2 +date +PERIOD_LOCKED"));
  EXPECT_THAT(text, Not(ContainsRegex(" 2 +replaces")));
  EXPECT_THAT(text, ContainsRegex(" 3 +replaces_event_id +UNKNOWN_EVENT"));
  EXPECT_THAT(text, Not(HasSubstr("more")));
}

TEST(RejectedRowsTextTest, WithoutRejectionsNothingIsSaid) {
  EXPECT_EQ(RejectedRowsText(Language::kEn, 100, IngestResult(), RowLines()),
            "");
}

TEST(LinesTextTest, LinesThatFollowEachOtherAreARange) {
  EXPECT_EQ(LinesText(Language::kFr, {0, 4, 5, 6, 11}, PlainLines(12)),
            "2, 6-8, 13");
  EXPECT_EQ(LinesText(Language::kFr, {}, PlainLines(12)), "");
}

TEST(LinesTextTest, ALineIsNamedOnce) {
  RowLines lines;
  lines.Add(0, 2);
  lines.Add(1, 2);
  lines.Add(2, 3);
  EXPECT_EQ(LinesText(Language::kFr, {0, 1, 2}, lines), "2-3");
}

TEST(LinesTextTest, OfManyLinesTheFirstOnesAreShown) {
  std::vector<int64_t> rows;
  for (int64_t row = 0; row < 42; row += 2) rows.push_back(row);
  EXPECT_THAT(LinesText(Language::kFr, rows, PlainLines(42)),
              HasSubstr("38, 40 … et 1 autre"));
  rows.push_back(44);
  // Of the last one no line is known.
  EXPECT_THAT(LinesText(Language::kFr, rows, PlainLines(42)),
              HasSubstr("38, 40 … et 2 autres"));
}

}  // namespace
}  // namespace entente::client
