#include "services/exchange/error_rules.h"

#include <utility>

#include "absl/strings/str_cat.h"

namespace entente::exchange {

absl::Status Invalid(const std::string& reason, const std::string& field,
                     Sentence sentence) {
  return MakeError(absl::StatusCode::kInvalidArgument,
                   {.reason = reason,
                    .field = field,
                    .metadata = {},
                    .sentence = std::move(sentence)});
}

absl::Status NotAllowed(const std::string& reason, const std::string& field,
                        Sentence sentence) {
  return MakeError(absl::StatusCode::kPermissionDenied,
                   {.reason = reason,
                    .field = field,
                    .metadata = {},
                    .sentence = std::move(sentence)});
}

absl::Status Choose(const std::string& reason, const std::string& field) {
  return Invalid(
      reason, field,
      {.en = absl::StrCat("Choose a value of the list for '", field,
                          "'; nothing is assumed."),
       .fr = absl::StrCat("Choisissez une valeur de la liste pour « ", field,
                          " » ; rien n'est présumé."),
       .nl = absl::StrCat("Kies een waarde uit de lijst voor '", field,
                          "'; niets wordt verondersteld.")});
}

}  // namespace entente::exchange
