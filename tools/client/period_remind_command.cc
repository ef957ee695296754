// period remind: what sources are told that have not confirmed a month.
#include <algorithm>
#include <map>
#include <memory>
#include <optional>
#include <ostream>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "entente/indicators/v1/period_service.grpc.pb.h"
#include "services/common/base/local_day.h"
#include "tools/client/period_parts.h"
#include "tools/client/period_reminder.h"
#include "tools/client/period_words.h"
#include "tools/client/sources/source_language.h"

namespace entente::client {
namespace {

namespace v1 = entente::indicators::v1;
using v1::PeriodService;

struct Flags {
  PeriodFlags period;
  std::string source;
};

absl::Status NotExpected(const std::string& source, const std::string& month) {
  return ClientError(
      absl::StatusCode::kFailedPrecondition, "SOURCE_NOT_EXPECTED",
      {absl::StrCat("No calendar expects ", source, " for ", month,
                    "; see entente period show ", month, "."),
       absl::StrCat("Aucun calendrier n'attend ", source, " pour ", month,
                    " ; voir entente period show ", month, "."),
       absl::StrCat("Geen kalender verwacht ", source, " voor ", month,
                    "; zie entente period show ", month, ".")});
}

// As when sheets are asked of them.
absl::Status NoSourceExpected(const std::string& month) {
  return ClientError(
      absl::StatusCode::kFailedPrecondition, "NO_SOURCE_EXPECTED",
      {absl::StrCat("No calendar expects a source for ", month,
                    "; see entente period show ", month, "."),
       absl::StrCat("Aucun calendrier n'attend de source pour ", month,
                    " ; voir entente period show ", month, "."),
       absl::StrCat("Geen kalender verwacht een bron voor ", month,
                    "; zie entente period show ", month, ".")});
}

// All that are to be reminded, or of these the one that is named.
absl::StatusOr<std::vector<std::string>> Choose(const v1::Period& month,
                                                const std::string& source) {
  std::vector<std::string> sources = SourcesToRemind(month);
  const bool is_expected = std::any_of(
      month.sources().begin(), month.sources().end(),
      [&](const v1::PeriodSource& one) {
        return one.is_expected() && (source.empty() || one.source() == source);
      });
  const std::string name = MonthText(month.name());
  if (!is_expected) {
    return source.empty() ? NoSourceExpected(name) : NotExpected(source, name);
  }
  if (source.empty()) return sources;
  if (std::find(sources.begin(), sources.end(), source) == sources.end()) {
    return std::vector<std::string>();
  }
  return std::vector<std::string>{source};
}

absl::Status Remind(Cli& cli, const Flags& flags) {
  v1::GetPeriodRequest request;
  ENTENTE_ASSIGN_OR_RETURN(*request.mutable_name(), flags.period.Name(cli));
  ENTENTE_ASSIGN_OR_RETURN(
      const v1::Period month,
      cli.session().Call(&PeriodService::Stub::GetPeriod, request));
  ENTENTE_ASSIGN_OR_RETURN(const std::vector<std::string> sources,
                           Choose(month, flags.source));
  std::map<std::string, Language> languages;
  for (const std::string& source : sources) {
    ENTENTE_ASSIGN_OR_RETURN(const std::optional<Language> language,
                             LanguageOfSource(cli, source));
    if (language.has_value()) languages[source] = *language;
  }
  const std::vector<Reminder> reminders =
      RemindersOf(month, sources, languages, LocalDay(absl::Now()));
  if (cli.is_json()) {
    cli.out() << RemindersJson(month, reminders);
    return absl::OkStatus();
  }
  bool is_first = true;
  for (const Reminder& reminder : reminders) {
    for (const auto& [language, text] : reminder.texts) {
      if (!is_first) cli.out() << "\n---\n\n";
      is_first = false;
      cli.out() << text;
    }
  }
  if (reminders.empty()) {
    const std::string name = MonthText(month.name());
    cli.Say({absl::StrCat("No source is to be reminded of ", name, "."),
             absl::StrCat("Aucune source n'est à relancer pour ", name, "."),
             absl::StrCat("Geen bron moet aan ", name, " herinnerd worden.")});
  }
  return absl::OkStatus();
}

}  // namespace

void AddRemindCommand(CLI::App& period, Cli& cli) {
  auto flags = std::make_shared<Flags>();
  Command command(
      period, cli, "remind",
      {"Writes what to tell each source that the calendar expects and that has "
       "not confirmed the month, in its language: since when it is due, and "
       "how its figures come back. Nothing is sent.",
       "Rédige ce qu'il faut dire à chaque source que le calendrier attend et "
       "qui n'a pas confirmé le mois, dans sa langue : depuis quand il est "
       "attendu, et comment renvoyer ses chiffres. Rien n'est envoyé.",
       "Schrijft wat te zeggen valt aan elke bron die de kalender verwacht en "
       "die de maand niet bevestigde, in haar taal: sinds wanneer ze verwacht "
       "wordt, en hoe haar cijfers terugkomen. Er wordt niets verstuurd."},
      "entente period remind 2018-03 --source bravvo");
  flags->period.Declare(command);
  command.Option("--source", flags->source,
                 {"This source only; all that are lacking by default.",
                  "Cette source seulement ; par défaut toutes celles qui "
                  "manquent.",
                  "Alleen deze bron; standaard alle die ontbreken."});
  command.Reads();
  command.Run([flags](Cli& cli) { return Remind(cli, *flags); });
}

}  // namespace entente::client
