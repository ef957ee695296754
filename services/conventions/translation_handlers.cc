// What a node says in another language than the document's, beside its words.
#include <set>
#include <string>

#include "services/common/base/error.h"
#include "services/common/base/hash.h"
#include "services/common/base/timestamp.h"
#include "services/conventions/amendment_errors.h"
#include "services/conventions/convention_errors.h"
#include "services/conventions/convention_rules.h"
#include "services/conventions/convention_store.h"
#include "services/conventions/field_rules.h"
#include "services/conventions/life_rules.h"
#include "services/conventions/life_store.h"
#include "services/conventions/limits.h"
#include "services/conventions/local_day.h"
#include "services/conventions/profile_errors.h"
#include "services/conventions/review_service.h"
#include "services/conventions/version_store.h"

namespace entente::conventions {
namespace {

absl::Status ValidateTranslation(const v1::TranslateNodeRequest& request) {
  static const auto& known = *new std::set<std::string>{"fr", "nl", "de", "en"};
  if (request.node_id().empty()) return Required("node_id");
  if (!known.contains(request.language_code())) {
    return UnknownLanguage("language_code");
  }
  if (request.text().empty()) return Required("text");
  ENTENTE_RETURN_IF_ERROR(
      CheckText(request.text(), kNodeCharactersMax, "text"));
  return CheckNamesNobody(request.text(), "text");
}

absl::StatusOr<v1::Node> Translate(const ServiceContext& context,
                                   store::Transaction& transaction,
                                   const ConventionName& name,
                                   const v1::TranslateNodeRequest& request,
                                   const gate::Caller& caller) {
  ENTENTE_ASSIGN_OR_RETURN(const v1::Convention convention,
                           GetWholeConvention(transaction, name, "name"));
  if (!request.etag().empty() && request.etag() != convention.etag()) {
    return EtagMismatch(request.etag(), convention.etag());
  }
  ENTENTE_RETURN_IF_ERROR(CheckNotEnded(transaction, name, Act::kPromotion));
  if (request.language_code() == convention.language_code()) {
    return TranslationOfDocument(request.language_code());
  }
  const v1::Node* node = NodeOf(convention, request.node_id());
  if (node == nullptr) return UnknownNode(request.node_id(), "node_id");
  if (node->has_end_date()) return NodeEnded(*node, "node_id");
  v1::ChangeRecord change;
  // A node of a later day is translated from that day on.
  *change.mutable_effective_date() = LocalDay(caller.now);
  if (IsBefore(change.effective_date(), node->begin_date())) {
    *change.mutable_effective_date() = node->begin_date();
  }
  auto& made = *change.add_changes()->mutable_translation();
  made.set_node_id(request.node_id());
  v1::Translation& translation = *made.mutable_translation();
  translation.set_language_code(request.language_code());
  translation.set_text(request.text());
  translation.set_author(caller.subject);
  *translation.mutable_create_time() = ToTimestamp(caller.now);
  // Of the words of that day, not of those that a later amendment gives it.
  ENTENTE_ASSIGN_OR_RETURN(
      const v1::Convention then,
      GetVersion(transaction, name, {.effective_date = change.effective_date()},
                 caller.now, "name"));
  const v1::Node* words = NodeOf(then, request.node_id());
  translation.set_of_sha256(
      Sha256Hex(words == nullptr ? node->text() : words->text()));
  ENTENTE_ASSIGN_OR_RETURN(const v1::Convention latest,
                           CommitChange(transaction, name, caller.now, change));
  node = NodeOf(latest, request.node_id());
  // What is not counted is of no concern to indicators.
  if (node->measure_codes().empty()) return *node;
  ENTENTE_ASSIGN_OR_RETURN(const v1::DefinitionsRecord definitions,
                           GetDefinitions(transaction, name, "name"));
  ENTENTE_RETURN_IF_ERROR(
      outbox::Append(transaction, kIndicators,
                     outbox::MakeEvent(context.source, caller.now,
                                       ToEvent(latest, definitions))));
  return *node;
}

}  // namespace

grpc::Status ReviewService::TranslateNode(
    grpc::ServerContext* context, const v1::TranslateNodeRequest* request,
    v1::Node* response) {
  return door_.Serve(
      context, __func__, *request, response,
      [&](const gate::Caller& caller) -> absl::StatusOr<v1::Node> {
        ENTENTE_ASSIGN_OR_RETURN(const ConventionName name,
                                 ParseConventionName(request->name(), "name"));
        ENTENTE_RETURN_IF_ERROR(ValidateTranslation(*request));
        absl::StatusOr<v1::Node> node = context_.RunOnce<v1::Node>(
            caller, *request, [&](store::Transaction& transaction) {
              return Translate(context_, transaction, name, *request, caller);
            });
        if (node.ok()) context_.Notify();
        return node;
      });
}

}  // namespace entente::conventions
