#include "tools/client/document_input.h"

#include <sys/stat.h>

#include <fstream>

#include "services/common/base/error.h"
#include "services/conventions/document/parser.h"
#include "services/conventions/document/pdf_text.h"
#include "tools/client/files.h"

namespace entente::client {
namespace {

// Enough to know a PDF by.
constexpr size_t kHeadBytes = 4096;
constexpr size_t kPdfBytesMax = 64 * 1024 * 1024;

}  // namespace

absl::StatusOr<std::string> DocumentText(const std::string& path,
                                         std::istream& in) {
  std::ifstream file;
  if (path != "-") {
    struct stat info {};
    if (stat(path.c_str(), &info) != 0 || S_ISDIR(info.st_mode)) {
      return FileUnreadable(path);
    }
    file.open(path, std::ios::binary);
    if (!file) return FileUnreadable(path);
  }
  std::istream& source = path == "-" ? in : file;
  std::string content;
  AppendSome(source, kHeadBytes, content);
  const bool is_pdf = conventions::LooksLikePdf(content);
  AppendSome(source,
             is_pdf ? kPdfBytesMax : conventions::ParseOptions().bytes_max,
             content);
  if (!is_pdf) return content;
  return conventions::TextFromPdf(content);
}

}  // namespace entente::client
