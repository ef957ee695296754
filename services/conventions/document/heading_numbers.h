// The numbers of a heading, in figures and Roman numerals, as they are read and
// written.
#ifndef SERVICES_CONVENTIONS_DOCUMENT_HEADING_NUMBERS_H_
#define SERVICES_CONVENTIONS_DOCUMENT_HEADING_NUMBERS_H_

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"

namespace entente::conventions {

// A cursor over folded text, which outlives it.
class FoldedReader {
 public:
  explicit FoldedReader(absl::string_view text) : text_(text) {}

  size_t at() const { return at_; }
  bool is_done() const { return at_ >= text_.size(); }
  char peek() const { return is_done() ? '\0' : text_[at_]; }
  absl::string_view rest() const { return text_.substr(at_); }
  void Move(size_t at) { at_ = at; }

  void SkipSpaces();
  // A word, or words, that end here.
  bool Consume(absl::string_view words);

 private:
  absl::string_view text_;
  size_t at_ = 0;
};

// "2", "1.2" (its last), "iv"; nullopt when no number stands here.
std::optional<int> ReadNumber(FoldedReader* reader);

// "1", "1 et 2", "1, 2 en 3", "1 a 3", "n° 2", "(2)"; empty when none stands
// here. Sets `is_variant` for "n°" and brackets, and never clears it.
std::vector<int> ReadNumbers(FoldedReader* reader, bool* is_variant);

// Moves behind "2. ", "1.2) " before the words and appends the number.
void SkipOutline(FoldedReader* reader, std::vector<int>* numbers);

// Roman numeral of 1 to 39; "0" for 0.
std::string RomanNumeral(int number);

}  // namespace entente::conventions

#endif  // SERVICES_CONVENTIONS_DOCUMENT_HEADING_NUMBERS_H_
