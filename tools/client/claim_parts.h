// What the commands about claims share: their flags, and how a claim is
// printed.
#ifndef TOOLS_CLIENT_CLAIM_PARTS_H_
#define TOOLS_CLIENT_CLAIM_PARTS_H_

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "entente/conventions/v1/claim.pb.h"
#include "tools/client/budget_parts.h"
#include "tools/client/cli.h"

namespace entente::client {

struct ClaimFlags {
  MutationFlags mutation;
  std::string convention;
  std::string name;
  std::string envelope;
  std::string date;
  std::string iban;
  std::string etag;
  std::string file;
  std::string reference;
  std::string reason;
  std::vector<std::string> lines;
  bool accepts_rest = false;
};

// Its items with what was decided of each, and the total.
void PrintClaimLines(Cli& cli, const entente::conventions::v1::Claim& claim);

// State, amount, deadline, account, what is unverified or to be paid back.
void PrintClaimSummary(Cli& cli, const entente::conventions::v1::Claim& claim);

// What was `done`, then the summary; or the claim as data.
absl::Status PrintClaim(Cli& cli, const ClaimFlags& flags,
                        const entente::conventions::v1::Claim& claim,
                        const Sentence& done);

// Resource name of the claim that the flags name.
absl::StatusOr<std::string> ClaimName(Cli& cli, const ClaimFlags& flags);

// NAME and --convention; --etag.
void ClaimNameFlags(Command& command, ClaimFlags& flags);
void ClaimEtagFlag(Command& command, std::string& etag);

// Resource name of the expense or payment `id` of a claim ("e-000001",
// "p-000001").
std::string ClaimSource(const std::string& convention, const std::string& id);

// What the State decided of the claim since; nothing where it decided nothing.
absl::Status PrintClaimRevisions(Cli& cli, const std::string& claim);

// `decide` and `reverse`, of `group`; `revise`.
void AddClaimDecisionCommands(CLI::App& group, Cli& cli);
void AddClaimReviseCommand(CLI::App& group, Cli& cli);

}  // namespace entente::client

#endif  // TOOLS_CLIENT_CLAIM_PARTS_H_
