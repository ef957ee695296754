// Who may do what to a case: the model that services/common/access decides by,
// and what only cases know. Pure.
#ifndef SERVICES_EXCHANGE_DECIDE_RULES_H_
#define SERVICES_EXCHANGE_DECIDE_RULES_H_

#include <string>

#include "absl/strings/string_view.h"
#include "entente/exchange/v1/case.pb.h"
#include "services/common/access/decide.h"

namespace entente::exchange {

// Relations, as stored in a grant.
inline constexpr char kReader[] = "reader";
inline constexpr char kContributor[] = "contributor";
inline constexpr char kChair[] = "chair";
inline constexpr char kForbidden[] = "forbidden";

// Actions beyond those that a method asks for by itself.
// To forbid a person, beside giving rights.
inline constexpr char kForbidAction[] = "forbid";
// To withdraw the right of the chair's office, or what forbids a person.
inline constexpr char kRevokeGuardedAction[] = "revoke_guarded";
// To be told what its author kept for himself and the chair.
inline constexpr char kReadOriginatorAction[] = "read_originator";

// A grant lasts at most this many years, also the one that opening a case
// gives, so that no right lives on unseen.
inline constexpr int kGrantYearsMax = 2;
// A mayor is elected for six years; the successor is sworn in some weeks later.
inline constexpr int kHolderYearsMax = 7;

// The rules, as data.
const access::Model& CaseModel();

// The action that the CaseService method "GetCase" (or its full name,
// "entente.exchange.v1.CaseService/GetCase") asks of the case; empty, which is
// no action of the model and denied, for a method that nobody put here.
absl::string_view ActionOf(absl::string_view method);

// Whether `action` is one that a tuple of a case permits: each of the model but
// the opening of a case, which has no case yet.
bool IsActionOnCase(absl::string_view action);

// What was decided about one call, and what would be decided about another
// action of the same person on the same facts.
class CaseRight {
 public:
  // Denied: nothing was read yet.
  CaseRight() = default;
  CaseRight(access::Question question, access::Facts facts);

  const access::Decision& decision() const { return decision_; }
  // The tuple that decided, nullptr where none did; lives as long as this.
  const access::Grant* tuple() const;
  bool May(absl::string_view action) const;

  // What would be decided if the person never held an office.
  CaseRight WithoutOffices() const;

 private:
  access::Question question_;
  access::Facts facts_;
  access::Decision decision_;
};

// Whether `person`, who may read the case, may be told `entry`: what its author
// kept for the originator is for the author, and for whom the model lets
// kReadOriginatorAction. Others are not told that it exists.
bool MayBeTold(absl::string_view person, const v1::FollowUpEntry& entry,
               absl::string_view author, bool may_read_originator);

}  // namespace entente::exchange

#endif  // SERVICES_EXCHANGE_DECIDE_RULES_H_
