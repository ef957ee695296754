// Refusals that name a measure: see release_errors.h.
#include <cstdint>
#include <map>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "services/indicators/error_rules.h"
#include "services/indicators/release_errors.h"

namespace entente::indicators {
namespace {

absl::Status OfMeasure(absl::StatusCode code, std::string reason,
                       const std::string& measure, const Sentence& what,
                       std::map<std::string, std::string> metadata = {}) {
  metadata["measure"] = measure;
  return Refuse(code, std::move(reason), "release.measure_codes",
                {absl::StrCat("The measure ", measure, " ", what.en),
                 absl::StrCat("La mesure ", measure, " ", what.fr),
                 absl::StrCat("De meting ", measure, " ", what.nl)},
                std::move(metadata));
}

}  // namespace

absl::Status MeasureTwice(const std::string& measure) {
  return OfMeasure(
      absl::StatusCode::kInvalidArgument, "MEASURE_TWICE", measure,
      {"stands twice: once is enough.", "figure deux fois : une seule suffit.",
       "staat er tweemaal: één keer volstaat."});
}

absl::Status ReleaseMeasureKind(const std::string& measure) {
  return OfMeasure(
      absl::StatusCode::kInvalidArgument, "RELEASE_MEASURE_KIND", measure,
      {"makes no table for this audience: yes or no is released to the State "
       "only, words to nobody.",
       "ne fait pas de tableau pour ces destinataires : oui ou non n'est "
       "publié qu'à l'État, des mots à personne.",
       "maakt geen tabel voor deze doelgroep: ja of nee gaat enkel naar de "
       "Staat, woorden naar niemand."});
}

absl::Status ReleaseMeasureNotSummed(const std::string& measure) {
  return OfMeasure(
      absl::StatusCode::kInvalidArgument, "RELEASE_MEASURE_NOT_SUMMED", measure,
      {"may not be added over months: release it by month.",
       "ne s'additionne pas d'un mois à l'autre : publiez-la par mois.",
       "mag niet over maanden opgeteld worden: publiceer ze per maand."});
}

absl::Status ReleaseRatioByArea(const std::string& measure) {
  return OfMeasure(
      absl::StatusCode::kInvalidArgument, "RELEASE_RATIO_BY_AREA", measure,
      {"counts in the municipality as a whole: to the public it goes without "
       "areas, release it apart.",
       "compte pour la commune entière : au public elle va sans lieux, "
       "publiez-la à part.",
       "telt voor de gemeente in haar geheel: naar het publiek gaat ze zonder "
       "gebieden, publiceer ze apart."});
}

absl::Status ReleasePersonHours(const std::string& measure) {
  return OfMeasure(
      absl::StatusCode::kInvalidArgument, "RELEASE_PERSON_HOURS", measure,
      {"counts person-hours, or did once: divided by course hours they tell "
       "how many took part. It is released to the State only.",
       "compte des heures-participants, ou en a compté : divisées par les "
       "heures de cours, elles disent combien ont participé. Elle n'est "
       "publiée qu'à l'État.",
       "telt deelnemersuren, of deed dat ooit: gedeeld door de lesuren zeggen "
       "ze hoeveel er deelnamen. Ze gaat enkel naar de Staat."});
}

absl::Status ReleaseMeasureNotSplit(const std::string& measure,
                                    const std::string& list) {
  return Refuse(
      absl::StatusCode::kInvalidArgument, "MEASURE_NOT_SPLIT",
      "release.measure_codes",
      {absl::StrCat("The measure ", measure, " is not split by ", list,
                    ": release it apart."),
       absl::StrCat("La mesure ", measure, " n'est pas ventilée par ", list,
                    " : publiez-la à part."),
       absl::StrCat("De meting ", measure, " wordt niet opgesplitst door ",
                    list, ": publiceer ze apart.")},
      {{"measure", measure}, {"list", list}});
}

absl::Status ReleaseSensitiveSplit(const std::string& measure) {
  return OfMeasure(
      absl::StatusCode::kFailedPrecondition, "RELEASE_SENSITIVE_SPLIT", measure,
      {"is sensitive: by codes it goes to named accounts of the State only.",
       "est sensible : par codes, elle ne va qu'à des comptes nommés de "
       "l'État.",
       "is gevoelig: per code gaat ze enkel naar genoemde accounts van de "
       "Staat."});
}

absl::Status ReleaseSensitiveByYear(const std::string& measure) {
  return OfMeasure(
      absl::StatusCode::kFailedPrecondition, "RELEASE_SENSITIVE_BY_YEAR",
      measure,
      {"is sensitive and shown by year only: take years as steps.",
       "est sensible et ne se montre que par année : prenez l'année comme "
       "pas.",
       "is gevoelig en wordt alleen per jaar getoond: neem het jaar als "
       "stap."});
}

absl::Status ReleaseSensitiveRatio(const std::string& measure) {
  return OfMeasure(
      absl::StatusCode::kFailedPrecondition, "RELEASE_SENSITIVE_RATIO", measure,
      {"is sensitive, and nobody knows how many persons are behind a part of a "
       "ratio: it goes to named accounts of the State only.",
       "est sensible, et nul ne sait combien de personnes sont derrière une "
       "partie d'un rapport : elle ne va qu'à des comptes nommés de l'État.",
       "is gevoelig, en niemand weet hoeveel personen achter een deel van een "
       "verhouding staan: ze gaat enkel naar genoemde accounts van de "
       "Staat."});
}

absl::Status ReleasePersonsUnknown(const std::string& measure) {
  return OfMeasure(
      absl::StatusCode::kFailedPrecondition, "RELEASE_PERSONS_UNKNOWN", measure,
      {"is sensitive, and nothing says how many distinct persons are behind "
       "it: name the measure that does in its settings (persons_measure_code), "
       "and have it delivered.",
       "est sensible, et rien ne dit combien de personnes distinctes sont "
       "derrière elle : nommez dans ses réglages la mesure qui le dit "
       "(persons_measure_code), et faites-la livrer.",
       "is gevoelig, en niets zegt hoeveel verschillende personen erachter "
       "staan: noem in haar instellingen de meting die het zegt "
       "(persons_measure_code), en laat die leveren."});
}

absl::Status ReleaseAudience(const std::string& measure) {
  return OfMeasure(
      absl::StatusCode::kFailedPrecondition, "RELEASE_AUDIENCE", measure,
      {"is meant for fewer readers: leave it out, or change its settings "
       "first.",
       "est destinée à moins de lecteurs : omettez-la, ou changez d'abord ses "
       "réglages.",
       "is voor minder lezers bedoeld: laat ze weg, of wijzig eerst de "
       "instellingen."});
}

absl::Status ReleaseUnprotected(const std::string& measure) {
  return OfMeasure(
      absl::StatusCode::kFailedPrecondition, "RELEASE_UNPROTECTED", measure,
      {"cannot be released like this: small figures could be worked out, with "
       "what is public already. Take a larger step, no areas or codes, or "
       "another "
       "span.",
       "ne peut être publiée ainsi : de petits chiffres seraient déductibles, "
       "avec ce qui est déjà public. Prenez un pas plus grand, ni lieux ni "
       "codes, "
       "ou une autre période.",
       "kan zo niet gepubliceerd worden: kleine cijfers zouden af te leiden "
       "zijn, samen met wat al openbaar is. Neem een grotere stap, geen "
       "gebieden of codes, of een andere periode."});
}

absl::Status ReleaseTooLargeTogether(const std::string& measure, int64_t most) {
  return OfMeasure(
      absl::StatusCode::kFailedPrecondition, "RELEASE_TOO_LARGE", measure,
      {absl::StrCat("makes more than ", most,
                    " figures that totals tie, or as many such totals, "
                    "together with its earlier releases: take fewer months, a "
                    "release of its own for each year, a larger step, or no "
                    "areas or codes."),
       absl::StrCat("fait plus de ", most,
                    " chiffres liés par des totaux, ou autant de ces totaux, "
                    "avec ses publications précédentes : prenez moins de mois, "
                    "une publication par année, un pas plus grand, ou ni lieux "
                    "ni codes."),
       absl::StrCat("maakt samen met haar eerdere publicaties meer dan ", most,
                    " cijfers die door totalen samenhangen, of evenveel zulke "
                    "totalen: neem minder maanden, een publicatie per jaar, "
                    "een grotere stap, of geen gebieden of codes.")},
      {{"most", absl::StrCat(most)}});
}

absl::Status ReleaseTooLargeInAll(const std::string& measure, int64_t most) {
  return OfMeasure(
      absl::StatusCode::kFailedPrecondition, "RELEASE_TOO_LARGE", measure,
      {absl::StrCat("makes a table of more than ", most,
                    " figures, or as many totals, together with its earlier "
                    "releases: take fewer months, a larger step, or no areas "
                    "or codes."),
       absl::StrCat("fait un tableau de plus de ", most,
                    " chiffres, ou autant de totaux, avec ses publications "
                    "précédentes : prenez moins de mois, un pas plus grand, ou "
                    "ni lieux ni codes."),
       absl::StrCat("maakt samen met haar eerdere publicaties een tabel van "
                    "meer dan ",
                    most,
                    " cijfers, of evenveel totalen: neem minder maanden, een "
                    "grotere stap, of geen gebieden of codes.")},
      {{"most", absl::StrCat(most)}});
}

absl::Status ReleaseMeasureKindChanged(const std::string& measure) {
  return OfMeasure(
      absl::StatusCode::kFailedPrecondition, "RELEASE_MEASURE_KIND_CHANGED",
      measure,
      {"was of another kind when a month was approved: have that month opened "
       "and approved again, or take another span.",
       "était d'un autre genre lorsqu'un mois a été approuvé : faites rouvrir "
       "et approuver ce mois, ou prenez une autre période.",
       "was van een andere soort toen een maand goedgekeurd werd: laat die "
       "maand heropenen en goedkeuren, of neem een andere periode."});
}

absl::Status ReleaseTableBroken(const std::string& measure) {
  return OfMeasure(
      absl::StatusCode::kFailedPrecondition, "RELEASE_TABLE_BROKEN", measure,
      {"has a figure below 0 or above 1,000,000,000, or codes with more than "
       "their whole: have the month corrected.",
       "a un chiffre sous 0 ou au-dessus de 1.000.000.000, ou des codes qui "
       "dépassent leur total : faites corriger le mois.",
       "heeft een cijfer onder 0 of boven 1.000.000.000, of codes met meer dan "
       "hun totaal: laat de maand verbeteren."});
}

}  // namespace entente::indicators
