// Claims of what SpendSome() spent, and what refusals of them say.
#ifndef SERVICES_CONVENTIONS_CLAIM_SERVICE_FIXTURE_TEST_H_
#define SERVICES_CONVENTIONS_CLAIM_SERVICE_FIXTURE_TEST_H_

#include <cstdint>
#include <string>

#include "absl/status/status.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/conventions/claim_fixture_test.h"

namespace entente::conventions {

class ClaimTest : public ClaimFixture {
 protected:
  ClaimTest() { SpendSome(); }

  static int64_t CentsIn(const google::type::Money& money) {
    return CentsFromMoney(money, "").value_or(-1);
  }

  // The sentence of a refusal in all three languages holds `figure`.
  static void ExpectTold(const absl::Status& status, const std::string& reason,
                         const std::string& figure) {
    ASSERT_EQ(ErrorReason(status), reason) << status;
    const ErrorDetail detail = *GetErrorDetail(status);
    EXPECT_THAT(detail.sentence.en, ::testing::HasSubstr(figure));
    EXPECT_THAT(detail.sentence.fr, ::testing::HasSubstr(figure));
    EXPECT_THAT(detail.sentence.nl, ::testing::HasSubstr(figure));
    EXPECT_NE(detail.sentence.fr, detail.sentence.nl);
  }
};

}  // namespace entente::conventions

#endif  // SERVICES_CONVENTIONS_CLAIM_SERVICE_FIXTURE_TEST_H_
