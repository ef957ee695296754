// The open reservations that payments of the municipal accounts end.
#ifndef TOOLS_CLIENT_ACCOUNTS_RESERVATIONS_H_
#define TOOLS_CLIENT_ACCOUNTS_RESERVATIONS_H_

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "tools/client/accounts_file.h"
#include "tools/client/cli.h"

namespace entente::client {

struct EndedReservations {
  // By row: the reservation that it ends, "" where it ends none.
  std::vector<std::string> by_row;
  // What they hold, by short name of the line.
  std::map<std::string, int64_t> held_cents;
};

// Asks for the open reservations of `convention` and says which of them `rows`
// end, and what they hold beyond their payment. Rows that end one are put
// first: what it held is then free.
absl::StatusOr<EndedReservations> FindEnded(Cli& cli,
                                            const std::string& convention,
                                            std::vector<AccountsRow>& rows);

}  // namespace entente::client

#endif  // TOOLS_CLIENT_ACCOUNTS_RESERVATIONS_H_
