#include "tools/client/dossier/dossier_files.h"

#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "entente/conventions/v1/budget_service.pb.h"
#include "entente/conventions/v1/claim_service.pb.h"
#include "entente/conventions/v1/convention_service.pb.h"
#include "google/protobuf/util/json_util.h"
#include "services/common/base/error.h"
#include "services/conventions/dossier/dossier_manifest.h"
#include "tools/client/dossier/dossier_data.h"
#include "tools/client/dossier/dossier_page.h"
#include "tools/client/dossier/dossier_tables.h"
#include "tools/client/report/report_model.h"

namespace entente::client {
namespace {

absl::StatusOr<std::string> AsJson(const google::protobuf::Message& message) {
  google::protobuf::util::JsonPrintOptions options;
  options.add_whitespace = true;
  std::string json;
  if (!google::protobuf::util::MessageToJsonString(message, &json, options)
           .ok()) {
    return absl::InternalError("a part of the dossier cannot be written");
  }
  return json;
}

// What the services answered, for programs: the State's installation reads
// these.
absl::Status AddData(const DossierData& data, DossierFiles& files) {
  ENTENTE_ASSIGN_OR_RETURN(files[conventions::kConventionPath],
                           AsJson(*data.report.convention));
  conventions::v1::ListEnvelopesResponse envelopes;
  for (const conventions::v1::Envelope& envelope : data.report.envelopes) {
    if (envelope.year() == data.year) *envelopes.add_envelopes() = envelope;
  }
  ENTENTE_ASSIGN_OR_RETURN(files[conventions::kEnvelopesPath],
                           AsJson(envelopes));
  conventions::v1::ListClaimsResponse claims;
  for (const conventions::v1::Claim& claim : data.claims) {
    if (claim.year() == data.year) *claims.add_claims() = claim;
  }
  ENTENTE_ASSIGN_OR_RETURN(files[conventions::kClaimsPath], AsJson(claims));
  conventions::v1::ListMeasureDefinitionsResponse measures;
  for (const auto& measure : data.report.definitions) {
    *measures.add_measures() = measure;
  }
  ENTENTE_ASSIGN_OR_RETURN(files[conventions::kMeasuresPath], AsJson(measures));
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<DossierFiles> BuildDossier(Session& session,
                                          const std::string& convention,
                                          int year) {
  const absl::Time now = absl::Now();
  ENTENTE_ASSIGN_OR_RETURN(
      DossierData data,
      GatherDossier(session, convention, year,
                    absl::ToCivilMinute(now, absl::LocalTimeZone())));
  const ReportModel model = BuildReportModel(data.report);
  ENTENTE_ASSIGN_OR_RETURN(const std::vector<DossierTable> tables,
                           MakeTables(data, model));
  DossierFiles files;
  files["dossier.html"] = RenderDossier(data, tables);
  ENTENTE_RETURN_IF_ERROR(AddData(data, files));
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
