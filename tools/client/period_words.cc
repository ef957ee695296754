#include "tools/client/period_words.h"

#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "tools/client/format.h"

namespace entente::client {
namespace {

namespace v1 = entente::indicators::v1;
using v1::Period;

Sentence StageWord(Period::Stage stage) {
  switch (stage) {
    case Period::STAGE_NO_CALENDAR:
      return {"open (no calendar)", "ouverte (sans calendrier)",
              "open (geen kalender)"};
    case Period::STAGE_RUNNING:
      return {"not ended", "en cours", "loopt nog"};
    case Period::STAGE_OPEN:
      return {"open", "ouverte", "open"};
    case Period::STAGE_DUE_PASSED:
      return {"due day past, open", "échéance passée, ouverte",
              "termijn voorbij, open"};
    case Period::STAGE_LOCKED:
      return {"locked", "verrouillée", "vergrendeld"};
    case Period::STAGE_CLOSED:
      return {"closed", "clôturée", "afgesloten"};
    default:
      return {"?", "?", "?"};
  }
}

// A month that was re-opened and sent back stays re-opened: its last decision
// says so.
Sentence SentBack(const Period& period, const Sentence& state) {
  const bool is_last =
      !period.decisions().empty() &&
      period.decisions().rbegin()->kind() == v1::PeriodDecision::KIND_REJECTED;
  if (!is_last && period.standing() != Period::STANDING_REJECTED) return state;
  return {absl::StrCat(state.en, ", sent back"),
          absl::StrCat(state.fr, ", renvoyée"),
          absl::StrCat(state.nl, ", teruggestuurd")};
}

}  // namespace

std::string MonthText(const std::string& name) {
  const std::vector<std::string> parts = absl::StrSplit(name, '/');
  return parts.size() > 3 ? parts[3] : name;
}

Sentence PeriodStateWord(const Period& period) {
  const std::string version = absl::StrCat(period.latest_version());
  const std::string until = FormatDate(period.reopen_until());
  switch (period.standing()) {
    case Period::STANDING_APPROVED:
      return {absl::StrCat("approved (version ", version, ")"),
              absl::StrCat("approuvée (version ", version, ")"),
              absl::StrCat("goedgekeurd (versie ", version, ")")};
    case Period::STANDING_REOPENED:
      return SentBack(period, {absl::StrCat("re-opened until ", until),
                               absl::StrCat("rouverte jusqu'au ", until),
                               absl::StrCat("heropend tot ", until)});
    case Period::STANDING_REOPENING_ENDED:
      return SentBack(period, {absl::StrCat("re-opening ended on ", until),
                               absl::StrCat("réouverture terminée le ", until),
                               absl::StrCat("heropening voorbij op ", until)});
    case Period::STANDING_REJECTED:
      return SentBack(period, StageWord(period.stage()));
    default:
      return StageWord(period.stage());
  }
}

Sentence TimelinessWord(v1::PeriodSource::Timeliness timeliness) {
  switch (timeliness) {
    case v1::PeriodSource::TIMELINESS_AWAITED:
      return {"awaited", "attendue", "verwacht"};
    case v1::PeriodSource::TIMELINESS_ON_TIME:
      return {"on time", "à temps", "op tijd"};
    case v1::PeriodSource::TIMELINESS_LATE:
      return {"late", "en retard", "te laat"};
    case v1::PeriodSource::TIMELINESS_MISSING:
      return {"missing", "manquante", "ontbreekt"};
    default:
      return {"", "", ""};
  }
}

Sentence ExceptionStateWord(v1::PeriodException::State state) {
  switch (state) {
    case v1::PeriodException::STATE_REQUESTED:
      return {"to be approved", "à approuver", "goed te keuren"};
    case v1::PeriodException::STATE_IN_FORCE:
      return {"in force", "en vigueur", "van kracht"};
    case v1::PeriodException::STATE_EXPIRED:
      return {"expired", "expirée", "verlopen"};
    case v1::PeriodException::STATE_REFUSED:
      return {"refused", "refusée", "geweigerd"};
    case v1::PeriodException::STATE_ENDED:
      return {"ended", "terminée", "beëindigd"};
    case v1::PeriodException::STATE_OVERTAKEN:
      return {"without effect", "sans effet", "zonder gevolg"};
    default:
      return {"?", "?", "?"};
  }
}

Sentence DecisionWord(const v1::PeriodDecision& decision) {
  const std::string until = FormatDate(decision.until());
  switch (decision.kind()) {
    case v1::PeriodDecision::KIND_APPROVED:
      return {absl::StrCat("approved, version ", decision.version()),
              absl::StrCat("approuvée, version ", decision.version()),
              absl::StrCat("goedgekeurd, versie ", decision.version())};
    case v1::PeriodDecision::KIND_REJECTED:
      return {"sent back", "renvoyée", "teruggestuurd"};
    case v1::PeriodDecision::KIND_REOPENED:
      return {absl::StrCat("re-opened until ", until),
              absl::StrCat("rouverte jusqu'au ", until),
              absl::StrCat("heropend tot ", until)};
    default:
      return {"?", "?", "?"};
  }
}

std::string ConfirmedText(const Period& period) {
  int expected = 0;
  int confirmed = 0;
  for (const v1::PeriodSource& source : period.sources()) {
    if (!source.is_expected()) continue;
    ++expected;
    if (source.is_confirmed()) ++confirmed;
  }
  return expected == 0 ? "" : absl::StrCat(confirmed, "/", expected);
}

}  // namespace entente::client
