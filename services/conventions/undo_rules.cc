#include "services/conventions/undo_rules.h"

#include <algorithm>
#include <string>

#include "absl/strings/str_cat.h"
#include "services/conventions/field_rules.h"
#include "services/conventions/limits.h"
#include "services/conventions/money/date.h"
#include "services/conventions/refusal.h"

namespace entente::conventions {
namespace {

constexpr char kReason[] = "UNDO_BEFORE_UNDONE";

Figures DaysOf(const std::string& given, const std::string& undone) {
  return {{"date", given}, {"earliest", undone}};
}

}  // namespace

absl::Status CheckUndoDate(const google::type::Date& date,
                           const google::type::Date& undone,
                           absl::string_view field) {
  if (!IsBefore(date, undone)) return absl::OkStatus();
  const std::string given = FormatIsoDate(date);
  const std::string first = FormatIsoDate(undone);
  return Refuse(
      absl::StatusCode::kInvalidArgument, kReason, field, DaysOf(given, first),
      {.en = absl::StrCat("This is to count for ", given,
                          ", but what it undoes counts from ", first,
                          ". Give that day or a later one."),
       .fr = absl::StrCat("Ceci vaudrait pour le ", given,
                          ", mais ce qui est annulé vaut depuis le ", first,
                          ". Donnez ce jour ou un jour ultérieur."),
       .nl = absl::StrCat("Dit zou gelden voor ", given,
                          ", maar wat ongedaan wordt gemaakt, geldt "
                          "vanaf ",
                          first, ". Geef die dag of een latere.")});
}

absl::Status CheckUndoToday(const google::type::Date& today,
                            const google::type::Date& undone) {
  if (!IsBefore(today, undone)) return absl::OkStatus();
  const std::string now = FormatIsoDate(today);
  const std::string first = FormatIsoDate(undone);
  return Refuse(absl::StatusCode::kFailedPrecondition, kReason, "name",
                DaysOf(now, first),
                {.en = absl::StrCat("It is ", now,
                                    " on the service's clock, and what would "
                                    "be undone dates from ",
                                    first,
                                    ". Have the clock set right, then try "
                                    "again."),
                 .fr = absl::StrCat("L'horloge du service indique le ", now,
                                    ", et ce qui serait annulé date du ", first,
                                    ". Faites remettre l'horloge à l'heure, "
                                    "puis réessayez."),
                 .nl = absl::StrCat("De klok van de dienst staat op ", now,
                                    ", en wat ongedaan zou worden gemaakt, is "
                                    "van ",
                                    first,
                                    ". Laat de klok juist zetten en probeer "
                                    "opnieuw.")});
}

absl::Status CheckReversalCount(int count, const std::string& what,
                                absl::string_view field) {
  if (count < kReversalsMax) return absl::OkStatus();
  const std::string id = what.substr(what.rfind('/') + 1);
  return Refuse(
      absl::StatusCode::kFailedPrecondition, "REVERSALS_TOO_MANY", field,
      {{"name", what},
       {"reversals", absl::StrCat(count)},
       {"max", absl::StrCat(kReversalsMax)}},
      {.en = absl::StrCat(id, " was taken back ", count,
                          " times, and no more are kept. Have it looked into "
                          "who enters it."),
       .fr = absl::StrCat(id, " a été repris ", count,
                          " fois, et il n'en est pas gardé plus. Faites "
                          "vérifier qui l'encode."),
       .nl =
           absl::StrCat(id, " werd ", count,
                        " keer teruggenomen, en meer wordt niet bewaard. Laat "
                        "nagaan wie het invoert.")});
}

google::type::Date FirstUndoDay(std::vector<DatedCents> done, int64_t cents) {
  // What is undone on a day can have been done on that day.
  std::sort(done.begin(), done.end(),
            [](const DatedCents& left, const DatedCents& right) {
              if (IsBefore(left.date, right.date)) return true;
              if (IsBefore(right.date, left.date)) return false;
              return left.cents > right.cents;
            });
  int64_t standing = 0;
  for (const DatedCents& one : done) standing += one.cents;
  google::type::Date first = done.back().date;
  // Backwards: `standing` is what stood at the end of the day of `done[i]`.
  for (size_t i = done.size(); i-- > 0;) {
    const bool ends_day =
        i + 1 == done.size() || IsBefore(done[i].date, done[i + 1].date);
    if (ends_day && standing < cents) break;
    first = done[i].date;
    standing -= done[i].cents;
  }
  return first;
}

}  // namespace entente::conventions
