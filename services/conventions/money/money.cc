#include "services/conventions/money/money.h"

#include <algorithm>
#include <limits>
#include <map>
#include <numeric>

#include "absl/numeric/int128.h"
#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/strip.h"
#include "services/common/base/error.h"

namespace entente::conventions {
namespace {

constexpr int32_t kNanosPerCent = 10'000'000;
constexpr int64_t kCentsMax = std::numeric_limits<int64_t>::max();
constexpr size_t kWeightsMax = 1'000'000;
// The longest amount that fits 64 bits, grouped, with its currency, has 40.
constexpr size_t kAmountBytesMax = 80;

using Figures = std::map<std::string, std::string>;

absl::Status Refuse(absl::string_view reason, absl::string_view field,
                    Figures figures, Sentence sentence) {
  return MakeError(absl::StatusCode::kInvalidArgument,
                   {.reason = std::string(reason),
                    .field = std::string(field),
                    .metadata = std::move(figures),
                    .sentence = std::move(sentence)});
}

// Never the text itself: who mixes up two columns gives a name or a number of a
// person here.
absl::Status Malformed(absl::string_view text) {
  const size_t count = text.size();
  return Refuse(
      "MALFORMED_AMOUNT", "", {{"bytes", absl::StrCat(count)}},
      {.en = absl::StrCat("These ", count,
                          " bytes are not an amount in euros. Write it as "
                          "1.896.439,60 EUR."),
       .fr = absl::StrCat("Ces ", count,
                          " octets ne sont pas un montant en euros. "
                          "Écrivez-le comme 1.896.439,60 EUR."),
       .nl = absl::StrCat("Deze ", count,
                          " bytes zijn geen bedrag in euro. Schrijf het als "
                          "1.896.439,60 EUR.")});
}

absl::Status Overflow(absl::string_view field, Figures figures) {
  const std::string most = FormatBelgianAmount(kCentsMax);
  figures["amount_cents_max"] = absl::StrCat(kCentsMax);
  return Refuse("AMOUNT_OVERFLOW", field, std::move(figures),
                {.en = absl::StrCat("The amount has more digits than any "
                                    "amount in euros. Give at most ",
                                    most, "."),
                 .fr = absl::StrCat("Le montant a plus de chiffres qu'aucun "
                                    "montant en euros. Donnez au plus ",
                                    most, "."),
                 .nl = absl::StrCat("Het bedrag heeft meer cijfers dan enig "
                                    "bedrag in euro. Geef hoogstens ",
                                    most, ".")});
}

Figures FiguresOf(const google::type::Money& money) {
  return {{"units", absl::StrCat(money.units())},
          {"nanos", absl::StrCat(money.nanos())}};
}

// As given where it has the shape of a currency, so that nothing else is
// repeated.
std::string CurrencyOf(const google::type::Money& money) {
  const std::string& code = money.currency_code();
  const bool is_code =
      code.size() <= 3 && std::all_of(code.begin(), code.end(), [](char c) {
        return absl::ascii_isalpha(static_cast<unsigned char>(c));
      });
  return is_code ? code : "?";
}

// "1,005" of units and nanos that have one sign.
std::string Written(const google::type::Money& money) {
  std::string text = absl::StrFormat(
      "%s%d,%09d", money.units() == 0 && money.nanos() < 0 ? "-" : "",
      money.units(), money.nanos() < 0 ? -money.nanos() : money.nanos());
  while (text.back() == '0' && text[text.size() - 3] != ',') text.pop_back();
  return text;
}

// Spaces of every width become plain ones, so that groups read alike.
std::string PlainSpaces(absl::string_view text) {
  // No-break, figure, punctuation, thin, hair, narrow no-break spaces.
  static constexpr absl::string_view kSpaces[] = {
      "\u00a0", "\u2007", "\u2008", "\u2009", "\u200a", "\u202f", "\t"};
  std::string plain;
  while (!text.empty()) {
    bool is_space = false;
    for (const absl::string_view space : kSpaces) {
      if (absl::ConsumePrefix(&text, space)) {
        plain.push_back(' ');
        is_space = true;
        break;
      }
    }
    if (is_space) continue;
    plain.push_back(text.front());
    text.remove_prefix(1);
  }
  return plain;
}

// Removes one currency word from either end; false when both carry one.
bool StripCurrency(absl::string_view* text) {
  static constexpr absl::string_view kWords[] = {"euros", "euro", "eur", "€"};
  int found = 0;
  for (const absl::string_view word : kWords) {
    if (absl::StartsWithIgnoreCase(*text, word)) {
      text->remove_prefix(word.size());
      ++found;
      break;
    }
  }
  for (const absl::string_view word : kWords) {
    if (absl::EndsWithIgnoreCase(*text, word)) {
      text->remove_suffix(word.size());
      ++found;
      break;
    }
  }
  *text = absl::StripAsciiWhitespace(*text);
  return found <= 1;
}

bool AllDigits(absl::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) {
    return c >= '0' && c <= '9';
  });
}

// Digits of the whole part in groups of three, or without groups. One kind of
// separator only: "1.896 439" is nobody's notation. Nor does a grouped number
// begin with 0: "0.125" is an eighth to whoever wrote it.
bool ReadGroups(absl::string_view whole, std::string* digits) {
  char separator = 0;
  size_t group = 0;
  bool is_first = true;
  for (const char c : whole) {
    if (c >= '0' && c <= '9') {
      digits->push_back(c);
      ++group;
      continue;
    }
    if (c != '.' && c != ' ' && c != ',') return false;
    if (separator != 0 && c != separator) return false;
    if (is_first ? group == 0 || group > 3 : group != 3) return false;
    if (whole.front() == '0') return false;
    separator = c;
    is_first = false;
    group = 0;
  }
  return separator == 0 ? group > 0 : group == 3;
}

}  // namespace

absl::StatusOr<int64_t> ParseAmountCents(absl::string_view text) {
  if (text.size() > kAmountBytesMax) return Malformed(text);
  const std::string plain = PlainSpaces(text);
  absl::string_view rest = absl::StripAsciiWhitespace(plain);
  bool is_negative = absl::ConsumePrefix(&rest, "-");
  rest = absl::StripLeadingAsciiWhitespace(rest);
  if (!StripCurrency(&rest)) return Malformed(text);
  if (!is_negative && absl::ConsumePrefix(&rest, "-")) is_negative = true;

  // The last point or comma separates decimals when one or two digits follow.
  absl::string_view whole = rest;
  std::string cents_text = "00";
  const size_t mark = rest.find_last_of(".,");
  if (mark != absl::string_view::npos) {
    const absl::string_view decimals = rest.substr(mark + 1);
    if (AllDigits(decimals) && decimals.size() <= 2) {
      whole = rest.substr(0, mark);
      cents_text = std::string(decimals);
      if (cents_text.size() == 1) cents_text.push_back('0');
      // "1.896.43": one mark cannot both group and end.
      if (absl::StrContains(whole, rest[mark])) return Malformed(text);
    }
  }
  // In Belgium a lone comma ends the euros: "1,234" has a digit too many.
  if (whole.size() == rest.size() &&
      std::count(whole.begin(), whole.end(), ',') == 1) {
    return Malformed(text);
  }
  std::string digits;
  if (!ReadGroups(whole, &digits)) return Malformed(text);
  digits += cents_text;
  absl::uint128 cents = 0;
  for (const char c : digits) {
    cents = cents * 10 + static_cast<unsigned>(c - '0');
    if (cents > static_cast<absl::uint128>(kCentsMax)) {
      return Overflow("", {{"digits", absl::StrCat(digits.size())}});
    }
  }
  const auto value = static_cast<int64_t>(absl::Uint128Low64(cents));
  return is_negative ? -value : value;
}

namespace {

// "1.896.439,60" with the marks of the language; the sign in front.
std::string Grouped(int64_t cents, char group, char decimal) {
  const uint64_t magnitude = cents < 0 ? 0 - static_cast<uint64_t>(cents)
                                       : static_cast<uint64_t>(cents);
  const std::string whole = absl::StrCat(magnitude / 100);
  std::string text = cents < 0 ? "-" : "";
  for (size_t i = 0; i < whole.size(); ++i) {
    if (i > 0 && (whole.size() - i) % 3 == 0) text.push_back(group);
    text.push_back(whole[i]);
  }
  text.push_back(decimal);
  absl::StrAppend(&text, absl::Dec(magnitude % 100, absl::kZeroPad2));
  return text;
}

}  // namespace

std::string FormatBelgianAmount(int64_t cents) {
  return absl::StrCat(Grouped(cents, '.', ','), " EUR");
}

std::string FormatAmount(int64_t cents, absl::string_view language_code) {
  if (language_code == "en") {
    return absl::StrCat("EUR ", Grouped(cents, ',', '.'));
  }
  return FormatBelgianAmount(cents);
}

google::type::Money MoneyFromCents(int64_t cents) {
  google::type::Money money;
  money.set_currency_code("EUR");
  money.set_units(cents / 100);
  money.set_nanos(static_cast<int32_t>(cents % 100) * kNanosPerCent);
  return money;
}

absl::StatusOr<int64_t> CentsFromMoney(const google::type::Money& money,
                                       absl::string_view field) {
  if (money.currency_code() != "EUR") {
    Figures figures = FiguresOf(money);
    const std::string code = CurrencyOf(money);
    figures["currency_code"] = code;
    return Refuse(
        "CURRENCY_NOT_EUR", field, std::move(figures),
        {.en = absl::StrCat(field, " is ", money.units(), " in the currency \"",
                            code, "\"; it must be in EUR."),
         .fr = absl::StrCat(field, " est de ", money.units(),
                            " dans la devise « ", code,
                            " » ; il doit être en EUR."),
         .nl = absl::StrCat(field, " is ", money.units(), " in de munt \"",
                            code, "\"; het moet in EUR zijn.")});
  }
  const int64_t units = money.units();
  const int32_t nanos = money.nanos();
  if (nanos <= -1'000'000'000 || nanos >= 1'000'000'000 ||
      (units > 0 && nanos < 0) || (units < 0 && nanos > 0)) {
    return Refuse(
        "MALFORMED_AMOUNT", field, FiguresOf(money),
        {.en = absl::StrCat(field, ": units (", units, ") and nanos (", nanos,
                            ") must have one sign, and nanos be less than one "
                            "euro (1000000000)."),
         .fr = absl::StrCat(field, " : units (", units, ") et nanos (", nanos,
                            ") doivent être de même signe, et nanos inférieur "
                            "à un euro (1000000000)."),
         .nl = absl::StrCat(field, ": units (", units, ") en nanos (", nanos,
                            ") moeten hetzelfde teken hebben, en nanos minder "
                            "zijn dan een euro (1000000000).")});
  }
  if (nanos % kNanosPerCent != 0) {
    const std::string given = Written(money);
    return Refuse("AMOUNT_NOT_IN_CENTS", field, FiguresOf(money),
                  {.en = absl::StrCat(field, " is ", given,
                                      " EUR; it must be in whole cents."),
                   .fr = absl::StrCat(field, " est de ", given,
                                      " EUR ; il doit être en cents entiers."),
                   .nl = absl::StrCat(field, " is ", given,
                                      " EUR; het moet in hele cent zijn.")});
  }
  const absl::int128 cents = absl::int128(units) * 100 + nanos / kNanosPerCent;
  if (cents > kCentsMax || cents < -absl::int128(kCentsMax)) {
    return Overflow(field, FiguresOf(money));
  }
  return static_cast<int64_t>(cents);
}

int64_t Cents(const google::type::Money& money) {
  return CentsFromMoney(money, "").value_or(0);
}

std::string FormatDecimal(int64_t cents) {
  // Unsigned, so that the least number has an opposite.
  const uint64_t size = cents < 0 ? 0 - static_cast<uint64_t>(cents)
                                  : static_cast<uint64_t>(cents);
  return absl::StrFormat("%s%d.%02d", cents < 0 ? "-" : "", size / 100,
                         size % 100);
}

int64_t ShareOf(int64_t cents, int32_t basis_points) {
  return cents / 10'000 * basis_points + cents % 10'000 * basis_points / 10'000;
}

absl::StatusOr<std::vector<int64_t>> SplitByLargestRemainder(
    int64_t cents, const std::vector<int64_t>& weights) {
  absl::int128 total = 0;
  for (const int64_t weight : weights) {
    if (weight < 0) total = -1;
    if (total < 0) break;
    total += weight;
  }
  if (total <= 0 || total > kCentsMax || weights.size() > kWeightsMax) {
    return Refuse(
        "MALFORMED_WEIGHTS", "", {{"weights", absl::StrCat(weights.size())}},
        {.en = "Weights must be zero or more, one of them above zero.",
         .fr = "Les poids doivent être nuls ou positifs, et l'un au moins "
               "supérieur à zéro.",
         .nl = "Gewichten moeten nul of meer zijn, en minstens één groter dan "
               "nul."});
  }
  // The sign is set aside so that remainders compare alike for corrections.
  const absl::int128 amount =
      cents < 0 ? -absl::int128(cents) : absl::int128(cents);
  std::vector<int64_t> shares(weights.size());
  std::vector<int64_t> remainders(weights.size());
  absl::int128 given = 0;
  for (size_t i = 0; i < weights.size(); ++i) {
    const absl::int128 product = amount * weights[i];
    shares[i] = static_cast<int64_t>(product / total);
    remainders[i] = static_cast<int64_t>(product % total);
    given += shares[i];
  }
  std::vector<size_t> order(weights.size());
  std::iota(order.begin(), order.end(), size_t{0});
  std::stable_sort(order.begin(), order.end(), [&](size_t a, size_t b) {
    return remainders[a] > remainders[b];
  });
  const auto missing = static_cast<size_t>(amount - given);
  for (size_t i = 0; i < missing; ++i) ++shares[order[i]];
  if (cents < 0) {
    for (int64_t& share : shares) share = -share;
  }
  return shares;
}

}  // namespace entente::conventions
