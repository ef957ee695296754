// Breakdowns: their forms, what is refused, how series are split. Pure.
#include "services/indicators/breakdown_rules.h"

#include <map>
#include <string>
#include <utility>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/common/base/error.h"
#include "services/indicators/activity_rules.h"
#include "services/indicators/breakdown_check_rules.h"
#include "services/indicators/breakdown_convention.h"
#include "services/indicators/ingest_rules.h"

namespace entente::indicators {
namespace {

namespace cv1 = entente::conventions::v1;
namespace v1 = entente::indicators::v1;
using testing::ElementsAre;
using testing::IsEmpty;

Breakdown Of(const std::map<std::string, std::string>& entries) {
  Breakdown breakdown;
  for (const auto& [list, code] : entries) breakdown[list] = code;
  return breakdown;
}

Definitions Split() { return Definitions(1, {BreakdownConvention()}); }

AreaList Areas() {
  return *AreaList::Parse(
      "21004,,Bruxelles,Brussel\nUNKNOWN,,Inconnu,Onbekend\n");
}

TEST(BreakdownFormTest, OneBreakdownHasOneForm) {
  EXPECT_EQ(CanonicalBreakdown(Of({})), "");
  EXPECT_EQ(CanonicalBreakdown(Of({{"audience", "unknown"}})), "");
  // However the map is ordered.
  for (int i = 0; i < 20; ++i) {
    EXPECT_EQ(
        CanonicalBreakdown(Of(
            {{"theme", "bdo"}, {"audience", "youth"}, {"place", "unknown"}})),
        "audience=youth,theme=bdo");
  }
  EXPECT_THAT(SplitsOf("audience=youth,theme=bdo"),
              ElementsAre("audience=youth", "theme=bdo"));
  EXPECT_THAT(SplitsOf(""), IsEmpty());
  EXPECT_EQ(CanonicalBreakdown(ParseBreakdown("audience=youth,theme=bdo")),
            "audience=youth,theme=bdo");
  EXPECT_TRUE(IsCanonicalBreakdown("audience=youth,theme=bdo"));
  for (const char* bad :
       {"audience", "audience=", "=youth", "audience=youth,", ",",
        "theme=bdo,audience=youth", "audience=youth,audience=adults",
        "audience=unknown", "Audience=youth", "audience=y/x", "a=b=c"}) {
    EXPECT_FALSE(IsCanonicalBreakdown(bad)) << bad;
  }
}

TEST(BreakdownFormTest, ASeriesIsAMeasureOrASplitOfIt) {
  EXPECT_EQ(FormatSeries("trainings", ""), "trainings");
  EXPECT_EQ(FormatSeries("trainings", FormatSplit("theme", "bdo")),
            "trainings/theme=bdo");
  EXPECT_EQ(ParseSeries("trainings").measure, "trainings");
  EXPECT_EQ(ParseSeries("trainings").split, "");
  EXPECT_EQ(ParseSeries("trainings/theme=bdo").measure, "trainings");
  EXPECT_EQ(ParseSeries("trainings/theme=bdo").split, "theme=bdo");
  // Who takes a series for a measure is told nothing of it.
  EXPECT_TRUE(Split().IsWithheld("trainings/theme=bdo"));
  EXPECT_FALSE(Split().IsWithheld("trainings"));
}

v1::Observation GoodRow() {
  v1::Observation row;
  row.set_event_id("event-0001");
  row.set_measure_code("nuisance_actions");
  *row.mutable_date() = MakeDate(2018, 4, 5);
  row.set_area("21004");
  row.set_value(2);
  return row;
}

CheckedRow CheckIn(const Definitions& definitions, const v1::Observation& row) {
  const AreaList areas = Areas();
  return CheckRow(row, {.definitions = &definitions,
                        .areas = &areas,
                        .today = absl::CivilDay(2018, 12, 31),
                        .source = "zone5339"});
}

// "column REASON", or "good" with whether anything is known.
std::string Checked(const std::map<std::string, std::string>& breakdown,
                    const std::string& measure = "nuisance_actions") {
  const Definitions definitions = Split();
  v1::Observation row = GoodRow();
  row.set_measure_code(measure);
  *row.mutable_breakdown() = Of(breakdown);
  const CheckedRow checked = CheckIn(definitions, row);
  if (checked.is_good()) return checked.has_breakdown ? "good known" : "good";
  return absl::StrCat(checked.fault.column, " ", checked.fault.reason);
}

TEST(BreakdownCheckTest, AFaultNamesTheListAndNeverTheCell) {
  EXPECT_EQ(Checked({}), "good");
  EXPECT_EQ(Checked({{"audience", "youth"}, {"theme", "bdo"}}), "good known");
  EXPECT_EQ(Checked({{"audience", "unknown"}}), "good");
  EXPECT_EQ(Checked({{"audience", "bdo"}}),
            "breakdown.audience BREAKDOWN_CODE_UNKNOWN");
  EXPECT_EQ(Checked({{"audience", ""}}),
            "breakdown.audience BREAKDOWN_CODE_UNKNOWN");
  EXPECT_EQ(Checked({{"audience", "youth"}}, "trainings"),
            "breakdown.audience BREAKDOWN_NOT_OF_MEASURE");
  // Also as unknown: who says so knows a list that the measure has not.
  EXPECT_EQ(Checked({{"audience", "unknown"}}, "trainings"),
            "breakdown.audience BREAKDOWN_NOT_OF_MEASURE");
  EXPECT_EQ(Checked({{"route", "mobility"}}),
            "breakdown BREAKDOWN_LIST_UNKNOWN");
  EXPECT_EQ(Checked({{"", ""}}), "breakdown BREAKDOWN_LIST_UNKNOWN");
  // The one that sorts first, whatever the order of the map.
  EXPECT_EQ(Checked({{"theme", "x"}, {"audience", "x"}}),
            "breakdown.audience BREAKDOWN_CODE_UNKNOWN");
  std::map<std::string, std::string> many;
  for (int i = 0; i < 9; ++i) many[absl::StrCat("l", i)] = "x";
  EXPECT_EQ(Checked(many), "breakdown BREAKDOWN_TOO_MANY");
}

TEST(BreakdownCheckTest, WhatLooksLikeAPersonIsCalledThat) {
  for (const char* text : {"85073003328", "85.07.30-033.28", "+32470123456",
                           "jeanne@exemple.be", "BR.12.34.123456/2018"}) {
    EXPECT_EQ(Checked({{"audience", text}}),
              "breakdown.audience PERSONAL_DATA_SHAPE");
    EXPECT_EQ(Checked({{text, "youth"}}), "breakdown PERSONAL_DATA_SHAPE");
    EXPECT_EQ(Checked({{"route", text}}), "breakdown PERSONAL_DATA_SHAPE");
  }
}

TEST(BreakdownCheckTest, AWithdrawalHasNone) {
  v1::Observation row;
  row.set_event_id("event-0002");
  row.set_withdraws_event_id("event-0001");
  const Definitions definitions = Split();
  EXPECT_TRUE(CheckIn(definitions, row).is_good());
  (*row.mutable_breakdown())["audience"] = "unknown";
  const CheckedRow checked = CheckIn(definitions, row);
  EXPECT_STREQ(checked.fault.column, "breakdown");
  EXPECT_STREQ(checked.fault.reason, "WITHDRAWAL_NOT_EMPTY");
}

TEST(BreakdownCheckTest, AnAdapterNamesOnlyListsThatThereAre) {
  const Definitions definitions = Split();
  EXPECT_EQ(ColumnOf("value", definitions), "value");
  EXPECT_EQ(ColumnOf("breakdown.audience", definitions), "breakdown.audience");
  EXPECT_EQ(ColumnOf("breakdown.85073003328", definitions), "breakdown");
  v1::ObservationBatch batch;
  batch.set_sequence(1);
  v1::Rejection& row = *batch.add_unreadable();
  row.set_column("breakdown.whatever");
  row.set_reason("BREAKDOWN_CODE_UNKNOWN");
  EXPECT_TRUE(ValidateBatch(batch).ok());
  row.set_column("breakdowns");
  EXPECT_EQ(ErrorReason(ValidateBatch(batch)), "UNREADABLE_ROW_INVALID");
}

TEST(CodeListRulesTest, ListsOfConventionsAreOneByCode) {
  v1::ConventionRecord next = BreakdownConvention();
  next.set_convention("municipalities/21004/conventions/css-2020");
  *next.mutable_valid_from() = MakeDate(2020, 1, 1);
  *next.mutable_valid_until() = MakeDate(2020, 12, 31);
  next.clear_code_lists();
  AddCodeList(next, "audience", {"families", "youth"});
  MeasureIn(next, "nuisance_actions").clear_breakdowns();
  MeasureIn(next, "nuisance_actions").add_breakdowns("audience");
  MeasureIn(next, "trainings").clear_breakdowns();
  const Definitions definitions(1, {next, BreakdownConvention()});
  std::vector<std::string> codes;
  const CodeListInfo* const list = definitions.code_lists().Find("audience");
  ASSERT_NE(list, nullptr);
  for (const auto& code : list->list.codes()) codes.push_back(code.code());
  EXPECT_THAT(codes, ElementsAre("families", "youth", "adults", "seniors"));
  EXPECT_TRUE(list->codes.contains("seniors"));
  EXPECT_NE(definitions.code_lists().Find("theme"), nullptr);
  EXPECT_EQ(definitions.code_lists().Find("route"), nullptr);
  const auto& measure =
      definitions.measures()[definitions.Find("nuisance_actions")].definition;
  EXPECT_TRUE(IsSplitBy(measure, "audience"));
  EXPECT_TRUE(IsSplitBy(measure, "theme"));
}

TEST(CodeListRulesTest, WhatCannotBeTakenIsRefused) {
  const auto reason = [](auto change) {
    v1::ConventionRecord record = BreakdownConvention();
    change(record);
    return ErrorReason(ValidateConventionRecord(record));
  };
  using R = v1::ConventionRecord;
  EXPECT_EQ(reason([](R&) {}), "");
  EXPECT_EQ(reason([](R& r) { r.mutable_code_lists(0)->set_code("a/b"); }),
            "CODE_LIST_INVALID");
  EXPECT_EQ(reason([](R& r) { r.mutable_code_lists(0)->set_code("theme"); }),
            "CODE_LIST_INVALID");
  EXPECT_EQ(reason([](R& r) {
              r.mutable_code_lists(0)->mutable_codes(0)->set_code("unknown");
            }),
            "CODE_LIST_INVALID");
  EXPECT_EQ(reason([](R& r) {
              r.mutable_code_lists(0)->mutable_codes(0)->set_code("adults");
            }),
            "CODE_LIST_INVALID");
  EXPECT_EQ(reason([](R& r) {
              r.mutable_code_lists(0)->mutable_codes(0)->set_code("a=b");
            }),
            "CODE_LIST_INVALID");
  EXPECT_EQ(
      reason([](R& r) { MeasureIn(r, "trainings").add_breakdowns("route"); }),
      "BREAKDOWN_INVALID");
  EXPECT_EQ(
      reason([](R& r) { MeasureIn(r, "trainings").add_breakdowns("theme"); }),
      "BREAKDOWN_INVALID");
  EXPECT_EQ(reason([](R& r) {
              MeasureIn(r, "cell_meetings").add_breakdowns("theme");
            }),
            "BREAKDOWN_INVALID");
  EXPECT_EQ(reason([](R& r) {
              while (r.code_lists_size() <= kCodeListsMax) {
                AddCodeList(r, absl::StrCat("l", r.code_lists_size()), {"a"});
              }
            }),
            "CODE_LIST_LIMIT");
}

v1::Activity Training(const std::map<std::string, std::string>& breakdown) {
  v1::Activity activity;
  activity.set_type("coppra_training");
  *activity.mutable_date() = MakeDate(2018, 4, 12);
  activity.set_participants(14);
  activity.set_course_minutes(360);
  *activity.mutable_breakdown() = Of(breakdown);
  return activity;
}

TEST(ActivityBreakdownTest, EachMeasureTakesTheListsItHas) {
  std::vector<std::string> said;
  for (const v1::MeasureEffect& effect : EffectsOf(
           Split(), Training({{"theme", "coppra"}, {"audience", "adults"}}))) {
    said.push_back(
        absl::StrCat(FormatSeries(effect.measure_code(), effect.split()), " ",
                     effect.delta(), " ", effect.indicators_size()));
  }
  EXPECT_THAT(said, ElementsAre("trainings 1 2", "trainings/theme=coppra 1 0",
                                "participants 14 1",
                                "participants/audience=adults 14 0",
                                "training_hours 360 0"));
}

absl::Status Validate(const Definitions& definitions,
                      const v1::Activity& activity) {
  const std::string municipality = "21004";
  return ValidateActivity(
      {definitions, Areas(), municipality, absl::CivilDay(2018, 12, 31)},
      activity);
}

TEST(ActivityBreakdownTest, WhatNoMeasureItFeedsHasIsRefusedByName) {
  const auto refused = [](const std::map<std::string, std::string>& breakdown) {
    const absl::Status status = Validate(Split(), Training(breakdown));
    if (status.ok()) return std::string();
    return absl::StrCat(ErrorReason(status), " ",
                        GetErrorDetail(status)->field);
  };
  EXPECT_EQ(refused({}), "");
  EXPECT_EQ(refused({{"theme", "coppra"}, {"audience", "unknown"}}), "");
  EXPECT_EQ(refused({{"route", "x"}}),
            "BREAKDOWN_LIST_UNKNOWN activity.breakdown");
  EXPECT_EQ(refused({{"theme", "85073003328"}}),
            "BREAKDOWN_CODE_UNKNOWN activity.breakdown.theme");
  const absl::Status status =
      Validate(Split(), Training({{"theme", "85073003328"}}));
  EXPECT_EQ(std::string(status.message()).find("85073003328"),
            std::string::npos);
  EXPECT_EQ(GetErrorDetail(status)->metadata.at("codes"), "coppra, bdo");
  v1::ConventionRecord record = BreakdownConvention();
  AddCodeList(record, "place", {"street"});
  MeasureIn(record, "nuisance_actions").add_breakdowns("place");
  const absl::Status none =
      Validate(Definitions(1, {record}), Training({{"place", "street"}}));
  EXPECT_EQ(ErrorReason(none), "BREAKDOWN_NOT_OF_MEASURE");
  EXPECT_EQ(GetErrorDetail(none)->field, "activity.breakdown.place");
}

}  // namespace
}  // namespace entente::indicators
