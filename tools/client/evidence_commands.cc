// entente budget evidence: documents that prove expenses, and credit notes.
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "entente/conventions/v1/budget_service.grpc.pb.h"
#include "entente/conventions/v1/credit_note_service.grpc.pb.h"
#include "entente/conventions/v1/evidence_service.grpc.pb.h"
#include "tools/client/budget_parts.h"
#include "tools/client/format.h"
#include "tools/client/resource_names.h"

namespace entente::client {
namespace {

namespace v1 = entente::conventions::v1;

struct EvidenceFlags {
  MutationFlags mutation;
  std::string municipality;
  std::string issuer;
  std::string number;
  std::string date;
  std::string amount;
  std::string file;
  std::string sha256;
  std::string kind;
  std::vector<std::string> others;
  std::string staff;
  std::string month;
  std::string share;
};

const std::map<std::string, v1::Evidence::Kind>& Kinds() {
  static const auto& kinds = *new std::map<std::string, v1::Evidence::Kind>{
      {"invoice", v1::Evidence::KIND_INVOICE},
      {"pay-statement", v1::Evidence::KIND_PAY_STATEMENT},
      {"expense-note", v1::Evidence::KIND_EXPENSE_NOTE},
      {"other", v1::Evidence::KIND_OTHER}};
  return kinds;
}

absl::Status BadShare(const std::string& flag) {
  return UsageError(
      {absl::StrCat(flag,
                    " is a share of a month above 0 and at most 100 %, "
                    "with at most two decimals, as in 62,5%."),
       absl::StrCat(flag,
                    " est une part d'un mois, de plus de 0 à 100 %, avec "
                    "deux décimales au plus, comme 62,5%."),
       absl::StrCat(flag,
                    " is een deel van een maand, meer dan 0 en hoogstens "
                    "100 %, met hoogstens twee decimalen, zoals "
                    "62,5%.")});
}

// Hundredths of a per cent of "62,5%".
absl::StatusOr<int32_t> ParseShare(const std::string& flag,
                                   absl::string_view text) {
  text = absl::StripSuffix(text, "%");
  const std::pair<absl::string_view, absl::string_view> parts =
      absl::StrSplit(text, absl::MaxSplits(absl::ByAnyChar(",."), 1));
  std::string decimals(parts.second);
  if (decimals.size() > 2) return BadShare(flag);
  decimals.resize(2, '0');
  int32_t whole = 0;
  int32_t hundredths = 0;
  if (parts.first.size() > 3 || !absl::SimpleAtoi(parts.first, &whole) ||
      !absl::SimpleAtoi(decimals, &hundredths)) {
    return BadShare(flag);
  }
  const int32_t share = whole * 100 + hundredths;
  if (whole < 0 || hundredths < 0 || share <= 0 || share > 10'000) {
    return BadShare(flag);
  }
  return share;
}

// "0207373429=1.200,00", or of a month "0207373429=30%".
absl::Status AddFunder(const std::string& text, v1::Evidence& evidence) {
  const std::pair<std::string, std::string> parts =
      absl::StrSplit(text, absl::MaxSplits('=', 1));
  v1::OtherFunder& funder = *evidence.add_other_funders();
  funder.set_enterprise_number(parts.first);
  if (absl::EndsWith(parts.second, "%")) {
    ENTENTE_ASSIGN_OR_RETURN(const int32_t share,
                             ParseShare("--other-funder", parts.second));
    funder.set_share_basis_points(share);
    return absl::OkStatus();
  }
  ENTENTE_ASSIGN_OR_RETURN(*funder.mutable_amount(),
                           ParseMoneyFlag("--other-funder", parts.second));
  return absl::OkStatus();
}

absl::Status AddMonth(const EvidenceFlags& flags, v1::Evidence& evidence) {
  if (flags.staff.empty() && flags.month.empty() && flags.share.empty()) {
    return absl::OkStatus();
  }
  v1::PersonMonth& month = *evidence.mutable_person_month();
  month.set_staff_number(flags.staff);
  ENTENTE_ASSIGN_OR_RETURN(const google::type::Date day,
                           ParseDateOrMonthFlag("--month", flags.month));
  month.set_year(day.year());
  month.set_month(day.month());
  ENTENTE_ASSIGN_OR_RETURN(const int32_t share,
                           ParseShare("--share", flags.share));
  month.set_share_basis_points(share);
  return absl::OkStatus();
}

absl::Status AddEvidence(Cli& cli, const EvidenceFlags& flags) {
  v1::CreateEvidenceRequest request;
  v1::Evidence& evidence = *request.mutable_evidence();
  ENTENTE_ASSIGN_OR_RETURN(
      *request.mutable_parent(),
      MunicipalityName(cli.session().config(), flags.municipality));
  evidence.set_issuer_enterprise_number(flags.issuer);
  evidence.set_document_number(flags.number);
  ENTENTE_ASSIGN_OR_RETURN(*evidence.mutable_document_date(),
                           ParseDateFlag("--date", flags.date));
  ENTENTE_ASSIGN_OR_RETURN(*evidence.mutable_amount(),
                           ParseMoneyFlag("--amount", flags.amount));
  ENTENTE_ASSIGN_OR_RETURN(*evidence.mutable_file_sha256(),
                           DocumentHash(flags.file, flags.sha256));
  if (!flags.kind.empty()) evidence.set_kind(Kinds().at(flags.kind));
  for (const std::string& other : flags.others) {
    ENTENTE_RETURN_IF_ERROR(AddFunder(other, evidence));
  }
  ENTENTE_RETURN_IF_ERROR(AddMonth(flags, evidence));
  flags.mutation.Apply(request);
  ENTENTE_ASSIGN_OR_RETURN(
      const v1::Evidence made,
      cli.session().Call(&v1::BudgetService::Stub::CreateEvidence, request));
  if (cli.is_json()) return cli.PrintJson(made);
  flags.mutation.SayDone(
      cli, made.name(),
      {"Evidence registered; its hash is kept, not the file.",
       "Pièce justificative enregistrée ; seule l'empreinte du fichier est "
       "conservée.",
       "Bewijsstuk geregistreerd; alleen de hash van het bestand wordt "
       "bewaard."});
  const std::string amount = FormatMoney(made.chargeable());
  cli.Say({absl::StrCat("May be charged: ", amount),
           absl::StrCat("Peut être imputé : ", amount),
           absl::StrCat("Kan worden aangerekend: ", amount)});
  return absl::OkStatus();
}

// What is printed on a document.
void PrintedFlags(Command& command, std::string& number, std::string& date) {
  command
      .Option("--number", number,
              {"Number printed on it.", "Numéro imprimé sur la pièce.",
               "Nummer op het stuk."})
      ->required();
  command
      .Option("--date", date,
              {"Date printed on it.", "Date imprimée sur la pièce.",
               "Datum op het stuk."})
      ->required();
}

void FundingFlags(Command& command, EvidenceFlags& flags) {
  command.Option(
      "--other-funder", flags.others,
      {"Somebody else who pays part of it, NUMBER=AMOUNT, or NUMBER=30% of a "
       "month; may be repeated.",
       "Un autre qui en paie une partie, NUMÉRO=MONTANT, ou NUMÉRO=30% d'un "
       "mois ; peut être répété.",
       "Een ander die een deel betaalt, NUMMER=BEDRAG, of NUMMER=30% van een "
       "maand; mag herhaald worden."});
  command.Option("--staff", flags.staff,
                 {"Of personnel: pseudonymous staff number, never a name.",
                  "Personnel : numéro d'agent pseudonyme, jamais un nom.",
                  "Personeel: pseudoniem personeelsnummer, nooit een naam."});
  command.Option("--month", flags.month,
                 {"Of personnel: the month, as in 2018-05.",
                  "Personnel : le mois, comme 2018-05.",
                  "Personeel: de maand, zoals 2018-05."});
  command.Option("--share", flags.share,
                 {"Of personnel: share of the month, as in 62,5%.",
                  "Personnel : part du mois, comme 62,5%.",
                  "Personeel: deel van de maand, zoals 62,5%."});
}

void AddAdd(CLI::App& group, Cli& cli) {
  auto flags = std::make_shared<EvidenceFlags>();
  Command command(
      group, cli, "add",
      {"Registers a document that proves an expense: reference and hash, never "
       "the file.",
       "Enregistre une pièce justificative : référence et empreinte, jamais le "
       "fichier.",
       "Registreert een bewijsstuk: verwijzing en hash, nooit het bestand."},
      "entente budget evidence add --issuer 0207373429 --number F-2018-17 "
      "--date 2018-05-04 --amount 3.200,00 --file facture.pdf");
  command
      .Option("--issuer", flags->issuer,
              {"Enterprise number of the issuer.",
               "Numéro d'entreprise de l'émetteur.",
               "Ondernemingsnummer van de uitgever."})
      ->required();
  PrintedFlags(command, flags->number, flags->date);
  AmountFlag(command, flags->amount);
  DocumentFlags(command, flags->file, flags->sha256);
  command
      .Option("--kind", flags->kind,
              {"What it is: an invoice, a pay statement, an expense note or "
               "another document; some cost categories ask for one.",
               "Ce que c'est : facture (invoice), fiche de paie "
               "(pay-statement), note de frais (expense-note) ou autre pièce "
               "(other) ; certaines catégories l'exigent.",
               "Wat het is: factuur (invoice), loonfiche (pay-statement), "
               "onkostennota (expense-note) of ander stuk (other); sommige "
               "categorieën vragen het."})
      ->check(
          CLI::IsMember({"invoice", "pay-statement", "expense-note", "other"}))
      ->option_text("invoice|pay-statement|…");
  FundingFlags(command, *flags);
  command.Municipality(flags->municipality);
  flags->mutation.Declare(command);
  command.Reads();
  command.Run([flags](Cli& cli) { return AddEvidence(cli, *flags); });
}

struct NoteFlags {
  MutationFlags mutation;
  std::string municipality;
  std::string evidence;
  std::string number;
  std::string date;
  std::string amount;
  std::string file;
  std::string sha256;
};

absl::Status AddNote(Cli& cli, const NoteFlags& flags) {
  v1::CreateCreditNoteRequest request;
  v1::CreditNote& note = *request.mutable_credit_note();
  ENTENTE_ASSIGN_OR_RETURN(
      *request.mutable_parent(),
      MunicipalityName(cli.session().config(), flags.municipality));
  note.set_evidence(Under(request.parent(), "evidence", flags.evidence));
  note.set_document_number(flags.number);
  ENTENTE_ASSIGN_OR_RETURN(*note.mutable_document_date(),
                           ParseDateFlag("--date", flags.date));
  ENTENTE_ASSIGN_OR_RETURN(*note.mutable_amount(),
                           ParseMoneyFlag("--amount", flags.amount));
  ENTENTE_ASSIGN_OR_RETURN(*note.mutable_file_sha256(),
                           DocumentHash(flags.file, flags.sha256));
  flags.mutation.Apply(request);
  ENTENTE_ASSIGN_OR_RETURN(
      const v1::CreditNote made,
      cli.session().Call(&v1::CreditNoteService::Stub::CreateCreditNote,
                         request));
  if (cli.is_json()) return cli.PrintJson(made);
  const std::string rest = FormatMoney(made.remaining());
  flags.mutation.SayDone(
      cli, made.name(),
      {absl::StrCat("Credit note registered; may still be charged: ", rest),
       absl::StrCat("Note de crédit enregistrée ; peut encore être imputé : ",
                    rest),
       absl::StrCat("Creditnota geregistreerd; kan nog worden aangerekend: ",
                    rest)});
  return absl::OkStatus();
}

void AddCreditNote(CLI::App& group, Cli& cli) {
  auto flags = std::make_shared<NoteFlags>();
  Command command(
      group, cli, "credit-note",
      {"Registers a credit note: less may be charged to its document.",
       "Enregistre une note de crédit : sa pièce peut être moins imputée.",
       "Registreert een creditnota: op haar stuk kan minder worden "
       "aangerekend."},
      "entente budget evidence credit-note --evidence v-000001 --number "
      "NC-2018-3 --date 2018-06-04 --amount 200,00 --file note.pdf");
  command
      .Option("--evidence", flags->evidence,
              {"Document it reduces, as in v-000001.",
               "Pièce qu'elle réduit, comme v-000001.",
               "Stuk dat ze vermindert, zoals v-000001."})
      ->required();
  PrintedFlags(command, flags->number, flags->date);
  AmountFlag(command, flags->amount);
  DocumentFlags(command, flags->file, flags->sha256);
  command.Municipality(flags->municipality);
  flags->mutation.Declare(command);
  command.Reads();
  command.Run([flags](Cli& cli) { return AddNote(cli, *flags); });
}

struct WithdrawFlags {
  MutationFlags mutation;
  std::string municipality;
  std::string name;
  std::string reason;
};

// A command that withdraws what stands in `collection`.
template <class Stub, class Request, class Document>
void AddWithdraw(CLI::App& group, Cli& cli, const std::string& verb,
                 const std::string& collection, const std::string& example,
                 const Sentence& description, const Sentence& done,
                 grpc::Status (Stub::*method)(grpc::ClientContext*,
                                              const Request&, Document*)) {
  auto flags = std::make_shared<WithdrawFlags>();
  Command command(group, cli, verb, description, example);
  command.Positional("NAME", flags->name,
                     {"What was registered.", "Ce qui a été enregistré.",
                      "Wat werd geregistreerd."});
  ReasonFlag(command, flags->reason);
  command.Municipality(flags->municipality);
  flags->mutation.Declare(command);
  command.Reads();
  command.Run([flags, collection, done, method](Cli& cli) -> absl::Status {
    Request request;
    ENTENTE_ASSIGN_OR_RETURN(
        const std::string municipality,
        MunicipalityName(cli.session().config(), flags->municipality));
    request.set_name(Under(municipality, collection, flags->name));
    request.set_reason(flags->reason);
    flags->mutation.Apply(request);
    ENTENTE_ASSIGN_OR_RETURN(const Document made,
                             cli.session().Call(method, request));
    if (cli.is_json()) return cli.PrintJson(made);
    flags->mutation.SayDone(cli, made.name(), done);
    return absl::OkStatus();
  });
}

}  // namespace

void AddEvidenceCommands(CLI::App& budget, Cli& cli) {
  CLI::App& group = AddGroup(
      budget, cli, "evidence",
      {"Documents that prove expenses.", "Pièces justificatives des dépenses.",
       "Bewijsstukken van uitgaven."});
  AddAdd(group, cli);
  AddWithdraw(
      group, cli, "withdraw", "evidence",
      "entente budget evidence withdraw v-000001 --reason \"montant mal lu\"",
      {"Withdraws a document that was registered by mistake, so that it can be "
       "registered right.",
       "Retire une pièce enregistrée par erreur, pour pouvoir l'enregistrer "
       "correctement.",
       "Trekt een bij vergissing geregistreerd stuk in, zodat het juist kan "
       "worden geregistreerd."},
      {"Withdrawn; its file and number are free again.",
       "Retirée ; son fichier et son numéro sont à nouveau libres.",
       "Ingetrokken; het bestand en het nummer zijn weer vrij."},
      &v1::EvidenceService::Stub::WithdrawEvidence);
  AddCreditNote(group, cli);
  AddWithdraw(
      group, cli, "withdraw-credit-note", "creditNotes",
      "entente budget evidence withdraw-credit-note n-000001 --reason "
      "\"autre pièce\"",
      {"Withdraws a credit note that was registered by mistake.",
       "Retire une note de crédit enregistrée par erreur.",
       "Trekt een bij vergissing geregistreerde creditnota in."},
      {"Withdrawn; its document can be charged for that amount again.",
       "Retirée ; sa pièce peut à nouveau être imputée de ce montant.",
       "Ingetrokken; op haar stuk kan dat bedrag weer worden aangerekend."},
      &v1::CreditNoteService::Stub::WithdrawCreditNote);
  AddEvidenceListCommands(group, cli);
}

}  // namespace entente::client
