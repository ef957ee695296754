#include <memory>
#include <ostream>
#include <string>

#include "tools/client/report/gather_handed_in.h"
#include "tools/client/report/report_commands.h"
#include "tools/client/report/report_model.h"
#include "tools/client/report/todo.h"

namespace entente::client {

void AddTodoCommand(CLI::App& root, Cli& cli) {
  auto convention = std::make_shared<std::string>();
  Command command(root, cli, "todo",
                  {"Lists what is due, by date; what is overdue first.",
                   "Liste ce qui est à faire, par date ; d'abord ce qui est en "
                   "retard.",
                   "Somt op wat te doen is, op datum; eerst wat te laat is."},
                  "entente todo --convention css-2018-2019");
  command.Convention(*convention);
  command.Reads();
  command.Run([convention](Cli& run) -> absl::Status {
    ENTENTE_ASSIGN_OR_RETURN(ReportData data, ReadReport(run, *convention));
    GatherHandedIn(run.session(), data);
    const absl::CivilDay today(data.generated_at);
    const std::vector<TodoItem> items =
        ComputeTodo(BuildReportModel(data), today);
    run.out() << (run.is_json()
                      ? TodoJson(items, today, data.missing)
                      : TodoText(items, today, data.missing, run.language()));
    return absl::OkStatus();
  });
}

}  // namespace entente::client
