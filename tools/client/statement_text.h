// What people state of a measure in a month, as they read it. Pure.
#ifndef TOOLS_CLIENT_STATEMENT_TEXT_H_
#define TOOLS_CLIENT_STATEMENT_TEXT_H_

#include <string>
#include <vector>

#include "entente/conventions/v1/measure.pb.h"
#include "entente/indicators/v1/statement.pb.h"
#include "tools/client/language.h"

namespace entente::client {

// Whether people state the figures of the measure: nobody counts them and
// nothing feeds them.
bool IsStated(const entente::conventions::v1::MeasureDefinition& definition);

// "done", "9/12", the words in `language`, "taken back"; empty where nothing is
// stated.
std::string StatedText(const entente::indicators::v1::Statement& statement,
                       Language language);

// The versions in the order given, no wider than `columns`.
std::string StatementsText(
    const std::vector<entente::indicators::v1::Statement>& versions,
    Language language, int columns);

// What stood beside what will stand, a row for each thing that either says, no
// wider than `columns`.
std::string StatementChangeText(
    const entente::indicators::v1::Statement& before,
    const entente::indicators::v1::Statement& after, Language language,
    int columns);

}  // namespace entente::client

#endif  // TOOLS_CLIENT_STATEMENT_TEXT_H_
