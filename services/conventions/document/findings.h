// What can be found in a document: the closed list of codes and their sentences
// in English, French and Dutch.
#ifndef SERVICES_CONVENTIONS_DOCUMENT_FINDINGS_H_
#define SERVICES_CONVENTIONS_DOCUMENT_FINDINGS_H_

#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "entente/conventions/v1/convention.pb.h"

namespace entente::conventions {

// One kind of finding. "$0" to "$3" are figures and short quotations.
struct FindingKind {
  absl::string_view code;
  absl::string_view en;
  absl::string_view fr;
  absl::string_view nl;
};

// What a group of findings of this code is called in "fr", "nl" or "en"; the
// code itself when it is unknown. The table is in finding_table.cc.
absl::string_view FindingTitle(absl::string_view code,
                               absl::string_view language_code);

// Appends a finding at `line` (0: the whole document). `code` is of the list;
// `arguments` fill its sentence. Nothing is added beyond kFindingsMax.
void AddFinding(v1::Convention& convention, absl::string_view code, int line,
                const std::vector<std::string>& arguments = {},
                absl::string_view node_id = "");

// Orders findings by line, then as the list does.
void SortFindings(v1::Convention& convention);

// Beginning of a text for use in a sentence, at most 60 bytes.
std::string Quoted(absl::string_view text);

}  // namespace entente::conventions

#endif  // SERVICES_CONVENTIONS_DOCUMENT_FINDINGS_H_
