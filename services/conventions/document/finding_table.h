// The table of findings; findings.h is what others use.
#ifndef SERVICES_CONVENTIONS_DOCUMENT_FINDING_TABLE_H_
#define SERVICES_CONVENTIONS_DOCUMENT_FINDING_TABLE_H_

#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "services/conventions/document/findings.h"

namespace entente::conventions {

// A kind of finding and what a group of them is called.
struct FindingEntry {
  FindingKind kind;
  struct {
    absl::string_view en;
    absl::string_view fr;
    absl::string_view nl;
  } title;
};

absl::Span<const FindingEntry> FindingTable();

}  // namespace entente::conventions

#endif  // SERVICES_CONVENTIONS_DOCUMENT_FINDING_TABLE_H_
