#include "services/conventions/profiles/profile.h"

#include <set>
#include <string>
#include <unordered_map>

#include "absl/strings/str_cat.h"
#include "google/protobuf/util/message_differencer.h"
#include "services/conventions/document/findings.h"
#include "services/conventions/document/item_text.h"
#include "services/conventions/document/text_fold.h"

namespace entente::conventions {
namespace {

bool IsSameDate(const google::type::Date& a, const google::type::Date& b) {
  return google::protobuf::util::MessageDifferencer::Equals(a, b);
}

void SetCodes(const v1::LabelMapping& mapping, v1::Node& node) {
  *node.mutable_measure_codes() = mapping.measure_codes();
}

}  // namespace

const v1::ContractProfile* ChooseProfile(
    const std::vector<v1::ContractProfile>& profiles,
    absl::string_view municipality_code, const google::type::Date& valid_from,
    const google::type::Date& valid_until) {
  const v1::ContractProfile* general = nullptr;
  for (const v1::ContractProfile& profile : profiles) {
    if (!IsSameDate(profile.valid_from(), valid_from) ||
        !IsSameDate(profile.valid_until(), valid_until)) {
      continue;
    }
    if (profile.municipality_code().empty()) {
      general = &profile;
    } else if (profile.municipality_code() == municipality_code) {
      return &profile;
    }
  }
  return general;
}

void ApplyProfile(const v1::ContractProfile& profile,
                  v1::Convention& convention) {
  std::unordered_map<std::string, const v1::LabelMapping*> indicators;
  std::unordered_map<std::string, const v1::LabelMapping*> results;
  for (const v1::LabelMapping& mapping : profile.labels()) {
    (mapping.is_expected_result() ? results : indicators)
        .emplace(FoldLabel(mapping.label()), &mapping);
  }
  for (v1::Node& node : *convention.mutable_nodes()) {
    if (node.kind() == v1::Node::KIND_INDICATOR) {
      const auto found = indicators.find(FoldLabel(node.text()));
      if (found == indicators.end()) {
        AddFinding(convention, "LABEL_WITHOUT_MEASURE", node.line(), {},
                   node.id());
      } else {
        SetCodes(*found->second, node);
      }
    } else if (node.kind() == v1::Node::KIND_EXPECTED_RESULT) {
      const auto found = results.find(FoldLabel(node.text()));
      if (found != results.end()) SetCodes(*found->second, node);
    }
  }
  convention.set_contract_profile(profile.id());
  SortFindings(convention);
}

v1::ContractProfile ResolveProfile(
    const std::vector<v1::ContractProfile>& profiles,
    v1::Convention& convention) {
  const v1::ContractProfile* const chosen =
      ChooseProfile(profiles, convention.municipality_code(),
                    convention.valid_from(), convention.valid_until());
  if (chosen != nullptr) {
    ApplyProfile(*chosen, convention);
    return *chosen;
  }
  v1::ContractProfile guessed;
  *guessed.mutable_valid_from() = convention.valid_from();
  *guessed.mutable_valid_until() = convention.valid_until();
  guessed.set_municipality_code(convention.municipality_code());
  for (v1::MeasureDefinition& measure : GuessMeasures(convention)) {
    *guessed.add_measures() = std::move(measure);
  }
  return guessed;
}

}  // namespace entente::conventions
