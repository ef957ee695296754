// The printable page of a dossier: one self-contained HTML file, French and
// Dutch, made of the same tables as the files of data/. Pure.
#ifndef TOOLS_CLIENT_DOSSIER_DOSSIER_PAGE_H_
#define TOOLS_CLIENT_DOSSIER_DOSSIER_PAGE_H_

#include <string>
#include <vector>

#include "tools/client/dossier/dossier_tables.h"

namespace entente::client {

// `model` is what `tables` were made of.
std::string RenderDossier(const DossierData& data, const ReportModel& model,
                          const std::vector<DossierTable>& tables);

}  // namespace entente::client

#endif  // TOOLS_CLIENT_DOSSIER_DOSSIER_PAGE_H_
