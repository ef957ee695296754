#include "services/conventions/profiles/profile.h"

#include <algorithm>
#include <string>
#include <unordered_map>
#include <utility>

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

// Prefers a profile of this municipality, then one that was reviewed, then a
// higher version.
bool IsBetter(const v1::ContractProfile& profile,
              const v1::ContractProfile* than) {
  if (than == nullptr) return true;
  if (profile.municipality_code().empty() !=
      than->municipality_code().empty()) {
    return than->municipality_code().empty();
  }
  if (profile.has_review() != than->has_review()) return profile.has_review();
  return profile.version() > than->version();
}

// The labels of a profile, as they are compared.
class Labels {
 public:
  explicit Labels(const v1::ContractProfile& profile) {
    for (const v1::LabelMapping& mapping : profile.labels()) {
      (mapping.is_expected_result() ? results_ : indicators_)
          .emplace(FoldLabel(mapping.label()), &mapping);
    }
  }

  // What the document calls a result is one, promoted or not. nullptr when the
  // profile does not map the node.
  const v1::LabelMapping* Of(const v1::Node& node) const {
    const bool is_result =
        node.kind() == v1::Node::KIND_EXPECTED_RESULT || node.has_promotion();
    if (!is_result && node.kind() != v1::Node::KIND_INDICATOR) return nullptr;
    const auto& labels = is_result ? results_ : indicators_;
    const auto found = labels.find(FoldLabel(node.text()));
    return found == labels.end() ? nullptr : found->second;
  }

 private:
  std::unordered_map<std::string, const v1::LabelMapping*> indicators_;
  std::unordered_map<std::string, const v1::LabelMapping*> results_;
};

}  // namespace

const v1::ContractProfile* ChooseProfile(
    const std::vector<v1::ContractProfile>& profiles,
    absl::string_view municipality_code, const google::type::Date& valid_from,
    const google::type::Date& valid_until) {
  const v1::ContractProfile* chosen = nullptr;
  for (const v1::ContractProfile& profile : profiles) {
    if (!IsSameDate(profile.valid_from(), valid_from) ||
        !IsSameDate(profile.valid_until(), valid_until)) {
      continue;
    }
    const bool is_for = profile.municipality_code().empty() ||
                        profile.municipality_code() == municipality_code;
    if (is_for && IsBetter(profile, chosen)) chosen = &profile;
  }
  return chosen;
}

void ApplyProfile(const v1::ContractProfile& profile,
                  v1::Convention& convention) {
  const Labels labels(profile);
  for (v1::Node& node : *convention.mutable_nodes()) {
    const v1::LabelMapping* mapping = labels.Of(node);
    if (mapping != nullptr) {
      *node.mutable_measure_codes() = mapping->measure_codes();
    } else if (node.kind() == v1::Node::KIND_INDICATOR) {
      AddFinding(convention, "LABEL_WITHOUT_MEASURE", node.line(), {},
                 node.id());
    }
  }
  convention.set_contract_profile(profile.id());
  convention.set_contract_profile_version(profile.version());
  convention.set_contract_profile_sha256(profile.text_sha256());
  if (profile.has_review()) {
    *convention.mutable_contract_profile_review() = profile.review();
  }
  SortFindings(convention);
  // Behind those of the document, whose numbers people know.
  if (!profile.has_review()) {
    AddFinding(convention, "PROFILE_NOT_REVIEWED", 0,
               {profile.id(), absl::StrCat(profile.version())});
  }
}

std::vector<const v1::ContractProfile*> VersionsFor(
    const std::vector<v1::ContractProfile>& profiles,
    const v1::Convention& convention) {
  std::string id = convention.contract_profile();
  if (id.empty()) {
    const v1::ContractProfile* chosen =
        ChooseProfile(profiles, convention.municipality_code(),
                      convention.valid_from(), convention.valid_until());
    if (chosen == nullptr) return {};
    id = chosen->id();
  }
  std::vector<const v1::ContractProfile*> versions;
  for (const v1::ContractProfile& profile : profiles) {
    if (profile.id() == id) versions.push_back(&profile);
  }
  std::sort(versions.begin(), versions.end(),
            [](const auto* left, const auto* right) {
              return left->version() < right->version();
            });
  return versions;
}

bool DefinesMeasure(const v1::ContractProfile& profile,
                    absl::string_view code) {
  return std::any_of(profile.measures().begin(), profile.measures().end(),
                     [&](const v1::MeasureDefinition& measure) {
                       return measure.code() == code;
                     });
}

std::vector<v1::ConventionChange::ProfileAdoption::NodeMeasures> RemapNodes(
    const v1::ContractProfile& profile, const v1::Convention& convention) {
  std::vector<v1::ConventionChange::ProfileAdoption::NodeMeasures> remapped;
  const Labels labels(profile);
  for (const v1::Node& node : convention.nodes()) {
    v1::ConventionChange::ProfileAdoption::NodeMeasures measures;
    measures.set_node_id(node.id());
    const v1::LabelMapping* mapping = labels.Of(node);
    if (mapping != nullptr) {
      *measures.mutable_measure_codes() = mapping->measure_codes();
    } else {
      for (const std::string& code : node.measure_codes()) {
        if (DefinesMeasure(profile, code)) measures.add_measure_codes(code);
      }
    }
    const bool is_same = std::equal(
        measures.measure_codes().begin(), measures.measure_codes().end(),
        node.measure_codes().begin(), node.measure_codes().end());
    if (!is_same) remapped.push_back(std::move(measures));
  }
  return remapped;
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
