// entente budget import: payments of the municipal accounts become expenses.
#include <array>
#include <map>
#include <memory>
#include <ostream>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "entente/conventions/v1/budget_service.grpc.pb.h"
#include "entente/conventions/v1/posting_service.grpc.pb.h"
#include "services/conventions/money/money.h"
#include "tools/client/accounts_compare.h"
#include "tools/client/accounts_documents.h"
#include "tools/client/accounts_parts.h"
#include "tools/client/accounts_reservations.h"
#include "tools/client/allotment.h"
#include "tools/client/budget_parts.h"
#include "tools/client/error_text.h"
#include "tools/client/files.h"
#include "tools/client/resource_names.h"

namespace entente::client {
namespace {

namespace v1 = entente::conventions::v1;
using v1::BudgetService;
using v1::PostingService;

// Of one call: a refused row delays no other, and progress is seen. All or
// nothing is one call, which the service bounds.
constexpr size_t kRowsPerBatch = 500;

struct Flags {
  AccountsFlags accounts;
  std::string files;
  bool is_whole = false;
  bool is_dry_run = false;
};

class Import {
 public:
  Import(Cli& cli, const Flags& flags, std::string convention,
         v1::RegulationProfile profile)
      : cli_(cli),
        flags_(flags),
        convention_(std::move(convention)),
        documents_(std::move(profile)) {}

  // Posts `rows`, which are not in the ledger yet. A row that is refused is
  // said and the next one follows, unless all or nothing is wanted.
  absl::Status Run(const std::vector<AccountsRow>& rows) {
    std::vector<v1::Posting> postings;
    std::vector<int64_t> lines;
    for (size_t i = 0; i < rows.size(); ++i) {
      const AccountsRow& row = rows[i];
      absl::StatusOr<v1::Posting> posting = PostingOf(row, ends_[i]);
      if (!posting.ok()) {
        ENTENTE_RETURN_IF_ERROR(Refused(row.line, posting.status()));
        continue;
      }
      postings.push_back(*std::move(posting));
      lines.push_back(row.line);
      if (!flags_.is_whole && postings.size() == kRowsPerBatch) {
        ENTENTE_RETURN_IF_ERROR(Send(postings, lines));
      }
    }
    if (!postings.empty()) ENTENTE_RETURN_IF_ERROR(Send(postings, lines));
    return absl::OkStatus();
  }

  // Finds the reservations that `rows` end, and whether every line bears what
  // would be posted on it.
  absl::Status CheckLines(std::vector<AccountsRow>& rows) {
    ENTENTE_ASSIGN_OR_RETURN(EndedReservations ended,
                             FindEnded(cli_, convention_, rows));
    ends_ = std::move(ended.by_row);
    v1::ListLinesRequest request;
    request.set_parent(absl::StrCat(convention_, "/envelopes/-"));
    request.set_page_size(1000);
    ENTENTE_ASSIGN_OR_RETURN(
        const v1::ListLinesResponse lines,
        cli_.session().CallAllPages(&BudgetService::Stub::ListLines, request));
    for (const v1::Line& line : lines.lines()) {
      categories_[line.name()] = line.category();
    }
    return CheckLineSums(rows, flags_.accounts.file,
                         {lines.lines().begin(), lines.lines().end()},
                         ended.held_cents);
  }

  int64_t posted() const { return posted_; }
  int64_t refused() const { return refused_; }
  // That were posted since the ledger was read.
  int64_t known() const { return known_; }

 private:
  // Says why a row was not posted. What is no refusal of the row ends the run.
  absl::Status Refused(int64_t line, const absl::Status& status) {
    if (absl::IsUnavailable(status) || absl::IsUnauthenticated(status) ||
        absl::IsPermissionDenied(status) || absl::IsDeadlineExceeded(status)) {
      return status;
    }
    if (flags_.is_whole) return AtRow(flags_.accounts.file, line, status);
    ++refused_;
    cli_.PrintError(AtRow(flags_.accounts.file, line, status));
    return absl::OkStatus();
  }

  // The refusal of a whole batch, at the row of the posting it speaks of.
  absl::Status AtPosting(const absl::Status& status,
                         const std::vector<int64_t>& lines) const {
    const auto detail = GetErrorDetail(status);
    size_t index = 0;
    if (!detail || !detail->metadata.contains("posting_index") ||
        !absl::SimpleAtoi(detail->metadata.at("posting_index"), &index) ||
        index >= lines.size()) {
      return status;
    }
    return AtRow(flags_.accounts.file, lines[index], status);
  }

  // The document that proves the payment: registered, or known already.
  absl::StatusOr<std::string> EvidenceOf(const AccountsRow& row) {
    v1::CreateEvidenceRequest request;
    request.set_parent(MunicipalityOf(convention_));
    v1::Evidence& evidence = *request.mutable_evidence();
    evidence.set_issuer_enterprise_number(row.issuer);
    evidence.set_document_number(row.document_number);
    *evidence.mutable_document_date() = row.document_date;
    *evidence.mutable_amount() =
        conventions::MoneyFromCents(row.document_cents);
    evidence.set_file_sha256(row.document_sha256);
    evidence.set_kind(row.document_kind);
    if (!row.document_file.empty()) {
      ENTENTE_ASSIGN_OR_RETURN(
          *evidence.mutable_file_sha256(),
          Sha256OfFile(absl::StrCat(flags_.files, "/", row.document_file)));
    }
    request.set_validate_only(flags_.is_dry_run);
    const auto made =
        cli_.session().Call(&BudgetService::Stub::CreateEvidence, request);
    if (made.ok()) {
      if (flags_.is_dry_run) documents_.Take(row.line, *made);
      return made->name();
    }
    const auto detail = GetErrorDetail(made.status());
    if (detail && detail->reason == "EVIDENCE_EXISTS") {
      return detail->metadata.at("evidence");
    }
    return made.status();
  }

  absl::StatusOr<v1::Posting> PostingOf(const AccountsRow& row,
                                        const std::string& reservation) {
    v1::Posting posting;
    v1::Expense& expense = *posting.mutable_expense();
    ENTENTE_ASSIGN_OR_RETURN(*expense.mutable_line(),
                             LineName(convention_, row.budget_line));
    ENTENTE_ASSIGN_OR_RETURN(*expense.mutable_evidence(), EvidenceOf(row));
    *expense.mutable_amount() = conventions::MoneyFromCents(row.amount_cents);
    *expense.mutable_service_date() = row.service_date;
    expense.set_reservation(reservation);
    // What the ledger would take for the same payment once more.
    const int parts = ++parts_[absl::StrCat(
        row.fiscal_year, "|", row.mandate, "|", expense.line(), "|",
        expense.evidence(), "|", row.amount_cents, "|",
        row.service_date.SerializeAsString())];
    if (parts > 1) expense.set_description(absl::StrCat("(", parts, ")"));
    v1::MunicipalReference& reference = *expense.mutable_municipal_reference();
    reference.set_fiscal_year(row.fiscal_year);
    reference.set_budget_article(row.budget_article);
    reference.set_commitment(row.commitment);
    reference.set_mandate(row.mandate);
    if (row.mandate_date) *reference.mutable_mandate_date() = *row.mandate_date;
    if (row.payment_date) *reference.mutable_payment_date() = *row.payment_date;
    return posting;
  }

  absl::Status Send(std::vector<v1::Posting>& postings,
                    std::vector<int64_t>& lines) {
    v1::BatchPostRequest request;
    request.set_parent(convention_);
    request.set_failure_mode(
        flags_.is_whole && !flags_.is_dry_run
            ? v1::BatchPostRequest::FAILURE_MODE_ATOMIC
            : v1::BatchPostRequest::FAILURE_MODE_INDEPENDENT);
    request.mutable_postings()->Add(postings.begin(), postings.end());
    request.set_validate_only(flags_.is_dry_run);
    // A run is a request of its own: a row refused today may be taken tomorrow.
    // What keeps a payment from being posted twice is the comparison with the
    // ledger, and what was posted since, by somebody else, the ledger refuses.
    request.set_request_id(RandomHex());
    const absl::StatusOr<v1::BatchPostResponse> response =
        cli_.session().Call(&PostingService::Stub::BatchPost, request);
    if (!response.ok()) return AtPosting(response.status(), lines);
    posted_ += response->posted_count();
    for (int i = 0; i < response->results_size(); ++i) {
      if (!response->results(i).has_error()) continue;
      const auto index = static_cast<size_t>(i);
      absl::Status refusal = FromResult(response->results(i).error());
      if (flags_.is_dry_run && LacksOnlyEvidence(refusal)) {
        refusal = ChargeNew(lines[index], postings[index].expense());
      }
      if (refusal.ok()) {
        ++posted_;
        continue;
      }
      // A colleague posted it meanwhile.
      if (ErrorReason(refusal) == "EXPENSE_EXISTS") {
        ++known_;
        continue;
      }
      ENTENTE_RETURN_IF_ERROR(Refused(lines[index], refusal));
    }
    cli_.Note({absl::StrCat(posted_, " of the payments done"),
               absl::StrCat(posted_, " paiements traités"),
               absl::StrCat(posted_, " betalingen verwerkt")});
    postings.clear();
    lines.clear();
    return absl::OkStatus();
  }

  // A dry run registers no document, so that a posting finds none.
  static bool LacksOnlyEvidence(const absl::Status& refusal) {
    const auto detail = GetErrorDetail(refusal);
    return detail && detail->reason == "NOT_FOUND" &&
           absl::EndsWith(detail->field, "expense.evidence");
  }

  // Whether the document that the same file would register bears the payment.
  absl::Status ChargeNew(int64_t line, const v1::Expense& expense) {
    return documents_.Charge(line, categories_[expense.line()],
                             conventions::Cents(expense.amount()));
  }

  Cli& cli_;
  const Flags& flags_;
  const std::string convention_;
  NewDocuments documents_;
  // By full name of the line.
  std::map<std::string, std::string> categories_;
  // By row: the reservation that it ends.
  std::vector<std::string> ends_;
  // How many rows so far say the same of a payment.
  std::map<std::string, int> parts_;
  int64_t known_ = 0;
  int64_t posted_ = 0;
  int64_t refused_ = 0;
};

absl::Status RunImport(Cli& cli, const Flags& flags) {
  ENTENTE_ASSIGN_OR_RETURN(
      const AccountsInput input,
      ReadAccountsInput(cli, flags.accounts, AccountsUse::kImport));
  ENTENTE_ASSIGN_OR_RETURN(
      const std::string convention,
      ConventionName(cli.session().config(), flags.accounts.convention));
  ENTENTE_ASSIGN_OR_RETURN(const std::vector<v1::Expense> expenses,
                           AllExpenses(cli, convention));
  ENTENTE_ASSIGN_OR_RETURN(const std::vector<v1::ZonePayment> zone_payments,
                           AllZonePayments(cli, convention));
  const AccountsComparison comparison =
      Compare(input.read.rows, expenses, zone_payments);
  std::vector<AccountsRow> fresh =
      RowsOf(input.read.rows, comparison.only_there);
  SayDiffering(cli, flags.accounts.file, comparison.differing);
  ENTENTE_ASSIGN_OR_RETURN(v1::RegulationProfile profile,
                           ProfileOf(cli, convention));
  Import import(cli, flags, convention, std::move(profile));
  // A file that no line would bear is refused whole: one that is half posted
  // leaves a person guessing.
  ENTENTE_RETURN_IF_ERROR(import.CheckLines(fresh));
  ENTENTE_RETURN_IF_ERROR(import.Run(fresh));
  const int64_t known =
      static_cast<int64_t>(comparison.equal.size()) + import.known();
  const std::string differing = absl::StrCat(comparison.differing.size());
  const auto counts = [&](const char* posted,
                          const std::array<const char*, 4>& others) {
    return absl::StrCat(import.posted(), posted, known, others[0], differing,
                        others[1], input.read.left_out, others[2],
                        import.refused(), others[3]);
  };
  const std::array<const char*, 4> en = {
      " known already, ", " with another amount, ", " left out, ", " refused."};
  const std::array<const char*, 4> fr = {
      " déjà connus, ", " d'un autre montant, ", " écartés, ", " refusés."};
  const std::array<const char*, 4> nl = {" al bekend, ",
                                         " met een ander bedrag, ",
                                         " weggelaten, ", " geweigerd."};
  if (flags.is_dry_run) {
    cli.Say({absl::StrCat("Dry run, nothing stored. ",
                          counts(" would be posted, ", en)),
             absl::StrCat("Simulation, rien n'est enregistré. ",
                          counts(" seraient imputés, ", fr)),
             absl::StrCat("Simulatie, niets bewaard. ",
                          counts(" zouden worden geboekt, ", nl))});
  } else {
    cli.Say({counts(" posted, ", en), counts(" imputés, ", fr),
             counts(" geboekt, ", nl)});
  }
  return import.refused() > 0 || !comparison.differing.empty()
             ? AlreadyReported()
             : absl::OkStatus();
}

}  // namespace

void AddAccountsImportCommand(CLI::App& budget, Cli& cli) {
  auto flags = std::make_shared<Flags>();
  Command command(
      budget, cli, "import",
      {"Posts the payments of an export of the municipal accounts, each once: "
       "fiscal year, mandate and line tell them apart.\nA mapping (textproto) "
       "says which columns hold what and which budget article is which line. "
       "The same file again posts nothing twice.",
       "Impute les paiements d'un export de la comptabilité communale, chacun "
       "une fois : exercice, mandat et ligne les distinguent.\nUne "
       "correspondance (textproto) dit quelle colonne contient quoi et quel "
       "article budgétaire est quelle ligne. Le même fichier à nouveau "
       "n'impute rien deux fois.",
       "Boekt de betalingen van een export van de gemeenteboekhouding, elk "
       "eenmaal: dienstjaar, mandaat en lijn onderscheiden ze.\nEen koppeling "
       "(textproto) zegt welke kolom wat bevat en welk begrotingsartikel welke "
       "lijn is. Hetzelfde bestand opnieuw boekt niets tweemaal."},
      "entente budget import mandats-2018.csv --mapping accounts.textproto "
      "--files pieces/");
  flags->accounts.Declare(command);
  command.Option(
      "--files", flags->files,
      {"Folder of the scanned documents; only their SHA-256 leaves "
       "this machine.",
       "Dossier des pièces numérisées ; seul leur SHA-256 quitte cet "
       "ordinateur.",
       "Map van de gescande stukken; alleen hun SHA-256 verlaat "
       "deze computer."});
  command.Flag("--all-or-nothing", flags->is_whole,
               {"Posts nothing when one payment is refused; by default the "
                "others are posted. At most 2000 payments.",
                "N'impute rien si un paiement est refusé ; par défaut les "
                "autres sont imputés. Au plus 2000 paiements.",
                "Boekt niets wanneer één betaling geweigerd wordt; standaard "
                "worden de andere geboekt. Hoogstens 2000 betalingen."});
  command.DryRun(flags->is_dry_run);
  command.Run([flags](Cli& cli) { return RunImport(cli, *flags); });
}

}  // namespace entente::client
