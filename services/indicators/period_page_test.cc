// Pages of the list of months, which end by bytes too.
#include <memory>
#include <string>
#include <vector>

#include "services/indicators/definition_store.h"
#include "services/indicators/period_fixture_test.h"
#include "services/indicators/period_service.h"
#include "services/indicators/period_store.h"

namespace entente::indicators {
namespace {

using testing::ElementsAre;

class PeriodPageTest : public PeriodTest {
 protected:
  void TearDown() override { harness_.Stop(); }

  void Serve(size_t page_bytes_max) {
    harness_.Stop();
    periods_ = std::make_unique<PeriodService>(
        harness_.gate(),
        PeriodParts{service_.store(), service_.log()->log(), definition_cache_,
                    period_cache_},
        page_bytes_max);
    harness_.Start({periods_.get()});
  }

  // January to April.
  absl::StatusOr<v1::ListPeriodsResponse> List(const std::string& token = "") {
    v1::ListPeriodsRequest request;
    request.set_parent(kSampleMunicipality);
    *request.mutable_from() = MakeDate(2018, 1, 1);
    *request.mutable_until() = MakeDate(2018, 4, 1);
    request.set_page_token(token);
    const auto stub = v1::PeriodService::NewStub(harness_.Channel());
    const auto context = harness_.Context("p-1001", {"coordinator"});
    v1::ListPeriodsResponse response;
    const absl::Status status =
        channel::FromWire(stub->ListPeriods(context.get(), request, &response));
    if (!status.ok()) return status;
    return response;
  }

  // The names of all pages, and on how many there were.
  std::vector<std::string> ListAll(int& pages) {
    std::vector<std::string> names;
    std::string token;
    pages = 0;
    do {
      const auto page = List(token);
      EXPECT_TRUE(page.ok()) << page.status();
      if (!page.ok()) break;
      ++pages;
      for (const v1::Period& period : page->periods()) {
        names.push_back(period.name());
      }
      token = page->next_page_token();
    } while (!token.empty() && pages < 10);
    return names;
  }

  DefinitionCache definition_cache_;
  PeriodCache period_cache_;
  server::TestHarness harness_{"indicators",
                               {"entente.indicators.v1.PeriodService"},
                               {.clock = &clock_, .audit = &service_.log()}};
  std::unique_ptr<PeriodService> periods_;
};

TEST_F(PeriodPageTest, APageEndsBeforeItHasMoreBytesThanItMay) {
  ASSERT_TRUE(Adopt().ok());
  ASSERT_EQ(Refused(Deliver({Row("event-0001")})), "");
  const auto all = ElementsAre(Name(1), Name(2), Name(3), Name(4));
  int pages = 0;
  Serve(kPeriodsPageBytesMax);
  EXPECT_THAT(ListAll(pages), all);
  EXPECT_EQ(pages, 1);
  const auto whole = List();
  ASSERT_TRUE(whole.ok()) << whole.status();
  ASSERT_EQ(whole->periods_size(), 4);
  const size_t two =
      whole->periods(0).ByteSizeLong() + whole->periods(1).ByteSizeLong();
  Serve(two);
  EXPECT_EQ(List()->periods_size(), 2);
  EXPECT_THAT(ListAll(pages), all);
  Serve(two - 1);
  EXPECT_EQ(List()->periods_size(), 1);
  // A month that is longer by itself comes alone.
  Serve(1);
  EXPECT_THAT(ListAll(pages), all);
  EXPECT_EQ(pages, 4);
}

}  // namespace
}  // namespace entente::indicators
