// entente collect sheet: writes what a source is asked to fill in.
#include "tools/client/sheets/collect_commands.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <map>
#include <memory>
#include <optional>
#include <set>

#include "absl/cleanup/cleanup.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "entente/indicators/v1/period_service.grpc.pb.h"
#include "entente/indicators/v1/series_service.grpc.pb.h"
#include "tools/client/files.h"
#include "tools/client/format.h"
#include "tools/client/measure_lookup.h"
#include "tools/client/period_words.h"
#include "tools/client/person_file.h"
#include "tools/client/resource_names.h"
#include "tools/client/sheets/sheet_csv.h"
#include "tools/client/sheets/xlsx_writer.h"
#include "tools/client/sources/source_enrolment.h"

namespace entente::client {
namespace {

namespace cv1 = entente::conventions::v1;
namespace v1 = entente::indicators::v1;

struct Flags {
  std::string municipality;
  std::string month;
  std::string source;
  std::string form;
  std::string out;
  std::string language;
  std::vector<std::string> measures;
  std::vector<std::string> areas;
};

bool IsCounted(const cv1::MeasureDefinition& definition) {
  return definition.kind() == cv1::MEASURE_KIND_COUNT ||
         definition.kind() == cv1::MEASURE_KIND_HOURS;
}

// What is remembered of an enrolled source, where nothing else was asked.
absl::Status AddEnrolment(Cli& cli, Flags& flags) {
  ENTENTE_ASSIGN_OR_RETURN(
      const std::optional<SourceEnrolment> enrolment,
      SourceFiles(cli.session().config().home).Read(flags.source));
  if (!enrolment.has_value()) return absl::OkStatus();
  if (flags.measures.empty()) {
    flags.measures.assign(enrolment->measure_codes().begin(),
                          enrolment->measure_codes().end());
  }
  if (flags.areas.empty()) {
    flags.areas.assign(enrolment->areas().begin(), enrolment->areas().end());
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
      if (person.subject() != flags.source) continue;
      for (const std::string& code : person.languages()) {
        if (const auto language = ParseLanguage(code)) return *language;
      }
    }
  }
  return cli.language();
}

absl::StatusOr<std::vector<const v1::Measure*>> Choose(
    const MeasureLookup& lookup, const std::vector<std::string>& codes) {
  std::vector<const v1::Measure*> chosen;
  std::set<std::string> seen;
  for (const std::string& code : codes) {
    const v1::Measure* measure = lookup.Find(code);
    if (measure == nullptr || !IsCounted(measure->definition())) {
      return ClientError(
          absl::StatusCode::kInvalidArgument, "MEASURE_NOT_COUNTED",
          {absl::StrCat("No measure ", code,
                        " is counted here; see entente indicators measures."),
           absl::StrCat("Aucune mesure ", code,
                        " n'est comptée ici ; voir entente indicators "
                        "measures."),
           absl::StrCat("Er wordt hier geen meting ", code,
                        " geteld; zie entente indicators measures.")});
    }
    if (seen.insert(code).second) chosen.push_back(measure);
  }
  if (codes.empty()) {
    for (const v1::Measure& measure : lookup.measures()) {
      if (IsCounted(measure.definition())) chosen.push_back(&measure);
    }
  }
  if (!chosen.empty()) return chosen;
  return ClientError(absl::StatusCode::kFailedPrecondition, "NO_MEASURES",
                     {"The municipality has no measure that is counted yet; "
                      "definitions may still be on their way.",
                      "La commune n'a pas encore de mesure comptée ; les "
                      "définitions sont peut-être en route.",
                      "De gemeente heeft nog geen getelde meting; de "
                      "definities zijn misschien onderweg."});
}

// What the municipality knows of the month by measure, in one area. Nothing
// where the caller may not read series: a source sees its own figures only.
absl::StatusOr<std::map<std::string, int64_t>> Known(Cli& cli,
                                                     const std::string& parent,
                                                     const SheetKey& key,
                                                     const std::string& area) {
  v1::QuerySeriesRequest request;
  request.set_parent(parent);
  *request.mutable_from() = key.month;
  request.mutable_from()->set_day(1);
  *request.mutable_until() = request.from();
  request.set_area(area);
  std::map<std::string, int64_t> known;
  const absl::StatusOr<v1::QuerySeriesResponse> response =
      cli.session().Call(&v1::SeriesService::Stub::QuerySeries, request);
  if (absl::IsPermissionDenied(response.status())) return known;
  if (!response.ok()) return response.status();
  for (const v1::Series& series : response->series()) {
    for (const v1::MonthFigure& month : series.months()) {
      known[series.measure_code()] = month.value();
    }
  }
  return known;
}

absl::StatusOr<Sheet> Fill(Cli& cli, const Flags& flags,
                           const std::string& parent, Language language) {
  Sheet sheet;
  sheet.key.municipality =
      std::string(absl::StripPrefix(parent, "municipalities/"));
  sheet.key.source = flags.source;
  ENTENTE_ASSIGN_OR_RETURN(sheet.key.month,
                           ParseDateOrMonthFlag("--month", flags.month));
  if (sheet.key.month.day() != 0) {
    return UsageError({"--month is a month, as in 2018-03.",
                       "--month est un mois, comme 2018-03.",
                       "--month is een maand, zoals 2018-03."});
  }
  ENTENTE_ASSIGN_OR_RETURN(const MeasureLookup lookup,
                           MeasureLookup::Read(cli, parent));
  ENTENTE_ASSIGN_OR_RETURN(const std::vector<const v1::Measure*> measures,
                           Choose(lookup, flags.measures));
  std::vector<std::string> areas = flags.areas;
  if (areas.empty()) areas.push_back(sheet.key.municipality);
  std::sort(areas.begin(), areas.end());
  areas.erase(std::unique(areas.begin(), areas.end()), areas.end());
  if (measures.size() * areas.size() > kSheetRowsMax) {
    const std::string rows = absl::StrCat(measures.size() * areas.size());
    const std::string max = absl::StrCat(kSheetRowsMax);
    return ClientError(
        absl::StatusCode::kInvalidArgument, "SHEET_TOO_LARGE",
        {absl::StrCat("The sheet would have ", rows, " rows, at most ", max,
                      " are possible; name --measure or fewer --area."),
         absl::StrCat("Le relevé aurait ", rows, " lignes, au plus ", max,
                      " sont possibles ; indiquez --measure ou moins de "
                      "--area."),
         absl::StrCat("Het blad zou ", rows, " rijen tellen, hoogstens ", max,
                      " is mogelijk; geef --measure of minder --area.")});
  }
  std::map<std::string, std::map<std::string, int64_t>> known;
  for (const std::string& area : areas) {
    ENTENTE_ASSIGN_OR_RETURN(known[area], Known(cli, parent, sheet.key, area));
  }
  std::vector<SheetPlace> places;
  for (const v1::Measure* measure : measures) {
    const cv1::MeasureDefinition& definition = measure->definition();
    for (const std::string& area : areas) {
      SheetRow& row = sheet.rows.emplace_back();
      row.measure = definition.code();
      row.area = area;
      row.title = Pick(definition.title(), language);
      if (row.title.empty()) row.title = row.measure;
      row.is_hours = definition.kind() == cv1::MEASURE_KIND_HOURS;
      row.unit = Pick(definition.unit(), language);
      row.is_confidential = definition.is_sensitive();
      const auto figure = known[area].find(row.measure);
      if (figure != known[area].end()) row.known = figure->second;
      places.push_back({row.measure, row.area});
    }
  }
  ENTENTE_ASSIGN_OR_RETURN(const std::vector<RowStanding> standings,
                           ReadStandings(cli, sheet.key, places));
  for (size_t i = 0; i < standings.size(); ++i) {
    if (!standings[i].is_withdrawn) {
      sheet.rows[i].delivered = standings[i].value;
    }
  }
  return sheet;
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
                           Fill(cli, flags, parent, language));
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
      .Option("--month", flags->month,
              {"Month, as in 2018-03.", "Mois, comme 2018-03.",
               "Maand, zoals 2018-03."})
      ->required();
  command
      .Option("--source", flags->source,
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
  command.Option("--measure", flags->measures,
                 {"Code of a measure; may be repeated; by default those the "
                  "source was enrolled for, else all that are counted.",
                  "Code d'une mesure ; peut se répéter ; par défaut celles "
                  "pour lesquelles la source est inscrite, sinon toutes celles "
                  "qui sont comptées.",
                  "Code van een meting; mag herhaald worden; standaard die "
                  "waarvoor de bron is ingeschreven, anders alle die geteld "
                  "worden."});
  command.Option(
      "--area", flags->areas,
      {"Area code, as in DPI-2; may be repeated, a row for each; the "
       "municipality by default.",
       "Code du lieu, comme DPI-2 ; peut se répéter, une ligne pour "
       "chacun ; la commune par défaut.",
       "Gebiedscode, zoals DPI-2; mag herhaald worden, een rij voor "
       "elk; standaard de gemeente."});
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
