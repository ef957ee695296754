#include <map>
#include <string>

#include "absl/strings/str_cat.h"
#include "services/common/base/error.h"
#include "services/common/base/timestamp.h"
#include "services/common/store/records.h"
#include "services/conventions/conventions_keys.h"
#include "services/conventions/dotation_service.h"
#include "services/conventions/dotation_store.h"
#include "services/conventions/field_rules.h"
#include "services/conventions/limits.h"
#include "services/conventions/list_filters.h"
#include "services/conventions/local_day.h"
#include "services/conventions/money/money.h"
#include "services/conventions/page_store.h"

namespace entente::conventions {
namespace {

using v1::Dotation;
using v1::DotationKey;

// What is deducted of it and left, and whether keys hold, where it stands.
absl::Status AddStanding(const store::Reader& reader,
                         const std::string& municipality,
                         const DotationKeys& marked_keys, Dotation& dotation) {
  if (!dotation.corrected_by().empty()) return absl::OkStatus();
  dotation.set_is_key_missing(
      KeysOfYear(marked_keys, dotation.police_zone_code(), dotation.year())
          .empty());
  ENTENTE_ASSIGN_OR_RETURN(
      const int64_t deducted,
      DeductedCents(reader, municipality, dotation.police_zone_code(),
                    dotation.year()));
  ENTENTE_ASSIGN_OR_RETURN(const int64_t owed,
                           CentsFromMoney(dotation.amount(), "amount"));
  *dotation.mutable_deducted() = MoneyFromCents(deducted);
  *dotation.mutable_outstanding() = MoneyFromCents(owed - deducted);
  return absl::OkStatus();
}

// Divides `dotation`, which was checked, and puts it.
absl::Status PutDivided(store::Transaction& transaction,
                        const std::string& municipality,
                        const DotationKeys& marked_keys, int64_t zone_cents,
                        const char* field, Dotation& dotation) {
  ENTENTE_RETURN_IF_ERROR(
      Divide(marked_keys, zone_cents, municipality, dotation));
  ENTENTE_ASSIGN_OR_RETURN(
      const int64_t deducted,
      DeductedCents(transaction, municipality, dotation.police_zone_code(),
                    dotation.year()));
  ENTENTE_ASSIGN_OR_RETURN(const int64_t number,
                           TakeDotationNumber(transaction, municipality));
  dotation.set_name(FormatDotation(municipality, number));
  ENTENTE_RETURN_IF_ERROR(CheckCoversDeducted(dotation, deducted, field));
  store::PutRecord(transaction, keys::Dotation(municipality, number), dotation);
  return absl::OkStatus();
}

absl::StatusOr<Dotation> AddDotation(store::Transaction& transaction,
                                     const std::string& municipality,
                                     const Dotation& said, int64_t zone_cents,
                                     const gate::Caller& caller) {
  ENTENTE_ASSIGN_OR_RETURN(const Dotations all,
                           ReadDotations(transaction, municipality));
  ENTENTE_RETURN_IF_ERROR(CheckNewDotation(all, said));
  ENTENTE_ASSIGN_OR_RETURN(const DotationKeys marked_keys,
                           ReadDotationKeys(transaction, municipality));
  Dotation dotation;
  dotation.set_police_zone_code(said.police_zone_code());
  dotation.set_year(said.year());
  *dotation.mutable_zone_amount() = MoneyFromCents(zone_cents);
  dotation.set_decision_reference(said.decision_reference());
  *dotation.mutable_decision_date() = said.decision_date();
  dotation.mutable_decision_date()->DiscardUnknownFields();
  dotation.set_corrects(said.corrects());
  dotation.set_author(caller.subject);
  *dotation.mutable_create_time() = ToTimestamp(caller.now);
  ENTENTE_RETURN_IF_ERROR(PutDivided(transaction, municipality, marked_keys,
                                     zone_cents, "dotation.zone_amount",
                                     dotation));
  ENTENTE_RETURN_IF_ERROR(
      AddStanding(transaction, municipality, marked_keys, dotation));
  return dotation;
}

// Corrects every dotation of the zone that the keys now divide otherwise, and
// names what corrects it in `key`. Those of years that lack a key wait.
absl::Status DivideAnew(store::Transaction& transaction,
                        const std::string& municipality,
                        const gate::Caller& caller, DotationKey& key) {
  ENTENTE_ASSIGN_OR_RETURN(const DotationKeys marked_keys,
                           ReadDotationKeys(transaction, municipality));
  ENTENTE_ASSIGN_OR_RETURN(const Dotations all,
                           ReadDotations(transaction, municipality));
  for (const Dotation& standing : all) {
    if (!standing.corrected_by().empty() ||
        standing.police_zone_code() != key.police_zone_code() ||
        KeysOfYear(marked_keys, key.police_zone_code(), standing.year())
            .empty()) {
      continue;
    }
    ENTENTE_ASSIGN_OR_RETURN(
        const int64_t zone_cents,
        CentsFromMoney(standing.zone_amount(), "zone_amount"));
    Dotation anew = standing;
    ENTENTE_RETURN_IF_ERROR(
        Divide(marked_keys, zone_cents, municipality, anew));
    if (IsDividedAlike(standing, anew)) continue;
    anew.set_corrects(standing.name());
    anew.set_author(caller.subject);
    *anew.mutable_create_time() = ToTimestamp(caller.now);
    ENTENTE_RETURN_IF_ERROR(PutDivided(transaction, municipality, marked_keys,
                                       zone_cents, "dotation_key.shares",
                                       anew));
    key.add_redivided_dotations(anew.name());
  }
  return absl::OkStatus();
}

absl::StatusOr<DotationKey> AddKey(store::Transaction& transaction,
                                   const std::string& municipality,
                                   DotationKey key,
                                   const gate::Caller& caller) {
  ENTENTE_ASSIGN_OR_RETURN(const DotationKeys all,
                           ReadDotationKeys(transaction, municipality));
  ENTENTE_RETURN_IF_ERROR(CheckNewKey(all, key));
  ENTENTE_ASSIGN_OR_RETURN(const int64_t number,
                           TakeDotationKeyNumber(transaction, municipality));
  key.set_name(FormatDotationKey(municipality, number));
  key.set_author(caller.subject);
  *key.mutable_create_time() = ToTimestamp(caller.now);
  key.clear_corrected_by();
  key.clear_redivided_dotations();
  // What no rule has checked is not kept.
  key.DiscardUnknownFields();
  store::PutRecord(transaction, keys::DotationKey(municipality, number), key);
  ENTENTE_RETURN_IF_ERROR(DivideAnew(transaction, municipality, caller, key));
  return key;
}

// A page of records under `prefix`, each as it is among all of them (`marked`).
template <class Record, class Request>
absl::StatusOr<std::string> ReadMarked(
    const store::Reader& reader, const ServiceContext& context,
    const gate::Caller& caller, const Request& request,
    const std::string& prefix, const std::vector<Record>& marked,
    absl::FunctionRef<void(const Record&)> add) {
  ENTENTE_ASSIGN_OR_RETURN(const filter::Filter filter,
                           FilterOf<Record>(request));
  std::map<std::string, const Record*> by_name;
  for (const Record& record : marked) by_name[record.name()] = &record;
  return ReadPage<Record>(
      reader, context.page_tokens,
      {.scope =
           absl::StrCat(caller.Scope(), " ", Record::descriptor()->full_name(),
                        " ", request.parent(), FilterScope(request)),
       .prefix = prefix,
       .size = request.page_size(),
       .token = request.page_token(),
       .size_default = kPageSizeDefault,
       .size_max = kPageSizeMax},
      [&](const Record& record) {
        return filter.Matches(*by_name.at(record.name()));
      },
      [&](absl::string_view, const Record& record) {
        add(*by_name.at(record.name()));
      });
}

absl::StatusOr<v1::ListDotationsResponse> List(
    const ServiceContext& context, const gate::Caller& caller,
    const v1::ListDotationsRequest& request) {
  ENTENTE_ASSIGN_OR_RETURN(const std::string municipality,
                           ParseMunicipality(request.parent(), "parent"));
  const auto snapshot = context.store.Read();
  ENTENTE_ASSIGN_OR_RETURN(Dotations marked,
                           ReadDotations(*snapshot, municipality));
  ENTENTE_ASSIGN_OR_RETURN(const DotationKeys marked_keys,
                           ReadDotationKeys(*snapshot, municipality));
  for (Dotation& dotation : marked) {
    ENTENTE_RETURN_IF_ERROR(
        AddStanding(*snapshot, municipality, marked_keys, dotation));
  }
  v1::ListDotationsResponse list;
  ENTENTE_ASSIGN_OR_RETURN(
      *list.mutable_next_page_token(),
      ReadMarked<Dotation>(
          *snapshot, context, caller, request, keys::DotationsOf(municipality),
          marked, [&](const Dotation& one) { *list.add_dotations() = one; }));
  return list;
}

}  // namespace

DotationService::DotationService(ServiceContext& context)
    : context_(context),
      door_(context.gate, v1::DotationService::service_full_name()) {}

grpc::Status DotationService::CreateDotationKey(
    grpc::ServerContext* context, const v1::CreateDotationKeyRequest* request,
    v1::DotationKey* response) {
  return door_.Serve(
      context, __func__, *request, response,
      [&](const gate::Caller& caller) -> absl::StatusOr<DotationKey> {
        ENTENTE_ASSIGN_OR_RETURN(
            const std::string municipality,
            ParseMunicipality(request->parent(), "parent"));
        ENTENTE_RETURN_IF_ERROR(
            CheckServed(municipality, context_.municipality, "parent"));
        ENTENTE_RETURN_IF_ERROR(
            ValidateDotationKey(request->dotation_key(), municipality));
        return context_.RunOnce<DotationKey>(
            caller, *request, [&](store::Transaction& transaction) {
              return AddKey(transaction, municipality, request->dotation_key(),
                            caller);
            });
      });
}

grpc::Status DotationService::ListDotationKeys(
    grpc::ServerContext* context, const v1::ListDotationKeysRequest* request,
    v1::ListDotationKeysResponse* response) {
  return door_.Serve(
      context, __func__, *request, response,
      [&](const gate::Caller& caller)
          -> absl::StatusOr<v1::ListDotationKeysResponse> {
        ENTENTE_ASSIGN_OR_RETURN(
            const std::string municipality,
            ParseMunicipality(request->parent(), "parent"));
        const auto snapshot = context_.store.Read();
        ENTENTE_ASSIGN_OR_RETURN(const DotationKeys marked,
                                 ReadDotationKeys(*snapshot, municipality));
        v1::ListDotationKeysResponse list;
        ENTENTE_ASSIGN_OR_RETURN(
            *list.mutable_next_page_token(),
            ReadMarked<DotationKey>(*snapshot, context_, caller, *request,
                                    keys::DotationKeysOf(municipality), marked,
                                    [&](const DotationKey& key) {
                                      *list.add_dotation_keys() = key;
                                    }));
        return list;
      });
}

grpc::Status DotationService::CreateDotation(
    grpc::ServerContext* context, const v1::CreateDotationRequest* request,
    v1::Dotation* response) {
  return door_.Serve(
      context, __func__, *request, response,
      [&](const gate::Caller& caller) -> absl::StatusOr<Dotation> {
        ENTENTE_ASSIGN_OR_RETURN(
            const std::string municipality,
            ParseMunicipality(request->parent(), "parent"));
        ENTENTE_RETURN_IF_ERROR(
            CheckServed(municipality, context_.municipality, "parent"));
        ENTENTE_ASSIGN_OR_RETURN(
            const int64_t zone_cents,
            ValidateDotation(request->dotation(), LocalDay(caller.now)));
        return context_.RunOnce<Dotation>(
            caller, *request, [&](store::Transaction& transaction) {
              return AddDotation(transaction, municipality, request->dotation(),
                                 zone_cents, caller);
            });
      });
}

grpc::Status DotationService::ListDotations(
    grpc::ServerContext* context, const v1::ListDotationsRequest* request,
    v1::ListDotationsResponse* response) {
  return door_.Serve(context, __func__, *request, response,
                     [&](const gate::Caller& caller) {
                       return List(context_, caller, *request);
                     });
}

}  // namespace entente::conventions
