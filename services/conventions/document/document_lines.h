// The lines of a document that carry text, with their numbers in the original.
#ifndef SERVICES_CONVENTIONS_DOCUMENT_DOCUMENT_LINES_H_
#define SERVICES_CONVENTIONS_DOCUMENT_DOCUMENT_LINES_H_

#include <string>
#include <vector>

#include "absl/strings/string_view.h"

namespace entente::conventions {

// A line with text; never empty.
struct Line {
  // Of the original document, from 1. CRLF, CR and LF end a line; a form feed
  // does not.
  int number = 0;
  // CleanText and FoldText of it.
  std::string text;
  std::string folded;
  // Whether an empty line, a page break or page furniture lies between this and
  // the line before.
  bool is_after_gap = false;
  // Whether a form feed lies between this and the line before.
  bool is_after_page_break = false;
};

struct DocumentLines {
  std::vector<Line> lines;
  // Numbers of the lines that were set aside: page numbers, running heads.
  std::vector<int> furniture;
};

// Splits valid UTF-8 text. Page numbers ("12", "- 12 -", "Page 3/12") and heads
// and feet that repeat at page boundaries, or all over the document, are set
// aside. Pure; time is linear.
DocumentLines SplitLines(absl::string_view text);

}  // namespace entente::conventions

#endif  // SERVICES_CONVENTIONS_DOCUMENT_DOCUMENT_LINES_H_
