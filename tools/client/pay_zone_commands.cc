#include <memory>
#include <ostream>
#include <string>

#include "absl/strings/str_cat.h"
#include "entente/conventions/v1/budget_service.grpc.pb.h"
#include "tools/client/budget_output.h"
#include "tools/client/budget_parts.h"
#include "tools/client/csv_answer.h"
#include "tools/client/format.h"
#include "tools/client/resource_names.h"
#include "tools/client/table.h"

namespace entente::client {
namespace {

namespace v1 = entente::conventions::v1;
using v1::BudgetService;

struct Flags {
  MutationFlags mutation;
  std::string convention;
  std::string name;
  std::string line;
  std::string amount;
  std::string route;
  std::string date;
  std::string bank_reference;
  std::string iban;
  std::string reason;
  int fiscal_year = 0;
  std::string mandate;
  std::string mandate_date;
  std::string payment_date;
};

absl::Status Print(Cli& cli, const Flags& flags,
                   const v1::ZonePayment& payment) {
  if (cli.is_json()) return cli.PrintJson(payment);
  const std::string what =
      absl::StrCat(": ", FormatMoney(payment.amount()), ", ",
                   RouteWord(cli, payment.route()), ", ",
                   PaymentStateWord(cli, payment.state()));
  flags.mutation.SayDone(cli, payment.name(),
                         {absl::StrCat("Payment to the police zone", what),
                          absl::StrCat("Versement à la zone de police ", what),
                          absl::StrCat("Storting aan de politiezone", what)});
  PrintAccount(cli, payment.iban());
  PrintLinePosition(cli, payment.line(), payment.line_position());
  return absl::OkStatus();
}

void AddOrder(CLI::App& group, Cli& cli) {
  auto flags = std::make_shared<Flags>();
  Command command(
      group, cli, "order",
      {"Orders a payment to the police zone: its amount is reserved.",
       "Ordonne un versement à la zone de police : le montant est engagé.",
       "Geeft opdracht tot een storting aan de politiezone: het bedrag wordt "
       "vastgelegd."},
      "entente budget pay-zone order --line general-2018/so-02-operating "
      "--amount 40.000,00 --route deduction");
  command.Convention(flags->convention);
  LineFlag(command, flags->line);
  AmountFlag(command, flags->amount);
  command
      .Option(
          "--route", flags->route,
          {"project: for specific projects; deduction: an offset against "
           "what the municipality owes the zone, never new money.",
           "project : pour des projets spécifiques ; deduction : en déduction "
           "de ce que la commune doit à la zone, jamais de l'argent nouveau.",
           "project: voor specifieke projecten; deduction: in mindering "
           "van wat de gemeente de zone verschuldigd is, nooit nieuw "
           "geld."})
      ->required()
      ->check(CLI::IsMember({"project", "deduction"}))
      ->option_text("project|deduction");
  IbanFlag(command, flags->iban,
           {"Account of the zone, with --route project only.",
            "Compte de la zone, avec --route project seulement.",
            "Rekening van de zone, alleen met --route project."});
  flags->mutation.Declare(command);
  command.Reads();
  command.Run([flags](Cli& cli) -> absl::Status {
    v1::OrderZonePaymentRequest request;
    v1::ZonePayment& payment = *request.mutable_zone_payment();
    ENTENTE_ASSIGN_OR_RETURN(
        *request.mutable_parent(),
        ConventionName(cli.session().config(), flags->convention));
    ENTENTE_ASSIGN_OR_RETURN(*payment.mutable_line(),
                             LineName(request.parent(), flags->line));
    ENTENTE_ASSIGN_OR_RETURN(*payment.mutable_amount(),
                             ParseMoneyFlag("--amount", flags->amount));
    payment.set_route(flags->route == "project"
                          ? v1::ZonePayment::ROUTE_PROJECT
                          : v1::ZonePayment::ROUTE_DEDUCTION);
    payment.set_iban(flags->iban);
    flags->mutation.Apply(request);
    ENTENTE_ASSIGN_OR_RETURN(
        const v1::ZonePayment made,
        cli.session().Call(&BudgetService::Stub::OrderZonePayment, request));
    return Print(cli, *flags, made);
  });
}

void PaymentName(Command& command, Flags& flags) {
  command.Positional("NAME", flags.name,
                     {"Payment, as in p-000001.", "Versement, comme p-000001.",
                      "Storting, zoals p-000001."});
  command.Convention(flags.convention);
}

void AddExecute(CLI::App& group, Cli& cli) {
  auto flags = std::make_shared<Flags>();
  Command command(group, cli, "execute",
                  {"Records that an ordered payment was executed: its amount "
                   "is spent.",
                   "Enregistre l'exécution d'un versement ordonné : le montant "
                   "est dépensé.",
                   "Registreert dat een opgedragen storting is uitgevoerd: het "
                   "bedrag is uitgegeven."},
                  "entente budget pay-zone execute p-000001 --value-date "
                  "2018-06-29 --reference 2018-06-0042");
  PaymentName(command, *flags);
  command
      .Option("--value-date", flags->date,
              {"Day of value, or of the offset.",
               "Date valeur, ou jour de la compensation.",
               "Valutadatum, of dag van de verrekening."})
      ->required();
  command
      .Option("--reference", flags->bank_reference,
              {"Reference of the bank or of the accounting entry.",
               "Référence de la banque ou de l'écriture comptable.",
               "Referentie van de bank of van de boeking."})
      ->required();
  FiscalYearFlag(command, flags->fiscal_year);
  MandateFlag(command, flags->mandate);
  MandateDateFlags(command, flags->mandate_date, flags->payment_date);
  flags->mutation.Declare(command);
  command.Reads();
  command.Run([flags](Cli& cli) -> absl::Status {
    v1::ExecuteZonePaymentRequest request;
    ENTENTE_ASSIGN_OR_RETURN(
        const std::string convention,
        ConventionName(cli.session().config(), flags->convention));
    request.set_name(Under(convention, "zonePayments", flags->name));
    ENTENTE_ASSIGN_OR_RETURN(*request.mutable_value_date(),
                             ParseDateFlag("--value-date", flags->date));
    request.set_bank_reference(flags->bank_reference);
    if (flags->fiscal_year != 0 || !flags->mandate.empty() ||
        !flags->mandate_date.empty() || !flags->payment_date.empty()) {
      v1::MunicipalReference& reference =
          *request.mutable_municipal_reference();
      reference.set_fiscal_year(flags->fiscal_year);
      reference.set_mandate(flags->mandate);
      ENTENTE_RETURN_IF_ERROR(
          SetMandateDates(flags->mandate_date, flags->payment_date, reference));
    }
    flags->mutation.Apply(request);
    ENTENTE_ASSIGN_OR_RETURN(
        const v1::ZonePayment made,
        cli.session().Call(&BudgetService::Stub::ExecuteZonePayment, request));
    return Print(cli, *flags, made);
  });
}

void AddAcknowledge(CLI::App& group, Cli& cli) {
  auto flags = std::make_shared<Flags>();
  Command command(
      group, cli, "acknowledge",
      {"Records, for the zone, that the payment arrived: \"the payment is "
       "made\" becomes true by itself.",
       "Enregistre, pour la zone, la réception du versement : l'indicateur « "
       "le versement est effectué » devient vrai de lui-même.",
       "Registreert, voor de zone, de ontvangst van de storting: de indicator "
       "\"de storting is uitgevoerd\" wordt vanzelf waar."},
      "entente budget pay-zone acknowledge p-000001 --date 2018-07-03 --as "
      "zone5339");
  PaymentName(command, *flags);
  command
      .Option("--date", flags->date,
              {"Day the zone confirmed.", "Jour de la confirmation de la zone.",
               "Dag waarop de zone bevestigde."})
      ->required();
  flags->mutation.Declare(command);
  command.Reads();
  command.Run([flags](Cli& cli) -> absl::Status {
    v1::AcknowledgeZonePaymentRequest request;
    ENTENTE_ASSIGN_OR_RETURN(
        const std::string convention,
        ConventionName(cli.session().config(), flags->convention));
    request.set_name(Under(convention, "zonePayments", flags->name));
    ENTENTE_ASSIGN_OR_RETURN(*request.mutable_acknowledge_date(),
                             ParseDateFlag("--date", flags->date));
    flags->mutation.Apply(request);
    ENTENTE_ASSIGN_OR_RETURN(
        const v1::ZonePayment made,
        cli.session().Call(&BudgetService::Stub::AcknowledgeZonePayment,
                           request));
    return Print(cli, *flags, made);
  });
}

void AddUnacknowledge(CLI::App& group, Cli& cli) {
  auto flags = std::make_shared<Flags>();
  Command command(
      group, cli, "unacknowledge",
      {"Takes back, for the zone, an acknowledgement that was a mistake.",
       "Reprend, pour la zone, une confirmation donnée par erreur.",
       "Neemt voor de zone een bevestiging terug die een vergissing was."},
      "entente budget pay-zone unacknowledge p-000001 --date 2018-07-05 "
      "--reason \"autre versement\" --as zone5339");
  PaymentName(command, *flags);
  command
      .Option("--date", flags->date,
              {"Day from which it counts no more: that of the acknowledgement "
               "or later.",
               "Jour à partir duquel elle ne compte plus : celui de la "
               "confirmation ou plus tard.",
               "Dag vanaf welke ze niet meer telt: die van de bevestiging of "
               "later."})
      ->required();
  ReasonFlag(command, flags->reason);
  flags->mutation.Declare(command);
  command.Reads();
  command.Run([flags](Cli& cli) -> absl::Status {
    v1::ReverseZoneAcknowledgementRequest request;
    ENTENTE_ASSIGN_OR_RETURN(
        const std::string convention,
        ConventionName(cli.session().config(), flags->convention));
    request.set_name(Under(convention, "zonePayments", flags->name));
    ENTENTE_ASSIGN_OR_RETURN(*request.mutable_reverse_date(),
                             ParseDateFlag("--date", flags->date));
    request.set_reason(flags->reason);
    flags->mutation.Apply(request);
    ENTENTE_ASSIGN_OR_RETURN(
        const v1::ZonePayment made,
        cli.session().Call(&BudgetService::Stub::ReverseZoneAcknowledgement,
                           request));
    return Print(cli, *flags, made);
  });
}

void AddCancel(CLI::App& group, Cli& cli) {
  auto flags = std::make_shared<Flags>();
  Command command(
      group, cli, "cancel",
      {"Gives up an ordered payment, or records that an executed one came "
       "back: "
       "its amount is available again.",
       "Abandonne un versement ordonné, ou enregistre le retour d'un versement "
       "exécuté : le montant redevient disponible.",
       "Geeft een opgedragen storting op, of registreert dat een uitgevoerde "
       "terugkwam: het bedrag is weer beschikbaar."},
      "entente budget pay-zone cancel p-000001 --date 2018-07-02 --reason "
      "\"compte clôturé\"");
  PaymentName(command, *flags);
  command
      .Option("--date", flags->date,
              {"Day it was given up, or came back.",
               "Jour de l'abandon, ou du retour.",
               "Dag waarop ze werd opgegeven, of terugkwam."})
      ->required();
  ReasonFlag(command, flags->reason);
  flags->mutation.Declare(command);
  command.Reads();
  command.Run([flags](Cli& cli) -> absl::Status {
    v1::CancelZonePaymentRequest request;
    ENTENTE_ASSIGN_OR_RETURN(
        const std::string convention,
        ConventionName(cli.session().config(), flags->convention));
    request.set_name(Under(convention, "zonePayments", flags->name));
    ENTENTE_ASSIGN_OR_RETURN(*request.mutable_cancel_date(),
                             ParseDateFlag("--date", flags->date));
    request.set_reason(flags->reason);
    flags->mutation.Apply(request);
    ENTENTE_ASSIGN_OR_RETURN(
        const v1::ZonePayment made,
        cli.session().Call(&BudgetService::Stub::CancelZonePayment, request));
    return Print(cli, *flags, made);
  });
}

void AddList(CLI::App& group, Cli& cli) {
  auto convention = std::make_shared<std::string>();
  Command command(group, cli, "list",
                  {"Lists payments to the police zone.",
                   "Liste les versements à la zone de police.",
                   "Somt de stortingen aan de politiezone op."},
                  "entente budget pay-zone list");
  auto filter = std::make_shared<std::string>();
  command.Convention(*convention);
  command.Filter(*filter, "state = EXECUTED");
  ListsRows(command, cli);
  command.Run([convention, filter](Cli& cli) -> absl::Status {
    v1::ListZonePaymentsRequest request;
    request.set_filter(*filter);
    ENTENTE_ASSIGN_OR_RETURN(
        *request.mutable_parent(),
        ConventionName(cli.session().config(), *convention));
    ENTENTE_ASSIGN_OR_RETURN(
        const v1::ListZonePaymentsResponse response,
        cli.session().CallAllPages(&BudgetService::Stub::ListZonePayments,
                                   request));
    if (WantsData(cli)) return PrintData(cli, response);
    Table table(
        {{cli.T({"name", "nom", "naam"})},
         {cli.T({"line", "ligne", "lijn"})},
         {cli.T({"route", "voie", "weg"})},
         {cli.T({"amount EUR", "montant EUR", "bedrag EUR"}), Align::kRight},
         {cli.T({"state", "état", "staat"}), Align::kLeft, true},
         {cli.T({"value date", "valeur", "valuta"})},
         {cli.T({"acknowledged", "confirmé", "bevestigd"})}});
    for (const v1::ZonePayment& payment : response.zone_payments()) {
      table.AddRow({ShortName(payment.name()), ShortName(payment.line()),
                    RouteWord(cli, payment.route()),
                    FormatMoneyPlain(payment.amount()),
                    PaymentStateWord(cli, payment.state()),
                    FormatDate(payment.value_date()),
                    FormatDate(payment.acknowledge_date())});
    }
    cli.out() << table.Render(cli.columns());
    return absl::OkStatus();
  });
}

}  // namespace

void AddPayZoneCommands(CLI::App& budget, Cli& cli) {
  CLI::App& group = AddGroup(
      budget, cli, "pay-zone",
      {"Payments to the police zone: order, execute, acknowledge, cancel.",
       "Versements à la zone de police : ordonner, exécuter, confirmer, "
       "annuler.",
       "Stortingen aan de politiezone: opdracht geven, uitvoeren, bevestigen, "
       "annuleren."});
  AddOrder(group, cli);
  AddExecute(group, cli);
  AddAcknowledge(group, cli);
  AddUnacknowledge(group, cli);
  AddCancel(group, cli);
  AddList(group, cli);
}

}  // namespace entente::client
