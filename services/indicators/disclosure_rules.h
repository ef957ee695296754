// Which cells of a table a public release leaves out. Pure.
//
// First what is small and what few persons are behind (primary), then as many
// other cells as keep the first from being worked out from totals, from their
// statuses and from earlier releases (secondary). Which is best is not looked
// for: one cell after another is left out where the attack
// (disclosure_attack_rules.h) still narrows a first one, then each is put back
// that was not needed, as far as a bound of work allows. What comes out is
// attacked once more as a whole; where a bound is not proven, nothing is
// released. That one source made most of a value would be primary as well;
// figures are not kept by source, so no release says it of a cell.
//
// A reader knows this rule, and could ask of every table that fits what is
// published whether it would have led to the same choice. So which cell goes
// next is drawn from a secret and follows from no value, and in the end some
// more go than are needed. Every table with the same cells told small that fits
// what is published could then have been published so: its own search may draw
// only cells of this choice, since hiding all of them protects it as well, and
// what it needs less may be drawn as more. Nothing is ruled out; what becomes
// likelier depends on `more_percent`. That holds for cells of releases, not for
// what several of them leave between them: which of those are small is itself
// not published.
//
// Statuses are those of SDMX (CL_CONF_STATUS): a reader is told them, so the
// attack knows what they say.
#ifndef SERVICES_INDICATORS_DISCLOSURE_RULES_H_
#define SERVICES_INDICATORS_DISCLOSURE_RULES_H_

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "services/indicators/disclosure_attack_rules.h"

namespace entente::indicators {

// A bound of time, since the attack is exact: of what hangs together
// (disclosure_component_rules.h). It does not depend on whether a figure is
// small: where it counted beside a small cell alone, a refusal would tell of
// one. A figure that was corrected since an earlier release is a second cell.
inline constexpr int kDisclosureCellsMax = 300;
inline constexpr int kDisclosureRelationsMax = 300;
// Cells, and relations, of a table as a whole.
inline constexpr int kDisclosureTableMax = 2000;
// Of a cell; sums of a whole table stay within 64 bits by far.
inline constexpr int64_t kDisclosureValueMax = 1'000'000'000;

struct DisclosureOptions {
  // What a sensitive cell must reach to be shown. Configured per installation:
  // no law that was read says it. Zero is small too: that nobody was counted
  // can be news of a person as well, and where zero were shown, a reader would
  // know of every other cell left out that it is none.
  int64_t threshold = 5;
  // How many distinct persons must be behind a cell for it to be shown, where
  // that is known. Configured per installation as well.
  int64_t persons_threshold = 5;
  // Left out where one source contributes more than this part of the value;
  // 100: never. Only where contributions are known.
  int dominance_percent = 100;
  // By how much of its value, up and down, such a cell stays uncertain.
  int margin_percent = 10;
  // Secret, and random: what is drawn follows from it. The same one leaves out
  // the same cells of the same table.
  std::string draw = {};
  // How likely one more cell is left out than is needed, and after it another:
  // of each part of the table that hangs together and has one that must be.
  // That may be a small piece between releases, which none of them shows.
  int more_percent = 50;
  // Asked before each attack, and before each cell that is left out beyond
  // need; false ends the search. Empty: it takes as long as it takes.
  std::function<bool()> may_go_on = {};
};

struct DisclosureCell {
  // What people call it in errors; names nobody.
  std::string key = {};
  int64_t value = 0;
  // Only of these small and dominated values, and those of few persons, are
  // left out; any other may be left out to protect them.
  bool is_sensitive = false;
  // How many distinct persons are behind it at least; not set: nobody looks.
  std::optional<int64_t> persons = {};
  // What each source contributed; empty where it is not known.
  std::vector<int64_t> contributions = {};
  // As an earlier release shows the same figure of the same value. One that was
  // corrected since is a cell of its own beside it.
  std::optional<SeenCell> earlier = {};
};

// Cells and how they add up; earlier releases are part of it, with cells of
// their own where this release does not have them.
struct DisclosureTable {
  std::vector<DisclosureCell> cells;
  std::vector<TableRelation> relations;
};

enum class Confidentiality : char {
  kFree = 'F',
  // Small.
  kSmall = 'A',
  // Not small, but few persons are behind it. Readers are told 'A': which of
  // both it is would be news of these persons.
  kFewPersons = 'P',
  // Made by one source.
  kDominated = 'G',
  // Left out to protect others.
  kSecondary = 'D',
  // Left out because an earlier release left it out.
  kEarlier = 'N',
};

// By cell.
using Confidentialities = std::vector<Confidentiality>;

// Whether the value is left out as 'A', whatever others are.
bool IsSmallOrOfFew(const DisclosureCell& cell,
                    const DisclosureOptions& options);

// What is left out. Errors, INVALID_ARGUMENT: DISCLOSURE_TABLE_TOO_LARGE
// with `most`, DISCLOSURE_TABLE_BROKEN (a value below 0 or too large, a
// relation that names no cell or one twice, or does not add up, with `cell`),
// DISCLOSURE_OPTIONS;
// FAILED_PRECONDITION: those of CheckRelease; DEADLINE_EXCEEDED /
// DISCLOSURE_TOO_LONG.
absl::StatusOr<Confidentialities> SuppressCells(
    const DisclosureTable& table, const DisclosureOptions& options);

// OK when no reader of the table with these statuses, and of earlier releases,
// finds a small or dominated cell within narrower bounds than 0 (1 where zero
// is shown) to threshold - 1, or than its margin; and of a cell of few persons
// neither a bound above 0 nor one below its value, so that it could as well be
// small, or nothing. Errors, FAILED_PRECONDITION:
// DISCLOSURE_UNPROTECTED with `cell` and `needed`, never with what was found;
// DEADLINE_EXCEEDED / DISCLOSURE_TOO_LONG.
absl::Status CheckRelease(const DisclosureTable& table,
                          const DisclosureOptions& options,
                          const Confidentialities& statuses);

// As a reader sees it.
SeenTable ToSeenTable(const DisclosureTable& table,
                      const DisclosureOptions& options,
                      const Confidentialities& statuses);

}  // namespace entente::indicators

#endif  // SERVICES_INDICATORS_DISCLOSURE_RULES_H_
