#include "services/indicators/verify_months.h"

#include <iterator>

#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/string_view.h"
#include "entente/indicators/v1/records.pb.h"
#include "services/common/base/error.h"
#include "services/common/store/records.h"
#include "services/indicators/date_rules.h"

namespace entente::indicators {
namespace {

namespace v1 = entente::indicators::v1;

std::string Describe(const MonthKeyParts& parts) {
  return absl::StrCat(parts.municipality, " ", parts.measure, " ", parts.area,
                      " ", parts.month / 12, "-", parts.month % 12 + 1);
}

}  // namespace

void RecountedMonths::Add(const std::string& municipality,
                          const CountedAs& as) {
  AddTo(as.measure, municipality, as);
  if (as.breakdown.empty()) return;
  // Once more in each of its splits, which lie beside the measure.
  for (const absl::string_view split : absl::StrSplit(as.breakdown, ',')) {
    AddTo(absl::StrCat(as.measure, "/", split), municipality, as);
  }
}

void RecountedMonths::Add(const std::string& municipality,
                          const v1::MeasureEffect& moved) {
  const uint32_t day = PackDate(moved.date());
  const std::string series =
      moved.split().empty()
          ? moved.measure_code()
          : absl::StrCat(moved.measure_code(), "/", moved.split());
  const MonthKeyParts month{municipality, series, moved.area(), MonthOf(day)};
  auto& [sum, contributions] = months_[month][DayOf(day)];
  sum += moved.delta();
  contributions += moved.contributions();
}

void RecountedMonths::AddTo(const std::string& series,
                            const std::string& municipality,
                            const CountedAs& as) {
  auto& [sum, contributions] =
      months_[{municipality, series, as.area, MonthOf(as.day)}][DayOf(as.day)];
  sum += as.value;
  ++contributions;
}

void RecountedMonths::DropEmpty() {
  for (auto month = months_.begin(); month != months_.end();) {
    Days& days = month->second;
    std::erase_if(days, [](const auto& day) {
      return day.second == std::pair<int64_t, int64_t>();
    });
    month = days.empty() ? months_.erase(month) : std::next(month);
  }
}

absl::Status RecountedMonths::Compare(
    const store::Reader& reader, const std::function<void(std::string)>& differ,
    const std::function<absl::Status()>& go_on, int64_t& count) {
  absl::Status status;
  const absl::Status scanned = store::ScanRecords<v1::MonthRecord>(
      reader, AllMonthsPrefix(), "",
      [&](absl::string_view key, const v1::MonthRecord& record) {
        status = go_on();
        if (!status.ok()) return false;
        ++count;
        const absl::StatusOr<MonthKeyParts> parts = ParseMonthKey(key);
        if (!parts.ok()) {
          status = parts.status();
          return false;
        }
        Days stored;
        for (int i = 0; i < record.days_size(); ++i) {
          stored[record.days(i)] = {record.sums(i), record.contributions(i)};
        }
        const auto counted = months_.find(*parts);
        if (counted == months_.end() || counted->second != stored) {
          differ(absl::StrCat("month record ", Describe(*parts),
                              " differs from the recount"));
        }
        if (counted != months_.end()) months_.erase(counted);
        return true;
      });
  if (!scanned.ok()) return scanned;
  ENTENTE_RETURN_IF_ERROR(status);
  for (const auto& [parts, days] : months_) {
    differ(absl::StrCat("month record ", Describe(parts), " is missing"));
  }
  return status;
}

}  // namespace entente::indicators
