#include "services/conventions/federal_errors.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "services/common/base/error.h"
#include "services/conventions/ledger_rules.h"
#include "services/conventions/money/date.h"
#include "services/conventions/money/money.h"
#include "services/conventions/refusal.h"

namespace entente::conventions {
namespace {

using absl::StatusCode;

constexpr char kAmount[] = "federal_payment.amount";

int64_t Received(const Balances& envelope) {
  return envelope.advance_cents + envelope.balance_cents;
}

Figures FederalFigures(const Balances& envelope, int64_t requested,
                       int64_t available) {
  Figures figures = FiguresOf(envelope, requested, available);
  const std::pair<const char*, int64_t> more[] = {
      {"allocated_cents", envelope.allocated_cents},
      {"claimed_cents", envelope.claimed_cents},
      {"accepted_cents", envelope.accepted_cents},
      {"received_cents", Received(envelope)},
      {"demanded_cents", envelope.demanded_cents},
      {"recovered_cents", envelope.recovered_cents}};
  for (const auto& [name, cents] : more) figures[name] = absl::StrCat(cents);
  return figures;
}

// "70,00 %" of 7000.
std::string Percent(int64_t basis_points) {
  return absl::StrFormat("%d,%02d %%", basis_points / 100, basis_points % 100);
}

}  // namespace

absl::Status AdvanceExceeded(const Balances& envelope, const AdvanceCap& cap,
                             int64_t requested) {
  const int64_t rest = cap.cap_cents - envelope.advance_cents;
  Figures figures = FederalFigures(envelope, requested, rest);
  figures["cap_cents"] = absl::StrCat(cap.cap_cents);
  figures["share_basis_points"] = absl::StrCat(cap.share_basis_points);
  figures["is_verified"] = cap.is_verified || !cap.is_stated ? "true" : "false";
  const bool is_doubtful = cap.is_stated && !cap.is_verified;
  const std::string asked = Euros(requested);
  const std::string all = Euros(cap.cap_cents);
  const std::string had = Euros(envelope.advance_cents);
  const std::string left = Euros(rest > 0 ? rest : 0);
  const std::string share = Percent(cap.share_basis_points);
  return Refuse(
      StatusCode::kFailedPrecondition, "ADVANCE_EXCEEDED", kAmount,
      std::move(figures),
      {.en = absl::StrCat(
           "Advance of ", asked, "; at most ", all, " (", share,
           " of the grant) comes in advance, of which ", had, " was received. ",
           is_doubtful ? "The share was not verified in the decree. " : "",
           "Record at most ", left, "."),
       .fr = absl::StrCat(
           "Avance de ", asked, " ; au plus ", all, " (", share,
           " de l'octroi) est versé en avance, dont ", had, " déjà reçus. ",
           is_doubtful ? "Cette part n'a pas été vérifiée dans l'arrêté. " : "",
           "Enregistrez au plus ", left, "."),
       .nl = absl::StrCat(
           "Voorschot van ", asked, "; hoogstens ", all, " (", share,
           " van de toekenning) komt als voorschot, waarvan ", had,
           " al ontvangen. ",
           is_doubtful ? "Dit aandeel is niet nagegaan in het besluit. " : "",
           "Registreer hoogstens ", left, ".")});
}

absl::Status BalanceExceeded(const Balances& envelope, int64_t requested) {
  const int64_t rest = envelope.due_cents() - envelope.held_cents();
  const std::string asked = Euros(requested);
  const std::string accepted = Euros(envelope.accepted_cents);
  const std::string held = Euros(envelope.held_cents());
  const std::string left = Euros(rest > 0 ? rest : 0);
  return Refuse(
      StatusCode::kFailedPrecondition, "BALANCE_EXCEEDED", kAmount,
      FederalFigures(envelope, requested, rest),
      {.en = absl::StrCat("Balance of ", asked, "; the State accepted ",
                          accepted, " and paid ", held,
                          " of it. Record at most ", left, "."),
       .fr = absl::StrCat("Solde de ", asked, " ; l'État a accepté ", accepted,
                          " et en a versé ", held, ". Enregistrez au plus ",
                          left, "."),
       .nl = absl::StrCat("Saldo van ", asked, "; de Staat aanvaardde ",
                          accepted, " en betaalde daarvan ", held,
                          ". Registreer hoogstens ", left, ".")});
}

absl::Status DemandExceeded(const Balances& envelope, int64_t requested) {
  const int64_t rest = envelope.held_cents() - envelope.due_cents();
  const std::string asked = Euros(requested);
  const std::string accepted = Euros(envelope.accepted_cents);
  const std::string held = Euros(envelope.held_cents());
  const std::string left = Euros(rest > 0 ? rest : 0);
  return Refuse(
      StatusCode::kFailedPrecondition, "DEMAND_EXCEEDED", kAmount,
      FederalFigures(envelope, requested, rest),
      {.en = absl::StrCat("Demand of ", asked, "; ", held,
                          " was received and not asked back, ", accepted,
                          " accepted. At most ", left, " can be asked back."),
       .fr = absl::StrCat(
           "Demande de ", asked, " ; ", held, " reçus et non réclamés, ",
           accepted, " acceptés. Au plus ", left, " peuvent être réclamés."),
       .nl = absl::StrCat("Terugvordering van ", asked, "; ", held,
                          " ontvangen en niet teruggevraagd, ", accepted,
                          " aanvaard. Hoogstens ", left,
                          " kan worden teruggevraagd.")});
}

absl::Status RefundExceeded(const Balances& envelope, int64_t requested) {
  const int64_t rest = envelope.recoverable_cents();
  const std::string asked = Euros(requested);
  const std::string demanded = Euros(envelope.demanded_cents);
  const std::string back = Euros(envelope.recovered_cents);
  const std::string left = Euros(rest);
  return Refuse(
      StatusCode::kFailedPrecondition, "REFUND_EXCEEDED", kAmount,
      FederalFigures(envelope, requested, rest),
      {.en = absl::StrCat("Refund of ", asked, "; the State asked back ",
                          demanded, ", of which ", back,
                          " was paid back. Record at most ", left, "."),
       .fr = absl::StrCat("Remboursement de ", asked, " ; l'État a réclamé ",
                          demanded, ", dont ", back,
                          " remboursés. Enregistrez au plus ", left, "."),
       .nl = absl::StrCat("Terugbetaling van ", asked, "; de Staat vroeg ",
                          demanded, " terug, waarvan ", back,
                          " terugbetaald. Registreer hoogstens ", left, ".")});
}

absl::Status ClaimUndecided(const Balances& envelope, int64_t requested,
                            int64_t most) {
  const std::string asked = Euros(requested);
  const std::string claimed = Euros(envelope.claimed_cents);
  const std::string left = Euros(most);
  const bool has_some = most > 0;
  return Refuse(
      StatusCode::kFailedPrecondition, "CLAIM_UNDECIDED",
      "federal_payment.kind", FederalFigures(envelope, requested, most),
      {.en = absl::StrCat("The State has not decided the claims of this "
                          "envelope (claimed ",
                          claimed, "), so ", asked,
                          " is neither due nor too much. Record its decision "
                          "first",
                          has_some ? absl::StrCat(", or at most ", left,
                                                  " received beyond the grant")
                                   : "",
                          "."),
       .fr = absl::StrCat("L'État n'a pas décidé des déclarations de cette "
                          "enveloppe (déclaré ",
                          claimed, ") : ", asked,
                          " ne sont ni dus ni de trop. Enregistrez d'abord sa "
                          "décision",
                          has_some ? absl::StrCat(", ou au plus ", left,
                                                  " reçus au-delà de l'octroi")
                                   : "",
                          "."),
       .nl = absl::StrCat("De Staat besliste nog niet over de "
                          "schuldvorderingen van deze enveloppe (gevorderd ",
                          claimed, "): ", asked,
                          " is niet verschuldigd en niet te veel. Registreer "
                          "eerst zijn beslissing",
                          has_some ? absl::StrCat(", of hoogstens ", left,
                                                  " die boven de toekenning "
                                                  "is ontvangen")
                                   : "",
                          ".")});
}

absl::Status FederalPaymentExists(const v1::FederalPayment& earlier) {
  const std::string name = earlier.name().substr(earlier.name().rfind('/') + 1);
  const std::string day = FormatIsoDate(earlier.value_date());
  const int64_t cents = CentsFromMoney(earlier.amount(), "amount").value_or(0);
  const std::string amount = Euros(cents);
  return Refuse(
      StatusCode::kAlreadyExists, "FEDERAL_PAYMENT_EXISTS",
      "federal_payment.bank_reference",
      {{"federal_payment", earlier.name()},
       {"value_date", day},
       {"amount_cents", absl::StrCat(cents)}},
      {.en = absl::StrCat(amount, " of ", day,
                          " with this reference is recorded already as ", name,
                          "."),
       .fr = absl::StrCat(amount, " du ", day,
                          " avec cette référence sont déjà enregistrés sous ",
                          name, "."),
       .nl = absl::StrCat(amount, " van ", day,
                          " met deze verwijzing is al geregistreerd als ", name,
                          ".")});
}

absl::Status FederalPaymentReversed(const v1::FederalPayment& payment,
                                    const Balances& envelope,
                                    int64_t requested) {
  Figures figures = FederalFigures(envelope, requested, 0);
  figures["federal_payment"] = payment.name();
  const std::string name = payment.name().substr(payment.name().rfind('/') + 1);
  return Refuse(
      StatusCode::kFailedPrecondition, "FEDERAL_PAYMENT_REVERSED", "name",
      std::move(figures),
      {.en = absl::StrCat(name,
                          " is reversed already and counts for nothing. Record "
                          "what really happened as a new payment."),
       .fr = absl::StrCat(name,
                          " est déjà annulé et ne compte plus. Enregistrez ce "
                          "qui s'est réellement passé comme un nouveau "
                          "versement."),
       .nl = absl::StrCat(name,
                          " is al ongedaan gemaakt en telt niet meer. "
                          "Registreer wat echt gebeurde als een nieuwe "
                          "betaling.")});
}

absl::Status ReversalOutOfOrder(v1::FederalPayment::Kind kind,
                                const Balances& envelope, int64_t requested) {
  const std::string asked = Euros(requested);
  if (kind == v1::FederalPayment::KIND_DEMAND) {
    const int64_t rest = envelope.recoverable_cents();
    const std::string back = Euros(envelope.recovered_cents);
    return Refuse(
        StatusCode::kFailedPrecondition, "REVERSAL_OUT_OF_ORDER", "name",
        FederalFigures(envelope, requested, rest),
        {.en = absl::StrCat("Of what was asked back, ", back,
                            " was paid back: a demand of ", asked,
                            " cannot be undone before that refund is."),
         .fr = absl::StrCat("De ce qui a été réclamé, ", back,
                            " sont remboursés : une réclamation de ", asked,
                            " ne peut être annulée avant ce remboursement."),
         .nl = absl::StrCat("Van wat werd teruggevraagd, is ", back,
                            " terugbetaald: een terugvraging van ", asked,
                            " kan niet vóór die terugbetaling ongedaan worden "
                            "gemaakt.")});
  }
  const std::string demanded = Euros(envelope.demanded_cents);
  return Refuse(
      StatusCode::kFailedPrecondition, "REVERSAL_OUT_OF_ORDER", "name",
      FederalFigures(envelope, requested, envelope.held_cents()),
      {.en = absl::StrCat("Of what was received, ", demanded,
                          " was asked back: a payment of ", asked,
                          " cannot be undone before that demand is."),
       .fr = absl::StrCat("De ce qui a été reçu, ", demanded,
                          " sont réclamés : un paiement de ", asked,
                          " ne peut être annulé avant cette réclamation."),
       .nl = absl::StrCat("Van wat werd ontvangen, is ", demanded,
                          " teruggevraagd: een betaling van ", asked,
                          " kan niet vóór die terugvraging ongedaan worden "
                          "gemaakt.")});
}

absl::Status MalformedBudgetArticle() {
  return Refuse(
      StatusCode::kInvalidArgument, "MALFORMED_BUDGET_ARTICLE",
      "federal_payment.budget_article", {{"example", "56 82 432202"}},
      {.en = "federal_payment.budget_article must be an article of the federal "
             "budget, as in \"56 82 432202\".",
       .fr = "federal_payment.budget_article doit être un article du budget "
             "fédéral, comme « 56 82 432202 ».",
       .nl = "federal_payment.budget_article moet een artikel van de federale "
             "begroting zijn, zoals \"56 82 432202\"."});
}

absl::Status FederalPaymentKindUnknown() {
  return Refuse(
      StatusCode::kInvalidArgument, "FIELD_UNKNOWN_VALUE",
      "federal_payment.kind", {},
      {.en = "State what it is: KIND_ADVANCE or KIND_BALANCE received from the "
             "State, KIND_DEMAND asked back by it, KIND_REFUND paid back to "
             "it.",
       .fr = "Indiquez de quoi il s'agit : KIND_ADVANCE ou KIND_BALANCE reçu "
             "de l'État, KIND_DEMAND réclamé par lui, KIND_REFUND remboursé.",
       .nl = "Vermeld wat het is: KIND_ADVANCE of KIND_BALANCE ontvangen van "
             "de Staat, KIND_DEMAND door hem teruggevraagd, KIND_REFUND hem "
             "terugbetaald."});
}

}  // namespace entente::conventions
