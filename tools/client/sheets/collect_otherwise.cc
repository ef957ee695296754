#include "tools/client/sheets/collect_otherwise.h"

#include <set>
#include <string>

#include "absl/strings/str_cat.h"
#include "entente/indicators/v1/period_service.grpc.pb.h"
#include "tools/client/sheets/collect_commands.h"
#include "tools/client/sheets/collect_places.h"

namespace entente::client {
namespace {

namespace v1 = entente::indicators::v1;

// The month as it is told to the source, or to whoever delivers for it.
absl::StatusOr<v1::Period> ReadMonth(Cli& cli, const SheetKey& key,
                                     bool is_on_behalf) {
  const std::string name = absl::StrCat("municipalities/", key.municipality,
                                        "/periods/", key.MonthText());
  if (is_on_behalf) {
    v1::GetPeriodOnBehalfRequest request;
    request.set_name(name);
    request.set_source(key.source);
    return cli.session().Call(&v1::PeriodService::Stub::GetPeriodOnBehalf,
                              request);
  }
  v1::GetPeriodRequest request;
  request.set_name(name);
  return cli.session().Call(&v1::PeriodService::Stub::GetPeriod, request);
}

// All events of the source in the month, of the measures of the sheet.
absl::StatusOr<MeasureEvents> ReadEvents(Cli& cli, const ReturnedSheet& sheet,
                                         bool is_on_behalf) {
  std::set<std::string> asked;
  for (const SheetEntry& entry : sheet.entries) {
    asked.insert(entry.place.measure);
  }
  ENTENTE_ASSIGN_OR_RETURN(const v1::Period period,
                           ReadMonth(cli, sheet.key, is_on_behalf));
  MeasureEvents events;
  for (const v1::PeriodSource& source : period.sources()) {
    if (source.source() != sheet.key.source) continue;
    for (const v1::SourceMeasure& measure : source.measures()) {
      if (asked.contains(measure.measure_code())) {
        events[measure.measure_code()] = measure.contributions();
      }
    }
  }
  return events;
}

// Every place of the measures of `events` that a sheet may have.
std::vector<SheetPlace> SheetPlaces(const MeasureLookup& measures,
                                    const MeasureEvents& events) {
  std::vector<SheetPlace> places;
  for (const auto& [code, count] : events) {
    const std::vector<SheetPlace> some = SheetPlacesOf(measures, code);
    places.insert(places.end(), some.begin(), some.end());
  }
  return places;
}

}  // namespace

absl::StatusOr<MeasureEvents> ReadEventsOtherwise(
    Cli& cli, const MeasureLookup& measures, const ReturnedSheet& sheet,
    const std::vector<RowStanding>& standings, bool is_on_behalf) {
  ENTENTE_ASSIGN_OR_RETURN(const MeasureEvents events,
                           ReadEvents(cli, sheet, is_on_behalf));
  std::vector<SheetPlace> own;
  for (const SheetEntry& entry : sheet.entries) own.push_back(entry.place);
  MeasureEvents otherwise = EventsOtherwise(sheet.key, events, own, standings);
  // Mostly this sheet is all there is.
  if (otherwise.empty()) return otherwise;
  std::vector<SheetPlace> places = SheetPlaces(measures, otherwise);
  ENTENTE_ASSIGN_OR_RETURN(std::vector<RowStanding> all,
                           ReadStandings(cli, sheet.key, places));
  places.insert(places.end(), own.begin(), own.end());
  all.insert(all.end(), standings.begin(), standings.end());
  return EventsOtherwise(sheet.key, events, places, all);
}

}  // namespace entente::client
