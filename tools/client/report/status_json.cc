#include <nlohmann/json.hpp>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "tools/client/report/labels.h"
#include "tools/client/report/status_text.h"

namespace entente::client {
namespace {

using conventions::v1::MeasureKind;
using nlohmann::json;

json Languages(const Sentence& sentence) {
  return {{"en", sentence.en}, {"fr", sentence.fr}, {"nl", sentence.nl}};
}

json Phases(const MoneyPhases& money) {
  return {{"allocated_cents", money.allocated_cents},
          {"allotted_cents", money.allotted_cents},
          {"unallotted_cents", money.unallotted_cents},
          {"reserved_cents", money.reserved_cents},
          {"spent_cents", money.spent_cents},
          {"available_cents", money.available_cents},
          {"zone_project_cents", money.zone_project_cents},
          {"zone_deduction_cents", money.zone_deduction_cents},
          {"claimed_cents", money.claimed_cents},
          {"accepted_cents", money.accepted_cents},
          {"ineligible_cents", money.ineligible_cents},
          {"paid_advance_cents", money.advance_cents},
          {"paid_balance_cents", money.balance_cents},
          {"recoverable_cents", money.recoverable_cents},
          {"recovered_cents", money.recovered_cents}};
}

std::string DateText(const google::type::Date& date) {
  return absl::StrFormat("%04d-%02d-%02d", date.year(), date.month(),
                         date.day());
}

std::string MonthText(const google::type::Date& date) {
  return absl::StrFormat("%04d-%02d", date.year(), date.month());
}

json FigureOf(const MeasureView& measure, const FigureView& figure) {
  if (!figure.has_figure) return nullptr;
  if (measure.definition->kind() == MeasureKind::MEASURE_KIND_RATIO) {
    return {{"numerator", figure.value}, {"denominator", figure.denominator}};
  }
  return figure.value;
}

json Months(const MeasureView& measure) {
  json months = json::object();
  for (const YearView& year : measure.years) {
    for (size_t i = 0; i < year.months.size(); ++i) {
      if (!year.months[i].has_figure) continue;
      months[absl::StrFormat("%04d-%02d", year.year, i + 1)] =
          FigureOf(measure, year.months[i]);
    }
  }
  return months;
}

json Targets(const MeasureView& measure) {
  json targets = json::array();
  for (const YearView& year : measure.years) {
    if (year.target == nullptr) continue;
    targets.push_back({{"year", year.year},
                       {"value", year.target->value()},
                       {"internal", year.target->is_internal()}});
  }
  return targets;
}

// Of a measure with a target of the term.
json TermOf(const MeasureView& measure) {
  const TermView& term = measure.term;
  const indicators::v1::Target& target = *term.target;
  json baseline = nullptr;
  if (target.has_baseline()) {
    baseline = {{"year", target.baseline().year()},
                {"value", target.baseline().value()}};
  }
  return {{"first_month", MonthText(target.term().first_month())},
          {"last_month", MonthText(target.term().last_month())},
          {"value", target.value()},
          {"internal", target.is_internal()},
          {"baseline", std::move(baseline)},
          {"actual", FigureOf(measure, term.actual)},
          {"standing", Languages(term.standing)},
          {"months", term.months},
          {"months_final", term.months_final}};
}

json MeasureJson(const ReportModel& model, const MeasureView& measure) {
  const auto& definition = *measure.definition;
  json reported = json::array();
  for (const size_t index : measure.reported_by) {
    reported.push_back(model.indicators[index].node_id);
  }
  json one = {
      {"code", definition.code()},
      {"title",
       {{"fr", definition.title().fr()}, {"nl", definition.title().nl()}}},
      {"kind", MeasureKind_Name(definition.kind()).substr(13)},
      {"kind_guessed", definition.is_kind_guessed()},
      {"confidential", definition.is_sensitive()},
      {"total", FigureOf(measure, measure.total)},
      {"reported_by", std::move(reported)}};
  if (!IsTotalOnly(measure)) one["months"] = Months(measure);
  if (measure.has_target) {
    one["target"] = Targets(measure);
  } else {
    one["target"] = nullptr;
  }
  if (measure.term.target != nullptr) one["term_target"] = TermOf(measure);
  if (!HasAnyTarget(measure)) {
    one["target_note"] = model.data->IsMissing("indicators.measures")
                             ? model.data->InsteadOf("indicators.measures").en
                             : labels::kNoTarget.en;
  }
  if (model.data->IsMissing("indicators.series")) {
    one["total_note"] = model.data->InsteadOf("indicators.series").en;
  }
  return one;
}

bool IsMoneyRead(const ReportModel& model) {
  return !model.data->IsMoneyMissing();
}

json ObjectiveJson(const ReportModel& model, const ObjectiveView& view) {
  json indicators = json::array();
  for (const auto* list : {&view.indicators, &view.countable_results}) {
    for (const size_t index : *list) {
      const IndicatorView& indicator = model.indicators[index];
      json codes = json::array();
      for (const size_t measure : indicator.measures) {
        codes.push_back(model.measures[measure].definition->code());
      }
      indicators.push_back(
          {{"id", indicator.node_id},
           {"text", indicator.text},
           {"is_expected_result", indicator.is_expected_result},
           {"measures", std::move(codes)}});
    }
  }
  return {{"id", view.node->id()},
          {"path", view.node->path()},
          {"text", view.node->text()},
          {"lines", IsMoneyRead(model) ? json(view.lines.size()) : json()},
          {"money", IsMoneyRead(model) ? Phases(view.money) : json()},
          {"indicators", std::move(indicators)},
          {"findings", view.findings}};
}

json ConventionJson(const ReportModel& model) {
  if (model.convention == nullptr) {
    return {{"name", model.data->convention_name}};
  }
  const auto& convention = *model.convention;
  return {{"name", convention.name()},
          {"title", convention.title()},
          {"municipality", convention.municipality()},
          {"municipality_code", convention.municipality_code()},
          {"police_zone_code", convention.police_zone_code()},
          {"valid_from", DateText(convention.valid_from())},
          {"valid_until", DateText(convention.valid_until())},
          {"state", labels::StateCode(convention.state())},
          {"text_sha256", convention.text_sha256()}};
}

}  // namespace

std::string StatusJson(const ReportModel& model) {
  json whole = {{"convention", ConventionJson(model)},
                {"total", Phases(model.total)},
                {"envelopes", json::array()},
                {"objectives", json::array()},
                {"measures", json::array()},
                {"local_measures", json::array()},
                {"indicator_count", model.indicator_count},
                {"reported_measure_count", model.reported_measure_count},
                {"findings", json::object()},
                {"finding_count", model.finding_count},
                {"missing", json::array()}};
  for (const EnvelopeView& view : model.envelopes) {
    json one = Phases(view.money);
    one["name"] = view.envelope->name();
    one["year"] = view.envelope->year();
    one["shortfall_cents"] = view.shortfall_cents;
    one["outside_term"] = view.envelope->is_outside_term();
    whole["envelopes"].push_back(std::move(one));
  }
  for (const ObjectiveView& view : model.objectives) {
    whole["objectives"].push_back(ObjectiveJson(model, view));
  }
  for (const MeasureView& measure : model.measures) {
    whole["measures"].push_back(MeasureJson(model, measure));
  }
  for (const MeasureView& measure : model.local_measures) {
    whole["local_measures"].push_back(MeasureJson(model, measure));
  }
  for (const FindingGroup& group : model.findings) {
    whole["findings"][group.code] = group.findings.size();
  }
  for (const MissingPart& missing : model.data->missing) {
    whole["missing"].push_back({{"part", missing.part},
                                {"what", Languages(missing.what)},
                                {"why", Languages(missing.why)},
                                {"permission", missing.permission},
                                {"roles", RolesThatHold(missing.permission)}});
  }
  whole["meetings"] = {{"recorded", model.meetings_called},
                       {"held", model.meetings_held},
                       {"zone_represented", model.meetings_zone_represented}};
  // What was not read is null, never zero.
  if (model.data->IsMissing("conventions.budget.envelopes")) {
    whole["total"] = nullptr;
    whole["envelopes"] = nullptr;
  }
  if (model.convention == nullptr) {
    for (const char* key : {"objectives", "findings", "finding_count"}) {
      whole[key] = nullptr;
    }
  }
  if (model.data->IsMissing("exchange")) whole["meetings"] = nullptr;
  return whole.dump(2, ' ', false, json::error_handler_t::replace) + "\n";
}

}  // namespace entente::client
