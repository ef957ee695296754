// entente budget evidence list, credit-notes: what was registered, and what is
// left of it.
#include <memory>
#include <ostream>
#include <string>

#include "absl/strings/str_cat.h"
#include "entente/conventions/v1/credit_note_service.grpc.pb.h"
#include "entente/conventions/v1/evidence_service.grpc.pb.h"
#include "services/conventions/money/money.h"
#include "tools/client/budget_parts.h"
#include "tools/client/csv_answer.h"
#include "tools/client/format.h"
#include "tools/client/resource_names.h"
#include "tools/client/table.h"

namespace entente::client {
namespace {

namespace v1 = entente::conventions::v1;
using conventions::Cents;

constexpr int kPageSize = 1000;

// Request of the list of `municipality`, the configured one when empty.
template <class Request>
absl::StatusOr<Request> Asked(Cli& cli, const std::string& municipality,
                              const std::string& filter) {
  Request request;
  ENTENTE_ASSIGN_OR_RETURN(
      *request.mutable_parent(),
      MunicipalityName(cli.session().config(), municipality));
  request.set_page_size(kPageSize);
  request.set_filter(filter);
  return request;
}

absl::Status Evidence(Cli& cli, const std::string& municipality,
                      const std::string& filter) {
  ENTENTE_ASSIGN_OR_RETURN(const auto request, Asked<v1::ListEvidenceRequest>(
                                                   cli, municipality, filter));
  ENTENTE_ASSIGN_OR_RETURN(
      const v1::ListEvidenceResponse response,
      cli.session().CallAllPages(&v1::EvidenceService::Stub::ListEvidence,
                                 request));
  if (WantsData(cli)) return PrintData(cli, response);
  Table table(
      {{cli.T({"name", "nom", "naam"})},
       {cli.T({"date", "date", "datum"})},
       {cli.T({"document", "document", "stuk"}), Align::kLeft, true},
       {cli.T({"issuer", "émetteur", "uitgever"})},
       {cli.T({"amount EUR", "montant EUR", "bedrag EUR"}), Align::kRight},
       {cli.T({"left", "reste", "rest"}), Align::kRight}});
  for (const v1::Evidence& evidence : response.evidence()) {
    const int64_t left =
        Cents(evidence.chargeable()) - Cents(evidence.charged());
    table.AddRow(
        {ShortName(evidence.name()), FormatDate(evidence.document_date()),
         evidence.document_number(), evidence.issuer_enterprise_number(),
         FormatMoneyPlain(evidence.amount()),
         evidence.has_withdrawal()
             ? cli.T({"withdrawn", "retirée", "ingetrokken"})
             : FormatMoneyPlain(conventions::MoneyFromCents(left))});
  }
  cli.out() << table.Render(cli.columns());
  return absl::OkStatus();
}

absl::Status CreditNotes(Cli& cli, const std::string& municipality,
                         const std::string& filter) {
  ENTENTE_ASSIGN_OR_RETURN(
      const auto request,
      Asked<v1::ListCreditNotesRequest>(cli, municipality, filter));
  ENTENTE_ASSIGN_OR_RETURN(
      const v1::ListCreditNotesResponse response,
      cli.session().CallAllPages(&v1::CreditNoteService::Stub::ListCreditNotes,
                                 request));
  if (WantsData(cli)) return PrintData(cli, response);
  Table table(
      {{cli.T({"name", "nom", "naam"})},
       {cli.T({"date", "date", "datum"})},
       {cli.T({"document", "document", "stuk"}), Align::kLeft, true},
       {cli.T({"reduces", "réduit", "vermindert"})},
       {cli.T({"amount EUR", "montant EUR", "bedrag EUR"}), Align::kRight}});
  for (const v1::CreditNote& note : response.credit_notes()) {
    table.AddRow({ShortName(note.name()), FormatDate(note.document_date()),
                  note.document_number(),
                  note.has_withdrawal()
                      ? cli.T({"withdrawn", "retirée", "ingetrokken"})
                      : ShortName(note.evidence()),
                  FormatMoneyPlain(note.amount())});
  }
  cli.out() << table.Render(cli.columns());
  return absl::OkStatus();
}

void AddList(CLI::App& group, Cli& cli, const std::string& name,
             const Sentence& description, const std::string& filter,
             absl::Status (*run)(Cli&, const std::string&,
                                 const std::string&)) {
  struct Flags {
    std::string municipality;
    std::string filter;
  };
  auto flags = std::make_shared<Flags>();
  Command command(group, cli, name, description,
                  absl::StrCat("entente budget evidence ", name, " --filter '",
                               filter, "'"));
  command.Municipality(flags->municipality);
  command.Filter(flags->filter, filter);
  ListsRows(command, cli);
  command.Run([flags, run](Cli& cli) {
    return run(cli, flags->municipality, flags->filter);
  });
}

}  // namespace

void AddEvidenceListCommands(CLI::App& evidence, Cli& cli) {
  AddList(evidence, cli, "list",
          {"Lists the documents, and how much of each may still be charged.",
           "Liste les pièces, et ce qui peut encore être imputé de chacune.",
           "Somt de stukken op, en wat van elk nog kan worden aangerekend."},
          "amount >= 1000", &Evidence);
  AddList(evidence, cli, "credit-notes",
          {"Lists the credit notes, and what each reduces.",
           "Liste les notes de crédit, et ce que chacune réduit.",
           "Somt de creditnota's op, en wat elk vermindert."},
          "document_date >= 2018-07-01", &CreditNotes);
}

}  // namespace entente::client
