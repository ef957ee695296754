#include <memory>
#include <ostream>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "entente/conventions/v1/federal_payment_service.grpc.pb.h"
#include "tools/client/budget_output.h"
#include "tools/client/budget_parts.h"
#include "tools/client/csv_answer.h"
#include "tools/client/format.h"
#include "tools/client/resource_names.h"
#include "tools/client/table.h"

namespace entente::client {
namespace {

namespace v1 = entente::conventions::v1;
using v1::FederalPayment;
using v1::FederalPaymentService;

struct Flags {
  MutationFlags mutation;
  std::string convention;
  std::string envelope;
  std::string kind;
  std::string amount;
  std::string date;
  std::string reference;
  std::string communication;
  std::string budget_article;
  std::string decree;
  std::string name;
  std::string reason;
};

std::string KindWord(Cli& cli, FederalPayment::Kind kind) {
  switch (kind) {
    case FederalPayment::KIND_ADVANCE:
      return cli.T({"advance", "avance", "voorschot"});
    case FederalPayment::KIND_BALANCE:
      return cli.T({"balance", "solde", "saldo"});
    case FederalPayment::KIND_DEMAND:
      return cli.T({"asked back", "réclamé", "teruggevraagd"});
    case FederalPayment::KIND_REFUND:
      return cli.T({"paid back", "remboursé", "terugbetaald"});
    default:
      return "?";
  }
}

void PrintEnvelope(Cli& cli, const FederalPayment& payment) {
  const v1::Position& at = payment.envelope_position();
  Table table(
      {{cli.T({"envelope", "enveloppe", "enveloppe"})},
       {cli.T({"accepted", "accepté", "aanvaard"}), Align::kRight},
       {cli.T({"advance", "avance", "voorschot"}), Align::kRight},
       {cli.T({"balance", "solde", "saldo"}), Align::kRight},
       {cli.T({"owed", "dû", "verschuldigd"}), Align::kRight},
       {cli.T({"paid back", "remboursé", "terugbet."}), Align::kRight}});
  table.AddRow(
      {ShortName(payment.envelope()), FormatMoneyPlain(at.accepted()),
       FormatMoneyPlain(at.paid_advance()), FormatMoneyPlain(at.paid_balance()),
       FormatMoneyPlain(at.recoverable()), FormatMoneyPlain(at.recovered())});
  cli.out() << table.Render(cli.columns());
}

absl::Status Create(Cli& cli, const Flags& flags, FederalPayment::Kind kind,
                    const std::string& date_flag) {
  v1::CreateFederalPaymentRequest request;
  FederalPayment& payment = *request.mutable_federal_payment();
  ENTENTE_ASSIGN_OR_RETURN(
      *request.mutable_parent(),
      ConventionName(cli.session().config(), flags.convention));
  payment.set_envelope(Under(request.parent(), "envelopes", flags.envelope));
  payment.set_kind(kind);
  ENTENTE_ASSIGN_OR_RETURN(*payment.mutable_amount(),
                           ParseMoneyFlag("--amount", flags.amount));
  ENTENTE_ASSIGN_OR_RETURN(*payment.mutable_value_date(),
                           ParseDateFlag(date_flag, flags.date));
  payment.set_bank_reference(flags.reference);
  payment.set_structured_communication(flags.communication);
  payment.set_budget_article(flags.budget_article);
  payment.set_decree(flags.decree);
  flags.mutation.Apply(request);
  ENTENTE_ASSIGN_OR_RETURN(
      const FederalPayment made,
      cli.session().Call(&FederalPaymentService::Stub::CreateFederalPayment,
                         request));
  if (cli.is_json()) return cli.PrintJson(made);
  const std::string what =
      absl::StrCat(KindWord(cli, made.kind()), ", ", FormatMoney(made.amount()),
                   ", ", FormatDate(made.value_date()));
  flags.mutation.SayDone(
      cli, made.name(),
      {absl::StrCat("Recorded: ", what), absl::StrCat("Enregistré : ", what),
       absl::StrCat("Geregistreerd: ", what)});
  PrintEnvelope(cli, made);
  PrintUnverified(
      cli, {made.unverified_values().begin(), made.unverified_values().end()});
  return absl::OkStatus();
}

absl::Status Reverse(Cli& cli, const Flags& flags) {
  v1::ReverseFederalPaymentRequest request;
  ENTENTE_ASSIGN_OR_RETURN(
      const std::string convention,
      ConventionName(cli.session().config(), flags.convention));
  request.set_name(Under(convention, "federalPayments", flags.name));
  request.set_reason(flags.reason);
  flags.mutation.Apply(request);
  ENTENTE_ASSIGN_OR_RETURN(
      const FederalPayment made,
      cli.session().Call(&FederalPaymentService::Stub::ReverseFederalPayment,
                         request));
  if (cli.is_json()) return cli.PrintJson(made);
  const std::string what =
      absl::StrCat(KindWord(cli, made.kind()), ", ", FormatMoney(made.amount()),
                   ", ", FormatDate(made.value_date()));
  flags.mutation.SayDone(
      cli, made.name(),
      {absl::StrCat("Reversed: ", what), absl::StrCat("Annulé : ", what),
       absl::StrCat("Ongedaan gemaakt: ", what)});
  PrintEnvelope(cli, made);
  return absl::OkStatus();
}

void CommonFlags(Command& command, Flags& flags) {
  command.Convention(flags.convention);
  EnvelopeFlag(command, flags.envelope);
  AmountFlag(command, flags.amount);
  flags.mutation.Declare(command);
  command.Reads();
}

void CommunicationFlag(Command& command, Flags& flags) {
  command.Option("--communication", flags.communication,
                 {"Structured communication, as in +++010/8068/17183+++.",
                  "Communication structurée, comme +++010/8068/17183+++.",
                  "Gestructureerde mededeling, zoals +++010/8068/17183+++."});
}

void AddPay(CLI::App& group, Cli& cli) {
  auto flags = std::make_shared<Flags>();
  Command command(
      group, cli, "pay",
      {"Records what the State paid: an advance, or the balance after its "
       "control.",
       "Enregistre un versement de l'État : une avance, ou le solde après son "
       "contrôle.",
       "Registreert wat de Staat betaalde: een voorschot, of het saldo na zijn "
       "controle."},
      "entente budget federal pay --envelope general-2018 --kind advance "
      "--amount 948.219,80 --value-date 2018-09-14 --reference 2018-0913 "
      "--budget-article \"56 82 432202\"");
  command
      .Option("--kind", flags->kind,
              {"advance or balance.", "advance : avance ; balance : solde.",
               "advance: voorschot; balance: saldo."})
      ->required()
      ->check(CLI::IsMember({"advance", "balance"}))
      ->option_text("advance|balance");
  command
      .Option("--value-date", flags->date,
              {"Day of value at the bank.", "Date valeur à la banque.",
               "Valutadatum bij de bank."})
      ->required();
  command
      .Option("--reference", flags->reference,
              {"Reference of the bank.", "Référence de la banque.",
               "Verwijzing van de bank."})
      ->required();
  command
      .Option("--budget-article", flags->budget_article,
              {"Article of the federal budget.", "Article du budget fédéral.",
               "Artikel van de federale begroting."})
      ->required();
  CommunicationFlag(command, *flags);
  command.Option("--decree", flags->decree,
                 {"Royal decree it is paid by.", "Arrêté royal qui l'accorde.",
                  "Koninklijk besluit dat het toekent."});
  CommonFlags(command, *flags);
  command.Run([flags](Cli& cli) {
    return Create(cli, *flags,
                  flags->kind == "advance" ? FederalPayment::KIND_ADVANCE
                                           : FederalPayment::KIND_BALANCE,
                  "--value-date");
  });
}

void AddReverse(CLI::App& group, Cli& cli) {
  auto flags = std::make_shared<Flags>();
  Command command(
      group, cli, "reverse",
      {"Reverses a payment, demand or refund that was recorded by mistake.",
       "Annule un versement, une réclamation ou un remboursement enregistré "
       "par erreur.",
       "Maakt een bij vergissing geregistreerde betaling, terugvraging of "
       "terugbetaling ongedaan."},
      "entente budget federal reverse f-000001 --reason \"autre enveloppe\"");
  command.Positional("NAME", flags->name,
                     {"Payment, as in f-000001.", "Versement, comme f-000001.",
                      "Betaling, zoals f-000001."});
  ReasonFlag(command, flags->reason);
  command.Convention(flags->convention);
  flags->mutation.Declare(command);
  command.Reads();
  command.Run([flags](Cli& cli) { return Reverse(cli, *flags); });
}

absl::Status List(Cli& cli, const std::string& convention,
                  const std::string& filter) {
  v1::ListFederalPaymentsRequest request;
  request.set_filter(filter);
  ENTENTE_ASSIGN_OR_RETURN(*request.mutable_parent(),
                           ConventionName(cli.session().config(), convention));
  request.set_page_size(1000);
  ENTENTE_ASSIGN_OR_RETURN(
      const v1::ListFederalPaymentsResponse response,
      cli.session().CallAllPages(
          &FederalPaymentService::Stub::ListFederalPayments, request));
  if (WantsData(cli)) return PrintData(cli, response);
  Table table(
      {{cli.T({"name", "nom", "naam"})},
       {cli.T({"envelope", "enveloppe", "enveloppe"})},
       {cli.T({"kind", "nature", "aard"}), Align::kLeft, true},
       {cli.T({"amount EUR", "montant EUR", "bedrag EUR"}), Align::kRight},
       {cli.T({"value", "valeur", "valuta"})},
       {cli.T({"article", "article", "artikel"})}});
  for (const FederalPayment& payment : response.federal_payments()) {
    std::string kind = KindWord(cli, payment.kind());
    if (payment.has_reversal()) {
      absl::StrAppend(&kind, " (",
                      cli.T({"reversed", "annulé", "ongedaan gemaakt"}), ")");
    }
    table.AddRow({ShortName(payment.name()), ShortName(payment.envelope()),
                  kind, FormatMoneyPlain(payment.amount()),
                  FormatDate(payment.value_date()), payment.budget_article()});
  }
  cli.out() << table.Render(cli.columns());
  return absl::OkStatus();
}

void AddList(CLI::App& group, Cli& cli) {
  auto convention = std::make_shared<std::string>();
  Command command(group, cli, "list",
                  {"Lists what the State paid, asked back and got back.",
                   "Liste ce que l'État a versé, réclamé et récupéré.",
                   "Somt op wat de Staat betaalde, terugvroeg en terugkreeg."},
                  "entente budget federal list");
  auto filter = std::make_shared<std::string>();
  command.Convention(*convention);
  command.Filter(*filter, "kind = DEMAND");
  ListsRows(command, cli);
  command.Run([convention, filter](Cli& cli) {
    return List(cli, *convention, *filter);
  });
}

void AddRecovery(CLI::App& group, Cli& cli, const std::string& name,
                 FederalPayment::Kind kind, const Sentence& description,
                 const std::string& example) {
  auto flags = std::make_shared<Flags>();
  Command command(group, cli, name, description, example);
  command
      .Option("--date", flags->date,
              {"Date of the letter, or day of value.",
               "Date de la lettre, ou date valeur.",
               "Datum van de brief, of valutadatum."})
      ->required();
  command
      .Option("--reference", flags->reference,
              {"Reference of the letter or of the bank.",
               "Référence de la lettre ou de la banque.",
               "Verwijzing van de brief of van de bank."})
      ->required();
  CommunicationFlag(command, *flags);
  CommonFlags(command, *flags);
  command.Run(
      [flags, kind](Cli& cli) { return Create(cli, *flags, kind, "--date"); });
}

}  // namespace

void AddFederalCommands(CLI::App& budget, Cli& cli) {
  CLI::App& federal =
      AddGroup(budget, cli, "federal",
               {"Payments of the State.", "Versements de l'État.",
                "Betalingen van de Staat."});
  AddPay(federal, cli);
  AddReverse(federal, cli);
  AddList(federal, cli);
  CLI::App& recover =
      AddGroup(budget, cli, "recover",
               {"What was received beyond what the State accepted.",
                "Ce qui a été reçu au-delà de ce que l'État a accepté.",
                "Wat is ontvangen boven wat de Staat aanvaardde."});
  AddRecovery(recover, cli, "demand", FederalPayment::KIND_DEMAND,
              {"Records that the State asks money back.",
               "Enregistre que l'État réclame un remboursement.",
               "Registreert dat de Staat geld terugvraagt."},
              "entente budget recover demand --envelope general-2018 --amount "
              "1.200,00 --date 2019-07-01 --reference IBZ/2019/44");
  AddRecovery(recover, cli, "refund", FederalPayment::KIND_REFUND,
              {"Records that it was paid back.", "Enregistre le remboursement.",
               "Registreert de terugbetaling."},
              "entente budget recover refund --envelope general-2018 --amount "
              "1.200,00 --date 2019-07-15 --reference 2019-0715");
}

}  // namespace entente::client
