#include "services/common/access/decide.h"

#include <algorithm>

#include "absl/container/inlined_vector.h"
#include "absl/strings/str_cat.h"
#include "services/common/access/packed_day.h"

namespace entente::access {
namespace {

// Why a tuple does not permit, the closest to a permit last.
enum Denial {
  kNone,
  kOfficeMalformed,
  kGrantMalformed,
  kOfficeNotYet,
  kGrantNotYet,
  kOfficeExpired,
  kGrantExpired,
  kOfficeRevoked,
  kGrantRevoked,
  kPurposeNotCovered,
  kRelationTooSmall,
  kNoDenial,
};
constexpr const char* kRuleOfDenial[] = {"grant.none",
                                         "office.malformed",
                                         "grant.malformed",
                                         "office.not_yet",
                                         "grant.not_yet",
                                         "office.expired",
                                         "grant.expired",
                                         "office.revoked",
                                         "grant.revoked",
                                         "grant.purpose_not_covered",
                                         "grant.relation_too_small"};

// Why a tuple forbids, the most certain last.
enum Prohibition {
  kNoProhibition,
  kRelationUnknown,
  kForbidMalformed,
  kForbidInForce,
};
constexpr const char* kRuleOfProhibition[] = {
    "", "forbid.relation_unknown", "forbid.malformed", "forbid.in_force"};

enum class Standing { kInForce, kMalformed, kNotYet, kExpired, kRevoked };

// Of a grant or of a holding: both are dated and revocable alike. `until`
// becomes its last day.
template <class Tuple>
Standing StandingOf(const Tuple& tuple, Day today, int years_max, Day& until) {
  const Day from = PackDate(tuple.from());
  until = PackDate(tuple.until());
  // First, so that a prohibition that was lifted is lifted, whatever its days.
  if (tuple.has_revocation()) return Standing::kRevoked;
  if (from == kNoDay || until == kNoDay || until < from ||
      until > PlusYears(from, years_max)) {
    return Standing::kMalformed;
  }
  if (today < from) return Standing::kNotYet;
  return today > until ? Standing::kExpired : Standing::kInForce;
}

Denial DenialOf(Standing standing, bool is_office) {
  switch (standing) {
    case Standing::kMalformed:
      return is_office ? kOfficeMalformed : kGrantMalformed;
    case Standing::kNotYet:
      return is_office ? kOfficeNotYet : kGrantNotYet;
    case Standing::kExpired:
      return is_office ? kOfficeExpired : kGrantExpired;
    case Standing::kRevoked:
      return is_office ? kOfficeRevoked : kGrantRevoked;
    case Standing::kInForce:
      return kNoDenial;
  }
  return kNone;
}

// How a tuple reaches the person who asks.
struct Reach {
  // False: it concerns somebody else.
  bool is_concerned = false;
  bool is_by_office = false;
  // kNoDenial when it reaches him today, until the last day `until`.
  Denial denial = kNone;
  Day until = kLastDay;
  // A holding that cannot be read: enough for a prohibition.
  bool has_malformed = false;
};

Reach HoldingOf(const std::string& office, const Question& question,
                const Facts& facts, const Model& model, Day today) {
  Reach reach;
  reach.is_by_office = true;
  reach.until = kNoDay;
  for (const OfficeHolder& holder : facts.holders) {
    if (holder.person() != question.person || holder.office() != office) {
      continue;
    }
    Day until = kNoDay;
    const Standing standing =
        StandingOf(holder, today, model.holder_years_max, until);
    reach.is_concerned = true;
    reach.has_malformed |= standing == Standing::kMalformed;
    reach.denial = std::max(reach.denial, DenialOf(standing, true));
    if (standing == Standing::kInForce) {
      reach.until = std::max(reach.until, until);
    }
  }
  return reach;
}

const RelationRule* FindRelation(const Model& model,
                                 const std::string& relation) {
  for (const RelationRule& rule : model.relations) {
    if (rule.relation == relation) return &rule;
  }
  return nullptr;
}

const ActionRule* FindAction(const Model& model, const std::string& action) {
  for (const ActionRule& rule : model.actions) {
    if (rule.action == action) return &rule;
  }
  return nullptr;
}

template <class List, class Value>
bool Contains(const List& list, const Value& value) {
  return std::find(list.begin(), list.end(), value) != list.end();
}

Decision Deny(std::string rule_id, bool is_hidden) {
  Decision decision;
  decision.rule_id = std::move(rule_id);
  decision.is_hidden = is_hidden;
  return decision;
}

Decision Permit(std::string rule_id, Day until) {
  Decision decision;
  decision.is_permitted = true;
  decision.is_hidden = false;
  decision.rule_id = std::move(rule_id);
  decision.until = Unpack(until);
  return decision;
}

Decision DecideByOffice(const Question& question, const Facts& facts,
                        const Model& model, Day today) {
  const Reach reach = HoldingOf(question.object, question, facts, model, today);
  if (reach.denial == kNoDenial) return Permit("office.holder", reach.until);
  return Deny(reach.is_concerned ? kRuleOfDenial[reach.denial] : "office.none",
              false);
}

// Goes through the tuples of one object and keeps what decides.
class Judge {
 public:
  Judge(const Question& question, const Facts& facts, const Model& model,
        Day today)
      : question_(question), facts_(facts), model_(model), today_(today) {
    for (const RelationRule& rule : model.relations) {
      permits_.push_back(Contains(rule.actions, question.action));
    }
  }

  // `place` is that of `grant` in the facts.
  void Add(const Grant& grant, size_t place) {
    const Reach& reach = ReachOf(grant);
    if (!reach.is_concerned || grant.object() != question_.object) return;
    Day until = kNoDay;
    const Standing standing =
        StandingOf(grant, today_, model_.grant_years_max, until);
    const RelationRule* rule = FindRelation(model_, grant.relation());
    if (rule == nullptr || rule->is_forbidding) {
      AddProhibition(reach, standing, rule, place);
    } else {
      AddGrant(grant, reach, standing, std::min(until, reach.until), *rule,
               place);
    }
  }

  Decision Answer() const {
    Decision decision;
    if (prohibition_ != kNoProhibition) {
      decision = Deny(kRuleOfProhibition[prohibition_], true);
      decision.tuple = prohibiting_;
    } else if (relation_ == nullptr) {
      decision = Deny(kRuleOfDenial[denial_], true);
      decision.tuple = closest_;
    } else {
      decision = Permit(absl::StrCat(is_by_office_ ? "office." : "grant.",
                                     relation_->relation),
                        until_);
      decision.tuple = permitting_;
    }
    return decision;
  }

 private:
  const Reach& ReachOf(const Grant& grant) {
    if (grant.has_office()) {
      // Most tuples of one object name the same office.
      if (office_ == nullptr || *office_ != grant.office()) {
        office_ = &grant.office();
        holding_ = HoldingOf(*office_, question_, facts_, model_, today_);
      }
      return holding_;
    }
    person_.is_concerned =
        grant.has_person() && grant.person() == question_.person;
    return person_;
  }

  void AddProhibition(const Reach& reach, Standing standing,
                      const RelationRule* rule, size_t place) {
    const bool is_held = reach.denial == kNoDenial;
    const bool is_in_force = standing == Standing::kInForce;
    if (!is_held && !reach.has_malformed) return;
    if (!is_in_force && standing != Standing::kMalformed) return;
    Prohibition found = kRelationUnknown;
    if (rule != nullptr) {
      found = is_held && is_in_force ? kForbidInForce : kForbidMalformed;
    }
    if (found < prohibition_) return;
    prohibition_ = found;
    prohibiting_ = place;
  }

  // In force, it would permit until the day `until`.
  void AddGrant(const Grant& grant, const Reach& reach, Standing standing,
                Day until, const RelationRule& rule, size_t place) {
    Denial denial = std::min(reach.denial, DenialOf(standing, false));
    if (denial == kNoDenial && !IsForPurpose(grant)) {
      denial = kPurposeNotCovered;
    }
    if (denial == kNoDenial && !permits_[&rule - model_.relations.data()]) {
      denial = kRelationTooSmall;
    }
    if (denial != kNoDenial) {
      if (denial < denial_) return;
      denial_ = denial;
      closest_ = place;
      return;
    }
    if (relation_ != nullptr && !IsBetter(until, reach.is_by_office, rule)) {
      return;
    }
    until_ = until;
    is_by_office_ = reach.is_by_office;
    relation_ = &rule;
    permitting_ = place;
  }

  bool IsForPurpose(const Grant& grant) const {
    return grant.purposes().empty() ||
           Contains(grant.purposes(), static_cast<int>(question_.purpose));
  }

  // The longest one; of equal ones the person's own, then by name, so that the
  // answer does not hang on the order of the tuples.
  bool IsBetter(Day until, bool is_by_office, const RelationRule& rule) const {
    if (until != until_) return until > until_;
    if (is_by_office != is_by_office_) return is_by_office_;
    return rule.relation <= relation_->relation;
  }

  const Question& question_;
  const Facts& facts_;
  const Model& model_;
  const Day today_;
  // By the place of a relation in the model: whether it permits the action.
  absl::InlinedVector<bool, 8> permits_;
  // Of the last tuple that named a person, and of the last office named.
  Reach person_{.denial = kNoDenial};
  const std::string* office_ = nullptr;
  Reach holding_;
  Prohibition prohibition_ = kNoProhibition;
  std::optional<size_t> prohibiting_;
  Denial denial_ = kNone;
  std::optional<size_t> closest_;
  const RelationRule* relation_ = nullptr;
  std::optional<size_t> permitting_;
  bool is_by_office_ = false;
  Day until_ = kNoDay;
};

absl::Status Fault(const std::string& what, const std::string& name) {
  return absl::FailedPreconditionError(
      absl::StrCat("The model of rights ", what, ": '", name, "'."));
}

}  // namespace

Decision Decide(const Question& question, const Facts& facts,
                const Model& model) {
  if (question.person.empty()) return Deny("person.missing", false);
  const ActionRule* action = FindAction(model, question.action);
  if (action == nullptr) return Deny("action.unknown", false);
  if (!Contains(action->purposes, question.purpose)) {
    return Deny("purpose.not_for_action", false);
  }
  const Day today = PackCivil(question.today);
  if (action->by == By::kOffice) {
    return DecideByOffice(question, facts, model, today);
  }
  if (!facts.is_existing) return Deny("object.missing", true);
  Judge judge(question, facts, model, today);
  for (size_t i = 0; i < facts.grants.size(); ++i) {
    judge.Add(facts.grants[i], i);
  }
  return judge.Answer();
}

absl::Status CheckModel(const Model& model) {
  if (model.grant_years_max < 1 || model.holder_years_max < 1) {
    return Fault("lacks a limit in years", "years_max");
  }
  for (const ActionRule& rule : model.actions) {
    if (rule.action.empty() || FindAction(model, rule.action) != &rule) {
      return Fault("names an action not at all or twice", rule.action);
    }
    if (rule.purposes.empty() ||
        Contains(rule.purposes, common::v1::PURPOSE_UNSPECIFIED)) {
      return Fault("lets an action be done without a purpose", rule.action);
    }
  }
  for (const RelationRule& rule : model.relations) {
    if (rule.relation.empty() || FindRelation(model, rule.relation) != &rule) {
      return Fault("names a relation not at all or twice", rule.relation);
    }
    if (rule.is_forbidding != rule.actions.empty()) {
      return Fault("has a relation that forbids and permits, or neither",
                   rule.relation);
    }
    for (const std::string& action : rule.actions) {
      const ActionRule* found = FindAction(model, action);
      if (found == nullptr || found->by != By::kGrant) {
        return Fault("permits what no grant permits", action);
      }
    }
  }
  return absl::OkStatus();
}

std::optional<absl::CivilDay> DayOf(const google::type::Date& date) {
  const Day day = PackDate(date);
  if (day == kNoDay) return std::nullopt;
  return Unpack(day);
}

google::type::Date ToDate(absl::CivilDay day) {
  google::type::Date date;
  date.set_year(static_cast<int>(day.year()));
  date.set_month(day.month());
  date.set_day(day.day());
  return date;
}

absl::CivilDay AddYears(absl::CivilDay day, int years) {
  return Unpack(PlusYears(PackCivil(day), years));
}

}  // namespace entente::access
