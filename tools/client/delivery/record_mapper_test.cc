#include "tools/client/delivery/record_mapper.h"

#include <fstream>
#include <optional>
#include <set>
#include <sstream>
#include <string>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "google/protobuf/text_format.h"
#include "gtest/gtest.h"
#include "tools/client/delivery/delivery_input.h"
#include "tools/client/delivery/mapped_rows.h"
#include "tools/client/delivery/mapping_file.h"
#include "tools/client/delivery/record_mapper_fixture_test.h"

namespace entente::client {
namespace {

using ::testing::ElementsAre;

TEST_F(RecordMapperTest, CodesAreTranslatedAndUnknownOnesRefused) {
  EXPECT_THAT(Said("event-01;;2024-03-05;DPI-1;N;2\n"
                   "event-02;;2024-03;;N;2\n"
                   "event-03;;2024-03-05;DPI-1;nuisance;2\n"
                   "event-04;;2024-03-05;DPI-1;;2\n"),
              ElementsAre("nuisance 3-5 DPI-1 2", "nuisance 3-0 UNKNOWN 2",
                          "measure UNKNOWN_MEASURE Type",
                          "measure UNKNOWN_MEASURE Type"));
}

TEST_F(RecordMapperTest, WhatLooksLikeAPersonNeverLeaves) {
  EXPECT_THAT(Said("85073003328;;2024-03-05;DPI-1;N;2\n"
                   "BR-12-34-123456-2018;;2024-03-05;DPI-1;N;2\n"
                   "event-03;+32 470 12 34 56;2024-03-05;DPI-1;N;2\n"
                   "event-04;;2024-03-05;jeanne@exemple.be;N;2\n"
                   "event-05;;2024-03-05;85.07.30-033.28;N;2\n"
                   "short;;2024-03-05;DPI-1;N;2\n"
                   ";;2024-03-05;DPI-1;N;2\n"),
              ElementsAre("event_id PERSONAL_DATA_SHAPE Id",
                          "event_id EVENT_ID_LIKE_REPORT_NUMBER Id",
                          "replaces_event_id PERSONAL_DATA_SHAPE Corrige",
                          "area PERSONAL_DATA_SHAPE Lieu",
                          "area PERSONAL_DATA_SHAPE Lieu",
                          "event_id EVENT_ID_MALFORMED Id",
                          "event_id EVENT_ID_MALFORMED Id"));
}

TEST_F(RecordMapperTest, ARowWithAFaultHoldsItsReasonOnly) {
  EXPECT_THAT(Said("event-01;;31/02/2024;DPI-1;N;2\n"
                   "event-02;;2024-03-05;DPI-1;N;1,5\n"
                   "event-03;;2024-03-05;DPI-1;N\n"),
              ElementsAre("date DATE_INVALID Jour",
                          "value VALUE_INVALID Nombre", " ROW_MALFORMED "));
}

TEST_F(RecordMapperTest, AHashedIdIsStableAndSaysNothing) {
  mapping_.mutable_event_id()->set_is_hashed(true);
  const auto rows = Rows(
      "BR.12.34.123456/2018;;2024-03-05;DPI-1;N;2\n"
      "BR.12.34.123457/2018;BR.12.34.123456/2018;2024-03-05;DPI-1;N;3\n"
      "85073003328;;2024-03-05;DPI-1;N;2\n");
  ASSERT_EQ(rows.size(), 3u);
  const std::string& first = rows[0].observation.event_id();
  // HMAC-SHA-256 by another program: printf with "entente event id 1\n20:BR…
  // \n0:\n0:" through openssl dgst -mac HMAC.
  EXPECT_EQ(first, "3960c28cfe0456fa2e3756c81ecc16cd");
  EXPECT_EQ(rows[1].observation.replaces_event_id(), first);
  EXPECT_NE(rows[1].observation.event_id(), first);
  // A pseudonym of a person is refused as the person is.
  EXPECT_EQ(Say(rows[2]), "event_id PERSONAL_DATA_SHAPE Id");
}

TEST_F(RecordMapperTest, AnIdOfSeveralFieldsKnowsWhereEachEnds) {
  mapping_.mutable_event_id()->set_is_hashed(true);
  mapping_.mutable_event_id()->clear_replaces();
  mapping_.mutable_event_id()->add_from("Corrige");
  const auto rows = Rows(
      "ab;c;2024-03-05;;N;1\na;bc;2024-03-05;;N;1\n"
      "c;ab;2024-03-05;;N;1\nab;c;2024-04-06;;N;7\n"
      "ab;;2024-03-05;;N;1\n");
  ASSERT_EQ(rows.size(), 5u);
  std::set<std::string> ids;
  for (int i = 0; i < 3; ++i) ids.insert(rows[i].observation.event_id());
  EXPECT_EQ(ids.size(), 3u);
  // The row's place and its other fields are no part of it.
  EXPECT_EQ(rows[3].observation.event_id(), rows[0].observation.event_id());
  EXPECT_EQ(Say(rows[4]), "event_id EVENT_ID_MALFORMED Corrige");
}

TEST_F(RecordMapperTest, ARecordThatWasStruckOutWithdrawsWhatItCounted) {
  mapping_.mutable_event_id()->set_is_hashed(true);
  mapping_.mutable_event_id()->clear_replaces();
  v1::StruckOutField& field =
      *mapping_.mutable_event_id()->mutable_struck_out();
  field.set_from("Corrige");
  field.add_values("annulé");
  const auto rows = Rows(
      "x;;2024-03-05;;N;1\nx;annulé;;;;\nx;annulé;2024-03-05;;N;9\n"
      "y;annule;2024-03-05;;N;1\n;annulé;;;;\n");
  ASSERT_EQ(rows.size(), 5u);
  const v1::Observation& gone = rows[1].observation;
  EXPECT_EQ(gone.withdraws_event_id(), rows[0].observation.event_id());
  EXPECT_NE(gone.event_id(), rows[0].observation.event_id());
  EXPECT_EQ(gone.measure_code(), "");
  EXPECT_FALSE(gone.has_date());
  // However often, and with whatever beside it, it is one withdrawal.
  EXPECT_EQ(rows[2].observation.SerializeAsString(), gone.SerializeAsString());
  EXPECT_EQ(rows[3].observation.withdraws_event_id(), "");
  EXPECT_EQ(Say(rows[4]), "event_id EVENT_ID_MALFORMED Id");
}

TEST_F(RecordMapperTest, ARecordThatWithdrawsNamesTheEventAndNothingElse) {
  mapping_.mutable_event_id()->clear_replaces();
  mapping_.mutable_event_id()->add_withdraws("Corrige");
  const auto rows = Rows(
      "gone-0001;event-0001;;;;\ngone-0001;event-0001;2024-03-05;;;\n"
      "gone-0001;event-0001;;DPI-1;;\ngone-0001;event-0001;;;N;\n"
      "gone-0001;event-0001;;;;1\ngone-0001;85073003328;;;;\n");
  ASSERT_EQ(rows.size(), 6u);
  ASSERT_EQ(rows[0].reason, nullptr);
  EXPECT_EQ(rows[0].observation.event_id(), "gone-0001");
  EXPECT_EQ(rows[0].observation.withdraws_event_id(), "event-0001");
  EXPECT_EQ(rows[0].observation.area(), "");
  EXPECT_EQ(Say(rows[1]), "date WITHDRAWAL_NOT_EMPTY Jour");
  EXPECT_EQ(Say(rows[2]), "area WITHDRAWAL_NOT_EMPTY Lieu");
  EXPECT_EQ(Say(rows[3]), "measure WITHDRAWAL_NOT_EMPTY Type");
  EXPECT_EQ(Say(rows[4]), "value WITHDRAWAL_NOT_EMPTY Nombre");
  EXPECT_EQ(Say(rows[5]), "withdraws_event_id PERSONAL_DATA_SHAPE Corrige");
}

TEST_F(RecordMapperTest, OfARecordThatWasStruckOutEachFigureIsWithdrawn) {
  mapping_.mutable_event_id()->set_is_hashed(true);
  mapping_.mutable_event_id()->clear_replaces();
  v1::StruckOutField& field =
      *mapping_.mutable_event_id()->mutable_struck_out();
  field.set_from("Corrige");
  field.add_values("annulé");
  mapping_.clear_figures();
  ASSERT_TRUE(google::protobuf::TextFormat::MergeFromString(
      R"(figures { measure { constant: 'sessions' } value_from: 'Type'
                   is_optional: true }
         figures { measure { constant: 'actions' } value_from: 'Nombre'
                   is_optional: true })",
      &mapping_));
  const auto rows = Rows("x;;2024-03;DPI-1;2;3\nx;annulé;;;;\n");
  ASSERT_EQ(rows.size(), 4u);
  EXPECT_EQ(rows[2].observation.withdraws_event_id(),
            rows[0].observation.event_id());
  EXPECT_EQ(rows[3].observation.withdraws_event_id(),
            rows[1].observation.event_id());
}

TEST_F(RecordMapperTest, ARecordOfSeveralFiguresIsAsManyRows) {
  mapping_.mutable_event_id()->set_is_hashed(true);
  mapping_.clear_figures();
  ASSERT_TRUE(google::protobuf::TextFormat::MergeFromString(
      R"(figures { measure { constant: 'sessions' } value_from: 'Type'
                   is_optional: true }
         figures { measure { constant: 'hours' } value_from: 'Nombre'
                   unit: UNIT_HOURS is_optional: true }
         numbers { has_decimal_comma: true })",
      &mapping_));
  const auto rows = Rows(
      "x;;2024-03;DPI-1;2;1,5\ny;;2024-03;DPI-1;;0,5\n"
      "z;;2024-03;DPI-1;;\nv;;2024-03;DPI-1;a;1,01\n");
  ASSERT_EQ(rows.size(), 5u);
  EXPECT_EQ(Say(rows[0]), "sessions 3-0 DPI-1 2");
  EXPECT_EQ(Say(rows[1]), "hours 3-0 DPI-1 90");
  EXPECT_EQ(Say(rows[2]), "hours 3-0 DPI-1 30");
  EXPECT_EQ(Say(rows[3]), "value VALUE_INVALID Type");
  EXPECT_EQ(Say(rows[4]), "value VALUE_INVALID Nombre");
  EXPECT_NE(rows[0].observation.event_id(), rows[1].observation.event_id());
}

TEST_F(RecordMapperTest, TheBatchCountsEveryRowOnce) {
  std::istringstream in(
      "Id;Corrige;Jour;Lieu;Type;Nombre\n"
      "event-01;;2024-03-05;DPI-1;N;2\nevent-02;;x;DPI-1;N;2\nx\n");
  auto rows = MappedRows::Open(in, mapping_, v1::DeliveryMapping::FORMAT_CSV,
                               std::nullopt);
  ASSERT_TRUE(rows.ok());
  v1::ObservationBatch batch;
  while ((*rows)->Next(batch)) continue;
  EXPECT_EQ((*rows)->row_index(), 3);
  EXPECT_EQ(batch.observations_size(), 1);
  ASSERT_EQ(batch.unreadable_size(), 2);
  EXPECT_EQ(batch.unreadable(0).row_index(), 1);
  EXPECT_EQ(batch.unreadable(0).reason(), "DATE_INVALID");
  EXPECT_EQ(batch.unreadable(1).row_index(), 2);
  EXPECT_EQ(batch.unreadable(1).column(), "");
}

TEST_F(RecordMapperTest, ARecordOfAnotherMunicipalityIsLeftOutAndCounted) {
  mapping_.mutable_area()->add_left_to_others("IXELLES");
  std::istringstream in(
      "Id;Corrige;Jour;Lieu;Type;Nombre\n"
      "event-01;;2024-03-05;IXELLES;N;2\nevent-02;;2024-03-05;DPI-1;N;2\n"
      // Whatever else it says.
      "x;;no day;IXELLES;unheard of;\n"
      "event-03;event-01;2024-03-05;IXELLES;N;4\n");
  auto rows = MappedRows::Open(in, mapping_, v1::DeliveryMapping::FORMAT_CSV,
                               std::nullopt);
  ASSERT_TRUE(rows.ok());
  v1::ObservationBatch batch;
  while ((*rows)->Next(batch)) continue;
  EXPECT_EQ((*rows)->records_left_out(), 2);
  EXPECT_EQ((*rows)->row_index(), 2);
  EXPECT_TRUE(batch.unreadable().empty());
  ASSERT_EQ(batch.observations_size(), 2);
  EXPECT_EQ(batch.observations(0).event_id(), "event-02");
  // What may have counted here before it was moved there is taken back, and
  // nothing is said beside.
  const v1::Observation& moved = batch.observations(1);
  EXPECT_EQ(moved.event_id(), "event-03");
  EXPECT_EQ(moved.withdraws_event_id(), "event-01");
  EXPECT_EQ(moved.replaces_event_id(), "");
  EXPECT_EQ(moved.measure_code(), "");
  EXPECT_EQ(moved.area(), "");
  EXPECT_FALSE(moved.has_date());
  // A delivery that is resumed behind them counts the same.
  std::istringstream again(
      "Id;Corrige;Jour;Lieu;Type;Nombre\n"
      "event-01;;2024-03-05;IXELLES;N;2\nevent-02;;2024-03-05;DPI-1;N;2\n");
  auto resumed = MappedRows::Open(
      again, mapping_, v1::DeliveryMapping::FORMAT_CSV, std::nullopt);
  ASSERT_TRUE(resumed.ok());
  while ((*resumed)->Skip()) continue;
  EXPECT_EQ((*resumed)->records_left_out(), 1);
  EXPECT_EQ((*resumed)->row_index(), 1);
}

TEST(DeliveryExamplesTest, EveryRowOfTheShippedFilesCanBeRead) {
  struct Example {
    const char* name;
    const char* ending;
    int64_t rows;
    int64_t left_out = 0;
  };
  for (const Example& example : {Example{"police-actions", ".csv", 6, 1},
                                 {"prevention-activities", ".xml", 3},
                                 {"partner-meetings", ".ndjson", 2}}) {
    const std::string path = absl::StrCat("deploy/deliveries/", example.name);
    const auto mapping = LoadDeliveryMapping(path + ".textproto");
    ASSERT_TRUE(mapping.ok()) << mapping.status();
    std::ifstream in(path + example.ending, std::ios::binary);
    std::ostringstream bytes;
    bytes << in.rdbuf();
    std::istringstream text(bytes.str());
    const auto facts = InspectFile(text, 1 << 20);
    EXPECT_TRUE(CheckEncoding(*facts, mapping->mapping.encoding()).ok());
    std::istringstream again(bytes.str());
    auto rows = MappedRows::Open(again, mapping->mapping,
                                 mapping->mapping.format(), Key());
    ASSERT_TRUE(rows.ok()) << rows.status();
    MappedRow row;
    int64_t line = 0;
    while ((*rows)->NextRow(row, line)) {
      EXPECT_EQ(row.reason, nullptr) << path << ":" << line << " " << Say(row);
    }
    EXPECT_EQ((*rows)->row_index(), example.rows) << path;
    EXPECT_EQ((*rows)->records_left_out(), example.left_out) << path;
  }
}

TEST(DeliverySessionTest, IsMadeOfSourceMappingAndContent) {
  const DeliveryMappingFile m = {.sha256 = "m"};
  DeliveryMappingFile with_versions = m;
  with_versions.mapping.mutable_event_id()->set_revision("V");
  const std::string id = DeliverySessionId("s", m, "f");
  EXPECT_EQ(id, DeliverySessionId("s", m, "f"));
  std::set<std::string> ids = {id, DeliverySessionId("t", m, "f"),
                               DeliverySessionId("s", {.sha256 = "n"}, "f"),
                               DeliverySessionId("s", m, "g"),
                               // Its rows were others once.
                               DeliverySessionId("s", with_versions, "f")};
  EXPECT_EQ(ids.size(), 5u);
  EXPECT_EQ(id.size(), 29u);
}

}  // namespace
}  // namespace entente::client
