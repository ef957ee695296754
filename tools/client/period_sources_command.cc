// period sources: who confirmed which month, whether in time, and what share of
// its measures each source reported, at a glance.
#include <algorithm>
#include <map>
#include <memory>
#include <ostream>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"
#include "entente/indicators/v1/period_service.grpc.pb.h"
#include "tools/client/commands.h"
#include "tools/client/completeness_words.h"
#include "tools/client/csv_answer.h"
#include "tools/client/format.h"
#include "tools/client/period_parts.h"
#include "tools/client/period_sources_csv.h"
#include "tools/client/period_words.h"
#include "tools/client/resource_names.h"
#include "tools/client/table.h"

namespace entente::client {
namespace {

namespace v1 = entente::indicators::v1;
using v1::PeriodService;
using v1::PeriodSource;

constexpr size_t kMonths = 12;

struct Flags {
  std::string municipality;
  std::string from;
  std::string until;
};

// What one source did in a year.
struct SourceYear {
  std::vector<std::string> marks = std::vector<std::string>(kMonths);
  int due = 0;
  int on_time = 0;
  int confirmed = 0;
  // Of each month the measures that name the source.
  int expected_measures = 0;
  int reported_measures = 0;
  // Code to months in which it is missing.
  std::map<std::string, int> missing = {};
};

using SourceYears = std::map<std::string, SourceYear>;

std::string MarkOf(const PeriodSource& source) {
  switch (source.timeliness()) {
    case PeriodSource::TIMELINESS_ON_TIME:
      return source.is_confirmed() ? "✓" : "•";
    case PeriodSource::TIMELINESS_LATE:
      return source.is_confirmed() ? "✓!" : "•!";
    case PeriodSource::TIMELINESS_INCOMPLETE:
      return "•✗";
    case PeriodSource::TIMELINESS_MISSING:
      return "✗";
    case PeriodSource::TIMELINESS_AWAITED:
      return "…";
    default:
      return source.contributions() > 0 ? "•" : "";
  }
}

void Note(const PeriodSource& source, size_t month, SourceYear& year) {
  year.marks[month] = MarkOf(source);
  const auto timeliness = source.timeliness();
  if (!source.is_expected() || timeliness == PeriodSource::TIMELINESS_AWAITED) {
    return;
  }
  ++year.due;
  year.on_time += timeliness == PeriodSource::TIMELINESS_ON_TIME ? 1 : 0;
  year.confirmed += source.is_confirmed() ? 1 : 0;
}

// Nothing is missing of a month that is not yet due, unless its source says
// that it is complete.
void NoteMeasures(const v1::Period& period, const PeriodSource& source,
                  SourceYear& year) {
  if (period.stage() < v1::Period::STAGE_DUE_PASSED && !source.is_confirmed()) {
    return;
  }
  year.expected_measures += source.expected_measures();
  year.reported_measures += ReportedMeasures(source);
  for (const std::string& code : source.missing_measures()) {
    ++year.missing[code];
  }
}

std::string Share(int part, int whole) {
  return whole == 0 ? "" : absl::StrCat(part, "/", whole);
}

// What each source left out, and in how many months.
void PrintMissing(Cli& cli, const SourceYears& sources) {
  for (const auto& [code, source] : sources) {
    if (source.missing.empty()) continue;
    const std::string missing =
        absl::StrJoin(source.missing, ", ",
                      absl::PairFormatter(absl::AlphaNumFormatter(), " ",
                                          absl::AlphaNumFormatter()));
    cli.Say({absl::StrCat(code, ", months not reported: ", missing),
             absl::StrCat(code, ", mois non communiqués : ", missing),
             absl::StrCat(code, ", niet gemelde maanden: ", missing)});
  }
}

void PrintYear(Cli& cli, const std::string& year, const SourceYears& sources) {
  std::vector<Column> columns = {{year, Align::kLeft, true}};
  for (size_t month = 1; month <= kMonths; ++month) {
    columns.push_back({absl::StrFormat("%02d", month)});
  }
  columns.push_back({cli.T({"on time", "à temps", "op tijd"}), Align::kRight});
  columns.push_back(
      {cli.T({"confirmed", "confirmés", "bevestigd"}), Align::kRight});
  const bool has_measures = std::any_of(
      sources.begin(), sources.end(),
      [](const auto& source) { return source.second.expected_measures > 0; });
  if (has_measures) {
    columns.push_back(
        {cli.T({"measures", "mesures", "metingen"}), Align::kRight});
  }
  Table table(std::move(columns));
  for (const auto& [code, source] : sources) {
    std::vector<std::string> cells = {code};
    cells.insert(cells.end(), source.marks.begin(), source.marks.end());
    cells.push_back(Share(source.on_time, source.due));
    cells.push_back(Share(source.confirmed, source.due));
    if (has_measures) {
      cells.push_back(
          Share(source.reported_measures, source.expected_measures));
    }
    table.AddRow(std::move(cells));
  }
  cli.out() << table.Render(cli.columns());
  PrintMissing(cli, sources);
  cli.out() << "\n";
}

absl::Status Sources(Cli& cli, const Flags& flags) {
  v1::ListPeriodsRequest request;
  ENTENTE_ASSIGN_OR_RETURN(
      *request.mutable_parent(),
      MunicipalityName(cli.session().config(), flags.municipality));
  ENTENTE_RETURN_IF_ERROR(ReadMonthsFlags(flags.from, flags.until, request));
  request.set_page_size(1000);
  ENTENTE_ASSIGN_OR_RETURN(
      const v1::ListPeriodsResponse response,
      cli.session().CallAllPages(&PeriodService::Stub::ListPeriods, request));
  if (cli.is_json()) return cli.PrintJson(response);
  if (WantsData(cli)) {
    cli.out() << PeriodSourcesCsv(response);
    return absl::OkStatus();
  }
  // Year to source to its months.
  std::map<std::string, SourceYears> years;
  for (const v1::Period& period : response.periods()) {
    const std::string month = MonthText(period.name());
    const size_t place = static_cast<size_t>(std::stoi(month.substr(5))) - 1;
    for (const PeriodSource& source : period.sources()) {
      SourceYear& year = years[month.substr(0, 4)][source.source()];
      Note(source, place, year);
      NoteMeasures(period, source, year);
    }
  }
  if (years.empty()) {
    cli.Say({"No source is expected, none delivered.",
             "Aucune source n'est attendue, aucune n'a livré.",
             "Geen bron wordt verwacht, geen leverde."});
    return absl::OkStatus();
  }
  for (const auto& [year, sources] : years) PrintYear(cli, year, sources);
  cli.Say(
      {"✓ confirmed, • delivered only, ! late, ✗ due and not confirmed, … not "
       "yet due. The shares are of the months that are due.",
       "✓ confirmé, • seulement livré, ! en retard, ✗ échu et non confirmé, … "
       "pas encore dû. Les parts sont celles des mois échus.",
       "✓ bevestigd, • alleen geleverd, ! te laat, ✗ vervallen en niet "
       "bevestigd, … nog niet verwacht. De delen zijn die van de vervallen "
       "maanden."});
  return absl::OkStatus();
}

}  // namespace

void AddSourcesCommand(CLI::App& period, Cli& cli) {
  auto flags = std::make_shared<Flags>();
  Command command(
      period, cli, "sources",
      {"Shows who delivered and confirmed which month, whether in time, and "
       "what share of its measures each source reported.",
       "Montre qui a livré et confirmé quel mois, si c'était à temps, et "
       "quelle part de ses mesures chaque source a communiquée.",
       "Toont wie welke maand leverde en bevestigde, of dat op tijd was, en "
       "welk deel van haar metingen elke bron meldde."},
      "entente period sources --from 2018-01 --until 2018-12");
  DeclareMonths(command, flags->from, flags->until);
  command.Municipality(flags->municipality);
  ListsRows(command, cli);
  command.Run([flags](Cli& cli) { return Sources(cli, *flags); });
}

}  // namespace entente::client
