#include "tools/client/sheets/sheet.h"

#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"
#include "tools/client/files.h"

namespace entente::client {
namespace {

constexpr absl::string_view kVersion = "ent1";
constexpr size_t kDigestDigits = 16;
constexpr size_t kCheckDigits = 8;
constexpr size_t kEventDigits = 32;
constexpr size_t kSourceBytesMax = 32;

bool AreDigits(absl::string_view text, size_t size) {
  if (text.size() != size) return false;
  for (const char c : text) {
    if (!absl::ascii_isdigit(static_cast<unsigned char>(c))) return false;
  }
  return true;
}

bool AreHexDigits(absl::string_view text, size_t size) {
  if (text.size() != size) return false;
  for (const char c : text) {
    if (!absl::ascii_isdigit(static_cast<unsigned char>(c)) &&
        (c < 'a' || c > 'f')) {
      return false;
    }
  }
  return true;
}

bool IsSource(absl::string_view text) {
  if (text.empty() || text.size() > kSourceBytesMax || text[0] < 'a' ||
      text[0] > 'z') {
    return false;
  }
  for (const char c : text) {
    if ((c < 'a' || c > 'z') && (c < '0' || c > '9') && c != '-') return false;
  }
  return true;
}

// Length and bytes, so that two texts never read as another two.
void Add(absl::string_view part, std::string& message) {
  absl::StrAppend(&message, "\n", part.size(), ":", part);
}

std::string MessageOf(absl::string_view use, const SheetKey& key) {
  std::string message(use);
  Add(key.municipality, message);
  Add(key.source, message);
  Add(key.MonthText(), message);
  return message;
}

// A ' stands in CSV where a text would else begin a formula (csv_writer.h), and
// is no part of it.
std::string Label(absl::string_view text) {
  return absl::StrReplaceAll(PlainText(text), {{"'", ""}});
}

void AddRow(size_t number, const SheetRow& row, std::string& message) {
  Add(absl::StrCat(number), message);
  Add(FormatRowCode(row.measure, row.split), message);
  Add(row.area, message);
  Add(Label(row.title), message);
  Add(Label(row.unit), message);
}

}  // namespace

std::string FormatRowCode(absl::string_view measure, absl::string_view split) {
  return split.empty() ? std::string(measure)
                       : absl::StrCat(measure, "/", split);
}

void ParseRowCode(absl::string_view text, SheetPlace& place) {
  const std::pair<absl::string_view, absl::string_view> parts =
      absl::StrSplit(text, absl::MaxSplits('/', 1));
  place.measure = std::string(parts.first);
  place.split = std::string(parts.second);
}

std::string ParseArea(absl::string_view text) {
  const std::string plain = PlainText(text);
  return plain.substr(0, plain.find(' '));
}

bool IsUnknownPart(absl::string_view split) {
  return absl::EndsWith(split, "=unknown");
}

std::string SheetKey::MonthText() const {
  return absl::StrFormat("%04d-%02d", month.year(), month.month());
}

std::string FormatSheetCode(const Sheet& sheet) {
  return absl::StrFormat("%s-%s-%s-%04d-%s-%s", kVersion,
                         sheet.key.municipality, sheet.key.MonthText(),
                         sheet.rows.size(), RowsDigest(sheet.key, sheet.rows),
                         sheet.key.source);
}

CodeForm ParseSheetCode(absl::string_view text, SheetCode& code) {
  if (!absl::StartsWith(text, "ent")) return CodeForm::kNone;
  const std::vector<std::string> parts =
      absl::StrSplit(text, absl::MaxSplits('-', 6));
  if (parts.size() < 2 || parts[0].size() < kVersion.size() ||
      !AreDigits(absl::string_view(parts[0]).substr(3), parts[0].size() - 3)) {
    return CodeForm::kNone;
  }
  int year = 0;
  int month = 0;
  if (parts.size() != 7 || parts[0] != kVersion || !AreDigits(parts[1], 5) ||
      !AreDigits(parts[2], 4) || !absl::SimpleAtoi(parts[2], &year) ||
      !AreDigits(parts[3], 2) || !absl::SimpleAtoi(parts[3], &month) ||
      month < 1 || month > 12 || !AreDigits(parts[4], 4) ||
      !absl::SimpleAtoi(parts[4], &code.rows) || code.rows == 0 ||
      code.rows > kSheetRowsMax || !AreHexDigits(parts[5], kDigestDigits) ||
      !IsSource(parts[6])) {
    return CodeForm::kDamaged;
  }
  code.key.municipality = parts[1];
  code.key.source = parts[6];
  code.key.month.Clear();
  code.key.month.set_year(year);
  code.key.month.set_month(month);
  code.digest = parts[5];
  return CodeForm::kWhole;
}

std::string PlainText(absl::string_view text) {
  constexpr absl::string_view kNoBreakSpaces[] = {"\xc2\xa0", "\xe2\x80\xaf"};
  std::string plain;
  bool is_blank = false;
  while (!text.empty()) {
    size_t blank = absl::ascii_isspace(static_cast<unsigned char>(text[0]));
    for (const absl::string_view space : kNoBreakSpaces) {
      if (absl::StartsWith(text, space)) blank = space.size();
    }
    if (blank > 0) {
      is_blank = true;
      text.remove_prefix(blank);
      continue;
    }
    if (is_blank && !plain.empty()) plain += ' ';
    is_blank = false;
    plain += text[0];
    text.remove_prefix(1);
  }
  return plain;
}

std::string RowCheck(const SheetKey& key, size_t number, const SheetRow& row) {
  std::string message = MessageOf("entente sheet row 1", key);
  AddRow(number, row, message);
  // A letter first: a spreadsheet takes 12345678 or 1e234567 for a number.
  return absl::StrCat("r", Sha256Hex(message).substr(0, kCheckDigits));
}

std::string RowsDigest(const SheetKey& key, const std::vector<SheetRow>& rows) {
  std::string message = MessageOf("entente sheet 1", key);
  for (size_t i = 0; i < rows.size(); ++i) AddRow(i + 1, rows[i], message);
  return Sha256Hex(message).substr(0, kDigestDigits);
}

std::string SheetEventId(const SheetKey& key, const SheetPlace& place,
                         int revision) {
  std::string message = MessageOf("entente sheet event 1", key);
  Add(FormatRowCode(place.measure,
                    IsUnknownPart(place.split) ? "" : place.split),
      message);
  Add(place.area, message);
  Add(absl::StrCat(revision), message);
  return absl::StrCat("sheet-", Sha256Hex(message).substr(0, kEventDigits));
}

}  // namespace entente::client
