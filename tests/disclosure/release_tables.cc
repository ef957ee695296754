// After two stories that are always told, draws figures of some months and
// areas, in some stories also of the codes of one list or two, releases tables
// of them one after another, by area or by code, now and then corrects a month
// between two releases, and prints what was published for the judge:
//
//   story
//   codes CODE …                          all that figures are counted in: an
//                                         area, or one with a code, "A-1/youth"
//   figure MONTH VERSION CODE VALUE DENOMINATOR
//   release THRESHOLD count|ratio LIST    "-" where it is split by none
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
#include <tuple>
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

constexpr char kAudience[] = "audience";
constexpr char kTheme[] = "theme";

// What figures are counted in: an area, and a code of each list, empty where
// none is known.
struct Spot {
  std::string area;
  std::string audience = {};
  std::string theme = {};

  friend bool operator<(const Spot& a, const Spot& b) {
    return std::tie(a.area, a.audience, a.theme) <
           std::tie(b.area, b.audience, b.theme);
  }
};

std::string TextOf(const Spot& spot) {
  std::string text = spot.area;
  for (const std::string& code : {spot.audience, spot.theme}) {
    if (!code.empty()) text += "/" + code;
  }
  return text;
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
    Begin({{"21004"}}, cv1::MEASURE_KIND_COUNT, false);
    const int64_t values[] = {50, 60, 2};
    for (int month = 0; month < 3; ++month) {
      figures_[{kFirstMonth + month, spots_[0]}] = {values[month],
                                                    values[month], 1};
      Print(kFirstMonth + month);
    }
    MakeRelease(*areas, Release::STEP_MONTH, {kFirstMonth, kFirstMonth + 1},
                Rows::kAll);
    MakeRelease(*areas, Release::STEP_QUARTER, {kFirstMonth, kFirstMonth + 2},
                Rows::kAll);
  }

  // The quarter, and then two months of it by codes, none of them small: what
  // is left is.
  void TellOfCodes() {
    const auto areas = AreaList::Parse(kOne);
    Begin({{"21004", "youth"}, {"21004", "adults"}, {"21004"}},
          cv1::MEASURE_KIND_COUNT, false);
    const int64_t values[] = {20, 30, 0};
    for (int month = 0; month < 3; ++month) {
      for (const Spot& spot : spots_) {
        const int64_t rest = spot.audience.empty() ? 2 : 0;
        const int64_t value = month == 2 ? rest : values[month];
        figures_[{kFirstMonth + month, spot}] = {value, value, 1};
      }
      Print(kFirstMonth + month);
    }
    audiences_ = 2;
    MakeRelease(*areas, Release::STEP_QUARTER, {kFirstMonth, kFirstMonth + 2},
                Rows::kAll);
    MakeRelease(*areas, Release::STEP_MONTH, {kFirstMonth, kFirstMonth + 1},
                Rows::kByAudience);
  }

  void Tell() {
    // The judge looks at how areas and codes cross: with more of them it would
    // take too long.
    const Shape shape = shapes_[Below(4)];
    const auto areas = AreaList::Parse(shape.areas);
    std::vector<Spot> spots;
    for (const std::string& area : shape.drawn) {
      for (const char* const audience : {"", "youth", "adults"}) {
        if (!shape.has_audience && *audience != '\0') continue;
        for (const char* const theme : {"", "bdo"}) {
          if (!shape.has_theme && *theme != '\0') continue;
          spots.push_back({area, audience, theme});
        }
      }
    }
    const bool is_sensitive = Below(2) == 0;
    // A ratio is split by nothing, and counts in the municipality as a whole.
    const bool is_ratio = !shape.has_audience && Below(4) == 0;
    if (is_ratio) spots = std::vector<Spot>{{"21004"}};
    const std::vector<Rows> rows =
        is_ratio ? std::vector<Rows>{Rows::kAll} : shape.rows;
    Begin(spots, is_ratio ? cv1::MEASURE_KIND_RATIO : cv1::MEASURE_KIND_COUNT,
          is_sensitive);
    const int months = 3 + Below(2);
    for (int month = 0; month < months; ++month) {
      for (const Spot& spot : spots_) Draw(kFirstMonth + month, spot);
      Print(kFirstMonth + month);
    }
    audiences_ = 1 + Below(2);
    const int releases = 2 + Below(3);
    for (int i = 0; i < releases; ++i) {
      if (i > 0 && Below(4) == 0) Correct(kFirstMonth + Below(months));
      // A code that older releases did not know.
      if (i > 0 && Below(2) == 0) audiences_ = 2;
      const Release::Step step =
          Below(3) == 0 ? Release::STEP_QUARTER : Release::STEP_MONTH;
      const MonthSpan span = DrawSpan(months, step);
      MakeRelease(*areas, step, span,
                  rows[Below(static_cast<int>(rows.size()))]);
    }
  }

 private:
  enum class Rows { kAll, kByArea, kByAudience, kByTheme };

  // What figures are counted in, and by what they are released.
  struct Shape {
    const char* areas;
    std::vector<std::string> drawn;
    bool has_audience;
    bool has_theme;
    std::vector<Rows> rows;
  };
  const std::vector<Shape> shapes_ = {
      {kFlat,
       {"21004", "A-1", "A-2"},
       false,
       false,
       {Rows::kAll, Rows::kByArea}},
      {kNested,
       {"21004", "A-1", "A-2", "B-1"},
       false,
       false,
       {Rows::kAll, Rows::kByArea}},
      {kOne,
       {"21004", "A-1"},
       true,
       false,
       {Rows::kAll, Rows::kByArea, Rows::kByAudience, Rows::kByAudience}},
      {kOne,
       {"21004"},
       true,
       true,
       {Rows::kAll, Rows::kByTheme, Rows::kByAudience, Rows::kByAudience}},
  };

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
    if (rows == Rows::kByAudience || rows == Rows::kByTheme) {
      fresh.split_by = rows == Rows::kByTheme ? kTheme : kAudience;
      fresh.rows = RowsOf(List(fresh.split_by));
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
              << (is_ratio ? "ratio" : "count") << " "
              << (fresh.split_by.empty() ? "-" : fresh.split_by) << "\n";
    std::vector<ReleasedTable> tied;
    if (!is_alone_) {
      for (const size_t place : TiedTo(span, spans_)) {
        tied.push_back(published_[place]);
      }
    }
    const absl::StatusOr<v1::ReleaseTable> made =
        MakePublic(fresh, tied, {.draw = std::to_string(random_())});
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

  cv1::CodeList List(const std::string& split_by) const {
    cv1::CodeList list;
    if (split_by == kTheme) {
      list.add_codes()->set_code("bdo");
      return list;
    }
    list.add_codes()->set_code("youth");
    if (audiences_ > 1) list.add_codes()->set_code("adults");
    return list;
  }

  // What figures of `table` are counted by.
  static const std::string& InTable(const ReleasedTable& table,
                                    const Spot& spot) {
    if (table.split_by.empty()) return spot.area;
    return table.split_by == kTheme ? spot.theme : spot.audience;
  }

  static std::string NameOf(const std::string& code, bool is_remainder) {
    return (code.empty() ? "all" : code) + (is_remainder ? "~" : "");
  }

  std::mt19937_64& random_;
  const bool is_alone_;
  std::vector<Spot> spots_;
  // Codes of the list so far.
  int audiences_ = 2;
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
  Story(random, is_alone).TellOfCodes();
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
