// The deliveries of a source, the newest first, in pages.
#include <cstdint>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/indicators/on_behalf_fixture_test.h"

namespace entente::indicators {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

constexpr char kZone[] = "municipalities/21004/sources/zone5339";
constexpr char kBravvo[] = "municipalities/21004/sources/bravvo";

class SessionListTest : public OnBehalfTest {
 protected:
  absl::StatusOr<v1::ListIngestSessionsResponse> List(
      const std::string& token = "", int32_t page_size = 0,
      const std::string& parent = kZone, const std::string& role = "zone") {
    // As the source itself.
    const std::string source = parent.substr(parent.rfind('/') + 1);
    return ListAs(source.empty() ? "zone5339" : source, role, parent, token,
                  page_size);
  }

  absl::StatusOr<v1::ListIngestSessionsResponse> ListAs(
      const std::string& subject, const std::string& role,
      const std::string& parent, const std::string& token = "",
      int32_t page_size = 0) {
    auto stub = service_.Stub<v1::IngestService>();
    auto context = service_.harness().Context(subject, {role});
    v1::ListIngestSessionsRequest request;
    request.set_parent(parent);
    request.set_page_size(page_size);
    request.set_page_token(token);
    v1::ListIngestSessionsResponse page;
    const absl::Status status = channel::FromWire(
        stub->ListIngestSessions(context.get(), request, &page));
    if (!status.ok()) return status;
    return page;
  }

  // Ids of the sessions of `parent` on one page.
  std::vector<std::string> Ids(const std::string& parent = kZone) {
    const auto page = List("", 0, parent);
    EXPECT_TRUE(page.ok()) << page.status();
    return page.ok() ? IdsOf(*page) : std::vector<std::string>();
  }
  static std::vector<std::string> IdsOf(
      const v1::ListIngestSessionsResponse& page) {
    std::vector<std::string> ids;
    for (const v1::IngestSession& session : page.ingest_sessions()) {
      ids.push_back(session.name().substr(session.name().rfind('/') + 1));
    }
    return ids;
  }

  // Opens a session of zone5339 in the municipality, a minute after the last.
  void Open(const std::string& session,
            const std::string& municipality = kSampleMunicipality) {
    clock_.Advance(absl::Minutes(1));
    OpenNow(session, municipality);
  }
  void OpenNow(const std::string& session,
               const std::string& municipality = kSampleMunicipality) {
    auto stub = service_.Stub<v1::IngestService>();
    auto context = service_.harness().Context("zone5339", {"zone"});
    auto stream = stub->Ingest(context.get());
    v1::IngestRequest request;
    request.mutable_open()->set_parent(municipality);
    request.mutable_open()->set_source("zone5339");
    request.mutable_open()->set_session_id(session);
    v1::IngestResponse opened;
    EXPECT_TRUE(stream->Write(request));
    EXPECT_TRUE(stream->Read(&opened));
    stream->WritesDone();
    EXPECT_TRUE(stream->Finish().ok());
  }

  // Delivers one more row in the session.
  void MoveOn(const std::string& session) {
    Client client(service_, session);
    const v1::IngestResponse& at = client.opened();
    EXPECT_EQ(
        StateOf(client.Send(at.durable_sequence() + 1, at.next_row_index(),
                            {Row(absl::StrCat("event-000", ++rows_))})),
        v1::ROW_STATE_CREATED);
  }

  // Two sessions on behalf of a source, one that it opened itself then, and one
  // of another source.
  void DeliverThreeOfBravvo() {
    for (const char* session : {"mailed", "mailed-too"}) {
      ASSERT_EQ(StateOf(OpenFor(session)->Send(
                    1, 0, {Row(absl::StrCat("event-", session))})),
                v1::ROW_STATE_CREATED);
      clock_.Advance(absl::Minutes(1));
    }
    {
      Client own(service_, "own", false, "zone", kSource, kSource);
      ASSERT_TRUE(own.is_open());
    }
    Open("of-the-zone");
  }

  absl::Status GetAs(const std::string& subject, const std::string& role,
                     const std::string& session) {
    v1::GetIngestSessionRequest request;
    request.set_name(session);
    v1::IngestSession found;
    return channel::FromWire(
        service_.Stub<v1::IngestService>()->GetIngestSession(
            service_.harness().Context(subject, {role}).get(), request,
            &found));
  }
  absl::Status RejectionsAs(const std::string& subject, const std::string& role,
                            const std::string& session) {
    v1::ListRejectionsRequest request;
    request.set_parent(session);
    v1::ListRejectionsResponse page;
    return channel::FromWire(service_.Stub<v1::IngestService>()->ListRejections(
        service_.harness().Context(subject, {role}).get(), request, &page));
  }

 private:
  int rows_ = 0;
};

TEST_F(SessionListTest, TheNewestComesFirstAndOfOneMomentTheFirstId) {
  EXPECT_THAT(Ids(), IsEmpty());
  Open("s-2");
  OpenNow("s-3");
  OpenNow("s-1");
  Open("a");
  Open("z");
  EXPECT_THAT(Ids(), ElementsAre("z", "a", "s-1", "s-2", "s-3"));
  // A batch makes no session younger.
  MoveOn("s-3");
  EXPECT_THAT(Ids(), ElementsAre("z", "a", "s-1", "s-2", "s-3"));
  service_.Reopen();
  EXPECT_THAT(Ids(), ElementsAre("z", "a", "s-1", "s-2", "s-3"));
}

TEST_F(SessionListTest, PagesStayRightWhileSessionsAreOpenedAndMoveOn) {
  // The ids run against the times; of three the moment is the same.
  for (const char* id : {"s.9", "s.8", "s.7"}) Open(id);
  for (const char* id : {"s.5", "s.4"}) OpenNow(id);
  ASSERT_THAT(Ids(), ElementsAre("s.4", "s.5", "s.7", "s.8", "s.9"));
  for (const int32_t size : {1, 2, 3}) {
    const std::vector<std::string> listed = Ids();
    std::vector<std::string> seen;
    std::string token;
    do {
      const auto page = List(token, size);
      ASSERT_TRUE(page.ok()) << page.status();
      EXPECT_LE(page->ingest_sessions_size(), size);
      for (const std::string& id : IdsOf(*page)) seen.push_back(id);
      ASSERT_LE(seen.size(), listed.size());
      token = page->next_page_token();
      Open(absl::StrCat("new-", size, "-", seen.size()));
      MoveOn("s.9");
      MoveOn("s.4");
    } while (!token.empty());
    EXPECT_EQ(seen, listed) << size;
    EXPECT_GT(Ids().size(), listed.size());
  }
}

TEST_F(SessionListTest, APageThatIsFullToTheLastHasNoNext) {
  for (const char* id : {"s-1", "s-2"}) Open(id);
  EXPECT_EQ(List("", 2)->next_page_token(), "");
  EXPECT_THAT(IdsOf(*List("", 2)), ElementsAre("s-2", "s-1"));
  EXPECT_NE(List("", 1)->next_page_token(), "");
}

TEST_F(SessionListTest, WhatIsNoPageIsRefused) {
  Open("s-1");
  for (const std::string& token :
       {std::string("1"), std::string("s-1"), std::string("1.2"),
        std::string("1.2."), std::string("1..s-1"), std::string(".2.s-1"),
        std::string("1.-1.s-1"), std::string("1.1000000000.s-1"),
        std::string("99999999999999999999.0.s-1"), std::string("1.0.s/1"),
        std::string("1.0.s 1"), "1.0." + std::string(65, 's')}) {
    const absl::Status refused = List(token).status();
    EXPECT_EQ(ErrorReason(refused), "PAGE_TOKEN_INVALID") << token;
    EXPECT_EQ(refused.code(), absl::StatusCode::kInvalidArgument) << token;
    EXPECT_EQ(std::string(refused.message()).find(token), std::string::npos);
  }
  EXPECT_EQ(ErrorReason(List("", -1).status()), "PAGE_SIZE_INVALID");
  for (const char* parent :
       {"", "municipalities/21004", "municipalities/21004/sources/",
        "municipalities/21004/sources/Zone", "municipalities/2100/sources/a",
        "municipalities/21004/sources/activities",
        "municipalities/21004/sources/zone5339/sessions/s-1"}) {
    EXPECT_EQ(ErrorReason(List("", 0, parent).status()), "NAME_INVALID")
        << parent;
  }
}

TEST_F(SessionListTest, ThoseOfOneSourceInOneMunicipalityAlone) {
  Open("here");
  Open("there", "municipalities/21009");
  ASSERT_TRUE(OpenFor("mailed")->is_open());
  EXPECT_THAT(Ids(), ElementsAre("here"));
  EXPECT_THAT(Ids("municipalities/21009/sources/zone5339"),
              ElementsAre("there"));
  EXPECT_THAT(Ids("municipalities/21004/sources/bravvo"),
              ElementsAre("mailed"));
  // Whose code begins another one, and of a municipality that nobody knows.
  for (const char* parent : {"municipalities/21004/sources/zone533",
                             "municipalities/21004/sources/zone53390",
                             "municipalities/99999/sources/zone5339"}) {
    EXPECT_THAT(Ids(parent), IsEmpty()) << parent;
  }
}

TEST_F(SessionListTest, EachIsToldAsItIsAlone) {
  ASSERT_EQ(StateOf(OpenFor("mailed")->Send(
                1, 0, {Row("event-0001"), Row("event-0001"), Row("bad")})),
            v1::ROW_STATE_CREATED);
  clock_.Advance(absl::Minutes(1));
  {
    Client own(service_, "own", false, "zone", kSource, kSource);
    ASSERT_TRUE(own.is_open());
  }
  const auto list = List("", 0, "municipalities/21004/sources/bravvo");
  ASSERT_TRUE(list.ok()) << list.status();
  ASSERT_THAT(IdsOf(*list), ElementsAre("own", "mailed"));
  EXPECT_EQ(list->ingest_sessions(0).delivered_by(), "");
  const v1::IngestSession& mailed = list->ingest_sessions(1);
  EXPECT_EQ(mailed.delivered_by(), "p-2001");
  EXPECT_EQ(mailed.totals().sent(), 3);
  EXPECT_EQ(mailed.totals().duplicate(), 1);
  EXPECT_EQ(mailed.totals().rejected(), 1);
  for (const v1::IngestSession& listed : list->ingest_sessions()) {
    const std::string id = listed.name().substr(listed.name().rfind('/') + 1);
    EXPECT_EQ(listed.SerializeAsString(), Session(id).SerializeAsString());
  }
}

// Totals would say how many rows of sensitive measures there are.
TEST_F(SessionListTest, WhoMayDeliverOnBehalfIsToldWhatWasDeliveredSo) {
  DeliverThreeOfBravvo();
  const auto first = ListAs("p-1001", "coordinator", kBravvo, "", 1);
  ASSERT_TRUE(first.ok()) << first.status();
  EXPECT_THAT(IdsOf(*first), ElementsAre("mailed-too"));
  const auto second =
      ListAs("p-1001", "coordinator", kBravvo, first->next_page_token(), 1);
  ASSERT_TRUE(second.ok()) << second.status();
  EXPECT_THAT(IdsOf(*second), ElementsAre("mailed"));
  EXPECT_EQ(second->next_page_token(), "");
  const auto none = ListAs("p-1001", "coordinator", kZone);
  ASSERT_TRUE(none.ok()) << none.status();
  EXPECT_THAT(none->ingest_sessions(), IsEmpty());
  EXPECT_THAT(Ids(kBravvo), ElementsAre("own", "mailed-too", "mailed"));
}

// A rejection says which measure is sensitive, and where there were such rows.
TEST_F(SessionListTest, WhoMayNotIsToldOfNoSessionOfOthers) {
  DeliverThreeOfBravvo();
  const auto page = ListAs("p-1001", "coordinator", kBravvo, "", 1);
  ASSERT_TRUE(page.ok()) << page.status();
  for (const std::string& token : {std::string(), page->next_page_token()}) {
    for (const char* role : {"zone", "source"}) {
      const auto none = ListAs("zone5339", role, kBravvo, token);
      ASSERT_TRUE(none.ok()) << none.status();
      EXPECT_THAT(none->ingest_sessions(), IsEmpty()) << role;
      EXPECT_EQ(none->next_page_token(), "");
    }
  }
}

// Whoever knows or guesses its name learns no more than from the list.
TEST_F(SessionListTest, ASessionIsReadByWhomItsListIsTold) {
  DeliverThreeOfBravvo();
  const std::string own = absl::StrCat(kBravvo, "/sessions/own");
  const std::string mailed = absl::StrCat(kBravvo, "/sessions/mailed");
  const std::string none = absl::StrCat(kBravvo, "/sessions/none");
  const struct {
    std::string subject;
    std::string role;
    std::string session;
    bool may;
  } kCases[] = {
      {"bravvo", "zone", own, true},
      {"bravvo", "source", own, true},
      {"bravvo", "source", mailed, true},
      {"p-1001", "coordinator", mailed, true},
      {"p-1001", "coordinator", own, false},
      {"p-5339", "zone", own, false},
      {"zone5339", "source", own, false},
      {"p-5339", "zone", mailed, false},
      {"zone5339", "source", mailed, false},
      {"p-1001", "coordinator", none, false},
  };
  for (const auto& [subject, role, name, may] : kCases) {
    const absl::Status session = GetAs(subject, role, name);
    const absl::Status rejections = RejectionsAs(subject, role, name);
    const std::string who = absl::StrCat(subject, " ", role, " ", name);
    EXPECT_EQ(session.ok(), may) << who << ": " << session;
    EXPECT_EQ(rejections.ok(), may) << who << ": " << rejections;
    if (may) continue;
    // As of one that nobody opened, to the last byte.
    for (const absl::Status& hidden : {session, rejections}) {
      EXPECT_EQ(hidden.code(), absl::StatusCode::kNotFound) << who;
      EXPECT_EQ(ErrorReason(hidden), "SESSION_UNKNOWN") << who;
    }
    EXPECT_EQ(session, GetAs(subject, role, none)) << who;
    EXPECT_EQ(rejections, RejectionsAs(subject, role, none)) << who;
  }
}

TEST_F(SessionListTest, WhoMayNotReadDeliveriesIsToldNothing) {
  Open("s-1");
  for (const char* role : {"coordinator", "zone", "source"}) {
    EXPECT_TRUE(List("", 0, kZone, role).ok()) << role;
  }
  for (const char* role : {"federal", "finance", "oversight"}) {
    const absl::Status denied = List("", 0, kZone, role).status();
    EXPECT_EQ(denied.code(), absl::StatusCode::kPermissionDenied) << role;
  }
}

}  // namespace
}  // namespace entente::indicators
