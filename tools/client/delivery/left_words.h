// Why rows of a file were left rejected that might be taken by now, and what
// would be right. Pure.
#ifndef TOOLS_CLIENT_DELIVERY_LEFT_WORDS_H_
#define TOOLS_CLIENT_DELIVERY_LEFT_WORDS_H_

#include <string>

#include "entente/indicators/v1/delivery_watch.pb.h"
#include "services/common/base/error.h"

namespace entente::client {

// Of a file of a drop folder; empty where none was left.
Sentence LeftWordsOfDrop(
    entente::indicators::v1::DeliveryReceipt::LeftRejected left);

// The same of a file that is delivered by hand; `session`: its first one where
// somebody named that, else empty.
Sentence LeftWordsByHand(
    entente::indicators::v1::DeliveryReceipt::LeftRejected left,
    const std::string& session);

}  // namespace entente::client

#endif  // TOOLS_CLIENT_DELIVERY_LEFT_WORDS_H_
