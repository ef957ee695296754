#include "tools/client/activity_types_text.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "entente/conventions/v1/measure.pb.h"
#include "services/common/base/error.h"
#include "tools/client/csv_writer.h"
#include "tools/client/local_words.h"
#include "tools/client/table.h"

namespace entente::client {

namespace cv1 = entente::conventions::v1;
namespace v1 = entente::indicators::v1;

std::string FeedFigureWord(cv1::MeasureFeed::Figure figure, Language language) {
  switch (figure) {
    case cv1::MeasureFeed::FIGURE_SESSIONS:
      return Pick({"sessions", "séances", "sessies"}, language);
    case cv1::MeasureFeed::FIGURE_PARTICIPANTS:
      return Pick({"participants", "participants", "deelnemers"}, language);
    case cv1::MeasureFeed::FIGURE_HOURS:
      return Pick({"hours", "heures", "uren"}, language);
    case cv1::MeasureFeed::FIGURE_PERSONS_REACHED:
      return Pick(
          {"persons reached", "personnes touchées", "bereikte personen"},
          language);
    case cv1::MeasureFeed::FIGURE_PERSON_HOURS:
      return Pick({"person-hours", "heures-participants", "deelnemersuren"},
                  language);
    default:
      return "?";
  }
}

std::string ActivityTypesText(const v1::ListActivityTypesResponse& list,
                              const std::set<std::string>& local,
                              Language language, int columns) {
  const auto word = [&](const Sentence& sentence) {
    return Pick(sentence, language);
  };
  if (list.activity_types().empty()) {
    return word({"No type: no convention defines what can be entered.\n",
                 "Aucun type : aucune convention ne définit ce qui peut être "
                 "enregistré.\n",
                 "Geen soort: geen overeenkomst definieert wat geregistreerd "
                 "kan worden.\n"});
  }
  Table table({{word({"type", "type", "soort"})},
               {word({"name", "nom", "naam"}), Align::kLeft, true},
               {word({"figure", "chiffre", "cijfer"})},
               {word({"counts under", "compte sous", "telt onder"}),
                Align::kLeft, true}});
  bool has_local = false;
  for (const v1::DefinedActivityType& type : list.activity_types()) {
    if (type.feeds().empty()) {
      table.AddRow({type.code(), Pick(type.title(), language), "",
                    word({"no measure that day", "aucune mesure ce jour-là",
                          "geen meting op die dag"})});
    }
    for (int i = 0; i < type.feeds_size(); ++i) {
      const bool is_first = i == 0;
      const std::string& measure = type.feeds(i).measure_code();
      const bool is_local = local.contains(measure);
      has_local |= is_local;
      table.AddRow({is_first ? type.code() : "",
                    is_first ? Pick(type.title(), language) : "",
                    FeedFigureWord(type.feeds(i).figure(), language),
                    MarkLocal(measure, is_local, language)});
    }
  }
  std::string text = table.Render(columns);
  if (has_local) absl::StrAppend(&text, word(kLocalNote), "\n");
  if (std::none_of(list.activity_types().begin(), list.activity_types().end(),
                   [](const auto& type) { return type.feeds_size() > 0; })) {
    absl::StrAppend(
        &text, word({"Nothing counts that day; --date asks about another, of "
                     "the term of a convention.\n",
                     "Rien ne compte ce jour-là ; --date interroge un autre "
                     "jour, de la durée d'une convention.\n",
                     "Die dag telt niets; --date vraagt naar een andere dag, "
                     "binnen de looptijd van een overeenkomst.\n"}));
  }
  return text;
}

std::string ActivityTypesCsv(const v1::ListActivityTypesResponse& list) {
  std::string csv;
  AddCsvLine({"type", "title_fr", "title_nl", "figure", "measure",
              "measure_title_fr", "measure_title_nl"},
             csv);
  for (const v1::DefinedActivityType& type : list.activity_types()) {
    const std::string code = CsvText(type.code());
    const std::string fr = CsvText(type.title().fr());
    const std::string nl = CsvText(type.title().nl());
    if (type.feeds().empty()) {
      AddCsvLine({code, fr, nl, "", "", "", ""}, csv);
    }
    for (const v1::ActivityTypeFeed& feed : type.feeds()) {
      AddCsvLine(
          {code, fr, nl, cv1::MeasureFeed::Figure_Name(feed.figure()),
           CsvText(feed.measure_code()), CsvText(feed.measure_title().fr()),
           CsvText(feed.measure_title().nl())},
          csv);
    }
  }
  return csv;
}

}  // namespace entente::client
