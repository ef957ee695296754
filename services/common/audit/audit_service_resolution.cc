#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "services/common/audit/audit_service.h"
#include "services/common/audit/recorded_store.h"
#include "services/common/audit/resolution_errors.h"
#include "services/common/audit/resolution_rules.h"
#include "services/common/audit/statement.h"
#include "services/common/base/error.h"
#include "services/common/base/hash.h"
#include "services/common/base/ids.h"

namespace entente::audit {
namespace {

absl::Status TooManyResolutions() {
  return MakeError(
      absl::StatusCode::kResourceExhausted,
      {.reason = "AUDIT_RESOLUTIONS_LIMIT",
       .metadata = {{"resolutions_max", absl::StrCat(kResolutionsMax)}},
       .sentence = {
           .en = "Too many requests are kept; the oldest are cleared a day "
                 "after they expire.",
           .fr = "Trop de demandes sont gardées ; les plus anciennes sont "
                 "effacées un jour après leur expiration.",
           .nl =
               "Er worden te veel aanvragen bewaard; de oudste worden een dag "
               "na hun verval gewist."}});
}

// Removes what expired long ago, and so the objects it named.
absl::Status MakeRoom(store::Transaction& transaction, absl::Time now) {
  const int64_t oldest = absl::ToUnixSeconds(now - kResolutionKept);
  int kept = 0;
  std::vector<std::string> old;
  ENTENTE_RETURN_IF_ERROR(transaction.Scan(
      ResolutionsPrefix(), "",
      [&](absl::string_view key, absl::string_view value) {
        AuditResolution found;
        if (found.ParseFromArray(value.data(),
                                 static_cast<int>(value.size())) &&
            found.expire_time().seconds() < oldest) {
          old.emplace_back(key);
        } else {
          ++kept;
        }
        return true;
      }));
  for (const std::string& key : old) transaction.Delete(key);
  return kept < kResolutionsMax ? absl::OkStatus() : TooManyResolutions();
}

// What a reader is told of what is stored.
AuditResolution Shown(AuditResolution stored, bool has_expired) {
  stored.set_etag(EtagOf(stored));
  stored.set_state(has_expired             ? AuditResolution::STATE_EXPIRED
                   : stored.has_approver() ? AuditResolution::STATE_APPROVED
                                           : AuditResolution::STATE_REQUESTED);
  return stored;
}

// What may be approved by whom; the same whoever asks first.
absl::Status CheckApproval(const store::Reader& reader,
                           const Pseudonymizer& pseudonymizer,
                           const AuditResolution& stored,
                           const std::string& etag,
                           const gate::Caller& caller) {
  if (!ConstantTimeEquals(etag, EtagOf(stored))) return ResolutionChanged();
  ENTENTE_ASSIGN_OR_RETURN(
      const bool is_requester,
      IsPerson(pseudonymizer, stored.requester(), caller.subject));
  ENTENTE_RETURN_IF_ERROR(CheckMayApprove(
      {.is_person = !caller.subject.empty(), .is_requester = is_requester}));
  ENTENTE_ASSIGN_OR_RETURN(const bool has_expired,
                           HasExpired(reader, stored, caller.now));
  if (has_expired) return ResolutionExpired();
  if (stored.has_approver()) return ResolutionUsed();
  return absl::OkStatus();
}

}  // namespace

grpc::Status AuditService::RequestAuditResolution(
    grpc::ServerContext* context, const RequestResolutionRequest* request,
    AuditResolution* response) {
  return door_.Serve(context, __func__, *request, response,
                     [&](const gate::Caller& caller) {
                       return RequestResolution(caller, request->question());
                     });
}

grpc::Status AuditService::GetAuditResolution(
    grpc::ServerContext* context, const GetResolutionRequest* request,
    AuditResolution* response) {
  return door_.Serve(context, __func__, *request, response,
                     [&](const gate::Caller& caller) {
                       return GetResolution(caller, request->name());
                     });
}

grpc::Status AuditService::ApproveAuditResolution(
    grpc::ServerContext* context, const ApproveResolutionRequest* request,
    AuditStatement* response) {
  return door_.Serve(context, __func__, *request, response,
                     [&](const gate::Caller& caller) {
                       return ApproveResolution(caller, *request);
                     });
}

grpc::Status AuditService::GetAuditStatement(grpc::ServerContext* context,
                                             const GetStatementRequest* request,
                                             AuditStatement* response) {
  return door_.Serve(context, __func__, *request, response,
                     [&](const gate::Caller& caller) {
                       return GetStatement(caller, request->name());
                     });
}

absl::StatusOr<AuditPerson> AuditService::PersonOf(
    const gate::Caller& caller) const {
  ENTENTE_RETURN_IF_ERROR(
      CheckMayRequest({.is_person = !caller.subject.empty()}));
  AuditPerson person;
  person.set_key_year(Pseudonymizer::YearOf(caller.now));
  ENTENTE_ASSIGN_OR_RETURN(
      *person.mutable_pseudonym(),
      log_.persons().pseudonymizer().Pseudonym(PseudonymKind::kPerson,
                                               caller.subject, caller.now));
  return person;
}

absl::StatusOr<AuditService::AuditStatement> AuditService::Sign(
    const store::Reader& reader, const AuditResolution& approved) const {
  ENTENTE_ASSIGN_OR_RETURN(
      const Statement computed,
      ComposeStatement(reader, log_.persons(), signer_.verifier().name(),
                       approved));
  AuditStatement statement;
  statement.set_name(absl::StrCat(approved.name(), "/statement"));
  statement.set_entries(computed.entries);
  ENTENTE_ASSIGN_OR_RETURN(*statement.mutable_note(),
                           signer_.SignStatement(computed.text));
  return statement;
}

absl::StatusOr<AuditResolution> AuditService::RequestResolution(
    const gate::Caller& caller, const AuditQuestion& question) {
  AuditResolution asked;
  ENTENTE_ASSIGN_OR_RETURN(*asked.mutable_requester(), PersonOf(caller));
  ENTENTE_RETURN_IF_ERROR(ValidateQuestion(question));
  asked.set_name(absl::StrCat("auditResolutions/", NewId()));
  *asked.mutable_question() = question;
  // What another version of the contract adds is not what anybody approves.
  asked.mutable_question()->DiscardUnknownFields();
  const int64_t now = absl::ToUnixSeconds(caller.now);
  asked.mutable_create_time()->set_seconds(now);
  asked.mutable_expire_time()->set_seconds(
      now + absl::ToInt64Seconds(kResolutionLifetime));
  RecordedStore recorded(store_, log_, caller, asked.name());
  ENTENTE_RETURN_IF_ERROR(
      recorded.Transact([&](store::Transaction& transaction) -> absl::Status {
        ENTENTE_RETURN_IF_ERROR(MakeRoom(transaction, caller.now));
        ENTENTE_ASSIGN_OR_RETURN(const TreeHead head, ReadHead(transaction));
        asked.set_log_size_at_request(head.size());
        transaction.Put(ResolutionKey(asked.name()), asked.SerializeAsString());
        return absl::OkStatus();
      }));
  return Shown(std::move(asked), false);
}

absl::StatusOr<AuditResolution> AuditService::GetResolution(
    const gate::Caller& caller, const std::string& name) {
  ENTENTE_RETURN_IF_ERROR(Record(caller));
  const auto snapshot = store_.Read();
  ENTENTE_ASSIGN_OR_RETURN(AuditResolution stored,
                           ReadResolution(*snapshot, name));
  ENTENTE_ASSIGN_OR_RETURN(const bool has_expired,
                           HasExpired(*snapshot, stored, caller.now));
  return Shown(std::move(stored), has_expired);
}

absl::StatusOr<AuditService::AuditStatement> AuditService::ApproveResolution(
    const gate::Caller& caller, const ApproveResolutionRequest& request) {
  ENTENTE_ASSIGN_OR_RETURN(const AuditPerson approver, PersonOf(caller));
  const auto snapshot = store_.Read();
  ENTENTE_ASSIGN_OR_RETURN(const AuditResolution asked,
                           ReadResolution(*snapshot, request.name()));
  ENTENTE_RETURN_IF_ERROR(CheckApproval(*snapshot,
                                        log_.persons().pseudonymizer(), asked,
                                        request.etag(), caller));
  AuditResolution approved = asked;
  *approved.mutable_approver() = approver;
  approved.mutable_approve_time()->set_seconds(absl::ToUnixSeconds(caller.now));
  ENTENTE_ASSIGN_OR_RETURN(const TreeHead head, ReadHead(*snapshot));
  approved.set_log_size(head.size());
  // Reading a long log would hold up every writer: it comes before the
  // transaction, and nothing of it leaves unless that succeeds.
  ENTENTE_ASSIGN_OR_RETURN(AuditStatement statement, Sign(*snapshot, approved));
  RecordedStore recorded(store_, log_, caller);
  ENTENTE_RETURN_IF_ERROR(
      recorded.Transact([&](store::Transaction& transaction) -> absl::Status {
        ENTENTE_ASSIGN_OR_RETURN(const AuditResolution stored,
                                 ReadResolution(transaction, request.name()));
        if (stored.has_approver()) return ResolutionUsed();
        if (stored.SerializeAsString() != asked.SerializeAsString()) {
          return ResolutionChanged();
        }
        transaction.Put(ResolutionKey(request.name()),
                        approved.SerializeAsString());
        return absl::OkStatus();
      }));
  return statement;
}

absl::StatusOr<AuditService::AuditStatement> AuditService::GetStatement(
    const gate::Caller& caller, const std::string& name) {
  // Before looking: a program learns nothing of what was asked.
  if (caller.subject.empty()) return PersonNeeded();
  const auto snapshot = store_.Read();
  ENTENTE_ASSIGN_OR_RETURN(const AuditResolution stored,
                           ReadResolution(*snapshot, name));
  const Pseudonymizer& pseudonymizer = log_.persons().pseudonymizer();
  ENTENTE_ASSIGN_OR_RETURN(
      const bool is_requester,
      IsPerson(pseudonymizer, stored.requester(), caller.subject));
  bool is_approver = false;
  if (stored.has_approver()) {
    ENTENTE_ASSIGN_OR_RETURN(
        is_approver,
        IsPerson(pseudonymizer, stored.approver(), caller.subject));
  }
  ENTENTE_RETURN_IF_ERROR(CheckMayRead({true, is_requester, is_approver}));
  ENTENTE_ASSIGN_OR_RETURN(const bool has_expired,
                           HasExpired(*snapshot, stored, caller.now));
  if (has_expired) return ResolutionExpired();
  if (!stored.has_approver()) return ResolutionOpen();
  ENTENTE_RETURN_IF_ERROR(Record(caller));
  return Sign(*snapshot, stored);
}

}  // namespace entente::audit
