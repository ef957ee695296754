// Allotments, reservations, replay, roles: through real stubs.
#include <vector>

#include "gmock/gmock.h"
#include "services/conventions/budget_fixture_test.h"

namespace entente::conventions {
namespace {

using Stub = v1::BudgetService::Stub;
using testing::HasSubstr;

class BudgetServiceTest : public BudgetFixture {};

TEST_F(BudgetServiceTest, EnvelopesArriveUnallotted) {
  v1::ListEnvelopesRequest request;
  request.set_parent(Format(kConvention));
  auto list = Call(&Stub::ListEnvelopes, request);
  ASSERT_TRUE(list.ok()) << list.status();
  ASSERT_EQ(list->envelopes_size(), 3);
  EXPECT_EQ(list->envelopes(0).name(), Envelope("general-2018"));
  EXPECT_EQ(list->envelopes(0).position().allocated().units(), 10'000);
  EXPECT_EQ(list->envelopes(0).position().unallotted().units(), 10'000);
  EXPECT_EQ(list->envelopes(2).position().allotted().units(), 0);
}

TEST_F(BudgetServiceTest, AnAllotmentMovesTheEnvelopesRestToALine) {
  auto line = Call(&Stub::CreateLine,
                   LineRequest("general-2018", "op-01", "personnel", 250'050));
  ASSERT_TRUE(line.ok()) << line.status();
  EXPECT_EQ(line->name(), LineNamed("general-2018", "op-01-personnel"));
  EXPECT_EQ(line->position().available().units(), 2'500);
  EXPECT_EQ(line->position().available().nanos(), 500'000'000);
  v1::ListLinesRequest all;
  all.set_parent(Envelope("-"));
  auto lines = Call(&Stub::ListLines, all);
  ASSERT_TRUE(lines.ok()) << lines.status();
  ASSERT_EQ(lines->lines_size(), 1);
  EXPECT_EQ(lines->lines(0).name(), line->name());
  EXPECT_EQ(lines->lines(0).objective_id(), "op-01");
}

TEST_F(BudgetServiceTest, AnAllotmentAboveTheRestNamesTheFigures) {
  MakeLine(990'000);
  absl::Status status =
      Call(&Stub::CreateLine,
           LineRequest("general-2018", "so-01", "personnel", 10'001))
          .status();
  EXPECT_EQ(status.code(), absl::StatusCode::kFailedPrecondition);
  EXPECT_EQ(ErrorReason(status), "ENVELOPE_EXCEEDED");
  EXPECT_EQ(Field(status), "line.amount");
  EXPECT_EQ(Figure(status, "available_cents"), "10000");
  EXPECT_EQ(Figure(status, "allotted_cents"), "990000");
  EXPECT_THAT(GetErrorDetail(status)->sentence.fr, HasSubstr("100,01 EUR"));
  // The rest itself fits.
  EXPECT_TRUE(Call(&Stub::CreateLine,
                   LineRequest("general-2018", "so-01", "personnel", 10'000))
                  .ok());
}

TEST_F(BudgetServiceTest, EachPartPaysItsOwnObjectives) {
  EXPECT_EQ(ErrorReason(
                Call(&Stub::CreateLine, LineRequest("supplementary-2018",
                                                    "so-01", "operating", 100))
                    .status()),
            "WRONG_ALLOCATION");
  EXPECT_EQ(
      ErrorReason(Call(&Stub::CreateLine,
                       LineRequest("general-2018", "so-02", "operating", 100))
                      .status()),
      "WRONG_ALLOCATION");
  EXPECT_TRUE(Call(&Stub::CreateLine,
                   LineRequest("supplementary-2018", "so-02", "operating", 100))
                  .ok());
}

TEST_F(BudgetServiceTest, OnlyObjectivesAndCategoriesOfTheRulesAreAllottedTo) {
  for (const char* objective : {"so-99", "in-01", "pt-01", "../x"}) {
    EXPECT_EQ(ErrorReason(
                  Call(&Stub::CreateLine,
                       LineRequest("general-2018", objective, "operating", 100))
                      .status()),
              "UNKNOWN_OBJECTIVE")
        << objective;
  }
  absl::Status status =
      Call(&Stub::CreateLine,
           LineRequest("general-2018", "so-01", "catering", 100))
          .status();
  EXPECT_EQ(ErrorReason(status), "UNKNOWN_CATEGORY");
  EXPECT_EQ(Figure(status, "categories"), "personnel, operating, investment");
}

TEST_F(BudgetServiceTest, ALineIsAllottedOnce) {
  MakeLine();
  absl::Status status =
      Call(&Stub::CreateLine,
           LineRequest("general-2018", "so-01", "operating", 100))
          .status();
  EXPECT_EQ(status.code(), absl::StatusCode::kAlreadyExists);
  EXPECT_EQ(ErrorReason(status), "LINE_EXISTS");
  // Of the line that is there.
  EXPECT_EQ(Figure(status, "allotted_cents"), "100000");
  EXPECT_EQ(Figure(status, "reserved_cents"), "0");
  EXPECT_EQ(Figure(status, "spent_cents"), "0");
  EXPECT_EQ(Figure(status, "requested_cents"), "100");
  EXPECT_EQ(Figure(status, "available_cents"), "100000");
}

TEST_F(BudgetServiceTest, AmountsAreEurosInWholeCentsAboveZero) {
  v1::CreateLineRequest request =
      LineRequest("general-2018", "so-01", "operating", 0);
  EXPECT_EQ(ErrorReason(Call(&Stub::CreateLine, request).status()),
            "AMOUNT_NOT_POSITIVE");
  *request.mutable_line()->mutable_amount() = MoneyFromCents(-100);
  EXPECT_EQ(ErrorReason(Call(&Stub::CreateLine, request).status()),
            "AMOUNT_NOT_POSITIVE");
  *request.mutable_line()->mutable_amount() = MoneyFromCents(100);
  request.mutable_line()->mutable_amount()->set_currency_code("USD");
  EXPECT_EQ(Field(Call(&Stub::CreateLine, request).status()), "line.amount");
  request.mutable_line()->clear_amount();
  EXPECT_EQ(ErrorReason(Call(&Stub::CreateLine, request).status()),
            "FIELD_REQUIRED");
}

TEST_F(BudgetServiceTest, AReservationNeverExceedsTheAllotment) {
  const std::string line = MakeLine(100'000);
  auto first = Call(&Stub::CreateReservation, ReservationRequest(line, 65'000));
  ASSERT_TRUE(first.ok()) << first.status();
  EXPECT_EQ(first->line_position().available().units(), 350);
  absl::Status status =
      Call(&Stub::CreateReservation, ReservationRequest(line, 120'000))
          .status();
  EXPECT_EQ(status.code(), absl::StatusCode::kFailedPrecondition);
  EXPECT_EQ(ErrorReason(status), "ALLOTMENT_EXCEEDED");
  EXPECT_EQ(Field(status), "reservation.amount");
  EXPECT_EQ(Figure(status, "allotted_cents"), "100000");
  EXPECT_EQ(Figure(status, "reserved_cents"), "65000");
  EXPECT_EQ(Figure(status, "spent_cents"), "0");
  EXPECT_EQ(Figure(status, "requested_cents"), "120000");
  EXPECT_EQ(Figure(status, "available_cents"), "35000");
  EXPECT_THAT(GetErrorDetail(status)->sentence.fr,
              HasSubstr("Demandé 1.200,00 EUR; disponible 350,00 EUR"));
  EXPECT_THAT(GetErrorDetail(status)->sentence.nl,
              HasSubstr("beschikbaar 350,00 EUR"));
}

TEST_F(BudgetServiceTest, AReservationEndsOnce) {
  const std::string line = MakeLine();
  auto held = Call(&Stub::CreateReservation, ReservationRequest(line, 40'000));
  ASSERT_TRUE(held.ok());
  v1::VoidReservationRequest request;
  request.set_name(held->name());
  auto voided = Call(&Stub::VoidReservation, request);
  ASSERT_TRUE(voided.ok()) << voided.status();
  EXPECT_EQ(voided->state(), v1::Reservation::STATE_VOIDED);
  EXPECT_EQ(voided->line_position().available().units(), 1'000);
  EXPECT_EQ(ErrorReason(Call(&Stub::VoidReservation, request).status()),
            "RESERVATION_ENDED");
  request.set_name(Format(kConvention) + "/reservations/r-000099");
  EXPECT_EQ(Call(&Stub::VoidReservation, request).status().code(),
            absl::StatusCode::kNotFound);
}

TEST_F(BudgetServiceTest, ValidateOnlyStoresNothingAndAnswersTheSame) {
  const std::string line = MakeLine();
  const std::string before = Everything();
  v1::CreateReservationRequest request = ReservationRequest(line, 40'000);
  request.set_validate_only(true);
  request.set_request_id("id-1");
  auto rehearsal = Call(&Stub::CreateReservation, request);
  ASSERT_TRUE(rehearsal.ok()) << rehearsal.status();
  EXPECT_EQ(rehearsal->line_position().available().units(), 600);
  *request.mutable_reservation()->mutable_amount() = MoneyFromCents(200'000);
  EXPECT_EQ(Figure(Call(&Stub::CreateReservation, request).status(),
                   "available_cents"),
            "100000");
  EXPECT_EQ(Everything(), before);
}

TEST_F(BudgetServiceTest, ARetriedRequestReservesOnce) {
  const std::string line = MakeLine();
  v1::CreateReservationRequest request = ReservationRequest(line, 40'000);
  request.set_request_id("id-1");
  auto first = Call(&Stub::CreateReservation, request);
  auto again = Call(&Stub::CreateReservation, request);
  ASSERT_TRUE(first.ok() && again.ok());
  EXPECT_EQ(first->SerializeAsString(), again->SerializeAsString());
  EXPECT_EQ(LineBalances(line).reserved_cents, 40'000);
  *request.mutable_reservation()->mutable_amount() = MoneyFromCents(1);
  EXPECT_EQ(ErrorReason(Call(&Stub::CreateReservation, request).status()),
            "REQUEST_ID_REUSED");
}

TEST_F(BudgetServiceTest, RolesThatDoNotMoveMoneyAreRefused) {
  const std::string line = MakeLine();
  for (const char* role : {"coordinator", "zone", "federal", "cell_chair"}) {
    EXPECT_EQ(
        Call(&Stub::CreateReservation, ReservationRequest(line, 100), {role})
            .status()
            .code(),
        absl::StatusCode::kPermissionDenied)
        << role;
  }
  v1::ListEnvelopesRequest request;
  request.set_parent(Format(kConvention));
  EXPECT_TRUE(Call(&Stub::ListEnvelopes, request, {"federal"}).ok());
  EXPECT_EQ(
      Call(&Stub::ListEnvelopes, request, {"cell_member"}).status().code(),
      absl::StatusCode::kPermissionDenied);
}

TEST_F(BudgetServiceTest, EntriesArePagedInOrderOfRecording) {
  const std::string line = MakeLine();
  for (int i = 0; i < 5; ++i) {
    ASSERT_TRUE(
        Call(&Stub::CreateReservation, ReservationRequest(line, 100)).ok());
  }
  v1::ListLedgerEntriesRequest request;
  request.set_parent(Format(kConvention));
  request.set_page_size(4);
  std::vector<int64_t> sequences;
  do {
    auto page = Call(&Stub::ListLedgerEntries, request);
    ASSERT_TRUE(page.ok()) << page.status();
    for (const v1::LedgerEntry& entry : page->entries()) {
      sequences.push_back(entry.sequence());
    }
    request.set_page_token(page->next_page_token());
  } while (!request.page_token().empty());
  // Three grants, one allotment, five reservations.
  EXPECT_THAT(sequences, testing::ElementsAre(1, 2, 3, 4, 5, 6, 7, 8, 9));
  request.set_page_token("forged");
  EXPECT_EQ(Field(Call(&Stub::ListLedgerEntries, request).status()),
            "page_token");
}

TEST_F(BudgetServiceTest, TheRegulationProfileSaysThatNothingInItIsVerified) {
  v1::GetRegulationProfileRequest request;
  request.set_name(Format(kConvention));
  auto profile = Call(&Stub::GetRegulationProfile, request);
  ASSERT_TRUE(profile.ok()) << profile.status();
  EXPECT_EQ(profile->id(), "be-2018-2019");
  for (const v1::CostCategory& category : profile->categories()) {
    EXPECT_FALSE(category.is_verified());
  }
  EXPECT_FALSE(profile->claim_deadline().is_verified());
}

TEST_F(BudgetServiceTest, LinesAndEnvelopesSayWhichValuesNobodyVerified) {
  using testing::ElementsAre;
  using testing::IsEmpty;
  MakeLine();
  v1::ListLinesRequest lines;
  lines.set_parent(Envelope("general-2018"));
  v1::ListEnvelopesRequest envelopes;
  envelopes.set_parent(Format(kConvention));
  const auto of_line = [&] {
    return Call(&Stub::ListLines, lines)->lines(0).unverified_values();
  };
  const auto of_envelope = [&](int index) {
    return Call(&Stub::ListEnvelopes, envelopes)
        ->envelopes(index)
        .unverified_values();
  };
  EXPECT_THAT(of_line(), ElementsAre("categories.operating"));
  EXPECT_THAT(of_envelope(0), ElementsAre("categories.operating"));
  EXPECT_THAT(of_envelope(1), IsEmpty()) << "it has no line";
  for (v1::RegulationProfile& profile : context_.regulation_profiles) {
    for (v1::CostCategory& category : *profile.mutable_categories()) {
      category.set_is_verified(true);
      category.mutable_cap()->set_share_basis_points(5'000);
      category.mutable_evidence()->add_kinds(v1::Evidence::KIND_INVOICE);
    }
  }
  EXPECT_THAT(of_line(), ElementsAre("categories.operating.cap",
                                     "categories.operating.evidence"));
  for (v1::RegulationProfile& profile : context_.regulation_profiles) {
    for (v1::CostCategory& category : *profile.mutable_categories()) {
      category.mutable_cap()->set_is_verified(true);
      category.mutable_evidence()->set_is_verified(true);
    }
  }
  EXPECT_THAT(of_line(), IsEmpty());
  EXPECT_THAT(of_envelope(0), IsEmpty());
  // The reply of the mutation that makes a line says it too.
  const auto made = Call(&Stub::CreateLine, LineRequest("general-2019", "so-01",
                                                        "personnel", 100));
  ASSERT_TRUE(made.ok()) << made.status();
  EXPECT_THAT(made->unverified_values(), IsEmpty());
}

TEST_F(BudgetServiceTest, NamesOfNothingAreNotFoundAndForeignNamesRefused) {
  v1::ListLinesRequest lines;
  lines.set_parent("municipalities/21004/conventions/css-1999/envelopes/-");
  EXPECT_EQ(Call(&Stub::ListLines, lines).status().code(),
            absl::StatusCode::kNotFound);
  v1::CreateReservationRequest request = ReservationRequest(MakeLine(), 100);
  request.set_parent("municipalities/21004/conventions/css-2020");
  EXPECT_EQ(ErrorReason(Call(&Stub::CreateReservation, request).status()),
            "OTHER_CONVENTION");
  request =
      ReservationRequest(LineNamed("general-2018", "so-01-personnel"), 100);
  EXPECT_EQ(Call(&Stub::CreateReservation, request).status().code(),
            absl::StatusCode::kNotFound);
}

}  // namespace
}  // namespace entente::conventions
