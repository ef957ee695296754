// Random records, edits and withdrawals over moving definitions and months,
// against a naive model.
#include <cstdint>
#include <map>
#include <random>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "services/indicators/activity_fixture_test.h"
#include "services/indicators/activity_model_fixture_test.h"

namespace entente::indicators {
namespace {

namespace cv1 = entente::conventions::v1;

using Model = ActivityModel;

constexpr int kMeasures = 4;

class ActivityRandomTest : public ActivityTest {
 protected:
  int Pick(int n) { return static_cast<int>(random_() % n); }
  static std::string MeasureCode(int measure) {
    return absl::StrCat("measure_", measure);
  }

  void Publish() {
    model_.feeds.clear();
    model_.has_second_type = Pick(4) != 0;
    v1::ConventionRecord record;
    record.set_convention(kSampleConvention);
    *record.mutable_valid_from() = MakeDate(2018, 1, 1);
    *record.mutable_valid_until() = MakeDate(2018, 12, 31);
    for (int i = 0; i < kMeasures; ++i) {
      auto measure = MakeMeasure(MeasureCode(i), cv1::MEASURE_KIND_COUNT);
      for (int type = 0; type < 2; ++type) {
        const int figure = Pick(7);
        if (figure >= 5) continue;
        static constexpr cv1::MeasureFeed::Figure kFeeds[] = {
            cv1::MeasureFeed::FIGURE_SESSIONS,
            cv1::MeasureFeed::FIGURE_PARTICIPANTS,
            cv1::MeasureFeed::FIGURE_HOURS,
            cv1::MeasureFeed::FIGURE_PERSONS_REACHED,
            cv1::MeasureFeed::FIGURE_PERSON_HOURS};
        AddFeed(measure, kTypes[type], kFeeds[figure]);
        model_.feeds[{i, type}] = kFigures[figure];
      }
      *record.add_measures() = measure;
    }
    record.add_activity_types()->set_code(kTypes[0]);
    if (model_.has_second_type)
      record.add_activity_types()->set_code(kTypes[1]);
    service_.Deliver("conventions", absl::StrCat("definitions-", ++published_),
                     ToEvent(record));
  }

  // Now and then what another says, of the same day or its month.
  Model::Said Draw() {
    Model::Said said;
    if (!model_.activities.empty() && Pick(4) == 0) {
      const int place = Pick(static_cast<int>(model_.activities.size()));
      said = model_.activities[place].said;
      if (Pick(3) == 0) said.day = 0;
      return said;
    }
    said.type = Pick(2);
    // Few of what is never taken.
    do {
      said.month = kFirstMonth + Pick(kLastMonth - kFirstMonth + 1);
      said.day = Pick(4);
    } while (model_.IsInFuture(said) && Pick(8) != 0);
    said.area = Pick(16) == 0 ? kAreaOutside : Pick(kAreaOutside);
    for (const char* figure : kFigures) {
      if (Pick(8) != 0) said.figures[figure] = 1 + Pick(30);
    }
    // Few that disagree with the other figures.
    const int most = Model::PersonMinutesMax(said);
    if (most > 0 && said.figures.count("person_minutes") > 0 && Pick(8) != 0) {
      said.figures["person_minutes"] =
          Model::Figure(said, "sessions") == 1 ? most : 1 + Pick(most);
    }
    return said;
  }

  static v1::Activity ToActivity(const Model::Said& said) {
    v1::Activity activity;
    activity.set_type(kTypes[said.type]);
    *activity.mutable_date() = MakeDate(2018, said.month, said.day);
    activity.set_area(kAreas[said.area]);
    for (const auto& [figure, value] : said.figures) {
      const auto* field = v1::Activity::descriptor()->FindFieldByName(figure);
      activity.GetReflection()->SetInt32(&activity, field, value);
    }
    return activity;
  }

  // Takes over some of `drawn`; the names of what was taken.
  std::vector<std::string> Mix(const Model::Said& drawn, Model::Said& said) {
    std::vector<std::string> paths;
    const auto takes = [&](const char* path) {
      if (Pick(3) != 0) return false;
      paths.push_back(path);
      return true;
    };
    if (takes("type")) said.type = drawn.type;
    if (takes("date")) {
      said.month = drawn.month;
      said.day = drawn.day;
    }
    if (takes("area")) said.area = drawn.area;
    for (const char* figure : kFigures) {
      if (!takes(figure)) continue;
      const auto found = drawn.figures.find(figure);
      if (found == drawn.figures.end()) {
        said.figures.erase(figure);
      } else {
        said.figures[figure] = found->second;
      }
    }
    return paths;
  }

  static std::string Reason(const absl::Status& status) {
    const std::string reason = ErrorReason(status);
    if (!status.ok() && reason.empty()) return status.ToString();
    return absl::StartsWith(reason, "PERIOD_") ? "PERIOD" : reason;
  }

  // What an answer moved, by measure.
  static std::map<int, int64_t> Moved(const v1::Activity& answer) {
    std::map<int, int64_t> moved;
    for (const v1::MeasureEffect& effect : answer.effects()) {
      moved[effect.measure_code().back() - '0'] += effect.delta();
    }
    return moved;
  }
  static std::map<int, int64_t> Difference(
      const std::map<int, int64_t>& before,
      const std::map<int, int64_t>& after) {
    std::map<int, int64_t> difference = after;
    for (const auto& [measure, figure] : before) difference[measure] -= figure;
    return difference;
  }
  // Zeros apart.
  static std::map<int, int64_t> Trim(std::map<int, int64_t> figures) {
    std::erase_if(figures, [](const auto& one) { return one.second == 0; });
    return figures;
  }

  void CreateOne() {
    const Model::Said said = Draw();
    std::string expected = model_.Refusal(said);
    if (expected.empty()) expected = model_.MonthRefusal(said.month);
    const bool is_another = Pick(2) == 0;
    if (expected.empty() && !is_another && model_.LooksEntered(said, nullptr)) {
      expected = "ACTIVITY_LOOKS_ENTERED";
    }
    const auto made = Create(ToActivity(said), is_another);
    ASSERT_EQ(Reason(made.status()), expected) << made.status();
    if (!expected.empty()) {
      ++taken_["not created: " + expected];
      return;
    }
    ++taken_["created"];
    model_.activities.push_back({said, model_.Count(said)});
    EXPECT_EQ(made->name(),
              ActivityNamed(static_cast<int64_t>(model_.activities.size())));
    EXPECT_EQ(Trim(Moved(*made)), model_.activities.back().counted);
  }

  void EditOne() {
    if (model_.activities.empty()) return;
    const int place = Pick(static_cast<int>(model_.activities.size()));
    Model::Activity& activity = model_.activities[place];
    const Model::Said drawn = Draw();
    Model::Said said = activity.said;
    std::vector<std::string> paths = Mix(drawn, said);
    if (Pick(3) == 0) {
      said = drawn;
      paths = {"*"};
    }
    if (paths.empty()) return;
    v1::UpdateActivityRequest edit = Edit(paths, ToActivity(drawn), place + 1);
    const bool is_stale = Pick(10) == 0;
    edit.set_etag(absl::StrCat(activity.version + is_stale));
    edit.set_validate_only(Pick(10) == 0);
    edit.set_is_another(Pick(2) == 0);
    std::string expected = is_stale ? "ETAG_MISMATCH" : "";
    if (expected.empty() && activity.is_withdrawn) {
      expected = "ACTIVITY_WITHDRAWN";
    }
    if (expected.empty()) expected = model_.Refusal(said, &activity.said);
    if (expected.empty()) expected = model_.MonthRefusal(activity.said.month);
    if (expected.empty()) expected = model_.MonthRefusal(said.month);
    if (expected.empty() && activity.version >= 100) {
      expected = "TOO_MANY_VERSIONS";
    }
    if (expected.empty() && !edit.is_another() &&
        model_.LooksEntered(said, &activity.said)) {
      expected = "ACTIVITY_LOOKS_ENTERED";
    }
    const auto edited = Update(edit);
    ASSERT_EQ(Reason(edited.status()), expected) << edited.status();
    if (!expected.empty()) {
      ++taken_[expected];
      return;
    }
    const std::map<int, int64_t> counted = model_.Count(said);
    EXPECT_EQ(Trim(Moved(*edited)),
              Trim(Difference(activity.counted, counted)));
    const bool is_same = said == activity.said && counted == activity.counted;
    EXPECT_EQ(edited->version(), activity.version + !is_same);
    if (edit.validate_only() || is_same) return;
    ++taken_[said.month == activity.said.month ? "edited" : "moved"];
    activity.said = said;
    activity.counted = counted;
    ++activity.version;
  }

  void WithdrawOne() {
    if (model_.activities.empty()) return;
    const int place = Pick(static_cast<int>(model_.activities.size()));
    Model::Activity& activity = model_.activities[place];
    std::string expected = activity.is_withdrawn
                               ? "ACTIVITY_WITHDRAWN"
                               : model_.MonthRefusal(activity.said.month);
    const auto withdrawn = Withdraw(place + 1);
    ASSERT_EQ(Reason(withdrawn.status()), expected) << withdrawn.status();
    if (!expected.empty()) return;
    EXPECT_EQ(Trim(Moved(*withdrawn)), Trim(Difference(activity.counted, {})));
    ++taken_["withdrawn"];
    activity.counted.clear();
    activity.is_withdrawn = true;
    ++activity.version;
  }

  void NextDay() {
    const int days = 1 + Pick(2);
    model_.today += days;
    clock_.Advance(absl::Hours(24 * days));
  }

  void AdoptOnce() {
    if (model_.has_calendar) return;
    ASSERT_TRUE(Adopt(Calendar(kFirstMonth, {})).ok());
    model_.has_calendar = true;
  }

  void ApproveOne() {
    const int month = kFirstMonth + Pick(kLastMonth - kFirstMonth + 1);
    Model::Month& state = model_.months[month];
    const bool is_good =
        model_.has_calendar && model_.Age(month) > 0 && !state.is_approved;
    const auto approved = Approve(month);
    ASSERT_EQ(approved.ok(), is_good) << approved.status();
    if (!is_good) return;
    state.is_approved = true;
    state.reopened_until.reset();
  }

  void ReopenOne() {
    const int month = kFirstMonth + Pick(kLastMonth - kFirstMonth + 1);
    Model::Month& state = model_.months[month];
    const int days = 1 + Pick(6);
    const bool is_good =
        model_.has_calendar &&
        (state.is_approved || state.reopened_until || model_.Age(month) > 40);
    const absl::CivilDay until =
        absl::CivilDay(2018, 1, 1) + model_.today + days;
    const auto reopened =
        Reopen(month, MakeDate(2018, until.month(), until.day()));
    ASSERT_EQ(reopened.ok(), is_good) << reopened.status();
    if (!is_good) return;
    state.is_approved = false;
    state.reopened_until = model_.today + days;
  }

  void ExpectAsModelled() {
    Cells cells;
    for (const Model::Activity& activity : model_.activities) {
      const Model::Said& said = activity.said;
      const std::string area = said.area == 0 ? "21004" : kAreas[said.area];
      for (const auto& [measure, figure] : activity.counted) {
        auto& [sum, contributions] =
            cells[{MeasureCode(measure), area,
                   PackDate(MakeDate(2018, said.month, said.day))}];
        sum += figure;
        ++contributions;
      }
    }
    EXPECT_EQ(Counted(), cells);
    ExpectVerified();
  }

  // What each history moved, added up, is what the activity counts for.
  void ExpectHistories() {
    for (size_t i = 0; i < model_.activities.size(); ++i) {
      const Model::Activity& activity = model_.activities[i];
      const auto read = Read(static_cast<int64_t>(i) + 1);
      ASSERT_TRUE(read.ok()) << read.status();
      ASSERT_EQ(read->history_size(), activity.version);
      EXPECT_EQ(read->state() == v1::Activity::STATE_WITHDRAWN,
                activity.is_withdrawn);
      EXPECT_EQ(Moved(*read), activity.counted);
      std::map<int, int64_t> moved;
      for (const v1::ActivityVersion& version : read->history()) {
        for (const v1::MeasureEffect& change : version.changes()) {
          moved[change.measure_code().back() - '0'] += change.delta();
        }
      }
      EXPECT_EQ(Trim(moved), activity.counted);
    }
  }

  std::mt19937_64 random_;
  Model model_;
  int published_ = 1;
  // What was taken, and edits by why they were refused.
  std::map<std::string, int> taken_;
};

TEST_F(ActivityRandomTest, RandomChangesDoWhatTheContractSays) {
  const uint64_t seed = std::random_device()();
  SCOPED_TRACE(absl::StrCat("seed ", seed));
  random_.seed(seed);
  for (int month = kFirstMonth; month <= kLastMonth; ++month) {
    model_.months[month];
  }
  model_.today = Model::DayOf(5, 2);
  Publish();
  for (int step = 0; step < 2000; ++step) {
    SCOPED_TRACE(absl::StrCat("step ", step));
    const int draw = Pick(100);
    if (draw < 24) {
      CreateOne();
    } else if (draw < 76) {
      EditOne();
    } else if (draw < 84) {
      WithdrawOne();
    } else if (draw < 89) {
      Publish();
    } else if (draw < 91) {
      if (step > 500) AdoptOnce();
    } else if (draw < 93) {
      if (Pick(2) == 0) NextDay();
    } else if (draw < 95) {
      ApproveOne();
    } else {
      ReopenOne();
    }
    if (HasFailure()) return;
    if (step % 400 == 399) {
      service_.Reopen();
      ExpectAsModelled();
    }
  }
  ExpectHistories();
  // None of it was all refused.
  for (const char* what :
       {"created", "edited", "moved", "withdrawn", "PERIOD", "ETAG_MISMATCH",
        "FIGURE_MISSING", "FIGURES_DISAGREE"}) {
    EXPECT_GE(taken_[what], 10) << what;
  }
  for (const char* what :
       {"not created: AREA_OUTSIDE_MUNICIPALITY", "not created: DATE_IN_FUTURE",
        "not created: ACTIVITY_LOOKS_ENTERED", "ACTIVITY_LOOKS_ENTERED"}) {
    EXPECT_GE(taken_[what], 1) << what;
  }
}

}  // namespace
}  // namespace entente::indicators
