// Builds the tree of objectives from lines, as irregular as they are.
#ifndef SERVICES_CONVENTIONS_DOCUMENT_TREE_BUILDER_H_
#define SERVICES_CONVENTIONS_DOCUMENT_TREE_BUILDER_H_

#include <cstddef>
#include <vector>

#include "absl/status/status.h"
#include "entente/conventions/v1/convention.pb.h"
#include "services/conventions/document/document_lines.h"
#include "services/conventions/document/headings.h"

namespace entente::conventions {

// Where the tree lies among the lines: [begin, end). Before it stands the head,
// behind it the signatures. Both are lines.size() when there is no tree.
struct TreeExtent {
  size_t begin = 0;
  size_t end = 0;
};

// `headings` are ReadHeading of each line; a bare part heading that a sector or
// objective follows is marked in them.
TreeExtent FindTree(const std::vector<Line>& lines,
                    std::vector<Heading>& headings);

// Appends nodes with ids, parents, ordinals and paths, and the findings that
// show while reading: split, empty and missing bullets, headings and their
// texts. DOCUMENT_TOO_LARGE beyond kNodesMax nodes.
absl::Status BuildTree(const std::vector<Line>& lines,
                       const std::vector<Heading>& headings,
                       const TreeExtent& extent, v1::Convention& convention);

}  // namespace entente::conventions

#endif  // SERVICES_CONVENTIONS_DOCUMENT_TREE_BUILDER_H_
