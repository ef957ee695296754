// Batches that are taken whole or not at all.
#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/common/base/error.h"
#include "services/indicators/ingest_fixture_test.h"

namespace entente::indicators {
namespace {

using ::testing::ElementsAre;

class IngestAtomicTest : public IngestServiceTest {
 protected:
  // A stream of the session in the mode under test.
  std::unique_ptr<Client> Open(bool is_validate_only = false,
                               v1::OpenSession::FailureMode mode =
                                   v1::OpenSession::FAILURE_MODE_ATOMIC) {
    return std::make_unique<Client>(service_, "s-1", is_validate_only, "zone",
                                    "zone5339", "zone5339", mode);
  }
};

// A row whose value is none.
v1::Observation Wrong(const std::string& id) { return Row(id, 4, -1); }

TEST_F(IngestAtomicTest, ABatchWithoutAWrongRowIsTaken) {
  const auto client = Open();
  const auto reply = client->Send(1, 0, {Row("event-0001"), Row("event-0002")});
  ASSERT_TRUE(reply.ok()) << reply.status();
  EXPECT_FALSE(reply->is_refused());
  EXPECT_EQ(reply->durable_sequence(), 1);
  EXPECT_EQ(Total("nuisance_actions"), 4);
}

TEST_F(IngestAtomicTest, OneWrongRowAndNothingOfTheBatchIsStored) {
  const auto client = Open();
  ASSERT_TRUE(client->Send(1, 0, {Row("event-0001")}).ok());
  const auto reply = client->Send(
      2, 1, {Row("event-0002"), Wrong("event-0003"), Row("event-0001")});
  ASSERT_TRUE(reply.ok()) << reply.status();
  EXPECT_TRUE(reply->is_refused());
  EXPECT_EQ(reply->durable_sequence(), 1);
  EXPECT_EQ(reply->next_row_index(), 1);
  EXPECT_EQ(reply->totals().sent(), 1);
  EXPECT_THAT(reply->row_states(),
              ElementsAre(v1::ROW_STATE_CREATED, v1::ROW_STATE_REJECTED,
                          v1::ROW_STATE_DUPLICATE));
  ASSERT_EQ(reply->rejections_size(), 1);
  EXPECT_EQ(reply->rejections(0).row_index(), 2);
  EXPECT_EQ(reply->rejections(0).reason(), "VALUE_NEGATIVE");
  const absl::Status end = client->Finish();
  EXPECT_EQ(end.code(), absl::StatusCode::kFailedPrecondition);
  EXPECT_EQ(ErrorReason(end), "BATCH_REFUSED");
  EXPECT_EQ(GetErrorDetail(end)->metadata.at("rejected"), "1");
  EXPECT_EQ(Total("nuisance_actions"), 2);
  ExpectVerified();
}

TEST_F(IngestAtomicTest, MendedItIsTakenUnderTheSameSequence) {
  ASSERT_TRUE(
      Open()->Send(1, 0, {Row("event-0001"), Wrong("event-0002")}).ok());
  const auto again = Open();
  EXPECT_EQ(again->opened().durable_sequence(), 0);
  const auto reply = again->Send(1, 0, {Row("event-0001"), Row("event-0002")});
  ASSERT_TRUE(reply.ok()) << reply.status();
  EXPECT_FALSE(reply->is_refused());
  EXPECT_THAT(reply->row_states(),
              ElementsAre(v1::ROW_STATE_CREATED, v1::ROW_STATE_CREATED));
  EXPECT_EQ(reply->totals().rejected(), 0);
  EXPECT_EQ(Total("nuisance_actions"), 4);
  ExpectVerified();
}

TEST_F(IngestAtomicTest, ARowThatCouldNotBeReadRefusesItToo) {
  const auto client = Open();
  const auto reply = client->Send(1, 0, {Row("event-0001")}, 1);
  ASSERT_TRUE(reply.ok()) << reply.status();
  EXPECT_TRUE(reply->is_refused());
  EXPECT_EQ(Total("nuisance_actions"), 0);
}

// Batches that wait are decided together elsewhere: not here.
TEST_F(IngestAtomicTest, WhatCameBeforeItIsTakenAndWhatComesAfterIsNot) {
  const auto client = Open();
  client->SendAhead(1, 0, {Row("event-0001")});
  client->SendAhead(2, 1, {Wrong("event-0002")});
  client->SendAhead(3, 2, {Row("event-0003")});
  const auto first = client->Receive();
  ASSERT_TRUE(first.ok()) << first.status();
  EXPECT_FALSE(first->is_refused());
  const auto second = client->Receive();
  ASSERT_TRUE(second.ok()) << second.status();
  EXPECT_TRUE(second->is_refused());
  EXPECT_FALSE(client->Listen());
  EXPECT_EQ(ErrorReason(client->Finish()), "BATCH_REFUSED");
  EXPECT_EQ(Total("nuisance_actions"), 2);
  ExpectVerified();
}

TEST_F(IngestAtomicTest, ATrialSaysTheSameAndRemembersNothingOfIt) {
  ASSERT_TRUE(Open(true)
                  ->Send(1, 0, {Row("event-0001"), Wrong("event-0002")})
                  ->is_refused());
  const auto client = Open(true);
  const auto reply = client->Send(1, 0, {Row("event-0001")});
  ASSERT_TRUE(reply.ok()) << reply.status();
  EXPECT_EQ(StateOf(reply), v1::ROW_STATE_CREATED);
  EXPECT_EQ(Total("nuisance_actions"), 0);
}

TEST_F(IngestAtomicTest, AModeThatIsNoneIsRefused) {
  const auto client = Open(false, static_cast<v1::OpenSession::FailureMode>(7));
  EXPECT_FALSE(client->is_open());
  EXPECT_EQ(ErrorReason(client->Finish()), "FAILURE_MODE_INVALID");
}

TEST_F(IngestAtomicTest, RowWiseTakesTheOthers) {
  const auto client = Open(false, v1::OpenSession::FAILURE_MODE_ROW_WISE);
  const auto reply =
      client->Send(1, 0, {Row("event-0001"), Wrong("event-0002")});
  ASSERT_TRUE(reply.ok()) << reply.status();
  EXPECT_FALSE(reply->is_refused());
  EXPECT_EQ(Total("nuisance_actions"), 2);
}

}  // namespace
}  // namespace entente::indicators
