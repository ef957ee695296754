#include "services/indicators/disclosure_seen_rules.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>

namespace entente::indicators {

SeenTable SeenApart(const DisclosureTable& table,
                    const std::vector<TableRelation>& apart,
                    const DisclosureOptions& options,
                    const Confidentialities& statuses) {
  SeenTable seen;
  seen.relations = apart;
  for (size_t i = 0; i < table.cells.size(); ++i) {
    const DisclosureCell& cell = table.cells[i];
    SeenCell& out = seen.cells.emplace_back();
    if (cell.earlier.has_value()) out = *cell.earlier;
    if (statuses[i] == Confidentiality::kFree) out.value = cell.value;
    if (out.value.has_value()) continue;
    if (statuses[i] == Confidentiality::kSmall ||
        statuses[i] == Confidentiality::kFewPersons) {
      // Where persons are looked at, it may be either of them.
      if (cell.persons.has_value()) continue;
      const int64_t most = options.threshold - 1;
      out.most = std::min(out.most.value_or(most), most);
    } else if (statuses[i] != Confidentiality::kEarlier && cell.is_sensitive) {
      // It would be small otherwise.
      out.least = std::max(out.least, options.threshold);
    }
  }
  return seen;
}

}  // namespace entente::indicators
