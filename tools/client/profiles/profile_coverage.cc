#include "tools/client/profiles/profile_coverage.h"

#include <set>
#include <utility>

#include "services/conventions/document/item_text.h"
#include "services/conventions/document/municipalities.h"
#include "services/conventions/document/text_fold.h"
#include "services/conventions/money/date.h"
#include "services/conventions/money/identifiers.h"
#include "services/conventions/profiles/profile.h"

namespace entente::client {
namespace {

namespace v1 = entente::conventions::v1;

bool IsSameDay(const google::type::Date& a, const google::type::Date& b) {
  return conventions::FormatIsoDate(a) == conventions::FormatIsoDate(b);
}

}  // namespace

ProfileCoverage CoverageOf(const v1::ContractProfile& profile,
                           const v1::Convention& convention) {
  ProfileCoverage coverage;
  v1::Convention mapped = convention;
  mapped.set_municipality_code(profile.municipality_code());
  coverage.is_of_term =
      IsSameDay(profile.valid_from(), convention.valid_from()) &&
      IsSameDay(profile.valid_until(), convention.valid_until());
  coverage.is_of_municipality =
      !conventions::IsMunicipalityCode(profile.municipality_code()) ||
      conventions::ContradictsCode(mapped) == nullptr;
  conventions::ApplyProfile(profile, mapped);
  // What is printed, indicators and results apart as the profile has them.
  std::set<std::pair<bool, std::string>> printed;
  for (const v1::Node& node : mapped.nodes()) {
    const bool is_result = node.kind() == v1::Node::KIND_EXPECTED_RESULT;
    if (!is_result && node.kind() != v1::Node::KIND_INDICATOR) continue;
    const std::string folded = conventions::FoldLabel(node.text());
    printed.emplace(is_result, folded);
    const bool is_mapped = !node.measure_codes().empty();
    if (is_result && !is_mapped && !conventions::IsCountable(folded)) continue;
    (is_result ? coverage.results : coverage.indicators) += 1;
    if (is_mapped) {
      (is_result ? coverage.results_mapped : coverage.indicators_mapped) += 1;
    } else {
      coverage.unmapped.push_back({node.line(), node.text(), is_result});
    }
  }
  for (int i = 0; i < profile.labels_size(); ++i) {
    const v1::LabelMapping& mapping = profile.labels(i);
    if (printed.count({mapping.is_expected_result(),
                       conventions::FoldLabel(mapping.label())}) == 0) {
      coverage.unmatched.push_back(i);
    }
  }
  return coverage;
}

}  // namespace entente::client
