// What months tell of files that come after a sheet.
#include "tools/client/sheets/guarded_month.h"

#include <string>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace entente::client {
namespace {

namespace v1 = entente::indicators::v1;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using v1::Period;

constexpr char kZone[] = "zone5339";

Period Month(Period::Stage stage,
             Period::Standing standing = Period::STANDING_UNDECIDED) {
  Period period;
  period.set_stage(stage);
  period.set_standing(standing);
  return period;
}

void AddException(const std::string& source, v1::PeriodException::State state,
                  Period& period) {
  v1::PeriodException& exception = *period.add_exceptions();
  exception.set_source(source);
  exception.set_state(state);
}

// Events of `measure`; where that is empty, of what is not told.
void AddSource(const std::string& source, Period& period,
               const std::string& measure) {
  v1::PeriodSource& added = *period.add_sources();
  added.set_source(source);
  added.set_contributions(3);
  if (measure.empty()) return;
  v1::SourceMeasure& told = *added.add_measures();
  told.set_measure_code(measure);
  told.set_contributions(3);
}

TEST(GuardedMonthTest, AMonthTakesRowsUntilItIsLockedOrApproved) {
  for (const Period::Stage stage :
       {Period::STAGE_NO_CALENDAR, Period::STAGE_RUNNING, Period::STAGE_OPEN,
        Period::STAGE_DUE_PASSED}) {
    EXPECT_TRUE(TakesRows(Month(stage), kZone));
    EXPECT_TRUE(TakesRows(Month(stage, Period::STANDING_REJECTED), kZone));
    EXPECT_FALSE(TakesRows(Month(stage, Period::STANDING_APPROVED), kZone));
  }
  for (const Period::Stage stage :
       {Period::STAGE_LOCKED, Period::STAGE_CLOSED}) {
    EXPECT_FALSE(TakesRows(Month(stage), kZone));
    EXPECT_FALSE(TakesRows(Month(stage, Period::STANDING_APPROVED), kZone));
  }
}

TEST(GuardedMonthTest, AReopeningOpensAnyMonthUntilItEnds) {
  for (const Period::Stage stage :
       {Period::STAGE_DUE_PASSED, Period::STAGE_LOCKED, Period::STAGE_CLOSED}) {
    EXPECT_TRUE(TakesRows(Month(stage, Period::STANDING_REOPENED), kZone));
    EXPECT_FALSE(
        TakesRows(Month(stage, Period::STANDING_REOPENING_ENDED), kZone));
  }
}

TEST(GuardedMonthTest, AnExceptionInForceOpensALockedMonthToItsSource) {
  using Exception = v1::PeriodException;
  Period period = Month(Period::STAGE_LOCKED);
  AddException(kZone, Exception::STATE_REQUESTED, period);
  AddException(kZone, Exception::STATE_EXPIRED, period);
  AddException("hotel", Exception::STATE_IN_FORCE, period);
  EXPECT_FALSE(TakesRows(period, kZone));
  EXPECT_TRUE(TakesRows(period, "hotel"));
  AddException(kZone, Exception::STATE_IN_FORCE, period);
  EXPECT_TRUE(TakesRows(period, kZone));
  EXPECT_TRUE(ToGuardedMonth(period, kZone).takes_rows);
  period.set_stage(Period::STAGE_CLOSED);
  EXPECT_FALSE(ToGuardedMonth(period, kZone).takes_rows);
}

TEST(GuardedMonthTest, MeasuresAreThoseOfWhichTheSourceHasEvents) {
  Period period = Month(Period::STAGE_OPEN);
  AddSource("hotel", period, "trainings");
  EXPECT_THAT(*ToGuardedMonth(period, kZone).measures, IsEmpty());
  AddSource(kZone, period, "nuisance_actions");
  EXPECT_THAT(*ToGuardedMonth(period, kZone).measures,
              ElementsAre("nuisance_actions"));
}

TEST(GuardedMonthTest, EventsOfWhichNobodyTellsTheMeasureMayBeOfAny) {
  Period period = Month(Period::STAGE_OPEN);
  AddSource(kZone, period, /*measure=*/"");
  EXPECT_FALSE(ToGuardedMonth(period, kZone).measures.has_value());
}

}  // namespace
}  // namespace entente::client
