#include "tools/client/dossier/dossier_json.h"

#include <string>

#include "entente/conventions/v1/budget_service.pb.h"
#include "entente/conventions/v1/claim_service.pb.h"
#include "entente/conventions/v1/convention_service.pb.h"
#include "google/protobuf/util/json_util.h"
#include "services/common/base/error.h"
#include "services/conventions/dossier/dossier_authors.h"
#include "services/conventions/dossier/dossier_manifest.h"

namespace entente::client {
namespace {

namespace v1 = entente::conventions::v1;

// Taken by value: whom it names is taken out.
template <class Message>
absl::StatusOr<std::string> AsJson(Message message) {
  conventions::ClearAuthors(message);
  google::protobuf::util::JsonPrintOptions options;
  options.add_whitespace = true;
  std::string json;
  if (!google::protobuf::util::MessageToJsonString(message, &json, options)
           .ok()) {
    return absl::InternalError("a part of the dossier cannot be written");
  }
  return json;
}

}  // namespace

absl::StatusOr<DossierFiles> DataFiles(const DossierData& data) {
  DossierFiles files;
  ENTENTE_ASSIGN_OR_RETURN(files[conventions::kConventionPath],
                           AsJson(*data.report.convention));
  v1::ListEnvelopesResponse envelopes;
  for (const v1::Envelope& envelope : data.report.envelopes) {
    if (envelope.year() == data.year) *envelopes.add_envelopes() = envelope;
  }
  ENTENTE_ASSIGN_OR_RETURN(files[conventions::kEnvelopesPath],
                           AsJson(envelopes));
  v1::ListClaimsResponse claims;
  for (const v1::Claim& claim : data.claims) {
    if (claim.year() == data.year) *claims.add_claims() = claim;
  }
  ENTENTE_ASSIGN_OR_RETURN(files[conventions::kClaimsPath], AsJson(claims));
  v1::ListMeasureDefinitionsResponse measures;
  for (const auto& measure : data.report.definitions) {
    *measures.add_measures() = measure;
  }
  ENTENTE_ASSIGN_OR_RETURN(files[conventions::kMeasuresPath], AsJson(measures));
  return files;
}

}  // namespace entente::client
