// Names, ledger arithmetic and regulation profiles: pure facts.
#include <cstdint>
#include <limits>
#include <string>
#include <vector>

#include "gtest/gtest.h"
#include "services/common/base/error.h"
#include "services/conventions/budget_rules.h"
#include "services/conventions/convention_rules.h"
#include "services/conventions/evidence_rules.h"
#include "services/conventions/ledger_rules.h"
#include "services/conventions/money/date.h"
#include "services/conventions/money/money.h"
#include "services/conventions/name_rules.h"
#include "services/conventions/regulation_files.h"
#include "services/conventions/regulation_rules.h"
#include "services/conventions/zone_payment_rules.h"

namespace entente::conventions {
namespace {

constexpr int64_t kMax = std::numeric_limits<int64_t>::max();

google::type::Date Day(int year, int month, int day) {
  return DateFromDay(absl::CivilDay(year, month, day));
}

TEST(NameTest, EveryNameReadsBackAsItWasWritten) {
  const ConventionName convention{"21004", "css-2018-2019"};
  EXPECT_EQ(*ParseConventionName(Format(convention), "name"), convention);
  const EnvelopeName envelope{convention, "supplementary-2019"};
  EXPECT_EQ(*ParseEnvelopeName(Format(envelope), "name"), envelope);
  const LineName line{envelope, "op-077-operating_costs"};
  EXPECT_EQ(*ParseLineName(Format(line), "name"), line);
  for (int64_t number : {1, 999'999, 1'000'000, 12'345'678}) {
    const std::string name =
        FormatNumbered(NumberedKind::kExpense, convention, number);
    EXPECT_EQ(ParseNumberedName(NumberedKind::kExpense, name, "name")->number,
              number);
    EXPECT_FALSE(
        ParseNumberedName(NumberedKind::kReservation, name, "name").ok());
  }
  EXPECT_EQ(ParseEvidenceName("municipalities/21004/evidence/v-000007", "name")
                ->number,
            7);
}

TEST(NameTest, ANameSpelledOtherwiseIsRefusedWithAnExample) {
  for (const char* wrong :
       {"", "municipalities/2100/conventions/a", "municipalities/21004",
        "municipalities/21004/conventions/",
        "municipalities/21004/conventions/A",
        "/municipalities/21004/conventions/a",
        "municipalities/21004/conventions/a/",
        "municipalities/21004/envelopes/a"}) {
    absl::Status status = ParseConventionName(wrong, "parent").status();
    ASSERT_EQ(ErrorReason(status), "MALFORMED_NAME") << wrong;
    EXPECT_EQ(GetErrorDetail(status)->field, "parent");
  }
  const std::string head = "municipalities/21004/conventions/a/";
  for (const char* wrong : {"envelopes/general-18", "envelopes/other-2018",
                            "envelopes/general-02018", "envelopes/-"}) {
    EXPECT_FALSE(ParseEnvelopeName(head + wrong, "name").ok()) << wrong;
  }
  EXPECT_TRUE(ParseEnvelopeName(head + "envelopes/-", "name", true).ok());
  for (const char* wrong : {"reservations/r-1", "reservations/r-0000001",
                            "reservations/r-000000", "reservations/r-00000x",
                            "reservations/e-000001", "reservations/r--00001"}) {
    EXPECT_FALSE(
        ParseNumberedName(NumberedKind::kReservation, head + wrong, "name")
            .ok())
        << wrong;
  }
}

// What each request says of a text in it: its reason and field.
template <typename Result>
std::string Refusal(const Result& result) {
  const auto detail = GetErrorDetail(result.status());
  if (!detail) return "";
  EXPECT_EQ(detail->sentence.en.find("85"), std::string::npos);
  return detail->reason + " " + detail->field;
}

TEST(BudgetRulesTest, NoTextOfTheLedgerHoldsANumberOfAPerson) {
  const std::string parent = "municipalities/21004/conventions/a";
  const std::string line = parent + "/envelopes/general-2018/lines/so-01-staff";
  for (const char* text :
       {"dossier 85.07.30-033.28", "tel. 02/279.77.85", "a.85@example.org"}) {
    v1::CreateReservationRequest reservation;
    reservation.set_parent(parent);
    reservation.mutable_reservation()->set_line(line);
    *reservation.mutable_reservation()->mutable_amount() = MoneyFromCents(100);
    EXPECT_EQ(Refusal(ValidateCreateReservation(reservation)), "");
    reservation.mutable_reservation()->set_description(text);
    EXPECT_EQ(Refusal(ValidateCreateReservation(reservation)),
              "PERSONAL_DATA_SHAPE reservation.description");

    v1::CreateEvidenceRequest evidence;
    evidence.set_parent("municipalities/21004");
    evidence.mutable_evidence()->set_issuer_enterprise_number("0207373429");
    evidence.mutable_evidence()->set_document_number("FA-2018-000123");
    *evidence.mutable_evidence()->mutable_document_date() = Day(2018, 3, 5);
    *evidence.mutable_evidence()->mutable_amount() = MoneyFromCents(100);
    evidence.mutable_evidence()->set_file_sha256(std::string(64, 'a'));
    EXPECT_EQ(Refusal(ValidateCreateEvidence(evidence)), "");
    evidence.mutable_evidence()->set_document_number(text);
    EXPECT_EQ(Refusal(ValidateCreateEvidence(evidence)),
              "PERSONAL_DATA_SHAPE evidence.document_number");

    v1::CreateExpenseRequest expense;
    expense.set_parent(parent);
    expense.mutable_expense()->set_line(line);
    expense.mutable_expense()->set_evidence(
        "municipalities/21004/evidence/v-000007");
    *expense.mutable_expense()->mutable_amount() = MoneyFromCents(100);
    *expense.mutable_expense()->mutable_service_date() = Day(2018, 3, 5);
    expense.mutable_expense()->set_description("formation 05/03/2018 12 p.");
    EXPECT_EQ(Refusal(ValidateCreateExpense(expense)), "");
    expense.mutable_expense()->set_description(text);
    EXPECT_EQ(Refusal(ValidateCreateExpense(expense)),
              "PERSONAL_DATA_SHAPE expense.description");

    v1::ExecuteZonePaymentRequest payment;
    payment.set_name(parent + "/zonePayments/p-000001");
    *payment.mutable_value_date() = Day(2018, 3, 5);
    payment.set_bank_reference("+++090/9337/55493+++");
    EXPECT_EQ(Refusal(ValidateExecuteZonePayment(payment)), "");
    payment.set_bank_reference(text);
    EXPECT_EQ(Refusal(ValidateExecuteZonePayment(payment)),
              "PERSONAL_DATA_SHAPE bank_reference");
  }
}

TEST(LedgerRulesTest, ReservedAndSpentNeverExceedTheAllotment) {
  const Balances line = {
      .allotted_cents = 1000, .reserved_cents = 300, .spent_cents = 600};
  const Balances envelope = {.allocated_cents = 1000,
                             .allotted_cents = 1000,
                             .reserved_cents = 300,
                             .spent_cents = 600};
  EXPECT_TRUE(Reserve(line, envelope, 100, "amount").ok());
  EXPECT_EQ(ErrorReason(Reserve(line, envelope, 101, "amount").status()),
            "ALLOTMENT_EXCEEDED");
  EXPECT_EQ(ErrorReason(Reserve(line, envelope, kMax, "amount").status()),
            "ALLOTMENT_EXCEEDED");
  EXPECT_TRUE(Spend(line, envelope, 100, SpendRoute::kExpense).ok());
  EXPECT_FALSE(Spend(line, envelope, 101, SpendRoute::kExpense).ok());
  EXPECT_TRUE(SpendReserved(line, 300, 300, SpendRoute::kExpense).ok());
  EXPECT_EQ(
      ErrorReason(SpendReserved(line, 300, 301, SpendRoute::kExpense).status()),
      "RESERVATION_EXCEEDED");
}

TEST(LedgerRulesTest, AfterAReductionNothingNewIsTakenBeyondWhatIsLeft) {
  const Balances line = {.allotted_cents = 1000, .reserved_cents = 300};
  Balances envelope = {
      .allocated_cents = 1000, .allotted_cents = 1000, .reserved_cents = 300};
  const auto reduced = Apply(AccountKind::kEnvelope, envelope,
                             {v1::LedgerEntry::TYPE_REDUCE, 650});
  ASSERT_TRUE(reduced.ok()) << reduced.status();
  EXPECT_EQ(reduced->unallotted_cents(), -650);
  EXPECT_EQ(reduced->uncommitted_cents(), 50);
  EXPECT_TRUE(Reserve(line, *reduced, 50, "amount").ok());
  const absl::Status beyond = Reserve(line, *reduced, 51, "amount").status();
  EXPECT_EQ(ErrorReason(beyond), "ENVELOPE_SHORTFALL");
  EXPECT_EQ(GetErrorDetail(beyond)->metadata.at("available_cents"), "50");
  EXPECT_EQ(GetErrorDetail(beyond)->metadata.at("reduced_cents"), "650");
  // Below what is reserved: what is held may still be paid, nothing new.
  const auto shortfall = Apply(AccountKind::kEnvelope, *reduced,
                               {v1::LedgerEntry::TYPE_REDUCE, 100});
  ASSERT_TRUE(shortfall.ok()) << shortfall.status();
  EXPECT_EQ(CentsFromMoney(
                ToPosition(AccountKind::kEnvelope, *shortfall).available(), "x")
                .value_or(0),
            -50);
  EXPECT_FALSE(Reserve(line, *shortfall, 1, "amount").ok());
  EXPECT_FALSE(Spend(line, *shortfall, 1, SpendRoute::kExpense).ok());
  EXPECT_TRUE(SpendReserved(line, 300, 300, SpendRoute::kExpense).ok());
  EXPECT_EQ(ErrorReason(Apply(AccountKind::kEnvelope, *shortfall,
                              {v1::LedgerEntry::TYPE_REDUCE, 251})
                            .status()),
            "LEDGER_INVARIANT");
}

TEST(LedgerRulesTest, TheStatesMoneyIsAskedBackAtMostOnce) {
  Balances envelope = {.allocated_cents = 100};
  const auto apply = [&](v1::LedgerEntry::Type type, int64_t amount) {
    const auto after = Apply(AccountKind::kEnvelope, envelope, {type, amount});
    if (after.ok()) envelope = *after;
    return after.ok();
  };
  EXPECT_FALSE(apply(v1::LedgerEntry::TYPE_DEMAND, 1));
  EXPECT_TRUE(apply(v1::LedgerEntry::TYPE_PAY_ADVANCE, 70));
  EXPECT_TRUE(apply(v1::LedgerEntry::TYPE_PAY_BALANCE, 20));
  EXPECT_FALSE(apply(v1::LedgerEntry::TYPE_DEMAND, 91));
  EXPECT_TRUE(apply(v1::LedgerEntry::TYPE_DEMAND, 90));
  EXPECT_FALSE(apply(v1::LedgerEntry::TYPE_RECOVER, 91));
  EXPECT_TRUE(apply(v1::LedgerEntry::TYPE_RECOVER, 40));
  EXPECT_EQ(envelope.recoverable_cents(), 50);
  EXPECT_EQ(envelope.held_cents(), 0);
}

TEST(LedgerRulesTest, OverflowIsAnErrorAndNotAWrapAround) {
  const Balances full = {.allocated_cents = kMax};
  EXPECT_EQ(ErrorReason(Apply(AccountKind::kEnvelope, full,
                              {v1::LedgerEntry::TYPE_GRANT, 1})
                            .status()),
            "LEDGER_INVARIANT");
  EXPECT_EQ(
      ErrorReason(Charge({.total_cents = kMax, .charged_cents = 10}, kMax, {})
                      .status()),
      "EVIDENCE_EXCEEDED");
  EXPECT_EQ(*Charge({.total_cents = kMax}, kMax, {}), kMax);
}

TEST(LedgerRulesTest, EveryInvariantIsChecked) {
  const AccountKind line = AccountKind::kLine;
  EXPECT_TRUE(CheckInvariants(line, {.allotted_cents = 2,
                                     .reserved_cents = 1,
                                     .spent_cents = 1,
                                     .zone_project_cents = 1})
                  .ok());
  for (const Balances& wrong : std::vector<Balances>{
           {.allotted_cents = -1},
           {.allotted_cents = 5, .reserved_cents = -1},
           {.allotted_cents = 5, .spent_cents = -1},
           {.allotted_cents = 5, .reserved_cents = 3, .spent_cents = 3},
           {.allotted_cents = 5, .spent_cents = 1, .zone_project_cents = 2},
           {.allotted_cents = 5,
           .spent_cents = 1,
           .zone_project_cents = 1,
           .zone_deduction_cents = 1},
           {.allotted_cents = kMax,
           .reserved_cents = kMax,
           .spent_cents = kMax},
           {.allotted_cents = 5, .spent_cents = 3, .claimed_cents = 4},
           {.allotted_cents = 5,
           .spent_cents = 3,
           .claimed_cents = 3,
           .accepted_cents = 2,
           .ineligible_cents = 2},
           {.allocated_cents = 1},
           {.advance_cents = 1},
           {.lapsed_cents = 1}}) {
    EXPECT_EQ(ErrorReason(CheckInvariants(line, wrong)), "LEDGER_INVARIANT");
  }
  EXPECT_FALSE(CheckInvariants(AccountKind::kEnvelope,
                               {.allocated_cents = 4, .allotted_cents = 5})
                   .ok());
}

TEST(LedgerRulesTest, DebitsAndCreditsOfAnEntryAreEqual) {
  const Balances before = {.allotted_cents = 10, .reserved_cents = 4};
  const Movement spend = {v1::LedgerEntry::TYPE_SPEND, 3};
  Balances after = before;
  after.spent_cents = 3;
  EXPECT_TRUE(CheckDoubleEntry(AccountKind::kLine, before, after, spend).ok());
  after.reserved_cents = 3;  // A cent from nowhere.
  EXPECT_FALSE(CheckDoubleEntry(AccountKind::kLine, before, after, spend).ok());
}

TEST(LedgerRulesTest, AnAllotmentTakesAtMostTheUnallottedRest) {
  const Balances envelope = {.allocated_cents = 100, .allotted_cents = 40};
  EXPECT_TRUE(Allot(envelope, 60, "line.amount").ok());
  absl::Status status = Allot(envelope, 61, "line.amount").status();
  EXPECT_EQ(ErrorReason(status), "ENVELOPE_EXCEEDED");
  EXPECT_EQ(GetErrorDetail(status)->metadata.at("allocated_cents"), "100");
}

v1::Convention TwoGrants(int first_year, int second_year) {
  v1::Convention convention;
  for (int year : {first_year, second_year}) {
    v1::EnvelopeGrant& grant = *convention.add_envelopes();
    grant.set_allocation(v1::ALLOCATION_GENERAL);
    grant.set_year(year);
    grant.set_line(year);
    *grant.mutable_amount() = MoneyFromCents(100);
  }
  return convention;
}

TEST(ImportRulesTest, TwoGrantsOfOneEnvelopeAreRefusedByTheirLines) {
  EXPECT_TRUE(CheckEnvelopes(TwoGrants(2018, 2019)).ok());
  absl::Status status = CheckEnvelopes(TwoGrants(2018, 2018));
  EXPECT_EQ(ErrorReason(status), "DUPLICATE_ENVELOPE");
  EXPECT_EQ(ErrorReason(CheckEnvelopes(TwoGrants(2018, 0))),
            "ENVELOPE_INCOMPLETE");
}

TEST(ImportRulesTest, AnIdIsMadeOfTheTerm) {
  v1::Convention convention;
  EXPECT_EQ(ErrorReason(ChooseConventionId("", convention).status()),
            "TERM_MISSING");
  EXPECT_EQ(*ChooseConventionId("mine", convention), "mine");
  convention.mutable_valid_from()->set_year(2018);
  convention.mutable_valid_until()->set_year(2019);
  EXPECT_EQ(*ChooseConventionId("", convention), "css-2018-2019");
  convention.mutable_valid_until()->set_year(2018);
  EXPECT_EQ(*ChooseConventionId("", convention), "css-2018");
}

TEST(RegulationTest, TheShippedProfileIsValidAndUnverified) {
  auto profiles = LoadRegulationProfiles("deploy/profiles/regulation");
  ASSERT_TRUE(profiles.ok()) << profiles.status();
  google::type::Date day;
  day.set_year(2018);
  day.set_month(1);
  day.set_day(1);
  const v1::RegulationProfile* found = FindRegulationProfile(*profiles, day);
  ASSERT_NE(found, nullptr);
  EXPECT_EQ(found->id(), "be-2018-2019");
  EXPECT_EQ(found->claim_deadline().month(), 3);
  EXPECT_FALSE(found->claim_deadline().is_verified());
  day.set_year(2017);
  const v1::RegulationProfile* other = FindRegulationProfile(*profiles, day);
  ASSERT_NE(other, nullptr);
  EXPECT_EQ(other->id(), "be-unread");
  EXPECT_EQ(FindRegulationProfile({*found}, day), nullptr);
}

TEST(RegulationTest, AProfileThatSaysTooLittleIsRefused) {
  v1::RegulationProfile good =
      LoadRegulationProfiles("deploy/profiles/regulation")->front();
  EXPECT_TRUE(ValidateRegulationProfile(good).ok());
  v1::RegulationProfile wrong = good;
  wrong.clear_categories();
  EXPECT_FALSE(ValidateRegulationProfile(wrong).ok());
  wrong = good;
  wrong.mutable_categories(1)->set_code("personnel");
  EXPECT_FALSE(ValidateRegulationProfile(wrong).ok());
  wrong = good;
  wrong.mutable_categories(0)->mutable_title()->clear_nl();
  EXPECT_FALSE(ValidateRegulationProfile(wrong).ok());
  wrong = good;
  wrong.mutable_claim_deadline()->set_day(32);
  EXPECT_FALSE(ValidateRegulationProfile(wrong).ok());
  wrong = good;
  wrong.clear_late_claims();
  EXPECT_FALSE(ValidateRegulationProfile(wrong).ok());
  wrong = good;
  wrong.mutable_instalments(0)->clear_kind();
  EXPECT_FALSE(ValidateRegulationProfile(wrong).ok());
  wrong = good;
  wrong.mutable_instalments(0)->set_share_basis_points(10'001);
  EXPECT_FALSE(ValidateRegulationProfile(wrong).ok());
  wrong.mutable_instalments(0)->set_share_basis_points(10'000);
  EXPECT_TRUE(ValidateRegulationProfile(wrong).ok());
  wrong = good;
  wrong.mutable_valid_until()->set_year(2017);
  EXPECT_FALSE(ValidateRegulationProfile(wrong).ok());
  wrong = good;
  wrong.clear_valid_from();
  wrong.clear_valid_until();
  EXPECT_TRUE(ValidateRegulationProfile(wrong).ok());
  wrong.mutable_categories(0)->set_is_verified(true);
  EXPECT_FALSE(ValidateRegulationProfile(wrong).ok());
  wrong = good;
  wrong.set_id("other");
  EXPECT_FALSE(ValidateRegulationProfiles({good, wrong}).ok());
  EXPECT_FALSE(LoadRegulationProfiles("deploy/nowhere").ok());
}

}  // namespace
}  // namespace entente::conventions
