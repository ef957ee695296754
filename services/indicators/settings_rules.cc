#include "services/indicators/settings_rules.h"

#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "services/indicators/date_rules.h"
#include "services/indicators/error_rules.h"
#include "services/indicators/name_rules.h"
#include "services/indicators/period_request_rules.h"
#include "services/indicators/text_rules.h"

namespace entente::indicators {
namespace {

namespace cv1 = entente::conventions::v1;
namespace v1 = entente::indicators::v1;
using entente::common::v1::LocalizedText;

absl::Status ValidateFirstMonth(const google::type::Date& date) {
  static constexpr char kField[] = "measure_settings.first_month";
  ENTENTE_RETURN_IF_ERROR(ParsePeriodMonth(date, kField).status());
  if (date.day() == 0 || date.day() == 1) return absl::OkStatus();
  return Invalid("MONTH_INVALID", kField,
                 {"Settings begin with a month: its day is 0 or 1.",
                  "Des réglages commencent avec un mois : le jour est 0 ou 1.",
                  "Instellingen beginnen met een maand: de dag is 0 of 1."});
}

absl::Status ValidateSources(const v1::MeasureSettings& settings) {
  static constexpr char kField[] = "measure_settings.allowed_sources";
  if (settings.allowed_sources_size() > kAllowedSourcesMax) {
    const std::string most = absl::StrCat(kAllowedSourcesMax);
    return Invalid("TOO_MANY_SOURCES", kField,
                   {absl::StrCat("At most ", most, " sources."),
                    absl::StrCat("Au plus ", most, " sources."),
                    absl::StrCat("Hoogstens ", most, " bronnen.")});
  }
  std::set<absl::string_view> seen;
  for (const std::string& source : settings.allowed_sources()) {
    if (!IsSourceCode(source)) {
      return Invalid("SOURCE_INVALID", kField,
                     {"A source is [a-z][a-z0-9-]{0,31}.",
                      "Une source est [a-z][a-z0-9-]{0,31}.",
                      "Een bron is [a-z][a-z0-9-]{0,31}."});
    }
    if (!seen.insert(source).second) {
      return Invalid(
          "SOURCE_TWICE", kField,
          {"A source is named twice.", "Une source est nommée deux fois.",
           "Een bron is twee keer genoemd."});
    }
  }
  return absl::OkStatus();
}

// The most decimals a figure of `kind` may be shown with; -1: it has no scale.
int DecimalsMax(cv1::MeasureKind kind) {
  switch (kind) {
    case cv1::MEASURE_KIND_COUNT:
      return 0;
    case cv1::MEASURE_KIND_HOURS:
      return 2;
    case cv1::MEASURE_KIND_RATIO:
      return 4;
    default:
      return -1;
  }
}

absl::Status ValidateDecimals(int32_t decimals, cv1::MeasureKind kind) {
  static constexpr char kField[] = "measure_settings.decimals";
  const int max = DecimalsMax(kind);
  if (decimals >= 0 && decimals <= max) return absl::OkStatus();
  if (max < 0) {
    return Invalid("SCALE_INVALID", kField,
                   {"A measure of yes or no, or in words, has no decimals.",
                    "Une mesure oui/non ou en mots n'a pas de décimales.",
                    "Een meting met ja/nee of in woorden heeft geen "
                    "decimalen."});
  }
  const std::string most = absl::StrCat(max);
  return Refuse(absl::StatusCode::kInvalidArgument, "SCALE_INVALID", kField,
                {absl::StrCat("A figure of this measure is shown with 0 to ",
                              most, " decimals."),
                 absl::StrCat("Un chiffre de cette mesure se montre avec 0 à ",
                              most, " décimales."),
                 absl::StrCat("Een cijfer van deze meting wordt met 0 tot ",
                              most, " decimalen getoond.")},
                {{"most", most}});
}

absl::Status PersonsMeasureInvalid(Sentence sentence) {
  return Invalid("PERSONS_MEASURE_INVALID", kPersonsMeasureField,
                 std::move(sentence));
}

// `code` is not empty. Which measure it is of is not looked at.
absl::Status ValidatePersonsCode(const std::string& code,
                                 cv1::MeasureKind kind) {
  if (kind != cv1::MEASURE_KIND_COUNT && kind != cv1::MEASURE_KIND_HOURS) {
    return Invalid("PERSONS_MEASURE_NEEDLESS", kPersonsMeasureField,
                   {"Distinct persons are told only behind a measure that "
                    "counts, or counts hours: leave this out.",
                    "Les personnes distinctes ne se disent que d'une mesure "
                    "qui compte, ou qui compte des heures : ne le donnez pas.",
                    "Verschillende personen horen enkel bij een meting die "
                    "telt, of uren telt: laat dit weg."});
  }
  if (IsMeasureCode(code)) return absl::OkStatus();
  return PersonsMeasureInvalid({"A code of a measure is [a-z0-9_]{1,64}.",
                                "Un code de mesure est [a-z0-9_]{1,64}.",
                                "Een code van een meting is [a-z0-9_]{1,64}."});
}

// Words that take the place of the convention's say something to all who read
// them.
absl::Status ValidateWords(const LocalizedText& words, const std::string& field,
                           size_t characters_max) {
  if (!AreReadByAll(words)) {
    return Invalid("TEXT_MISSING", field,
                   {"Say it in French and in Dutch, in no language by blanks "
                    "alone, or leave it out: it is as the convention says "
                    "then.",
                    "Dites-le en français et en néerlandais, dans aucune "
                    "langue par des blancs seuls, ou ne le donnez pas : c'est "
                    "alors comme dans la convention.",
                    "Zeg het in het Frans en in het Nederlands, in geen enkele "
                    "taal met enkel spaties, of laat het weg: dan is het zoals "
                    "de overeenkomst zegt."});
  }
  return ValidateLines(words, field, characters_max);
}

}  // namespace

int32_t FirstMonthOf(const v1::MeasureSettings& settings) {
  google::type::Date date = settings.first_month();
  date.set_day(0);
  return MonthOf(PackDate(date));
}

SettingsInForce::SettingsInForce(std::vector<v1::MeasureSettings> versions) {
  std::map<int32_t, v1::MeasureSettings> by_month;
  for (v1::MeasureSettings& version : versions) {
    const int32_t first = FirstMonthOf(version);
    by_month.insert_or_assign(first, std::move(version));
  }
  for (auto& [month, version] : by_month) {
    versions_.push_back({month, std::move(version)});
  }
}

const v1::MeasureSettings* SettingsInForce::At(int32_t month) const {
  const v1::MeasureSettings* in_force = nullptr;
  for (const Version& version : versions_) {
    if (version.first_month > month) break;
    in_force = &version.settings;
  }
  return in_force;
}

std::vector<int32_t> SettingsInForce::FirstMonths() const {
  std::vector<int32_t> months;
  for (const Version& version : versions_) {
    months.push_back(version.first_month);
  }
  return months;
}

bool SettingsInForce::Allows(absl::string_view source, int32_t month) const {
  const v1::MeasureSettings* settings = At(month);
  if (settings == nullptr || settings->allowed_sources().empty()) return true;
  const auto& allowed = settings->allowed_sources();
  return std::find(allowed.begin(), allowed.end(), source) != allowed.end();
}

bool SettingsInForce::HasSensitive() const {
  return std::any_of(
      versions_.begin(), versions_.end(),
      [](const Version& version) { return version.settings.is_sensitive(); });
}

absl::Status ValidateSettings(const v1::MeasureSettings& settings,
                              cv1::MeasureKind kind) {
  ENTENTE_RETURN_IF_ERROR(ValidateFirstMonth(settings.first_month()));
  ENTENTE_RETURN_IF_ERROR(ValidateSources(settings));
  if (!v1::MeasureSettings::Audience_IsValid(settings.audience())) {
    return Invalid("AUDIENCE_INVALID", "measure_settings.audience",
                   {"An audience is INTERNAL, STATE or PUBLIC.",
                    "Un public est INTERNAL, STATE ou PUBLIC.",
                    "Een publiek is INTERNAL, STATE of PUBLIC."});
  }
  if (settings.has_decimals()) {
    ENTENTE_RETURN_IF_ERROR(ValidateDecimals(settings.decimals(), kind));
  }
  if (!settings.persons_measure_code().empty()) {
    ENTENTE_RETURN_IF_ERROR(
        ValidatePersonsCode(settings.persons_measure_code(), kind));
  }
  ENTENTE_RETURN_IF_ERROR(ValidateLines(
      settings.note(), "measure_settings.note", kSettingsNoteCharactersMax));
  if (settings.has_title()) {
    ENTENTE_RETURN_IF_ERROR(ValidateWords(settings.title(),
                                          "measure_settings.title",
                                          kSettingsTitleCharactersMax));
  }
  if (settings.has_unit()) {
    ENTENTE_RETURN_IF_ERROR(ValidateWords(
        settings.unit(), "measure_settings.unit", kSettingsUnitCharactersMax));
  }
  return ValidateReason(settings.reason(), "measure_settings.reason");
}

absl::Status ValidatePersonsMeasure(const cv1::MeasureDefinition& measure,
                                    const cv1::MeasureDefinition& persons) {
  if (persons.kind() != cv1::MEASURE_KIND_COUNT) {
    return PersonsMeasureInvalid(
        {"The measure named is no count, and persons are counted: name one "
         "that counts them.",
         "La mesure indiquée n'est pas un nombre, et des personnes se "
         "comptent : indiquez-en une qui les compte.",
         "De genoemde meting is geen aantal, en personen worden geteld: noem "
         "er een die ze telt."});
  }
  if (persons.code() == measure.code()) return absl::OkStatus();
  if (persons.is_summable()) {
    return PersonsMeasureInvalid(
        {"Figures of the measure named are added over months, which counts a "
         "person again: name one whose figures may not be.",
         "Les chiffres de la mesure indiquée s'additionnent d'un mois à "
         "l'autre, ce qui recompte une personne : indiquez-en une dont les "
         "chiffres ne s'additionnent pas.",
         "Cijfers van de genoemde meting worden over maanden opgeteld, wat een "
         "persoon opnieuw telt: noem er een waarvan de cijfers dat niet "
         "worden."});
  }
  if (persons.is_sensitive()) return absl::OkStatus();
  return PersonsMeasureInvalid(
      {"The measure named is not sensitive, and a few persons can be pointed "
       "at: make it sensitive first.",
       "La mesure indiquée n'est pas sensible, et quelques personnes peuvent "
       "être désignées : rendez-la d'abord sensible.",
       "De genoemde meting is niet gevoelig, en enkele personen zijn aan te "
       "wijzen: maak ze eerst gevoelig."});
}

bool AddTheSame(const v1::MeasureSettings& a, const v1::MeasureSettings& b) {
  return FirstMonthOf(a) == FirstMonthOf(b) &&
         std::equal(a.allowed_sources().begin(), a.allowed_sources().end(),
                    b.allowed_sources().begin(), b.allowed_sources().end()) &&
         a.audience() == b.audience() && a.is_sensitive() == b.is_sensitive() &&
         a.has_decimals() == b.has_decimals() && a.decimals() == b.decimals() &&
         a.persons_measure_code() == b.persons_measure_code() &&
         IsTheSameText(a.note(), b.note()) &&
         IsTheSameText(a.title(), b.title()) &&
         IsTheSameText(a.unit(), b.unit());
}

absl::Status SettingsUnknown() {
  return Refuse(
      absl::StatusCode::kNotFound, "SETTINGS_UNKNOWN", "name",
      {"Nothing was added to this measure, or not yet in that month.",
       "Rien n'a été ajouté à cette mesure, ou pas encore ce mois-là.",
       "Aan deze meting is niets toegevoegd, of nog niet in die "
       "maand."});
}

absl::Status TooManySettingsVersions() {
  const std::string most = absl::StrCat(kSettingsVersionsMax);
  return Refuse(
      absl::StatusCode::kFailedPrecondition, "TOO_MANY_SETTINGS_VERSIONS",
      "measure_settings.name",
      {absl::StrCat("The settings of a measure have at most ", most,
                    " versions."),
       absl::StrCat("Les réglages d'une mesure comptent au plus ", most,
                    " versions."),
       absl::StrCat("De instellingen van een meting tellen hoogstens ", most,
                    " versies.")},
      {{"most", most}});
}

}  // namespace entente::indicators
