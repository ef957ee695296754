#include "tools/client/statement_text.h"

#include "absl/strings/str_cat.h"
#include "services/common/base/error.h"
#include "tools/client/format.h"
#include "tools/client/table.h"

namespace entente::client {
namespace {

namespace cv1 = entente::conventions::v1;
namespace v1 = entente::indicators::v1;
using v1::Statement;

// Kind of the measures that take this figure.
cv1::MeasureKind KindOf(const Statement& statement) {
  switch (statement.figure_case()) {
    case Statement::kIsDone:
      return cv1::MEASURE_KIND_YES_NO;
    case Statement::kRatio:
      return cv1::MEASURE_KIND_RATIO;
    case Statement::kWords:
      return cv1::MEASURE_KIND_QUALITATIVE;
    default:
      return cv1::MEASURE_KIND_UNSPECIFIED;
  }
}

// What is counted; words have rows of their own.
std::string FigureText(const Statement& statement, Language language) {
  return statement.has_words() ? "" : StatedText(statement, language);
}

// That the latest, where it is among them, does not count although it was not
// taken back.
std::string UncountedText(const std::vector<Statement>& versions,
                          Language language, int columns) {
  std::string text;
  for (const Statement& version : versions) {
    const std::string number = absl::StrCat(version.version());
    if (version.etag() != number || version.is_withdrawn() ||
        version.is_counted()) {
      continue;
    }
    const Sentence sentence = {
        absl::StrCat("Version ", number,
                     " does not count: the measure is fed, of another kind or "
                     "not in force in that month."),
        absl::StrCat("La version ", number,
                     " ne compte pas : la mesure est alimentée, d'un autre "
                     "type ou pas en vigueur ce mois-là."),
        absl::StrCat("Versie ", number,
                     " telt niet: de meting wordt gevoed, is van een andere "
                     "soort of is niet van kracht in die maand.")};
    for (const std::string& line : Wrap(Pick(sentence, language), columns)) {
      absl::StrAppend(&text, line, "\n");
    }
  }
  return text;
}

}  // namespace

bool IsStated(const cv1::MeasureDefinition& definition) {
  switch (definition.kind()) {
    case cv1::MEASURE_KIND_YES_NO:
    case cv1::MEASURE_KIND_RATIO:
    case cv1::MEASURE_KIND_QUALITATIVE:
      return definition.feeds().empty();
    default:
      return false;
  }
}

std::string StatedText(const Statement& statement, Language language) {
  if (statement.is_withdrawn()) {
    return Pick({"taken back", "retiré", "ingetrokken"}, language);
  }
  switch (KindOf(statement)) {
    case cv1::MEASURE_KIND_YES_NO:
      return statement.is_done()
                 ? Pick({"done", "fait", "gedaan"}, language)
                 : Pick({"not done", "pas fait", "niet gedaan"}, language);
    case cv1::MEASURE_KIND_RATIO:
      return absl::StrCat(FormatCount(statement.ratio().part()), "/",
                          FormatCount(statement.ratio().of()));
    case cv1::MEASURE_KIND_QUALITATIVE:
      return Pick(statement.words(), language);
    default:
      return "";
  }
}

std::string StatementsText(const std::vector<Statement>& versions,
                           Language language, int columns) {
  const auto word = [&](Sentence sentence) { return Pick(sentence, language); };
  Table table({{word({"version", "version", "versie"}), Align::kRight},
               {word({"stated", "déclaré", "verklaard"}), Align::kLeft, true},
               {word({"evidence", "preuve", "bewijs"}), Align::kLeft, true},
               {word({"role", "rôle", "rol"})},
               {word({"since", "depuis", "sinds"}), Align::kLeft, true},
               {word({"reason", "motif", "reden"}), Align::kLeft, true}});
  for (const Statement& version : versions) {
    table.AddRow({absl::StrCat(version.version()),
                  StatedText(version, language), version.evidence(),
                  version.office(), FormatTime(version.update_time()),
                  version.reason()});
  }
  return absl::StrCat(table.Render(columns),
                      UncountedText(versions, language, columns));
}

std::string StatementChangeText(const Statement& before, const Statement& after,
                                Language language, int columns) {
  const auto word = [&](Sentence sentence) { return Pick(sentence, language); };
  Table table({{""},
               {word({"stood", "avant", "voordien"}), Align::kLeft, true},
               {word({"will stand", "après", "nadien"}), Align::kLeft, true}});
  const auto add = [&](const Sentence& what, const std::string& old_text,
                       const std::string& new_text) {
    if (old_text.empty() && new_text.empty()) return;
    table.AddRow({word(what), old_text.empty() ? "-" : old_text,
                  new_text.empty() ? "-" : new_text});
  };
  add({"stated", "déclaré", "verklaard"}, FigureText(before, language),
      FigureText(after, language));
  add({"in French", "en français", "in het Frans"}, before.words().fr(),
      after.words().fr());
  add({"in Dutch", "en néerlandais", "in het Nederlands"}, before.words().nl(),
      after.words().nl());
  add({"in German", "en allemand", "in het Duits"}, before.words().de(),
      after.words().de());
  add({"in English", "en anglais", "in het Engels"}, before.words().en(),
      after.words().en());
  add({"evidence", "preuve", "bewijs"}, before.evidence(), after.evidence());
  return table.Render(columns);
}

}  // namespace entente::client
