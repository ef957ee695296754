#include "services/indicators/definition_rules.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "services/common/base/error.h"
#include "services/indicators/error_rules.h"
#include "services/indicators/name_rules.h"
#include "services/indicators/text_rules.h"

namespace entente::indicators {
namespace {

namespace cv1 = entente::conventions::v1;
namespace v1 = entente::indicators::v1;

constexpr int64_t kTargetMax = 1000000000;

bool IsOlder(const v1::ConventionRecord& a, const v1::ConventionRecord& b) {
  const uint32_t a_from = PackDate(a.valid_from());
  const uint32_t b_from = PackDate(b.valid_from());
  return a_from != b_from ? a_from < b_from : a.convention() < b.convention();
}

void UniteFeeds(const cv1::MeasureDefinition& older,
                cv1::MeasureDefinition& newer) {
  for (const cv1::MeasureFeed& feed : older.feeds()) {
    const bool is_known = std::any_of(
        newer.feeds().begin(), newer.feeds().end(), [&](const auto& other) {
          return other.activity_type() == feed.activity_type() &&
                 other.figure() == feed.figure();
        });
    if (!is_known) *newer.add_feeds() = feed;
  }
}

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

absl::Status ValidateBaseline(const v1::Target& target, int64_t value_max) {
  const v1::Baseline& baseline = target.baseline();
  if (baseline.year() < kYearMin || baseline.year() >= target.year()) {
    const std::string year = absl::StrCat(target.year());
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

Definitions::Definitions(int64_t version,
                         std::vector<v1::ConventionRecord> records)
    : version_(version), conventions_(std::move(records)) {
  std::sort(conventions_.begin(), conventions_.end(), IsOlder);
  for (const v1::ConventionRecord& record : conventions_) {
    const Term term = MakeTerm(record.valid_from(), record.valid_until());
    for (const cv1::MeasureDefinition& measure : record.measures()) {
      const auto [place, is_new] =
          by_code_.emplace(measure.code(), static_cast<int>(measures_.size()));
      if (is_new) {
        measures_.push_back({measure, {term}});
        continue;
      }
      MeasureInfo& info = measures_[place->second];
      cv1::MeasureDefinition merged = measure;
      UniteFeeds(info.definition, merged);
      info.definition = std::move(merged);
      info.terms.push_back(term);
    }
    for (const cv1::ActivityType& type : record.activity_types()) {
      activity_types_.insert(type.code());
    }
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

bool Definitions::IsInAnyTerm(uint32_t packed_day) const {
  for (const v1::ConventionRecord& record : conventions_) {
    if (MakeTerm(record.valid_from(), record.valid_until())
            .Contains(packed_day)) {
      return true;
    }
  }
  return false;
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
      if (indicator.is_expected_result()) continue;
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
  if (target.year() < kYearMin || target.year() > kYearMax ||
      !std::any_of(measure.terms.begin(), measure.terms.end(),
                   [&](const Term& term) {
                     const int first = MonthOf(term.from) / 12;
                     const int last = MonthOf(term.until) / 12;
                     return (term.from == 0 || target.year() >= first) &&
                            (term.until == 0 || target.year() <= last);
                   })) {
    return Invalid("YEAR_OUTSIDE_TERM", "target.year",
                   {"No convention that defines the measure covers that year.",
                    "Aucune convention définissant la mesure ne couvre "
                    "cette année.",
                    "Geen overeenkomst met deze meting dekt dat jaar."});
  }
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

absl::Status UnknownMeasure(absl::string_view code, const std::string& field) {
  // The code is echoed only when it is one: a caller may have put anything
  // there.
  const std::string shown =
      IsMeasureCode(code) ? absl::StrCat(" ", code) : std::string();
  return Refuse(
      absl::StatusCode::kNotFound, "UNKNOWN_MEASURE", field,
      {absl::StrCat("No convention defines the measure", shown, "."),
       absl::StrCat("Aucune convention ne définit la mesure", shown, "."),
       absl::StrCat("Geen overeenkomst definieert de meting", shown, ".")});
}

}  // namespace entente::indicators
