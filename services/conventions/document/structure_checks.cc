#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "services/conventions/document/findings.h"
#include "services/conventions/document/item_text.h"
#include "services/conventions/document/text_fold.h"
#include "services/conventions/document/tree_checks.h"

namespace entente::conventions {
namespace {

using v1::Node;

// Follows one kind of number through the document.
class NumberChecker {
 public:
  explicit NumberChecker(v1::Convention& convention)
      : convention_(convention) {}

  // A new scope begins: numbering may start again without a finding.
  void Restart() { last_ = 0; }

  // `is_allowed_restart` says that 1 here is no surprise.
  void Read(const Node& node, bool is_allowed_restart) {
    if (node.numbers().empty()) {
      Find("NUMBER_MISSING", node, {});
      return;
    }
    const int first = node.numbers(0);
    const std::vector<std::string> figures = {absl::StrCat(first),
                                              absl::StrCat(last_)};
    if (first == 1 && last_ > 0) {
      if (!is_allowed_restart) Find("NUMBERING_RESTARTS", node, figures);
    } else if (first == last_) {
      Find("NUMBER_REPEATED", node, figures);
    } else if (first < last_) {
      Find("NUMBER_OUT_OF_ORDER", node, figures);
    } else if (first > last_ + 1) {
      Find("NUMBER_SKIPPED", node, figures);
    }
    if (node.numbers_size() > 1) {
      Find("SEVERAL_NUMBERS", node,
           {absl::StrCat(node.numbers_size()),
            absl::StrJoin(node.numbers(), ", ")});
    }
    last_ = node.numbers(node.numbers_size() - 1);
  }

 private:
  void Find(absl::string_view code, const Node& node,
            const std::vector<std::string>& arguments) {
    AddFinding(convention_, code, node.line(), arguments, node.id());
  }

  v1::Convention& convention_;
  int last_ = 0;
};

// Sector numbers start again in each part, which makes them ambiguous; those of
// strategic objectives start again in each sector, as is usual, but not within
// one.
void CheckNumbers(v1::Convention& convention) {
  NumberChecker sectors(convention);
  NumberChecker objectives(convention);
  NumberChecker parts(convention);
  for (const Node& node : convention.nodes()) {
    switch (node.kind()) {
      case Node::KIND_PART:
        if (!node.numbers().empty()) parts.Read(node, false);
        objectives.Restart();
        break;
      case Node::KIND_SECTOR:
        sectors.Read(node, false);
        objectives.Restart();
        break;
      case Node::KIND_STRATEGIC_OBJECTIVE:
        objectives.Read(node, false);
        break;
      default:
        break;
    }
  }
}

struct Children {
  int general = 0;
  int strategic = 0;
  int operational = 0;
  int results = 0;
  int countable_results = 0;
  int indicators = 0;
  int first_general_line = 0;
};

void Count(const Node& node, Children* parent, v1::Convention& convention) {
  switch (node.kind()) {
    case Node::KIND_GENERAL_OBJECTIVE:
      if (++parent->general == 1) parent->first_general_line = node.line();
      break;
    case Node::KIND_STRATEGIC_OBJECTIVE:
      ++parent->strategic;
      break;
    case Node::KIND_OPERATIONAL_OBJECTIVE:
      ++parent->operational;
      break;
    case Node::KIND_EXPECTED_RESULT:
      ++parent->results;
      if (IsCountable(FoldText(node.text()))) {
        ++parent->countable_results;
        AddFinding(convention, "COUNTABLE_RESULT", node.line(), {}, node.id());
      }
      break;
    case Node::KIND_INDICATOR:
      ++parent->indicators;
      break;
    default:
      break;
  }
}

void CheckStrategic(const Node& node, const Children& children,
                    v1::Convention& convention) {
  const auto find = [&](absl::string_view code) {
    AddFinding(convention, code, node.line(), {}, node.id());
  };
  if (children.operational == 0) find("NO_OPERATIONAL_OBJECTIVE");
  if (children.results == 0) find("NO_EXPECTED_RESULT");
  if (children.indicators == 0) {
    find("OBJECTIVE_WITHOUT_INDICATOR");
    if (children.countable_results == 0) find("OBJECTIVE_WITHOUT_MEASURE");
  }
}

void CheckBlock(const Node& node, const Children& children,
                v1::Convention& convention) {
  const auto find = [&](absl::string_view code) {
    AddFinding(convention, code, node.line(), {}, node.id());
  };
  if (node.text().empty()) {
    AddFinding(convention, "TEXT_MISSING", node.line(),
               {Quoted(node.heading())}, node.id());
  }
  if (node.kind() == Node::KIND_SECTOR && children.general == 0) {
    find("SECTOR_WITHOUT_GENERAL_OBJECTIVE");
  }
  if (node.kind() == Node::KIND_GENERAL_OBJECTIVE && children.strategic == 0) {
    find("GENERAL_WITHOUT_STRATEGIC_OBJECTIVE");
  }
  if (node.kind() == Node::KIND_STRATEGIC_OBJECTIVE) {
    CheckStrategic(node, children, convention);
  }
}

}  // namespace

void CheckStructure(v1::Convention& convention) {
  CheckNumbers(convention);
  std::map<std::string, Children> children;
  std::map<std::string, int> sector_lines;
  for (const Node& node : convention.nodes()) {
    if (node.kind() == Node::KIND_SECTOR) {
      sector_lines[node.id()] = node.line();
    }
    Children& siblings = children[node.parent_id()];
    Count(node, &siblings, convention);
    const auto sector = sector_lines.find(node.parent_id());
    if (node.kind() == Node::KIND_GENERAL_OBJECTIVE && siblings.general > 1 &&
        sector != sector_lines.end()) {
      AddFinding(convention, "SECTOR_WITH_SEVERAL_GENERAL_OBJECTIVES",
                 node.line(),
                 {absl::StrCat(sector->second),
                  absl::StrCat(siblings.first_general_line)},
                 node.id());
    }
  }
  for (const Node& node : convention.nodes()) {
    if (node.kind() <= Node::KIND_STRATEGIC_OBJECTIVE) {
      CheckBlock(node, children[node.id()], convention);
    }
  }
}

namespace {

// A year of the term that one allocation leaves out while the other has it; a
// year that both leave out is YEAR_WITHOUT_ENVELOPE.
void CheckYearsOf(v1::Allocation allocation, absl::string_view code,
                  const std::set<int>& term_years, const std::set<int>& years,
                  v1::Convention& convention) {
  std::set<int> granted;
  int line = 0;
  for (const v1::EnvelopeGrant& envelope : convention.envelopes()) {
    if (envelope.allocation() != allocation) continue;
    if (granted.empty()) line = envelope.line();
    granted.insert(envelope.year());
  }
  if (granted.empty()) return;
  for (const int year : term_years) {
    if (years.count(year) == 0 || granted.count(year) > 0) continue;
    AddFinding(convention, code, line, {absl::StrCat(year)});
  }
}

// Years of the term; none when it is not known. A term of more than ten years
// is a slip of the pen, found elsewhere.
std::set<int> TermYears(const v1::Convention& convention) {
  const int first = convention.valid_from().year();
  std::set<int> years;
  for (int year = first; first > 0 && year <= convention.valid_until().year() &&
                         year < first + 10;
       ++year) {
    years.insert(year);
  }
  return years;
}

}  // namespace

void CheckEnvelopes(v1::Convention& convention) {
  const int first = convention.valid_from().year();
  const int last = convention.valid_until().year();
  const bool has_term = first > 0 && last >= first;
  std::set<int> years;
  std::set<v1::Allocation> allocations;
  for (const v1::EnvelopeGrant& envelope : convention.envelopes()) {
    years.insert(envelope.year());
    allocations.insert(envelope.allocation());
    if (has_term && (envelope.year() < first || envelope.year() > last)) {
      AddFinding(convention, "ENVELOPE_OUTSIDE_TERM", envelope.line(),
                 {absl::StrCat(envelope.year())});
    }
  }
  if (years.empty()) return;
  const std::set<int> term_years = TermYears(convention);
  for (const int year : term_years) {
    if (years.count(year) == 0) {
      AddFinding(convention, "YEAR_WITHOUT_ENVELOPE",
                 convention.envelopes(0).line(), {absl::StrCat(year)});
    }
  }
  CheckYearsOf(v1::ALLOCATION_GENERAL, "GENERAL_ENVELOPE_MISSING", term_years,
               years, convention);
  CheckYearsOf(v1::ALLOCATION_SUPPLEMENTARY, "SUPPLEMENTARY_ENVELOPE_MISSING",
               term_years, years, convention);
  bool has_supplement = false;
  for (const v1::Node& node : convention.nodes()) {
    if (node.kind() != v1::Node::KIND_PART) continue;
    has_supplement =
        has_supplement || node.allocation() == v1::ALLOCATION_SUPPLEMENTARY;
    if (allocations.count(node.allocation()) == 0) {
      AddFinding(convention, "PART_WITHOUT_ENVELOPE", node.line(), {},
                 node.id());
    }
  }
  if (!has_supplement && allocations.count(v1::ALLOCATION_SUPPLEMENTARY) > 0) {
    AddFinding(convention, "ENVELOPE_WITHOUT_PART",
               convention.envelopes(0).line());
  }
}

}  // namespace entente::conventions
