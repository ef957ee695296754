#include "services/indicators/disclosure_check_rules.h"

#include <cstddef>
#include <set>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "services/common/base/error.h"
#include "services/indicators/disclosure_component_rules.h"
#include "services/indicators/error_rules.h"

namespace entente::indicators {
namespace {

absl::Status Broken(const std::string& key) {
  return Refuse(
      absl::StatusCode::kInvalidArgument, "DISCLOSURE_TABLE_BROKEN", "table",
      {absl::StrCat("At ", key,
                    " the table does not add up, or a value is below 0 or "
                    "above ",
                    kDisclosureValueMax, "."),
       absl::StrCat("À ", key,
                    " le tableau ne tombe pas juste, ou une valeur est sous 0 "
                    "ou au-dessus de ",
                    kDisclosureValueMax, "."),
       absl::StrCat("Bij ", key,
                    " klopt de tabel niet, of een waarde is onder 0 of boven ",
                    kDisclosureValueMax, ".")},
      {{"cell", key}});
}

absl::Status CheckRelation(const DisclosureTable& table,
                           const TableRelation& relation) {
  std::set<int> named;
  const int count = static_cast<int>(table.cells.size());
  std::vector<int> cells = relation.parts;
  cells.push_back(relation.total);
  for (const int cell : cells) {
    if (cell < 0 || cell >= count || !named.insert(cell).second) {
      return Broken(absl::StrCat("#", cell));
    }
  }
  int64_t sum = 0;
  for (const int part : relation.parts) sum += table.cells[part].value;
  const DisclosureCell& total = table.cells[relation.total];
  return sum == total.value ? absl::OkStatus() : Broken(total.key);
}

// `most`: the limit that it is above.
absl::Status TooLarge(int most) {
  const std::string cells = absl::StrCat(kDisclosureCellsMax);
  const std::string sums = absl::StrCat(kDisclosureRelationsMax);
  const std::string all = absl::StrCat(kDisclosureTableMax);
  return Refuse(
      absl::StatusCode::kInvalidArgument, "DISCLOSURE_TABLE_TOO_LARGE", "table",
      {absl::StrCat("A table has at most ", cells, " cells and ", sums,
                    " totals that hang together, and ", all,
                    " of either in all: release it in parts, as a table for "
                    "each year."),
       absl::StrCat("Un tableau a au plus ", cells, " cellules et ", sums,
                    " totaux liés entre eux, et ", all,
                    " des uns ou des autres en tout : publiez-le par parties, "
                    "comme un tableau par année."),
       absl::StrCat("Een tabel heeft hoogstens ", cells, " cellen en ", sums,
                    " totalen die samenhangen, en ", all,
                    " van elk in totaal: publiceer ze in delen, zoals een "
                    "tabel per jaar.")},
      {{"most", absl::StrCat(most)}});
}

// Whether all that may have to be searched as one can be. Which part has a cell
// that must be left out is not looked at: the answer would tell of it.
absl::Status CheckComponents(const DisclosureTable& table) {
  const TableComponents components = ComponentsOf(table);
  for (size_t i = 0; i < components.cells.size(); ++i) {
    if (components.cells[i] > kDisclosureCellsMax) {
      return TooLarge(kDisclosureCellsMax);
    }
    if (components.relations[i] > kDisclosureRelationsMax) {
      return TooLarge(kDisclosureRelationsMax);
    }
  }
  return absl::OkStatus();
}

}  // namespace

absl::Status CheckTable(const DisclosureTable& table,
                        const DisclosureOptions& options) {
  if (table.cells.size() > kDisclosureTableMax ||
      table.relations.size() > kDisclosureTableMax) {
    return TooLarge(kDisclosureTableMax);
  }
  if (options.threshold < 2 || options.threshold > 1000 ||
      options.persons_threshold < 0 || options.persons_threshold > 1000 ||
      options.dominance_percent < 50 || options.dominance_percent > 100 ||
      options.margin_percent < 1 || options.margin_percent > 100 ||
      options.more_percent < 0 || options.more_percent > 99) {
    return Invalid("DISCLOSURE_OPTIONS", "options",
                   {"The threshold is 2 to 1000, that of persons 0 to 1000, "
                    "dominance 50 to 100 %, the margin 1 to 100 %, what is "
                    "left out beyond need 0 to 99 %.",
                    "Le seuil va de 2 à 1000, celui des personnes de 0 à 1000, "
                    "la dominance de 50 à 100 %, la marge de 1 à 100 %, ce qui "
                    "est omis en plus de 0 à 99 %.",
                    "De drempel is 2 tot 1000, die van personen 0 tot 1000, "
                    "dominantie 50 tot 100 %, de marge 1 tot 100 %, wat meer "
                    "dan nodig wordt weggelaten 0 tot 99 %."});
  }
  for (const DisclosureCell& cell : table.cells) {
    if (cell.value < 0 || cell.value > kDisclosureValueMax ||
        cell.persons.value_or(0) < 0) {
      return Broken(cell.key);
    }
    // The same figure: what was shown of it is what it is.
    if (cell.earlier.has_value() &&
        (cell.earlier->value.value_or(cell.value) != cell.value ||
         cell.earlier->least > cell.value ||
         cell.earlier->most.value_or(cell.value) < cell.value)) {
      return Broken(cell.key);
    }
  }
  for (const TableRelation& relation : table.relations) {
    ENTENTE_RETURN_IF_ERROR(CheckRelation(table, relation));
  }
  return CheckComponents(table);
}

}  // namespace entente::indicators
