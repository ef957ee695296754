// Who did what stays in the municipality: a dossier says in which function at
// most. In every message the subject of a person's token stands in a field
// named "author"; a test of the client looks at all fields of a dossier's data.
// Pure.
#ifndef SERVICES_CONVENTIONS_DOSSIER_DOSSIER_AUTHORS_H_
#define SERVICES_CONVENTIONS_DOSSIER_DOSSIER_AUTHORS_H_

#include <string>

#include "google/protobuf/message.h"

namespace entente::conventions {

// Where `message`, or one within it, names somebody first:
// "nodes.promotion.author". Empty where it names nobody.
std::string AuthorFieldIn(const google::protobuf::Message& message);

// Takes out who is named in `message` and in all within it.
void ClearAuthors(google::protobuf::Message& message);

}  // namespace entente::conventions

#endif  // SERVICES_CONVENTIONS_DOSSIER_DOSSIER_AUTHORS_H_
