// How events count now, as their source and those who only look are told.
#include <string>
#include <vector>

#include "services/indicators/ingest_fixture_test.h"
#include "services/indicators/ingest_rules.h"

namespace entente::indicators {
namespace {

using testing::ElementsAre;

constexpr char kParent[] = "municipalities/21004/sources/zone5339";

class EventCountsTest : public IngestServiceTest {
 protected:
  absl::StatusOr<v1::BatchGetEventCountsResponse> Ask(
      const std::vector<std::string>& ids,
      const std::string& subject = "zone5339", const std::string& role = "zone",
      const std::string& parent = kParent) {
    auto stub = service_.Stub<v1::IngestService>();
    auto context = service_.harness().Context(subject, {role});
    v1::BatchGetEventCountsRequest request;
    request.set_parent(parent);
    for (const std::string& id : ids) request.add_event_ids(id);
    v1::BatchGetEventCountsResponse response;
    const absl::Status status = channel::FromWire(
        stub->BatchGetEventCounts(context.get(), request, &response));
    if (!status.ok()) return status;
    return response;
  }

  // "COUNTED nuisance_actions 2018-4-1 DPI-1 2" of each id.
  std::vector<std::string> Told(const std::vector<std::string>& ids,
                                const std::string& subject = "zone5339",
                                const std::string& role = "zone") {
    std::vector<std::string> told;
    const auto response = Ask(ids, subject, role);
    EXPECT_TRUE(response.ok()) << response.status();
    if (!response.ok()) return told;
    for (const v1::EventCount& count : response->counts()) {
      std::string text =
          v1::EventCount::State_Name(count.state()).substr(sizeof("STATE"));
      if (!count.measure_code().empty()) {
        absl::StrAppend(&text, " ", count.measure_code(), " ",
                        count.date().year(), "-", count.date().month(), "-",
                        count.date().day(), " ", count.area(), " ",
                        count.value());
      }
      told.push_back(text);
    }
    return told;
  }
};

TEST_F(EventCountsTest, AnEventCountsAsItsLastCorrectionSaysByAnyOfItsIds) {
  Client client(service_);
  v1::Observation month = Row("event-0002", 6, 9);
  month.mutable_date()->set_day(0);
  v1::Observation gone;
  gone.set_event_id("gone-000001");
  gone.set_withdraws_event_id("event-0003");
  ASSERT_TRUE(client
                  .Send(1, 0,
                        {Row("event-0001", 4, 10), month, Row("event-0003"),
                         Row("fix-000001", 5, 7, "event-0001"), gone})
                  .ok());
  EXPECT_THAT(
      Told({"event-0001", "fix-000001", "event-0002", "event-0003",
            "event-0004"}),
      ElementsAre("COUNTED nuisance_actions 2018-5-1 DPI-1 7",
                  "COUNTED nuisance_actions 2018-5-1 DPI-1 7",
                  "COUNTED nuisance_actions 2018-6-0 DPI-1 9",
                  "WITHDRAWN nuisance_actions 2018-4-1 DPI-1 2", "UNKNOWN"));
}

TEST_F(EventCountsTest, TheEventsOfOneSourceAreNotThoseOfAnother) {
  Client client(service_);
  ASSERT_TRUE(client.Send(1, 0, {Row("event-0001")}).ok());
  const auto other = Ask({"event-0001"}, "bravvo", "zone",
                         "municipalities/21004/sources/bravvo");
  ASSERT_TRUE(other.ok()) << other.status();
  EXPECT_EQ(other->counts(0).state(), v1::EventCount::STATE_UNKNOWN);
}

TEST_F(EventCountsTest, ASensitiveMeasureIsToldToItsSourceAlone) {
  v1::ConventionRecord record = SampleConvention();
  for (auto& measure : *record.mutable_measures()) {
    measure.set_is_sensitive(measure.code() == "distinct_persons");
  }
  service_.Deliver("conventions", "definitions-2", ToEvent(record));
  Client client(service_);
  v1::Observation sensitive = Row("event-0001", 4, 1);
  sensitive.set_measure_code("distinct_persons");
  ASSERT_EQ(StateOf(client.Send(1, 0, {sensitive, Row("event-0002")})),
            v1::ROW_STATE_CREATED);
  const std::string plain = "COUNTED nuisance_actions 2018-4-1 DPI-1 2";
  EXPECT_THAT(Told({"event-0001", "event-0002"}),
              ElementsAre("COUNTED distinct_persons 2018-4-1 DPI-1 1", plain));
  EXPECT_THAT(Told({"event-0001", "event-0002"}, "p-1001", "coordinator"),
              ElementsAre("UNKNOWN", plain));
  EXPECT_THAT(Told({"event-0001", "event-0002"}, "zone5340", "zone"),
              ElementsAre("UNKNOWN", plain));
}

TEST_F(EventCountsTest, WhoMayNotReadDeliveriesIsToldNothing) {
  EXPECT_EQ(Ask({"event-0001"}, "p-1002", "federal").status().code(),
            absl::StatusCode::kPermissionDenied);
}

TEST_F(EventCountsTest, HostileQuestionsAreRefusedWithoutRepeatingThem) {
  const std::vector<std::string> ok = {"event-0001"};
  EXPECT_EQ(ErrorReason(Ask({}).status()), "EVENT_IDS_MISSING");
  const absl::Status many =
      Ask(std::vector<std::string>(kEventIdsMax + 1, "event-0001")).status();
  EXPECT_EQ(ErrorReason(many), "EVENT_IDS_TOO_MANY");
  EXPECT_EQ(GetErrorDetail(many)->metadata.at("max"), "1000");
  EXPECT_TRUE(Ask(std::vector<std::string>(kEventIdsMax, "event-0001")).ok());
  for (const std::string& id :
       {std::string(""), std::string("short"), std::string("85073003328"),
        std::string("jean@exemple.be"), std::string(65, 'x'),
        std::string("nul\0inside", 10), std::string("BR12341234562018"),
        std::string("../../etc/passwd")}) {
    const absl::Status status = Ask({"event-0001", id}).status();
    EXPECT_EQ(ErrorReason(status), "EVENT_ID_MALFORMED") << id.size();
    EXPECT_EQ(GetErrorDetail(status)->field, "event_ids[1]");
    if (!id.empty()) {
      EXPECT_EQ(std::string(status.message()).find(id), std::string::npos);
    }
  }
  for (const char* parent :
       {"", "municipalities/21004", "municipalities/21004/sources/",
        "municipalities/21004/sources/Zone", "municipalities/2100/sources/a",
        "municipalities/21004/sources/activities",
        "municipalities/21004/sources/zone5339/sessions/s-1"}) {
    EXPECT_EQ(ErrorReason(Ask(ok, "zone5339", "zone", parent).status()),
              "NAME_INVALID")
        << parent;
  }
}

}  // namespace
}  // namespace entente::indicators
