#include "tools/client/budget_output.h"

#include <ostream>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "services/conventions/money/identifiers.h"
#include "tools/client/format.h"
#include "tools/client/resource_names.h"
#include "tools/client/table.h"

namespace entente::client {

namespace v1 = entente::conventions::v1;

namespace {

// "categories.personnel.cap" for people.
std::string CategoryRuleWord(Cli& cli, absl::string_view value) {
  const std::vector<std::string> parts = absl::StrSplit(value, '.');
  if (parts.size() != 3 || parts[0] != "categories") return std::string(value);
  const std::string& code = parts[1];
  if (parts[2] == "cap") {
    return cli.T({absl::StrCat("cap of ", code),
                  absl::StrCat("plafond de ", code),
                  absl::StrCat("bovengrens van ", code)});
  }
  if (parts[2] == "evidence") {
    return cli.T({absl::StrCat("documents for ", code),
                  absl::StrCat("pièces demandées pour ", code),
                  absl::StrCat("gevraagde stukken voor ", code)});
  }
  return std::string(value);
}

}  // namespace

void PrintLinePosition(Cli& cli, const std::string& line,
                       const v1::Position& position) {
  Table table(
      {{cli.T({"line", "ligne", "lijn"})},
       {cli.T({"allotted", "réparti", "verdeeld"}), Align::kRight},
       {cli.T({"reserved", "engagé", "vastgelegd"}), Align::kRight},
       {cli.T({"spent", "dépensé", "uitgegeven"}), Align::kRight},
       {cli.T({"available", "disponible", "beschikbaar"}), Align::kRight}});
  table.AddRow({ShortName(line), FormatMoneyPlain(position.allotted()),
                FormatMoneyPlain(position.reserved()),
                FormatMoneyPlain(position.spent()),
                FormatMoneyPlain(position.available())});
  cli.out() << table.Render(cli.columns());
}

std::string RouteWord(Cli& cli, v1::ZonePayment::Route route) {
  switch (route) {
    case v1::ZonePayment::ROUTE_PROJECT:
      return cli.T({"project", "projet", "project"});
    case v1::ZonePayment::ROUTE_DEDUCTION:
      return cli.T({"deduction", "en déduction", "in mindering"});
    default:
      return "?";
  }
}

std::string PaymentStateWord(Cli& cli, v1::ZonePayment::State state) {
  switch (state) {
    case v1::ZonePayment::STATE_ORDERED:
      return cli.T({"ordered", "ordonné", "opdracht gegeven"});
    case v1::ZonePayment::STATE_EXECUTED:
      return cli.T({"executed", "exécuté", "uitgevoerd"});
    case v1::ZonePayment::STATE_ACKNOWLEDGED:
      return cli.T(
          {"acknowledged", "confirmé par la zone", "bevestigd door de zone"});
    case v1::ZonePayment::STATE_CANCELLED:
      return cli.T({"cancelled", "annulé", "geannuleerd"});
    default:
      return "?";
  }
}

std::string EntryTypeWord(Cli& cli, v1::LedgerEntry::Type type) {
  switch (type) {
    case v1::LedgerEntry::TYPE_GRANT:
      return cli.T({"grant", "octroi", "toekenning"});
    case v1::LedgerEntry::TYPE_ALLOT:
      return cli.T({"allotment", "répartition", "verdeling"});
    case v1::LedgerEntry::TYPE_RESERVE:
      return cli.T({"reservation", "engagement", "vastlegging"});
    case v1::LedgerEntry::TYPE_RELEASE:
      return cli.T({"release", "libération", "vrijgave"});
    case v1::LedgerEntry::TYPE_SPEND:
      return cli.T({"expense", "dépense", "uitgave"});
    case v1::LedgerEntry::TYPE_REDUCE:
      return cli.T({"cut", "réduction", "vermindering"});
    case v1::LedgerEntry::TYPE_DEALLOT:
      return cli.T({"taken back", "reprise", "terugneming"});
    case v1::LedgerEntry::TYPE_CARRY_OUT:
      return cli.T({"carried out", "report sortant", "overdracht uit"});
    case v1::LedgerEntry::TYPE_CARRY_IN:
      return cli.T({"carried in", "report entrant", "overdracht in"});
    case v1::LedgerEntry::TYPE_UNSPEND:
      return cli.T({"correction", "correction", "verbetering"});
    case v1::LedgerEntry::TYPE_CLAIM:
      return cli.T({"claim", "déclaration", "vordering"});
    case v1::LedgerEntry::TYPE_UNCLAIM:
      return cli.T({"withdrawal", "retrait", "intrekking"});
    case v1::LedgerEntry::TYPE_ACCEPT:
      return cli.T({"accepted", "accepté", "aanvaard"});
    case v1::LedgerEntry::TYPE_REJECT:
      return cli.T({"ineligible", "inéligible", "verworpen"});
    case v1::LedgerEntry::TYPE_LAPSE:
      return cli.T({"lapse", "abandon", "verval"});
    case v1::LedgerEntry::TYPE_PAY_ADVANCE:
      return cli.T({"advance", "avance", "voorschot"});
    case v1::LedgerEntry::TYPE_PAY_BALANCE:
      return cli.T({"balance", "solde", "saldo"});
    case v1::LedgerEntry::TYPE_DEMAND:
      return cli.T({"asked back", "réclamé", "teruggevraagd"});
    case v1::LedgerEntry::TYPE_RECOVER:
      return cli.T({"paid back", "remboursé", "terugbetaald"});
    case v1::LedgerEntry::TYPE_UNPAY_ADVANCE:
      return cli.T(
          {"advance undone", "avance annulée", "voorschot ongedaan gemaakt"});
    case v1::LedgerEntry::TYPE_UNPAY_BALANCE:
      return cli.T(
          {"balance undone", "solde annulé", "saldo ongedaan gemaakt"});
    case v1::LedgerEntry::TYPE_UNDEMAND:
      return cli.T({"demand undone", "réclamation annulée",
                    "terugvraging ongedaan gemaakt"});
    case v1::LedgerEntry::TYPE_UNRECOVER:
      return cli.T({"refund undone", "remboursement annulé",
                    "terugbetaling ongedaan gemaakt"});
    case v1::LedgerEntry::TYPE_UNLAPSE:
      return cli.T(
          {"lapse undone", "abandon annulé", "verval ongedaan gemaakt"});
    case v1::LedgerEntry::TYPE_UNCARRY_OUT:
    case v1::LedgerEntry::TYPE_UNCARRY_IN:
      return cli.T({"carry-over undone", "report annulé",
                    "overdracht ongedaan gemaakt"});
    case v1::LedgerEntry::TYPE_UNACCEPT:
      return cli.T({"acceptance undone", "acceptation annulée",
                    "aanvaarding ongedaan gemaakt"});
    case v1::LedgerEntry::TYPE_UNREJECT:
      return cli.T(
          {"refusal undone", "refus annulé", "verwerping ongedaan gemaakt"});
    default:
      return "?";
  }
}

std::string ChangeTypeWord(Cli& cli, v1::BudgetChange::Type type) {
  switch (type) {
    case v1::BudgetChange::TYPE_REDUCTION:
      return cli.T({"Credits cut", "Crédits réduits", "Kredieten verminderd"});
    case v1::BudgetChange::TYPE_INCREASE:
      return cli.T(
          {"Credits increased", "Crédits augmentés", "Kredieten verhoogd"});
    case v1::BudgetChange::TYPE_GRANT:
      return cli.T({"Granted", "Octroyé", "Toegekend"});
    case v1::BudgetChange::TYPE_ALLOTMENT_INCREASE:
      return cli.T({"Allotted", "Réparti", "Verdeeld"});
    case v1::BudgetChange::TYPE_ALLOTMENT_DECREASE:
      return cli.T({"Taken back", "Repris", "Teruggenomen"});
    case v1::BudgetChange::TYPE_REALLOCATION:
      return cli.T({"Reallocated", "Transféré", "Verplaatst"});
    case v1::BudgetChange::TYPE_CARRY_OVER:
      return cli.T({"Carried over", "Reporté", "Overgedragen"});
    case v1::BudgetChange::TYPE_LAPSE:
      return cli.T({"Lapsed", "Abandonné", "Vervallen"});
    case v1::BudgetChange::TYPE_LAPSE_REVERSAL:
      return cli.T(
          {"Lapse undone", "Abandon annulé", "Verval ongedaan gemaakt"});
    case v1::BudgetChange::TYPE_CARRY_OVER_REVERSAL:
      return cli.T({"Carry-over undone", "Report annulé",
                    "Overdracht ongedaan gemaakt"});
    default:
      return "?";
  }
}

Sentence ClaimStateWords(v1::Claim::State state) {
  switch (state) {
    case v1::Claim::STATE_DRAFT:
      return {"draft", "projet", "ontwerp"};
    case v1::Claim::STATE_SUBMITTED:
      return {"submitted", "introduite", "ingediend"};
    case v1::Claim::STATE_DECIDED:
      return {"decided", "décidée", "beslist"};
    case v1::Claim::STATE_PAID:
      return {"paid", "payée", "betaald"};
    case v1::Claim::STATE_RECOVERY:
      return {"recovery", "récupération", "terugvordering"};
    case v1::Claim::STATE_WITHDRAWN:
      return {"withdrawn", "retirée", "ingetrokken"};
    default:
      return {"?", "?", "?"};
  }
}

std::string ClaimStateWord(Cli& cli, v1::Claim::State state) {
  return cli.T(ClaimStateWords(state));
}

void PrintAccount(Cli& cli, const std::string& iban) {
  if (iban.empty()) return;
  const std::string printed = conventions::PrintIban(iban);
  cli.Say({absl::StrCat("Account: ", printed),
           absl::StrCat("Compte : ", printed),
           absl::StrCat("Rekening: ", printed)});
}

void PrintUnverified(Cli& cli, const std::vector<std::string>& values,
                     const std::string& mark) {
  std::vector<std::string> words;
  for (const std::string& value : values) {
    if (value == "claim_deadline") {
      words.push_back(cli.T({"claim deadline", "date limite", "termijn"}));
    } else if (value == "late_claims") {
      words.push_back(cli.T(
          {"late claims", "déclarations tardives", "laattijdige vorderingen"}));
    } else if (value == "instalments") {
      words.push_back(cli.T({"share paid in advance", "part versée en avance",
                             "aandeel als voorschot"}));
    } else {
      words.push_back(CategoryRuleWord(cli, value));
    }
  }
  if (words.empty()) return;
  const std::string list = absl::StrJoin(words, ", ");
  cli.Say({absl::StrCat(mark, "Not verified in the decree: ", list, "."),
           absl::StrCat(mark, "Non vérifié dans l'arrêté : ", list, "."),
           absl::StrCat(mark, "Niet nagegaan in het besluit: ", list, ".")});
}

}  // namespace entente::client
