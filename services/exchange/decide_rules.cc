#include "services/exchange/decide_rules.h"

#include <optional>

#include "services/exchange/name_rules.h"

namespace entente::exchange {
namespace {

using entente::common::v1::Purpose;
using v1::CaseGrant;

// Oversight proves accesses from the log; it never reads content.
bool IsPurposeFor(Action action, Purpose purpose) {
  switch (purpose) {
    case entente::common::v1::PURPOSE_FOLLOW_UP:
      return true;
    case entente::common::v1::PURPOSE_MEETING:
      return action != Action::kOpen;
    case entente::common::v1::PURPOSE_REVIEW:
      return action == Action::kRead;
    default:
      return false;
  }
}

bool IsEnough(CaseGrant::Relation relation, Action action) {
  switch (relation) {
    case CaseGrant::RELATION_CONTRIBUTOR:
      return action != Action::kOpen;
    case CaseGrant::RELATION_READER:
      return action == Action::kRead;
    default:
      return false;
  }
}

struct Term {
  absl::CivilDay from;
  absl::CivilDay until;
};

std::optional<Term> TermOf(const CaseGrant& grant) {
  const auto from = ParseDate(grant.from(), "from");
  const auto until = ParseDate(grant.until(), "until");
  if (!from.ok() || !until.ok() || *until < *from) return std::nullopt;
  return Term{*from, *until};
}

Decision Deny(const char* rule_id, bool is_hidden = true) {
  Decision decision;
  decision.rule_id = rule_id;
  decision.is_hidden = is_hidden;
  return decision;
}

// Of several reasons to deny, the one that comes closest to a permit.
int Closeness(absl::string_view rule_id) {
  if (rule_id == "grant.relation_too_small") return 4;
  if (rule_id == "grant.expired") return 3;
  if (rule_id == "grant.not_yet") return 2;
  return rule_id == "grant.malformed" ? 1 : 0;
}

Decision Judge(const CaseGrant& grant, Action action, absl::CivilDay today) {
  const std::optional<Term> term = TermOf(grant);
  if (!term) return Deny("grant.malformed");
  if (today > term->until) return Deny("grant.expired");
  if (today < term->from) return Deny("grant.not_yet");
  if (!IsEnough(grant.relation(), action)) {
    return Deny("grant.relation_too_small");
  }
  Decision permit;
  permit.is_permitted = true;
  permit.is_hidden = false;
  permit.until = term->until;
  permit.rule_id = grant.relation() == CaseGrant::RELATION_CONTRIBUTOR
                       ? "grant.contributor"
                       : "grant.reader";
  return permit;
}

bool IsBetter(const Decision& candidate, const Decision& kept) {
  if (candidate.is_permitted != kept.is_permitted) {
    return candidate.is_permitted;
  }
  if (!candidate.is_permitted) {
    return Closeness(candidate.rule_id) > Closeness(kept.rule_id);
  }
  // Between permits the longest one; of equal ones the larger relation, so
  // that the answer does not hang on the order of the grants.
  if (candidate.until != kept.until) return candidate.until > kept.until;
  return candidate.rule_id < kept.rule_id;
}

}  // namespace

Decision Decide(absl::string_view person, Action action, const CaseFacts& facts,
                Purpose purpose, absl::CivilDay today) {
  if (person.empty()) return Deny("person.missing", /*is_hidden=*/false);
  if (!IsPurposeFor(action, purpose)) {
    return Deny("purpose.not_for_action", /*is_hidden=*/false);
  }
  if (action == Action::kOpen) {
    Decision permit;
    permit.is_permitted = true;
    permit.is_hidden = false;
    permit.rule_id = "open.by_permission";
    permit.until = today;
    return permit;
  }
  if (!facts.is_existing) return Deny("case.missing");
  Decision best = Deny("grant.none");
  for (const CaseGrant& grant : facts.grants) {
    if (grant.person() != person) continue;
    const Decision candidate = Judge(grant, action, today);
    if (IsBetter(candidate, best)) best = candidate;
  }
  return best;
}

bool MayBeTold(absl::string_view person, const v1::FollowUpEntry& entry,
               absl::string_view author, absl::string_view creator) {
  if (entry.handling_code() != v1::FollowUpEntry::HANDLING_CODE_ORIGINATOR) {
    return true;
  }
  return person == author || person == creator;
}

}  // namespace entente::exchange
