#include "services/conventions/document/tree_builder.h"

#include <map>
#include <optional>
#include <set>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "services/common/base/error.h"
#include "services/conventions/document/bullets.h"
#include "services/conventions/document/document_errors.h"
#include "services/conventions/document/findings.h"
#include "services/conventions/document/heading_numbers.h"
#include "services/conventions/document/item_text.h"
#include "services/conventions/document/parser.h"

namespace entente::conventions {
namespace {

using Kind = v1::Node::Kind;
constexpr int kNone = -1;
// The longest run-in heading without a colon's line that is still a heading.
constexpr size_t kHeadingBytesMax = 100;

absl::string_view IdPrefix(Kind kind) {
  switch (kind) {
    case v1::Node::KIND_PART:
      return "pt";
    case v1::Node::KIND_SECTOR:
      return "se";
    case v1::Node::KIND_GENERAL_OBJECTIVE:
      return "go";
    case v1::Node::KIND_STRATEGIC_OBJECTIVE:
      return "so";
    case v1::Node::KIND_OPERATIONAL_OBJECTIVE:
      return "op";
    case v1::Node::KIND_EXPECTED_RESULT:
      return "er";
    default:
      return "in";
  }
}

std::string PrintedNumbers(const v1::Node& node) {
  if (node.numbers().empty()) return absl::StrCat("x", node.ordinal());
  std::string text;
  for (const int number : node.numbers()) {
    absl::StrAppend(&text, text.empty() ? "" : "-", number);
  }
  return text;
}

// "ALLOCATION ..." of "I. ALLOCATION ...".
std::string PartText(absl::string_view printed) {
  const size_t mark = printed.substr(0, 16).find_first_of(".:)-");
  if (mark == absl::string_view::npos) return std::string(printed);
  const absl::string_view text =
      absl::StripAsciiWhitespace(printed.substr(mark + 1));
  return std::string(text.empty() ? printed : text);
}

class TreeBuilder {
 public:
  explicit TreeBuilder(v1::Convention& convention) : convention_(convention) {}

  absl::Status Read(const Line& line, const Heading& heading);
  void Finish();

 private:
  v1::Node& node(int index) { return *convention_.mutable_nodes(index); }
  std::string IdOf(int index) { return index < 0 ? "" : node(index).id(); }
  std::string PathOf(int index) { return index < 0 ? "0" : node(index).path(); }
  void Find(absl::string_view code, int line,
            const std::vector<std::string>& arguments = {}, int index = kNone) {
    AddFinding(convention_, code, line, arguments, IdOf(index));
  }

  int Add(Kind kind, int parent, int line);
  void OpenBlock(const Line& line, const Heading& heading);
  void OpenSection(const Line& line, const Heading& heading);
  void CloseSection();
  int OpenParent(HeadingKind kind);
  void SetPath(int index, HeadingKind kind);
  void ReadBlockText(const Line& line, absl::string_view text, bool is_bullet);
  void ReadItem(const Line& line, absl::string_view text);
  void ReadListLine(const Line& line);
  void AddItem(int line, absl::string_view text);
  void ContinueItem(const Line& line);
  bool IsUnknownHeading(const Line& line) const;

  v1::Convention& convention_;
  std::map<Kind, int> counters_;
  std::map<std::pair<int, Kind>, int> ordinals_;
  int part_ = kNone;
  int sector_ = kNone;
  int general_ = kNone;
  int strategic_ = kNone;
  // The block whose text is being read.
  int open_block_ = kNone;
  std::set<int> several_;
  // The list that is being read.
  HeadingKind section_ = HeadingKind::kNone;
  std::string section_heading_;
  int section_line_ = 0;
  bool section_has_item_ = false;
  bool section_has_bullet_ = false;
  int open_item_ = kNone;
  // Line of a bullet that stands alone; its text may follow.
  std::optional<int> empty_bullet_;
  std::set<std::pair<int, HeadingKind>> sections_seen_;
};

int TreeBuilder::Add(Kind kind, int parent, int line) {
  v1::Node& added = *convention_.add_nodes();
  added.set_id(absl::StrFormat("%s-%02d", std::string(IdPrefix(kind)),
                               ++counters_[kind]));
  added.set_parent_id(IdOf(parent));
  added.set_kind(kind);
  added.set_ordinal(++ordinals_[{parent, kind}]);
  added.set_line(line);
  added.set_allocation(part_ == kNone ? v1::ALLOCATION_GENERAL
                                      : node(part_).allocation());
  return convention_.nodes_size() - 1;
}

int TreeBuilder::OpenParent(HeadingKind kind) {
  switch (kind) {
    case HeadingKind::kPart:
      part_ = sector_ = general_ = strategic_ = kNone;
      return kNone;
    case HeadingKind::kSector:
      sector_ = general_ = strategic_ = kNone;
      return part_;
    case HeadingKind::kGeneral:
      general_ = strategic_ = kNone;
      return sector_ != kNone ? sector_ : part_;
    default:
      strategic_ = kNone;
      if (general_ != kNone) return general_;
      return sector_ != kNone ? sector_ : part_;
  }
}

void TreeBuilder::SetPath(int index, HeadingKind kind) {
  v1::Node& made = node(index);
  switch (kind) {
    case HeadingKind::kPart:
      part_ = index;
      made.set_path(RomanNumeral(made.numbers().empty() ? made.ordinal()
                                                        : made.numbers(0)));
      return;
    case HeadingKind::kSector:
      sector_ = index;
      made.set_path(absl::StrCat(PathOf(part_), "/", PrintedNumbers(made)));
      return;
    case HeadingKind::kGeneral: {
      general_ = index;
      const std::string above = sector_ == kNone
                                    ? absl::StrCat(PathOf(part_), "/0")
                                    : PathOf(sector_);
      made.set_path(absl::StrCat(above, "/", made.ordinal()));
      return;
    }
    default: {
      strategic_ = index;
      std::string above = absl::StrCat(PathOf(part_), "/0/0");
      if (sector_ != kNone) above = absl::StrCat(PathOf(sector_), "/0");
      if (general_ != kNone) above = PathOf(general_);
      made.set_path(absl::StrCat(above, "/", PrintedNumbers(made)));
      return;
    }
  }
}

void TreeBuilder::OpenBlock(const Line& line, const Heading& heading) {
  CloseSection();
  const bool is_part = heading.kind == HeadingKind::kPart;
  const bool is_first_without_part =
      !is_part && part_ == kNone && convention_.nodes().empty();
  const int parent = OpenParent(heading.kind);
  const int index = Add(NodeKindOf(heading.kind), parent, line.number);
  v1::Node& made = node(index);
  made.set_heading(heading.printed);
  for (const int number : heading.numbers) made.add_numbers(number);
  made.set_text(is_part ? PartText(heading.printed) : heading.inline_text);
  if (is_part) made.set_allocation(heading.allocation);
  SetPath(index, heading.kind);
  open_block_ = index;
  if (is_first_without_part) Find("NO_PART_HEADING", line.number, {}, index);
  if (is_part && heading.allocation == v1::ALLOCATION_UNSPECIFIED) {
    Find("PART_ALLOCATION_UNCLEAR", line.number, {}, index);
  }
  const bool needs_sector = heading.kind == HeadingKind::kGeneral ||
                            heading.kind == HeadingKind::kStrategic;
  if (needs_sector && sector_ == kNone) {
    Find("NO_SECTOR", line.number, {}, index);
  }
}

void TreeBuilder::OpenSection(const Line& line, const Heading& heading) {
  CloseSection();
  open_block_ = kNone;
  section_ = heading.kind;
  section_heading_ = heading.printed;
  section_line_ = line.number;
  section_has_item_ = section_has_bullet_ = false;
  if (strategic_ == kNone) {
    Find("SECTION_OUTSIDE_OBJECTIVE", line.number, {heading.printed});
  } else if (!sections_seen_.insert({strategic_, section_}).second) {
    Find("SECTION_REPEATED", line.number, {heading.printed}, strategic_);
  }
  if (!heading.inline_text.empty()) AddItem(line.number, heading.inline_text);
}

void TreeBuilder::CloseSection() {
  if (empty_bullet_.has_value()) Find("BULLET_EMPTY", *empty_bullet_);
  empty_bullet_.reset();
  if (section_ != HeadingKind::kNone && !section_has_item_) {
    Find("SECTION_EMPTY", section_line_, {section_heading_}, strategic_);
  }
  section_ = HeadingKind::kNone;
  open_item_ = kNone;
}

void TreeBuilder::AddItem(int line, absl::string_view text) {
  int parent = strategic_;
  if (parent == kNone) parent = general_;
  if (parent == kNone) parent = sector_;
  if (parent == kNone) parent = part_;
  const Kind kind = NodeKindOf(section_);
  open_item_ = Add(kind, parent, line);
  v1::Node& item = node(open_item_);
  item.set_text(std::string(text));
  item.set_path(absl::StrCat(PathOf(parent), "/", std::string(IdPrefix(kind)),
                             item.ordinal()));
  section_has_item_ = true;
}

void TreeBuilder::ReadItem(const Line& line, absl::string_view text) {
  if (empty_bullet_.has_value()) Find("BULLET_EMPTY", *empty_bullet_);
  empty_bullet_.reset();
  section_has_bullet_ = true;
  if (text.empty()) {
    empty_bullet_ = line.number;
    open_item_ = kNone;
    return;
  }
  AddItem(line.number, text);
}

void TreeBuilder::ContinueItem(const Line& line) {
  v1::Node& item = node(open_item_);
  if (line.is_after_gap) {
    Find("BULLET_SPLIT", item.line(), {absl::StrCat(line.number)}, open_item_);
  }
  *item.mutable_text() = JoinWrapped(item.text(), line.text);
}

bool TreeBuilder::IsUnknownHeading(const Line& line) const {
  return line.is_after_gap && absl::EndsWith(line.text, ":") &&
         line.text.size() <= kHeadingBytesMax && !StartsInLowerCase(line.text);
}

// A line of a list without a bullet: the rest of the item before, or an item
// whose bullet is missing.
void TreeBuilder::ReadListLine(const Line& line) {
  if (empty_bullet_.has_value()) {
    AddItem(*empty_bullet_, line.text);
    empty_bullet_.reset();
    return;
  }
  if (IsUnknownHeading(line)) {
    Find("HEADING_UNKNOWN", line.number, {Quoted(line.text)}, strategic_);
    open_item_ = kNone;
    return;
  }
  bool is_continuation = false;
  if (open_item_ != kNone) {
    const std::string& before = node(open_item_).text();
    const bool is_open = StartsInLowerCase(line.text) || EndsOpen(before);
    // In a text of capitals the first letter tells nothing; a bullet that was
    // torn apart is more likely than one that was forgotten.
    const bool is_in_capitals =
        !HasLowerCase(line.text) && !HasLowerCase(before);
    is_continuation =
        is_open ||
        (section_has_bullet_ &&
         (!line.is_after_gap || line.is_after_page_break || is_in_capitals));
  }
  if (is_continuation) {
    ContinueItem(line);
    return;
  }
  AddItem(line.number, line.text);
  Find("ITEM_WITHOUT_BULLET", line.number, {}, open_item_);
}

// Statements of parts, sectors, general and strategic objectives.
void TreeBuilder::ReadBlockText(const Line& line, absl::string_view text,
                                bool is_bullet) {
  v1::Node& block = node(open_block_);
  const bool is_part = block.kind() == v1::Node::KIND_PART;
  if (is_part && (is_bullet || line.is_after_gap)) {
    Find("STRAY_TEXT", line.number);
    return;
  }
  if (block.text().empty()) {
    block.set_text(std::string(text));
    return;
  }
  const bool is_open = StartsInLowerCase(line.text) || EndsOpen(block.text());
  if (!is_bullet && (!line.is_after_gap || is_open)) {
    if (line.is_after_gap) {
      Find("BULLET_SPLIT", block.line(), {absl::StrCat(line.number)},
           open_block_);
    }
    *block.mutable_text() = JoinWrapped(block.text(), text);
    return;
  }
  if (several_.insert(open_block_).second) {
    Find("SEVERAL_STATEMENTS", line.number, {}, open_block_);
  }
  absl::StrAppend(block.mutable_text(), "\n", text);
}

absl::Status TreeBuilder::Read(const Line& line, const Heading& heading) {
  if (convention_.nodes_size() >= kNodesMax) return TooManyNodes(kNodesMax);
  if (HoldsText(heading.kind)) {
    OpenBlock(line, heading);
    return absl::OkStatus();
  }
  if (HoldsItems(heading.kind)) {
    OpenSection(line, heading);
    return absl::OkStatus();
  }
  const bool is_in_list = section_ != HeadingKind::kNone;
  std::optional<absl::string_view> bullet = ReadBullet(line.text);
  if (!bullet.has_value() && is_in_list) bullet = ReadNumberedBullet(line.text);
  if (is_in_list) {
    if (bullet.has_value()) {
      ReadItem(line, *bullet);
    } else {
      ReadListLine(line);
    }
  } else if (open_block_ != kNone) {
    ReadBlockText(line, bullet.value_or(line.text), bullet.has_value());
  } else {
    Find("STRAY_TEXT", line.number);
  }
  return absl::OkStatus();
}

void TreeBuilder::Finish() {
  CloseSection();
  for (v1::Node& made : *convention_.mutable_nodes()) {
    // A sector is often named by its number alone.
    if (made.kind() == v1::Node::KIND_SECTOR && made.text().empty()) {
      made.set_text(made.heading());
    }
  }
}

}  // namespace

absl::Status BuildTree(const std::vector<Line>& lines,
                       const std::vector<Heading>& headings,
                       const TreeExtent& extent, v1::Convention& convention) {
  TreeBuilder builder(convention);
  for (size_t i = extent.begin; i < extent.end; ++i) {
    ENTENTE_RETURN_IF_ERROR(builder.Read(lines[i], headings[i]));
  }
  builder.Finish();
  return absl::OkStatus();
}

}  // namespace entente::conventions
