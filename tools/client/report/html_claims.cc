// What was claimed from the State, what it accepted, paid and asked back.
#include <set>

#include "absl/strings/str_cat.h"
#include "tools/client/report/format.h"
#include "tools/client/report/html_sections.h"
#include "tools/client/report/labels.h"

namespace entente::client {
namespace {

void Cells(const MoneyPhases& money, HtmlWriter& html) {
  WriteAmountCell(labels::kClaimed, money.claimed_cents, html);
  WriteAmountCell(labels::kAccepted, money.accepted_cents, html);
  WriteAmountCell(labels::kIneligible, money.ineligible_cents, html);
  WriteAmountCell(labels::kAdvance, money.advance_cents, html);
  WriteAmountCell(labels::kBalance, money.balance_cents, html);
  WriteAmountCell(labels::kRecoverable, money.recoverable_cents, html);
}

// By when the claim of each year is due, marked where nobody verified it.
void WriteDeadlines(const ReportModel& model, HtmlWriter& html) {
  if (!model.data->regulation.has_value()) return;
  const auto& deadline = model.data->regulation->claim_deadline();
  if (deadline.month() == 0 || deadline.day() == 0) return;
  std::set<int> years;
  for (const EnvelopeView& view : model.envelopes) {
    years.insert(view.envelope->year());
  }
  const auto line = html.Element("p", {{"class", "remark"}});
  html.Both({"claims are due", "Dates limites des déclarations",
             "Uiterste data van de schuldvorderingen"});
  html.Text(" : ");
  bool is_first = true;
  for (const int year : years) {
    if (!is_first) html.Text(", ");
    is_first = false;
    html.Text(absl::StrCat(deadline.day(), "/", deadline.month(), "/", year + 1,
                           " (", year, ")"));
  }
  if (deadline.is_verified()) return;
  html.Text(" – ");
  html.BothLeaf("strong", {}, labels::kUnverified);
}

}  // namespace

void WriteClaims(const ReportModel& model, HtmlWriter& html) {
  html.BothLeaf("h3", {},
                {"Claimed from the State, and paid by it",
                 "Déclaré à l'État, et versé par lui",
                 "Gevorderd van de Staat, en door hem betaald"});
  WriteDeadlines(model, html);
  const auto scroll = html.Element("div", {{"class", "scroll"}});
  const auto table = html.Element("table", {{"class", "phases"}});
  html.BothLeaf("caption", {},
                {"Claims and payments of each envelope, in EUR",
                 "Déclarations et versements de chaque enveloppe, en EUR",
                 "Schuldvorderingen en betalingen per enveloppe, in EUR"});
  {
    const auto head = html.Element("thead");
    const auto row = html.Element("tr");
    WriteColumnHead(labels::kEnvelope, false, html);
    for (const Sentence* label :
         {&labels::kClaimed, &labels::kAccepted, &labels::kIneligible,
          &labels::kAdvance, &labels::kBalance, &labels::kRecoverable}) {
      WriteColumnHead(*label, true, html);
    }
  }
  const auto body = html.Element("tbody");
  for (const EnvelopeView& view : model.envelopes) {
    const auto row = html.Element("tr");
    html.BothLeaf("th", {{"scope", "row"}},
                  labels::EnvelopeName(view.envelope->allocation(),
                                       view.envelope->year()));
    Cells(view.money, html);
  }
  const auto row = html.Element("tr", {{"class", "sum"}});
  html.BothLeaf("th", {{"scope", "row"}}, labels::kTotal);
  Cells(model.total, html);
}

}  // namespace entente::client
