// entente indicators export: series for other programs.
#include <cstdint>
#include <memory>
#include <ostream>
#include <set>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "entente/indicators/v1/period_service.grpc.pb.h"
#include "entente/indicators/v1/series_service.grpc.pb.h"
#include "tools/client/approved_series.h"
#include "tools/client/files.h"
#include "tools/client/format.h"
#include "tools/client/indicators_parts.h"
#include "tools/client/measure_lookup.h"
#include "tools/client/measure_versions.h"
#include "tools/client/resource_names.h"
#include "tools/client/sdmx_columns.h"
#include "tools/client/series_export.h"
#include "tools/client/series_steps.h"

namespace entente::client {
namespace {

namespace v1 = entente::indicators::v1;

struct Flags {
  std::string municipality;
  std::string form = "csv";
  std::string from;
  std::string until;
  std::vector<std::string> measures;
  std::vector<std::string> areas;
  std::string by;
  std::string step = "month";
  // Empty: the one for what is exported.
  std::string structure;
  std::string out = "-";
};

// The months that are approved.
absl::StatusOr<Approvals> Approved(Cli& cli,
                                   const v1::QuerySeriesRequest& series) {
  v1::ListPeriodsRequest request;
  request.set_parent(series.parent());
  *request.mutable_from() = series.from();
  *request.mutable_until() = series.until();
  request.set_page_size(1000);
  ENTENTE_ASSIGN_OR_RETURN(const v1::ListPeriodsResponse response,
                           cli.session().CallAllPages(
                               &v1::PeriodService::Stub::ListPeriods, request));
  return ApprovalsOf(response);
}

// The series, months that are approved as they were approved; adds to `moved`
// the figures that are others today.
absl::StatusOr<v1::QuerySeriesResponse> Ask(
    Cli& cli, const v1::QuerySeriesRequest& request, const Approvals& approvals,
    int64_t& moved) {
  const auto method = &v1::SeriesService::Stub::QuerySeries;
  ENTENTE_ASSIGN_OR_RETURN(v1::QuerySeriesResponse response,
                           cli.session().Call(method, request));
  std::vector<v1::QuerySeriesResponse> frozen;
  for (const v1::QuerySeriesRequest& run :
       ApprovedQueries(request, approvals)) {
    ENTENTE_ASSIGN_OR_RETURN(frozen.emplace_back(),
                             cli.session().Call(method, run));
  }
  moved += TakeApproved(approvals, frozen, response);
  return response;
}

// Of the code in every language; empty where the list has none, as of what is
// unknown.
common::v1::LocalizedText SplitTitle(const MeasureLookup& measures,
                                     const v1::Series& series) {
  const auto* const list = measures.FindList(series.split_by());
  if (list == nullptr) return {};
  for (const auto& code : list->codes()) {
    if (code.code() == series.split_code()) return code.title();
  }
  return {};
}

// What is said beside the rows.
struct Remarks {
  // Codes of confidential measures.
  std::set<std::string> hidden;
  // Figures that are others today than they were approved.
  int64_t moved = 0;
};

// A row of the series, called as in `month`.
SeriesRow& AddRow(const v1::Series& series, const MeasureLookup& measures,
                  const std::string& area, google::type::Date month,
                  std::vector<SeriesRow>& rows) {
  const v1::Measure* measure = measures.Find(series.measure_code());
  SeriesRow& row = rows.emplace_back();
  row.measure = series.measure_code();
  row.kind = series.kind();
  row.area = area;
  month.set_day(0);
  if (measure != nullptr) {
    row.title = DefinitionOn(*measure, month).title();
    row.is_local = measure->is_local();
  }
  row.is_confidential = series.is_confidential();
  row.split_by = series.split_by();
  row.split_code = series.split_code();
  row.split_title = SplitTitle(measures, series);
  return row;
}

void AddRows(const v1::Series& series, const MeasureLookup& measures,
             const std::string& area, std::vector<SeriesRow>& rows) {
  for (const v1::MonthFigure& month : series.months()) {
    SeriesRow& row = AddRow(series, measures, area, month.month(), rows);
    row.figure = month;
    row.is_approved = month.approved_version() > 0;
  }
}

// A row per step of `question`, out of the months of the series.
void AddSteps(const v1::Series& series, const MeasureLookup& measures,
              const v1::QuerySeriesRequest& question,
              const Approvals& approvals, const std::string& area,
              std::vector<SeriesRow>& rows) {
  const v1::Measure* measure = measures.Find(series.measure_code());
  const bool is_summable =
      measure != nullptr && measure->definition().is_summable();
  for (const ExportedStep& step :
       StepsOfMonths(series, is_summable, question, approvals)) {
    SeriesRow& row =
        AddRow(series, measures, area, step.figure.last_month(), rows);
    row.figure = step.figure.figure();
    row.is_approved = step.is_approved;
    row.period = StepName(question.step(), step.figure);
    row.step = step.figure;
  }
}

// What a message of SDMX can say: a period of its own is whole.
absl::Status CheckForm(const Flags& flags,
                       const v1::QuerySeriesRequest& request) {
  const SeriesStep step = StepOfWord(flags.step);
  if (flags.form != "sdmx-csv") return absl::OkStatus();
  if (step == v1::QuerySeriesRequest::STEP_TERM) {
    return UsageError(
        {"SDMX has no frequency of a term: --step is month, quarter or year, "
         "or --format csv or json.",
         "SDMX n'a pas de fréquence pour la période entière : --step vaut "
         "month, quarter ou year, ou --format csv ou json.",
         "SDMX heeft geen frequentie voor een looptijd: --step is month, "
         "quarter of year, of --format csv of json."});
  }
  const int months = MonthsOfStep(step);
  if (MonthCount(request.from()) % months != 0 ||
      (MonthCount(request.until()) + 1) % months != 0) {
    return UsageError(
        {"A period of SDMX is whole: begin --from and end --until with a "
         "quarter or year, or --format csv or json.",
         "Une période de SDMX est entière : commencez --from et terminez "
         "--until avec un trimestre ou une année, ou --format csv ou json.",
         "Een periode van SDMX is volledig: begin --from en eindig --until "
         "met een kwartaal of jaar, of --format csv of json."});
  }
  return absl::OkStatus();
}

absl::StatusOr<std::vector<SeriesRow>> Read(Cli& cli, const Flags& flags,
                                            Remarks& remarks) {
  v1::QuerySeriesRequest request;
  ENTENTE_ASSIGN_OR_RETURN(
      *request.mutable_parent(),
      MunicipalityName(cli.session().config(), flags.municipality));
  for (const std::string& code : flags.measures) {
    request.add_measure_codes(code);
  }
  ENTENTE_ASSIGN_OR_RETURN(*request.mutable_from(),
                           ParseDateOrMonthFlag("--from", flags.from));
  ENTENTE_ASSIGN_OR_RETURN(*request.mutable_until(),
                           ParseDateOrMonthFlag("--until", flags.until));
  request.mutable_from()->set_day(1);
  request.mutable_until()->set_day(1);
  ENTENTE_RETURN_IF_ERROR(CheckForm(flags, request));
  ENTENTE_ASSIGN_OR_RETURN(const Approvals approvals, Approved(cli, request));
  ENTENTE_ASSIGN_OR_RETURN(const MeasureLookup measures,
                           MeasureLookup::Read(cli, request.parent()));
  const std::string whole(
      absl::StripPrefix(request.parent(), "municipalities/"));
  std::vector<std::string> areas = flags.areas;
  if (areas.empty()) areas.push_back("");
  std::vector<SeriesRow> rows;
  request.set_split_by(flags.by);
  // Asked for by month, which approvals are of, and summed here.
  v1::QuerySeriesRequest question = request;
  question.set_step(StepOfWord(flags.step));
  for (const std::string& area : areas) {
    request.set_area(area);
    ENTENTE_ASSIGN_OR_RETURN(const v1::QuerySeriesResponse response,
                             Ask(cli, request, approvals, remarks.moved));
    for (const v1::Series& series : response.series()) {
      if (series.is_confidential()) {
        remarks.hidden.insert(series.measure_code());
      }
      const std::string& place = area.empty() ? whole : area;
      if (question.step() == v1::QuerySeriesRequest::STEP_UNSPECIFIED) {
        AddRows(series, measures, place, rows);
      } else {
        AddSteps(series, measures, question, approvals, place, rows);
      }
    }
  }
  return rows;
}

// After the rows: what is not among them, or not as it stands today.
void Say(Cli& cli, SeriesStep step, const Remarks& remarks) {
  if (remarks.moved > 0) {
    const std::string moved = FormatCount(remarks.moved);
    cli.Note({absl::StrCat("Figures that moved since their month was approved, "
                           "written as approved: ",
                           moved),
              absl::StrCat("Chiffres qui ont changé depuis l'approbation de "
                           "leur mois, écrits tels qu'approuvés : ",
                           moved),
              absl::StrCat("Cijfers die wijzigden sinds hun maand goedgekeurd "
                           "werd, geschreven zoals goedgekeurd: ",
                           moved)});
  }
  if (remarks.hidden.empty()) return;
  const std::string left = absl::StrCat(remarks.hidden.size());
  if (step != v1::QuerySeriesRequest::STEP_UNSPECIFIED) {
    const std::string command = "`entente indicators series --step year`";
    cli.Note({absl::StrCat("Left out: ", left,
                           " confidential measures, which are not exported; ",
                           command, " shows years that are closed."),
              absl::StrCat("Omises : ", left,
                           " mesures confidentielles, qui ne sont pas "
                           "exportées ; ",
                           command, " montre les années clôturées."),
              absl::StrCat("Weggelaten: ", left,
                           " vertrouwelijke metingen, die niet uitgevoerd "
                           "worden; ",
                           command, " toont de jaren die afgesloten zijn.")});
    return;
  }
  cli.Note({absl::StrCat("Left out: ", left,
                         " confidential measures, not shown by month."),
            absl::StrCat("Omises : ", left,
                         " mesures confidentielles, non montrées par mois."),
            absl::StrCat("Weggelaten: ", left,
                         " vertrouwelijke metingen, niet per maand "
                         "getoond.")});
}

absl::Status Export(Cli& cli, const Flags& flags) {
  const bool is_split = !flags.by.empty();
  const std::string ours = SdmxDataflowName(
      is_split ? SdmxDataflow::kSplitSeries : SdmxDataflow::kSeries);
  const std::string& structure =
      flags.structure.empty() ? ours : flags.structure;
  if (!IsSdmxStructure(structure)) {
    return UsageError(
        {absl::StrCat("--structure is AGENCY:ID(VERSION), as in ", ours, "."),
         absl::StrCat("--structure est AGENCE:ID(VERSION), comme ", ours, "."),
         absl::StrCat("--structure is AGENTSCHAP:ID(VERSIE), zoals ", ours,
                      ".")});
  }
  Remarks remarks;
  ENTENTE_ASSIGN_OR_RETURN(const std::vector<SeriesRow> rows,
                           Read(cli, flags, remarks));
  const SeriesStep step = StepOfWord(flags.step);
  const std::string text =
      flags.form == "json"  ? SeriesJson(rows, is_split, step)
      : flags.form == "csv" ? SeriesCsv(rows, is_split, step)
                            : SeriesSdmxCsv(rows, structure, is_split, step);
  if (flags.out == "-") {
    cli.out() << text;
  } else if (!WritePrivateFile(flags.out, text)) {
    return FileUnwritable(flags.out);
  }
  cli.Note(Plural(static_cast<int64_t>(rows.size()),
                  {"{n} figure.", "{n} chiffre.", "{n} cijfer."},
                  {"{n} figures.", "{n} chiffres.", "{n} cijfers."}));
  Say(cli, step, remarks);
  return absl::OkStatus();
}

}  // namespace

void AddExportSeriesCommand(CLI::App& indicators, Cli& cli) {
  auto flags = std::make_shared<Flags>();
  Command command(
      indicators, cli, "export",
      {"Writes series for other programs: a row per measure, area and month, "
       "quarter or year, in columns that stay as they are. Months that are "
       "approved are written "
       "as they were approved. sdmx-csv is a data message of SDMX-CSV 2.0: "
       "OBS_STATUS is A for these, P for others, CONF_STATUS N (not for "
       "publication); `entente indicators structure` says what its columns "
       "are.",
       "Écrit les séries pour d'autres programmes : une ligne par mesure, lieu "
       "et mois, trimestre ou année, en colonnes qui ne changent pas. Un mois "
       "approuvé est écrit "
       "tel qu'il fut approuvé. sdmx-csv est un message de données SDMX-CSV "
       "2.0 : OBS_STATUS y vaut alors A, P sinon, CONF_STATUS N (pas à "
       "publier) ; `entente indicators structure` dit ce que sont ses "
       "colonnes.",
       "Schrijft reeksen voor andere programma's: een rij per meting, gebied "
       "en maand, kwartaal of jaar, in kolommen die niet wijzigen. Een "
       "goedgekeurde maand wordt "
       "geschreven zoals ze goedgekeurd is. sdmx-csv is een databericht van "
       "SDMX-CSV 2.0: OBS_STATUS is dan A, anders P, CONF_STATUS N (niet te "
       "publiceren); `entente indicators structure` zegt wat de kolommen "
       "zijn."},
      "entente indicators export --format sdmx-csv --from 2018-01 --until "
      "2018-12 --out series.csv");
  command
      .Option("--format", flags->form,
              {"csv (default), json or sdmx-csv.",
               "csv (par défaut), json ou sdmx-csv.",
               "csv (standaard), json of sdmx-csv."})
      ->check(CLI::IsMember({"csv", "json", "sdmx-csv"}));
  command
      .Option("--from", flags->from,
              {"First month, as in 2018-01.", "Premier mois, comme 2018-01.",
               "Eerste maand, zoals 2018-01."})
      ->required();
  command
      .Option("--until", flags->until,
              {"Last month, inclusive.", "Dernier mois, compris.",
               "Laatste maand, inbegrepen."})
      ->required();
  command.Option("--measure", flags->measures,
                 {"Code of a measure; may be repeated; all by default.",
                  "Code d'une mesure ; peut se répéter ; toutes par défaut.",
                  "Code van een meting; mag herhaald worden; standaard "
                  "alle."});
  command.Option("--area", flags->areas,
                 {"Area code, as in DPI-2; may be repeated; all areas together "
                  "by default.",
                  "Code du lieu, comme DPI-2 ; peut se répéter ; tous ensemble "
                  "par défaut.",
                  "Gebiedscode, zoals DPI-2; mag herhaald worden; standaard "
                  "alle samen."});
  command.Option(
      "--by", flags->by,
      {"Code list by which measures are split, as in audience: a row "
       "per code, and columns that name it. A measure that is not "
       "split by it is left out, or refused where it is named.",
       "Liste de codes par laquelle ventiler, comme audience : une "
       "ligne par code, et des colonnes qui le nomment. Une mesure "
       "qu'elle ne ventile pas est omise, ou refusée si elle est "
       "nommée.",
       "Codelijst waarmee opgesplitst wordt, zoals audience: een rij "
       "per code, en kolommen die hem noemen. Een meting die er "
       "niet door opgesplitst wordt, blijft weg, of wordt geweigerd "
       "als ze genoemd is."});
  command
      .Option(
          "--step", flags->step,
          {"What a row is of: month (default), quarter, year, or term, all "
           "months in one. SDMX takes whole quarters and years, and no "
           "term. Confidential measures are left out.",
           "Ce que couvre une ligne : month (par défaut), quarter, year, ou "
           "term, tous les mois en un. SDMX prend des trimestres et années "
           "entiers, et pas la période entière. Les mesures confidentielles "
           "sont omises.",
           "Wat een rij beslaat: month (standaard), quarter, year, of term, "
           "alle maanden in één. SDMX neemt volledige kwartalen en jaren, "
           "en geen looptijd. Vertrouwelijke metingen blijven weg."})
      ->check(CLI::IsMember({"month", "quarter", "year", "term"}));
  command.Option("--structure", flags->structure,
                 {"The dataflow that sdmx-csv names: AGENCY:ID(VERSION).",
                  "Le dataflow que nomme sdmx-csv : AGENCE:ID(VERSION).",
                  "De dataflow die sdmx-csv noemt: AGENTSCHAP:ID(VERSIE)."});
  command.Option("--out", flags->out,
                 {"File to write; standard output by default.",
                  "Fichier à écrire ; la sortie standard par défaut.",
                  "Te schrijven bestand; standaard de standaarduitvoer."});
  command.Municipality(flags->municipality);
  command.Run([flags](Cli& cli) { return Export(cli, *flags); });
}

}  // namespace entente::client
