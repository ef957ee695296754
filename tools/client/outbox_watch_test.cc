// What `status` says of events that wait between the services.
#include "tools/client/outbox_watch.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace entente::client {
namespace {

using entente::common::v1::ListOutboxesResponse;
using entente::common::v1::OutboxStatus;
using ::testing::HasSubstr;

OutboxStatus& Add(ListOutboxesResponse& found, int64_t waiting,
                  int64_t age_seconds) {
  OutboxStatus& outbox = *found.add_outboxes();
  outbox.set_name("outboxes/indicators");
  outbox.set_waiting_count(waiting);
  outbox.mutable_oldest_age()->set_seconds(age_seconds);
  outbox.mutable_oldest_time()->set_seconds(1552561200);
  return outbox;
}

TEST(OutboxLinesTest, NothingIsSaidOfWhatIsOnItsWay) {
  ListOutboxesResponse found;
  EXPECT_EQ(OutboxLines("exchange", found, Language::kEn), "");
  Add(found, 0, 0);
  Add(found, 300, 60);
  EXPECT_EQ(OutboxLines("exchange", found, Language::kEn), "");
}

TEST(OutboxLinesTest, WhatWaitsLongerThanAMinuteIsALine) {
  ListOutboxesResponse found;
  Add(found, 3, 61).set_last_attempt_code("UNAVAILABLE");
  for (const Language language :
       {Language::kFr, Language::kNl, Language::kEn}) {
    const std::string line = OutboxLines("exchange", found, language);
    EXPECT_THAT(line, HasSubstr("exchange → indicators"));
    EXPECT_THAT(line, HasSubstr(" 3 "));
    EXPECT_THAT(line, HasSubstr("[UNAVAILABLE]"));
    EXPECT_EQ(std::count(line.begin(), line.end(), '\n'), 1);
  }
}

TEST(OutboxLinesTest, WhatWasSetAsideIsALineHoweverFew) {
  ListOutboxesResponse found;
  Add(found, 0, 0).set_set_aside_count(1);
  const std::string line = OutboxLines("conventions", found, Language::kEn);
  EXPECT_THAT(line,
              HasSubstr("conventions → indicators: 1 event(s) set aside"));
  EXPECT_THAT(line, HasSubstr("entente outbox set-aside"));
}

}  // namespace
}  // namespace entente::client
