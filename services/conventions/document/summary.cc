#include "services/conventions/document/summary.h"

#include <cstdint>
#include <nlohmann/json.hpp>
#include <set>

#include "services/conventions/money/date.h"
#include "services/conventions/money/money.h"

namespace entente::conventions {
namespace {

using Json = nlohmann::ordered_json;

const char* AllocationName(v1::Allocation allocation) {
  return allocation == v1::ALLOCATION_SUPPLEMENTARY ? "SUPPLEMENTARY"
                                                    : "GENERAL";
}

const std::string& MessageIn(const v1::Finding& finding,
                             absl::string_view language_code) {
  if (language_code == "fr") return finding.message_fr();
  if (language_code == "nl") return finding.message_nl();
  return finding.message();
}

// Amounts come from ParseConvention, so they are whole cents in EUR; sums that
// overflow are not reachable from 64 bit amounts on paper but stay defined.
int64_t CentsOf(const v1::EnvelopeGrant& envelope) {
  return CentsFromMoney(envelope.amount(), "envelope").value_or(0);
}

}  // namespace

ConventionCounts CountNodes(const v1::Convention& convention) {
  ConventionCounts counts;
  std::set<std::string> has_indicator;
  for (const v1::Node& node : convention.nodes()) {
    switch (node.kind()) {
      case v1::Node::KIND_PART:
        ++counts.parts;
        break;
      case v1::Node::KIND_SECTOR:
        ++counts.sectors;
        break;
      case v1::Node::KIND_GENERAL_OBJECTIVE:
        ++counts.general_objectives;
        break;
      case v1::Node::KIND_STRATEGIC_OBJECTIVE:
        ++counts.strategic_objectives;
        counts.strategic_numbers += node.numbers_size();
        break;
      case v1::Node::KIND_OPERATIONAL_OBJECTIVE:
        ++counts.operational_objectives;
        break;
      case v1::Node::KIND_EXPECTED_RESULT:
        ++counts.expected_results;
        break;
      case v1::Node::KIND_INDICATOR:
        ++counts.indicators;
        has_indicator.insert(node.parent_id());
        break;
      default:
        break;
    }
  }
  for (const v1::Node& node : convention.nodes()) {
    if (node.kind() == v1::Node::KIND_STRATEGIC_OBJECTIVE &&
        has_indicator.count(node.id()) == 0) {
      ++counts.objectives_without_indicator;
    }
  }
  return counts;
}

std::string SummaryJson(const v1::Convention& convention,
                        absl::string_view language_code) {
  Json envelopes = Json::array();
  int64_t total_cents = 0;
  for (const v1::EnvelopeGrant& envelope : convention.envelopes()) {
    const int64_t cents = CentsOf(envelope);
    if (__builtin_add_overflow(total_cents, cents, &total_cents)) {
      total_cents = INT64_MAX;
    }
    envelopes.push_back({{"allocation", AllocationName(envelope.allocation())},
                         {"year", envelope.year()},
                         {"amount_cents", cents}});
  }
  Json findings = Json::array();
  for (const v1::Finding& finding : convention.findings()) {
    findings.push_back({{"line", finding.line()},
                        {"code", finding.code()},
                        {"message", MessageIn(finding, language_code)}});
  }
  const ConventionCounts counts = CountNodes(convention);
  const Json summary = {
      {"title", convention.title()},
      {"municipality", convention.municipality()},
      {"valid_from", FormatIsoDate(convention.valid_from())},
      {"valid_until", FormatIsoDate(convention.valid_until())},
      {"envelopes", std::move(envelopes)},
      {"total_cents", total_cents},
      {"parts", counts.parts},
      {"sectors", counts.sectors},
      {"general_objectives", counts.general_objectives},
      {"strategic_objectives", counts.strategic_objectives},
      {"strategic_numbers", counts.strategic_numbers},
      {"operational_objectives", counts.operational_objectives},
      {"expected_results", counts.expected_results},
      {"indicators", counts.indicators},
      {"objectives_without_indicator", counts.objectives_without_indicator},
      {"findings", std::move(findings)}};
  return summary.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace entente::conventions
