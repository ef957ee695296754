// Rows whose event id is known: which of them say something else than before.
#include <memory>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/indicators/breakdown_convention.h"
#include "services/indicators/ingest_fixture_test.h"

namespace entente::indicators {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

// By youth.
v1::Observation YouthRow(const std::string& id, int64_t value = 2) {
  v1::Observation row = Row(id, 4, value);
  (*row.mutable_breakdown())["audience"] = "youth";
  return row;
}

v1::Observation Withdrawal(const std::string& id, const std::string& event) {
  v1::Observation row;
  row.set_event_id(id);
  row.set_withdraws_event_id(event);
  return row;
}

// YouthRow, each with one thing otherwise.
std::vector<v1::Observation> OtherRows(const std::string& id) {
  std::vector<v1::Observation> rows(7, YouthRow(id));
  rows[0].set_value(3);
  rows[1].set_area("DPI-2");
  rows[2].mutable_date()->set_day(2);
  rows[3].mutable_date()->set_day(0);
  rows[4].set_measure_code("distinct_persons");
  (*rows[5].mutable_breakdown())["audience"] = "adults";
  rows[6].clear_breakdown();
  return rows;
}

class IngestKnownRowTest : public IngestServiceTest {
 protected:
  void SetUp() override { Publish("definitions-1", BreakdownConvention()); }

  void Publish(const std::string& id, const v1::ConventionRecord& record) {
    service_.Deliver("conventions", id, ToEvent(record));
  }

  // Rows that the answer names.
  static std::vector<int64_t> Named(
      const absl::StatusOr<v1::IngestResponse>& reply) {
    if (!reply.ok()) return {-1};
    return {reply->known_rows_that_differ().begin(),
            reply->known_rows_that_differ().end()};
  }
};

TEST_F(IngestKnownRowTest, ARowThatSaysSomethingElseIsNamedAndMovesNothing) {
  Client client(service_);
  ASSERT_TRUE(client.Send(1, 0, {YouthRow("event-0001")}).ok());
  int64_t row = 1;
  for (const v1::Observation& other : OtherRows("event-0001")) {
    SCOPED_TRACE(other.DebugString());
    const auto reply = client.Send(row + 1, row, {other});
    EXPECT_EQ(StateOf(reply), v1::ROW_STATE_DUPLICATE);
    EXPECT_THAT(Named(reply), ElementsAre(row));
    EXPECT_EQ(reply->known_rows_compared(), 1);
    EXPECT_EQ(reply->totals().differing(), row);
    ++row;
  }
  EXPECT_EQ(Total("nuisance_actions"), 2);
  ExpectVerified();
}

TEST_F(IngestKnownRowTest, ATrueCopyIsNot) {
  Client client(service_);
  ASSERT_TRUE(client.Send(1, 0, {YouthRow("event-0001")}).ok());
  v1::Observation same = YouthRow("event-0001");
  (*same.mutable_breakdown())["theme"] = "unknown";
  const auto reply = client.Send(2, 1, {YouthRow("event-0001"), same});
  EXPECT_THAT(Named(reply), IsEmpty());
  EXPECT_EQ(reply->known_rows_compared(), 2);
  EXPECT_EQ(reply->totals().duplicate(), 2);
  EXPECT_EQ(reply->totals().differing(), 0);
}

TEST_F(IngestKnownRowTest, RowsOfOneBatchAreComparedInItsOrder) {
  Client client(service_);
  // Row 0 could not be read.
  const auto reply = client.Send(
      1, 0,
      {YouthRow("event-0001"), YouthRow("event-0001"),
       YouthRow("event-0001", 9), Row("fix-000001", 4, 9, "event-0001"),
       YouthRow("event-0001"), Row("event-0001", 4, 9),
       YouthRow("event-0001", 9)},
      1);
  // What the correction says is what counts from row 4 on.
  EXPECT_THAT(Named(reply), ElementsAre(3, 7));
  EXPECT_EQ(reply->known_rows_compared(), 5);
  EXPECT_EQ(reply->totals().differing(), 2);
  ExpectVerified();
}

TEST_F(IngestKnownRowTest, BatchesThatWaitTogetherAreAnsweredEachForItself) {
  Client client(service_);
  client.SendAhead(1, 0, {Row("event-0001"), Row("event-0002")});
  client.SendAhead(2, 2, {Row("event-0002", 4, 7), Row("event-0001")});
  client.SendAhead(3, 4, {Row("event-0001"), Row("event-0001", 5)});
  EXPECT_THAT(Named(client.Receive()), IsEmpty());
  EXPECT_THAT(Named(client.Receive()), ElementsAre(2));
  EXPECT_THAT(Named(client.Receive()), ElementsAre(5));
}

TEST_F(IngestKnownRowTest, AfterARestartAndOtherDefinitionsItIsTheSame) {
  auto client = std::make_unique<Client>(service_);
  ASSERT_TRUE(
      client
          ->Send(1, 0,
                 {YouthRow("event-0001"), Row("fix-000001", 4, 9, "event-0001"),
                  Withdrawal("gone-0001", "fix-000001")})
          .ok());
  client.reset();
  service_.Reopen();
  // Measures lie in another order.
  v1::ConventionRecord record = BreakdownConvention();
  record.mutable_measures()->SwapElements(0, record.measures_size() - 1);
  Publish("definitions-2", record);
  client = std::make_unique<Client>(service_, "s-2");
  const auto reply =
      client->Send(1, 0,
                   {YouthRow("event-0001"), YouthRow("event-0001", 3),
                    Row("fix-000001", 4, 9, "event-0001"),
                    Row("fix-000001", 4, 8, "event-0001"),
                    Withdrawal("gone-0001", "fix-000001")});
  EXPECT_THAT(Named(reply), ElementsAre(1, 3));
  EXPECT_EQ(reply->known_rows_compared(), 5);
}

TEST_F(IngestKnownRowTest, ATrialSaysTheSame) {
  Client client(service_);
  ASSERT_TRUE(client.Send(1, 0, {Row("event-0001")}).ok());
  Client trial(service_, "s-2", /*is_validate_only=*/true);
  EXPECT_THAT(
      Named(trial.Send(1, 0, {Row("event-0001"), Row("event-0001", 4, 7)})),
      ElementsAre(1));
  // Of what it would have stored itself as well.
  EXPECT_THAT(
      Named(trial.Send(
          2, 2, {Row("event-0002"), Row("fix-000001", 4, 9, "event-0002")})),
      IsEmpty());
  const auto reply = trial.Send(
      3, 4,
      {Row("event-0002"), Row("event-0002", 4, 9), Row("event-0002", 4, 7),
       Row("fix-000001", 4, 9, "event-0002"), Row("fix-000001", 4, 9),
       Row("fix-000001", 4, 9, "event-0001")});
  EXPECT_THAT(Named(reply), ElementsAre(6, 8, 9));
  EXPECT_EQ(reply->known_rows_compared(), 6);
  EXPECT_EQ(reply->totals().differing(), 4);
}

TEST_F(IngestKnownRowTest, ACorrectionsIdThatIsUsedForAnotherEventIsNamed) {
  Client client(service_);
  // Both events count alike.
  ASSERT_TRUE(client
                  .Send(1, 0,
                        {Row("event-0001"), Row("event-0002", 4, 9),
                         Row("fix-000001", 4, 9, "event-0001")})
                  .ok());
  const auto reply = client.Send(
      2, 3,
      {Row("fix-000001", 4, 9, "event-0002"),
       Row("fix-000001", 4, 9, "event-0001"), Row("fix-000001", 4, 9),
       Withdrawal("fix-000001", "event-0001"),
       Row("event-0002", 4, 9, "event-0001"),
       Row("fix-000001", 4, 9, "event-0009")});
  EXPECT_THAT(Named(reply), ElementsAre(3, 5, 6, 7, 8));
  EXPECT_EQ(Total("nuisance_actions"), 18);
}

TEST_F(IngestKnownRowTest, WhatWasSaidBeforeOrCountsByNowIsNoDifference) {
  Client client(service_);
  ASSERT_TRUE(
      client
          .Send(1, 0,
                {Row("event-0001"), Row("fix-000001", 4, 9, "event-0001"),
                 Row("fix-000002", 4, 5, "event-0001")})
          .ok());
  const auto reply = client.Send(
      2, 3,
      {Row("event-0001"), Row("fix-000001", 4, 9, "event-0001"),
       Row("fix-000002", 4, 5, "event-0001"), Row("event-0001", 4, 5),
       Row("fix-000001", 4, 5, "event-0001"),
       Row("fix-000001", 4, 5, "fix-000002"),
       // An earlier correction, which counts no more.
       Row("event-0001", 4, 9)});
  EXPECT_THAT(Named(reply), ElementsAre(9));
  EXPECT_EQ(reply->known_rows_compared(), 7);
}

TEST_F(IngestKnownRowTest, OfAWithdrawalTheEventIsCompared) {
  Client client(service_);
  ASSERT_TRUE(client
                  .Send(1, 0,
                        {Row("event-0001"), Row("event-0002"),
                         Withdrawal("gone-0001", "event-0001")})
                  .ok());
  const auto reply = client.Send(
      2, 3,
      {Withdrawal("gone-0001", "event-0001"),
       Withdrawal("gone-0001", "event-0002"), Row("event-0001"),
       Row("event-0001", 4, 7), Row("gone-0001", 4, 2, "event-0001")});
  EXPECT_THAT(Named(reply), ElementsAre(4, 6, 7));
}

TEST_F(IngestKnownRowTest, ABatchSentAgainIsAnsweredTheSame) {
  auto client = std::make_unique<Client>(service_);
  ASSERT_TRUE(client->Send(1, 0, {Row("event-0001")}).ok());
  const std::vector<v1::Observation> known = {Row("event-0001"),
                                              Row("event-0001", 5)};
  const auto first = client->Send(2, 1, known);
  ASSERT_TRUE(first.ok()) << first.status();
  EXPECT_THAT(Named(first), ElementsAre(2));
  client.reset();
  service_.Reopen();
  client = std::make_unique<Client>(service_);
  const auto again = client->Send(2, 1, known);
  ASSERT_TRUE(again.ok()) << again.status();
  EXPECT_EQ(again->SerializeAsString(), first->SerializeAsString());
}

// How events count is looked up while nobody else delivers.
TEST_F(IngestKnownRowTest, BeyondTheLookUpsOfABatchRowsAreNotCompared) {
  std::vector<v1::Observation> first;
  std::vector<v1::Observation> mended;
  for (int i = 0; i < 33; ++i) {
    first.push_back(Row(absl::StrCat("event-", 1000 + i)));
    mended.push_back(Row(first.back().event_id(), 4, 7));
  }
  mended.push_back(first[32]);
  auto client = std::make_unique<Client>(service_);
  ASSERT_TRUE(client->Send(1, 0, first).ok());
  Client trial(service_, "s-2", /*is_validate_only=*/true);
  const auto tried = trial.Send(1, 0, mended);
  EXPECT_THAT(Named(tried), SizeIs(32));
  EXPECT_THAT(tried->known_rows_not_compared(), ElementsAre(32));
  const auto reply = client->Send(2, 33, mended);
  EXPECT_THAT(Named(reply), SizeIs(32));
  EXPECT_EQ(Named(reply).back(), 33 + 31);
  EXPECT_THAT(reply->known_rows_not_compared(), ElementsAre(33 + 32));
  // A copy is compared without that.
  EXPECT_EQ(reply->known_rows_compared(), 33);
  EXPECT_EQ(reply->totals().duplicate(), 34);
  EXPECT_EQ(reply->totals().differing(), 32);
  client.reset();
  service_.Reopen();
  client = std::make_unique<Client>(service_);
  const auto again = client->Send(2, 33, mended);
  ASSERT_TRUE(again.ok()) << again.status();
  EXPECT_EQ(again->SerializeAsString(), reply->SerializeAsString());
  // Of the next batch there are as many.
  EXPECT_THAT(Named(client->Send(3, 67, {mended[32]})), ElementsAre(67));
  ExpectVerified();
}

TEST_F(IngestKnownRowTest, TheSessionSaysHowManyThereWere) {
  Client client(service_);
  ASSERT_TRUE(
      client.Send(1, 0, {Row("event-0001"), Row("event-0001", 5)}).ok());
  ASSERT_TRUE(
      client.Send(2, 2, {Row("event-0001", 6), Row("event-0001")}).ok());
  auto stub = service_.Stub<v1::IngestService>();
  auto context = service_.harness().Context("zone5339", {"zone"});
  v1::GetIngestSessionRequest request;
  request.set_name("municipalities/21004/sources/zone5339/sessions/s-1");
  v1::IngestSession session;
  ASSERT_TRUE(stub->GetIngestSession(context.get(), request, &session).ok());
  EXPECT_EQ(session.totals().duplicate(), 3);
  EXPECT_EQ(session.totals().differing(), 2);
}

}  // namespace
}  // namespace entente::indicators
