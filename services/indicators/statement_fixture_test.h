// Statements of the sample convention with measures that nothing feeds, through
// real stubs.
#ifndef SERVICES_INDICATORS_STATEMENT_FIXTURE_TEST_H_
#define SERVICES_INDICATORS_STATEMENT_FIXTURE_TEST_H_

#include <optional>
#include <string>

#include "services/common/base/timestamp.h"
#include "services/indicators/registry_fixture_test.h"

namespace entente::indicators {

namespace cv1 = entente::conventions::v1;

class StatementTest : public RegistryTest {
 protected:
  using Service = v1::StatementService;

  // "charter" is done or not, "homes" is how many of how many, "quality" is in
  // words.
  void SetUp() override {
    RegistryTest::SetUp();
    v1::ConventionRecord record = SampleConvention();
    *record.add_measures() = MakeMeasure("charter", cv1::MEASURE_KIND_YES_NO);
    *record.add_measures() = MakeMeasure("homes", cv1::MEASURE_KIND_RATIO);
    service_.Deliver("conventions", "definitions-2", ToEvent(record));
  }
  void TearDown() override { ExpectVerified(); }

  static std::string NameOf(const std::string& measure, int month,
                            int year = 2018) {
    return FormatStatement({{"21004", measure}, year * 12 + month - 1});
  }

  static v1::UpdateStatementRequest About(const std::string& measure, int month,
                                          int year = 2018) {
    v1::UpdateStatementRequest request;
    v1::Statement& statement = *request.mutable_statement();
    statement.set_name(NameOf(measure, month, year));
    statement.set_evidence("minutes of the council");
    statement.set_reason(kReason);
    return request;
  }
  static v1::UpdateStatementRequest Done(int month, bool is_done = true) {
    v1::UpdateStatementRequest request = About("charter", month);
    request.mutable_statement()->set_is_done(is_done);
    return request;
  }
  static v1::UpdateStatementRequest Homes(int month, int64_t part, int64_t of) {
    v1::UpdateStatementRequest request = About("homes", month);
    request.mutable_statement()->mutable_ratio()->set_part(part);
    request.mutable_statement()->mutable_ratio()->set_of(of);
    return request;
  }
  static v1::UpdateStatementRequest Words(int month, const std::string& text) {
    v1::UpdateStatementRequest request = About("quality", month);
    request.mutable_statement()->mutable_words()->set_fr(text);
    return request;
  }
  static v1::UpdateStatementRequest Withdrawal(const std::string& measure,
                                               int month) {
    v1::UpdateStatementRequest request = About(measure, month);
    request.mutable_statement()->clear_evidence();
    request.mutable_statement()->set_is_withdrawn(true);
    return request;
  }

  absl::StatusOr<v1::Statement> State(const v1::UpdateStatementRequest& request,
                                      const std::string& subject = "p-1001",
                                      const std::string& role = "coordinator") {
    return Ask<Service>(&Service::Stub::UpdateStatement, request, role,
                        subject);
  }
  std::string Reason(const v1::UpdateStatementRequest& request) {
    return ErrorReason(State(request).status());
  }

  absl::StatusOr<v1::Statement> Stated(
      const std::string& measure, int month,
      std::optional<absl::Time> as_of = {},
      const std::string& role = "coordinator") {
    v1::GetStatementRequest request;
    request.set_name(NameOf(measure, month));
    if (as_of) *request.mutable_as_of() = ToTimestamp(*as_of);
    return Ask<Service>(&Service::Stub::GetStatement, request, role);
  }
  absl::StatusOr<v1::ListStatementVersionsResponse> Versions(
      const std::string& measure, int month, int page_size = 0,
      const std::string& token = "") {
    v1::ListStatementVersionsRequest request;
    request.set_name(NameOf(measure, month));
    request.set_page_size(page_size);
    request.set_page_token(token);
    return Ask<Service>(&Service::Stub::ListStatementVersions, request);
  }

  // Of 2018.
  v1::Series Series(const std::string& measure,
                    std::optional<absl::Time> as_of = {},
                    const std::string& area = "") {
    v1::QuerySeriesRequest request;
    request.set_parent(kSampleMunicipality);
    request.add_measure_codes(measure);
    *request.mutable_from() = MakeDate(2018, 1, 1);
    *request.mutable_until() = MakeDate(2018, 12, 1);
    request.set_area(area);
    if (as_of) *request.mutable_as_of() = ToTimestamp(*as_of);
    const auto reply =
        Ask<v1::SeriesService>(&v1::SeriesService::Stub::QuerySeries, request);
    EXPECT_TRUE(reply.ok()) << reply.status();
    return reply.ok() ? reply->series(0) : v1::Series();
  }

  // "value/denominator/contributions" of the month; empty: it has no figure.
  static std::string FigureOf(const v1::Series& series, int month) {
    for (const v1::MonthFigure& figure : series.months()) {
      if (figure.month().month() != month) continue;
      return absl::StrCat(figure.value(), "/", figure.denominator(), "/",
                          figure.contributions());
    }
    return "";
  }
  std::string Figure(const std::string& measure, int month,
                     std::optional<absl::Time> as_of = {}) {
    return FigureOf(Series(measure, as_of), month);
  }
};

}  // namespace entente::indicators

#endif  // SERVICES_INDICATORS_STATEMENT_FIXTURE_TEST_H_
