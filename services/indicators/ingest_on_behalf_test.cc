// A coordinator delivers what a source without account filled in: for no source
// that delivers itself, and nothing that only the source may tell.
#include <memory>
#include <string>
#include <vector>

#include "entente/indicators/v1/measure_settings_service.grpc.pb.h"
#include "services/common/store/records.h"
#include "services/indicators/indicators_keys.h"
#include "services/indicators/on_behalf_fixture_test.h"

namespace entente::indicators {
namespace {

using IngestOnBehalfTest = OnBehalfTest;
using testing::ElementsAre;

// "column reason" of each row that was not taken.
std::vector<std::string> Rejected(
    const absl::StatusOr<v1::IngestResponse>& reply) {
  std::vector<std::string> rejected;
  if (!reply.ok()) return {reply.status().ToString()};
  for (const v1::Rejection& row : reply->rejections()) {
    rejected.push_back(absl::StrCat(row.column(), " ", row.reason()));
  }
  return rejected;
}

TEST_F(IngestOnBehalfTest, ACoordinatorDeliversForASourceWithoutAccount) {
  EXPECT_EQ(StateOf(OpenFor("b-1")->Send(1, 0, {Row("event-0001")})),
            v1::ROW_STATE_CREATED);
  EXPECT_EQ(Session("b-1").delivered_by(), "p-2001");
  // Who opened it goes on where it was left.
  {
    const auto again = OpenFor("b-1");
    EXPECT_EQ(again->opened().durable_sequence(), 1);
    EXPECT_EQ(
        StateOf(again->Send(2, 1, {Row("fix-000001", 4, 5, "event-0001")})),
        v1::ROW_STATE_UPDATED);
  }
  EXPECT_EQ(Session("b-1").totals().updated(), 1);
  // What is known counts once, also in the session of a colleague.
  EXPECT_EQ(StateOf(DeliverFor({Row("event-0001")}, "p-2003")),
            v1::ROW_STATE_DUPLICATE);
  const auto april = Get(4);
  ASSERT_TRUE(april.ok()) << april.status();
  EXPECT_EQ(april->sources(0).source(), kSource);
  EXPECT_EQ(april->sources(0).contributions(), 1);
}

TEST_F(IngestOnBehalfTest, ASessionIsOfThePersonWhoOpenedIt) {
  ASSERT_EQ(StateOf(OpenFor("b-1")->Send(1, 0, {Row("event-0001")})),
            v1::ROW_STATE_CREATED);
  for (const bool is_validate_only : {false, true}) {
    const absl::Status refused =
        OpenFor("b-1", "p-2002", is_validate_only)->Finish();
    EXPECT_EQ(refused.code(), absl::StatusCode::kFailedPrecondition);
    EXPECT_EQ(ErrorReason(refused), "SESSION_OF_ANOTHER");
    EXPECT_EQ(OpenRefused("b-1", "p-2001", is_validate_only), "");
  }
  EXPECT_EQ(OpenRefused("b-2", "p-2002"), "");
  EXPECT_EQ(Session("b-1").delivered_by(), "p-2001");
  EXPECT_EQ(Session("b-2").delivered_by(), "p-2002");
}

TEST_F(IngestOnBehalfTest, ASourceThatNobodyKnowsIsAMistakeUnlessItIsSaidNew) {
  for (const bool is_validate_only : {false, true}) {
    const absl::Status refused =
        OpenFor("b-1", "p-2001", is_validate_only, "coordinator", "bravo")
            ->Finish();
    EXPECT_EQ(refused.code(), absl::StatusCode::kFailedPrecondition);
    EXPECT_EQ(ErrorReason(refused), "SOURCE_UNKNOWN");
    EXPECT_EQ(GetErrorDetail(refused)->metadata.at("source"), "bravo");
    EXPECT_THAT(GetErrorDetail(refused)->sentence.en,
                testing::HasSubstr("--new-source"));
  }
  {
    const auto trial =
        OpenFor("b-1", "p-2001", true, "coordinator", "bravo", true);
    EXPECT_EQ(StateOf(trial->Send(1, 0, {Row("event-0001")})),
              v1::ROW_STATE_CREATED);
  }
  // That was no delivery.
  EXPECT_EQ(OpenRefused("b-1", "p-2001", false, "bravo"), "SOURCE_UNKNOWN");
  {
    const auto first =
        OpenFor("b-1", "p-2001", false, "coordinator", "bravo", true);
    EXPECT_EQ(StateOf(first->Send(1, 0, {Row("event-0001")})),
              v1::ROW_STATE_CREATED);
  }
  EXPECT_EQ(OpenRefused("b-2", "p-2001", false, "bravo"), "");
}

TEST_F(IngestOnBehalfTest, ASourceThatAMeasureAllowsByNameIsKnown) {
  v1::UpdateMeasureSettingsRequest request;
  v1::MeasureSettings& settings = *request.mutable_measure_settings();
  settings.set_name(
      absl::StrCat(kSampleMunicipality, "/measures/nuisance_actions/settings"));
  *settings.mutable_first_month() = MakeDate(2018, 1, 1);
  settings.set_reason(kReason);
  settings.add_allowed_sources("delta");
  auto stub = service_.Stub<v1::MeasureSettingsService>();
  auto context = service_.harness().Context("p-1001", {"coordinator"});
  v1::MeasureSettings written;
  const absl::Status status = channel::FromWire(
      stub->UpdateMeasureSettings(context.get(), request, &written));
  ASSERT_TRUE(status.ok()) << status;
  EXPECT_EQ(OpenRefused("b-1", "p-2001", false, "delta"), "");
  EXPECT_EQ(OpenRefused("b-1", "p-2001", false, "delt"), "SOURCE_UNKNOWN");
}

TEST_F(IngestOnBehalfTest, ASessionOfTheSourceWasDeliveredByNobodyElse) {
  ASSERT_EQ(Refused(Deliver({Row("event-0001")}, kSource)), "");
  EXPECT_EQ(Session("s-1").delivered_by(), "");
}

TEST_F(IngestOnBehalfTest, ASourceThatDeliversItselfIsAskedToDoSo) {
  // It opened a session, though nothing came of it.
  { Client own(service_, "s-1", false, "zone", kSource, kSource); }
  for (const bool is_validate_only : {false, true}) {
    const absl::Status refused =
        DeliverFor({Row("event-0001")}, "p-2001", is_validate_only).status();
    EXPECT_EQ(refused.code(), absl::StatusCode::kFailedPrecondition);
    EXPECT_EQ(ErrorReason(refused), "SOURCE_DELIVERS_ITSELF");
    EXPECT_EQ(GetErrorDetail(refused)->metadata.at("source"), kSource);
  }
  // Another source, though its code begins the same, has no session.
  EXPECT_EQ(
      StateOf(OpenFor("b-9", "p-2001", false, "coordinator", "bravvo-2", true)
                  ->Send(1, 0, {Row("event-0001")})),
      v1::ROW_STATE_CREATED);
}

TEST_F(IngestOnBehalfTest, ATrialOfTheSourceIsNoDelivery) {
  ASSERT_EQ(Refused(Deliver({Row("event-0001")}, kSource,
                            /*is_validate_only=*/true)),
            "");
  EXPECT_EQ(StateOf(DeliverFor({Row("event-0001")})), v1::ROW_STATE_CREATED);
}

TEST_F(IngestOnBehalfTest, ASessionFromBeforeThisWasKeptIsTheSourcesOwn) {
  ASSERT_TRUE(service_.store()
                  .Transact([](store::Transaction& transaction) {
                    v1::SessionRecord record;
                    record.mutable_create_time()->set_seconds(1'500'000'000);
                    store::PutRecord(transaction,
                                     SessionKey({.municipality = "21004",
                                                 .source = kSource,
                                                 .session = "old"}),
                                     record);
                    return absl::OkStatus();
                  })
                  .ok());
  EXPECT_EQ(ErrorReason(DeliverFor({Row("event-0001")}).status()),
            "SOURCE_DELIVERS_ITSELF");
}

TEST_F(IngestOnBehalfTest, FromItsFirstSessionOnNobodyDeliversInItsPlace) {
  const auto behalf = OpenFor("b-1");
  ASSERT_EQ(StateOf(behalf->Send(1, 0, {Row("event-0001")})),
            v1::ROW_STATE_CREATED);
  EXPECT_EQ(StateOf(Deliver({Row("fix-000001", 4, 5, "event-0001")}, kSource)),
            v1::ROW_STATE_UPDATED);
  // The stream that was open then ends, and nothing of its batch is stored.
  EXPECT_EQ(ErrorReason(behalf->Send(2, 1, {Row("event-0002")}).status()),
            "SOURCE_DELIVERS_ITSELF");
  EXPECT_EQ(StateOf(Deliver({Row("event-0002")}, kSource)),
            v1::ROW_STATE_CREATED);
}

TEST_F(IngestOnBehalfTest, WhatWasAnsweredBeforeIsNotAnsweredAgainThen) {
  const auto behalf = OpenFor("b-1");
  ASSERT_EQ(StateOf(behalf->Send(1, 0, {Row("event-0001")})),
            v1::ROW_STATE_CREATED);
  ASSERT_EQ(StateOf(behalf->Send(1, 0, {Row("event-0001")})),
            v1::ROW_STATE_CREATED);
  { Client own(service_, "s-1", false, "zone", kSource, kSource); }
  EXPECT_EQ(ErrorReason(behalf->Send(1, 0, {Row("event-0001")}).status()),
            "SOURCE_DELIVERS_ITSELF");
}

TEST_F(IngestOnBehalfTest, ATrialEndsThen) {
  const auto trial = OpenFor("b-1", "p-2001", /*is_validate_only=*/true);
  ASSERT_EQ(StateOf(trial->Send(1, 0, {Row("event-0001")})),
            v1::ROW_STATE_CREATED);
  { Client own(service_, "s-1", false, "zone", kSource, kSource); }
  EXPECT_EQ(ErrorReason(trial->Send(2, 1, {Row("event-0002")}).status()),
            "SOURCE_DELIVERS_ITSELF");
}

TEST_F(IngestOnBehalfTest, NothingIsSaidOfTheRowsOfARefusedBatchThen) {
  Client whole(service_, "b-1", false, "coordinator", kSource, "p-2001",
               v1::OpenSession::FAILURE_MODE_ATOMIC, /*is_on_behalf=*/true);
  ASSERT_TRUE(whole.is_open());
  { Client own(service_, "s-1", false, "zone", kSource, kSource); }
  const auto reply = whole.Send(1, 0, {Row("fix-000001", 4, 2, "event-none")});
  EXPECT_EQ(ErrorReason(reply.status()), "SOURCE_DELIVERS_ITSELF");
}

TEST_F(IngestOnBehalfTest, ATrialOfTheSourceIsRefusedAsItsDeliveryWouldBe) {
  ASSERT_EQ(OpenRefused("b-1"), "");
  Client own(service_, "b-1", /*is_validate_only=*/true, "zone", kSource,
             kSource);
  EXPECT_FALSE(own.is_open());
  EXPECT_EQ(ErrorReason(own.Finish()), "SESSION_ON_BEHALF");
}

TEST_F(IngestOnBehalfTest, ASourceDoesNotResumeWhatWasOpenedOnItsBehalf) {
  ASSERT_EQ(StateOf(OpenFor("b-1")->Send(1, 0, {Row("event-0001")})),
            v1::ROW_STATE_CREATED);
  Client own(service_, "b-1", false, "zone", kSource, kSource);
  EXPECT_FALSE(own.is_open());
  const absl::Status refused = own.Finish();
  EXPECT_EQ(refused.code(), absl::StatusCode::kFailedPrecondition);
  EXPECT_EQ(ErrorReason(refused), "SESSION_ON_BEHALF");
  // It opened none by that.
  EXPECT_EQ(StateOf(DeliverFor({Row("event-0002")})), v1::ROW_STATE_CREATED);
  // Nor is one of the source resumed on its behalf.
  ASSERT_EQ(Refused(Deliver({Row("event-0003")}, kSource)), "");
  EXPECT_EQ(ErrorReason(OpenFor(absl::StrCat("s-", sessions_))->Finish()),
            "SOURCE_DELIVERS_ITSELF");
}

TEST_F(IngestOnBehalfTest, NobodyDeliversOnBehalfOfHimself) {
  const absl::Status refused = OpenFor("b-1", kSource)->Finish();
  EXPECT_EQ(refused.code(), absl::StatusCode::kFailedPrecondition);
  EXPECT_EQ(ErrorReason(refused), "SOURCE_IS_YOURS");
}

TEST_F(IngestOnBehalfTest, ASourceDeliversForNobodyElse) {
  for (const char* role : {"zone", "source", "federal"}) {
    EXPECT_EQ(ErrorReason(OpenFor("b-1", "zone5339", false, role)->Finish()),
              "PERMISSION_MISSING")
        << role;
  }
}

TEST_F(IngestOnBehalfTest, CountsOfSensitiveMeasuresComeFromTheSourceAlone) {
  ASSERT_EQ(StateOf(DeliverFor({Persons("event-0001")})),
            v1::ROW_STATE_CREATED);
  MakePersonsSensitive();
  const auto some =
      DeliverFor({Persons("event-0002"), Row("event-0003", 4, 7)});
  EXPECT_THAT(Rejected(some),
              ElementsAre("measure MEASURE_SENSITIVE_ON_BEHALF"));
  EXPECT_EQ(StateOf(some, 1), v1::ROW_STATE_CREATED);
  // Nor are those of before touched, whatever they are made to.
  v1::Observation withdrawal;
  withdrawal.set_event_id("fix-000002");
  withdrawal.set_withdraws_event_id("event-0001");
  for (const bool is_validate_only : {true, false}) {
    const auto reply =
        DeliverFor({Row("fix-000001", 4, 3, "event-0001"), withdrawal,
                    Row("fix-000004", 4, 3, "event-none")},
                   "p-2001", is_validate_only);
    // As of an event that nobody delivered: that it is there is not told.
    EXPECT_THAT(Rejected(reply),
                ElementsAre("replaces_event_id UNKNOWN_EVENT",
                            "withdraws_event_id UNKNOWN_EVENT",
                            "replaces_event_id UNKNOWN_EVENT"));
    EXPECT_EQ(reply->moves_size(), 0);
  }
  EXPECT_EQ(StateOf(Deliver({Persons("fix-000003", 3, "event-0001")}, kSource)),
            v1::ROW_STATE_UPDATED);
}

TEST_F(IngestOnBehalfTest, OfAWithheldEventItIsNotToldThatAKnownRowDiffers) {
  ASSERT_EQ(StateOf(DeliverFor({Persons("event-0001"), Row("event-0002")}), 1),
            v1::ROW_STATE_CREATED);
  MakePersonsSensitive();
  const auto reply =
      DeliverFor({Row("event-0001", 4, 7), Row("event-0002", 4, 9)});
  ASSERT_TRUE(reply.ok()) << reply.status();
  EXPECT_EQ(StateOf(reply, 0), v1::ROW_STATE_DUPLICATE);
  EXPECT_THAT(reply->known_rows_that_differ(), ElementsAre(1));
  EXPECT_EQ(reply->known_rows_compared(), 1);
  EXPECT_THAT(reply->known_rows_not_compared(), ElementsAre(0));
  EXPECT_EQ(reply->totals().differing(), 1);
  // The source is told.
  EXPECT_THAT(
      Deliver({Row("event-0001", 4, 7)}, kSource)->known_rows_that_differ(),
      ElementsAre(0));
}

TEST_F(IngestOnBehalfTest, OfAMeasureThatIsDefinedNoMoreNoEventIsKnown) {
  ASSERT_EQ(StateOf(DeliverFor({Persons("event-0001")})),
            v1::ROW_STATE_CREATED);
  v1::ConventionRecord record = SampleConvention();
  for (int i = record.measures_size() - 1; i >= 0; --i) {
    if (record.measures(i).code() == "distinct_persons") {
      record.mutable_measures()->DeleteSubrange(i, 1);
    }
  }
  service_.Deliver("conventions", "definitions-2", ToEvent(record));
  v1::Observation withdrawal;
  withdrawal.set_event_id("fix-000001");
  withdrawal.set_withdraws_event_id("event-0001");
  EXPECT_THAT(Rejected(DeliverFor({withdrawal})),
              ElementsAre("withdraws_event_id UNKNOWN_EVENT"));
  EXPECT_EQ(StateOf(Deliver({withdrawal}, kSource)), v1::ROW_STATE_WITHDRAWN);
}

TEST_F(IngestOnBehalfTest, EveryBatchIsAnEntryOfWhoDeliveredForWhom) {
  const size_t before = service_.log().Entries().size();
  ASSERT_EQ(StateOf(OpenFor("b-1", "p-2001")->Send(1, 0, {Row("event-0001")})),
            v1::ROW_STATE_CREATED);
  EXPECT_EQ(OpenRefused("b-1", "p-2002"), "SESSION_OF_ANOTHER");
  const std::vector<audit::AuditEntry> entries = service_.log().Entries();
  // The session, its batch, and that the other did not resume it.
  ASSERT_EQ(entries.size(), before + 3);
  for (size_t i = before; i < entries.size(); ++i) {
    EXPECT_EQ(entries[i].method(),
              "entente.indicators.v1.IngestService/IngestOnBehalf");
    EXPECT_EQ(entries[i].outcome() == audit::AuditEntry::OUTCOME_PERMITTED,
              i < before + 2);
    EXPECT_EQ(entries[i].object(), entries[before].object());
    EXPECT_EQ(entries[i].object().size(), 16);
  }
  EXPECT_EQ(entries[before + 2].reason(), "SESSION_OF_ANOTHER");
  EXPECT_EQ(entries[before].person(), entries[before + 1].person());
  EXPECT_NE(entries[before].person(), entries[before + 2].person());
  // Also of who was refused.
  { Client own(service_, "s-1", false, "zone", kSource, kSource); }
  EXPECT_EQ(ErrorReason(OpenFor("b-1", "p-2001")->Finish()),
            "SOURCE_DELIVERS_ITSELF");
  const audit::AuditEntry last = service_.log().Entries().back();
  EXPECT_EQ(last.reason(), "SOURCE_DELIVERS_ITSELF");
  EXPECT_EQ(last.object(), entries[before].object());
  EXPECT_EQ(last.person(), entries[before].person());
}

}  // namespace
}  // namespace entente::indicators
