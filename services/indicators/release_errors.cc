#include "services/indicators/release_errors.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"
#include "services/indicators/error_rules.h"

namespace entente::indicators {
namespace {

namespace v1 = entente::indicators::v1;

constexpr size_t kMonthsNamed = 12;
constexpr char kRecipients[] = "release.recipients";

std::string MonthsText(const std::vector<int32_t>& months) {
  std::vector<std::string> texts;
  for (size_t i = 0; i < std::min(months.size(), kMonthsNamed); ++i) {
    texts.push_back(
        absl::StrFormat("%04d-%02d", months[i] / 12, months[i] % 12 + 1));
  }
  return absl::StrJoin(texts, ", ");
}

// The sentence names the months between `before` and `after`.
absl::Status OfMonths(std::string reason, const std::vector<int32_t>& months,
                      const Sentence& before, const Sentence& after) {
  const std::string plain = MonthsText(months);
  const std::string named =
      months.size() > kMonthsNamed ? absl::StrCat(plain, ", …") : plain;
  return Refuse(absl::StatusCode::kFailedPrecondition, std::move(reason),
                "release.first_month",
                {absl::StrCat(before.en, named, after.en),
                 absl::StrCat(before.fr, named, after.fr),
                 absl::StrCat(before.nl, named, after.nl)},
                {{"months", plain}, {"count", absl::StrCat(months.size())}});
}

absl::Status AtMost(std::string reason, const std::string& field, int most,
                    const Sentence& what) {
  const std::string number = absl::StrCat(most);
  return Refuse(absl::StatusCode::kInvalidArgument, std::move(reason), field,
                {absl::StrCat("At most ", number, " ", what.en),
                 absl::StrCat("Au plus ", number, " ", what.fr),
                 absl::StrCat("Hoogstens ", number, " ", what.nl)},
                {{"most", number}});
}

}  // namespace

absl::Status AudienceMissing() {
  return Invalid("AUDIENCE_MISSING", "release.audience",
                 {"Say for whom it is: PUBLIC or STATE_CONFIDENTIAL.",
                  "Dites pour qui : PUBLIC ou STATE_CONFIDENTIAL.",
                  "Zeg voor wie: PUBLIC of STATE_CONFIDENTIAL."});
}

absl::Status StepMissing() {
  return Invalid("STEP_MISSING", "release.step",
                 {"Say what a column is: MONTH, QUARTER or YEAR.",
                  "Dites ce qu'est une colonne : MONTH, QUARTER ou YEAR.",
                  "Zeg wat een kolom is: MONTH, QUARTER of YEAR."});
}

absl::Status MeasuresMissing() {
  return Invalid(
      "MEASURES_MISSING", "release.measure_codes",
      {"Name at least one measure; `entente indicators measures` lists them.",
       "Nommez au moins une mesure ; `entente indicators measures` les liste.",
       "Noem minstens één meting; `entente indicators measures` somt ze op."});
}

absl::Status TooManyReleasedMeasures(int most) {
  return AtMost("TOO_MANY_MEASURES", "release.measure_codes", most,
                {"measures: release the others apart.",
                 "mesures : publiez les autres à part.",
                 "metingen: publiceer de andere apart."});
}

absl::Status TitleMissing(const std::string& field) {
  return Invalid("TITLE_MISSING", field,
                 {"A release has a title in French and in Dutch.",
                  "Une publication a un titre en français et en néerlandais.",
                  "Een publicatie heeft een titel in het Frans en in het "
                  "Nederlands."});
}

absl::Status ReleaseSpanUneven(const std::string& field) {
  return Invalid(
      "RELEASE_SPAN_UNEVEN", field,
      {"Quarters begin in January, April, July or October and end with the "
       "month before one of these; years go from January to December.",
       "Un trimestre commence en janvier, avril, juillet ou octobre et se "
       "termine le mois qui précède l'un d'eux ; une année va de janvier à "
       "décembre.",
       "Een kwartaal begint in januari, april, juli of oktober en eindigt met "
       "de maand voor een daarvan; een jaar loopt van januari tot december."});
}

absl::Status ReleaseSplitByArea() {
  return Invalid(
      "RELEASE_SPLIT_BY_AREA", "release.is_by_area",
      {"A table has a row for every area, or one for every code of a list: "
       "make "
       "two releases.",
       "Un tableau a une ligne par lieu, ou une ligne par code d'une liste : "
       "faites deux publications.",
       "Een tabel heeft één rij per gebied, of één rij per code van een lijst: "
       "maak twee publicaties."});
}

absl::Status ReleaseNoAreas() {
  return Invalid(
      "RELEASE_NO_AREAS", "release.is_by_area",
      {"The list of areas has none below the municipality: release all areas "
       "together.",
       "La liste des lieux n'en a aucun sous la commune : publiez tous les "
       "lieux ensemble.",
       "De lijst van gebieden heeft er geen onder de gemeente: publiceer alle "
       "gebieden samen."});
}

absl::Status ReleaseTooLarge(int64_t cells, int64_t most) {
  const std::string asked = absl::StrCat(cells);
  const std::string limit = absl::StrCat(most);
  return Refuse(
      absl::StatusCode::kInvalidArgument, "RELEASE_TOO_LARGE",
      "release.last_month",
      {absl::StrCat("A table of ", asked, " figures, totals included; at most ",
                    limit,
                    ". Take fewer months, a release of its own for each year, "
                    "a larger step, or no areas or codes."),
       absl::StrCat("Un tableau de ", asked,
                    " chiffres, totaux compris ; au plus ", limit,
                    ". Prenez moins de mois, une publication par année, un pas "
                    "plus grand, ou ni lieux ni codes."),
       absl::StrCat("Een tabel van ", asked,
                    " cijfers, totalen inbegrepen; hoogstens ", limit,
                    ". Neem minder maanden, een publicatie per jaar, een "
                    "grotere stap, of geen gebieden of codes.")},
      {{"cells", asked}, {"most", limit}});
}

absl::Status RecipientsMissing() {
  return Invalid("RECIPIENTS_MISSING", kRecipients,
                 {"Name at least one account that may read it.",
                  "Nommez au moins un compte qui peut la lire.",
                  "Noem minstens één account dat ze mag lezen."});
}

absl::Status RecipientsNeedless() {
  return Invalid("RECIPIENTS_NEEDLESS", kRecipients,
                 {"A PUBLIC release is for everybody: name no recipients.",
                  "Une publication PUBLIC est pour tous : ne nommez pas de "
                  "destinataires.",
                  "Een publicatie PUBLIC is voor iedereen: noem geen "
                  "ontvangers."});
}

absl::Status RecipientInvalid() {
  return Invalid(
      "RECIPIENT_INVALID", kRecipients,
      {"A recipient is the subject of an account: 1 to 255 ASCII characters "
       "without blanks, and no e-mail address.",
       "Un destinataire est le sujet d'un compte : 1 à 255 caractères ASCII "
       "sans blanc, et pas une adresse électronique.",
       "Een ontvanger is het subject van een account: 1 tot 255 ASCII-tekens "
       "zonder spaties, en geen e-mailadres."});
}

absl::Status RecipientTwice() {
  return Invalid("RECIPIENT_TWICE", kRecipients,
                 {"A recipient stands twice: once is enough.",
                  "Un destinataire figure deux fois : une seule suffit.",
                  "Een ontvanger staat er tweemaal: één keer volstaat."});
}

absl::Status TooManyRecipients(int most) {
  return AtMost("TOO_MANY_RECIPIENTS", kRecipients, most,
                {"recipients.", "destinataires.", "ontvangers."});
}

absl::Status ReleaseUnknown() {
  return Refuse(absl::StatusCode::kNotFound, "RELEASE_UNKNOWN", "name",
                {"There is no release of that name for you.",
                 "Il n'y a pas de publication de ce nom pour vous.",
                 "Er is voor u geen publicatie met die naam."});
}

absl::Status ReleaseNotDraft(v1::Release::State state) {
  const bool is_frozen = state == v1::Release::STATE_FROZEN;
  return Refuse(
      absl::StatusCode::kFailedPrecondition, "RELEASE_NOT_DRAFT", "name",
      is_frozen ? Sentence{"The release is frozen already and never "
                           "changes.",
                           "La publication est déjà figée et ne change "
                           "plus.",
                           "De publicatie ligt al vast en wijzigt nooit "
                           "meer."}
                : Sentence{"The release was withdrawn: draw up another.",
                           "La publication a été retirée : préparez-en "
                           "une autre.",
                           "De publicatie werd ingetrokken: maak een "
                           "andere op."},
      {{"state", v1::Release::State_Name(state)}});
}

absl::Status ReleaseWithdrawn() {
  return Refuse(absl::StatusCode::kFailedPrecondition, "RELEASE_WITHDRAWN",
                "name",
                {"The release was withdrawn already.",
                 "La publication a déjà été retirée.",
                 "De publicatie werd al ingetrokken."});
}

absl::Status SamePersonReleased() {
  return Refuse(
      absl::StatusCode::kFailedPrecondition, "SAME_PERSON", "name",
      {"Whoever drew up a release does not freeze it: ask somebody else.",
       "Qui a préparé une publication ne la fige pas : demandez à quelqu'un "
       "d'autre.",
       "Wie een publicatie opmaakte, legt ze niet vast: vraag het iemand "
       "anders."});
}

absl::Status TooManyReleases(int64_t most) {
  const std::string number = absl::StrCat(most);
  return Refuse(absl::StatusCode::kFailedPrecondition, "TOO_MANY_RELEASES",
                "parent",
                {absl::StrCat("A municipality has at most ", number,
                              " releases, drafts and withdrawn ones included."),
                 absl::StrCat("Une commune a au plus ", number,
                              " publications, projets et retraits compris."),
                 absl::StrCat("Een gemeente heeft hoogstens ", number,
                              " publicaties, ontwerpen en ingetrokken "
                              "meegeteld.")},
                {{"most", number}});
}

absl::Status ReleaseEtagMismatch(const std::string& current) {
  return Refuse(
      absl::StatusCode::kAborted, "ETAG_MISMATCH", "etag",
      {"The release changed since it was read: read it again and decide anew.",
       "La publication a changé depuis la lecture : relisez et décidez à "
       "nouveau.",
       "De publicatie is sinds het lezen gewijzigd: lees ze opnieuw en beslis "
       "opnieuw."},
      {{"etag", current}});
}

absl::Status ReleaseBasisMoved() {
  return Refuse(
      absl::StatusCode::kAborted, "RELEASE_BASIS_MOVED", "name",
      {"A month, a measure or another release was decided meanwhile: try "
       "again.",
       "Un mois, une mesure ou une autre publication a été décidé entre-temps "
       ": réessayez.",
       "Over een maand, een meting of een andere publicatie is intussen "
       "beslist: probeer opnieuw."});
}

absl::Status ReleaseTakesTooLong() {
  return Refuse(
      absl::StatusCode::kDeadlineExceeded, "RELEASE_TAKES_TOO_LONG", "name",
      {"It takes too long to find what is to be left out: release fewer "
       "measures, a shorter span, or no areas or codes.",
       "Trouver ce qu'il faut omettre prend trop de temps : publiez moins de "
       "mesures, une période plus courte, ou ni lieux ni codes.",
       "Zoeken wat weggelaten moet worden duurt te lang: publiceer minder "
       "metingen, een kortere periode, of geen gebieden of codes."});
}

absl::Status ReleaseMonthsWithoutCalendar(const std::vector<int32_t>& months) {
  return OfMonths(
      "RELEASE_MONTHS_WITHOUT_CALENDAR", months,
      {"No calendar governs ", "Aucun calendrier ne régit ",
       "Geen kalender geldt voor "},
      {": they are approved by nobody. Adopt one (`entente period calendar "
       "adopt`) and have them approved.",
       " : personne ne les approuve. Adoptez-en un (`entente period calendar "
       "adopt`) et faites-les approuver.",
       ": niemand keurt ze goed. Neem er een aan (`entente period calendar "
       "adopt`) en laat ze goedkeuren."});
}

absl::Status ReleaseMonthsNotApproved(const std::vector<int32_t>& months) {
  return OfMonths(
      "RELEASE_MONTHS_NOT_APPROVED", months,
      {"Not approved: ", "Non approuvés : ", "Niet goedgekeurd: "},
      {". Only approved figures are released; see `entente period approve`.",
       ". Seuls des chiffres approuvés sont publiés ; voir `entente period "
       "approve`.",
       ". Alleen goedgekeurde cijfers worden gepubliceerd; zie `entente period "
       "approve`."});
}

absl::Status ReleaseFiguresMoved(const std::vector<int32_t>& months) {
  if (months.empty()) {
    return OfMonths(
        "RELEASE_FIGURES_MOVED", months,
        {"What is defined of the measures, areas or codes is not what it was "
         "when the release was drawn up",
         "Les définitions des mesures, des lieux ou des codes ne sont plus "
         "celles de la préparation",
         "Wat over de metingen, gebieden of codes vastligt is niet meer wat "
         "het "
         "was bij het opmaken"},
        {": draw it up again.", " : préparez-la à nouveau.",
         ": maak ze opnieuw op."});
  }
  return OfMonths(
      "RELEASE_FIGURES_MOVED", months,
      {"Approved again with other figures since the release was drawn up: ",
       "Approuvés à nouveau avec d'autres chiffres depuis la préparation : ",
       "Opnieuw goedgekeurd met andere cijfers sinds het opmaken: "},
      {". Draw it up again.", ". Préparez-la à nouveau.",
       ". Maak ze opnieuw op."});
}

}  // namespace entente::indicators
