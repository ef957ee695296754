// A convention from its text to its deletion: through real stubs.
#include <fstream>
#include <sstream>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "entente/conventions/v1/events.pb.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/common/base/error.h"
#include "services/conventions/convention_fixture_test.h"
#include "services/conventions/money/money.h"

namespace entente::conventions {
namespace {

class ConventionServiceTest : public ConventionFixture {};

TEST_F(ConventionServiceTest,
       AnotherMunicipalitysDocumentIsRefusedUnlessMeant) {
  const std::string text = absl::StrReplaceAll(kText, {{"Valsenne", "Elsene"}});
  for (const bool is_trial : {true, false}) {
    v1::ImportConventionRequest request = ImportRequest(text);
    request.set_validate_only(is_trial);
    const absl::Status refused =
        Call(&Stub::ImportConvention, request).status();
    EXPECT_EQ(refused.code(), absl::StatusCode::kInvalidArgument);
    EXPECT_EQ(ErrorReason(refused), "MUNICIPALITY_MISMATCH");
    const ErrorDetail detail = *GetErrorDetail(refused);
    EXPECT_EQ(detail.field, "parent");
    EXPECT_EQ(detail.metadata.at("document_code"), "21009");
    EXPECT_EQ(detail.metadata.at("given_code"), "21004 (Bruxelles / Brussel)");
  }
  EXPECT_EQ(Records(), 0);

  v1::ImportConventionRequest meant = ImportRequest(text);
  meant.set_municipality_differs(true);
  const auto imported = Call(&Stub::ImportConvention, meant);
  ASSERT_TRUE(imported.ok()) << imported.status();
  EXPECT_EQ(LineOfFinding("MUNICIPALITY_DIFFERS"), 9);
}

TEST_F(ConventionServiceTest, AnInstallationServesItsOneMunicipality) {
  context_.municipality = "21009";
  const absl::Status refused = Import().status();
  EXPECT_EQ(ErrorReason(refused), "MUNICIPALITY_NOT_SERVED");
  EXPECT_EQ(GetErrorDetail(refused)->metadata.at("served"), "21009");
  context_.municipality = "21004";
  EXPECT_TRUE(Import().ok());
}

TEST_F(ConventionServiceTest, TheCodeMustNameAMunicipalityWhenTheTermBegins) {
  // kText begins on 1 January 2018.
  const std::pair<const char*, const char*> cases[] = {
      {"58001", "MUNICIPALITY_CODE_NOT_YET"},
      {"21020", "MUNICIPALITY_CODE_UNKNOWN"},
      {"62063", ""},
      {"55022", ""},
      {"99001", ""}};
  for (const auto& [code, reason] : cases) {
    v1::ImportConventionRequest request = ImportRequest();
    request.set_parent(absl::StrCat("municipalities/", code));
    request.set_validate_only(true);
    const absl::Status status = Call(&Stub::ImportConvention, request).status();
    EXPECT_EQ(ErrorReason(status), reason) << code << " " << status;
    if (status.ok()) continue;
    EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument) << code;
    EXPECT_EQ(GetErrorDetail(status)->field, "parent") << code;
  }
  // Nobody can mean a code that is none.
  v1::ImportConventionRequest meant = ImportRequest();
  meant.set_parent("municipalities/21020");
  meant.set_municipality_differs(true);
  EXPECT_EQ(ErrorReason(Call(&Stub::ImportConvention, meant).status()),
            "MUNICIPALITY_CODE_UNKNOWN");
  EXPECT_EQ(Records(), 0);
}

TEST_F(ConventionServiceTest, ATermOfTheYearAfterTheCodeEndedIsRefused) {
  v1::ImportConventionRequest request = ImportRequest(
      absl::StrReplaceAll(kText, {{"2018", "2019"}, {"2019", "2020"}}));
  request.set_parent("municipalities/55022");
  const absl::Status status = Call(&Stub::ImportConvention, request).status();
  ASSERT_EQ(ErrorReason(status), "MUNICIPALITY_CODE_ENDED");
  EXPECT_EQ(GetErrorDetail(status)->metadata.at("successor"), "58001");
  request.set_parent("municipalities/58001");
  const auto imported = Call(&Stub::ImportConvention, request);
  ASSERT_TRUE(imported.ok()) << imported.status();
  EXPECT_EQ(imported->valid_from().year(), 2019);
}

// The code of 2018 goes on naming what was imported under it: the fixture's
// clock stands years after 2018.
TEST_F(ConventionServiceTest, AConventionOutlivesTheCodeOfItsMunicipality) {
  v1::ImportConventionRequest request = ImportRequest();
  request.set_parent("municipalities/55022");
  const auto imported = Call(&Stub::ImportConvention, request);
  ASSERT_TRUE(imported.ok()) << imported.status();
  v1::GetConventionRequest get;
  get.set_name(imported->name());
  EXPECT_TRUE(Call(&Stub::GetConvention, get).ok());
  v1::CreateLineRequest line;
  line.set_parent(absl::StrCat(imported->name(), "/envelopes/general-2018"));
  line.mutable_line()->set_objective_id("so-01");
  line.mutable_line()->set_category("operating");
  *line.mutable_line()->mutable_amount() = MoneyFromCents(100'000);
  const auto allotted = Call(
      *budget_stub_, &v1::BudgetService::Stub::CreateLine, line, {"finance"});
  EXPECT_TRUE(allotted.ok()) << allotted.status();
}

TEST_F(ConventionServiceTest, AMunicipalityNobodyKnowsHereIsAFinding) {
  ASSERT_TRUE(Import().ok());
  EXPECT_EQ(LineOfFinding("MUNICIPALITY_UNCONFIRMED"), 9);
}

TEST_F(ConventionServiceTest, AnImportStoresTreeEnvelopesAndEventAtOnce) {
  auto imported = Import();
  ASSERT_TRUE(imported.ok()) << imported.status();
  EXPECT_EQ(imported->name(), kName);
  EXPECT_EQ(imported->state(), v1::Convention::STATE_DRAFT);
  EXPECT_FALSE(imported->etag().empty());
  EXPECT_EQ(imported->municipality_code(), "21004");
  EXPECT_EQ(imported->envelopes_size(), 4);

  auto read = Get();
  ASSERT_TRUE(read.ok()) << read.status();
  EXPECT_EQ(read->SerializeAsString(), imported->SerializeAsString());

  v1::ListEnvelopesRequest envelopes;
  envelopes.set_parent(kName);
  auto list = Call(*budget_stub_, &v1::BudgetService::Stub::ListEnvelopes,
                   envelopes, {"finance"});
  ASSERT_TRUE(list.ok()) << list.status();
  ASSERT_EQ(list->envelopes_size(), 4);
  int64_t units = 0;
  for (const v1::Envelope& envelope : list->envelopes()) {
    units += envelope.position().unallotted().units();
  }
  EXPECT_EQ(units, 202'000);

  v1::ListLedgerEntriesRequest entries;
  entries.set_parent(kName);
  auto ledger = Call(*budget_stub_, &v1::BudgetService::Stub::ListLedgerEntries,
                     entries, {"finance"});
  ASSERT_TRUE(ledger.ok());
  ASSERT_EQ(ledger->entries_size(), 4);
  EXPECT_EQ(ledger->entries(0).type(), v1::LedgerEntry::TYPE_GRANT);

  ASSERT_EQ(Pending().size(), 1u);
  v1::DefinitionsPublished event;
  ASSERT_TRUE(Pending()[0].event.data().UnpackTo(&event));
  EXPECT_EQ(event.convention(), kName);
  EXPECT_EQ(event.valid_until().year(), 2019);
  v1::ListMeasureDefinitionsRequest measures;
  measures.set_parent(kName);
  auto definitions = Call(&Stub::ListMeasureDefinitions, measures);
  ASSERT_TRUE(definitions.ok());
  EXPECT_EQ(event.measures_size(), definitions->measures_size());
  EXPECT_GT(event.measures_size(), 0);
  int reporting = 0;
  for (const v1::Node& node : event.indicators()) {
    reporting += node.kind() == v1::Node::KIND_INDICATOR;
  }
  // Three indicators, two labels: the repeated one is one measure.
  EXPECT_EQ(reporting, 3);
}

TEST_F(ConventionServiceTest, TheSameTextIsImportedOnce) {
  ASSERT_TRUE(Import().ok());
  const int before = Records();
  v1::ImportConventionRequest again = ImportRequest();
  again.set_convention_id("other");
  absl::Status status = Call(&Stub::ImportConvention, again).status();
  EXPECT_EQ(status.code(), absl::StatusCode::kAlreadyExists);
  EXPECT_EQ(ErrorReason(status), "CONVENTION_EXISTS");
  EXPECT_EQ(GetErrorDetail(status)->metadata.at("name"), kName);
  EXPECT_EQ(GetErrorDetail(status)->field, "document_text");
  // Another text under the same id.
  status =
      Import(absl::StrReplaceAll(kText, {{"90.000,00", "91.000,00"}})).status();
  EXPECT_EQ(status.code(), absl::StatusCode::kAlreadyExists);
  EXPECT_EQ(GetErrorDetail(status)->field, "convention_id");
  EXPECT_EQ(Records(), before);
  EXPECT_EQ(Pending().size(), 1u);
}

TEST_F(ConventionServiceTest, ARetriedImportAnswersTheConvention) {
  v1::ImportConventionRequest request = ImportRequest();
  request.set_request_id("import-1");
  auto first = Call(&Stub::ImportConvention, request);
  auto again = Call(&Stub::ImportConvention, request);
  ASSERT_TRUE(first.ok() && again.ok()) << again.status();
  EXPECT_EQ(first->SerializeAsString(), again->SerializeAsString());
  EXPECT_EQ(Pending().size(), 1u);
}

TEST_F(ConventionServiceTest, ValidateOnlyShowsTheTreeAndStoresNothing) {
  v1::ImportConventionRequest request = ImportRequest();
  request.set_validate_only(true);
  auto shown = Call(&Stub::ImportConvention, request);
  ASSERT_TRUE(shown.ok()) << shown.status();
  EXPECT_GT(shown->nodes_size(), 10);
  EXPECT_EQ(Records(), 0);
  EXPECT_TRUE(Pending().empty());
  EXPECT_EQ(Get().status().code(), absl::StatusCode::kNotFound);
}

TEST_F(ConventionServiceTest, WhatIsNotAConventionLeavesNoTrace) {
  EXPECT_EQ(ErrorReason(Import("Madame, Monsieur,\n\nMerci.\n").status()),
            "NOT_A_CONVENTION");
  EXPECT_EQ(Import("").status().code(), absl::StatusCode::kInvalidArgument);
  v1::ImportConventionRequest request = ImportRequest();
  request.set_police_zone_code("53");
  EXPECT_EQ(
      GetErrorDetail(Call(&Stub::ImportConvention, request).status())->field,
      "police_zone_code");
  request = ImportRequest();
  request.set_convention_id("../x");
  EXPECT_EQ(ErrorReason(Call(&Stub::ImportConvention, request).status()),
            "MALFORMED_CONVENTION_ID");
  request = ImportRequest();
  request.set_parent("municipalities/1");
  EXPECT_EQ(ErrorReason(Call(&Stub::ImportConvention, request).status()),
            "MALFORMED_NAME");
  EXPECT_EQ(Records(), 0);
}

TEST_F(ConventionServiceTest, ADraftIsDiscardedWholeAndCanBeImportedAgain) {
  ASSERT_TRUE(Import().ok());
  v1::DeleteConventionRequest request;
  request.set_name(kName);
  request.set_validate_only(true);
  ASSERT_TRUE(Call(&Stub::DeleteConvention, request).ok());
  EXPECT_TRUE(Get().ok());
  request.set_validate_only(false);
  request.set_etag("stale");
  EXPECT_EQ(Call(&Stub::DeleteConvention, request).status().code(),
            absl::StatusCode::kAborted);
  request.set_etag(Get()->etag());
  ASSERT_TRUE(Call(&Stub::DeleteConvention, request).ok());
  EXPECT_EQ(Records(), 0);
  EXPECT_EQ(Get().status().code(), absl::StatusCode::kNotFound);
  EXPECT_EQ(Call(&Stub::DeleteConvention, request).status().code(),
            absl::StatusCode::kNotFound);
  ASSERT_EQ(Pending().size(), 2u);
  v1::DefinitionsWithdrawn withdrawn;
  ASSERT_TRUE(Pending()[1].event.data().UnpackTo(&withdrawn));
  EXPECT_EQ(withdrawn.convention(), kName);
  EXPECT_TRUE(Import().ok());
}

TEST_F(ConventionServiceTest, ADiscardWhoseAnswerWasLostAnswersAgain) {
  ASSERT_TRUE(Import().ok());
  v1::DeleteConventionRequest request;
  request.set_name(kName);
  request.set_request_id("discard-1");
  ASSERT_TRUE(Call(&Stub::DeleteConvention, request).ok());
  const auto again = Call(&Stub::DeleteConvention, request);
  EXPECT_TRUE(again.ok()) << again.status();
  EXPECT_EQ(Pending().size(), 2u);
  // What was imported since is not discarded by the old request.
  ASSERT_TRUE(Import().ok());
  EXPECT_TRUE(Call(&Stub::DeleteConvention, request).ok());
  EXPECT_TRUE(Get().ok());
  request.set_force(true);
  EXPECT_EQ(ErrorReason(Call(&Stub::DeleteConvention, request).status()),
            "REQUEST_ID_REUSED");
}

TEST_F(ConventionServiceTest, OnceMoneyMovedNothingIsDiscarded) {
  auto imported = Import();
  ASSERT_TRUE(imported.ok());
  std::string objective;
  for (const v1::Node& node : imported->nodes()) {
    if (node.kind() == v1::Node::KIND_STRATEGIC_OBJECTIVE &&
        node.allocation() == v1::ALLOCATION_GENERAL) {
      objective = node.id();
      break;
    }
  }
  v1::CreateLineRequest line;
  line.set_parent(absl::StrCat(kName, "/envelopes/general-2018"));
  line.mutable_line()->set_objective_id(objective);
  line.mutable_line()->set_category("operating");
  *line.mutable_line()->mutable_amount() = MoneyFromCents(50'000);
  auto created = Call(*budget_stub_, &v1::BudgetService::Stub::CreateLine, line,
                      {"finance"});
  ASSERT_TRUE(created.ok()) << created.status();
  v1::CreateReservationRequest reservation;
  reservation.set_parent(kName);
  reservation.mutable_reservation()->set_line(created->name());
  *reservation.mutable_reservation()->mutable_amount() = MoneyFromCents(100);
  ASSERT_TRUE(Call(*budget_stub_, &v1::BudgetService::Stub::CreateReservation,
                   reservation, {"finance"})
                  .ok());
  v1::DeleteConventionRequest request;
  request.set_name(kName);
  EXPECT_EQ(ErrorReason(Call(&Stub::DeleteConvention, request).status()),
            "CONVENTION_HAS_MOVEMENTS");
  EXPECT_TRUE(Get().ok());
}

TEST_F(ConventionServiceTest, RolesThatDoNotKeepConventionsAreRefused) {
  for (const char* role : {"finance", "zone", "federal", "oversight"}) {
    EXPECT_EQ(Call(*stub_, &Stub::ImportConvention, ImportRequest(), {role})
                  .status()
                  .code(),
              absl::StatusCode::kPermissionDenied)
        << role;
  }
  EXPECT_EQ(Records(), 0);
}

TEST_F(ConventionServiceTest, TheRealDocumentBringsItsFourEnvelopes) {
  std::ifstream file("../shared/convention/brussels-2018-2019.fr.txt");
  if (!file) GTEST_SKIP() << "the real document is not here";
  std::ostringstream text;
  text << file.rdbuf();
  auto imported = Import(text.str());
  ASSERT_TRUE(imported.ok()) << imported.status();
  EXPECT_EQ(imported->contract_profile(), "brussels-2018-2019");
  v1::ListEnvelopesRequest envelopes;
  envelopes.set_parent(imported->name());
  auto list = Call(*budget_stub_, &v1::BudgetService::Stub::ListEnvelopes,
                   envelopes, {"finance"});
  ASSERT_TRUE(list.ok());
  int64_t cents = 0;
  for (const v1::Envelope& envelope : list->envelopes()) {
    cents += *CentsFromMoney(envelope.position().allocated(), "allocated");
  }
  EXPECT_EQ(list->envelopes_size(), 4);
  EXPECT_EQ(cents, 387'342'193);
  v1::ListMeasureDefinitionsRequest measures;
  measures.set_parent(imported->name());
  auto definitions = Call(&Stub::ListMeasureDefinitions, measures);
  ASSERT_TRUE(definitions.ok());
  EXPECT_GE(definitions->measures_size(), 15);
}

}  // namespace
}  // namespace entente::conventions
