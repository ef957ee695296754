#include "services/indicators/bench/rows.h"

#include <algorithm>
#include <iterator>

#include "absl/strings/str_format.h"

namespace entente::indicators {
namespace {

namespace v1 = entente::indicators::v1;

constexpr const char* kMeasures[] = {"nuisance_actions", "trainings"};
constexpr const char* kAreas[] = {"DPI-1", "DPI-2", "DPI-3", "21004",
                                  "UNKNOWN"};
constexpr int kYear = 2018;
constexpr int kDaysInMonth[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
constexpr int kDaysInYear = 365;

// SplitMix64: every number has a word of its own.
uint64_t Word(uint64_t number) {
  number += 0x9e3779b97f4a7c15;
  number = (number ^ (number >> 30)) * 0xbf58476d1ce4e5b9;
  number = (number ^ (number >> 27)) * 0x94d049bb133111eb;
  return number ^ (number >> 31);
}

void SetDay(int day_of_year, google::type::Date& date) {
  int month = 0;
  while (day_of_year >= kDaysInMonth[month]) {
    day_of_year -= kDaysInMonth[month++];
  }
  date.set_year(kYear);
  date.set_month(month + 1);
  date.set_day(day_of_year + 1);
}

}  // namespace

std::string RowMaker::IdOf(int64_t number) const {
  const uint64_t first = Word(seed_ ^ static_cast<uint64_t>(number));
  return absl::StrFormat("%016x%016x", first, Word(first));
}

int RowMaker::DayOfYear(int64_t number, uint64_t drawn) const {
  const auto behind = std::upper_bound(
      calls_.begin(), calls_.end(), number,
      [](int64_t one, const Call& call) { return one < call.first; });
  const Call& call = *std::prev(behind);
  return call.order == DayOrder::kInOrder
             ? static_cast<int>((number - call.first) * kDaysInYear / call.rows)
             : static_cast<int>((drawn >> 16) % kDaysInYear);
}

void RowMaker::Fill(v1::Observation& row) {
  const auto draw = [this](int64_t number) {
    return Word(~seed_ ^ static_cast<uint64_t>(number));
  };
  int64_t number = next_;
  if (number % kCopyEvery == kCopyEvery - 1) {
    number = static_cast<int64_t>(draw(next_) % static_cast<uint64_t>(next_));
    // Never a row that is a copy itself.
    number -= number % kCopyEvery == kCopyEvery - 1 ? 1 : 0;
  }
  const uint64_t drawn = draw(number);
  row.set_event_id(IdOf(number));
  row.set_measure_code(kMeasures[drawn % std::size(kMeasures)]);
  row.set_area(kAreas[(drawn >> 8) % std::size(kAreas)]);
  row.set_value(1);
  SetDay(DayOfYear(number, drawn), *row.mutable_date());
  ++next_;
}

std::vector<v1::IngestRequest> RowMaker::Make(int64_t rows, int64_t batch_rows,
                                              DayOrder order) {
  std::vector<v1::IngestRequest> batches;
  calls_.push_back({.first = next_, .rows = rows, .order = order});
  for (int64_t first = 0; first < rows; first += batch_rows) {
    v1::ObservationBatch& batch = *batches.emplace_back().mutable_batch();
    batch.set_sequence(static_cast<int64_t>(batches.size()));
    batch.set_first_row_index(first);
    for (int64_t i = first; i < std::min(rows, first + batch_rows); ++i) {
      Fill(*batch.add_observations());
    }
  }
  return batches;
}

}  // namespace entente::indicators
