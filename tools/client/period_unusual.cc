// What lies far from the other months, before a month is approved.
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "tools/client/format.h"
#include "tools/client/measure_lookup.h"
#include "tools/client/own_access.h"
#include "tools/client/period_parts.h"
#include "tools/client/resource_names.h"
#include "tools/client/table.h"
#include "tools/client/unusual_figures.h"
#include "tools/client/unusual_question.h"

namespace entente::client {
namespace {

constexpr char kQuerySeries[] =
    "entente.indicators.v1.SeriesService/QuerySeries";

// Whether the caller may read what is compared. The service of indicators would
// keep a denial.
absl::Status CheckMayRead(Cli& cli) {
  for (const char* method : {kListMeasures, kQuerySeries}) {
    ENTENTE_ASSIGN_OR_RETURN(const bool may_call,
                             MayCall(cli.session(), method));
    if (!may_call) return absl::PermissionDeniedError(method);
  }
  return absl::OkStatus();
}

// A month, with the measures in their newest version.
struct Unusual {
  google::type::Date month;
  MeasureLookup measures;
  std::vector<UnusualFigure> figures;
};

absl::StatusOr<Unusual> Read(Cli& cli, const std::string& period) {
  ENTENTE_ASSIGN_OR_RETURN(google::type::Date month,
                           ParseDateOrMonthFlag("PERIOD", ShortName(period)));
  ENTENTE_RETURN_IF_ERROR(CheckMayRead(cli));
  ENTENTE_ASSIGN_OR_RETURN(MeasureLookup measures,
                           MeasureLookup::Read(cli, MunicipalityOf(period)));
  ENTENTE_ASSIGN_OR_RETURN(
      std::vector<UnusualFigure> figures,
      AskUnusual(cli.session(), MunicipalityOf(period), month,
                 ComparedMeasures(measures.measures())));
  return Unusual{std::move(month), std::move(measures), std::move(figures)};
}

}  // namespace

absl::StatusOr<std::vector<UnusualFigure>> ReadUnusual(
    Cli& cli, const std::string& period) {
  ENTENTE_ASSIGN_OR_RETURN(Unusual unusual, Read(cli, period));
  return std::move(unusual.figures);
}

absl::StatusOr<std::string> UnusualText(Cli& cli, const std::string& period) {
  ENTENTE_ASSIGN_OR_RETURN(const Unusual unusual, Read(cli, period));
  if (unusual.figures.empty()) return std::string();
  const MeasureLookup measures = unusual.measures.On(unusual.month);
  Table table({{cli.T({"measure", "mesure", "meting"}), Align::kLeft, true},
               {cli.T({"figure", "chiffre", "cijfer"}), Align::kRight}});
  for (const UnusualFigure& figure : unusual.figures) {
    table.AddRow({measures.Title(figure.measure_code),
                  figure.is_silent
                      ? cli.T({"no figures", "aucun chiffre", "geen cijfers"})
                      : measures.Figure(figure.measure_code, figure.value,
                                        figure.denominator)});
  }
  const std::string count = absl::StrCat(kMonthsCompared);
  return absl::StrCat(
      cli.T({absl::StrCat("\nFar from the others of the ", count,
                          " months up to it: worth a look, nothing more."),
             absl::StrCat("\nLoin des autres des ", count,
                          " mois qui se terminent par celui-ci : à regarder, "
                          "sans plus."),
             absl::StrCat("\nVer van de andere van de ", count,
                          " maanden tot en met deze: het bekijken waard, meer "
                          "niet.")}),
      "\n", table.Render(cli.columns()));
}

void NoteUnusualUnread(Cli& cli) {
  cli.Note(
      {"Note: which figures lie far from the other months could not be read.",
       "Attention : les chiffres loin des autres mois n'ont pas pu être lus.",
       "Let op: welke cijfers ver van de andere maanden liggen, kon niet "
       "gelezen worden."});
}

}  // namespace entente::client
