#include "tools/client/term_targets.h"

#include "absl/time/civil_time.h"
#include "google/type/date.pb.h"

namespace entente::client {
namespace {

namespace v1 = entente::indicators::v1;

bool IsDay(const google::type::Date& date) {
  return date.year() > 0 && date.month() > 0 && date.day() > 0;
}

absl::CivilDay DayOf(const google::type::Date& date) {
  return absl::CivilDay(date.year(), date.month(), date.day());
}

google::type::Date FirstOfMonth(google::type::Date date) {
  date.set_day(1);
  return date;
}

bool IsSameMonth(const google::type::Date& a, const google::type::Date& b) {
  return a.year() == b.year() && a.month() == b.month();
}

}  // namespace

v1::TermMonths TermOf(const conventions::v1::Convention& convention) {
  const google::type::Date& first = convention.valid_from();
  const google::type::Date& last = convention.valid_until();
  v1::TermMonths term;
  if (!IsDay(first) || !IsDay(last) || DayOf(last) < DayOf(first)) return term;
  *term.mutable_first_month() = FirstOfMonth(first);
  *term.mutable_last_month() = FirstOfMonth(last);
  return term;
}

bool IsSameTerm(const v1::TermMonths& a, const v1::TermMonths& b) {
  return IsSameMonth(a.first_month(), b.first_month()) &&
         IsSameMonth(a.last_month(), b.last_month());
}

const v1::Target* TermTarget(const v1::Measure& measure,
                             const v1::TermMonths& term) {
  if (!term.has_first_month()) return nullptr;
  for (const v1::Target& target : measure.term_targets()) {
    if (IsSameTerm(target.term(), term)) return &target;
  }
  return nullptr;
}

}  // namespace entente::client
