#include "tools/client/row_lines.h"

#include <sstream>

#include "gtest/gtest.h"
#include "tools/client/observation_rows.h"

namespace entente::client {
namespace {

TEST(RowLinesTest, BlankLinesAndRecordsOfSeveralRowsAreLookedThrough) {
  RowLines lines;
  // Behind a header and a blank line; then one line that is two rows.
  lines.Add(0, 3);
  lines.Add(1, 4);
  lines.Add(2, 4);
  lines.Add(3, 7);
  EXPECT_EQ(lines.Of(0), 3);
  EXPECT_EQ(lines.Of(1), 4);
  EXPECT_EQ(lines.Of(2), 4);
  EXPECT_EQ(lines.Of(3), 7);
  EXPECT_EQ(lines.Of(4), 0);
}

TEST(RowLinesTest, WhatWasNotAddedHasNoLine) {
  RowLines lines;
  EXPECT_EQ(lines.Of(0), 0);
  // Of a delivery that was resumed.
  lines.Add(5, 7);
  lines.Add(6, 0);
  lines.Add(9, 11);
  EXPECT_EQ(lines.Of(4), 0);
  EXPECT_EQ(lines.Of(5), 7);
  EXPECT_EQ(lines.Of(6), 0);
  EXPECT_EQ(lines.Of(9), 11);
}

TEST(RowLinesTest, MemoryIsBounded) {
  RowLines lines(2);
  lines.Add(0, 2);
  lines.Add(1, 4);
  lines.Add(2, 6);
  lines.Add(3, 7);
  EXPECT_EQ(lines.Of(0), 2);
  EXPECT_EQ(lines.Of(1), 4);
  EXPECT_EQ(lines.Of(2), 0);
  EXPECT_EQ(lines.Of(3), 0);
}

TEST(RowLinesTest, APlainFileSaysTheLineOfItsRow) {
  std::istringstream in(
      "event_id;measure;date;area;value\n"
      "abcdefgh;m;2018-03;21004;2\n"
      "\n"
      "not a row\n"
      "abcdefgi;m;2018-03;21004;2\n");
  auto rows = PlainRows::Open(in, "f.csv");
  ASSERT_TRUE(rows.ok()) << rows.status();
  EXPECT_EQ(rows->line(), 0);
  entente::indicators::v1::ObservationBatch batch;
  ASSERT_TRUE(rows->Next(batch));
  EXPECT_EQ(rows->line(), 2);
  ASSERT_TRUE(rows->Next(batch));
  EXPECT_EQ(rows->line(), 4);
  ASSERT_TRUE(rows->Skip());
  EXPECT_EQ(rows->line(), 5);
  // The last one stays, also at the end.
  EXPECT_FALSE(rows->Next(batch));
  EXPECT_EQ(rows->line(), 5);
}

}  // namespace
}  // namespace entente::client
