// The text of a convention's document, from a file or standard input.
#ifndef TOOLS_CLIENT_DOCUMENT_INPUT_H_
#define TOOLS_CLIENT_DOCUMENT_INPUT_H_

#include <istream>
#include <string>

#include "absl/status/statusor.h"

namespace entente::client {

// The text of the document at `path` ("-": `in`); a PDF, known by its first
// bytes, is extracted. No more is read than the parser's limit and a byte, so
// that the parser refuses what is too long. Errors: FILE_UNREADABLE and those
// of TextFromPdf.
absl::StatusOr<std::string> DocumentText(const std::string& path,
                                         std::istream& in);

}  // namespace entente::client

#endif  // TOOLS_CLIENT_DOCUMENT_INPUT_H_
