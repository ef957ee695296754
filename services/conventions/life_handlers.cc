#include <algorithm>
#include <map>
#include <string>
#include <utility>

#include "absl/functional/function_ref.h"
#include "absl/strings/str_cat.h"
#include "services/common/base/error.h"
#include "services/conventions/convention_store.h"
#include "services/conventions/conventions_keys.h"
#include "services/conventions/field_rules.h"
#include "services/conventions/ledger_store.h"
#include "services/conventions/life_errors.h"
#include "services/conventions/life_rules.h"
#include "services/conventions/life_service.h"
#include "services/conventions/life_store.h"
#include "services/conventions/limits.h"
#include "services/conventions/list_handlers.h"
#include "services/conventions/local_day.h"

namespace entente::conventions {
namespace {

using v1::Convention;
using v1::ConventionFact;

// Every envelope of the convention by id, until one is refused.
absl::Status ForEachEnvelope(
    const store::Reader& reader, const ConventionName& name,
    const Convention& head,
    absl::FunctionRef<absl::Status(const std::string&, const Balances&)>
        check) {
  for (const v1::EnvelopeGrant& grant : head.envelopes()) {
    const EnvelopeName envelope{name,
                                EnvelopeId(grant.allocation(), grant.year())};
    ENTENTE_ASSIGN_OR_RETURN(const Balances balances,
                             GetEnvelope(reader, envelope, "name"));
    ENTENTE_RETURN_IF_ERROR(check(envelope.envelope, balances));
  }
  return absl::OkStatus();
}

absl::Status CheckMayClose(const store::Reader& reader,
                           const ConventionName& name, const Convention& head,
                           const google::type::Date& date) {
  if (IsBefore(date, head.valid_from())) return EndingBefore(head.valid_from());
  if (!IsBefore(head.valid_until(), date)) {
    return TermRunning(head.valid_until());
  }
  return ForEachEnvelope(
      reader, name, head,
      [](const std::string& envelope, const Balances& balances) {
        return balances.reserved_cents == 0
                   ? absl::OkStatus()
                   : ReservationsOpen(envelope, balances);
      });
}

absl::Status CheckMaySettle(const store::Reader& reader,
                            const ConventionName& name, const Convention& head,
                            const google::type::Date& date,
                            const google::type::Date& closing) {
  if (IsBefore(date, closing)) return EndingBefore(closing);
  return ForEachEnvelope(
      reader, name, head,
      [](const std::string& envelope, const Balances& balances) {
        if (!IsSettled(balances)) return SettlementOpen(envelope, balances);
        // What is never spent ends as lapsed, by a change with its reason: not
        // in silence. It may have grown since the closing, by a correction.
        return balances.uncommitted_cents() <= 0
                   ? absl::OkStatus()
                   : RestNotLapsed(envelope, balances);
      });
}

// Puts `fact` and answers it with what follows from all of them.
absl::StatusOr<ConventionFact> Record(store::Transaction& transaction,
                                      const ConventionName& name,
                                      const Convention& head,
                                      ConventionFact fact,
                                      const gate::Caller& caller) {
  fact.set_author(caller.subject);
  fact.clear_life();
  ENTENTE_ASSIGN_OR_RETURN(
      fact, AddFact(transaction, name, std::move(fact), caller.now));
  ENTENTE_ASSIGN_OR_RETURN(
      *fact.mutable_life(),
      GetLife(transaction, name, head.valid_from(), LocalDay(caller.now)));
  return fact;
}

// Closing or settlement, once the state admits it and `check` agrees.
template <class Request>
absl::StatusOr<ConventionFact> End(
    const ServiceContext& context, const gate::Caller& caller,
    const Request& request, ConventionFact::Kind kind, Act act,
    absl::FunctionRef<absl::Status(const store::Reader&, const ConventionName&,
                                   const Convention&,
                                   const v1::ConventionLife&)>
        check) {
  const google::type::Date today = LocalDay(caller.now);
  ENTENTE_ASSIGN_OR_RETURN(const ConventionName name,
                           ParseConventionName(request.name(), "name"));
  ENTENTE_RETURN_IF_ERROR(
      ValidateEnding(request.date(), request.reason(), today));
  ConventionFact fact;
  fact.set_kind(kind);
  *fact.mutable_date() = request.date();
  fact.set_reason(request.reason());
  return context.RunOnce<ConventionFact>(
      caller, request,
      [&](store::Transaction& transaction) -> absl::StatusOr<ConventionFact> {
        ENTENTE_ASSIGN_OR_RETURN(const Convention head,
                                 GetConventionHead(transaction, name, "name"));
        ENTENTE_ASSIGN_OR_RETURN(
            const v1::ConventionLife life,
            GetLife(transaction, name, head.valid_from(), today));
        ENTENTE_RETURN_IF_ERROR(CheckAllowed(life.state(), act));
        ENTENTE_RETURN_IF_ERROR(check(transaction, name, head, life));
        return Record(transaction, name, head, fact, caller);
      });
}

}  // namespace

LifeService::LifeService(ServiceContext& context)
    : context_(context),
      door_(context.gate, v1::LifeService::service_full_name()) {}

grpc::Status LifeService::CreateConventionFact(
    grpc::ServerContext* context,
    const v1::CreateConventionFactRequest* request,
    v1::ConventionFact* response) {
  return door_.Serve(
      context, __func__, *request, response,
      [&](const gate::Caller& caller) -> absl::StatusOr<ConventionFact> {
        ENTENTE_ASSIGN_OR_RETURN(
            const ConventionName name,
            ParseConventionName(request->parent(), "parent"));
        ENTENTE_RETURN_IF_ERROR(
            ValidateFact(request->convention_fact(), LocalDay(caller.now)));
        return context_.RunOnce<ConventionFact>(
            caller, *request,
            [&](store::Transaction& transaction)
                -> absl::StatusOr<ConventionFact> {
              ENTENTE_ASSIGN_OR_RETURN(
                  const Convention head,
                  GetConventionHead(transaction, name, "parent"));
              ENTENTE_RETURN_IF_ERROR(
                  CheckNotEnded(transaction, name, Act::kFact));
              ENTENTE_ASSIGN_OR_RETURN(const Facts earlier,
                                       ReadFacts(transaction, name));
              ENTENTE_RETURN_IF_ERROR(
                  CheckNewFact(earlier, request->convention_fact()));
              ConventionFact fact = request->convention_fact();
              fact.clear_corrected_by();
              // What no rule has checked is not kept.
              fact.DiscardUnknownFields();
              return Record(transaction, name, head, std::move(fact), caller);
            });
      });
}

grpc::Status LifeService::ListConventionFacts(
    grpc::ServerContext* context, const v1::ListConventionFactsRequest* request,
    v1::ListConventionFactsResponse* response) {
  return door_.Serve(
      context, __func__, *request, response,
      [&](const gate::Caller& caller)
          -> absl::StatusOr<v1::ListConventionFactsResponse> {
        ENTENTE_ASSIGN_OR_RETURN(
            const ConventionName name,
            ParseConventionName(request->parent(), "parent"));
        const absl::Time as_of = request->has_as_of_record_time()
                                     ? ToTime(request->as_of_record_time())
                                     : absl::InfiniteFuture();
        google::type::Date day = LocalDay(std::min(caller.now, as_of));
        if (request->has_as_of_effective_date()) {
          day = request->as_of_effective_date();
          ENTENTE_RETURN_IF_ERROR(CheckDate(day, "as_of_effective_date"));
        }
        const auto snapshot = context_.store.Read();
        ENTENTE_ASSIGN_OR_RETURN(const Convention head,
                                 GetConventionHead(*snapshot, name, "parent"));
        ENTENTE_ASSIGN_OR_RETURN(const Facts all, ReadFacts(*snapshot, name));
        std::map<std::string, ConventionFact> known;
        for (const ConventionFact& fact : KnownFacts(all, as_of)) {
          known[fact.name()] = fact;
        }
        v1::ListConventionFactsResponse list;
        ENTENTE_ASSIGN_OR_RETURN(*list.mutable_next_page_token(),
                                 ReadShown<ConventionFact>(
                                     *snapshot, context_, caller, *request,
                                     NumberedKind::kFact, name,
                                     [&](ConventionFact& fact) {
                                       const auto seen =
                                           known.find(fact.name());
                                       if (seen == known.end()) return false;
                                       fact = seen->second;
                                       return true;
                                     },
                                     [&](const ConventionFact& fact) {
                                       *list.add_convention_facts() = fact;
                                     }));
        if (request->page_token().empty()) {
          *list.mutable_life() =
              DeriveLife(KnownFacts(all, as_of), head.valid_from(), day);
        }
        return list;
      });
}

grpc::Status LifeService::CloseConvention(
    grpc::ServerContext* context, const v1::CloseConventionRequest* request,
    v1::ConventionFact* response) {
  return door_.Serve(
      context, __func__, *request, response, [&](const gate::Caller& caller) {
        return End(context_, caller, *request, ConventionFact::KIND_CLOSING,
                   Act::kClosing,
                   [&](const store::Reader& reader, const ConventionName& name,
                       const Convention& head, const v1::ConventionLife&) {
                     return CheckMayClose(reader, name, head, request->date());
                   });
      });
}

grpc::Status LifeService::SettleConvention(
    grpc::ServerContext* context, const v1::SettleConventionRequest* request,
    v1::ConventionFact* response) {
  return door_.Serve(
      context, __func__, *request, response, [&](const gate::Caller& caller) {
        return End(context_, caller, *request, ConventionFact::KIND_SETTLEMENT,
                   Act::kSettlement,
                   [&](const store::Reader& reader, const ConventionName& name,
                       const Convention& head, const v1::ConventionLife& life) {
                     return CheckMaySettle(reader, name, head, request->date(),
                                           life.closing_date());
                   });
      });
}

}  // namespace entente::conventions
