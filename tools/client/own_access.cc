#include "tools/client/own_access.h"

#include "absl/status/status.h"
#include "entente/common/v1/access_service.grpc.pb.h"

namespace entente::client {

absl::StatusOr<bool> MayCall(Session& session, const std::string& method) {
  entente::common::v1::ExplainMyAccessRequest request;
  request.set_method(method);
  const auto mine =
      session.Call(&entente::common::v1::AccessService::Stub::ExplainMyAccess,
                   request, {.service = Session::ServiceOfPackage(method)});
  if (absl::IsPermissionDenied(mine.status())) return false;
  if (!mine.ok()) return mine.status();
  return mine->methods_size() == 1 && mine->methods(0).permitted();
}

}  // namespace entente::client
