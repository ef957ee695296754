#include "services/conventions/profiles/measure_history.h"

#include <algorithm>
#include <string>

#include "services/conventions/money/date.h"

namespace entente::conventions {
namespace {

const v1::MeasureDefinition* FindMeasure(
    const google::protobuf::RepeatedPtrField<v1::MeasureDefinition>& measures,
    const std::string& code) {
  const auto found = std::find_if(
      measures.begin(), measures.end(),
      [&](const v1::MeasureDefinition& one) { return one.code() == code; });
  return found == measures.end() ? nullptr : &*found;
}

// What of a definition belongs to the day of a figure, to be compared.
std::string OfItsDay(const v1::MeasureDefinition& measure) {
  v1::MeasureDefinition dated;
  *dated.mutable_title() = measure.title();
  *dated.mutable_unit() = measure.unit();
  dated.set_direction(measure.direction());
  *dated.mutable_feeds() = measure.feeds();
  return dated.SerializeAsString();
}

v1::MeasureDefinition Unfed(v1::MeasureDefinition measure) {
  measure.clear_feeds();
  return measure;
}

}  // namespace

void KeepEarlierMeasures(const v1::DefinitionsRecord& before,
                         absl::CivilDay from, v1::DefinitionsRecord& after) {
  *after.mutable_earlier_measures() = before.earlier_measures();
  v1::EarlierMeasures until_then;
  *until_then.mutable_valid_until() = DateFromDay(from - 1);
  const int kept = after.earlier_measures_size();
  if (kept > 0 &&
      DayFromDate(after.earlier_measures(kept - 1).valid_until(), "")
              .value_or(absl::CivilDay()) == from - 1) {
    // Adopted twice for one day: what was before it is before it still.
    until_then = after.earlier_measures(kept - 1);
    after.mutable_earlier_measures()->RemoveLast();
  }
  for (const v1::MeasureDefinition& measure : after.measures()) {
    if (FindMeasure(until_then.measures(), measure.code()) != nullptr) continue;
    const v1::MeasureDefinition* old =
        FindMeasure(before.measures(), measure.code());
    const v1::MeasureDefinition was = old != nullptr ? *old : Unfed(measure);
    if (OfItsDay(was) != OfItsDay(measure)) *until_then.add_measures() = was;
  }
  if (!until_then.measures().empty()) {
    *after.add_earlier_measures() = until_then;
  }
}

}  // namespace entente::conventions
