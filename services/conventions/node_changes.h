// What changes make of the nodes of a convention: sectors, objectives, expected
// results, indicators. Ids survive every change, a renumbering too. Pure.
//
// Errors are INVALID_ARGUMENT and name a field below "change".
#ifndef SERVICES_CONVENTIONS_NODE_CHANGES_H_
#define SERVICES_CONVENTIONS_NODE_CHANGES_H_

#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "entente/conventions/v1/amendment.pb.h"
#include "entente/conventions/v1/convention.pb.h"
#include "google/type/date.pb.h"

namespace entente::conventions {

// Two letters that ids of this kind begin with; "" for a part, which no
// amendment adds.
const char* NodePrefix(v1::Node::Kind kind);

// The node with this id; nullptr when there is none.
const v1::Node* NodeOf(const v1::Convention& convention, absl::string_view id);
v1::Node* MutableNodeOf(v1::Convention& convention, absl::string_view id);

// The node that `field` of a change names. UNKNOWN_NODE; NODE_ENDED.
absl::StatusOr<v1::Node*> StandingNode(v1::Convention& convention,
                                       const std::string& id,
                                       absl::string_view field);

// New words, numbers or path; what stands under the node follows its path, and
// translations of other words are marked outdated. CHANGE_EMPTY.
absl::Status ChangeNode(const v1::ConventionChange::NodeChange& change,
                        v1::Convention& convention);

// A node that stands from `date` on, behind its last sibling. NODE_PARENT;
// NODE_EXISTS.
absl::Status AddNode(const v1::ConventionChange::NodeAddition& change,
                     const google::type::Date& date,
                     v1::Convention& convention);

// The node and all under it end on `date`; nothing is removed.
absl::Status EndNode(const v1::ConventionChange::NodeEnd& change,
                     const google::type::Date& date,
                     v1::Convention& convention);

// Replaces the translation into the same language. Words are no claim that the
// node stands: one that an amendment of an earlier day, recorded later, ended
// is translated all the same, and one that it never had is passed over.
absl::Status TranslateNode(const v1::ConventionChange::NodeTranslation& change,
                           v1::Convention& convention);

}  // namespace entente::conventions

#endif  // SERVICES_CONVENTIONS_NODE_CHANGES_H_
