#include "services/indicators/definition_rules.h"

#include <algorithm>

#include "absl/container/flat_hash_set.h"
#include "absl/strings/str_cat.h"
#include "services/common/base/error.h"
#include "services/indicators/activity_type_rules.h"
#include "services/indicators/error_rules.h"
#include "services/indicators/name_rules.h"
#include "services/indicators/target_term_rules.h"
#include "services/indicators/text_rules.h"

namespace entente::indicators {
namespace {

namespace cv1 = entente::conventions::v1;
namespace v1 = entente::indicators::v1;

constexpr int64_t kTargetMax = 1000000000;

// The largest value a target may have.
int64_t TargetMax(cv1::MeasureKind kind) {
  switch (kind) {
    case cv1::MEASURE_KIND_YES_NO:
      return 1;
    case cv1::MEASURE_KIND_RATIO:
      return 100;
    default:
      return kTargetMax;
  }
}

// Whether a term of the measure has a month of the target's period.
bool IsCovered(const MeasureInfo& measure, const v1::Target& target) {
  const int32_t first = target.year() * 12 +
                        (target.quarter() > 0 ? (target.quarter() - 1) * 3 : 0);
  const int32_t last = first + (target.quarter() > 0 ? 2 : 11);
  return measure.IsInTermBetween(first, last);
}

absl::Status ValidatePeriod(const MeasureInfo& measure,
                            const v1::Target& target) {
  if (target.has_term()) {
    ENTENTE_ASSIGN_OR_RETURN(const MonthSpan term,
                             ParseTerm(target.term(), "target.term"));
    return ValidateTargetTerm(measure, term);
  }
  if (target.quarter() < 0 || target.quarter() > 4) {
    return QuarterInvalid("target.quarter");
  }
  if (target.quarter() > 0 && measure.definition.is_sensitive()) {
    return Invalid("TARGET_NOT_POSSIBLE", "target.quarter",
                   {"Figures of a sensitive measure are shown by year only: it "
                    "has no target of a quarter.",
                    "Les chiffres d'une mesure sensible ne sont montrés que "
                    "par année : elle n'a pas d'objectif trimestriel.",
                    "Cijfers van een gevoelige meting worden alleen per jaar "
                    "getoond: ze heeft geen streefcijfer per kwartaal."});
  }
  if (target.year() >= kYearMin && target.year() <= kYearMax &&
      IsCovered(measure, target)) {
    return absl::OkStatus();
  }
  if (target.quarter() > 0) {
    return Invalid("YEAR_OUTSIDE_TERM", "target.quarter",
                   {"The measure is not counted in that quarter, by no "
                    "convention and not by the municipality itself.",
                    "La mesure n'est pas comptée ce trimestre, ni par une "
                    "convention ni par la commune elle-même.",
                    "De meting wordt in dat kwartaal niet geteld, noch door "
                    "een overeenkomst noch door de gemeente zelf."});
  }
  return Invalid("YEAR_OUTSIDE_TERM", "target.year",
                 {"The measure is not counted in that year, by no convention "
                  "and not by the municipality itself.",
                  "La mesure n'est pas comptée cette année, ni par une "
                  "convention ni par la commune elle-même.",
                  "De meting wordt in dat jaar niet geteld, noch door een "
                  "overeenkomst noch door de gemeente zelf."});
}

absl::Status ValidateBaseline(const v1::Target& target, int64_t value_max) {
  const v1::Baseline& baseline = target.baseline();
  const int32_t first_year =
      target.has_term() ? target.term().first_month().year() : target.year();
  if (baseline.year() < kYearMin || baseline.year() >= first_year) {
    const std::string year = absl::StrCat(first_year);
    return Invalid(
        "BASELINE_YEAR", "target.baseline.year",
        {absl::StrCat("A baseline was measured in a year before ", year, "."),
         absl::StrCat("Une valeur de départ date d'une année avant ", year,
                      "."),
         absl::StrCat("Een beginwaarde is van een jaar vóór ", year, ".")});
  }
  if (baseline.value() < 0 || baseline.value() > value_max) {
    const std::string max = absl::StrCat(value_max);
    return Invalid(
        "TARGET_OUT_OF_RANGE", "target.baseline.value",
        {absl::StrCat("The baseline must be 0 to ", max, " for this measure."),
         absl::StrCat("La valeur de départ doit être de 0 à ", max,
                      " pour cette mesure."),
         absl::StrCat("De beginwaarde moet 0 tot ", max, " zijn.")});
  }
  return absl::OkStatus();
}

absl::Status ValidateMeasures(const v1::ConventionRecord& record,
                              absl::flat_hash_set<std::string>& codes) {
  for (const cv1::MeasureDefinition& measure : record.measures()) {
    if (!IsMeasureCode(measure.code())) {
      return Invalid("MEASURE_CODE_INVALID", "measures.code",
                     {"A measure's code is not [a-z0-9_]{1,64}.",
                      "Le code d'une mesure n'est pas [a-z0-9_]{1,64}.",
                      "De code van een meting is niet [a-z0-9_]{1,64}."});
    }
    if (!codes.insert(measure.code()).second) {
      return Invalid(
          "MEASURE_REPEATED", "measures.code",
          {absl::StrCat("The measure ", measure.code(), " is defined twice."),
           absl::StrCat("La mesure ", measure.code(),
                        " est définie deux fois."),
           absl::StrCat("De meting ", measure.code(),
                        " is tweemaal gedefinieerd.")});
    }
    if (measure.kind() == cv1::MEASURE_KIND_UNSPECIFIED) {
      return Invalid(
          "MEASURE_KIND_MISSING", "measures.kind",
          {absl::StrCat("The measure ", measure.code(), " has no kind."),
           absl::StrCat("La mesure ", measure.code(), " n'a pas de type."),
           absl::StrCat("De meting ", measure.code(), " heeft geen soort.")});
    }
  }
  return absl::OkStatus();
}

}  // namespace

bool MeasureInfo::IsInTerm(uint32_t packed_day) const {
  for (const Term& term : terms) {
    if (term.Contains(packed_day)) return true;
  }
  return false;
}

bool MeasureInfo::IsInTermBetween(int32_t first_month,
                                  int32_t last_month) const {
  return std::any_of(terms.begin(), terms.end(), [&](const Term& term) {
    return (term.from == 0 || last_month >= MonthOf(term.from)) &&
           (term.until == 0 || first_month <= MonthOf(term.until));
  });
}

const cv1::MeasureDefinition& MeasureInfo::On(uint32_t packed_day) const {
  const cv1::MeasureDefinition* in_force = VersionOn(versions, packed_day);
  return in_force == nullptr ? definition : *in_force;
}

bool MakesOneFigure(const cv1::MeasureDefinition& measure) {
  switch (measure.kind()) {
    case cv1::MEASURE_KIND_RATIO:
    case cv1::MEASURE_KIND_YES_NO:
      return true;
    case cv1::MEASURE_KIND_COUNT:
    case cv1::MEASURE_KIND_HOURS:
      return measure.is_summable();
    default:
      return false;
  }
}

int Definitions::Find(absl::string_view code) const {
  const auto found = by_code_.find(code);
  return found == by_code_.end() ? -1 : found->second;
}

bool Definitions::IsWithheld(absl::string_view code) const {
  const int place = Find(code);
  return place < 0 || measures_[place].definition.is_sensitive();
}

bool Definitions::HasSensitive() const {
  return std::any_of(measures_.begin(), measures_.end(),
                     [](const MeasureInfo& measure) {
                       return measure.definition.is_sensitive();
                     });
}

bool Definitions::TakesActivityOn(absl::string_view type,
                                  uint32_t packed_day) const {
  const auto defines = [&](const v1::ConventionRecord& record) {
    return MakeTerm(record.valid_from(), record.valid_until())
               .Contains(packed_day) &&
           FindType(record, type) != nullptr;
  };
  const auto is_fed = [&](const MeasureInfo& measure) {
    if (!measure.IsInTerm(packed_day)) return false;
    const auto& feeds = measure.On(packed_day).feeds();
    return std::any_of(feeds.begin(), feeds.end(), [&](const auto& feed) {
      return feed.activity_type() == type;
    });
  };
  return std::any_of(conventions_.begin(), conventions_.end(), defines) ||
         std::any_of(local_.begin(), local_.end(), defines) ||
         std::any_of(measures_.begin(), measures_.end(), is_fed);
}

std::vector<std::string> Definitions::IndicatorsOf(absl::string_view code,
                                                   uint32_t packed_day) const {
  std::vector<std::string> names;
  for (const v1::ConventionRecord& record : conventions_) {
    if (!MakeTerm(record.valid_from(), record.valid_until())
             .Contains(packed_day)) {
      continue;
    }
    for (const v1::Indicator& indicator : record.indicators()) {
      if (indicator.is_expected_result() || !IsOn(indicator, packed_day)) {
        continue;
      }
      for (const std::string& reported : indicator.measure_codes()) {
        if (reported == code) names.push_back(indicator.name());
      }
    }
  }
  return names;
}

absl::Status ValidateConventionRecord(const v1::ConventionRecord& record) {
  ENTENTE_RETURN_IF_ERROR(
      ParseConvention(record.convention(), "convention").status());
  if (record.measures_size() > kMeasuresMax ||
      record.indicators_size() > kIndicatorsMax ||
      record.activity_types_size() > kActivityTypesMax) {
    return Invalid("DEFINITION_LIMIT", "measures",
                   {"The convention has more definitions than are accepted.",
                    "La convention a plus de définitions qu'il n'est accepté.",
                    "De overeenkomst heeft meer definities dan aanvaard."});
  }
  absl::flat_hash_set<std::string> codes;
  ENTENTE_RETURN_IF_ERROR(ValidateMeasures(record, codes));
  ENTENTE_RETURN_IF_ERROR(ValidateEarlier(record, kMeasuresMax));
  ENTENTE_RETURN_IF_ERROR(ValidateCodeLists(record));
  for (const v1::Indicator& indicator : record.indicators()) {
    for (const std::string& code : indicator.measure_codes()) {
      if (codes.contains(code)) continue;
      return Invalid("UNKNOWN_MEASURE", "indicators.measure_codes",
                     {"An indicator reports a measure that is not defined.",
                      "Un indicateur renvoie à une mesure non définie.",
                      "Een indicator verwijst naar een onbekende meting."});
    }
  }
  return absl::OkStatus();
}

absl::Status ValidateTarget(const MeasureInfo& measure,
                            const v1::Target& target) {
  const cv1::MeasureKind kind = measure.definition.kind();
  if (kind == cv1::MEASURE_KIND_QUALITATIVE) {
    return Invalid("TARGET_NOT_POSSIBLE", "parent",
                   {"A measure described in words has no target in figures.",
                    "Une mesure décrite en mots n'a pas d'objectif chiffré.",
                    "Een meting in woorden heeft geen streefcijfer."});
  }
  if (!MakesOneFigure(measure.definition)) {
    return Invalid("TARGET_NOT_POSSIBLE", "parent",
                   {"Figures of the measure may not be summed over months: "
                    "there would be none to put beside a target.",
                    "Les chiffres de la mesure ne peuvent être additionnés "
                    "d'un mois à l'autre : il n'y en aurait aucun à mettre en "
                    "regard d'un objectif.",
                    "Cijfers van de meting mogen niet over maanden worden "
                    "opgeteld: er zou er geen zijn om naast een streefcijfer "
                    "te zetten."});
  }
  ENTENTE_RETURN_IF_ERROR(ValidatePeriod(measure, target));
  if (target.value() < 0 || target.value() > TargetMax(kind)) {
    const std::string max = absl::StrCat(TargetMax(kind));
    return Invalid(
        "TARGET_OUT_OF_RANGE", "target.value",
        {absl::StrCat("The target must be 0 to ", max, " for this measure."),
         absl::StrCat("L'objectif chiffré doit être de 0 à ", max,
                      " pour cette mesure."),
         absl::StrCat("Het streefcijfer moet 0 tot ", max, " zijn.")});
  }
  if (target.has_baseline()) {
    ENTENTE_RETURN_IF_ERROR(ValidateBaseline(target, TargetMax(kind)));
  }
  for (const std::string* text :
       {&target.agreed_by().fr(), &target.agreed_by().nl(),
        &target.agreed_by().de(), &target.agreed_by().en()}) {
    ENTENTE_RETURN_IF_ERROR(ValidateLine(*text, "target.agreed_by", 100));
  }
  return absl::OkStatus();
}

bool AgreeOnTheSame(const v1::Target& a, const v1::Target& b) {
  if (a.is_withdrawn() || b.is_withdrawn()) {
    return a.is_withdrawn() == b.is_withdrawn();
  }
  return a.value() == b.value() && a.is_internal() == b.is_internal() &&
         a.agreed_by().fr() == b.agreed_by().fr() &&
         a.agreed_by().nl() == b.agreed_by().nl() &&
         a.agreed_by().de() == b.agreed_by().de() &&
         a.agreed_by().en() == b.agreed_by().en() &&
         a.has_baseline() == b.has_baseline() &&
         a.baseline().year() == b.baseline().year() &&
         a.baseline().value() == b.baseline().value();
}

absl::Status QuarterInvalid(const std::string& field) {
  return Invalid("QUARTER_INVALID", field,
                 {"A quarter is 1 to 4, or 0 for the whole year; with a "
                  "quarter the month is 0.",
                  "Un trimestre va de 1 à 4, ou 0 pour toute l'année ; avec un "
                  "trimestre le mois est 0.",
                  "Een kwartaal is 1 tot 4, of 0 voor het hele jaar; met een "
                  "kwartaal is de maand 0."});
}

absl::Status TargetUnknown() {
  return Refuse(absl::StatusCode::kNotFound, "TARGET_UNKNOWN", "name",
                {"No target was agreed for that period.",
                 "Aucun objectif chiffré n'a été convenu pour cette période.",
                 "Voor die periode is geen streefcijfer afgesproken."});
}

absl::Status TooManyTargetVersions(int most) {
  return Refuse(
      absl::StatusCode::kFailedPrecondition, "TOO_MANY_TARGET_VERSIONS",
      "target",
      {absl::StrCat("A target has at most ", most, " versions."),
       absl::StrCat("Un objectif chiffré compte au plus ", most, " versions."),
       absl::StrCat("Een streefcijfer telt hoogstens ", most, " versies.")},
      {{"most", absl::StrCat(most)}});
}

absl::Status UnknownMeasure(absl::string_view code, const std::string& field) {
  // The code is echoed only when it is one: a caller may have put anything
  // there.
  const std::string shown =
      IsMeasureCode(code) ? absl::StrCat(" ", code) : std::string();
  return Refuse(
      absl::StatusCode::kNotFound, "UNKNOWN_MEASURE", field,
      {absl::StrCat("Neither a convention nor the municipality defines the "
                    "measure",
                    shown, "."),
       absl::StrCat("Ni une convention ni la commune ne définit la mesure",
                    shown, "."),
       absl::StrCat("Noch een overeenkomst noch de gemeente definieert de "
                    "meting",
                    shown, ".")});
}

}  // namespace entente::indicators
