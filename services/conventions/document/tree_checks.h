// What looks wrong in a finished tree.
#ifndef SERVICES_CONVENTIONS_DOCUMENT_TREE_CHECKS_H_
#define SERVICES_CONVENTIONS_DOCUMENT_TREE_CHECKS_H_

#include "entente/conventions/v1/convention.pb.h"

namespace entente::conventions {

// Numbers skipped, repeated, restarting, several on a block; sectors with no or
// several general objectives; blocks without text, lists or measure; countable
// results.
void CheckStructure(v1::Convention& convention);

// Labels and texts that repeat, nearly repeat, are cut off or left open.
void CheckTexts(v1::Convention& convention);

// Envelopes against the term and the parts.
void CheckEnvelopes(v1::Convention& convention);

}  // namespace entente::conventions

#endif  // SERVICES_CONVENTIONS_DOCUMENT_TREE_CHECKS_H_
