// Random acts on random days against a naive model.
#include <map>
#include <optional>
#include <random>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "services/indicators/period_fixture_test.h"

namespace entente::indicators {
namespace {

using v1::Period;

constexpr int kFirst = 3;
constexpr int kLast = 6;

// The words of the contract about one source and one measure, without a table.
// Days count from 1 January 2018.
struct Model {
  struct Month {
    std::map<std::string, int64_t> events;
    bool is_confirmed = false;
    int version = 0;
    bool is_approved = false;
    bool is_rejected = false;
    std::optional<int> reopened_until;
    std::string approver;
    // Who asked for the latest re-opening since the last version and who
    // approved it; empty: none.
    std::set<std::string> reopeners;
    // Who asks to re-open it, and until when.
    std::optional<std::pair<std::string, int>> asked;
    // Day until which the source is let in.
    std::set<int> exceptions;
  };
  std::map<int, Month> months;
  // Event to the month it counts in.
  std::map<std::string, int> places;
  int today = 0;

  static int DayOf(int month, int day) {
    return static_cast<int>(absl::CivilDay(2018, month, day) -
                            absl::CivilDay(2018, 1, 1));
  }
  // Days since the last of the month.
  int Age(int month) const { return today - (DayOf(month + 1, 1) - 1); }

  // Rows are of the first of their month.
  bool IsInFuture(int month) const { return DayOf(month, 1) > today; }

  std::string Refusal(int month) const {
    const Month& state = months.at(month);
    if (state.is_approved) return "PERIOD_APPROVED";
    if (state.reopened_until.has_value()) {
      if (today <= *state.reopened_until) return "";
      return Age(month) > 40 ? "PERIOD_CLOSED" : "PERIOD_REOPENING_ENDED";
    }
    if (Age(month) > 40) return "PERIOD_CLOSED";
    if (Age(month) <= 20) return "";
    for (const int until : state.exceptions) {
      if (today <= until) return "";
    }
    return "PERIOD_LOCKED";
  }

  int64_t Sum(int month) const {
    int64_t sum = 0;
    for (const auto& [id, value] : months.at(month).events) sum += value;
    return sum;
  }
};

class PeriodRandomTest : public PeriodTest {
 protected:
  int Pick(int n) { return static_cast<int>(random_() % n); }
  int PickMonth() { return kFirst + Pick(kLast - kFirst + 1); }

  google::type::Date Until(int days) {
    const absl::CivilDay day = absl::CivilDay(2018, 1, 1) + model_.today + days;
    return MakeDate(static_cast<int>(day.year()), day.month(), day.day());
  }

  void NextDays() {
    const int days = 1 + Pick(6);
    model_.today += days;
    clock_.Advance(absl::Hours(24 * days));
  }

  void DeliverNew() {
    const int month = PickMonth();
    const std::string id = absl::StrCat("event-", 1000 + ++events_);
    const int64_t value = Pick(9);
    const std::string expected =
        model_.IsInFuture(month) ? "DATE_IN_FUTURE" : model_.Refusal(month);
    EXPECT_EQ(Refused(Deliver({Row(id, month, value)})), expected);
    if (!expected.empty()) return;
    model_.months[month].events[id] = value;
    model_.months[month].is_confirmed = false;
    model_.places[id] = month;
  }

  void Correct() {
    if (model_.places.empty()) return;
    auto place = model_.places.begin();
    std::advance(place, Pick(static_cast<int>(model_.places.size())));
    const std::string first = place->first;
    const int from = place->second;
    const int to = PickMonth();
    const int64_t value = Pick(9);
    std::string expected = model_.IsInFuture(to) ? "DATE_IN_FUTURE" : "";
    if (expected.empty()) expected = model_.Refusal(from);
    if (expected.empty()) expected = model_.Refusal(to);
    EXPECT_EQ(Refused(Deliver({Row(absl::StrCat("event-", 1000 + ++events_), to,
                                   value, first)})),
              expected);
    if (!expected.empty()) return;
    if (from == to && model_.months[from].events[first] == value) return;
    model_.months[from].events.erase(first);
    model_.months[to].events[first] = value;
    model_.months[from].is_confirmed = false;
    model_.months[to].is_confirmed = false;
    place->second = to;
  }

  void ConfirmMonth() {
    const int month = PickMonth();
    Model::Month& state = model_.months[month];
    const bool is_good = model_.Age(month) > 0 && !state.is_approved;
    EXPECT_EQ(
        Confirm(month, "zone5339", static_cast<int64_t>(state.events.size()))
            .ok(),
        is_good);
    if (is_good) state.is_confirmed = true;
  }

  void ApproveMonth() {
    const int month = PickMonth();
    const std::string person = absl::StrCat("p-", Pick(3));
    Model::Month& state = model_.months[month];
    const bool is_good = model_.Age(month) > 0 && !state.is_approved &&
                         state.is_confirmed &&
                         state.reopeners.count(person) == 0;
    const auto approved = Approve(month, {}, person);
    ASSERT_EQ(approved.ok(), is_good) << approved.status();
    if (!is_good) return;
    state.is_approved = true;
    state.is_rejected = false;
    state.reopened_until.reset();
    state.approver = person;
    state.reopeners.clear();
    state.asked.reset();
    ++state.version;
    int64_t sum = 0;
    for (const v1::PeriodFigure& figure : approved->figures()) {
      sum += figure.value();
    }
    EXPECT_EQ(sum, model_.Sum(month));
    frozen_[{month, state.version}] = *approved;
  }

  void RejectMonth() {
    const int month = PickMonth();
    Model::Month& state = model_.months[month];
    const bool is_good = model_.Age(month) > 0 && !state.is_approved;
    EXPECT_EQ(Reject(month).ok(), is_good);
    if (!is_good) return;
    state.is_confirmed = false;
    state.is_rejected = !state.reopened_until.has_value();
    state.asked.reset();
  }

  void AskToReopen() {
    const int month = PickMonth();
    const std::string person = absl::StrCat("p-", Pick(3));
    const int days = Pick(12);
    Model::Month& state = model_.months[month];
    const bool is_good =
        (state.is_approved || state.reopened_until || model_.Age(month) > 40) &&
        state.approver != person;
    const auto asked = AskReopening(month, Until(days), person);
    ASSERT_EQ(asked.ok(), is_good) << asked.status();
    if (is_good) state.asked = {person, model_.today + days};
  }

  void GrantOrEnd() {
    const int month = PickMonth();
    const std::string person = absl::StrCat("p-", Pick(3));
    Model::Month& state = model_.months[month];
    const bool is_asked =
        state.asked.has_value() && model_.today <= state.asked->second;
    if (Pick(4) == 0) {
      const auto ended = EndReopening(month, person);
      ASSERT_EQ(ended.ok(), is_asked) << ended.status();
      if (is_asked) state.asked.reset();
      return;
    }
    const bool is_good = is_asked && state.asked->first != person;
    const auto reopened = GrantReopening(month, person);
    ASSERT_EQ(reopened.ok(), is_good) << reopened.status();
    if (!is_good) return;
    state.is_approved = false;
    state.is_rejected = false;
    state.reopened_until = state.asked->second;
    state.reopeners = {state.asked->first, person};
    state.asked.reset();
  }

  void Except() {
    const int month = PickMonth();
    Model::Month& state = model_.months[month];
    const int until =
        std::min(model_.today + Pick(12), Model::DayOf(month + 1, 1) - 1 + 40);
    const bool is_good = model_.Age(month) > 0 && model_.Age(month) <= 40 &&
                         !state.is_approved && !state.reopened_until;
    const auto asked =
        Ask(month, Until(until - model_.today), "zone5339", "p-1");
    ASSERT_EQ(asked.ok(), is_good) << asked.status();
    if (!is_good || Pick(3) == 0) return;
    ASSERT_TRUE(Grant(asked->name(), "p-2").ok());
    state.exceptions.insert(until);
  }

  void ExpectAsModelled() {
    for (int month = kFirst; month <= kLast; ++month) {
      const Model::Month& state = model_.months[month];
      const auto period = Get(month);
      ASSERT_TRUE(period.ok()) << period.status();
      ASSERT_GE(period->sources_size(), 1);
      EXPECT_EQ(period->sources(0).contributions(),
                static_cast<int64_t>(state.events.size()));
      EXPECT_EQ(period->is_confirmed(), state.is_confirmed);
      EXPECT_EQ(period->latest_version(), state.version);
      EXPECT_EQ(period->standing() == Period::STANDING_APPROVED,
                state.is_approved);
      EXPECT_EQ(period->standing() == Period::STANDING_REJECTED,
                state.is_rejected);
    }
    for (const auto& [place, version] : frozen_) {
      const auto now = Version(place.first, place.second);
      ASSERT_TRUE(now.ok()) << now.status();
      EXPECT_EQ(now->sha256(), version.sha256());
      ASSERT_EQ(now->figures_size(), version.figures_size());
      for (int i = 0; i < version.figures_size(); ++i) {
        EXPECT_EQ(now->figures(i).SerializeAsString(),
                  version.figures(i).SerializeAsString());
      }
    }
  }

  std::mt19937_64 random_;
  Model model_;
  int events_ = 0;
  std::map<std::pair<int, int>, v1::PeriodVersion> frozen_;
};

TEST_F(PeriodRandomTest, RandomActsDoWhatTheContractSays) {
  const uint64_t seed = std::random_device()();
  SCOPED_TRACE(absl::StrCat("seed ", seed));
  random_.seed(seed);
  ASSERT_TRUE(Adopt(Calendar(3)).ok());
  for (int month = kFirst; month <= kLast; ++month) model_.months[month];
  model_.today = Model::DayOf(5, 2);
  for (int step = 0; step < 400; ++step) {
    SCOPED_TRACE(absl::StrCat("step ", step));
    switch (Pick(10)) {
      case 0:
        if (Pick(2) == 0) NextDays();
        break;
      case 1:
      case 2:
        DeliverNew();
        break;
      case 3:
        Correct();
        break;
      case 4:
      case 5:
        ConfirmMonth();
        break;
      case 6:
        ApproveMonth();
        break;
      case 7:
        if (Pick(3) == 0) {
          RejectMonth();
        } else {
          GrantOrEnd();
        }
        break;
      case 8:
        AskToReopen();
        break;
      default:
        Except();
    }
    if (HasFailure()) return;
    if (step % 100 == 99) {
      service_.Reopen();
      ExpectAsModelled();
      ExpectVerified();
    }
  }
}

}  // namespace
}  // namespace entente::indicators
