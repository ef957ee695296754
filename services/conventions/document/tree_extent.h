// Which lines hold the tree of objectives.
#ifndef SERVICES_CONVENTIONS_DOCUMENT_TREE_EXTENT_H_
#define SERVICES_CONVENTIONS_DOCUMENT_TREE_EXTENT_H_

#include <cstddef>
#include <vector>

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

}  // namespace entente::conventions

#endif  // SERVICES_CONVENTIONS_DOCUMENT_TREE_EXTENT_H_
