// The money of an activity of IATI: its budgets and its transactions, as the
// table in iati.h says. Pure.
#ifndef TOOLS_CLIENT_IATI_IATI_MONEY_H_
#define TOOLS_CLIENT_IATI_IATI_MONEY_H_

#include "pugixml.hpp"
#include "tools/client/iati/iati.h"

namespace entente::client {

// Appends <budget> and then <transaction> elements to `activity`.
void WriteMoney(const IatiData& data, pugi::xml_node activity);

}  // namespace entente::client

#endif  // TOOLS_CLIENT_IATI_IATI_MONEY_H_
