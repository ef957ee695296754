// The amounts of a convention, from the clause that grants them.
#ifndef SERVICES_CONVENTIONS_DOCUMENT_MONEY_CLAUSE_H_
#define SERVICES_CONVENTIONS_DOCUMENT_MONEY_CLAUSE_H_

#include "entente/conventions/v1/convention.pb.h"
#include "services/conventions/document/head.h"

namespace entente::conventions {

// Appends one envelope for each amount that the head grants for an allocation
// and a year, in document order, and the findings about amounts that cannot be
// placed. Years and allocations may stand before their amounts ("pour 2018 :
// ...") or behind them ("... EUR pour l'allocation générale ... pour 2018"),
// in running text or on lines of their own. The term is already set.
void ReadEnvelopes(const HeadText& head, v1::Convention& convention);

}  // namespace entente::conventions

#endif  // SERVICES_CONVENTIONS_DOCUMENT_MONEY_CLAUSE_H_
