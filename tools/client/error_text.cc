#include "tools/client/error_text.h"

#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "services/common/base/error.h"
#include "services/conventions/money/money.h"
#include "tools/client/table.h"

namespace entente::client {
namespace {

struct MoneyKey {
  const char* key;
  Sentence title;
};

// Figures of a refusal for money, in the order in which they are read.
const std::vector<MoneyKey>& MoneyKeys() {
  static const auto* const keys = new std::vector<MoneyKey>{
      {"allocated_cents", {"granted", "alloué", "toegekend"}},
      {"evidence_cents", {"document", "pièce", "stuk"}},
      {"charged_cents", {"charged", "imputé", "aangerekend"}},
      {"reservation_cents", {"reservation", "engagement", "vastlegging"}},
      {"allotted_cents", {"allotted", "réparti", "verdeeld"}},
      {"reserved_cents", {"reserved", "engagé", "vastgelegd"}},
      {"spent_cents", {"spent", "dépensé", "uitgegeven"}},
      {"requested_cents", {"requested", "demandé", "gevraagd"}},
      {"remaining_cents", {"remaining", "restant", "resterend"}},
      {"available_cents", {"available", "disponible", "beschikbaar"}}};
  return *keys;
}

std::string MoneyTable(const ErrorDetail& detail, Language language,
                       int columns) {
  std::vector<Column> titles;
  std::vector<std::string> amounts;
  for (const MoneyKey& money : MoneyKeys()) {
    const auto found = detail.metadata.find(money.key);
    int64_t cents = 0;
    if (found == detail.metadata.end() ||
        !absl::SimpleAtoi(found->second, &cents)) {
      continue;
    }
    titles.push_back({Pick(money.title, language), Align::kRight});
    amounts.emplace_back(
        absl::StripSuffix(conventions::FormatBelgianAmount(cents), " EUR"));
  }
  if (titles.empty()) return "";
  Table table(titles);
  table.AddRow(amounts);
  std::string text = "\n";
  for (const auto& line :
       absl::StrSplit(table.Render(columns), '\n', absl::SkipEmpty())) {
    absl::StrAppend(&text, "  ", line, "\n");
  }
  return text;
}

// Whether `field` is a name that the client made of what was given, and says
// nothing to whoever gave it.
bool IsMadeHere(const std::string& field) {
  return field == "name" || field == "parent";
}

}  // namespace

std::string ErrorText(const absl::Status& status, Language language,
                      int columns) {
  const Sentence label = {"Error: ", "Erreur : ", "Fout: "};
  const auto detail = GetErrorDetail(status);
  std::string sentence = Pick(label, language);
  if (detail) {
    absl::StrAppend(&sentence, Pick(detail->sentence, language));
    if (!detail->reason.empty() && detail->reason != "USAGE") {
      absl::StrAppend(&sentence, " [", detail->reason, "]");
    }
  } else {
    absl::StrAppend(&sentence, std::string(status.message()), " [",
                    absl::StatusCodeToString(status.code()), "]");
  }
  std::string text;
  for (const auto& paragraph : absl::StrSplit(sentence, '\n')) {
    for (const std::string& line : Wrap(std::string(paragraph), columns)) {
      absl::StrAppend(&text, line, "\n");
    }
  }
  if (detail && !detail->field.empty() && !IsMadeHere(detail->field)) {
    absl::StrAppend(&text, Pick({"  at: ", "  où : ", "  waar: "}, language),
                    detail->field, "\n");
  }
  if (detail) absl::StrAppend(&text, MoneyTable(*detail, language, columns));
  return text;
}

}  // namespace entente::client
