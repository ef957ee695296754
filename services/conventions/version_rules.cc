#include "services/conventions/version_rules.h"

#include <algorithm>
#include <tuple>
#include <utility>

#include "absl/strings/str_cat.h"
#include "services/common/base/error.h"
#include "services/common/base/hash.h"
#include "services/conventions/amendment_errors.h"
#include "services/conventions/life_rules.h"
#include "services/conventions/money/date.h"
#include "services/conventions/node_changes.h"

namespace entente::conventions {
namespace {

using v1::Convention;
using v1::ConventionChange;
using v1::Node;

absl::Status ChangeTerm(const ConventionChange::TermChange& change,
                        Convention& convention) {
  if (IsBefore(change.valid_until(), change.valid_from())) {
    return TermReversed(change.valid_from(), change.valid_until());
  }
  *convention.mutable_valid_from() = change.valid_from();
  *convention.mutable_valid_until() = change.valid_until();
  return absl::OkStatus();
}

absl::Status ChangeEnvelope(const ConventionChange::EnvelopeChange& change,
                            Convention& convention) {
  for (v1::EnvelopeGrant& grant : *convention.mutable_envelopes()) {
    if (grant.allocation() != change.allocation() ||
        grant.year() != change.year()) {
      continue;
    }
    *grant.mutable_amended_amount() = change.amount();
    grant.set_budget_change(change.budget_change());
    return absl::OkStatus();
  }
  return UnknownEnvelope(change.allocation(), change.year());
}

bool HasAllocation(const Convention& convention, v1::Allocation allocation) {
  const auto is_of_it = [&](const auto& one) {
    return one.allocation() == allocation;
  };
  return std::any_of(convention.envelopes().begin(),
                     convention.envelopes().end(), is_of_it) ||
         std::any_of(convention.nodes().begin(), convention.nodes().end(),
                     is_of_it);
}

// The last day of `year` that the term has.
google::type::Date LastDayOf(int year, const Convention& convention) {
  if (convention.valid_until().year() == year) return convention.valid_until();
  google::type::Date last;
  last.set_year(year);
  last.set_month(12);
  last.set_day(31);
  return last;
}

absl::Status OpenEnvelope(const ConventionChange::EnvelopeOpening& change,
                          const google::type::Date& date,
                          Convention& convention) {
  // Behind the earlier years of its allocation.
  int position = convention.envelopes_size();
  for (int i = 0; i < convention.envelopes_size(); ++i) {
    const v1::EnvelopeGrant& other = convention.envelopes(i);
    if (other.allocation() != change.allocation()) continue;
    if (other.year() == change.year()) {
      return EnvelopeExists(change.allocation(), change.year());
    }
    if (other.year() < change.year()) position = i + 1;
  }
  if (!HasAllocation(convention, change.allocation())) {
    return AllocationUnknown(change.allocation());
  }
  // In a term without an end any year would lie.
  if (!convention.has_valid_until() ||
      !IsYearInTerm(change.year(), convention)) {
    return OpeningOutsideTerm(change.year(), convention);
  }
  // The version of the year, which its dossier holds, has the envelope.
  const google::type::Date last = LastDayOf(change.year(), convention);
  if (IsBefore(last, date)) return AmendedAfterYear(date, last, change.year());
  v1::EnvelopeGrant& grant = *convention.add_envelopes();
  grant.set_allocation(change.allocation());
  grant.set_year(change.year());
  *grant.mutable_amount() = change.amount();
  grant.set_grant_change(change.budget_change());
  for (int i = convention.envelopes_size() - 1; i > position; --i) {
    convention.mutable_envelopes()->SwapElements(i, i - 1);
  }
  return absl::OkStatus();
}

absl::Status Promote(const ConventionChange::ResultPromotion& change,
                     Convention& convention) {
  ENTENTE_ASSIGN_OR_RETURN(
      Node * node,
      StandingNode(convention, change.node_id(), "change.promotion.node_id"));
  if (node->kind() != Node::KIND_EXPECTED_RESULT ||
      node->measure_codes().empty()) {
    return NotCountable(*node);
  }
  node->set_kind(Node::KIND_INDICATOR);
  *node->mutable_promotion() = change.promotion();
  return absl::OkStatus();
}

absl::Status CloseFinding(const ConventionChange::FindingClosure& change,
                          Convention& convention) {
  if (change.number() < 1 || change.number() > convention.findings_size()) {
    return UnknownFinding(change.number(), convention.findings_size());
  }
  v1::Finding& finding = *convention.mutable_findings(change.number() - 1);
  if (finding.has_resolution()) return FindingResolved(change.number());
  *finding.mutable_resolution() = change.resolution();
  return absl::OkStatus();
}

absl::Status Demote(const ConventionChange::ResultDemotion& change,
                    Convention& convention) {
  ENTENTE_ASSIGN_OR_RETURN(
      Node * node,
      StandingNode(convention, change.node_id(), "change.demotion.node_id"));
  if (!node->has_promotion()) return NotPromoted(*node);
  node->set_kind(Node::KIND_EXPECTED_RESULT);
  node->clear_promotion();
  return absl::OkStatus();
}

absl::Status ReopenFinding(const ConventionChange::FindingReopening& change,
                           Convention& convention) {
  if (change.number() < 1 || change.number() > convention.findings_size()) {
    return UnknownFinding(change.number(), convention.findings_size());
  }
  v1::Finding& finding = *convention.mutable_findings(change.number() - 1);
  if (!finding.has_resolution()) return FindingOpen(change.number());
  finding.clear_resolution();
  return absl::OkStatus();
}

// Nodes that a later day adds keep what their amendment says. The findings it
// answers are closed by a change of their own: as every other closure they are
// about the document, not about a day.
absl::Status Adopt(const ConventionChange::ProfileAdoption& change,
                   Convention& convention) {
  for (const auto& measures : change.measures()) {
    Node* node = MutableNodeOf(convention, measures.node_id());
    if (node == nullptr) continue;
    *node->mutable_measure_codes() = measures.measure_codes();
  }
  convention.set_contract_profile(change.contract_profile());
  convention.set_contract_profile_version(change.version());
  convention.set_contract_profile_sha256(change.sha256());
  *convention.mutable_contract_profile_review() = change.review();
  return absl::OkStatus();
}

// Changes of `as_of`, in the order in which they take effect.
std::vector<std::pair<int64_t, const v1::ChangeRecord*>> InOrder(
    const Changes& changes, const AsOf& as_of) {
  std::vector<std::pair<int64_t, const v1::ChangeRecord*>> chosen;
  for (const auto& [number, record] : changes) {
    const bool is_known = ToTime(record.record_time()) <= as_of.record_time;
    const bool holds =
        !as_of.effective_date ||
        !IsBefore(*as_of.effective_date, record.effective_date());
    if (is_known && holds) chosen.emplace_back(number, &record);
  }
  std::stable_sort(chosen.begin(), chosen.end(),
                   [](const auto& left, const auto& right) {
                     return IsBefore(left.second->effective_date(),
                                     right.second->effective_date());
                   });
  return chosen;
}

}  // namespace

absl::Status ApplyChange(const ConventionChange& change,
                         const google::type::Date& date,
                         Convention& convention) {
  switch (change.change_case()) {
    case ConventionChange::kNode:
      return ChangeNode(change.node(), convention);
    case ConventionChange::kNodeAddition:
      return AddNode(change.node_addition(), date, convention);
    case ConventionChange::kNodeEnd:
      return EndNode(change.node_end(), date, convention);
    case ConventionChange::kTerm:
      return ChangeTerm(change.term(), convention);
    case ConventionChange::kParties: {
      v1::Parties& parties = *convention.mutable_parties();
      if (change.parties().has_state()) {
        parties.set_state(change.parties().state());
      }
      if (change.parties().has_municipality()) {
        parties.set_municipality(change.parties().municipality());
      }
      return absl::OkStatus();
    }
    case ConventionChange::kEnvelope:
      return ChangeEnvelope(change.envelope(), convention);
    case ConventionChange::kEnvelopeOpening:
      return OpenEnvelope(change.envelope_opening(), date, convention);
    case ConventionChange::kPromotion:
      return Promote(change.promotion(), convention);
    case ConventionChange::kFinding:
      return CloseFinding(change.finding(), convention);
    case ConventionChange::kDemotion:
      return Demote(change.demotion(), convention);
    case ConventionChange::kFindingReopening:
      return ReopenFinding(change.finding_reopening(), convention);
    case ConventionChange::kProfileAdoption:
      return Adopt(change.profile_adoption(), convention);
    case ConventionChange::kTranslation:
      return TranslateNode(change.translation(), convention);
    case ConventionChange::CHANGE_NOT_SET:
      break;
  }
  return ChangeEmpty("change");
}

absl::StatusOr<Convention> VersionOf(const Convention& original,
                                     const Changes& changes,
                                     const AsOf& as_of) {
  Convention version = original;
  const auto chosen = InOrder(changes, as_of);
  std::set<int64_t> numbers;
  for (const auto& [number, record] : chosen) {
    numbers.insert(number);
    for (int i = 0; i < record->changes_size(); ++i) {
      const absl::Status made =
          ApplyChange(record->changes(i), record->effective_date(), version);
      if (!made.ok()) return AmendmentConflict(record->cause(), i, made);
    }
  }
  version.set_version(1 + static_cast<int32_t>(chosen.size()));
  for (const int64_t number : numbers) {
    version.set_etag(
        Sha256Hex(absl::StrCat(version.etag(), "|", number)).substr(0, 16));
  }
  return version;
}

bool ChangesDefinitions(const ConventionChange& change,
                        const Convention& convention) {
  const auto is_counted = [&](const std::string& id) {
    const Node* node = NodeOf(convention, id);
    return node != nullptr && (node->kind() == Node::KIND_INDICATOR ||
                               (node->kind() == Node::KIND_EXPECTED_RESULT &&
                                !node->measure_codes().empty()));
  };
  switch (change.change_case()) {
    case ConventionChange::kNode: {
      // The path of what stands under it may change too.
      return is_counted(change.node().node_id()) || change.node().has_path();
    }
    case ConventionChange::kNodeAddition:
      return is_counted(change.node_addition().node_id());
    case ConventionChange::kNodeEnd:
      return true;
    case ConventionChange::kTerm:
    case ConventionChange::kPromotion:
    case ConventionChange::kDemotion:
    case ConventionChange::kProfileAdoption:
      return true;
    default:
      return false;
  }
}

}  // namespace entente::conventions
