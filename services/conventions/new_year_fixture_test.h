// A term that an amendment prolongs, with the money of 2020.
#ifndef SERVICES_CONVENTIONS_NEW_YEAR_FIXTURE_TEST_H_
#define SERVICES_CONVENTIONS_NEW_YEAR_FIXTURE_TEST_H_

#include <string>
#include <vector>

#include "services/conventions/amended_fixture_test.h"
#include "services/conventions/ledger_replay.h"

namespace entente::conventions {

class NewYearTest : public AmendedFixture {
 protected:
  std::vector<v1::Envelope> Envelopes() {
    v1::ListEnvelopesRequest request;
    request.set_parent(Format(kConvention));
    const auto list = Call(&Budget::ListEnvelopes, request);
    EXPECT_TRUE(list.ok()) << list.status();
    return {list->envelopes().begin(), list->envelopes().end()};
  }
  std::vector<std::string> EnvelopeIds() {
    std::vector<std::string> ids;
    for (const v1::Envelope& envelope : Envelopes()) {
      ids.push_back(envelope.name().substr(envelope.name().rfind('/') + 1));
    }
    return ids;
  }

  // What stood on an envelope on a day; -1 where it was not there.
  int64_t AllocatedOn(const std::string& id, google::type::Date day) {
    int64_t count = 0;
    const auto sums =
        SumsAsOf(*store_->Read(), kConvention, {.effective_date = day}, count);
    EXPECT_TRUE(sums.ok()) << sums.status();
    const auto found = sums->find(Envelope(id));
    return found == sums->end() ? -1 : found->second.allocated_cents;
  }

  absl::StatusOr<v1::Line> LineOf2020(int64_t cents = 100'000) {
    return Call(&Budget::CreateLine,
                LineRequest("general-2020", "so-01", "operating", cents));
  }
  v1::CreateExpenseRequest ExpenseOf2020(int64_t cents) {
    v1::CreateExpenseRequest request = ExpenseRequest(
        LineNamed("general-2020", "so-01-operating"), cents, evidence_);
    *request.mutable_expense()->mutable_service_date() = MakeDate(2020, 5, 17);
    return request;
  }
  absl::Status PayOf2020(int number) {
    v1::ExecuteZonePaymentRequest execute;
    execute.set_name(PaymentNamed(number));
    *execute.mutable_value_date() = MakeDate(2020, 7, 1);
    execute.set_bank_reference("B-1");
    return Call(&Budget::ExecuteZonePayment, execute).status();
  }

  // Refused by name, and nothing stored.
  void ExpectRefused(const absl::StatusOr<v1::Amendment>& made,
                     const std::string& reason, const std::string& field) {
    EXPECT_EQ(ErrorReason(made.status()), reason) << made.status();
    EXPECT_EQ(Field(made.status()), field);
  }
};

}  // namespace entente::conventions

#endif  // SERVICES_CONVENTIONS_NEW_YEAR_FIXTURE_TEST_H_
