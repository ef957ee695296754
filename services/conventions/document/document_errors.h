// Why a text was not read as a convention. All are INVALID_ARGUMENT.
#ifndef SERVICES_CONVENTIONS_DOCUMENT_DOCUMENT_ERRORS_H_
#define SERVICES_CONVENTIONS_DOCUMENT_DOCUMENT_ERRORS_H_

#include <cstddef>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"

namespace entente::conventions {

absl::Status DocumentEmpty();
absl::Status DocumentTooLarge(size_t bytes, size_t bytes_max);
absl::Status TooManyNodes(int nodes_max);
absl::Status DocumentBinary();
// `line` is where the first malformed byte stands.
absl::Status InvalidUtf8(int line);

// What a convention has and this text may not have.
struct ConventionSigns {
  bool has_title = false;
  bool has_sector = false;
  bool has_strategic_objective = false;
  bool has_item = false;
};
absl::Status NotAConvention(const ConventionSigns& signs);

}  // namespace entente::conventions

#endif  // SERVICES_CONVENTIONS_DOCUMENT_DOCUMENT_ERRORS_H_
