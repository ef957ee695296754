// entente collect sheet: writes what a source is asked to fill in.
#include "tools/client/sheets/collect_commands.h"

#include <memory>

#include "absl/strings/str_cat.h"
#include "entente/indicators/v1/period_service.grpc.pb.h"
#include "tools/client/format.h"
#include "tools/client/period_reminder.h"
#include "tools/client/period_words.h"
#include "tools/client/resource_names.h"
#include "tools/client/sheets/collect_write.h"
#include "tools/client/sources/source_enrolment.h"

namespace entente::client {
namespace {

namespace v1 = entente::indicators::v1;

// That what comes back may not be taken: said before the sheet leaves.
void SayWhereTheMonthStands(Cli& cli, const v1::Period& period) {
  if (!IsShut(period)) return;
  const Sentence word = PeriodStateWord(period);
  cli.Say({absl::StrCat("Take care: the month is ", word.en,
                        "; figures are refused until an exception or a "
                        "re-opening lets them in."),
           absl::StrCat("Attention : mois en état « ", word.fr,
                        " » ; les chiffres sont refusés tant qu'une exception "
                        "ou une réouverture ne les admet pas."),
           absl::StrCat("Let op: de maand is ", word.nl,
                        "; cijfers worden geweigerd tot een uitzondering of "
                        "heropening ze toelaat.")});
}

void SayWritten(Cli& cli, const WrittenSheet& written) {
  const Sentence rows = Plural(static_cast<int64_t>(written.rows),
                               {"{n} row to fill in.", "{n} ligne à remplir.",
                                "{n} rij om in te vullen."},
                               {"{n} rows to fill in.", "{n} lignes à remplir.",
                                "{n} rijen om in te vullen."});
  cli.Say({absl::StrCat(written.path, ": ", rows.en),
           absl::StrCat(written.path, " : ", rows.fr),
           absl::StrCat(written.path, ": ", rows.nl)});
}

absl::Status WriteSheets(Cli& cli, const SheetFlags& flags, bool is_for_one) {
  // Before the service is asked, which would speak of a resource name.
  if (is_for_one && !IsSourceCode(flags.asked.source)) return SourceMalformed();
  ENTENTE_ASSIGN_OR_RETURN(
      const std::string parent,
      MunicipalityName(cli.session().config(), flags.municipality));
  ENTENTE_ASSIGN_OR_RETURN(const SheetKey key, SheetKeyOf(flags.asked, parent));
  v1::GetPeriodRequest request;
  request.set_name(absl::StrCat(parent, "/periods/", key.MonthText()));
  ENTENTE_ASSIGN_OR_RETURN(
      const v1::Period month,
      cli.session().Call(&v1::PeriodService::Stub::GetPeriod, request));
  if (!is_for_one) {
    SayWhereTheMonthStands(cli, month);
    return WriteSheetsOfMonth(cli, parent, month, flags);
  }
  ENTENTE_ASSIGN_OR_RETURN(const WrittenSheet written,
                           WriteSheetOf(cli, parent, month, flags));
  SayWritten(cli, written);
  SayWhereTheMonthStands(cli, month);
  return absl::OkStatus();
}

void AddSheet(CLI::App& group, Cli& cli) {
  auto flags = std::make_shared<SheetFlags>();
  Command command(
      group, cli, "sheet",
      {"Writes a sheet for a source to fill in: a row for each measure that is "
       "counted, with what is known, in the source's language. It is known by "
       "its code when it comes back. Without --source one for every source "
       "that the calendar expects and that has not confirmed the month.",
       "Crée un relevé à remplir par une source : une ligne par mesure "
       "comptée, avec ce qui est connu, dans la langue de la source. Il est "
       "reconnu par son code à son retour. Sans --source, un relevé pour "
       "chaque source que le calendrier attend et qui n'a pas confirmé le "
       "mois.",
       "Maakt een blad dat een bron invult: een rij per getelde meting, met "
       "wat bekend is, in de taal van de bron. Het wordt bij terugkomst aan "
       "zijn code herkend. Zonder --source een voor elke bron die de kalender "
       "verwacht en die de maand niet bevestigde."},
      "entente collect sheet --month 2018-03 --source bravvo --out "
      "bravvo-2018-03.xlsx");
  command
      .Option("--month", flags->asked.month,
              {"Month, as in 2018-03.", "Mois, comme 2018-03.",
               "Maand, zoals 2018-03."})
      ->required();
  CLI::Option* const source = command.Option(
      "--source", flags->asked.source,
      {"Code of the source: the account that will deliver the figures; by "
       "default all that the month waits for.",
       "Code de la source : le compte qui livrera les chiffres ; par défaut "
       "toutes celles que le mois attend.",
       "Code van de bron: de account die de cijfers zal leveren; standaard "
       "alle waarop de maand wacht."});
  command
      .Option("--format", flags->form,
              {"xlsx or csv; by the ending of --out, else xlsx.",
               "xlsx ou csv ; selon la fin de --out, sinon xlsx.",
               "xlsx of csv; volgens het einde van --out, anders xlsx."})
      ->check(CLI::IsMember({"csv", "xlsx"}));
  command.Option("--out", flags->out,
                 {"File to write; SOURCE-MONTH.xlsx by default. Never written "
                  "over another. Without --source a folder that is there.",
                  "Fichier à écrire ; SOURCE-MOIS.xlsx par défaut. N'en "
                  "remplace jamais un autre. Sans --source, un dossier "
                  "existant.",
                  "Te schrijven bestand; standaard BRON-MAAND.xlsx. Vervangt "
                  "nooit een ander. Zonder --source een map die er al is."});
  command
      .Option("--language", flags->language,
              {"Language of the sheet: fr, nl or en; by default that of the "
               "source in the list of persons, else yours.",
               "Langue du relevé : fr, nl ou en ; par défaut celle de la "
               "source dans la liste des personnes, sinon la vôtre.",
               "Taal van het blad: fr, nl of en; standaard die van de bron in "
               "de lijst van personen, anders de uwe."})
      ->check(CLI::IsMember({"fr", "nl", "en"}));
  command.Option("--measure", flags->asked.measures,
                 {"Code of a measure; may be repeated; by default those the "
                  "source was enrolled for, else all that are counted.",
                  "Code d'une mesure ; peut se répéter ; par défaut celles "
                  "pour lesquelles la source est inscrite, sinon toutes celles "
                  "qui sont comptées.",
                  "Code van een meting; mag herhaald worden; standaard die "
                  "waarvoor de bron is ingeschreven, anders alle die geteld "
                  "worden."});
  command.Option(
      "--area", flags->asked.areas,
      {"Area code, as in DPI-2; may be repeated, a row for each; the "
       "municipality by default.",
       "Code du lieu, comme DPI-2 ; peut se répéter, une ligne pour "
       "chacun ; la commune par défaut.",
       "Gebiedscode, zoals DPI-2; mag herhaald worden, een rij voor "
       "elk; standaard de gemeente."});
  command.Option(
      "--by", flags->asked.by,
      {"Code list, as in audience: a row for each code of it and one "
       "for what is not known, for the measures that are split by it.",
       "Liste de codes, comme audience : une ligne par code et une "
       "pour ce qui n'est pas connu, pour les mesures ventilées par "
       "elle.",
       "Codelijst, zoals audience: een rij per code en een voor wat "
       "niet bekend is, voor de metingen die erdoor opgesplitst "
       "worden."});
  command.Municipality(flags->municipality);
  command.Run([flags, source](Cli& cli) {
    // An empty one is no wish for all of them.
    return WriteSheets(cli, *flags, source->count() > 0);
  });
}

}  // namespace

void AddCollectCommands(CLI::App& root, Cli& cli) {
  CLI::App& group = AddGroup(
      root, cli, "collect",
      {"Figures asked of sources by sheet: out, and back.",
       "Chiffres demandés aux sources par relevé : aller et retour.",
       "Cijfers die per blad aan bronnen gevraagd worden: heen en terug."});
  AddSheet(group, cli);
  AddCollectReadCommand(group, cli);
}

}  // namespace entente::client
