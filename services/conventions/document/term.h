// When a convention begins and ends, as its head says it.
#ifndef SERVICES_CONVENTIONS_DOCUMENT_TERM_H_
#define SERVICES_CONVENTIONS_DOCUMENT_TERM_H_

#include "entente/conventions/v1/convention.pb.h"
#include "services/conventions/document/head.h"

namespace entente::conventions {

// Sets valid_from and valid_until from the clause on the term ("entre en
// vigueur le ... et se termine le ...", "loopt van ... tot ...") and adds
// NO_TERM, TERM_INCOMPLETE, TERM_REVERSED or TITLE_TERM_DIFFERS. Answers the
// line of the clause, 0 when there is none. The title is already set.
int ReadTerm(const HeadText& head, v1::Convention& convention);

}  // namespace entente::conventions

#endif  // SERVICES_CONVENTIONS_DOCUMENT_TERM_H_
