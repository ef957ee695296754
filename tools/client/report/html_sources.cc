#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "tools/client/report/html_sections.h"
#include "tools/client/report/source_months.h"

namespace entente::client {
namespace {

const Sentence kSource{"source", "Source", "Bron"};
const Sentence kDue{"months due", "Mois échus", "Vervallen maanden"};
const Sentence kOnTime{"in time", "À temps", "Op tijd"};
const Sentence kLate{"late", "En retard", "Te laat"};
const Sentence kUnconfirmed{"not confirmed", "Non confirmés", "Niet bevestigd"};
const Sentence kMissing{"measures missing", "Mesures manquantes",
                        "Ontbrekende metingen"};

// A dash for none, so that the eye finds what is there.
void WriteCount(const Sentence& column, int count, HtmlWriter& html) {
  html.Leaf("td", CellOf(column, "num"),
            count == 0 ? "–" : absl::StrCat(count));
}

void WriteRow(const SourceTotal& total, HtmlWriter& html) {
  const auto row = html.Element("tr");
  {
    const auto name = html.Element("th", {{"scope", "row"}});
    html.Leaf("code", {}, total.source);
  }
  WriteCount(kDue, total.due, html);
  WriteCount(kOnTime, total.on_time, html);
  WriteCount(kLate, total.late, html);
  WriteCount(kUnconfirmed, total.unconfirmed, html);
  WriteCount(kMissing, total.missing_measures, html);
}

}  // namespace

void WriteSources(const ReportModel& model, HtmlWriter& html) {
  const std::vector<SourceTotal> totals =
      SourceTotalsOf(SourceMonthsOf(*model.data));
  if (totals.empty()) return;
  html.BothLeaf("h3", {{"id", "sources"}}, kSourcesTitle);
  html.BothLeaf("p", {{"class", "remark"}}, kSourcesRemark);
  const auto scroll = html.Element("div", {{"class", "scroll"}});
  const auto table = html.Element("table", {{"class", "sources"}});
  {
    const auto head = html.Element("thead");
    const auto row = html.Element("tr");
    WriteColumnHead(kSource, false, html);
    for (const Sentence& column :
         {kDue, kOnTime, kLate, kUnconfirmed, kMissing}) {
      WriteColumnHead(column, true, html);
    }
  }
  const auto body = html.Element("tbody");
  for (const SourceTotal& total : totals) WriteRow(total, html);
}

}  // namespace entente::client
