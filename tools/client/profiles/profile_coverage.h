// A contract profile beside the document of the convention that it is for.
#ifndef TOOLS_CLIENT_PROFILES_PROFILE_COVERAGE_H_
#define TOOLS_CLIENT_PROFILES_PROFILE_COVERAGE_H_

#include <string>
#include <vector>

#include "entente/conventions/v1/convention.pb.h"
#include "entente/conventions/v1/measure.pb.h"

namespace entente::client {

struct ProfileCoverage {
  struct Label {
    // Of the document's text, from 1.
    int line = 0;
    std::string text;
    bool is_expected_result = false;
  };
  // Whether an import would choose the profile: the same term, and no other
  // municipality than the document names.
  bool is_of_term = false;
  bool is_of_municipality = false;
  int indicators = 0;
  int indicators_mapped = 0;
  // Expected results that are countable or mapped.
  int results = 0;
  int results_mapped = 0;
  // Of these indicators and results, those that no mapping covers.
  std::vector<Label> unmapped;
  // Labels of the profile that match no line, by their index.
  std::vector<int> unmatched;
};

// `convention` is as ParseConvention answers it; `profile` may have faults.
// Pure.
ProfileCoverage CoverageOf(const conventions::v1::ContractProfile& profile,
                           const conventions::v1::Convention& convention);

}  // namespace entente::client

#endif  // TOOLS_CLIENT_PROFILES_PROFILE_COVERAGE_H_
