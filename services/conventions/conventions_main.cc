// entente-conventions: conventions from their document on, and their ledger.
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "CLI/App.hpp"
#include "CLI/Config.hpp"
#include "CLI/Formatter.hpp"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "services/common/audit/audit_service.h"
#include "services/common/audit/service_log.h"
#include "services/common/audit/witness_file.h"
#include "services/common/base/clock.h"
#include "services/common/base/error.h"
#include "services/common/channel/channel.h"
#include "services/common/explain/access_service.h"
#include "services/common/gate/gate.h"
#include "services/common/gate/policy.h"
#include "services/common/outbox/event_client.h"
#include "services/common/outbox/outbox_service.h"
#include "services/common/outbox/shipper.h"
#include "services/common/server/data_folder.h"
#include "services/common/server/log_setup.h"
#include "services/common/server/server.h"
#include "services/common/store/rocksdb_store.h"
#include "services/conventions/amendment_service.h"
#include "services/conventions/budget_change_service.h"
#include "services/conventions/budget_service.h"
#include "services/conventions/claim_revision_service.h"
#include "services/conventions/claim_service.h"
#include "services/conventions/control_service.h"
#include "services/conventions/convention_service.h"
#include "services/conventions/conventions_flags.h"
#include "services/conventions/correction_service.h"
#include "services/conventions/credit_note_service.h"
#include "services/conventions/dossier_service.h"
#include "services/conventions/dotation_service.h"
#include "services/conventions/evidence_service.h"
#include "services/conventions/federal_payment_service.h"
#include "services/conventions/installation_store.h"
#include "services/conventions/intake_service.h"
#include "services/conventions/life_service.h"
#include "services/conventions/municipality_registry.h"
#include "services/conventions/offline.h"
#include "services/conventions/organisation_service.h"
#include "services/conventions/period_client.h"
#include "services/conventions/posting_service.h"
#include "services/conventions/profile_texts.h"
#include "services/conventions/profiles/profile_loader.h"
#include "services/conventions/progress_service.h"
#include "services/conventions/recount_service.h"
#include "services/conventions/regulation_files.h"
#include "services/conventions/review_service.h"
#include "services/conventions/schema_store.h"
#include "services/conventions/service_context.h"
#include "services/conventions/state_client.h"
#include "services/conventions/submission_keys.h"
#include "services/conventions/submission_service.h"

namespace entente::conventions {
namespace {

// Full names of what the gate of each installation admits to.
std::vector<std::string> MunicipalityServices() {
  return {v1::ConventionService::service_full_name(),
          v1::BudgetService::service_full_name(),
          v1::EvidenceService::service_full_name(),
          v1::PostingService::service_full_name(),
          v1::ClaimService::service_full_name(),
          v1::ClaimRevisionService::service_full_name(),
          v1::FederalPaymentService::service_full_name(),
          v1::LifeService::service_full_name(),
          v1::AmendmentService::service_full_name(),
          v1::ReviewService::service_full_name(),
          v1::ProgressService::service_full_name(),
          v1::ControlService::service_full_name(),
          v1::OrganisationService::service_full_name(),
          v1::DotationService::service_full_name(),
          v1::BudgetChangeService::service_full_name(),
          v1::ExpenseCorrectionService::service_full_name(),
          v1::CreditNoteService::service_full_name(),
          v1::RecountService::service_full_name(),
          v1::DossierService::service_full_name(),
          v1::SubmissionService::service_full_name(),
          common::v1::AccessService::service_full_name(),
          common::v1::AuditService::service_full_name(),
          common::v1::OutboxService::service_full_name()};
}

std::vector<std::string> StateServices() {
  return {v1::IntakeService::service_full_name(),
          v1::SubmissionService::service_full_name(),
          common::v1::AccessService::service_full_name(),
          common::v1::AuditService::service_full_name()};
}

// Of the profiles that were read, what decides by them and may be asked later.
absl::Status KeepTexts(store::Store& store, const Flags& flags,
                       const std::vector<v1::ContractProfile>& contracts,
                       const std::vector<v1::RegulationProfile>& regulations) {
  std::vector<ProfileRef> kept;
  for (const v1::ContractProfile& profile : contracts) {
    kept.push_back({profile.id(), profile.version(), profile.text_sha256()});
  }
  ENTENTE_RETURN_IF_ERROR(KeepProfileTexts(store, ProfileKind::kContract,
                                           flags.contract_profiles, kept));
  kept.clear();
  for (const v1::RegulationProfile& profile : regulations) {
    kept.push_back({profile.id(), profile.version(), profile.text_sha256()});
  }
  return KeepProfileTexts(store, ProfileKind::kRegulation,
                          flags.regulation_profiles, kept);
}

// To the service of indicators; null where none is named.
absl::StatusOr<std::shared_ptr<grpc::Channel>> IndicatorsChannel(
    const Flags& flags, const std::string& trust_domain) {
  if (flags.indicators.empty()) return nullptr;
  return channel::MakeChannel(
      flags.indicators, flags.server.tls,
      absl::StrCat("spiffe://", trust_domain, "/svc/indicators"));
}

// What tells indicators; without a channel events wait, and are seen to wait.
std::unique_ptr<outbox::Shipper> MakeShipper(
    std::shared_ptr<grpc::Channel> indicators, store::Store& store) {
  return std::make_unique<outbox::Shipper>(
      store, kIndicators,
      indicators == nullptr ? outbox::MakeNoSender()
                            : outbox::MakeEventSender(std::move(indicators)));
}

// Towards the State; its authorities have lists of their own.
absl::StatusOr<TlsFiles> StateTls(const Flags& flags) {
  if (flags.state_tls_dir.empty()) return flags.server.tls;
  if (!flags.server.tls.crl.empty() && flags.state_tls_crl.empty()) {
    return absl::InvalidArgumentError(
        "--tls-crl is given and --state-tls-dir too, but no --state-tls-crl: a "
        "certificate of the State that was taken back would be believed. Name "
        "the revocation lists of its authorities.");
  }
  TlsFiles files = TlsFiles::In(flags.state_tls_dir);
  files.crl = flags.state_tls_crl;
  return files;
}

// Null without --state.
absl::StatusOr<std::unique_ptr<StateClient>> MakeStateClient(
    const Flags& flags, const std::string& own_id) {
  if (flags.state.empty()) return nullptr;
  ENTENTE_ASSIGN_OR_RETURN(std::vector<audit::NoteVerifier> keys,
                           ParseVerifiers(flags.state_keys));
  ENTENTE_ASSIGN_OR_RETURN(const TlsFiles files, StateTls(flags));
  ENTENTE_ASSIGN_OR_RETURN(
      std::shared_ptr<grpc::Channel> channel,
      channel::MakeChannel(flags.state, files,
                           flags.state_id.empty() ? own_id : flags.state_id));
  return std::make_unique<StateClient>(std::move(channel), std::move(keys));
}

// What both kinds of installation are made of.
struct Parts {
  const Flags& flags;
  ServiceContext& context;
  audit::ServiceLog& access_log;
  SubmissionKeys& keys;
  std::string own_id;
};

absl::Status Run(const Parts& parts,
                 const std::vector<grpc::Service*>& services,
                 outbox::Shipper* shipper) {
  ENTENTE_ASSIGN_OR_RETURN(
      const std::unique_ptr<server::Server> server,
      server::Server::Start(
          parts.flags.server, parts.context.gate, services, [&] {
            return audit::IsReady(parts.context.store, parts.access_log);
          }));
  if (shipper != nullptr) shipper->Start();
  parts.access_log.StartSigning();
  server::RunUntilSignal(*server);
  return absl::OkStatus();
}

absl::Status ServeMunicipality(const Parts& parts, outbox::Shipper& shipper,
                               const FigureApprovals* approvals) {
  ServiceContext& context = parts.context;
  ENTENTE_ASSIGN_OR_RETURN(const std::unique_ptr<StateClient> state,
                           MakeStateClient(parts.flags, parts.own_id));
  ConventionService conventions(context);
  BudgetService budget(context);
  EvidenceService evidence(context);
  PostingService postings(context);
  ClaimService claims(context, approvals);
  ClaimRevisionService claim_revisions(context);
  FederalPaymentService federal_payments(context);
  LifeService life(context);
  AmendmentService amendments(context);
  ReviewService reviews(context);
  ProgressService progress(context);
  ControlService controls(context);
  OrganisationService organisations(context);
  DotationService dotations(context);
  BudgetChangeService budget_changes(context);
  ExpenseCorrectionService corrections(context);
  CreditNoteService credit_notes(context);
  RecountService recounts(context);
  DossierService dossiers(context, parts.keys, state.get(), approvals);
  SubmissionService submissions(context, parts.keys);
  audit::AuditService audits(context.gate, context.store, context.log,
                             parts.access_log.signer());
  explain::AccessService accesses(context.gate, context.store, context.log);
  outbox::OutboxService outboxes(context.gate, context.store, context.log,
                                 {&shipper});
  return Run(
      parts,
      {&conventions,    &budget,           &evidence,       &postings,
       &budget_changes, &corrections,      &credit_notes,   &recounts,
       &claims,         &federal_payments, &life,           &amendments,
       &reviews,        &progress,         &controls,       &organisations,
       &dossiers,       &submissions,      &accesses,       &audits,
       &outboxes,       &dotations,        &claim_revisions},
      &shipper);
}

absl::Status ServeState(const Parts& parts) {
  ServiceContext& context = parts.context;
  ENTENTE_RETURN_IF_ERROR(CheckRegistry(parts.flags.municipalities));
  IntakeService intake(context, parts.keys, parts.flags.municipalities);
  SubmissionService submissions(context, parts.keys);
  audit::AuditService audits(context.gate, context.store, context.log,
                             parts.access_log.signer());
  explain::AccessService accesses(context.gate, context.store, context.log);
  return Run(parts, {&intake, &submissions, &accesses, &audits}, nullptr);
}

absl::StatusOr<std::unique_ptr<SubmissionKeys>> OpenKeys(
    const Flags& flags, const store::Store& store, const std::string& domain) {
  ENTENTE_ASSIGN_OR_RETURN(const bool has_signed, HasSigned(*store.Read()));
  return SubmissionKeys::Open(
      absl::StrCat(flags.server.data_dir, "/submission-keys"),
      absl::StrCat(domain, "/", flags.installation, flags.municipality),
      flags.is_new_submission_key ? MissingKey::kReplace
      : has_signed                ? MissingKey::kRefuse
                                  : MissingKey::kMake);
}

absl::Status Serve(Flags flags) {
  const bool is_state = flags.installation == kState;
  if (is_state && flags.municipalities.empty()) {
    return absl::InvalidArgumentError(
        "--installation state needs --municipalities FILE: a textproto of the "
        "municipalities that may hand in (MunicipalityRegistry in "
        "submission.proto); an empty file while there is none.");
  }
  flags.gate.services = is_state ? StateServices() : MunicipalityServices();
  SystemClock clock;
  ENTENTE_ASSIGN_OR_RETURN(const std::shared_ptr<const gate::Policy> policy,
                           gate::Policy::Load(flags.gate.policy_path));
  ENTENTE_ASSIGN_OR_RETURN(std::vector<v1::ContractProfile> contracts,
                           LoadProfiles(flags.contract_profiles));
  ENTENTE_ASSIGN_OR_RETURN(std::vector<v1::RegulationProfile> regulations,
                           LoadRegulationProfiles(flags.regulation_profiles));
  const std::string& domain = policy->trust_domain();
  const std::string own_id =
      absl::StrCat("spiffe://", domain, "/svc/conventions");
  ENTENTE_ASSIGN_OR_RETURN(const server::DataFolder data,
                           server::DataFolder::Make(flags.server.data_dir));
  ENTENTE_ASSIGN_OR_RETURN(const std::unique_ptr<store::Store> store,
                           store::OpenRocksdbStore(data.store, StoreOptions()));
  ENTENTE_RETURN_IF_ERROR(CheckInstallation(*store->Read(), is_state));
  ENTENTE_RETURN_IF_ERROR(KeepTexts(*store, flags, contracts, regulations));
  ENTENTE_ASSIGN_OR_RETURN(const std::unique_ptr<SubmissionKeys> keys,
                           OpenKeys(flags, *store, domain));
  ENTENTE_ASSIGN_OR_RETURN(audit::WitnessSetup witnesses,
                           audit::LoadWitnesses(flags.witnesses));
  ENTENTE_ASSIGN_OR_RETURN(
      const std::unique_ptr<audit::ServiceLog> access_log,
      audit::ServiceLog::Open(*store, data.audit_keys, own_id, clock,
                              std::move(witnesses)));
  ENTENTE_ASSIGN_OR_RETURN(
      const std::unique_ptr<gate::Gate> gate,
      gate::Gate::Create(flags.gate, clock, access_log->recorder()));
  std::unique_ptr<outbox::Shipper> shipper;
  std::unique_ptr<PeriodClient> approvals;
  if (!is_state) {
    ENTENTE_ASSIGN_OR_RETURN(const std::shared_ptr<grpc::Channel> indicators,
                             IndicatorsChannel(flags, domain));
    shipper = MakeShipper(indicators, *store);
    if (indicators != nullptr) {
      approvals = std::make_unique<PeriodClient>(indicators);
    }
  }
  ServiceContext context{.gate = *gate,
                         .store = *store,
                         .log = access_log->log(),
                         .source = {own_id},
                         .contract_profiles = std::move(contracts),
                         .regulation_profiles = std::move(regulations),
                         .notify =
                             [&shipper] {
                               if (shipper != nullptr) shipper->Notify();
                             },
                         .page_tokens = {},
                         .municipality = flags.municipality};
  const Parts parts{flags, context, *access_log, *keys, own_id};
  return is_state ? ServeState(parts)
                  : ServeMunicipality(parts, *shipper, approvals.get());
}

}  // namespace
}  // namespace entente::conventions

int main(int argc, char** argv) {
  entente::server::BlockTerminationSignals();
  CLI::App app{
      "Keeps security and society conventions from their document on, and\n"
      "their budget to the cent. Serves gRPC over mutual TLS; stops cleanly\n"
      "on SIGTERM.\n"};
  entente::conventions::Flags flags;
  entente::conventions::AddFlags(app, flags);
  CLI11_PARSE(app, argc, argv);
  entente::server::SetUpLog(flags.gate.name, flags.server.log_level);
  const std::string& data = flags.server.data_dir;
  if (flags.is_verify) return entente::conventions::VerifyOffline(data);
  if (!flags.profile_text.empty()) {
    return entente::conventions::PrintProfileText(data, flags.profile_text);
  }
  const absl::Status status = entente::conventions::Serve(flags);
  return status.ok() ? 0 : entente::server::ExitWith(status);
}
