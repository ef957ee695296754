// The ingest stream, as sources and those who only look meet it.
#include <memory>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/indicators/ingest_fixture_test.h"

namespace entente::indicators {
namespace {

using testing::ElementsAre;

// Text that is no UTF-8 makes a batch no message.
const char kNoText[] = "\xff";

TEST_F(IngestServiceTest, AStreamWithABatchThatIsNoneIsNeverDelivered) {
  Client client(service_);
  ASSERT_TRUE(client.Send(1, 0, {Row("e-1")}).ok());
  EXPECT_EQ(ErrorReason(client.Send(2, 1, {Row(kNoText)}).status()),
            "REQUEST_UNREADABLE");
  // What was acknowledged before is there, and the session goes on after it.
  Client next(service_);
  EXPECT_EQ(next.opened().durable_sequence(), 1);
  EXPECT_TRUE(next.Send(2, 1, {Row("e-2")}).ok());
  EXPECT_TRUE(next.Finish().ok());
}

TEST_F(IngestServiceTest, RowsCountAtOnceAndOnce) {
  Client client(service_);
  ASSERT_TRUE(client.is_open());
  const auto reply = client.Send(
      1, 0, {Row("event-0001"), Row("event-0001", 5, 9), Row("event-0002", 6)});
  ASSERT_TRUE(reply.ok()) << reply.status();
  EXPECT_THAT(reply->row_states(),
              ElementsAre(v1::ROW_STATE_CREATED, v1::ROW_STATE_DUPLICATE,
                          v1::ROW_STATE_CREATED));
  EXPECT_EQ(Total("nuisance_actions"), 4);
  EXPECT_EQ(StateOf(client.Send(2, 3, {Row("event-0002")})),
            v1::ROW_STATE_DUPLICATE);
  EXPECT_EQ(Total("nuisance_actions"), 4);
  EXPECT_EQ(Total("nuisance_actions", "21004"), 4);
  EXPECT_EQ(Total("nuisance_actions", "21009"), 0);
  ExpectVerified();
}

TEST_F(IngestServiceTest, EachEntrySaysTheLastSequenceOfItsSession) {
  Client client(service_);
  ASSERT_TRUE(client.Send(1, 0, {Row("event-0001")}).ok());
  ASSERT_TRUE(client.Send(2, 1, {Row("event-0002")}).ok());
  ASSERT_TRUE(client.Send(1, 0, {Row("event-0001")}).ok());
  std::vector<int64_t> versions;
  for (const audit::AuditEntry& entry : service_.log().Entries()) {
    if (entry.method() != "entente.indicators.v1.IngestService/Ingest")
      continue;
    versions.push_back(entry.object_version());
  }
  EXPECT_THAT(versions, ElementsAre(0, 1, 2, 2));
}

TEST_F(IngestServiceTest, ACorrectionReplacesTheEventAsAWhole) {
  Client client(service_);
  ASSERT_TRUE(client.Send(1, 0, {Row("event-0001", 4, 10)}).ok());
  // In the same batch: a new value, another month, then back by first id.
  const auto reply = client.Send(2, 1,
                                 {Row("fix-000001", 5, 7, "event-0001"),
                                  Row("fix-000002", 5, 7, "fix-000001"),
                                  Row("fix-000003", 6, 8, "event-0001"),
                                  Row("fix-000001", 1, 1, "event-0001"),
                                  Row("fix-000004", 6, 8, "nothing-known")});
  ASSERT_TRUE(reply.ok()) << reply.status();
  EXPECT_THAT(reply->row_states(),
              ElementsAre(v1::ROW_STATE_UPDATED, v1::ROW_STATE_UNCHANGED,
                          v1::ROW_STATE_UPDATED, v1::ROW_STATE_DUPLICATE,
                          v1::ROW_STATE_REJECTED));
  EXPECT_EQ(reply->rejections(0).reason(), "UNKNOWN_EVENT");
  EXPECT_EQ(reply->rejections(0).row_index(), 5);
  const auto series = Series("nuisance_actions");
  ASSERT_EQ(series->months_size(), 1);
  EXPECT_EQ(series->months(0).month().month(), 6);
  EXPECT_EQ(series->months(0).value(), 8);
  EXPECT_EQ(series->months(0).contributions(), 1);
  ExpectVerified();
}

TEST_F(IngestServiceTest, ALateCopyOfAnUnchangedCorrectionUndoesNothing) {
  Client client(service_);
  ASSERT_TRUE(client
                  .Send(1, 0,
                        {Row("event-0001", 4, 10),
                         Row("fix-000001", 4, 10, "event-0001"),
                         Row("fix-000002", 4, 3, "event-0001")})
                  .ok());
  EXPECT_EQ(
      StateOf(client.Send(2, 3, {Row("fix-000001", 4, 10, "event-0001")})),
      v1::ROW_STATE_DUPLICATE);
  EXPECT_EQ(Total("nuisance_actions"), 3);
}

TEST_F(IngestServiceTest, AnAcknowledgedBatchIsAnsweredAgainWithoutEffect) {
  const std::vector<v1::Observation> rows = {Row("event-0001"), Row("bad"),
                                             Row("event-0002")};
  {
    Client client(service_);
    ASSERT_TRUE(client.Send(1, 0, rows).ok());
  }  // The stream breaks before the client has noted the answer.
  Client again(service_);
  EXPECT_EQ(again.opened().durable_sequence(), 1);
  EXPECT_EQ(again.opened().next_row_index(), 3);
  const auto reply = again.Send(1, 0, rows);
  ASSERT_TRUE(reply.ok()) << reply.status();
  EXPECT_THAT(reply->row_states(),
              ElementsAre(v1::ROW_STATE_CREATED, v1::ROW_STATE_REJECTED,
                          v1::ROW_STATE_CREATED));
  EXPECT_EQ(reply->totals().sent(), 3);
  EXPECT_EQ(Total("nuisance_actions"), 4);
  EXPECT_EQ(ErrorReason(again.Send(1, 0, {Row("event-0009")}).status()),
            "SEQUENCE_REUSED");
}

TEST_F(IngestServiceTest, AGapNamesTheSequenceThatIsExpected) {
  Client client(service_);
  ASSERT_TRUE(client.Send(1, 0, {Row("event-0001")}).ok());
  const absl::Status gap = client.Send(3, 1, {Row("event-0002")}).status();
  EXPECT_EQ(ErrorReason(gap), "SEQUENCE_GAP");
  EXPECT_EQ(GetErrorDetail(gap)->metadata.at("expected"), "2");
  Client other(service_);
  EXPECT_EQ(ErrorReason(other.Send(2, 7, {Row("event-0002")}).status()),
            "ROW_INDEX_MISMATCH");
}

TEST_F(IngestServiceTest, TheStreamMustBeOpenedFirst) {
  auto stub = service_.Stub<v1::IngestService>();
  auto context = service_.harness().Context("p-5339", {"zone"});
  auto stream = stub->Ingest(context.get());
  v1::IngestRequest request;
  *request.mutable_batch()->add_observations() = Row("event-0001");
  stream->Write(request);
  v1::IngestResponse response;
  EXPECT_FALSE(stream->Read(&response));
  EXPECT_EQ(ErrorReason(channel::FromWire(stream->Finish())),
            "SESSION_NOT_OPEN");
}

TEST_F(IngestServiceTest, TheStreamMustBeOpenedOnce) {
  auto stub = service_.Stub<v1::IngestService>();
  auto context = service_.harness().Context("zone5339", {"zone"});
  auto stream = stub->Ingest(context.get());
  v1::IngestRequest request;
  request.mutable_open()->set_parent(kSampleMunicipality);
  request.mutable_open()->set_source("zone5339");
  request.mutable_open()->set_session_id("s-1");
  stream->Write(request);
  v1::IngestResponse response;
  ASSERT_TRUE(stream->Read(&response));
  request.mutable_open()->set_session_id("s-2");
  stream->Write(request);
  request.mutable_batch()->set_sequence(1);
  *request.mutable_batch()->add_observations() = Row("event-0001");
  stream->Write(request);
  EXPECT_FALSE(stream->Read(&response));
  EXPECT_EQ(ErrorReason(channel::FromWire(stream->Finish())),
            "SESSION_NOT_OPEN");
  const SessionName second{"21004", "zone5339", "s-2"};
  EXPECT_FALSE(ReadSession(*service_.store().Read(), second)->has_value());
  EXPECT_EQ(service_.ingest().EventCount(), 0u);
}

TEST_F(IngestServiceTest, RolesWithoutThePermissionCannotIngest) {
  Client client(service_, "s-1", false, "federal");
  EXPECT_FALSE(client.is_open());
  EXPECT_EQ(client.Finish().code(), absl::StatusCode::kPermissionDenied);
}

TEST_F(IngestServiceTest, ATrialAnswersAlikeAndStoresNothing) {
  const std::vector<v1::Observation> first = {Row("event-0001"),
                                              Row("event-0002", 3)};
  const std::vector<v1::Observation> second = {
      Row("event-0001"), Row("fix-000001", 7, 9, "event-0002"),
      Row("fix-000002", 7, 9, "fix-000001"), Row("BR12341234562018")};
  Client trial(service_, "s-1", true);
  auto tried_first = trial.Send(1, 0, first);
  auto tried_second = trial.Send(2, 2, second);
  ASSERT_TRUE(tried_second.ok()) << tried_second.status();
  EXPECT_EQ(Total("nuisance_actions"), 0);
  EXPECT_EQ(service_.ingest().EventCount(), 0u);
  Client client(service_, "s-1");
  // A trial says besides what would move.
  tried_first->clear_moves();
  tried_second->clear_moves();
  EXPECT_EQ(client.Send(1, 0, first)->SerializeAsString(),
            tried_first->SerializeAsString());
  EXPECT_EQ(client.Send(2, 2, second)->SerializeAsString(),
            tried_second->SerializeAsString());
}

// "measure month value contributions" of each move.
std::vector<std::string> MovesIn(
    const absl::StatusOr<v1::IngestResponse>& reply) {
  std::vector<std::string> moves;
  if (!reply.ok()) return moves;
  for (const v1::FigureMove& move : reply->moves()) {
    moves.push_back(absl::StrCat(move.measure_code(), " ", move.month().year(),
                                 "-", move.month().month(), " ", move.value(),
                                 " ", move.contributions()));
  }
  return moves;
}

TEST_F(IngestServiceTest, ATrialSaysByHowMuchFiguresWouldMove) {
  Client client(service_, "s-1");
  const auto stored = client.Send(1, 0, {Row("event-0001", 4, 5)});
  ASSERT_TRUE(stored.ok()) << stored.status();
  EXPECT_THAT(stored->moves(), testing::IsEmpty());
  Client trial(service_, "s-2", /*is_validate_only=*/true);
  EXPECT_THAT(
      MovesIn(trial.Send(1, 0,
                         {Row("event-0001", 4, 5), Row("event-0002", 4, 2),
                          Row("event-0003", 5, 3), Row("bad")})),
      testing::ElementsAre("nuisance_actions 2018-4 2 1",
                           "nuisance_actions 2018-5 3 1"));
  // On top of the batch before: out of April into June.
  EXPECT_THAT(MovesIn(trial.Send(2, 4,
                                 {Row("fix-000001", 6, 9, "event-0001"),
                                  Row("fix-000002", 5, 1, "event-0003")})),
              testing::ElementsAre("nuisance_actions 2018-4 -5 -1",
                                   "nuisance_actions 2018-5 -2 0",
                                   "nuisance_actions 2018-6 9 1"));
  // A figure that stays is no difference.
  EXPECT_THAT(MovesIn(trial.Send(3, 6, {Row("event-0001", 4, 5)})),
              testing::IsEmpty());
}

TEST_F(IngestServiceTest, RejectionsAreKeptAndPaged) {
  {
    Client client(service_);
    ASSERT_TRUE(client.Send(1, 0, {Row("event-0001"), Row("bad")}, 2).ok());
    v1::Observation outside = Row("event-0002");
    outside.mutable_date()->set_year(2021);
    ASSERT_TRUE(client.Send(2, 4, {outside}).ok());
  }
  auto stub = service_.Stub<v1::IngestService>();
  v1::ListRejectionsRequest request;
  request.set_parent("municipalities/21004/sources/zone5339/sessions/s-1");
  request.set_page_size(3);
  std::vector<std::string> found;
  do {
    auto context = service_.harness().Context("zone5339", {"zone"});
    v1::ListRejectionsResponse page;
    ASSERT_TRUE(stub->ListRejections(context.get(), request, &page).ok());
    for (const v1::Rejection& rejection : page.rejections()) {
      found.push_back(
          absl::StrCat(rejection.row_index(), " ", rejection.reason()));
    }
    request.set_page_token(page.next_page_token());
  } while (!request.page_token().empty());
  EXPECT_THAT(found,
              ElementsAre("0 ROW_MALFORMED", "1 ROW_MALFORMED",
                          "3 EVENT_ID_MALFORMED", "4 DATE_OUTSIDE_TERM"));
  auto context = service_.harness().Context("zone5339", {"zone"});
  v1::GetIngestSessionRequest get;
  get.set_name(request.parent());
  v1::IngestSession session;
  ASSERT_TRUE(stub->GetIngestSession(context.get(), get, &session).ok());
  EXPECT_EQ(session.totals().sent(), 5);
  EXPECT_EQ(session.totals().rejected(), 4);
  ExpectVerified();
}

TEST_F(IngestServiceTest, SourcesDoNotShareEventIds) {
  Client one(service_, "s-1", false, "zone", "zone5339");
  Client two(service_, "s-1", false, "zone", "bravvo", "bravvo");
  EXPECT_EQ(StateOf(one.Send(1, 0, {Row("event-0001")})),
            v1::ROW_STATE_CREATED);
  EXPECT_EQ(StateOf(two.Send(1, 0, {Row("event-0001")})),
            v1::ROW_STATE_CREATED);
  EXPECT_EQ(StateOf(two.Send(2, 1, {Row("fix-000001", 4, 5, "event-0001")})),
            v1::ROW_STATE_UPDATED);
  EXPECT_EQ(Total("nuisance_actions"), 7);
}

TEST_F(IngestServiceTest, AnAccountDeliversForItselfOnly) {
  Client other(service_, "s-1", false, "zone", "zone5339", "bravvo");
  EXPECT_FALSE(other.is_open());
  const absl::Status status = other.Finish();
  EXPECT_EQ(status.code(), absl::StatusCode::kPermissionDenied);
  EXPECT_EQ(ErrorReason(status), "SOURCE_NOT_YOURS");
}

TEST_F(IngestServiceTest, TheEntryOfWhoDeliversForAnotherSaysForWhom) {
  Client own(service_);
  ASSERT_TRUE(own.Finish().ok());
  const std::string object = service_.log().Entries().back().object();
  Client other(service_, "s-1", false, "zone", "zone5339", "bravvo");
  EXPECT_EQ(ErrorReason(other.Finish()), "SOURCE_NOT_YOURS");
  const audit::AuditEntry entry = service_.log().Entries().back();
  EXPECT_EQ(entry.outcome(), audit::AuditEntry::OUTCOME_DENIED);
  EXPECT_EQ(entry.reason(), "SOURCE_NOT_YOURS");
  EXPECT_EQ(entry.object(), object);
}

TEST(IngestIdleTest, ASilentStreamWhoseTokenExpiredGivesItsThreadBack) {
  FakeClock clock(absl::FromUnixSeconds(1'520'000'000));
  RunningService service(&clock);
  service.PublishSample();
  Client silent(service);
  ASSERT_TRUE(silent.is_open());
  clock.Advance(absl::Minutes(11));
  for (int look = 0; look < 3; ++look) {
    service.harness().gate().CancelStreamsWithoutRight();
  }
  EXPECT_FALSE(silent.Listen()) << "nothing was sent";
  EXPECT_EQ(silent.Finish().code(), absl::StatusCode::kCancelled);
  service.harness().Stop();
  const auto entries = service.log().Entries();
  ASSERT_FALSE(entries.empty());
  EXPECT_EQ(entries.back().method(),
            "entente.indicators.v1.IngestService/Ingest");
  EXPECT_EQ(entries.back().reason(), "TOKEN_EXPIRED");
}

TEST_F(IngestServiceTest, ACoordinatorDeliversInNobodysPlace) {
  Client coordinator(service_, "s-1", false, "coordinator");
  EXPECT_FALSE(coordinator.is_open());
  EXPECT_EQ(ErrorReason(coordinator.Finish()), "PERMISSION_MISSING");
}

TEST_F(IngestServiceTest, RejectionsArePagedFromTheMiddleOfABatch) {
  Client client(service_);
  int64_t next = 0;
  for (int64_t sequence = 1; sequence <= 9; ++sequence) {
    // Every third batch has nothing to reject.
    const int unreadable = sequence % 3 == 0 ? 0 : 3;
    const auto reply = client.Send(
        sequence, next, {Row(absl::StrCat("event-p-", sequence))}, unreadable);
    ASSERT_TRUE(reply.ok()) << reply.status();
    next = reply->next_row_index();
  }
  auto stub = service_.Stub<v1::IngestService>();
  std::vector<int64_t> paged;
  v1::ListRejectionsRequest request;
  request.set_parent(
      absl::StrCat(kSampleMunicipality, "/sources/zone5339/sessions/s-1"));
  request.set_page_size(2);
  do {
    v1::ListRejectionsResponse page;
    auto context = service_.harness().Context("zone5339", {"zone"});
    ASSERT_TRUE(stub->ListRejections(context.get(), request, &page).ok());
    for (const v1::Rejection& row : page.rejections()) {
      paged.push_back(row.row_index());
    }
    request.set_page_token(page.next_page_token());
  } while (!request.page_token().empty());
  EXPECT_THAT(paged, ElementsAre(0, 1, 2, 4, 5, 6, 9, 10, 11, 13, 14, 15, 18,
                                 19, 20, 22, 23, 24));
}

TEST_F(IngestServiceTest, EveryBatchIsAnAccessEntryOfItsSession) {
  const size_t before = service_.log().Entries().size();
  {
    Client client(service_);
    ASSERT_TRUE(client.Send(1, 0, {Row("event-000001")}).ok());
    ASSERT_TRUE(client.Send(2, 1, {Row("event-000002")}).ok());
  }
  const std::vector<audit::AuditEntry> entries = service_.log().Entries();
  // The session that was opened, and two batches.
  ASSERT_EQ(entries.size(), before + 3);
  for (size_t i = before; i < entries.size(); ++i) {
    EXPECT_EQ(entries[i].method(),
              "entente.indicators.v1.IngestService/Ingest");
    EXPECT_EQ(entries[i].outcome(), audit::AuditEntry::OUTCOME_PERMITTED);
    EXPECT_EQ(entries[i].object(), entries.back().object());
    EXPECT_EQ(entries[i].object().size(), 16);
  }
}

TEST_F(IngestServiceTest, WhatOnlyTellsOfStoredRowsIsAnAccessEntryToo) {
  const auto count = [this] { return service_.log().Entries().size(); };
  {
    Client client(service_);
    ASSERT_TRUE(client.Send(1, 0, {Row("event-000001")}).ok());
  }
  size_t before = count();
  {
    Client resumed(service_);
    EXPECT_EQ(count(), before + 1) << "the session that was resumed";
    ASSERT_TRUE(resumed.Send(1, 0, {Row("event-000001")}).ok());
    EXPECT_EQ(count(), before + 2) << "the batch that was answered again";
  }
  before = count();
  Client trial(service_, "s-2", /*is_validate_only=*/true);
  EXPECT_EQ(count(), before + 1);
  ASSERT_TRUE(trial.Send(1, 0, {Row("event-000001")}).ok());
  EXPECT_EQ(count(), before + 2);
}

}  // namespace
}  // namespace entente::indicators
