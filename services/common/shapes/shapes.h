// Shapes that identify a person or a police report, in ids and in short texts.
// What is stored in clear names nobody, so such values are refused before.
// Pure.
#ifndef SERVICES_COMMON_SHAPES_SHAPES_H_
#define SERVICES_COMMON_SHAPES_SHAPES_H_

#include "absl/strings/string_view.h"

namespace entente {

// What a value looks like.
enum class Shape {
  kPlain,
  // Belgian national register number: 11 digits, check digits modulo 97, also
  // with separators, births from 2000, and bis numbers.
  kNationalNumber,
  // Belgian telephone number in national or international notation.
  kTelephone,
  kEmail,
  // Number of a police report: BR.12.34.123456/2018, with or without dots.
  kReportNumber,
};

// Whether 11 digits form a national register number: date part plausible (month
// or day 00 allowed, months +20 and +40 for bis numbers), check digits right
// with or without the "2" prefix for births from 2000.
bool IsNationalNumber(absl::string_view eleven_digits);

// The shape of an event id. Ids of up to 20 characters are searched for numbers
// inside them; longer ones only as a whole, since a random id of 32 or 64
// characters holds 11 digits in a row by chance often enough to lose rows.
Shape FindShapeInId(absl::string_view id);

// The first identifying shape anywhere in `text`, UTF-8. Separators between
// figures may be spaces, no-break ones too, points, slashes, brackets, hyphens,
// dashes and underscores. An e-mail address has a domain with a dot. Enterprise
// numbers with right check digits (0207.373.429) and days (05/03/2018) are
// plain.
Shape FindShapeInText(absl::string_view text);

// The same without report numbers, for texts in which an invoice may be named:
// FA-2018-000123 has the form of both.
Shape FindPersonInText(absl::string_view text);

}  // namespace entente

#endif  // SERVICES_COMMON_SHAPES_SHAPES_H_
