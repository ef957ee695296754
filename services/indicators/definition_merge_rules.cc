// How definitions of conventions and of the municipality itself become one.
#include <algorithm>
#include <map>
#include <utility>

#include "services/indicators/activity_type_rules.h"
#include "services/indicators/definition_rules.h"
#include "services/indicators/name_rules.h"

namespace entente::indicators {
namespace {

namespace cv1 = entente::conventions::v1;
namespace v1 = entente::indicators::v1;

// The last month that settings may begin with.
constexpr int32_t kMonthLast = kYearMax * 12 + 11;

bool IsOlder(const v1::ConventionRecord& a, const v1::ConventionRecord& b) {
  const uint32_t a_from = PackDate(a.valid_from());
  const uint32_t b_from = PackDate(b.valid_from());
  return a_from != b_from ? a_from < b_from : a.convention() < b.convention();
}

}  // namespace

Definitions::Definitions(int64_t version,
                         std::vector<v1::ConventionRecord> records,
                         const std::vector<v1::MeasureSettings>& settings,
                         std::vector<v1::ConventionRecord> local)
    : version_(version),
      conventions_(std::move(records)),
      local_(std::move(local)) {
  std::sort(conventions_.begin(), conventions_.end(), IsOlder);
  for (const v1::ConventionRecord& record : conventions_) {
    const Term term = MakeTerm(record.valid_from(), record.valid_until());
    for (const cv1::MeasureDefinition& measure : record.measures()) {
      const auto [place, is_new] =
          by_code_.emplace(measure.code(), static_cast<int>(measures_.size()));
      if (is_new) {
        measures_.push_back({measure, {term}});
        continue;
      }
      MeasureInfo& info = measures_[place->second];
      cv1::MeasureDefinition merged = measure;
      AddFeeds(info.definition, merged);
      UniteBreakdowns(info.definition, merged);
      info.definition = std::move(merged);
      info.terms.push_back(term);
    }
    MergeTypes(record, 0, activity_types_, type_by_code_);
  }
  MergeLocal();
  std::map<int, std::vector<v1::MeasureSettings>> added;
  for (const v1::MeasureSettings& version : settings) {
    const auto name = ParseSettings(version.name(), "name");
    const int place = name.ok() ? Find(name->code) : -1;
    if (place >= 0) added[place].push_back(version);
  }
  for (auto& [place, versions] : added) {
    MeasureInfo& info = measures_[place];
    info.settings = SettingsInForce(std::move(versions));
    // Never less than the convention says.
    if (info.settings.HasSensitive()) info.definition.set_is_sensitive(true);
  }
  std::vector<const v1::ConventionRecord*> oldest_first;
  for (const auto* records_of : {&local_, &conventions_}) {
    for (const v1::ConventionRecord& record : *records_of) {
      oldest_first.push_back(&record);
    }
  }
  for (MeasureInfo& info : measures_) {
    info.versions = CalledByPeople(VersionsOf(info.definition, oldest_first),
                                   info.definition, info.settings);
    CallAs(info.settings.At(kMonthLast), info.definition);
  }
  code_lists_ = CodeLists(conventions_);
}

void Definitions::MergeLocal() {
  const int of_conventions = static_cast<int>(activity_types_.size());
  for (const v1::ConventionRecord& record : local_) {
    MergeTypes(record, of_conventions, activity_types_, type_by_code_);
  }
  // Types are listed in the order their measures were last written, measures
  // by code.
  std::vector<const v1::ConventionRecord*> by_name;
  for (const v1::ConventionRecord& record : local_) by_name.push_back(&record);
  std::sort(by_name.begin(), by_name.end(), [](const auto* a, const auto* b) {
    return a->convention() < b->convention();
  });
  for (const v1::ConventionRecord* record : by_name) {
    const Term term = MakeTerm(record->valid_from(), record->valid_until());
    for (const cv1::MeasureDefinition& measure : record->measures()) {
      const auto [place, is_new] =
          by_code_.emplace(measure.code(), static_cast<int>(measures_.size()));
      if (is_new) {
        measures_.push_back({measure, {term}});
        measures_.back().is_local = true;
        continue;
      }
      // A convention says what it is.
      MeasureInfo& info = measures_[place->second];
      AddFeeds(measure, info.definition);
      UniteBreakdowns(measure, info.definition);
      // What was hidden so far is shown by no convention.
      if (measure.is_sensitive()) info.definition.set_is_sensitive(true);
      info.terms.push_back(term);
    }
  }
}

}  // namespace entente::indicators
