// Amounts in running text.
#ifndef SERVICES_CONVENTIONS_DOCUMENT_AMOUNT_SCAN_H_
#define SERVICES_CONVENTIONS_DOCUMENT_AMOUNT_SCAN_H_

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace entente::conventions {

struct ScannedAmount {
  // Bytes of the number in the folded text, with a minus sign that touches it.
  size_t begin = 0;
  size_t end = 0;
  int64_t cents = 0;
  // Has a currency, but is no amount: "1.89.439,60 EUR".
  bool is_malformed = false;
  // Written with a minus sign; `cents` are then below zero, or zero.
  bool is_negative = false;
  // Called a total of other amounts.
  bool is_total = false;
};

// Numbers of `folded` (FoldText) beside "€", "EUR" or "euros", or behind "un
// montant de" and the like, in order. Linear.
std::vector<ScannedAmount> ScanAmounts(const std::string& folded);

}  // namespace entente::conventions

#endif  // SERVICES_CONVENTIONS_DOCUMENT_AMOUNT_SCAN_H_
