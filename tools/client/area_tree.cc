#include "tools/client/area_tree.h"

#include <algorithm>

#include "absl/strings/str_cat.h"

namespace entente::client {

namespace v1 = entente::indicators::v1;

std::string FormatArea(absl::string_view code, absl::string_view title) {
  return title.empty() ? std::string(code) : absl::StrCat(code, " ", title);
}

AreaTree::AreaTree(const google::protobuf::RepeatedPtrField<v1::Area>& areas)
    : areas_(areas.begin(), areas.end()) {
  for (size_t i = 0; i < areas_.size(); ++i) {
    by_code_.emplace(areas_[i].code(), i);
  }
}

std::vector<v1::Area> AreaTree::InTreeOrder() const {
  // Places of those in each; of those in none under "".
  std::map<std::string, std::vector<size_t>> below;
  for (size_t i = 0; i < areas_.size(); ++i) {
    const std::string& parent = areas_[i].parent();
    below[Find(parent) == nullptr ? "" : parent].push_back(i);
  }
  std::vector<size_t> open(below[""].rbegin(), below[""].rend());
  std::vector<v1::Area> ordered;
  while (!open.empty() && ordered.size() < areas_.size()) {
    const v1::Area& area = areas_[open.back()];
    open.pop_back();
    ordered.push_back(area);
    const std::vector<size_t>& in = below[area.code()];
    open.insert(open.end(), in.rbegin(), in.rend());
  }
  return ordered;
}

size_t AreaTree::LevelOf(const std::string& code) const {
  size_t level = 0;
  const v1::Area* area = Find(code);
  while (area != nullptr && level < areas_.size()) {
    area = Find(area->parent());
    if (area != nullptr) ++level;
  }
  return level;
}

bool AreaTree::HasAreasIn(const std::string& code) const {
  return std::any_of(areas_.begin(), areas_.end(), [&](const v1::Area& area) {
    return area.parent() == code;
  });
}

bool AreaTree::IsIn(const std::string& area, const std::string& other) const {
  if (area == other) return true;
  const v1::Area* one = Find(area);
  // It ends where a service answers in a circle too.
  for (size_t i = 0; one != nullptr && i < areas_.size(); ++i) {
    if (one->parent() == other) return true;
    one = Find(one->parent());
  }
  return false;
}

std::string AreaTree::Title(const std::string& code, Language language) const {
  const v1::Area* const area = Find(code);
  return area == nullptr ? "" : Pick(area->title(), language);
}

std::string AreaTree::Label(const std::string& code, Language language) const {
  return FormatArea(code, Title(code, language));
}

const v1::Area* AreaTree::Find(const std::string& code) const {
  const auto found = by_code_.find(code);
  return found == by_code_.end() ? nullptr : &areas_[found->second];
}

}  // namespace entente::client
