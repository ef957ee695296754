#include "services/indicators/release_union_rules.h"

#include <algorithm>
#include <limits>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <tuple>
#include <utility>

#include "absl/strings/str_cat.h"
#include "services/indicators/date_rules.h"
#include "services/indicators/release_region_rules.h"

namespace entente::indicators {
namespace {

namespace v1 = entente::indicators::v1;
using v1::ReleaseCell;

int64_t PartOf(const Figure& figure, ReleasePart part) {
  switch (part) {
    case ReleasePart::kValue:
      return figure.value;
    case ReleasePart::kDenominator:
      return figure.denominator;
    case ReleasePart::kRest:
      // What was a count by an older convention has no denominator.
      return std::max<int64_t>(figure.denominator - figure.value, 0);
  }
  return figure.value;
}

bool IsSmall(int64_t value, int64_t threshold) { return value < threshold; }

MonthSpan SpanOf(const ReleaseCell& cell) {
  return {MonthOf(PackDate(cell.first_month())),
          MonthOf(PackDate(cell.last_month()))};
}

// What an earlier table says of one of its cells, whose part is `value`. Of a
// RATIO one status stands for all parts: it is read as if it said of each what
// is true of it, which is more than any reader knows.
SeenCell SeenOf(const v1::ReleaseTable& table, const ReleaseCell& cell,
                int64_t value) {
  SeenCell seen;
  if (cell.status() == ReleaseCell::STATUS_FREE) {
    seen.value = value;
    return seen;
  }
  if (cell.status() == ReleaseCell::STATUS_EARLIER) return seen;
  // Small, or of few persons.
  if (table.persons_threshold() > 0 &&
      cell.status() == ReleaseCell::STATUS_PRIMARY) {
    return seen;
  }
  if (IsSmall(value, table.threshold())) {
    seen.most = table.threshold() - 1;
  } else {
    seen.least = table.threshold();
  }
  return seen;
}

// Both are known of the same figure.
void Join(const SeenCell& other, SeenCell& seen) {
  if (other.value.has_value()) seen.value = other.value;
  seen.least = std::max(seen.least, other.least);
  if (other.most.has_value()) {
    seen.most = std::min(seen.most.value_or(*other.most), *other.most);
  }
}

// From the first month to the last of any cell.
MonthSpan WholeOf(const ReleasedTable& table) {
  MonthSpan all{std::numeric_limits<int32_t>::max(), 0};
  for (const ReleaseCell& cell : table.table.cells()) {
    const MonthSpan span = SpanOf(cell);
    all.first = std::min(all.first, span.first);
    all.last = std::max(all.last, span.last);
  }
  return all;
}

// Releases may have been told otherwise of the persons of a month: the fewest
// of all that have it and look at them, none where one was told of none.
PersonsBounds FewestOf(const std::vector<const ReleasedTable*>& tables) {
  PersonsBounds fewest;
  for (const ReleasedTable* table : tables) {
    if (!table->persons.has_value() || !table->split_by.empty()) continue;
    for (const auto& [place, least] : *table->persons) {
      const auto [known, is_new] = fewest.try_emplace(place, least);
      if (!is_new) known->second = std::min(known->second, least);
    }
  }
  for (const ReleasedTable* table : tables) {
    if (!table->persons.has_value() || !table->split_by.empty()) continue;
    const MonthSpan span = WholeOf(*table);
    for (auto& [place, least] : fewest) {
      if (place.first >= span.first && place.first <= span.last &&
          table->persons->find(place) == table->persons->end()) {
        least = 0;
      }
    }
  }
  return fewest;
}

class Uniter {
 public:
  Uniter(const ReleasedTable& fresh, const std::vector<ReleasedTable>& earlier,
         ReleasePart part, const DisclosureOptions& options)
      : fresh_(fresh),
        earlier_(earlier),
        part_(part),
        options_(options),
        regions_(Tables()),
        persons_(FewestOf(Tables())) {}

  ReleaseUnion Run() {
    std::set<int32_t> cuts;
    for (const ReleasedTable* table : Tables()) {
      for (const MonthSpan& column : ColumnsOf(table->table)) {
        cuts.insert(column.first);
        cuts.insert(column.last + 1);
      }
    }
    for (auto cut = cuts.begin(); std::next(cut) != cuts.end(); ++cut) {
      segments_.push_back({*cut, *std::next(cut) - 1});
    }
    for (const int cell : Add(fresh_)) {
      out_.own.push_back(cell);
      known_.try_emplace(cell);
    }
    for (const ReleasedTable& table : earlier_) AddEarlier(table);
    for (int i = 0; i < static_cast<int>(out_.table.cells.size()); ++i) {
      Finish(i, out_.table.cells[i]);
    }
    return std::move(out_);
  }

 private:
  std::vector<const ReleasedTable*> Tables() const {
    std::vector<const ReleasedTable*> tables = {&fresh_};
    for (const ReleasedTable& table : earlier_) tables.push_back(&table);
    return tables;
  }

  void AddEarlier(const ReleasedTable& table) {
    const std::vector<int> cells = Add(table);
    for (size_t i = 0; i < cells.size(); ++i) {
      const SeenCell seen =
          SeenOf(table.table, table.table.cells(static_cast<int>(i)),
                 out_.table.cells[cells[i]].value);
      std::optional<SeenCell>& known = known_[cells[i]];
      if (known.has_value()) {
        Join(seen, *known);
      } else {
        known = seen;
      }
    }
  }

  // The cells of the table, in its order. Besides them all their rows have a
  // cell in every segment, whether it was shown or not.
  std::vector<int> Add(const ReleasedTable& table) {
    const Facts facts = FactsOf(table);
    std::map<std::pair<std::string, bool>, std::vector<int>> rows;
    for (const v1::ReleaseArea& row : table.rows) {
      rows[{row.code(), row.is_remainder()}] = regions_.In(row);
    }
    std::vector<int> cells;
    const MonthSpan all = WholeOf(table);
    for (const ReleaseCell& cell : table.table.cells()) {
      const MonthSpan span = SpanOf(cell);
      cells.push_back(Place(table.split_by, facts,
                            rows[{cell.area(), cell.is_remainder()}], span));
    }
    for (const MonthSpan& segment : segments_) {
      if (segment.first < all.first || segment.last > all.last) continue;
      for (const auto& [row, regions] : rows) {
        Place(table.split_by, facts, regions, segment);
      }
    }
    return cells;
  }

  // By month and region.
  using Numbers = std::map<int32_t, std::vector<int64_t>>;

  // So many persons at least in a month, in these regions together.
  struct Persons {
    int32_t month = 0;
    std::vector<int> regions = {};
    int64_t least = 0;
  };

  struct Facts {
    Numbers values = {};
    // Not set where nobody looks.
    std::optional<std::vector<Persons>> persons = {};
  };

  Facts FactsOf(const ReleasedTable& table) {
    Facts facts;
    for (const auto& [place, figure] : table.figures) {
      const int region = regions_.RegionOf(table.split_by, place.second);
      std::vector<int64_t>& month = facts.values[place.first];
      month.resize(regions_.count());
      month[region] += PartOf(figure, part_);
    }
    if (!table.persons.has_value() || !table.split_by.empty()) return facts;
    facts.persons.emplace();
    const MonthSpan span = WholeOf(table);
    for (const auto& [place, least] : persons_) {
      if (place.first < span.first || place.first > span.last) continue;
      facts.persons->push_back(
          {place.first, RegionsWithin(place.second), least});
    }
    return facts;
  }

  // Those of an area and of all below it, ascending.
  std::vector<int> RegionsWithin(const std::string& area) {
    std::set<int> regions = {regions_.RegionOf("", area)};
    for (const ReleasedTable* table : Tables()) {
      const auto below = table->below.find(area);
      if (below == table->below.end()) continue;
      for (const std::string& one : below->second) {
        regions.insert(regions_.RegionOf("", one));
      }
    }
    return {regions.begin(), regions.end()};
  }

  // The cell of some regions of `list` in a span, and the sum of atoms that it
  // is.
  int Place(const std::string& list, const Facts& facts,
            const std::vector<int>& regions, const MonthSpan& span) {
    std::vector<int> atoms;
    int64_t value = 0;
    for (const MonthSpan& segment : segments_) {
      if (segment.first < span.first || segment.last > span.last) continue;
      for (const int region : regions) {
        const int64_t part = SumIn(facts.values, region, segment);
        atoms.push_back(Cell(regions_.KeyOf(list, {region}), segment, part,
                             PersonsIn(facts, {region}, segment)));
        value += part;
      }
    }
    if (atoms.size() == 1) return atoms[0];
    const int cell = Cell(regions_.KeyOf(list, regions), span, value,
                          PersonsIn(facts, regions, span));
    std::sort(atoms.begin(), atoms.end());
    if (relations_.insert({cell, atoms}).second) {
      out_.table.relations.push_back({.total = cell, .parts = atoms});
    }
    return cell;
  }

  static int64_t SumIn(const Numbers& values, int region,
                       const MonthSpan& segment) {
    int64_t value = 0;
    for (auto month = values.lower_bound(segment.first);
         month != values.end() && month->first <= segment.last; ++month) {
      value += month->second[region];
    }
    return value;
  }

  // At least as many as in any month of the span: they do not add up. Persons
  // of an area may be those of what is below it, so they are behind a figure
  // that holds all of it.
  static std::optional<int64_t> PersonsIn(const Facts& facts,
                                          const std::vector<int>& regions,
                                          const MonthSpan& span) {
    if (!facts.persons.has_value()) return std::nullopt;
    int64_t most = 0;
    for (const Persons& one : *facts.persons) {
      if (one.month >= span.first && one.month <= span.last &&
          std::includes(regions.begin(), regions.end(), one.regions.begin(),
                        one.regions.end())) {
        most = std::max(most, one.least);
      }
    }
    return most;
  }

  int Cell(const std::vector<int>& regions, const MonthSpan& span,
           int64_t value, std::optional<int64_t> persons) {
    const int next = static_cast<int>(out_.table.cells.size());
    const auto [place, is_new] =
        cells_.try_emplace({regions, span, value}, next);
    if (is_new) {
      DisclosureCell& cell = out_.table.cells.emplace_back();
      cell.key = absl::StrCat(next);
      cell.value = value;
      cell.is_sensitive = true;
    }
    // Tables that look at persons say the same of them.
    if (persons.has_value()) {
      out_.table.cells[place->second].persons = persons;
    }
    return place->second;
  }

  void Finish(int place, DisclosureCell& cell) const {
    const auto known = known_.find(place);
    // In no release: nobody was told anything of it, and nobody will be.
    if (known == known_.end()) {
      cell.earlier.emplace();
      return;
    }
    cell.earlier = known->second;
    // What was given is not protected any more.
    if (cell.earlier.has_value() && cell.earlier->value.has_value() &&
        IsSmallOrOfFew(cell, options_)) {
      cell.is_sensitive = false;
    }
  }

  const ReleasedTable& fresh_;
  const std::vector<ReleasedTable>& earlier_;
  const ReleasePart part_;
  const DisclosureOptions& options_;
  Regions regions_;
  const PersonsBounds persons_;
  std::vector<MonthSpan> segments_;
  // By place, time and value.
  std::map<std::tuple<std::vector<int>, MonthSpan, int64_t>, int> cells_;
  std::set<std::pair<int, std::vector<int>>> relations_;
  // Cells that some release has, and what earlier ones say of them.
  std::map<int, std::optional<SeenCell>> known_;
  ReleaseUnion out_;
};

}  // namespace

ReleaseUnion Unite(const ReleasedTable& fresh,
                   const std::vector<ReleasedTable>& earlier, ReleasePart part,
                   const DisclosureOptions& options) {
  return Uniter(fresh, earlier, part, options).Run();
}

std::vector<size_t> TiedTo(const MonthSpan& span,
                           const std::vector<MonthSpan>& others) {
  std::set<size_t> tied;
  std::vector<MonthSpan> reached = {span};
  while (!reached.empty()) {
    const MonthSpan next = reached.back();
    reached.pop_back();
    for (size_t i = 0; i < others.size(); ++i) {
      if (!next.Overlaps(others[i]) || !tied.insert(i).second) continue;
      reached.push_back(others[i]);
    }
  }
  return {tied.begin(), tied.end()};
}

}  // namespace entente::indicators
