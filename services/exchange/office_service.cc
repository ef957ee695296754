#include "services/exchange/office_service.h"

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "services/common/access/grant_store.h"
#include "services/common/audit/recorded_store.h"
#include "services/common/base/error.h"
#include "services/common/base/timestamp.h"
#include "services/common/replay/replay.h"
#include "services/exchange/local_day.h"
#include "services/exchange/name_rules.h"
#include "services/exchange/office_rules.h"
#include "services/exchange/page_slice.h"
#include "services/exchange/random_id.h"

namespace entente::exchange {

using access::OfficeHolder;

OfficeService::OfficeService(gate::Gate& gate, store::Store& store,
                             const audit::AccessLog& log, ChangeSignal& changes)
    : door_(gate, v1::OfficeService::service_full_name()),
      store_(store),
      log_(log),
      changes_(changes) {}

grpc::Status OfficeService::CreateOfficeHolder(
    grpc::ServerContext* context, const v1::CreateOfficeHolderRequest* request,
    OfficeHolder* response) {
  return door_.Serve(
      context, __func__, *request, response,
      [&](const gate::Caller& caller) { return Create(caller, *request); });
}

grpc::Status OfficeService::ListOfficeHolders(
    grpc::ServerContext* context, const v1::ListOfficeHoldersRequest* request,
    v1::ListOfficeHoldersResponse* response) {
  return door_.Serve(
      context, __func__, *request, response,
      [&](const gate::Caller& caller) { return List(caller, *request); });
}

grpc::Status OfficeService::RevokeOfficeHolder(
    grpc::ServerContext* context, const v1::RevokeOfficeHolderRequest* request,
    OfficeHolder* response) {
  return door_.Serve(
      context, __func__, *request, response,
      [&](const gate::Caller& caller) { return Revoke(caller, *request); });
}

absl::StatusOr<OfficeHolder> OfficeService::Create(
    const gate::Caller& caller, const v1::CreateOfficeHolderRequest& request) {
  ENTENTE_RETURN_IF_ERROR(ValidateCreateOfficeHolder(request, caller.subject,
                                                     LocalDay(caller.now)));
  ENTENTE_ASSIGN_OR_RETURN(const std::string id, NewRandomId());
  OfficeHolder holder = request.office_holder();
  holder.set_office(request.parent());
  holder.set_name(absl::StrCat(request.parent(), "/holders/", id));
  holder.set_appointer(caller.subject);
  *holder.mutable_create_time() = ToTimestamp(caller.now);
  holder.clear_revocation();
  audit::RecordedStore store(store_, log_, caller);
  auto answer = replay::RunOnce<OfficeHolder>(
      store, {caller.Scope(), caller.method, caller.now}, request,
      [&](store::Transaction& transaction) -> absl::StatusOr<OfficeHolder> {
        ENTENTE_RETURN_IF_ERROR(
            access::AddHolder(transaction, holder).status());
        return holder;
      });
  changes_.Notify();
  return answer;
}

absl::StatusOr<v1::ListOfficeHoldersResponse> OfficeService::List(
    const gate::Caller& caller, const v1::ListOfficeHoldersRequest& request) {
  ENTENTE_RETURN_IF_ERROR(ValidateOffice(request.parent()));
  const std::string scope =
      absl::StrCat(caller.method, "|", caller.Scope(), "|", request.parent());
  v1::ListOfficeHoldersResponse response;
  // It names persons, so that reading it leaves an entry too.
  audit::RecordedStore store(store_, log_, caller);
  ENTENTE_RETURN_IF_ERROR(
      store.Transact([&](store::Transaction& transaction) -> absl::Status {
        ENTENTE_ASSIGN_OR_RETURN(
            const std::vector<OfficeHolder> holders,
            access::ReadHolders(transaction, request.parent()));
        ENTENTE_ASSIGN_OR_RETURN(
            const PageSlice page,
            SliceOf(page_tokens_, scope, request.page_size(),
                    request.page_token(), holders.size()));
        for (size_t i = page.first; i < page.end; ++i) {
          *response.add_office_holders() = holders[i];
        }
        response.set_next_page_token(page.next_token);
        return absl::OkStatus();
      }));
  return response;
}

absl::StatusOr<OfficeHolder> OfficeService::Revoke(
    const gate::Caller& caller, const v1::RevokeOfficeHolderRequest& request) {
  ENTENTE_RETURN_IF_ERROR(ValidateRevokeOfficeHolder(request));
  access::Revocation revocation;
  revocation.set_revoker(caller.subject);
  *revocation.mutable_time() = ToTimestamp(caller.now);
  revocation.set_reason(request.reason());
  const std::string office = *ParseHolderName(request.name());
  audit::RecordedStore store(store_, log_, caller);
  auto answer = replay::RunOnce<OfficeHolder>(
      store, {caller.Scope(), caller.method, caller.now}, request,
      [&](store::Transaction& transaction) {
        return access::RevokeHolder(transaction, office, request.name(),
                                    revocation);
      });
  changes_.Notify();
  return answer;
}

}  // namespace entente::exchange
