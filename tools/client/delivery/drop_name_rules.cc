#include "tools/client/delivery/drop_name_rules.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/string_view.h"
#include "services/common/base/utf8.h"
#include "services/common/shapes/shapes.h"

namespace entente::client {
namespace {

constexpr size_t kNameBytesMax = 100;

// Letters with accents: Latin-1 to Latin Extended-B, Latin Extended Additional.
bool IsAccented(uint32_t character) {
  constexpr uint32_t kTimes = 0xD7;
  constexpr uint32_t kDividedBy = 0xF7;
  return (character >= 0xC0 && character <= 0x24F && character != kTimes &&
          character != kDividedBy) ||
         (character >= 0x1E00 && character <= 0x1EFF);
}

// Accents that follow their letter; one of those characters is none, and shows
// as nothing.
bool IsMark(uint32_t character) {
  constexpr uint32_t kJoiner = 0x34F;
  return character >= 0x300 && character <= 0x36F && character != kJoiner;
}

bool IsPlain(char c) {
  constexpr absl::string_view kOthers = " ._-()[]";
  return absl::ascii_isalnum(static_cast<unsigned char>(c)) ||
         kOthers.find(c) != absl::string_view::npos;
}

// The character at `at` of well-formed UTF-8, and how many bytes it takes; of
// four bytes none is a letter, and 0 stands for it.
uint32_t CharacterAt(absl::string_view name, size_t at, size_t& bytes) {
  const auto bits = [&name](size_t from, unsigned mask) {
    return static_cast<uint32_t>(static_cast<unsigned char>(name[from]) & mask);
  };
  const auto lead = static_cast<unsigned char>(name[at]);
  bytes = lead < 0x80 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
  switch (bytes) {
    case 1:
      return lead;
    case 2:
      return bits(at, 0x1F) << 6 | bits(at + 1, 0x3F);
    case 3:
      return bits(at, 0x0F) << 12 | bits(at + 1, 0x3F) << 6 |
             bits(at + 2, 0x3F);
    default:
      return 0;
  }
}

// `name`, of well-formed UTF-8, without its accents that follow their letters;
// nullopt where it holds another character than a name may, or such an accent
// behind no letter.
std::optional<std::string> WithoutMarks(absl::string_view name) {
  std::string without;
  bool is_behind_letter = false;
  size_t bytes = 0;
  for (size_t i = 0; i < name.size(); i += bytes) {
    const uint32_t character = CharacterAt(name, i, bytes);
    if (IsMark(character)) {
      if (!is_behind_letter) return std::nullopt;
      continue;
    }
    if (bytes == 1 ? !IsPlain(name[i]) : !IsAccented(character)) {
      return std::nullopt;
    }
    is_behind_letter =
        bytes > 1 || absl::ascii_isalpha(static_cast<unsigned char>(name[i]));
    without.append(name.data() + i, bytes);
  }
  return without;
}

// Whether a report is named, as files spell its number: BR.12.L3.123456-2018 or
// BR_12_L3_123456_2018.
bool HasReportNumber(std::string name) {
  std::replace_if(
      name.begin(), name.end(),
      [](char c) {
        return absl::string_view("_ ()[]").find(c) != absl::string_view::npos;
      },
      '-');
  for (size_t i = 0; i + 2 <= name.size(); ++i) {
    if (i > 0 && absl::ascii_isalnum(static_cast<unsigned char>(name[i - 1]))) {
      continue;
    }
    const absl::string_view letters = absl::string_view(name).substr(i, 2);
    // No court district but a police zone, behind which a month would make a
    // report of it: PZ5339-2024-03.
    if (absl::EqualsIgnoreCase(letters, "PZ") ||
        absl::EqualsIgnoreCase(letters, "ZP")) {
      name.replace(i, 2, "--");
    }
  }
  return FindShapeInText(name) == Shape::kReportNumber;
}

}  // namespace

bool IsDropName(const std::string& name) {
  if (name.empty() || name.size() > kNameBytesMax || name[0] == '.' ||
      !IsValidUtf8(name)) {
    return false;
  }
  const std::optional<std::string> plain = WithoutMarks(name);
  if (!plain.has_value() || HasReportNumber(*plain)) return false;
  std::string searched = *plain;
  // Between the figures of a number they say no more than round ones do.
  std::replace(searched.begin(), searched.end(), '[', '(');
  std::replace(searched.begin(), searched.end(), ']', ')');
  const Shape shape = FindPersonInText(searched);
  // Times and numbers of exports look like telephones; those are no reason.
  return shape != Shape::kNationalNumber && shape != Shape::kEmail;
}

}  // namespace entente::client
