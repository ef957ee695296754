// What people entered as activities for the month of a sheet: a figure of the
// sheet counts on top of it. Pure.
#ifndef TOOLS_CLIENT_SHEETS_ENTERED_ACTIVITIES_H_
#define TOOLS_CLIENT_SHEETS_ENTERED_ACTIVITIES_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "entente/indicators/v1/activity.pb.h"
#include "entente/indicators/v1/definition_service.pb.h"
#include "google/protobuf/repeated_ptr_field.h"
#include "tools/client/sheets/sheet.h"
#include "tools/client/sheets/sheet_plan.h"

namespace entente::client {

// What activities count for a measure, in any area.
struct EnteredFigure {
  std::string measure = {};
  // Activities that count something for it, at least 1.
  int64_t entries = 0;
  // Things or minutes.
  int64_t value = 0;
};

// Those of `measures`, in their order, that activities feed on some day and of
// which the sheet raises a figure; one that is lowered counts nothing on top.
// What counts for a sensitive one is told nobody: it is left out. They live as
// long as `measures`.
std::vector<const entente::indicators::v1::Measure*> FedMeasuresOfSheet(
    const std::vector<entente::indicators::v1::Measure>& measures,
    const ReturnedSheet& sheet, const SheetPlan& plan);

// What `activities` count for each of `measures`, as these were fed on the day
// of each, within a month of their terms; without those that they count nothing
// for.
std::vector<EnteredFigure> EnteredFigures(
    const std::vector<const entente::indicators::v1::Measure*>& measures,
    const google::protobuf::RepeatedPtrField<entente::indicators::v1::Activity>&
        activities);

// FAILED_PRECONDITION / SHEET_ADDS_TO_ACTIVITIES naming the measures of
// `entered`, which is not empty, and what is right.
absl::Status SheetAddsToActivities(const SheetKey& key,
                                   const std::vector<EnteredFigure>& entered);

}  // namespace entente::client

#endif  // TOOLS_CLIENT_SHEETS_ENTERED_ACTIVITIES_H_
