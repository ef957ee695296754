#include "services/conventions/amendment_rules.h"

#include <algorithm>
#include <array>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/strip.h"
#include "services/common/base/error.h"
#include "services/conventions/amendment_errors.h"
#include "services/conventions/field_rules.h"
#include "services/conventions/life_rules.h"
#include "services/conventions/limits.h"
#include "services/conventions/money/money.h"
#include "services/conventions/version_rules.h"

namespace entente::conventions {
namespace {

using v1::Amendment;
using v1::ConventionChange;

struct Step {
  Amendment::State from;
  AmendmentAct act;
  Amendment::State to;
};
constexpr std::array<Step, 4> kSteps = {
    {{Amendment::STATE_PROPOSED, AmendmentAct::kApprove,
      Amendment::STATE_APPROVED},
     {Amendment::STATE_APPROVED, AmendmentAct::kApply,
      Amendment::STATE_APPLIED},
     {Amendment::STATE_PROPOSED, AmendmentAct::kWithdraw,
      Amendment::STATE_WITHDRAWN},
     {Amendment::STATE_APPROVED, AmendmentAct::kWithdraw,
      Amendment::STATE_WITHDRAWN}}};

// Text of the convention that a person typed.
absl::Status CheckWords(const std::string& text, size_t characters_max,
                        absl::string_view field) {
  ENTENTE_RETURN_IF_ERROR(CheckText(text, characters_max, field));
  return CheckNamesNobody(text, field);
}

absl::Status CheckNumbers(
    const google::protobuf::RepeatedField<int32_t>& numbers,
    absl::string_view field) {
  constexpr int kNumbersMax = 4;
  constexpr int kNumberMax = 999;
  const bool is_right =
      numbers.size() <= kNumbersMax &&
      std::all_of(numbers.begin(), numbers.end(),
                  [](int32_t n) { return n >= 1 && n <= kNumberMax; });
  if (is_right) return absl::OkStatus();
  return FieldError("MALFORMED_NUMBERS", field,
                    {.en = "At most four printed numbers, each 1 to 999.",
                     .fr = "Au plus quatre numéros imprimés, de 1 à 999.",
                     .nl = "Hoogstens vier gedrukte nummers, van 1 tot 999."});
}

absl::Status CheckNode(const ConventionChange::NodeChange& change) {
  if (change.has_text() && change.text().empty()) {
    return Required("change.node.text");
  }
  if (change.has_path() && change.path().empty()) {
    return Required("change.node.path");
  }
  if (change.has_ordinal() && change.ordinal() < 1) {
    return Required("change.node.ordinal");
  }
  ENTENTE_RETURN_IF_ERROR(
      CheckWords(change.text(), kNodeCharactersMax, "change.node.text"));
  ENTENTE_RETURN_IF_ERROR(CheckWords(
      change.heading(), kDescriptionCharactersMax, "change.node.heading"));
  ENTENTE_RETURN_IF_ERROR(CheckReference(change.path(), "change.node.path"));
  return CheckNumbers(change.numbers(), "change.node.numbers");
}

absl::Status CheckAddition(const ConventionChange::NodeAddition& change) {
  if (change.parent_id().empty()) {
    return Required("change.node_addition.parent_id");
  }
  if (*NodePrefix(change.kind()) == '\0') {
    return Required("change.node_addition.kind");
  }
  if (change.text().empty()) return Required("change.node_addition.text");
  ENTENTE_RETURN_IF_ERROR(CheckWords(change.text(), kNodeCharactersMax,
                                     "change.node_addition.text"));
  ENTENTE_RETURN_IF_ERROR(CheckWords(change.heading(),
                                     kDescriptionCharactersMax,
                                     "change.node_addition.heading"));
  ENTENTE_RETURN_IF_ERROR(
      CheckReference(change.path(), "change.node_addition.path"));
  return CheckNumbers(change.numbers(), "change.node_addition.numbers");
}

absl::Status CheckEnvelope(const ConventionChange::EnvelopeChange& change,
                           const ConventionName& parent) {
  if (change.allocation() == v1::ALLOCATION_UNSPECIFIED) {
    return Required("change.envelope.allocation");
  }
  if (!change.has_amount()) return Required("change.envelope.amount");
  ENTENTE_ASSIGN_OR_RETURN(
      const int64_t cents,
      CentsFromMoney(change.amount(), "change.envelope.amount"));
  // A grant can be cut to nothing.
  if (cents != 0) {
    ENTENTE_RETURN_IF_ERROR(
        PositiveCents(change.amount(), "change.envelope.amount").status());
  }
  if (change.budget_change().empty()) return absl::OkStatus();
  ENTENTE_ASSIGN_OR_RETURN(
      const NumberedName name,
      ParseNumberedName(NumberedKind::kBudgetChange, change.budget_change(),
                        "change.envelope.budget_change"));
  if (name.parent == parent) return absl::OkStatus();
  return FieldError(
      "OTHER_CONVENTION", "change.envelope.budget_change",
      {.en = absl::StrCat("Give a budget change below ", Format(parent), "."),
       .fr = absl::StrCat("Donnez une modification budgétaire sous ",
                          Format(parent), "."),
       .nl = absl::StrCat("Geef een begrotingswijziging onder ", Format(parent),
                          ".")});
}

absl::Status CheckOpening(const ConventionChange::EnvelopeOpening& change) {
  constexpr char kAmount[] = "change.envelope_opening.amount";
  constexpr char kPosted[] = "change.envelope_opening.budget_change";
  if (change.allocation() != v1::ALLOCATION_GENERAL &&
      change.allocation() != v1::ALLOCATION_SUPPLEMENTARY) {
    return Required("change.envelope_opening.allocation");
  }
  if (!change.has_amount()) return Required(kAmount);
  if (!change.budget_change().empty()) return ChangeNotProposable(kPosted);
  return PositiveCents(change.amount(), kAmount).status();
}

absl::Status CheckChange(const ConventionChange& change,
                         const ConventionName& parent) {
  switch (change.change_case()) {
    case ConventionChange::kNode:
      return CheckNode(change.node());
    case ConventionChange::kNodeAddition:
      return CheckAddition(change.node_addition());
    case ConventionChange::kNodeEnd:
      return absl::OkStatus();
    case ConventionChange::kTerm:
      ENTENTE_RETURN_IF_ERROR(
          CheckDate(change.term().valid_from(), "change.term.valid_from"));
      return CheckDate(change.term().valid_until(), "change.term.valid_until");
    case ConventionChange::kParties:
      if (!change.parties().has_state() &&
          !change.parties().has_municipality()) {
        return ChangeEmpty("change.parties");
      }
      ENTENTE_RETURN_IF_ERROR(CheckWords(change.parties().state(),
                                         kNodeCharactersMax,
                                         "change.parties.state"));
      return CheckWords(change.parties().municipality(), kNodeCharactersMax,
                        "change.parties.municipality");
    case ConventionChange::kEnvelope:
      return CheckEnvelope(change.envelope(), parent);
    case ConventionChange::kEnvelopeOpening:
      return CheckOpening(change.envelope_opening());
    case ConventionChange::kPromotion:
      return ChangeNotProposable("change.promotion");
    case ConventionChange::kFinding:
      return ChangeNotProposable("change.finding");
    case ConventionChange::kDemotion:
      return ChangeNotProposable("change.demotion");
    case ConventionChange::kFindingReopening:
      return ChangeNotProposable("change.finding_reopening");
    case ConventionChange::kProfileAdoption:
      return ChangeNotProposable("change.profile_adoption");
    case ConventionChange::kTranslation:
      return ChangeNotProposable("change.translation");
    case ConventionChange::CHANGE_NOT_SET:
      break;
  }
  return ChangeEmpty("change");
}

}  // namespace

absl::StatusOr<Amendment::State> NextState(const Amendment& amendment,
                                           AmendmentAct act) {
  for (const Step& step : kSteps) {
    if (step.from == amendment.state() && step.act == act) return step.to;
  }
  return AmendmentInState(amendment.name(), amendment.state());
}

absl::StatusOr<ConventionName> ValidateCreateAmendment(
    const v1::CreateAmendmentRequest& request) {
  const Amendment& amendment = request.amendment();
  ENTENTE_ASSIGN_OR_RETURN(const ConventionName name,
                           ParseConventionName(request.parent(), "parent"));
  ENTENTE_RETURN_IF_ERROR(CheckReason(amendment.title(), "amendment.title"));
  ENTENTE_RETURN_IF_ERROR(
      CheckDate(amendment.effective_date(), "amendment.effective_date"));
  const auto count = static_cast<size_t>(amendment.changes_size());
  if (count == 0 || count > kChangesMax) return TooManyChanges(kChangesMax);
  for (int i = 0; i < amendment.changes_size(); ++i) {
    const absl::Status checked = CheckChange(amendment.changes(i), name);
    if (!checked.ok()) return AtChange(i, checked);
  }
  return name;
}

absl::Status GiveNodeIds(const v1::Convention& convention, v1::LifeHead& head,
                         Amendment& amendment) {
  auto& last = *head.mutable_last_node_by_prefix();
  for (const v1::Node& node : convention.nodes()) {
    int64_t number = 0;
    if (node.id().size() < 4 ||
        !absl::SimpleAtoi(node.id().substr(3), &number)) {
      continue;
    }
    int64_t& highest = last[node.id().substr(0, 2)];
    highest = std::max(highest, number);
  }
  for (int i = 0; i < amendment.changes_size(); ++i) {
    ConventionChange& change = *amendment.mutable_changes(i);
    if (!change.has_node_addition()) continue;
    auto& addition = *change.mutable_node_addition();
    const char* prefix = NodePrefix(addition.kind());
    addition.set_node_id(absl::StrFormat("%s-%02d", prefix, ++last[prefix]));
    absl::string_view reference = addition.parent_id();
    if (!absl::ConsumePrefix(&reference, "#")) continue;
    int place = 0;
    if (!absl::SimpleAtoi(reference, &place) || place < 1 || place > i ||
        !amendment.changes(place - 1).has_node_addition()) {
      return AtChange(i, UnknownNode(addition.parent_id(),
                                     "change.node_addition.parent_id"));
    }
    addition.set_parent_id(
        amendment.changes(place - 1).node_addition().node_id());
  }
  return absl::OkStatus();
}

absl::Status CheckMeasures(const Amendment& amendment,
                           const std::set<std::string>& codes) {
  for (int i = 0; i < amendment.changes_size(); ++i) {
    for (const std::string& code :
         amendment.changes(i).node_addition().measure_codes()) {
      if (codes.contains(code)) continue;
      return AtChange(
          i, UnknownMeasure(code, "change.node_addition.measure_codes"));
    }
  }
  return absl::OkStatus();
}

bool RequiresTwoPersons(const v1::RegulationProfile* profile) {
  return profile == nullptr || !profile->has_amendment_rules() ||
         profile->amendment_rules().requires_two_persons();
}

}  // namespace entente::conventions
