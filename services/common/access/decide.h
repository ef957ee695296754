// May this person do this to that object? One pure function of a question, the
// facts read about the object and the model of the service, so that every
// answer can be explained, tested and judged without a store.
//
// Default deny. A tuple that forbids beats every tuple that permits. What
// cannot be read denies: a malformed grant permits nothing, a malformed
// prohibition prohibits.
#ifndef SERVICES_COMMON_ACCESS_DECIDE_H_
#define SERVICES_COMMON_ACCESS_DECIDE_H_

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "entente/common/v1/access.pb.h"
#include "entente/common/v1/grant.pb.h"
#include "google/type/date.pb.h"

namespace entente::access {

using entente::common::v1::Grant;
using entente::common::v1::OfficeHolder;
using entente::common::v1::Purpose;

// What permits an action.
enum class By {
  // A grant on the object whose relation permits it.
  kGrant,
  // Holding the office that the question names as its object: for what has no
  // object of its own yet.
  kOffice,
};

struct ActionRule {
  // "read".
  std::string action = {};
  // Purposes for which it may be done at all, whatever the object.
  std::vector<Purpose> purposes = {};
  By by = By::kGrant;
};

struct RelationRule {
  // "reader".
  std::string relation = {};
  // Actions it permits.
  std::vector<std::string> actions = {};
  // Forbids every action on the object instead, and permits none.
  bool is_forbidding = false;
};

// The rules of one service, as data.
struct Model {
  std::vector<ActionRule> actions = {};
  std::vector<RelationRule> relations = {};
  // Longest grant and longest holding of an office, in years from the first
  // day. A tuple that lasts longer was not made by this program: malformed.
  int grant_years_max = 0;
  int holder_years_max = 0;
};

// OK when the model says what it seems to say. Errors: FAILED_PRECONDITION
// with a sentence, for developers: an action or relation without a name or
// twice, a relation that permits an action nobody described or that forbids and
// permits, an action without a purpose, a limit below one year.
absl::Status CheckModel(const Model& model);

struct Question {
  // Subject claim; empty for a program that calls for itself.
  std::string person = {};
  std::string action = {};
  // Resource name of the object, or of the office for By::kOffice.
  std::string object = {};
  Purpose purpose = entente::common::v1::PURPOSE_UNSPECIFIED;
  absl::CivilDay today = {};
};

// What is known at the moment of the decision, from one state.
struct Facts {
  bool is_existing = false;
  // Tuples of the object in the order of giving; those of other objects or
  // persons change nothing.
  std::vector<Grant> grants = {};
  // Of the person who asks, in the offices that the tuples name.
  std::vector<OfficeHolder> holders = {};
};

struct Decision {
  bool is_permitted = false;
  // Stable, for the access log: "grant.reader", "office.expired".
  std::string rule_id = {};
  // The denial must look as if nothing was there. False only for denials that
  // do not depend on an object at all.
  bool is_hidden = true;
  // Last day of the longest right that permits; nothing may be passed on for
  // longer than that. Unset when denied.
  absl::CivilDay until = {};
  // Place in Facts::grants of the tuple that decides, of equally close ones the
  // last; nullopt where no tuple does. It explains, it never decides.
  std::optional<size_t> tuple = {};
};

// Decides. Rules, first match wins:
//   person.missing             deny, open    a program without a person
//   action.unknown             deny, open    not in the model
//   purpose.not_for_action     deny, open    the same for every object
//   office.holder              permit        By::kOffice, held today
//   office.*                   deny, open    By::kOffice, see below
//   object.missing             deny, hidden
//   forbid.in_force            deny, hidden  a tuple forbids today
//   forbid.malformed           deny, hidden  or cannot be shown not to
//   forbid.relation_unknown    deny, hidden  a relation not in the model
//   grant.<relation>           permit        a grant to the person
//   office.<relation>          permit        a grant to an office held today
// else what came closest (deny, hidden); of one tuple, its farthest fault:
//   grant.relation_too_small   the relation does not permit the action
//   grant.purpose_not_covered  the grant is for other purposes
//   grant.revoked, office.revoked
//   grant.expired, office.expired
//   grant.not_yet, office.not_yet
//   grant.malformed, office.malformed  no day, ends before it begins, too long
//   grant.none                 no tuple concerns the person
// For By::kOffice, office.none stands for grant.none.
Decision Decide(const Question& question, const Facts& facts,
                const Model& model);

// The day of `date`; nullopt unless it is a full day of the calendar between
// the years 1900 and 2200.
std::optional<absl::CivilDay> DayOf(const google::type::Date& date);
google::type::Date ToDate(absl::CivilDay day);

// 29 February plus years is 28 February, where a civil day would say 1 March.
absl::CivilDay AddYears(absl::CivilDay day, int years);

}  // namespace entente::access

#endif  // SERVICES_COMMON_ACCESS_DECIDE_H_
