// Lists of the dossiers of many municipalities.
#include <algorithm>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "services/conventions/intake_fixture_test.h"
#include "services/conventions/submission_store.h"

namespace entente::conventions {
namespace {

using SubmissionListTest = IntakeFixture;

TEST_F(SubmissionListTest, ListsManyMunicipalitiesAndYearsPageByPage) {
  ASSERT_TRUE(store_
                  ->Transact([](store::Transaction& transaction) {
                    for (int code = 0; code < 29; ++code) {
                      for (int year = 2011; year <= 2020; ++year) {
                        const SubmissionName name{
                            {absl::StrCat(21001 + code), "css"}, year, 1};
                        v1::Submission submission =
                            MakeSubmission(name, "{}", {});
                        submission.set_state(
                            year == 2020 ? v1::Submission::STATE_RECEIVED
                                         : v1::Submission::STATE_DECIDED);
                        PutSubmission(transaction, name, submission);
                      }
                    }
                    return absl::OkStatus();
                  })
                  .ok());
  const auto count = [&](v1::ListSubmissionsRequest request) {
    std::vector<std::string> names;
    request.set_page_size(37);
    do {
      const auto page =
          Call(&v1::SubmissionService::Stub::ListSubmissions, request);
      EXPECT_TRUE(page.ok()) << page.status();
      if (!page.ok()) return names;
      EXPECT_LE(page->submissions_size(), 37);
      for (const v1::Submission& one : page->submissions()) {
        names.push_back(one.name());
      }
      request.set_page_token(page->next_page_token());
    } while (!request.page_token().empty());
    return names;
  };
  v1::ListSubmissionsRequest request;
  request.set_parent("municipalities/-");
  const std::vector<std::string> all = count(request);
  EXPECT_EQ(all.size(), 290u);
  EXPECT_TRUE(std::is_sorted(all.begin(), all.end()));
  request.set_year(2018);
  EXPECT_EQ(count(request).size(), 29u);
  request.set_year(0);
  request.set_state(v1::Submission::STATE_RECEIVED);
  EXPECT_EQ(count(request).size(), 29u);
  request.set_parent("municipalities/21004");
  EXPECT_EQ(count(request).size(), 1u);
  request.clear_state();
  EXPECT_EQ(count(request).size(), 10u);
  request.set_parent("municipalities/21004/conventions/other");
  EXPECT_EQ(count(request).size(), 0u);
  request.set_parent("municipalities/-");
  request.set_filter("year >= 2019 AND state = DECIDED");
  EXPECT_EQ(count(request).size(), 29u);
  request.set_year(2018);
  EXPECT_EQ(count(request).size(), 0u) << "both hold";
  request.set_year(0);
  request.set_filter("author = 'p-1001'");
  EXPECT_EQ(
      ErrorReason(Call(&v1::SubmissionService::Stub::ListSubmissions, request)
                      .status()),
      "FILTER_INVALID");
  request.clear_filter();
  request.set_parent("everything");
  EXPECT_FALSE(
      Call(&v1::SubmissionService::Stub::ListSubmissions, request).ok());
}

}  // namespace
}  // namespace entente::conventions
