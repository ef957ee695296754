// Versions of a record in every order that files may come in: the rows they
// become, and what those come to under the rules of the service.
#include <algorithm>
#include <cstdint>
#include <sstream>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "gmock/gmock.h"
#include "google/protobuf/text_format.h"
#include "gtest/gtest.h"
#include "tools/client/delivery/mapped_rows.h"
#include "tools/client/delivery/record_mapper.h"
#include "tools/client/delivery/record_revisions_fixture_test.h"

namespace entente::client {
namespace {

using ::testing::ElementsAre;

TEST_F(RecordRevisionsTest, ALaterVersionIsTheFirstAndItsCorrections) {
  const auto rows = Rows(Version(1) + Version(3));
  ASSERT_EQ(rows.size(), 4u);
  const v1::Observation& one = rows[0].observation;
  EXPECT_EQ(rows[1].observation.event_id(), one.event_id());
  for (const size_t place : {0u, 1u}) {
    EXPECT_EQ(rows[place].observation.replaces_event_id(), "");
  }
  for (const size_t place : {2u, 3u}) {
    EXPECT_EQ(rows[place].observation.replaces_event_id(), one.event_id());
  }
  for (const size_t place : {1u, 2u, 3u}) {
    EXPECT_EQ(rows[place].observation.value(), 30);
    EXPECT_EQ(rows[place].observation.date().day(), 5);
    EXPECT_EQ(rows[place].has_more, place < 3);
  }
  EXPECT_FALSE(rows[0].has_more);
}

// By another program, since sources have delivered under them: printf with
// "entente event id 1\n1:x\n0:\n0:" (of version 2 with "1:2" at the end)
// through openssl dgst -mac HMAC.
TEST_F(RecordRevisionsTest, IdsAreWhatTheyWere) {
  const auto rows = Rows(Version(2));
  ASSERT_EQ(rows.size(), 2u);
  EXPECT_EQ(rows[0].observation.event_id(), "c06bba93fea4b5901702bd9d9b563cce");
  EXPECT_EQ(rows[1].observation.event_id(), "066bc56411d7fff450cf29afc617f481");
}

TEST_F(RecordRevisionsTest, AVersionThatComesFirstIsCounted) {
  EXPECT_EQ(Deliver(Version(2)), "CREATED UNCHANGED");
  EXPECT_THAT(book_.counted(), ElementsAre(20));
  EXPECT_EQ(Deliver(Version(2)), "DUPLICATE DUPLICATE");
  EXPECT_EQ(Deliver(Version(1)), "DUPLICATE");
  EXPECT_THAT(book_.counted(), ElementsAre(20));
}

TEST_F(RecordRevisionsTest, AVersionCorrectsTheOneBefore) {
  EXPECT_EQ(Deliver(Version(1)), "CREATED");
  EXPECT_EQ(Deliver(Version(2)), "DUPLICATE UPDATED");
  EXPECT_THAT(book_.counted(), ElementsAre(20));
  EXPECT_EQ(Deliver(Version(3)), "DUPLICATE DUPLICATE UPDATED");
  EXPECT_THAT(book_.counted(), ElementsAre(30));
}

TEST_F(RecordRevisionsTest, ALowerVersionThatComesLateMovesNothing) {
  EXPECT_EQ(Deliver(Version(3)), "CREATED UNCHANGED UNCHANGED");
  EXPECT_EQ(Deliver(Version(2)), "DUPLICATE DUPLICATE");
  EXPECT_THAT(book_.counted(), ElementsAre(30));
}

TEST_F(RecordRevisionsTest, AVersionThatWasPassedOverMovesNothing) {
  EXPECT_EQ(Deliver(Version(1)), "CREATED");
  EXPECT_EQ(Deliver(Version(3)), "DUPLICATE UPDATED UNCHANGED");
  EXPECT_EQ(Deliver(Version(2)), "DUPLICATE DUPLICATE");
  EXPECT_THAT(book_.counted(), ElementsAre(30));
}

TEST_F(RecordRevisionsTest, InWhateverOrderTheHighestVersionCountsOnce) {
  std::vector<int> order = {1, 2, 3, 4};
  do {
    book_ = Book();
    for (const int version : order) Deliver(Version(version));
    EXPECT_THAT(book_.counted(), ElementsAre(40)) << absl::StrJoin(order, " ");
  } while (std::next_permutation(order.begin(), order.end()));
}

TEST_F(RecordRevisionsTest, ARecordThatWasStruckOutStaysSo) {
  EXPECT_EQ(Deliver(Version(1)), "CREATED");
  EXPECT_EQ(Deliver(StruckOut(3)), "DUPLICATE WITHDRAWN UNCHANGED UNCHANGED");
  EXPECT_THAT(book_.counted(), ElementsAre());
  EXPECT_EQ(Deliver(Version(2)), "DUPLICATE DUPLICATE");
  EXPECT_EQ(Deliver(StruckOut(3)), "DUPLICATE DUPLICATE DUPLICATE DUPLICATE");
  EXPECT_THAT(book_.counted(), ElementsAre());
  // To count again it needs another id, as the service has it.
  EXPECT_EQ(Deliver(Version(4)),
            "DUPLICATE DUPLICATE DUPLICATE EVENT_WITHDRAWN");
}

// Its version need not be another one.
TEST_F(RecordRevisionsTest, AVersionThatWasDeliveredCanBeStruckOut) {
  EXPECT_EQ(Deliver(Version(2)), "CREATED UNCHANGED");
  EXPECT_EQ(Deliver(StruckOut(2)), "DUPLICATE DUPLICATE WITHDRAWN");
  EXPECT_THAT(book_.counted(), ElementsAre());
}

TEST_F(RecordRevisionsTest, ARecordThatComesStruckOutNeverCounts) {
  EXPECT_EQ(Deliver(StruckOut(2)), "CREATED WITHDRAWN UNCHANGED");
  EXPECT_EQ(Deliver(Version(1)), "DUPLICATE");
  EXPECT_EQ(Deliver(Version(2)), "DUPLICATE DUPLICATE");
  EXPECT_THAT(book_.counted(), ElementsAre());
}

TEST_F(RecordRevisionsTest, InWhateverOrderAStruckOutRecordCountsNothing) {
  std::vector<int> order = {1, 2, 3, 4};
  do {
    book_ = Book();
    for (const int version : order) {
      Deliver(version == 3 ? StruckOut(3) : Version(version));
    }
    EXPECT_THAT(book_.counted(), ElementsAre()) << absl::StrJoin(order, " ");
  } while (std::next_permutation(order.begin(), order.end()));
}

// The figures of a record that was struck out may be gone.
TEST_F(RecordRevisionsTest, AStruckOutRecordTakesBackWhateverItSays) {
  EXPECT_EQ(Deliver("x;2;annulé;;;\n"), "UNKNOWN_EVENT UNKNOWN_EVENT");
  EXPECT_EQ(Deliver(Version(1)), "CREATED");
  EXPECT_EQ(Deliver("x;2;annulé;;;\n"), "WITHDRAWN UNCHANGED");
  EXPECT_EQ(Deliver(Version(2)), "DUPLICATE DUPLICATE");
  EXPECT_EQ(Deliver("x;?;annulé;2024-03-05;;1\n"), "DUPLICATE");
  EXPECT_THAT(book_.counted(), ElementsAre());
}

// One that an earlier version left empty is new in this one.
TEST_F(RecordRevisionsTest, EachFigureIsAnEventOfItsOwn) {
  mapping_.clear_figures();
  ASSERT_TRUE(google::protobuf::TextFormat::MergeFromString(
      R"(figures { measure { constant: 'n' } value_from: 'N' }
         figures { measure { constant: 'm' } value_from: 'Lieu'
                   is_optional: true })",
      &mapping_));
  mapping_.mutable_area()->Clear();
  mapping_.mutable_area()->set_constant("DPI-1");
  EXPECT_EQ(Deliver("x;1;;2024-03-05;;1\n"), "CREATED");
  EXPECT_EQ(Deliver("x;2;;2024-03-05;5;1\n"),
            "DUPLICATE UNCHANGED CREATED UNCHANGED");
  const auto rows = Rows("x;2;;2024-03-05;5;1\n");
  std::vector<bool> has_more;
  for (const MappedRow& row : rows) has_more.push_back(row.has_more);
  EXPECT_THAT(has_more, ElementsAre(true, false, true, false));
}

TEST_F(RecordRevisionsTest, AVersionIsANumberOfTheFirstFifty) {
  EXPECT_EQ(Rows(Version(50)).size(), 50u);
  for (const char* version : {"", "0", "51", "02", "b", "2024-03-05"}) {
    const auto rows = Rows(absl::StrCat("x;", version, ";;2024-03-05;;1\n"));
    ASSERT_EQ(rows.size(), 1u) << version;
    EXPECT_STREQ(rows[0].reason, "EVENT_ID_MALFORMED") << version;
    EXPECT_STREQ(rows[0].column, "event_id") << version;
    EXPECT_EQ(rows[0].field, "V") << version;
  }
}

TEST_F(RecordRevisionsTest, AFaultIsOneRowWhateverTheVersion) {
  const auto rows = Rows("x;4;;31/02/2024;;1\n");
  ASSERT_EQ(rows.size(), 1u);
  EXPECT_STREQ(rows[0].reason, "DATE_INVALID");
  EXPECT_FALSE(rows[0].has_more);
}

TEST_F(RecordRevisionsTest, VersionsMayBeCountedFromAnother) {
  mapping_.mutable_event_id()->set_first_revision("00");
  EXPECT_EQ(Deliver("x;02;;2024-03-05;;3\n"), "CREATED UNCHANGED UNCHANGED");
  EXPECT_EQ(Deliver("x;00;;2024-03-05;;1\nx;01;;2024-03-05;;2\n"),
            "DUPLICATE DUPLICATE DUPLICATE");
  EXPECT_THAT(book_.counted(), ElementsAre(3));
}

// A delivery that was cut between them goes on with the next one.
TEST_F(RecordRevisionsTest, RowsThatWereDeliveredArePassedOverOneByOne) {
  for (int64_t delivered = 0; delivered <= 4; ++delivered) {
    std::istringstream in("Id;V;Etat;Jour;Lieu;N\n" + Version(3) + Version(1));
    auto rows = MappedRows::Open(in, mapping_, v1::DeliveryMapping::FORMAT_CSV,
                                 IdKey(std::string(32, 'k')));
    ASSERT_TRUE(rows.ok()) << rows.status();
    for (int64_t i = 0; i < delivered; ++i) ASSERT_TRUE((*rows)->Skip());
    v1::ObservationBatch batch;
    while ((*rows)->Next(batch)) continue;
    EXPECT_EQ(batch.observations_size(), 4 - delivered);
    EXPECT_EQ((*rows)->row_index(), 4);
  }
}

}  // namespace
}  // namespace entente::client
