// Pure rules: dates, definitions, activities, facts, rows.
#include <limits>
#include <string>
#include <vector>

#include "absl/time/civil_time.h"
#include "gmock/gmock.h"
#include "google/protobuf/message.h"
#include "google/protobuf/unknown_field_set.h"
#include "gtest/gtest.h"
#include "services/common/base/error.h"
#include "services/indicators/activity_rules.h"
#include "services/indicators/area_rules.h"
#include "services/indicators/fact_rules.h"
#include "services/indicators/ingest_rules.h"
#include "services/indicators/page_rules.h"
#include "services/indicators/sample_definitions.h"

namespace entente::indicators {
namespace {

namespace v1 = entente::indicators::v1;
using testing::ElementsAre;

AreaList Areas() {
  return *AreaList::Parse(
      "21004,,Bruxelles,Brussel\nDPI-1,21004,a,b\nDPI-2,21004,a,b\n"
      "21009,,Ixelles,Elsene\nUNKNOWN,,inconnu,onbekend\n");
}

Definitions Sample() { return Definitions(1, {SampleConvention()}); }

TEST(DateTest, OnlyDaysAndMonthsOfTheCalendarArePacked) {
  EXPECT_NE(PackDate(MakeDate(2020, 2, 29)), 0u);
  EXPECT_EQ(PackDate(MakeDate(2019, 2, 29)), 0u);
  EXPECT_EQ(PackDate(MakeDate(2019, 13, 1)), 0u);
  EXPECT_NE(PackDate(MakeDate(2019, 5, 0)), 0u);
  EXPECT_EQ(PackDate(MakeDate(19, 5, 1)), 0u);
  const Term term = MakeTerm(MakeDate(2018, 3, 15), MakeDate(2018, 5, 1));
  EXPECT_FALSE(term.Contains(PackDate(MakeDate(2018, 3, 14))));
  EXPECT_TRUE(term.Contains(PackDate(MakeDate(2018, 3, 0))));
  EXPECT_TRUE(term.Contains(PackDate(MakeDate(2018, 5, 1))));
  EXPECT_FALSE(term.Contains(PackDate(MakeDate(2018, 5, 2))));
}

TEST(AreaTest, AnAreaIncludesThoseBelowIt) {
  EXPECT_THAT(Areas().WithDescendants("21004"),
              ElementsAre("21004", "DPI-1", "DPI-2"));
  EXPECT_TRUE(Areas().WithDescendants("99999").empty());
  EXPECT_EQ(ErrorReason(AreaList::Parse("A,B,c,d\n").status()),
            "AREA_FILE_INVALID");
}

// Districts of two municipalities in turn, one with neighbourhoods.
TEST(AreaTest, WhatBelongsToAMunicipalityLiesInItOrBelowIt) {
  const AreaList areas = *AreaList::Parse(
      "ZONE,,a,b\n21004,ZONE,a,b\n21009,ZONE,a,b\nDPI-1,21004,a,b\n"
      "DPI-4,21009,a,b\nDPI-2,21004,a,b\nN-11,DPI-1,a,b\nN-41,DPI-4,a,b\n"
      "N-12,DPI-1,a,b\nUNKNOWN,,a,b\nELSEWHERE,,a,b\n");
  const auto of = [&areas](const std::string& municipality) {
    std::vector<std::string> codes;
    for (const Area& area : areas.areas()) {
      if (areas.IsOf(areas.Find(area.code), areas.Find(municipality))) {
        codes.push_back(area.code);
      }
    }
    return codes;
  };
  EXPECT_THAT(of("21004"), ElementsAre("21004", "DPI-1", "DPI-2", "N-11",
                                       "N-12", "UNKNOWN"));
  EXPECT_THAT(of("21009"), ElementsAre("21009", "DPI-4", "N-41", "UNKNOWN"));
  EXPECT_THAT(of("N-12"), ElementsAre("N-12", "UNKNOWN"));
  // Of one that it does not hold the list says nothing.
  EXPECT_EQ(of("99001").size(), areas.areas().size());
}

TEST(DefinitionsTest, ConventionsMergeMeasuresByCode) {
  v1::ConventionRecord next = SampleConvention();
  next.set_convention("municipalities/21004/conventions/css-2020");
  *next.mutable_valid_from() = MakeDate(2020, 1, 1);
  *next.mutable_valid_until() = MakeDate(2020, 12, 31);
  next.mutable_measures(0)->mutable_title()->set_en("newer");
  next.mutable_measures(0)->clear_feeds();
  const Definitions definitions(2, {next, SampleConvention()});
  EXPECT_EQ(definitions.measures().size(), 8u);
  const MeasureInfo& trainings = definitions.measures()[0];
  EXPECT_EQ(trainings.definition.title().en(), "newer");
  EXPECT_EQ(trainings.definition.feeds_size(), 1);
  EXPECT_TRUE(trainings.IsInTerm(PackDate(MakeDate(2020, 6, 1))));
  EXPECT_TRUE(trainings.IsInTerm(PackDate(MakeDate(2018, 6, 1))));
  EXPECT_FALSE(trainings.IsInTerm(PackDate(MakeDate(2021, 6, 1))));
}

TEST(DefinitionsTest, BrokenDefinitionsAreRefused) {
  v1::ConventionRecord record = SampleConvention();
  EXPECT_TRUE(ValidateConventionRecord(record).ok());
  *record.add_measures() = record.measures(0);
  EXPECT_EQ(ErrorReason(ValidateConventionRecord(record)), "MEASURE_REPEATED");
  record = SampleConvention();
  record.mutable_indicators(0)->set_measure_codes(0, "nothing");
  EXPECT_EQ(ErrorReason(ValidateConventionRecord(record)), "UNKNOWN_MEASURE");
}

v1::Activity Coppra() {
  v1::Activity activity;
  activity.set_type("coppra_training");
  *activity.mutable_date() = MakeDate(2018, 3, 12);
  activity.set_participants(14);
  activity.set_course_minutes(360);
  return activity;
}

TEST(ActivityTest, OneSessionMovesEachMeasureOnceAndNamesItsIndicators) {
  const auto effects = EffectsOf(Sample(), Coppra());
  ASSERT_EQ(effects.size(), 3u);
  EXPECT_EQ(effects[0].measure_code(), "trainings");
  EXPECT_EQ(effects[0].delta(), 1);
  EXPECT_EQ(effects[0].indicators_size(), 2);  // Parts I and II.
  EXPECT_EQ(effects[1].delta(), 14);
  EXPECT_EQ(effects[2].delta(), 360);
}

TEST(ActivityTest, WhatIsWrongIsNamed) {
  const auto reason = [](const v1::Activity& activity) {
    const std::string municipality = "21004";
    return ErrorReason(ValidateActivity(
        {Sample(), Areas(), municipality, absl::CivilDay(2018, 3, 12)},
        activity));
  };
  EXPECT_EQ(reason(Coppra()), "");
  v1::Activity activity = Coppra();
  activity.set_type("party");
  EXPECT_EQ(reason(activity), "UNKNOWN_ACTIVITY_TYPE");
  activity = Coppra();
  *activity.mutable_date() = MakeDate(2020, 1, 1);
  EXPECT_EQ(reason(activity), "DATE_OUTSIDE_TERM");
  activity = Coppra();
  activity.set_participants(-1);
  EXPECT_EQ(reason(activity), "FIGURE_OUT_OF_RANGE");
  activity = Coppra();
  activity.clear_course_minutes();
  EXPECT_EQ(reason(activity), "FIGURE_MISSING");
  activity = Coppra();
  activity.set_organiser("0470 12 34 57");
  EXPECT_EQ(reason(activity), "PERSONAL_DATA_SHAPE");
  activity = Coppra();
  activity.set_area("DPI-9");
  EXPECT_EQ(reason(activity), "AREA_UNKNOWN");
  activity.set_area("21009");
  EXPECT_EQ(reason(activity), "AREA_OUTSIDE_MUNICIPALITY");
  for (const char* area : {"", "21004", "DPI-2", "UNKNOWN"}) {
    activity.set_area(area);
    EXPECT_EQ(reason(activity), "") << area;
  }
  activity = Coppra();
  *activity.mutable_date() = MakeDate(2018, 3, 13);
  EXPECT_EQ(reason(activity), "DATE_IN_FUTURE");
  *activity.mutable_date() = MakeDate(2018, 4, 0);
  EXPECT_EQ(reason(activity), "DATE_IN_FUTURE");
  // A month that has begun.
  *activity.mutable_date() = MakeDate(2018, 3, 0);
  EXPECT_EQ(reason(activity), "");
}

TEST(ActivityTest, WhereItMayBeIsSaidInEveryLanguage) {
  const std::string municipality = "21004";
  v1::Activity activity = Coppra();
  activity.set_area("21009");
  const auto detail = GetErrorDetail(ValidateActivity(
      {Sample(), Areas(), municipality, absl::CivilDay(2018, 3, 12)},
      activity));
  ASSERT_TRUE(detail.has_value());
  EXPECT_EQ(detail->field, "activity.area");
  EXPECT_EQ(detail->metadata.at("areas"), "21004, DPI-1, DPI-2, UNKNOWN");
  for (const std::string& said :
       {detail->sentence.en, detail->sentence.fr, detail->sentence.nl}) {
    EXPECT_THAT(said, testing::HasSubstr("21004, DPI-1, DPI-2, UNKNOWN"));
  }
}

TEST(FactTest, APaymentMovesTheIndicatorOfItsObjectiveOnly) {
  v1::PaymentRecord payment;
  payment.set_convention(kSampleConvention);
  payment.set_objective_id("so-02");
  EXPECT_THAT(MeasuresMadeTrue(Sample(), payment), ElementsAre("payment_made"));
  payment.set_objective_id("so-01");
  EXPECT_TRUE(MeasuresMadeTrue(Sample(), payment).empty());
  payment.clear_objective_id();
  EXPECT_THAT(MeasuresMadeTrue(Sample(), payment), ElementsAre("payment_made"));
  payment.set_convention("municipalities/21004/conventions/other");
  EXPECT_TRUE(MeasuresMadeTrue(Sample(), payment).empty());
}

v1::Observation Row(const std::string& id = "event-0001") {
  v1::Observation row;
  row.set_event_id(id);
  row.set_measure_code("nuisance_actions");
  *row.mutable_date() = MakeDate(2018, 4, 5);
  row.set_area("DPI-1");
  row.set_value(2);
  return row;
}

// "column REASON" of a row of 21004 on 5 April 2018; empty when it is good.
std::string FaultOf(const v1::Observation& row) {
  const Definitions definitions = Sample();
  const AreaList areas = Areas();
  const CheckedRow checked = CheckRow(row, {.definitions = &definitions,
                                            .areas = &areas,
                                            .municipality = areas.Find("21004"),
                                            .today = absl::CivilDay(2018, 4, 5),
                                            .source = "zone5339"});
  return checked.is_good()
             ? std::string()
             : std::string(checked.fault.column) + " " + checked.fault.reason;
}

TEST(RowTest, WhatHappenedInAnotherMunicipalityIsNoResultOfThisOne) {
  v1::Observation row = Row();
  for (const char* area : {"21004", "DPI-1", "DPI-2", "UNKNOWN"}) {
    row.set_area(area);
    EXPECT_EQ(FaultOf(row), "") << area;
  }
  row.set_area("21009");
  EXPECT_EQ(FaultOf(row), "area AREA_OUTSIDE_MUNICIPALITY");
  // A correction that would move it there as well.
  row.set_replaces_event_id("event-0000");
  EXPECT_EQ(FaultOf(row), "area AREA_OUTSIDE_MUNICIPALITY");
}

TEST(RowTest, NothingHasHappenedAfterToday) {
  v1::Observation row = Row();
  EXPECT_EQ(FaultOf(row), "");
  *row.mutable_date() = MakeDate(2018, 4, 0);
  EXPECT_EQ(FaultOf(row), "");
  for (const auto& date : {MakeDate(2018, 4, 6), MakeDate(2018, 5, 0),
                           MakeDate(2018, 5, 1), MakeDate(2019, 3, 5)}) {
    *row.mutable_date() = date;
    row.clear_replaces_event_id();
    EXPECT_EQ(FaultOf(row), "date DATE_IN_FUTURE") << date.ShortDebugString();
    row.set_replaces_event_id("event-0000");
    EXPECT_EQ(FaultOf(row), "date DATE_IN_FUTURE") << date.ShortDebugString();
  }
}

// Puts something under a number that the contract does not have.
template <class Message>
void AddUnknownField(Message& message) {
  message.GetReflection()->MutableUnknownFields(&message)->AddVarint(99, 1);
}

TEST(RowTest, AFieldOfAnotherNumberIsNeverPassedOver) {
  v1::Observation row = Row();
  AddUnknownField(row);
  EXPECT_EQ(FaultOf(row), " FIELD_UNKNOWN");
  // Said of it rather than what it lacks then.
  row.clear_event_id();
  EXPECT_EQ(FaultOf(row), " FIELD_UNKNOWN");
  row = Row();
  AddUnknownField(*row.mutable_date());
  EXPECT_EQ(FaultOf(row), "date FIELD_UNKNOWN");
  v1::Observation withdrawal;
  withdrawal.set_event_id("event-0002");
  withdrawal.set_withdraws_event_id("event-0001");
  EXPECT_EQ(FaultOf(withdrawal), "");
  AddUnknownField(withdrawal);
  EXPECT_EQ(FaultOf(withdrawal), " FIELD_UNKNOWN");
}

TEST(BatchTest, AFieldOfAnotherNumberIsRefused) {
  v1::ObservationBatch batch;
  *batch.add_observations() = Row();
  AddUnknownField(batch);
  EXPECT_EQ(ErrorReason(ValidateBatch(batch)), "FIELD_UNKNOWN");
  v1::ObservationBatch other;
  *other.add_observations() = Row();
  v1::Rejection& unreadable = *other.add_unreadable();
  unreadable.set_row_index(1);
  unreadable.set_reason("ROW_MALFORMED");
  EXPECT_TRUE(ValidateBatch(other).ok());
  AddUnknownField(unreadable);
  EXPECT_EQ(ErrorReason(ValidateBatch(other)), "UNREADABLE_ROW_INVALID");
}

v1::OpenSession Open(const std::string& session_id) {
  v1::OpenSession open;
  open.set_parent(kSampleMunicipality);
  open.set_source("zone5339");
  open.set_session_id(session_id);
  return open;
}

TEST(OpenTest, AFieldOfAnotherNumberIsRefused) {
  v1::OpenSession open = Open("s-1");
  EXPECT_TRUE(ValidateOpen(open).ok());
  AddUnknownField(open);
  EXPECT_EQ(ErrorReason(ValidateOpen(open)), "FIELD_UNKNOWN");
}

TEST(OpenTest, AnIdThatLooksLikeAPersonOrAReportIsRefusedWithoutBeingSaid) {
  for (const std::string id :
       {"85073003328", "85.07.30-033.28", "rrn-85073003328", "0470123457",
        "tel-0470.12.34.57", "0470_12_34_57", "BR.12.34.123456-2018",
        "BR12341234562018", "pv-BR12LL123456-2018",
        // Beside a digest too.
        "file-0f3a9c1d2b4e5f60718293a4-85073003328"}) {
    const absl::Status status = ValidateOpen(Open(id));
    EXPECT_EQ(ErrorReason(status), "PERSONAL_DATA_SHAPE") << id;
    const auto detail = GetErrorDetail(status);
    ASSERT_TRUE(detail.has_value());
    EXPECT_EQ(detail->field, "open.session_id");
    EXPECT_THAT(detail->sentence.en, testing::Not(testing::HasSubstr(id)));
  }
}

// Digests with digits as in numbers of persons and reports among them.
TEST(OpenTest, WhatClientsMakeOfDigestsIsNotRefused) {
  for (const std::string id :
       {"s-1", "bench-12", "zone5339-1", "bravvo-12", "crash-117",
        "file-a0470123457bc0470123457d", "stdin-0f3a0470123457a0471123457b85f0",
        "sheet-f85073003328aa0470123457c0f3a9c1d", "demo-0f3a9c1d2012-100000",
        "2018-03", "export.2018-03.v2"}) {
    EXPECT_TRUE(ValidateOpen(Open(id)).ok()) << id;
  }
}

TEST(RowTest, EachFaultHasItsColumnAndReason) {
  const auto fault = FaultOf;
  EXPECT_EQ(fault(Row()), "");
  EXPECT_EQ(fault(Row("short")), "event_id EVENT_ID_MALFORMED");
  EXPECT_EQ(fault(Row("with space")), "event_id EVENT_ID_MALFORMED");
  EXPECT_EQ(fault(Row("BR.12.34.123456/2018")),
            "event_id EVENT_ID_LIKE_REPORT_NUMBER");
  EXPECT_EQ(fault(Row("BR12341234562018")),
            "event_id EVENT_ID_LIKE_REPORT_NUMBER");
  EXPECT_EQ(fault(Row("85073003328")), "event_id PERSONAL_DATA_SHAPE");
  EXPECT_EQ(fault(Row("0470123457")), "event_id PERSONAL_DATA_SHAPE");
  EXPECT_EQ(fault(Row("a.b@example.org")), "event_id PERSONAL_DATA_SHAPE");
  v1::Observation row = Row();
  row.set_measure_code("nothing");
  EXPECT_EQ(fault(row), "measure UNKNOWN_MEASURE");
  row.set_measure_code("cell_meetings");
  EXPECT_EQ(fault(row), "measure MEASURE_NOT_COUNTED");
  row = Row();
  *row.mutable_date() = MakeDate(2018, 2, 30);
  EXPECT_EQ(fault(row), "date DATE_INVALID");
  *row.mutable_date() = MakeDate(2017, 12, 31);
  EXPECT_EQ(fault(row), "date DATE_OUTSIDE_TERM");
  *row.mutable_date() = MakeDate(2021, 1, 1);
  EXPECT_EQ(fault(row), "date DATE_OUTSIDE_TERM");
  row = Row();
  row.set_area("");
  EXPECT_EQ(fault(row), "area AREA_UNKNOWN");
  row = Row();
  row.set_value(-1);
  EXPECT_EQ(fault(row), "value VALUE_NEGATIVE");
  row.set_value(kValueMax + 1);
  EXPECT_EQ(fault(row), "value VALUE_TOO_LARGE");
  row = Row();
  row.set_replaces_event_id("event-0001");
  EXPECT_EQ(fault(row), "replaces_event_id REPLACES_ITSELF");
}

TEST(BatchTest, UnreadableRowsKeepTheIndexesOfTheOthers) {
  v1::ObservationBatch batch;
  batch.set_first_row_index(100);
  for (int i = 0; i < 3; ++i) *batch.add_observations() = Row();
  v1::Rejection* unreadable = batch.add_unreadable();
  unreadable->set_row_index(101);
  unreadable->set_column("value");
  unreadable->set_reason("ROW_MALFORMED");
  EXPECT_TRUE(ValidateBatch(batch).ok());
  EXPECT_THAT(RowIndexes(batch), ElementsAre(100, 102, 103));
  unreadable->set_reason("85073003328");
  EXPECT_EQ(ErrorReason(ValidateBatch(batch)), "UNREADABLE_ROW_INVALID");
  unreadable->set_reason("ROW_MALFORMED");
  unreadable->set_column("jan_peeters");
  EXPECT_EQ(ErrorReason(ValidateBatch(batch)), "UNREADABLE_ROW_INVALID");
  unreadable->set_column("");
  for (const int64_t first : {std::numeric_limits<int64_t>::max(),
                              std::numeric_limits<int64_t>::min()}) {
    batch.set_first_row_index(first);
    EXPECT_EQ(ErrorReason(ValidateBatch(batch)), "ROW_INDEX_INVALID");
  }
  EXPECT_EQ(ErrorReason(ValidateBatch(v1::ObservationBatch())), "BATCH_EMPTY");
}

TEST(PageTest, SizesAndNumbersAreNotBelowZero) {
  EXPECT_EQ(ErrorReason(ParsePageNumber("zz").status()), "PAGE_TOKEN_INVALID");
  EXPECT_EQ(ErrorReason(ParsePageNumber("-1").status()), "PAGE_TOKEN_INVALID");
  EXPECT_EQ(ErrorReason(PageSize(-1).status()), "PAGE_SIZE_INVALID");
}

}  // namespace
}  // namespace entente::indicators
