// Conventions as stored: head, tree, nodes by id, definitions, and the text
// they came from by its hash.
#ifndef SERVICES_CONVENTIONS_CONVENTION_STORE_H_
#define SERVICES_CONVENTIONS_CONVENTION_STORE_H_

#include <optional>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "entente/conventions/v1/convention.pb.h"
#include "entente/conventions/v1/records.pb.h"
#include "services/common/store/store.h"
#include "services/conventions/name_rules.h"

namespace entente::conventions {

// Puts a new convention (complete, named) with its definitions and opens its
// envelopes. ALREADY_EXISTS / CONVENTION_EXISTS when the text was imported
// before or the id is taken.
absl::Status AddConvention(store::Transaction& transaction,
                           const ConventionName& name,
                           const v1::Convention& convention,
                           const v1::DefinitionsRecord& definitions,
                           absl::Time now);

// Puts head, tree and nodes by id. Nodes are never taken away.
void PutConvention(store::Transaction& transaction, const ConventionName& name,
                   const v1::Convention& convention);

// Deletes everything of a convention in every table, and the reference of its
// text. Evidence belongs to the municipality and stays. Errors: NOT_FOUND,
// FAILED_PRECONDITION / CONVENTION_HAS_MOVEMENTS, ABORTED / ETAG_MISMATCH when
// `etag` is not empty and differs.
absl::Status RemoveConvention(store::Transaction& transaction,
                              const ConventionName& name,
                              const std::string& etag);

// With tree. NOT_FOUND naming `field`.
absl::StatusOr<v1::Convention> GetWholeConvention(const store::Reader& reader,
                                                  const ConventionName& name,
                                                  absl::string_view field);

// Without nodes and findings. NOT_FOUND naming `field`.
absl::StatusOr<v1::Convention> GetConventionHead(const store::Reader& reader,
                                                 const ConventionName& name,
                                                 absl::string_view field);

// NOT_FOUND naming `field`.
absl::StatusOr<v1::DefinitionsRecord> GetDefinitions(
    const store::Reader& reader, const ConventionName& name,
    absl::string_view field);

// nullopt when the convention has no such node.
absl::StatusOr<std::optional<v1::Node>> FindNode(const store::Reader& reader,
                                                 const ConventionName& name,
                                                 absl::string_view node_id);

// Id of the strategic objective that `node_id` is or stands under; empty when
// there is none.
absl::StatusOr<std::string> OwningStrategicObjective(
    const store::Reader& reader, const ConventionName& name,
    const std::string& node_id);

}  // namespace entente::conventions

#endif  // SERVICES_CONVENTIONS_CONVENTION_STORE_H_
