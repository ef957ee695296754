// Builds the tree of objectives from lines, as irregular as they are.
#ifndef SERVICES_CONVENTIONS_DOCUMENT_TREE_BUILDER_H_
#define SERVICES_CONVENTIONS_DOCUMENT_TREE_BUILDER_H_

#include <vector>

#include "absl/status/status.h"
#include "entente/conventions/v1/convention.pb.h"
#include "services/conventions/document/document_lines.h"
#include "services/conventions/document/headings.h"
#include "services/conventions/document/tree_extent.h"

namespace entente::conventions {

// Appends nodes with ids, parents, ordinals and paths, and the findings that
// show while reading: split, empty and missing bullets, headings and their
// texts. DOCUMENT_TOO_LARGE beyond kNodesMax nodes.
absl::Status BuildTree(const std::vector<Line>& lines,
                       const std::vector<Heading>& headings,
                       const TreeExtent& extent, v1::Convention& convention);

}  // namespace entente::conventions

#endif  // SERVICES_CONVENTIONS_DOCUMENT_TREE_BUILDER_H_
