// Reads one record that has to be there.
#ifndef SERVICES_CONVENTIONS_LOOKUP_STORE_H_
#define SERVICES_CONVENTIONS_LOOKUP_STORE_H_

#include <optional>
#include <string>
#include <utility>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "services/common/base/error.h"
#include "services/common/store/records.h"
#include "services/conventions/convention_errors.h"

namespace entente::conventions {

// The record under `key`. Errors: NOT_FOUND for the resource `name` that the
// request gave in `field`; DATA_LOSS.
template <class Message>
absl::StatusOr<Message> Find(const store::Reader& reader, absl::string_view key,
                             const std::string& name, absl::string_view field) {
  ENTENTE_ASSIGN_OR_RETURN(std::optional<Message> record,
                           store::GetRecord<Message>(reader, key));
  if (!record) return NotFound(name, field);
  return *std::move(record);
}

}  // namespace entente::conventions

#endif  // SERVICES_CONVENTIONS_LOOKUP_STORE_H_
