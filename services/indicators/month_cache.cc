#include "services/indicators/month_cache.h"

#include <algorithm>

#include "services/common/base/error.h"

namespace entente::indicators {
namespace {

void AddKept(const std::vector<MonthOfSeries>& months,
             const std::vector<std::string>& areas, int32_t from, int32_t until,
             MonthFigures& figures) {
  for (const MonthOfSeries& one : months) {
    if (one.month < from || one.month > until) continue;
    if (areas.empty() ||
        std::find(areas.begin(), areas.end(), one.area) != areas.end()) {
      figures[one.month] += one.figure;
    }
  }
}

}  // namespace

absl::Status MonthCache::AddMonths(const store::Reader& reader,
                                   absl::string_view municipality,
                                   absl::string_view measure,
                                   const std::vector<std::string>& areas,
                                   int32_t from, int32_t until,
                                   MonthFigures& figures) {
  ENTENTE_ASSIGN_OR_RETURN(const int64_t version,
                           ReadMonthsVersion(reader, municipality));
  const Place place(municipality, measure);
  std::shared_ptr<const Kept> kept = Find(place, version);
  if (kept == nullptr) {
    if (!areas.empty()) {
      return indicators::AddMonths(reader, municipality, measure, areas, from,
                                   until, figures);
    }
    auto read = std::make_shared<Kept>();
    read->version = version;
    ENTENTE_ASSIGN_OR_RETURN(read->months,
                             ReadMonths(reader, municipality, measure));
    kept = std::move(read);
    Keep(place, kept);
  }
  AddKept(kept->months, areas, from, until, figures);
  return absl::OkStatus();
}

int64_t MonthCache::hits() const {
  absl::MutexLock lock(&mutex_);
  return hits_;
}

std::shared_ptr<const MonthCache::Kept> MonthCache::Find(const Place& place,
                                                         int64_t version) {
  absl::MutexLock lock(&mutex_);
  const auto found = kept_.find(place);
  if (found == kept_.end() || found->second->version != version) return nullptr;
  ++hits_;
  return found->second;
}

void MonthCache::Keep(const Place& place, std::shared_ptr<const Kept> kept) {
  if (kept->months.size() > records_max_) return;
  absl::MutexLock lock(&mutex_);
  const auto found = kept_.find(place);
  if (found != kept_.end()) {
    if (found->second->version >= kept->version) return;
    records_ -= found->second->months.size();
    kept_.erase(found);
  }
  if (records_ + kept->months.size() > records_max_) {
    kept_.clear();
    records_ = 0;
  }
  records_ += kept->months.size();
  kept_.emplace(place, std::move(kept));
}

}  // namespace entente::indicators
