// Writes the page, the status and the list of things to do of invented data to
// a folder, so that an eye can judge them:
//
//   report_preview FOLDER [CONVENTION.json]
//
// With a convention (the answer of `entente convention parse --format=json`)
// the invented figures are put around its tree.
#include <fstream>
#include <iostream>
#include <iterator>
#include <string>

#include "google/protobuf/util/json_util.h"
#include "tools/client/report/html_report.h"
#include "tools/client/report/report_fixture.h"
#include "tools/client/report/status_text.h"
#include "tools/client/report/todo.h"

int main(int argc, char** argv) {
  using entente::client::Language;
  if (argc != 2 && argc != 3) {
    std::cerr << "usage: report_preview FOLDER [CONVENTION.json]\n";
    return 2;
  }
  const std::string folder = argv[1];
  entente::client::ReportData data = entente::client::FixtureData();
  if (argc == 3) {
    std::ifstream file(argv[2]);
    const std::string json((std::istreambuf_iterator<char>(file)),
                           std::istreambuf_iterator<char>());
    entente::conventions::v1::Convention convention;
    if (!google::protobuf::util::JsonStringToMessage(json, &convention).ok()) {
      std::cerr << argv[2] << " is no convention in JSON\n";
      return 1;
    }
    data = entente::client::DataAround(convention, 7);
  }
  const auto model = entente::client::BuildReportModel(data);
  const absl::CivilDay today(data.generated_at);
  const auto items = entente::client::ComputeTodo(model, today);
  std::ofstream(folder + "/report.html") << entente::client::RenderHtml(model);
  std::ofstream(folder + "/status.txt")
      << entente::client::StatusText(model, Language::kFr);
  std::ofstream(folder + "/status.json") << entente::client::StatusJson(model);
  std::ofstream(folder + "/todo.txt")
      << entente::client::TodoText(items, today, data.missing, Language::kNl);
  return 0;
}
