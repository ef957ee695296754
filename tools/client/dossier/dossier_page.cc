#include "tools/client/dossier/dossier_page.h"

#include <algorithm>
#include <cstddef>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "services/conventions/dossier/dossier_page.h"
#include "tools/client/dossier/dossier_charts.h"
#include "tools/client/report/format.h"
#include "tools/client/report/html_style.h"
#include "tools/client/report/html_writer.h"

namespace entente::client {
namespace {

constexpr char kDossierStyle[] = R"css(
.dossier table { width: 100%; font-size: .9rem; }
.dossier td { overflow-wrap: break-word; }
.dossier td.num, .dossier td.whole { white-space: nowrap; }
.dossier td.none { min-width: 9rem; }
.dossier tr.total td { font-weight: 700; border-top: 2px solid currentColor; }
.month-chart { margin: .8rem 0; break-inside: avoid; }
.month-chart figcaption { font-weight: 700; margin-bottom: .2rem; }
.chart-and-table .year { flex-basis: 26rem; max-width: 44rem; }
.chart-and-table { display: grid; grid-template-columns: 1fr 11rem;
  gap: 0 1rem; align-items: start; }
.dossier .months th { font-weight: 400; }
.dossier .months th, .dossier .months td { padding: .1rem .4rem; }
.draft { border: 2px solid var(--warn); color: var(--warn); font-weight: 700;
  padding: .4rem 1rem; max-width: none; }
@media print {
  .dossier { font-size: 9pt; }
  .dossier table { font-size: 8pt; }
  .dossier h2 { margin-top: 9mm; break-after: avoid; }
  .dossier tr { break-inside: avoid; }
  .dossier tr.total { break-before: avoid; }
  .dossier th, .dossier td { padding: .9mm 1.4mm; }
  thead { display: table-header-group; }
}
)css";

// A word of at most so many characters is never broken: names, dates, lines as
// in "supplementary-2018/so-12-personnel". Fewer where many columns share the
// 180 mm of a page.
constexpr size_t kColumnsRoomy = 7;
constexpr size_t kWholeCharsMax = 34;
constexpr size_t kWholeCharsMaxNarrow = 12;

bool IsKeptWhole(const std::string& text, size_t columns) {
  return !absl::StrContains(text, ' ') &&
         text.size() <=
             (columns <= kColumnsRoomy ? kWholeCharsMax : kWholeCharsMaxNarrow);
}

void WriteCell(const DossierColumn& column, const DossierCell& cell,
               size_t columns, HtmlWriter& html) {
  const bool is_number = column.is_number || cell.cents.has_value();
  if (cell.text.empty() && !cell.cents && !column.when_empty.en.empty()) {
    html.BothLeaf("td", {{"class", "none"}}, column.when_empty);
    return;
  }
  const std::string text = absl::StrCat(
      cell.cents ? Amount(*cell.cents) : Clean(cell.text), cell.mark);
  const char* css_class = is_number                    ? "num"
                          : IsKeptWhole(text, columns) ? "whole"
                                                       : "";
  html.Leaf("td", {{"class", css_class}}, text);
}

void WriteRow(const DossierTable& table, const std::vector<DossierCell>& cells,
              const char* css_class, HtmlWriter& html) {
  const auto row = html.Element("tr", {{"class", css_class}});
  const size_t columns =
      std::count_if(table.columns.begin(), table.columns.end(),
                    [](const auto& column) { return !column.is_file_only; });
  for (size_t i = 0; i < cells.size(); ++i) {
    if (!table.columns[i].is_file_only) {
      WriteCell(table.columns[i], cells[i], columns, html);
    }
  }
}

void WriteRows(const DossierTable& table, HtmlWriter& html) {
  const auto scroll = html.Element("div", {{"class", "scroll"}});
  const auto element = html.Element("table");
  {
    const auto head = html.Element("thead");
    const auto row = html.Element("tr");
    for (const DossierColumn& column : table.columns) {
      if (column.is_file_only) continue;
      html.BothLeaf(
          "th", {{"scope", "col"}, {"class", column.is_number ? "num" : ""}},
          column.label);
    }
  }
  const auto body = html.Element("tbody");
  for (const auto& row : table.rows) WriteRow(table, row, "", html);
  if (!table.total.empty()) WriteRow(table, table.total, "total", html);
}

// Columns as rows: what would not fit the width of a sheet does so.
void WriteTurned(const DossierTable& table, HtmlWriter& html) {
  const auto scroll = html.Element("div", {{"class", "scroll"}});
  const auto element = html.Element("table");
  std::vector<const std::vector<DossierCell>*> rows;
  for (const auto& row : table.rows) rows.push_back(&row);
  if (!table.total.empty()) rows.push_back(&table.total);
  {
    const auto head = html.Element("thead");
    const auto line = html.Element("tr");
    html.BothLeaf("th", {{"scope", "col"}}, table.columns[0].label);
    for (const auto* row : rows) {
      html.Leaf("th", {{"scope", "col"}, {"class", "num"}},
                Clean(row->front().text));
    }
  }
  const auto body = html.Element("tbody");
  for (size_t i = 1; i < table.columns.size(); ++i) {
    if (table.columns[i].is_file_only) continue;
    const auto line = html.Element("tr");
    html.BothLeaf("th", {{"scope", "row"}}, table.columns[i].label);
    for (const auto* row : rows) {
      WriteCell(table.columns[i], (*row)[i], rows.size() + 1, html);
    }
  }
}

void WriteTable(const DossierTable& table, HtmlWriter& html) {
  const std::string title_id = absl::StrCat(table.id, "-title");
  const auto section = html.Element(
      "section", {{"id", table.id}, {"aria-labelledby", title_id}});
  html.BothLeaf("h2", {{"id", title_id}}, table.title);
  if (table.rows.empty()) {
    html.BothLeaf("p", {{"class", "none"}}, table.nothing);
    return;
  }
  if (!table.warning.en.empty()) {
    html.BothLeaf("p", {{"class", "neg"}}, table.warning);
  }
  if (table.is_turned) {
    WriteTurned(table, html);
  } else {
    WriteRows(table, html);
  }
  if (!table.note.en.empty()) {
    html.BothLeaf("p", {{"class", "remark"}}, table.note);
  }
  for (const Sentence& remark : table.remarks) {
    html.BothLeaf("p", {{"class", "remark"}}, remark);
  }
}

void WriteDocumentHead(const std::string& title, HtmlWriter& html) {
  const auto head = html.Element("head");
  html.Void("meta", {{"charset", "utf-8"}});
  html.Void("meta", {{"http-equiv", "Content-Security-Policy"},
                     {"content", conventions::kPagePolicy}});
  html.Void("meta", {{"name", "viewport"},
                     {"content", "width=device-width, initial-scale=1"}});
  html.Void("meta", {{"name", "referrer"}, {"content", "no-referrer"}});
  html.Leaf("title", {}, title);
  html.Style(ReportStyle());
  html.Style(kDossierStyle);
}

void WriteTitle(const DossierData& data, HtmlWriter& html) {
  const auto& convention = *data.report.convention;
  const auto header = html.Element("header");
  const std::string year = absl::StrCat(data.year);
  html.BothLeaf("p", {{"class", "eyebrow"}},
                {absl::StrCat("Yearly dossier ", year),
                 absl::StrCat("Dossier annuel ", year),
                 absl::StrCat("Jaardossier ", year)});
  html.Leaf("h1", {{"lang", convention.language_code()}}, convention.title());
  html.Leaf(
      "p", {{"class", "lead"}},
      absl::StrCat(Clean(convention.municipality()), " (",
                   convention.municipality_code(), ") – ", convention.name()));
  html.BothLeaf(
      "p", {{"class", "draft"}, {"role", "note"}},
      {"Draft, unless submission.note beside it, signed, names the hash of its "
       "manifest.json: that alone is handed in to the State.",
       "Projet, sauf si submission.note, signée et jointe, nomme l'empreinte "
       "de son manifest.json : cela seul est remis à l'État.",
       "Ontwerp, tenzij submission.note ernaast, ondertekend, de hash van zijn "
       "manifest.json noemt: dat alleen is ingediend bij de Staat."});
  const absl::CivilMinute& at = data.report.generated_at;
  const std::string made =
      absl::StrFormat("%02d/%02d/%04d %02d:%02d", at.day(), at.month(),
                      at.year(), at.hour(), at.minute());
  html.BothLeaf(
      "p", {},
      {absl::StrCat("Made on ", made), absl::StrCat("Établi le ", made),
       absl::StrCat("Opgemaakt op ", made)});
}

}  // namespace

std::string RenderDossier(const DossierData& data, const ReportModel& model,
                          const std::vector<DossierTable>& tables) {
  HtmlWriter html;
  {
    const auto root = html.Element("html", {{"lang", "fr"}});
    WriteDocumentHead(
        absl::StrCat(data.report.convention->title(), " – ", data.year), html);
    const auto body = html.Element("body");
    const auto page = html.Element("div", {{"class", "page dossier"}});
    WriteTitle(data, html);
    const auto main = html.Element("main");
    for (const DossierTable& table : tables) {
      WriteTable(table, html);
      if (table.id == "indicators") WriteMonthCharts(model, data.year, html);
    }
    html.BothLeaf(
        "p", {{"class", "foot"}},
        {"Amounts in EUR. Evidence is kept as reference and hash; the hashes "
         "stand in data/evidence.csv, those of this dossier in manifest.json "
         "and SHA256SUMS.",
         "Montants en EUR. Des pièces, seules la référence et l'empreinte sont "
         "conservées ; les empreintes figurent dans data/evidence.csv, celles "
         "de ce dossier dans manifest.json et SHA256SUMS.",
         "Bedragen in EUR. Van bewijsstukken worden verwijzing en hash "
         "bewaard; "
         "de hashes staan in data/evidence.csv, die van dit dossier in "
         "manifest.json en SHA256SUMS."});
  }
  return std::move(html).Take();
}

}  // namespace entente::client
