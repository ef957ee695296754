#include "services/common/server/stream_messages.h"

#include <string>

#include "absl/strings/strip.h"
#include "grpcpp/support/byte_buffer.h"
#include "grpcpp/support/slice.h"

namespace entente::server {
namespace {

using grpc::experimental::InterceptionHookPoints;
using grpc::experimental::ServerRpcInfo;

std::string MethodOf(const ServerRpcInfo& info) {
  return std::string(absl::StripPrefix(info.method(), "/"));
}

// One call.
class Interceptor final : public grpc::experimental::Interceptor {
 public:
  Interceptor(ServerRpcInfo& info, gate::Gate& gate)
      : info_(info), gate_(gate) {}

  void Intercept(
      grpc::experimental::InterceptorBatchMethods* methods) override {
    if (methods->QueryInterceptionHookPoint(
            InterceptionHookPoints::PRE_SEND_MESSAGE) &&
        !gate_.MaySend(*info_.server_context(), MethodOf(info_))) {
      // Not only cancelled: what is already on its way might still leave.
      const grpc::Slice nothing("", 0);
      *methods->GetSerializedSendMessage() = grpc::ByteBuffer(&nothing, 1);
      info_.server_context()->TryCancel();
    }
    methods->Proceed();
  }

 private:
  ServerRpcInfo& info_;
  gate::Gate& gate_;
};

class Factory final
    : public grpc::experimental::ServerInterceptorFactoryInterface {
 public:
  explicit Factory(gate::Gate& gate) : gate_(gate) {}

  grpc::experimental::Interceptor* CreateServerInterceptor(
      ServerRpcInfo* info) override {
    if (info->type() != ServerRpcInfo::Type::SERVER_STREAMING &&
        info->type() != ServerRpcInfo::Type::BIDI_STREAMING) {
      return nullptr;
    }
    const gate::MethodRule* rule = gate_.methods().Find(MethodOf(*info));
    // What no gate knows is told nothing either.
    const bool is_free = rule != nullptr && !rule->is_restricted;
    return is_free ? nullptr : new Interceptor(*info, gate_);
  }

 private:
  gate::Gate& gate_;
};

}  // namespace

std::unique_ptr<grpc::experimental::ServerInterceptorFactoryInterface>
MakeStreamMessages(gate::Gate& gate) {
  return std::make_unique<Factory>(gate);
}

}  // namespace entente::server
