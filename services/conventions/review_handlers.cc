#include <algorithm>
#include <string>

#include "services/common/base/error.h"
#include "services/common/base/timestamp.h"
#include "services/common/store/records.h"
#include "services/conventions/amendment_errors.h"
#include "services/conventions/convention_rules.h"
#include "services/conventions/convention_store.h"
#include "services/conventions/conventions_keys.h"
#include "services/conventions/field_rules.h"
#include "services/conventions/guess_errors.h"
#include "services/conventions/life_rules.h"
#include "services/conventions/life_store.h"
#include "services/conventions/local_day.h"
#include "services/conventions/lookup_store.h"
#include "services/conventions/profiles/profile.h"
#include "services/conventions/review_service.h"
#include "services/conventions/version_store.h"

namespace entente::conventions {
namespace {

ConfirmedMeasure SaidIn(const v1::ResolveFindingRequest& request) {
  return {request.measure_kind(), request.measure_direction(),
          request.measure_is_not_summed()};
}

// What a measure is, is said of a guess, and of nothing else.
absl::Status CheckMeasureSaid(const v1::Finding& finding,
                              const v1::ResolveFindingRequest& request) {
  const ConfirmedMeasure said = SaidIn(request);
  if (finding.code() != kKindGuessed) {
    const char* field =
        said.kind != v1::MEASURE_KIND_UNSPECIFIED     ? "measure_kind"
        : said.direction != v1::DIRECTION_UNSPECIFIED ? "measure_direction"
        : said.is_not_summed                          ? "measure_is_not_summed"
                                                      : nullptr;
    return field == nullptr ? absl::OkStatus() : KindOfNoGuess(field);
  }
  v1::MeasureDefinition unused;
  if (!ConfirmMeasure(said, unused)) return KindNotNamed("measure_kind");
  const bool is_counted = said.kind == v1::MEASURE_KIND_COUNT ||
                          said.kind == v1::MEASURE_KIND_HOURS;
  const bool has_direction = is_counted || said.kind == v1::MEASURE_KIND_RATIO;
  if (!v1::Direction_IsValid(said.direction) ||
      has_direction == (said.direction == v1::DIRECTION_UNSPECIFIED)) {
    return DirectionUnknown("measure_direction", has_direction);
  }
  if (said.is_not_summed && !is_counted) {
    return NotAddedAnyway("measure_is_not_summed");
  }
  return absl::OkStatus();
}

// The kind of what `node_id` reports was guessed, and is what was `said`:
// nowhere is it marked as guessed any more.
absl::Status ConfirmMeasureOf(const ServiceContext& context,
                              store::Transaction& transaction,
                              const ConventionName& name,
                              const v1::Convention& latest,
                              const std::string& node_id,
                              const ConfirmedMeasure& said, absl::Time now) {
  const v1::Node* node = NodeOf(latest, node_id);
  if (node == nullptr) return absl::OkStatus();
  ENTENTE_ASSIGN_OR_RETURN(v1::DefinitionsRecord definitions,
                           GetDefinitions(transaction, name, "name"));
  bool has_changed = false;
  for (v1::MeasureDefinition& measure : *definitions.mutable_measures()) {
    const bool is_of_node =
        std::find(node->measure_codes().begin(), node->measure_codes().end(),
                  measure.code()) != node->measure_codes().end();
    if (!is_of_node || !measure.is_kind_guessed()) continue;
    ConfirmMeasure(said, measure);
    has_changed = true;
  }
  if (!has_changed) return absl::OkStatus();
  store::PutRecord(transaction, keys::Definitions(name), definitions);
  return outbox::Append(
      transaction, kIndicators,
      outbox::MakeEvent(context.source, now, ToEvent(latest, definitions)));
}

absl::StatusOr<v1::Finding> Resolve(const ServiceContext& context,
                                    store::Transaction& transaction,
                                    const ConventionName& name,
                                    const v1::ResolveFindingRequest& request,
                                    const gate::Caller& caller) {
  ENTENTE_ASSIGN_OR_RETURN(const v1::Convention convention,
                           GetWholeConvention(transaction, name, "name"));
  ENTENTE_RETURN_IF_ERROR(CheckNotEnded(transaction, name, Act::kFinding));
  const int number = request.finding_number();
  if (number < 1 || number > convention.findings_size()) {
    return UnknownFinding(number, convention.findings_size());
  }
  if (convention.findings(number - 1).has_resolution()) {
    return FindingResolved(number);
  }
  ENTENTE_RETURN_IF_ERROR(
      CheckMeasureSaid(convention.findings(number - 1), request));
  // No effective date: a finding is about the document, not about a day.
  v1::ChangeRecord change;
  auto& closure = *change.add_changes()->mutable_finding();
  closure.set_number(number);
  closure.mutable_resolution()->set_reason(request.reason());
  closure.mutable_resolution()->set_author(caller.subject);
  *closure.mutable_resolution()->mutable_create_time() =
      ToTimestamp(caller.now);
  ENTENTE_ASSIGN_OR_RETURN(const v1::Convention latest,
                           CommitChange(transaction, name, caller.now, change));
  v1::Finding finding = latest.findings(number - 1);
  if (finding.code() == kKindGuessed) {
    ENTENTE_RETURN_IF_ERROR(ConfirmMeasureOf(context, transaction, name, latest,
                                             finding.node_id(), SaidIn(request),
                                             caller.now));
  }
  finding.set_number(number);
  return finding;
}

absl::StatusOr<v1::Node> Promote(const ServiceContext& context,
                                 store::Transaction& transaction,
                                 const ConventionName& name,
                                 const v1::PromoteResultRequest& request,
                                 const gate::Caller& caller) {
  ENTENTE_ASSIGN_OR_RETURN(const v1::Convention convention,
                           GetWholeConvention(transaction, name, "name"));
  ENTENTE_RETURN_IF_ERROR(CheckNotEnded(transaction, name, Act::kPromotion));
  const v1::Node* node = NodeOf(convention, request.node_id());
  if (node == nullptr) return UnknownNode(request.node_id(), "node_id");
  if (node->has_end_date()) return NodeEnded(*node, "node_id");
  if (node->kind() != v1::Node::KIND_EXPECTED_RESULT ||
      node->measure_codes().empty()) {
    return NotCountable(*node);
  }
  v1::ChangeRecord change;
  // A node of a later day is promoted from that day on.
  *change.mutable_effective_date() = LocalDay(caller.now);
  if (IsBefore(change.effective_date(), node->begin_date())) {
    *change.mutable_effective_date() = node->begin_date();
  }
  auto& promotion = *change.add_changes()->mutable_promotion();
  promotion.set_node_id(request.node_id());
  promotion.mutable_promotion()->set_reason(request.reason());
  promotion.mutable_promotion()->set_author(caller.subject);
  promotion.mutable_promotion()->set_role(caller.rule);
  *promotion.mutable_promotion()->mutable_create_time() =
      ToTimestamp(caller.now);
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

ReviewService::ReviewService(ServiceContext& context)
    : context_(context),
      door_(context.gate, v1::ReviewService::service_full_name()) {}

grpc::Status ReviewService::ResolveFinding(
    grpc::ServerContext* context, const v1::ResolveFindingRequest* request,
    v1::Finding* response) {
  return door_.Serve(
      context, __func__, *request, response,
      [&](const gate::Caller& caller) -> absl::StatusOr<v1::Finding> {
        ENTENTE_ASSIGN_OR_RETURN(const ConventionName name,
                                 ParseConventionName(request->name(), "name"));
        ENTENTE_RETURN_IF_ERROR(CheckReason(request->reason(), "reason"));
        absl::StatusOr<v1::Finding> finding = context_.RunOnce<v1::Finding>(
            caller, *request, [&](store::Transaction& transaction) {
              return Resolve(context_, transaction, name, *request, caller);
            });
        if (finding.ok()) context_.Notify();
        return finding;
      });
}

grpc::Status ReviewService::PromoteResult(
    grpc::ServerContext* context, const v1::PromoteResultRequest* request,
    v1::Node* response) {
  return door_.Serve(
      context, __func__, *request, response,
      [&](const gate::Caller& caller) -> absl::StatusOr<v1::Node> {
        ENTENTE_ASSIGN_OR_RETURN(const ConventionName name,
                                 ParseConventionName(request->name(), "name"));
        ENTENTE_RETURN_IF_ERROR(CheckReason(request->reason(), "reason"));
        absl::StatusOr<v1::Node> node = context_.RunOnce<v1::Node>(
            caller, *request, [&](store::Transaction& transaction) {
              return Promote(context_, transaction, name, *request, caller);
            });
        if (node.ok()) context_.Notify();
        return node;
      });
}

}  // namespace entente::conventions
