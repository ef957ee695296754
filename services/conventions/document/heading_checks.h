// Whether headings are printed as usual.
#ifndef SERVICES_CONVENTIONS_DOCUMENT_HEADING_CHECKS_H_
#define SERVICES_CONVENTIONS_DOCUMENT_HEADING_CHECKS_H_

#include <vector>

#include "entente/conventions/v1/convention.pb.h"
#include "services/conventions/document/document_lines.h"
#include "services/conventions/document/headings.h"
#include "services/conventions/document/tree_extent.h"

namespace entente::conventions {

// Sets language_code to the language of most headings and adds findings for
// headings without colon, that do not agree, spaced or written otherwise, or in
// the other language.
void CheckHeadings(const std::vector<Line>& lines,
                   const std::vector<Heading>& headings,
                   const TreeExtent& extent, v1::Convention& convention);

}  // namespace entente::conventions

#endif  // SERVICES_CONVENTIONS_DOCUMENT_HEADING_CHECKS_H_
