// A delivered file, looked at as a whole and ready to be read row by row.
#ifndef TOOLS_CLIENT_DELIVERY_DELIVERY_INPUT_H_
#define TOOLS_CLIENT_DELIVERY_DELIVERY_INPUT_H_

#include <cstdint>
#include <istream>
#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "tools/client/delivery/file_facts.h"
#include "tools/client/delivery/id_key.h"
#include "tools/client/delivery/mapped_rows.h"
#include "tools/client/delivery/mapping_file.h"

namespace entente::client {

// Largest file that is read row by row.
inline constexpr int64_t kFileBytesMaxDefault = int64_t{1} << 30;

struct DeliveryInput {
  FileFacts facts = {};
  // As it was opened with; of a plain one with the code lists of the file.
  entente::indicators::v1::DeliveryMapping mapping = {};
  std::unique_ptr<MappedRows> rows = nullptr;
};

// Reads all of `in`, then opens its rows from the beginning; `in` outlives
// them. `facts` is set as soon as it is known, also where the rest fails.
// Errors: those of InspectFile, CheckEncoding, FormatOf, IdKeyFor and
// OpenRecords.
absl::StatusOr<DeliveryInput> OpenDelivery(std::istream& in,
                                           const std::string& file_name,
                                           const DeliveryMappingFile& mapping,
                                           const std::string& id_key_file,
                                           int64_t bytes_max, FileFacts& facts);

// Session of a file: the same bytes under the same mapping, for the same
// source, are the same session, however often they come: the first one of the
// file (session_rules.h). A file with loose rows is another one than in the
// days when those were refused and numbered otherwise: whatever had become of
// it then, it is delivered again.
std::string DeliverySessionId(const std::string& source,
                              const DeliveryMappingFile& mapping,
                              const std::string& file_sha256,
                              bool has_loose_rows = false);

}  // namespace entente::client

#endif  // TOOLS_CLIENT_DELIVERY_DELIVERY_INPUT_H_
