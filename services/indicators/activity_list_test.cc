// Lists of activities: what each question lets pass, over pages.
#include <string>
#include <vector>

#include "services/indicators/activity_fixture_test.h"
#include "services/indicators/activity_store.h"

namespace entente::indicators {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

class ActivityListTest : public ActivityTest {
 protected:
  // 1: 12 April, municipality; 2: 1 May, DPI-1; 3: April as a whole, DPI-2;
  // 4: 20 April, nobody knows where; 5: 1 April, withdrawn.
  void SetUp() override {
    ActivityTest::SetUp();
    Add(4, 12, "", "Bravvo");
    Add(5, 1, "DPI-1", "XL Prévention");
    Add(4, 0, "DPI-2", "STIB");
    Add(4, 20, "UNKNOWN", "XL Prévention");
    Add(4, 1, "", "Bravvo");
    ASSERT_TRUE(Withdraw(5).ok());
  }

  void Add(int month, int day, const std::string& area,
           const std::string& organiser) {
    v1::Activity activity = Coppra();
    *activity.mutable_date() = MakeDate(2018, month, day);
    activity.set_area(area);
    activity.set_organiser(organiser);
    activity.set_participants(10 + month);
    activity.add_partners("Maison de quartier");
    ASSERT_TRUE(Create(activity).ok());
  }

  std::vector<int64_t> Filtered(const std::string& filter) {
    v1::ListActivitiesRequest request;
    request.set_filter(filter);
    return Listed(request);
  }
  std::vector<int64_t> In(const std::string& area) {
    v1::ListActivitiesRequest request;
    request.set_area(area);
    return Listed(request);
  }
  std::vector<int64_t> Between(const google::type::Date& from,
                               const google::type::Date& until) {
    v1::ListActivitiesRequest request;
    if (from.year() != 0) *request.mutable_from() = from;
    if (until.year() != 0) *request.mutable_until() = until;
    return Listed(request);
  }
  std::string Refusal(v1::ListActivitiesRequest request) {
    request.set_parent(kSampleMunicipality);
    const auto detail =
        GetErrorDetail(Ask(&Stub::ListActivities, request).status());
    return detail.has_value() ? absl::StrCat(detail->reason, " ", detail->field)
                              : "";
  }
};

TEST_F(ActivityListTest, NewestFirstAndWithdrawnOnesOnlyWhenAskedFor) {
  EXPECT_THAT(Listed(), ElementsAre(2, 4, 1, 3));
  v1::ListActivitiesRequest request;
  request.set_show_withdrawn(true);
  EXPECT_THAT(Listed(request), ElementsAre(2, 4, 1, 5, 3));
  request.set_filter("state = WITHDRAWN");
  EXPECT_THAT(Listed(request), ElementsAre(5));
}

TEST_F(ActivityListTest, AnEditMovesItsPlaceInTheList) {
  ASSERT_TRUE(Update(EditDate(MakeDate(2018, 5, 2), 3)).ok());
  EXPECT_THAT(Listed(), ElementsAre(3, 2, 4, 1));
}

TEST_F(ActivityListTest, AFilterIsAskedBeforePagesAreCut) {
  EXPECT_THAT(Filtered("organiser : prevention"), ElementsAre(2, 4));
  EXPECT_THAT(Filtered("organiser = \"xl prévention\" AND participants = 14"),
              ElementsAre(4));
  EXPECT_THAT(Filtered("type = coppra_training"), ElementsAre(2, 4, 1, 3));
  EXPECT_THAT(Filtered("type : open_day"), IsEmpty());
  EXPECT_THAT(Filtered("date >= 2018-04-12 AND NOT area : *"), ElementsAre(1));
  EXPECT_THAT(Filtered("partners : quartier AND version = 1"),
              ElementsAre(2, 4, 1, 3));
  EXPECT_THAT(Filtered("state != COUNTED"), IsEmpty());
}

TEST_F(ActivityListTest, AnAreaHoldsWhatLiesBelowIt) {
  EXPECT_THAT(In("DPI-1"), ElementsAre(2));
  EXPECT_THAT(In("DPI-2"), ElementsAre(3));
  // With what has no area of its own.
  EXPECT_THAT(In("21004"), ElementsAre(2, 1, 3));
  EXPECT_THAT(In("ZP-5339"), ElementsAre(2, 1, 3));
  EXPECT_THAT(In("UNKNOWN"), ElementsAre(4));
  EXPECT_THAT(In("21009"), IsEmpty());
}

TEST_F(ActivityListTest, DaysAndMonthsAreEndsOfAStretch) {
  const google::type::Date open;
  EXPECT_THAT(Between(MakeDate(2018, 4, 12), open), ElementsAre(2, 4, 1, 3));
  EXPECT_THAT(Between(MakeDate(2018, 4, 13), open), ElementsAre(2, 4, 3));
  EXPECT_THAT(Between(MakeDate(2018, 5, 0), open), ElementsAre(2));
  EXPECT_THAT(Between(open, MakeDate(2018, 4, 0)), ElementsAre(4, 1, 3));
  EXPECT_THAT(Between(open, MakeDate(2018, 4, 12)), ElementsAre(1, 3));
  EXPECT_THAT(Between(open, MakeDate(2018, 3, 31)), IsEmpty());
  EXPECT_THAT(Between(MakeDate(2018, 4, 20), MakeDate(2018, 4, 20)),
              ElementsAre(4, 3));
  EXPECT_THAT(Between(MakeDate(2018, 4, 0), MakeDate(2018, 4, 0)),
              ElementsAre(4, 1, 3));
}

TEST_F(ActivityListTest, WhatCannotBeAskedIsRefusedAtItsField) {
  v1::ListActivitiesRequest request;
  request.set_filter("effects = 1");
  EXPECT_EQ(Refusal(request), "FILTER_INVALID filter");
  request.set_filter("name =");
  EXPECT_EQ(Refusal(request), "FILTER_INVALID filter");
  request = {};
  request.set_area("21999");
  EXPECT_EQ(Refusal(request), "AREA_UNKNOWN area");
  request = {};
  *request.mutable_from() = MakeDate(2018, 13, 1);
  EXPECT_EQ(Refusal(request), "DATE_INVALID from");
  request = {};
  request.mutable_until();
  EXPECT_EQ(Refusal(request), "DATE_INVALID until");
  *request.mutable_until() = MakeDate(2018, 3, 1);
  *request.mutable_from() = MakeDate(2018, 3, 2);
  EXPECT_EQ(Refusal(request), "DATES_REVERSED until");
  request = {};
  request.set_page_size(-1);
  EXPECT_EQ(Refusal(request), "PAGE_SIZE_INVALID page_size");
}

TEST_F(ActivityListTest, ATokenServesItsQuestionAndItsCaller) {
  v1::ListActivitiesRequest request;
  request.set_parent(kSampleMunicipality);
  request.set_page_size(1);
  request.set_filter("type = coppra_training");
  const auto page = Ask(&Stub::ListActivities, request);
  ASSERT_TRUE(page.ok()) << page.status();
  request.set_page_token(page->next_page_token());
  const auto refused = [&](const v1::ListActivitiesRequest& other,
                           const std::string& subject = "p-1001") {
    return ErrorReason(
        Ask(&Stub::ListActivities, other, "coordinator", subject).status());
  };
  EXPECT_EQ(refused(request), "");
  EXPECT_EQ(refused(request, "p-1002"), "PAGE_TOKEN_INVALID");
  // Another size of page is the same question.
  v1::ListActivitiesRequest other = request;
  other.set_page_size(3);
  EXPECT_EQ(refused(other), "");
  other.set_filter("");
  EXPECT_EQ(refused(other), "PAGE_TOKEN_INVALID");
  other = request;
  other.set_area("21004");
  EXPECT_EQ(refused(other), "PAGE_TOKEN_INVALID");
  other = request;
  other.set_show_withdrawn(true);
  EXPECT_EQ(refused(other), "PAGE_TOKEN_INVALID");
  other = request;
  *other.mutable_from() = MakeDate(2018, 1, 1);
  EXPECT_EQ(refused(other), "PAGE_TOKEN_INVALID");
  for (const std::string token : {"zz", "AAAA", "\xc3\xa9", "="}) {
    other = request;
    other.set_page_token(token);
    EXPECT_EQ(refused(other), "PAGE_TOKEN_INVALID") << token;
  }
  other = request;
  other.set_page_token(std::string(5000, 'A'));
  EXPECT_EQ(refused(other), "PAGE_TOKEN_INVALID");
}

// A question that little passes ends its page before it has looked at all.
TEST_F(ActivityListTest, APageLooksAtSoManyAndGoesOn) {
  v1::ListActivitiesRequest request;
  request.set_filter("organiser = stib");
  const auto question = ActivityQuestion::Parse(request, ShippedAreas());
  ASSERT_TRUE(question.ok()) << question.status();
  const auto snapshot = service_.store().Read();
  std::string after;
  std::vector<size_t> sizes;
  do {
    const auto page =
        ReadActivities(*snapshot, "21004", *question, after, 10, 2);
    ASSERT_TRUE(page.ok()) << page.status();
    sizes.push_back(page->activities.size());
    after = page->last_key;
  } while (!after.empty());
  EXPECT_THAT(sizes, ElementsAre(0, 0, 1));
}

}  // namespace
}  // namespace entente::indicators
