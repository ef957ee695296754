#include "services/conventions/document/finding_table.h"

#include <vector>

#include "services/conventions/document/finding_rows.h"

namespace entente::conventions {

absl::Span<const FindingEntry> FindingTable() {
  static const auto* const kTable = [] {
    auto* const all = new std::vector<FindingEntry>;
    for (const auto& rows : {FindingsOfHead(), FindingsOfMoney(),
                             FindingsOfTree(), FindingsOfText()}) {
      all->insert(all->end(), rows.begin(), rows.end());
    }
    return all;
  }();
  return *kTable;
}

}  // namespace entente::conventions
