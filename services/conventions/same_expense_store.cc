#include "services/conventions/same_expense_store.h"

#include <optional>
#include <string>

#include "absl/strings/str_cat.h"
#include "entente/conventions/v1/records.pb.h"
#include "services/common/base/error.h"
#include "services/common/store/records.h"
#include "services/conventions/conventions_keys.h"
#include "services/conventions/evidence_store.h"
#include "services/conventions/money/money.h"
#include "services/conventions/name_rules.h"
#include "services/conventions/refusal.h"

namespace entente::conventions {
namespace {

bool IsSame(const v1::Expense& earlier, const NewExpense& wanted,
            const v1::Expense& asked) {
  const v1::MunicipalReference& there = earlier.municipal_reference();
  const v1::MunicipalReference& here = asked.municipal_reference();
  return there.mandate() == here.mandate() &&
         there.fiscal_year() == here.fiscal_year() &&
         earlier.line() == asked.line() &&
         Cents(earlier.amount()) == wanted.amount_cents &&
         earlier.service_date().SerializeAsString() ==
             asked.service_date().SerializeAsString() &&
         earlier.description() == asked.description();
}

absl::Status ExpenseExists(const v1::Expense& earlier) {
  const std::string name = earlier.name().substr(earlier.name().rfind('/') + 1);
  const v1::MunicipalReference& reference = earlier.municipal_reference();
  const std::string mandate =
      absl::StrCat(reference.fiscal_year(), "/", reference.mandate());
  const int64_t cents = Cents(earlier.amount());
  const std::string amount = Euros(cents);
  return Refuse(
      absl::StatusCode::kAlreadyExists, "EXPENSE_EXISTS",
      "expense.municipal_reference.mandate",
      {{"expense", earlier.name()},
       {"mandate", mandate},
       {"amount_cents", absl::StrCat(cents)}},
      {.en = absl::StrCat("The mandate ", mandate, " is posted already with ",
                          amount, " as ", name,
                          ", by the same document and of the same day. If this "
                          "is another part of it, say so in the description."),
       .fr = absl::StrCat("Le mandat ", mandate, " est déjà imputé pour ",
                          amount, " sous ", name,
                          ", avec la même pièce et la même date. S'il s'agit "
                          "d'une autre partie, dites-le dans la description."),
       .nl = absl::StrCat("Het mandaat ", mandate, " is al geboekt voor ",
                          amount, " als ", name,
                          ", met hetzelfde stuk en dezelfde dag. Is dit een "
                          "ander deel ervan, zeg dat dan in de "
                          "omschrijving.")});
}

}  // namespace

absl::Status CheckNotPosted(const store::Reader& reader,
                            const NewExpense& wanted,
                            const v1::Expense& asked) {
  if (asked.municipal_reference().mandate().empty()) return absl::OkStatus();
  ENTENTE_ASSIGN_OR_RETURN(const EarlierCharges earlier,
                           ChargesTo(reader, wanted.evidence));
  for (const EarlierCharge& charge : earlier.charges) {
    ENTENTE_ASSIGN_OR_RETURN(
        const NumberedName name,
        ParseNumberedName(NumberedKind::kExpense, charge.expense, "expense"));
    // Of another convention it is on another line.
    if (!(name.parent == wanted.line.parent.parent)) continue;
    ENTENTE_ASSIGN_OR_RETURN(
        const std::optional<v1::Expense> expense,
        store::GetRecord<v1::Expense>(
            reader,
            keys::Numbered(NumberedKind::kExpense, name.parent, name.number)));
    if (expense && IsSame(*expense, wanted, asked)) {
      return ExpenseExists(*expense);
    }
  }
  return absl::OkStatus();
}

}  // namespace entente::conventions
