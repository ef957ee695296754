#include "services/conventions/claim_errors.h"

#include <optional>
#include <utility>

#include "absl/strings/str_cat.h"
#include "services/common/base/error.h"
#include "services/conventions/ledger_rules.h"
#include "services/conventions/limits.h"
#include "services/conventions/money/date.h"
#include "services/conventions/money/money.h"
#include "services/conventions/refusal.h"

namespace entente::conventions {
namespace {

using absl::StatusCode;
using v1::Claim;

Figures FiguresOf(const Balances& envelope) {
  const int64_t claimable = envelope.spent_cents - envelope.claimed_cents;
  Figures figures = conventions::FiguresOf(envelope, claimable, claimable);
  figures["claimed_cents"] = absl::StrCat(envelope.claimed_cents);
  return figures;
}

Sentence WordOf(Claim::State state) {
  switch (state) {
    case Claim::STATE_DRAFT:
      return {"a draft", "en projet", "een ontwerp"};
    case Claim::STATE_SUBMITTED:
      return {"submitted", "introduite", "ingediend"};
    case Claim::STATE_DECIDED:
      return {"decided", "décidée", "beslist"};
    case Claim::STATE_PAID:
      return {"paid", "payée", "betaald"};
    case Claim::STATE_RECOVERY:
      return {"in recovery", "en récupération", "in terugvordering"};
    case Claim::STATE_WITHDRAWN:
      return {"withdrawn", "retirée", "ingetrokken"};
    default:
      return {"in an unknown state", "dans un état inconnu",
              "in een onbekende toestand"};
  }
}

// "c-000001" of a resource name.
std::string Short(const std::string& name) {
  return name.substr(name.rfind('/') + 1);
}

}  // namespace

Figures FiguresOf(const Claim& claim) {
  return {{"claim", claim.name()},
          {"state", Claim::State_Name(claim.state())},
          {"claimed_cents", absl::StrCat(Cents(claim.amount()))},
          {"accepted_cents", absl::StrCat(Cents(claim.accepted()))},
          {"ineligible_cents", absl::StrCat(Cents(claim.ineligible()))}};
}

absl::Status ClaimEmpty(const Balances& envelope) {
  const std::string spent = Euros(envelope.spent_cents);
  const std::string claimed = Euros(envelope.claimed_cents);
  return Refuse(
      StatusCode::kFailedPrecondition, "CLAIM_EMPTY", "claim.envelope",
      FiguresOf(envelope),
      {.en = absl::StrCat("There is nothing to claim: of this envelope ", spent,
                          " is spent and ", claimed,
                          " claimed before. Post expenses or record executed "
                          "payments first."),
       .fr = absl::StrCat("Il n'y a rien à déclarer : dans cette enveloppe, ",
                          spent, " sont dépensés et ", claimed,
                          " déjà déclarés. Imputez d'abord des dépenses ou "
                          "enregistrez des versements exécutés."),
       .nl = absl::StrCat("Er valt niets te vorderen: van deze enveloppe is ",
                          spent, " uitgegeven en ", claimed,
                          " al gevorderd. Boek eerst uitgaven of registreer "
                          "uitgevoerde stortingen.")});
}

absl::Status ClaimOpen(const Claim& open, const Balances& envelope) {
  Figures figures = FiguresOf(envelope);
  figures["claim"] = open.name();
  figures["state"] = Claim::State_Name(open.state());
  const std::string name = Short(open.name());
  const std::string amount = Euros(Cents(open.amount()));
  const Sentence word = WordOf(open.state());
  return Refuse(
      StatusCode::kFailedPrecondition, "CLAIM_OPEN", "claim.envelope",
      std::move(figures),
      {.en =
           absl::StrCat("Claim ", name, " of this envelope (", amount, ") is ",
                        word.en, ". Withdraw it, or wait for its decision."),
       .fr = absl::StrCat("La déclaration ", name, " de cette enveloppe (",
                          amount, ") est ", word.fr,
                          ". Retirez-la ou attendez la décision."),
       .nl = absl::StrCat("Schuldvordering ", name, " van deze enveloppe (",
                          amount, ") is ", word.nl,
                          ". Trek ze in of wacht op de beslissing.")});
}

absl::Status ClaimTooLarge(int64_t lines, const Balances& envelope) {
  Figures figures = FiguresOf(envelope);
  figures["lines"] = absl::StrCat(lines);
  figures["lines_max"] = absl::StrCat(kClaimLinesMax);
  return Refuse(
      StatusCode::kFailedPrecondition, "CLAIM_TOO_LARGE", "claim.envelope",
      std::move(figures),
      {.en = absl::StrCat("The claim would have ", lines,
                          " lines; one holds at most ", kClaimLinesMax,
                          ". Claim earlier, in parts."),
       .fr = absl::StrCat("La déclaration aurait ", lines,
                          " lignes ; elle en tient au plus ", kClaimLinesMax,
                          ". Déclarez plus tôt, par parties."),
       .nl = absl::StrCat("De schuldvordering zou ", lines,
                          " lijnen hebben; ze bevat er hoogstens ",
                          kClaimLinesMax, ". Vorder vroeger, in delen.")});
}

absl::Status ClaimInState(const Claim& claim) {
  const Sentence word = WordOf(claim.state());
  const std::string amount = Euros(Cents(claim.amount()));
  return Refuse(
      StatusCode::kFailedPrecondition, "CLAIM_STATE", "name", FiguresOf(claim),
      {.en =
           absl::StrCat("The claim of ", amount, " is ", word.en,
                        ". A draft can be submitted or withdrawn, a submitted "
                        "one decided, or withdrawn before any decision."),
       .fr = absl::StrCat("La déclaration de ", amount, " est ", word.fr,
                          ". Un projet peut être introduit ou retiré ; une "
                          "déclaration introduite peut être décidée, ou "
                          "retirée avant toute décision."),
       .nl = absl::StrCat("De schuldvordering van ", amount, " is ", word.nl,
                          ". Een ontwerp kan worden ingediend of ingetrokken; "
                          "een ingediende kan worden beslist, of ingetrokken "
                          "vóór elke beslissing.")});
}

absl::Status ClaimPartlyDecided(const Claim& claim) {
  Figures figures = FiguresOf(claim);
  figures["decided_count"] = absl::StrCat(claim.decided_count());
  figures["line_count"] = absl::StrCat(claim.line_count());
  const std::string part =
      absl::StrCat(claim.decided_count(), "/", claim.line_count());
  return Refuse(
      StatusCode::kFailedPrecondition, "CLAIM_PARTLY_DECIDED", "name",
      std::move(figures),
      {.en = absl::StrCat("The State decided ", part,
                          " lines of this claim (accepted ",
                          Euros(Cents(claim.accepted())), ", ineligible ",
                          Euros(Cents(claim.ineligible())),
                          "). It can no longer be withdrawn."),
       .fr = absl::StrCat("L'État a décidé de ", part,
                          " lignes de cette déclaration (accepté ",
                          Euros(Cents(claim.accepted())), ", inéligible ",
                          Euros(Cents(claim.ineligible())),
                          "). Elle ne peut plus être retirée."),
       .nl = absl::StrCat("De Staat besliste over ", part,
                          " lijnen van deze schuldvordering (aanvaard ",
                          Euros(Cents(claim.accepted())), ", niet-subsidiabel ",
                          Euros(Cents(claim.ineligible())),
                          "). Ze kan niet meer worden ingetrokken.")});
}

absl::Status ClaimChanged(const Claim& claim, absl::string_view sent_etag) {
  Figures figures = FiguresOf(claim);
  figures["etag"] = claim.etag();
  const std::string was = EtagSent(sent_etag);
  figures["sent_etag"] = was;
  const Sentence word = WordOf(claim.state());
  const std::string amount = Euros(Cents(claim.amount()));
  return Refuse(
      StatusCode::kAborted, "ETAG_MISMATCH", "etag", std::move(figures),
      {.en =
           absl::StrCat("The claim changed since it was read: you read \"", was,
                        "\", it is \"", claim.etag(), "\", ", word.en, " now (",
                        amount, "). Read it again and decide anew."),
       .fr = absl::StrCat("La déclaration a changé depuis sa lecture : vous "
                          "avez lu « ",
                          was, " », c'est « ", claim.etag(), " », elle est ",
                          word.fr, " (", amount,
                          "). Relisez-la et décidez à nouveau."),
       .nl = absl::StrCat("De schuldvordering is gewijzigd sinds ze gelezen "
                          "werd: u las \"",
                          was, "\", nu is het \"", claim.etag(), "\", ze is ",
                          word.nl, " (", amount,
                          "). Lees ze opnieuw en beslis opnieuw.")});
}

absl::Status ClaimLineUnknown(const Claim& claim, const std::string& source,
                              absl::string_view field) {
  return Refuse(
      StatusCode::kInvalidArgument, "CLAIM_LINE_UNKNOWN", field,
      {{"source", source}, {"claim", claim.name()}},
      {.en = absl::StrCat("No line of the claim is for ", Short(source),
                          ". Name the expense or payment of one of its lines."),
       .fr = absl::StrCat("Aucune ligne de la déclaration ne porte sur ",
                          Short(source),
                          ". Nommez la dépense ou le versement d'une de ses "
                          "lignes."),
       .nl = absl::StrCat("Geen lijn van de schuldvordering gaat over ",
                          Short(source),
                          ". Noem de uitgave of storting van een van haar "
                          "lijnen.")});
}

absl::Status ClaimLineTwice(const std::string& source,
                            absl::string_view field) {
  return Refuse(
      StatusCode::kInvalidArgument, "CLAIM_LINE_TWICE", field,
      {{"source", source}},
      {.en = absl::StrCat(Short(source),
                          " stands twice among the decisions. Decide it once."),
       .fr = absl::StrCat(Short(source),
                          " figure deux fois dans les décisions. Décidez-en "
                          "une seule fois."),
       .nl = absl::StrCat(Short(source),
                          " staat tweemaal bij de beslissingen. Beslis er één "
                          "keer over.")});
}

absl::Status ClaimLineDecided(const v1::ClaimLine& line) {
  const std::string accepted = Euros(Cents(line.accepted()));
  const std::string refused = Euros(Cents(line.ineligible()));
  const std::string day = FormatIsoDate(line.decide_date());
  const std::string name = Short(line.source());
  return Refuse(
      StatusCode::kFailedPrecondition, "CLAIM_LINE_DECIDED", "decisions.source",
      {{"source", line.source()},
       {"decide_date", day},
       {"claimed_cents", absl::StrCat(Cents(line.amount()))},
       {"accepted_cents", absl::StrCat(Cents(line.accepted()))},
       {"ineligible_cents", absl::StrCat(Cents(line.ineligible()))}},
      {.en = absl::StrCat(name, " was decided on ", day, " (accepted ",
                          accepted, ", ineligible ", refused,
                          "); a line is decided once. Leave it out."),
       .fr = absl::StrCat(name, " a été décidé le ", day, " (accepté ",
                          accepted, ", inéligible ", refused,
                          ") ; une ligne n'est décidée qu'une fois. "
                          "Retirez-la."),
       .nl = absl::StrCat("Over ", name, " is beslist op ", day, " (aanvaard ",
                          accepted, ", niet-subsidiabel ", refused,
                          "); over een lijn wordt één keer beslist. Laat ze "
                          "weg.")});
}

absl::Status ClaimLineUndecided(const v1::ClaimLine& line,
                                absl::string_view field) {
  const std::string name = line.source().substr(line.source().rfind('/') + 1);
  const std::string amount = Euros(Cents(line.amount()));
  return Refuse(
      StatusCode::kFailedPrecondition, "CLAIM_LINE_UNDECIDED", field,
      {{"source", line.source()},
       {"claimed_cents", absl::StrCat(Cents(line.amount()))}},
      {.en = absl::StrCat(name, " (", amount,
                          ") waits for its first decision. Leave it out."),
       .fr = absl::StrCat(name, " (", amount,
                          ") attend sa première décision. Retirez-le."),
       .nl = absl::StrCat(name, " (", amount,
                          ") wacht op zijn eerste beslissing. Laat het weg.")});
}

absl::Status DecisionAmount(const v1::ClaimLine& line, int64_t accepted,
                            int64_t ineligible) {
  const std::string claimed = Euros(Cents(line.amount()));
  const std::string name = Short(line.source());
  const std::string yes = Euros(accepted);
  const std::string no = Euros(ineligible);
  return Refuse(
      StatusCode::kInvalidArgument, "DECISION_AMOUNT", "decisions.accepted",
      {{"source", line.source()},
       {"claimed_cents", absl::StrCat(Cents(line.amount()))},
       {"accepted_cents", absl::StrCat(accepted)},
       {"ineligible_cents", absl::StrCat(ineligible)}},
      {.en = absl::StrCat("Of ", name, " ", claimed, " is claimed; ", yes,
                          " accepted and ", no,
                          " ineligible do not make that. The two must add up "
                          "to ",
                          claimed, "."),
       .fr = absl::StrCat("Pour ", name, ", ", claimed, " sont déclarés ; ",
                          yes, " acceptés et ", no,
                          " inéligibles ne font pas ce montant. Les deux "
                          "doivent faire ",
                          claimed, "."),
       .nl = absl::StrCat("Voor ", name, " is ", claimed, " gevorderd; ", yes,
                          " aanvaard en ", no,
                          " niet-subsidiabel maken dat niet. Samen moeten ze ",
                          claimed, " zijn.")});
}

absl::Status DecisionReasonRequired(const std::string& source) {
  const std::string name = Short(source);
  return Refuse(
      StatusCode::kInvalidArgument, "DECISION_REASON_REQUIRED",
      "decisions.reason", {{"source", source}},
      {.en = absl::StrCat("An amount of ", name,
                          " is ineligible: say why, in at most ",
                          kDescriptionCharactersMax, " characters."),
       .fr = absl::StrCat("Un montant de ", name,
                          " est inéligible : dites pourquoi, en ",
                          kDescriptionCharactersMax, " caractères au plus."),
       .nl = absl::StrCat("Een bedrag van ", name,
                          " is niet-subsidiabel: zeg waarom, in hoogstens ",
                          kDescriptionCharactersMax, " tekens.")});
}

absl::Status WithFigures(const absl::Status& refusal, const Claim& claim,
                         const Balances& envelope) {
  std::optional<ErrorDetail> detail = GetErrorDetail(refusal);
  if (!detail) return refusal;
  Figures figures = FiguresOf(envelope);
  figures["requested_cents"] = absl::StrCat(Cents(claim.amount()));
  // What the refusal says itself stands.
  detail->metadata.merge(figures);
  return MakeError(refusal.code(), *detail);
}

absl::Status DateInFuture(const google::type::Date& date,
                          const google::type::Date& today,
                          absl::string_view field) {
  const std::string day = FormatIsoDate(date);
  const std::string now = FormatIsoDate(today);
  return Refuse(
      StatusCode::kInvalidArgument, "DATE_IN_FUTURE", field,
      {{"date", day}, {"today", now}},
      {.en = absl::StrCat(field, " is ", day,
                          ", which is still to come. Give today (", now,
                          ") or an earlier day."),
       .fr = absl::StrCat(field, " est le ", day,
                          ", qui est encore à venir. Donnez aujourd'hui (", now,
                          ") ou un jour antérieur."),
       .nl = absl::StrCat(field, " is ", day,
                          ", wat nog moet komen. Geef vandaag (", now,
                          ") of een vroegere dag.")});
}

absl::Status DateTooEarly(const google::type::Date& date,
                          const google::type::Date& earliest,
                          absl::string_view field) {
  const std::string day = FormatIsoDate(date);
  const std::string first = FormatIsoDate(earliest);
  return Refuse(
      StatusCode::kInvalidArgument, "DATE_TOO_EARLY", field,
      {{"date", day}, {"earliest", first}},
      {.en = absl::StrCat(field, " is ", day, "; the earliest day is ", first,
                          "."),
       .fr = absl::StrCat(field, " est le ", day,
                          " ; le premier jour possible est le ", first, "."),
       .nl = absl::StrCat(field, " is ", day, "; de vroegste dag is ", first,
                          ".")});
}

}  // namespace entente::conventions
