#include "services/conventions/document/tree_extent.h"

#include <utility>

#include "services/conventions/document/signature.h"

namespace entente::conventions {
namespace {

bool IsBlock(HeadingKind kind) {
  return kind == HeadingKind::kSector || kind == HeadingKind::kGeneral ||
         kind == HeadingKind::kStrategic;
}

}  // namespace

TreeExtent FindTree(const std::vector<Line>& lines,
                    std::vector<Heading>& headings) {
  TreeExtent extent{lines.size(), lines.size()};
  for (size_t i = 0; i + 1 < lines.size(); ++i) {
    const bool is_announced = i > 0 && HoldsText(headings[i - 1].kind);
    if (headings[i].kind != HeadingKind::kNone || is_announced) continue;
    Heading bare;
    if (IsBlock(headings[i + 1].kind) && LooksLikeBarePart(lines[i], &bare)) {
      headings[i] = std::move(bare);
    }
  }
  size_t last_heading = 0;
  for (size_t i = 0; i < lines.size(); ++i) {
    if (headings[i].kind == HeadingKind::kNone) continue;
    if (extent.begin == lines.size() && HoldsText(headings[i].kind)) {
      extent.begin = i;
    }
    last_heading = i;
  }
  for (size_t i = last_heading + 1; i < lines.size(); ++i) {
    if (extent.begin < lines.size() && IsSignatureStart(lines[i])) {
      extent.end = i;
      break;
    }
  }
  return extent;
}

}  // namespace entente::conventions
