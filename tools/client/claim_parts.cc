#include "tools/client/claim_parts.h"

#include <ostream>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "services/conventions/money/money.h"
#include "tools/client/budget_output.h"
#include "tools/client/format.h"
#include "tools/client/resource_names.h"
#include "tools/client/table.h"

namespace entente::client {

namespace v1 = entente::conventions::v1;

namespace {

// "so-01-personnel" of a line of the claim's envelope.
std::string LineWithinEnvelope(const std::string& line) {
  return line.substr(line.rfind('/') + 1);
}

// "17/10/2018 BESLUIT-7" of a decided line.
std::string DecisionOf(const v1::ClaimLine& line) {
  if (!line.is_decided()) return "";
  std::string text = FormatDate(line.decide_date());
  if (!line.decision_reference().empty()) {
    absl::StrAppend(&text, " ", line.decision_reference());
  }
  return text;
}

// What was decided of lines and taken back since; nothing where there is none.
void PrintReversedDecisions(Cli& cli, const v1::Claim& claim) {
  Table table(
      {{cli.T({"item", "pièce", "post"})},
       {cli.T({"decided", "décidé", "beslist"}), Align::kLeft, true},
       {cli.T({"accepted", "accepté", "aanvaard"}), Align::kRight},
       {cli.T({"ineligible", "inéligible", "verworpen"}), Align::kRight},
       {cli.T({"taken back", "reprise le", "teruggenomen"})},
       {cli.T({"why", "pourquoi", "waarom"}), Align::kLeft, true}});
  for (const v1::ClaimLine& line : claim.lines()) {
    for (const v1::ReversedDecision& one : line.reversed_decisions()) {
      table.AddRow({ShortName(line.source()),
                    absl::StrCat(FormatDate(one.decide_date()), " ",
                                 one.decision_reference()),
                    FormatMoneyPlain(one.accepted()),
                    FormatMoneyPlain(one.ineligible()),
                    FormatDate(one.reverse_date()), one.reversal_reason()});
    }
  }
  if (table.is_empty()) return;
  cli.Say({"Decisions that were taken back:", "Décisions reprises :",
           "Beslissingen die werden teruggenomen:"});
  cli.out() << table.Render(cli.columns());
}

void PrintLeftOut(Cli& cli, const v1::Claim& claim) {
  if (claim.left_out().empty()) return;
  std::vector<std::string> names;
  for (const std::string& source : claim.left_out()) {
    names.push_back(ShortName(source));
  }
  const std::string list = absl::StrJoin(names, ", ");
  cli.Say(
      {absl::StrCat("Left out, beyond the cap of their category: ", list, "."),
       absl::StrCat("Écartés, au-delà du plafond de leur catégorie : ", list,
                    "."),
       absl::StrCat("Weggelaten, boven de bovengrens van hun categorie: ", list,
                    ".")});
}

}  // namespace

void PrintClaimLines(Cli& cli, const v1::Claim& claim) {
  Table table(
      {{cli.T({"item", "pièce", "post"})},
       {cli.T({"line", "ligne", "lijn"}), Align::kLeft, true},
       {cli.T({"claimed", "déclaré", "gevorderd"}), Align::kRight},
       {cli.T({"accepted", "accepté", "aanvaard"}), Align::kRight},
       {cli.T({"ineligible", "inéligible", "verworpen"}), Align::kRight},
       {cli.T({"decision", "décision", "beslissing"}), Align::kLeft, true},
       {cli.T({"reason", "motif", "reden"}), Align::kLeft, true}});
  for (const v1::ClaimLine& line : claim.lines()) {
    const bool is_decided = line.is_decided();
    table.AddRow({ShortName(line.source()), LineWithinEnvelope(line.line()),
                  FormatMoneyPlain(line.amount()),
                  is_decided ? FormatMoneyPlain(line.accepted()) : "",
                  is_decided ? FormatMoneyPlain(line.ineligible()) : "",
                  DecisionOf(line), line.reason()});
  }
  table.AddRule();
  table.AddRow({cli.T({"total", "total", "totaal"}), "",
                FormatMoneyPlain(claim.amount()),
                FormatMoneyPlain(claim.accepted()),
                FormatMoneyPlain(claim.ineligible()), "", ""});
  cli.out() << table.Render(cli.columns());
  PrintReversedDecisions(cli, claim);
}

void PrintFigures(Cli& cli, const v1::ClaimFigures& figures) {
  const std::string months = absl::StrCat(figures.months_size());
  switch (figures.basis()) {
    case v1::ClaimFigures::BASIS_APPROVED:
      cli.Say(
          {absl::StrCat("Figures: approved for ", months, " month(s)."),
           absl::StrCat("Chiffres : approuvés pour ", months, " mois."),
           absl::StrCat("Cijfers: goedgekeurd voor ", months, " maand(en).")});
      return;
    case v1::ClaimFigures::BASIS_NO_CALENDAR:
      cli.Say({"Figures: no calendar asks for their approval.",
               "Chiffres : aucun calendrier n'en demande l'approbation.",
               "Cijfers: geen kalender vraagt dat ze worden goedgekeurd."});
      return;
    case v1::ClaimFigures::BASIS_NO_MONTH:
      cli.Say({"Figures: none of its months had ended.",
               "Chiffres : aucun de ses mois n'était terminé.",
               "Cijfers: geen van haar maanden was voorbij."});
      return;
    case v1::ClaimFigures::BASIS_NOT_ASKED:
      cli.Say({"Figures: nobody was asked whether they are approved.",
               "Chiffres : personne n'a été interrogé sur leur approbation.",
               "Cijfers: niemand is gevraagd of ze zijn goedgekeurd."});
      return;
    default:
      return;
  }
}

void PrintClaimSummary(Cli& cli, const v1::Claim& claim) {
  cli.out() << ShortName(claim.name()) << "  " << ShortName(claim.envelope())
            << "  " << ClaimStateWord(cli, claim.state()) << "  "
            << FormatMoney(claim.amount()) << "\n";
  if (claim.has_deadline()) {
    const std::string day = FormatDate(claim.deadline());
    const bool is_late = claim.is_late();
    cli.Say({absl::StrCat("Due by ", day, is_late ? "; submitted late." : "."),
             absl::StrCat("Date limite : ", day,
                          is_late ? " ; introduite tardivement." : "."),
             absl::StrCat("Uiterste datum: ", day,
                          is_late ? "; te laat ingediend." : ".")});
  }
  PrintFigures(cli, claim.figures());
  PrintAccount(cli, claim.iban());
  PrintLeftOut(cli, claim);
  PrintUnverified(cli, {claim.unverified_values().begin(),
                        claim.unverified_values().end()});
  if (conventions::CentsFromMoney(claim.recoverable(), "").value_or(0) > 0) {
    const std::string amount = FormatMoney(claim.recoverable());
    cli.Say({absl::StrCat("To be paid back to the State: ", amount),
             absl::StrCat("À rembourser à l'État : ", amount),
             absl::StrCat("Aan de Staat terug te betalen: ", amount)});
  }
}

absl::Status PrintClaim(Cli& cli, const ClaimFlags& flags,
                        const v1::Claim& claim, const Sentence& done) {
  if (cli.is_json()) return cli.PrintJson(claim);
  flags.mutation.SayDone(cli, claim.name(), done);
  PrintClaimSummary(cli, claim);
  return absl::OkStatus();
}

absl::StatusOr<std::string> ClaimName(Cli& cli, const ClaimFlags& flags) {
  ENTENTE_ASSIGN_OR_RETURN(
      const std::string convention,
      ConventionName(cli.session().config(), flags.convention));
  return Under(convention, "claims", flags.name);
}

std::string ClaimSource(const std::string& convention, const std::string& id) {
  return Under(convention, id.rfind("p-", 0) == 0 ? "zonePayments" : "expenses",
               id);
}

void ClaimNameFlags(Command& command, ClaimFlags& flags) {
  command.Positional("NAME", flags.name,
                     {"Claim, as in c-000001.", "Déclaration, comme c-000001.",
                      "Schuldvordering, zoals c-000001."});
  command.Convention(flags.convention);
}

void ClaimEtagFlag(Command& command, std::string& etag) {
  command.Option("--etag", etag,
                 {"Refuse when the claim changed since this etag was read.",
                  "Refuse si la déclaration a changé depuis la lecture de cet "
                  "etag.",
                  "Weigert als de schuldvordering veranderde sinds deze etag "
                  "werd gelezen."});
}

}  // namespace entente::client
