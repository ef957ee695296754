#include "services/indicators/object_version_store.h"

#include "services/indicators/definition_store.h"
#include "services/indicators/ingest_store.h"
#include "services/indicators/name_rules.h"

namespace entente::indicators {

int64_t ObjectVersion(const store::Reader& reader, const std::string& object) {
  if (const auto session = ParseSession(object, "name"); session.ok()) {
    const auto state = ReadSession(reader, *session);
    return state.ok() && *state ? (*state)->durable_sequence() : 0;
  }
  if (const auto measure = ParseMeasure(object, "name"); measure.ok()) {
    return ReadDefinitionsVersion(reader, measure->municipality).value_or(0);
  }
  return 0;
}

}  // namespace entente::indicators
