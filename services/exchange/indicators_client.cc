#include "services/exchange/indicators_client.h"

#include "services/common/base/error.h"
#include "services/common/channel/channel.h"
#include "services/common/outbox/event_client.h"
#include "services/exchange/meeting_service.h"

namespace entente::exchange {

absl::StatusOr<std::unique_ptr<outbox::Shipper>> ShipToIndicators(
    store::Store& store, const std::string& target, const TlsFiles& files,
    const std::string& server_id) {
  if (target.empty()) {
    return std::make_unique<outbox::Shipper>(store, kIndicators,
                                             outbox::MakeNoSender());
  }
  ENTENTE_ASSIGN_OR_RETURN(auto channel,
                           channel::MakeChannel(target, files, server_id));
  return std::make_unique<outbox::Shipper>(
      store, kIndicators, outbox::MakeEventSender(std::move(channel)));
}

}  // namespace entente::exchange
