// What `budget import` and `budget reconcile` share.
#ifndef TOOLS_CLIENT_ACCOUNTS_PARTS_H_
#define TOOLS_CLIENT_ACCOUNTS_PARTS_H_

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "entente/conventions/v1/ledger.pb.h"
#include "entente/conventions/v1/regulation.pb.h"
#include "google/rpc/status.pb.h"
#include "tools/client/accounts_compare.h"
#include "tools/client/accounts_file.h"
#include "tools/client/cli.h"

namespace entente::client {

struct AccountsFlags {
  std::string file;
  std::string mapping;
  std::string convention;

  void Declare(Command& command);
};

struct AccountsInput {
  std::string content;
  AccountsRows read;
};

// The file, read by its mapping; "-" is standard input. Rows that cannot be
// read are said, twenty at most, and fail the whole: ACCOUNTS_ROWS.
absl::StatusOr<AccountsInput> ReadAccountsInput(Cli& cli,
                                                const AccountsFlags& flags,
                                                AccountsUse use);

// Every expense of the convention.
absl::StatusOr<std::vector<entente::conventions::v1::Expense>> AllExpenses(
    Cli& cli, const std::string& convention);

// Every payment to the police zone of the convention.
absl::StatusOr<std::vector<entente::conventions::v1::ZonePayment>>
AllZonePayments(Cli& cli, const std::string& convention);

// Those of `rows` that belong to `payments`.
std::vector<AccountsRow> RowsOf(const std::vector<AccountsRow>& rows,
                                const std::vector<AccountsPayment>& payments);

// OK when the rows of each line fit together into what it has available and
// what `held` (cents by line) of its reservations they end. Errors:
// FAILED_PRECONDITION / ALLOTMENT_EXCEEDED with the figures of the first line
// that does not, NOT_FOUND / LINE_UNKNOWN for a line that is not there.
absl::Status CheckLineSums(
    const std::vector<AccountsRow>& rows, const std::string& file,
    const std::vector<entente::conventions::v1::Line>& lines,
    const std::map<std::string, int64_t>& held);

// The refusal of one posting of a batch.
absl::Status FromResult(const google::rpc::Status& error);

// budget import, budget reconcile
void AddAccountsImportCommand(CLI::App& budget, Cli& cli);
void AddAccountsReconcileCommand(CLI::App& budget, Cli& cli);

// What applies to the convention; an empty one where none does.
absl::StatusOr<entente::conventions::v1::RegulationProfile> ProfileOf(
    Cli& cli, const std::string& convention);

// Says which payments the ledger has with another amount: neither posted again
// nor changed.
void SayDiffering(Cli& cli, const std::string& file,
                  const std::vector<AccountsPayment>& payments);

}  // namespace entente::client

#endif  // TOOLS_CLIENT_ACCOUNTS_PARTS_H_
