// Which municipality a document names, against the code that it is imported
// under. Names and codes are those of REFNIS (money/municipality_codes.h),
// whatever their days: La Louvière has two codes, and two municipalities are
// called Saint-Nicolas. A name that is not there is unknown, not wrong.
//
// Pure and thread-safe.
#ifndef SERVICES_CONVENTIONS_DOCUMENT_MUNICIPALITIES_H_
#define SERVICES_CONVENTIONS_DOCUMENT_MUNICIPALITIES_H_

#include <vector>

#include "absl/strings/string_view.h"
#include "entente/conventions/v1/convention.pb.h"
#include "services/conventions/money/municipality_codes.h"

namespace entente::conventions {

// All that bear this whole name in French or Dutch, whatever its capitals,
// accents, hyphens and way of writing "Saint", in the order of their codes.
std::vector<const RefnisMunicipality*> MunicipalitiesNamed(
    absl::string_view name);

// A municipality that the document names when none of that name has the
// convention's code: the one of the first day of its term where there is one.
// Null otherwise, and where no code was given.
const RefnisMunicipality* ContradictsCode(const v1::Convention& convention);

// Adds MUNICIPALITY_DIFFERS, or MUNICIPALITY_UNCONFIRMED where REFNIS has no
// such name. Nothing without a name or a code. `line` is where the name stands.
void CheckMunicipalityName(int line, v1::Convention& convention);

}  // namespace entente::conventions

#endif  // SERVICES_CONVENTIONS_DOCUMENT_MUNICIPALITIES_H_
