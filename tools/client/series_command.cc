#include <memory>
#include <ostream>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "entente/indicators/v1/series_service.grpc.pb.h"
#include "services/common/base/error.h"
#include "tools/client/area_question.h"
#include "tools/client/chart.h"
#include "tools/client/format.h"
#include "tools/client/indicators_parts.h"
#include "tools/client/life_words.h"
#include "tools/client/measure_lookup.h"
#include "tools/client/measure_versions.h"
#include "tools/client/resource_names.h"
#include "tools/client/series_chart.h"
#include "tools/client/series_steps.h"
#include "tools/client/series_term.h"
#include "tools/client/series_text.h"
#include "tools/client/series_watch.h"
#include "tools/client/statement_text.h"

namespace entente::client {
namespace {

namespace v1 = entente::indicators::v1;

struct Flags {
  bool is_watch = false;
  bool is_chart = false;
  bool is_ascii = false;
  std::string municipality;
  std::vector<std::string> measures;
  std::string from;
  std::string until;
  std::string area;
  std::string as_of;
  std::string by;
  std::string step_word = "month";
  SeriesStep step = v1::QuerySeriesRequest::STEP_UNSPECIFIED;
  // What is asked for; see MonthCount.
  int first_month = 0;
  int last_month = 0;
};

// The month as a whole.
google::type::Date MonthDate(int months) {
  google::type::Date date;
  date.set_year(months / 12);
  date.set_month(months % 12 + 1);
  return date;
}

bool IsPlain(const Flags& flags) { return flags.is_ascii || !HasUtf8Locale(); }

// A table whose bars and rules are plain where those of a chart are.
std::string Drawn(const Flags& flags, const std::string& table) {
  return IsPlain(flags) ? InPlainCharacters(table) : table;
}

// The months or steps of a measure as columns, from the first asked for to the
// last.
void PrintChart(Cli& cli, const MeasureLookup& measures,
                const v1::Series& series, const Flags& flags) {
  cli.out() << SeriesChart(measures, series,
                           {.first_month = flags.first_month,
                            .last_month = flags.last_month,
                            .step = flags.step,
                            .columns = cli.columns(),
                            .is_ascii = IsPlain(flags),
                            .language = cli.language()})
            << "\n";
}

void PrintSteps(Cli& cli, const MeasureLookup& measures,
                const v1::Series& series, const Flags& flags) {
  cli.out() << Drawn(flags, StepTable(measures, series, flags.step,
                                      cli.language(), cli.columns()))
            << "\n";
}

// What the measure was called in the first of the months, where it is called
// otherwise in the last.
void SayEarlier(Cli& cli, const v1::Measure& measure, const Flags& flags) {
  for (const v1::MeasureVersion& version :
       VersionsEndedIn(measure, MonthDate(flags.first_month),
                       MonthDate(flags.last_month))) {
    const std::string day = FormatDate(version.valid_until());
    const std::string what =
        absl::StrCat(Pick(version.title(), cli.language()),
                     Pick(version.unit(), cli.language()).empty() ? "" : " — ",
                     Pick(version.unit(), cli.language()));
    cli.Say({absl::StrCat("  until ", day, ": ", what),
             absl::StrCat("  jusqu'au ", day, " : ", what),
             absl::StrCat("  tot en met ", day, ": ", what)});
  }
}

// Where what people state of it is found, and where they state it.
void SayStated(Cli& cli, const MeasureLookup& measures,
               const std::string& code) {
  const v1::Measure* const measure = measures.Find(code);
  if (measure == nullptr || !IsStated(measure->definition())) return;
  const std::string command =
      absl::StrCat("entente indicators state ", code, " --month …");
  cli.Say({absl::StrCat("  stated by people: ", command),
           absl::StrCat("  déclaré par des personnes : ", command),
           absl::StrCat("  door mensen verklaard: ", command)});
}

// One measure: a row per month that has figures; others say so once.
void PrintSeries(Cli& cli, const MeasureLookup& measures,
                 const v1::Series& series, const Flags& flags) {
  const std::string& code = series.measure_code();
  const std::string split =
      series.split_by().empty()
          ? ""
          : absl::StrCat(series.split_by(), "=", series.split_code());
  cli.out() << measures.Title(code, split) << " (" << code
            << (split.empty() ? "" : " ") << split << ")\n";
  if (const v1::Measure* measure = measures.Find(code)) {
    SayEarlier(cli, *measure, flags);
  }
  SayStated(cli, measures, code);
  if (series.is_confidential()) {
    cli.Say(
        {"  confidential: only totals of whole calendar years are shown, "
         "none until the year is closed, and only to those who may see them",
         "  confidentiel : seul le total d'années civiles entières est "
         "montré, aucun avant que l'année soit clôturée, et seulement aux "
         "personnes habilitées",
         "  vertrouwelijk: alleen het totaal van hele kalenderjaren wordt "
         "getoond, na afsluiting, als die er zijn, alleen voor bevoegden"});
  }
  if (series.is_confidential()) {
    if (series.steps_size() > 0) {
      PrintSteps(cli, measures, series, flags);
      return;
    }
    if (series.has_total()) {
      cli.out() << cli.T({"  total", "  total", "  totaal"}) << "  "
                << measures.Figure(code, series.total().value(),
                                   series.total().denominator())
                << "\n";
    }
    // Without a total it may have figures all the same.
    cli.out() << "\n";
    return;
  }
  if (series.months().empty() && series.steps().empty()) {
    cli.Say({"  no figures", "  aucun chiffre", "  geen cijfers"});
    cli.out() << "\n";
    return;
  }
  if (flags.is_chart) {
    PrintChart(cli, measures, series, flags);
    return;
  }
  if (series.steps_size() > 0) {
    PrintSteps(cli, measures, series, flags);
    return;
  }
  cli.out() << Drawn(flags, MonthTable(measures, series,
                                       {.last_month = flags.last_month,
                                        .has_approvals = !flags.as_of.empty(),
                                        .columns = cli.columns(),
                                        .language = cli.language()}))
            << "\n";
}

// The series of one answer, and what their marks mean.
void PrintAll(Cli& cli, const MeasureLookup& measures,
              const google::protobuf::RepeatedPtrField<v1::Series>& all,
              const Flags& flags) {
  bool has_unusual = false;
  for (const v1::Series& series : all) {
    PrintSeries(cli, measures, series, flags);
    for (const v1::MonthFigure& month : series.months()) {
      has_unusual |= month.is_unusual();
    }
    has_unusual |= series.silent_months_size() > 0;
  }
  if (has_unusual) {
    cli.Say({"! far from the other months: worth a look, nothing more.",
             "! loin des autres mois : à regarder, sans plus.",
             "! ver van de andere maanden: het bekijken waard, meer niet."});
  }
}

// What changed since the message before, and which measures are gone.
absl::Status PrintNews(Cli& cli, const v1::WatchSeriesResponse& update,
                       const Flags& flags) {
  const bool is_news =
      update.series_size() > 0 || update.removed_measure_codes_size() > 0;
  if (!is_news) return absl::OkStatus();
  // Read anew: a measure may have come since.
  ENTENTE_ASSIGN_OR_RETURN(
      const MeasureLookup measures,
      MeasureLookup::Read(
          cli, MunicipalityName(cli.session().config(), flags.municipality)
                   .value_or("")));
  const std::string now =
      absl::FormatTime("%H:%M:%S", absl::Now(), absl::LocalTimeZone());
  cli.Say({absl::StrCat("As of ", now, ":"), absl::StrCat("À ", now, " :"),
           absl::StrCat("Om ", now, ":")});
  for (const std::string& code : update.removed_measure_codes()) {
    cli.Say(RemovedMeasureSentence(code));
  }
  PrintAll(cli, measures.On(MonthDate(flags.last_month)), update.series(),
           flags);
  return absl::OkStatus();
}

absl::Status PrintUpdate(Cli& cli, const v1::WatchSeriesResponse& update,
                         const Flags& flags) {
  ENTENTE_RETURN_IF_ERROR(cli.is_json() ? cli.PrintJson(update)
                                        : PrintNews(cli, update, flags));
  cli.out().flush();
  return absl::OkStatus();
}

absl::Status Series(Cli& cli, Flags flags) {
  v1::QuerySeriesRequest request;
  ENTENTE_ASSIGN_OR_RETURN(
      *request.mutable_parent(),
      MunicipalityName(cli.session().config(), flags.municipality));
  for (const std::string& code : flags.measures) {
    request.add_measure_codes(code);
  }
  flags.step = StepOfWord(flags.step_word);
  ENTENTE_ASSIGN_OR_RETURN(const v1::TermMonths months,
                           SeriesMonths(cli, request.parent(), flags.from,
                                        flags.until, flags.step, flags.as_of));
  *request.mutable_from() = months.first_month();
  *request.mutable_until() = months.last_month();
  if (MonthCount(request.until()) < MonthCount(request.from())) {
    return UsageError({"--until lies before --from.", "--until précède --from.",
                       "--until ligt vóór --from."});
  }
  if (flags.is_chart && flags.step == v1::QuerySeriesRequest::STEP_TERM) {
    return UsageError({"A term is one figure: nothing to draw.",
                       "La période entière ne donne qu'un seul chiffre : rien "
                       "à dessiner.",
                       "Een looptijd is één cijfer: niets te tekenen."});
  }
  request.set_step(flags.step);
  flags.first_month = MonthCount(request.from());
  flags.last_month = MonthCount(request.until());
  request.set_area(flags.area);
  request.set_split_by(flags.by);
  if (!flags.as_of.empty()) {
    ENTENTE_ASSIGN_OR_RETURN(*request.mutable_as_of(),
                             ParseTimeFlag("--as-of-time", flags.as_of));
  }
  if (flags.is_watch) {
    return WatchSeries(cli, request,
                       [&](const v1::WatchSeriesResponse& update) {
                         return PrintUpdate(cli, update, flags);
                       });
  }
  ENTENTE_ASSIGN_OR_RETURN(
      const v1::QuerySeriesResponse response,
      cli.session().Call(&v1::SeriesService::Stub::QuerySeries, request,
                         AsOfExtras(flags.as_of)));
  if (cli.is_json()) return cli.PrintJson(response);
  ENTENTE_ASSIGN_OR_RETURN(const MeasureLookup measures,
                           MeasureLookup::Read(cli, request.parent()));
  ENTENTE_RETURN_IF_ERROR(SayArea(cli, request.parent(), flags.area));
  PrintAll(cli, measures.On(MonthDate(flags.last_month)), response.series(),
           flags);
  return absl::OkStatus();
}

}  // namespace

void AddSeriesCommand(CLI::App& indicators, Cli& cli) {
  auto flags = std::make_shared<Flags>();
  Command command(indicators, cli, "series",
                  {"Shows measures by month, quarter or year.",
                   "Montre les mesures par mois, trimestre ou année.",
                   "Toont metingen per maand, kwartaal of jaar."},
                  "entente indicators series --from 2018-01 --until 2018-12");
  command.Option("--measure", flags->measures,
                 {"Code of a measure; may be repeated; all by default.",
                  "Code d'une mesure ; peut se répéter ; toutes par défaut.",
                  "Code van een meting; mag herhaald worden; standaard "
                  "alle."});
  command.Option("--from", flags->from,
                 {"First month, as in 2018-01; required, but with --step term: "
                  "the term of the convention that is remembered.",
                  "Premier mois, comme 2018-01 ; obligatoire, sauf avec --step "
                  "term : la période de la convention retenue.",
                  "Eerste maand, zoals 2018-01; verplicht, behalve met --step "
                  "term: de looptijd van de onthouden overeenkomst."});
  command.Option("--until", flags->until,
                 {"Last month, inclusive; as --from.",
                  "Dernier mois, compris ; comme --from.",
                  "Laatste maand, inbegrepen; zoals --from."});
  command.Option("--area", flags->area,
                 {"Area code, as in DPI-2; all areas together by default.",
                  "Code du lieu, comme DPI-2 ; tous ensemble par défaut.",
                  "Gebiedscode, zoals DPI-2; standaard alle samen."});
  CLI::Option* const as_of = command.Option(
      "--as-of-time", flags->as_of,
      {"As it was known then, as in 2018-06-01T12:00:00Z: approved "
       "months from their version, others counted again.",
       "Comme c'était connu alors, comme 2018-06-01T12:00:00Z : mois "
       "approuvés d'après leur version, autres recomptés.",
       "Zoals het toen bekend was, zoals 2018-06-01T12:00:00Z: "
       "goedgekeurde maanden uit hun versie, andere herteld."});
  CLI::Option* const watch =
      command
          .Flag(
              "--watch", flags->is_watch,
              {"Shows a measure again whenever its figures change, until "
               "Ctrl-C; a service that was away is waited for, and nothing is "
               "missed.",
               "Montre une mesure à nouveau dès que ses chiffres changent, "
               "jusqu'à Ctrl-C ; un service absent est attendu, et rien n'est "
               "manqué.",
               "Toont een meting opnieuw zodra haar cijfers veranderen, tot "
               "Ctrl-C; op een dienst die weg is wordt gewacht, en niets "
               "wordt gemist."})
          ->excludes(as_of);
  command
      .Option(
          "--step", flags->step_word,
          {"What a figure is of: month (default), quarter, year, or term, "
           "all months asked for in one; one of which not all months were "
           "asked for says so.",
           "Ce que couvre un chiffre : month (par défaut), quarter "
           "(trimestre), year (année), ou term, tous les mois demandés en "
           "un ; un chiffre dont tous les mois ne sont pas demandés le "
           "dit.",
           "Wat een cijfer beslaat: month (standaard), quarter (kwartaal), "
           "year (jaar), of term, alle gevraagde maanden in één; een cijfer "
           "waarvan niet alle maanden gevraagd zijn, zegt dat."})
      ->check(CLI::IsMember({"month", "quarter", "year", "term"}))
      ->excludes(watch);
  command.Option("--by", flags->by,
                 {"Code list by which measures are split, as in audience; by "
                  "default each is shown as a whole. Without --measure, those "
                  "that are split by it.",
                  "Liste de codes par laquelle ventiler, comme audience ; par "
                  "défaut chaque mesure est montrée entière. Sans --measure, "
                  "celles qui sont ventilées par elle.",
                  "Codelijst waarmee opgesplitst wordt, zoals audience; "
                  "standaard wordt elke meting in haar geheel getoond. Zonder "
                  "--measure, die welke erdoor opgesplitst worden."});
  command.Flag("--chart", flags->is_chart,
               {"Draws the months instead of listing them; . or · is a month "
                "without figures.",
                "Dessine les mois au lieu de les lister ; . ou · est un mois "
                "sans chiffre.",
                "Tekent de maanden in plaats van ze op te sommen; . of · is "
                "een maand zonder cijfer."});
  command.Flag("--ascii", flags->is_ascii,
               {"Draws with plain characters; by itself where the locale is "
                "not UTF-8.",
                "Dessine en caractères simples ; d'office si la locale n'est "
                "pas UTF-8.",
                "Tekent met gewone tekens; vanzelf waar de locale niet UTF-8 "
                "is."});
  command.Municipality(flags->municipality);
  command.Reads();
  command.Run([flags](Cli& cli) { return Series(cli, *flags); });
}

}  // namespace entente::client
