// The dossier names the exceptions of its months.
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "google/type/date.pb.h"
#include "gtest/gtest.h"
#include "tools/client/dossier/dossier_cells.h"
#include "tools/client/dossier/dossier_page.h"
#include "tools/client/dossier/dossier_tables.h"

namespace entente::client {
namespace {

using indicators::v1::Period;
using indicators::v1::PeriodVersion;
using ::testing::HasSubstr;
using ::testing::Not;

// A month that stands approved, invented as its version is.
PeriodVersion& AddApproved(const std::string& month, DossierData& data) {
  Period& period = data.report.periods.emplace_back();
  period.set_name(absl::StrCat("municipalities/99999/periods/", month));
  period.set_stage(Period::STAGE_CLOSED);
  period.set_standing(Period::STANDING_APPROVED);
  period.set_latest_version(1);
  PeriodVersion& version = data.report.period_versions.emplace_back();
  version.set_name(absl::StrCat(period.name(), "/versions/1"));
  return version;
}

void AddException(const std::string& source, PeriodVersion& version) {
  indicators::v1::PeriodException& exception = *version.add_exceptions();
  exception.set_source(source);
  exception.set_reason("an invented system was down");
  exception.mutable_until()->set_year(2018);
  exception.mutable_until()->set_month(5);
  exception.mutable_until()->set_day(20);
  // 2018-05-12 12:00 UTC.
  exception.mutable_approve_time()->set_seconds(1526126400);
}

std::string PageOf(const DossierData& data) {
  const ReportModel model = BuildReportModel(data.report);
  const auto tables = MakeTables(data, model);
  EXPECT_TRUE(tables.ok()) << tables.status();
  return RenderDossier(data, model, *tables);
}

TEST(StandingExceptionsTest, ThePageNamesThoseOfItsYearOneInALine) {
  DossierData data;
  data.year = 2018;
  google::type::Date& end =
      *data.report.convention.emplace().mutable_valid_until();
  end.set_year(2018);
  end.set_month(12);
  end.set_day(31);
  AddApproved("2018-03", data);
  EXPECT_THAT(PageOf(data), Not(HasSubstr("Exception : ")));
  EXPECT_TRUE(StandingTable(data).remarks.empty());
  AddException("zone5339", data.report.period_versions.front());
  AddException("zone5340", data.report.period_versions.front());
  AddException("zone5339", AddApproved("2019-02", data));
  const std::string page = PageOf(data);
  for (const char* source : {"zone5339", "zone5340"}) {
    EXPECT_THAT(
        page, HasSubstr(absl::StrCat(
                  "<p class=\"remark\"><span lang=\"fr\">2018-03 – "
                  "Exception : ",
                  source,
                  " jusqu&#39;au 2018-05-20 inclus, approuvée le 2018-05-12 : "
                  "an invented system was down</span>")));
    EXPECT_THAT(page, HasSubstr(absl::StrCat(
                          "<span lang=\"nl\">2018-03 – Uitzondering: ", source,
                          " tot en met 2018-05-20, goedgekeurd op 2018-05-12: "
                          "an invented system was down</span></p>")));
  }
  EXPECT_THAT(page, Not(HasSubstr("2019-02 – Exception")));
  // What programs read holds the rows alone.
  EXPECT_THAT(ToCsv(StandingTable(data)), Not(HasSubstr("zone5339")));
}

}  // namespace
}  // namespace entente::client
