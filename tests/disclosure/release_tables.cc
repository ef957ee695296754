// After four stories that are always told, draws figures of some months and
// areas, in some stories also of the codes of one list or two, in others how
// many persons are behind them, releases tables of them one after another, by
// area or by code, now and then corrects a month between two releases; two
// stories of real size follow, and for each hundred one of two years. Prints
// what was published for the judge:
//
//   story
//   codes CODE …                          all that figures are counted in: an
//                                         area, or one with a code, "A-1/youth"
//   within AREA AREA …                    the area itself and all below it
//   figure MONTH VERSION CODE VALUE DENOMINATOR
//   persons MONTH VERSION AREA LEAST      none where nobody said anything
//   release THRESHOLD count|ratio LIST PERSONS
//                                         LIST: "-" where it is split by none;
//                                         PERSONS: how many must be behind a
//                                         figure, 0: nobody looks
//   month MONTH VERSION                   what this release is made of
//   row NAME CODE …                       what is counted in it
//   cell NAME FIRST LAST STATUS VALUE DENOMINATOR     "-" where not given
//   released | refused REASON
//
// Usage: release_tables SEED COUNT [alone|blind]     alone: earlier releases
// are not looked at, blind: persons are not, which the judge must notice.
#include <cstdint>
#include <cstdlib>
#include <iostream>
#include <random>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "services/common/base/error.h"
#include "services/indicators/date_rules.h"
#include "services/indicators/release_persons_rules.h"
#include "services/indicators/release_public_rules.h"
#include "services/indicators/release_table_rules.h"
#include "services/indicators/release_union_rules.h"
#include "tests/disclosure/drawn_figures.h"
#include "tests/disclosure/published_text.h"

namespace entente::indicators {
namespace {

namespace cv1 = entente::conventions::v1;
namespace v1 = entente::indicators::v1;
using v1::Release;

constexpr int32_t kFirstMonth = 2018 * 12;
constexpr char kFlat[] =
    "21004,,a,a\nA-1,21004,b,b\nA-2,21004,c,c\nUNKNOWN,,u,u\n";
constexpr char kOne[] = "21004,,a,a\nA-1,21004,b,b\nUNKNOWN,,u,u\n";
constexpr char kNested[] =
    "21004,,a,a\nA-1,21004,b,b\nB-1,A-1,c,c\nA-2,21004,d,d\nUNKNOWN,,u,u\n";

constexpr char kAudience[] = "audience";

// What the rules are not told.
struct Kept {
  bool is_alone = false;
  bool is_blind = false;
};

class Story {
 public:
  Story(std::mt19937_64& random, const Kept& kept)
      : random_(random), kept_(kept) {}

  // Two spans of which the second is a month longer, and that month is small.
  void TellOfAMonth() {
    const auto areas = AreaList::Parse(kFlat);
    Begin(*areas, {{"21004"}}, cv1::MEASURE_KIND_COUNT, false);
    const int64_t values[] = {50, 60, 2};
    for (int month = 0; month < 3; ++month) {
      drawn_.Set(kFirstMonth + month, {"21004"}, values[month]);
      drawn_.Print(kFirstMonth + month);
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
    Begin(*areas, {{"21004", "youth"}, {"21004", "adults"}, {"21004"}},
          cv1::MEASURE_KIND_COUNT, false);
    const int64_t values[] = {20, 30, 0};
    for (int month = 0; month < 3; ++month) {
      for (const Spot& spot : drawn_.spots()) {
        const int64_t rest = spot.audience.empty() ? 2 : 0;
        drawn_.Set(kFirstMonth + month, spot,
                   month == 2 ? rest : values[month]);
      }
      drawn_.Print(kFirstMonth + month);
    }
    audiences_ = 2;
    MakeRelease(*areas, Release::STEP_QUARTER, {kFirstMonth, kFirstMonth + 2},
                Rows::kAll);
    MakeRelease(*areas, Release::STEP_MONTH, {kFirstMonth, kFirstMonth + 1},
                Rows::kByAudience);
  }

  // The quarter before anybody looks at persons, and then two months of it of
  // which there are many: what is left has few.
  void TellOfPersons() {
    const auto areas = AreaList::Parse(kFlat);
    Begin(*areas, {{"21004"}}, cv1::MEASURE_KIND_COUNT, true);
    const int64_t values[] = {40, 60, 30};
    const int64_t persons[] = {2, 20, 20};
    for (int month = 0; month < 3; ++month) {
      drawn_.Set(kFirstMonth + month, {"21004"}, values[month]);
      drawn_.SetPersons(kFirstMonth + month, "21004", persons[month]);
      drawn_.Print(kFirstMonth + month);
    }
    MakeRelease(*areas, Release::STEP_QUARTER, {kFirstMonth, kFirstMonth + 2},
                Rows::kAll);
    is_by_persons_ = true;
    MakeRelease(*areas, Release::STEP_MONTH, {kFirstMonth + 1, kFirstMonth + 2},
                Rows::kAll);
  }

  // Before anybody looks at persons, and again: few are behind what all know.
  void TellOfGiven() {
    const auto areas = AreaList::Parse(kFlat);
    const MonthSpan month = {kFirstMonth, kFirstMonth};
    Begin(*areas, {{"A-1"}}, cv1::MEASURE_KIND_COUNT, true);
    drawn_.Set(kFirstMonth, {"A-1"}, 40);
    drawn_.SetPersons(kFirstMonth, "A-1", 2);
    drawn_.Print(kFirstMonth);
    MakeRelease(*areas, Release::STEP_MONTH, month, Rows::kAll);
    is_by_persons_ = true;
    MakeRelease(*areas, Release::STEP_MONTH, month, Rows::kAll);
  }

  // Years by month and then by quarter, of areas.
  void TellOfYears(int areas_count, int years) {
    std::string text = "21004,,a,a\n";
    std::vector<Spot> spots = {{"21004"}};
    for (int i = 1; i <= areas_count; ++i) {
      const std::string area = absl::StrCat("A-", i);
      absl::StrAppend(&text, area, ",21004,b,b\n");
      spots.push_back({area});
    }
    absl::StrAppend(&text, "UNKNOWN,,u,u\n");
    const auto areas = AreaList::Parse(text);
    Begin(*areas, spots, cv1::MEASURE_KIND_COUNT, false);
    const MonthSpan span = DrawYears(years);
    MakeRelease(*areas, Release::STEP_MONTH, span, Rows::kByArea);
    MakeRelease(*areas, Release::STEP_QUARTER, span, Rows::kByArea);
  }

  // A year by quarter, and once more by the codes of a long list.
  void TellOfAList() {
    const auto areas = AreaList::Parse(kOne);
    audiences_ = 12;
    std::vector<Spot> spots = {{"21004"}};
    for (int i = 0; i < audiences_; ++i) {
      spots.push_back({"21004", AudienceCode(i)});
    }
    Begin(*areas, spots, cv1::MEASURE_KIND_COUNT, false);
    const MonthSpan span = DrawYears(1);
    MakeRelease(*areas, Release::STEP_QUARTER, span, Rows::kAll);
    MakeRelease(*areas, Release::STEP_QUARTER, span, Rows::kByAudience);
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
    // A ratio is split by nothing, and counts in the municipality as a whole.
    const bool is_ratio = !shape.has_audience && Below(4) == 0;
    if (is_ratio) spots = std::vector<Spot>{{"21004"}};
    // Persons are known by area.
    const bool has_persons =
        !is_ratio && Below(shape.has_audience ? 6 : 2) == 0;
    const bool is_sensitive = has_persons || Below(2) == 0;
    const std::vector<Rows> rows =
        is_ratio ? std::vector<Rows>{Rows::kAll} : shape.rows;
    Begin(*areas, spots,
          is_ratio ? cv1::MEASURE_KIND_RATIO : cv1::MEASURE_KIND_COUNT,
          is_sensitive);
    const int months = 3 + Below(2);
    for (int month = 0; month < months; ++month) {
      drawn_.Draw(kFirstMonth + month, has_persons);
    }
    audiences_ = 1 + Below(2);
    const int releases = 2 + Below(3);
    // Made before anybody looks at persons.
    const int before = Below(3) == 0 ? 1 : 0;
    for (int i = 0; i < releases; ++i) {
      if (i > 0 && Below(4) == 0) {
        drawn_.Correct(kFirstMonth + Below(months), has_persons);
      }
      // A code that older releases did not know.
      if (i > 0 && Below(2) == 0) audiences_ = 2;
      const Release::Step step =
          Below(3) == 0 ? Release::STEP_QUARTER : Release::STEP_MONTH;
      const MonthSpan span = DrawSpan(months, step);
      is_by_persons_ = has_persons && i >= before;
      Rows by = rows[Below(static_cast<int>(rows.size()))];
      if (is_by_persons_ && IsByCode(by)) by = Rows::kAll;
      MakeRelease(*areas, step, span, by);
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

  static bool IsByCode(Rows rows) {
    return rows == Rows::kByAudience || rows == Rows::kByTheme;
  }

  int Below(int limit) { return static_cast<int>(random_() % limit); }

  void Begin(const AreaList& areas, const std::vector<Spot>& spots,
             cv1::MeasureKind kind, bool is_sensitive) {
    drawn_.Begin(areas, spots);
    measure_.definition.set_code("actions");
    measure_.definition.set_kind(kind);
    measure_.definition.set_is_summable(true);
    measure_.definition.set_is_sensitive(is_sensitive);
  }

  MonthSpan DrawYears(int years) {
    const MonthSpan span = {kFirstMonth, kFirstMonth + 12 * years - 1};
    for (int32_t month = span.first; month <= span.last; ++month) {
      drawn_.DrawSkewed(month);
    }
    return span;
  }

  static std::string AudienceCode(int place) {
    if (place < 2) return place == 0 ? "youth" : "adults";
    return absl::StrCat("code-", place + 1);
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
    if (IsByCode(rows)) {
      fresh.split_by = rows == Rows::kByTheme ? kTheme : kAudience;
      fresh.rows = RowsOf(List(fresh.split_by));
    } else {
      fresh.rows = RowsOf(areas, "21004", rows == Rows::kByArea);
    }
    for (const auto& [place, figure] : drawn_.figures()) {
      const auto& [month, spot] = place;
      if (month < span.first || month > span.last) continue;
      fresh.figures[{month, InTable(fresh, spot)}] += figure;
    }
    fresh.table = ExactTable(measure_, fresh.rows, ColumnsOf(span, step, true),
                             fresh.figures, false);
    fresh.table.set_threshold(ThresholdOf(measure_.definition, {}));
    const int64_t persons_threshold =
        is_by_persons_ ? ReleaseOptions{}.sensitive_threshold : 0;
    const bool is_ratio = measure_.definition.kind() == cv1::MEASURE_KIND_RATIO;
    std::cout << "release " << fresh.table.threshold() << " "
              << (is_ratio ? "ratio" : "count") << " "
              << (fresh.split_by.empty() ? "-" : fresh.split_by) << " "
              << persons_threshold << "\n";
    // They are read of every table once anybody looks at them.
    const bool is_told = is_by_persons_ && !kept_.is_blind;
    if (is_told) {
      fresh.table.set_persons_threshold(persons_threshold);
      fresh.persons = drawn_.PersonsIn(span);
      KeepCounted(areas, fresh.table.threshold(), fresh);
    }
    std::vector<ReleasedTable> tied;
    if (!kept_.is_alone) {
      for (const size_t place : TiedTo(span, spans_)) {
        tied.push_back(published_[place]);
        if (!is_told) continue;
        tied.back().persons = published_persons_[place];
        KeepCounted(areas, fresh.table.threshold(), tied.back());
      }
    }
    const absl::StatusOr<v1::ReleaseTable> made =
        MakePublic(fresh, tied, {.draw = std::to_string(random_())});
    if (!made.ok()) {
      std::cout << "refused " << ErrorReason(made.status()) << "\n";
      return;
    }
    fresh.table = *made;
    PrintPublished(fresh, span, drawn_);
    fresh.persons.reset();
    published_.push_back(fresh);
    published_persons_.push_back(drawn_.PersonsIn(span));
    spans_.push_back(span);
  }

  cv1::CodeList List(const std::string& split_by) const {
    cv1::CodeList list;
    if (split_by == kTheme) {
      list.add_codes()->set_code("bdo");
      return list;
    }
    for (int i = 0; i < audiences_; ++i) {
      list.add_codes()->set_code(AudienceCode(i));
    }
    return list;
  }

  std::mt19937_64& random_;
  const Kept kept_;
  DrawnFigures drawn_{random_};
  // Codes of the list so far.
  int audiences_ = 2;
  MeasureInfo measure_;
  // Whether releases look at persons by now.
  bool is_by_persons_ = false;
  // What was released, the persons of its months then, and its months.
  std::vector<ReleasedTable> published_;
  std::vector<PersonsBounds> published_persons_;
  std::vector<MonthSpan> spans_;
};

int Main(uint64_t seed, int count, const Kept& kept) {
  std::mt19937_64 random(seed);
  Story(random, kept).TellOfAMonth();
  Story(random, kept).TellOfCodes();
  Story(random, kept).TellOfPersons();
  Story(random, kept).TellOfGiven();
  for (int i = 0; i < count; ++i) Story(random, kept).Tell();
  // Those need no other look.
  if (kept.is_alone || kept.is_blind) return 0;
  Story(random, kept).TellOfYears(5, 1);
  Story(random, kept).TellOfAList();
  for (int i = 0; i < count / 100; ++i) Story(random, kept).TellOfYears(8, 2);
  return 0;
}

}  // namespace
}  // namespace entente::indicators

int main(int argc, char** argv) {
  const std::string word = argc == 4 ? argv[3] : "";
  const entente::indicators::Kept kept{.is_alone = word == "alone",
                                       .is_blind = word == "blind"};
  if (argc != 3 && !kept.is_alone && !kept.is_blind) {
    std::cerr << "usage: release_tables SEED COUNT [alone|blind]\n";
    return 2;
  }
  return entente::indicators::Main(std::strtoull(argv[1], nullptr, 10),
                                   std::atoi(argv[2]), kept);
}
