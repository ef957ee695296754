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
// says so, whatever was asked since.
bool IsSentBack(const Period& period) {
  if (period.standing() == Period::STANDING_REJECTED) return true;
  for (int place = period.decisions_size() - 1; place >= 0; --place) {
    const v1::PeriodDecision::Kind kind = period.decisions(place).kind();
    if (kind == v1::PeriodDecision::KIND_REJECTED) return true;
    if (kind != v1::PeriodDecision::KIND_REOPENING_ASKED &&
        kind != v1::PeriodDecision::KIND_REOPENING_ENDED) {
      return false;
    }
  }
  return false;
}

Sentence SentBack(const Period& period, const Sentence& state) {
  if (!IsSentBack(period)) return state;
  return {absl::StrCat(state.en, ", sent back"),
          absl::StrCat(state.fr, ", renvoyée"),
          absl::StrCat(state.nl, ", teruggestuurd")};
}

Sentence StandingWord(const Period& period) {
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

Sentence CorrectedLater(const v1::PeriodSource& source, const Sentence& word) {
  if (!source.is_corrected_later()) return word;
  return {absl::StrCat(word.en, ", corrected later"),
          absl::StrCat(word.fr, ", corrigée ensuite"),
          absl::StrCat(word.nl, ", later verbeterd")};
}

}  // namespace

std::string MonthText(const std::string& name) {
  const std::vector<std::string> parts = absl::StrSplit(name, '/');
  return parts.size() > 3 ? parts[3] : name;
}

Sentence PeriodStateWord(const Period& period) {
  const Sentence state = StandingWord(period);
  if (!period.has_reopening_asked_until()) return state;
  return {absl::StrCat(state.en, ", re-opening asked"),
          absl::StrCat(state.fr, ", réouverture demandée"),
          absl::StrCat(state.nl, ", heropening gevraagd")};
}

Sentence TimelinessWord(const v1::PeriodSource& source) {
  switch (source.timeliness()) {
    case v1::PeriodSource::TIMELINESS_AWAITED:
      return {"awaited", "attendue", "verwacht"};
    case v1::PeriodSource::TIMELINESS_ON_TIME:
      return CorrectedLater(source, {"on time", "à temps", "op tijd"});
    case v1::PeriodSource::TIMELINESS_LATE:
      return CorrectedLater(source, {"late", "en retard", "te laat"});
    case v1::PeriodSource::TIMELINESS_MISSING:
      return {"missing", "manquante", "ontbreekt"};
    case v1::PeriodSource::TIMELINESS_INCOMPLETE:
      return {"not confirmed", "non confirmée", "niet bevestigd"};
    default:
      return {"", "", ""};
  }
}

Sentence SourceConfirmedWord(const v1::PeriodSource& source) {
  if (source.is_confirmed()) {
    const std::string when = FormatTime(source.confirm_time());
    return {when, when, when};
  }
  if (!source.is_expected()) return {"", "", ""};
  return {"no", "non", "nee"};
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
    case v1::PeriodDecision::KIND_REOPENING_ASKED:
      return {absl::StrCat("re-opening until ", until, " asked"),
              absl::StrCat("réouverture jusqu'au ", until, " demandée"),
              absl::StrCat("heropening tot ", until, " gevraagd")};
    case v1::PeriodDecision::KIND_REOPENING_ENDED:
      return {"re-opening request ended", "demande de réouverture close",
              "aanvraag tot heropening beëindigd"};
    default:
      return {"?", "?", "?"};
  }
}

Sentence ThirdPersonSentence(bool is_open) {
  if (is_open) {
    return {
        "Neither you nor whoever asked may approve the month again: that needs "
        "a third person.",
        "Ni vous ni la personne qui l'a demandé ne pouvez approuver le mois à "
        "nouveau : il faut une troisième personne.",
        "Noch u noch wie het vroeg mag de maand opnieuw goedkeuren: daarvoor "
        "is een derde persoon nodig."};
  }
  return {
      "Neither you nor whoever approves the re-opening may approve the month "
      "again: that needs a third person.",
      "Ni vous ni la personne qui approuve la réouverture ne pourrez approuver "
      "le mois à nouveau : il faudra une troisième personne.",
      "Noch u noch wie de heropening goedkeurt mag de maand opnieuw "
      "goedkeuren: daarvoor is een derde persoon nodig."};
}

std::string ConfirmedText(const Period& period) {
  if (period.expected_source_count() == 0) return "";
  return absl::StrCat(period.confirmed_source_count(), "/",
                      period.expected_source_count());
}

std::string PeriodFigureText(const MeasureLookup& measures,
                             const v1::PeriodFigure& figure) {
  if (figure.contributions() == 0) return "-";
  const std::string text =
      measures.FigureAs(figure.measure_code(), figure.kind(), figure.value(),
                        figure.denominator());
  return figure.statement_version() == 0
             ? text
             : absl::StrCat(text, " (v", figure.statement_version(), ")");
}

}  // namespace entente::client
