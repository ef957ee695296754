#include "services/conventions/document/amount_scan.h"

#include <algorithm>

#include "absl/status/statusor.h"
#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/strip.h"
#include "services/conventions/money/money.h"

namespace entente::conventions {
namespace {

// Grouped digits of the largest amount have 27 bytes.
constexpr size_t kNumberBytesMax = 60;
// How far before a number its announcement may stand.
constexpr size_t kReach = 32;

bool IsDigit(const std::string& text, size_t at) {
  return at < text.size() && absl::ascii_isdigit(text[at]);
}

// End of the run of digits and single separators that begins at `begin`.
size_t NumberEnd(const std::string& text, size_t begin) {
  size_t at = begin;
  while (at < text.size() && at - begin < kNumberBytesMax) {
    if (IsDigit(text, at)) {
      ++at;
      continue;
    }
    const char c = text[at];
    // An apostrophe is no separator here, but part of the number: it is then
    // refused whole, where reading on behind it would cut an amount in pieces.
    const bool is_separator = c == '.' || c == ',' || c == ' ' || c == '\'';
    if (!is_separator || !IsDigit(text, at + 1)) break;
    at += 2;
  }
  return at;
}

// `from` is where the amount before ended: a currency belongs to one amount.
bool HasCurrencyBefore(const std::string& text, size_t from, size_t begin) {
  absl::string_view before = absl::string_view(text).substr(from, begin - from);
  absl::ConsumeSuffix(&before, " ");
  for (const absl::string_view word : {"euros", "euro", "eur"}) {
    if (!absl::ConsumeSuffix(&before, word)) continue;
    return before.empty() || !absl::ascii_isalpha(before.back());
  }
  return false;
}

bool HasCurrencyAfter(const std::string& text, size_t end) {
  absl::string_view after = absl::string_view(text).substr(end, 8);
  absl::ConsumePrefix(&after, " ");
  // "1.500,- EUR"
  if (absl::ConsumePrefix(&after, ",-")) {
    absl::ConsumePrefix(&after, " ");
  }
  for (const absl::string_view word : {"euros", "euro", "eur"}) {
    if (!absl::ConsumePrefix(&after, word)) continue;
    return after.empty() || !absl::ascii_isalpha(after[0]);
  }
  return false;
}

absl::string_view Announcement(const std::string& text, size_t begin) {
  const size_t from = begin < kReach ? 0 : begin - kReach;
  const absl::string_view before =
      absl::string_view(text).substr(from, begin - from);
  const size_t paragraph = before.rfind('\n');
  return paragraph == absl::string_view::npos ? before
                                              : before.substr(paragraph + 1);
}

bool IsAnnounced(const std::string& text, size_t begin) {
  const absl::string_view before = Announcement(text, begin);
  for (const absl::string_view words :
       {"montant de ", "montants de ", "somme de ", "bedrag van "}) {
    if (absl::EndsWith(before, words)) return true;
  }
  return false;
}

bool IsYear(absl::string_view text) {
  return text.size() == 4 && text[0] == '2' && text[1] == '0' &&
         absl::ascii_isdigit(text[2]) && absl::ascii_isdigit(text[3]);
}

// Whether the sign before the number at `begin` makes it negative. With a space
// behind it, or in "2018-2019", it is a dash.
bool HasMinusBefore(const std::string& text, size_t begin) {
  if (begin == 0 || text[begin - 1] != '-') return false;
  return begin == 1 || !absl::ascii_isalnum(text[begin - 2]);
}

// Reads the number, setting aside a year that stands right beside it: "pour
// 2018 60.000,00 EUR". Nothing else may be cut off an amount.
void ReadNumber(const std::string& text, bool has_currency_after,
                ScannedAmount* amount) {
  const absl::string_view number = absl::string_view(text).substr(
      amount->begin, amount->end - amount->begin);
  auto cents = ParseAmountCents(number);
  if (!cents.ok() && has_currency_after && number.size() > 5 &&
      number[4] == ' ' && IsYear(number.substr(0, 4))) {
    cents = ParseAmountCents(number.substr(5));
    if (cents.ok()) amount->begin += 5;
  } else if (!cents.ok() && !has_currency_after && number.size() > 5 &&
             number[number.size() - 5] == ' ' &&
             IsYear(number.substr(number.size() - 4))) {
    cents = ParseAmountCents(number.substr(0, number.size() - 5));
    if (cents.ok()) amount->end -= 5;
  }
  amount->is_malformed = !cents.ok();
  if (cents.ok()) amount->cents = *cents;
}

}  // namespace

std::vector<ScannedAmount> ScanAmounts(const std::string& folded) {
  std::vector<ScannedAmount> amounts;
  size_t currency_end = 0;
  for (size_t at = 0; at < folded.size();) {
    if (!IsDigit(folded, at)) {
      ++at;
      continue;
    }
    ScannedAmount amount;
    amount.begin = at;
    amount.end = NumberEnd(folded, at);
    at = amount.end;
    amount.is_negative = HasMinusBefore(folded, amount.begin);
    if (amount.is_negative) --amount.begin;
    const bool has_before =
        HasCurrencyBefore(folded, currency_end, amount.begin);
    const bool is_word = amount.begin > 0 && !has_before &&
                         absl::ascii_isalnum(folded[amount.begin - 1]);
    const bool has_after = HasCurrencyAfter(folded, amount.end);
    if (is_word) continue;
    if (!has_before && !has_after && !IsAnnounced(folded, amount.begin)) {
      continue;
    }
    const absl::string_view announcement = Announcement(folded, amount.begin);
    amount.is_total = absl::StrContains(announcement, "total") ||
                      absl::StrContains(announcement, "totaal");
    ReadNumber(folded, has_after, &amount);
    amounts.push_back(amount);
    // Past " eur" at least, so that it is not read again as one in front.
    currency_end = std::min(folded.size(), amount.end + (has_after ? 4 : 0));
  }
  return amounts;
}

}  // namespace entente::conventions
