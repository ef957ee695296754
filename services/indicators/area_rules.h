// The closed list of areas figures may be counted in. Pure: the program reads
// the file, this reads its text.
//
// One area a line, `code,parent,fr,nl`; empty lines and lines that start with
// "#" are skipped. The parent stands above its children, so that there is no
// circle, and may be empty; kUnknownArea has none and is none. The figures of
// an area include those of the areas below it.
#ifndef SERVICES_INDICATORS_AREA_RULES_H_
#define SERVICES_INDICATORS_AREA_RULES_H_

#include <cstddef>
#include <string>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace entente::indicators {

// Code for what has no known place; every list must hold it.
inline constexpr char kUnknownArea[] = "UNKNOWN";

struct Area {
  // 1 to 16 bytes [A-Z0-9-].
  std::string code;
  // Empty for an area that stands alone.
  std::string parent;
  // Names for people.
  std::string fr;
  std::string nl;
};

// Immutable after Parse.
class AreaList {
 public:
  // Errors: FAILED_PRECONDITION / AREA_FILE_INVALID with the line at fault.
  static absl::StatusOr<AreaList> Parse(absl::string_view text);

  bool Contains(absl::string_view code) const { return Find(code) >= 0; }

  // The place of `code` in areas(); -1 when it is not in the list.
  int Find(absl::string_view code) const {
    const auto found = by_code_.find(code);
    return found == by_code_.end() ? -1 : found->second;
  }

  // Whether what happens in the area at `place` belongs to the municipality at
  // `municipality`, both from Find: in it, below it, or nobody knows where. Of
  // a municipality that is not in the list (-1) the list says nothing:
  // everything belongs to it.
  bool IsOf(int place, int municipality) const {
    if (municipality < 0 || place == unknown_) return true;
    const Span& below = spans_[static_cast<size_t>(municipality)];
    const int at = spans_[static_cast<size_t>(place)].first;
    return below.first <= at && at < below.end;
  }

  // `code` and every area below it; empty when the code is not in the list.
  std::vector<std::string> WithDescendants(absl::string_view code) const;

  // Areas that figures of `municipality` may be counted in: itself first,
  // kUnknownArea last, the others in the order of the file, in which each
  // stands before those below it. Empty when it is not in the list.
  std::vector<const Area*> AreasOf(absl::string_view municipality) const;

  // In the order of the file.
  const std::vector<Area>& areas() const { return areas_; }

 private:
  // Numbers of an area and those below it, when every area is numbered before
  // those below it and these before the next: what lies below lies between.
  struct Span {
    int first = 0;
    int end = 0;
  };

  void NumberAreas();

  std::vector<Area> areas_;
  absl::flat_hash_map<std::string, int> by_code_;
  // By place.
  std::vector<Span> spans_;
  // Place of kUnknownArea.
  int unknown_ = -1;
};

// [A-Z0-9-]{1,16}.
bool IsAreaCode(absl::string_view code);

}  // namespace entente::indicators

#endif  // SERVICES_INDICATORS_AREA_RULES_H_
