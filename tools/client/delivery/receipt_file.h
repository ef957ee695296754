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
// it returns. The receipt of another delivery that had this name stays, as
// NAME.<12 digits of its hash>.json; of one that could not be read as
// NAME.unread.json; with a number behind that where the name is taken. Of the
// same delivery, tried again, are equal content, state, reason and session; of
// what could not be read, those of a former one that does not say where it
// lies. Errors: UNAVAILABLE / FILE_UNWRITABLE.
absl::Status WriteReceipt(
    const std::string& folder,
    const entente::indicators::v1::DeliveryReceipt& receipt);

// The same in the place of what WriteReceipt wrote of this very file.
absl::Status AmendReceipt(
    const std::string& folder,
    const entente::indicators::v1::DeliveryReceipt& receipt);

}  // namespace entente::client

#endif  // TOOLS_CLIENT_DELIVERY_RECEIPT_FILE_H_
