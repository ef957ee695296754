// Series from outside: read beside the indicators, in a table of their own that
// has no column for a target.
#include <string>

#include "absl/strings/str_cat.h"
#include "tools/client/context_text.h"
#include "tools/client/dossier/dossier_cells.h"

namespace entente::client {
namespace {

namespace v1 = entente::indicators::v1;

// Both languages where there are two.
std::string BothOf(const entente::common::v1::LocalizedText& text) {
  if (text.fr().empty() || text.nl().empty() || text.fr() == text.nl()) {
    return text.fr().empty() ? text.nl() : text.fr();
  }
  return absl::StrCat(text.fr(), " / ", text.nl());
}

}  // namespace

DossierTable ContextTable(const DossierData& data) {
  DossierTable table{
      "context",
      {"Context: series from outside", "Contexte : séries externes",
       "Context: reeksen van buiten"},
      {"no context series", "aucune série de contexte", "geen contextreeks"},
      {Text("series", {"series", "Série", "Reeks"}),
       Text("period", {"period", "Période", "Periode"}),
       Text("area", {"area", "Lieu", "Gebied"}),
       Number("figure", {"figure", "Chiffre", "Cijfer"}),
       Text("unit", {"unit", "Unité", "Eenheid"}),
       Text("source", {"source", "Source", "Bron"}),
       Text("published", {"published", "Publié le", "Bekend op"}),
       Hidden("reference"), Hidden("version"), Hidden("reason")},
      {},
      {}};
  for (const v1::QueryContextResponse& answer : data.context) {
    const v1::ContextSeries& series = answer.context_series();
    for (const v1::ContextFigure& figure : answer.figures()) {
      table.rows.push_back(
          {Word(BothOf(series.title())), Word(figure.period()),
           Word(figure.area()),
           Word(ScaledText(figure.value(), series.decimals())),
           Word(BothOf(series.unit())), Word(series.source()),
           DateOf(figure.publish_date()), Word(series.reference()),
           Word(absl::StrCat(figure.version())), Word(figure.reason())});
    }
  }
  table.note = kContextLabel;
  return table;
}

}  // namespace entente::client
