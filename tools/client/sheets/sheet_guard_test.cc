// Files that come after a sheet, against a service that is played here by what
// it tells of event ids.
#include "tools/client/sheets/sheet_guard.h"

#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/common/base/error.h"

namespace entente::client {
namespace {

namespace v1 = entente::indicators::v1;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::StartsWith;

constexpr char kMeasure[] = "nuisance_actions";
constexpr int kMarch = 2024 * 12 + 2;

google::type::Date Day(int month) {
  google::type::Date date;
  date.set_year(2024);
  date.set_month(month);
  date.set_day(5);
  return date;
}

v1::Observation Row(const std::string& event, int month = 3,
                    const std::string& replaces = "") {
  v1::Observation row;
  row.set_event_id(event);
  row.set_measure_code(kMeasure);
  *row.mutable_date() = Day(month);
  row.set_area("DPI-1");
  row.set_value(1);
  row.set_replaces_event_id(replaces);
  return row;
}

v1::EventCount Counted(int64_t value, int month = 3) {
  v1::EventCount count;
  count.set_state(v1::EventCount::STATE_COUNTED);
  count.set_measure_code(kMeasure);
  *count.mutable_date() = Day(month);
  count.set_value(value);
  return count;
}

class ListedRows final : public ObservationRows {
 public:
  explicit ListedRows(std::vector<v1::Observation> rows)
      : rows_(std::move(rows)) {}

  bool Next(v1::ObservationBatch& batch) override {
    if (next_ == rows_.size()) return false;
    *batch.add_observations() = rows_[next_++];
    return true;
  }
  bool Skip() override { return next_ < rows_.size() && ++next_ > 0; }
  int64_t row_index() const override { return static_cast<int64_t>(next_); }
  int64_t bytes() const override { return row_index(); }
  bool is_cut_short() const override { return false; }

 private:
  const std::vector<v1::Observation> rows_;
  size_t next_ = 0;
};

class SheetGuardTest : public ::testing::Test {
 protected:
  // What a sheet of the month says, at one of the places of the measure.
  void DeliverSheet(int64_t value, int month = 3,
                    const std::string& split = "") {
    SheetKey key = key_;
    key.month.set_year(2024);
    key.month.set_month(month);
    const SheetPlace place{
        .measure = kMeasure, .split = split, .area = "DPI-2"};
    events_[SheetEventId(key, place, 0)] = Counted(value, month);
  }

  // Months of the measure in which rows add to a sheet.
  std::vector<int> Added(std::vector<v1::Observation> rows) {
    SheetGuard guard = MakeGuard();
    return AddedOf(guard, std::move(rows));
  }

  SheetGuard MakeGuard() {
    return SheetGuard(
        key_,
        [](const std::string& measure) {
          std::vector<SheetPlace> places;
          if (measure != kMeasure) return places;
          for (const char* area : {"DPI-1", "DPI-2"}) {
            places.push_back({.measure = measure, .area = area});
            places.push_back(
                {.measure = measure, .split = "audience=youth", .area = area});
          }
          return places;
        },
        [this](int month) -> absl::StatusOr<GuardedMonth> {
          months_asked_.push_back(month - 2024 * 12 + 1);
          const auto found = months_.find(month - 2024 * 12 + 1);
          return found == months_.end() ? GuardedMonth() : found->second;
        },
        [this](const std::vector<std::string>& ids)
            -> absl::StatusOr<std::vector<v1::EventCount>> {
          questions_.push_back(static_cast<int>(ids.size()));
          if (!fault_.ok()) return fault_;
          std::vector<v1::EventCount> counts;
          for (const std::string& id : ids) {
            v1::EventCount& count = counts.emplace_back();
            count.set_state(v1::EventCount::STATE_UNKNOWN);
            const auto found = events_.find(id);
            if (found != events_.end()) count = found->second;
          }
          return counts;
        });
  }

  std::vector<int> AddedOf(SheetGuard& guard,
                           std::vector<v1::Observation> rows) {
    questions_.clear();
    months_asked_.clear();
    ListedRows listed(std::move(rows));
    EXPECT_EQ(guard.Walk(listed), fault_);
    EXPECT_FALSE(listed.Skip());
    std::vector<int> months;
    for (const auto& [measure, month] : guard.added()) {
      EXPECT_EQ(measure, kMeasure);
      months.push_back(month - 2024 * 12 + 1);
    }
    return months;
  }

  const SheetKey key_{.municipality = "21004", .source = "zone5339"};
  std::map<std::string, v1::EventCount> events_;
  // What is told of months; of others everything may be.
  std::map<int, GuardedMonth> months_;
  std::vector<int> months_asked_;
  // Ids of each question.
  std::vector<int> questions_;
  // What each comes to instead.
  absl::Status fault_;
};

TEST_F(SheetGuardTest, NewEventsOfAMonthThatASheetCountsAdd) {
  EXPECT_THAT(Added({Row("event-01")}), IsEmpty());
  DeliverSheet(7);
  EXPECT_THAT(Added({Row("event-01", 2), Row("event-02"), Row("event-03", 4)}),
              ElementsAre(3));
  // Of another measure, or of another source.
  v1::Observation other = Row("event-01");
  other.set_measure_code("securing_actions");
  EXPECT_THAT(Added({other}), IsEmpty());
}

TEST_F(SheetGuardTest, ASheetByCodesGuardsTheMonthToo) {
  DeliverSheet(7, 4, "audience=youth");
  EXPECT_THAT(Added({Row("event-01"), Row("event-02", 4)}), ElementsAre(4));
}

TEST_F(SheetGuardTest, ASheetThatCountsNothingGuardsNothing) {
  DeliverSheet(0);
  EXPECT_THAT(Added({Row("event-01")}), IsEmpty());
  DeliverSheet(7);
  for (auto& [id, count] : events_) {
    count.set_state(v1::EventCount::STATE_WITHDRAWN);
  }
  EXPECT_THAT(Added({Row("event-01")}), IsEmpty());
}

TEST_F(SheetGuardTest, KnownRowsDoNotAddAndOneNewAmongThemDoes) {
  DeliverSheet(7);
  events_["event-01"] = Counted(1);
  events_["event-02"] = Counted(1);
  events_["event-02"].set_state(v1::EventCount::STATE_WITHDRAWN);
  EXPECT_THAT(Added({Row("event-01"), Row("event-02")}), IsEmpty());
  EXPECT_THAT(Added({Row("event-01"), Row("event-02"), Row("event-03")}),
              ElementsAre(3));
}

TEST_F(SheetGuardTest, ACorrectionAddsWhereItMovesAnEventTo) {
  DeliverSheet(7);
  events_["event-01"] = Counted(1);
  EXPECT_THAT(Added({Row("event-1b", 3, "event-01")}), IsEmpty());
  events_["event-01"] = Counted(1, 2);
  EXPECT_THAT(Added({Row("event-1b", 3, "event-01")}), ElementsAre(3));
  EXPECT_THAT(Added({Row("event-1b", 4, "event-01")}), IsEmpty());
  events_["event-01"].set_measure_code("securing_actions");
  *events_["event-01"].mutable_date() = Day(3);
  EXPECT_THAT(Added({Row("event-1b", 3, "event-01")}), ElementsAre(3));
  // Its id was used already.
  events_["event-1b"] = Counted(1, 2);
  EXPECT_THAT(Added({Row("event-1b", 3, "event-01")}), IsEmpty());
}

TEST_F(SheetGuardTest, ACorrectionOfNoEventIsRejectedAndAddsNothing) {
  DeliverSheet(7);
  EXPECT_THAT(Added({Row("event-1b", 3, "event-01")}), IsEmpty());
  events_["event-01"] = Counted(1, 2);
  events_["event-01"].set_state(v1::EventCount::STATE_WITHDRAWN);
  EXPECT_THAT(Added({Row("event-1b", 3, "event-01")}), IsEmpty());
  EXPECT_THAT(Added({Row("event-02", 3, "event-02")}), IsEmpty());
  // Of one that the file delivers for another month it is taken.
  EXPECT_THAT(Added({Row("event-03", 2), Row("event-3b", 3, "event-03")}),
              ElementsAre(3));
}

TEST_F(SheetGuardTest, ACorrectionOfWhatCountsNothingAdds) {
  DeliverSheet(7);
  v1::Observation nothing = Row("event-01");
  nothing.set_value(0);
  EXPECT_THAT(Added({nothing}), IsEmpty());
  events_["event-01"] = Counted(0);
  EXPECT_THAT(Added({Row("event-1b", 3, "event-01")}), ElementsAre(3));
  // In one file as well.
  events_.erase("event-01");
  EXPECT_THAT(Added({nothing, Row("event-1b", 3, "event-01")}), ElementsAre(3));
  // What was delivered moves nothing when it comes again.
  events_["event-1b"] = Counted(5);
  EXPECT_THAT(Added({Row("event-1b", 3, "event-01")}), IsEmpty());
}

TEST_F(SheetGuardTest, AMonthThatTakesNoRowIsFree) {
  DeliverSheet(7, 3);
  DeliverSheet(7, 4);
  months_[3].takes_rows = false;
  EXPECT_THAT(Added({Row("event-01", 3)}), IsEmpty());
  EXPECT_THAT(questions_, IsEmpty());
  EXPECT_THAT(Added({Row("event-01", 3), Row("event-02", 4)}), ElementsAre(4));
}

TEST_F(SheetGuardTest, AMonthThatIsOpenedAgainIsGuardedForTheNextFile) {
  DeliverSheet(7);
  months_[3].takes_rows = false;
  SheetGuard guard = MakeGuard();
  EXPECT_THAT(AddedOf(guard, {Row("event-01")}), IsEmpty());
  months_[3].takes_rows = true;
  EXPECT_THAT(AddedOf(guard, {Row("event-01")}), ElementsAre(3));
  // It is not kept against the file after it.
  EXPECT_THAT(AddedOf(guard, {Row("event-02", 2)}), IsEmpty());
}

TEST_F(SheetGuardTest, WhereTheSourceHasNoEventOfTheMeasureNoIdIsAsked) {
  months_[3].measures = std::set<std::string>{"securing_actions"};
  months_[4].measures = std::set<std::string>{kMeasure};
  EXPECT_THAT(Added({Row("event-01", 3), Row("event-02", 3)}), IsEmpty());
  EXPECT_THAT(months_asked_, ElementsAre(3));
  EXPECT_THAT(questions_, IsEmpty());
  DeliverSheet(7, 4);
  EXPECT_THAT(Added({Row("event-01", 3), Row("event-02", 4)}), ElementsAre(4));
  EXPECT_THAT(months_asked_, ElementsAre(3, 4));
  // Of an unknown measure not even the month.
  v1::Observation unknown = Row("event-01");
  unknown.set_measure_code("securing_actions");
  EXPECT_THAT(Added({unknown}), IsEmpty());
  EXPECT_THAT(months_asked_, IsEmpty());
}

TEST_F(SheetGuardTest, FreePlacesAreRememberedForTheFilesBehind) {
  SheetGuard guard = MakeGuard();
  EXPECT_THAT(AddedOf(guard, {Row("event-01", 3)}), IsEmpty());
  EXPECT_THAT(questions_, ElementsAre(4));
  EXPECT_THAT(AddedOf(guard, {Row("event-02", 3)}), IsEmpty());
  EXPECT_THAT(questions_, IsEmpty());
  EXPECT_THAT(months_asked_, IsEmpty());
}

TEST_F(SheetGuardTest, WhatWasAskedInVainIsAskedAgain) {
  DeliverSheet(7);
  SheetGuard guard = MakeGuard();
  fault_ = absl::PermissionDeniedError("not told");
  EXPECT_THAT(AddedOf(guard, {Row("event-01")}), IsEmpty());
  fault_ = absl::OkStatus();
  EXPECT_THAT(AddedOf(guard, {Row("event-01")}), ElementsAre(3));
}

TEST_F(SheetGuardTest, PlacesAreAskedAboutInPortions) {
  std::vector<v1::Observation> rows;
  for (int i = 0; i < 300; ++i) {
    rows.push_back(Row(absl::StrCat("event-", 1000 + i), i % 12 + 1));
    rows.back().mutable_date()->set_year(2000 + i / 12);
  }
  DeliverSheet(7, 2);
  EXPECT_THAT(Added(rows), ElementsAre(2));
  // 300 places of four ids each, and the row of the one that is guarded.
  EXPECT_THAT(questions_, ElementsAre(1000, 200, 1));
}

TEST_F(SheetGuardTest, WhatCountsNothingIsNotAskedAbout) {
  DeliverSheet(7);
  v1::Observation withdrawal;
  withdrawal.set_event_id("event-1w");
  withdrawal.set_withdraws_event_id("event-01");
  v1::Observation zero = Row("event-02");
  zero.set_value(0);
  v1::Observation dateless = Row("event-03");
  dateless.clear_date();
  // The service would refuse the whole question.
  EXPECT_THAT(Added({withdrawal, zero, dateless, Row("short"), Row("not an id"),
                     Row("BR-12-34-123456-2018")}),
              IsEmpty());
  EXPECT_THAT(questions_, IsEmpty());
}

TEST_F(SheetGuardTest, QuestionsAreOfWhatTheServiceTakesAtOnce) {
  DeliverSheet(7);
  std::vector<v1::Observation> rows;
  for (int i = 0; i < 2500; ++i) {
    const std::string id = absl::StrCat("event-", 1000 + i);
    rows.push_back(Row(id));
    events_[id] = Counted(1);
  }
  EXPECT_THAT(Added(rows), IsEmpty());
  // The place is asked about once.
  EXPECT_THAT(questions_, ElementsAre(4, 1000, 1000, 500));
  // The last one alone is new.
  events_.erase("event-3499");
  EXPECT_THAT(Added(rows), ElementsAre(3));
  // Of what is guarded by no sheet no row is asked about.
  events_.clear();
  EXPECT_THAT(Added(rows), IsEmpty());
  EXPECT_THAT(questions_, ElementsAre(4));
}

TEST_F(SheetGuardTest, AQuestionInVainEndsTheWalk) {
  fault_ = absl::PermissionDeniedError("not told");
  EXPECT_THAT(Added({Row("event-01")}), IsEmpty());
}

TEST(FileAddsToSheetTest, ItNamesMeasuresAndMonthsAndWhatIsRight) {
  const absl::Status by_command = FileAddsToSheet(
      "zone5339",
      {{kMeasure, kMarch}, {kMeasure, kMarch + 10}, {"securing", kMarch}},
      /*is_dropped=*/false, /*rows_held=*/0);
  EXPECT_TRUE(absl::IsFailedPrecondition(by_command));
  const ErrorDetail detail = *GetErrorDetail(by_command);
  EXPECT_EQ(detail.reason, "FILE_ADDS_TO_SHEET");
  EXPECT_TRUE(detail.metadata.empty());
  EXPECT_THAT(detail.sentence.en, StartsWith("Nothing was sent: a sheet of"));
  for (const std::string& text :
       {detail.sentence.en, detail.sentence.fr, detail.sentence.nl}) {
    EXPECT_THAT(text, HasSubstr("zone5339"));
    EXPECT_THAT(text, HasSubstr(": nuisance_actions 2024-03, 2025-01; securing "
                                "2024-03. "));
    EXPECT_THAT(text, HasSubstr("--adds"));
    EXPECT_THAT(text, HasSubstr("entente collect read"));
  }
  const absl::Status dropped =
      FileAddsToSheet("zone5339", {{kMeasure, kMarch}}, /*is_dropped=*/true,
                      /*rows_held=*/0);
  EXPECT_THAT(std::string(dropped.message()), HasSubstr("adds_to_sheets"));
  EXPECT_THAT(std::string(dropped.message()), Not(HasSubstr("--adds")));
}

TEST(FileAddsToSheetTest, ItSaysWhatEarlierRunsSent) {
  const ErrorDetail half = *GetErrorDetail(FileAddsToSheet(
      "zone5339", {{kMeasure, kMarch}}, /*is_dropped=*/true, /*rows_held=*/5));
  EXPECT_EQ(half.metadata.at("rows_known"), "5");
  EXPECT_THAT(half.sentence.en, HasSubstr("before and count: 5; a sheet of"));
  EXPECT_THAT(half.sentence.fr, HasSubstr("qui comptent : 5 ; un relevé de"));
  EXPECT_THAT(half.sentence.nl, HasSubstr("en tellen: 5; een blad van"));
  const ErrorDetail untold = *GetErrorDetail(
      FileAddsToSheet("zone5339", {{kMeasure, kMarch}}, /*is_dropped=*/true,
                      /*rows_held=*/std::nullopt));
  EXPECT_TRUE(untold.metadata.empty());
  EXPECT_THAT(untold.sentence.en, HasSubstr("nobody tells whether"));
  EXPECT_THAT(untold.sentence.fr, HasSubstr("nul ne dit si"));
  EXPECT_THAT(untold.sentence.nl, HasSubstr("niemand zegt of"));
}

TEST(FileAddsToSheetTest, OfManyItNamesTheFirst) {
  std::vector<MeasureMonth> added;
  for (int i = 0; i < 23; ++i) added.emplace_back(kMeasure, kMarch + i);
  EXPECT_THAT(
      std::string(FileAddsToSheet("zone5339", added, false, 0).message()),
      HasSubstr("2025-10 … (+3). "));
}

}  // namespace
}  // namespace entente::client
