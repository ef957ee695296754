// Parts of `entente activity` that have a file of their own, and what they
// share: what a person says of an activity, and how it is shown.
#ifndef TOOLS_CLIENT_ACTIVITY_PARTS_H_
#define TOOLS_CLIENT_ACTIVITY_PARTS_H_

#include <string>
#include <vector>

#include "CLI/App.hpp"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "entente/indicators/v1/activity.pb.h"
#include "tools/client/cli.h"
#include "tools/client/measure_lookup.h"

namespace entente::client {

// The flags that say what an activity was. Only what was given counts: an empty
// text takes away what stood.
class SaidFlags {
 public:
  // `is_edit`: every flag says what is to change.
  void Declare(Command& command, bool is_edit);

  // Sets what was given in `activity`; the names of these fields. Errors:
  // USAGE.
  absl::StatusOr<std::vector<std::string>> Apply(
      entente::indicators::v1::Activity& activity) const;

  bool has_type() const { return IsGiven(type_option_); }
  bool has_date() const { return IsGiven(date_option_); }

 private:
  static bool IsGiven(const CLI::Option* option) { return option->count() > 0; }

  std::string type_;
  std::string date_;
  std::string area_;
  std::string organiser_;
  std::vector<std::string> partners_;
  int sessions_ = 0;
  int participants_ = 0;
  std::string hours_;
  std::string person_hours_;
  int persons_reached_ = 0;
  std::vector<std::string> breakdowns_;
  CLI::Option* type_option_ = nullptr;
  CLI::Option* date_option_ = nullptr;
  CLI::Option* area_option_ = nullptr;
  CLI::Option* organiser_option_ = nullptr;
  CLI::Option* partners_option_ = nullptr;
  CLI::Option* sessions_option_ = nullptr;
  CLI::Option* participants_option_ = nullptr;
  CLI::Option* hours_option_ = nullptr;
  CLI::Option* person_hours_option_ = nullptr;
  CLI::Option* persons_reached_option_ = nullptr;
  CLI::Option* breakdowns_option_ = nullptr;
};

// --another: it is another activity, whatever it looks like.
void AnotherFlag(Command& command, bool& is_another);

// ACTIVITY, required, and --municipality.
struct ActivityFlags {
  std::string municipality;
  std::string activity;

  void Declare(Command& command);
  // The full name of the activity.
  absl::StatusOr<std::string> Name(Cli& cli) const;
};

// The activity with its history. Errors: those of GetActivity.
absl::StatusOr<entente::indicators::v1::Activity> ReadActivity(
    Cli& cli, const std::string& name);

// What is said of it, each field in a word and a text; empty ones are left out.
struct SaidField {
  std::string word;
  std::string text;
};
std::vector<SaidField> SaidFields(
    Cli& cli, const entente::indicators::v1::Activity& activity);

// Where two say something else: word, before, after.
struct SaidDifference {
  std::string word;
  std::string before;
  std::string after;
};
std::vector<SaidDifference> SaidDifferences(
    Cli& cli, const entente::indicators::v1::Activity& before,
    const entente::indicators::v1::Activity& after);

// One line where a measure gets nothing of it, since person-hours were not
// said.
void PrintUnsaid(Cli& cli, const MeasureLookup& measures,
                 const entente::indicators::v1::Activity& activity);

// The same to err(), beside an answer in JSON, which is that of the service
// alone. The answer stands also where the measures of `municipality` cannot be
// read, which is said instead.
void NoteUnsaid(Cli& cli, const std::string& municipality,
                const entente::indicators::v1::Activity& activity);

// One line where rows of sources count, in the month of `activity`, for a
// measure that it counts for anew (CountsAnew): to err() beside an answer in
// JSON. Nothing where GetPeriod is not answered or does not tell the caller
// events by measure: the activity stands all the same. Who may not read months
// does not ask, so that no denial is kept of it.
void TellCountedRows(
    Cli& cli, const std::vector<entente::indicators::v1::Measure>& measures,
    const std::string& municipality,
    const entente::indicators::v1::Activity& activity);

// What was added, with the indicators that report it.
void PrintEffects(Cli& cli, const MeasureLookup& measures,
                  const entente::indicators::v1::Activity& activity);

// What a change moved, by day and area, with its sign.
void PrintMoved(Cli& cli, const MeasureLookup& measures,
                const entente::indicators::v1::Activity& activity);

// activity edit|withdraw
void AddActivityChangeCommands(CLI::App& activity, Cli& cli);
// activity list|show|types
void AddActivityReadCommands(CLI::App& activity, Cli& cli);

}  // namespace entente::client

#endif  // TOOLS_CLIENT_ACTIVITY_PARTS_H_
