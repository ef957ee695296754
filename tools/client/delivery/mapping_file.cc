#include "tools/client/delivery/mapping_file.h"

#include <algorithm>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "google/protobuf/io/tokenizer.h"
#include "google/protobuf/text_format.h"
#include "services/common/base/regular_file.h"
#include "tools/client/delivery/mapping_rules.h"
#include "tools/client/files.h"

namespace entente::client {
namespace {

namespace v1 = entente::indicators::v1;

// The parser says the same in every language.
class ParseFaults : public google::protobuf::io::ErrorCollector {
 public:
  explicit ParseFaults(std::vector<MappingFault>& faults) : faults_(faults) {}
  void AddError(int line, google::protobuf::io::ColumnNumber column,
                const std::string& message) override {
    const std::string said = absl::StrCat(column + 1, ": ", message);
    faults_.push_back({line + 1, {said, said, said}});
  }

 private:
  std::vector<MappingFault>& faults_;
};

absl::Status MappingError(const std::string& name, const MappingFault& fault) {
  const std::string at = absl::StrCat(name, ":", fault.line, ": ");
  return MakeError(absl::StatusCode::kInvalidArgument,
                   {.reason = "DELIVERY_MAPPING",
                    .metadata = {{"line", absl::StrCat(fault.line)}},
                    .sentence = {absl::StrCat(at, fault.what.en),
                                 absl::StrCat(at, fault.what.fr),
                                 absl::StrCat(at, fault.what.nl)}});
}

}  // namespace

std::vector<MappingFault> FindMappingFaults(const std::string& text,
                                            v1::DeliveryMapping& mapping) {
  std::vector<MappingFault> faults;
  ParseFaults parse_faults(faults);
  google::protobuf::TextFormat::Parser parser;
  google::protobuf::TextFormat::ParseInfoTree places;
  parser.RecordErrorsTo(&parse_faults);
  parser.WriteLocationsTo(&places);
  if (!parser.ParseFromString(text, &mapping)) return faults;
  for (MappingFault& fault : CheckMapping(mapping, places)) {
    faults.push_back(std::move(fault));
  }
  std::stable_sort(faults.begin(), faults.end(),
                   [](const MappingFault& a, const MappingFault& b) {
                     return a.line < b.line;
                   });
  return faults;
}

absl::StatusOr<DeliveryMappingFile> ParseDeliveryMapping(
    const std::string& text, const std::string& name) {
  DeliveryMappingFile file{.sha256 = Sha256Hex(text)};
  const std::vector<MappingFault> faults =
      FindMappingFaults(text, file.mapping);
  if (!faults.empty()) return MappingError(name, faults.front());
  return file;
}

absl::StatusOr<DeliveryMappingFile> LoadDeliveryMapping(
    const std::string& path) {
  const absl::StatusOr<RegularFile> file =
      ReadRegularFile(path, kMappingBytesMax);
  if (!file.ok() || file->bytes.size() > kMappingBytesMax) {
    return FileUnreadable(path);
  }
  return ParseDeliveryMapping(file->bytes, path);
}

DeliveryMappingFile PlainMapping(v1::DeliveryMapping::Format format) {
  DeliveryMappingFile file{.sha256 = Sha256Hex(""), .is_plain = true};
  v1::DeliveryMapping& mapping = file.mapping;
  mapping.set_id("plain");
  mapping.set_format(format);
  if (format == v1::DeliveryMapping::FORMAT_XML) {
    mapping.set_record("observations/observation");
  }
  mapping.mutable_event_id()->add_from("event_id");
  mapping.mutable_event_id()->add_replaces("replaces");
  mapping.mutable_event_id()->add_withdraws("withdraws");
  mapping.mutable_date()->set_from("date");
  mapping.mutable_area()->set_from("area");
  v1::Figure& figure = *mapping.add_figures();
  figure.mutable_measure()->set_from("measure");
  figure.set_value_from("value");
  return file;
}

v1::DeliveryMapping::Format FormatOfName(absl::string_view file_name) {
  const std::string name = absl::AsciiStrToLower(file_name);
  if (absl::EndsWith(name, ".csv")) return v1::DeliveryMapping::FORMAT_CSV;
  if (absl::EndsWith(name, ".ndjson") || absl::EndsWith(name, ".jsonl")) {
    return v1::DeliveryMapping::FORMAT_NDJSON;
  }
  if (absl::EndsWith(name, ".xml")) return v1::DeliveryMapping::FORMAT_XML;
  return v1::DeliveryMapping::FORMAT_UNSPECIFIED;
}

}  // namespace entente::client
