#include <algorithm>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/strings/str_cat.h"
#include "entente/conventions/v1/budget_change.pb.h"
#include "services/common/base/error.h"
#include "services/common/base/timestamp.h"
#include "services/common/store/records.h"
#include "services/conventions/amendment_errors.h"
#include "services/conventions/amendment_rules.h"
#include "services/conventions/amendment_service.h"
#include "services/conventions/convention_rules.h"
#include "services/conventions/convention_store.h"
#include "services/conventions/conventions_keys.h"
#include "services/conventions/field_rules.h"
#include "services/conventions/life_errors.h"
#include "services/conventions/life_rules.h"
#include "services/conventions/life_store.h"
#include "services/conventions/limits.h"
#include "services/conventions/list_handlers.h"
#include "services/conventions/local_day.h"
#include "services/conventions/lookup_store.h"
#include "services/conventions/opening_store.h"
#include "services/conventions/regulation_rules.h"
#include "services/conventions/undo_rules.h"
#include "services/conventions/version_store.h"

namespace entente::conventions {
namespace {

using v1::Amendment;

std::string KeyOf(const NumberedName& name) {
  return keys::Numbered(NumberedKind::kAmendment, name.parent, name.number);
}

v1::ChangeRecord ToChange(const Amendment& amendment) {
  v1::ChangeRecord change;
  change.set_cause(amendment.name());
  *change.mutable_effective_date() = amendment.effective_date();
  *change.mutable_changes() = amendment.changes();
  return change;
}

// Whether every change fits the convention of its day: the fault is told of
// the change, not of the convention.
absl::Status CheckFits(const store::Reader& reader, const ConventionName& name,
                       const Amendment& amendment) {
  ENTENTE_ASSIGN_OR_RETURN(const v1::Convention original,
                           GetOriginal(reader, name, "parent"));
  ENTENTE_ASSIGN_OR_RETURN(const Changes changes, ReadChanges(reader, name));
  ENTENTE_ASSIGN_OR_RETURN(
      v1::Convention version,
      VersionOf(original, changes,
                {.effective_date = amendment.effective_date()}));
  for (int i = 0; i < amendment.changes_size(); ++i) {
    const absl::Status made =
        ApplyChange(amendment.changes(i), amendment.effective_date(), version);
    if (!made.ok()) return AtChange(i, made);
  }
  // And what takes effect later still fits behind it.
  return TryChange(reader, name, ToChange(amendment)).status();
}

// A budget change that is said to post the difference is there, and cuts or
// adds to that envelope.
absl::Status CheckBudgetChanges(const store::Reader& reader,
                                const ConventionName& name,
                                const Amendment& amendment) {
  constexpr char kField[] = "change.envelope.budget_change";
  for (const v1::ConventionChange& change : amendment.changes()) {
    const std::string& posting = change.envelope().budget_change();
    if (posting.empty()) continue;
    ENTENTE_ASSIGN_OR_RETURN(
        const NumberedName number,
        ParseNumberedName(NumberedKind::kBudgetChange, posting, kField));
    ENTENTE_ASSIGN_OR_RETURN(
        const v1::BudgetChange posted,
        Find<v1::BudgetChange>(reader,
                               keys::Numbered(NumberedKind::kBudgetChange,
                                              number.parent, number.number),
                               posting, kField));
    const std::string envelope =
        Format(EnvelopeName{name, EnvelopeId(change.envelope().allocation(),
                                             change.envelope().year())});
    const bool is_of_it = (posted.type() == v1::BudgetChange::TYPE_REDUCTION &&
                           posted.from() == envelope) ||
                          (posted.type() == v1::BudgetChange::TYPE_INCREASE &&
                           posted.to() == envelope);
    if (!is_of_it) {
      return BudgetChangeOfOther(posting, envelope, kField);
    }
  }
  return absl::OkStatus();
}

absl::StatusOr<Amendment> Propose(store::Transaction& transaction,
                                  const ConventionName& name,
                                  const Amendment& wanted,
                                  const gate::Caller& caller) {
  ENTENTE_ASSIGN_OR_RETURN(const v1::Convention convention,
                           GetWholeConvention(transaction, name, "parent"));
  ENTENTE_RETURN_IF_ERROR(CheckNotEnded(transaction, name, Act::kAmendment));
  ENTENTE_ASSIGN_OR_RETURN(const v1::DefinitionsRecord definitions,
                           GetDefinitions(transaction, name, "parent"));
  std::set<std::string> codes;
  for (const auto& measure : definitions.measures()) {
    codes.insert(measure.code());
  }
  Amendment amendment;
  amendment.set_title(wanted.title());
  *amendment.mutable_effective_date() = wanted.effective_date();
  *amendment.mutable_changes() = wanted.changes();
  // What no rule has checked is not kept.
  amendment.DiscardUnknownFields();
  ENTENTE_RETURN_IF_ERROR(CheckMeasures(amendment, codes));
  ENTENTE_RETURN_IF_ERROR(CheckBudgetChanges(transaction, name, amendment));
  ENTENTE_ASSIGN_OR_RETURN(
      const int64_t number,
      TakeLifeNumber(transaction, NumberedKind::kAmendment, name));
  amendment.set_name(FormatNumbered(NumberedKind::kAmendment, name, number));
  ENTENTE_ASSIGN_OR_RETURN(v1::LifeHead head, GetLifeHead(transaction, name));
  ENTENTE_RETURN_IF_ERROR(GiveNodeIds(convention, head, amendment));
  store::PutRecord(transaction, keys::LifeHead(name), head);
  ENTENTE_RETURN_IF_ERROR(CheckFits(transaction, name, amendment));
  amendment.set_state(Amendment::STATE_PROPOSED);
  amendment.set_proposer(caller.subject);
  *amendment.mutable_create_time() = ToTimestamp(caller.now);
  store::PutRecord(transaction, KeyOf({name, number}), amendment);
  return amendment;
}

absl::Status Approve(const ServiceContext& context, const store::Reader& reader,
                     const ConventionName& name, const gate::Caller& caller,
                     Amendment& amendment) {
  ENTENTE_ASSIGN_OR_RETURN(const v1::Convention head,
                           GetConventionHead(reader, name, "name"));
  const v1::RegulationProfile* profile =
      FindRegulationProfile(context.regulation_profiles, head.valid_from());
  if (RequiresTwoPersons(profile) && amendment.proposer() == caller.subject) {
    return SamePerson("name");
  }
  amendment.set_is_rule_verified(profile != nullptr &&
                                 profile->amendment_rules().is_verified());
  if (profile != nullptr) {
    *amendment.mutable_regulation_text() = TextOf(*profile);
  }
  amendment.set_approver(caller.subject);
  *amendment.mutable_approve_time() = ToTimestamp(caller.now);
  return absl::OkStatus();
}

absl::Status Apply(const ServiceContext& context,
                   store::Transaction& transaction, const ConventionName& name,
                   const gate::Caller& caller, Amendment& amendment) {
  ENTENTE_RETURN_IF_ERROR(NameOpenings(transaction, name, amendment));
  v1::ChangeRecord change = ToChange(amendment);
  ENTENTE_ASSIGN_OR_RETURN(const v1::Convention latest,
                           CommitChange(transaction, name, caller.now, change));
  ENTENTE_RETURN_IF_ERROR(
      PostOpenings(transaction, name, amendment, caller.now));
  amendment.set_applier(caller.subject);
  *amendment.mutable_apply_time() = change.record_time();
  const bool changes_definitions =
      std::any_of(amendment.changes().begin(), amendment.changes().end(),
                  [&](const v1::ConventionChange& one) {
                    return ChangesDefinitions(one, latest);
                  });
  if (!changes_definitions) return absl::OkStatus();
  ENTENTE_ASSIGN_OR_RETURN(const v1::DefinitionsRecord definitions,
                           GetDefinitions(transaction, name, "name"));
  return outbox::Append(transaction, kIndicators,
                        outbox::MakeEvent(context.source, caller.now,
                                          ToEvent(latest, definitions)));
}

// Moves the amendment that the request names on by `act`; `step` does the rest.
template <class Request>
absl::StatusOr<Amendment> Move(
    const ServiceContext& context, const gate::Caller& caller,
    const Request& request, AmendmentAct act,
    absl::FunctionRef<absl::Status(store::Transaction&, const ConventionName&,
                                   Amendment&)>
        step) {
  ENTENTE_ASSIGN_OR_RETURN(
      const NumberedName name,
      ParseNumberedName(NumberedKind::kAmendment, request.name(), "name"));
  return context.RunOnce<Amendment>(
      caller, request,
      [&](store::Transaction& transaction) -> absl::StatusOr<Amendment> {
        ENTENTE_ASSIGN_OR_RETURN(
            Amendment amendment,
            Find<Amendment>(transaction, KeyOf(name), request.name(), "name"));
        ENTENTE_RETURN_IF_ERROR(
            CheckNotEnded(transaction, name.parent, Act::kAmendment));
        ENTENTE_ASSIGN_OR_RETURN(const Amendment::State next,
                                 NextState(amendment, act));
        ENTENTE_RETURN_IF_ERROR(step(transaction, name.parent, amendment));
        amendment.set_state(next);
        store::PutRecord(transaction, KeyOf(name), amendment);
        if (act == AmendmentAct::kApply) {
          ENTENTE_RETURN_IF_ERROR(
              AddOpened(transaction, context.regulation_profiles, amendment));
        }
        return amendment;
      });
}

// The two times of one side of a comparison.
absl::StatusOr<AsOf> SideOf(bool has_date, const google::type::Date& date,
                            bool has_time,
                            const google::protobuf::Timestamp& time,
                            absl::string_view field) {
  AsOf as_of;
  if (has_date) {
    ENTENTE_RETURN_IF_ERROR(CheckDate(date, field));
    as_of.effective_date = date;
  }
  if (has_time) as_of.record_time = ToTime(time);
  return as_of;
}

}  // namespace

AmendmentService::AmendmentService(ServiceContext& context)
    : context_(context),
      door_(context.gate, v1::AmendmentService::service_full_name()) {}

grpc::Status AmendmentService::CreateAmendment(
    grpc::ServerContext* context, const v1::CreateAmendmentRequest* request,
    v1::Amendment* response) {
  return door_.Serve(
      context, __func__, *request, response,
      [&](const gate::Caller& caller) -> absl::StatusOr<Amendment> {
        ENTENTE_ASSIGN_OR_RETURN(const ConventionName name,
                                 ValidateCreateAmendment(*request));
        return context_.RunOnce<Amendment>(
            caller, *request, [&](store::Transaction& transaction) {
              return Propose(transaction, name, request->amendment(), caller);
            });
      });
}

grpc::Status AmendmentService::ListAmendments(
    grpc::ServerContext* context, const v1::ListAmendmentsRequest* request,
    v1::ListAmendmentsResponse* response) {
  return door_.Serve(context, __func__, *request, response,
                     [&](const gate::Caller& caller) {
                       return ListNumbered<v1::ListAmendmentsResponse>(
                           context_, caller, *request, NumberedKind::kAmendment,
                           &v1::ListAmendmentsResponse::mutable_amendments);
                     });
}

grpc::Status AmendmentService::ApproveAmendment(
    grpc::ServerContext* context, const v1::ApproveAmendmentRequest* request,
    v1::Amendment* response) {
  return door_.Serve(
      context, __func__, *request, response, [&](const gate::Caller& caller) {
        return Move(context_, caller, *request, AmendmentAct::kApprove,
                    [&](store::Transaction& transaction,
                        const ConventionName& name, Amendment& amendment) {
                      return Approve(context_, transaction, name, caller,
                                     amendment);
                    });
      });
}

grpc::Status AmendmentService::ApplyAmendment(
    grpc::ServerContext* context, const v1::ApplyAmendmentRequest* request,
    v1::Amendment* response) {
  return door_.Serve(
      context, __func__, *request, response,
      [&](const gate::Caller& caller) -> absl::StatusOr<Amendment> {
        absl::StatusOr<Amendment> applied =
            Move(context_, caller, *request, AmendmentAct::kApply,
                 [&](store::Transaction& transaction,
                     const ConventionName& name, Amendment& amendment) {
                   return Apply(context_, transaction, name, caller, amendment);
                 });
        if (applied.ok()) context_.Notify();
        return applied;
      });
}

grpc::Status AmendmentService::WithdrawAmendment(
    grpc::ServerContext* context, const v1::WithdrawAmendmentRequest* request,
    v1::Amendment* response) {
  return door_.Serve(
      context, __func__, *request, response,
      [&](const gate::Caller& caller) -> absl::StatusOr<Amendment> {
        ENTENTE_RETURN_IF_ERROR(CheckReason(request->reason(), "reason"));
        return Move(context_, caller, *request, AmendmentAct::kWithdraw,
                    [&](store::Transaction&, const ConventionName&,
                        Amendment& amendment) {
                      const absl::Status dated = CheckUndoToday(
                          LocalDay(caller.now),
                          LocalDay(ToTime(amendment.create_time())));
                      if (!dated.ok()) return dated;
                      amendment.set_withdraw_reason(request->reason());
                      *amendment.mutable_withdraw_time() =
                          ToTimestamp(caller.now);
                      return absl::OkStatus();
                    });
      });
}

grpc::Status AmendmentService::DiffConventionVersions(
    grpc::ServerContext* context,
    const v1::DiffConventionVersionsRequest* request,
    v1::DiffConventionVersionsResponse* response) {
  return door_.Serve(
      context, __func__, *request, response,
      [&](const gate::Caller& caller)
          -> absl::StatusOr<v1::DiffConventionVersionsResponse> {
        ENTENTE_ASSIGN_OR_RETURN(const ConventionName name,
                                 ParseConventionName(request->name(), "name"));
        ENTENTE_ASSIGN_OR_RETURN(
            AsOf from_time,
            SideOf(request->has_from_effective_date(),
                   request->from_effective_date(),
                   request->has_from_record_time(), request->from_record_time(),
                   "from_effective_date"));
        ENTENTE_ASSIGN_OR_RETURN(
            const AsOf to_time,
            SideOf(request->has_to_effective_date(),
                   request->to_effective_date(), request->has_to_record_time(),
                   request->to_record_time(), "to_effective_date"));
        const auto snapshot = context_.store.Read();
        if (!request->has_from_effective_date() &&
            !request->has_from_record_time()) {
          ENTENTE_ASSIGN_OR_RETURN(const v1::Convention head,
                                   GetConventionHead(*snapshot, name, "name"));
          from_time.record_time = ToTime(head.create_time());
        }
        ENTENTE_ASSIGN_OR_RETURN(
            const v1::Convention from,
            GetVersion(*snapshot, name, from_time, caller.now, "name"));
        ENTENTE_ASSIGN_OR_RETURN(
            const v1::Convention to,
            GetVersion(*snapshot, name, to_time, caller.now, "name"));
        v1::DiffConventionVersionsResponse diff;
        for (v1::VersionDifference& difference : DiffVersions(from, to)) {
          *diff.add_differences() = std::move(difference);
        }
        diff.set_from_version(from.version());
        diff.set_to_version(to.version());
        return diff;
      });
}

}  // namespace entente::conventions
