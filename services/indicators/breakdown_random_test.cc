// Random rows and activities with breakdowns, corrected and withdrawn, against
// a naive recount.
#include <algorithm>
#include <iterator>
#include <map>
#include <random>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "services/indicators/breakdown_fixture_test.h"

namespace entente::indicators {
namespace {

using Codes = std::map<std::string, std::string>;

// One thing that counts, as the words of the contract have it.
struct Thing {
  std::string measure;
  int month = 1;
  std::string area;
  int64_t value = 0;
  Codes breakdown;

  friend bool operator==(const Thing& a, const Thing& b) {
    return std::tie(a.measure, a.month, a.area, a.value, a.breakdown) ==
           std::tie(b.measure, b.month, b.area, b.value, b.breakdown);
  }
};

const std::map<std::string, std::vector<std::string>>& ListsOf() {
  static const auto& lists =
      *new std::map<std::string, std::vector<std::string>>{
          {"nuisance_actions", {"audience", "theme"}},
          {"participants", {"audience"}},
          {"trainings", {"theme"}}};
  return lists;
}

const std::map<std::string, std::vector<std::string>>& Lists() {
  static const auto& lists =
      *new std::map<std::string, std::vector<std::string>>{
          {"audience", {"youth", "adults", "seniors", "unknown"}},
          {"theme", {"coppra", "bdo", "unknown"}}};
  return lists;
}

class BreakdownRandomTest : public BreakdownTest {
 protected:
  int Pick(int n) { return static_cast<int>(random_() % n); }

  Codes RandomCodes(const std::vector<std::string>& lists) {
    Codes codes;
    for (const std::string& list : lists) {
      if (Pick(3) == 0) continue;
      const std::vector<std::string>& of = Lists().at(list);
      codes[list] = of[static_cast<size_t>(Pick(static_cast<int>(of.size())))];
    }
    return codes;
  }

  // What is unknown is not there.
  static Codes Known(Codes codes) {
    std::erase_if(codes,
                  [](const auto& one) { return one.second == "unknown"; });
    return codes;
  }

  Thing RandomThing() {
    static const char* const kAreas[] = {"DPI-1", "DPI-2", "UNKNOWN"};
    auto measure = ListsOf().begin();
    std::advance(measure, Pick(3));
    return {measure->first, 1 + Pick(12), kAreas[Pick(3)], Pick(4),
            RandomCodes(measure->second)};
  }

  static v1::Observation RowOf(const std::string& id, const Thing& thing,
                               const std::string& replaces) {
    v1::Observation row =
        SplitRow(id, thing.breakdown, thing.month, thing.value, replaces);
    row.set_measure_code(thing.measure);
    row.set_area(thing.area);
    return row;
  }

  std::string NewId() { return absl::StrCat("event-", 100000 + ids_++); }

  // A row of any kind, with what must become of it.
  void AddRow(std::vector<v1::Observation>& rows,
              std::vector<v1::RowState>& states) {
    const int what = events_.empty() ? 0 : Pick(6);
    if (what < 3) {
      const std::string id = NewId();
      Thing thing = RandomThing();
      rows.push_back(RowOf(id, thing, ""));
      thing.breakdown = Known(thing.breakdown);
      events_[id] = thing;
      names_.push_back(id);
      states.push_back(v1::ROW_STATE_CREATED);
      return;
    }
    const std::string event =
        names_[static_cast<size_t>(Pick(static_cast<int>(names_.size())))];
    const auto found = events_.find(event);
    if (what == 3) {
      // Sent again, with other words.
      rows.push_back(RowOf(event, RandomThing(), ""));
      states.push_back(v1::ROW_STATE_DUPLICATE);
      return;
    }
    if (what == 4) {
      Thing thing = RandomThing();
      // Often the breakdown alone.
      if (found != events_.end() && Pick(2) == 0) {
        thing = found->second;
        thing.breakdown = RandomCodes(ListsOf().at(thing.measure));
      }
      rows.push_back(RowOf(NewId(), thing, event));
      thing.breakdown = Known(thing.breakdown);
      if (found == events_.end()) {
        states.push_back(v1::ROW_STATE_REJECTED);
      } else if (found->second == thing) {
        states.push_back(v1::ROW_STATE_UNCHANGED);
      } else {
        states.push_back(v1::ROW_STATE_UPDATED);
        found->second = thing;
      }
      return;
    }
    v1::Observation gone;
    gone.set_event_id(NewId());
    gone.set_withdraws_event_id(event);
    rows.push_back(gone);
    states.push_back(found == events_.end() ? v1::ROW_STATE_UNCHANGED
                                            : v1::ROW_STATE_WITHDRAWN);
    if (found != events_.end()) events_.erase(found);
  }

  void DeliverSome() {
    std::vector<v1::Observation> rows;
    std::vector<v1::RowState> states;
    const int count = 1 + Pick(60);
    for (int i = 0; i < count; ++i) AddRow(rows, states);
    const auto reply = Deliver(rows);
    ASSERT_TRUE(reply.ok()) << reply.status();
    for (int i = 0; i < count; ++i) {
      ASSERT_EQ(StateOf(reply, i), states[static_cast<size_t>(i)])
          << rows[static_cast<size_t>(i)].DebugString();
    }
  }

  v1::Activity RandomActivity() {
    v1::Activity activity = Coppra();
    *activity.mutable_date() = MakeDate(2018, 1 + Pick(12), 1 + Pick(28));
    activity.set_participants(1 + Pick(20));
    for (const auto& [list, code] : RandomCodes({"audience", "theme"})) {
      (*activity.mutable_breakdown())[list] = code;
    }
    return activity;
  }

  void ChangeActivities() {
    const int what = activities_.empty() ? 0 : Pick(3);
    const v1::Activity activity = RandomActivity();
    if (what == 0) {
      const auto made = Create(activity);
      ASSERT_TRUE(made.ok()) << made.status();
      activities_[ParseActivity(made->name(), "name")->number] = activity;
      return;
    }
    auto chosen = activities_.begin();
    std::advance(chosen, Pick(static_cast<int>(activities_.size())));
    if (what == 1) {
      v1::UpdateActivityRequest edit =
          Edit({"date", "participants", "breakdown"}, activity, chosen->first);
      edit.set_is_another(true);
      const auto edited = Update(edit);
      ASSERT_TRUE(edited.ok()) << edited.status();
      chosen->second = activity;
      return;
    }
    ASSERT_TRUE(Withdraw(chosen->first).ok());
    activities_.erase(chosen);
  }

  // Everything that counts, once.
  std::vector<Thing> Things() const {
    std::vector<Thing> things;
    for (const auto& [id, thing] : events_) things.push_back(thing);
    for (const auto& [number, activity] : activities_) {
      const Codes all(activity.breakdown().begin(), activity.breakdown().end());
      for (const auto& [measure, value] : std::map<std::string, int64_t>{
               {"trainings", 1}, {"participants", activity.participants()}}) {
        Codes codes = Known(all);
        std::erase_if(codes, [&, m = measure](const auto& one) {
          const auto& lists = ListsOf().at(m);
          return std::find(lists.begin(), lists.end(), one.first) ==
                 lists.end();
        });
        things.push_back(
            {measure, activity.date().month(), "21004", value, codes});
      }
    }
    return things;
  }

  // Month and code to value and contributions, by the question asked.
  using Answer =
      std::map<std::pair<int, std::string>, std::pair<int64_t, int64_t>>;

  Answer Expected(const std::string& measure, const std::string& list) const {
    Answer answer;
    for (const Thing& thing : Things()) {
      if (thing.measure != measure) continue;
      const auto code = thing.breakdown.find(list);
      auto& [value, contributions] =
          answer[{thing.month,
                  code == thing.breakdown.end() ? "unknown" : code->second}];
      value += thing.value;
      ++contributions;
    }
    return answer;
  }

  Answer Asked(const std::string& measure, const std::string& list) {
    Answer answer;
    const auto response = Split(list, {measure});
    EXPECT_TRUE(response.ok()) << response.status();
    if (!response.ok()) return answer;
    for (const v1::Series& series : response->series()) {
      for (const v1::MonthFigure& month : series.months()) {
        answer[{month.month().month(), series.split_code()}] = {
            month.value(), month.contributions()};
      }
    }
    return answer;
  }

  void Compare() {
    for (const auto& [measure, lists] : ListsOf()) {
      for (const std::string& list : lists) {
        EXPECT_EQ(Asked(measure, list), Expected(measure, list))
            << measure << " by " << list;
      }
    }
    ExpectVerified();
  }

  std::mt19937_64 random_;
  int ids_ = 0;
  std::map<std::string, Thing> events_;
  // First ids, of those withdrawn as well.
  std::vector<std::string> names_;
  std::map<int64_t, v1::Activity> activities_;
};

TEST_F(BreakdownRandomTest, SplitsAreWhatANaiveRecountSays) {
  const uint64_t seed = std::random_device()();
  SCOPED_TRACE(absl::StrCat("seed ", seed));
  random_.seed(seed);
  // All of 2018 has happened.
  MoveTo(2019, 1, 5);
  for (int round = 0; round < 60; ++round) {
    ASSERT_NO_FATAL_FAILURE(DeliverSome());
    ASSERT_NO_FATAL_FAILURE(ChangeActivities());
    if (round % 20 == 19) {
      service_.Reopen();
      ASSERT_NO_FATAL_FAILURE(Compare());
    }
  }
}

}  // namespace
}  // namespace entente::indicators
