// The value side of a test, read as its field wants it. Pure.
#ifndef SERVICES_COMMON_FILTER_VALUE_H_
#define SERVICES_COMMON_FILTER_VALUE_H_

#include <string>

#include "services/common/base/error.h"
#include "services/common/filter/expression.h"

namespace entente::filter {

// The comparators that a field of `kind` takes, as a person types them.
std::string ComparatorsOf(Kind kind);
bool Takes(Kind kind, Comparator comparator);

// A value that `test`'s field takes, for a message.
Sentence ExampleOf(const Test& test);

// Puts `text` into `test`, whose path, kind and comparator are set. False when
// the field takes no such value. `is_quoted`: a "*" is itself.
bool ReadValue(const std::string& text, bool is_quoted, const Fold& fold,
               Test& test);

}  // namespace entente::filter

#endif  // SERVICES_COMMON_FILTER_VALUE_H_
