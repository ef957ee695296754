#include <optional>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "services/common/base/error.h"
#include "services/common/base/hash.h"
#include "services/common/base/timestamp.h"
#include "services/common/store/records.h"
#include "services/conventions/convention_errors.h"
#include "services/conventions/conventions_keys.h"
#include "services/conventions/field_rules.h"
#include "services/conventions/limits.h"
#include "services/conventions/list_filters.h"
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

// Changes with everything that can be said of it.
std::string EtagOf(Organisation organisation) {
  organisation.clear_etag();
  return Sha256Hex(organisation.SerializeAsString()).substr(0, 16);
}

// As it is answered: those of an older program have neither version nor etag.
Organisation Shown(Organisation organisation) {
  if (organisation.version() == 0) organisation.set_version(1);
  if (organisation.etag().empty()) organisation.set_etag(EtagOf(organisation));
  return organisation;
}

// Puts it, and beside it what it says now, which stays.
void Put(store::Transaction& transaction, const OrganisationName& name,
         const Organisation& organisation) {
  store::PutRecord(transaction, KeyOf(name), organisation);
  store::PutRecord(
      transaction,
      keys::OrganisationVersion(name.municipality, name.enterprise_number,
                                organisation.version()),
      organisation);
}

absl::StatusOr<Organisation> FindShown(const store::Reader& reader,
                                       const OrganisationName& name,
                                       const char* field) {
  ENTENTE_ASSIGN_OR_RETURN(
      Organisation organisation,
      Find<Organisation>(reader, KeyOf(name), Format(name), field));
  return Shown(std::move(organisation));
}

absl::StatusOr<Organisation> Change(store::Transaction& transaction,
                                    const OrganisationName& name,
                                    const std::string& etag,
                                    Organisation organisation) {
  ENTENTE_ASSIGN_OR_RETURN(const Organisation earlier,
                           FindShown(transaction, name, "organisation.name"));
  if (!etag.empty() && etag != earlier.etag()) {
    return EtagMismatch(etag, earlier.etag());
  }
  // One of an older program was kept once only.
  Put(transaction, name, earlier);
  *organisation.mutable_update_time() = organisation.create_time();
  *organisation.mutable_create_time() = earlier.create_time();
  organisation.set_version(earlier.version() + 1);
  organisation.set_etag(EtagOf(organisation));
  Put(transaction, name, organisation);
  return organisation;
}

absl::StatusOr<v1::ListOrganisationVersionsResponse> ListVersions(
    const ServiceContext& context, const gate::Caller& caller,
    const v1::ListOrganisationVersionsRequest& request) {
  ENTENTE_ASSIGN_OR_RETURN(const OrganisationName name,
                           ParseOrganisationName(request.name(), "name"));
  const auto snapshot = context.store.Read();
  ENTENTE_ASSIGN_OR_RETURN(const Organisation present,
                           FindShown(*snapshot, name, "name"));
  v1::ListOrganisationVersionsResponse list;
  ENTENTE_ASSIGN_OR_RETURN(
      *list.mutable_next_page_token(),
      ReadPage<Organisation>(
          *snapshot, context.page_tokens,
          {.scope = absl::StrCat(caller.Scope(), " organisation versions ",
                                 request.name()),
           .prefix = keys::OrganisationVersionsOf(name.municipality,
                                                  name.enterprise_number),
           .size = request.page_size(),
           .token = request.page_token(),
           .size_default = kPageSizeDefault,
           .size_max = kPageSizeMax},
          [&](absl::string_view, const Organisation& organisation) {
            *list.add_organisations() = organisation;
          }));
  // Entered by an older program and not changed since.
  if (list.organisations().empty() && request.page_token().empty()) {
    *list.add_organisations() = present;
  }
  return list;
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
        Organisation organisation = Kept(name, request->organisation(), caller);
        organisation.set_version(1);
        organisation.set_etag(EtagOf(organisation));
        return context_.RunOnce<Organisation>(
            caller, *request,
            [&](store::Transaction& transaction)
                -> absl::StatusOr<Organisation> {
              ENTENTE_ASSIGN_OR_RETURN(
                  const std::optional<Organisation> earlier,
                  store::GetRecord<Organisation>(transaction, KeyOf(name)));
              if (earlier) return OrganisationExists(earlier->name());
              Put(transaction, name, organisation);
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
        const Organisation organisation =
            Kept(name, request->organisation(), caller);
        return context_.RunOnce<Organisation>(
            caller, *request, [&](store::Transaction& transaction) {
              return Change(transaction, name, request->organisation().etag(),
                            organisation);
            });
      });
}

grpc::Status OrganisationService::ListOrganisationVersions(
    grpc::ServerContext* context,
    const v1::ListOrganisationVersionsRequest* request,
    v1::ListOrganisationVersionsResponse* response) {
  return door_.Serve(context, __func__, *request, response,
                     [&](const gate::Caller& caller) {
                       return ListVersions(context_, caller, *request);
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
        ENTENTE_ASSIGN_OR_RETURN(const filter::Filter filter,
                                 FilterOf<Organisation>(*request));
        v1::ListOrganisationsResponse list;
        ENTENTE_ASSIGN_OR_RETURN(
            *list.mutable_next_page_token(),
            ReadPage<Organisation>(
                *context_.store.Read(), context_.page_tokens,
                {.scope = absl::StrCat(caller.Scope(), " organisations ",
                                       municipality, FilterScope(*request)),
                 .prefix = keys::OrganisationsOf(municipality),
                 .size = request->page_size(),
                 .token = request->page_token(),
                 .size_default = kPageSizeDefault,
                 .size_max = kPageSizeMax},
                [&](const Organisation& organisation) {
                  return filter.Matches(Shown(organisation));
                },
                [&](absl::string_view, const Organisation& organisation) {
                  *list.add_organisations() = Shown(organisation);
                }));
        return list;
      });
}

}  // namespace entente::conventions
