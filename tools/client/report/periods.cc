#include "tools/client/report/periods.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "tools/client/completeness_words.h"
#include "tools/client/report/format.h"

namespace entente::client {
namespace {

using indicators::v1::Period;
using indicators::v1::PeriodException;
using indicators::v1::PeriodSource;
using Items = std::vector<TodoItem>;

// What a month waits for.
enum class Need {
  kNothing,
  kSources,
  kApproval,
  kClosed,
  // Re-opened: to be approved again; its sources must confirm again; both, and
  // nobody can deliver any more.
  kAgain,
  kSourcesAgain,
  kReopeningEnded,
};

std::string MonthOf(const std::string& name) {
  const std::vector<std::string> parts = absl::StrSplit(name, '/');
  return parts.size() > 3 ? parts[3] : name;
}

std::vector<std::string> Unconfirmed(const Period& period) {
  std::vector<std::string> sources;
  for (const PeriodSource& source : period.sources()) {
    if (source.is_expected() && !source.is_confirmed()) {
      sources.push_back(source.source());
    }
  }
  return sources;
}

Need NeedOf(const Period& period) {
  switch (period.standing()) {
    case Period::STANDING_REOPENED:
      return Unconfirmed(period).empty() ? Need::kAgain : Need::kSourcesAgain;
    case Period::STANDING_REOPENING_ENDED:
      return Unconfirmed(period).empty() ? Need::kAgain : Need::kReopeningEnded;
    case Period::STANDING_UNDECIDED:
    case Period::STANDING_REJECTED:
      break;
    default:
      return Need::kNothing;
  }
  switch (period.stage()) {
    case Period::STAGE_OPEN:
    case Period::STAGE_DUE_PASSED:
    case Period::STAGE_LOCKED:
    case Period::STAGE_CLOSED:
      break;
    default:
      return Need::kNothing;
  }
  if (Unconfirmed(period).empty()) return Need::kApproval;
  return period.stage() == Period::STAGE_CLOSED ? Need::kClosed
                                                : Need::kSources;
}

// The months that need `need`, "2018-03, 2018-04".
std::vector<std::string> MonthsThatNeed(const ReportData& data, Need need) {
  std::vector<std::string> months;
  for (const Period& period : data.periods) {
    if (NeedOf(period) == need) months.push_back(MonthOf(period.name()));
  }
  return months;
}

// Sources that have not confirmed, "zone5339 (1/5 measures), bravvo".
Sentence AwaitedText(const Period& period) {
  Sentence all;
  for (const PeriodSource& source : period.sources()) {
    if (!source.is_expected() || source.is_confirmed()) continue;
    const std::string name =
        absl::StrCat(all.en.empty() ? "" : ", ", source.source());
    const std::string share = ReportedText(source);
    const auto add = [&](const char* measures, std::string& text) {
      absl::StrAppend(&text, name);
      if (!share.empty()) absl::StrAppend(&text, " (", share, measures, ")");
    };
    add(" measures", all.en);
    add(" mesures", all.fr);
    add(" metingen", all.nl);
  }
  return all;
}

void AddSources(const Period& period, Items& items) {
  const std::string month = MonthOf(period.name());
  const Sentence awaited = AwaitedText(period);
  items.push_back(
      {.due = Day(period.due_date()),
       .code = "PERIOD_DUE",
       .what = {absl::StrCat("get the figures of ", month, ": ", awaited.en),
                absl::StrCat("obtenir les chiffres de ", month, " : ",
                             awaited.fr),
                absl::StrCat("cijfers van ", month,
                             " verkrijgen: ", awaited.nl)},
       .why = {"the source has not confirmed that the month is complete",
               "la source n'a pas confirmé que le mois est complet",
               "de bron heeft niet bevestigd dat de maand volledig is"},
       .source = period.name()});
}

void AddAgain(const Period& period, Items& items) {
  const std::string month = MonthOf(period.name());
  items.push_back(
      {.due = Day(period.reopen_until()),
       .code = "PERIOD_TO_APPROVE",
       .what = {absl::StrCat("approve ", month, " again"),
                absl::StrCat("approuver ", month, " à nouveau"),
                absl::StrCat(month, " opnieuw goedkeuren")},
       .why = {"re-opened, and confirmed since; figures are taken "
               "until this day. Not by who asked for the re-opening "
               "or approved it",
               "rouvert, et confirmé depuis ; les chiffres sont "
               "repris jusqu'à ce jour. Pas par qui a demandé ou "
               "approuvé la réouverture",
               "heropend en sindsdien bevestigd; cijfers worden "
               "tot deze dag opgenomen. Niet door wie de "
               "heropening vroeg of goedkeurde"},
       .source = period.name()});
}

void AddSourcesAgain(const Period& period, bool has_ended, Items& items) {
  const std::string month = MonthOf(period.name());
  const std::string sources = absl::StrJoin(Unconfirmed(period), ", ");
  items.push_back(
      {.due = Day(period.reopen_until()),
       .code = "PERIOD_REOPENED",
       .what = {absl::StrCat("have ", month, " confirmed again: ", sources),
                absl::StrCat("faire confirmer ", month,
                             " à nouveau : ", sources),
                absl::StrCat(month, " opnieuw laten bevestigen: ", sources)},
       .why =
           has_ended
               ? Sentence{"its re-opening has ended: confirm and approve it, "
                          "or re-open it",
                          "sa réouverture est terminée : le confirmer et "
                          "l'approuver, ou le rouvrir",
                          "haar heropening is voorbij: bevestigen en "
                          "goedkeuren, of heropenen"}
               : Sentence{"re-opened or sent back; figures are taken until "
                          "this day",
                          "rouvert ou renvoyé ; les chiffres sont repris "
                          "jusqu'à ce jour",
                          "heropend of teruggestuurd; cijfers worden tot "
                          "deze dag opgenomen"},
       .source = period.name()});
}

void AddReopening(const Period& period, Items& items) {
  if (!period.has_reopening_asked_until()) return;
  const std::string month = MonthOf(period.name());
  items.push_back(
      {.due = Day(period.reopening_asked_until()),
       .code = "PERIOD_REOPENING",
       .what = {absl::StrCat("approve the re-opening of ", month),
                absl::StrCat("approuver la réouverture de ", month),
                absl::StrCat("heropening van ", month, " goedkeuren")},
       .why = {"asked; another person must approve or end it",
               "demandée ; une autre personne doit l'approuver ou la retirer",
               "gevraagd; iemand anders moet ze goedkeuren of intrekken"},
       .source = period.name()});
}

void AddExceptions(const Period& period, Items& items) {
  for (const PeriodException& exception : period.exceptions()) {
    if (exception.state() != PeriodException::STATE_REQUESTED) continue;
    const std::string what =
        absl::StrCat(MonthOf(period.name()), ", ", exception.source());
    items.push_back({.due = Day(exception.until()),
                     .code = "PERIOD_EXCEPTION",
                     .what = {absl::StrCat("approve an exception: ", what),
                              absl::StrCat("approuver une exception : ", what),
                              absl::StrCat("uitzondering goedkeuren: ", what)},
                     .why = {"asked; another person must approve it",
                             "demandée ; une autre personne doit l'approuver",
                             "gevraagd; iemand anders moet ze goedkeuren"},
                     .source = exception.name()});
  }
}

// One item however many months: a list of every month hides the rest.
void AddMonths(const std::vector<std::string>& months, const std::string& code,
               Sentence what, Sentence why, Items& items) {
  if (months.empty()) return;
  items.push_back({.code = code,
                   .what = std::move(what),
                   .why = std::move(why),
                   .source = absl::StrJoin(months, ", ")});
}

// What is not reported of months that somebody may still complete, although
// its source says that they are complete: "2018-03 zone5339 1/5".
std::vector<std::string> IncompleteMonths(const ReportData& data) {
  std::vector<std::string> incomplete;
  for (const Period& period : data.periods) {
    const Need need = NeedOf(period);
    if (need == Need::kNothing || need == Need::kClosed) continue;
    for (const PeriodSource& source : period.sources()) {
      if (!source.is_confirmed() || source.missing_measures().empty()) continue;
      incomplete.push_back(absl::StrCat(MonthOf(period.name()), " ",
                                        source.source(), " ",
                                        ReportedText(source)));
    }
  }
  return incomplete;
}

void AddIncomplete(const ReportData& data, Items& items) {
  const std::vector<std::string> incomplete = IncompleteMonths(data);
  const std::string count = absl::StrCat(" (", incomplete.size(), ")");
  AddMonths(
      incomplete, "PERIOD_INCOMPLETE",
      {absl::StrCat("get what is not reported of confirmed months", count),
       absl::StrCat("obtenir ce qui manque dans les mois confirmés", count),
       absl::StrCat("verkrijgen wat in bevestigde maanden ontbreekt", count)},
      {"a source reported nothing of some of its measures; where there was "
       "nothing it reports 0 (entente period show)",
       "une source n'a rien communiqué de certaines de ses mesures ; là où il "
       "n'y a rien eu elle communique 0 (entente period show)",
       "een bron meldde niets van sommige van haar metingen; waar er niets was "
       "meldt zij 0 (entente period show)"},
      items);
}

}  // namespace

void AddPeriodItems(const ReportData& data, Items& items) {
  if (!data.has_period_calendar) return;
  for (const Period& period : data.periods) {
    const Need need = NeedOf(period);
    if (need == Need::kSources) AddSources(period, items);
    if (need == Need::kAgain) AddAgain(period, items);
    if (need == Need::kSourcesAgain || need == Need::kReopeningEnded) {
      AddSourcesAgain(period, need == Need::kReopeningEnded, items);
    }
    AddReopening(period, items);
    AddExceptions(period, items);
  }
  AddIncomplete(data, items);
  const std::vector<std::string> ready = MonthsThatNeed(data, Need::kApproval);
  const std::string ready_count = absl::StrCat(" (", ready.size(), ")");
  AddMonths(
      ready, "PERIOD_TO_APPROVE",
      {absl::StrCat("approve the confirmed months", ready_count),
       absl::StrCat("approuver les mois confirmés", ready_count),
       absl::StrCat("bevestigde maanden goedkeuren", ready_count)},
      {"no expected source is missing", "aucune source attendue ne manque",
       "geen verwachte bron ontbreekt"},
      items);
  const std::vector<std::string> closed = MonthsThatNeed(data, Need::kClosed);
  const std::string closed_count = absl::StrCat(" (", closed.size(), ")");
  AddMonths(
      closed, "PERIOD_CLOSED_UNAPPROVED",
      {absl::StrCat("settle closed months that lack a confirmation",
                    closed_count),
       absl::StrCat("régler les mois clôturés sans confirmation", closed_count),
       absl::StrCat("afgesloten maanden zonder bevestiging regelen",
                    closed_count)},
      {"confirm, approve without the source, or re-open",
       "confirmer, approuver sans la source ou rouvrir",
       "bevestigen, zonder de bron goedkeuren of heropenen"},
      items);
}

std::string PeriodLine(const ReportData& data, Language language) {
  if (!data.has_period_calendar || data.periods.empty()) return "";
  size_t approved = 0;
  for (const Period& period : data.periods) {
    if (period.standing() == Period::STANDING_APPROVED) ++approved;
  }
  const std::pair<size_t, Sentence> kCounts[] = {
      {approved, {"approved", "approuvés", "goedgekeurd"}},
      {MonthsThatNeed(data, Need::kApproval).size(),
       {"to approve", "à approuver", "goed te keuren"}},
      {MonthsThatNeed(data, Need::kAgain).size() +
           MonthsThatNeed(data, Need::kSourcesAgain).size() +
           MonthsThatNeed(data, Need::kReopeningEnded).size(),
       {"re-opened", "rouverts", "heropend"}},
      {MonthsThatNeed(data, Need::kSources).size(),
       {"awaiting a source", "en attente d'une source",
        "wachtend op een bron"}},
      {MonthsThatNeed(data, Need::kClosed).size(),
       {"closed, not confirmed", "clôturés sans confirmation",
        "afgesloten zonder bevestiging"}}};
  std::vector<std::string> parts;
  for (const auto& [count, word] : kCounts) {
    if (count > 0)
      parts.push_back(absl::StrCat(In(word, language), " ", count));
  }
  if (parts.empty()) return "";
  const Sentence kMonths{"Months: ", "Mois : ", "Maanden: "};
  return absl::StrCat(In(kMonths, language), absl::StrJoin(parts, " · "), "\n");
}

}  // namespace entente::client
