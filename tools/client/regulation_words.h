// Words for values of regulation and evidence, as people read them. Pure.
#ifndef TOOLS_CLIENT_REGULATION_WORDS_H_
#define TOOLS_CLIENT_REGULATION_WORDS_H_

#include <string>

#include "entente/conventions/v1/ledger.pb.h"
#include "services/common/base/error.h"

namespace entente::client {

// "50 %" or "33,33 %" of hundredths of a per cent.
std::string PercentOf(int basis_points);

// "invoice" and so on; "not stated" for none.
Sentence EvidenceKindWord(conventions::v1::Evidence::Kind kind);

}  // namespace entente::client

#endif  // TOOLS_CLIENT_REGULATION_WORDS_H_
