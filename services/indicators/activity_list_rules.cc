#include "services/indicators/activity_list_rules.h"

#include "services/common/base/error.h"
#include "services/indicators/activity_errors.h"
#include "services/indicators/activity_version_rules.h"
#include "services/indicators/name_rules.h"
#include "services/indicators/text_rules.h"

namespace entente::indicators {
namespace {

namespace v1 = entente::indicators::v1;

absl::StatusOr<filter::Filter> ParseFilter(absl::string_view text) {
  return filter::Filter::Parse(
      text, {.message = v1::Activity::descriptor(),
             .fields = {"name", "type", "date", "area", "organiser", "partners",
                        "sessions", "participants", "course_minutes",
                        "persons_reached", "person_minutes", "state", "version",
                        "create_time", "update_time"},
             .fold = FoldLine});
}

}  // namespace

absl::StatusOr<ActivityQuestion> ActivityQuestion::Parse(
    const v1::ListActivitiesRequest& request, const AreaList& areas) {
  ActivityQuestion question;
  ENTENTE_ASSIGN_OR_RETURN(question.filter_, ParseFilter(request.filter()));
  question.has_withdrawn_ = request.show_withdrawn();
  for (std::string& code : areas.WithDescendants(request.area())) {
    question.areas_.insert(std::move(code));
  }
  // What has no area counts in the municipality, be it in the list or not.
  if (MunicipalityName(request.area()) == request.parent()) {
    question.areas_.insert(request.area());
  }
  if (!request.area().empty() && question.areas_.empty()) {
    return AreaUnknown("area");
  }
  Term& days = question.days_;
  days = MakeTerm(request.from(), request.until());
  if (request.has_from() && days.from == 0) return ListDateInvalid("from");
  if (request.has_until() && days.until == 0) return ListDateInvalid("until");
  if (days.until != 0 && DayOf(days.until) == 0) days.until += 31;
  if (days.until != 0 && days.until < days.from) return ListDatesReversed();
  return question;
}

absl::Status ActivityQuestion::CheckTypes(
    const Definitions& definitions) const {
  for (const std::string& type : filter_.TextsEqualled("type")) {
    if (definitions.HasActivityType(type)) continue;
    return UnknownActivityType("filter", definitions);
  }
  return absl::OkStatus();
}

bool ActivityQuestion::Admits(const v1::ActivityRecord& record) const {
  if (!days_.Contains(PackDate(record.activity().date()))) return false;
  if (!has_withdrawn_ && IsWithdrawn(record)) return false;
  if (!areas_.empty() && !areas_.contains(record.counted_area())) return false;
  return filter_.Matches(ToActivity(record));
}

}  // namespace entente::indicators
