// A month of a source without account: whoever has its word confirms it,
// whoever delivers for it is told what was, and nobody approves what he
// delivered or confirmed himself.
#include <string>
#include <vector>

#include "services/indicators/on_behalf_fixture_test.h"
#include "services/indicators/period_store.h"

namespace entente::indicators {
namespace {

using PeriodOnBehalfTest = OnBehalfTest;

// "nuisance_actions 2" and a line feed for each measure that is told of a
// source.
std::string Measures(const absl::StatusOr<v1::Period>& period,
                     const std::string& source = kSource) {
  if (!period.ok()) return period.status().ToString();
  std::string text;
  for (const v1::PeriodSource& one : period->sources()) {
    if (one.source() != source) continue;
    for (const v1::SourceMeasure& measure : one.measures()) {
      absl::StrAppend(&text, measure.measure_code(), " ",
                      measure.contributions(), "\n");
    }
  }
  return text;
}

TEST_F(PeriodOnBehalfTest, TheMonthShowsWhoConfirmedIt) {
  ASSERT_EQ(Refused(DeliverFor({Row("event-0001")})), "");
  EXPECT_EQ(ErrorReason(ConfirmFor(4, "p-2002", 2).status()),
            "CONTRIBUTIONS_DIFFER");
  const auto confirmed = ConfirmFor(4, "p-2002", 1);
  ASSERT_TRUE(confirmed.ok()) << confirmed.status();
  EXPECT_TRUE(confirmed->sources(0).is_confirmed());
  EXPECT_EQ(confirmed->sources(0).confirmed_by(), "p-2002");
  EXPECT_EQ(Get(4)->sources(0).confirmed_by(), "p-2002");
  // Said again by another, it stays what was said first.
  EXPECT_EQ(ConfirmFor(4, "p-2003")->sources(0).confirmed_by(), "p-2002");
  // A delivery takes it back.
  ASSERT_EQ(Refused(DeliverFor({Row("event-0002")})), "");
  EXPECT_FALSE(Get(4)->sources(0).is_confirmed());
  EXPECT_EQ(Get(4)->sources(0).confirmed_by(), "");
}

TEST_F(PeriodOnBehalfTest, ItsOwnWordTakesThePlaceOfTheirs) {
  const auto first = ConfirmFor(4);
  ASSERT_TRUE(first.ok()) << first.status();
  clock_.Advance(absl::Hours(1));
  const auto own = Confirm(4, kSource);
  ASSERT_TRUE(own.ok()) << own.status();
  EXPECT_EQ(own->sources(0).confirmed_by(), "");
  EXPECT_EQ(own->sources(0).confirm_time().seconds(),
            first->sources(0).confirm_time().seconds() + 3600);
  // Said again, it is as old as it was.
  clock_.Advance(absl::Hours(1));
  EXPECT_EQ(Confirm(4, kSource)->sources(0).confirm_time().seconds(),
            own->sources(0).confirm_time().seconds());
}

TEST_F(PeriodOnBehalfTest, WhatWasSaidInTimeForItStaysInTime) {
  const auto first = ConfirmFor(4);
  ASSERT_TRUE(first.ok()) << first.status();
  // The due day was the tenth.
  MoveTo(2018, 5, 15);
  const auto own = Confirm(4, kSource);
  ASSERT_TRUE(own.ok()) << own.status();
  EXPECT_EQ(own->sources(0).timeliness(), v1::PeriodSource::TIMELINESS_ON_TIME);
  EXPECT_EQ(own->sources(0).confirm_time().seconds(),
            absl::ToUnixSeconds(clock_.Now()));
  const auto april =
      ReadSourceMonths(*service_.store().Read(), {"21004", 2018 * 12 + 3});
  ASSERT_TRUE(april.ok()) << april.status();
  const v1::SourceMonthRecord& kept = april->at(kSource);
  ASSERT_EQ(kept.ended_confirmations_size(), 1);
  EXPECT_EQ(kept.ended_confirmations(0).confirmed_by(), "p-2001");
  EXPECT_EQ(kept.ended_confirmations(0).confirm_time().seconds(),
            first->sources(0).confirm_time().seconds());
}

TEST_F(PeriodOnBehalfTest, ASourceThatConfirmedItselfActsForItself) {
  v1::ConfirmPeriodRequest rehearsal;
  rehearsal.set_name(Name(4));
  rehearsal.set_validate_only(true);
  ASSERT_TRUE(
      Call(&v1::PeriodService::Stub::ConfirmPeriod, rehearsal, kSource, "zone")
          .ok());
  EXPECT_EQ(OpenRefused("b-1"), "");
  ASSERT_TRUE(Confirm(4, kSource).ok());
  EXPECT_EQ(OpenRefused("b-1"), "SOURCE_DELIVERS_ITSELF");
  EXPECT_EQ(OpenRefused("b-2", "p-2001", /*is_validate_only=*/true),
            "SOURCE_DELIVERS_ITSELF");
  EXPECT_EQ(ErrorReason(ConfirmFor(4).status()), "SOURCE_DELIVERS_ITSELF");
  EXPECT_EQ(ErrorReason(GetFor(4).status()), "SOURCE_DELIVERS_ITSELF");
}

TEST_F(PeriodOnBehalfTest, TheEntryOfAConfirmationSaysForWhom) {
  ASSERT_TRUE(ConfirmFor(4).ok());
  const audit::AuditEntry first = service_.log().Entries().back();
  EXPECT_EQ(first.object().size(), 16);
  ASSERT_TRUE(ConfirmFor(4, "p-2002").ok());
  EXPECT_EQ(service_.log().Entries().back().object(), first.object());
  EXPECT_GT(first.object_version(), 0);
  ASSERT_EQ(ErrorReason(ConfirmFor(4, "p-2001", -1, "zone5341").status()),
            "SOURCE_NOT_EXPECTED");
  const audit::AuditEntry other = service_.log().Entries().back();
  EXPECT_EQ(other.reason(), "SOURCE_NOT_EXPECTED");
  EXPECT_NE(other.object(), first.object());
}

TEST_F(PeriodOnBehalfTest, WhoDeliveredOrConfirmedDoesNotApprove) {
  ASSERT_EQ(Refused(DeliverFor({Row("event-0001")}, "p-2001")), "");
  ASSERT_TRUE(ConfirmFor(4, "p-2002").ok());
  ASSERT_TRUE(ConfirmFor(4, "p-2003").ok());
  MoveTo(2018, 6, 2);
  for (const char* subject : {"p-2001", "p-2002", "p-2003"}) {
    const absl::Status refused = Approve(4, {}, subject).status();
    EXPECT_EQ(ErrorReason(refused), "SAME_PERSON") << subject;
    EXPECT_THAT(GetErrorDetail(refused)->sentence.en,
                testing::HasSubstr("on behalf of a source"));
  }
  // Another month is none of theirs.
  EXPECT_TRUE(Approve(3, {kSource}, "p-2001").ok());
  ASSERT_TRUE(Approve(4).ok());
  EXPECT_EQ(Version(4, 1)->confirmed_sources(0).confirmed_by(), "p-2002");
  // What somebody else approved since is no longer theirs alone.
  ASSERT_TRUE(Reopen(4, MakeDate(2018, 6, 20)).ok());
  const auto again = Approve(4, {}, "p-2001");
  EXPECT_TRUE(again.ok()) << again.status();
}

TEST_F(PeriodOnBehalfTest, WhoMovedAnEventAwayDoesNotApproveEitherMonth) {
  ASSERT_EQ(Refused(DeliverFor({Row("event-0001", 4)}, "p-2001")), "");
  ASSERT_EQ(
      Refused(DeliverFor({Row("fix-000001", 3, 2, "event-0001")}, "p-2002")),
      "PERIOD_LOCKED");
  ASSERT_EQ(
      Refused(DeliverFor({Row("fix-000001", 5, 2, "event-0001")}, "p-2002")),
      "");
  // A copy moves nothing.
  ASSERT_EQ(
      StateOf(DeliverFor({Row("fix-000001", 5, 2, "event-0001")}, "p-2003")),
      v1::ROW_STATE_DUPLICATE);
  MoveTo(2018, 6, 2);
  for (const int month : {4, 5}) {
    EXPECT_EQ(ErrorReason(Approve(month, {kSource}, "p-2002").status()),
              "SAME_PERSON")
        << month;
  }
  EXPECT_EQ(ErrorReason(Approve(4, {kSource}, "p-2001").status()),
            "SAME_PERSON");
  EXPECT_TRUE(Approve(4, {kSource}, "p-2003").ok());
  // What was not taken moved nothing.
  EXPECT_TRUE(Approve(3, {kSource}, "p-2002").ok());
  EXPECT_TRUE(Approve(5, {kSource}, "p-2001").ok());
}

TEST_F(PeriodOnBehalfTest, SensitiveMeasuresAreLeftOutOfWhatIsConfirmed) {
  ASSERT_EQ(Refused(DeliverFor({Row("event-0001"), Persons("event-0002")})),
            "");
  MakePersonsSensitive();
  const absl::Status refused = ConfirmFor(4, "p-2002", 2).status();
  EXPECT_EQ(ErrorReason(refused), "CONTRIBUTIONS_DIFFER");
  EXPECT_EQ(GetErrorDetail(refused)->metadata.at("counted"), "1");
  EXPECT_THAT(GetErrorDetail(refused)->sentence.en,
              testing::HasSubstr("sensitive measures"));
  EXPECT_TRUE(ConfirmFor(4, "p-2002", 1).ok());
}

TEST_F(PeriodOnBehalfTest, ASourceThatDeliversItselfConfirmsItself) {
  ASSERT_EQ(Refused(Deliver({Row("event-0001")}, kSource)), "");
  const absl::Status refused = ConfirmFor(4).status();
  EXPECT_EQ(refused.code(), absl::StatusCode::kFailedPrecondition);
  EXPECT_EQ(ErrorReason(refused), "SOURCE_DELIVERS_ITSELF");
  EXPECT_EQ(GetErrorDetail(refused)->metadata.at("source"), kSource);
  EXPECT_TRUE(Confirm(4, kSource).ok());
}

TEST_F(PeriodOnBehalfTest, NobodyConfirmsForWhomHeMayNot) {
  EXPECT_EQ(ErrorReason(ConfirmFor(4, kSource).status()), "SOURCE_IS_YOURS");
  EXPECT_EQ(ErrorReason(ConfirmFor(4, "p-2001", -1, "Bravvo").status()),
            "SOURCE_INVALID");
  EXPECT_EQ(ErrorReason(ConfirmFor(4, "p-2001", -1, "").status()),
            "SOURCE_INVALID");
  const absl::Status other = ConfirmFor(4, "p-2001", -1, "zone5341").status();
  EXPECT_EQ(ErrorReason(other), "SOURCE_NOT_EXPECTED");
  EXPECT_EQ(GetErrorDetail(other)->metadata.at("source"), "zone5341");
  EXPECT_EQ(ErrorReason(ConfirmFor(6).status()), "PERIOD_NOT_ENDED");
  for (const char* role : {"zone", "source", "federal"}) {
    EXPECT_EQ(
        ErrorReason(ConfirmFor(4, "zone5339", -1, kSource, role).status()),
        "PERMISSION_MISSING")
        << role;
  }
}

TEST_F(PeriodOnBehalfTest, ARehearsalIsNobodysWord) {
  v1::ConfirmPeriodOnBehalfRequest request;
  request.set_name(Name(4));
  request.set_source(kSource);
  request.set_validate_only(true);
  const auto said =
      Call(&v1::PeriodService::Stub::ConfirmPeriodOnBehalf, request, "p-2001");
  ASSERT_TRUE(said.ok()) << said.status();
  EXPECT_TRUE(said->sources(0).is_confirmed());
  EXPECT_FALSE(Get(4)->sources(0).is_confirmed());
  MoveTo(2018, 6, 2);
  EXPECT_TRUE(Approve(4, {kSource}, "p-2001").ok());
}

TEST_F(PeriodOnBehalfTest, WhoDeliversForItIsToldItsEventsByMeasure) {
  ASSERT_EQ(Refused(DeliverFor(
                {Row("event-0001"), Row("event-0002"), Persons("event-0003")})),
            "");
  ASSERT_EQ(Refused(DeliverFor({Row("event-0004", 5)})), "");
  ASSERT_EQ(Refused(Deliver({Row("event-0005")})), "");
  const auto april = GetFor(4, "p-2002");
  EXPECT_EQ(Measures(april), "distinct_persons 1\nnuisance_actions 2\n");
  // Of no other source.
  ASSERT_EQ(april->sources_size(), 2);
  EXPECT_EQ(Measures(april, "zone5339"), "");
  EXPECT_EQ(Measures(GetFor(4, "p-2001", "zone5341")), "");
  // A month that is locked, and one that has not ended.
  EXPECT_EQ(Measures(GetFor(3)), "");
  EXPECT_EQ(Measures(GetFor(5)), "nuisance_actions 1\n");
}

TEST_F(PeriodOnBehalfTest, OnlyWhoMayApproveIsToldItsEventsByMeasureBesides) {
  ASSERT_EQ(Refused(DeliverFor({Row("event-0001")})), "");
  for (const char* role : {"federal", "oversight", "zone", "source"}) {
    EXPECT_EQ(Measures(Get(4, "p-2001", role)), "") << role;
  }
  EXPECT_EQ(Measures(Get(4, "p-2001", "coordinator")), "nuisance_actions 1\n");
  EXPECT_EQ(Measures(ConfirmFor(4)), "");
  for (const char* role : {"federal", "oversight", "zone", "source"}) {
    EXPECT_EQ(ErrorReason(GetFor(4, "zone5339", kSource, role).status()),
              "PERMISSION_MISSING")
        << role;
  }
  EXPECT_EQ(ErrorReason(GetFor(4, kSource).status()), "SOURCE_IS_YOURS");
  for (const char* source : {"", "Bravvo"}) {
    EXPECT_EQ(ErrorReason(GetFor(4, "p-2001", source).status()),
              "SOURCE_INVALID");
  }
  // One that delivers itself is asked what it did.
  ASSERT_EQ(Refused(Deliver({Row("event-0002")}, kSource)), "");
  const absl::Status refused = GetFor(4).status();
  EXPECT_EQ(ErrorReason(refused), "SOURCE_DELIVERS_ITSELF");
  EXPECT_EQ(GetErrorDetail(refused)->metadata.at("source"), kSource);
}

TEST_F(PeriodOnBehalfTest, SensitiveMeasuresAreToldToTheSourceAlone) {
  ASSERT_EQ(Refused(DeliverFor({Row("event-0001"), Persons("event-0002")})),
            "");
  MakePersonsSensitive();
  const auto april = GetFor(4);
  EXPECT_EQ(Measures(april), "nuisance_actions 1\n");
  EXPECT_EQ(april->sources(0).contributions(), 1);
  EXPECT_EQ(Measures(Get(4)), "nuisance_actions 1\n");
  EXPECT_EQ(Measures(Get(4, kSource, "source")),
            "distinct_persons 1\nnuisance_actions 1\n");
}

class NoCalendarOnBehalfTest : public OnBehalfTest {
 protected:
  void SetUp() override { PeriodTest::SetUp(); }
};

TEST_F(NoCalendarOnBehalfTest, WhatIsTakenIsToldWhereNothingIsConfirmed) {
  EXPECT_EQ(OpenRefused("b-1"), "SOURCE_UNKNOWN");
  ASSERT_EQ(StateOf(OpenFor("b-1", "p-2001", false, "coordinator", kSource,
                            /*is_new_source=*/true)
                        ->Send(1, 0, {Row("event-0001")})),
            v1::ROW_STATE_CREATED);
  ASSERT_EQ(ErrorReason(ConfirmFor(4).status()), "CALENDAR_MISSING");
  EXPECT_EQ(Measures(GetFor(4)), "nuisance_actions 1\n");
}

}  // namespace
}  // namespace entente::indicators
