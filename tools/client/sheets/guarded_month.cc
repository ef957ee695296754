#include "tools/client/sheets/guarded_month.h"

#include <algorithm>

namespace entente::client {
namespace {

namespace v1 = entente::indicators::v1;
using v1::Period;

}  // namespace

bool TakesRows(const Period& period, const std::string& source) {
  switch (period.standing()) {
    case Period::STANDING_REOPENED:
      return true;
    case Period::STANDING_APPROVED:
    case Period::STANDING_REOPENING_ENDED:
      return false;
    default:
      break;
  }
  if (period.stage() == Period::STAGE_CLOSED) return false;
  if (period.stage() != Period::STAGE_LOCKED) return true;
  return std::any_of(period.exceptions().begin(), period.exceptions().end(),
                     [&](const v1::PeriodException& one) {
                       return one.source() == source &&
                              one.state() ==
                                  v1::PeriodException::STATE_IN_FORCE;
                     });
}

GuardedMonth ToGuardedMonth(const Period& period, const std::string& source) {
  GuardedMonth month{.takes_rows = TakesRows(period, source),
                     .measures = std::set<std::string>()};
  for (const v1::PeriodSource& one : period.sources()) {
    if (one.source() != source) continue;
    // It has events, and of what is not told to this account.
    if (one.measures().empty() && one.contributions() > 0) {
      month.measures.reset();
      return month;
    }
    for (const v1::SourceMeasure& measure : one.measures()) {
      month.measures->insert(measure.measure_code());
    }
  }
  return month;
}

}  // namespace entente::client
