#include "tools/client/regulation_words.h"

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"

namespace entente::client {

using conventions::v1::Evidence;

std::string PercentOf(int basis_points) {
  const int rest = basis_points % 100;
  return rest == 0 ? absl::StrCat(basis_points / 100, " %")
                   : absl::StrFormat("%d,%02d %%", basis_points / 100, rest);
}

Sentence EvidenceKindWord(Evidence::Kind kind) {
  switch (kind) {
    case Evidence::KIND_INVOICE:
      return {"invoice", "facture", "factuur"};
    case Evidence::KIND_PAY_STATEMENT:
      return {"pay statement", "fiche de paie", "loonfiche"};
    case Evidence::KIND_EXPENSE_NOTE:
      return {"expense note", "note de frais", "onkostennota"};
    case Evidence::KIND_OTHER:
      return {"other", "autre", "ander"};
    default:
      return {"not stated", "non indiqué", "niet vermeld"};
  }
}

}  // namespace entente::client
