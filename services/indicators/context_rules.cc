#include "services/indicators/context_rules.h"

#include <set>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "services/common/base/error.h"
#include "services/indicators/date_rules.h"
#include "services/indicators/error_rules.h"
#include "services/indicators/name_rules.h"
#include "services/indicators/period_request_rules.h"
#include "services/indicators/text_rules.h"

namespace entente::indicators {
namespace {

namespace v1 = entente::indicators::v1;
using v1::ContextSeries;

const char* FormOf(ContextSeries::Frequency frequency) {
  switch (frequency) {
    case ContextSeries::FREQUENCY_QUARTER:
      return "2018-Q3";
    case ContextSeries::FREQUENCY_MONTH:
      return "2018-03";
    default:
      return "2018";
  }
}

absl::Status TextMissing(const std::string& field) {
  return Invalid("TEXT_MISSING", field,
                 {"The text is missing; in French or Dutch where it has a "
                  "language, in none by blanks alone.",
                  "Le texte manque ; en français ou en néerlandais s'il a une "
                  "langue, dans aucune par des blancs seuls.",
                  "De tekst ontbreekt; in het Frans of het Nederlands waar hij "
                  "een taal heeft, in geen enkele met enkel spaties."});
}

bool IsBlank(const std::string& line) {
  return absl::StripAsciiWhitespace(line).empty();
}

// One of French and Dutch may be left out; a blank would hide the other.
absl::Status ValidateText(const entente::common::v1::LocalizedText& text,
                          const std::string& field, size_t characters_max) {
  if (text.fr().empty() && text.nl().empty()) return TextMissing(field);
  for (const std::string* one :
       {&text.fr(), &text.nl(), &text.de(), &text.en()}) {
    if (!one->empty() && IsBlank(*one)) return TextMissing(field);
    ENTENTE_RETURN_IF_ERROR(ValidateLine(*one, field, characters_max));
  }
  return absl::OkStatus();
}

// What a series says for people.
absl::Status ValidateTexts(const ContextSeries& series) {
  ENTENTE_RETURN_IF_ERROR(ValidateText(series.title(), "context_series.title",
                                       kContextTitleCharactersMax));
  ENTENTE_RETURN_IF_ERROR(ValidateText(series.unit(), "context_series.unit",
                                       kContextUnitCharactersMax));
  if (IsBlank(series.source())) return TextMissing("context_series.source");
  ENTENTE_RETURN_IF_ERROR(ValidateLine(series.source(), "context_series.source",
                                       kContextSourceCharactersMax));
  return ValidateLine(series.reference(), "context_series.reference",
                      kContextReferenceCharactersMax);
}

absl::Status StepFixed(const std::string& field) {
  return Invalid(
      "CONTEXT_STEP_FIXED", field,
      {"Frequency and decimals of a series stay, and its unit while "
       "there are figures: they are in them. Declare another series.",
       "La fréquence et les décimales d'une série restent, et son "
       "unité tant qu'il y a des chiffres : ils en dépendent. "
       "Déclarez une autre série.",
       "De frequentie en de decimalen van een reeks blijven, en haar "
       "eenheid zolang er cijfers zijn: die zijn erin. Geef een "
       "andere reeks op."});
}

absl::Status PeriodInvalid(const std::string& field, const std::string& form) {
  return Refuse(
      absl::StatusCode::kInvalidArgument, "PERIOD_INVALID", field,
      {absl::StrCat("A period of this series is written as ", form, "."),
       absl::StrCat("Une période de cette série s'écrit comme ", form, "."),
       absl::StrCat("Een periode van deze reeks wordt geschreven als ", form,
                    ".")},
      {{"form", form}});
}

absl::Status AreaNotListed(const std::string& field) {
  return Invalid("AREA_UNKNOWN", field,
                 {"The area is not in the list of areas.",
                  "Le lieu ne figure pas dans la liste des lieux.",
                  "Het gebied staat niet in de lijst van gebieden."});
}

absl::Status ValidatePublished(const google::type::Date& date, int32_t month,
                               absl::CivilDay today, const std::string& field) {
  ENTENTE_ASSIGN_OR_RETURN(const absl::CivilDay published,
                           ParseDay(date, field));
  if (published > today) {
    const std::string day = absl::FormatCivilTime(today);
    return Invalid(
        "DATE_IN_FUTURE", field,
        {absl::StrCat("A figure was published on ", day, " at the latest."),
         absl::StrCat("Un chiffre a été publié le ", day, " au plus tard."),
         absl::StrCat("Een cijfer is ten laatste op ", day,
                      " bekendgemaakt.")});
  }
  if (MonthOf(PackDay(published)) < month) {
    return Invalid("DATE_BEFORE_PERIOD", field,
                   {"A figure is not published before its period has begun.",
                    "Un chiffre n'est pas publié avant le début de sa période.",
                    "Een cijfer wordt niet bekendgemaakt vóór zijn periode "
                    "begint."});
  }
  return absl::OkStatus();
}

absl::Status ValidateCount(int figures) {
  if (figures == 0) {
    return Invalid("FIGURES_MISSING", "figures",
                   {"Add one figure at least.", "Ajoutez au moins un chiffre.",
                    "Voeg minstens één cijfer toe."});
  }
  if (figures <= kContextFiguresPerCallMax) return absl::OkStatus();
  const std::string most = absl::StrCat(kContextFiguresPerCallMax);
  return Refuse(absl::StatusCode::kInvalidArgument, "TOO_MANY_FIGURES",
                "figures",
                {absl::StrCat("At most ", most, " figures at once."),
                 absl::StrCat("Au plus ", most, " chiffres à la fois."),
                 absl::StrCat("Hoogstens ", most, " cijfers tegelijk.")},
                {{"most", most}});
}

absl::Status TooMany(std::string reason, const std::string& field,
                     const std::string& most, Sentence sentence) {
  return Refuse(absl::StatusCode::kFailedPrecondition, std::move(reason), field,
                std::move(sentence), {{"most", most}});
}

}  // namespace

std::optional<int32_t> ParseContextPeriod(absl::string_view period,
                                          ContextSeries::Frequency frequency) {
  int year = 0;
  if (period.size() < 4 || !absl::SimpleAtoi(period.substr(0, 4), &year) ||
      year < kYearMin || year > kYearMax) {
    return std::nullopt;
  }
  int part = 0;
  const bool is_quarter = frequency == ContextSeries::FREQUENCY_QUARTER;
  const bool is_month = frequency == ContextSeries::FREQUENCY_MONTH;
  if (is_quarter || is_month) {
    const absl::string_view rest = period.substr(4);
    if (rest.size() != 3 ||
        !absl::SimpleAtoi(rest.substr(is_quarter ? 2 : 1), &part)) {
      return std::nullopt;
    }
  }
  if (part < (is_quarter || is_month ? 1 : 0) || part > (is_quarter ? 4
                                                         : is_month ? 12
                                                                    : 0)) {
    return std::nullopt;
  }
  const int32_t month = year * 12 + (is_quarter ? (part - 1) * 3
                                     : is_month ? part - 1
                                                : 0);
  // One spelling for a period.
  if (FormatContextPeriod(month, frequency) != period) return std::nullopt;
  return month;
}

std::string FormatContextPeriod(int32_t month,
                                ContextSeries::Frequency frequency) {
  switch (frequency) {
    case ContextSeries::FREQUENCY_QUARTER:
      return absl::StrFormat("%04d-Q%d", month / 12, month % 12 / 3 + 1);
    case ContextSeries::FREQUENCY_MONTH:
      return absl::StrFormat("%04d-%02d", month / 12, month % 12 + 1);
    default:
      return absl::StrFormat("%04d", month / 12);
  }
}

absl::Status ValidateContextSeries(
    const v1::CreateContextSeriesRequest& request) {
  if (!IsRuleId(request.context_series_id())) {
    return Invalid("CONTEXT_ID_INVALID", "context_series_id",
                   {"The id of a series is [a-z][a-z0-9-]{0,62}.",
                    "L'identifiant d'une série est [a-z][a-z0-9-]{0,62}.",
                    "De id van een reeks is [a-z][a-z0-9-]{0,62}."});
  }
  // An id is shown to everybody as well.
  ENTENTE_RETURN_IF_ERROR(
      ValidateLine(request.context_series_id(), "context_series_id", 63));
  const ContextSeries& series = request.context_series();
  ENTENTE_RETURN_IF_ERROR(ValidateTexts(series));
  if (series.frequency() < ContextSeries::FREQUENCY_YEAR ||
      series.frequency() > ContextSeries::FREQUENCY_MONTH) {
    return Invalid("FREQUENCY_MISSING", "context_series.frequency",
                   {"A series is by YEAR, QUARTER or MONTH.",
                    "Une série est par YEAR, QUARTER ou MONTH.",
                    "Een reeks is per YEAR, QUARTER of MONTH."});
  }
  if (series.decimals() < 0 || series.decimals() > kContextDecimalsMax) {
    const std::string most = absl::StrCat(kContextDecimalsMax);
    return Invalid(
        "DECIMALS_INVALID", "context_series.decimals",
        {absl::StrCat("Values have 0 to ", most, " decimals."),
         absl::StrCat("Les valeurs ont 0 à ", most, " décimales."),
         absl::StrCat("Waarden hebben 0 tot ", most, " decimalen.")});
  }
  return absl::OkStatus();
}

absl::Status ValidateUpdateContextSeries(
    const v1::UpdateContextSeriesRequest& request, const ContextSeries& kept) {
  const ContextSeries& said = request.context_series();
  ENTENTE_RETURN_IF_ERROR(ValidateTexts(said));
  if (said.frequency() != kept.frequency()) {
    return StepFixed("context_series.frequency");
  }
  if (said.decimals() != kept.decimals()) {
    return StepFixed("context_series.decimals");
  }
  if (kept.figure_count() > 0 && !IsTheSameText(said.unit(), kept.unit())) {
    return StepFixed("context_series.unit");
  }
  return ValidateReason(request.reason(), "reason");
}

bool SayTheSame(const ContextSeries& a, const ContextSeries& b) {
  return IsTheSameText(a.title(), b.title()) &&
         IsTheSameText(a.unit(), b.unit()) && a.source() == b.source() &&
         a.reference() == b.reference() && a.frequency() == b.frequency() &&
         a.decimals() == b.decimals();
}

absl::StatusOr<int32_t> ValidateWithdrawContextFigure(
    const v1::WithdrawContextFigureRequest& request,
    ContextSeries::Frequency frequency) {
  const auto month = ParseContextPeriod(request.period(), frequency);
  if (!month.has_value()) return PeriodInvalid("period", FormOf(frequency));
  ENTENTE_RETURN_IF_ERROR(ValidateReason(request.reason(), "reason"));
  return *month;
}

absl::StatusOr<std::vector<int32_t>> ValidateContextFigures(
    const v1::AddContextFiguresRequest& request,
    ContextSeries::Frequency frequency, const AreaList& areas,
    absl::CivilDay today) {
  ENTENTE_RETURN_IF_ERROR(ValidateCount(request.figures_size()));
  if (!request.reason().empty()) {
    ENTENTE_RETURN_IF_ERROR(ValidateReason(request.reason(), "reason"));
  }
  std::vector<int32_t> months;
  std::set<std::pair<int32_t, absl::string_view>> seen;
  for (int i = 0; i < request.figures_size(); ++i) {
    const v1::ContextFigure& figure = request.figures(i);
    const std::string at = absl::StrCat("figures[", i, "].");
    const auto month = ParseContextPeriod(figure.period(), frequency);
    if (!month.has_value()) {
      return PeriodInvalid(at + "period", FormOf(frequency));
    }
    if (!areas.Contains(figure.area())) return AreaNotListed(at + "area");
    if (figure.value() < -kContextValueMax ||
        figure.value() > kContextValueMax) {
      const std::string most = absl::StrCat(kContextValueMax);
      return Invalid(
          "VALUE_OUT_OF_RANGE", at + "value",
          {absl::StrCat("A value is -", most, " to ", most, "."),
           absl::StrCat("Une valeur va de -", most, " à ", most, "."),
           absl::StrCat("Een waarde is -", most, " tot ", most, ".")});
    }
    ENTENTE_RETURN_IF_ERROR(ValidatePublished(figure.publish_date(), *month,
                                              today, at + "publish_date"));
    if (!seen.emplace(*month, figure.area()).second) {
      return Invalid("FIGURE_TWICE", at + "period",
                     {"A period and area is given twice.",
                      "Une période et un lieu sont donnés deux fois.",
                      "Een periode en gebied zijn twee keer gegeven."});
    }
    months.push_back(*month);
  }
  return months;
}

absl::Status ContextSeriesUnknown(const std::string& field) {
  return Refuse(absl::StatusCode::kNotFound, "CONTEXT_SERIES_UNKNOWN", field,
                {"There is no such context series.",
                 "Cette série de contexte n'existe pas.",
                 "Deze contextreeks bestaat niet."});
}

absl::Status ContextFigureUnknown() {
  return Refuse(absl::StatusCode::kNotFound, "CONTEXT_FIGURE_UNKNOWN", "period",
                {"This period and area has no figure, or it was withdrawn.",
                 "Cette période et ce lieu n'ont pas de chiffre, ou il a été "
                 "retiré.",
                 "Deze periode en dit gebied hebben geen cijfer, of het is "
                 "ingetrokken."});
}

absl::Status ContextFigureChanged(int32_t version) {
  return Refuse(
      absl::StatusCode::kAborted, "ETAG_MISMATCH", "expected_version",
      {"The figure changed since it was read; read it again and "
       "decide anew.",
       "Le chiffre a changé depuis la lecture ; relisez-le et décidez "
       "à nouveau.",
       "Het cijfer is sinds het lezen gewijzigd; lees het opnieuw en "
       "beslis opnieuw."},
      {{"etag", absl::StrCat(version)}});
}

absl::Status ContextSeriesExists() {
  return Refuse(absl::StatusCode::kAlreadyExists, "CONTEXT_SERIES_EXISTS",
                "context_series_id",
                {"A series of this id is there already; change it, add figures "
                 "to it, or choose another id.",
                 "Une série porte déjà cet identifiant ; modifiez-la, "
                 "ajoutez-y des chiffres ou choisissez-en un autre.",
                 "Er is al een reeks met deze id; wijzig ze, voeg er cijfers "
                 "aan toe of kies een andere id."});
}

absl::Status ContextReasonMissing(int corrections, int restored) {
  const std::string count = absl::StrCat(corrections);
  const std::string back = absl::StrCat(restored);
  return Refuse(
      absl::StatusCode::kInvalidArgument, "CONTEXT_REASON_MISSING", "reason",
      {absl::StrCat("Figures that say something else than what is kept: ",
                    count, "; that were withdrawn: ", back,
                    ". Say why they are corrected or come back."),
       absl::StrCat("Chiffres qui disent autre chose que ce qui est conservé "
                    ": ",
                    count, " ; qui ont été retirés : ", back,
                    ". Dites pourquoi ils sont corrigés ou reviennent."),
       absl::StrCat("Cijfers die iets anders zeggen dan wat bewaard is: ",
                    count, "; die ingetrokken zijn: ", back,
                    ". Zeg waarom ze verbeterd worden of terugkomen.")},
      {{"corrections", count}, {"restored", back}});
}

absl::Status TooManyContextSeries() {
  const std::string most = absl::StrCat(kContextSeriesMax);
  return TooMany(
      "TOO_MANY_CONTEXT_SERIES", "context_series_id", most,
      {absl::StrCat("A municipality has at most ", most, " context series."),
       absl::StrCat("Une commune a au plus ", most, " séries de contexte."),
       absl::StrCat("Een gemeente heeft hoogstens ", most,
                    " contextreeksen.")});
}

absl::Status TooManyContextSeriesVersions() {
  const std::string most = absl::StrCat(kContextSeriesVersionsMax);
  return TooMany(
      "TOO_MANY_CONTEXT_SERIES_VERSIONS", "context_series", most,
      {absl::StrCat("A series has at most ", most, " versions."),
       absl::StrCat("Une série compte au plus ", most, " versions."),
       absl::StrCat("Een reeks telt hoogstens ", most, " versies.")});
}

absl::Status TooManyContextFigures() {
  const std::string most = absl::StrCat(kContextFiguresMax);
  return TooMany(
      "TOO_MANY_CONTEXT_FIGURES", "figures", most,
      {absl::StrCat("A series has at most ", most, " figures."),
       absl::StrCat("Une série a au plus ", most, " chiffres."),
       absl::StrCat("Een reeks heeft hoogstens ", most, " cijfers.")});
}

absl::Status TooManyContextVersions(const std::string& field) {
  const std::string most = absl::StrCat(kContextVersionsMax);
  return TooMany(
      "TOO_MANY_CONTEXT_VERSIONS", field, most,
      {absl::StrCat("A figure has at most ", most, " versions."),
       absl::StrCat("Un chiffre compte au plus ", most, " versions."),
       absl::StrCat("Een cijfer telt hoogstens ", most, " versies.")});
}

}  // namespace entente::indicators
