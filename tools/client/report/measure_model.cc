#include "tools/client/report/measure_model.h"

#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "google/type/date.pb.h"
#include "tools/client/achievement_words.h"
#include "tools/client/report/labels.h"
#include "tools/client/term_targets.h"

namespace entente::client {
namespace {

using conventions::v1::MeasureDefinition;
using conventions::v1::MeasureKind;
using conventions::v1::Node;
using indicators::v1::Achievement;
using indicators::v1::Indicator;
using indicators::v1::LocalMeasure;
using indicators::v1::Measure;
using indicators::v1::Series;
using indicators::v1::Target;
using indicators::v1::TermMonths;

void FillYears(const std::vector<int>& years, const Measure* service_measure,
               const Series* series, MeasureView& view) {
  const MeasureDefinition& definition = *view.definition;
  std::map<int, size_t> places;
  for (const int year : years) {
    places[year] = view.years.size();
    view.years.push_back({.year = year, .months = {12, FigureView{}}});
  }
  if (service_measure != nullptr) {
    for (const auto& target : service_measure->targets()) {
      const auto place = places.find(target.year());
      if (place == places.end()) continue;
      view.years[place->second].target = &target;
      view.has_target = true;
    }
  }
  if (series == nullptr) return;
  for (const auto& figure : series->months()) {
    const auto place = places.find(figure.month().year());
    const int month = figure.month().month();
    if (place == places.end() || month < 1 || month > 12) continue;
    YearView& year = view.years[place->second];
    year.months[month - 1] = {true, figure.value(), figure.denominator(),
                              figure.is_unusual()};
    view.has_figures = true;
    const absl::CivilMonth civil(year.year, month);
    if (figure.value() > 0 &&
        (!view.first_month.has_value() || civil < *view.first_month)) {
      view.first_month = civil;
    }
    const bool is_yes_no =
        definition.kind() == MeasureKind::MEASURE_KIND_YES_NO;
    if (!IsAdditive(definition) && !is_yes_no) continue;
    year.total.has_figure = true;
    if (is_yes_no) {
      year.total.value |= figure.value();
      continue;
    }
    year.total.value += figure.value();
    year.total.denominator += figure.denominator();
  }
  for (const google::type::Date& silent : series->silent_months()) {
    const auto place = places.find(silent.year());
    if (place == places.end() || silent.month() < 1 || silent.month() > 12) {
      continue;
    }
    view.years[place->second].months[silent.month() - 1].is_unusual = true;
  }
  // A confidential measure has a total and no months.
  if (series->has_total() && series->total().contributions() > 0) {
    view.has_figures = true;
  }
  if (series->has_total() && view.has_figures) {
    view.total = {true, series->total().value(), series->total().denominator()};
  }
}

// `target` as the service lists it, `achievement` null where it was not read.
void FillTerm(const ReportData& data, const Target* target,
              const Achievement* achievement, MeasureView& view) {
  // As it stood when the figure was read.
  if (achievement != nullptr) {
    target = achievement->has_target() ? &achievement->target() : nullptr;
  }
  if (target == nullptr) return;
  TermView& term = view.term;
  term.target = target;
  if (achievement == nullptr) {
    term.standing =
        data.InsteadOf(data.IsMissing("indicators.term") ? "indicators.term"
                                                         : "indicators.series");
    return;
  }
  term.months = achievement->months();
  term.months_final = achievement->months_final();
  // Read before people called the measure sensitive.
  if (IsTotalOnly(view) && !achievement->is_confidential()) {
    term.standing = labels::kConfidential;
    return;
  }
  if (achievement->has_actual()) {
    term.actual = {true, achievement->actual().value(),
                   achievement->actual().denominator()};
  }
  term.standing = AchievementWords(*achievement);
}

// Whether a measure of the municipality's own is counted on some day of the
// term; also where it is not known when it is.
bool IsOfTerm(const ReportData& data, const std::string& code) {
  for (const LocalMeasure& one : data.local_measures) {
    if (one.definition().code() != code) continue;
    const google::type::Date& from = one.valid_from();
    const google::type::Date& until = one.valid_until();
    return absl::CivilMonth(from.year(), from.month()) <= data.until &&
           (!one.has_valid_until() ||
            absl::CivilMonth(until.year(), until.month()) >= data.from);
  }
  return true;
}

void AddDefinitions(const ReportData& data, ReportModel& model) {
  std::map<std::string, const Measure*> known;
  for (const Measure& measure : data.measures) {
    known[measure.definition().code()] = &measure;
  }
  std::map<std::string, const Series*> series;
  for (const Series& one : data.series) series[one.measure_code()] = &one;
  std::map<std::string, const Achievement*> achieved;
  for (const Achievement& one : data.term_achievements) {
    achieved[one.measure_code()] = &one;
  }
  const TermMonths months =
      data.convention.has_value() ? TermOf(*data.convention) : TermMonths();
  const auto add = [&](const MeasureDefinition& definition,
                       std::vector<MeasureView>& views) {
    MeasureView view;
    view.definition = &definition;
    const auto measure = known.find(definition.code());
    const auto figures = series.find(definition.code());
    FillYears(model.years, measure == known.end() ? nullptr : measure->second,
              figures == series.end() ? nullptr : figures->second, view);
    const auto term = achieved.find(definition.code());
    FillTerm(
        data,
        measure == known.end() ? nullptr : TermTarget(*measure->second, months),
        term == achieved.end() ? nullptr : term->second, view);
    views.push_back(std::move(view));
  };
  for (const MeasureDefinition& definition : data.definitions) {
    add(definition, model.measures);
  }
  for (const Measure& measure : data.measures) {
    if (measure.is_local()) {
      add(measure.definition(), model.local_measures);
    } else if (data.definitions.empty()) {
      // The convention's own list where it is known: the indicators service
      // lists the measures of every convention of the municipality.
      add(measure.definition(), model.measures);
    }
  }
  // Those that are of no day of the term.
  std::erase_if(model.local_measures, [&](const MeasureView& view) {
    return !view.has_figures && !IsOfTerm(data, view.definition->code());
  });
}

// The indicators as the tree holds them; the service's list where there is no
// tree.
void AddIndicators(const ReportData& data, ReportModel& model) {
  std::map<std::string, size_t> measures;
  for (size_t i = 0; i < model.measures.size(); ++i) {
    measures[model.measures[i].definition->code()] = i;
  }
  const auto add = [&](IndicatorView view, const auto& codes) {
    for (const std::string& code : codes) {
      const auto place = measures.find(code);
      if (place == measures.end()) continue;
      view.measures.push_back(place->second);
      model.measures[place->second].reported_by.push_back(
          model.indicators.size());
    }
    model.indicators.push_back(std::move(view));
  };
  if (model.convention == nullptr) {
    for (const Indicator& one : data.indicators) {
      add({one.node_id(),
           one.objective_id(),
           one.text(),
           "",
           one.is_expected_result(),
           {}},
          one.measure_codes());
    }
    return;
  }
  for (const Node& node : model.convention->nodes()) {
    const bool is_result = node.kind() == Node::KIND_EXPECTED_RESULT;
    // Its own, of the day that is shown: what indicators was told is of today.
    const auto& codes = node.measure_codes();
    if (node.kind() != Node::KIND_INDICATOR && !(is_result && !codes.empty())) {
      continue;
    }
    add({node.id(), node.parent_id(), node.text(), "", is_result, {}}, codes);
  }
}

}  // namespace

bool IsAdditive(const MeasureDefinition& definition) {
  // A ratio adds its numerators and denominators, whatever the flag says of
  // the quotient; yes and words do not add at all.
  switch (definition.kind()) {
    case MeasureKind::MEASURE_KIND_RATIO:
      return true;
    case MeasureKind::MEASURE_KIND_COUNT:
    case MeasureKind::MEASURE_KIND_HOURS:
      return definition.is_summable();
    default:
      return false;
  }
}

void AddMeasures(const ReportData& data, ReportModel& model) {
  AddDefinitions(data, model);
  AddIndicators(data, model);
  std::map<std::string, ObjectiveView*> objectives;
  for (ObjectiveView& objective : model.objectives) {
    objectives[objective.node->id()] = &objective;
  }
  std::set<size_t> reported;
  for (size_t i = 0; i < model.indicators.size(); ++i) {
    IndicatorView& indicator = model.indicators[i];
    if (!indicator.is_expected_result) {
      ++model.indicator_count;
      reported.insert(indicator.measures.begin(), indicator.measures.end());
    }
    const auto place = objectives.find(indicator.objective_id);
    if (place == objectives.end()) continue;
    indicator.path = place->second->node->path();
    (indicator.is_expected_result ? place->second->countable_results
                                  : place->second->indicators)
        .push_back(i);
  }
  model.reported_measure_count = static_cast<int>(reported.size());
}

}  // namespace entente::client
