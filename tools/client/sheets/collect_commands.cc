// entente collect sheet: writes what a source is asked to fill in.
#include "tools/client/sheets/collect_commands.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <memory>
#include <optional>

#include "absl/cleanup/cleanup.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "entente/indicators/v1/period_service.grpc.pb.h"
#include "tools/client/files.h"
#include "tools/client/format.h"
#include "tools/client/period_words.h"
#include "tools/client/person_file.h"
#include "tools/client/resource_names.h"
#include "tools/client/sheets/collect_fill.h"
#include "tools/client/sheets/sheet_csv.h"
#include "tools/client/sheets/xlsx_writer.h"
#include "tools/client/sources/source_enrolment.h"

namespace entente::client {
namespace {

namespace v1 = entente::indicators::v1;

struct Flags {
  std::string municipality;
  std::string form;
  std::string out;
  std::string language;
  SheetRequest asked;
};

// What is remembered of an enrolled source, where nothing else was asked.
absl::Status AddEnrolment(Cli& cli, Flags& flags) {
  ENTENTE_ASSIGN_OR_RETURN(
      const std::optional<SourceEnrolment> enrolment,
      SourceFiles(cli.session().config().home).Read(flags.asked.source));
  if (!enrolment.has_value()) return absl::OkStatus();
  if (flags.asked.measures.empty()) {
    flags.asked.measures.assign(enrolment->measure_codes().begin(),
                                enrolment->measure_codes().end());
  }
  if (flags.asked.areas.empty()) {
    flags.asked.areas.assign(enrolment->areas().begin(),
                             enrolment->areas().end());
  }
  if (flags.language.empty()) flags.language = enrolment->language();
  return absl::OkStatus();
}

// The source's own language: as asked or enrolled, else the first that the list
// of persons gives it, else that of this run.
Language LanguageOf(Cli& cli, const Flags& flags) {
  if (!flags.language.empty()) {
    return ParseLanguage(flags.language).value_or(cli.language());
  }
  const absl::StatusOr<PersonList> list =
      PersonFile(cli.session().config().home).Read();
  if (list.ok()) {
    for (const Person& person : list->persons()) {
      if (person.subject() != flags.asked.source) continue;
      for (const std::string& code : person.languages()) {
        if (const auto language = ParseLanguage(code)) return *language;
      }
    }
  }
  return cli.language();
}

absl::Status FileThere(const std::string& path) {
  return ClientError(
      absl::StatusCode::kAlreadyExists, "FILE_THERE",
      {absl::StrCat(path,
                    " is there already, and may be the sheet that came back. "
                    "Move it, or give another --out."),
       absl::StrCat(path,
                    " existe déjà ; c'est peut-être le relevé revenu rempli. "
                    "Déplacez-le, ou donnez un autre --out."),
       absl::StrCat(path,
                    " bestaat al; het is misschien het blad dat terugkwam. "
                    "Verplaats het, of geef een andere --out.")});
}

// Whole or not at all, for the owner alone, and never over another file.
absl::Status Write(const Sheet& sheet, Language language, bool is_csv,
                   const std::string& path) {
  const std::string draft = absl::StrCat(path, ".part");
  const int file = open(draft.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC,
                        S_IRUSR | S_IWUSR);
  if (file < 0)
    return errno == EEXIST ? FileThere(draft) : FileUnwritable(path);
  close(file);
  const absl::Cleanup remover = [&draft] { std::remove(draft.c_str()); };
  if (is_csv) {
    if (!WritePrivateFile(draft, WriteSheetCsv(sheet, language))) {
      return FileUnwritable(path);
    }
  } else {
    ENTENTE_RETURN_IF_ERROR(WriteSheetXlsx(sheet, language, draft));
  }
  if (link(draft.c_str(), path.c_str()) != 0) {
    return errno == EEXIST ? FileThere(path) : FileUnwritable(path);
  }
  return absl::OkStatus();
}

// That what comes back may not be taken: said before the sheet leaves.
absl::Status SayWhereTheMonthStands(Cli& cli, const std::string& parent,
                                    const SheetKey& key) {
  v1::GetPeriodRequest request;
  request.set_name(absl::StrCat(parent, "/periods/", key.MonthText()));
  ENTENTE_ASSIGN_OR_RETURN(
      const v1::Period period,
      cli.session().Call(&v1::PeriodService::Stub::GetPeriod, request));
  const bool is_shut = period.stage() == v1::Period::STAGE_LOCKED ||
                       period.stage() == v1::Period::STAGE_CLOSED ||
                       period.standing() == v1::Period::STANDING_APPROVED;
  if (!is_shut) return absl::OkStatus();
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
  return absl::OkStatus();
}

absl::Status WriteSheet(Cli& cli, Flags flags) {
  ENTENTE_RETURN_IF_ERROR(AddEnrolment(cli, flags));
  ENTENTE_ASSIGN_OR_RETURN(
      const std::string parent,
      MunicipalityName(cli.session().config(), flags.municipality));
  const Language language = LanguageOf(cli, flags);
  ENTENTE_ASSIGN_OR_RETURN(const Sheet sheet,
                           FillSheet(cli, flags.asked, parent, language));
  const bool is_csv = flags.form.empty()
                          ? absl::EndsWithIgnoreCase(flags.out, ".csv")
                          : flags.form == "csv";
  const std::string path =
      !flags.out.empty()
          ? flags.out
          : absl::StrCat(sheet.key.source, "-", sheet.key.MonthText(),
                         is_csv ? ".csv" : ".xlsx");
  SheetCode code;
  if (ParseSheetCode(FormatSheetCode(sheet), code) != CodeForm::kWhole) {
    return UsageError({"--source is [a-z][a-z0-9-]{0,31}.",
                       "--source est [a-z][a-z0-9-]{0,31}.",
                       "--source is [a-z][a-z0-9-]{0,31}."});
  }
  ENTENTE_RETURN_IF_ERROR(Write(sheet, language, is_csv, path));
  const std::string rows = FormatCount(static_cast<int64_t>(sheet.rows.size()));
  cli.Say({absl::StrCat(path, ": ", rows, " rows to fill in."),
           absl::StrCat(path, " : ", rows, " lignes à remplir."),
           absl::StrCat(path, ": ", rows, " rijen om in te vullen.")});
  return SayWhereTheMonthStands(cli, parent, sheet.key);
}

void AddSheet(CLI::App& group, Cli& cli) {
  auto flags = std::make_shared<Flags>();
  Command command(
      group, cli, "sheet",
      {"Writes a sheet for a source to fill in: a row for each measure that is "
       "counted, with what is known, in the source's language. It is known by "
       "its code when it comes back.",
       "Crée un relevé à remplir par une source : une ligne par mesure "
       "comptée, avec ce qui est connu, dans la langue de la source. Il est "
       "reconnu par son code à son retour.",
       "Maakt een blad dat een bron invult: een rij per getelde meting, met "
       "wat bekend is, in de taal van de bron. Het wordt bij terugkomst aan "
       "zijn code herkend."},
      "entente collect sheet --month 2018-03 --source bravvo --out "
      "bravvo-2018-03.xlsx");
  command
      .Option("--month", flags->asked.month,
              {"Month, as in 2018-03.", "Mois, comme 2018-03.",
               "Maand, zoals 2018-03."})
      ->required();
  command
      .Option("--source", flags->asked.source,
              {"Code of the source: the account that will deliver the figures.",
               "Code de la source : le compte qui livrera les chiffres.",
               "Code van de bron: de account die de cijfers zal leveren."})
      ->required();
  command
      .Option("--format", flags->form,
              {"xlsx or csv; by the ending of --out, else xlsx.",
               "xlsx ou csv ; selon la fin de --out, sinon xlsx.",
               "xlsx of csv; volgens het einde van --out, anders xlsx."})
      ->check(CLI::IsMember({"csv", "xlsx"}));
  command.Option("--out", flags->out,
                 {"File to write; SOURCE-MONTH.xlsx by default. Never written "
                  "over another.",
                  "Fichier à écrire ; SOURCE-MOIS.xlsx par défaut. N'en "
                  "remplace jamais un autre.",
                  "Te schrijven bestand; standaard BRON-MAAND.xlsx. Vervangt "
                  "nooit een ander."});
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
  command.Run([flags](Cli& cli) { return WriteSheet(cli, *flags); });
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
