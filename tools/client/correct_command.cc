// entente budget correct: takes back a posted expense.
#include <memory>
#include <string>

#include "absl/strings/str_cat.h"
#include "entente/conventions/v1/expense_correction_service.grpc.pb.h"
#include "tools/client/budget_output.h"
#include "tools/client/budget_parts.h"
#include "tools/client/format.h"
#include "tools/client/resource_names.h"

namespace entente::client {
namespace {

namespace v1 = entente::conventions::v1;

struct Flags {
  MutationFlags mutation;
  std::string convention;
  std::string expense;
  std::string amount;
  std::string reason;
};

absl::Status Correct(Cli& cli, const Flags& flags) {
  v1::CorrectExpenseRequest request;
  v1::ExpenseCorrection& correction = *request.mutable_expense_correction();
  ENTENTE_ASSIGN_OR_RETURN(
      *request.mutable_parent(),
      ConventionName(cli.session().config(), flags.convention));
  correction.set_expense(Under(request.parent(), "expenses", flags.expense));
  ENTENTE_ASSIGN_OR_RETURN(*correction.mutable_amount(),
                           ParseMoneyFlag("--amount", flags.amount));
  correction.set_reason(flags.reason);
  flags.mutation.Apply(request);
  ENTENTE_ASSIGN_OR_RETURN(
      const v1::ExpenseCorrection made,
      cli.session().Call(&v1::ExpenseCorrectionService::Stub::CorrectExpense,
                         request));
  if (cli.is_json()) return cli.PrintJson(made);
  const std::string what =
      absl::StrCat(FormatMoney(made.amount()), ", ", ShortName(made.expense()));
  flags.mutation.SayDone(
      cli, made.name(),
      {absl::StrCat("Taken back: ", what), absl::StrCat("Repris : ", what),
       absl::StrCat("Teruggenomen: ", what)});
  PrintLinePosition(cli, made.line(), made.line_position());
  return absl::OkStatus();
}

}  // namespace

void AddCorrectCommand(CLI::App& budget, Cli& cli) {
  auto flags = std::make_shared<Flags>();
  Command command(
      budget, cli, "correct",
      {"Takes back an expense, whole or in part: a new entry with a reason; "
       "the "
       "expense stays as it was.",
       "Reprend une dépense, en tout ou en partie : une nouvelle écriture "
       "motivée ; la dépense reste telle quelle.",
       "Neemt een uitgave geheel of gedeeltelijk terug: een nieuwe, "
       "gemotiveerde boeking; de uitgave blijft zoals ze was."},
      "entente budget correct e-000001 --amount 100,00 --reason \"Facturé "
      "deux fois\"");
  command.Positional("NAME", flags->expense,
                     {"Expense, as in e-000001.", "Dépense, comme e-000001.",
                      "Uitgave, zoals e-000001."});
  command.Convention(flags->convention);
  AmountFlag(command, flags->amount);
  ReasonFlag(command, flags->reason);
  flags->mutation.Declare(command);
  command.Reads();
  command.Run([flags](Cli& cli) { return Correct(cli, *flags); });
}

}  // namespace entente::client
