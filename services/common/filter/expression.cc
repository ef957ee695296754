#include "services/common/filter/expression.h"

#include <algorithm>
#include <optional>

#include "absl/strings/match.h"
#include "google/protobuf/descriptor.h"
#include "google/protobuf/message.h"
#include "google/protobuf/timestamp.pb.h"
#include "google/type/date.pb.h"
#include "google/type/money.pb.h"

namespace entente::filter {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;

constexpr int64_t kNanosPerCent = 10'000'000;
constexpr int64_t kNanosPerMicro = 1'000;
constexpr int64_t kMicrosPerSecond = 1'000'000;

// The message that holds the last field of the path; nullptr where one on the
// way is not there.
const Message* HolderOf(const Message& message, const Test& test) {
  const Message* holder = &message;
  for (size_t i = 0; i + 1 < test.path.size(); ++i) {
    const auto* reflection = holder->GetReflection();
    if (!reflection->HasField(*holder, test.path[i])) return nullptr;
    holder = &reflection->GetMessage(*holder, test.path[i]);
  }
  return holder;
}

// A message of a known type, whichever pool it came from.
template <class Type>
Type As(const Message& message) {
  if (const auto* same = dynamic_cast<const Type*>(&message)) return *same;
  Type copy;
  copy.ParseFromString(message.SerializeAsString());
  return copy;
}

std::optional<int64_t> RankOfDate(const google::type::Date& date) {
  if (date.year() == 0 && date.month() == 0 && date.day() == 0) {
    return std::nullopt;
  }
  return (int64_t{date.year()} * 100 + date.month()) * 100 + date.day();
}

std::optional<int64_t> RankOf(const Message& holder,
                              const FieldDescriptor* field, Kind kind) {
  const auto& reflection = *holder.GetReflection();
  switch (kind) {
    case Kind::kFlag:
      return reflection.GetBool(holder, field) ? 1 : 0;
    case Kind::kChoice:
      return reflection.GetEnumValue(holder, field);
    case Kind::kNumber:
      return field->cpp_type() == FieldDescriptor::CPPTYPE_INT32
                 ? reflection.GetInt32(holder, field)
                 : reflection.GetInt64(holder, field);
    default:
      break;
  }
  if (!reflection.HasField(holder, field)) return std::nullopt;
  const Message& value = reflection.GetMessage(holder, field);
  switch (kind) {
    case Kind::kDate:
      return RankOfDate(As<google::type::Date>(value));
    case Kind::kTime: {
      // As precise as times are written.
      const auto time = As<google::protobuf::Timestamp>(value);
      return time.seconds() * kMicrosPerSecond + time.nanos() / kNanosPerMicro;
    }
    case Kind::kMoney: {
      const auto money = As<google::type::Money>(value);
      return money.units() * 100 + money.nanos() / kNanosPerCent;
    }
    default:
      return std::nullopt;
  }
}

// A plain value that is what it is when nobody sets it is not there.
bool IsThere(const Message& holder, const FieldDescriptor* field, Kind kind) {
  return holder.GetReflection()->HasField(holder, field) &&
         RankOf(holder, field, kind).has_value();
}

bool Compares(int64_t rank, const Test& test) {
  switch (test.comparator) {
    case Comparator::kEqual:
      return rank == test.rank;
    case Comparator::kNotEqual:
      return rank != test.rank;
    case Comparator::kLess:
      return rank < test.rank;
    case Comparator::kAtMost:
      return rank <= test.rank;
    case Comparator::kMore:
      return rank > test.rank;
    case Comparator::kAtLeast:
      return rank >= test.rank;
    case Comparator::kHas:
      break;
  }
  return false;
}

bool IsSame(const std::string& text, const Test& test) {
  // What is not there begins and ends with nothing.
  const bool is_open = test.is_open_before || test.is_open_after;
  if (is_open && text.empty()) return false;
  if (test.is_open_before && test.is_open_after) {
    return absl::StrContains(text, test.text);
  }
  if (test.is_open_before) return absl::EndsWith(text, test.text);
  if (test.is_open_after) return absl::StartsWith(text, test.text);
  return text == test.text;
}

bool TextPasses(const std::string& text, const Test& test) {
  if (test.is_presence) return !text.empty();
  switch (test.comparator) {
    case Comparator::kHas:
      return !text.empty() && absl::StrContains(text, test.text);
    case Comparator::kEqual:
      return IsSame(text, test);
    default:
      return !IsSame(text, test);
  }
}

bool TestPasses(const Test& test, const Message& message, const Fold& fold) {
  const Message* holder = HolderOf(message, test);
  if (holder == nullptr) return test.comparator == Comparator::kNotEqual;
  const FieldDescriptor* field = test.path.back();
  const auto& reflection = *holder->GetReflection();
  if (test.kind == Kind::kTexts) {
    const int count = reflection.FieldSize(*holder, field);
    if (test.is_presence) return count > 0;
    for (int i = 0; i < count; ++i) {
      const std::string text =
          fold(reflection.GetRepeatedString(*holder, field, i));
      if (absl::StrContains(text, test.text)) return true;
    }
    return false;
  }
  if (test.kind == Kind::kText) {
    return TextPasses(fold(reflection.GetString(*holder, field)), test);
  }
  if (test.is_presence) return IsThere(*holder, field, test.kind);
  const std::optional<int64_t> rank = RankOf(*holder, field, test.kind);
  if (!rank) return test.comparator == Comparator::kNotEqual;
  return Compares(*rank, test);
}

}  // namespace

bool FindKind(const FieldDescriptor& field, Kind& kind) {
  if (field.is_repeated()) {
    kind = Kind::kTexts;
    return field.cpp_type() == FieldDescriptor::CPPTYPE_STRING;
  }
  switch (field.cpp_type()) {
    case FieldDescriptor::CPPTYPE_STRING:
      kind = Kind::kText;
      return field.type() == FieldDescriptor::TYPE_STRING;
    case FieldDescriptor::CPPTYPE_INT32:
    case FieldDescriptor::CPPTYPE_INT64:
      kind = Kind::kNumber;
      return true;
    case FieldDescriptor::CPPTYPE_BOOL:
      kind = Kind::kFlag;
      return true;
    case FieldDescriptor::CPPTYPE_ENUM:
      kind = Kind::kChoice;
      return true;
    case FieldDescriptor::CPPTYPE_MESSAGE:
      break;
    default:
      return false;
  }
  const std::string& type = field.message_type()->full_name();
  if (type == "google.type.Date") {
    kind = Kind::kDate;
  } else if (type == "google.type.Money") {
    kind = Kind::kMoney;
  } else if (type == "google.protobuf.Timestamp") {
    kind = Kind::kTime;
  } else {
    return false;
  }
  return true;
}

bool Passes(const Expression& expression, const Message& message,
            const Fold& fold) {
  const auto passes = [&](const Expression& part) {
    return Passes(part, message, fold);
  };
  const auto& parts = expression.parts;
  switch (expression.join) {
    case Expression::Join::kAnd:
      return std::all_of(parts.begin(), parts.end(), passes);
    case Expression::Join::kOr:
      return std::any_of(parts.begin(), parts.end(), passes);
    case Expression::Join::kNot:
      return !passes(parts.front());
    case Expression::Join::kTest:
      break;
  }
  return TestPasses(expression.test, message, fold);
}

}  // namespace entente::filter
