#include "services/conventions/convention_service.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "services/common/base/error.h"
#include "services/common/store/records.h"
#include "services/conventions/convention_rules.h"
#include "services/conventions/convention_store.h"
#include "services/conventions/conventions_keys.h"
#include "services/conventions/document/parser.h"
#include "services/conventions/field_rules.h"
#include "services/conventions/life_errors.h"
#include "services/conventions/life_rules.h"
#include "services/conventions/life_store.h"
#include "services/conventions/list_filters.h"
#include "services/conventions/local_day.h"
#include "services/conventions/profiles/profile.h"
#include "services/conventions/submission_store.h"
#include "services/conventions/version_store.h"

namespace entente::conventions {
namespace {

// A draft only, and not silently with what was recorded of it.
absl::Status CheckMayDiscard(const store::Reader& reader,
                             const ConventionName& name, bool is_forced,
                             const google::type::Date& today) {
  ENTENTE_ASSIGN_OR_RETURN(const v1::Convention head,
                           GetConventionHead(reader, name, "name"));
  ENTENTE_ASSIGN_OR_RETURN(const v1::ConventionLife life,
                           GetLife(reader, name, head.valid_from(), today));
  ENTENTE_RETURN_IF_ERROR(CheckAllowed(life.state(), Act::kDiscarding));
  ENTENTE_ASSIGN_OR_RETURN(const int64_t records,
                           CountLifeRecords(reader, name));
  if (records > 0 && !is_forced) return HasRecords(Format(name), records);
  ENTENTE_ASSIGN_OR_RETURN(const bool is_handed_in,
                           HasSubmissions(reader, name));
  return is_handed_in ? WasHandedIn(Format(name)) : absl::OkStatus();
}

}  // namespace

ConventionService::ConventionService(ServiceContext& context)
    : context_(context),
      door_(context.gate, v1::ConventionService::service_full_name()) {}

absl::StatusOr<v1::Convention> ConventionService::Import(
    const gate::Caller& caller, const v1::ImportConventionRequest& request) {
  ENTENTE_ASSIGN_OR_RETURN(const NewConvention wanted, ValidateImport(request));
  ENTENTE_RETURN_IF_ERROR(
      CheckServed(wanted.municipality, context_.municipality, "parent"));
  // Parsed, mapped and checked before the transaction: a body must not block
  // the writer.
  ENTENTE_ASSIGN_OR_RETURN(
      v1::Convention convention,
      ParseConvention(request.document_text(),
                      {.municipality_code = wanted.municipality,
                       .police_zone_code = request.police_zone_code()}));
  ENTENTE_RETURN_IF_ERROR(CheckMunicipalityOfTerm(convention));
  ENTENTE_RETURN_IF_ERROR(
      CheckMunicipality(convention, request.municipality_differs()));
  ENTENTE_RETURN_IF_ERROR(CheckEnvelopes(convention));
  ENTENTE_ASSIGN_OR_RETURN(
      const std::string id,
      ChooseConventionId(wanted.convention_id, convention));
  const ConventionName name{wanted.municipality, id};
  const v1::ContractProfile profile =
      ResolveProfile(context_.contract_profiles, convention);
  CompleteImport(name, caller.now, convention);
  v1::DefinitionsRecord definitions;
  *definitions.mutable_measures() = profile.measures();
  *definitions.mutable_activity_types() = profile.activity_types();
  *definitions.mutable_code_lists() = profile.code_lists();
  const common::v1::Event event = outbox::MakeEvent(
      context_.source, caller.now, ToEvent(convention, definitions));

  absl::StatusOr<v1::Convention> stored = context_.RunOnce<v1::Convention>(
      caller, request,
      [&](store::Transaction& transaction) -> absl::StatusOr<v1::Convention> {
        ENTENTE_RETURN_IF_ERROR(AddConvention(transaction, name, convention,
                                              definitions, caller.now));
        ENTENTE_RETURN_IF_ERROR(
            outbox::Append(transaction, kIndicators, event));
        return convention;
      });
  if (stored.ok()) context_.Notify();
  return stored;
}

grpc::Status ConventionService::ImportConvention(
    grpc::ServerContext* context, const v1::ImportConventionRequest* request,
    v1::Convention* response) {
  return door_.Serve(
      context, __func__, *request, response,
      [&](const gate::Caller& caller) { return Import(caller, *request); });
}

grpc::Status ConventionService::GetConvention(
    grpc::ServerContext* context, const v1::GetConventionRequest* request,
    v1::Convention* response) {
  return door_.Serve(
      context, __func__, *request, response,
      [&](const gate::Caller& caller) -> absl::StatusOr<v1::Convention> {
        ENTENTE_ASSIGN_OR_RETURN(const ConventionName name,
                                 ParseConventionName(request->name(), "name"));
        AsOf as_of;
        if (request->has_as_of_effective_date()) {
          ENTENTE_RETURN_IF_ERROR(CheckDate(request->as_of_effective_date(),
                                            "as_of_effective_date"));
          as_of.effective_date = request->as_of_effective_date();
        }
        if (request->has_as_of_record_time()) {
          as_of.record_time = ToTime(request->as_of_record_time());
        }
        return GetVersion(*context_.store.Read(), name, as_of, caller.now,
                          "name");
      });
}

grpc::Status ConventionService::DeleteConvention(
    grpc::ServerContext* context, const v1::DeleteConventionRequest* request,
    google::protobuf::Empty* response) {
  return door_.Serve(
      context, __func__, *request, response,
      [&](const gate::Caller& caller)
          -> absl::StatusOr<google::protobuf::Empty> {
        ENTENTE_ASSIGN_OR_RETURN(const ConventionName name,
                                 ParseConventionName(request->name(), "name"));
        v1::DefinitionsWithdrawn withdrawn;
        withdrawn.set_convention(request->name());
        const common::v1::Event event =
            outbox::MakeEvent(context_.source, caller.now, withdrawn);
        auto deleted = context_.RunOnce<google::protobuf::Empty>(
            caller, *request,
            [&](store::Transaction& transaction)
                -> absl::StatusOr<google::protobuf::Empty> {
              ENTENTE_RETURN_IF_ERROR(CheckMayDiscard(
                  transaction, name, request->force(), LocalDay(caller.now)));
              ENTENTE_RETURN_IF_ERROR(
                  RemoveConvention(transaction, name, request->etag()));
              ENTENTE_RETURN_IF_ERROR(
                  outbox::Append(transaction, kIndicators, event));
              return google::protobuf::Empty();
            });
        if (deleted.ok()) context_.Notify();
        return deleted;
      });
}

grpc::Status ConventionService::ListMeasureDefinitions(
    grpc::ServerContext* context,
    const v1::ListMeasureDefinitionsRequest* request,
    v1::ListMeasureDefinitionsResponse* response) {
  return door_.Serve(
      context, __func__, *request, response,
      [&](const gate::Caller&)
          -> absl::StatusOr<v1::ListMeasureDefinitionsResponse> {
        ENTENTE_ASSIGN_OR_RETURN(
            const ConventionName name,
            ParseConventionName(request->parent(), "parent"));
        ENTENTE_ASSIGN_OR_RETURN(
            v1::DefinitionsRecord definitions,
            GetDefinitions(*context_.store.Read(), name, "parent"));
        ENTENTE_ASSIGN_OR_RETURN(const filter::Filter filter,
                                 FilterOf<v1::MeasureDefinition>(*request));
        v1::ListMeasureDefinitionsResponse list;
        for (v1::MeasureDefinition& measure : *definitions.mutable_measures()) {
          if (filter.Matches(measure)) list.add_measures()->Swap(&measure);
        }
        list.mutable_activity_types()->Swap(
            definitions.mutable_activity_types());
        list.mutable_code_lists()->Swap(definitions.mutable_code_lists());
        return list;
      });
}

}  // namespace entente::conventions
