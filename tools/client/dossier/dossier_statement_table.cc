// What people stated of measures that nobody counts and nothing feeds: words
// and where they can be looked up stand in no other table.
#include <map>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "entente/indicators/v1/statement.pb.h"
#include "tools/client/dossier/dossier_cells.h"
#include "tools/client/language.h"
#include "tools/client/local_words.h"

namespace entente::client {
namespace {

namespace cv1 = entente::conventions::v1;
using indicators::v1::Statement;

// Once where both readers get the same.
std::string ForBoth(const entente::common::v1::LocalizedText& text) {
  const std::string& fr = Pick(text, Language::kFr);
  const std::string& nl = Pick(text, Language::kNl);
  return fr == nl ? fr : absl::StrCat(fr, " / ", nl);
}

std::string StatedOf(const Statement& statement) {
  switch (statement.figure_case()) {
    case Statement::kIsDone:
      return Figure(cv1::MEASURE_KIND_YES_NO, statement.is_done() ? 1 : 0, 0);
    case Statement::kRatio:
      return Figure(cv1::MEASURE_KIND_RATIO, statement.ratio().part(),
                    statement.ratio().of());
    case Statement::kWords:
      return ForBoth(statement.words());
    default:
      return "";
  }
}

}  // namespace

DossierTable StatementTable(const DossierData& data) {
  DossierTable table{
      "statements",
      {"What was stated", "Ce qui a été déclaré", "Wat verklaard is"},
      {"nothing was stated", "rien n'a été déclaré", "niets verklaard"},
      {Text("month", {"month", "Mois", "Maand"}),
       Text("measure", labels::kMeasure),
       Text("stated", {"stated", "Déclaré", "Verklaard"}),
       Text("evidence", {"evidence", "Preuve", "Bewijs"}),
       Number("version", {"version", "Version", "Versie"}), Hidden("code"),
       Hidden("reason")},
      {},
      {}};
  std::map<std::string, std::string> titles;
  for (const cv1::MeasureDefinition& definition : data.report.definitions) {
    titles[definition.code()] = ForBoth(definition.title());
  }
  for (const indicators::v1::Measure& measure : data.report.measures) {
    if (!measure.is_local()) continue;
    titles[measure.definition().code()] =
        absl::StrCat(ForBoth(measure.definition().title()), " (", kLocalMark.fr,
                     " / ", kLocalMark.nl, ")");
  }
  for (const Statement& statement : data.statements) {
    // Since its figure was read.
    if (statement.is_withdrawn()) continue;
    // "municipalities/{refnis}/measures/{code}/statements/{yyyy-mm}".
    const std::vector<std::string> parts =
        absl::StrSplit(statement.name(), '/');
    if (parts.size() != 6) continue;
    table.rows.push_back({Word(parts[5]), Word(titles[parts[3]]),
                          Word(StatedOf(statement)), Word(statement.evidence()),
                          Word(absl::StrCat(statement.version())),
                          Word(parts[3]), Word(statement.reason())});
  }
  table.note = {
      "Stated by the municipality of measures that nobody counts and nothing "
      "feeds, as it stood on the day on which this was made. Sensitive "
      "measures are left out.",
      "Déclaré par la commune pour des mesures que personne ne compte et que "
      "rien n'alimente, tel quel au jour de l'établissement. Les mesures "
      "sensibles n'y figurent pas.",
      "Verklaard door de gemeente voor metingen die niemand telt en niets "
      "voedt, zoals het was op de dag van opmaak. Gevoelige metingen staan er "
      "niet bij."};
  return table;
}

}  // namespace entente::client
