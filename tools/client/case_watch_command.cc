#include <memory>
#include <ostream>
#include <set>
#include <string>

#include "entente/exchange/v1/case_service.grpc.pb.h"
#include "services/common/base/error.h"
#include "tools/client/case_parts.h"

namespace entente::client {
namespace {

namespace v1 = entente::exchange::v1;
using v1::CaseService;
using v1::WatchCaseResponse;

// Ends with the token, ten minutes at most, and is then opened again.
constexpr absl::Duration kStreamTimeout = absl::Hours(1);

// What was shown already: a stream that was opened again begins with it.
struct Shown {
  bool is_begun = false;
  std::set<std::string> entries;
};

absl::Status Print(Cli& cli, const WatchCaseResponse& update) {
  if (cli.is_json()) {
    ENTENTE_RETURN_IF_ERROR(cli.PrintJson(update));
  } else if (update.has_case_()) {
    PrintCaseHead(cli, update.case_());
    for (const v1::FollowUpEntry& entry : update.case_().entries()) {
      PrintEntry(cli, entry);
    }
  } else {
    PrintEntry(cli, update.entry());
  }
  cli.out().flush();
  return absl::OkStatus();
}

absl::Status Show(Cli& cli, const WatchCaseResponse& update, Shown& shown) {
  if (!update.has_case_()) {
    shown.entries.insert(update.entry().name());
    return Print(cli, update);
  }
  if (!shown.is_begun) {
    shown.is_begun = true;
    for (const v1::FollowUpEntry& entry : update.case_().entries()) {
      shown.entries.insert(entry.name());
    }
    return Print(cli, update);
  }
  for (const v1::FollowUpEntry& entry : update.case_().entries()) {
    if (!shown.entries.insert(entry.name()).second) continue;
    WatchCaseResponse missed;
    *missed.mutable_entry() = entry;
    ENTENTE_RETURN_IF_ERROR(Print(cli, missed));
  }
  return absl::OkStatus();
}

// One stream, until it ends.
absl::Status WatchOnce(Cli& cli, const v1::WatchCaseRequest& request,
                       CallExtras extras, Shown& shown) {
  ENTENTE_ASSIGN_OR_RETURN(const auto stub,
                           cli.session().NewStub<CaseService>());
  grpc::ClientContext context;
  extras.timeout = kStreamTimeout;
  ENTENTE_RETURN_IF_ERROR(cli.session().Prepare(extras, context));
  const auto stream = stub->WatchCase(&context, request);
  WatchCaseResponse update;
  while (stream->Read(&update)) {
    if (absl::Status said = Show(cli, update, shown); !said.ok()) {
      context.TryCancel();
      stream->Finish();
      return said;
    }
  }
  return cli.session().Explain(stream->Finish(), "exchange");
}

}  // namespace

void AddWatchCommand(CLI::App& group, Cli& cli) {
  auto flags = std::make_shared<CaseFlags>();
  Command command(
      group, cli, "watch",
      {"Shows a case, then each entry as it is added, until Ctrl-C or until "
       "the right to it ends. Each showing is logged.",
       "Montre un dossier, puis chaque inscription dès qu'elle est ajoutée, "
       "jusqu'à Ctrl-C ou jusqu'à la fin du droit. Chaque affichage est "
       "journalisé.",
       "Toont een dossier, daarna elke vermelding zodra ze wordt toegevoegd, "
       "tot Ctrl-C of tot het recht eindigt. Elke vertoning wordt gelogd."},
      "entente case watch HANDLE --purpose meeting --acting-under \"loi du 30 "
      "juillet 2018\" --reference "
      "municipalities/21004/meetings/0a1b2c3d4e5f60718293a4b5c6d7e8f9");
  DeclareCase(command, *flags);
  command.Reads();
  command.Run([flags](Cli& cli) -> absl::Status {
    v1::WatchCaseRequest request;
    ENTENTE_ASSIGN_OR_RETURN(const CallExtras extras, flags->purpose.Extras());
    ENTENTE_ASSIGN_OR_RETURN(*request.mutable_name(),
                             CaseName(cli, flags->municipality, flags->name));
    Shown shown;
    absl::Status ended;
    do {
      ended = WatchOnce(cli, request, extras, shown);
    } while (ErrorReason(ended) == "TOKEN_EXPIRED");
    return ended;
  });
}

}  // namespace entente::client
