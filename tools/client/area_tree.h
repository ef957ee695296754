// The areas of a municipality: which lies in which, and what they are called.
// Pure.
#ifndef TOOLS_CLIENT_AREA_TREE_H_
#define TOOLS_CLIENT_AREA_TREE_H_

#include <cstddef>
#include <map>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "entente/indicators/v1/definition_service.pb.h"
#include "google/protobuf/repeated_ptr_field.h"
#include "tools/client/language.h"

namespace entente::client {

// "DPI-1 Nabijheidsdirectie 1"; the code where no name is known.
std::string FormatArea(absl::string_view code, absl::string_view title);

class AreaTree {
 public:
  // Of a list that says nothing of the municipality.
  AreaTree() = default;
  // `areas` as ListAreas has them: each before those below it.
  explicit AreaTree(
      const google::protobuf::RepeatedPtrField<entente::indicators::v1::Area>&
          areas);

  // In the order of the list.
  const std::vector<entente::indicators::v1::Area>& areas() const {
    return areas_;
  }

  // Each followed by those in it, in the order of the list beside each other.
  std::vector<entente::indicators::v1::Area> InTreeOrder() const;

  // How many areas of the list lie above `code`; 0 where it is none of it.
  size_t LevelOf(const std::string& code) const;

  // Whether any area of the list lies in `code`.
  bool HasAreasIn(const std::string& code) const;

  // Whether `area` is `other`, or lies below it, however deep. Of an area that
  // is not in the list nothing is known but itself.
  bool IsIn(const std::string& area, const std::string& other) const;

  // Name for people; empty where none is known.
  std::string Title(const std::string& code, Language language) const;
  // FormatArea of the code and its name.
  std::string Label(const std::string& code, Language language) const;

 private:
  // Null where it is not in the list.
  const entente::indicators::v1::Area* Find(const std::string& code) const;

  std::vector<entente::indicators::v1::Area> areas_;
  std::map<std::string, size_t> by_code_;
};

}  // namespace entente::client

#endif  // TOOLS_CLIENT_AREA_TREE_H_
