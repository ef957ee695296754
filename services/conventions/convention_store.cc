#include "services/conventions/convention_store.h"

#include <vector>

#include "services/common/base/error.h"
#include "services/common/store/records.h"
#include "services/conventions/convention_errors.h"
#include "services/conventions/conventions_keys.h"
#include "services/conventions/ledger_store.h"
#include "services/conventions/lookup_store.h"
#include "services/conventions/money/money.h"

namespace entente::conventions {
namespace {

// No tree is deeper: part, sector, general, strategic, operational.
constexpr int kDepthMax = 8;

absl::Status CheckFree(const store::Reader& reader, const ConventionName& name,
                       const v1::Convention& convention) {
  ENTENTE_ASSIGN_OR_RETURN(
      const std::optional<v1::ConventionRef> same_text,
      store::GetRecord<v1::ConventionRef>(
          reader, keys::Text(name.municipality, convention.text_sha256())));
  if (same_text) {
    return TextImportedBefore(
        Format(ConventionName{name.municipality, same_text->convention()}));
  }
  ENTENTE_ASSIGN_OR_RETURN(
      const std::optional<v1::Convention> same_id,
      store::GetRecord<v1::Convention>(reader, keys::Convention(name)));
  if (same_id) return IdTaken(Format(name));
  return absl::OkStatus();
}

absl::Status OpenEnvelopes(store::Transaction& transaction,
                           const ConventionName& name,
                           const v1::Convention& convention, absl::Time now) {
  for (const v1::EnvelopeGrant& grant : convention.envelopes()) {
    ENTENTE_ASSIGN_OR_RETURN(const int64_t cents,
                             CentsFromMoney(grant.amount(), "amount"));
    google::type::Date first_day;
    first_day.set_year(grant.year());
    first_day.set_month(1);
    first_day.set_day(1);
    ENTENTE_RETURN_IF_ERROR(OpenEnvelope(
        transaction, {name, EnvelopeId(grant.allocation(), grant.year())},
        cents, first_day, now));
  }
  return absl::OkStatus();
}

}  // namespace

void PutConvention(store::Transaction& transaction, const ConventionName& name,
                   const v1::Convention& convention) {
  v1::Convention head = convention;
  v1::Convention tree;
  tree.mutable_nodes()->Swap(head.mutable_nodes());
  tree.mutable_findings()->Swap(head.mutable_findings());
  store::PutRecord(transaction, keys::Convention(name), head);
  store::PutRecord(transaction, keys::Tree(name), tree);
  for (const v1::Node& node : tree.nodes()) {
    store::PutRecord(transaction, keys::Node(name, node.id()), node);
  }
}

absl::Status AddConvention(store::Transaction& transaction,
                           const ConventionName& name,
                           const v1::Convention& convention,
                           const v1::DefinitionsRecord& definitions,
                           absl::Time now) {
  ENTENTE_RETURN_IF_ERROR(CheckFree(transaction, name, convention));
  PutConvention(transaction, name, convention);
  store::PutRecord(transaction, keys::Definitions(name), definitions);
  v1::ConventionRef reference;
  reference.set_convention(name.convention);
  store::PutRecord(transaction,
                   keys::Text(name.municipality, convention.text_sha256()),
                   reference);
  return OpenEnvelopes(transaction, name, convention, now);
}

absl::Status RemoveConvention(store::Transaction& transaction,
                              const ConventionName& name,
                              const std::string& etag) {
  ENTENTE_ASSIGN_OR_RETURN(const v1::Convention head,
                           GetConventionHead(transaction, name, "name"));
  if (!etag.empty() && etag != head.etag()) {
    return EtagMismatch(etag, head.etag());
  }
  ENTENTE_ASSIGN_OR_RETURN(const bool has_movement,
                           HasMovement(transaction, name));
  if (has_movement) return HasMovements(Format(name));
  std::vector<std::string> found;
  for (const std::string& prefix : keys::EverythingOf(name)) {
    ENTENTE_RETURN_IF_ERROR(transaction.Scan(
        prefix, "", [&](absl::string_view key, absl::string_view) {
          found.emplace_back(key);
          return true;
        }));
  }
  for (const std::string& key : found) transaction.Delete(key);
  transaction.Delete(keys::Text(name.municipality, head.text_sha256()));
  return absl::OkStatus();
}

absl::StatusOr<v1::Convention> GetWholeConvention(const store::Reader& reader,
                                                  const ConventionName& name,
                                                  absl::string_view field) {
  ENTENTE_ASSIGN_OR_RETURN(v1::Convention convention,
                           GetConventionHead(reader, name, field));
  ENTENTE_ASSIGN_OR_RETURN(
      v1::Convention tree,
      Find<v1::Convention>(reader, keys::Tree(name), Format(name), field));
  convention.mutable_nodes()->Swap(tree.mutable_nodes());
  convention.mutable_findings()->Swap(tree.mutable_findings());
  return convention;
}

absl::StatusOr<v1::Convention> GetConventionHead(const store::Reader& reader,
                                                 const ConventionName& name,
                                                 absl::string_view field) {
  return Find<v1::Convention>(reader, keys::Convention(name), Format(name),
                              field);
}

absl::StatusOr<v1::DefinitionsRecord> GetDefinitions(
    const store::Reader& reader, const ConventionName& name,
    absl::string_view field) {
  return Find<v1::DefinitionsRecord>(reader, keys::Definitions(name),
                                     Format(name), field);
}

absl::StatusOr<std::optional<v1::Node>> FindNode(const store::Reader& reader,
                                                 const ConventionName& name,
                                                 absl::string_view node_id) {
  return store::GetRecord<v1::Node>(reader, keys::Node(name, node_id));
}

absl::StatusOr<std::string> OwningStrategicObjective(
    const store::Reader& reader, const ConventionName& name,
    const std::string& node_id) {
  std::string id = node_id;
  for (int depth = 0; depth < kDepthMax && !id.empty(); ++depth) {
    ENTENTE_ASSIGN_OR_RETURN(const std::optional<v1::Node> node,
                             FindNode(reader, name, id));
    if (!node) return std::string();
    if (node->kind() == v1::Node::KIND_STRATEGIC_OBJECTIVE) return id;
    id = node->parent_id();
  }
  return std::string();
}

}  // namespace entente::conventions
