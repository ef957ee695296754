// The decision about one case: default deny, pure, so that every answer can be
// explained and tested without a store. Evaluated by the service inside the
// transaction that reads the case, on the same state.
#ifndef SERVICES_EXCHANGE_DECIDE_RULES_H_
#define SERVICES_EXCHANGE_DECIDE_RULES_H_

#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "entente/common/v1/access.pb.h"
#include "entente/exchange/v1/case.pb.h"

namespace entente::exchange {

// What is asked of a case.
enum class Action {
  kOpen,   // CreateCase: no case yet, so no grant either.
  kRead,   // GetCase.
  kWrite,  // CreateFollowUpEntry.
  kGrant,  // CreateCaseGrant.
};

// What is known of the object at the moment of the decision.
struct CaseFacts {
  bool is_existing = false;
  // Grants of the person who asks; those of others do not matter.
  std::vector<v1::CaseGrant> grants;
};

// permit, or deny with the rule that decided.
struct Decision {
  bool is_permitted = false;
  // Stable, for the access log: "grant.reader", "grant.expired".
  std::string rule_id;
  // The denial must look as if nothing was there. False only for denials that
  // do not depend on the object at all.
  bool is_hidden = true;
  // Last day of the longest grant that permits; nothing may be passed on for
  // longer than that.
  absl::CivilDay until;
};

// Decides whether `person` may do `action` to the case for `purpose` on
// `today`. The caller holds the permission of the method already (the gate
// checked it); a permission never opens a case, a dated grant does.
//
// Rules, first match wins:
//   person.missing            deny, open     a program without a person
//   purpose.not_for_action    deny, open     the same for every case
//   open.by_permission        permit         kOpen needs no grant
//   case.missing              deny, hidden
//   grant.none                deny, hidden   no grant names the person
//   grant.contributor         permit         kRead, kWrite, kGrant
//   grant.reader              permit         kRead
//   grant.expired             deny, hidden   only ended grants
//   grant.not_yet             deny, hidden   only grants that begin later
//   grant.relation_too_small  deny, hidden   kWrite or kGrant with a reader's
//   grant.malformed           deny, hidden   until before from, no date
Decision Decide(absl::string_view person, Action action, const CaseFacts& facts,
                entente::common::v1::Purpose purpose, absl::CivilDay today);

// Whether `person`, who may read the case, may be told `entry`: what its author
// kept for the originator is for the author and for `creator`, who opened the
// case, alone. Others are not told that it exists.
bool MayBeTold(absl::string_view person, const v1::FollowUpEntry& entry,
               absl::string_view author, absl::string_view creator);

}  // namespace entente::exchange

#endif  // SERVICES_EXCHANGE_DECIDE_RULES_H_
