// Parts of the budget commands: their common flags, and the groups that have a
// file of their own.
#ifndef TOOLS_CLIENT_BUDGET_PARTS_H_
#define TOOLS_CLIENT_BUDGET_PARTS_H_

#include <string>

#include "CLI/App.hpp"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "entente/conventions/v1/ledger.pb.h"
#include "services/common/base/error.h"
#include "tools/client/cli.h"

namespace entente::client {

// --dry-run and --request-id of every mutation.
struct MutationFlags {
  bool is_dry_run = false;
  std::string request_id;

  void Declare(Command& command);

  // A fresh id when none was given: a retry of the same command line is then
  // another request, on purpose.
  template <typename Request>
  void Apply(Request& request) const {
    request.set_validate_only(is_dry_run);
    request.set_request_id(IdOrFresh());
  }

  // Whether this may be a request that was sent before: its id is the
  // caller's, and it changes something.
  bool MayBeRetry() const { return !request_id.empty() && !is_dry_run; }

  // "Reserved: … (r-000001)", or that it was a dry run.
  void SayDone(Cli& cli, const std::string& name, const Sentence& done) const;

 private:
  std::string IdOrFresh() const;
};

// Calls `method` on the resource `name` with what every mutation of one has;
// `request` holds the rest.
template <class Stub, class Request, class Response>
absl::StatusOr<Response> MutateNamed(
    Cli& cli,
    grpc::Status (Stub::*method)(grpc::ClientContext*, const Request&,
                                 Response*),
    const absl::StatusOr<std::string>& name, const std::string& etag,
    const MutationFlags& mutation, Request request = Request()) {
  ENTENTE_ASSIGN_OR_RETURN(*request.mutable_name(), name);
  request.set_etag(etag);
  mutation.Apply(request);
  return cli.session().Call(method, request);
}

// --envelope, required.
void EnvelopeFlag(Command& command, std::string& envelope);
void LineFlag(Command& command, std::string& line);
void AmountFlag(Command& command, std::string& amount);
void DescriptionFlag(Command& command, std::string& description);
// What the municipal accounts call a payment or reservation.
void FiscalYearFlag(Command& command, int& fiscal_year);
void CommitmentFlag(Command& command, std::string& commitment);
void MandateFlag(Command& command, std::string& mandate);
// --mandate-date and --payment-date.
void MandateDateFlags(Command& command, std::string& mandate_date,
                      std::string& payment_date);
// Puts those that are given in `reference`. USAGE when one is no date.
absl::Status SetMandateDates(const std::string& mandate_date,
                             const std::string& payment_date,
                             conventions::v1::MunicipalReference& reference);

// --iban of an account; `help` says whose.
void IbanFlag(Command& command, std::string& iban, const Sentence& help);

// Why, required.
void ReasonFlag(Command& command, std::string& reason);
// --file or --sha256 of a document; USAGE when there is neither.
void DocumentFlags(Command& command, std::string& file, std::string& sha256);
absl::StatusOr<std::string> DocumentHash(const std::string& file,
                                         const std::string& sha256);

// budget change
void AddBudgetChangeCommands(CLI::App& budget, Cli& cli);
// budget evidence add|withdraw|credit-note|withdraw-credit-note
void AddEvidenceCommands(CLI::App& budget, Cli& cli);
void AddEvidenceListCommands(CLI::App& evidence, Cli& cli);
// budget correct
void AddCorrectCommand(CLI::App& budget, Cli& cli);
// budget allot
void AddAllotCommand(CLI::App& budget, Cli& cli);
// budget pay-zone order|execute|acknowledge|cancel|list
void AddPayZoneCommands(CLI::App& budget, Cli& cli);
// budget claims, budget claim create|show|submit|withdraw|decide
void AddClaimCommands(CLI::App& budget, Cli& cli);
// budget federal pay|reverse|list, budget recover demand|refund
void AddFederalCommands(CLI::App& budget, Cli& cli);
// budget position|lines|entries|expenses
void AddBudgetReadCommands(CLI::App& budget, Cli& cli);
// budget verify
void AddRecountCommand(CLI::App& budget, Cli& cli);
// budget rules
void AddRegulationCommand(CLI::App& budget, Cli& cli);

}  // namespace entente::client

#endif  // TOOLS_CLIENT_BUDGET_PARTS_H_
