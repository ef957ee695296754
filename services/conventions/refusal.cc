#include "services/conventions/refusal.h"

#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "services/conventions/ledger_rules.h"
#include "services/conventions/money/money.h"

namespace entente::conventions {

absl::Status Refuse(absl::StatusCode code, const char* reason,
                    absl::string_view field, Figures metadata,
                    Sentence sentence) {
  return MakeError(code, {.reason = reason,
                          .field = std::string(field),
                          .metadata = std::move(metadata),
                          .sentence = std::move(sentence)});
}

std::string Euros(int64_t cents) { return FormatBelgianAmount(cents); }

Figures FiguresOf(const Balances& balances, int64_t requested,
                  int64_t available) {
  return {{"allotted_cents", absl::StrCat(balances.allotted_cents)},
          {"reserved_cents", absl::StrCat(balances.reserved_cents)},
          {"spent_cents", absl::StrCat(balances.spent_cents)},
          {"requested_cents", absl::StrCat(requested)},
          {"available_cents", absl::StrCat(available)}};
}

std::string EtagSent(absl::string_view sent) {
  constexpr size_t kBytesMax = 64;
  std::string text(sent.substr(0, kBytesMax));
  for (char& c : text) {
    if (!absl::ascii_isalnum(static_cast<unsigned char>(c))) c = '?';
  }
  return text;
}

}  // namespace entente::conventions
