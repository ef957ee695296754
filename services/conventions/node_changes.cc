#include "services/conventions/node_changes.h"

#include <algorithm>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "services/common/base/error.h"
#include "services/common/base/hash.h"
#include "services/conventions/amendment_errors.h"

namespace entente::conventions {
namespace {

using v1::Convention;
using v1::ConventionChange;
using v1::Node;

// Position of the node, or -1.
int IndexOf(const Convention& convention, absl::string_view id) {
  for (int i = 0; i < convention.nodes_size(); ++i) {
    if (convention.nodes(i).id() == id) return i;
  }
  return -1;
}

// The first position after `index` that is not under it.
int EndOfSubtree(const Convention& convention, int index) {
  std::set<std::string> within = {convention.nodes(index).id()};
  int i = index + 1;
  for (; i < convention.nodes_size(); ++i) {
    if (!within.contains(convention.nodes(i).parent_id())) break;
    within.insert(convention.nodes(i).id());
  }
  return i;
}

bool IsBullet(Node::Kind kind) {
  return kind == Node::KIND_OPERATIONAL_OBJECTIVE ||
         kind == Node::KIND_EXPECTED_RESULT || kind == Node::KIND_INDICATOR;
}

bool MayStandUnder(Node::Kind kind, Node::Kind parent) {
  switch (kind) {
    case Node::KIND_SECTOR:
      return parent == Node::KIND_PART;
    case Node::KIND_GENERAL_OBJECTIVE:
      return parent == Node::KIND_SECTOR;
    case Node::KIND_STRATEGIC_OBJECTIVE:
      return parent == Node::KIND_SECTOR ||
             parent == Node::KIND_GENERAL_OBJECTIVE;
    case Node::KIND_OPERATIONAL_OBJECTIVE:
    case Node::KIND_EXPECTED_RESULT:
    case Node::KIND_INDICATOR:
      return parent == Node::KIND_SECTOR ||
             parent == Node::KIND_GENERAL_OBJECTIVE ||
             parent == Node::KIND_STRATEGIC_OBJECTIVE;
    default:
      return false;
  }
}

// A translation of other words than the node's is outdated.
void MarkOutdated(Node& node) {
  if (node.translations().empty()) return;
  const std::string words = Sha256Hex(node.text());
  for (v1::Translation& translation : *node.mutable_translations()) {
    translation.set_is_outdated(translation.of_sha256() != words);
  }
}

std::string DerivedPath(const Node& parent, const Node& node) {
  if (IsBullet(node.kind())) {
    return absl::StrCat(parent.path(), "/", NodePrefix(node.kind()),
                        node.ordinal());
  }
  if (node.numbers().empty()) {
    return absl::StrCat(parent.path(), "/x", node.ordinal());
  }
  return absl::StrCat(parent.path(), "/", node.numbers(0));
}

}  // namespace

const char* NodePrefix(Node::Kind kind) {
  switch (kind) {
    case Node::KIND_SECTOR:
      return "se";
    case Node::KIND_GENERAL_OBJECTIVE:
      return "go";
    case Node::KIND_STRATEGIC_OBJECTIVE:
      return "so";
    case Node::KIND_OPERATIONAL_OBJECTIVE:
      return "op";
    case Node::KIND_EXPECTED_RESULT:
      return "er";
    case Node::KIND_INDICATOR:
      return "in";
    default:
      return "";
  }
}

const Node* NodeOf(const Convention& convention, absl::string_view id) {
  const int index = IndexOf(convention, id);
  return index < 0 ? nullptr : &convention.nodes(index);
}

Node* MutableNodeOf(Convention& convention, absl::string_view id) {
  const int index = IndexOf(convention, id);
  return index < 0 ? nullptr : convention.mutable_nodes(index);
}

absl::StatusOr<Node*> StandingNode(Convention& convention,
                                   const std::string& id,
                                   absl::string_view field) {
  Node* node = MutableNodeOf(convention, id);
  if (node == nullptr) return UnknownNode(id, field);
  if (node->has_end_date()) return NodeEnded(*node, field);
  return node;
}

absl::Status ChangeNode(const ConventionChange::NodeChange& change,
                        Convention& convention) {
  ENTENTE_ASSIGN_OR_RETURN(
      Node * node,
      StandingNode(convention, change.node_id(), "change.node.node_id"));
  if (!change.has_text() && !change.has_heading() && !change.has_path() &&
      !change.has_ordinal() && change.numbers().empty()) {
    return ChangeEmpty("change.node");
  }
  if (change.has_text()) {
    node->set_text(change.text());
    MarkOutdated(*node);
  }
  if (change.has_heading()) node->set_heading(change.heading());
  if (change.has_ordinal()) node->set_ordinal(change.ordinal());
  if (!change.numbers().empty()) *node->mutable_numbers() = change.numbers();
  if (!change.has_path()) return absl::OkStatus();
  // What stands under a node is found under its new path.
  const std::string old = absl::StrCat(node->path(), "/");
  node->set_path(change.path());
  const int index = IndexOf(convention, change.node_id());
  const int end = EndOfSubtree(convention, index);
  for (int i = index + 1; i < end; ++i) {
    Node& below = *convention.mutable_nodes(i);
    if (!absl::StartsWith(below.path(), old)) continue;
    below.set_path(
        absl::StrCat(change.path(), "/", below.path().substr(old.size())));
  }
  return absl::OkStatus();
}

absl::Status AddNode(const ConventionChange::NodeAddition& change,
                     const google::type::Date& date, Convention& convention) {
  ENTENTE_ASSIGN_OR_RETURN(Node * parent,
                           StandingNode(convention, change.parent_id(),
                                        "change.node_addition.parent_id"));
  if (!MayStandUnder(change.kind(), parent->kind())) {
    return WrongParent(change.kind(), parent->kind());
  }
  if (IndexOf(convention, change.node_id()) >= 0) {
    return NodeExists(change.node_id());
  }
  const Node above = *parent;
  Node node;
  node.set_id(change.node_id());
  node.set_parent_id(change.parent_id());
  node.set_kind(change.kind());
  node.set_text(change.text());
  node.set_heading(change.heading());
  *node.mutable_numbers() = change.numbers();
  *node.mutable_measure_codes() = change.measure_codes();
  node.set_allocation(above.allocation());
  *node.mutable_begin_date() = date;
  // Behind the last sibling that does not come after it.
  const int parent_index = IndexOf(convention, change.parent_id());
  const int end = EndOfSubtree(convention, parent_index);
  int position = parent_index + 1;
  for (int i = parent_index + 1; i < end; ++i) {
    const Node& other = convention.nodes(i);
    if (other.parent_id() != change.parent_id()) continue;
    if (other.kind() == node.kind()) {
      node.set_ordinal(std::max(node.ordinal(), other.ordinal()));
    }
    if (other.kind() <= node.kind()) position = EndOfSubtree(convention, i);
  }
  node.set_ordinal(node.ordinal() + 1);
  node.set_path(change.path().empty() ? DerivedPath(above, node)
                                      : change.path());
  *convention.add_nodes() = std::move(node);
  for (int i = convention.nodes_size() - 1; i > position; --i) {
    convention.mutable_nodes()->SwapElements(i, i - 1);
  }
  return absl::OkStatus();
}

absl::Status EndNode(const ConventionChange::NodeEnd& change,
                     const google::type::Date& date, Convention& convention) {
  ENTENTE_RETURN_IF_ERROR(
      StandingNode(convention, change.node_id(), "change.node_end.node_id")
          .status());
  const int index = IndexOf(convention, change.node_id());
  const int end = EndOfSubtree(convention, index);
  for (int i = index; i < end; ++i) {
    Node& node = *convention.mutable_nodes(i);
    if (!node.has_end_date()) *node.mutable_end_date() = date;
  }
  return absl::OkStatus();
}

absl::Status TranslateNode(const ConventionChange::NodeTranslation& change,
                           Convention& convention) {
  Node* node = MutableNodeOf(convention, change.node_id());
  if (node == nullptr) return absl::OkStatus();
  auto& all = *node->mutable_translations();
  const auto place =
      std::find_if(all.begin(), all.end(), [&](const v1::Translation& other) {
        return other.language_code() == change.translation().language_code();
      });
  (place == all.end() ? *all.Add() : *place) = change.translation();
  MarkOutdated(*node);
  return absl::OkStatus();
}

}  // namespace entente::conventions
