#include "tools/client/sheets/collect_entered.h"

#include "absl/strings/str_cat.h"
#include "entente/indicators/v1/activity_service.grpc.pb.h"
#include "tools/client/own_access.h"

namespace entente::client {
namespace {

namespace v1 = entente::indicators::v1;

constexpr char kList[] = "entente.indicators.v1.ActivityService/ListActivities";

}  // namespace

absl::StatusOr<std::vector<EnteredFigure>> ReadEntered(
    Cli& cli, const MeasureLookup& measures, const ReturnedSheet& sheet,
    const SheetPlan& plan) {
  std::vector<EnteredFigure> none;
  const std::vector<const v1::Measure*> fed =
      FedMeasuresOfSheet(measures.measures(), sheet, plan);
  if (fed.empty()) return none;
  ENTENTE_ASSIGN_OR_RETURN(const bool may_list, MayCall(cli.session(), kList));
  if (!may_list) return none;
  v1::ListActivitiesRequest request;
  request.set_parent(absl::StrCat("municipalities/", sheet.key.municipality));
  request.set_page_size(1000);
  *request.mutable_from() = sheet.key.month;
  *request.mutable_until() = sheet.key.month;
  ENTENTE_ASSIGN_OR_RETURN(
      const v1::ListActivitiesResponse response,
      cli.session().CallAllPages(&v1::ActivityService::Stub::ListActivities,
                                 request));
  return EnteredFigures(fed, response.activities());
}

}  // namespace entente::client
