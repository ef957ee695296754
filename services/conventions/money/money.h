// Amounts: EUR in whole int64 cents inside, google.type.Money at the edge,
// Belgian notation on paper ("1.896.439,60 EUR"). No floating point anywhere.
//
// Pure and thread-safe. Errors are INVALID_ARGUMENT with an ErrorDetail that
// has the figures that were given, never a text that was.
#ifndef SERVICES_CONVENTIONS_MONEY_MONEY_H_
#define SERVICES_CONVENTIONS_MONEY_MONEY_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "google/type/money.pb.h"

namespace entente::conventions {

// Reads one amount that is the whole of `text`: "1.896.439,60 EUR",
// "1 896 439,60" (also with no-break and thin spaces), "1896439.60",
// "€ 60.000", "60 000 euros". One or two decimals; groups of exactly three
// digits, the first not beginning with 0; a lone point before three groups them
// ("60.000"), a lone comma is the decimal mark and refused there ("1,234"). A
// minus sign in front is accepted. Errors: MALFORMED_AMOUNT, AMOUNT_OVERFLOW.
absl::StatusOr<int64_t> ParseAmountCents(absl::string_view text);

// "1.896.439,60 EUR"; the same in French and Dutch Belgium.
std::string FormatBelgianAmount(int64_t cents);

// As above, for `language_code` "fr" or "nl"; "en" gives "EUR 1,896,439.60".
std::string FormatAmount(int64_t cents, absl::string_view language_code);

// `cents` as google.type.Money in EUR.
google::type::Money MoneyFromCents(int64_t cents);

// Cents of `money`. Errors name `field`: CURRENCY_NOT_EUR, AMOUNT_NOT_IN_CENTS
// (nanos beyond the cent), MALFORMED_AMOUNT (units and nanos of opposite sign,
// nanos out of range), AMOUNT_OVERFLOW. Negative amounts pass.
absl::StatusOr<int64_t> CentsFromMoney(const google::type::Money& money,
                                       absl::string_view field);

// The same of an amount that a service answered or stored, and so checked; 0
// where it is none in whole cents of EUR.
int64_t Cents(const google::type::Money& money);

// "1896439.60", for programs; "-0.05".
std::string FormatDecimal(int64_t cents);

// Whole cents of `basis_points` (0 to 10000) of an amount, rounded towards
// zero; cannot overflow.
int64_t ShareOf(int64_t cents, int32_t basis_points);

// Splits `cents` in proportion to `weights` by the largest remainder: the
// shares add up exactly and none is further than a cent from its due. Of equal
// remainders the first gets the cent. Errors: MALFORMED_WEIGHTS (none, a
// negative one, or all zero; more than 10^6 weights or their sum overflows).
absl::StatusOr<std::vector<int64_t>> SplitByLargestRemainder(
    int64_t cents, const std::vector<int64_t>& weights);

}  // namespace entente::conventions

#endif  // SERVICES_CONVENTIONS_MONEY_MONEY_H_
