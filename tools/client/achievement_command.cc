// How far each measure has come in a year, a quarter or the term, beside what
// was agreed.
#include <memory>
#include <ostream>
#include <string>
#include <vector>

#include "entente/indicators/v1/series_service.grpc.pb.h"
#include "tools/client/achievement_text.h"
#include "tools/client/indicators_parts.h"
#include "tools/client/life_words.h"
#include "tools/client/measure_lookup.h"
#include "tools/client/resource_names.h"
#include "tools/client/target_period.h"

namespace entente::client {
namespace {

namespace v1 = entente::indicators::v1;

struct Flags {
  std::string municipality;
  std::vector<std::string> measures;
  TargetPeriodFlags period;
  int month = 0;
  std::string as_of;
};

absl::Status Achievement(Cli& cli, const Flags& flags) {
  ENTENTE_RETURN_IF_ERROR(CheckPeriod(flags.period));
  v1::QueryAchievementRequest request;
  ENTENTE_ASSIGN_OR_RETURN(
      *request.mutable_parent(),
      MunicipalityName(cli.session().config(), flags.municipality));
  for (const std::string& code : flags.measures) {
    request.add_measure_codes(code);
  }
  AchievementSpan span{.year = flags.period.year,
                       .month = flags.month,
                       .quarter = flags.period.quarter};
  google::type::Date last;
  last.set_year(span.year);
  last.set_month(span.quarter > 0 ? span.quarter * 3 : 12);
  if (flags.period.is_term) {
    ENTENTE_ASSIGN_OR_RETURN(const MeasureLookup lookup,
                             MeasureLookup::Read(cli, request.parent()));
    ENTENTE_ASSIGN_OR_RETURN(
        *request.mutable_term(),
        FindTerm(lookup.measures(), flags.measures, flags.period.months));
    span.term = TermText(request.term());
    last = request.term().last_month();
    last.set_day(0);
  }
  request.set_year(span.year);
  request.set_month(span.month);
  request.set_quarter(span.quarter);
  if (!flags.as_of.empty()) {
    ENTENTE_ASSIGN_OR_RETURN(*request.mutable_as_of(),
                             ParseTimeFlag("--as-of-time", flags.as_of));
  }
  ENTENTE_ASSIGN_OR_RETURN(
      const v1::QueryAchievementResponse response,
      cli.session().Call(&v1::SeriesService::Stub::QueryAchievement, request,
                         AsOfExtras(flags.as_of)));
  if (cli.is_json()) return cli.PrintJson(response);
  ENTENTE_ASSIGN_OR_RETURN(const MeasureLookup newest,
                           MeasureLookup::Read(cli, request.parent()));
  cli.out() << AchievementText(response, newest.On(last), span, cli.language(),
                               cli.columns());
  return absl::OkStatus();
}

}  // namespace

void AddAchievementCommand(CLI::App& indicators, Cli& cli) {
  auto flags = std::make_shared<Flags>();
  Command command(
      indicators, cli, "achievement",
      {"Shows how far each measure has come in a year, a quarter or the term "
       "of the convention: what was counted from its first month on, the "
       "target and, but for a term, the same months a year before. A target "
       "counts as missed only once all its months are settled: over and, with "
       "a calendar, approved or closed.",
       "Montre où en est chaque mesure dans l'année, le trimestre ou la "
       "période de la convention : ce qui a été compté depuis son premier "
       "mois, l'objectif chiffré et, sauf pour une période, les mêmes mois un "
       "an plus tôt. Un objectif n'est manqué que si tous ses mois sont "
       "définitifs : terminés et, avec un calendrier, approuvés ou clôturés.",
       "Toont hoever elke meting staat in een jaar, een kwartaal of de "
       "looptijd van de overeenkomst: wat sinds de eerste maand is geteld, het "
       "streefcijfer en, behalve voor een looptijd, dezelfde maanden een jaar "
       "eerder. Een streefcijfer geldt pas als niet bereikt wanneer al zijn "
       "maanden definitief zijn: voorbij en, met een kalender, goedgekeurd of "
       "afgesloten."},
      "entente indicators achievement --year 2018 --month 6");
  auto* year = command.Option(
      "--year", flags->period.year,
      {"Calendar year; this or --term.", "Année civile ; ceci ou --term.",
       "Kalenderjaar; dit of --term."});
  auto* month = command.Option(
      "--month", flags->month,
      {"Last month counted, 1 to 12; the whole year by default.",
       "Dernier mois compté, 1 à 12 ; toute l'année par défaut.",
       "Laatste getelde maand, 1 tot 12; standaard het hele jaar."});
  month->needs(year);
  command
      .Option("--quarter", flags->period.quarter,
              {"A quarter, 1 to 4, beside the target of the quarter.",
               "Un trimestre, 1 à 4, à côté de l'objectif du trimestre.",
               "Een kwartaal, 1 tot 4, naast het streefcijfer van het "
               "kwartaal."})
      ->check(CLI::Range(1, 4))
      ->option_text("N")
      ->excludes(month)
      ->needs(year);
  TermOptions(command, flags->period, year);
  command.Option("--measure", flags->measures,
                 {"Code of a measure; may be repeated; all by default.",
                  "Code d'une mesure ; peut se répéter ; toutes par défaut.",
                  "Code van een meting; mag herhaald worden; standaard "
                  "alle."});
  command.Option(
      "--as-of-time", flags->as_of,
      {"As it was known then, as in 2018-06-01T12:00:00Z, beside the target "
       "of that time.",
       "Comme c'était connu alors, comme 2018-06-01T12:00:00Z, à côté de "
       "l'objectif d'alors.",
       "Zoals het toen bekend was, zoals 2018-06-01T12:00:00Z, naast het "
       "streefcijfer van toen."});
  command.Municipality(flags->municipality);
  command.Reads();
  command.Run([flags](Cli& cli) { return Achievement(cli, *flags); });
}

}  // namespace entente::client
