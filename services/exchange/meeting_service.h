// MeetingService: meetings of the cell. They name nobody.
#ifndef SERVICES_EXCHANGE_MEETING_SERVICE_H_
#define SERVICES_EXCHANGE_MEETING_SERVICE_H_

#include <functional>

#include "absl/status/statusor.h"
#include "entente/exchange/v1/meeting_service.grpc.pb.h"
#include "services/common/audit/access_log.h"
#include "services/common/gate/gate.h"
#include "services/common/outbox/outbox.h"
#include "services/common/store/store.h"

namespace entente::exchange {

// Destination of the outbox that receives MeetingHeld.
inline constexpr char kIndicators[] = "indicators";

// Thread-safe; gate, store and log outlive it.
class MeetingService final : public v1::MeetingService::Service {
 public:
  // `source` names this service in its events; `on_event` (may be empty) is
  // called after an event was stored, to wake whoever ships it.
  MeetingService(gate::Gate& gate, store::Store& store,
                 const audit::AccessLog& log, outbox::Source source,
                 std::function<void()> on_event);

  grpc::Status CreateMeeting(grpc::ServerContext* context,
                             const v1::CreateMeetingRequest* request,
                             v1::Meeting* response) override;
  grpc::Status HoldMeeting(grpc::ServerContext* context,
                           const v1::HoldMeetingRequest* request,
                           v1::Meeting* response) override;
  grpc::Status GetMeeting(grpc::ServerContext* context,
                          const v1::GetMeetingRequest* request,
                          v1::Meeting* response) override;
  grpc::Status ListMeetings(grpc::ServerContext* context,
                            const v1::ListMeetingsRequest* request,
                            v1::ListMeetingsResponse* response) override;

 private:
  absl::StatusOr<v1::Meeting> Create(const gate::Caller& caller,
                                     const v1::CreateMeetingRequest& request);
  absl::StatusOr<v1::Meeting> Hold(const gate::Caller& caller,
                                   const v1::HoldMeetingRequest& request);
  absl::StatusOr<v1::Meeting> Get(const gate::Caller& caller,
                                  const v1::GetMeetingRequest& request);
  absl::StatusOr<v1::ListMeetingsResponse> List(
      const gate::Caller& caller, const v1::ListMeetingsRequest& request);

  gate::Door door_;
  store::Store& store_;
  const audit::AccessLog& log_;
  const outbox::Source source_;
  const std::function<void()> on_event_;
};

}  // namespace entente::exchange

#endif  // SERVICES_EXCHANGE_MEETING_SERVICE_H_
