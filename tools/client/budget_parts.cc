#include "tools/client/budget_parts.h"

#include <ostream>

#include "tools/client/files.h"
#include "tools/client/format.h"
#include "tools/client/resource_names.h"

namespace entente::client {

void MutationFlags::Declare(Command& command) {
  command.DryRun(is_dry_run);
  command.Option("--request-id", request_id,
                 {"The same id again answers what the first call answered; "
                  "random by default.",
                  "Répété, le même identifiant redonne la première réponse ; "
                  "aléatoire par défaut.",
                  "Dezelfde id geeft opnieuw het eerste antwoord; standaard "
                  "willekeurig."});
}

std::string MutationFlags::IdOrFresh() const {
  return request_id.empty() ? RandomHex() : request_id;
}

void MutationFlags::SayDone(Cli& cli, const std::string& name,
                            const Sentence& done) const {
  if (is_dry_run) {
    cli.Say({"Dry run: it would be accepted, nothing is stored.",
             "Simulation : la demande serait acceptée, rien n'est enregistré.",
             "Simulatie: de aanvraag zou worden aanvaard, niets is bewaard."});
    return;
  }
  cli.out() << cli.T(done) << " (" << ShortName(name) << ")\n";
}

void EnvelopeFlag(Command& command, std::string& envelope) {
  command
      .Option(
          "--envelope", envelope,
          {"Envelope, as in general-2018.", "Enveloppe, comme general-2018.",
           "Enveloppe, zoals general-2018."})
      ->required();
}

void LineFlag(Command& command, std::string& line) {
  command
      .Option("--line", line,
              {"Line, ENVELOPE/OBJECTIVE-CATEGORY; entente budget lines shows "
               "them.",
               "Ligne, ENVELOPPE/OBJECTIF-CATÉGORIE ; entente budget lines les "
               "montre.",
               "Lijn, ENVELOPPE/DOELSTELLING-CATEGORIE; entente budget lines "
               "toont ze."})
      ->required();
}

void FiscalYearFlag(Command& command, int& fiscal_year) {
  command.Option(
      "--fiscal-year", fiscal_year,
      {"Municipal accounts: fiscal year.", "Comptabilité communale : exercice.",
       "Gemeenteboekhouding: dienstjaar."});
}

void CommitmentFlag(Command& command, std::string& commitment) {
  command.Option("--commitment", commitment,
                 {"Municipal accounts: commitment number.",
                  "Comptabilité communale : numéro d'engagement.",
                  "Gemeenteboekhouding: vastleggingsnummer."});
}

void MandateFlag(Command& command, std::string& mandate) {
  command.Option("--mandate", mandate,
                 {"Municipal accounts: payment mandate.",
                  "Comptabilité communale : mandat de paiement.",
                  "Gemeenteboekhouding: betalingsmandaat."});
}

void MandateDateFlags(Command& command, std::string& mandate_date,
                      std::string& payment_date) {
  command.Option("--mandate-date", mandate_date,
                 {"Municipal accounts: day of the payment mandate.",
                  "Comptabilité communale : date du mandat de paiement.",
                  "Gemeenteboekhouding: dag van het betalingsmandaat."});
  command.Option("--payment-date", payment_date,
                 {"Municipal accounts: day on which it was paid.",
                  "Comptabilité communale : date du paiement.",
                  "Gemeenteboekhouding: dag van de betaling."});
}

absl::Status SetMandateDates(const std::string& mandate_date,
                             const std::string& payment_date,
                             conventions::v1::MunicipalReference& reference) {
  if (!mandate_date.empty()) {
    ENTENTE_ASSIGN_OR_RETURN(*reference.mutable_mandate_date(),
                             ParseDateFlag("--mandate-date", mandate_date));
  }
  if (!payment_date.empty()) {
    ENTENTE_ASSIGN_OR_RETURN(*reference.mutable_payment_date(),
                             ParseDateFlag("--payment-date", payment_date));
  }
  return absl::OkStatus();
}

void IbanFlag(Command& command, std::string& iban, const Sentence& help) {
  command.Option("--iban", iban, help)->option_text("IBAN");
}

void AmountFlag(Command& command, std::string& amount) {
  command
      .Option("--amount", amount,
              {"Amount in EUR, VAT included, as in 12.500,00.",
               "Montant en EUR, TVA comprise, comme 12.500,00.",
               "Bedrag in EUR, btw inbegrepen, zoals 12.500,00."})
      ->required();
}

void DescriptionFlag(Command& command, std::string& description) {
  command.Option(
      "--description", description,
      {"What it is for; no person's name.", "Objet ; aucun nom de personne.",
       "Voorwerp; geen naam van een persoon."});
}

void ReasonFlag(Command& command, std::string& reason) {
  command
      .Option("--reason", reason,
              {"Why; no person's name.", "Motif ; aucun nom de personne.",
               "Reden; geen naam van een persoon."})
      ->required();
}

void DocumentFlags(Command& command, std::string& file, std::string& sha256) {
  command.Option("--file", file,
                 {"The file; only its SHA-256 leaves this machine.",
                  "Le fichier ; seul son SHA-256 quitte cet ordinateur.",
                  "Het bestand; alleen zijn SHA-256 verlaat deze computer."});
  command.Option("--sha256", sha256,
                 {"Its SHA-256, when the file is elsewhere.",
                  "Son SHA-256, si le fichier est ailleurs.",
                  "Zijn SHA-256, als het bestand elders is."});
}

absl::StatusOr<std::string> DocumentHash(const std::string& file,
                                         const std::string& sha256) {
  if (!file.empty()) return Sha256OfFile(file);
  if (!sha256.empty()) return sha256;
  return UsageError({"Give --file PATH or --sha256 HEX.",
                     "Donnez --file CHEMIN ou --sha256 HEX.",
                     "Geef --file PAD of --sha256 HEX."});
}

}  // namespace entente::client
