// Checks of single fields that several requests share. Pure. Every error is
// INVALID_ARGUMENT and names `field`.
#ifndef SERVICES_CONVENTIONS_FIELD_RULES_H_
#define SERVICES_CONVENTIONS_FIELD_RULES_H_

#include <cstddef>
#include <cstdint>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "google/type/date.pb.h"
#include "google/type/money.pb.h"
#include "services/common/base/error.h"

namespace entente::conventions {

absl::Status FieldError(const char* reason, absl::string_view field,
                        Sentence sentence);

// FIELD_REQUIRED.
absl::Status Required(absl::string_view field);

// Cents of an amount above zero and at most kAmountCentsMax. Errors of
// CentsFromMoney (money.h), AMOUNT_NOT_POSITIVE, AMOUNT_TOO_LARGE.
absl::StatusOr<int64_t> PositiveCents(const google::type::Money& money,
                                      absl::string_view field);

// A full date of the Gregorian calendar, 1900 to 2200. MALFORMED_DATE.
absl::Status CheckDate(const google::type::Date& date, absl::string_view field);

// `a` is an earlier day than `b`; both are full dates.
bool IsBefore(const google::type::Date& a, const google::type::Date& b);

// Free text for people: at most `characters_max` characters and no control
// characters. TEXT_TOO_LONG, MALFORMED_TEXT.
absl::Status CheckText(absl::string_view text, size_t characters_max,
                       absl::string_view field);

// A printed reference: at most kReferenceBytesMax bytes, no control
// characters. TEXT_TOO_LONG, MALFORMED_TEXT.
absl::Status CheckReference(absl::string_view text, absl::string_view field);

// Refuses a text that holds what looks like a national number, a telephone
// number or an e-mail address: the ledger names nobody. PERSONAL_DATA_SHAPE,
// which does not repeat the value.
absl::Status CheckNamesNobody(absl::string_view text, absl::string_view field);

// A required text of at most 200 characters that names nobody.
absl::Status CheckReason(absl::string_view reason, absl::string_view field);

// OK when `served`, the one municipality of the installation, is empty or
// `municipality`. FAILED_PRECONDITION / MUNICIPALITY_NOT_SERVED.
absl::Status CheckServed(absl::string_view municipality,
                         absl::string_view served, absl::string_view field);

// 64 lower-case hex digits. MALFORMED_HASH.
absl::Status CheckSha256(absl::string_view text, absl::string_view field);

}  // namespace entente::conventions

#endif  // SERVICES_CONVENTIONS_FIELD_RULES_H_
