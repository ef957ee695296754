// A source without account, bravvo, for which coordinators act.
#ifndef SERVICES_INDICATORS_ON_BEHALF_FIXTURE_TEST_H_
#define SERVICES_INDICATORS_ON_BEHALF_FIXTURE_TEST_H_

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "entente/indicators/v1/period_records.pb.h"
#include "entente/indicators/v1/records.pb.h"
#include "services/indicators/indicators_keys.h"
#include "services/indicators/period_fixture_test.h"

namespace entente::indicators {

inline constexpr char kSource[] = "bravvo";

class OnBehalfTest : public PeriodTest {
 protected:
  void SetUp() override {
    PeriodTest::SetUp();
    ASSERT_TRUE(Adopt(Calendar(1, {kSource})).ok());
  }
  void TearDown() override { ExpectVerified(); }

  std::unique_ptr<Client> OpenFor(const std::string& session,
                                  const std::string& subject = "p-2001",
                                  bool is_validate_only = false,
                                  const std::string& role = "coordinator",
                                  const std::string& source = kSource,
                                  bool is_new_source = false) {
    return std::make_unique<Client>(service_, session, is_validate_only, role,
                                    source, subject,
                                    v1::OpenSession::FAILURE_MODE_UNSPECIFIED,
                                    /*is_on_behalf=*/true, is_new_source);
  }

  // Why it is not opened; empty where it is.
  std::string OpenRefused(const std::string& session,
                          const std::string& subject = "p-2001",
                          bool is_validate_only = false,
                          const std::string& source = kSource,
                          bool is_new_source = false) {
    return ErrorReason(OpenFor(session, subject, is_validate_only,
                               "coordinator", source, is_new_source)
                           ->Finish());
  }

  // Changes what is kept of the source in April 2018 behind the service's back.
  void TamperWithApril(
      const std::function<void(v1::SourceMonthRecord&)>& change) {
    Tamper(SourceMonthKey({{"21004", 2018 * 12 + 3}, kSource}), change);
  }

  // The same with a session of the source, and with its first batch.
  void TamperWithSession(
      const std::string& session,
      const std::function<void(v1::SessionRecord&)>& change) {
    Tamper(SessionKey(NameOf(session)), change);
  }
  void TamperWithBatch(const std::string& session,
                       const std::function<void(v1::BatchRecord&)>& change) {
    Tamper(BatchKey(NameOf(session), 1), change);
  }

  // In a session of its own.
  absl::StatusOr<v1::IngestResponse> DeliverFor(
      const std::vector<v1::Observation>& rows,
      const std::string& subject = "p-2001", bool is_validate_only = false) {
    return OpenFor(absl::StrCat("d-", ++sessions_), subject, is_validate_only)
        ->Send(1, 0, rows);
  }

  absl::StatusOr<v1::Period> ConfirmFor(
      int month, const std::string& subject = "p-2001",
      int64_t contributions = -1, const std::string& source = kSource,
      const std::string& role = "coordinator") {
    v1::ConfirmPeriodOnBehalfRequest request;
    request.set_name(Name(month));
    request.set_source(source);
    if (contributions >= 0) request.set_contributions(contributions);
    return Call(&v1::PeriodService::Stub::ConfirmPeriodOnBehalf, request,
                subject, role);
  }

  absl::StatusOr<v1::Period> GetFor(int month,
                                    const std::string& subject = "p-2001",
                                    const std::string& source = kSource,
                                    const std::string& role = "coordinator") {
    v1::GetPeriodOnBehalfRequest request;
    request.set_name(Name(month));
    request.set_source(source);
    return Call(&v1::PeriodService::Stub::GetPeriodOnBehalf, request, subject,
                role);
  }

  v1::IngestSession Session(const std::string& session) {
    auto stub = service_.Stub<v1::IngestService>();
    // The source is told all of its own.
    auto context = service_.harness().Context(kSource, {"zone"});
    v1::GetIngestSessionRequest request;
    request.set_name(absl::StrCat(kSampleMunicipality, "/sources/", kSource,
                                  "/sessions/", session));
    v1::IngestSession found;
    EXPECT_TRUE(stub->GetIngestSession(context.get(), request, &found).ok());
    return found;
  }

  static v1::Observation Persons(const std::string& id, int64_t value = 1,
                                 const std::string& replaces = "") {
    v1::Observation row = Row(id, 4, value, replaces);
    row.set_measure_code("distinct_persons");
    return row;
  }

  void MakePersonsSensitive() {
    v1::ConventionRecord record = SampleConvention();
    for (auto& measure : *record.mutable_measures()) {
      measure.set_is_sensitive(measure.code() == "distinct_persons");
    }
    service_.Deliver("conventions", "definitions-2", ToEvent(record));
  }

 private:
  static SessionName NameOf(const std::string& session) {
    return {.municipality = "21004", .source = kSource, .session = session};
  }

  template <class Record>
  void Tamper(const std::string& key,
              const std::function<void(Record&)>& change) {
    ASSERT_TRUE(service_.store()
                    .Transact([&](store::Transaction& transaction) {
                      Record record;
                      EXPECT_TRUE(
                          record.ParseFromString(**transaction.Get(key)));
                      change(record);
                      transaction.Put(key, record.SerializeAsString());
                      return absl::OkStatus();
                    })
                    .ok());
  }
};

}  // namespace entente::indicators

#endif  // SERVICES_INDICATORS_ON_BEHALF_FIXTURE_TEST_H_
