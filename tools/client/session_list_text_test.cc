// Deliveries of a source in a table, in three languages.
#include "tools/client/session_list_text.h"

#include <cstdint>
#include <string>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tools/client/format.h"

namespace entente::client {
namespace {

namespace v1 = entente::indicators::v1;
using testing::AllOf;
using testing::ContainsRegex;
using testing::HasSubstr;
using testing::Not;

v1::IngestSession& Add(v1::ListIngestSessionsResponse& list,
                       const std::string& id, int64_t opened) {
  v1::IngestSession& session = *list.add_ingest_sessions();
  session.set_name(
      absl::StrCat("municipalities/21004/sources/zone5339/sessions/", id));
  session.mutable_create_time()->set_seconds(opened);
  session.mutable_update_time()->set_seconds(opened);
  return session;
}

// One of each kind of row, and one that was only opened.
v1::ListIngestSessionsResponse Deliveries() {
  v1::ListIngestSessionsResponse list;
  Add(list, "only-opened", 1'520'200'000);
  v1::IngestSession& january = Add(list, "january", 1'520'000'000);
  january.mutable_update_time()->set_seconds(1'520'100'000);
  january.set_durable_sequence(2);
  v1::IngestTotals& totals = *january.mutable_totals();
  totals.set_sent(2321);
  totals.set_created(2000);
  totals.set_updated(200);
  totals.set_withdrawn(20);
  totals.set_unchanged(30);
  totals.set_duplicate(3);
  totals.set_rejected(68);
  return list;
}

TEST(SessionListTextTest, WhatWasSentIsWhatWasTakenKnownAndRejected) {
  const v1::ListIngestSessionsResponse list = Deliveries();
  const v1::IngestSession& january = list.ingest_sessions(1);
  const std::string text = SessionListText(list, Language::kEn);
  EXPECT_THAT(text,
              AllOf(ContainsRegex("session +opened +last batch +sent +taken +"
                                  "known +rejected\n"),
                    ContainsRegex(absl::StrCat(
                        "january +", FormatTime(january.create_time()), "  ",
                        FormatTime(january.update_time()),
                        " +2.321 +2.250 +3 +68\n"))));
  // In the order given; no batch of what was only opened.
  EXPECT_THAT(text, ContainsRegex(absl::StrCat(
                        "only-opened +",
                        FormatTime(list.ingest_sessions(0).create_time()),
                        " +0 +0 +0 +0\njanuary ")));
  EXPECT_THAT(SessionListText(list, Language::kFr),
              ContainsRegex("session +ouverte +dernier lot +envoyées +prises +"
                            "connues +rejetées\n"));
  EXPECT_THAT(SessionListText(list, Language::kNl),
              ContainsRegex("sessie +geopend +laatste pakket +verzonden +"
                            "aanvaard +bekend +geweigerd\n"));
}

TEST(SessionListTextTest, WhoDeliveredHasAColumnWhereAnyDidOnBehalf) {
  v1::ListIngestSessionsResponse list = Deliveries();
  EXPECT_THAT(SessionListText(list, Language::kEn),
              Not(HasSubstr("delivered by")));
  list.mutable_ingest_sessions(1)->set_delivered_by("p-2001");
  EXPECT_THAT(
      SessionListText(list, Language::kEn),
      AllOf(ContainsRegex("rejected +delivered by\n"),
            ContainsRegex(" +0\njanuary "), ContainsRegex("68 +p-2001\n")));
  EXPECT_THAT(SessionListText(list, Language::kFr), HasSubstr("livrée par"));
  EXPECT_THAT(SessionListText(list, Language::kNl), HasSubstr("geleverd door"));
}

TEST(FirstWithRejectionsTest, IsTheFirstThatIsListedOrNone) {
  v1::ListIngestSessionsResponse list = Deliveries();
  EXPECT_EQ(FirstWithRejections(list), "january");
  Add(list, "december", 1'510'000'000).mutable_totals()->set_rejected(1);
  EXPECT_EQ(FirstWithRejections(list), "january");
  list.mutable_ingest_sessions(1)->mutable_totals()->clear_rejected();
  EXPECT_EQ(FirstWithRejections(list), "december");
  EXPECT_EQ(FirstWithRejections(v1::ListIngestSessionsResponse()), "");
}

}  // namespace
}  // namespace entente::client
