// What to ask so that the dossier holds what people stated of its year. Pure.
#ifndef TOOLS_CLIENT_DOSSIER_STATEMENT_QUERIES_H_
#define TOOLS_CLIENT_DOSSIER_STATEMENT_QUERIES_H_

#include <vector>

#include "entente/indicators/v1/statement_service.pb.h"
#include "tools/client/dossier/dossier_data.h"

namespace entente::client {

// The statement of each month of the dossier's year in which a measure has a
// figure that people state: one of the contract profile or the municipality's
// own, not sensitive, that nothing feeds on any day of the month. By measure,
// then by month; none where nothing is stated.
std::vector<indicators::v1::GetStatementRequest> StatementQueries(
    const DossierData& data);

}  // namespace entente::client

#endif  // TOOLS_CLIENT_DOSSIER_STATEMENT_QUERIES_H_
