// The mapping of a system's export (delivery_mapping.proto): read, and checked
// as a whole before a file is. Pure but for LoadDeliveryMapping.
#ifndef TOOLS_CLIENT_DELIVERY_MAPPING_FILE_H_
#define TOOLS_CLIENT_DELIVERY_MAPPING_FILE_H_

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "entente/indicators/v1/delivery_mapping.pb.h"
#include "services/common/base/error.h"

namespace entente::client {

// Largest mapping file: a zone has some hundreds of codes.
inline constexpr size_t kMappingBytesMax = 256 * 1024;

struct MappingFault {
  // Line of the mapping file, from 1.
  int line = 1;
  Sentence what = {};
};

struct DeliveryMappingFile {
  entente::indicators::v1::DeliveryMapping mapping = {};
  // SHA-256 of the file, hex; of nothing for a mapping that is built in.
  std::string sha256 = {};
  // Of our own field names: which code lists there are is said by each file.
  bool is_plain = false;
};

// What is wrong with the mapping `text`, by line; nothing when it can be used.
// `mapping` holds what could be read.
std::vector<MappingFault> FindMappingFaults(
    const std::string& text, entente::indicators::v1::DeliveryMapping& mapping);

// Errors: INVALID_ARGUMENT / DELIVERY_MAPPING with `name`, the first fault and
// its line.
absl::StatusOr<DeliveryMappingFile> ParseDeliveryMapping(
    const std::string& text, const std::string& name);
// Errors: those, and FILE_UNREADABLE.
absl::StatusOr<DeliveryMappingFile> LoadDeliveryMapping(
    const std::string& path);

// How a file is read that has our own field names: event_id, measure, date,
// area, value, replaces, withdraws. The code lists that it says codes of are
// for OpenDelivery to find.
DeliveryMappingFile PlainMapping(
    entente::indicators::v1::DeliveryMapping::Format format);

// By the ending of `file_name`; UNSPECIFIED for another.
entente::indicators::v1::DeliveryMapping::Format FormatOfName(
    absl::string_view file_name);

}  // namespace entente::client

#endif  // TOOLS_CLIENT_DELIVERY_MAPPING_FILE_H_
