#include "tools/client/delivery/watch_config.h"

#include <fnmatch.h>

#include <algorithm>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "google/protobuf/io/tokenizer.h"
#include "google/protobuf/text_format.h"
#include "services/common/base/error.h"
#include "services/common/base/regular_file.h"
#include "tools/client/delivery/batch_signature.h"
#include "tools/client/delivery/composed_text.h"
#include "tools/client/delivery/delivery_input.h"
#include "tools/client/delivery/id_key.h"
#include "tools/client/delivery/mapping_ids.h"
#include "tools/client/files.h"

namespace entente::client {
namespace {

namespace v1 = entente::indicators::v1;

constexpr size_t kConfigBytesMax = 64 * 1024;
constexpr absl::Duration kSettleDefault = absl::Seconds(5);

Sentence OfConfig(const Sentence& what) {
  return {absl::StrCat("The watch configuration: ", what.en),
          absl::StrCat("La configuration de la surveillance : ", what.fr),
          absl::StrCat("De configuratie van de bewaking: ", what.nl)};
}

absl::Status ConfigFault(const Sentence& what) {
  return MakeError(absl::StatusCode::kFailedPrecondition,
                   {.reason = "WATCH_CONFIG", .sentence = OfConfig(what)});
}

class FirstFault : public google::protobuf::io::ErrorCollector {
 public:
  void AddError(int line, google::protobuf::io::ColumnNumber column,
                const std::string& message) override {
    if (text_.empty()) {
      text_ = absl::StrCat(line + 1, ":", column + 1, ": ", message);
    }
  }
  const std::string& text() const { return text_; }

 private:
  std::string text_;
};

std::string Beside(const std::string& folder, const std::string& path) {
  return folder.empty() || absl::StartsWith(path, "/")
             ? path
             : absl::StrCat(folder, "/", path);
}

absl::Status CheckConfig(const v1::WatchConfig& config) {
  if (config.source().empty()) {
    return ConfigFault({"state the source, as in source: \"zone5339\".",
                        "indiquez la source, comme source: \"zone5339\".",
                        "vermeld de bron, zoals source: \"zone5339\"."});
  }
  if (config.inputs().empty()) {
    return ConfigFault({"state at least one of inputs, with a pattern.",
                        "indiquez au moins un inputs, avec un pattern.",
                        "vermeld minstens één inputs, met een pattern."});
  }
  if (config.is_signature_required() && config.public_key_files().empty()) {
    return ConfigFault(
        {"a required signature needs public_key_files to check it with.",
         "une signature obligatoire demande public_key_files pour la "
         "vérifier.",
         "een verplichte handtekening vraagt public_key_files om haar te "
         "controleren."});
  }
  if (config.file_bytes_max() < 0 || config.settle_seconds() < 0) {
    return ConfigFault({"file_bytes_max and settle_seconds are not below 0.",
                        "file_bytes_max et settle_seconds ne sont pas "
                        "inférieurs à 0.",
                        "file_bytes_max en settle_seconds zijn niet onder 0."});
  }
  return absl::OkStatus();
}

Sentence SharedNumbers(const WatchRules::Input& one,
                       const WatchRules::Input& other) {
  const std::string both =
      absl::StrCat("\"", one.pattern, "\", \"", other.pattern, "\"");
  return OfConfig(
      {absl::StrCat(
           "the mappings of ", both,
           " make the same ids of the same numbers, so that an event of one is "
           "taken for a known one of the other, and not counted. Where they "
           "have delivered, and their numbers are of one system, or never the "
           "same, state inputs_share_numbers: true. Otherwise state "
           "event_id.system in the one that has delivered nothing yet (a "
           "mapping that has would count its events again)."),
       absl::StrCat(
           "les correspondances de ", both,
           " font les mêmes identifiants des mêmes numéros : un événement de "
           "l'une passe pour un événement connu de l'autre, et n'est pas "
           "compté. Si elles ont livré, et que leurs numéros sont d'un même "
           "système, ou jamais les mêmes, indiquez inputs_share_numbers: true. "
           "Sinon indiquez event_id.system dans celle qui n'a encore rien "
           "livré (une autre compterait ses événements à nouveau)."),
       absl::StrCat(
           "de koppelingen van ", both,
           " maken dezelfde ids van dezelfde nummers: een gebeurtenis van de "
           "ene gaat voor een bekende van de andere door, en telt niet. Hebben "
           "ze geleverd, en zijn hun nummers van één systeem, of nooit "
           "dezelfde, vermeld dan inputs_share_numbers: true. Vermeld anders "
           "event_id.system in die welke nog niets geleverd heeft (een andere "
           "zou haar gebeurtenissen opnieuw tellen).")});
}

// Two systems that count from 1 under one key are one: events of the second
// are known ones, and not counted. Nobody but the operator knows whether they
// are two, and a watch that does not start loses more. One for each input.
std::vector<Sentence> WarnOfSharedNumbers(
    const std::vector<WatchRules::Input>& inputs) {
  std::vector<Sentence> warnings;
  for (auto other = inputs.begin(); other != inputs.end(); ++other) {
    const auto one = std::find_if(
        inputs.begin(), other, [&](const WatchRules::Input& before) {
          const v1::DeliveryMapping& mapping = before.mapping.mapping;
          // Versions of one mapping are of one system.
          return mapping.id() != other->mapping.mapping.id() &&
                 MayMeetInIds(mapping, other->mapping.mapping);
        });
    if (one != other) warnings.push_back(SharedNumbers(*one, *other));
  }
  return warnings;
}

}  // namespace

absl::StatusOr<WatchRules> MakeWatchRules(const v1::WatchConfig& config,
                                          const std::string& folder) {
  ENTENTE_RETURN_IF_ERROR(CheckConfig(config));
  WatchRules rules{.source = config.source(),
                   .municipality = config.municipality(),
                   .is_signature_required = config.is_signature_required(),
                   .file_bytes_max = config.file_bytes_max() == 0
                                         ? kFileBytesMaxDefault
                                         : config.file_bytes_max(),
                   .is_atomic = config.atomic(),
                   .adds_to_sheets = config.adds_to_sheets(),
                   .settle = config.settle_seconds() == 0
                                 ? kSettleDefault
                                 : absl::Seconds(config.settle_seconds())};
  if (!config.id_key_file().empty()) {
    rules.id_key_file = Beside(folder, config.id_key_file());
  }
  for (const v1::WatchInput& input : config.inputs()) {
    WatchRules::Input made{.pattern = ComposedText(input.pattern()),
                           .is_plain = input.mapping_file().empty()};
    if (made.pattern.empty()) {
      return ConfigFault({"a pattern of inputs is empty.",
                          "un pattern d'inputs est vide.",
                          "een pattern van inputs is leeg."});
    }
    if (!made.is_plain) {
      ENTENTE_ASSIGN_OR_RETURN(
          made.mapping,
          LoadDeliveryMapping(Beside(folder, input.mapping_file())));
      // Better now than at the first file.
      if (made.mapping.mapping.event_id().is_hashed()) {
        ENTENTE_RETURN_IF_ERROR(IdKey::Load(rules.id_key_file).status());
      }
    }
    rules.inputs.push_back(std::move(made));
  }
  if (!config.inputs_share_numbers()) {
    rules.warnings = WarnOfSharedNumbers(rules.inputs);
  }
  for (const std::string& file : config.public_key_files()) {
    ENTENTE_ASSIGN_OR_RETURN(std::string key,
                             LoadPublicKey(Beside(folder, file)));
    rules.public_keys.push_back(std::move(key));
  }
  return rules;
}

absl::StatusOr<WatchRules> LoadWatchRules(const std::string& path) {
  const absl::StatusOr<RegularFile> file =
      ReadRegularFile(path, kConfigBytesMax);
  if (!file.ok() || file->bytes.size() > kConfigBytesMax) {
    return FileUnreadable(path);
  }
  FirstFault fault;
  google::protobuf::TextFormat::Parser parser;
  parser.RecordErrorsTo(&fault);
  v1::WatchConfig config;
  if (!parser.ParseFromString(file->bytes, &config)) {
    const std::string said = absl::StrCat(path, ":", fault.text());
    return ConfigFault({said, said, said});
  }
  const size_t slash = path.rfind('/');
  return MakeWatchRules(
      config, slash == std::string::npos ? "" : path.substr(0, slash));
}

const WatchRules::Input* InputOf(const WatchRules& rules,
                                 const std::string& name) {
  const std::string composed = ComposedText(name);
  for (const WatchRules::Input& input : rules.inputs) {
    if (fnmatch(input.pattern.c_str(), composed.c_str(), FNM_PERIOD) == 0) {
      return &input;
    }
  }
  return nullptr;
}

}  // namespace entente::client
