// A naive model of activities, their months and what they count for, against
// which random changes are held.
#ifndef SERVICES_INDICATORS_ACTIVITY_MODEL_FIXTURE_TEST_H_
#define SERVICES_INDICATORS_ACTIVITY_MODEL_FIXTURE_TEST_H_

#include <algorithm>
#include <cstdint>
#include <iterator>
#include <map>
#include <optional>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "absl/time/civil_time.h"

namespace entente::indicators {

inline constexpr int kFirstMonth = 3;
inline constexpr int kLastMonth = 6;
inline constexpr const char* kTypes[] = {"training", "session"};
// The last lies in another municipality.
inline constexpr const char* kAreas[] = {"", "21004", "DPI-1", "21009"};
inline constexpr int kAreaOutside = 3;
inline constexpr const char* kFigures[] = {"sessions", "participants",
                                           "course_minutes", "persons_reached",
                                           "person_minutes"};

// The words of the contract, without the program's tables and differences.
struct ActivityModel {
  struct Said {
    int type = 0;
    int month = kFirstMonth;
    int day = 1;
    int area = 0;
    std::map<std::string, int> figures;

    friend bool operator==(const Said& a, const Said& b) {
      return std::tie(a.type, a.month, a.day, a.area, a.figures) ==
             std::tie(b.type, b.month, b.day, b.area, b.figures);
    }
  };
  struct Activity {
    Said said;
    // Measure to what it counts for.
    std::map<int, int64_t> counted;
    bool is_withdrawn = false;
    int version = 1;
  };
  struct Month {
    bool is_approved = false;
    std::optional<int> reopened_until;
  };
  // Measure and type to the figure that feeds it; no entry: none does.
  std::map<std::pair<int, int>, std::string> feeds;
  bool has_second_type = true;
  std::vector<Activity> activities;
  std::map<int, Month> months;
  // Days count from 1 January 2018.
  int today = 0;
  bool has_calendar = false;

  static int DayOf(int month, int day) {
    return static_cast<int>(absl::CivilDay(2018, month, day) -
                            absl::CivilDay(2018, 1, 1));
  }

  int Age(int month) const { return today - (DayOf(month + 1, 1) - 1); }

  // Which of the refusals of a month it is, is judged in tests of months.
  std::string MonthRefusal(int month) const {
    if (!has_calendar) return "";
    const Month& state = months.at(month);
    const bool is_open = state.reopened_until.has_value()
                             ? today <= *state.reopened_until
                             : Age(month) <= 20;
    return is_open && !state.is_approved ? "" : "PERIOD";
  }

  static int Figure(const Said& said, const std::string& figure) {
    const auto found = said.figures.find(figure);
    const int value = found == said.figures.end() ? 0 : found->second;
    return figure == "sessions" && value == 0 ? 1 : value;
  }

  // Minutes of persons when all participants follow every session.
  static int PersonMinutesMax(const Said& said) {
    return Figure(said, "participants") * Figure(said, "course_minutes");
  }
  static bool DoFiguresDisagree(const Said& said) {
    const int known = Figure(said, "person_minutes");
    const int most = PersonMinutesMax(said);
    if (known == 0 || most == 0) return false;
    return Figure(said, "sessions") == 1 ? known != most : known > most;
  }

  // A month as a whole has begun with its first day.
  bool IsInFuture(const Said& said) const {
    return DayOf(said.month, std::max(said.day, 1)) > today;
  }

  // `standing` is what is edited; null: it is new. What that never had is not
  // missing as long as its type and day stay.
  std::string Refusal(const Said& said, const Said* standing = nullptr) const {
    const bool stands = standing != nullptr && standing->type == said.type &&
                        standing->month == said.month &&
                        standing->day == said.day;
    if (said.type == 1 && !has_second_type) return "UNKNOWN_ACTIVITY_TYPE";
    if (IsInFuture(said)) return "DATE_IN_FUTURE";
    if (said.area == kAreaOutside) return "AREA_OUTSIDE_MUNICIPALITY";
    for (const auto& [place, figure] : feeds) {
      if (place.second == said.type && figure != "person_minutes" &&
          Figure(said, figure) == 0 &&
          (!stands || Figure(*standing, figure) != 0)) {
        return "FIGURE_MISSING";
      }
    }
    return DoFiguresDisagree(said) ? "FIGURES_DISAGREE" : "";
  }

  // Organisers are not drawn: none is like any.
  static bool LooksAlike(const Said& a, const Said& b) {
    const auto has_same = [&](const char* figure) {
      const int first = Figure(a, figure);
      const int second = Figure(b, figure);
      return first == second || (figure == std::string("person_minutes") &&
                                 (first == 0 || second == 0));
    };
    return a.type == b.type && a.month == b.month &&
           (a.day == b.day || a.day == 0 || b.day == 0) &&
           std::max(a.area, 1) == std::max(b.area, 1) &&
           std::all_of(std::begin(kFigures), std::end(kFigures), has_same);
  }

  // One that counts and looks like `said`, but not like what stood before.
  bool LooksEntered(const Said& said, const Said* before) const {
    return std::any_of(
        activities.begin(), activities.end(), [&](const Activity& other) {
          return !other.is_withdrawn && LooksAlike(said, other.said) &&
                 (before == nullptr || !LooksAlike(*before, other.said));
        });
  }

  std::map<int, int64_t> Count(const Said& said) const {
    std::map<int, int64_t> counted;
    for (const auto& [place, figure] : feeds) {
      if (place.second == said.type && Figure(said, figure) != 0) {
        counted[place.first] += Figure(said, figure);
      }
    }
    return counted;
  }
};

}  // namespace entente::indicators

#endif  // SERVICES_INDICATORS_ACTIVITY_MODEL_FIXTURE_TEST_H_
