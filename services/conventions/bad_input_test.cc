// Bad input, one row each: the named refusal with its figures, in three
// languages, and nothing stored. Two hundred callers at once are in
// concurrent_reservations_test.cc, a file of another encoding is the client's.
#include <cstdint>
#include <functional>
#include <limits>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "absl/time/civil_time.h"
#include "gmock/gmock.h"
#include "services/common/base/clock.h"
#include "services/common/store/records.h"
#include "services/conventions/claim_fixture_test.h"
#include "services/conventions/convention_store.h"
#include "services/conventions/conventions_keys.h"
#include "services/conventions/limits.h"

namespace entente::conventions {
namespace {

using testing::HasSubstr;

// One bad input. Every figure is in the metadata; every text in the sentence of
// each language.
struct Row {
  const char* what;
  std::function<absl::Status()> call;
  const char* reason;
  std::map<std::string, std::string> figures;
  std::vector<std::string> texts;
};

class BadInputTest : public ClaimFixture {
 protected:
  BadInputTest() {
    SpendSome();
    line_ = LineNamed("general-2018", "so-01-operating");
  }

  void Check(const std::vector<Row>& rows) {
    for (const Row& row : rows) {
      SCOPED_TRACE(row.what);
      const std::string before = Everything();
      const absl::Status refused = row.call();
      EXPECT_EQ(Everything(), before);
      ASSERT_EQ(ErrorReason(refused), row.reason) << refused;
      for (const auto& [name, value] : row.figures) {
        EXPECT_EQ(Figure(refused, name), value) << name;
      }
      const Sentence said = GetErrorDetail(refused)->sentence;
      const std::set<std::string> sentences = {said.en, said.fr, said.nl};
      EXPECT_EQ(sentences.size(), 3u) << said.en;
      for (const std::string& sentence : sentences) {
        EXPECT_NE(sentence, "");
        for (const std::string& text : row.texts) {
          EXPECT_THAT(sentence, HasSubstr(text));
        }
      }
    }
  }

  absl::Status Reserve(const google::type::Money& amount) {
    v1::CreateReservationRequest request = ReservationRequest(line_, 1);
    *request.mutable_reservation()->mutable_amount() = amount;
    return Call(&Budget::CreateReservation, request).status();
  }
  absl::Status Reserve(const std::string& currency, int64_t units,
                       int32_t nanos) {
    google::type::Money amount;
    amount.set_currency_code(currency);
    amount.set_units(units);
    amount.set_nanos(nanos);
    return Reserve(amount);
  }
  absl::Status SpendOn(int year, int month, int day) {
    v1::CreateExpenseRequest request = ExpenseRequest(line_, 500, evidence_);
    *request.mutable_expense()->mutable_service_date() =
        MakeDate(year, month, day);
    return Call(&Budget::CreateExpense, request).status();
  }

  // The usual line: 1.000,00, of which 250,00 is spent and 30,00 reserved.
  std::string line_;
};

TEST_F(BadInputTest, AmountsThatAreNone) {
  const std::string most = absl::StrCat(kAmountCentsMax);
  Check({
      {"negative",
       [&] { return Reserve(MoneyFromCents(-500)); },
       "AMOUNT_NOT_POSITIVE",
       {{"amount_cents", "-500"},
        {"amount_cents_min", "1"},
        {"requested_cents", "-500"},
        {"allotted_cents", "100000"},
        {"reserved_cents", "3000"},
        {"spent_cents", "25000"},
        {"available_cents", "72000"}},
       {"-5,00 EUR"}},
      {"zero",
       [&] { return Reserve(MoneyFromCents(0)); },
       "AMOUNT_NOT_POSITIVE",
       {{"amount_cents", "0"}, {"available_cents", "72000"}},
       {"0,00 EUR"}},
      {"foreign currency",
       [&] { return Reserve("USD", 12, 0); },
       "CURRENCY_NOT_EUR",
       {{"currency_code", "USD"}, {"units", "12"}, {"nanos", "0"}},
       {"12", "USD", "EUR"}},
      {"no currency, but what may be a name",
       [&] { return Reserve("Jan Janssens", 12, 0); },
       "CURRENCY_NOT_EUR",
       {{"currency_code", "?"}},
       {"12", "?"}},
      {"no whole cent",
       [&] { return Reserve("EUR", 1, 5'000'000); },
       "AMOUNT_NOT_IN_CENTS",
       {{"units", "1"}, {"nanos", "5000000"}, {"available_cents", "72000"}},
       {"1,005 EUR"}},
      {"no whole cent, below zero",
       [&] { return Reserve("EUR", 0, -1); },
       "AMOUNT_NOT_IN_CENTS",
       {{"nanos", "-1"}},
       {"-0,000000001 EUR"}},
      {"two signs",
       [&] { return Reserve("EUR", 1, -10'000'000); },
       "MALFORMED_AMOUNT",
       {{"units", "1"}, {"nanos", "-10000000"}},
       {"units", "-10000000"}},
      {"more digits than fit",
       [&] { return Reserve("EUR", std::numeric_limits<int64_t>::max(), 0); },
       "AMOUNT_OVERFLOW",
       {{"amount_cents_max", "9223372036854775807"},
        {"units", "9223372036854775807"}},
       {"92.233.720.368.547.758,07 EUR"}},
      {"above any grant",
       [&] { return Reserve(MoneyFromCents(kAmountCentsMax + 1)); },
       "AMOUNT_TOO_LARGE",
       {{"amount_cents", absl::StrCat(kAmountCentsMax + 1)},
        {"amount_cents_max", most}},
       {FormatBelgianAmount(kAmountCentsMax),
        FormatBelgianAmount(kAmountCentsMax + 1)}},
  });
}

TEST_F(BadInputTest, SumsThatDoNotFit) {
  v1::CreateEvidenceRequest shared = EvidenceRequest("F-9", 'd', 10'000);
  for (const char* funder : {"0207373429", "0308357159"}) {
    v1::OtherFunder& other = *shared.mutable_evidence()->add_other_funders();
    other.set_enterprise_number(funder);
    *other.mutable_amount() = MoneyFromCents(kAmountCentsMax);
  }
  const std::string small = MakeEvidence("F-2", 'c', 10'000);
  Check({
      {"more than is available",
       [&] { return Reserve(MoneyFromCents(72'001)); },
       "ALLOTMENT_EXCEEDED",
       {{"requested_cents", "72001"}, {"available_cents", "72000"}},
       {"720,01 EUR", "720,00 EUR"}},
      {"others pay more than there is",
       [&] { return Call(&Budget::CreateEvidence, shared).status(); },
       "OTHER_FUNDERS_EXCEED",
       {{"evidence_cents", "10000"},
        {"other_funders_cents", absl::StrCat(2 * kAmountCentsMax)}},
       {"100,00 EUR"}},
      {"evidence exceeded",
       [&] {
         return Call(&Budget::CreateExpense,
                     ExpenseRequest(line_, 10'001, small))
             .status();
       },
       "EVIDENCE_EXCEEDED",
       {{"requested_cents", "10001"},
        {"remaining_cents", "10000"},
        {"available_cents", "72000"}},
       {"100,01 EUR", "100,00 EUR"}},
  });
}

TEST_F(BadInputTest, DatesOutsideTheTerm) {
  const auto end_term = [&](int month) {
    return store_->Transact([&](store::Transaction& transaction) {
      auto head = GetConventionHead(transaction, kConvention, "name");
      *head->mutable_valid_until() = MakeDate(2018, month, 28);
      store::PutRecord(transaction, keys::Convention(kConvention), *head);
      return absl::OkStatus();
    });
  };
  ASSERT_TRUE(end_term(6).ok());
  Check({
      {"another year than the line's",
       [&] { return SpendOn(2019, 1, 1); },
       "SERVICE_DATE_OUTSIDE_YEAR",
       {{"service_year", "2019"},
        {"envelope_year", "2018"},
        {"requested_cents", "500"},
        {"available_cents", "72000"}},
       {"2019", "2018"}},
      {"after the term",
       [&] { return SpendOn(2018, 6, 29); },
       "SERVICE_DATE_OUTSIDE_TERM",
       {{"service_date", "2018-06-29"},
        {"valid_until", "2018-06-28"},
        {"requested_cents", "500"},
        {"spent_cents", "25000"}},
       {"2018-06-29", "2018-06-28"}},
      {"no day",
       [&] { return SpendOn(2018, 2, 30); },
       "MALFORMED_DATE",
       {},
       {}},
  });
}

TEST_F(BadInputTest, ClaimsTooLateOrChanged) {
  for (v1::RegulationProfile& profile : context_.regulation_profiles) {
    profile.mutable_late_claims()->set_rule(v1::LateClaims::RULE_REFUSED);
  }
  const auto made = Call(&Claims::CreateClaim, CreateRequest());
  ASSERT_TRUE(made.ok()) << made.status();
  v1::SubmitClaimRequest late = SubmitRequest();
  *late.mutable_submit_date() = MakeDate(2019, 4, 1);
  v1::SubmitClaimRequest stale = SubmitRequest();
  stale.set_etag("0");
  Check({
      {"after the deadline",
       [&] { return Call(&Claims::SubmitClaim, late).status(); },
       "CLAIM_LATE",
       {{"deadline", "2019-03-31"},
        {"submit_date", "2019-04-01"},
        {"is_verified", "false"},
        {"requested_cents", "29000"}},
       {"2019-03-31", "2019-04-01", "290,00 EUR"}},
      {"stale etag",
       [&] { return Call(&Claims::SubmitClaim, stale).status(); },
       "ETAG_MISMATCH",
       {{"etag", made->etag()},
        {"claimed_cents", "29000"},
        {"requested_cents", "29000"}},
       {"290,00 EUR"}},
  });
  // Where the profile takes late claims it is marked instead.
  for (v1::RegulationProfile& profile : context_.regulation_profiles) {
    profile.mutable_late_claims()->set_rule(v1::LateClaims::RULE_ACCEPTED_LATE);
  }
  const auto submitted = Call(&Claims::SubmitClaim, late);
  ASSERT_TRUE(submitted.ok()) << submitted.status();
  EXPECT_TRUE(submitted->is_late());
}

TEST_F(BadInputTest, OneRequestIdForTwoRequests) {
  v1::CreateReservationRequest request = ReservationRequest(line_, 100);
  request.set_request_id("r-1");
  ASSERT_TRUE(Call(&Budget::CreateReservation, request).ok());
  *request.mutable_reservation()->mutable_amount() = MoneyFromCents(200);
  absl::Status reused;
  Check({{"another amount",
          [&] {
            reused = Call(&Budget::CreateReservation, request).status();
            return reused;
          },
          "REQUEST_ID_REUSED",
          {},
          {"request_id", "20"}}});
  // When it was used first, and nothing of what was asked then.
  const std::string first = Figure(reused, "first_use_time");
  EXPECT_EQ(first.size(), std::string("2026-11-28T08:00:00Z").size()) << first;
  EXPECT_THAT(GetErrorDetail(reused)->sentence.nl, HasSubstr(first));
}

// A day in June 2018, so that the year of the line has days to come.
struct Summer {
  FakeClock summer{
      absl::FromCivil(absl::CivilHour(2018, 6, 20, 12), absl::UTCTimeZone())};
};

class FutureDateTest : private Summer, public ClaimFixture {
 protected:
  FutureDateTest() : ClaimFixture(std::vector<std::string>(), &summer) {
    ServeClaims({});
    line_ = MakeLine();
    evidence_ = MakeEvidence();
  }

  void ExpectInFuture(const absl::Status& refused, const std::string& field) {
    EXPECT_EQ(ErrorReason(refused), "DATE_IN_FUTURE") << refused;
    EXPECT_EQ(Field(refused), field);
    EXPECT_EQ(Figure(refused, "date"), "2018-06-21");
    EXPECT_EQ(Figure(refused, "today"), "2018-06-20");
    const Sentence said = GetErrorDetail(refused)->sentence;
    for (const std::string& sentence : {said.en, said.fr, said.nl}) {
      EXPECT_THAT(sentence, HasSubstr("2018-06-21"));
      EXPECT_THAT(sentence, HasSubstr("2018-06-20"));
    }
  }

  const google::type::Date today_ = MakeDate(2018, 6, 20);
  const google::type::Date tomorrow_ = MakeDate(2018, 6, 21);
  std::string line_;
};

TEST_F(FutureDateTest, NoServiceIsPaidForBeforeItIsRendered) {
  v1::CreateExpenseRequest request = ExpenseRequest(line_, 500, evidence_);
  v1::Expense& expense = *request.mutable_expense();
  *expense.mutable_service_date() = tomorrow_;
  const absl::Status refused = Call(&Budget::CreateExpense, request).status();
  ExpectInFuture(refused, "expense.service_date");
  EXPECT_EQ(Figure(refused, "requested_cents"), "500");
  EXPECT_EQ(Figure(refused, "available_cents"), "100000");
  // In a batch too.
  v1::BatchPostRequest batch;
  batch.set_parent(Format(kConvention));
  batch.set_failure_mode(v1::BatchPostRequest::FAILURE_MODE_ATOMIC);
  *batch.add_postings()->mutable_expense() = expense;
  ExpectInFuture(Call(&v1::PostingService::Stub::BatchPost, batch).status(),
                 "postings[0].expense.service_date");
  *expense.mutable_service_date() = today_;
  EXPECT_TRUE(Call(&Budget::CreateExpense, request).ok());
}

TEST_F(FutureDateTest, NoDocumentIsOfADayToCome) {
  v1::CreateEvidenceRequest evidence = EvidenceRequest("F-2", 'c', 10'000);
  *evidence.mutable_evidence()->mutable_document_date() = tomorrow_;
  ExpectInFuture(Call(&Budget::CreateEvidence, evidence).status(),
                 "evidence.document_date");
  *evidence.mutable_evidence()->mutable_document_date() = today_;
  EXPECT_TRUE(Call(&Budget::CreateEvidence, evidence).ok());

  v1::CreateCreditNoteRequest note =
      CreditNoteRequest(evidence_, "N-1", 'd', 1'000);
  *note.mutable_credit_note()->mutable_document_date() = tomorrow_;
  using Notes = v1::CreditNoteService::Stub;
  ExpectInFuture(Call(&Notes::CreateCreditNote, note).status(),
                 "credit_note.document_date");
  *note.mutable_credit_note()->mutable_document_date() = today_;
  EXPECT_TRUE(Call(&Notes::CreateCreditNote, note).ok());
}

TEST_F(FutureDateTest, MandateAndPaymentAreKeptBesideTheServiceAndArePast) {
  v1::CreateExpenseRequest request = ExpenseRequest(line_, 500, evidence_);
  v1::MunicipalReference& reference =
      *request.mutable_expense()->mutable_municipal_reference();
  reference.set_mandate("M-1");
  *reference.mutable_mandate_date() = tomorrow_;
  ExpectInFuture(Call(&Budget::CreateExpense, request).status(),
                 "expense.municipal_reference.mandate_date");
  *reference.mutable_mandate_date() = MakeDate(2018, 6, 18);
  *reference.mutable_payment_date() = tomorrow_;
  ExpectInFuture(Call(&Budget::CreateExpense, request).status(),
                 "expense.municipal_reference.payment_date");
  *reference.mutable_payment_date() = MakeDate(2018, 2, 30);
  EXPECT_EQ(ErrorReason(Call(&Budget::CreateExpense, request).status()),
            "MALFORMED_DATE");
  *reference.mutable_payment_date() = today_;
  ASSERT_TRUE(Call(&Budget::CreateExpense, request).ok());
  v1::ListExpensesRequest list;
  list.set_parent(Format(kConvention));
  const auto expenses = Call(&Budget::ListExpenses, list);
  ASSERT_TRUE(expenses.ok()) << expenses.status();
  ASSERT_EQ(expenses->expenses_size(), 1);
  const auto& kept = expenses->expenses(0).municipal_reference();
  EXPECT_EQ(kept.mandate_date().day(), 18);
  EXPECT_EQ(kept.payment_date().day(), 20);
}

}  // namespace
}  // namespace entente::conventions
