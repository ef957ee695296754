#include "tools/client/measure_versions.h"

#include <algorithm>

#include "absl/time/civil_time.h"

namespace entente::client {
namespace {

namespace cv1 = entente::conventions::v1;
namespace v1 = entente::indicators::v1;

// Of a month as a whole its last.
absl::CivilDay DayOf(const google::type::Date& date) {
  return date.day() > 0
             ? absl::CivilDay(date.year(), date.month(), date.day())
             : absl::CivilDay(absl::CivilMonth(date.year(), date.month()) + 1) -
                   1;
}

absl::CivilDay LastDayOf(google::type::Date month) {
  month.set_day(0);
  return DayOf(month);
}

// Null where it was the same on every day.
const v1::MeasureVersion* VersionOn(const v1::Measure& measure,
                                    const google::type::Date& day) {
  for (const v1::MeasureVersion& version : measure.versions()) {
    if (!version.has_valid_until() ||
        DayOf(version.valid_until()) >= DayOf(day)) {
      return &version;
    }
  }
  return nullptr;
}

bool IsNamedTheSame(const v1::MeasureVersion& a, const v1::MeasureVersion& b) {
  return a.title().SerializeAsString() == b.title().SerializeAsString() &&
         a.unit().SerializeAsString() == b.unit().SerializeAsString();
}

// One that is named as the one before goes on as it.
void Keep(const v1::MeasureVersion& version,
          std::vector<v1::MeasureVersion>& versions) {
  if (versions.empty() || !IsNamedTheSame(versions.back(), version)) {
    versions.push_back(version);
    return;
  }
  *versions.back().mutable_valid_until() = version.valid_until();
}

}  // namespace

cv1::MeasureDefinition DefinitionOn(const v1::Measure& measure,
                                    const google::type::Date& day) {
  cv1::MeasureDefinition definition = measure.definition();
  const v1::MeasureVersion* const version = VersionOn(measure, day);
  if (version == nullptr) return definition;
  *definition.mutable_title() = version->title();
  *definition.mutable_unit() = version->unit();
  definition.set_direction(version->direction());
  return definition;
}

const google::protobuf::RepeatedPtrField<cv1::MeasureFeed>& FeedsOn(
    const v1::Measure& measure, const google::type::Date& day) {
  const v1::MeasureVersion* const version = VersionOn(measure, day);
  return version == nullptr ? measure.definition().feeds() : version->feeds();
}

bool IsInTermIn(const v1::Measure& measure, const google::type::Date& month) {
  const absl::CivilDay day = LastDayOf(month);
  return measure.terms().empty() ||
         std::any_of(measure.terms().begin(), measure.terms().end(),
                     [&](const v1::TermMonths& term) {
                       return LastDayOf(term.first_month()) <= day &&
                              day <= LastDayOf(term.last_month());
                     });
}

std::vector<v1::MeasureVersion> VersionsEndedIn(
    const v1::Measure& measure, const google::type::Date& from,
    const google::type::Date& until) {
  std::vector<v1::MeasureVersion> ended;
  for (const v1::MeasureVersion& version : measure.versions()) {
    if (version.has_valid_until() &&
        DayOf(version.valid_until()) >= LastDayOf(from) &&
        DayOf(version.valid_until()) < LastDayOf(until)) {
      Keep(version, ended);
    }
  }
  // As it is named after them.
  const cv1::MeasureDefinition last = DefinitionOn(measure, until);
  v1::MeasureVersion named;
  *named.mutable_title() = last.title();
  *named.mutable_unit() = last.unit();
  if (!ended.empty() && IsNamedTheSame(ended.back(), named)) ended.pop_back();
  return ended;
}

}  // namespace entente::client
