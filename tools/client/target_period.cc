#include "tools/client/target_period.h"

#include <algorithm>
#include <map>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"
#include "services/common/base/error.h"
#include "tools/client/format.h"

namespace entente::client {
namespace {

namespace v1 = entente::indicators::v1;

std::string MonthText(const google::type::Date& date) {
  return absl::StrFormat("%d-%02d", date.year(), date.month());
}

absl::StatusOr<v1::TermMonths> ParseTerm(const std::string& months) {
  const size_t slash = months.find('/');
  if (slash == std::string::npos) {
    return UsageError({"--months needs two months, as in 2018-01/2019-12.",
                       "--months demande deux mois, comme 2018-01/2019-12.",
                       "--months vraagt twee maanden, zoals "
                       "2018-01/2019-12."});
  }
  v1::TermMonths term;
  ENTENTE_ASSIGN_OR_RETURN(
      *term.mutable_first_month(),
      ParseDateOrMonthFlag("--months", months.substr(0, slash)));
  ENTENTE_ASSIGN_OR_RETURN(
      *term.mutable_last_month(),
      ParseDateOrMonthFlag("--months", months.substr(slash + 1)));
  term.mutable_first_month()->set_day(1);
  term.mutable_last_month()->set_day(1);
  return term;
}

absl::Status NoMeasure() {
  return UsageError(
      {"No convention defines it: see entente indicators measures.",
       "Aucune convention ne le définit : voir entente indicators measures.",
       "Geen overeenkomst bepaalt het: zie entente indicators measures."});
}

absl::Status NoTerm() {
  return UsageError(
      {"No convention that defines this says when its term begins and ends: "
       "give a year.",
       "Aucune convention qui définit cela ne dit quand sa période commence et "
       "finit : donnez une année.",
       "Geen overeenkomst die dit bepaalt, zegt wanneer haar looptijd begint "
       "en eindigt: geef een jaar."});
}

absl::Status SeveralTerms(const std::map<std::string, v1::TermMonths>& terms) {
  const std::string all =
      absl::StrJoin(terms, ", ", [](std::string* out, const auto& term) {
        absl::StrAppend(out, term.first);
      });
  return UsageError({absl::StrCat("There are several terms: ", all,
                                  ". Say which with --months."),
                     absl::StrCat("Il y a plusieurs périodes de convention : ",
                                  all, ". Dites laquelle avec --months."),
                     absl::StrCat("Er zijn meerdere looptijden: ", all,
                                  ". Zeg welke met --months.")});
}

}  // namespace

void PeriodOptions(Command& command, TargetPeriodFlags& flags) {
  CLI::Option* year = command.Option(
      "--year", flags.year,
      {"Calendar year; this or --term.", "Année civile ; ceci ou --term.",
       "Kalenderjaar; dit of --term."});
  command
      .Option("--quarter", flags.quarter,
              {"Quarter of the year, 1 to 4; the whole year by default.",
               "Trimestre de l'année, 1 à 4 ; toute l'année par défaut.",
               "Kwartaal van het jaar, 1 tot 4; standaard het hele jaar."})
      ->check(CLI::Range(1, 4))
      ->option_text("N")
      ->needs(year);
  TermOptions(command, flags, year);
}

void TermOptions(Command& command, TargetPeriodFlags& flags,
                 CLI::Option* year) {
  CLI::Option* term =
      command.Flag("--term", flags.is_term,
                   {"The whole term of the convention that defines the "
                    "measure, instead of a year.",
                    "Toute la période de la convention qui définit la mesure, "
                    "au lieu d'une année.",
                    "De hele looptijd van de overeenkomst die de meting "
                    "bepaalt, in plaats van een jaar."});
  term->excludes(year);
  command
      .Option("--months", flags.months,
              {"Which term, where there are several: its first and last month, "
               "as in 2018-01/2019-12.",
               "Quelle période, s'il y en a plusieurs : son premier et son "
               "dernier mois, comme 2018-01/2019-12.",
               "Welke looptijd, als er meerdere zijn: de eerste en de laatste "
               "maand, zoals 2018-01/2019-12."})
      ->needs(term);
}

absl::Status CheckPeriod(const TargetPeriodFlags& flags) {
  if (flags.is_term || flags.year != 0) return absl::OkStatus();
  return UsageError({"Give --year or --term.", "Donnez --year ou --term.",
                     "Geef --year of --term."});
}

absl::StatusOr<v1::TermMonths> FindTerm(
    const std::vector<v1::Measure>& measures,
    const std::vector<std::string>& codes, const std::string& months) {
  if (!months.empty()) return ParseTerm(months);
  std::map<std::string, v1::TermMonths> terms;
  bool is_defined = false;
  for (const v1::Measure& measure : measures) {
    if (!codes.empty() &&
        std::find(codes.begin(), codes.end(), measure.definition().code()) ==
            codes.end()) {
      continue;
    }
    // Its days are no term of a convention that all measures share.
    if (codes.empty() && measure.is_local()) continue;
    is_defined = true;
    for (const v1::TermMonths& term : measure.terms()) {
      terms[TermText(term)] = term;
    }
  }
  if (!is_defined) return NoMeasure();
  if (terms.empty()) return NoTerm();
  if (terms.size() > 1) return SeveralTerms(terms);
  return terms.begin()->second;
}

absl::Status SetPeriod(const TargetPeriodFlags& flags,
                       const std::vector<v1::Measure>& measures,
                       const std::string& code, v1::Target& target) {
  ENTENTE_RETURN_IF_ERROR(CheckPeriod(flags));
  if (!flags.is_term) {
    target.set_year(flags.year);
    target.set_quarter(flags.quarter);
    return absl::OkStatus();
  }
  ENTENTE_ASSIGN_OR_RETURN(*target.mutable_term(),
                           FindTerm(measures, {code}, flags.months));
  return absl::OkStatus();
}

std::string TargetId(const v1::Target& target) {
  if (target.has_term()) {
    return absl::StrCat(MonthText(target.term().first_month()), "-",
                        MonthText(target.term().last_month()));
  }
  return target.quarter() == 0
             ? absl::StrCat(target.year())
             : absl::StrCat(target.year(), "-Q", target.quarter());
}

std::string PeriodText(const v1::Target& target) {
  return target.has_term() ? TermText(target.term()) : TargetId(target);
}

std::string TermText(const v1::TermMonths& term) {
  return absl::StrCat(MonthText(term.first_month()), "/",
                      MonthText(term.last_month()));
}

}  // namespace entente::client
