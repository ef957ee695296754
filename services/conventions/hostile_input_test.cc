// What a careless or hostile caller sends: refused by name, or kept clean.
#include <string>

#include "absl/strings/match.h"
#include "services/conventions/budget_fixture_test.h"

namespace entente::conventions {
namespace {

using Stub = v1::BudgetService::Stub;
using HostileInputTest = BudgetFixture;

TEST_F(HostileInputTest, AnUnknownCategoryIsNamedWithoutBreakingACharacter) {
  // One byte, then characters of two: a cut at 64 bytes splits one.
  std::string category = "a";
  for (int i = 0; i < 40; ++i) category += "\u00e9";
  absl::Status status =
      Call(&Stub::CreateLine,
           LineRequest("general-2018", "so-01", category, 100))
          .status();
  EXPECT_EQ(ErrorReason(status), "UNKNOWN_CATEGORY");
  EXPECT_EQ(Field(status), "line.category");
  status = Call(&Stub::CreateLine,
                LineRequest("general-2018", category, "operating", 100))
               .status();
  EXPECT_EQ(ErrorReason(status), "UNKNOWN_OBJECTIVE");
}

TEST_F(HostileInputTest, FieldsThatNobodyCheckedAreNotStored) {
  const std::string line = MakeLine();
  auto evidence = EvidenceRequest("F-1", 'b', 10'000);
  v1::Evidence& with_extra = *evidence.mutable_evidence();
  with_extra.GetReflection()
      ->MutableUnknownFields(&with_extra)
      ->AddLengthDelimited(9999, "smuggled");
  auto stored = Call(&Stub::CreateEvidence, evidence);
  ASSERT_TRUE(stored.ok()) << stored.status();
  auto request = ExpenseRequest(line, 100, stored->name());
  v1::MunicipalReference& reference =
      *request.mutable_expense()->mutable_municipal_reference();
  reference.GetReflection()
      ->MutableUnknownFields(&reference)
      ->AddLengthDelimited(9999, "smuggled");
  ASSERT_TRUE(Call(&Stub::CreateExpense, request).ok());
  EXPECT_FALSE(absl::StrContains(Everything(), "smuggled"));
}

TEST_F(HostileInputTest, ADocumentNumberSpelledOtherwiseIsTheSameDocument) {
  MakeEvidence("F-1", 'b', 10'000);
  char hash = 'c';
  for (const char* spelling : {"f-1", " F-1", "F-1 ", "F -1"}) {
    absl::Status status =
        Call(&Stub::CreateEvidence, EvidenceRequest(spelling, hash++, 10'000))
            .status();
    EXPECT_EQ(ErrorReason(status), "EVIDENCE_EXISTS") << spelling;
    EXPECT_EQ(Field(status), "evidence.document_number") << spelling;
  }
  EXPECT_EQ(ErrorReason(
                Call(&Stub::CreateEvidence, EvidenceRequest("  ", 'a', 10'000))
                    .status()),
            "FIELD_REQUIRED");
}

TEST_F(HostileInputTest, APaymentIsExecutedOnADayThatHasCome) {
  auto ordered =
      Call(&Stub::OrderZonePayment,
           PaymentRequest(MakeLine(), 1'000, v1::ZonePayment::ROUTE_PROJECT));
  ASSERT_TRUE(ordered.ok()) << ordered.status();
  v1::ExecuteZonePaymentRequest execute;
  execute.set_name(ordered->name());
  *execute.mutable_value_date() = MakeDate(2199, 12, 31);
  execute.set_bank_reference("2018/000123");
  const absl::Status status = Call(&Stub::ExecuteZonePayment, execute).status();
  EXPECT_EQ(ErrorReason(status), "DATE_IN_FUTURE");
  EXPECT_EQ(Field(status), "value_date");
}

TEST_F(HostileInputTest, AZoneAcknowledgesAPaymentFromItsDayOfValueUntilToday) {
  const std::string line = MakeLine();
  auto ordered =
      Call(&Stub::OrderZonePayment,
           PaymentRequest(line, 1'000, v1::ZonePayment::ROUTE_PROJECT));
  ASSERT_TRUE(ordered.ok()) << ordered.status();
  v1::ExecuteZonePaymentRequest execute;
  execute.set_name(ordered->name());
  *execute.mutable_value_date() = MakeDate(2018, 6, 30);
  execute.set_bank_reference("2018/000123");
  ASSERT_TRUE(Call(&Stub::ExecuteZonePayment, execute).ok());
  v1::AcknowledgeZonePaymentRequest acknowledge;
  acknowledge.set_name(ordered->name());
  *acknowledge.mutable_acknowledge_date() = MakeDate(2018, 6, 29);
  absl::Status status =
      Call(&Stub::AcknowledgeZonePayment, acknowledge, {"zone"}).status();
  EXPECT_EQ(ErrorReason(status), "ACKNOWLEDGED_BEFORE_VALUE_DATE");
  EXPECT_EQ(Field(status), "acknowledge_date");
  // Nobody confirms today what arrives on a day to come.
  *acknowledge.mutable_acknowledge_date() = MakeDate(2199, 12, 31);
  status = Call(&Stub::AcknowledgeZonePayment, acknowledge, {"zone"}).status();
  EXPECT_EQ(ErrorReason(status), "DATE_IN_FUTURE");
  EXPECT_EQ(Field(status), "acknowledge_date");
  *acknowledge.mutable_acknowledge_date() = MakeDate(2018, 6, 30);
  EXPECT_TRUE(Call(&Stub::AcknowledgeZonePayment, acknowledge, {"zone"}).ok());
}

}  // namespace
}  // namespace entente::conventions
