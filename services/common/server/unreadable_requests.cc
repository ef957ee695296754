#include "services/common/server/unreadable_requests.h"

#include <string>

#include "absl/strings/strip.h"

namespace entente::server {
namespace {

using grpc::experimental::InterceptionHookPoints;
using grpc::experimental::ServerRpcInfo;

// One call.
class Interceptor final : public grpc::experimental::Interceptor {
 public:
  Interceptor(ServerRpcInfo& info, gate::Gate& gate)
      : info_(info), gate_(gate) {}

  void Intercept(
      grpc::experimental::InterceptorBatchMethods* methods) override {
    if (methods->QueryInterceptionHookPoint(
            InterceptionHookPoints::POST_RECV_MESSAGE) &&
        methods->GetRecvMessage() == nullptr) {
      is_unreadable_ = true;
    }
    // A call for which gRPC finds no thread has no message either: it is told
    // to come back, and nothing of what it asked.
    if (is_unreadable_ &&
        methods->QueryInterceptionHookPoint(
            InterceptionHookPoints::PRE_SEND_STATUS) &&
        methods->GetSendStatus().error_code() !=
            grpc::StatusCode::RESOURCE_EXHAUSTED) {
      const std::string method(absl::StripPrefix(info_.method(), "/"));
      methods->ModifySendStatus(
          gate_.RefuseUnreadable(*info_.server_context(), method));
    }
    methods->Proceed();
  }

 private:
  ServerRpcInfo& info_;
  gate::Gate& gate_;
  bool is_unreadable_ = false;
};

class Factory final
    : public grpc::experimental::ServerInterceptorFactoryInterface {
 public:
  explicit Factory(gate::Gate& gate) : gate_(gate) {}

  grpc::experimental::Interceptor* CreateServerInterceptor(
      ServerRpcInfo* info) override {
    // A stream of the client's ends without a message, as it should.
    if (info->type() == ServerRpcInfo::Type::CLIENT_STREAMING ||
        info->type() == ServerRpcInfo::Type::BIDI_STREAMING) {
      return nullptr;
    }
    return new Interceptor(*info, gate_);
  }

 private:
  gate::Gate& gate_;
};

}  // namespace

std::unique_ptr<grpc::experimental::ServerInterceptorFactoryInterface>
MakeUnreadableRequests(gate::Gate& gate) {
  return std::make_unique<Factory>(gate);
}

}  // namespace entente::server
