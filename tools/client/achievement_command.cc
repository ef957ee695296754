// How far each measure has come in a year, beside what was agreed.
#include <algorithm>
#include <memory>
#include <ostream>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "entente/indicators/v1/series_service.grpc.pb.h"
#include "tools/client/format.h"
#include "tools/client/indicators_parts.h"
#include "tools/client/measure_lookup.h"
#include "tools/client/progress.h"
#include "tools/client/resource_names.h"
#include "tools/client/table.h"

namespace entente::client {
namespace {

namespace v1 = entente::indicators::v1;

constexpr int kBarWidth = 20;
constexpr int64_t kWhole = 1000;

struct Flags {
  std::string municipality;
  std::vector<std::string> measures;
  int year = 0;
  int month = 0;
  int quarter = 0;
};

std::string StateText(Cli& cli, v1::Achievement::State state) {
  switch (state) {
    case v1::Achievement::STATE_REACHED:
      return cli.T({"reached", "atteint", "bereikt"});
    case v1::Achievement::STATE_UNDER_WAY:
      return cli.T({"under way", "en cours", "bezig"});
    case v1::Achievement::STATE_MISSED:
      return cli.T({"missed", "non atteint", "niet bereikt"});
    default:
      return "";
  }
}

// "–" where nothing is known, which is not a zero.
std::string FigureText(const MeasureLookup& measures, const std::string& code,
                       bool is_known, const v1::MonthFigure& figure) {
  return is_known ? measures.Figure(code, figure.value(), figure.denominator())
                  : "–";
}

std::string TargetText(Cli& cli, const MeasureLookup& measures,
                       const v1::Achievement& achievement) {
  if (!achievement.has_target()) return cli.T({"none", "aucun", "geen"});
  const v1::Target& target = achievement.target();
  std::string text =
      measures.Figure(achievement.measure_code(), target.value());
  if (target.has_baseline()) {
    absl::StrAppend(
        &text, cli.T({" (from ", " (depuis ", " (vanaf "}),
        measures.Figure(achievement.measure_code(), target.baseline().value()),
        cli.T({" in ", " en ", " in "}), target.baseline().year(), ")");
  }
  return text;
}

std::string ShareText(const v1::Achievement& achievement) {
  if (!achievement.has_target_permille()) return "";
  return absl::StrCat(achievement.target_permille() / 10, " %");
}

std::string BarText(const v1::Achievement& achievement) {
  if (!achievement.has_target_permille()) return "";
  return Bar(std::min(achievement.target_permille(), kWhole), kWhole,
             kBarWidth);
}

absl::Status Achievement(Cli& cli, const Flags& flags) {
  v1::QueryAchievementRequest request;
  ENTENTE_ASSIGN_OR_RETURN(
      *request.mutable_parent(),
      MunicipalityName(cli.session().config(), flags.municipality));
  for (const std::string& code : flags.measures) {
    request.add_measure_codes(code);
  }
  request.set_year(flags.year);
  request.set_month(flags.month);
  request.set_quarter(flags.quarter);
  ENTENTE_ASSIGN_OR_RETURN(
      const v1::QueryAchievementResponse response,
      cli.session().Call(&v1::SeriesService::Stub::QueryAchievement, request));
  if (cli.is_json()) return cli.PrintJson(response);
  ENTENTE_ASSIGN_OR_RETURN(const MeasureLookup newest,
                           MeasureLookup::Read(cli, request.parent()));
  google::type::Date last;
  last.set_year(flags.year);
  last.set_month(flags.quarter > 0 ? flags.quarter * 3 : 12);
  const MeasureLookup measures = newest.On(last);
  const std::string period =
      flags.quarter > 0  ? absl::StrCat(flags.year, "-Q", flags.quarter)
      : flags.month == 0 ? absl::StrCat(flags.year)
                         : absl::StrFormat("%d-01 – %d-%02d", flags.year,
                                           flags.year, flags.month);
  Table table({{cli.T({"measure", "mesure", "meting"}), Align::kLeft, true},
               {period, Align::kRight},
               {cli.T({"target", "objectif", "streefcijfer"}), Align::kRight},
               {"", Align::kRight},
               {"", Align::kLeft},
               {cli.T({"state", "état", "stand"}), Align::kLeft},
               {cli.T({"a year before", "un an plus tôt", "een jaar eerder"}),
                Align::kRight}});
  bool has_confidential = false;
  for (const v1::Achievement& one : response.achievements()) {
    const std::string& code = one.measure_code();
    has_confidential |= one.is_confidential() && !one.has_actual();
    table.AddRow(
        {measures.Title(code),
         FigureText(measures, code, one.has_actual(), one.actual()),
         TargetText(cli, measures, one), ShareText(one), BarText(one),
         StateText(cli, one.state()),
         FigureText(measures, code, one.has_year_before(), one.year_before())});
  }
  cli.out() << table.Render(cli.columns());
  cli.Say({"– : no figures, which is not a zero.",
           "– : aucun chiffre, ce qui n'est pas un zéro.",
           "– : geen cijfers, wat geen nul is."});
  if (has_confidential) {
    cli.Say({"Of confidential measures only whole years are shown.",
             "Des mesures confidentielles, seules des années entières sont "
             "montrées.",
             "Van vertrouwelijke metingen worden alleen hele jaren getoond."});
  }
  return absl::OkStatus();
}

}  // namespace

void AddAchievementCommand(CLI::App& indicators, Cli& cli) {
  auto flags = std::make_shared<Flags>();
  Command command(
      indicators, cli, "achievement",
      {"Shows how far each measure has come in a year: what was counted from "
       "January on, the target, and the same months a year before.",
       "Montre où en est chaque mesure dans l'année : ce qui a été compté "
       "depuis janvier, l'objectif chiffré, et les mêmes mois un an plus tôt.",
       "Toont hoever elke meting dit jaar staat: wat sinds januari is geteld, "
       "het streefcijfer, en dezelfde maanden een jaar eerder."},
      "entente indicators achievement --year 2018 --month 6");
  command
      .Option("--year", flags->year,
              {"Calendar year.", "Année civile.", "Kalenderjaar."})
      ->required();
  auto* month = command.Option(
      "--month", flags->month,
      {"Last month counted, 1 to 12; the whole year by default.",
       "Dernier mois compté, 1 à 12 ; toute l'année par défaut.",
       "Laatste getelde maand, 1 tot 12; standaard het hele jaar."});
  command
      .Option("--quarter", flags->quarter,
              {"A quarter, 1 to 4, beside the target of the quarter.",
               "Un trimestre, 1 à 4, à côté de l'objectif du trimestre.",
               "Een kwartaal, 1 tot 4, naast het streefcijfer van het "
               "kwartaal."})
      ->check(CLI::Range(1, 4))
      ->excludes(month);
  command.Option("--measure", flags->measures,
                 {"Code of a measure; may be repeated; all by default.",
                  "Code d'une mesure ; peut se répéter ; toutes par défaut.",
                  "Code van een meting; mag herhaald worden; standaard "
                  "alle."});
  command.Municipality(flags->municipality);
  command.Reads();
  command.Run([flags](Cli& cli) { return Achievement(cli, *flags); });
}

}  // namespace entente::client
