#include "services/common/server/method_filter.h"

#include <string>

#include "grpcpp/support/status.h"

namespace entente::server {
namespace {

class MethodFilter final : public grpc::AuthMetadataProcessor {
 public:
  explicit MethodFilter(const gate::MethodTable& methods) : methods_(methods) {}

  // A look-up in memory: not worth a thread.
  bool IsBlocking() const override { return false; }

  grpc::Status Process(const InputMetadata& metadata, grpc::AuthContext*,
                       OutputMetadata*, OutputMetadata*) override {
    const auto path = metadata.find(":path");
    if (path != metadata.end() && path->second.size() > 1 &&
        methods_.Find(std::string(path->second.data() + 1,
                                  path->second.size() - 1)) != nullptr) {
      return grpc::Status::OK;
    }
    return grpc::Status(grpc::StatusCode::UNIMPLEMENTED,
                        "This program does not serve that method.");
  }

 private:
  const gate::MethodTable& methods_;
};

}  // namespace

std::shared_ptr<grpc::AuthMetadataProcessor> MakeMethodFilter(
    const gate::MethodTable& methods) {
  return std::make_shared<MethodFilter>(methods);
}

}  // namespace entente::server
