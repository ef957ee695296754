#include "services/indicators/period_request_rules.h"

#include <algorithm>
#include <set>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "services/common/base/error.h"
#include "services/indicators/date_rules.h"
#include "services/indicators/error_rules.h"
#include "services/indicators/name_rules.h"
#include "services/indicators/period_errors.h"
#include "services/indicators/source_rules.h"
#include "services/indicators/text_rules.h"

namespace entente::indicators {
namespace {

namespace v1 = entente::indicators::v1;

absl::Status CheckSources(const std::vector<std::string>& sources,
                          const std::string& field) {
  if (sources.size() > static_cast<size_t>(kExpectedSourcesMax)) {
    const std::string most = absl::StrCat(kExpectedSourcesMax);
    return Invalid("TOO_MANY_SOURCES", field,
                   {absl::StrCat("At most ", most, " sources."),
                    absl::StrCat("Au plus ", most, " sources."),
                    absl::StrCat("Hoogstens ", most, " bronnen.")});
  }
  std::set<std::string> seen;
  for (const std::string& source : sources) {
    if (!IsSourceCode(source)) return SourceInvalid(field);
    if (!seen.insert(source).second) {
      return Invalid("SOURCE_TWICE", field,
                     {"A source is named twice.",
                      "Une source est nommée deux "
                      "fois.",
                      "Een bron is twee keer genoemd."});
    }
  }
  return absl::OkStatus();
}

}  // namespace

absl::Status ValidateReason(absl::string_view reason,
                            const std::string& field) {
  size_t characters = 0;
  for (const char c : absl::StripAsciiWhitespace(reason)) {
    if ((static_cast<unsigned char>(c) & 0xC0) != 0x80) ++characters;
  }
  if (characters < kReasonCharactersMin) {
    const std::string least = absl::StrCat(kReasonCharactersMin);
    return Invalid(
        "REASON_TOO_SHORT", field,
        {absl::StrCat("Say why in at least ", least, " characters."),
         absl::StrCat("Dites pourquoi en au moins ", least, " caractères."),
         absl::StrCat("Zeg waarom in minstens ", least, " tekens.")});
  }
  return ValidateLine(reason, field, kReasonCharactersMax);
}

absl::Status ValidateAdoptCalendar(const v1::AdoptCalendarRequest& request) {
  const v1::PeriodCalendar& calendar = request.calendar();
  ENTENTE_RETURN_IF_ERROR(
      ParsePeriodMonth(calendar.first_month(), "calendar.first_month")
          .status());
  if (calendar.first_month().day() < 0 || calendar.first_month().day() > 1) {
    return Invalid("MONTH_INVALID", "calendar.first_month",
                   {"A calendar begins with a month: its day is 0 or 1.",
                    "Un calendrier commence avec un mois : le jour est 0 ou 1.",
                    "Een kalender begint met een maand: de dag is 0 of 1."});
  }
  if (calendar.due_days() < 1 || calendar.lock_days() < calendar.due_days() ||
      calendar.close_days() < calendar.lock_days() ||
      calendar.close_days() > kCalendarDaysMax) {
    const std::string most = absl::StrCat(kCalendarDaysMax);
    return Invalid(
        "CALENDAR_DAYS", "calendar.due_days",
        {absl::StrCat("Days after the month must be 1 to ", most,
                      ", and due <= lock <= close."),
         absl::StrCat("Les jours après le mois vont de 1 à ", most,
                      ", et attendu <= verrouillé <= clôturé."),
         absl::StrCat("Dagen na de maand gaan van 1 tot ", most,
                      ", en verwacht <= vergrendeld <= afgesloten.")});
  }
  ENTENTE_RETURN_IF_ERROR(CheckSources(
      {calendar.expected_sources().begin(), calendar.expected_sources().end()},
      "calendar.expected_sources"));
  return ValidateReason(calendar.reason(), "calendar.reason");
}

absl::Status ValidateException(const v1::PeriodException& exception) {
  if (exception.source() != kActivitiesSource &&
      !IsSourceCode(exception.source())) {
    return SourceInvalid("exception.source");
  }
  return ValidateReason(exception.reason(), "exception.reason");
}

absl::Status ValidateUntil(const google::type::Date& until,
                           const std::string& field, absl::CivilDay today,
                           const absl::CivilDay* close) {
  ENTENTE_ASSIGN_OR_RETURN(const absl::CivilDay day, ParseDay(until, field));
  absl::CivilDay latest = today + kUntilDaysMax;
  if (close != nullptr) latest = std::min(latest, *close);
  if (day < today || day > latest) {
    return UntilOutOfRange(field, today, latest);
  }
  return absl::OkStatus();
}

absl::Status ValidateApprove(const v1::ApprovePeriodRequest& request) {
  std::vector<std::string> sources;
  for (const v1::MissingSource& missing : request.without()) {
    sources.push_back(missing.source());
  }
  ENTENTE_RETURN_IF_ERROR(CheckSources(sources, "without.source"));
  for (const v1::MissingSource& missing : request.without()) {
    ENTENTE_RETURN_IF_ERROR(ValidateReason(missing.reason(), "without.reason"));
  }
  return absl::OkStatus();
}

absl::StatusOr<std::vector<NumberedPeriodName>> ParseVersionNames(
    const v1::BatchGetPeriodVersionsRequest& request) {
  ENTENTE_ASSIGN_OR_RETURN(const std::string municipality,
                           ParseMunicipality(request.parent(), "parent"));
  if (request.names().empty()) {
    return Invalid(
        "NAMES_MISSING", "names",
        {"Ask for one version at least.", "Demandez au moins une version.",
         "Vraag minstens één versie."});
  }
  if (request.names_size() > kVersionNamesMax) {
    const std::string asked = absl::StrCat(request.names_size());
    const std::string max = absl::StrCat(kVersionNamesMax);
    return Refuse(
        absl::StatusCode::kInvalidArgument, "NAMES_TOO_MANY", "names",
        {absl::StrCat(asked, " versions were asked for; ask for at most ", max,
                      " at once."),
         absl::StrCat(asked,
                      " versions sont demandées ; demandez-en au "
                      "plus ",
                      max, " à la fois."),
         absl::StrCat("Er zijn ", asked,
                      " versies gevraagd; vraag er hoogstens ", max,
                      " tegelijk.")},
        {{"max", max}});
  }
  std::vector<NumberedPeriodName> names;
  std::set<std::string> seen;
  for (const std::string& asked : request.names()) {
    const std::string field = absl::StrCat("names[", names.size(), "]");
    ENTENTE_ASSIGN_OR_RETURN(NumberedPeriodName name,
                             ParsePeriodVersion(asked, field));
    if (name.period.municipality != municipality) {
      return Invalid(
          "NAME_ELSEWHERE", field,
          {"The version is of another municipality than parent says; "
           "ask for each municipality apart.",
           "La version est d'une autre commune que celle de parent ; "
           "demandez chaque commune à part.",
           "De versie is van een andere gemeente dan parent zegt; "
           "vraag elke gemeente apart."});
    }
    if (!seen.insert(asked).second) {
      return Invalid("NAME_TWICE", field,
                     {"A version is named twice; name each once.",
                      "Une version est nommée deux fois ; nommez chacune une "
                      "fois.",
                      "Een versie is twee keer genoemd; noem elke één keer."});
    }
    names.push_back(std::move(name));
  }
  return names;
}

absl::Status CheckVersionsReply(size_t bytes, bool is_in_time) {
  if (!is_in_time) {
    return Refuse(
        absl::StatusCode::kDeadlineExceeded, "VERSIONS_TAKE_TOO_LONG", "names",
        {"The versions could not be compared with today in time; ask for "
         "fewer at once, or give more time.",
         "Les versions n'ont pas pu être comparées à temps à aujourd'hui ; "
         "demandez-en moins à la fois, ou donnez plus de temps.",
         "De versies konden niet op tijd met vandaag vergeleken worden; vraag "
         "er minder tegelijk, of geef meer tijd."});
  }
  if (bytes <= kVersionsBytesMax) return absl::OkStatus();
  const std::string max = absl::StrCat(kVersionsBytesMax);
  return Refuse(
      absl::StatusCode::kFailedPrecondition, "REPLY_TOO_LARGE", "names",
      {absl::StrCat("Together the versions take more than ", max,
                    " bytes; ask for fewer at once, or without figures."),
       absl::StrCat("Ensemble les versions font plus de ", max,
                    " octets ; demandez-en moins à la fois, ou sans chiffres."),
       absl::StrCat("Samen beslaan de versies meer dan ", max,
                    " bytes; vraag er minder tegelijk, of zonder cijfers.")},
      {{"max_bytes", max}});
}

absl::StatusOr<int32_t> ParsePeriodMonth(google::type::Date date,
                                         const std::string& field) {
  date.set_day(0);
  const uint32_t packed = PackDate(date);
  if (packed != 0) return MonthOf(packed);
  return Invalid("MONTH_INVALID", field,
                 {"A month needs a year and a month of 1 to 12.",
                  "Un mois demande une année et un mois de 1 à 12.",
                  "Een maand vraagt een jaar en een maand van 1 tot 12."});
}

absl::Status ValidateMonths(int32_t from, int32_t until) {
  if (from > until) {
    return Invalid("MONTHS_REVERSED", "until",
                   {"The last month lies before the first.",
                    "Le dernier mois précède le premier.",
                    "De laatste maand ligt vóór de eerste."});
  }
  if (until - from >= kMonthsMax) {
    const std::string most = absl::StrCat(kMonthsMax);
    return Invalid("TOO_MANY_MONTHS", "until",
                   {absl::StrCat("At most ", most, " months."),
                    absl::StrCat("Au plus ", most, " mois."),
                    absl::StrCat("Hoogstens ", most, " maanden.")});
  }
  return absl::OkStatus();
}

}  // namespace entente::indicators
