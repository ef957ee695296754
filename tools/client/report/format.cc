#include "tools/client/report/format.h"

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"

namespace entente::client {
namespace {

using conventions::v1::MeasureKind;

constexpr absl::string_view kReplacement = "\xEF\xBF\xBD";

// Length in bytes of the UTF-8 sequence at the head of `text`, 0 when broken.
size_t SequenceLength(absl::string_view text) {
  const auto byte = [&](size_t i) {
    return static_cast<unsigned char>(text[i]);
  };
  const unsigned char head = byte(0);
  size_t length = 0;
  if (head < 0x80) return 1;
  if (head >= 0xC2 && head <= 0xDF) length = 2;
  if (head >= 0xE0 && head <= 0xEF) length = 3;
  if (head >= 0xF0 && head <= 0xF4) length = 4;
  if (length == 0 || length > text.size()) return 0;
  for (size_t i = 1; i < length; ++i) {
    if ((byte(i) & 0xC0) != 0x80) return 0;
  }
  return length;
}

// Controls above ASCII and marks that reorder what is read (U+0080-009F,
// U+202A-202E, U+2066-2069).
bool IsSteering(absl::string_view sequence) {
  const auto byte = [&](size_t i) {
    return static_cast<unsigned char>(sequence[i]);
  };
  if (sequence.size() == 2) return byte(0) == 0xC2 && byte(1) < 0xA0;
  if (sequence.size() != 3 || byte(0) != 0xE2) return false;
  return (byte(1) == 0x80 && byte(2) >= 0xAA && byte(2) <= 0xAE) ||
         (byte(1) == 0x81 && byte(2) >= 0xA6 && byte(2) <= 0xA9);
}

}  // namespace

const std::string& In(const Sentence& sentence, Language language) {
  if (language == Language::kEn) return sentence.en;
  const std::string& wanted =
      language == Language::kFr ? sentence.fr : sentence.nl;
  return wanted.empty() ? sentence.en : wanted;
}

const std::string& In(const common::v1::LocalizedText& text,
                      Language language) {
  const bool is_dutch = language == Language::kNl;
  for (const std::string* candidate :
       {is_dutch ? &text.nl() : &text.fr(), is_dutch ? &text.fr() : &text.nl(),
        &text.de()}) {
    if (!candidate->empty()) return *candidate;
  }
  return text.en();
}

std::string Whole(int64_t value) {
  std::string digits = absl::StrCat(value);
  const size_t first = value < 0 ? 1 : 0;
  for (size_t i = digits.size(); i > first + 3;) {
    i -= 3;
    digits.insert(i, 1, '.');
  }
  return digits;
}

std::string Amount(int64_t cents) {
  const int64_t rest = cents % 100;
  return absl::StrFormat("%s%s,%02d", cents < 0 && cents > -100 ? "-" : "",
                         Whole(cents / 100), rest < 0 ? -rest : rest);
}

std::string Duration(int64_t minutes) {
  if (minutes % 60 == 0) return absl::StrCat(Whole(minutes / 60), " h");
  return absl::StrFormat("%s h %02d", Whole(minutes / 60), minutes % 60);
}

std::string Figure(MeasureKind kind, int64_t value, int64_t denominator) {
  switch (kind) {
    case MeasureKind::MEASURE_KIND_HOURS:
      return Duration(value);
    case MeasureKind::MEASURE_KIND_YES_NO:
      return value != 0 ? "oui / ja" : "non / nee";
    case MeasureKind::MEASURE_KIND_RATIO:
      return absl::StrCat(Whole(value), "/", Whole(denominator));
    case MeasureKind::MEASURE_KIND_QUALITATIVE:
      return "en mots / in woorden";
    default:
      return Whole(value);
  }
}

std::string AgreedFigure(MeasureKind kind, int64_t value) {
  if (kind == MeasureKind::MEASURE_KIND_RATIO) {
    return absl::StrCat(value, " %");
  }
  return Figure(kind, value, 0);
}

std::optional<absl::CivilDay> Day(const google::type::Date& date) {
  if (date.year() == 0 || date.month() == 0 || date.day() == 0) {
    return std::nullopt;
  }
  return absl::CivilDay(date.year(), date.month(), date.day());
}

std::string DayText(absl::CivilDay day) {
  return absl::StrFormat("%02d/%02d/%04d", day.day(), day.month(), day.year());
}

std::string DayText(const google::type::Date& date) {
  if (const auto day = Day(date)) return DayText(*day);
  if (date.year() != 0 && date.month() != 0) {
    return absl::StrFormat("%02d/%04d", date.month(), date.year());
  }
  return "–";
}

std::string Clean(absl::string_view text) {
  std::string clean;
  clean.reserve(text.size());
  while (!text.empty()) {
    const size_t length = SequenceLength(text);
    const absl::string_view sequence = text.substr(0, length == 0 ? 1 : length);
    const unsigned char head = static_cast<unsigned char>(sequence[0]);
    if (head == '\n' || head == '\t' || head == '\r') {
      clean += ' ';
    } else if (length == 0 || head < 0x20 || head == 0x7F ||
               IsSteering(sequence)) {
      absl::StrAppend(&clean, kReplacement);
    } else {
      absl::StrAppend(&clean, sequence);
    }
    text.remove_prefix(sequence.size());
  }
  return clean;
}

size_t Columns(absl::string_view text) {
  size_t columns = 0;
  for (const char c : text) {
    if ((static_cast<unsigned char>(c) & 0xC0) != 0x80) ++columns;
  }
  return columns;
}

std::string PadRight(absl::string_view text, size_t columns) {
  const size_t taken = Columns(text);
  if (taken <= columns) {
    return absl::StrCat(text, std::string(columns - taken, ' '));
  }
  std::string cut;
  size_t count = 0;
  for (const char c : text) {
    const bool is_head = (static_cast<unsigned char>(c) & 0xC0) != 0x80;
    if (is_head && ++count >= columns) break;
    cut += c;
  }
  return absl::StrCat(cut, "…");
}

std::string PadLeft(absl::string_view text, size_t columns) {
  const size_t taken = Columns(text);
  if (taken >= columns) return std::string(text);
  return absl::StrCat(std::string(columns - taken, ' '), text);
}

}  // namespace entente::client
