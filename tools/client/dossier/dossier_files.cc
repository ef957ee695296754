#include "tools/client/dossier/dossier_files.h"

#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "services/common/base/error.h"
#include "services/conventions/dossier/dossier_manifest.h"
#include "tools/client/dossier/dossier_data.h"
#include "tools/client/dossier/dossier_json.h"
#include "tools/client/dossier/dossier_page.h"
#include "tools/client/dossier/dossier_tables.h"
#include "tools/client/dossier/standing_check.h"
#include "tools/client/report/report_model.h"

namespace entente::client {

absl::StatusOr<DossierFiles> BuildDossier(
    Session& session, const std::string& convention, int year,
    const std::string& unapproved_reason) {
  ENTENTE_RETURN_IF_ERROR(CheckUnapprovedReason(unapproved_reason));
  const absl::Time now = absl::Now();
  ENTENTE_ASSIGN_OR_RETURN(
      DossierData data,
      GatherDossier(session, convention, year,
                    absl::ToCivilMinute(now, absl::LocalTimeZone())));
  data.unapproved_reason = unapproved_reason;
  ENTENTE_RETURN_IF_ERROR(CheckReasonNeeded(data));
  const ReportModel model = BuildReportModel(data.report);
  ENTENTE_ASSIGN_OR_RETURN(const std::vector<DossierTable> tables,
                           MakeTables(data, model));
  ENTENTE_ASSIGN_OR_RETURN(DossierFiles files, DataFiles(data));
  files["dossier.html"] = RenderDossier(data, model, tables);
  for (const DossierTable& table : tables) {
    files[absl::StrCat("data/", table.id, ".csv")] = ToCsv(table);
  }
  AddManifest(
      convention, year,
      absl::FormatTime(conventions::kUtcSecond, now, absl::UTCTimeZone()),
      files);
  return files;
}

}  // namespace entente::client
