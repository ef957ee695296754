// The block where the parties sign.
#ifndef SERVICES_CONVENTIONS_DOCUMENT_SIGNATURE_H_
#define SERVICES_CONVENTIONS_DOCUMENT_SIGNATURE_H_

#include <cstddef>
#include <vector>

#include "entente/conventions/v1/convention.pb.h"
#include "services/conventions/document/document_lines.h"
#include "services/conventions/document/head.h"

namespace entente::conventions {

// "Cette convention a été signée", "Fait à", "Opgemaakt te", "Pour l'Etat" ...
bool IsSignatureStart(const Line& line);

// Reads place, date and signatories from lines[begin...] into parties, and adds
// the findings: blanks, no block, signatories whose name or function the head
// does not give. Call after the head was read, which `head` says the lines of.
void ReadSignatures(const std::vector<Line>& lines, size_t begin,
                    const HeadLines& head, v1::Convention& convention);

}  // namespace entente::conventions

#endif  // SERVICES_CONVENTIONS_DOCUMENT_SIGNATURE_H_
