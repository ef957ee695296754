// indicators mapping check|key: a mapping before anything is delivered by it.
#include <fstream>
#include <map>
#include <memory>
#include <sstream>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "services/common/base/regular_file.h"
#include "tools/client/delivery/delivery_commands.h"
#include "tools/client/delivery/delivery_input.h"
#include "tools/client/delivery/id_key.h"
#include "tools/client/delivery/mapping_file.h"
#include "tools/client/delivery/mapping_ids.h"
#include "tools/client/files.h"
#include "tools/client/indicators_parts.h"
#include "tools/client/ingest_output.h"
#include "tools/client/table.h"

namespace entente::client {
namespace {

namespace v1 = entente::indicators::v1;

struct CheckFlags {
  std::string mapping;
  std::string file;
  std::string id_key;
  int rows = 10;
};

absl::StatusOr<DeliveryMappingFile> ReadMapping(Cli& cli,
                                                const std::string& path) {
  const auto file = ReadRegularFile(path, kMappingBytesMax);
  if (!file.ok() || file->bytes.size() > kMappingBytesMax) {
    return FileUnreadable(path);
  }
  DeliveryMappingFile made{.sha256 = Sha256Hex(file->bytes)};
  const auto faults = FindMappingFaults(file->bytes, made.mapping);
  if (faults.empty()) return made;
  for (const MappingFault& fault : faults) {
    cli.err() << path << ":" << fault.line << ": " << cli.T(fault.what) << "\n";
  }
  return AlreadyReported();
}

std::string DayText(const google::type::Date& date) {
  const std::string month =
      absl::StrFormat("%04d-%02d", date.year(), date.month());
  return date.day() == 0 ? month
                         : absl::StrFormat("%s-%02d", month, date.day());
}

// " audience=seniors", for each list.
std::string BreakdownText(const v1::Observation& seen) {
  const std::map<std::string, std::string> sorted(seen.breakdown().begin(),
                                                  seen.breakdown().end());
  std::string text;
  for (const auto& [list, code] : sorted) {
    absl::StrAppend(&text, " ", list, "=", code);
  }
  return text;
}

void AddRow(Cli& cli, int64_t line, const MappedRow& row, Table& table) {
  const v1::Observation& seen = row.observation;
  if (!seen.withdraws_event_id().empty()) {
    table.AddRow({absl::StrCat(line), seen.event_id(), "", "", "", "",
                  absl::StrCat(cli.T({"withdraws ", "retire ", "trekt in: "}),
                               seen.withdraws_event_id())});
    return;
  }
  if (row.reason == nullptr) {
    table.AddRow({absl::StrCat(line), seen.event_id(), seen.measure_code(),
                  DayText(seen.date()), seen.area(),
                  absl::StrCat(seen.value(), BreakdownText(seen)),
                  seen.replaces_event_id()});
    return;
  }
  const std::string field =
      row.field.empty() ? row.column : absl::StrCat("\"", row.field, "\"");
  const std::string why = RejectionText(cli, row.reason);
  table.AddRow({absl::StrCat(line), absl::StrCat("✗ ", row.reason), field, "",
                "", "", why});
}

absl::Status CheckFile(Cli& cli, const CheckFlags& flags,
                       const DeliveryMappingFile& mapping) {
  std::ifstream file(flags.file, std::ios::binary);
  if (!file) return FileUnreadable(flags.file);
  FileFacts facts;
  ENTENTE_ASSIGN_OR_RETURN(const DeliveryInput input,
                           OpenDelivery(file, flags.file, mapping, flags.id_key,
                                        kFileBytesMaxDefault, facts));
  Table table(
      {{cli.T({"line", "ligne", "regel"}), Align::kRight},
       {cli.T({"event", "événement", "gebeurtenis"})},
       {cli.T({"measure", "mesure", "meting"})},
       {cli.T({"date", "date", "datum"})},
       {cli.T({"area", "lieu", "gebied"})},
       {cli.T({"value", "valeur", "waarde"}), Align::kRight},
       {cli.T({"corrects", "corrige", "verbetert"}), Align::kLeft, true}});
  int64_t events_read = 0;
  int64_t refused = 0;
  int64_t refused_shown = 0;
  MappedRow row;
  int64_t line = 0;
  while (input.rows->NextRow(row, line)) {
    // Of the rows of one event the last is its version.
    if (row.has_more) continue;
    // The first rows, and the first refused ones wherever they are.
    const bool is_refused = row.reason != nullptr;
    if (events_read < flags.rows ||
        (is_refused && refused_shown < flags.rows)) {
      AddRow(cli, line, row, table);
      refused_shown += is_refused ? 1 : 0;
    }
    ++events_read;
    refused += is_refused ? 1 : 0;
  }
  cli.out() << table.Render(cli.columns()) << "\n";
  PrintLeftOut(cli, input.rows->records_left_out());
  const std::string all = absl::StrCat(input.rows->row_index());
  const std::string bad = absl::StrCat(refused);
  // A later version of an event is several rows.
  const std::string events =
      events_read == input.rows->row_index()
          ? ""
          : absl::StrCat(events_read, cli.T({" events, ", " événements, ",
                                             " gebeurtenissen, "}));
  cli.Say({absl::StrCat(events, all, " rows, of which ", bad,
                        " would be refused before they leave. What the service "
                        "takes is for indicators ingest --dry-run to say."),
           absl::StrCat(events, all, " lignes, dont ", bad,
                        " seraient refusées avant de partir. Ce que le service "
                        "prend, indicators ingest --dry-run le dit."),
           absl::StrCat(events, all, " rijen, waarvan er ", bad,
                        " geweigerd zouden worden voor ze vertrekken. Wat de "
                        "dienst aanvaardt, zegt indicators ingest "
                        "--dry-run.")});
  return refused == 0 ? absl::OkStatus() : AlreadyReported();
}

absl::Status Check(Cli& cli, const CheckFlags& flags) {
  ENTENTE_ASSIGN_OR_RETURN(const DeliveryMappingFile mapping,
                           ReadMapping(cli, flags.mapping));
  const std::string id = mapping.mapping.id();
  cli.Say({absl::StrCat("The mapping ", id, " can be used."),
           absl::StrCat("La correspondance ", id, " est utilisable."),
           absl::StrCat("De koppeling ", id, " is bruikbaar.")});
  for (const Sentence& said : DescribeIds(mapping.mapping)) cli.Say(said);
  if (const auto advice = AdviseOnIds(mapping.mapping)) cli.Say(*advice);
  if (flags.file.empty()) return absl::OkStatus();
  return CheckFile(cli, flags, mapping);
}

void AddCheck(CLI::App& group, Cli& cli) {
  auto flags = std::make_shared<CheckFlags>();
  Command command(
      group, cli, "check",
      {"Checks a mapping, and shows the first rows of a file as it reads "
       "them.\nSays what the ids of each figure are made of: under other ids "
       "the same events count again. Delivers nothing and needs no service. "
       "Ends with 1 when the mapping has a fault or a row would be refused.",
       "Vérifie une correspondance, et montre les premières lignes d'un "
       "fichier comme elle les lit.\nDit de quoi sont faits les identifiants "
       "de chaque chiffre : sous d'autres, les mêmes événements comptent à "
       "nouveau. Ne livre rien et ne demande aucun service. Se termine par 1 "
       "si la correspondance a un défaut ou si une ligne serait refusée.",
       "Controleert een koppeling, en toont de eerste rijen van een bestand "
       "zoals zij ze leest.\nZegt waarvan de ids van elk cijfer gemaakt zijn: "
       "onder andere ids tellen dezelfde gebeurtenissen opnieuw. Levert niets "
       "en vraagt geen dienst. Eindigt met 1 als de koppeling een fout heeft "
       "of een rij geweigerd zou worden."},
      "entente indicators mapping check "
      "deploy/deliveries/police-actions.textproto actions.csv --id-key id.key");
  command.Positional(
      "MAPPING", flags->mapping,
      {"Mapping file (textproto).", "Fichier de correspondance (textproto).",
       "Koppelingsbestand (textproto)."});
  command
      .Positional("FILE", flags->file,
                  {"File of the system; without it only the mapping is "
                   "checked.",
                   "Fichier du système ; sans lui, seule la correspondance est "
                   "vérifiée.",
                   "Bestand van het systeem; zonder wordt alleen de koppeling "
                   "gecontroleerd."})
      ->required(false);
  AddIdKeyFlag(command, flags->id_key);
  command
      .Option(
          "--rows", flags->rows,
          {"Rows to show; 10 by default.", "Lignes à montrer ; 10 par défaut.",
           "Te tonen rijen; standaard 10."})
      ->check(CLI::Range(1, 1000))
      ->option_text("N");
  command.Run([flags](Cli& cli) { return Check(cli, *flags); });
}

void AddKey(CLI::App& group, Cli& cli) {
  auto path = std::make_shared<std::string>();
  Command command(
      group, cli, "key",
      {"Makes the key of a source for the ids of its events.\nKeep a copy in a "
       "safe place: under another key every event would be counted again.",
       "Crée la clé d'une source pour les identifiants de ses "
       "événements.\nGardez-en une copie en lieu sûr : sous une autre clé, "
       "chaque événement serait compté à nouveau.",
       "Maakt de sleutel van een bron voor de ids van haar "
       "gebeurtenissen.\nBewaar een kopie op een veilige plaats: onder een "
       "andere sleutel zou elke gebeurtenis opnieuw geteld worden."},
      "entente indicators mapping key id.key");
  command.Positional(
      "FILE", *path,
      {"File to make (mode 0600).", "Fichier à créer (mode 0600).",
       "Te maken bestand (modus 0600)."});
  command.Run([path](Cli& cli) -> absl::Status {
    ENTENTE_RETURN_IF_ERROR(IdKey::Make(*path));
    cli.Say({absl::StrCat("Made ", *path, "."),
             absl::StrCat(*path, " est créé."),
             absl::StrCat(*path, " is gemaakt.")});
    return absl::OkStatus();
  });
}

}  // namespace

void AddIdKeyFlag(Command& command, std::string& path) {
  command.Option("--id-key", path,
                 {"Key of the source for ids, where the mapping hashes them.",
                  "Clé de la source pour les identifiants, si la "
                  "correspondance les hache.",
                  "Sleutel van de bron voor ids, als de koppeling ze hasht."});
}

void AddMappingCommands(CLI::App& indicators, Cli& cli) {
  CLI::App& group =
      AddGroup(indicators, cli, "mapping",
               {"How the files of another system are read.",
                "Comment se lisent les fichiers d'un autre système.",
                "Hoe de bestanden van een ander systeem gelezen worden."});
  AddCheck(group, cli);
  AddKey(group, cli);
}

}  // namespace entente::client
