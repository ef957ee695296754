// Definitions in the form of a real convention, for tests and benchmarks: two
// parts whose indicators report the same measures.
#ifndef SERVICES_INDICATORS_SAMPLE_DEFINITIONS_H_
#define SERVICES_INDICATORS_SAMPLE_DEFINITIONS_H_

#include <string>

#include "entente/indicators/v1/records.pb.h"

namespace entente::indicators {

inline constexpr char kSampleMunicipality[] = "municipalities/21004";
inline constexpr char kSampleConvention[] =
    "municipalities/21004/conventions/css-2018-2019";

inline google::type::Date MakeDate(int year, int month, int day) {
  google::type::Date date;
  date.set_year(year);
  date.set_month(month);
  date.set_day(day);
  return date;
}

inline entente::conventions::v1::MeasureDefinition MakeMeasure(
    const std::string& code, entente::conventions::v1::MeasureKind kind) {
  entente::conventions::v1::MeasureDefinition measure;
  measure.set_code(code);
  measure.set_kind(kind);
  measure.set_is_summable(true);
  measure.set_direction(entente::conventions::v1::DIRECTION_MORE);
  measure.mutable_title()->set_en(code);
  return measure;
}

inline void AddFeed(entente::conventions::v1::MeasureDefinition& measure,
                    const std::string& activity_type,
                    entente::conventions::v1::MeasureFeed::Figure figure) {
  auto* feed = measure.add_feeds();
  feed->set_activity_type(activity_type);
  feed->set_figure(figure);
}

inline void AddIndicator(entente::indicators::v1::ConventionRecord& record,
                         const std::string& node, const std::string& objective,
                         const std::string& measure,
                         entente::conventions::v1::Allocation allocation =
                             entente::conventions::v1::ALLOCATION_GENERAL) {
  auto* indicator = record.add_indicators();
  indicator->set_name(record.convention() + "/indicators/" + node);
  indicator->set_node_id(node);
  indicator->set_objective_id(objective);
  indicator->set_allocation(allocation);
  indicator->add_measure_codes(measure);
}

// Term 2018 to 2019; objective "so-02" holds "the payment is made"; "so-10" and
// "so-20" report trainings and meetings once in each part.
inline entente::indicators::v1::ConventionRecord SampleConvention() {
  namespace cv1 = entente::conventions::v1;
  entente::indicators::v1::ConventionRecord record;
  record.set_convention(kSampleConvention);
  *record.mutable_valid_from() = MakeDate(2018, 1, 1);
  *record.mutable_valid_until() = MakeDate(2019, 12, 31);
  cv1::MeasureDefinition measure =
      MakeMeasure("trainings", cv1::MEASURE_KIND_COUNT);
  AddFeed(measure, "coppra_training", cv1::MeasureFeed::FIGURE_SESSIONS);
  *record.add_measures() = measure;
  measure = MakeMeasure("participants", cv1::MEASURE_KIND_COUNT);
  AddFeed(measure, "coppra_training", cv1::MeasureFeed::FIGURE_PARTICIPANTS);
  *record.add_measures() = measure;
  measure = MakeMeasure("training_hours", cv1::MEASURE_KIND_HOURS);
  AddFeed(measure, "coppra_training", cv1::MeasureFeed::FIGURE_HOURS);
  *record.add_measures() = measure;
  measure = MakeMeasure("payment_made", cv1::MEASURE_KIND_YES_NO);
  AddFeed(measure, "", cv1::MeasureFeed::FIGURE_ZONE_PAYMENT);
  *record.add_measures() = measure;
  measure = MakeMeasure("cell_meetings", cv1::MEASURE_KIND_RATIO);
  AddFeed(measure, "", cv1::MeasureFeed::FIGURE_MEETINGS);
  *record.add_measures() = measure;
  *record.add_measures() =
      MakeMeasure("nuisance_actions", cv1::MEASURE_KIND_COUNT);
  measure = MakeMeasure("distinct_persons", cv1::MEASURE_KIND_COUNT);
  measure.set_is_summable(false);
  *record.add_measures() = measure;
  *record.add_measures() =
      MakeMeasure("quality", cv1::MEASURE_KIND_QUALITATIVE);
  record.add_activity_types()->set_code("coppra_training");
  AddIndicator(record, "in-01", "so-02", "payment_made");
  AddIndicator(record, "in-02", "so-10", "trainings");
  AddIndicator(record, "in-03", "so-10", "participants");
  AddIndicator(record, "in-04", "so-11", "cell_meetings");
  AddIndicator(record, "in-05", "so-20", "trainings",
               cv1::ALLOCATION_SUPPLEMENTARY);
  AddIndicator(record, "in-06", "so-20", "cell_meetings",
               cv1::ALLOCATION_SUPPLEMENTARY);
  AddIndicator(record, "in-07", "so-12", "nuisance_actions");
  return record;
}

inline constexpr char kPersonHoursMeasure[] = "person_hours";

// The sample with a measure of person-hours of trainings, reported by nothing.
inline entente::indicators::v1::ConventionRecord SampleWithPersonHours() {
  namespace cv1 = entente::conventions::v1;
  entente::indicators::v1::ConventionRecord record = SampleConvention();
  cv1::MeasureDefinition measure =
      MakeMeasure(kPersonHoursMeasure, cv1::MEASURE_KIND_HOURS);
  AddFeed(measure, "coppra_training", cv1::MeasureFeed::FIGURE_PERSON_HOURS);
  *record.add_measures() = measure;
  return record;
}

}  // namespace entente::indicators

#endif  // SERVICES_INDICATORS_SAMPLE_DEFINITIONS_H_
