// What a source is told that has not confirmed a month. Names nobody. Pure.
#ifndef TOOLS_CLIENT_PERIOD_REMINDER_H_
#define TOOLS_CLIENT_PERIOD_REMINDER_H_

#include <map>
#include <string>
#include <utility>
#include <vector>

#include "absl/time/civil_time.h"
#include "entente/indicators/v1/period.pb.h"
#include "google/type/date.pb.h"
#include "services/common/base/error.h"
#include "tools/client/language.h"

namespace entente::client {

struct Reminder {
  std::string source = {};
  // In the language of the source; French and Dutch where it is not known.
  std::vector<std::pair<Language, std::string>> texts = {};
};

// The day until which figures of `source` are asked: while the month is
// re-opened its last day, in a locked one that of the source's exception in
// force, else the day on which the month is due. Not set where none is known.
google::type::Date AskedUntil(const entente::indicators::v1::Period& month,
                              const std::string& source);

// Whether figures are refused until people let them in: an exception of one
// source leaves it shut for the others.
bool IsShut(const entente::indicators::v1::Period& month);

// Sources that the calendar expects and that have not confirmed, by code. None
// of an approved month, which takes neither figures nor confirmations.
std::vector<std::string> SourcesToRemind(
    const entente::indicators::v1::Period& month);

// What `source` is told on `today`: which month, since when it is due, until
// when its figures are taken or what lets them in, how they come back. What
// people decided of the month goes before what the calendar says. Lines end
// with a newline.
Sentence ReminderSentence(const entente::indicators::v1::Period& month,
                          const std::string& source, absl::CivilDay today);

// One for each of `sources`. `languages` are those that are known.
std::vector<Reminder> RemindersOf(
    const entente::indicators::v1::Period& month,
    const std::vector<std::string>& sources,
    const std::map<std::string, Language>& languages, absl::CivilDay today);

// {"month", "due_date", "reminders": [{"source", "texts": [{"language",
// "text"}]}]}, with a newline.
std::string RemindersJson(const entente::indicators::v1::Period& month,
                          const std::vector<Reminder>& reminders);

}  // namespace entente::client

#endif  // TOOLS_CLIENT_PERIOD_REMINDER_H_
