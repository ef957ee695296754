// The head of a convention: title, parties, decisions and term.
#ifndef SERVICES_CONVENTIONS_DOCUMENT_HEAD_H_
#define SERVICES_CONVENTIONS_DOCUMENT_HEAD_H_

#include <cstddef>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/string_view.h"
#include "entente/conventions/v1/convention.pb.h"
#include "services/conventions/document/document_lines.h"
#include "services/conventions/document/text_fold.h"

namespace entente::conventions {

// Running text of the lines above the tree: wrapped lines are joined by a
// space, paragraphs by '\n'. Nothing is read beyond kHeadBytesMax: the longest
// head seen has 2 kB.
inline constexpr size_t kHeadBytesMax = 32 * 1024;
class HeadText {
 public:
  HeadText(const std::vector<Line>& lines, size_t count);

  // FoldText of the whole; '\n' between paragraphs.
  const std::string& folded() const { return folded_.text; }
  // What is printed at [begin, end) of folded().
  std::string Printed(size_t begin, size_t end) const;
  // Line of the document at byte `at` of folded().
  int LineAt(size_t at) const;
  // The paragraph around byte `at` of folded(), [begin, end).
  std::pair<size_t, size_t> ParagraphAt(size_t at) const;

 private:
  std::string clean_;
  FoldedText folded_;
  // Where each line begins in clean_, and its number.
  std::vector<std::pair<uint32_t, int>> starts_;
};

// Lines of the document where the head says what; 0 where it does not.
struct HeadLines {
  int title = 0;
  int state = 0;
  int municipality = 0;
  // Where the name of the municipality stands.
  int municipality_name = 0;
  int term = 0;
};

// Fills title, municipality, parties, valid_from and valid_until and adds the
// findings about them. Pure, linear.
HeadLines ReadHead(const std::vector<Line>& lines, size_t count,
                   const HeadText& head, v1::Convention& convention);

}  // namespace entente::conventions

#endif  // SERVICES_CONVENTIONS_DOCUMENT_HEAD_H_
