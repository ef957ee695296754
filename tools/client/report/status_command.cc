#include <memory>
#include <ostream>
#include <string>

#include "tools/client/outbox_watch.h"
#include "tools/client/report/report_commands.h"
#include "tools/client/report/report_model.h"
#include "tools/client/report/status_text.h"

namespace entente::client {

void AddStatusCommand(CLI::App& root, Cli& cli) {
  auto convention = std::make_shared<std::string>();
  Command command(
      root, cli, "status",
      {"Shows where a convention stands: money, figures, findings.",
       "Montre où en est une convention : budget, chiffres, constats.",
       "Toont de stand van een overeenkomst: budget, cijfers, vaststellingen."},
      "entente status --convention css-2018-2019");
  command.Convention(*convention);
  command.Reads();
  command.Run([convention](Cli& run) -> absl::Status {
    ENTENTE_ASSIGN_OR_RETURN(const ReportData data,
                             ReadReport(run, *convention));
    const ReportModel model = BuildReportModel(data);
    if (run.is_json()) {
      run.out() << StatusJson(model);
      return absl::OkStatus();
    }
    run.out() << StatusText(model, run.language()) << OutboxLinesOfAll(run);
    return absl::OkStatus();
  });
}

}  // namespace entente::client
