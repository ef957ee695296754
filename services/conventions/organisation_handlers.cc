#include <optional>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "services/common/base/error.h"
#include "services/common/base/timestamp.h"
#include "services/common/store/records.h"
#include "services/conventions/conventions_keys.h"
#include "services/conventions/field_rules.h"
#include "services/conventions/limits.h"
#include "services/conventions/lookup_store.h"
#include "services/conventions/money/identifiers.h"
#include "services/conventions/organisation_rules.h"
#include "services/conventions/organisation_service.h"
#include "services/conventions/page_store.h"

namespace entente::conventions {
namespace {

using v1::Organisation;

std::string KeyOf(const OrganisationName& name) {
  return keys::Organisation(name.municipality, name.enterprise_number);
}

// What the client may say, as it is kept.
Organisation Kept(const OrganisationName& name, const Organisation& said,
                  const gate::Caller& caller) {
  Organisation organisation;
  organisation.set_name(Format(name));
  organisation.set_enterprise_number(name.enterprise_number);
  *organisation.mutable_title() = said.title();
  organisation.mutable_title()->DiscardUnknownFields();
  organisation.set_kind(said.kind());
  *organisation.mutable_language_codes() = said.language_codes();
  organisation.set_contact_function(said.contact_function());
  // Checked; here it loses its spaces.
  organisation.set_iban(Iban(said.iban(), "organisation.iban").value_or(""));
  organisation.set_author(caller.subject);
  *organisation.mutable_create_time() = ToTimestamp(caller.now);
  return organisation;
}

}  // namespace

OrganisationService::OrganisationService(ServiceContext& context)
    : context_(context),
      door_(context.gate, v1::OrganisationService::service_full_name()) {}

grpc::Status OrganisationService::CreateOrganisation(
    grpc::ServerContext* context, const v1::CreateOrganisationRequest* request,
    v1::Organisation* response) {
  return door_.Serve(
      context, __func__, *request, response,
      [&](const gate::Caller& caller) -> absl::StatusOr<Organisation> {
        ENTENTE_ASSIGN_OR_RETURN(const OrganisationName name,
                                 ValidateCreateOrganisation(*request));
        ENTENTE_RETURN_IF_ERROR(
            CheckServed(name.municipality, context_.municipality, "parent"));
        const Organisation organisation =
            Kept(name, request->organisation(), caller);
        return context_.RunOnce<Organisation>(
            caller, *request,
            [&](store::Transaction& transaction)
                -> absl::StatusOr<Organisation> {
              ENTENTE_ASSIGN_OR_RETURN(
                  const std::optional<Organisation> earlier,
                  store::GetRecord<Organisation>(transaction, KeyOf(name)));
              if (earlier) return OrganisationExists(earlier->name());
              store::PutRecord(transaction, KeyOf(name), organisation);
              return organisation;
            });
      });
}

grpc::Status OrganisationService::UpdateOrganisation(
    grpc::ServerContext* context, const v1::UpdateOrganisationRequest* request,
    v1::Organisation* response) {
  return door_.Serve(
      context, __func__, *request, response,
      [&](const gate::Caller& caller) -> absl::StatusOr<Organisation> {
        ENTENTE_ASSIGN_OR_RETURN(const OrganisationName name,
                                 ValidateUpdateOrganisation(*request));
        Organisation organisation = Kept(name, request->organisation(), caller);
        *organisation.mutable_update_time() = organisation.create_time();
        return context_.RunOnce<Organisation>(
            caller, *request,
            [&](store::Transaction& transaction)
                -> absl::StatusOr<Organisation> {
              ENTENTE_ASSIGN_OR_RETURN(
                  const Organisation earlier,
                  Find<Organisation>(transaction, KeyOf(name), Format(name),
                                     "organisation.name"));
              *organisation.mutable_create_time() = earlier.create_time();
              store::PutRecord(transaction, KeyOf(name), organisation);
              return organisation;
            });
      });
}

grpc::Status OrganisationService::ListOrganisations(
    grpc::ServerContext* context, const v1::ListOrganisationsRequest* request,
    v1::ListOrganisationsResponse* response) {
  return door_.Serve(
      context, __func__, *request, response,
      [&](const gate::Caller& caller)
          -> absl::StatusOr<v1::ListOrganisationsResponse> {
        ENTENTE_ASSIGN_OR_RETURN(
            const std::string municipality,
            ParseMunicipality(request->parent(), "parent"));
        v1::ListOrganisationsResponse list;
        ENTENTE_ASSIGN_OR_RETURN(
            *list.mutable_next_page_token(),
            ReadPage<Organisation>(
                *context_.store.Read(), context_.page_tokens,
                {.scope = absl::StrCat(caller.Scope(), " organisations ",
                                       municipality),
                 .prefix = keys::OrganisationsOf(municipality),
                 .size = request->page_size(),
                 .token = request->page_token(),
                 .size_default = kPageSizeDefault,
                 .size_max = kPageSizeMax},
                [&](absl::string_view, const Organisation& organisation) {
                  *list.add_organisations() = organisation;
                }));
        return list;
      });
}

}  // namespace entente::conventions
