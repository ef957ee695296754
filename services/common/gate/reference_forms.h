// What may be named as the occasion of a restricted call: resource names of
// forms that the service states in its .proto (reference_forms, access.proto).
// Pure.
#ifndef SERVICES_COMMON_GATE_REFERENCE_FORMS_H_
#define SERVICES_COMMON_GATE_REFERENCE_FORMS_H_

#include <string>
#include <vector>

#include "absl/strings/string_view.h"

namespace entente::gate {

// "municipalities/*/meetings/*", "notes/#".
using ReferenceForms = std::vector<std::string>;

// Whether `form` is one: it begins with a collection, so that no form takes
// any text, and each segment is "*", "#" or letters.
bool IsReferenceForm(absl::string_view form);

// Whether `reference` has one of `forms`.
bool HasForm(absl::string_view reference, const ReferenceForms& forms);

}  // namespace entente::gate

#endif  // SERVICES_COMMON_GATE_REFERENCE_FORMS_H_
