// A measure of which no figure may be shown, and none can be agreed: sensitive,
// and not added over months.
#include <string>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tools/client/report/html_report.h"
#include "tools/client/report/report_fixture.h"
#include "tools/client/report/report_model.h"
#include "tools/client/report/todo.h"

namespace entente::client {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;

// A count without a target; none of the others is silent.
constexpr size_t kHidden = 2;

class HiddenMeasureTest : public ::testing::Test {
 protected:
  void SetUp() override { data_.series.erase(data_.series.begin() + kHidden); }

  void Make(bool is_sensitive, bool is_summable) {
    for (auto* definition : {&data_.definitions[kHidden],
                             data_.measures[kHidden].mutable_definition()}) {
      definition->set_is_sensitive(is_sensitive);
      definition->set_is_summable(is_summable);
    }
  }

  // Codes of the measures that `code` asks something of.
  std::string Asked(const std::string& code) const {
    for (const TodoItem& item :
         ComputeTodo(BuildReportModel(data_), absl::CivilDay(2018, 1, 1))) {
      if (item.code == code) return item.source;
    }
    return "";
  }

  std::string Page() const { return RenderHtml(BuildReportModel(data_)); }

  ReportData data_ = FixtureData();
};

TEST_F(HiddenMeasureTest, NobodyIsAskedForWhatCannotBeShownOrAgreed) {
  Make(false, true);
  EXPECT_EQ(Asked("NO_FIGURES"), "measure_3");
  EXPECT_THAT(Asked("NO_TARGET"), HasSubstr("measure_3"));
  // Shown once its year is closed.
  Make(true, true);
  EXPECT_EQ(Asked("NO_FIGURES"), "measure_3");
  EXPECT_THAT(Asked("NO_TARGET"), HasSubstr("measure_3"));
  // Shown by month, and no sum of it is agreed.
  Make(false, false);
  EXPECT_EQ(Asked("NO_FIGURES"), "measure_3");
  EXPECT_THAT(Asked("NO_TARGET"),
              AllOf(HasSubstr("measure_6"), Not(HasSubstr("measure_3"))));
  Make(true, false);
  EXPECT_EQ(Asked("NO_FIGURES"), "");
  EXPECT_THAT(Asked("NO_TARGET"),
              AllOf(HasSubstr("measure_6"), Not(HasSubstr("measure_3"))));
}

TEST_F(HiddenMeasureTest, ItIsNoGapOfTheReport) {
  EXPECT_THAT(Page(), AllOf(HasSubstr("1 mesures sur 6 sans chiffre"),
                            HasSubstr("5 mesures sur 6 sans objectif")));
  Make(true, false);
  EXPECT_THAT(Page(), AllOf(HasSubstr("0 mesures sur 5 sans chiffre"),
                            HasSubstr("4 mesures sur 5 sans objectif")));
}

}  // namespace
}  // namespace entente::client
