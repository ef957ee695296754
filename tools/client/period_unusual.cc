// What lies far from the other months, before a month is approved.
#include <ostream>
#include <string>

#include "absl/strings/str_cat.h"
#include "entente/indicators/v1/series_service.grpc.pb.h"
#include "tools/client/format.h"
#include "tools/client/measure_lookup.h"
#include "tools/client/period_parts.h"
#include "tools/client/resource_names.h"
#include "tools/client/table.h"

namespace entente::client {
namespace {

namespace v1 = entente::indicators::v1;

// The month and those before it that it is compared with: two years, so that a
// season is seen twice.
constexpr int kMonthsCompared = 24;

bool IsMonth(const google::type::Date& date, const google::type::Date& month) {
  return date.year() == month.year() && date.month() == month.month();
}

google::type::Date FirstCompared(const google::type::Date& month) {
  const int months =
      month.year() * 12 + month.month() - 1 - (kMonthsCompared - 1);
  google::type::Date first;
  first.set_year(months / 12);
  first.set_month(months % 12 + 1);
  first.set_day(1);
  return first;
}

// What the series says of the month; empty where that is nothing unusual.
std::string UnusualText(Cli& cli, const MeasureLookup& measures,
                        const v1::Series& series,
                        const google::type::Date& month) {
  for (const v1::MonthFigure& figure : series.months()) {
    if (!figure.is_unusual() || !IsMonth(figure.month(), month)) continue;
    return measures.Figure(series.measure_code(), figure.value(),
                           figure.denominator());
  }
  for (const google::type::Date& silent : series.silent_months()) {
    if (!IsMonth(silent, month)) continue;
    return cli.T({"no figures", "aucun chiffre", "geen cijfers"});
  }
  return "";
}

}  // namespace

absl::Status PrintUnusual(Cli& cli, const std::string& period) {
  ENTENTE_ASSIGN_OR_RETURN(const google::type::Date month,
                           ParseDateOrMonthFlag("PERIOD", ShortName(period)));
  v1::QuerySeriesRequest request;
  request.set_parent(MunicipalityOf(period));
  *request.mutable_from() = FirstCompared(month);
  *request.mutable_until() = month;
  request.mutable_until()->set_day(1);
  ENTENTE_ASSIGN_OR_RETURN(
      const v1::QuerySeriesResponse response,
      cli.session().Call(&v1::SeriesService::Stub::QuerySeries, request));
  ENTENTE_ASSIGN_OR_RETURN(const MeasureLookup newest,
                           MeasureLookup::Read(cli, request.parent()));
  const MeasureLookup measures = newest.On(month);
  Table table({{cli.T({"measure", "mesure", "meting"}), Align::kLeft, true},
               {cli.T({"figure", "chiffre", "cijfer"}), Align::kRight}});
  for (const v1::Series& series : response.series()) {
    const std::string text = UnusualText(cli, measures, series, month);
    if (text.empty()) continue;
    table.AddRow({measures.Title(series.measure_code()), text});
  }
  if (table.is_empty()) return absl::OkStatus();
  const std::string count = absl::StrCat(kMonthsCompared);
  cli.Say({absl::StrCat("\nFar from the others of the ", count,
                        " months up to it: worth a look, nothing more."),
           absl::StrCat("\nLoin des autres des ", count,
                        " mois jusqu'à celui-ci : à regarder, sans plus."),
           absl::StrCat("\nVer van de andere van de ", count,
                        " maanden tot en met deze: het bekijken waard, meer "
                        "niet.")});
  cli.out() << table.Render(cli.columns());
  return absl::OkStatus();
}

}  // namespace entente::client
