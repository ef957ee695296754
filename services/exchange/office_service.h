// OfficeService: who holds the office of chair, from when to when. What was
// granted to the office follows it, so this decides who opens cases.
#ifndef SERVICES_EXCHANGE_OFFICE_SERVICE_H_
#define SERVICES_EXCHANGE_OFFICE_SERVICE_H_

#include "absl/status/statusor.h"
#include "entente/exchange/v1/office_service.grpc.pb.h"
#include "services/common/audit/access_log.h"
#include "services/common/base/change_signal.h"
#include "services/common/base/pagination.h"
#include "services/common/gate/gate.h"
#include "services/common/store/store.h"

namespace entente::exchange {

// Thread-safe; everything it is given outlives it.
class OfficeService final : public v1::OfficeService::Service {
 public:
  // `changes` is told of every change: who watches a case through the office
  // may have to be told nothing more.
  OfficeService(gate::Gate& gate, store::Store& store,
                const audit::AccessLog& log, ChangeSignal& changes);

  grpc::Status CreateOfficeHolder(
      grpc::ServerContext* context,
      const v1::CreateOfficeHolderRequest* request,
      entente::common::v1::OfficeHolder* response) override;
  grpc::Status ListOfficeHolders(
      grpc::ServerContext* context, const v1::ListOfficeHoldersRequest* request,
      v1::ListOfficeHoldersResponse* response) override;
  grpc::Status RevokeOfficeHolder(
      grpc::ServerContext* context,
      const v1::RevokeOfficeHolderRequest* request,
      entente::common::v1::OfficeHolder* response) override;

 private:
  absl::StatusOr<entente::common::v1::OfficeHolder> Create(
      const gate::Caller& caller, const v1::CreateOfficeHolderRequest& request);
  absl::StatusOr<v1::ListOfficeHoldersResponse> List(
      const gate::Caller& caller, const v1::ListOfficeHoldersRequest& request);
  absl::StatusOr<entente::common::v1::OfficeHolder> Revoke(
      const gate::Caller& caller, const v1::RevokeOfficeHolderRequest& request);

  gate::Door door_;
  store::Store& store_;
  const audit::AccessLog& log_;
  ChangeSignal& changes_;
  const PageTokens page_tokens_;
};

}  // namespace entente::exchange

#endif  // SERVICES_EXCHANGE_OFFICE_SERVICE_H_
