// Brings what exchange tells the indicators service: figures, never persons.
#ifndef SERVICES_EXCHANGE_INDICATORS_CLIENT_H_
#define SERVICES_EXCHANGE_INDICATORS_CLIENT_H_

#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "services/common/channel/tls_files.h"
#include "services/common/outbox/shipper.h"
#include "services/common/store/store.h"

namespace entente::exchange {

// A shipper to the indicators service at `target` ("host:port"), which must
// present `server_id`; not started. While that service is down the events wait
// in `store`, and so they do when `target` is empty. Errors:
// FAILED_PRECONDITION when the TLS files are not usable.
absl::StatusOr<std::unique_ptr<outbox::Shipper>> ShipToIndicators(
    store::Store& store, const std::string& target, const TlsFiles& files,
    const std::string& server_id);

}  // namespace entente::exchange

#endif  // SERVICES_EXCHANGE_INDICATORS_CLIENT_H_
