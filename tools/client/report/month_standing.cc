#include "tools/client/report/month_standing.h"

#include <algorithm>

#include "absl/functional/function_ref.h"
#include "absl/strings/str_cat.h"
#include "google/type/date.pb.h"
#include "tools/client/exception_words.h"
#include "tools/client/local_words.h"
#include "tools/client/measure_versions.h"
#include "tools/client/renamed_words.h"

namespace entente::client {
namespace {

using indicators::v1::Period;
using indicators::v1::PeriodException;
using indicators::v1::PeriodVersion;
using indicators::v1::RenamedMeasure;
using Kind = MonthStanding::Kind;

constexpr size_t kHashDigitsShown = 12;

const PeriodVersion* FindVersion(const ReportData& data, const Period& period) {
  const std::string name =
      absl::StrCat(period.name(), "/versions/", period.latest_version());
  for (const PeriodVersion& version : data.period_versions) {
    if (version.name() == name) return &version;
  }
  return nullptr;
}

Kind KindOf(const Period& period, const PeriodVersion* version) {
  switch (period.standing()) {
    case Period::STANDING_APPROVED:
      if (version == nullptr) return Kind::kNotCompared;
      return version->is_outdated() ? Kind::kOutdated : Kind::kApproved;
    case Period::STANDING_REOPENED:
    case Period::STANDING_REOPENING_ENDED:
      return Kind::kReopened;
    default:
      break;
  }
  switch (period.stage()) {
    case Period::STAGE_NO_CALENDAR:
      return Kind::kNoCalendar;
    case Period::STAGE_RUNNING:
      return Kind::kRunning;
    case Period::STAGE_CLOSED:
      // Of one that was sent back somebody said that it is not right.
      return period.standing() == Period::STANDING_REJECTED ? Kind::kNotApproved
                                                            : Kind::kClosed;
    default:
      return Kind::kNotApproved;
  }
}

// As the measure is called in the month now; empty where it is not defined.
conventions::v1::MeasureDefinition CalledIn(const ReportData& data,
                                            const std::string& code,
                                            absl::CivilMonth month) {
  google::type::Date date;
  date.set_year(static_cast<int>(month.year()));
  date.set_month(month.month());
  for (const indicators::v1::Measure& measure : data.measures) {
    if (measure.definition().code() == code) {
      return DefinitionOn(measure, date);
    }
  }
  return {};
}

// `said` of a measure, marked where it is the municipality's own.
Sentence Marked(const ReportData& data, const std::string& code,
                Sentence said) {
  for (const indicators::v1::Measure& measure : data.measures) {
    if (measure.definition().code() != code || !measure.is_local()) continue;
    absl::StrAppend(&said.en, " (", kLocalWords.en, ")");
    absl::StrAppend(&said.fr, " (", kLocalWords.fr, ")");
    absl::StrAppend(&said.nl, " (", kLocalWords.nl, ")");
  }
  return said;
}

// The months that stand approved and whose version was read, in their order.
void ForEachApproved(
    const ReportData& data,
    absl::FunctionRef<void(absl::CivilMonth, const PeriodVersion&)> visit) {
  for (const Period& period : data.periods) {
    absl::CivilMonth month;
    const PeriodVersion* const version = FindVersion(data, period);
    if (period.standing() != Period::STANDING_APPROVED || version == nullptr ||
        !absl::ParseCivilTime(
            period.name().substr(period.name().rfind('/') + 1), &month)) {
      continue;
    }
    visit(month, *version);
  }
}

// `said`, behind the month and `between`.
MonthRemark RemarkOf(absl::CivilMonth month, const char* between,
                     const Sentence& said) {
  const std::string name = absl::FormatCivilTime(month);
  return {month,
          {absl::StrCat(name, between, said.en),
           absl::StrCat(name, between, said.fr),
           absl::StrCat(name, between, said.nl)}};
}

}  // namespace

std::vector<MonthStanding> StandingsOf(const ReportData& data) {
  std::vector<MonthStanding> standings;
  for (const Period& period : data.periods) {
    MonthStanding standing;
    const std::string month =
        period.name().substr(period.name().rfind('/') + 1);
    if (!absl::ParseCivilTime(month, &standing.month)) continue;
    const PeriodVersion* const version = FindVersion(data, period);
    standing.kind = KindOf(period, version);
    if (period.standing() == Period::STANDING_APPROVED) {
      standing.version = period.latest_version();
      if (version != nullptr) standing.sha256 = version->sha256();
    }
    standings.push_back(standing);
  }
  return standings;
}

std::vector<MonthRemark> RenamedSince(const ReportData& data) {
  std::vector<MonthRemark> renamed;
  ForEachApproved(
      data, [&](absl::CivilMonth month, const PeriodVersion& version) {
        for (const RenamedMeasure& then : version.renamed_measures()) {
          const std::string& code = then.measure_code();
          renamed.push_back(RemarkOf(
              month, ", ",
              Marked(data, code,
                     RenamedSentence(CalledIn(data, code, month), then))));
        }
      });
  return renamed;
}

std::vector<MonthRemark> ExceptionsOf(const ReportData& data) {
  std::vector<MonthRemark> exceptions;
  ForEachApproved(
      data, [&](absl::CivilMonth month, const PeriodVersion& version) {
        for (const PeriodException& exception : version.exceptions()) {
          exceptions.push_back(
              RemarkOf(month, " – ", FrozenExceptionSentence(exception)));
        }
      });
  return exceptions;
}

bool IsSameStanding(const google::protobuf::RepeatedPtrField<Period>& before,
                    const google::protobuf::RepeatedPtrField<Period>& after) {
  return std::equal(before.begin(), before.end(), after.begin(), after.end(),
                    [](const Period& one, const Period& other) {
                      return one.name() == other.name() &&
                             one.standing() == other.standing() &&
                             one.latest_version() == other.latest_version();
                    });
}

Sentence StandingWord(Kind kind) {
  switch (kind) {
    case Kind::kNoCalendar:
      return {"no calendar adopted", "aucun calendrier adopté",
              "geen kalender vastgesteld"};
    case Kind::kRunning:
      return {"not approved (not ended)", "non approuvé (en cours)",
              "niet goedgekeurd (loopt nog)"};
    case Kind::kNotApproved:
      return {"not approved", "non approuvé", "niet goedgekeurd"};
    case Kind::kClosed:
      return {"not approved (closed)", "non approuvé (clôturé)",
              "niet goedgekeurd (afgesloten)"};
    case Kind::kReopened:
      return {"not approved (re-opened)", "non approuvé (rouvert)",
              "niet goedgekeurd (heropend)"};
    case Kind::kApproved:
      return {"approved", "approuvé", "goedgekeurd"};
    case Kind::kNotCompared:
      return {"approved, not compared with today",
              "approuvé, non comparé à aujourd'hui",
              "goedgekeurd, niet vergeleken met vandaag"};
    case Kind::kOutdated:
      return {"outdated: figures moved since the approval",
              "dépassé : chiffres modifiés depuis l'approbation",
              "verouderd: cijfers gewijzigd sinds de goedkeuring"};
  }
  return {"?", "?", "?"};
}

std::string StandingCode(Kind kind) {
  switch (kind) {
    case Kind::kNoCalendar:
      return "NO_CALENDAR";
    case Kind::kRunning:
      return "RUNNING";
    case Kind::kNotApproved:
      return "NOT_APPROVED";
    case Kind::kClosed:
      return "CLOSED";
    case Kind::kReopened:
      return "REOPENED";
    case Kind::kApproved:
      return "APPROVED";
    case Kind::kNotCompared:
      return "NOT_COMPARED";
    case Kind::kOutdated:
      return "OUTDATED";
  }
  return "";
}

std::string ShortHash(const std::string& sha256) {
  return sha256.substr(0, kHashDigitsShown);
}

const Sentence kStandingTitle = {"Standing of the months", "État des mois",
                                 "Stand van de maanden"};
const Sentence kStandingRemark = {
    "Figures are those of the day on which this was made: of an outdated month "
    "they are no longer those that were approved. The SHA-256, by its first "
    "digits, is that of the approved version; it is not shown where a measure "
    "is sensitive.",
    "Les chiffres sont ceux du jour de l'établissement : pour un mois dépassé, "
    "ce ne sont plus ceux qui ont été approuvés. L'empreinte SHA-256, par ses "
    "premiers caractères, est celle de la version approuvée ; elle n'est pas "
    "montrée là où une mesure est sensible.",
    "De cijfers zijn die van de dag van opmaak: van een verouderde maand zijn "
    "het niet meer de goedgekeurde. De SHA-256, met zijn eerste tekens, is die "
    "van de goedgekeurde versie; waar een meting gevoelig is, wordt hij niet "
    "getoond."};

}  // namespace entente::client
