#include "tools/client/period_sources_csv.h"

#include <string>
#include <vector>

#include "absl/strings/str_split.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tools/client/period_words.h"

namespace entente::client {
namespace {

namespace v1 = entente::indicators::v1;
using ::testing::ElementsAre;

TEST(PeriodSourcesCsvTest, EachSourceOfEachMonthIsALine) {
  v1::ListPeriodsResponse answer;
  v1::Period& march = *answer.add_periods();
  march.set_name("municipalities/21004/periods/2018-03");
  v1::PeriodSource& zone = *march.add_sources();
  zone.set_source("zone5339");
  zone.set_is_expected(true);
  zone.set_contributions(12);
  zone.mutable_last_delivery_time()->set_seconds(1522746000);
  zone.set_is_confirmed(true);
  zone.mutable_confirm_time()->set_seconds(1522749600);
  zone.set_confirmed_by("anna");
  zone.set_timeliness(v1::PeriodSource::TIMELINESS_LATE);
  zone.set_is_corrected_later(true);
  zone.set_expected_measures(5);
  zone.add_missing_measures("theft");
  zone.add_missing_measures("trainings");
  // Never delivered, never confirmed.
  v1::PeriodSource& bravvo = *march.add_sources();
  bravvo.set_source("bravvo");
  bravvo.set_is_expected(true);
  bravvo.set_timeliness(v1::PeriodSource::TIMELINESS_MISSING);
  v1::Period& april = *answer.add_periods();
  april.set_name("municipalities/21004/periods/2018-04");
  april.add_sources()->set_source("bravvo");
  // A month without sources has no line.
  answer.add_periods()->set_name("municipalities/21004/periods/2018-05");

  const std::vector<std::string> lines =
      absl::StrSplit(PeriodSourcesCsv(answer), "\r\n");
  EXPECT_THAT(
      lines,
      ElementsAre("period;source;is_expected;contributions;last_delivery_time;"
                  "is_confirmed;confirm_time;confirmed_by;timeliness;"
                  "is_corrected_later;expected_measures;missing_measures",
                  "2018-03;zone5339;true;12;2018-04-03T09:00:00Z;true;"
                  "2018-04-03T10:00:00Z;anna;TIMELINESS_LATE;true;5;"
                  "\"theft; trainings\"",
                  "2018-03;bravvo;true;0;;false;;;TIMELINESS_MISSING;false;0;",
                  "2018-04;bravvo;false;0;;;;;TIMELINESS_UNSPECIFIED;false;0;",
                  ""));
}

TEST(SourceConfirmedWordTest, OfASourceThatIsNotExpectedNothingIsDenied) {
  v1::PeriodSource source;
  EXPECT_EQ(SourceConfirmedWord(source).en, "");
  EXPECT_EQ(SourceConfirmedWord(source).fr, "");
  EXPECT_EQ(SourceConfirmedWord(source).nl, "");
  source.set_is_expected(true);
  EXPECT_EQ(SourceConfirmedWord(source).fr, "non");
  source.set_is_expected(false);
  source.set_is_confirmed(true);
  source.mutable_confirm_time()->set_seconds(1522749600);
  EXPECT_NE(SourceConfirmedWord(source).nl, "");
  EXPECT_NE(SourceConfirmedWord(source).nl, "nee");
}

TEST(PeriodSourcesCsvTest, WithoutMonthsThereIsAHeader) {
  const std::vector<std::string> lines =
      absl::StrSplit(PeriodSourcesCsv(v1::ListPeriodsResponse()), "\r\n");
  EXPECT_EQ(lines.size(), 2);
}

}  // namespace
}  // namespace entente::client
