// Writes the page, the status and the list of things to do of invented data to
// a folder, so that an eye can judge them: report_preview FOLDER.
#include <fstream>
#include <iostream>
#include <string>

#include "tools/client/report/html_report.h"
#include "tools/client/report/report_fixture.h"
#include "tools/client/report/status_text.h"
#include "tools/client/report/todo.h"

int main(int argc, char** argv) {
  using entente::client::Language;
  if (argc != 2) {
    std::cerr << "usage: report_preview FOLDER\n";
    return 2;
  }
  const std::string folder = argv[1];
  const entente::client::ReportData data = entente::client::FixtureData();
  const auto model = entente::client::BuildReportModel(data);
  const absl::CivilDay today(data.generated_at);
  const auto items = entente::client::ComputeTodo(model, today);
  std::ofstream(folder + "/report.html") << entente::client::RenderHtml(model);
  std::ofstream(folder + "/status.txt")
      << entente::client::StatusText(model, Language::kFr);
  std::ofstream(folder + "/status.json") << entente::client::StatusJson(model);
  std::ofstream(folder + "/todo.txt")
      << entente::client::TodoText(items, today, Language::kNl);
  return 0;
}
