// What a person decided about a convention by mistake, taken back: the
// resolution of a finding, the promotion of a result.
#include <algorithm>
#include <optional>
#include <string>

#include "services/common/base/error.h"
#include "services/common/base/timestamp.h"
#include "services/common/store/records.h"
#include "services/conventions/amendment_errors.h"
#include "services/conventions/claim_errors.h"
#include "services/conventions/convention_rules.h"
#include "services/conventions/convention_store.h"
#include "services/conventions/conventions_keys.h"
#include "services/conventions/field_rules.h"
#include "services/conventions/life_rules.h"
#include "services/conventions/life_store.h"
#include "services/conventions/local_day.h"
#include "services/conventions/profiles/profile.h"
#include "services/conventions/review_service.h"
#include "services/conventions/undo_rules.h"
#include "services/conventions/version_store.h"

namespace entente::conventions {
namespace {

void Sign(const std::string& reason, const gate::Caller& caller,
          v1::ReviewReversal& reversal) {
  reversal.set_reason(reason);
  reversal.set_author(caller.subject);
  *reversal.mutable_create_time() = ToTimestamp(caller.now);
}

// Whether the profile that the convention has says what the measure is.
bool IsOfProfile(const ServiceContext& context,
                 const v1::Convention& convention, const std::string& code) {
  for (const v1::ContractProfile* profile :
       VersionsFor(context.contract_profiles, convention)) {
    if (profile->version() == convention.contract_profile_version()) {
      return DefinesMeasure(*profile, code);
    }
  }
  return false;
}

// The kind that was confirmed is a guess again, unless a profile that was
// adopted since says it.
absl::Status DoubtKindOf(const ServiceContext& context,
                         store::Transaction& transaction,
                         const ConventionName& name,
                         const v1::Convention& latest,
                         const std::string& node_id, absl::Time now) {
  const v1::Node* node = NodeOf(latest, node_id);
  if (node == nullptr) return absl::OkStatus();
  ENTENTE_ASSIGN_OR_RETURN(v1::DefinitionsRecord definitions,
                           GetDefinitions(transaction, name, "name"));
  const bool has_profile = !latest.contract_profile().empty();
  for (v1::MeasureDefinition& measure : *definitions.mutable_measures()) {
    if (std::find(node->measure_codes().begin(), node->measure_codes().end(),
                  measure.code()) != node->measure_codes().end() &&
        !(has_profile && IsOfProfile(context, latest, measure.code()))) {
      measure.set_is_kind_guessed(true);
    }
  }
  store::PutRecord(transaction, keys::Definitions(name), definitions);
  return outbox::Append(
      transaction, kIndicators,
      outbox::MakeEvent(context.source, now, ToEvent(latest, definitions)));
}

absl::StatusOr<v1::Finding> Reopen(
    const ServiceContext& context, store::Transaction& transaction,
    const ConventionName& name,
    const v1::ReverseFindingResolutionRequest& request,
    const gate::Caller& caller) {
  ENTENTE_ASSIGN_OR_RETURN(const v1::Convention convention,
                           GetWholeConvention(transaction, name, "name"));
  ENTENTE_RETURN_IF_ERROR(CheckNotEnded(transaction, name, Act::kFinding));
  const int number = request.finding_number();
  if (number < 1 || number > convention.findings_size()) {
    return UnknownFinding(number, convention.findings_size());
  }
  const v1::Finding& before = convention.findings(number - 1);
  if (!before.has_resolution()) return FindingOpen(number);
  ENTENTE_RETURN_IF_ERROR(
      CheckUndoToday(LocalDay(caller.now),
                     LocalDay(ToTime(before.resolution().create_time()))));
  v1::ChangeRecord change;
  auto& reopening = *change.add_changes()->mutable_finding_reopening();
  reopening.set_number(number);
  Sign(request.reason(), caller, *reopening.mutable_reversal());
  ENTENTE_ASSIGN_OR_RETURN(const v1::Convention latest,
                           CommitChange(transaction, name, caller.now, change));
  v1::Finding finding = latest.findings(number - 1);
  if (finding.code() == kKindGuessed) {
    ENTENTE_RETURN_IF_ERROR(DoubtKindOf(context, transaction, name, latest,
                                        finding.node_id(), caller.now));
  }
  finding.set_number(number);
  return finding;
}

// From which day the node is an indicator by its last promotion.
absl::StatusOr<std::optional<google::type::Date>> PromotedOn(
    const store::Reader& reader, const ConventionName& name,
    const std::string& node_id) {
  ENTENTE_ASSIGN_OR_RETURN(const Changes changes, ReadChanges(reader, name));
  std::optional<google::type::Date> day;
  for (const auto& [number, record] : changes) {
    for (const v1::ConventionChange& change : record.changes()) {
      if (change.has_promotion() && change.promotion().node_id() == node_id) {
        day = record.effective_date();
      }
    }
  }
  return day;
}

absl::StatusOr<v1::Node> Demote(const ServiceContext& context,
                                store::Transaction& transaction,
                                const ConventionName& name,
                                const v1::ReversePromotionRequest& request,
                                const gate::Caller& caller) {
  ENTENTE_ASSIGN_OR_RETURN(const v1::Convention convention,
                           GetWholeConvention(transaction, name, "name"));
  ENTENTE_RETURN_IF_ERROR(CheckNotEnded(transaction, name, Act::kPromotion));
  const v1::Node* node = NodeOf(convention, request.node_id());
  if (node == nullptr) return UnknownNode(request.node_id(), "node_id");
  ENTENTE_ASSIGN_OR_RETURN(const std::optional<google::type::Date> promoted,
                           PromotedOn(transaction, name, request.node_id()));
  if (!node->has_promotion() || !promoted) return NotPromoted(*node);
  const google::type::Date today = LocalDay(caller.now);
  // A node of a later day was promoted from that day on.
  const google::type::Date last =
      std::max(today, *promoted, [](const auto& left, const auto& right) {
        return IsBefore(left, right);
      });
  if (IsBefore(last, request.reverse_date())) {
    return DateInFuture(request.reverse_date(), today, "reverse_date");
  }
  ENTENTE_RETURN_IF_ERROR(
      CheckUndoDate(request.reverse_date(), *promoted, "reverse_date"));
  v1::ChangeRecord change;
  *change.mutable_effective_date() = request.reverse_date();
  auto& demotion = *change.add_changes()->mutable_demotion();
  demotion.set_node_id(request.node_id());
  Sign(request.reason(), caller, *demotion.mutable_reversal());
  ENTENTE_ASSIGN_OR_RETURN(const v1::Convention latest,
                           CommitChange(transaction, name, caller.now, change));
  ENTENTE_ASSIGN_OR_RETURN(const v1::DefinitionsRecord definitions,
                           GetDefinitions(transaction, name, "name"));
  ENTENTE_RETURN_IF_ERROR(
      outbox::Append(transaction, kIndicators,
                     outbox::MakeEvent(context.source, caller.now,
                                       ToEvent(latest, definitions))));
  return *NodeOf(latest, request.node_id());
}

}  // namespace

grpc::Status ReviewService::ReverseFindingResolution(
    grpc::ServerContext* context,
    const v1::ReverseFindingResolutionRequest* request, v1::Finding* response) {
  return door_.Serve(
      context, __func__, *request, response,
      [&](const gate::Caller& caller) -> absl::StatusOr<v1::Finding> {
        ENTENTE_ASSIGN_OR_RETURN(const ConventionName name,
                                 ParseConventionName(request->name(), "name"));
        ENTENTE_RETURN_IF_ERROR(CheckReason(request->reason(), "reason"));
        absl::StatusOr<v1::Finding> finding = context_.RunOnce<v1::Finding>(
            caller, *request, [&](store::Transaction& transaction) {
              return Reopen(context_, transaction, name, *request, caller);
            });
        if (finding.ok()) context_.Notify();
        return finding;
      });
}

grpc::Status ReviewService::ReversePromotion(
    grpc::ServerContext* context, const v1::ReversePromotionRequest* request,
    v1::Node* response) {
  return door_.Serve(
      context, __func__, *request, response,
      [&](const gate::Caller& caller) -> absl::StatusOr<v1::Node> {
        ENTENTE_ASSIGN_OR_RETURN(const ConventionName name,
                                 ParseConventionName(request->name(), "name"));
        ENTENTE_RETURN_IF_ERROR(
            CheckDate(request->reverse_date(), "reverse_date"));
        ENTENTE_RETURN_IF_ERROR(CheckReason(request->reason(), "reason"));
        absl::StatusOr<v1::Node> node = context_.RunOnce<v1::Node>(
            caller, *request, [&](store::Transaction& transaction) {
              return Demote(context_, transaction, name, *request, caller);
            });
        if (node.ok()) context_.Notify();
        return node;
      });
}

}  // namespace entente::conventions
