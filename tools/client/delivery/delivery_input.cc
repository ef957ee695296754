#include "tools/client/delivery/delivery_input.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "absl/strings/str_cat.h"
#include "services/common/base/error.h"
#include "tools/client/delivery/plain_lists.h"
#include "tools/client/files.h"

namespace entente::client {
namespace {

constexpr size_t kSessionDigits = 24;
// A later version of a record was one row once, and a session goes by the
// numbers of its rows: what was delivered then is delivered again.
constexpr char kVersionsAsRows[] = "versions as rows\n";
// So were rows without anything in them, and each line of a record of several.
constexpr char kLooseRows[] = "loose rows\n";

// Whether a CSV file has such rows. A file that cannot be read has none, which
// is for who reads it to say.
absl::StatusOr<bool> HasLooseRows(
    std::istream& in, const entente::indicators::v1::DeliveryMapping& mapping) {
  in.clear();
  in.seekg(0);
  const auto records = OpenCsvRecords(in, mapping);
  Record record;
  while (records.ok() && !(*records)->has_loose_rows() &&
         (*records)->Next(record)) {
    continue;
  }
  if (in.bad()) return ReadCutShort();
  return records.ok() && (*records)->has_loose_rows();
}

}  // namespace

absl::StatusOr<DeliveryInput> OpenDelivery(std::istream& in,
                                           const std::string& file_name,
                                           const DeliveryMappingFile& mapping,
                                           const std::string& id_key_file,
                                           int64_t bytes_max,
                                           FileFacts& facts) {
  DeliveryInput input;
  ENTENTE_ASSIGN_OR_RETURN(const auto format,
                           FormatOf(mapping.mapping, file_name));
  if (format == entente::indicators::v1::DeliveryMapping::FORMAT_XML) {
    bytes_max = std::min(bytes_max, kXmlBytesMax);
  }
  ENTENTE_ASSIGN_OR_RETURN(input.facts, InspectFile(in, bytes_max));
  facts = input.facts;
  ENTENTE_RETURN_IF_ERROR(
      CheckEncoding(input.facts, mapping.mapping.encoding()));
  ENTENTE_ASSIGN_OR_RETURN(std::optional<IdKey> key,
                           IdKeyFor(mapping.mapping, id_key_file));
  input.mapping = mapping.mapping;
  if (mapping.is_plain) {
    in.clear();
    in.seekg(0);
    AddPlainLists(FindPlainLists(in, format), format, input.mapping);
    if (in.bad()) return ReadCutShort();
  }
  if (format == entente::indicators::v1::DeliveryMapping::FORMAT_CSV) {
    ENTENTE_ASSIGN_OR_RETURN(input.facts.has_loose_rows,
                             HasLooseRows(in, input.mapping));
    facts = input.facts;
  }
  in.clear();
  in.seekg(0);
  ENTENTE_ASSIGN_OR_RETURN(
      input.rows, MappedRows::Open(in, input.mapping, format, std::move(key)));
  return input;
}

std::string DeliverySessionId(const std::string& source,
                              const DeliveryMappingFile& mapping,
                              const std::string& file_sha256,
                              bool has_loose_rows) {
  const std::string digest = Sha256Hex(absl::StrCat(
      source, "\n", mapping.sha256, "\n", file_sha256, "\n",
      mapping.mapping.event_id().revision().empty() ? "" : kVersionsAsRows,
      has_loose_rows ? kLooseRows : ""));
  return absl::StrCat("file-", digest.substr(0, kSessionDigits));
}

}  // namespace entente::client
