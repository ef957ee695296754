// A parsed filter: tests, and how they are joined. Pure.
#ifndef SERVICES_COMMON_FILTER_EXPRESSION_H_
#define SERVICES_COMMON_FILTER_EXPRESSION_H_

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"

namespace google::protobuf {
class FieldDescriptor;
class Message;
}  // namespace google::protobuf

namespace entente::filter {

enum class Comparator {
  kEqual,
  kNotEqual,
  kLess,
  kAtMost,
  kMore,
  kAtLeast,
  kHas
};

// How the values of a field are compared.
enum class Kind {
  kText,
  kTexts,
  kNumber,
  kMoney,
  kDate,
  kTime,
  kFlag,
  kChoice
};

// One comparison of one field.
struct Test {
  // From the message to the field.
  std::vector<const google::protobuf::FieldDescriptor*> path;
  Kind kind = Kind::kText;
  Comparator comparator = Comparator::kEqual;
  // ": *": whether the field is there.
  bool is_presence = false;
  // Of texts, folded; with a "*" at an end left away.
  std::string text;
  bool is_open_before = false;
  bool is_open_after = false;
  // Of everything else, so that a greater value has a greater rank.
  int64_t rank = 0;
};

struct Expression {
  enum class Join { kTest, kAnd, kOr, kNot };
  Join join = Join::kTest;
  // Of kTest.
  Test test = {};
  // Of the others; kNot has one.
  std::vector<Expression> parts = {};
};

// How texts are made equal.
using Fold = std::function<std::string(absl::string_view)>;

// Whether `message` passes.
bool Passes(const Expression& expression,
            const google::protobuf::Message& message, const Fold& fold);

// How `field` is compared; false when it cannot be.
bool FindKind(const google::protobuf::FieldDescriptor& field, Kind& kind);

}  // namespace entente::filter

#endif  // SERVICES_COMMON_FILTER_EXPRESSION_H_
