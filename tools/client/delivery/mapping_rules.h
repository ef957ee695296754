// What a mapping must say. Pure.
#ifndef TOOLS_CLIENT_DELIVERY_MAPPING_RULES_H_
#define TOOLS_CLIENT_DELIVERY_MAPPING_RULES_H_

#include <string>
#include <vector>

#include "entente/indicators/v1/delivery_mapping.pb.h"
#include "google/protobuf/text_format.h"
#include "tools/client/delivery/mapping_file.h"

namespace entente::client {

// `places` says on which line a field stands.
std::vector<MappingFault> CheckMapping(
    const entente::indicators::v1::DeliveryMapping& mapping,
    const google::protobuf::TextFormat::ParseInfoTree& places);

// Every field that `mapping` reads, each once, in the order of its first use.
std::vector<std::string> FieldsOf(
    const entente::indicators::v1::DeliveryMapping& mapping);

}  // namespace entente::client

#endif  // TOOLS_CLIENT_DELIVERY_MAPPING_RULES_H_
