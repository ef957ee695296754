#include "services/conventions/document/text_fold.h"

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"

namespace entente::conventions {
namespace {

struct CodePoint {
  uint32_t value = 0;
  size_t bytes = 1;
};

// Input was checked to be UTF-8; a stray byte still advances by one.
CodePoint Decode(absl::string_view text, size_t at) {
  const auto byte = [&](size_t i) {
    return static_cast<unsigned char>(text[at + i]);
  };
  const unsigned char lead = byte(0);
  const size_t left = text.size() - at;
  if (lead < 0x80) return {lead, 1};
  if (lead >= 0xc2 && lead < 0xe0 && left >= 2) {
    return {(lead & 0x1fu) << 6 | (byte(1) & 0x3fu), 2};
  }
  if (lead >= 0xe0 && lead < 0xf0 && left >= 3) {
    return {(lead & 0x0fu) << 12 | (byte(1) & 0x3fu) << 6 | (byte(2) & 0x3fu),
            3};
  }
  if (lead >= 0xf0 && left >= 4) {
    return {(lead & 0x07u) << 18 | (byte(1) & 0x3fu) << 12 |
                (byte(2) & 0x3fu) << 6 | (byte(3) & 0x3fu),
            4};
  }
  return {lead, 1};
}

bool IsSpace(uint32_t c) {
  return c == ' ' || c == '\t' || c == '\v' || c == '\f' || c == '\r' ||
         c == 0x85 || c == 0xa0 || c == 0x1680 ||
         (c >= 0x2000 && c <= 0x200a) || c == 0x2028 || c == 0x2029 ||
         c == 0x202f || c == 0x205f || c == 0x3000;
}

bool IsInvisible(uint32_t c) {
  return c == 0xad || (c >= 0x200b && c <= 0x200f) ||
         (c >= 0x202a && c <= 0x202e) || (c >= 0x2060 && c <= 0x2069) ||
         c == 0xfeff || c < 0x09 || (c > 0x0d && c < 0x20) || c == 0x7f;
}

// Base letters of U+00C0 to U+00FF; '?' where more than a letter is needed.
constexpr char kLatin1[] =
    "aaaaaa?ceeeeiiiidnooooo?ouuuuy??aaaaaa?ceeeeiiiidnooooo?ouuuuy?y";
static_assert(sizeof(kLatin1) == 65);
// Base letters of U+0100 to U+017F.
constexpr char kLatinExtended[] =
    "aaaaaaccccccccddddeeeeeeeeeegggggggghhhhiiiiiiiiii??jjkkkllllllllll"
    "nnnnnnnnnoooooo??rrrrrrssssssssttttttuuuuuuuuuuuuwwyyyzzzzzzs";
static_assert(sizeof(kLatinExtended) == 129);

absl::string_view FoldQuotesAndMarks(uint32_t c, bool* is_known) {
  *is_known = true;
  switch (c) {
    case '"':
    case 0xab:
    case 0xbb:
    case 0x201c:
    case 0x201d:
    case 0x201e:
    case 0x201f:
    case 0x2033:
      return "";
    case '`':
    case 0xb4:
    case 0x2018:
    case 0x2019:
    case 0x201a:
    case 0x201b:
    case 0x2032:
    case 0x2bc:
      return "'";
    case 0x2010:
    case 0x2011:
    case 0x2012:
    case 0x2013:
    case 0x2014:
    case 0x2015:
    case 0x2212:
      return "-";
    case 0x2026:
      return "...";
    case 0xb0:
    case 0xba:
      return "o";
    case 0x20ac:
      return "eur";
    default:
      *is_known = false;
      return "";
  }
}

absl::string_view FoldLigature(uint32_t c, bool* is_known) {
  *is_known = true;
  switch (c) {
    case 0xc6:
    case 0xe6:
      return "ae";
    case 0x152:
    case 0x153:
      return "oe";
    case 0x132:
    case 0x133:
      return "ij";
    case 0xdf:
      return "ss";
    case 0xde:
    case 0xfe:
      return "th";
    case 0xfb00:
      return "ff";
    case 0xfb01:
      return "fi";
    case 0xfb02:
      return "fl";
    case 0xfb03:
      return "ffi";
    case 0xfb04:
      return "ffl";
    default:
      *is_known = false;
      return "";
  }
}

// What `c` folds to; `scratch` holds one letter.
absl::string_view FoldCharacter(uint32_t c, absl::string_view original,
                                char* scratch) {
  if (c >= 0x300 && c <= 0x36f) return "";
  bool is_known = false;
  const absl::string_view mark = FoldQuotesAndMarks(c, &is_known);
  if (is_known) return mark;
  const absl::string_view ligature = FoldLigature(c, &is_known);
  if (is_known) return ligature;
  if (c < 0x80) {
    *scratch = absl::ascii_tolower(static_cast<unsigned char>(c));
    return absl::string_view(scratch, 1);
  }
  char base = '?';
  if (c >= 0xc0 && c <= 0xff) base = kLatin1[c - 0xc0];
  if (c >= 0x100 && c <= 0x17f) base = kLatinExtended[c - 0x100];
  if (base == '?') return original;
  *scratch = base;
  return absl::string_view(scratch, 1);
}

}  // namespace

std::string CleanText(absl::string_view text) {
  std::string clean;
  clean.reserve(text.size());
  bool is_space_due = false;
  for (size_t at = 0; at < text.size();) {
    const CodePoint point = Decode(text, at);
    const absl::string_view original = text.substr(at, point.bytes);
    at += point.bytes;
    if (point.value == '\n') {
      clean.push_back('\n');
      is_space_due = false;
    } else if (IsSpace(point.value)) {
      is_space_due = !clean.empty() && clean.back() != '\n';
    } else if (!IsInvisible(point.value)) {
      if (is_space_due) clean.push_back(' ');
      is_space_due = false;
      clean.append(original.data(), original.size());
    }
  }
  return clean;
}

FoldedText FoldWithOrigin(absl::string_view text) {
  FoldedText folded;
  folded.text.reserve(text.size());
  folded.origin.reserve(text.size() + 1);
  char scratch = 0;
  for (size_t at = 0; at < text.size();) {
    const CodePoint point = Decode(text, at);
    const auto begin = static_cast<uint32_t>(at);
    const absl::string_view original = text.substr(at, point.bytes);
    at += point.bytes;
    if (point.value != '\n' && IsInvisible(point.value)) continue;
    absl::string_view made =
        IsSpace(point.value) ? " "
                             : FoldCharacter(point.value, original, &scratch);
    const bool is_at_edge = folded.text.empty() || folded.text.back() == ' ' ||
                            folded.text.back() == '\n';
    if (made == " " && is_at_edge) continue;
    folded.text.append(made.data(), made.size());
    folded.origin.resize(folded.text.size(), begin);
  }
  while (!folded.text.empty() && folded.text.back() == ' ') {
    folded.text.pop_back();
    folded.origin.pop_back();
  }
  folded.origin.push_back(static_cast<uint32_t>(text.size()));
  return folded;
}

std::string FoldText(absl::string_view text) {
  return FoldWithOrigin(text).text;
}

std::string FoldLabel(absl::string_view text) {
  std::string folded = FoldText(text);
  while (!folded.empty() && absl::string_view(" .;,:").find(folded.back()) !=
                                absl::string_view::npos) {
    folded.pop_back();
  }
  return folded;
}

}  // namespace entente::conventions
