// A convention as a tree that a person reads in a terminal.
#ifndef SERVICES_CONVENTIONS_DOCUMENT_OUTLINE_H_
#define SERVICES_CONVENTIONS_DOCUMENT_OUTLINE_H_

#include <string>

#include "absl/strings/string_view.h"
#include "entente/conventions/v1/convention.pb.h"

namespace entente::conventions {

struct OutlineOptions {
  // Language of labels and findings: "fr" or "nl". The text of the convention
  // stays in its own.
  std::string language_code = "fr";
  // Columns of the terminal; at least 60.
  int columns = 96;
};

// Head with the municipality's code, its name and what took its place,
// envelopes, tree with ids and line numbers, then the findings grouped by code.
// Pure; ends with a newline.
std::string OutlineText(const v1::Convention& convention,
                        const OutlineOptions& options = {});

}  // namespace entente::conventions

#endif  // SERVICES_CONVENTIONS_DOCUMENT_OUTLINE_H_
