// The code lists that a file of our own field names says codes of: they are no
// fixed fields, since each convention has its own.
//
//   CSV      columns "breakdown.audience"
//   NDJSON   {"breakdown": {"audience": "youth"}}
//   XML      <breakdown><audience>youth</audience></breakdown>
#ifndef TOOLS_CLIENT_DELIVERY_PLAIN_LISTS_H_
#define TOOLS_CLIENT_DELIVERY_PLAIN_LISTS_H_

#include <cstddef>
#include <istream>
#include <set>
#include <string>

#include "entente/indicators/v1/delivery_mapping.pb.h"

namespace entente::client {

// Of one file; what is beyond them is an unknown field.
inline constexpr size_t kPlainListsMax = 50;

// Codes of the lists that `in` names from where it stands; reads it to its end,
// or of CSV its titles. A file that is broken names what could be read.
std::set<std::string> FindPlainLists(
    std::istream& in, entente::indicators::v1::DeliveryMapping::Format format);

// Has each figure of `mapping` read a code of each of the lists.
void AddPlainLists(const std::set<std::string>& lists,
                   entente::indicators::v1::DeliveryMapping::Format format,
                   entente::indicators::v1::DeliveryMapping& mapping);

}  // namespace entente::client

#endif  // TOOLS_CLIENT_DELIVERY_PLAIN_LISTS_H_
