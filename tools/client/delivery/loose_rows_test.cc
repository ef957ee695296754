// CSV of other systems as spreadsheets write it, and what becomes of the rows
// and the session of a file.
#include <cstdint>
#include <optional>
#include <sstream>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "gmock/gmock.h"
#include "google/protobuf/text_format.h"
#include "gtest/gtest.h"
#include "services/common/base/error.h"
#include "tools/client/delivery/delivery_input.h"
#include "tools/client/delivery/mapped_rows.h"
#include "tools/client/delivery/record_reader.h"

namespace entente::client {
namespace {

using ::testing::ElementsAre;

namespace v1 = entente::indicators::v1;

v1::DeliveryMapping Mapping() {
  v1::DeliveryMapping mapping;
  EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(
      R"(id: 'a' format: FORMAT_CSV
         event_id { from: 'Id' replaces: 'Corrige' }
         date { from: 'Jour' }
         area { from: 'Lieu' if_empty: 'UNKNOWN' }
         figures { measure { constant: 'm' } value_from: 'N' }
         ignored: 'Remarque')",
      &mapping));
  return mapping;
}

constexpr char kTitles[] = "Id;Jour;N;Lieu;Corrige;Remarque\n";

// "line:Id|Corrige|Jour|Lieu|N" of each record, or "line:FAULT"; or the reason
// of an error.
std::vector<std::string> Read(const std::string& text,
                              const v1::DeliveryMapping& mapping = Mapping()) {
  std::istringstream in(text);
  auto reader = OpenRecords(in, mapping, mapping.format());
  if (!reader.ok()) return {ErrorReason(reader.status())};
  std::vector<std::string> records;
  Record record;
  while ((*reader)->Next(record)) {
    records.push_back(absl::StrCat(record.line, ":",
                                   record.fault != nullptr
                                       ? record.fault
                                       : absl::StrJoin(record.cells, "|")));
  }
  return records;
}

TEST(LooseRowsTest, ARemarkOnSeveralLinesIsPartOfItsRecord) {
  EXPECT_THAT(
      Read(absl::StrCat(kTitles,
                        "event-01;2024-03-05;1;A;;\"seen\r\n\r\n;a \"\""
                        "b\"\"; twice\"\r\n"
                        "event-02;2024-03-05;2;A;;plain\n")),
      ElementsAre("2:event-01||2024-03-05|A|1", "5:event-02||2024-03-05|A|2"));
  // Titles of spreadsheets too.
  v1::DeliveryMapping mapping = Mapping();
  mapping.set_ignored(0, "Remarque\nde l'agent");
  EXPECT_THAT(Read("Id;Jour;N;Lieu;\"Remarque\nde l'agent\"\n"
                   "event-01;2024-03-05;1;A;x\n",
                   mapping),
              ElementsAre("3:event-01||2024-03-05|A|1"));
}

TEST(LooseRowsTest, AQuoteThatDoesNotCloseSpoilsOneLine) {
  EXPECT_THAT(Read(absl::StrCat(kTitles, "event-01;2024-03-05;1;A;;\"open\n",
                                "event-02;2024-03-05;2;A;;\"closed\"\n",
                                "event-03;2024-03-05;3;A;;\"open\n",
                                "event-04;2024-03-05;4;A;;plain\n")),
              ElementsAre("2:ROW_MALFORMED", "3:event-02||2024-03-05|A|2",
                          "4:ROW_MALFORMED", "5:event-04||2024-03-05|A|4"));
  // Nor is a line put to it that nobody can read.
  EXPECT_THAT(Read(absl::StrCat(kTitles, "event-01;2024-03-05;1;A;;\"a\n\xFF",
                                "\"\nevent-02;2024-03-05;2;A;;\n")),
              ElementsAre("2:ROW_MALFORMED", "3:ROW_MALFORMED",
                          "4:event-02||2024-03-05|A|2"));
}

TEST(LooseRowsTest, TwoRecordsOfWhichEachLacksAQuoteAreNotOne) {
  // Ditto marks in a column that nobody reads.
  EXPECT_THAT(Read(absl::StrCat(kTitles, "event-01;2024-03-05;1;A;;\"\n",
                                "event-02;2024-03-05;2;A;;\"\n",
                                "event-03;2024-03-05;3;A;;x\n")),
              ElementsAre("2:ROW_MALFORMED", "3:ROW_MALFORMED",
                          "4:event-03||2024-03-05|A|3"));
  // A remark behind it that begins with a line break.
  EXPECT_THAT(Read(absl::StrCat(kTitles, "event-01;2024-03-05;1;A;;\"open\n",
                                "event-02;2024-03-05;2;A;;\"\nseen twice\"\n",
                                "event-03;2024-03-05;3;A;;x\n")),
              ElementsAre("2:ROW_MALFORMED", "3:event-02||2024-03-05|A|2",
                          "5:event-03||2024-03-05|A|3"));
  // The second one leaves off the last column.
  v1::DeliveryMapping mapping = Mapping();
  mapping.add_ignored("Note");
  EXPECT_THAT(Read("Id;Jour;N;Lieu;Corrige;Remarque;Note\n"
                   "event-01;2024-03-05;1;A;;x;\"\n"
                   "event-02;2024-03-05;2;A;;\"\n",
                   mapping),
              ElementsAre("2:ROW_MALFORMED", "3:ROW_MALFORMED"));
}

TEST(LooseRowsTest, AFieldThatIsReadStandsOnOneLine) {
  EXPECT_THAT(Read(absl::StrCat(kTitles, "event-01;2024-03-05;1;\"A\nB\";;\n",
                                "event-02;2024-03-05;2;\"A\n\";;\n")),
              ElementsAre("2:ROW_MALFORMED", "4:event-02||2024-03-05|A|2"));
}

TEST(LooseRowsTest, RowsAndColumnsOfNothingArePassedOver) {
  EXPECT_THAT(
      Read("Id;Jour;N;Lieu;;\nevent-01;2024-03-05;1;A;;\n;;;;;\n\n;;\n"
           "event-02;2024-03-05;2;A\nevent-03;2024-03-05;3;A;x;\n;;;;;\n"),
      ElementsAre("2:event-01||2024-03-05|A|1", "6:event-02||2024-03-05|A|2",
                  "7:ROW_MALFORMED"));
  EXPECT_THAT(Read(";;;;\nevent-01;2024-03-05;1;A;;\n"),
              ElementsAre("CSV_HEADER_MISSING"));
}

TEST(LooseRowsTest, OnlyWhatNobodyReadsMayBeLeftOffALine) {
  EXPECT_THAT(
      Read(absl::StrCat(kTitles, "event-02;2024-03-05;2;A;event-01\n",
                        "event-03;2024-03-05;3;A;;\n",
                        "event-04;2024-03-05;4;A\n", "event-05;2024-03-05;5\n",
                        "event-06;2024-03-05;6;A;event-05")),
      ElementsAre("2:event-02|event-01|2024-03-05|A|2",
                  "3:event-03||2024-03-05|A|3", "4:ROW_MALFORMED",
                  "5:ROW_MALFORMED", "6:ROW_MALFORMED"));
}

TEST(LooseRowsTest, ACorrectionThatALineBreakCutOffDoesNotCountAnew) {
  EXPECT_THAT(Read("Id;Jour;N;Lieu;Remarque;Corrige\n"
                   "event-02;2024-03-05;2;A;seen\ntwice;event-01\n"),
              ElementsAre("2:ROW_MALFORMED", "3:ROW_MALFORMED"));
  // Right before its id.
  EXPECT_THAT(Read(absl::StrCat(kTitles, "event-02;2024-03-05;2;A;\n",
                                "event-01;seen\n")),
              ElementsAre("2:ROW_MALFORMED", "3:ROW_MALFORMED"));
}

TEST(LooseRowsTest, WhatCorrectsTakesBackOrDividesIsNotLeftOff) {
  v1::DeliveryMapping mapping = Mapping();
  ASSERT_TRUE(google::protobuf::TextFormat::MergeFromString(
      "event_id { withdraws: 'Annule' "
      "           struck_out { from: 'Etat' values: 'X' } }",
      &mapping));
  ASSERT_TRUE(google::protobuf::TextFormat::MergeFromString(
      "breakdowns { list: 'audience' code { from: 'Public' } }",
      mapping.mutable_figures(0)));
  const std::vector<std::string> fields = {"Corrige", "Annule", "Etat",
                                           "Public"};
  for (const std::string& last : fields) {
    std::string titles = "Id;Jour;N;Lieu";
    for (const std::string& field : fields) {
      if (field != last) absl::StrAppend(&titles, ";", field);
    }
    EXPECT_THAT(Read(absl::StrCat(titles, ";", last, ";Remarque\n",
                                  "event-01;2024-03-05;1;A;x;x;x\n"),
                     mapping),
                ElementsAre("2:ROW_MALFORMED"))
        << last;
  }
}

TEST(LooseRowsTest, ARecordHasNoMoreCellsThanThereAreTitles) {
  v1::DeliveryMapping mapping = Mapping();
  mapping.set_separator(",");
  // A number with a comma.
  EXPECT_THAT(Read("Id,Jour,Lieu,N\nevent-01,2024-03-05,A,1,5\n"
                   "event-02,2024-03-05,A,2,\nevent-03,2024-03-05,A,3\n,,,,\n",
                   mapping),
              ElementsAre("2:ROW_MALFORMED", "3:ROW_MALFORMED",
                          "4:event-03||2024-03-05|A|3"));
}

TEST(LooseRowsTest, TheFirstLineMayStateTheSeparator) {
  const std::string text = "Id,Jour,N,Lieu\nevent-01,2024-03-05,1,A;B\n";
  EXPECT_THAT(Read("\xEF\xBB\xBFsep=,\r\n" + text),
              ElementsAre("3:event-01||2024-03-05|A;B|1"));
  // The mapping's goes before.
  v1::DeliveryMapping mapping = Mapping();
  mapping.set_separator(",");
  EXPECT_THAT(Read("sep=;\n" + text, mapping),
              ElementsAre("3:event-01||2024-03-05|A;B|1"));
  // A file of our own field names, of which the code lists are found first.
  std::istringstream in(
      "sep=|\nevent_id|measure|date|area|value|breakdown.audience\n"
      "event-01|m|2024-03-05|A|1|youth\n");
  FileFacts facts;
  const auto input =
      OpenDelivery(in, "a.csv", PlainMapping(v1::DeliveryMapping::FORMAT_CSV),
                   "", kFileBytesMaxDefault, facts);
  ASSERT_TRUE(input.ok()) << input.status();
  MappedRow row;
  int64_t line = 0;
  ASSERT_TRUE(input->rows->NextRow(row, line));
  EXPECT_EQ(row.reason, nullptr);
  EXPECT_EQ(row.observation.breakdown().at("audience"), "youth");
}

TEST(LooseRowsTest, ADeliveryIsResumedBehindAnyRow) {
  const std::string text = absl::StrCat(
      kTitles, ";;;;;\nevent-01;2024-03-05;1;A;;\"on\ntwo\"\n",
      "event-02;2024-03-05;2\n;;\nevent-03;2024-03-05;3;A;;\"open\n",
      "event-04;2024-03-05;4;A;;x\n;;;;;\n");
  const std::vector<int64_t> lines = {3, 5, 7, 8};
  for (size_t skipped = 0; skipped <= lines.size(); ++skipped) {
    std::istringstream in(text);
    auto rows = MappedRows::Open(in, Mapping(), v1::DeliveryMapping::FORMAT_CSV,
                                 std::nullopt);
    ASSERT_TRUE(rows.ok()) << rows.status();
    for (size_t i = 0; i < skipped; ++i) ASSERT_TRUE((*rows)->Skip());
    MappedRow row;
    int64_t line = 0;
    for (size_t i = skipped; i < lines.size(); ++i) {
      ASSERT_TRUE((*rows)->NextRow(row, line));
      EXPECT_EQ(line, lines[i]);
      EXPECT_EQ((*rows)->row_index(), static_cast<int64_t>(i) + 1);
    }
    EXPECT_FALSE((*rows)->NextRow(row, line));
    // Which ingest says of a session that somebody named.
    EXPECT_TRUE((*rows)->has_loose_rows());
  }
}

// Session of a file of these rows.
std::string SessionOf(const std::string& rows) {
  DeliveryMappingFile mapping;
  mapping.mapping = Mapping();
  mapping.sha256 = "m";
  std::istringstream in(absl::StrCat(kTitles, rows));
  FileFacts facts;
  const auto input =
      OpenDelivery(in, "a.csv", mapping, "", kFileBytesMaxDefault, facts);
  EXPECT_TRUE(input.ok()) << input.status();
  EXPECT_EQ(input->facts.has_loose_rows, facts.has_loose_rows);
  MappedRow row;
  int64_t line = 0;
  EXPECT_TRUE(input->rows->NextRow(row, line));
  // Its content is another matter here.
  return DeliverySessionId("s", mapping, "f", facts.has_loose_rows);
}

TEST(LooseRowsTest, OnlyAFileWhoseRowsHadOtherNumbersIsAnotherSession) {
  DeliveryMappingFile mapping;
  mapping.sha256 = "m";
  const std::string before = DeliverySessionId("s", mapping, "f");
  EXPECT_EQ(SessionOf("event-01;2024-03-05;1;A;;\"x\"\n"), before);
  // Refused then and now.
  EXPECT_EQ(SessionOf("event-01;2024-03-05;1;A;;\"x\nevent-02\n"), before);
  EXPECT_EQ(SessionOf("event-01;2024-03-05;1;A\n"), before);
  const std::string loose = SessionOf("event-01;2024-03-05;1;A;;\"x\ny\"\n");
  EXPECT_NE(loose, before);
  EXPECT_EQ(SessionOf("event-01;2024-03-05;1;A;;\n;;;;;\n"), loose);
  EXPECT_EQ(SessionOf("event-01;2024-03-05;1;A;event-00\n"), loose);
  // Refused too, and the rows behind it have other numbers all the same.
  EXPECT_EQ(SessionOf("event-01;2024-03-05;1;\"A\nB\";;\n"), loose);
}

}  // namespace
}  // namespace entente::client
