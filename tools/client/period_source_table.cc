// The sources of a month as a table, and what they did not report.
#include <algorithm>
#include <ostream>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "entente/indicators/v1/period_service.grpc.pb.h"
#include "tools/client/completeness_words.h"
#include "tools/client/format.h"
#include "tools/client/period_parts.h"
#include "tools/client/period_words.h"
#include "tools/client/table.h"

namespace entente::client {
namespace {

namespace v1 = entente::indicators::v1;

std::string YesNo(Cli& cli, bool is_yes) {
  return is_yes ? cli.T({"yes", "oui", "ja"}) : cli.T({"no", "non", "nee"});
}

// Who said so where it was not the source.
void PrintConfirmers(Cli& cli, const v1::Period& period) {
  for (const v1::PeriodSource& source : period.sources()) {
    if (source.confirmed_by().empty()) continue;
    const std::string& who = source.confirmed_by();
    cli.Say({absl::StrCat(source.source(), ": confirmed by ", who,
                          " on behalf of the source"),
             absl::StrCat(source.source(), " : confirmée par ", who,
                          " au nom de la source"),
             absl::StrCat(source.source(), ": bevestigd door ", who,
                          " namens de bron")});
  }
}

}  // namespace

void PrintMissingMeasures(Cli& cli, const v1::Period& period,
                          const std::string& source) {
  bool is_any_missing = false;
  for (const v1::PeriodSource& one : period.sources()) {
    if (!source.empty() && one.source() != source) continue;
    if (one.missing_measures().empty()) continue;
    cli.Say(MissingMeasuresSentence(one));
    is_any_missing = true;
  }
  if (is_any_missing) cli.Say(ZeroSentence());
}

absl::Status PrintIncomplete(Cli& cli, const std::string& period) {
  v1::GetPeriodRequest request;
  request.set_name(period);
  const absl::StatusOr<v1::Period> month =
      cli.session().Call(&v1::PeriodService::Stub::GetPeriod, request);
  // Rules may be read by roles that months are not shown to.
  if (absl::IsPermissionDenied(month.status())) return absl::OkStatus();
  if (!month.ok()) return month.status();
  PrintMissingMeasures(cli, *month, "");
  return absl::OkStatus();
}

void PrintSources(Cli& cli, const v1::Period& period) {
  if (period.sources().empty()) {
    cli.Say({"No source is expected, none delivered.",
             "Aucune source n'est attendue, aucune n'a livré.",
             "Geen bron wordt verwacht, geen leverde."});
    return;
  }
  const bool has_measures = std::any_of(
      period.sources().begin(), period.sources().end(),
      [](const v1::PeriodSource& one) { return one.expected_measures() > 0; });
  std::vector<Column> columns = {
      {cli.T({"source", "source", "bron"})},
      {cli.T({"expected", "attendue", "verwacht"})},
      {cli.T({"events", "événements", "gebeurtenissen"}), Align::kRight}};
  if (has_measures) {
    columns.push_back(
        {cli.T({"measures", "mesures", "metingen"}), Align::kRight});
  }
  columns.push_back(
      {cli.T({"last delivery", "dernière livraison", "laatste levering"})});
  columns.push_back({cli.T({"confirmed", "confirmée", "bevestigd"})});
  columns.push_back({cli.T({"in time", "délai", "termijn"})});
  Table table(std::move(columns));
  for (const v1::PeriodSource& source : period.sources()) {
    std::vector<std::string> cells = {source.source(),
                                      YesNo(cli, source.is_expected()),
                                      FormatCount(source.contributions())};
    if (has_measures) cells.push_back(ReportedText(source));
    cells.push_back(source.has_last_delivery_time()
                        ? FormatTime(source.last_delivery_time())
                        : "");
    cells.push_back(cli.T(SourceConfirmedWord(source)));
    cells.push_back(cli.T(TimelinessWord(source)));
    table.AddRow(std::move(cells));
  }
  cli.out() << table.Render(cli.columns());
  PrintConfirmers(cli, period);
  for (const v1::PeriodSource& source : period.sources()) {
    if (!source.measures().empty()) cli.Say(EventsByMeasureSentence(source));
  }
  PrintMissingMeasures(cli, period, "");
}

}  // namespace entente::client
