// What a person decides about a convention as it was read; see
// review_service.proto.
#ifndef SERVICES_CONVENTIONS_REVIEW_SERVICE_H_
#define SERVICES_CONVENTIONS_REVIEW_SERVICE_H_

#include "absl/status/statusor.h"
#include "entente/conventions/v1/review_service.grpc.pb.h"
#include "services/common/gate/gate.h"
#include "services/conventions/service_context.h"

namespace entente::conventions {

// Code of the finding that a kind was guessed from the words of a label.
inline constexpr char kKindGuessed[] = "KIND_GUESSED";
// Code of the finding that nobody reviewed the contract profile.
inline constexpr char kProfileNotReviewed[] = "PROFILE_NOT_REVIEWED";

// Thread-safe. `context` outlives the service.
class ReviewService final : public v1::ReviewService::Service {
 public:
  explicit ReviewService(ServiceContext& context);

  grpc::Status ResolveFinding(grpc::ServerContext* context,
                              const v1::ResolveFindingRequest* request,
                              v1::Finding* response) override;
  grpc::Status PromoteResult(grpc::ServerContext* context,
                             const v1::PromoteResultRequest* request,
                             v1::Node* response) override;
  grpc::Status ReverseFindingResolution(
      grpc::ServerContext* context,
      const v1::ReverseFindingResolutionRequest* request,
      v1::Finding* response) override;
  grpc::Status ReversePromotion(grpc::ServerContext* context,
                                const v1::ReversePromotionRequest* request,
                                v1::Node* response) override;
  // profile_handlers.cc
  grpc::Status AdoptProfile(grpc::ServerContext* context,
                            const v1::AdoptProfileRequest* request,
                            v1::Convention* response) override;
  // translation_handlers.cc
  grpc::Status TranslateNode(grpc::ServerContext* context,
                             const v1::TranslateNodeRequest* request,
                             v1::Node* response) override;

 private:
  ServiceContext& context_;
  gate::Door door_;
};

}  // namespace entente::conventions

#endif  // SERVICES_CONVENTIONS_REVIEW_SERVICE_H_
