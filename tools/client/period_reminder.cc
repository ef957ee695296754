#include "tools/client/period_reminder.h"

#include <algorithm>
#include <cstdint>

#include "absl/strings/str_cat.h"
#include "nlohmann/json.hpp"
#include "tools/client/format.h"
#include "tools/client/period_words.h"

namespace entente::client {
namespace {

namespace v1 = entente::indicators::v1;
using nlohmann::ordered_json;

// "They were due on 2018-04-15, 12 days ago."
Sentence DueSentence(const v1::Period& month, absl::CivilDay today) {
  const google::type::Date& date = month.due_date();
  const std::string due = FormatDate(date);
  const int64_t days =
      today - absl::CivilDay(date.year(), date.month(), date.day());
  if (days <= 0) {
    return {absl::StrCat("They are due on ", due, " at the latest."),
            absl::StrCat("Ils sont attendus pour le ", due, " au plus tard."),
            absl::StrCat("Ze worden ten laatste op ", due, " verwacht.")};
  }
  const Sentence ago =
      Plural(days, {"{n} day ago", "il y a {n} jour", "{n} dag geleden"},
             {"{n} days ago", "il y a {n} jours", "{n} dagen geleden"});
  return {absl::StrCat("They were due on ", due, ", ", ago.en, "."),
          absl::StrCat("Ils étaient attendus pour le ", due, ", ", ago.fr, "."),
          absl::StrCat("Ze werden op ", due, " verwacht, ", ago.nl, ".")};
}

// The exception that lets figures of `source` in; null where there is none.
const v1::PeriodException* InForce(const v1::Period& month,
                                   const std::string& source) {
  for (const v1::PeriodException& exception : month.exceptions()) {
    if (exception.source() == source &&
        exception.state() == v1::PeriodException::STATE_IN_FORCE) {
      return &exception;
    }
  }
  return nullptr;
}

// Of a month that takes no figures. It is confirmed all the same, which is all
// that is lacking of a source that delivered everything.
Sentence AskFirst(const Sentence& why, const Sentence& what) {
  return {
      absl::StrCat(why.en, " Where figures lack, ask the coordinator for ",
                   what.en, " first; to confirm needs none."),
      absl::StrCat(why.fr, " S'il manque des chiffres, demandez d'abord ",
                   what.fr,
                   " à la coordination ; pour confirmer, il n'en faut "
                   "pas."),
      absl::StrCat(why.nl, " Ontbreken er cijfers, vraag dan eerst ", what.nl,
                   " aan de coördinatie; om te bevestigen is er geen "
                   "nodig.")};
}

// Until when figures are taken, while people let them in.
Sentence LetIn(const Sentence& why, const google::type::Date& until) {
  const std::string day = FormatDate(until);
  return {
      absl::StrCat(why.en, " Figures are taken until ", day, "."),
      absl::StrCat(why.fr, " Les chiffres sont pris jusqu'au ", day, "."),
      absl::StrCat(why.nl, " Cijfers worden aanvaard tot en met ", day, ".")};
}

// Of a month that is locked or closed, and open by nobody's decision.
Sentence ShutSentence(const v1::Period& month, const std::string& source) {
  if (month.stage() == v1::Period::STAGE_CLOSED) {
    return AskFirst({"The month is closed.", "Le mois est clôturé.",
                     "De maand is afgesloten."},
                    {"a re-opening", "une réouverture", "een heropening"});
  }
  const v1::PeriodException* exception = InForce(month, source);
  if (exception != nullptr) {
    return LetIn({"The month is locked, with an exception for you.",
                  "Le mois est verrouillé, avec une exception pour vous.",
                  "De maand is vergrendeld, met een uitzondering voor u."},
                 exception->until());
  }
  return AskFirst({"The month is locked.", "Le mois est verrouillé.",
                   "De maand is vergrendeld."},
                  {"an exception", "une exception", "een uitzondering"});
}

// Since when figures are due, and until when they are taken or what lets them
// in: by what people decided, else by the calendar.
Sentence WhenSentence(const v1::Period& month, const std::string& source,
                      absl::CivilDay today) {
  if (month.standing() == v1::Period::STANDING_REOPENED) {
    return LetIn({"The month was re-opened.", "Le mois a été rouvert.",
                  "De maand is heropend."},
                 month.reopen_until());
  }
  if (month.standing() == v1::Period::STANDING_REOPENING_ENDED) {
    return AskFirst({"The re-opening of the month has ended.",
                     "La réouverture du mois est terminée.",
                     "De heropening van de maand is voorbij."},
                    {"another", "une autre", "een andere"});
  }
  const Sentence due = DueSentence(month, today);
  if (month.stage() == v1::Period::STAGE_LOCKED ||
      month.stage() == v1::Period::STAGE_CLOSED) {
    const Sentence shut = ShutSentence(month, source);
    return {absl::StrCat(due.en, " ", shut.en),
            absl::StrCat(due.fr, " ", shut.fr),
            absl::StrCat(due.nl, " ", shut.nl)};
  }
  const std::string lock = FormatDate(month.lock_date());
  return {absl::StrCat(due.en, " They are taken until ", lock, "."),
          absl::StrCat(due.fr, " Ils sont pris jusqu'au ", lock, "."),
          absl::StrCat(due.nl, " Ze worden aanvaard tot en met ", lock, ".")};
}

Sentence HowSentence(const std::string& month, const std::string& source) {
  const std::string confirm =
      absl::StrCat("entente period confirm ", month, " --as ", source);
  return {
      absl::StrCat("Send back the sheet that you were sent, filled in, or "
                   "deliver from your own system as usual. Then say that the "
                   "month is complete: in your answer, or by ",
                   confirm),
      absl::StrCat("Renvoyez rempli le relevé que vous avez reçu, ou livrez "
                   "depuis votre propre système comme d'habitude. Dites "
                   "ensuite que le mois est complet : dans votre réponse, ou "
                   "par ",
                   confirm),
      absl::StrCat("Stuur het blad dat u kreeg ingevuld terug, of lever "
                   "zoals gewoonlijk uit uw eigen systeem. Zeg daarna dat de "
                   "maand volledig is: in uw antwoord, of met ",
                   confirm)};
}

}  // namespace

google::type::Date AskedUntil(const v1::Period& month,
                              const std::string& source) {
  if (month.standing() == v1::Period::STANDING_REOPENED) {
    return month.reopen_until();
  }
  const v1::PeriodException* exception = InForce(month, source);
  return month.stage() == v1::Period::STAGE_LOCKED && exception != nullptr
             ? exception->until()
             : month.due_date();
}

bool IsShut(const v1::Period& month) {
  switch (month.standing()) {
    case v1::Period::STANDING_REOPENED:
      return false;
    case v1::Period::STANDING_APPROVED:
    case v1::Period::STANDING_REOPENING_ENDED:
      return true;
    default:
      return month.stage() == v1::Period::STAGE_LOCKED ||
             month.stage() == v1::Period::STAGE_CLOSED;
  }
}

std::vector<std::string> SourcesToRemind(const v1::Period& month) {
  std::vector<std::string> sources;
  if (month.standing() == v1::Period::STANDING_APPROVED) return sources;
  for (const v1::PeriodSource& source : month.sources()) {
    if (source.is_expected() && !source.is_confirmed()) {
      sources.push_back(source.source());
    }
  }
  std::sort(sources.begin(), sources.end());
  return sources;
}

Sentence ReminderSentence(const v1::Period& month, const std::string& source,
                          absl::CivilDay today) {
  const std::string name = MonthText(month.name());
  const Sentence when = WhenSentence(month, source, today);
  const Sentence how = HowSentence(name, source);
  return {absl::StrCat("Figures of ", name, ", source ", source, "\n\n",
                       "We are not told yet that your figures of ", name,
                       " are complete. ", when.en, "\n", how.en, "\n"),
          absl::StrCat("Chiffres de ", name, ", source ", source, "\n\n",
                       "Il ne nous est pas encore dit que vos chiffres de ",
                       name, " sont complets. ", when.fr, "\n", how.fr, "\n"),
          absl::StrCat("Cijfers van ", name, ", bron ", source, "\n\n",
                       "Er is ons nog niet gezegd dat uw cijfers van ", name,
                       " volledig zijn. ", when.nl, "\n", how.nl, "\n")};
}

std::vector<Reminder> RemindersOf(
    const v1::Period& month, const std::vector<std::string>& sources,
    const std::map<std::string, Language>& languages, absl::CivilDay today) {
  std::vector<Reminder> reminders;
  for (const std::string& source : sources) {
    const Sentence sentence = ReminderSentence(month, source, today);
    Reminder& reminder = reminders.emplace_back();
    reminder.source = source;
    std::vector<Language> read = {Language::kFr, Language::kNl};
    const auto known = languages.find(source);
    if (known != languages.end()) read = {known->second};
    for (const Language language : read) {
      reminder.texts.emplace_back(language, Pick(sentence, language));
    }
  }
  return reminders;
}

std::string RemindersJson(const v1::Period& month,
                          const std::vector<Reminder>& reminders) {
  ordered_json document;
  document["month"] = MonthText(month.name());
  document["due_date"] = FormatDate(month.due_date());
  document["reminders"] = ordered_json::array();
  for (const Reminder& reminder : reminders) {
    ordered_json one;
    one["source"] = reminder.source;
    one["texts"] = ordered_json::array();
    for (const auto& [language, text] : reminder.texts) {
      ordered_json said;
      said["language"] = LanguageCode(language);
      said["text"] = text;
      one["texts"].push_back(std::move(said));
    }
    document["reminders"].push_back(std::move(one));
  }
  return document.dump(2) + "\n";
}

}  // namespace entente::client
