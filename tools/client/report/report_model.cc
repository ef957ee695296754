#include "tools/client/report/report_model.h"

#include <algorithm>
#include <set>

#include "absl/strings/string_view.h"
#include "services/conventions/document/findings.h"
#include "tools/client/report/format.h"
#include "tools/client/report/measure_model.h"

namespace entente::client {
namespace {

using conventions::v1::Convention;
using conventions::v1::Envelope;
using conventions::v1::Finding;
using conventions::v1::Line;
using conventions::v1::Node;
using conventions::v1::Position;
using conventions::v1::ZonePayment;
using NodeIndex = std::map<std::string, const Node*>;

MoneyPhases Phases(const Position& position) {
  MoneyPhases money;
  money.allocated_cents = Cents(position.allocated());
  money.allotted_cents = Cents(position.allotted());
  money.reserved_cents = Cents(position.reserved());
  money.spent_cents = Cents(position.spent());
  money.zone_project_cents = Cents(position.zone_project());
  money.zone_deduction_cents = Cents(position.zone_deduction());
  money.claimed_cents = Cents(position.claimed());
  money.accepted_cents = Cents(position.accepted());
  money.ineligible_cents = Cents(position.ineligible());
  money.advance_cents = Cents(position.paid_advance());
  money.balance_cents = Cents(position.paid_balance());
  money.recoverable_cents = Cents(position.recoverable());
  money.recovered_cents = Cents(position.recovered());
  money.available_cents = Cents(position.available());
  return money;
}

// Nearest ancestor of `kind`, the node itself included.
const Node* Ancestor(const NodeIndex& nodes, const Node* node,
                     Node::Kind kind) {
  // Bounded by the tree's size, so that a reply with a cycle ends too.
  for (size_t steps = 0; node != nullptr && steps <= nodes.size(); ++steps) {
    if (node->kind() == kind) return node;
    const auto parent = nodes.find(node->parent_id());
    node = parent == nodes.end() ? nullptr : parent->second;
  }
  return nullptr;
}

void AddEnvelopes(const ReportData& data, ReportModel& model) {
  for (const Envelope& envelope : data.envelopes) {
    EnvelopeView view{&envelope, Phases(envelope.position())};
    const Position& position = envelope.position();
    const int64_t usable =
        view.money.allocated_cents + Cents(position.carried_in()) -
        Cents(position.carried_out()) - Cents(position.lapsed());
    view.money.unallotted_cents = usable - view.money.allotted_cents;
    view.shortfall_cents = std::max<int64_t>(
        0, view.money.reserved_cents + view.money.spent_cents - usable);
    model.total += view.money;
    model.envelopes.push_back(view);
  }
}

void AddZonePayments(const ReportData& data, ReportModel& model) {
  for (const ZonePayment& payment : data.zone_payments) {
    ZoneRouteView& route = payment.route() == ZonePayment::ROUTE_DEDUCTION
                               ? model.zone_deduction
                               : model.zone_project;
    if (payment.state() == ZonePayment::STATE_CANCELLED) continue;
    ++route.payments;
    const int64_t cents = Cents(payment.amount());
    if (payment.state() == ZonePayment::STATE_ORDERED) {
      route.ordered_cents += cents;
    } else if (payment.state() == ZonePayment::STATE_EXECUTED) {
      route.executed_cents += cents;
    } else if (payment.state() == ZonePayment::STATE_ACKNOWLEDGED) {
      route.acknowledged_cents += cents;
    }
  }
}

common::v1::LocalizedText CategoryTitle(const ReportData& data,
                                        const std::string& code) {
  common::v1::LocalizedText title;
  title.set_fr(code);
  title.set_nl(code);
  if (!data.regulation.has_value()) return title;
  for (const auto& category : data.regulation->categories()) {
    if (category.code() == code) return category.title();
  }
  return title;
}

void AddObjectives(const NodeIndex& nodes, ReportModel& model) {
  std::map<std::string, size_t> places;
  for (const Node& node : model.convention->nodes()) {
    if (node.kind() == Node::KIND_STRATEGIC_OBJECTIVE) {
      ObjectiveView view;
      view.node = &node;
      view.part = Ancestor(nodes, &node, Node::KIND_PART);
      view.sector = Ancestor(nodes, &node, Node::KIND_SECTOR);
      view.general = Ancestor(nodes, &node, Node::KIND_GENERAL_OBJECTIVE);
      places[node.id()] = model.objectives.size();
      model.objectives.push_back(std::move(view));
      continue;
    }
    const Node* objective =
        Ancestor(nodes, &node, Node::KIND_STRATEGIC_OBJECTIVE);
    if (objective == nullptr) continue;
    ObjectiveView& view = model.objectives[places[objective->id()]];
    if (node.kind() == Node::KIND_OPERATIONAL_OBJECTIVE) {
      view.operational.push_back(&node);
    } else if (node.kind() == Node::KIND_EXPECTED_RESULT) {
      view.results.push_back(&node);
    }
  }
}

// Name of the envelope in "{envelope}/lines/{line}".
std::string EnvelopeOf(const Line& line) {
  return line.name().substr(0, line.name().rfind("/lines/"));
}

void AddLines(const ReportData& data, const NodeIndex& nodes,
              ReportModel& model) {
  std::map<std::string, int64_t> allotted;
  for (const Line& line : data.lines) {
    LineView view;
    view.line = &line;
    view.category = CategoryTitle(data, line.category());
    view.money = Phases(line.position());
    const std::string envelope_name = EnvelopeOf(line);
    for (const EnvelopeView& envelope : model.envelopes) {
      if (envelope.envelope->name() == envelope_name) {
        view.envelope = envelope.envelope;
      }
    }
    allotted[envelope_name] += view.money.allotted_cents;
    const auto node = nodes.find(line.objective_id());
    const Node* objective =
        node == nodes.end()
            ? nullptr
            : Ancestor(nodes, node->second, Node::KIND_STRATEGIC_OBJECTIVE);
    for (ObjectiveView& candidate : model.objectives) {
      if (objective == nullptr || candidate.node != objective) continue;
      candidate.money += view.money;
      candidate.lines.push_back(view);
    }
  }
  if (data.IsMissing("conventions")) return;
  for (const EnvelopeView& envelope : model.envelopes) {
    if (allotted[envelope.envelope->name()] != envelope.money.allotted_cents) {
      model.is_money_torn = true;
    }
  }
}

void AddFindings(const NodeIndex& nodes, ReportModel& model) {
  std::map<std::string, FindingGroup> groups;
  for (const Finding& finding : model.convention->findings()) {
    FindingGroup& group = groups[finding.code()];
    if (group.findings.empty()) {
      group.code = finding.code();
      const auto title = [&](absl::string_view language) {
        return std::string(conventions::FindingTitle(group.code, language));
      };
      if (title("en") != group.code) {
        group.title = {title("en"), title("fr"), title("nl")};
      }
    }
    group.findings.push_back(&finding);
    ++model.finding_count;
    if (!finding.has_resolution()) ++model.open_finding_count;
    const auto node = nodes.find(finding.node_id());
    if (node == nodes.end()) continue;
    const Node* objective =
        Ancestor(nodes, node->second, Node::KIND_STRATEGIC_OBJECTIVE);
    for (ObjectiveView& view : model.objectives) {
      if (view.node == objective) ++view.findings;
    }
  }
  for (auto& [code, group] : groups) {
    std::stable_sort(group.findings.begin(), group.findings.end(),
                     [](const Finding* a, const Finding* b) {
                       return a->line() < b->line();
                     });
    model.findings.push_back(std::move(group));
  }
}

void AddYears(const ReportData& data, ReportModel& model) {
  std::set<int> years;
  const Convention* convention = model.convention;
  if (convention != nullptr && convention->valid_from().year() != 0) {
    for (int year = convention->valid_from().year();
         year <= convention->valid_until().year(); ++year) {
      years.insert(year);
    }
  } else {
    for (const auto& series : data.series) {
      for (const auto& month : series.months()) {
        years.insert(month.month().year());
      }
    }
  }
  model.years.assign(years.begin(), years.end());
}

}  // namespace

MoneyPhases& MoneyPhases::operator+=(const MoneyPhases& other) {
  allocated_cents += other.allocated_cents;
  allotted_cents += other.allotted_cents;
  unallotted_cents += other.unallotted_cents;
  reserved_cents += other.reserved_cents;
  spent_cents += other.spent_cents;
  available_cents += other.available_cents;
  zone_project_cents += other.zone_project_cents;
  zone_deduction_cents += other.zone_deduction_cents;
  claimed_cents += other.claimed_cents;
  accepted_cents += other.accepted_cents;
  ineligible_cents += other.ineligible_cents;
  advance_cents += other.advance_cents;
  balance_cents += other.balance_cents;
  recoverable_cents += other.recoverable_cents;
  recovered_cents += other.recovered_cents;
  return *this;
}

ReportModel BuildReportModel(const ReportData& data) {
  ReportModel model;
  model.data = &data;
  if (data.convention.has_value()) model.convention = &*data.convention;
  AddYears(data, model);
  AddEnvelopes(data, model);
  AddZonePayments(data, model);
  NodeIndex nodes;
  if (model.convention != nullptr) {
    for (const Node& node : model.convention->nodes()) nodes[node.id()] = &node;
    AddObjectives(nodes, model);
    AddFindings(nodes, model);
  }
  AddLines(data, nodes, model);
  AddMeasures(data, model);
  for (const MeetingFact& meeting : data.meetings) {
    ++model.meetings_called;
    if (meeting.is_held) ++model.meetings_held;
    if (meeting.is_held && meeting.is_zone_represented) {
      ++model.meetings_zone_represented;
    }
  }
  return model;
}

bool IsTotalOnly(const MeasureView& measure) {
  return measure.definition->is_sensitive();
}

bool MayHaveTotal(const MeasureView& measure) {
  return measure.definition->kind() ==
             conventions::v1::MeasureKind::MEASURE_KIND_YES_NO ||
         IsAdditive(*measure.definition);
}

bool MayBeShown(const MeasureView& measure) {
  return !IsTotalOnly(measure) || MayHaveTotal(measure);
}

bool HasAnyTarget(const MeasureView& measure) {
  return measure.has_target || measure.term.target != nullptr;
}

Convention::State StateOf(const ReportModel& model) {
  if (model.data->life.has_value()) return model.data->life->state();
  return model.convention == nullptr ? Convention::STATE_UNSPECIFIED
                                     : model.convention->state();
}

std::vector<ClaimView> ClaimsDue(const ReportModel& model) {
  std::vector<ClaimView> claims;
  if (StateOf(model) == Convention::STATE_SETTLED) return claims;
  if (!model.data->regulation.has_value()) return claims;
  const auto& deadline = model.data->regulation->claim_deadline();
  if (deadline.month() == 0 || deadline.day() == 0) return claims;
  std::map<int, MoneyPhases> years;
  for (const EnvelopeView& view : model.envelopes) {
    years[view.envelope->year()] += view.money;
  }
  for (const auto& [year, money] : years) {
    const int64_t unclaimed = money.spent_cents - money.claimed_cents;
    if (unclaimed <= 0) continue;
    claims.push_back(
        {.year = year,
         .unclaimed_cents = unclaimed,
         .due = absl::CivilDay(year + 1, deadline.month(), deadline.day()),
         .is_verified = deadline.is_verified()});
  }
  return claims;
}

}  // namespace entente::client
