#include "services/common/filter/tokens.h"

#include "absl/strings/ascii.h"

namespace entente::filter {
namespace {

constexpr absl::string_view kWordEnds = "()=!<>:\"'";

// Characters of UTF-8, from the bytes that begin one.
size_t CountCharacters(absl::string_view text) {
  size_t count = 0;
  for (const char c : text) {
    if ((static_cast<unsigned char>(c) & 0xC0) != 0x80) ++count;
  }
  return count;
}

class Cutter {
 public:
  explicit Cutter(absl::string_view text) : text_(text) {}

  std::optional<std::vector<Token>> Cut(size_t& position) {
    std::vector<Token> tokens;
    while (true) {
      while (at_ < text_.size() && absl::ascii_isspace(text_[at_])) ++at_;
      Token token;
      token.position = CountCharacters(text_.substr(0, at_)) + 1;
      if (at_ == text_.size()) {
        tokens.push_back(token);
        return tokens;
      }
      if (!Read(token)) {
        position = token.position;
        return std::nullopt;
      }
      tokens.push_back(std::move(token));
    }
  }

 private:
  bool Read(Token& token) {
    const char first = text_[at_];
    if (first == '"' || first == '\'') return ReadQuoted(token);
    if (first == '(' || first == ')') {
      token.kind = first == '(' ? Token::Kind::kOpen : Token::Kind::kClose;
      ++at_;
    } else if (first == '-' && at_ + 1 < text_.size() &&
               !absl::ascii_isdigit(text_[at_ + 1])) {
      token.kind = Token::Kind::kMinus;
      ++at_;
    } else if (kWordEnds.find(first) != absl::string_view::npos) {
      token.kind = Token::Kind::kComparator;
      token.text = first;
      ++at_;
      const bool is_double = first != '=' && first != ':';
      if (is_double && at_ < text_.size() && text_[at_] == '=') {
        token.text += text_[at_++];
      }
    } else {
      token.kind = Token::Kind::kWord;
      while (at_ < text_.size() && !absl::ascii_isspace(text_[at_]) &&
             kWordEnds.find(text_[at_]) == absl::string_view::npos) {
        token.text += text_[at_++];
      }
    }
    return true;
  }

  bool ReadQuoted(Token& token) {
    token.kind = Token::Kind::kQuoted;
    const char quote = text_[at_++];
    for (; at_ < text_.size() && text_[at_] != quote; ++at_) {
      if (text_[at_] == '\\' && at_ + 1 < text_.size()) ++at_;
      token.text += text_[at_];
    }
    if (at_ == text_.size()) return false;
    ++at_;
    return true;
  }

  const absl::string_view text_;
  size_t at_ = 0;
};

}  // namespace

std::optional<std::vector<Token>> Cut(absl::string_view text,
                                      size_t& position) {
  return Cutter(text).Cut(position);
}

}  // namespace entente::filter
