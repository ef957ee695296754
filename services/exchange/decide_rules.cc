#include "services/exchange/decide_rules.h"

#include <utility>

namespace entente::exchange {
namespace {

using entente::common::v1::PURPOSE_FOLLOW_UP;
using entente::common::v1::PURPOSE_MEETING;
using entente::common::v1::PURPOSE_REVIEW;

struct MethodAction {
  absl::string_view method;
  absl::string_view action;
};

constexpr MethodAction kActions[] = {
    {"CreateCase", "open"},        {"GetCase", "read"},
    {"WatchCase", "read"},         {"CreateFollowUpEntry", "write"},
    {"CreateCaseGrant", "grant"},  {"ListCaseGrants", "list_grants"},
    {"RevokeCaseGrant", "revoke"}, {"ExplainCaseAccess", "list_grants"},
};

}  // namespace

const access::Model& CaseModel() {
  // Oversight proves accesses from the log; it never reads content.
  static const auto& model = *new access::Model{
      .actions = {{"open", {PURPOSE_FOLLOW_UP}, access::By::kOffice},
                  {"read",
                   {PURPOSE_FOLLOW_UP, PURPOSE_MEETING, PURPOSE_REVIEW}},
                  {kReadOriginatorAction,
                   {PURPOSE_FOLLOW_UP, PURPOSE_MEETING, PURPOSE_REVIEW}},
                  {"write", {PURPOSE_FOLLOW_UP, PURPOSE_MEETING}},
                  {"grant", {PURPOSE_FOLLOW_UP, PURPOSE_MEETING}},
                  {kForbidAction, {PURPOSE_FOLLOW_UP, PURPOSE_MEETING}},
                  {"list_grants",
                   {PURPOSE_FOLLOW_UP, PURPOSE_MEETING, PURPOSE_REVIEW}},
                  // A review may end a right, never give one.
                  {"revoke",
                   {PURPOSE_FOLLOW_UP, PURPOSE_MEETING, PURPOSE_REVIEW}},
                  {kRevokeGuardedAction,
                   {PURPOSE_FOLLOW_UP, PURPOSE_MEETING, PURPOSE_REVIEW}}},
      .relations = {{kReader, {"read"}},
                    {kContributor,
                     {"read", "write", "grant", "list_grants", "revoke"}},
                    {kChair,
                     {"read", kReadOriginatorAction, "write", "grant",
                      kForbidAction, "list_grants", "revoke",
                      kRevokeGuardedAction}},
                    {kForbidden, {}, /*is_forbidding=*/true}},
      .grant_years_max = kGrantYearsMax,
      .holder_years_max = kHolderYearsMax};
  return model;
}

absl::string_view ActionOf(absl::string_view method) {
  const size_t slash = method.rfind('/');
  if (slash != absl::string_view::npos) method.remove_prefix(slash + 1);
  for (const MethodAction& row : kActions) {
    if (row.method == method) return row.action;
  }
  return "";
}

bool IsActionOnCase(absl::string_view action) {
  for (const access::ActionRule& rule : CaseModel().actions) {
    if (rule.action == action) return rule.by == access::By::kGrant;
  }
  return false;
}

CaseRight::CaseRight(access::Question question, access::Facts facts)
    : question_(std::move(question)),
      facts_(std::move(facts)),
      decision_(access::Decide(question_, facts_, CaseModel())) {}

const access::Grant* CaseRight::tuple() const {
  if (!decision_.tuple) return nullptr;
  return &facts_.grants[*decision_.tuple];
}

bool CaseRight::May(absl::string_view action) const {
  access::Question question = question_;
  question.action = std::string(action);
  return access::Decide(question, facts_, CaseModel()).is_permitted;
}

CaseRight CaseRight::WithoutOffices() const {
  access::Facts facts = facts_;
  facts.holders.clear();
  return CaseRight(question_, std::move(facts));
}

bool MayBeTold(absl::string_view person, const v1::FollowUpEntry& entry,
               absl::string_view author, bool may_read_originator) {
  if (entry.handling_code() != v1::FollowUpEntry::HANDLING_CODE_ORIGINATOR) {
    return true;
  }
  return person == author || may_read_originator;
}

}  // namespace entente::exchange
