// A convention text to import, and the service that does, called through real
// stubs.
#ifndef SERVICES_CONVENTIONS_CONVENTION_FIXTURE_TEST_H_
#define SERVICES_CONVENTIONS_CONVENTION_FIXTURE_TEST_H_

#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "entente/conventions/v1/budget_service.grpc.pb.h"
#include "entente/conventions/v1/convention_service.grpc.pb.h"
#include "gtest/gtest.h"
#include "services/common/audit/test_log.h"
#include "services/common/channel/channel.h"
#include "services/common/server/test_harness.h"
#include "services/common/store/rocksdb_store.h"
#include "services/conventions/budget_service.h"
#include "services/conventions/convention_service.h"
#include "services/conventions/profiles/profile_loader.h"
#include "services/conventions/regulation_files.h"

namespace entente::conventions {

// In the form of a real convention, in words of our own.
inline constexpr char kText[] =
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

inline constexpr char kParent[] = "municipalities/21004";
inline constexpr char kName[] =
    "municipalities/21004/conventions/css-2018-2019";

// The service and the budget behind a real gate, on a store of its own.
class ConventionFixture : public testing::Test {
 protected:
  using Stub = v1::ConventionService::Stub;

  ConventionFixture() {
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

}  // namespace entente::conventions

#endif  // SERVICES_CONVENTIONS_CONVENTION_FIXTURE_TEST_H_
