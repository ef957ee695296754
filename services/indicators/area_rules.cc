#include "services/indicators/area_rules.h"

#include <algorithm>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "services/indicators/error_rules.h"

namespace entente::indicators {
namespace {

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
  for (absl::string_view line : absl::StrSplit(text, '\n')) {
    ++line_number;
    line = absl::StripAsciiWhitespace(line);
    if (line.empty() || line[0] == '#') continue;
    const std::vector<std::string> cells = absl::StrSplit(line, ',');
    if (cells.size() != 4 || !IsAreaCode(cells[0])) {
      return LineError(line_number,
                       {"expected code,parent,fr,nl with a code [A-Z0-9-].",
                        "attendu code,parent,fr,nl avec un code [A-Z0-9-].",
                        "verwacht code,parent,fr,nl met een code [A-Z0-9-]."});
    }
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
