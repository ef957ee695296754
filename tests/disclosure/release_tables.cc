// After one story that is always told, draws figures of some months and areas,
// in some stories also of the codes of a list, releases tables of them one
// after another, by area or by code, now and then corrects a month between two
// releases, and prints what was published for the judge:
//
//   story
//   codes CODE …                          all that figures are counted in: an
//                                         area, or one with a code, "A-1/youth"
//   figure MONTH VERSION CODE VALUE DENOMINATOR
//   release THRESHOLD count|ratio
//   month MONTH VERSION                   what this release is made of
//   row NAME CODE …                       what is counted in it
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
constexpr char kOne[] = "21004,,a,a\nA-1,21004,b,b\nUNKNOWN,,u,u\n";
constexpr char kNested[] =
    "21004,,a,a\nA-1,21004,b,b\nB-1,A-1,c,c\nA-2,21004,d,d\nUNKNOWN,,u,u\n";

constexpr char kList[] = "audience";

// What figures are counted in: an area, and a code of the list, empty where
// none is known.
using Spot = std::pair<std::string, std::string>;

std::string TextOf(const Spot& spot) {
  return spot.second.empty() ? spot.first : spot.first + "/" + spot.second;
}

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
    Begin({{"21004", ""}, {"A-1", ""}, {"A-2", ""}}, cv1::MEASURE_KIND_COUNT,
          false);
    const int64_t values[] = {50, 60, 2};
    for (int month = 0; month < 3; ++month) {
      for (const Spot& spot : spots_) {
        const int64_t value = spot.first == "A-2" ? values[month] : 0;
        figures_[{kFirstMonth + month, spot}] = {value, value, 1};
      }
      Print(kFirstMonth + month);
    }
    MakeRelease(*areas, Release::STEP_MONTH, {kFirstMonth, kFirstMonth + 1},
                Rows::kAll);
    MakeRelease(*areas, Release::STEP_QUARTER, {kFirstMonth, kFirstMonth + 2},
                Rows::kAll);
  }

  void Tell() {
    const bool is_nested = Below(3) == 0;
    // The judge looks at how areas and codes cross: with more areas it would
    // take too long.
    const bool is_split = !is_nested && Below(2) == 0;
    const auto areas = AreaList::Parse(is_nested  ? kNested
                                       : is_split ? kOne
                                                  : kFlat);
    std::vector<std::string> drawn = {"21004", "A-1"};
    if (!is_split) drawn.push_back("A-2");
    if (is_nested) drawn.push_back("B-1");
    std::vector<Spot> spots;
    for (const std::string& area : drawn) {
      for (const char* const code : {"", "youth", "adults"}) {
        if (is_split || *code == '\0') spots.emplace_back(area, code);
      }
    }
    const bool is_sensitive = Below(2) == 0;
    // A ratio is split by nothing.
    Begin(spots,
          !is_split && Below(4) == 0 ? cv1::MEASURE_KIND_RATIO
                                     : cv1::MEASURE_KIND_COUNT,
          is_sensitive);
    const int months = 3 + Below(2);
    for (int month = 0; month < months; ++month) {
      for (const Spot& spot : spots_) Draw(kFirstMonth + month, spot);
      Print(kFirstMonth + month);
    }
    const int releases = 2 + Below(3);
    for (int i = 0; i < releases; ++i) {
      if (i > 0 && Below(4) == 0) Correct(kFirstMonth + Below(months));
      const Release::Step step =
          Below(3) == 0 ? Release::STEP_QUARTER : Release::STEP_MONTH;
      const MonthSpan span = DrawSpan(months, step);
      const Rows rows[] = {Rows::kAll, Rows::kByArea, Rows::kByCode};
      MakeRelease(*areas, step, span, rows[Below(is_split ? 3 : 2)]);
    }
  }

 private:
  enum class Rows { kAll, kByArea, kByCode };

  int Below(int limit) { return static_cast<int>(random_() % limit); }

  void Begin(const std::vector<Spot>& spots, cv1::MeasureKind kind,
             bool is_sensitive) {
    spots_ = spots;
    std::cout << "story\ncodes";
    for (const Spot& spot : spots_) std::cout << " " << TextOf(spot);
    std::cout << "\n";
    measure_.definition.set_code("actions");
    measure_.definition.set_kind(kind);
    measure_.definition.set_is_summable(true);
    measure_.definition.set_is_sensitive(is_sensitive);
  }

  void Draw(int32_t month, const Spot& spot) {
    Figure& figure = figures_[{month, spot}];
    figure.value = Below(3) == 0 ? Below(6) : Below(50);
    // Never below the numerator.
    figure.denominator = figure.value + (Below(2) == 0 ? 0 : Below(8));
  }

  void Correct(int32_t month) {
    ++versions_[month];
    Draw(month, spots_[Below(static_cast<int>(spots_.size()))]);
    Print(month);
  }

  void Print(int32_t month) {
    for (const Spot& spot : spots_) {
      const Figure& figure = figures_[{month, spot}];
      std::cout << "figure " << month << " " << versions_[month] << " "
                << TextOf(spot) << " " << figure.value << " "
                << figure.denominator << "\n";
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
                   const MonthSpan& span, Rows rows) {
    ReleasedTable fresh;
    if (rows == Rows::kByCode) {
      fresh.split_by = kList;
      fresh.rows = RowsOf(List());
    } else {
      fresh.rows = RowsOf(areas, "21004", rows == Rows::kByArea);
    }
    for (const auto& [place, figure] : figures_) {
      const auto& [month, spot] = place;
      if (month < span.first || month > span.last) continue;
      fresh.figures[{month, InTable(fresh, spot)}] += figure;
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
      std::cout << "row " << NameOf(row.code(), row.is_remainder());
      for (const Spot& spot : spots_) {
        if (Holds(row, InTable(released, spot))) {
          std::cout << " " << TextOf(spot);
        }
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

  static cv1::CodeList List() {
    cv1::CodeList list;
    list.add_codes()->set_code("youth");
    list.add_codes()->set_code("adults");
    return list;
  }

  // What figures of `table` are counted by.
  static const std::string& InTable(const ReleasedTable& table,
                                    const Spot& spot) {
    return table.split_by.empty() ? spot.first : spot.second;
  }

  static std::string NameOf(const std::string& code, bool is_remainder) {
    return (code.empty() ? "all" : code) + (is_remainder ? "~" : "");
  }

  std::mt19937_64& random_;
  const bool is_alone_;
  std::vector<Spot> spots_;
  MeasureInfo measure_;
  // By month and spot.
  std::map<std::pair<int32_t, Spot>, Figure> figures_;
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
