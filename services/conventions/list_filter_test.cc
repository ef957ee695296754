// Lists of the budget and their filters.
#include <functional>
#include <map>
#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "services/conventions/budget_fixture_test.h"

namespace entente::conventions {
namespace {

using Stub = v1::BudgetService::Stub;
using testing::ElementsAre;
using testing::IsEmpty;

class ListFilterTest : public BudgetFixture {
 protected:
  // Amounts in cents of the reservations that pass, two a page.
  std::vector<int64_t> Held(const std::string& filter) {
    std::vector<int64_t> amounts;
    v1::ListReservationsRequest request;
    request.set_parent(Format(kConvention));
    request.set_filter(filter);
    request.set_page_size(2);
    do {
      const auto page = Call(&Stub::ListReservations, request);
      EXPECT_TRUE(page.ok()) << page.status();
      if (!page.ok()) break;
      for (const auto& reservation : page->reservations()) {
        amounts.push_back(*CentsFromMoney(reservation.amount(), "amount"));
      }
      request.set_page_token(page->next_page_token());
    } while (!request.page_token().empty());
    return amounts;
  }
};

TEST_F(ListFilterTest, ReservationsAreListedAsTheyStand) {
  const std::string line = MakeLine(100'000);
  EXPECT_THAT(Held(""), IsEmpty());
  std::vector<std::string> names;
  for (const int64_t cents : {1'000, 2'000, 3'000, 4'000, 5'000}) {
    const auto held =
        Call(&Stub::CreateReservation, ReservationRequest(line, cents));
    ASSERT_TRUE(held.ok()) << held.status();
    names.push_back(held->name());
  }
  v1::VoidReservationRequest voided;
  voided.set_name(names[1]);
  ASSERT_TRUE(Call(&Stub::VoidReservation, voided).ok());

  EXPECT_THAT(Held(""), ElementsAre(1'000, 2'000, 3'000, 4'000, 5'000));
  EXPECT_THAT(Held("state = OPEN"), ElementsAre(1'000, 3'000, 4'000, 5'000));
  EXPECT_THAT(Held("state = VOIDED"), ElementsAre(2'000));
  EXPECT_THAT(Held("state = OPEN AND amount >= 40"), ElementsAre(4'000, 5'000));
  EXPECT_THAT(Held("line : general-2019"), IsEmpty());
}

TEST_F(ListFilterTest, LinesEnvelopesAndEntriesAreFilteredByWhatTheyShow) {
  const std::string line = MakeLine(100'000);
  ASSERT_TRUE(Call(&Stub::CreateLine,
                   LineRequest("general-2018", "op-01", "personnel", 50'000))
                  .ok());
  ASSERT_TRUE(
      Call(&Stub::CreateReservation, ReservationRequest(line, 30'000)).ok());
  const auto lines = [&](const std::string& filter) {
    v1::ListLinesRequest request;
    request.set_parent(Envelope("-"));
    request.set_filter(filter);
    const auto list = Call(&Stub::ListLines, request);
    EXPECT_TRUE(list.ok()) << list.status();
    return list.ok() ? list->lines_size() : -1;
  };
  EXPECT_EQ(lines(""), 2);
  EXPECT_EQ(lines("category = personnel"), 1);
  EXPECT_EQ(lines("position.reserved > 0"), 1);
  EXPECT_EQ(lines("position.available >= 500"), 2);
  EXPECT_EQ(lines("objective_id = so-01 AND amount < 1000"), 0);
  const auto envelopes = [&](const std::string& filter) {
    v1::ListEnvelopesRequest request;
    request.set_parent(Format(kConvention));
    request.set_filter(filter);
    const auto list = Call(&Stub::ListEnvelopes, request);
    EXPECT_TRUE(list.ok()) << list.status();
    return list.ok() ? list->envelopes_size() : -1;
  };
  EXPECT_EQ(envelopes(""), 3);
  EXPECT_EQ(envelopes("year = 2018"), 2);
  EXPECT_EQ(envelopes("allocation = SUPPLEMENTARY"), 1);
  EXPECT_EQ(envelopes("position.allotted > 0"), 1);
  EXPECT_EQ(envelopes("is_outside_term = true"), 0);
  const auto entries = [&](const std::string& filter) {
    v1::ListLedgerEntriesRequest request;
    request.set_parent(Format(kConvention));
    request.set_filter(filter);
    const auto list = Call(&Stub::ListLedgerEntries, request);
    EXPECT_TRUE(list.ok()) << list.status();
    return list.ok() ? list->entries_size() : -1;
  };
  EXPECT_EQ(entries("type = RESERVE"), 1);
  EXPECT_EQ(entries("type = ALLOT AND amount = 500"), 1);
  EXPECT_EQ(entries("account : general-2019"), 1);
  EXPECT_EQ(entries("sequence > 2 AND NOT type = GRANT"), 3);
}

// Which of a list's amounts in cents pass.
TEST_F(ListFilterTest, PostingsAndDocumentsAreFilteredByWhatTheyShow) {
  using Corrections = v1::ExpenseCorrectionService::Stub;
  using Notes = v1::CreditNoteService::Stub;
  using Documents = v1::EvidenceService::Stub;
  const std::string line = MakeLine(100'000);
  const std::string evidence = MakeEvidence("F-1", 'b', 90'000);
  const std::string other = MakeEvidence("F-2", 'c', 50'000);
  std::vector<std::string> expenses;
  for (const int64_t cents : {30'000, 40'000}) {
    const auto expense =
        Call(&Stub::CreateExpense, ExpenseRequest(line, cents, evidence));
    ASSERT_TRUE(expense.ok()) << expense.status();
    expenses.push_back(expense->name());
    const auto corrected = Call(&Corrections::CorrectExpense,
                                CorrectionRequest(expense->name(), cents / 2));
    ASSERT_TRUE(corrected.ok()) << corrected.status();
    const auto ordered =
        Call(&Stub::OrderZonePayment,
             PaymentRequest(line, cents / 10, v1::ZonePayment::ROUTE_PROJECT));
    ASSERT_TRUE(ordered.ok()) << ordered.status();
  }
  const auto noted = Call(&Notes::CreateCreditNote,
                          CreditNoteRequest(other, "N-1", 'd', 10'000));
  ASSERT_TRUE(noted.ok()) << noted.status();

  const auto amounts = [&](auto method, auto request, const auto& parent,
                           const std::string& filter, const auto& records) {
    request.set_parent(parent);
    request.set_filter(filter);
    std::vector<int64_t> found;
    const auto list = Call(method, request);
    EXPECT_TRUE(list.ok()) << filter << ": " << list.status();
    if (!list.ok()) return found;
    for (const auto& one : records(*list)) {
      found.push_back(*CentsFromMoney(one.amount(), "amount"));
    }
    return found;
  };
  const std::string convention = Format(kConvention);
  const std::string town = "municipalities/21004";
  const std::map<std::string,
                 std::function<std::vector<int64_t>(const std::string&)>>
      lists = {
          {"expenses",
           [&](const std::string& filter) {
             return amounts(&Stub::ListExpenses, v1::ListExpensesRequest(),
                            convention, filter,
                            [](const auto& list) { return list.expenses(); });
           }},
          {"corrections",
           [&](const std::string& filter) {
             return amounts(
                 &Corrections::ListExpenseCorrections,
                 v1::ListExpenseCorrectionsRequest(), convention, filter,
                 [](const auto& list) { return list.expense_corrections(); });
           }},
          {"payments",
           [&](const std::string& filter) {
             return amounts(
                 &Stub::ListZonePayments, v1::ListZonePaymentsRequest(),
                 convention, filter,
                 [](const auto& list) { return list.zone_payments(); });
           }},
          {"evidence",
           [&](const std::string& filter) {
             return amounts(&Documents::ListEvidence, v1::ListEvidenceRequest(),
                            town, filter,
                            [](const auto& list) { return list.evidence(); });
           }},
          {"notes", [&](const std::string& filter) {
             return amounts(
                 &Notes::ListCreditNotes, v1::ListCreditNotesRequest(), town,
                 filter, [](const auto& list) { return list.credit_notes(); });
           }}};
  const struct {
    const char* list;
    std::string filter;
    std::vector<int64_t> expected;
  } kRows[] = {
      {"expenses", "", {30'000, 40'000}},
      {"expenses", "amount >= 400", {40'000}},
      {"expenses", "service_date = 2018-05-17", {30'000, 40'000}},
      {"expenses", "reservation : *", {}},
      {"corrections", "", {15'000, 20'000}},
      {"corrections", "amount > 150", {20'000}},
      {"corrections", absl::StrCat("expense = '", expenses[0], "'"), {15'000}},
      {"corrections", "line : operating AND reason : twice", {15'000, 20'000}},
      {"corrections", "reason : nothing", {}},
      {"payments", "", {3'000, 4'000}},
      {"payments", "route = PROJECT AND amount < 40", {3'000}},
      {"payments", "state = ACKNOWLEDGED", {}},
      {"evidence", "", {90'000, 50'000}},
      {"evidence", "document_number = 'f-2'", {50'000}},
      {"evidence", "charged > 0", {90'000}},
      {"evidence", "credited > 0", {50'000}},
      {"notes", "", {10'000}},
      {"notes", "document_date < 2018-06-15", {}},
      {"notes", absl::StrCat("evidence = '", other, "'"), {10'000}},
  };
  for (const auto& [list, filter, expected] : kRows) {
    EXPECT_EQ(lists.at(list)(filter), expected) << list << ": " << filter;
  }
}

// A field that no list names, and one that is only set in replies.
TEST_F(ListFilterTest, OnlyFieldsThatAreStoredCanBeAskedFor) {
  for (const char* filter : {"secret = 1", "line_position.spent > 0"}) {
    v1::ListReservationsRequest request;
    request.set_parent(Format(kConvention));
    request.set_filter(filter);
    EXPECT_EQ(ErrorReason(Call(&Stub::ListReservations, request).status()),
              "FILTER_INVALID")
        << filter;
  }
}

}  // namespace
}  // namespace entente::conventions
