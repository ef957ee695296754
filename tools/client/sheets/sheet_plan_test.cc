// Sheets that are read twice, corrected, and overtaken: against a service that
// is played here by what it promises of event ids (plan_rules.h).
#include "tools/client/sheets/sheet_plan.h"

#include <map>
#include <random>

#include "gtest/gtest.h"
#include "tools/client/sheets/sheet_fixture_test.h"
#include "tools/client/sheets/sheet_plan_json.h"

namespace entente::client {
namespace {

namespace v1 = entente::indicators::v1;

// Events by id, and the id of the first of each.
class Played {
 public:
  void Take(const v1::Observation& row) {
    if (roots_.count(row.event_id()) > 0) return;
    std::string root = row.event_id();
    if (!row.replaces_event_id().empty()) {
      ASSERT_EQ(roots_.count(row.replaces_event_id()), 1u);
      root = roots_[row.replaces_event_id()];
    }
    roots_[row.event_id()] = root;
    values_[root] = row.value();
  }

  std::vector<RowStanding> Standings(const ReturnedSheet& sheet) {
    std::vector<RowStanding> standings;
    for (const SheetEntry& entry : sheet.entries) {
      RowStanding& standing = standings.emplace_back();
      for (int revision = 0;; ++revision) {
        const auto root =
            roots_.find(SheetEventId(sheet.key, entry.place, revision));
        if (root == roots_.end()) break;
        standing.value = values_[root->second];
        standing.revision = revision;
      }
    }
    return standings;
  }

  size_t Deliver(const ReturnedSheet& sheet) {
    const SheetPlan plan = PlanSheet(sheet, Standings(sheet), {});
    for (const SheetChange& change : plan.changes) Take(change.observation);
    return plan.changes.size();
  }

  int64_t Total() const {
    int64_t total = 0;
    for (const auto& [root, value] : values_) total += value;
    return total;
  }
  size_t events() const { return values_.size(); }

 private:
  std::map<std::string, std::string> roots_;
  std::map<std::string, int64_t> values_;
};

ReturnedSheet Sample(std::vector<std::optional<int64_t>> values) {
  ReturnedSheet sheet;
  sheet.key = MakeSheet().key;
  sheet.code = "ent1-x";
  for (size_t i = 0; i < values.size(); ++i) {
    sheet.entries.push_back(
        {.number = i + 1,
         .place = {.measure = absl::StrCat("measure_", i), .area = "21004"},
         .value = values[i]});
  }
  return sheet;
}

TEST(SheetPlanTest, ASheetReadTwiceCountsOnce) {
  Played service;
  const ReturnedSheet sheet = Sample({7, {}, 0});
  EXPECT_EQ(service.Deliver(sheet), 2u);
  EXPECT_EQ(service.Deliver(sheet), 0u);
  EXPECT_EQ(service.Total(), 7);
  const SheetPlan plan = PlanSheet(sheet, service.Standings(sheet), {});
  EXPECT_EQ(plan.unchanged, 2u);
  EXPECT_EQ(plan.empty, 1u);
}

TEST(SheetPlanTest, WhatWasDeliveredAsAWholeIsWhatNoCodeIsKnownOf) {
  Played service;
  ReturnedSheet whole = Sample({10});
  service.Deliver(whole);
  ReturnedSheet split = Sample({4, 3, 3});
  const char* const parts[] = {"audience=youth", "audience=adults",
                               "audience=unknown"};
  for (size_t i = 0; i < 3; ++i) {
    split.entries[i].place = {
        .measure = "measure_0", .split = parts[i], .area = "21004"};
  }
  const SheetPlan plan = PlanSheet(split, service.Standings(split), {});
  ASSERT_EQ(plan.changes.size(), 3u);
  EXPECT_EQ(plan.changes[0].observation.breakdown().at("audience"), "youth");
  EXPECT_EQ(plan.changes[0].observation.replaces_event_id(), "");
  EXPECT_EQ(plan.changes[2].observation.breakdown_size(), 0);
  EXPECT_EQ(plan.changes[2].before, 10);
  EXPECT_EQ(service.Deliver(split), 3u);
  EXPECT_EQ(service.Total(), 10);
  EXPECT_EQ(service.Deliver(split), 0u);
}

TEST(SheetPlanTest, OfAMeasureAllPartsAreFilledInOrNone) {
  ReturnedSheet sheet = Sample({4, {}, {}, 2, {}});
  const char* const parts[] = {"audience=youth", "audience=adults",
                               "audience=unknown"};
  for (size_t i = 0; i < 3; ++i) {
    sheet.entries[i].place = {
        .measure = "measure_0", .split = parts[i], .area = "21004"};
  }
  std::vector<RowStanding> standings(5);
  EXPECT_THAT(PlanSheet(sheet, standings, {}).empty_parts,
              testing::ElementsAre(1u, 2u));
  // What was taken back for good can be nothing else.
  standings[1].is_withdrawn = true;
  EXPECT_THAT(PlanSheet(sheet, standings, {}).empty_parts,
              testing::ElementsAre(2u));
  sheet.entries[0].value.reset();
  EXPECT_TRUE(PlanSheet(sheet, standings, {}).empty_parts.empty());
}

TEST(SheetPlanTest, ASheetSentTwiceAtOnceCountsOnce) {
  Played service;
  const ReturnedSheet sheet = Sample({7, 3});
  const SheetPlan plan = PlanSheet(sheet, service.Standings(sheet), {});
  for (int i = 0; i < 2; ++i) {
    for (const SheetChange& change : plan.changes) {
      service.Take(change.observation);
    }
  }
  EXPECT_EQ(service.Total(), 10);
  EXPECT_EQ(SheetSessionId(sheet, plan), SheetSessionId(sheet, plan));
  // Whoever reads it in for the source opens another, each one of their own.
  const std::string anna = SheetSessionId(sheet, plan, "anna");
  EXPECT_EQ(anna, SheetSessionId(sheet, plan, "anna"));
  EXPECT_NE(anna, SheetSessionId(sheet, plan));
  EXPECT_NE(anna, SheetSessionId(sheet, plan, "bert"));
  EXPECT_EQ(anna.find("anna"), std::string::npos);
  EXPECT_LE(anna.size(), 64u);
}

TEST(SheetPlanTest, ACorrectedSheetCorrectsAlsoBackAndForth) {
  Played service;
  for (const int64_t value : {5, 6, 5, 6, 0, 5}) {
    EXPECT_EQ(service.Deliver(Sample({value})), 1u) << value;
    EXPECT_EQ(service.Total(), value);
    EXPECT_EQ(service.events(), 1u);
  }
}

TEST(SheetPlanTest, OfTwoCorrectionsAtOnceOneIsADuplicate) {
  Played service;
  service.Deliver(Sample({5}));
  const auto standings = service.Standings(Sample({5}));
  const SheetPlan one = PlanSheet(Sample({6}), standings, {});
  const SheetPlan other = PlanSheet(Sample({7}), standings, {});
  EXPECT_EQ(one.changes[0].observation.event_id(),
            other.changes[0].observation.event_id());
  service.Take(one.changes[0].observation);
  service.Take(other.changes[0].observation);
  EXPECT_EQ(service.Total(), 6);
  EXPECT_NE(SheetSessionId(Sample({6}), one),
            SheetSessionId(Sample({7}), other));
}

TEST(SheetPlanTest, WhatWasWithdrawnIsNotCountedAgain) {
  const SheetPlan plan =
      PlanSheet(Sample({5, 6}), {{.value = 5, .is_withdrawn = true}, {}}, {});
  EXPECT_EQ(plan.withdrawn, std::vector<size_t>{0});
  EXPECT_EQ(plan.changes.size(), 1u);
}

TEST(SheetPlanTest, WhatSheetsDeliveredIsNotDeliveredByOtherWays) {
  const SheetKey key = MakeSheet().key;
  const SheetPlace whole = {.measure = "measure_0", .area = "21004"};
  const SheetPlace unknown = {
      .measure = "measure_0", .split = "audience=unknown", .area = "21004"};
  const SheetPlace elsewhere = {.measure = "measure_0", .area = "DPI-1"};
  const SheetPlace other = {.measure = "measure_1", .area = "21004"};
  const std::vector<SheetPlace> places = {whole, unknown, elsewhere, other};
  const MeasureEvents counted = {{"measure_0", 3}, {"measure_2", 4}};
  // Nothing of a sheet counts yet.
  EXPECT_EQ(EventsOtherwise(key, counted, places, {{}, {}, {}, {}}), counted);
  // A measure as a whole and its part of which no code is known are one event;
  // a 0 counts, what was withdrawn does not.
  EXPECT_EQ(EventsOtherwise(key, counted, places,
                            {{.value = 0},
                             {.value = 0},
                             {.value = 7, .is_withdrawn = true},
                             {.value = 2}}),
            (MeasureEvents{{"measure_0", 2}, {"measure_2", 4}}));
  EXPECT_EQ(EventsOtherwise(key, {{"measure_0", 2}}, places,
                            {{.value = 5}, {.value = 5}, {.value = 7}, {}}),
            MeasureEvents());
}

TEST(SheetPlanTest, FiguresOnTopOfOtherDeliveriesAreToldByMeasure) {
  ReturnedSheet sheet = Sample({12, 3, 0, {}, 8});
  // Another area of the first.
  sheet.entries[1].place = {.measure = "measure_0", .area = "DPI-1"};
  const std::vector<RowStanding> standings(5);
  const MeasureEvents otherwise = {
      {"measure_0", 12}, {"measure_2", 1}, {"measure_3", 1}};
  const SheetPlan plan = PlanSheet(sheet, standings, otherwise);
  ASSERT_EQ(plan.changes.size(), 4u);
  EXPECT_EQ(plan.changes[0].otherwise, 12);
  EXPECT_EQ(plan.changes[1].otherwise, 12);
  EXPECT_EQ(plan.changes[2].otherwise, 1);
  EXPECT_EQ(plan.changes[3].otherwise, 0);
  // Neither a 0 nor an empty cell adds anything.
  EXPECT_THAT(plan.added, testing::ElementsAre("measure_0"));
  // A figure that stands as the sheet says it is not delivered again.
  const SheetPlan again = PlanSheet(
      sheet,
      {{.value = 12}, {.value = 3}, {.value = 0}, {.value = 1}, {.value = 8}},
      otherwise);
  EXPECT_TRUE(again.changes.empty());
  EXPECT_TRUE(again.added.empty());
}

TEST(SheetPlanTest, OtherProgramsAreToldWhatPeopleAre) {
  ReturnedSheet sheet = Sample({12, 3});
  sheet.entries[0].cell = "G4";
  const SheetPlan plan =
      PlanSheet(sheet, {{}, {.value = 5}}, {{"measure_0", 7}});
  const std::string json = SheetPlanJson(
      sheet, plan, {{.measure = "measure_0", .area = "UNKNOWN", .value = 9}},
      {{.measure = "measure_1", .entries = 2, .value = 90}});
  for (const char* const said :
       {R"("source": "bravvo-2")", R"("month": "2018-03")", R"("cell": "G4")",
        R"("before": null)", R"("after": 12)", R"("events_otherwise": 7)",
        R"("before": 5)", R"("events_otherwise": 0)", R"("empty": 0)",
        R"("adds_to_delivery": [
    "measure_0"
  ])",
        R"("counted_again": [
    {
      "measure": "measure_0",
      "area": "UNKNOWN",
      "value": 9
    }
  ])",
        R"("adds_to_activities": [
    {
      "measure": "measure_1",
      "entries": 2,
      "value": 90
    }
  ])"}) {
    EXPECT_THAT(json, testing::HasSubstr(said));
  }
}

TEST(SheetPlanTest, AnySequenceOfSheetsLeavesWhatTheLastOnesSay) {
  const unsigned seed = std::random_device()();
  SCOPED_TRACE(absl::StrCat("seed ", seed));
  std::mt19937 random(seed);
  Played service;
  std::vector<std::optional<int64_t>> last(5);
  for (int i = 0; i < 200; ++i) {
    std::vector<std::optional<int64_t>> values(last.size());
    for (size_t row = 0; row < values.size(); ++row) {
      if (random() % 3 == 0) continue;
      values[row] = static_cast<int64_t>(random() % 4);
      last[row] = values[row];
    }
    service.Deliver(Sample(values));
    int64_t expected = 0;
    for (const auto& value : last) expected += value.value_or(0);
    ASSERT_EQ(service.Total(), expected) << i;
  }
  EXPECT_LE(service.events(), last.size());
}

}  // namespace
}  // namespace entente::client
