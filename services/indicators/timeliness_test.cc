// Whether a source was in time: by its word that the month is complete.
#include "absl/time/time.h"
#include "gtest/gtest.h"
#include "services/indicators/timeliness_rules.h"

namespace entente::indicators {
namespace {

namespace v1 = entente::indicators::v1;
using google::protobuf::Timestamp;
using v1::PeriodSource;

// Of April 2018.
constexpr absl::CivilDay kDue(2018, 5, 10);

Timestamp At(int month, int day, int hour = 10) {
  Timestamp time;
  time.set_seconds(absl::ToUnixSeconds(absl::FromCivil(
      absl::CivilHour(2018, month, day, hour), absl::UTCTimeZone())));
  return time;
}

// As the store does it, for an expected source.
class Source {
 public:
  void Deliver(int month, int day, int hour = 10) {
    has_delivered_ = true;
    delivery_time_ = At(month, day, hour);
    EndConfirmation(At(month, day, hour), record_);
  }
  void Confirm(int month, int day, int hour = 10) {
    *record_.mutable_confirm_time() = At(month, day, hour);
  }
  void SendBack(int month, int day) {
    EndConfirmation(At(month, day), record_);
  }

  SourceActs Acts(absl::CivilDay due = kDue) const {
    SourceActs acts{.is_expected = true,
                    .has_delivered = has_delivered_,
                    .delivery_time = {},
                    .confirm_time = JudgedConfirmation(record_, due)};
    if (has_delivered_) acts.delivery_time = delivery_time_;
    return acts;
  }
  PeriodSource::Timeliness On(int month, int day) const {
    return TimelinessOf(Acts(), kDue, absl::CivilDay(2018, month, day));
  }
  bool IsCorrected() const { return IsCorrectedLater(Acts(), kDue); }
  const v1::SourceMonthRecord& record() const { return record_; }

 private:
  v1::SourceMonthRecord record_;
  bool has_delivered_ = false;
  Timestamp delivery_time_;
};

TEST(TimelinessTest, ARowIsNoMonth) {
  Source source;
  EXPECT_EQ(source.On(5, 10), PeriodSource::TIMELINESS_AWAITED);
  EXPECT_EQ(source.On(5, 11), PeriodSource::TIMELINESS_MISSING);
  source.Deliver(5, 2);
  EXPECT_EQ(source.On(5, 10), PeriodSource::TIMELINESS_AWAITED);
  EXPECT_EQ(source.On(5, 11), PeriodSource::TIMELINESS_INCOMPLETE);
  // A month late, though the rows had come in time.
  source.Confirm(6, 9);
  EXPECT_EQ(source.On(6, 9), PeriodSource::TIMELINESS_LATE);
  EXPECT_FALSE(source.IsCorrected());
}

TEST(TimelinessTest, NothingToDeliverIsAlsoConfirmed) {
  Source in_time;
  in_time.Confirm(5, 10);
  EXPECT_EQ(in_time.On(5, 10), PeriodSource::TIMELINESS_ON_TIME);
  EXPECT_EQ(in_time.On(5, 11), PeriodSource::TIMELINESS_ON_TIME);
  Source late;
  late.Confirm(5, 11);
  EXPECT_EQ(late.On(5, 11), PeriodSource::TIMELINESS_LATE);
}

TEST(TimelinessTest, ACorrectionAfterwardsMakesNobodyLate) {
  Source source;
  source.Deliver(5, 2);
  source.Confirm(5, 4);
  EXPECT_FALSE(source.IsCorrected());
  source.Deliver(5, 22);
  EXPECT_EQ(source.On(5, 22), PeriodSource::TIMELINESS_ON_TIME);
  EXPECT_TRUE(source.IsCorrected());
  source.Confirm(5, 23);
  source.SendBack(5, 25);
  EXPECT_EQ(source.On(5, 25), PeriodSource::TIMELINESS_ON_TIME);
  // Nor does it make one punctual who was not.
  Source late;
  late.Confirm(5, 12);
  late.Deliver(5, 13);
  EXPECT_EQ(late.On(5, 14), PeriodSource::TIMELINESS_LATE);
  EXPECT_TRUE(late.IsCorrected());
}

TEST(TimelinessTest, AConfirmationThatEndedBeforeItWasDueDidNotStand) {
  Source source;
  source.Confirm(5, 4);
  source.Deliver(5, 8);
  EXPECT_EQ(source.On(5, 9), PeriodSource::TIMELINESS_AWAITED);
  EXPECT_EQ(source.On(5, 11), PeriodSource::TIMELINESS_INCOMPLETE);
  source.Confirm(5, 9);
  EXPECT_EQ(source.On(5, 11), PeriodSource::TIMELINESS_ON_TIME);
  // Taken back on the due day itself.
  source.Deliver(5, 10);
  EXPECT_EQ(source.On(5, 11), PeriodSource::TIMELINESS_INCOMPLETE);
  source.Confirm(5, 12);
  EXPECT_EQ(source.On(5, 12), PeriodSource::TIMELINESS_LATE);
}

TEST(TimelinessTest, AtMostOneConfirmationADayIsKept) {
  Source source;
  for (int hour = 1; hour < 20; hour += 2) {
    source.Confirm(5, 4, hour);
    source.Deliver(5, 4, hour + 1);
  }
  EXPECT_EQ(source.record().ended_confirmations_size(), 0);
  source.Confirm(5, 4, 20);
  source.Deliver(5, 5);
  EXPECT_EQ(source.record().ended_confirmations_size(), 1);
  EXPECT_FALSE(source.record().has_confirm_time());
}

TEST(TimelinessTest, ADueDayThatMovesIsJudgedAnew) {
  Source source;
  source.Confirm(5, 4);
  source.Deliver(5, 8);
  source.Confirm(5, 20);
  const auto judged = [&](absl::CivilDay due) {
    return TimelinessOf(source.Acts(due), due, absl::CivilDay(2018, 6, 1));
  };
  EXPECT_EQ(judged(absl::CivilDay(2018, 5, 7)),
            PeriodSource::TIMELINESS_ON_TIME);
  EXPECT_EQ(judged(kDue), PeriodSource::TIMELINESS_LATE);
  EXPECT_EQ(judged(absl::CivilDay(2018, 5, 20)),
            PeriodSource::TIMELINESS_ON_TIME);
}

TEST(TimelinessTest, TheDayIsThatOfBrussels) {
  // 00:30 of the day after.
  Timestamp night = At(5, 10, 22);
  night.set_seconds(night.seconds() + 30 * 60);
  v1::SourceMonthRecord record;
  *record.mutable_confirm_time() = night;
  const SourceActs acts{.is_expected = true,
                        .has_delivered = false,
                        .delivery_time = {},
                        .confirm_time = JudgedConfirmation(record, kDue)};
  EXPECT_EQ(TimelinessOf(acts, kDue, absl::CivilDay(2018, 5, 11)),
            PeriodSource::TIMELINESS_LATE);
}

TEST(TimelinessTest, WhoSaidSoIsKeptWithAConfirmationThatEnded) {
  v1::SourceMonthRecord record;
  *record.mutable_confirm_time() = At(5, 2);
  record.set_confirmed_by("p-2001");
  EndConfirmation(At(5, 12), record);
  EXPECT_EQ(record.confirmed_by(), "");
  ASSERT_EQ(record.ended_confirmations_size(), 1);
  EXPECT_EQ(record.ended_confirmations(0).confirmed_by(), "p-2001");
}

TEST(TimelinessTest, ASourceThatNobodyExpectsIsJudgedByItsLastDelivery) {
  SourceActs acts{.is_expected = false,
                  .has_delivered = true,
                  .delivery_time = At(5, 10),
                  .confirm_time = At(5, 12)};
  const absl::CivilDay today(2018, 5, 20);
  EXPECT_EQ(TimelinessOf(acts, kDue, today), PeriodSource::TIMELINESS_ON_TIME);
  acts.delivery_time = At(5, 11);
  EXPECT_EQ(TimelinessOf(acts, kDue, today), PeriodSource::TIMELINESS_LATE);
  EXPECT_FALSE(IsCorrectedLater(acts, kDue));
  acts.delivery_time.reset();
  EXPECT_EQ(TimelinessOf(acts, kDue, today),
            PeriodSource::TIMELINESS_UNSPECIFIED);
}

}  // namespace
}  // namespace entente::indicators
