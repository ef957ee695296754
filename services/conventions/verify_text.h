// The recount's report, for whoever runs it offline.
#ifndef SERVICES_CONVENTIONS_VERIFY_TEXT_H_
#define SERVICES_CONVENTIONS_VERIFY_TEXT_H_

#include <ostream>

#include "services/conventions/verify_store.h"

namespace entente::conventions {

// What was counted, what the amounts add up to, and each difference in a line.
void PrintReport(const VerifyReport& report, std::ostream& out);

}  // namespace entente::conventions

#endif  // SERVICES_CONVENTIONS_VERIFY_TEXT_H_
