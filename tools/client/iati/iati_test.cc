// The structure is judged by an XML parser and a table of the schema's order,
// the sums by hand.
#include "tools/client/iati/iati.h"

#include <string>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "pugixml.hpp"
#include "services/common/base/error.h"
#include "services/conventions/money/date.h"
#include "services/conventions/money/money.h"

namespace entente::client {
namespace {

namespace v1 = entente::conventions::v1;
using conventions::DateFromDay;
using conventions::MoneyFromCents;
using testing::ElementsAre;

// Elements of <iati-activity> that are used, in the order of the schema of
// 2.03; the standard refuses any other.
const std::vector<std::string>& Order() {
  static const auto* const kOrder = new std::vector<std::string>{
      "iati-identifier", "reporting-org",     "title",
      "description",     "participating-org", "activity-status",
      "activity-date",   "recipient-country", "sector",
      "budget",          "transaction",       "result"};
  return *kOrder;
}

class IatiTest : public testing::Test {
 protected:
  IatiTest() {
    data_.enterprise_number = "0207373429";
    data_.now = absl::FromUnixSeconds(1552561200);
    v1::Convention& convention = data_.convention;
    convention.set_name("municipalities/21004/conventions/css-2018-2019");
    convention.set_title("Contrat <de sécurité> & de société");
    convention.set_language_code("fr");
    convention.set_municipality("Valsenne");
    convention.set_state(v1::Convention::STATE_IN_FORCE);
    *convention.mutable_valid_from() = DateFromDay(absl::CivilDay(2018, 1, 1));
    *convention.mutable_valid_until() =
        DateFromDay(absl::CivilDay(2019, 12, 31));
    v1::EnvelopeGrant& grant = *convention.add_envelopes();
    grant.set_allocation(v1::ALLOCATION_GENERAL);
    grant.set_year(2018);
    *grant.mutable_amount() = MoneyFromCents(1'000'000);
    AddNode("so-01", "pt-01", v1::Node::KIND_STRATEGIC_OBJECTIVE, "Prévenir");
    AddNode("in-01", "so-01", v1::Node::KIND_INDICATOR, "Nombre de réunions");
    AddNode("er-01", "so-01", v1::Node::KIND_EXPECTED_RESULT, "Non repris");
    v1::Envelope& envelope = data_.envelopes.emplace_back();
    envelope.set_allocation(v1::ALLOCATION_GENERAL);
    envelope.set_year(2018);
    *envelope.mutable_position()->mutable_allocated() =
        MoneyFromCents(1'000'000);
  }

  void AddNode(const std::string& id, const std::string& parent,
               v1::Node::Kind kind, const std::string& text) {
    v1::Node& node = *data_.convention.add_nodes();
    node.set_id(id);
    node.set_parent_id(parent);
    node.set_kind(kind);
    node.set_text(text);
  }

  void AddExpense(const std::string& line, absl::CivilDay day, int64_t cents,
                  int64_t corrected_cents) {
    v1::Expense& expense = data_.expenses.emplace_back();
    expense.set_line(
        "municipalities/21004/conventions/css-2018-2019/envelopes/"
        "general-2018/lines/" +
        line);
    *expense.mutable_amount() = MoneyFromCents(cents);
    *expense.mutable_corrected() = MoneyFromCents(corrected_cents);
    *expense.mutable_service_date() = DateFromDay(day);
    expense.set_description("salaire du mois");
  }

  pugi::xml_node Activity() {
    xml_ = ToIati(data_);
    const auto parsed = document_.load_string(xml_.c_str());
    EXPECT_TRUE(parsed) << parsed.description() << "\n" << xml_;
    return document_.child("iati-activities").child("iati-activity");
  }

  v1::BudgetChange& AddChange(v1::BudgetChange::Type type,
                              const std::string& envelope, absl::CivilDay day,
                              int64_t cents) {
    v1::BudgetChange& change = data_.budget_changes.emplace_back();
    const std::string convention = data_.convention.name();
    change.set_name(absl::StrCat(convention, "/budgetChanges/b-00000",
                                 data_.budget_changes.size()));
    change.set_type(type);
    (type == v1::BudgetChange::TYPE_INCREASE ? change.mutable_to()
                                             : change.mutable_from())
        ->assign(absl::StrCat(convention, "/envelopes/", envelope));
    *change.mutable_amount() = MoneyFromCents(cents);
    change.set_reason("typed by a person");
    *change.mutable_effective_date() = DateFromDay(day);
    return change;
  }

  // "type date amount" of every transaction.
  std::vector<std::string> Transactions() {
    std::vector<std::string> all;
    for (const auto& node : Activity().children("transaction")) {
      all.push_back(
          std::string(
              node.child("transaction-type").attribute("code").value()) +
          " " + node.child("transaction-date").attribute("iso-date").value() +
          " " + node.child_value("value"));
    }
    return all;
  }

  IatiData data_;
  std::string xml_;
  pugi::xml_document document_;
};

TEST_F(IatiTest, ElementsStandInTheOrderOfTheSchema) {
  AddExpense("so-01-personnel", absl::CivilDay(2018, 3, 14), 100, 0);
  size_t at = 0;
  for (const auto& node : Activity().children()) {
    while (at < Order().size() && Order()[at] != node.name()) ++at;
    EXPECT_LT(at, Order().size()) << node.name() << " is out of order";
  }
}

// The schema has no activity without an activity-date.
TEST_F(IatiTest, AConventionWithoutATermIsRefusedByName) {
  EXPECT_TRUE(CheckPublishable(data_).ok());
  IatiData endless = data_;
  endless.convention.clear_valid_until();
  EXPECT_EQ(ErrorReason(CheckPublishable(endless)), "IATI_TERM_MISSING");
  EXPECT_EQ(GetErrorDetail(CheckPublishable(endless))->field, "valid_until");
  endless.convention.clear_valid_from();
  const absl::Status refused = CheckPublishable(endless);
  EXPECT_EQ(ErrorReason(refused), "IATI_TERM_MISSING");
  EXPECT_EQ(GetErrorDetail(refused)->metadata.at("valid_from"), "");
  EXPECT_NE(refused.message().find(endless.convention.name()),
            std::string::npos);
}

TEST_F(IatiTest, WhoPublishesAndWhatIsNamedByTheRegister) {
  const auto activity = Activity();
  EXPECT_STREQ(activity.child_value("iati-identifier"),
               "BE-BCE_KBO-0207373429-css-2018-2019");
  EXPECT_STREQ(activity.child("reporting-org").attribute("ref").value(),
               "BE-BCE_KBO-0207373429");
  EXPECT_STREQ(activity.child("title").child_value("narrative"),
               "Contrat <de sécurité> & de société");
  EXPECT_STREQ(activity.child("activity-status").attribute("code").value(),
               "2");
}

// Five in one month of one line: too many for one person.
TEST_F(IatiTest, ExpensesArePublishedAsASumOfTheYearAndNamelessly) {
  for (int i = 0; i < 5; ++i) {
    AddExpense("so-01-personnel", absl::CivilDay(2018, 3, 1), 250'001, 0);
  }
  AddExpense("so-01-operating", absl::CivilDay(2018, 3, 31), 100'000, 50'000);
  AddExpense("so-01-operating", absl::CivilDay(2018, 4, 2), 7'000, 7'000);
  EXPECT_THAT(Transactions(),
              ElementsAre("11 2018-01-01 10000.00", "4 2018-12-31 13000.05"));
  EXPECT_EQ(xml_.find("salaire"), std::string::npos);
  EXPECT_EQ(xml_.find("personnel"), std::string::npos);
}

TEST_F(IatiTest, OneStaffExpenseIsNotPublished) {
  AddExpense("so-01-personnel", absl::CivilDay(2018, 3, 1), 250'001, 0);
  EXPECT_THAT(Transactions(), ElementsAre("11 2018-01-01 10000.00"));
  EXPECT_EQ(xml_.find("2500.01"), std::string::npos);
}

TEST_F(IatiTest, WhatIsToComeIsNoTransaction) {
  data_.now = absl::FromCivil(absl::CivilDay(2018, 6, 29), absl::UTCTimeZone());
  v1::EnvelopeGrant& grant = *data_.convention.add_envelopes();
  grant.set_allocation(v1::ALLOCATION_GENERAL);
  grant.set_year(2019);
  *grant.mutable_amount() = MoneyFromCents(1);
  v1::FederalPayment& received = data_.federal_payments.emplace_back();
  received.set_kind(v1::FederalPayment::KIND_ADVANCE);
  *received.mutable_amount() = MoneyFromCents(70'000);
  *received.mutable_value_date() = DateFromDay(absl::CivilDay(2018, 6, 30));
  v1::ZonePayment& paid = data_.zone_payments.emplace_back();
  paid.set_state(v1::ZonePayment::STATE_EXECUTED);
  *paid.mutable_amount() = MoneyFromCents(70'000);
  *paid.mutable_value_date() = DateFromDay(absl::CivilDay(2018, 6, 30));
  EXPECT_THAT(Transactions(), ElementsAre("11 2018-01-01 10000.00"));
  std::vector<std::string> dates;
  for (const auto& budget : Activity().children("budget")) {
    dates.emplace_back(budget.child("value").attribute("value-date").value());
  }
  EXPECT_THAT(dates, ElementsAre("2018-01-01", "2018-06-29"));
}

TEST_F(IatiTest, MoneyOfTheStateAndOfTheZoneIsATransactionEach) {
  const auto day = DateFromDay(absl::CivilDay(2018, 6, 30));
  for (const auto kind :
       {v1::FederalPayment::KIND_ADVANCE, v1::FederalPayment::KIND_DEMAND,
        v1::FederalPayment::KIND_REFUND}) {
    v1::FederalPayment& payment = data_.federal_payments.emplace_back();
    payment.set_kind(kind);
    *payment.mutable_amount() = MoneyFromCents(70'000);
    *payment.mutable_value_date() = day;
  }
  for (const auto state :
       {v1::ZonePayment::STATE_ORDERED, v1::ZonePayment::STATE_EXECUTED}) {
    v1::ZonePayment& payment = data_.zone_payments.emplace_back();
    payment.set_state(state);
    *payment.mutable_amount() = MoneyFromCents(120'000);
    *payment.mutable_value_date() = day;
  }
  EXPECT_THAT(Transactions(),
              ElementsAre("11 2018-01-01 10000.00", "1 2018-06-30 700.00",
                          "1 2018-06-30 -700.00", "3 2018-06-30 1200.00"));
}

TEST_F(IatiTest, ABudgetThatChangedIsRevised) {
  *data_.envelopes[0].mutable_position()->mutable_allocated() =
      MoneyFromCents(900'000);
  *data_.envelopes[0].mutable_position()->mutable_carried_in() =
      MoneyFromCents(1);
  std::vector<std::string> budgets;
  for (const auto& budget : Activity().children("budget")) {
    budgets.push_back(std::string(budget.attribute("type").value()) + " " +
                      budget.child_value("value"));
  }
  EXPECT_THAT(budgets, ElementsAre("1 10000.00", "2 9000.01"));
}

TEST_F(IatiTest, WhatTheStateCutOrAddedIsACommitmentOfItsOwn) {
  AddChange(v1::BudgetChange::TYPE_REDUCTION, "general-2018",
            absl::CivilDay(2018, 11, 5), 150'000);
  AddChange(v1::BudgetChange::TYPE_INCREASE, "general-2018",
            absl::CivilDay(2018, 12, 3), 20'001);
  // Given up when the convention was closed.
  AddChange(v1::BudgetChange::TYPE_LAPSE, "general-2018",
            absl::CivilDay(2019, 2, 1), 30'000);
  // Between lines, and between years: the State grants neither more nor less.
  AddChange(v1::BudgetChange::TYPE_ALLOTMENT_DECREASE,
            "general-2018/lines/so-01-operating", absl::CivilDay(2018, 12, 4),
            777);
  AddChange(v1::BudgetChange::TYPE_CARRY_OVER, "general-2018",
            absl::CivilDay(2018, 12, 4), 777);
  EXPECT_THAT(Transactions(),
              ElementsAre("11 2018-01-01 10000.00", "11 2018-11-05 -1500.00",
                          "11 2018-12-03 200.01", "11 2019-02-01 -300.00"));
  const auto first = Activity().child("transaction").next_sibling();
  EXPECT_STREQ(first.attribute("ref").value(), "b-000001");
  EXPECT_EQ(xml_.find("typed by a person"), std::string::npos);
}

TEST_F(IatiTest, CommitmentsAddUpToTheBudgetsAsTheyStand) {
  AddChange(v1::BudgetChange::TYPE_REDUCTION, "general-2018",
            absl::CivilDay(2018, 11, 5), 150'000);
  AddChange(v1::BudgetChange::TYPE_LAPSE, "general-2018",
            absl::CivilDay(2019, 2, 1), 30'000);
  auto& position = *data_.envelopes[0].mutable_position();
  *position.mutable_allocated() = MoneyFromCents(850'000);
  *position.mutable_lapsed() = MoneyFromCents(30'000);
  std::vector<std::string> budgets;
  for (const auto& budget : Activity().children("budget")) {
    budgets.emplace_back(budget.child_value("value"));
  }
  EXPECT_THAT(budgets, ElementsAre("10000.00", "8200.00"));
  int64_t committed = 0;
  for (const auto& node : Activity().children("transaction")) {
    const std::string code =
        node.child("transaction-type").attribute("code").value();
    const std::string value = node.child_value("value");
    int64_t units = 0;
    ASSERT_TRUE(absl::SimpleAtoi(value.substr(0, value.find('.')), &units));
    if (code == "11") committed += units;
  }
  EXPECT_EQ(committed, 8200);
}

TEST_F(IatiTest, AChangeIsNoCommitmentBeforeItsDayOrItsYear) {
  v1::EnvelopeGrant& grant = *data_.convention.add_envelopes();
  grant.set_allocation(v1::ALLOCATION_GENERAL);
  grant.set_year(2019);
  *grant.mutable_amount() = MoneyFromCents(100'000);
  AddChange(v1::BudgetChange::TYPE_REDUCTION, "general-2019",
            absl::CivilDay(2018, 12, 1), 100);
  AddChange(v1::BudgetChange::TYPE_REDUCTION, "general-2018",
            absl::CivilDay(2019, 3, 1), 200);
  data_.now =
      absl::FromCivil(absl::CivilDay(2018, 12, 31), absl::UTCTimeZone());
  EXPECT_THAT(Transactions(), ElementsAre("11 2018-01-01 10000.00"));
  data_.now = absl::FromCivil(absl::CivilDay(2019, 3, 1), absl::UTCTimeZone());
  // Not before what it is taken from.
  EXPECT_THAT(Transactions(),
              ElementsAre("11 2018-01-01 10000.00", "11 2019-03-01 -2.00",
                          "11 2019-01-01 1000.00", "11 2019-01-01 -1.00"));
}

TEST_F(IatiTest, WhatAnAmendmentGrantedIsACommitmentOnceAndABudget) {
  v1::EnvelopeGrant& grant = *data_.convention.add_envelopes();
  grant.set_allocation(v1::ALLOCATION_GENERAL);
  grant.set_year(2019);
  *grant.mutable_amount() = MoneyFromCents(300'000);
  v1::BudgetChange& opened =
      AddChange(v1::BudgetChange::TYPE_GRANT, "general-2019",
                absl::CivilDay(2018, 12, 1), 300'000);
  grant.set_grant_change(opened.name());
  opened.set_to(opened.from());
  opened.clear_from();
  data_.now = absl::FromCivil(absl::CivilDay(2019, 3, 1), absl::UTCTimeZone());
  EXPECT_THAT(Transactions(),
              ElementsAre("11 2018-01-01 10000.00", "11 2019-01-01 3000.00"));
  EXPECT_NE(xml_.find("Montant octroyé par avenant"), std::string::npos);
  std::vector<std::string> budgets;
  for (const auto& budget : Activity().children("budget")) {
    budgets.emplace_back(budget.child_value("value"));
  }
  EXPECT_THAT(budgets, ElementsAre("10000.00", "3000.00"));
}

TEST_F(IatiTest, AnObjectiveIsAResultWithItsIndicators) {
  const auto result = Activity().child("result");
  EXPECT_STREQ(result.child("title").child_value("narrative"), "Prévenir");
  // A reference stands on the indicator, so the result may have none.
  EXPECT_FALSE(result.child("reference"));
  EXPECT_STREQ(
      result.child("indicator").child("reference").attribute("code").value(),
      "in-01");
  std::vector<std::string> titles;
  for (const auto& indicator : result.children("indicator")) {
    titles.emplace_back(indicator.child("title").child_value("narrative"));
  }
  EXPECT_THAT(titles, ElementsAre("Nombre de réunions"));
}

TEST_F(IatiTest, AnIndicatorIsMeasuredAsItsMeasureIs) {
  const auto measure_of = [&](v1::MeasureKind kind) {
    data_.convention.mutable_nodes(1)->clear_measure_codes();
    data_.convention.mutable_nodes(1)->add_measure_codes("meetings");
    data_.measures["meetings"].mutable_definition()->set_kind(kind);
    return std::string(Activity()
                           .child("result")
                           .child("indicator")
                           .attribute("measure")
                           .value());
  };
  EXPECT_EQ(measure_of(v1::MEASURE_KIND_QUALITATIVE), "5");
  EXPECT_EQ(measure_of(v1::MEASURE_KIND_RATIO), "2");
  EXPECT_EQ(measure_of(v1::MEASURE_KIND_YES_NO), "3");
  EXPECT_EQ(measure_of(v1::MEASURE_KIND_COUNT), "1");
  EXPECT_EQ(measure_of(v1::MEASURE_KIND_HOURS), "1");
}

}  // namespace
}  // namespace entente::client
