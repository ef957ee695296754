#include "services/indicators/local_measure_check_rules.h"

#include <algorithm>
#include <cstdint>
#include <set>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/time/civil_time.h"
#include "services/common/base/error.h"
#include "services/indicators/error_rules.h"
#include "services/indicators/local_measure_errors.h"
#include "services/indicators/local_measure_feed_rules.h"
#include "services/indicators/local_measure_rules.h"
#include "services/indicators/name_rules.h"
#include "services/indicators/period_request_rules.h"
#include "services/indicators/text_rules.h"

namespace entente::indicators {
namespace {

namespace cv1 = entente::conventions::v1;
namespace v1 = entente::indicators::v1;
using entente::common::v1::LocalizedText;

// A code of the municipality's own says more than that it is one.
bool IsLocalCode(const std::string& code) {
  return IsMeasureCode(code) && absl::StartsWith(code, kLocalCodePrefix) &&
         code != kLocalCodePrefix;
}

// Words that all read.
absl::Status ValidateWords(const LocalizedText& words, const std::string& field,
                           size_t characters_max) {
  if (!AreReadByAll(words)) {
    return Invalid("TEXT_MISSING", field,
                   {"Say it in French and in Dutch, in no language by blanks "
                    "alone.",
                    "Dites-le en français et en néerlandais, dans aucune "
                    "langue par des blancs seuls.",
                    "Zeg het in het Frans en in het Nederlands, in geen enkele "
                    "taal met enkel spaties."});
  }
  return ValidateLines(words, field, characters_max);
}

absl::Status ValidateKind(const cv1::MeasureDefinition& measure) {
  const cv1::MeasureKind kind = measure.kind();
  if (!cv1::MeasureKind_IsValid(kind) ||
      kind == cv1::MEASURE_KIND_UNSPECIFIED) {
    return Invalid("MEASURE_KIND_MISSING", "local_measure.definition.kind",
                   {"Say how figures are read: COUNT, HOURS, YES_NO, RATIO or "
                    "QUALITATIVE.",
                    "Dites comment lire les chiffres : COUNT, HOURS, YES_NO, "
                    "RATIO ou QUALITATIVE.",
                    "Zeg hoe de cijfers te lezen zijn: COUNT, HOURS, YES_NO, "
                    "RATIO of QUALITATIVE."});
  }
  const bool needs_direction =
      IsCounted(kind) || kind == cv1::MEASURE_KIND_RATIO;
  if (!cv1::Direction_IsValid(measure.direction()) ||
      (needs_direction && measure.direction() == cv1::DIRECTION_UNSPECIFIED)) {
    return Invalid("DIRECTION_MISSING", "local_measure.definition.direction",
                   {"Say which way is better: MORE or LESS.",
                    "Dites ce qui est mieux : plus (MORE) ou moins (LESS).",
                    "Zeg wat beter is: meer (MORE) of minder (LESS)."});
  }
  if (measure.is_summable() && !IsCounted(kind)) {
    return Invalid("SUMMABLE_INVALID", "local_measure.definition.is_summable",
                   {"Only figures of COUNT and HOURS may be added over months.",
                    "Seuls les chiffres de COUNT et de HOURS s'additionnent "
                    "d'un mois à l'autre.",
                    "Alleen cijfers van COUNT en HOURS zijn over maanden op te "
                    "tellen."});
  }
  return absl::OkStatus();
}

absl::Status Fixed(const char* field) {
  return Invalid("LOCAL_MEASURE_FIXED", absl::StrCat("local_measure.", field),
                 {"No version changes this: leave it as the first version says "
                  "it, or define another measure.",
                  "Aucune version ne change ceci : laissez-le comme le dit la "
                  "première version, ou définissez une autre mesure.",
                  "Geen versie verandert dit: laat het zoals de eerste versie "
                  "het zegt, of definieer een andere meting."});
}

// Compared with all of them: a version that feeds nothing frees none after it.
absl::Status CheckFixedFeeds(const cv1::MeasureDefinition& now,
                             const std::vector<v1::LocalMeasure>& before) {
  const bool is_otherwise =
      std::any_of(before.begin(), before.end(), [&](const auto& version) {
        const cv1::MeasureDefinition& then = version.definition();
        return !now.feeds().empty() && !then.feeds().empty() &&
               CountsPersonHours(then) != CountsPersonHours(now);
      });
  if (!is_otherwise) return absl::OkStatus();
  return Invalid("LOCAL_MEASURE_FIXED", "local_measure.definition.feeds",
                 {"Person-hours are added to nothing else: where one version "
                  "counts them, all do. Feed it as the versions before are "
                  "fed, or define another measure.",
                  "Les heures-participants ne s'ajoutent à rien d'autre : là "
                  "où une version les compte, toutes le font. Alimentez-la "
                  "comme les versions antérieures, ou définissez une autre "
                  "mesure.",
                  "Deelnemersuren worden bij niets anders opgeteld: waar één "
                  "versie ze telt, doen alle dat. Voed ze zoals de eerdere "
                  "versies, of definieer een andere meting."});
}

absl::Status CheckFixed(const v1::LocalMeasure& said,
                        const std::vector<v1::LocalMeasure>& before) {
  const cv1::MeasureDefinition& now = said.definition();
  const cv1::MeasureDefinition& first = before.front().definition();
  if (now.kind() != first.kind()) return Fixed("definition.kind");
  if (now.is_summable() != first.is_summable()) {
    return Fixed("definition.is_summable");
  }
  if (now.is_sensitive() != first.is_sensitive()) {
    return Fixed("definition.is_sensitive");
  }
  if (!std::equal(now.breakdowns().begin(), now.breakdowns().end(),
                  first.breakdowns().begin(), first.breakdowns().end())) {
    return Fixed("definition.breakdowns");
  }
  ENTENTE_RETURN_IF_ERROR(CheckFixedFeeds(now, before));
  if (PackDate(said.valid_from()) != PackDate(before.front().valid_from())) {
    return Fixed("valid_from");
  }
  return absl::OkStatus();
}

// Types of earlier versions stay: all are counted.
absl::Status ValidateTypes(const v1::LocalMeasure& said,
                           const std::vector<v1::LocalMeasure>& before) {
  static constexpr char kField[] = "local_measure.activity_types";
  static constexpr char kReason[] = "ACTIVITY_TYPE_INVALID";
  std::set<std::string> all;
  for (const v1::LocalMeasure& version : before) {
    for (const cv1::ActivityType& type : version.activity_types()) {
      all.insert(type.code());
    }
  }
  for (const cv1::ActivityType& type : said.activity_types()) {
    all.insert(type.code());
  }
  if (static_cast<int>(all.size()) > kLocalActivityTypesMax) {
    const std::string most = absl::StrCat(kLocalActivityTypesMax);
    return Invalid(
        kReason, kField,
        {absl::StrCat("At most ", most,
                      " types of activity, those of earlier versions "
                      "included."),
         absl::StrCat("Au plus ", most,
                      " types d'activité, ceux des versions antérieures "
                      "compris."),
         absl::StrCat("Hoogstens ", most,
                      " soorten activiteit, die van eerdere versies "
                      "inbegrepen.")});
  }
  std::set<std::string> codes;
  for (const cv1::ActivityType& type : said.activity_types()) {
    if (!IsLocalCode(type.code()) || !codes.insert(type.code()).second) {
      return Invalid(
          kReason, kField,
          {"A type of activity of the municipality's own has a code of at most "
           "64 lower-case letters, digits and \"_\" that begins with "
           "\"local_\", and stands once.",
           "Un type d'activité propre à la commune a un code d'au plus 64 "
           "minuscules, chiffres et « _ » qui commence par « local_ », et ne "
           "figure qu'une fois.",
           "Een eigen soort activiteit van de gemeente heeft een code van "
           "hoogstens 64 kleine letters, cijfers en \"_\" die met \"local_\" "
           "begint, en staat er één keer."});
    }
    ENTENTE_RETURN_IF_ERROR(ValidateWords(type.title(),
                                          absl::StrCat(kField, ".title"),
                                          kLocalTypeTitleCharactersMax));
  }
  return absl::OkStatus();
}

// Of a first version: no later one changes them (CheckFixed).
absl::Status ValidateBreakdowns(const cv1::MeasureDefinition& measure,
                                const Definitions& definitions) {
  static constexpr char kField[] = "local_measure.definition.breakdowns";
  if (measure.breakdowns().empty()) return absl::OkStatus();
  if (!IsCounted(measure.kind())) {
    return Invalid("BREAKDOWN_NOT_POSSIBLE", kField,
                   {"Only measures of COUNT and HOURS can be split.",
                    "Seules les mesures COUNT et HOURS se ventilent.",
                    "Alleen metingen COUNT en HOURS zijn op te splitsen."});
  }
  if (measure.breakdowns_size() > kLocalBreakdownsMax) {
    const std::string most = absl::StrCat(kLocalBreakdownsMax);
    return Refuse(
        absl::StatusCode::kInvalidArgument, "BREAKDOWN_TOO_MANY", kField,
        {absl::StrCat("A measure is split by at most ", most, " code lists."),
         absl::StrCat("Une mesure est ventilée par au plus ", most,
                      " listes de codes."),
         absl::StrCat("Een meting is opgesplitst door hoogstens ", most,
                      " codelijsten.")},
        {{"most", most}});
  }
  for (const std::string& list : measure.breakdowns()) {
    if (definitions.code_lists().Find(list) != nullptr) continue;
    return Invalid(
        "BREAKDOWN_LIST_UNKNOWN", kField,
        {"No convention defines one of these code lists; ListMeasures shows "
         "those that measures are split by.",
         "Aucune convention ne définit une de ces listes de codes ; "
         "ListMeasures montre celles qui ventilent des mesures.",
         "Geen overeenkomst definieert een van deze codelijsten; ListMeasures "
         "toont die waarmee metingen opgesplitst zijn."});
  }
  return absl::OkStatus();
}

// The packed day of `date`, 0 where it is none.
uint32_t DayAt(const google::type::Date& date) {
  const uint32_t packed = PackDate(date);
  return DayOf(packed) == 0 ? 0 : packed;
}

absl::Status DateInvalid(const char* field) {
  return Invalid("DATE_INVALID", absl::StrCat("local_measure.", field),
                 {absl::StrCat("Give a day of the calendar, ", kYearMin, " to ",
                               kYearMax, "."),
                  absl::StrCat("Donnez un jour du calendrier, de ", kYearMin,
                               " à ", kYearMax, "."),
                  absl::StrCat("Geef een dag van de kalender, ", kYearMin,
                               " tot ", kYearMax, ".")});
}

// What is said from a day on that lies after the last, `until`, is said of
// none.
absl::Status EffectiveAfterEnd(uint32_t until) {
  const std::string last = absl::FormatCivilTime(UnpackDay(until));
  return Invalid(
      "DATES_REVERSED", "local_measure.effective_date",
      {absl::StrCat("A version is in force from a day on which the measure is "
                    "counted: give ",
                    last,
                    " or a day before it, or leave that of the version before "
                    "as it is."),
       absl::StrCat("Une version est en vigueur à partir d'un jour où la "
                    "mesure est comptée : donnez le ",
                    last,
                    " ou un jour antérieur, ou laissez celui de la version "
                    "précédente tel quel."),
       absl::StrCat("Een versie geldt vanaf een dag waarop de meting geteld "
                    "wordt: geef ",
                    last,
                    " of een dag ervoor, of laat die van de vorige versie "
                    "zoals hij is.")});
}

absl::Status ValidateDates(const v1::LocalMeasure& said,
                           const std::vector<v1::LocalMeasure>& before) {
  const uint32_t from = DayAt(said.valid_from());
  if (from == 0) return DateInvalid("valid_from");
  if (said.has_valid_until()) {
    const uint32_t until = DayAt(said.valid_until());
    if (until == 0) return DateInvalid("valid_until");
    if (until < from) {
      return Invalid("DATES_REVERSED", "local_measure.valid_until",
                     {"The last day lies before the first.",
                      "Le dernier jour précède le premier.",
                      "De laatste dag ligt vóór de eerste."});
    }
  }
  const uint32_t effective = DayAt(said.effective_date());
  if (effective == 0) return DateInvalid("effective_date");
  if (effective < from) {
    return Invalid("DATES_REVERSED", "local_measure.effective_date",
                   {"A version is in force from the first day on which the "
                    "measure is counted, or from a later one.",
                    "Une version est en vigueur à partir du premier jour où la "
                    "mesure est comptée, ou d'un jour ultérieur.",
                    "Een versie geldt vanaf de eerste dag waarop de meting "
                    "geteld wordt, of vanaf een latere dag."});
  }
  // Whoever ends it earlier need not move what is in force.
  if (said.has_valid_until() && !before.empty() &&
      effective != EffectiveDayOf(before.back()) &&
      effective > DayAt(said.valid_until())) {
    return EffectiveAfterEnd(DayAt(said.valid_until()));
  }
  return absl::OkStatus();
}

}  // namespace

absl::Status ValidateLocalMeasure(const v1::LocalMeasure& said,
                                  const std::string& code,
                                  const std::vector<v1::LocalMeasure>& before,
                                  const Definitions& definitions) {
  const cv1::MeasureDefinition& measure = said.definition();
  if (measure.code() != code || !IsLocalCode(code)) return LocalCodeInvalid();
  if (!before.empty()) ENTENTE_RETURN_IF_ERROR(CheckFixed(said, before));
  ENTENTE_RETURN_IF_ERROR(ValidateWords(measure.title(),
                                        "local_measure.definition.title",
                                        kLocalTitleCharactersMax));
  ENTENTE_RETURN_IF_ERROR(ValidateKind(measure));
  ENTENTE_RETURN_IF_ERROR(ValidateWords(measure.unit(),
                                        "local_measure.definition.unit",
                                        kLocalUnitCharactersMax));
  ENTENTE_RETURN_IF_ERROR(ValidateDates(said, before));
  ENTENTE_RETURN_IF_ERROR(ValidateTypes(said, before));
  ENTENTE_RETURN_IF_ERROR(ValidateFeeds(said, code, definitions));
  // A list that conventions define no more takes no version back.
  if (before.empty()) {
    ENTENTE_RETURN_IF_ERROR(ValidateBreakdowns(measure, definitions));
  }
  return ValidateReason(said.reason(), "local_measure.reason");
}

}  // namespace entente::indicators
