#include "services/indicators/disclosure_rules.h"

#include <algorithm>
#include <set>
#include <utility>

#include "absl/strings/str_cat.h"
#include "services/common/base/error.h"
#include "services/indicators/disclosure_check_rules.h"
#include "services/indicators/disclosure_component_rules.h"
#include "services/indicators/disclosure_draw_rules.h"
#include "services/indicators/disclosure_seen_rules.h"
#include "services/indicators/error_rules.h"

namespace entente::indicators {
namespace {

// What putting back may cost, in attacks times the cube of the cells: some ten
// seconds. What is not tried stays left out.
constexpr double kPutBackWorkMax = 5e9;

// How much likelier than another a cell is drawn.
constexpr int64_t kNoTotal = 64;
constexpr int64_t kNear = 4;
constexpr int64_t kCompany = 8;
constexpr int64_t kTied = 64;

bool IsSmall(const DisclosureCell& cell, const DisclosureOptions& options) {
  return cell.is_sensitive && cell.value < options.threshold;
}

bool IsDominated(const DisclosureCell& cell, const DisclosureOptions& options) {
  if (!cell.is_sensitive || cell.contributions.empty()) return false;
  const int64_t largest =
      *std::max_element(cell.contributions.begin(), cell.contributions.end());
  return largest * 100 > cell.value * options.dominance_percent;
}

bool IsOfFew(const DisclosureCell& cell, const DisclosureOptions& options) {
  return cell.is_sensitive && cell.persons.has_value() &&
         *cell.persons < options.persons_threshold;
}

// What a reader must not be able to rule out of a cell.
struct Need {
  int64_t least = 0;
  int64_t most = 0;
};

// Of a primary cell; none of any other.
std::optional<Need> NeedOf(const DisclosureCell& cell,
                           const DisclosureOptions& options,
                           Confidentiality status) {
  if (status == Confidentiality::kSmall) {
    return Need{0, options.threshold - 1};
  }
  if (status == Confidentiality::kFewPersons) return Need{0, cell.value};
  if (status == Confidentiality::kDominated) {
    const int64_t margin =
        std::max<int64_t>(1, cell.value * options.margin_percent / 100);
    return Need{std::max<int64_t>(0, cell.value - margin), cell.value + margin};
  }
  return std::nullopt;
}

// By what the cell is; kFree where it is not primary.
Confidentiality PrimaryStatus(const DisclosureCell& cell,
                              const DisclosureOptions& options) {
  if (IsSmall(cell, options)) return Confidentiality::kSmall;
  if (IsOfFew(cell, options)) return Confidentiality::kFewPersons;
  if (IsDominated(cell, options)) return Confidentiality::kDominated;
  return Confidentiality::kFree;
}

bool IsPrimary(Confidentiality status) {
  return status == Confidentiality::kSmall ||
         status == Confidentiality::kFewPersons ||
         status == Confidentiality::kDominated;
}

bool IsWithin(const Need& need, const Interval& found) {
  return found.least <= need.least &&
         (!found.most.has_value() || *found.most >= need.most);
}

bool IsProtected(const SeenTable& seen, int cell, const Need& need) {
  const Interval found = AttackCell(seen, cell);
  return found.is_proven && IsWithin(need, found);
}

absl::Status Unprotected(const DisclosureCell& cell, const Need& need) {
  const std::string needed = absl::StrCat(need.least, "-", need.most);
  return Refuse(
      absl::StatusCode::kFailedPrecondition, "DISCLOSURE_UNPROTECTED", "table",
      {absl::StrCat("The table and earlier releases tell more of ", cell.key,
                    " than ", needed,
                    ". Leave out a total or a breakdown, or join categories."),
       absl::StrCat("Le tableau et les publications précédentes en disent plus "
                    "sur ",
                    cell.key, " que ", needed,
                    ". Retirez un total ou une ventilation, ou regroupez des "
                    "catégories."),
       absl::StrCat("De tabel en eerdere publicaties zeggen meer over ",
                    cell.key, " dan ", needed,
                    ". Laat een totaal of opsplitsing weg, of voeg categorieën "
                    "samen.")},
      {{"cell", cell.key}, {"needed", needed}});
}

bool IsOver(const DisclosureOptions& options) {
  return options.may_go_on && !options.may_go_on();
}

absl::Status TooLong() {
  return Refuse(
      absl::StatusCode::kDeadlineExceeded, "DISCLOSURE_TOO_LONG", "table",
      {"What must be left out was not found in time: release a "
       "smaller table.",
       "Ce qu'il faut omettre n'a pas été trouvé à temps : publiez un "
       "tableau plus petit.",
       "Wat weggelaten moet worden, is niet op tijd gevonden: "
       "publiceer een kleinere tabel."});
}

// CheckRelease of the cells that `is_asked` names.
absl::Status CheckCells(const DisclosureTable& table,
                        const std::vector<TableRelation>& apart,
                        const DisclosureOptions& options,
                        const Confidentialities& statuses,
                        const std::function<bool(int)>& is_asked) {
  const SeenTable seen = SeenApart(table, apart, options, statuses);
  const std::vector<Interval> quick = PropagateIntervals(seen);
  for (size_t i = 0; i < table.cells.size(); ++i) {
    const int place = static_cast<int>(i);
    if (!is_asked(place)) continue;
    const DisclosureCell& cell = table.cells[i];
    // By what the cell is, whatever the statuses say.
    const auto need = NeedOf(cell, options, PrimaryStatus(cell, options));
    if (!need.has_value()) continue;
    if (IsOver(options)) return TooLong();
    if (seen.cells[i].value.has_value() || !IsWithin(*need, quick[i]) ||
        !IsProtected(seen, place, *need)) {
      return Unprotected(cell, *need);
    }
  }
  return absl::OkStatus();
}

class Suppressor {
 public:
  Suppressor(const DisclosureTable& table, const DisclosureOptions& options)
      : table_(table),
        options_(options),
        apart_(RelationsApart(table)),
        components_(ComponentsOf(table, apart_)),
        draw_(options.draw) {
    for (const DisclosureCell& cell : table.cells) {
      statuses_.push_back(StatusAlone(cell));
    }
    for (const TableRelation& relation : table.relations) {
      totals_.insert(relation.total);
    }
  }

  absl::StatusOr<Confidentialities> Run() {
    for (int cell = 0; cell < count(); ++cell) {
      ENTENTE_RETURN_IF_ERROR(Protect(cell));
    }
    PutBack();
    const int components = static_cast<int>(components_.cells.size());
    for (int component = 0; component < components; ++component) {
      if (!HasPrimary(component)) continue;
      ENTENTE_RETURN_IF_ERROR(LeaveOutMore(component));
    }
    return statuses_;
  }

 private:
  int count() const { return static_cast<int>(table_.cells.size()); }

  bool WasShown(int cell) const {
    const auto& earlier = table_.cells[cell].earlier;
    return earlier.has_value() && earlier->value.has_value();
  }

  Confidentiality StatusAlone(const DisclosureCell& cell) const {
    const Confidentiality primary = PrimaryStatus(cell, options_);
    if (primary != Confidentiality::kFree) return primary;
    const bool was_hidden =
        cell.earlier.has_value() && !cell.earlier->value.has_value();
    return was_hidden ? Confidentiality::kEarlier : Confidentiality::kFree;
  }

  // Leaves out others until `cell` is protected: that only takes from what a
  // reader knows, so whatever was protected before still is.
  absl::Status Protect(int cell) {
    const auto need = NeedOf(table_.cells[cell], options_, statuses_[cell]);
    if (!need.has_value()) return absl::OkStatus();
    while (true) {
      const SeenTable seen = SeenApart(table_, apart_, options_, statuses_);
      if (seen.cells[cell].value.has_value()) break;
      if (IsOver(options_)) return TooLong();
      if (IsProtected(seen, cell, *need)) return absl::OkStatus();
      const int next = Choose(seen, cell);
      if (next < 0) break;
      statuses_[next] = Confidentiality::kSecondary;
    }
    return Unprotected(table_.cells[cell], *need);
  }

  static std::vector<int> CellsOf(const TableRelation& relation) {
    std::vector<int> cells = relation.parts;
    cells.push_back(relation.total);
    return cells;
  }

  // The cell to leave out next, of those beside `cell` or beside what is left
  // out with it; -1: there is none. Any of them may be drawn, and which one
  // follows from no value. None of another component: what was given before
  // ties it to nothing here.
  int Choose(const SeenTable& seen, int cell) {
    std::set<int> tied = {cell};
    std::set<int> beside;
    bool is_grown = true;
    while (is_grown) {
      is_grown = false;
      for (const TableRelation& relation : apart_) {
        const std::vector<int> cells = CellsOf(relation);
        if (std::none_of(cells.begin(), cells.end(),
                         [&](int one) { return tied.contains(one); })) {
          continue;
        }
        for (const int one : cells) {
          if (!seen.cells[one].value.has_value()) {
            is_grown = tied.insert(one).second || is_grown;
          } else if (!WasShown(one)) {
            beside.insert(one);
          }
        }
      }
    }
    if (beside.empty()) return -1;
    const std::vector<int> cells(beside.begin(), beside.end());
    std::vector<int64_t> weights;
    for (const int one : cells) weights.push_back(WeightOf(seen, cell, one));
    return cells[draw_.Among(weights)];
  }

  // Totals say most, so they go last. Likelier are those that give company to
  // cells that are alone in a total, and those that share one with `cell`.
  int64_t WeightOf(const SeenTable& seen, int cell, int other) const {
    int64_t company = 0;
    bool is_near = false;
    for (const TableRelation& relation : apart_) {
      const std::vector<int> cells = CellsOf(relation);
      const auto holds = [&](int one) {
        return std::find(cells.begin(), cells.end(), one) != cells.end();
      };
      if (!holds(other)) continue;
      is_near = is_near || holds(cell);
      company += std::count_if(cells.begin(), cells.end(), [&](int one) {
                   return !seen.cells[one].value.has_value();
                 }) == 1;
    }
    return (totals_.contains(other) ? 1 : kNoTotal) * (is_near ? kNear : 1) *
           (1 + kCompany * company);
  }

  bool HasPrimary(int component) const {
    for (int cell = 0; cell < count(); ++cell) {
      if (components_.of_cell[cell] == component &&
          IsPrimary(statuses_[cell])) {
        return true;
      }
    }
    return false;
  }

  // Of attacking all of a component once.
  double WorkOf(int component) const {
    const double cells = components_.cells[component];
    double work = 0;
    for (int cell = 0; cell < count(); ++cell) {
      if (components_.of_cell[cell] == component &&
          IsPrimary(statuses_[cell])) {
        work += cells * cells * cells;
      }
    }
    return work;
  }

  // Shows again, the largest first, what was not needed in the end. That tells
  // of nothing but of what it is tied to.
  void PutBack() {
    std::vector<int> secondary;
    for (int cell = 0; cell < count(); ++cell) {
      if (statuses_[cell] == Confidentiality::kSecondary) {
        secondary.push_back(cell);
      }
    }
    std::sort(secondary.begin(), secondary.end(), [&](int a, int b) {
      return table_.cells[a].value > table_.cells[b].value;
    });
    double done = 0;
    for (const int cell : secondary) {
      const int component = components_.of_cell[cell];
      done += WorkOf(component);
      // Less is shown than could be, and nothing that should not.
      if (done > kPutBackWorkMax || IsOver(options_)) return;
      statuses_[cell] = Confidentiality::kFree;
      const auto is_tied = [&](int one) {
        return components_.of_cell[one] == component;
      };
      if (!CheckCells(table_, apart_, options_, statuses_, is_tied).ok()) {
        statuses_[cell] = Confidentiality::kSecondary;
      }
    }
  }

  bool IsHidden(int cell) const {
    return statuses_[cell] != Confidentiality::kFree && !WasShown(cell);
  }

  // A few more than is needed, none mostly: that what is left out was needed is
  // news of a small cell by itself. As many as are drawn, anywhere in the
  // component, so that every larger choice could have come of any smaller one.
  // Of each component: a reader looks at one apart from the others, and what is
  // left out of those says nothing of it.
  absl::Status LeaveOutMore(int component) {
    while (draw_.Below(100) < options_.more_percent) {
      // Fewer than are drawn would tell that they were needed.
      if (IsOver(options_)) return TooLong();
      std::set<int> tied;
      for (const TableRelation& relation : apart_) {
        const std::vector<int> cells = CellsOf(relation);
        if (std::any_of(cells.begin(), cells.end(),
                        [&](int one) { return IsHidden(one); })) {
          tied.insert(cells.begin(), cells.end());
        }
      }
      std::vector<int> cells;
      std::vector<int64_t> weights;
      for (int one = 0; one < count(); ++one) {
        if (components_.of_cell[one] != component ||
            statuses_[one] != Confidentiality::kFree) {
          continue;
        }
        cells.push_back(one);
        weights.push_back((totals_.contains(one) ? 1 : kNoTotal) *
                          (tied.contains(one) ? kTied : 1));
      }
      if (cells.empty()) break;
      statuses_[cells[draw_.Among(weights)]] = Confidentiality::kSecondary;
    }
    return absl::OkStatus();
  }

  const DisclosureTable& table_;
  const DisclosureOptions& options_;
  // Once: every round reads them.
  const std::vector<TableRelation> apart_;
  const TableComponents components_;
  SecretDraw draw_;
  Confidentialities statuses_;
  std::set<int> totals_;
};

}  // namespace

bool IsSmallOrOfFew(const DisclosureCell& cell,
                    const DisclosureOptions& options) {
  return IsSmall(cell, options) || IsOfFew(cell, options);
}

SeenTable ToSeenTable(const DisclosureTable& table,
                      const DisclosureOptions& options,
                      const Confidentialities& statuses) {
  return SeenApart(table, RelationsApart(table), options, statuses);
}

absl::Status CheckRelease(const DisclosureTable& table,
                          const DisclosureOptions& options,
                          const Confidentialities& statuses) {
  return CheckCells(table, RelationsApart(table), options, statuses,
                    [](int) { return true; });
}

absl::StatusOr<Confidentialities> SuppressCells(
    const DisclosureTable& table, const DisclosureOptions& options) {
  ENTENTE_RETURN_IF_ERROR(CheckTable(table, options));
  ENTENTE_ASSIGN_OR_RETURN(Confidentialities statuses,
                           Suppressor(table, options).Run());
  ENTENTE_RETURN_IF_ERROR(CheckRelease(table, options, statuses));
  return statuses;
}

}  // namespace entente::indicators
