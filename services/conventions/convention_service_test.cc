// A convention from its text to its deletion: through real stubs.
#include "services/conventions/convention_service.h"

#include <fstream>
#include <memory>
#include <sstream>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "entente/conventions/v1/budget_service.grpc.pb.h"
#include "entente/conventions/v1/convention_service.grpc.pb.h"
#include "entente/conventions/v1/events.pb.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/common/audit/test_log.h"
#include "services/common/base/error.h"
#include "services/common/channel/channel.h"
#include "services/common/server/test_harness.h"
#include "services/common/store/rocksdb_store.h"
#include "services/conventions/budget_service.h"
#include "services/conventions/money/money.h"
#include "services/conventions/profiles/profile_loader.h"
#include "services/conventions/regulation_files.h"

namespace entente::conventions {
namespace {

// In the form of a real convention, in words of our own.
constexpr char kText[] =
    R"(CONVENTION CONTRAT DE SECURITE ET DE SOCIETE 2018-2019 DE LA VILLE DE VALSENNE

Entre d'une part :

l'Etat représenté par le Ministre de l'Intérieur, ci-après dénommé " L'Etat ",

Et d'autre part :

la Ville de Valsenne représentée par le Conseil communal, pour lequel interviennent Madame Une Invention, Bourgmestre et Monsieur Autre Invention, Secrétaire communal, agissant en vertu de la délibération du Conseil communal du 12 mars 2018, ci-après dénommée " la Ville ",

Est convenu ce qui suit :

DISPOSITIONS GENERALES

1. Sur base de cette convention et sous réserve des crédits disponibles, un montant de 100.000,00 EUR pour l'allocation générale et de 6.000,00 EUR pour l'allocation complémentaire est octroyé pour l'année 2018 et un montant de 90.000,00 EUR pour l'allocation générale et de 6.000,00 EUR pour l'allocation complémentaire est octroyé pour l'année 2019.

2. Cette convention entre en vigueur le 1er janvier 2018 et se termine le 31 décembre 2019.

I. ALLOCATION CONTRAT DE SECURITE ET DE SOCIETE

Secteur d'activité 1

Objectif général :

- Aider la zone de police

Objectif stratégique 1 :

Verser une part de l'allocation à la zone de police

Objectifs opérationnels :

- Rendre la police plus proche
- Former les agents

Résultats attendus :

- Plus de contacts avec les habitants

Indicateurs :

- Le versement est effectué
- Nombre de formations organisées

II. Aide financière complémentaire dans le cadre de la prévention de la radicalisation violente

Secteur d'activité 3

Objectif stratégique 1 :

Prévenir la radicalisation

Objectifs opérationnels :

- Tenir des réunions

Résultats attendus :

- Des réunions suivies

Indicateurs :

- Nombre de formations organisées

Fait à Valsenne, le 1er mars 2018

Pour l'Etat fédéral,

Monsieur Tiers INVENTION
Ministre de l'Intérieur

Pour la Ville de Valsenne,

Madame Une INVENTION, Bourgmestre
)";

constexpr char kParent[] = "municipalities/21004";
constexpr char kName[] = "municipalities/21004/conventions/css-2018-2019";

using Stub = v1::ConventionService::Stub;

class ConventionServiceTest : public testing::Test {
 protected:
  ConventionServiceTest() {
    harness_.Start({&service_, &budget_});
    stub_ = v1::ConventionService::NewStub(harness_.Channel());
    budget_stub_ = v1::BudgetService::NewStub(harness_.Channel());
  }

  template <class Service, class Request, class Response>
  absl::StatusOr<Response> Call(
      Service& stub,
      grpc::Status (Service::*method)(grpc::ClientContext*, const Request&,
                                      Response*),
      const Request& request, const std::vector<std::string>& roles) {
    auto context = harness_.Context("p-1001", roles);
    Response response;
    absl::Status status =
        channel::FromWire((stub.*method)(context.get(), request, &response));
    if (!status.ok()) return status;
    return response;
  }
  template <class Request, class Response>
  absl::StatusOr<Response> Call(
      grpc::Status (Stub::*method)(grpc::ClientContext*, const Request&,
                                   Response*),
      const Request& request) {
    return Call(*stub_, method, request, {"coordinator"});
  }

  static v1::ImportConventionRequest ImportRequest(
      const std::string& text = kText) {
    v1::ImportConventionRequest request;
    request.set_parent(kParent);
    request.set_police_zone_code("5339");
    request.set_document_text(text);
    return request;
  }

  absl::StatusOr<v1::Convention> Import(const std::string& text = kText) {
    return Call(&Stub::ImportConvention, ImportRequest(text));
  }

  absl::StatusOr<v1::Convention> Get() {
    v1::GetConventionRequest request;
    request.set_name(kName);
    return Call(&Stub::GetConvention, request);
  }

  // Line of the first finding of `code` in the stored convention; -1: none.
  int LineOfFinding(const std::string& code) {
    const v1::Convention convention = Get().value_or(v1::Convention());
    for (const v1::Finding& finding : convention.findings()) {
      if (finding.code() == code) return finding.line();
    }
    return -1;
  }

  int Records() {
    int count = 0;
    for (int table = 0x10; table < 0xE0; ++table) {
      EXPECT_TRUE(store_->Read()
                      ->Scan(std::string(1, static_cast<char>(table)), "",
                             [&](absl::string_view, absl::string_view) {
                               ++count;
                               return true;
                             })
                      .ok());
    }
    return count;
  }

  std::vector<outbox::PendingEvent> Pending() {
    auto pending = outbox::ReadPending(*store_->Read(), kIndicators, 10);
    EXPECT_TRUE(pending.ok());
    return *pending;
  }

  SystemClock clock_;
  audit::TestLog log_;
  server::TestHarness harness_{"conventions",
                               {v1::ConventionService::service_full_name(),
                                v1::BudgetService::service_full_name()},
                               {.audit = &log_}};
  std::unique_ptr<store::Store> store_ =
      *store::OpenRocksdbStore(harness_.dir() + "/db");
  ServiceContext context_{
      .gate = harness_.gate(),
      .store = *store_,
      .log = log_.Open(*store_, harness_.dir() + "/keys", clock_).log(),
      .source = {"spiffe://entente.local/svc/conventions"},
      .contract_profiles = *LoadProfiles("services/conventions/profiles"),
      .regulation_profiles =
          *LoadRegulationProfiles("deploy/profiles/regulation"),
      .notify = nullptr,
      .page_tokens = {}};
  ConventionService service_{context_};
  BudgetService budget_{context_};
  std::unique_ptr<v1::ConventionService::Stub> stub_;
  std::unique_ptr<v1::BudgetService::Stub> budget_stub_;
};

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

TEST_F(ConventionServiceTest, ListsArePagedAndLeaveTheTreeOut) {
  ASSERT_TRUE(Import().ok());
  v1::ImportConventionRequest second =
      ImportRequest(absl::StrReplaceAll(kText, {{"90.000,00", "91.000,00"}}));
  second.set_convention_id("a-second");
  ASSERT_TRUE(Call(&Stub::ImportConvention, second).ok());
  v1::ListConventionsRequest request;
  request.set_parent(kParent);
  request.set_page_size(1);
  auto page = Call(&Stub::ListConventions, request);
  ASSERT_TRUE(page.ok()) << page.status();
  ASSERT_EQ(page->conventions_size(), 1);
  EXPECT_EQ(page->conventions(0).name(),
            absl::StrCat(kParent, "/conventions/a-second"));
  EXPECT_EQ(page->conventions(0).nodes_size(), 0);
  EXPECT_EQ(page->conventions(0).envelopes_size(), 4);
  request.set_page_token(page->next_page_token());
  page = Call(&Stub::ListConventions, request);
  ASSERT_TRUE(page.ok());
  EXPECT_EQ(page->conventions(0).name(), kName);
  EXPECT_TRUE(page->next_page_token().empty());
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
