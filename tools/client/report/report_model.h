// What a report shows, computed from the replies of the services and from
// nothing else. The page, the terminal and JSON all read this one model, so
// they cannot disagree.
//
// The model points into the ReportData it was made of, which must outlive it
// and not change. Pure; safe from any thread once built.
#ifndef TOOLS_CLIENT_REPORT_REPORT_MODEL_H_
#define TOOLS_CLIENT_REPORT_REPORT_MODEL_H_

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "tools/client/report/report_data.h"

namespace entente::client {

// The phases of money side by side, in cents. For the lines of an objective
// `allocated` and `unallotted` stay zero: only envelopes are granted.
struct MoneyPhases {
  int64_t allocated_cents = 0;
  int64_t allotted_cents = 0;
  // allocated - allotted, computed here.
  int64_t unallotted_cents = 0;
  int64_t reserved_cents = 0;
  int64_t spent_cents = 0;
  // What can still be reserved, as the service says: of an envelope, below zero
  // in a SHORTFALL.
  int64_t available_cents = 0;
  // Parts of `spent` that went to the police zone.
  int64_t zone_project_cents = 0;
  int64_t zone_deduction_cents = 0;
  // Parts of `spent`: claimed from the State; and of these, what it decided.
  int64_t claimed_cents = 0;
  int64_t accepted_cents = 0;
  int64_t ineligible_cents = 0;
  // Received from the State, asked back by it and not paid back, paid back.
  int64_t advance_cents = 0;
  int64_t balance_cents = 0;
  int64_t recoverable_cents = 0;
  int64_t recovered_cents = 0;

  MoneyPhases& operator+=(const MoneyPhases& other);
};

struct EnvelopeView {
  const conventions::v1::Envelope* envelope = nullptr;
  MoneyPhases money;
  // Reserved and spent beyond what the State still grants, after a reduction.
  int64_t shortfall_cents = 0;
};

// Expenses of one year that stand in no submitted claim.
struct ClaimView {
  int year = 0;
  // Over the envelopes of the year; above zero.
  int64_t unclaimed_cents = 0;
  // Deadline of the regulation profile, and whether somebody verified it.
  absl::CivilDay due;
  bool is_verified = false;
};

struct LineView {
  const conventions::v1::Line* line = nullptr;
  // Null when its envelope is not among the replies.
  const conventions::v1::Envelope* envelope = nullptr;
  // Cost category for people; its code where the profile is not known.
  common::v1::LocalizedText category;
  MoneyPhases money;
};

// Payments to the police zone by one route, in cents, by how far they are.
struct ZoneRouteView {
  int64_t ordered_cents = 0;
  int64_t executed_cents = 0;
  int64_t acknowledged_cents = 0;
  int payments = 0;
};

// One figure. `has_figure` false is not the same as zero: nothing was said.
struct FigureView {
  bool has_figure = false;
  int64_t value = 0;
  int64_t denominator = 0;
  // Of a month: it lies far from the others that a check compares it with
  // (GatherUnusual); without a figure, that there is none does
  // (Series.silent_months).
  bool is_unusual = false;
};

struct YearView {
  int year = 0;
  // January to December.
  std::vector<FigureView> months;
  // Not set for a measure that may not be summed.
  FigureView total = {};
  // Target agreed for the year; null where none was.
  const indicators::v1::Target* target = nullptr;
};

// The whole term of the convention beside what is agreed for it.
struct TermView {
  // Null where nothing is agreed for the term.
  const indicators::v1::Target* target = nullptr;
  // What was counted so far; none where it may not be told.
  FigureView actual = {};
  // Where that stands beside the target or why nothing says so, as
  // AchievementWords has it; that it was not read.
  Sentence standing = {};
  // Of the months of the term, how many are settled; 0 of 0 where it was not
  // read.
  int months = 0;
  int months_final = 0;
};

struct MeasureView {
  const conventions::v1::MeasureDefinition* definition = nullptr;
  std::vector<YearView> years;
  FigureView total = {};
  bool has_figures = false;
  // Of one of its years.
  bool has_target = false;
  TermView term = {};
  // First month with a value above zero; for YES_NO the month it came true.
  std::optional<absl::CivilMonth> first_month;
  // Indices into ReportModel::indicators, in document order.
  std::vector<size_t> reported_by;
};

struct IndicatorView {
  std::string node_id;
  std::string objective_id;
  std::string text;
  // Path of the objective, "I/1/1/2".
  std::string path;
  // Countable result, not yet an indicator.
  bool is_expected_result = false;
  // Indices into ReportModel::measures.
  std::vector<size_t> measures;
};

struct ObjectiveView {
  const conventions::v1::Node* node = nullptr;
  const conventions::v1::Node* part = nullptr;
  const conventions::v1::Node* sector = nullptr;
  const conventions::v1::Node* general = nullptr;
  std::vector<const conventions::v1::Node*> operational;
  std::vector<const conventions::v1::Node*> results;
  // Lines of the objective and of its operational objectives.
  std::vector<LineView> lines;
  MoneyPhases money;
  // Indices into ReportModel::indicators.
  std::vector<size_t> indicators;
  std::vector<size_t> countable_results;
  // Findings on the objective or on anything under it.
  int findings = 0;
};

struct FindingGroup {
  std::string code;
  // What a group of them is called; empty for a code of a newer service.
  Sentence title;
  std::vector<const conventions::v1::Finding*> findings;
};

struct ReportModel {
  const ReportData* data = nullptr;
  // Null when the conventions service did not answer.
  const conventions::v1::Convention* convention = nullptr;
  std::vector<EnvelopeView> envelopes;
  MoneyPhases total;
  ZoneRouteView zone_project;
  ZoneRouteView zone_deduction;
  // In document order.
  std::vector<ObjectiveView> objectives;
  std::vector<MeasureView> measures;
  // Those of the municipality's own: outside the convention, no result of the
  // grant, reported by no indicator and in none of the counts below.
  std::vector<MeasureView> local_measures;
  std::vector<IndicatorView> indicators;
  // By code.
  std::vector<FindingGroup> findings;
  int finding_count = 0;
  // Those that nobody resolved.
  int open_finding_count = 0;
  // Indicators proper, countable results left out, and the distinct measures
  // they report: "22 indicators report 15 measures".
  int indicator_count = 0;
  int reported_measure_count = 0;
  int meetings_called = 0;
  int meetings_held = 0;
  int meetings_zone_represented = 0;
  // Years of the term, or of the figures when the term is not known.
  std::vector<int> years;
  // Lines of the model that do not add up to what their envelope says is
  // allotted (a change between two calls); such a report should be made again.
  bool is_money_torn = false;
};

ReportModel BuildReportModel(const ReportData& data);

// Where the convention stands: by its facts, else by its tree; unspecified when
// neither was read.
conventions::v1::Convention::State StateOf(const ReportModel& model);

// The years whose expenses are not all claimed; none without a deadline, nor
// once the convention is settled.
std::vector<ClaimView> ClaimsDue(const ReportModel& model);

// Whether only the total of a measure may be shown to the audience of the
// report: its small figures can point at a person.
bool IsTotalOnly(const MeasureView& measure);

// Whether anything is agreed of it, for a year or for the term.
bool HasAnyTarget(const MeasureView& measure);

// Whether the service adds up its months: not those of words, nor of what may
// not be summed.
bool MayHaveTotal(const MeasureView& measure);

// Whether a figure of it can stand in the report. Of what is sensitive and may
// not be summed neither a month nor a total does: whether it has any is not
// known here.
bool MayBeShown(const MeasureView& measure);

}  // namespace entente::client

#endif  // TOOLS_CLIENT_REPORT_REPORT_MODEL_H_
