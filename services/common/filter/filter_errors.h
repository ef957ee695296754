// What can be wrong with a filter, said to people.
#ifndef SERVICES_COMMON_FILTER_FILTER_ERRORS_H_
#define SERVICES_COMMON_FILTER_FILTER_ERRORS_H_

#include <cstddef>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "services/common/base/error.h"

namespace entente::filter {

// What was expected at a place; half sentences.
Sentence ExpectedField(const std::vector<std::string>& fields);
Sentence ExpectedComparator(const std::string& comparators);
Sentence ExpectedValue(const Sentence& example);
Sentence ExpectedBracket();
Sentence ExpectedQuote();
Sentence ExpectedEnd();
Sentence ExpectedLess(const std::string& bound);

// INVALID_ARGUMENT / FILTER_INVALID at character `position`.
absl::Status FilterInvalid(size_t position, const Sentence& expected);

}  // namespace entente::filter

#endif  // SERVICES_COMMON_FILTER_FILTER_ERRORS_H_
