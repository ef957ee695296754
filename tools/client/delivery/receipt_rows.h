// What a receipt says of single rows: those that were not taken, and those that
// were known and count otherwise now. By line, for a person who looks for them.
#ifndef TOOLS_CLIENT_DELIVERY_RECEIPT_ROWS_H_
#define TOOLS_CLIENT_DELIVERY_RECEIPT_ROWS_H_

#include <istream>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "entente/indicators/v1/delivery_watch.pb.h"
#include "tools/client/delivery/delivery_input.h"
#include "tools/client/delivery/drop_worker.h"
#include "tools/client/delivery/mapping_file.h"
#include "tools/client/delivery/watch_config.h"

namespace entente::client {

// Opens `in`, the file `name` that `receipt` is about, from its beginning.
// Errors: FILE_CHANGED when it is another file by now, those of OpenDelivery.
absl::StatusOr<DeliveryInput> OpenAgain(
    std::istream& in, const std::string& name,
    const DeliveryMappingFile& mapping, const WatchRules& rules,
    const entente::indicators::v1::DeliveryReceipt& receipt);

// Reads `in` again, the file `name` that `receipt` is about, and lists the rows
// of `delivered` in it. Of an event that is several rows the first one that was
// rejected is listed, and its other rows count under the same reason. Errors:
// FILE_CHANGED when it is another file by now, those of OpenDelivery.
absl::Status ListRows(std::istream& in, const std::string& name,
                      const DeliveryMappingFile& mapping,
                      const WatchRules& rules, const Delivered& delivered,
                      entente::indicators::v1::DeliveryReceipt& receipt);

}  // namespace entente::client

#endif  // TOOLS_CLIENT_DELIVERY_RECEIPT_ROWS_H_
