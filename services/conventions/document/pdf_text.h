// The text of a PDF, page by page. Linked by the client only: no service opens
// a PDF.
#ifndef SERVICES_CONVENTIONS_DOCUMENT_PDF_TEXT_H_
#define SERVICES_CONVENTIONS_DOCUMENT_PDF_TEXT_H_

#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace entente::conventions {

// True when `bytes` begin like a PDF.
bool LooksLikePdf(absl::string_view bytes);

// UTF-8 text of all pages in reading order, a form feed between pages, ready
// for ParseConvention. Errors, INVALID_ARGUMENT with an ErrorDetail:
// PDF_ENCRYPTED, PDF_CORRUPT, PDF_WITHOUT_TEXT (a scan: it has to be read by
// OCR first), PDF_TOO_LARGE (over 64 MiB or 2000 pages).
absl::StatusOr<std::string> TextFromPdf(absl::string_view bytes);

}  // namespace entente::conventions

#endif  // SERVICES_CONVENTIONS_DOCUMENT_PDF_TEXT_H_
