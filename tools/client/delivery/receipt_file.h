// Receipts of a drop folder: receipts/NAME.json, on disk before the file that
// it is about leaves processing.
#ifndef TOOLS_CLIENT_DELIVERY_RECEIPT_FILE_H_
#define TOOLS_CLIENT_DELIVERY_RECEIPT_FILE_H_

#include <string>

#include "absl/status/status.h"
#include "entente/indicators/v1/delivery_watch.pb.h"

namespace entente::client {

// `receipt` in protobuf's JSON form; on one line unless `is_pretty`.
std::string ReceiptJson(const entente::indicators::v1::DeliveryReceipt& receipt,
                        bool is_pretty);

// Writes it to `folder` as NAME.json (0640), whole or not at all, on disk when
// it returns. The receipt of another file that had this name stays, as
// NAME.<12 digits of its hash>.json. Errors: UNAVAILABLE / FILE_UNWRITABLE.
absl::Status WriteReceipt(
    const std::string& folder,
    const entente::indicators::v1::DeliveryReceipt& receipt);

}  // namespace entente::client

#endif  // TOOLS_CLIENT_DELIVERY_RECEIPT_FILE_H_
