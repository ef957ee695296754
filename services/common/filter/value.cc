#include "services/common/filter/value.h"

#include <limits>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "google/protobuf/descriptor.h"

namespace entente::filter {
namespace {

using google::protobuf::EnumDescriptor;
using google::protobuf::EnumValueDescriptor;

// "STATE_" of an enum State: what every name of it begins with (buf's rule).
std::string PrefixOf(const EnumDescriptor& type) {
  const std::string& zero = type.value(0)->name();
  return zero.substr(0, zero.size() - std::string("UNSPECIFIED").size());
}

bool ReadChoice(absl::string_view text, const EnumDescriptor& type,
                int64_t& rank) {
  const std::string name = absl::AsciiStrToUpper(text);
  const EnumValueDescriptor* value = type.FindValueByName(name);
  if (value == nullptr) {
    value = type.FindValueByName(absl::StrCat(PrefixOf(type), name));
  }
  if (value == nullptr) return false;
  rank = value->number();
  return true;
}

bool ReadDate(const std::string& text, int64_t& rank) {
  absl::CivilDay day;
  if (text.size() != 10 || !absl::ParseCivilTime(text, &day)) return false;
  rank = (day.year() * 100 + day.month()) * 100 + day.day();
  return true;
}

bool ReadTime(const std::string& text, int64_t& rank) {
  absl::Time time;
  std::string error;
  if (!absl::ParseTime(absl::RFC3339_full, text, &time, &error)) return false;
  rank = absl::ToUnixMicros(time);
  return true;
}

// Euros with at most two decimals behind a point or a comma.
bool ReadMoney(absl::string_view text, int64_t& rank) {
  const bool is_negative = absl::ConsumePrefix(&text, "-");
  const std::vector<absl::string_view> parts =
      absl::StrSplit(text, absl::ByAnyChar(".,"));
  int64_t euros = 0;
  int64_t cents = 0;
  const auto is_digits = [](absl::string_view digits) {
    for (const char c : digits) {
      if (!absl::ascii_isdigit(c)) return false;
    }
    return !digits.empty();
  };
  if (parts.size() > 2 || !is_digits(parts[0]) ||
      !absl::SimpleAtoi(parts[0], &euros) ||
      euros > std::numeric_limits<int64_t>::max() / 100 - 1) {
    return false;
  }
  if (parts.size() == 2) {
    if (parts[1].size() > 2 || !is_digits(parts[1]) ||
        !absl::SimpleAtoi(parts[1], &cents)) {
      return false;
    }
    if (parts[1].size() == 1) cents *= 10;
  }
  rank = (euros * 100 + cents) * (is_negative ? -1 : 1);
  return true;
}

void ReadText(absl::string_view text, bool is_quoted, const Fold& fold,
              Test& test) {
  if (!is_quoted && test.comparator != Comparator::kHas) {
    test.is_open_before = absl::ConsumePrefix(&text, "*");
    test.is_open_after = absl::ConsumeSuffix(&text, "*");
  }
  test.text = fold(text);
}

}  // namespace

bool Takes(Kind kind, Comparator comparator) {
  switch (kind) {
    case Kind::kTexts:
      return comparator == Comparator::kHas;
    case Kind::kText:
      return comparator == Comparator::kEqual ||
             comparator == Comparator::kNotEqual ||
             comparator == Comparator::kHas;
    case Kind::kFlag:
    case Kind::kChoice:
      return comparator == Comparator::kEqual ||
             comparator == Comparator::kNotEqual;
    default:
      return comparator != Comparator::kHas;
  }
}

std::string ComparatorsOf(Kind kind) {
  switch (kind) {
    case Kind::kTexts:
      return ":";
    case Kind::kText:
      return "=, !=, :";
    case Kind::kFlag:
    case Kind::kChoice:
      return "=, !=";
    default:
      return "=, !=, <, <=, >, >=";
  }
}

Sentence ExampleOf(const Test& test) {
  const auto same = [](const std::string& text) {
    return Sentence{.en = text, .fr = text, .nl = text};
  };
  switch (test.kind) {
    case Kind::kNumber:
      return same("12");
    case Kind::kMoney:
      return same("1250.00");
    case Kind::kDate:
      return same("2018-12-31");
    case Kind::kTime:
      return same("\"2018-12-31T12:00:00Z\"");
    case Kind::kFlag:
      return same("true");
    case Kind::kChoice: {
      const EnumDescriptor& type = *test.path.back()->enum_type();
      const std::string prefix = PrefixOf(type);
      std::string all;
      for (int i = 1; i < type.value_count(); ++i) {
        absl::StrAppend(&all, all.empty() ? "" : ", ",
                        type.value(i)->name().substr(prefix.size()));
      }
      return same(all);
    }
    default:
      return {.en = "\"text\"", .fr = "\"texte\"", .nl = "\"tekst\""};
  }
}

bool ReadValue(const std::string& text, bool is_quoted, const Fold& fold,
               Test& test) {
  switch (test.kind) {
    case Kind::kText:
    case Kind::kTexts:
      ReadText(text, is_quoted, fold, test);
      return true;
    case Kind::kNumber:
      return absl::SimpleAtoi(text, &test.rank);
    case Kind::kMoney:
      return ReadMoney(text, test.rank);
    case Kind::kDate:
      return ReadDate(text, test.rank);
    case Kind::kTime:
      return ReadTime(text, test.rank);
    case Kind::kFlag:
      test.rank = text == "true" ? 1 : 0;
      return text == "true" || text == "false";
    case Kind::kChoice:
      return ReadChoice(text, *test.path.back()->enum_type(), test.rank);
  }
  return false;
}

}  // namespace entente::filter
