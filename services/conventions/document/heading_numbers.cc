#include "services/conventions/document/heading_numbers.h"

#include <algorithm>
#include <cstddef>
#include <iterator>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"

namespace entente::conventions {
namespace {

constexpr absl::string_view kRomans[] = {
    "i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii"};

}  // namespace

void FoldedReader::SkipSpaces() {
  while (peek() == ' ') ++at_;
}

bool FoldedReader::Consume(absl::string_view words) {
  if (!absl::StartsWith(rest(), words)) return false;
  const size_t end = at_ + words.size();
  const bool is_cut = end < text_.size() && absl::ascii_isalpha(text_[end]) &&
                      absl::ascii_isalpha(words.back());
  if (is_cut) return false;
  at_ = end;
  return true;
}

std::optional<int> ReadNumber(FoldedReader* reader) {
  const size_t begin = reader->at();
  if (absl::ascii_isdigit(reader->peek())) {
    int value = 0;
    int digits = 0;
    while (absl::ascii_isdigit(reader->peek()) && digits < 4) {
      value = value * 10 + (reader->peek() - '0');
      reader->Move(reader->at() + 1);
      ++digits;
      const absl::string_view rest = reader->rest();
      if (rest.size() > 1 && rest[0] == '.' && absl::ascii_isdigit(rest[1])) {
        reader->Move(reader->at() + 1);
        value = digits = 0;
      }
    }
    if (digits <= 2 && !absl::ascii_isalpha(reader->peek())) return value;
    reader->Move(begin);
    return std::nullopt;
  }
  for (int i = std::size(kRomans) - 1; i >= 0; --i) {
    if (reader->Consume(kRomans[i])) return i + 1;
  }
  return std::nullopt;
}

std::vector<int> ReadNumbers(FoldedReader* reader, bool* is_variant) {
  std::vector<int> numbers;
  const size_t begin = reader->at();
  reader->SkipSpaces();
  for (const absl::string_view word :
       {"numero", "nummer", "num.", "no.", "nr.", "no", "nr", "n.", "("}) {
    if (reader->Consume(word)) {
      *is_variant = true;
      break;
    }
  }
  reader->SkipSpaces();
  std::optional<int> number = ReadNumber(reader);
  if (!number.has_value()) {
    reader->Move(begin);
    return numbers;
  }
  numbers.push_back(*number);
  while (numbers.size() < 20) {
    const size_t end = reader->at();
    reader->SkipSpaces();
    bool is_range = false;
    bool has_joint = false;
    for (const absl::string_view joint : {"et", "en", "&", ",", "+", "/"}) {
      has_joint = has_joint || reader->Consume(joint);
    }
    if (!has_joint) {
      is_range = reader->Consume("a") || reader->Consume("tot en met") ||
                 reader->Consume("tot");
    }
    reader->SkipSpaces();
    number = has_joint || is_range ? ReadNumber(reader) : std::nullopt;
    if (!number.has_value()) {
      reader->Move(end);
      break;
    }
    if (is_range) {
      const int last = std::min(*number, numbers.back() + 15);
      for (int n = numbers.back() + 1; n < last; ++n) numbers.push_back(n);
    }
    numbers.push_back(*number);
  }
  if (reader->peek() == ')') reader->Move(reader->at() + 1);
  return numbers;
}

void SkipOutline(FoldedReader* reader, std::vector<int>* numbers) {
  const size_t begin = reader->at();
  if (!absl::ascii_isdigit(reader->peek())) return;
  const std::optional<int> number = ReadNumber(reader);
  if (number.has_value() && (reader->peek() == '.' || reader->peek() == ')')) {
    reader->Move(reader->at() + 1);
  }
  if (!number.has_value() || reader->peek() != ' ') {
    reader->Move(begin);
    return;
  }
  reader->SkipSpaces();
  numbers->push_back(*number);
}

std::string RomanNumeral(int number) {
  if (number <= 0 || number >= 40) return absl::StrCat(std::max(number, 0));
  static constexpr absl::string_view kOnes[] = {"",  "I",  "II",  "III",  "IV",
                                                "V", "VI", "VII", "VIII", "IX"};
  std::string roman(static_cast<size_t>(number / 10), 'X');
  absl::StrAppend(&roman, kOnes[number % 10]);
  return roman;
}

}  // namespace entente::conventions
