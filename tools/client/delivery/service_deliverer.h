// Delivers to the indicators service, and asks it what it did not take.
#ifndef TOOLS_CLIENT_DELIVERY_SERVICE_DELIVERER_H_
#define TOOLS_CLIENT_DELIVERY_SERVICE_DELIVERER_H_

#include <string>
#include <utility>

#include "absl/status/statusor.h"
#include "tools/client/delivery/drop_worker.h"
#include "tools/client/session.h"

namespace entente::client {

// Not thread-safe.
class ServiceDeliverer final : public Deliverer {
 public:
  // `parent`: "municipalities/21004". `batch_rows`: see IngestOptions.
  ServiceDeliverer(Session& session, std::string parent, std::string source,
                   int batch_rows)
      : session_(session),
        parent_(std::move(parent)),
        source_(std::move(source)),
        batch_rows_(batch_rows) {}

  // A dry run leaves no session to ask: its rejections are counted, not listed.
  absl::StatusOr<Delivered> Deliver(ObservationRows& rows,
                                    const std::string& session_id,
                                    bool is_dry_run) override;

 private:
  absl::Status AskRejections(const std::string& session_id, Delivered& made);

  Session& session_;
  const std::string parent_;
  const std::string source_;
  const int batch_rows_;
};

}  // namespace entente::client

#endif  // TOOLS_CLIENT_DELIVERY_SERVICE_DELIVERER_H_
