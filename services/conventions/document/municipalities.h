// Names and REFNIS codes of the municipalities that this suite is sure of: the
// nineteen of the Brussels-Capital Region, whose codes have not changed since
// the codes exist. A name or code that is not here is unknown, not wrong.
//
// Pure and thread-safe.
#ifndef SERVICES_CONVENTIONS_DOCUMENT_MUNICIPALITIES_H_
#define SERVICES_CONVENTIONS_DOCUMENT_MUNICIPALITIES_H_

#include <string>

#include "absl/strings/string_view.h"
#include "entente/conventions/v1/convention.pb.h"

namespace entente::conventions {

struct Municipality {
  absl::string_view code;
  absl::string_view fr;
  absl::string_view nl;
};

// Null when the code is not in the list.
const Municipality* MunicipalityOfCode(absl::string_view code);

// By its whole French or Dutch name, whatever its capitals, accents, hyphens
// and way of writing "Saint"; null when the name is not in the list.
const Municipality* MunicipalityNamed(absl::string_view name);

// "21004 (Bruxelles / Brussel)", "21005 (Etterbeek)"; the code alone when it is
// not in the list.
std::string CodeWithName(absl::string_view code);

// The municipality that the document names when it is known to have another
// code than the convention's; null otherwise, and where no code was given.
const Municipality* ContradictsCode(const v1::Convention& convention);

// Adds MUNICIPALITY_DIFFERS, or MUNICIPALITY_UNCONFIRMED where the name is not
// in the list. Nothing without a name or a code. `line` is where the name
// stands.
void CheckMunicipalityName(int line, v1::Convention& convention);

}  // namespace entente::conventions

#endif  // SERVICES_CONVENTIONS_DOCUMENT_MUNICIPALITIES_H_
