// Of what the ids of events are made under a mapping: whoever changes that
// counts again what was delivered. Pure.
#ifndef TOOLS_CLIENT_DELIVERY_MAPPING_IDS_H_
#define TOOLS_CLIENT_DELIVERY_MAPPING_IDS_H_

#include <optional>
#include <string>
#include <vector>

#include "entente/indicators/v1/delivery_mapping.pb.h"
#include "services/common/base/error.h"

namespace entente::client {

// Whether the ids of `figure` of `mapping` are made of its measure too.
bool HasMeasureInId(const entente::indicators::v1::DeliveryMapping& mapping,
                    const entente::indicators::v1::Figure& figure);

// The measure as a part of those ids; empty where it is none.
std::string MeasureInId(const entente::indicators::v1::DeliveryMapping& mapping,
                        const entente::indicators::v1::Figure& figure);

// Whether an event under `a` has the id of another one under `b` where their
// fields hold the same, and nothing says that they are meant to: both hash, of
// as many fields, for the same measure or none, and neither names a system.
bool MayMeetInIds(const entente::indicators::v1::DeliveryMapping& a,
                  const entente::indicators::v1::DeliveryMapping& b);

// For people, what the ids of each figure are made of.
std::vector<Sentence> DescribeIds(
    const entente::indicators::v1::DeliveryMapping& mapping);

// For people, what to write before the number of figures changes, or where it
// has; nullopt where that is written, or could not be.
std::optional<Sentence> AdviseOnIds(
    const entente::indicators::v1::DeliveryMapping& mapping);

}  // namespace entente::client

#endif  // TOOLS_CLIENT_DELIVERY_MAPPING_IDS_H_
