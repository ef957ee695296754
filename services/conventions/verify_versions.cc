// The latest version of a convention made again from its changes: children by
// parent instead of a list, so that a slip in the one is not repeated in the
// other.
#include <algorithm>
#include <string>
#include <tuple>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "services/common/base/hash.h"
#include "services/conventions/verify_life.h"

namespace entente::conventions {
namespace {

using v1::Convention;
using v1::ConventionChange;
using v1::Node;

class Model {
 public:
  explicit Model(const Convention& original) : head_(original) {
    for (const Node& node : original.nodes()) {
      nodes_[node.id()] = node;
      children_[node.parent_id()].push_back(node.id());
    }
    head_.clear_nodes();
  }

  void Make(const v1::ChangeRecord& record) {
    for (const ConventionChange& change : record.changes()) {
      if (change.has_node()) Change(change.node());
      if (change.has_node_addition()) {
        Add(change.node_addition(), record.effective_date());
      }
      if (change.has_node_end()) {
        End(change.node_end().node_id(), record.effective_date());
      }
      if (change.has_promotion()) {
        Node& node = nodes_[change.promotion().node_id()];
        node.set_kind(Node::KIND_INDICATOR);
        *node.mutable_promotion() = change.promotion().promotion();
      }
      if (change.has_demotion()) {
        Node& node = nodes_[change.demotion().node_id()];
        node.set_kind(Node::KIND_EXPECTED_RESULT);
        node.clear_promotion();
      }
      if (change.has_profile_adoption()) Adopt(change.profile_adoption());
      if (change.has_translation()) Translate(change.translation());
      ChangeHead(change);
    }
  }

  // Nodes in document order.
  Convention Whole() const {
    Convention whole = head_;
    Append("", whole);
    return whole;
  }

 private:
  void Change(const ConventionChange::NodeChange& change) {
    Node& node = nodes_[change.node_id()];
    if (change.has_text()) {
      node.set_text(change.text());
      Date(node);
    }
    if (change.has_heading()) node.set_heading(change.heading());
    if (change.has_ordinal()) node.set_ordinal(change.ordinal());
    if (!change.numbers().empty()) *node.mutable_numbers() = change.numbers();
    if (change.has_path()) {
      const std::string before = node.path();
      node.set_path(change.path());
      Rename(change.node_id(), before, change.path());
    }
  }

  void Adopt(const ConventionChange::ProfileAdoption& change) {
    for (const auto& measures : change.measures()) {
      const auto node = nodes_.find(measures.node_id());
      if (node == nodes_.end()) continue;
      *node->second.mutable_measure_codes() = measures.measure_codes();
    }
    head_.set_contract_profile(change.contract_profile());
    head_.set_contract_profile_version(change.version());
    head_.set_contract_profile_sha256(change.sha256());
    *head_.mutable_contract_profile_review() = change.review();
  }

  void Translate(const ConventionChange::NodeTranslation& change) {
    const auto found = nodes_.find(change.node_id());
    if (found == nodes_.end()) return;
    Node& node = found->second;
    int place = 0;
    while (place < node.translations_size() &&
           node.translations(place).language_code() !=
               change.translation().language_code()) {
      ++place;
    }
    if (place == node.translations_size()) node.add_translations();
    *node.mutable_translations(place) = change.translation();
    Date(node);
  }

  static void Date(Node& node) {
    for (v1::Translation& translation : *node.mutable_translations()) {
      translation.set_is_outdated(translation.of_sha256() !=
                                  Sha256Hex(node.text()));
    }
  }

  void Rename(const std::string& parent, const std::string& before,
              const std::string& after) {
    for (const std::string& id : children_[parent]) {
      Node& node = nodes_[id];
      if (absl::StartsWith(node.path(), before + "/")) {
        node.set_path(after + node.path().substr(before.size()));
      }
      Rename(id, before, after);
    }
  }

  void Add(const ConventionChange::NodeAddition& change,
           const google::type::Date& date) {
    std::vector<std::string>& siblings = children_[change.parent_id()];
    size_t place = 0;
    int ordinal = 0;
    for (size_t i = 0; i < siblings.size(); ++i) {
      const Node& sibling = nodes_[siblings[i]];
      if (sibling.kind() <= change.kind()) place = i + 1;
      if (sibling.kind() == change.kind()) {
        ordinal = std::max(ordinal, sibling.ordinal());
      }
    }
    siblings.insert(siblings.begin() + static_cast<ptrdiff_t>(place),
                    change.node_id());
    const Node& parent = nodes_[change.parent_id()];
    Node node;
    node.set_id(change.node_id());
    node.set_parent_id(change.parent_id());
    node.set_kind(change.kind());
    node.set_ordinal(ordinal + 1);
    *node.mutable_numbers() = change.numbers();
    node.set_text(change.text());
    node.set_heading(change.heading());
    *node.mutable_measure_codes() = change.measure_codes();
    node.set_allocation(parent.allocation());
    *node.mutable_begin_date() = date;
    node.set_path(change.path());
    if (change.path().empty()) {
      const bool is_bullet = change.kind() >= Node::KIND_OPERATIONAL_OBJECTIVE;
      std::string last = absl::StrCat("x", ordinal + 1);
      if (!change.numbers().empty()) last = absl::StrCat(change.numbers(0));
      if (is_bullet) {
        last = absl::StrCat(change.node_id().substr(0, 2), ordinal + 1);
      }
      node.set_path(absl::StrCat(parent.path(), "/", last));
    }
    nodes_[node.id()] = node;
  }

  void End(const std::string& id, const google::type::Date& date) {
    Node& node = nodes_[id];
    if (!node.has_end_date()) *node.mutable_end_date() = date;
    for (const std::string& child : children_[id]) End(child, date);
  }

  void ChangeHead(const ConventionChange& change) {
    if (change.has_term()) {
      *head_.mutable_valid_from() = change.term().valid_from();
      *head_.mutable_valid_until() = change.term().valid_until();
    }
    if (change.parties().has_state()) {
      head_.mutable_parties()->set_state(change.parties().state());
    }
    if (change.parties().has_municipality()) {
      head_.mutable_parties()->set_municipality(
          change.parties().municipality());
    }
    if (change.has_envelope_opening()) Open(change.envelope_opening());
    for (v1::EnvelopeGrant& grant : *head_.mutable_envelopes()) {
      if (change.has_envelope() && grant.year() == change.envelope().year() &&
          grant.allocation() == change.envelope().allocation()) {
        *grant.mutable_amended_amount() = change.envelope().amount();
        grant.set_budget_change(change.envelope().budget_change());
      }
    }
    const int number = change.finding().number();
    if (number > 0 && number <= head_.findings_size()) {
      *head_.mutable_findings(number - 1)->mutable_resolution() =
          change.finding().resolution();
    }
    const int reopened = change.finding_reopening().number();
    if (reopened > 0 && reopened <= head_.findings_size()) {
      head_.mutable_findings(reopened - 1)->clear_resolution();
    }
  }

  // Behind the last of its allocation that is of an earlier year.
  void Open(const ConventionChange::EnvelopeOpening& opening) {
    std::vector<v1::EnvelopeGrant> grants(head_.envelopes().begin(),
                                          head_.envelopes().end());
    const auto before = std::find_if(
        grants.rbegin(), grants.rend(), [&](const v1::EnvelopeGrant& grant) {
          return grant.allocation() == opening.allocation() &&
                 grant.year() < opening.year();
        });
    v1::EnvelopeGrant opened;
    opened.set_allocation(opening.allocation());
    opened.set_year(opening.year());
    *opened.mutable_amount() = opening.amount();
    opened.set_grant_change(opening.budget_change());
    grants.insert(before == grants.rend() ? grants.end() : before.base(),
                  opened);
    head_.mutable_envelopes()->Assign(grants.begin(), grants.end());
  }

  void Append(const std::string& parent, Convention& whole) const {
    const auto children = children_.find(parent);
    if (children == children_.end()) return;
    for (const std::string& id : children->second) {
      *whole.add_nodes() = nodes_.at(id);
      Append(id, whole);
    }
  }

  Convention head_;
  std::map<std::string, Node> nodes_;
  std::map<std::string, std::vector<std::string>> children_;
};

auto DayOf(const v1::ChangeRecord& record) {
  const google::type::Date& date = record.effective_date();
  return std::tuple(date.year(), date.month(), date.day());
}

}  // namespace

void VerifyVersions(const std::string& name, const LifeBook& life,
                    const Book& book, VerifyReport& report) {
  if (life.changes.empty() != !life.original.has_value()) {
    report.Differ(
        absl::StrCat(name,
                     ": the convention as imported and its changes do not go "
                     "together"));
    return;
  }
  if (life.changes.empty()) return;
  std::vector<std::pair<decltype(DayOf({})), uint64_t>> order;
  for (const auto& [number, change] : life.changes) {
    order.emplace_back(DayOf(change), number);
  }
  std::sort(order.begin(), order.end());
  Model model(*life.original);
  for (const auto& [day, number] : order) model.Make(life.changes.at(number));
  Convention expected = model.Whole();
  expected.set_version(1 + static_cast<int32_t>(life.changes.size()));
  Convention stored = *book.head;
  *stored.mutable_nodes() = book.tree->nodes();
  *stored.mutable_findings() = book.tree->findings();
  // Only said to change, not how.
  if (stored.etag() == expected.etag()) {
    report.Differ(absl::StrCat(name, ": the etag did not change"));
  }
  expected.set_etag(stored.etag());
  if (expected.SerializeAsString() != stored.SerializeAsString()) {
    report.Differ(absl::StrCat(
        name, " is not what its changes make of the convention as imported"));
  }
}

}  // namespace entente::conventions
