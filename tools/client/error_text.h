// An error as a person reads it in a terminal.
//
//   Erreur : Demandé 5.000,00 EUR ; disponible 1.200,00 EUR …
//   [ALLOTMENT_EXCEEDED]
//     où : reservation.amount
//
//        alloué   réservé   dépensé   demandé  disponible
//     ─────────  ────────  ────────  ────────  ──────────
//     10.000,00  8.000,00    800,00  5.000,00    1.200,00
#ifndef TOOLS_CLIENT_ERROR_TEXT_H_
#define TOOLS_CLIENT_ERROR_TEXT_H_

#include <string>

#include "absl/status/status.h"
#include "tools/client/language.h"

namespace entente::client {

// Ends with a newline. A field that is the name of the resource is not said:
// nobody typed it. The figures of a refusal for money are a table; other
// metadata is left out, since the sentence says it.
std::string ErrorText(const absl::Status& status, Language language,
                      int columns);

}  // namespace entente::client

#endif  // TOOLS_CLIENT_ERROR_TEXT_H_
