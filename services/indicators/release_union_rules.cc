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
#include "services/common/base/error.h"
#include "services/indicators/date_rules.h"
#include "services/indicators/release_errors.h"
#include "services/indicators/release_region_rules.h"

namespace entente::indicators {
namespace {

namespace cv1 = entente::conventions::v1;
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

class Uniter {
 public:
  Uniter(const ReleasedTable& fresh, const std::vector<ReleasedTable>& earlier,
         ReleasePart part, const DisclosureOptions& options)
      : fresh_(fresh),
        earlier_(earlier),
        part_(part),
        options_(options),
        regions_(Tables()) {}

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
    const Sums sums = SumsOf(table);
    std::map<std::pair<std::string, bool>, std::vector<int>> rows;
    for (const v1::ReleaseArea& row : table.rows) {
      rows[{row.code(), row.is_remainder()}] = regions_.In(row);
    }
    std::vector<int> cells;
    MonthSpan all{std::numeric_limits<int32_t>::max(), 0};
    for (const ReleaseCell& cell : table.table.cells()) {
      const MonthSpan span = SpanOf(cell);
      all.first = std::min(all.first, span.first);
      all.last = std::max(all.last, span.last);
      cells.push_back(Place(table.split_by, sums,
                            rows[{cell.area(), cell.is_remainder()}], span));
    }
    for (const MonthSpan& segment : segments_) {
      if (segment.first < all.first || segment.last > all.last) continue;
      for (const auto& [row, regions] : rows) {
        Place(table.split_by, sums, regions, segment);
      }
    }
    return cells;
  }

  // By month and region.
  using Sums = std::map<int32_t, std::vector<int64_t>>;

  Sums SumsOf(const ReleasedTable& table) {
    Sums sums;
    for (const auto& [place, figure] : table.figures) {
      std::vector<int64_t>& month = sums[place.first];
      month.resize(regions_.count());
      month[regions_.RegionOf(table.split_by, place.second)] +=
          PartOf(figure, part_);
    }
    return sums;
  }

  // The cell of some regions of `list` in a span, and the sum of atoms that it
  // is.
  int Place(const std::string& list, const Sums& sums,
            const std::vector<int>& regions, const MonthSpan& span) {
    std::vector<int> atoms;
    int64_t value = 0;
    for (const MonthSpan& segment : segments_) {
      if (segment.first < span.first || segment.last > span.last) continue;
      for (const int region : regions) {
        const int64_t part = SumIn(sums, region, segment);
        atoms.push_back(Cell(regions_.KeyOf(list, {region}), segment, part));
        value += part;
      }
    }
    if (atoms.size() == 1) return atoms[0];
    const int cell = Cell(regions_.KeyOf(list, regions), span, value);
    std::sort(atoms.begin(), atoms.end());
    if (relations_.insert({cell, atoms}).second) {
      out_.table.relations.push_back({.total = cell, .parts = atoms});
    }
    return cell;
  }

  static int64_t SumIn(const Sums& sums, int region, const MonthSpan& segment) {
    int64_t value = 0;
    for (auto month = sums.lower_bound(segment.first);
         month != sums.end() && month->first <= segment.last; ++month) {
      value += month->second[region];
    }
    return value;
  }

  int Cell(const std::vector<int>& regions, const MonthSpan& span,
           int64_t value) {
    const int next = static_cast<int>(out_.table.cells.size());
    const auto [place, is_new] =
        cells_.try_emplace({regions, span, value}, next);
    if (is_new) {
      DisclosureCell& cell = out_.table.cells.emplace_back();
      cell.key = absl::StrCat(next);
      cell.value = value;
      cell.is_sensitive = true;
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
        IsSmall(cell.value, options_.threshold)) {
      cell.is_sensitive = false;
    }
  }

  const ReleasedTable& fresh_;
  const std::vector<ReleasedTable>& earlier_;
  const ReleasePart part_;
  const DisclosureOptions& options_;
  Regions regions_;
  std::vector<MonthSpan> segments_;
  // By place, time and value.
  std::map<std::tuple<std::vector<int>, MonthSpan, int64_t>, int> cells_;
  std::set<std::pair<int, std::vector<int>>> relations_;
  // Cells that some release has, and what earlier ones say of them.
  std::map<int, std::optional<SeenCell>> known_;
  ReleaseUnion out_;
};

// A part of the new table on its way to the public.
struct Parted {
  ReleaseUnion all;
  Confidentialities statuses;
};

// By cell of the new table.
ReleaseCell::Status StatusOf(const std::vector<Parted>& parts, size_t cell,
                             const DisclosureOptions& options) {
  ReleaseCell::Status status = ReleaseCell::STATUS_FREE;
  for (const Parted& part : parts) {
    const int place = part.all.own[cell];
    const int64_t value = part.all.table.cells[place].value;
    if (IsSmall(value, options.threshold)) {
      return ReleaseCell::STATUS_PRIMARY;
    }
    const Confidentiality found = part.statuses[place];
    if (found == Confidentiality::kSecondary) {
      status = ReleaseCell::STATUS_SECONDARY;
    } else if (found == Confidentiality::kEarlier &&
               status == ReleaseCell::STATUS_FREE) {
      status = ReleaseCell::STATUS_EARLIER;
    }
  }
  return status;
}

absl::Status RefusalOf(const absl::Status& status, const std::string& measure) {
  const std::string reason = ErrorReason(status);
  if (reason == "DISCLOSURE_TABLE_TOO_LARGE") {
    return ReleaseTooLargeTogether(measure);
  }
  if (reason == "DISCLOSURE_TABLE_BROKEN") return ReleaseTableBroken(measure);
  // Which cell it was would tell that it is small.
  if (reason == "DISCLOSURE_UNPROTECTED") return ReleaseUnprotected(measure);
  if (reason == "DISCLOSURE_TOO_LONG") return ReleaseTakesTooLong();
  return status;
}

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

absl::StatusOr<v1::ReleaseTable> MakePublic(
    const ReleasedTable& fresh, const std::vector<ReleasedTable>& earlier,
    DisclosureOptions options) {
  const std::string& measure = fresh.table.measure_code();
  const std::string draw = absl::StrCat(options.draw, "/", measure, "/");
  options.threshold = fresh.table.threshold();
  std::vector<ReleasePart> wanted = {ReleasePart::kValue};
  if (fresh.table.kind() == cv1::MEASURE_KIND_RATIO) {
    wanted.push_back(ReleasePart::kDenominator);
    wanted.push_back(ReleasePart::kRest);
  }
  std::vector<Parted> parts;
  for (const ReleasePart part : wanted) {
    Parted& one = parts.emplace_back();
    one.all = Unite(fresh, earlier, part, options);
    // What one part draws says nothing of what the others do.
    options.draw = absl::StrCat(draw, static_cast<int>(part));
    absl::StatusOr<Confidentialities> statuses =
        SuppressCells(one.all.table, options);
    if (!statuses.ok()) return RefusalOf(statuses.status(), measure);
    one.statuses = *std::move(statuses);
  }
  v1::ReleaseTable table = fresh.table;
  for (int i = 0; i < table.cells_size(); ++i) {
    ReleaseCell& cell = *table.mutable_cells(i);
    cell.set_status(StatusOf(parts, i, options));
    if (cell.status() == ReleaseCell::STATUS_FREE) continue;
    cell.clear_value();
    cell.clear_denominator();
    // Left out of one part, so of the others as well.
    for (Parted& part : parts) {
      Confidentiality& status = part.statuses[part.all.own[i]];
      if (status == Confidentiality::kFree) {
        status = Confidentiality::kSecondary;
      }
    }
  }
  for (const Parted& part : parts) {
    const absl::Status checked =
        CheckRelease(part.all.table, options, part.statuses);
    if (!checked.ok()) return RefusalOf(checked, measure);
  }
  return table;
}

}  // namespace entente::indicators
