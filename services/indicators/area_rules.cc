#include "services/indicators/area_rules.h"

#include <algorithm>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "services/common/base/utf8.h"
#include "services/indicators/error_rules.h"

namespace entente::indicators {
namespace {

// With which spreadsheets begin a file in UTF-8.
constexpr char kByteOrderMark[] = "\xef\xbb\xbf";

absl::Status LineError(int line, const Sentence& what) {
  const auto with_line = [line](const char* word, const std::string& text) {
    return absl::StrCat(word, " ", line, ": ", text);
  };
  return Refuse(absl::StatusCode::kFailedPrecondition, "AREA_FILE_INVALID", "",
                {with_line("Area file, line", what.en),
                 with_line("Fichier des lieux, ligne", what.fr),
                 with_line("Gebiedenbestand, regel", what.nl)},
                {{"line", absl::StrCat(line)}});
}

// OK where `cells` of `line` are those of an area, whatever stands above it.
absl::Status CheckCells(int line, const std::vector<std::string>& cells) {
  if (cells.size() != 4 || !IsAreaCode(cells[0])) {
    return LineError(line,
                     {"expected code,parent,fr,nl with a code [A-Z0-9-].",
                      "attendu code,parent,fr,nl avec un code [A-Z0-9-].",
                      "verwacht code,parent,fr,nl met een code [A-Z0-9-]."});
  }
  for (const std::string& name : {cells[2], cells[3]}) {
    if (!name.empty() && IsValidUtf8(name) && !HasControlCharacters(name)) {
      continue;
    }
    return LineError(line, {"expected a name in French and one in Dutch, plain "
                            "text in UTF-8.",
                            "attendu un nom français et un nom néerlandais, "
                            "en texte simple UTF-8.",
                            "verwacht een Franse en een Nederlandse naam, "
                            "gewone tekst in UTF-8."});
  }
  // What has no known place lies in no area, and none lies in it.
  if (cells[1] == kUnknownArea ||
      (cells[0] == kUnknownArea && !cells[1].empty())) {
    return LineError(line, {"UNKNOWN has no parent and is none.",
                            "UNKNOWN n'a pas de parent et n'en est pas un.",
                            "UNKNOWN heeft geen bovenliggend gebied en is er "
                            "geen."});
  }
  return absl::OkStatus();
}

}  // namespace

bool IsAreaCode(absl::string_view code) {
  if (code.empty() || code.size() > 16) return false;
  for (const char c : code) {
    if (!(c >= 'A' && c <= 'Z') && !(c >= '0' && c <= '9') && c != '-') {
      return false;
    }
  }
  return true;
}

absl::StatusOr<AreaList> AreaList::Parse(absl::string_view text) {
  AreaList list;
  int line_number = 0;
  absl::ConsumePrefix(&text, kByteOrderMark);
  for (absl::string_view line : absl::StrSplit(text, '\n')) {
    ++line_number;
    line = absl::StripAsciiWhitespace(line);
    if (line.empty() || line[0] == '#') continue;
    std::vector<std::string> cells = absl::StrSplit(line, ',');
    // A name of blanks is none.
    for (size_t name = 2; name < cells.size(); ++name) {
      absl::StripAsciiWhitespace(&cells[name]);
    }
    ENTENTE_RETURN_IF_ERROR(CheckCells(line_number, cells));
    if (!cells[1].empty() && !list.Contains(cells[1])) {
      return LineError(line_number,
                       {"the parent does not stand above.",
                        "le parent ne figure pas plus haut.",
                        "het bovenliggende gebied staat niet hoger."});
    }
    if (!list.by_code_.emplace(cells[0], static_cast<int>(list.areas_.size()))
             .second) {
      return LineError(line_number,
                       {"the code stands twice.", "le code figure deux fois.",
                        "de code staat er twee keer."});
    }
    list.areas_.push_back({cells[0], cells[1], cells[2], cells[3]});
  }
  list.unknown_ = list.Find(kUnknownArea);
  if (list.unknown_ < 0) {
    return LineError(line_number,
                     {"the code UNKNOWN is missing.", "le code UNKNOWN manque.",
                      "de code UNKNOWN ontbreekt."});
  }
  list.NumberAreas();
  return list;
}

void AreaList::NumberAreas() {
  // A parent stands above its children: from the end, each is counted before
  // its parent.
  std::vector<int> sizes(areas_.size(), 1);
  for (size_t i = areas_.size(); i-- > 0;) {
    const int parent = Find(areas_[i].parent);
    if (parent >= 0) sizes[static_cast<size_t>(parent)] += sizes[i];
  }
  // Of each the number that its next child takes.
  std::vector<int> next(areas_.size());
  int next_root = 0;
  spans_.resize(areas_.size());
  for (size_t i = 0; i < areas_.size(); ++i) {
    const int parent = Find(areas_[i].parent);
    int& free = parent < 0 ? next_root : next[static_cast<size_t>(parent)];
    spans_[i] = {free, free + sizes[i]};
    next[i] = free + 1;
    free += sizes[i];
  }
}

std::vector<const Area*> AreaList::AreasOf(
    absl::string_view municipality) const {
  std::vector<const Area*> areas;
  const int own = Find(municipality);
  if (own < 0) return areas;
  for (int place = 0; place < static_cast<int>(areas_.size()); ++place) {
    if (place == own || place == unknown_ || !IsOf(place, own)) continue;
    areas.push_back(&areas_[static_cast<size_t>(place)]);
  }
  areas.insert(areas.begin(), &areas_[static_cast<size_t>(own)]);
  if (own != unknown_) areas.push_back(&areas_[static_cast<size_t>(unknown_)]);
  return areas;
}

std::vector<std::string> AreaList::WithDescendants(
    absl::string_view code) const {
  std::vector<std::string> found;
  if (!Contains(code)) return found;
  found.emplace_back(code);
  // A parent stands above its children, so one pass finds them all.
  for (const Area& area : areas_) {
    if (std::find(found.begin(), found.end(), area.parent) != found.end()) {
      found.push_back(area.code);
    }
  }
  return found;
}

}  // namespace entente::indicators
