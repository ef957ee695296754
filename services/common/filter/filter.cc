#include "services/common/filter/filter.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_split.h"
#include "google/protobuf/descriptor.h"
#include "services/common/base/error.h"
#include "services/common/filter/expression.h"
#include "services/common/filter/filter_errors.h"
#include "services/common/filter/filter_limits.h"
#include "services/common/filter/tokens.h"
#include "services/common/filter/value.h"

namespace entente::filter {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::FieldDescriptor;

// Descends the grammar:
//   expression = factor { AND factor }      factor = term { OR term }
//   term = [ NOT | "-" ] ( test | "(" expression ")" )
class Parser {
 public:
  Parser(const std::vector<Token>& tokens, const Schema& schema)
      : tokens_(tokens), schema_(schema) {}

  absl::StatusOr<Expression> Parse() {
    ENTENTE_ASSIGN_OR_RETURN(Expression whole, ReadExpression(0));
    if (Next().kind != Token::Kind::kEnd) return Refuse(ExpectedEnd());
    return whole;
  }

 private:
  const Token& Next() const { return tokens_[at_]; }
  absl::Status Refuse(const Sentence& expected) const {
    return FilterInvalid(Next().position, expected);
  }
  bool Consume(const char* word) {
    if (Next().kind != Token::Kind::kWord || Next().text != word) return false;
    ++at_;
    return true;
  }

  absl::StatusOr<Expression> ReadExpression(int depth) {
    if (depth > limits::kFilterLevelsMax) {
      return Refuse(
          ExpectedLess(std::to_string(limits::kFilterLevelsMax) + " ( ( ("));
    }
    return ReadJoined(Expression::Join::kAnd, "AND", depth);
  }

  absl::StatusOr<Expression> ReadJoined(Expression::Join join, const char* word,
                                        int depth) {
    Expression joined{.join = join};
    do {
      absl::StatusOr<Expression> part =
          join == Expression::Join::kAnd
              ? ReadJoined(Expression::Join::kOr, "OR", depth)
              : ReadTerm(depth);
      if (!part.ok()) return part;
      joined.parts.push_back(*std::move(part));
    } while (Consume(word));
    if (joined.parts.size() == 1) return std::move(joined.parts.front());
    return joined;
  }

  absl::StatusOr<Expression> ReadTerm(int depth) {
    // Either of both, never both: neither turns a turned term.
    const bool is_minus = Next().kind == Token::Kind::kMinus;
    if (is_minus) ++at_;
    if (is_minus || Consume("NOT")) {
      ENTENTE_ASSIGN_OR_RETURN(Expression turned, ReadSimple(depth));
      Expression expression{.join = Expression::Join::kNot};
      expression.parts.push_back(std::move(turned));
      return expression;
    }
    return ReadSimple(depth);
  }

  absl::StatusOr<Expression> ReadSimple(int depth) {
    if (Next().kind != Token::Kind::kOpen) return ReadTest();
    ++at_;
    ENTENTE_ASSIGN_OR_RETURN(Expression inner, ReadExpression(depth + 1));
    if (Next().kind != Token::Kind::kClose) return Refuse(ExpectedBracket());
    ++at_;
    return inner;
  }

  absl::StatusOr<Expression> ReadTest() {
    if (++tests_ > limits::kFilterTestsMax) {
      return Refuse(
          ExpectedLess(std::to_string(limits::kFilterTestsMax) + " AND/OR"));
    }
    Expression expression;
    Test& test = expression.test;
    if (Next().kind != Token::Kind::kWord || !FindField(Next().text, test)) {
      return Refuse(ExpectedField(schema_.fields));
    }
    ++at_;
    if (!ReadComparator(test)) {
      return Refuse(ExpectedComparator(ComparatorsOf(test.kind)));
    }
    ++at_;
    const bool is_quoted = Next().kind == Token::Kind::kQuoted;
    if (!is_quoted && Next().kind != Token::Kind::kWord) {
      return Refuse(ExpectedValue(ExampleOf(test)));
    }
    if (!is_quoted && Next().text == "*" &&
        test.comparator == Comparator::kHas) {
      test.is_presence = true;
    } else if (!Takes(test.kind, test.comparator)) {
      --at_;
      return Refuse(ExpectedComparator(ComparatorsOf(test.kind)));
    } else if (!ReadValue(Next().text, is_quoted, schema_.fold, test)) {
      return Refuse(ExpectedValue(ExampleOf(test)));
    }
    ++at_;
    return expression;
  }

  bool FindField(const std::string& path, Test& test) const {
    if (std::find(schema_.fields.begin(), schema_.fields.end(), path) ==
        schema_.fields.end()) {
      return false;
    }
    const Descriptor* message = schema_.message;
    for (const auto name : absl::StrSplit(path, '.')) {
      if (message == nullptr) return false;
      const FieldDescriptor* field =
          message->FindFieldByName(std::string(name));
      if (field == nullptr) return false;
      test.path.push_back(field);
      message = field->message_type();
    }
    return FindKind(*test.path.back(), test.kind);
  }

  bool ReadComparator(Test& test) const {
    static constexpr std::pair<const char*, Comparator> kAll[] = {
        {"=", Comparator::kEqual}, {"!=", Comparator::kNotEqual},
        {"<", Comparator::kLess},  {"<=", Comparator::kAtMost},
        {">", Comparator::kMore},  {">=", Comparator::kAtLeast},
        {":", Comparator::kHas},
    };
    if (Next().kind != Token::Kind::kComparator) return false;
    for (const auto& [text, comparator] : kAll) {
      if (Next().text != text) continue;
      test.comparator = comparator;
      return true;
    }
    return false;
  }

  const std::vector<Token>& tokens_;
  const Schema& schema_;
  size_t at_ = 0;
  int tests_ = 0;
};

// `is_turned`: below an odd number of NOT, where "=" leaves out what it names.
void CollectEqualled(const Expression& expression, absl::string_view field,
                     bool is_turned, std::vector<std::string>& texts) {
  if (expression.join != Expression::Join::kTest) {
    const bool is_not = expression.join == Expression::Join::kNot;
    for (const Expression& part : expression.parts) {
      CollectEqualled(part, field, is_turned != is_not, texts);
    }
    return;
  }
  const Test& test = expression.test;
  if (!is_turned && test.kind == Kind::kText &&
      test.comparator == Comparator::kEqual && !test.is_open_before &&
      !test.is_open_after && test.path.size() == 1 &&
      test.path.front()->name() == field) {
    texts.push_back(test.text);
  }
}

}  // namespace

absl::StatusOr<Filter> Filter::Parse(absl::string_view text,
                                     const Schema& schema) {
  if (text.size() > limits::kFilterBytesMax) {
    return FilterInvalid(
        limits::kFilterBytesMax + 1,
        ExpectedLess(std::to_string(limits::kFilterBytesMax) + " bytes"));
  }
  size_t position = 0;
  const auto tokens = Cut(text, position);
  if (!tokens) return FilterInvalid(position, ExpectedQuote());
  Filter filter;
  filter.fold_ = schema.fold;
  if (tokens->size() == 1) return filter;
  ENTENTE_ASSIGN_OR_RETURN(Expression root, Parser(*tokens, schema).Parse());
  filter.root_ = std::make_shared<const Expression>(std::move(root));
  return filter;
}

bool Filter::Matches(const google::protobuf::Message& message) const {
  return root_ == nullptr || Passes(*root_, message, fold_);
}

std::vector<std::string> Filter::TextsEqualled(absl::string_view field) const {
  std::vector<std::string> texts;
  if (root_ != nullptr)
    CollectEqualled(*root_, field, /*is_turned=*/false, texts);
  return texts;
}

}  // namespace entente::filter
