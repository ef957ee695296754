#include "services/indicators/target_term_rules.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "services/common/base/error.h"
#include "services/indicators/error_rules.h"

namespace entente::indicators {
namespace {

namespace v1 = entente::indicators::v1;

// The month of `date`, whose day is ignored; 0 where it is none.
int32_t MonthOfDate(google::type::Date date) {
  date.set_day(0);
  return MonthOf(PackDate(date));
}

bool IsLengthOk(const MonthSpan& term) {
  return term.first > 0 && term.first <= term.last &&
         term.last - term.first < kTermMonthsMax;
}

}  // namespace

absl::StatusOr<MonthSpan> ParseTerm(const v1::TermMonths& term,
                                    const std::string& field) {
  const MonthSpan months{MonthOfDate(term.first_month()),
                         MonthOfDate(term.last_month())};
  if (!IsLengthOk(months)) return TermInvalid(field);
  return months;
}

v1::TermMonths MakeTermMonths(const MonthSpan& term) {
  v1::TermMonths months;
  *months.mutable_first_month() = FirstDayOf(term.first);
  *months.mutable_last_month() = FirstDayOf(term.last);
  return months;
}

absl::Status TermInvalid(const std::string& field) {
  const std::string most = absl::StrCat(kTermMonthsMax);
  return Invalid(
      "TERM_INVALID", field,
      {absl::StrCat("A term is a first and a last month, at most ", most,
                    " months; with a term year, quarter and month are 0."),
       absl::StrCat("La période d'une convention est un premier et un dernier "
                    "mois, au plus ",
                    most,
                    " mois ; avec elle l'année, le trimestre et le mois sont "
                    "0."),
       absl::StrCat("Een looptijd is een eerste en een laatste maand, "
                    "hoogstens ",
                    most,
                    " maanden; met een looptijd zijn jaar, kwartaal en maand "
                    "0.")});
}

std::vector<MonthSpan> TermsOf(const MeasureInfo& measure) {
  std::vector<MonthSpan> terms;
  for (const Term& term : measure.terms) {
    const MonthSpan months{MonthOf(term.from), MonthOf(term.until)};
    if (IsLengthOk(months)) terms.push_back(months);
  }
  std::sort(terms.begin(), terms.end());
  terms.erase(std::unique(terms.begin(), terms.end()), terms.end());
  return terms;
}

absl::StatusOr<TargetName> NameOfTarget(const MeasureName& measure,
                                        const v1::Target& target) {
  if (!target.has_term()) {
    return TargetName{measure, target.year(), target.quarter()};
  }
  if (target.year() != 0 || target.quarter() != 0) {
    return TermInvalid("target.term");
  }
  ENTENTE_ASSIGN_OR_RETURN(const MonthSpan term,
                           ParseTerm(target.term(), "target.term"));
  return TargetName{measure, 0, 0, term};
}

absl::Status ValidateTargetTerm(const MeasureInfo& measure,
                                const MonthSpan& term) {
  const std::vector<MonthSpan> terms = TermsOf(measure);
  if (std::find(terms.begin(), terms.end(), term) == terms.end()) {
    return Invalid("TERM_UNKNOWN", "target.term",
                   {"Neither a convention that defines the measure nor a "
                    "measure of the municipality's own begins and ends with "
                    "those months.",
                    "Ni une convention définissant la mesure ni une mesure "
                    "propre à la commune ne commence et ne finit par ces mois.",
                    "Noch een overeenkomst met deze meting noch een eigen "
                    "meting van de gemeente begint en eindigt met die "
                    "maanden."});
  }
  if (measure.definition.is_sensitive() && !term.IsOfYears()) {
    return Invalid("TARGET_NOT_POSSIBLE", "target.term",
                   {"Figures of a sensitive measure are shown by year only: it "
                    "has no target of a term that is not of whole calendar "
                    "years.",
                    "Les chiffres d'une mesure sensible ne sont montrés que "
                    "par année : elle n'a pas d'objectif pour une période qui "
                    "n'est pas faite d'années civiles entières.",
                    "Cijfers van een gevoelige meting worden alleen per jaar "
                    "getoond: ze heeft geen streefcijfer voor een looptijd die "
                    "niet uit hele kalenderjaren bestaat."});
  }
  return absl::OkStatus();
}

}  // namespace entente::indicators
