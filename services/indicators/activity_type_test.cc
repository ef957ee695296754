// Which types of activity there are, what each counts for, and what is said to
// whoever names another.
#include <optional>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "services/common/base/error.h"
#include "services/indicators/activity_fixture_test.h"

namespace entente::indicators {
namespace {

namespace cv1 = entente::conventions::v1;
using testing::ElementsAre;
using testing::EndsWith;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::StartsWith;

class ActivityTypeTest : public ActivityTest {
 protected:
  // The sample with titles, a type that feeds nothing, and a type that says it
  // feeds a measure in words.
  static v1::ConventionRecord WithTypes() {
    v1::ConventionRecord record = SampleConvention();
    record.mutable_activity_types(0)->mutable_title()->set_en("Training");
    record.mutable_measures(1)->mutable_title()->set_fr("Participants formés");
    record.add_activity_types()->set_code("coffee_with_a_cop");
    record.add_activity_types()->set_code("described");
    for (cv1::MeasureDefinition& measure : *record.mutable_measures()) {
      if (measure.code() != "quality") continue;
      AddFeed(measure, "described", cv1::MeasureFeed::FIGURE_SESSIONS);
    }
    return record;
  }

  // Of 2020 and 2021: open days are what the sample called trainings, and
  // nobody counts the hours of a course.
  static v1::ConventionRecord NextTerm() {
    v1::ConventionRecord record = SampleConvention();
    record.set_convention("municipalities/21004/conventions/css-2020-2021");
    *record.mutable_valid_from() = MakeDate(2020, 1, 1);
    *record.mutable_valid_until() = MakeDate(2021, 12, 31);
    record.mutable_activity_types(0)->set_code("open_day");
    record.mutable_activity_types(0)->mutable_title()->set_en("Open day");
    record.add_activity_types()->set_code("coppra_training");
    record.mutable_activity_types(1)->mutable_title()->set_en("Course");
    cv1::MeasureDefinition& trainings = *record.mutable_measures(0);
    trainings.clear_feeds();
    AddFeed(trainings, "open_day", cv1::MeasureFeed::FIGURE_SESSIONS);
    trainings.mutable_title()->set_en("Days held");
    record.mutable_measures(2)->clear_feeds();
    return record;
  }

  void Publish(const v1::ConventionRecord& record) {
    service_.Deliver("conventions",
                     absl::StrCat("definitions-types-", ++published_),
                     ToEvent(record));
  }

  absl::StatusOr<v1::ListActivityTypesResponse> Types(
      int page_size = 0, const std::string& page_token = "",
      const std::string& role = "coordinator") {
    v1::ListActivityTypesRequest request;
    request.set_parent(kSampleMunicipality);
    request.set_page_size(page_size);
    request.set_page_token(page_token);
    return Ask(&Stub::ListActivityTypes, request, role);
  }

  // "trainings FIGURE_SESSIONS", for each.
  static std::vector<std::string> Fed(const v1::DefinedActivityType& type) {
    std::vector<std::string> fed;
    for (const v1::ActivityTypeFeed& feed : type.feeds()) {
      fed.push_back(absl::StrCat(feed.measure_code(), " ",
                                 cv1::MeasureFeed::Figure_Name(feed.figure())));
    }
    return fed;
  }

  // The refusal of an activity of `type`.
  absl::Status Refusal(const std::string& type) {
    v1::Activity activity = Coppra();
    activity.set_type(type);
    return Create(activity).status();
  }

  // What is said of a list; nothing where it is not refused.
  std::optional<ErrorDetail> ListDetail(const std::string& filter) {
    v1::ListActivitiesRequest request;
    request.set_parent(kSampleMunicipality);
    request.set_filter(filter);
    return GetErrorDetail(Ask(&Stub::ListActivities, request).status());
  }

  // The refusal of a list; empty where there is none.
  std::string ListRefusal(const std::string& filter) {
    const auto detail = ListDetail(filter);
    return detail.has_value() ? absl::StrCat(detail->reason, " ", detail->field)
                              : "";
  }

 private:
  int published_ = 0;
};

TEST_F(ActivityTypeTest, EachTypeSaysWhatItCountsFor) {
  Publish(WithTypes());
  const auto list = Types();
  ASSERT_TRUE(list.ok()) << list.status();
  ASSERT_EQ(list->activity_types_size(), 3);
  EXPECT_EQ(list->next_page_token(), "");
  const v1::DefinedActivityType& training = list->activity_types(0);
  EXPECT_EQ(training.code(), "coppra_training");
  EXPECT_EQ(training.title().en(), "Training");
  EXPECT_THAT(Fed(training), ElementsAre("trainings FIGURE_SESSIONS",
                                         "participants FIGURE_PARTICIPANTS",
                                         "training_hours FIGURE_HOURS"));
  EXPECT_EQ(training.feeds(1).measure_title().fr(), "Participants formés");
  // What feeds nothing can be entered and is listed all the same; a measure in
  // words takes no figure of an activity.
  EXPECT_EQ(list->activity_types(1).code(), "coffee_with_a_cop");
  EXPECT_THAT(Fed(list->activity_types(1)), IsEmpty());
  EXPECT_EQ(list->activity_types(2).code(), "described");
  EXPECT_THAT(Fed(list->activity_types(2)), IsEmpty());
}

TEST_F(ActivityTypeTest, TypesCountAsTheConventionsOfTodayDefineThem) {
  Publish(WithTypes());
  Publish(NextTerm());
  // The place is the oldest convention's, the title that of the one in force.
  auto list = Types();
  ASSERT_TRUE(list.ok()) << list.status();
  ASSERT_EQ(list->activity_types_size(), 4);
  EXPECT_EQ(list->activity_types(0).title().en(), "Training");
  EXPECT_THAT(Fed(list->activity_types(0)),
              ElementsAre("trainings FIGURE_SESSIONS",
                          "participants FIGURE_PARTICIPANTS",
                          "training_hours FIGURE_HOURS"));
  EXPECT_EQ(list->activity_types(0).feeds(0).measure_title().en(), "trainings");
  // Of a convention to come.
  EXPECT_EQ(list->activity_types(3).code(), "open_day");
  EXPECT_EQ(list->activity_types(3).title().en(), "Open day");
  EXPECT_THAT(Fed(list->activity_types(3)), IsEmpty());

  MoveTo(2020, 1, 1);
  list = Types();
  ASSERT_TRUE(list.ok()) << list.status();
  ASSERT_EQ(list->activity_types_size(), 4);
  EXPECT_EQ(list->activity_types(0).title().en(), "Course");
  EXPECT_THAT(Fed(list->activity_types(0)),
              ElementsAre("participants FIGURE_PARTICIPANTS"));
  EXPECT_THAT(Fed(list->activity_types(3)),
              ElementsAre("trainings FIGURE_SESSIONS"));
  EXPECT_EQ(list->activity_types(3).feeds(0).measure_title().en(), "Days held");
  EXPECT_EQ(list->activity_types(1).code(), "coffee_with_a_cop");
}

TEST_F(ActivityTypeTest, TypesOfConventionsThatEndedFeedNothingAndAreListed) {
  Publish(WithTypes());
  Publish(NextTerm());
  MoveTo(2022, 1, 1);
  const auto list = Types();
  ASSERT_TRUE(list.ok()) << list.status();
  ASSERT_EQ(list->activity_types_size(), 4);
  EXPECT_EQ(list->activity_types(0).title().en(), "Course");
  for (const v1::DefinedActivityType& type : list->activity_types()) {
    EXPECT_THAT(Fed(type), IsEmpty()) << type.code();
  }
}

TEST_F(ActivityTypeTest, AnotherDayThanTodayMayBeAskedAbout) {
  Publish(WithTypes());
  Publish(NextTerm());
  MoveTo(2022, 1, 1);
  v1::ListActivityTypesRequest request;
  request.set_parent(kSampleMunicipality);
  *request.mutable_date() = MakeDate(2020, 1, 1);
  const auto list = Ask(&Stub::ListActivityTypes, request, "coordinator");
  ASSERT_TRUE(list.ok()) << list.status();
  EXPECT_THAT(Fed(list->activity_types(0)),
              ElementsAre("participants FIGURE_PARTICIPANTS"));
  for (const auto& date :
       {MakeDate(2020, 2, 30), MakeDate(2020, 2, 0), MakeDate(0, 0, 0)}) {
    *request.mutable_date() = date;
    EXPECT_EQ(
        ErrorReason(
            Ask(&Stub::ListActivityTypes, request, "coordinator").status()),
        "DATE_INVALID");
  }
}

TEST_F(ActivityTypeTest, PagesFollowEachOther) {
  Publish(WithTypes());
  std::vector<std::string> codes;
  std::string token;
  do {
    const auto page = Types(2, token);
    ASSERT_TRUE(page.ok()) << page.status();
    for (const auto& type : page->activity_types()) {
      codes.push_back(type.code());
    }
    token = page->next_page_token();
  } while (!token.empty());
  EXPECT_THAT(codes,
              ElementsAre("coppra_training", "coffee_with_a_cop", "described"));
  EXPECT_EQ(ErrorReason(Types(-1).status()), "PAGE_SIZE_INVALID");
  EXPECT_EQ(ErrorReason(Types(0, "x").status()), "PAGE_TOKEN_INVALID");
}

TEST_F(ActivityTypeTest, WhoReadsActivitiesReadsTheirTypes) {
  EXPECT_TRUE(Types(0, "", "federal").ok());
  EXPECT_EQ(Types(0, "", "zone").status().code(),
            absl::StatusCode::kPermissionDenied);
}

TEST_F(ActivityTypeTest, ARefusalNamesTheTypesThatThereAre) {
  Publish(WithTypes());
  const absl::Status refusal = Refusal("copra_training");
  const auto detail = GetErrorDetail(refusal);
  ASSERT_TRUE(detail.has_value()) << refusal;
  EXPECT_EQ(detail->reason, "UNKNOWN_ACTIVITY_TYPE");
  EXPECT_EQ(detail->metadata.at("types"),
            "coppra_training, coffee_with_a_cop, described");
  EXPECT_THAT(detail->sentence.fr, HasSubstr("coppra_training"));
  // What was typed may be anything, and is not said again.
  EXPECT_THAT(detail->sentence.en, Not(HasSubstr("copra_training")));
}

TEST_F(ActivityTypeTest, ARefusalNamesSoManyTypesAndNoMore) {
  v1::ConventionRecord record = SampleConvention();
  for (int i = 2; i <= 21; ++i) {
    record.add_activity_types()->set_code(absl::StrCat("type_", i));
  }
  Publish(record);
  const auto detail = GetErrorDetail(Refusal("party"));
  ASSERT_TRUE(detail.has_value());
  EXPECT_THAT(detail->metadata.at("types"), EndsWith("type_20"));
}

TEST_F(ActivityTypeTest, ARefusalNamesTheNewestTypesFirst) {
  v1::ConventionRecord record = WithTypes();
  for (int i = 4; i <= 21; ++i) {
    record.add_activity_types()->set_code(absl::StrCat("type_", i));
  }
  Publish(record);
  Publish(NextTerm());
  const auto detail = GetErrorDetail(Refusal("party"));
  ASSERT_TRUE(detail.has_value());
  EXPECT_THAT(detail->metadata.at("types"),
              StartsWith("open_day, coppra_training, coffee_with_a_cop, "));
  EXPECT_THAT(detail->metadata.at("types"), EndsWith("type_19"));
  EXPECT_THAT(detail->sentence.nl, HasSubstr("type_19, …"));
}

TEST_F(ActivityTypeTest, AListOfATypeThatThereIsNotIsRefused) {
  Publish(WithTypes());
  EXPECT_EQ(ListRefusal("type = copra_training"),
            "UNKNOWN_ACTIVITY_TYPE filter");
  EXPECT_EQ(ListRefusal("participants > 3 AND (area : * OR type = \"party\")"),
            "UNKNOWN_ACTIVITY_TYPE filter");
  // One that nothing was entered of is no mistake, nor is a part of a code.
  EXPECT_EQ(ListRefusal("type = coffee_with_a_cop"), "");
  EXPECT_EQ(ListRefusal("type = Coppra_Training"), "");
  EXPECT_EQ(ListRefusal("type = cop*"), "");
  EXPECT_EQ(ListRefusal("type : party"), "");
  EXPECT_EQ(ListRefusal("type != party"), "");
  EXPECT_EQ(ListRefusal("NOT type = party"), "");
}

TEST_F(ActivityTypeTest, ARefusedListNamesTheWayToTypesOfFormerDays) {
  Publish(WithTypes());
  const auto detail = ListDetail("type = party");
  ASSERT_TRUE(detail.has_value());
  EXPECT_THAT(detail->sentence.en, HasSubstr("are found by type : code"));
  EXPECT_THAT(detail->sentence.fr, HasSubstr("se trouvent par type : code"));
  EXPECT_THAT(detail->sentence.nl, HasSubstr("te vinden met type : code"));
  // An activity of such a type is not to be entered.
  const auto entry = GetErrorDetail(Refusal("party"));
  ASSERT_TRUE(entry.has_value());
  EXPECT_THAT(entry->sentence.en, Not(HasSubstr("type : code")));
}

}  // namespace
}  // namespace entente::indicators
