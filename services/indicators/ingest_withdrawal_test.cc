// Events taken back: they count no more, once and for good, whatever comes
// twice, late or in one batch with them.
#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/indicators/ingest_fixture_test.h"

namespace entente::indicators {
namespace {

using ::testing::ElementsAre;

v1::Observation Withdrawal(const std::string& id, const std::string& event) {
  v1::Observation row;
  row.set_event_id(id);
  row.set_withdraws_event_id(event);
  return row;
}

class IngestWithdrawalTest : public IngestServiceTest {
 protected:
  // Events in each month of `series`, which leaves out those without.
  std::vector<int64_t> Contributions() {
    std::vector<int64_t> counts;
    const auto series = Series("nuisance_actions");
    for (const auto& month : series->months()) {
      counts.push_back(month.contributions());
    }
    return counts;
  }
};

TEST_F(IngestWithdrawalTest, TheEventCountsNoMore) {
  Client client(service_);
  ASSERT_TRUE(
      client.Send(1, 0, {Row("event-0001", 4, 10), Row("event-0002", 4, 3)})
          .ok());
  const auto reply = client.Send(2, 2, {Withdrawal("gone-0001", "event-0001")});
  ASSERT_TRUE(reply.ok()) << reply.status();
  EXPECT_EQ(StateOf(reply), v1::ROW_STATE_WITHDRAWN);
  EXPECT_EQ(reply->totals().withdrawn(), 1);
  EXPECT_EQ(reply->totals().sent(), 3);
  EXPECT_EQ(Total("nuisance_actions"), 3);
  EXPECT_EQ(Total("nuisance_actions", "21004"), 3);
  EXPECT_THAT(Contributions(), ElementsAre(1));
  ExpectVerified();
}

TEST_F(IngestWithdrawalTest, OfAMonthNothingIsLeft) {
  Client client(service_);
  ASSERT_TRUE(client.Send(1, 0, {Row("event-0001", 4, 10)}).ok());
  ASSERT_EQ(StateOf(client.Send(2, 1, {Withdrawal("gone-0001", "event-0001")})),
            v1::ROW_STATE_WITHDRAWN);
  EXPECT_THAT(Contributions(), ElementsAre());
  ExpectVerified();
}

TEST_F(IngestWithdrawalTest, ASecondOneChangesNothingAndItsIdIsKnownThen) {
  Client client(service_);
  const auto reply = client.Send(
      1, 0,
      {Row("event-0001", 4, 10), Withdrawal("gone-0001", "event-0001"),
       Withdrawal("gone-0002", "event-0001"),
       Withdrawal("gone-0002", "event-0001"), Row("gone-0001", 4, 1)});
  ASSERT_TRUE(reply.ok()) << reply.status();
  EXPECT_THAT(reply->row_states(),
              ElementsAre(v1::ROW_STATE_CREATED, v1::ROW_STATE_WITHDRAWN,
                          v1::ROW_STATE_UNCHANGED, v1::ROW_STATE_DUPLICATE,
                          v1::ROW_STATE_DUPLICATE));
  EXPECT_EQ(Total("nuisance_actions"), 0);
  ExpectVerified();
}

TEST_F(IngestWithdrawalTest, ItNamesTheEventByTheIdOfACorrectionToo) {
  Client client(service_);
  ASSERT_TRUE(client
                  .Send(1, 0,
                        {Row("event-0001", 4, 10),
                         Row("fix-000001", 5, 7, "event-0001")})
                  .ok());
  EXPECT_EQ(StateOf(client.Send(2, 2, {Withdrawal("gone-0001", "fix-000001")})),
            v1::ROW_STATE_WITHDRAWN);
  EXPECT_EQ(Total("nuisance_actions"), 0);
  ExpectVerified();
}

// A correction that was on its way when the event was withdrawn.
TEST_F(IngestWithdrawalTest, NoCorrectionBringsItBack) {
  Client client(service_);
  ASSERT_TRUE(client
                  .Send(1, 0,
                        {Row("event-0001", 4, 10),
                         Row("fix-000001", 4, 7, "event-0001"),
                         Withdrawal("gone-0001", "event-0001")})
                  .ok());
  const auto reply =
      client.Send(2, 3,
                  {Row("fix-000002", 4, 9, "event-0001"),
                   Row("fix-000003", 4, 9, "fix-000001"),
                   Row("fix-000004", 4, 9, "gone-0001"), Row("event-0001")});
  ASSERT_TRUE(reply.ok()) << reply.status();
  EXPECT_THAT(reply->row_states(),
              ElementsAre(v1::ROW_STATE_REJECTED, v1::ROW_STATE_REJECTED,
                          v1::ROW_STATE_REJECTED, v1::ROW_STATE_DUPLICATE));
  for (const v1::Rejection& rejection : reply->rejections()) {
    EXPECT_EQ(rejection.column(), "replaces_event_id");
    EXPECT_EQ(rejection.reason(), "EVENT_WITHDRAWN");
  }
  EXPECT_EQ(Total("nuisance_actions"), 0);
  ExpectVerified();
}

TEST_F(IngestWithdrawalTest, AnUnknownEventIsToldAndTheIdIsFreeAgain) {
  Client client(service_);
  const auto reply = client.Send(1, 0, {Withdrawal("gone-0001", "event-0001")});
  ASSERT_TRUE(reply.ok()) << reply.status();
  ASSERT_EQ(StateOf(reply), v1::ROW_STATE_REJECTED);
  EXPECT_EQ(reply->rejections(0).column(), "withdraws_event_id");
  EXPECT_EQ(reply->rejections(0).reason(), "UNKNOWN_EVENT");
  EXPECT_THAT(client
                  .Send(2, 1,
                        {Row("event-0001", 4, 10),
                         Withdrawal("gone-0001", "event-0001")})
                  ->row_states(),
              ElementsAre(v1::ROW_STATE_CREATED, v1::ROW_STATE_WITHDRAWN));
  ExpectVerified();
}

TEST_F(IngestWithdrawalTest, ItNamesTheEventAndNothingElse) {
  std::vector<v1::Observation> rows(7, Withdrawal("gone-0001", "event-0001"));
  rows[0].set_measure_code("nuisance_actions");
  *rows[1].mutable_date() = MakeDate(2018, 4, 5);
  rows[2].set_area("DPI-1");
  rows[3].set_value(2);
  rows[4].set_replaces_event_id("event-0001");
  rows[5].set_withdraws_event_id("85073003328");
  rows[6].set_withdraws_event_id("gone-0001");
  Client client(service_);
  ASSERT_TRUE(client.Send(1, 0, {Row("event-0001", 4, 10)}).ok());
  const auto reply = client.Send(2, 1, rows);
  ASSERT_TRUE(reply.ok()) << reply.status();
  std::vector<std::string> faults;
  for (const v1::Rejection& rejection : reply->rejections()) {
    faults.push_back(rejection.column() + " " + rejection.reason());
  }
  EXPECT_THAT(
      faults,
      ElementsAre("measure WITHDRAWAL_NOT_EMPTY", "date WITHDRAWAL_NOT_EMPTY",
                  "area WITHDRAWAL_NOT_EMPTY", "value WITHDRAWAL_NOT_EMPTY",
                  "replaces_event_id WITHDRAWAL_NOT_EMPTY",
                  "withdraws_event_id PERSONAL_DATA_SHAPE",
                  "withdraws_event_id REPLACES_ITSELF"));
  EXPECT_EQ(Total("nuisance_actions"), 10);
}

TEST_F(IngestWithdrawalTest, OfAnEarlierMonthItIsLate) {
  Client client(service_);
  ASSERT_TRUE(
      client.Send(1, 0, {Row("event-0001", 3), Row("event-0002", 6)}).ok());
  const auto reply = client.Send(2, 2,
                                 {Withdrawal("gone-0001", "event-0001"),
                                  Withdrawal("gone-0002", "event-0002")});
  ASSERT_TRUE(reply.ok()) << reply.status();
  EXPECT_EQ(reply->totals().late(), 1);
}

TEST_F(IngestWithdrawalTest, ARestartForgetsNoneOfIt) {
  {
    Client client(service_);
    ASSERT_TRUE(client
                    .Send(1, 0,
                          {Row("event-0001", 4, 10),
                           Withdrawal("gone-0001", "event-0001")})
                    .ok());
  }
  service_.Reopen();
  Client client(service_);
  EXPECT_THAT(client
                  .Send(2, 2,
                        {Withdrawal("gone-0002", "event-0001"),
                         Row("fix-000001", 4, 9, "event-0001")})
                  ->row_states(),
              ElementsAre(v1::ROW_STATE_UNCHANGED, v1::ROW_STATE_REJECTED));
  ExpectVerified();
}

TEST_F(IngestWithdrawalTest, ASessionWithoutEffectSaysWhatWouldBecomeOfIt) {
  {
    Client client(service_);
    ASSERT_TRUE(client.Send(1, 0, {Row("event-0001", 4, 10)}).ok());
  }
  Client trial(service_, "s-2", /*is_validate_only=*/true);
  ASSERT_EQ(StateOf(trial.Send(1, 0, {Withdrawal("gone-0001", "event-0001")})),
            v1::ROW_STATE_WITHDRAWN);
  EXPECT_THAT(trial
                  .Send(2, 1,
                        {Withdrawal("gone-0002", "event-0001"),
                         Row("fix-000001", 4, 9, "event-0001")})
                  ->row_states(),
              ElementsAre(v1::ROW_STATE_UNCHANGED, v1::ROW_STATE_REJECTED));
  EXPECT_EQ(Total("nuisance_actions"), 10);
}

}  // namespace
}  // namespace entente::indicators
