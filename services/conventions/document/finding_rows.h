// The rows of the table of findings, by what they are about; finding_table.h
// puts them together.
#ifndef SERVICES_CONVENTIONS_DOCUMENT_FINDING_ROWS_H_
#define SERVICES_CONVENTIONS_DOCUMENT_FINDING_ROWS_H_

#include "absl/types/span.h"
#include "services/conventions/document/finding_table.h"

namespace entente::conventions {

absl::Span<const FindingEntry> FindingsOfHead();
absl::Span<const FindingEntry> FindingsOfMoney();
absl::Span<const FindingEntry> FindingsOfTree();
absl::Span<const FindingEntry> FindingsOfText();

}  // namespace entente::conventions

#endif  // SERVICES_CONVENTIONS_DOCUMENT_FINDING_ROWS_H_
