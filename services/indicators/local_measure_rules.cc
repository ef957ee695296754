#include "services/indicators/local_measure_rules.h"

#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <utility>

#include "services/common/base/timestamp.h"

namespace entente::indicators {
namespace {

namespace cv1 = entente::conventions::v1;
namespace v1 = entente::indicators::v1;

// What both say, without who wrote it, when and why.
std::string Said(v1::LocalMeasure version) {
  version.clear_name();
  version.clear_reason();
  version.clear_version();
  version.clear_office();
  version.clear_update_time();
  version.clear_etag();
  return version.SerializeAsString();
}

google::type::Date DayBefore(uint32_t packed) {
  return UnpackDate(PackDay(UnpackDay(packed) - 1));
}

// Those that are in force on some day, earliest first, each until the next. It
// is the order they were written in as well.
std::vector<const v1::LocalMeasure*> InForce(
    const std::vector<v1::LocalMeasure>& versions) {
  std::vector<const v1::LocalMeasure*> in_force;
  uint32_t end = UINT32_MAX;
  for (auto version = versions.rbegin(); version != versions.rend();
       ++version) {
    const uint32_t from = EffectiveDayOf(*version);
    if (from >= end) continue;
    end = from;
    in_force.push_back(&*version);
  }
  std::reverse(in_force.begin(), in_force.end());
  return in_force;
}

// Adds `type`, or what it is called now.
void PutType(const cv1::ActivityType& type, v1::ConventionRecord& record) {
  for (cv1::ActivityType& other : *record.mutable_activity_types()) {
    if (other.code() != type.code()) continue;
    other = type;
    return;
  }
  *record.add_activity_types() = type;
}

// Calls each type of activity as the version written last does that has it, of
// whichever of `measures`, which are those of `records`.
void CallTypes(const std::vector<std::vector<v1::LocalMeasure>>& measures,
               std::vector<v1::ConventionRecord>& records) {
  std::vector<const v1::LocalMeasure*> written;
  for (const auto& versions : measures) {
    for (const v1::LocalMeasure& version : versions) {
      written.push_back(&version);
    }
  }
  std::stable_sort(written.begin(), written.end(),
                   [](const v1::LocalMeasure* a, const v1::LocalMeasure* b) {
                     return IsBefore(a->update_time(), b->update_time());
                   });
  std::map<std::string, const cv1::ActivityType*> last;
  for (const v1::LocalMeasure* version : written) {
    for (const cv1::ActivityType& type : version->activity_types()) {
      last[type.code()] = &type;
    }
  }
  for (v1::ConventionRecord& record : records) {
    for (cv1::ActivityType& type : *record.mutable_activity_types()) {
      type = *last.at(type.code());
    }
  }
}

}  // namespace

v1::LocalMeasure AsVersion(const v1::LocalMeasure& said, bool is_first) {
  v1::LocalMeasure version = said;
  version.DiscardUnknownFields();
  version.clear_name();
  version.clear_version();
  version.clear_office();
  version.clear_update_time();
  version.clear_etag();
  cv1::MeasureDefinition& definition = *version.mutable_definition();
  definition.set_is_kind_guessed(false);
  const std::set<std::string> lists(said.definition().breakdowns().begin(),
                                    said.definition().breakdowns().end());
  definition.clear_breakdowns();
  for (const std::string& list : lists) definition.add_breakdowns(list);
  definition.clear_feeds();
  std::set<std::pair<std::string, int>> feeds;
  for (const cv1::MeasureFeed& feed : said.definition().feeds()) {
    if (feeds.insert({feed.activity_type(), feed.figure()}).second) {
      *definition.add_feeds() = feed;
    }
  }
  if (is_first) *version.mutable_effective_date() = said.valid_from();
  return version;
}

bool SayTheSame(const v1::LocalMeasure& a, const v1::LocalMeasure& b) {
  return Said(a) == Said(b);
}

uint32_t EffectiveDayOf(const v1::LocalMeasure& version) {
  return PackDate(version.effective_date());
}

Term DaysIn(const v1::LocalMeasure& version, int32_t month) {
  const Term days = MakeTerm(version.valid_from(), version.valid_until());
  // Whichever last day the calendar has.
  const uint32_t first = static_cast<uint32_t>(month) * 32 + 1;
  const uint32_t last = first + 30;
  const Term in_month{std::max(days.from, first),
                      days.until == 0 ? last : std::min(days.until, last)};
  return in_month.from <= in_month.until ? in_month : Term();
}

v1::ConventionRecord ToRecord(const std::vector<v1::LocalMeasure>& versions) {
  const v1::LocalMeasure& latest = versions.back();
  v1::ConventionRecord record;
  record.set_convention(latest.name());
  *record.add_measures() = latest.definition();
  *record.mutable_valid_from() = latest.valid_from();
  if (latest.has_valid_until()) {
    *record.mutable_valid_until() = latest.valid_until();
  }
  for (const v1::LocalMeasure& version : versions) {
    for (const cv1::ActivityType& type : version.activity_types()) {
      PutType(type, record);
    }
  }
  const std::vector<const v1::LocalMeasure*> in_force = InForce(versions);
  for (size_t i = 0; i + 1 < in_force.size(); ++i) {
    cv1::EarlierMeasures& earlier = *record.add_earlier_measures();
    *earlier.mutable_valid_until() =
        DayBefore(EffectiveDayOf(*in_force[i + 1]));
    *earlier.add_measures() = in_force[i]->definition();
  }
  return record;
}

std::vector<v1::ConventionRecord> ToRecords(
    std::vector<std::vector<v1::LocalMeasure>> measures) {
  std::stable_sort(
      measures.begin(), measures.end(), [](const auto& a, const auto& b) {
        return IsBefore(a.back().update_time(), b.back().update_time());
      });
  std::vector<v1::ConventionRecord> records;
  for (const auto& versions : measures) records.push_back(ToRecord(versions));
  CallTypes(measures, records);
  return records;
}

}  // namespace entente::indicators
