// Versions of a record that put it in another municipality, whose it is then.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "absl/strings/str_join.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tools/client/delivery/record_revisions_fixture_test.h"

namespace entente::client {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;

TEST_F(RecordRevisionsTest, AVersionInAnotherMunicipalityTakesTheEventBack) {
  mapping_.mutable_area()->add_left_to_others("IXELLES");
  // Of the first nothing is known here.
  EXPECT_EQ(Deliver(Elsewhere(1)), "");
  EXPECT_EQ(left_out_, 1);
  EXPECT_EQ(Deliver(Version(1)), "CREATED");
  EXPECT_EQ(left_out_, 0);
  EXPECT_EQ(Deliver(Elsewhere(3)), "DUPLICATE WITHDRAWN UNCHANGED");
  EXPECT_EQ(left_out_, 1);
  EXPECT_THAT(book_.counted(), ElementsAre());
  EXPECT_EQ(Deliver(Elsewhere(3)), "DUPLICATE DUPLICATE DUPLICATE");
  // One that comes late moves nothing.
  EXPECT_EQ(Deliver(Version(2)), "DUPLICATE DUPLICATE");
  EXPECT_THAT(book_.counted(), ElementsAre());
  // Struck out there, it is taken back as anywhere.
  EXPECT_EQ(Deliver("x;1;annulé;2024-03-05;IXELLES;10\n"),
            "DUPLICATE UNCHANGED");
}

TEST_F(RecordRevisionsTest, AVersionInAnotherMunicipalityIsNoEventOfAnArea) {
  mapping_.mutable_area()->add_left_to_others("IXELLES");
  const auto rows = Rows(Elsewhere(3));
  ASSERT_EQ(rows.size(), 3u);
  const v1::Observation& counted = rows[0].observation;
  EXPECT_EQ(counted.event_id(), Rows(Version(1))[0].observation.event_id());
  EXPECT_EQ(counted.area(), "UNKNOWN");
  EXPECT_EQ(counted.measure_code(), "n");
  EXPECT_EQ(counted.value(), 30);
  EXPECT_EQ(counted.date().day(), 5);
  EXPECT_TRUE(rows[0].has_more);
  for (const size_t place : {1u, 2u}) {
    const v1::Observation& gone = rows[place].observation;
    EXPECT_EQ(gone.withdraws_event_id(), counted.event_id());
    EXPECT_EQ(gone.measure_code(), "");
    EXPECT_EQ(gone.area(), "");
    EXPECT_FALSE(gone.has_date());
    EXPECT_EQ(rows[place].has_more, place < 2);
  }
}

TEST_F(RecordRevisionsTest, AVersionInAnotherMunicipalityMayComeFirst) {
  mapping_.mutable_area()->add_left_to_others("IXELLES");
  EXPECT_EQ(Deliver(Elsewhere(2)), "CREATED WITHDRAWN");
  EXPECT_EQ(Deliver(Version(1)), "DUPLICATE");
  EXPECT_THAT(book_.counted(), ElementsAre());
  book_ = Book();
  EXPECT_EQ(Deliver("x;2;annulé;2024-03-05;IXELLES;20\n"),
            "CREATED WITHDRAWN UNCHANGED");
  EXPECT_EQ(left_out_, 1);
  EXPECT_EQ(Deliver(Version(1)), "DUPLICATE");
  EXPECT_THAT(book_.counted(), ElementsAre());
}

TEST_F(RecordRevisionsTest, InWhateverOrderAHighestVersionElsewhereIsTheLast) {
  mapping_.mutable_area()->add_left_to_others("IXELLES");
  std::vector<int> order = {1, 2, 3, 4};
  do {
    book_ = Book();
    for (const int version : order) {
      const std::string became =
          Deliver(version == 4 ? Elsewhere(4) : Version(version));
      EXPECT_THAT(became, Not(HasSubstr("UNKNOWN_EVENT")));
    }
    EXPECT_THAT(book_.counted(), ElementsAre()) << absl::StrJoin(order, " ");
  } while (std::next_permutation(order.begin(), order.end()));
}

// It is for good, as that it was struck out: a version above it counts only
// where it came before.
TEST_F(RecordRevisionsTest, AVersionThatComesBackFromElsewhereStaysAway) {
  mapping_.mutable_area()->add_left_to_others("IXELLES");
  std::vector<int> order = {1, 2, 3, 4};
  do {
    book_ = Book();
    bool is_four_known = false;
    bool is_gone = false;
    for (const int version : order) {
      const std::string became =
          Deliver(version == 3 ? Elsewhere(3) : Version(version));
      EXPECT_THAT(became, Not(HasSubstr("UNKNOWN_EVENT")));
      is_four_known = is_four_known || (version == 4 && !is_gone);
      is_gone = is_gone || (version == 3 && !is_four_known);
    }
    EXPECT_EQ(book_.counted(),
              is_gone ? std::vector<int64_t>() : std::vector<int64_t>{40})
        << absl::StrJoin(order, " ");
  } while (std::next_permutation(order.begin(), order.end()));
}

TEST_F(RecordRevisionsTest, AVersionElsewhereTakesBackWhateverItSays) {
  mapping_.mutable_area()->add_left_to_others("IXELLES");
  const std::string unread = "x;2;;2024-03-05;IXELLES;?\n";
  EXPECT_EQ(Deliver(unread), "UNKNOWN_EVENT");
  EXPECT_EQ(Deliver(Version(1)), "CREATED");
  EXPECT_EQ(Deliver(unread), "WITHDRAWN");
  EXPECT_THAT(book_.counted(), ElementsAre());
}

TEST_F(RecordRevisionsTest, AnEmptyOptionalFigureElsewhereIsNoRow) {
  mapping_.mutable_area()->add_left_to_others("IXELLES");
  mapping_.mutable_figures(0)->set_is_optional(true);
  EXPECT_EQ(Deliver("x;2;;2024-03-05;IXELLES;\n"), "");
  EXPECT_EQ(left_out_, 1);
}

// Without versions it is the withdrawal that it is anywhere.
TEST_F(RecordRevisionsTest, WhatIsStruckOutElsewhereIsNotLeftOut) {
  mapping_.mutable_area()->add_left_to_others("IXELLES");
  mapping_.mutable_event_id()->clear_revision();
  mapping_.add_ignored("V");
  EXPECT_EQ(Deliver(Version(1)), "CREATED");
  EXPECT_EQ(Deliver("x;1;annulé;2024-03-05;IXELLES;10\n"), "WITHDRAWN");
  EXPECT_EQ(left_out_, 0);
}

}  // namespace
}  // namespace entente::client
