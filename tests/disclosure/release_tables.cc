// After one story that is always told, draws figures of some months and areas,
// releases tables of them one after another, now and then corrects a month
// between two releases, and prints what was published for the judge:
//
//   story
//   codes CODE …                          all that figures are counted in
//   figure MONTH VERSION CODE VALUE DENOMINATOR
//   release THRESHOLD count|ratio
//   month MONTH VERSION                   what this release is made of
//   row NAME + CODE … | row NAME - CODE …   only these, or all but these
//   cell NAME FIRST LAST STATUS VALUE DENOMINATOR     "-" where not given
//   released | refused REASON
//
// Usage: release_tables SEED COUNT [alone]     alone: earlier releases are not
// looked at, which the judge must notice.
#include <algorithm>
#include <cstdlib>
#include <iostream>
#include <map>
#include <random>
#include <string>
#include <utility>
#include <vector>

#include "services/common/base/error.h"
#include "services/indicators/date_rules.h"
#include "services/indicators/release_union_rules.h"

namespace entente::indicators {
namespace {

namespace cv1 = entente::conventions::v1;
namespace v1 = entente::indicators::v1;
using v1::Release;
using v1::ReleaseCell;

constexpr int32_t kFirstMonth = 2018 * 12;
constexpr char kFlat[] =
    "21004,,a,a\nA-1,21004,b,b\nA-2,21004,c,c\nUNKNOWN,,u,u\n";
constexpr char kNested[] =
    "21004,,a,a\nA-1,21004,b,b\nB-1,A-1,c,c\nA-2,21004,d,d\nUNKNOWN,,u,u\n";

const char* LetterOf(ReleaseCell::Status status) {
  switch (status) {
    case ReleaseCell::STATUS_FREE:
      return "F";
    case ReleaseCell::STATUS_PRIMARY:
      return "A";
    case ReleaseCell::STATUS_SECONDARY:
      return "D";
    default:
      return "N";
  }
}

class Story {
 public:
  Story(std::mt19937_64& random, bool is_alone)
      : random_(random), is_alone_(is_alone) {}

  // Two spans of which the second is a month longer, and that month is small.
  void TellOfAMonth() {
    const auto areas = AreaList::Parse(kFlat);
    Begin({"21004", "A-1", "A-2"}, cv1::MEASURE_KIND_COUNT, false);
    const int64_t values[] = {50, 60, 2};
    for (int month = 0; month < 3; ++month) {
      for (const std::string& code : codes_) {
        const int64_t value = code == "A-2" ? values[month] : 0;
        figures_[{kFirstMonth + month, code}] = {value, value, 1};
      }
      Print(kFirstMonth + month);
    }
    MakeRelease(*areas, Release::STEP_MONTH, {kFirstMonth, kFirstMonth + 1},
                false);
    MakeRelease(*areas, Release::STEP_QUARTER, {kFirstMonth, kFirstMonth + 2},
                false);
  }

  void Tell() {
    const bool is_nested = Below(3) == 0;
    const auto areas = AreaList::Parse(is_nested ? kNested : kFlat);
    std::vector<std::string> codes = {"21004", "A-1", "A-2"};
    if (is_nested) codes.push_back("B-1");
    const bool is_sensitive = Below(2) == 0;
    Begin(codes,
          Below(4) == 0 ? cv1::MEASURE_KIND_RATIO : cv1::MEASURE_KIND_COUNT,
          is_sensitive);
    const int months = 3 + Below(2);
    for (int month = 0; month < months; ++month) {
      for (const std::string& code : codes_) Draw(kFirstMonth + month, code);
      Print(kFirstMonth + month);
    }
    const int releases = 2 + Below(3);
    for (int i = 0; i < releases; ++i) {
      if (i > 0 && Below(4) == 0) Correct(kFirstMonth + Below(months));
      const Release::Step step =
          Below(3) == 0 ? Release::STEP_QUARTER : Release::STEP_MONTH;
      const MonthSpan span = DrawSpan(months, step);
      MakeRelease(*areas, step, span, Below(2) == 0);
    }
  }

 private:
  int Below(int limit) { return static_cast<int>(random_() % limit); }

  void Begin(const std::vector<std::string>& codes, cv1::MeasureKind kind,
             bool is_sensitive) {
    codes_ = codes;
    std::cout << "story\ncodes";
    for (const std::string& code : codes_) std::cout << " " << code;
    std::cout << "\n";
    measure_.definition.set_code("actions");
    measure_.definition.set_kind(kind);
    measure_.definition.set_is_summable(true);
    measure_.definition.set_is_sensitive(is_sensitive);
  }

  void Draw(int32_t month, const std::string& code) {
    Figure& figure = figures_[{month, code}];
    figure.value = Below(3) == 0 ? Below(6) : Below(50);
    // Never below the numerator.
    figure.denominator = figure.value + (Below(2) == 0 ? 0 : Below(8));
  }

  void Correct(int32_t month) {
    ++versions_[month];
    Draw(month, codes_[Below(static_cast<int>(codes_.size()))]);
    Print(month);
  }

  void Print(int32_t month) {
    for (const std::string& code : codes_) {
      const Figure& figure = figures_[{month, code}];
      std::cout << "figure " << month << " " << versions_[month] << " " << code
                << " " << figure.value << " " << figure.denominator << "\n";
    }
  }

  // A span of whole steps.
  MonthSpan DrawSpan(int months, Release::Step step) {
    const int size = step == Release::STEP_QUARTER ? 3 : 1;
    const int steps = months / size;
    const int first = Below(steps);
    const int count = 1 + Below(steps - first);
    return {kFirstMonth + first * size,
            kFirstMonth + (first + count) * size - 1};
  }

  void MakeRelease(const AreaList& areas, Release::Step step,
                   const MonthSpan& span, bool is_by_area) {
    ReleasedTable fresh;
    fresh.rows = RowsOf(areas, "21004", is_by_area);
    for (const auto& [place, figure] : figures_) {
      if (place.first < span.first || place.first > span.last) continue;
      fresh.figures[place] = figure;
    }
    fresh.table = ExactTable(measure_, fresh.rows, ColumnsOf(span, step, true),
                             fresh.figures, false);
    fresh.table.set_threshold(ThresholdOf(measure_.definition, {}));
    const bool is_ratio = measure_.definition.kind() == cv1::MEASURE_KIND_RATIO;
    std::cout << "release " << fresh.table.threshold() << " "
              << (is_ratio ? "ratio" : "count") << "\n";
    std::vector<ReleasedTable> tied;
    if (!is_alone_) {
      for (const size_t place : TiedTo(span, spans_)) {
        tied.push_back(published_[place]);
      }
    }
    const absl::StatusOr<v1::ReleaseTable> made = MakePublic(fresh, tied);
    if (!made.ok()) {
      std::cout << "refused " << ErrorReason(made.status()) << "\n";
      return;
    }
    fresh.table = *made;
    Print(fresh, span);
    published_.push_back(fresh);
    spans_.push_back(span);
  }

  void Print(const ReleasedTable& released, const MonthSpan& span) {
    for (int32_t month = span.first; month <= span.last; ++month) {
      std::cout << "month " << month << " " << versions_[month] << "\n";
    }
    for (const v1::ReleaseArea& row : released.rows) {
      const bool is_list = !row.codes().empty();
      std::cout << "row " << NameOf(row.code(), row.is_remainder())
                << (is_list ? " +" : " -");
      for (const std::string& code :
           is_list ? row.codes() : row.excluded_codes()) {
        std::cout << " " << code;
      }
      std::cout << "\n";
    }
    for (const ReleaseCell& cell : released.table.cells()) {
      std::cout << "cell " << NameOf(cell.area(), cell.is_remainder()) << " "
                << MonthOf(PackDate(cell.first_month())) << " "
                << MonthOf(PackDate(cell.last_month())) << " "
                << LetterOf(cell.status()) << " "
                << (cell.has_value() ? std::to_string(cell.value()) : "-")
                << " "
                << (cell.has_denominator() ? std::to_string(cell.denominator())
                                           : "-")
                << "\n";
    }
    std::cout << "released\n";
  }

  static std::string NameOf(const std::string& code, bool is_remainder) {
    return (code.empty() ? "all" : code) + (is_remainder ? "~" : "");
  }

  std::mt19937_64& random_;
  const bool is_alone_;
  std::vector<std::string> codes_;
  MeasureInfo measure_;
  MeasureFigures figures_;
  std::map<int32_t, int> versions_;
  std::vector<ReleasedTable> published_;
  std::vector<MonthSpan> spans_;
};

int Main(uint64_t seed, int count, bool is_alone) {
  std::mt19937_64 random(seed);
  Story(random, is_alone).TellOfAMonth();
  for (int i = 0; i < count; ++i) Story(random, is_alone).Tell();
  return 0;
}

}  // namespace
}  // namespace entente::indicators

int main(int argc, char** argv) {
  if (argc != 3 && (argc != 4 || std::string(argv[3]) != "alone")) {
    std::cerr << "usage: release_tables SEED COUNT [alone]\n";
    return 2;
  }
  return entente::indicators::Main(std::strtoull(argv[1], nullptr, 10),
                                   std::atoi(argv[2]), argc == 4);
}
