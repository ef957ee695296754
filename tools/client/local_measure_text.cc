#include "tools/client/local_measure_text.h"

#include <set>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "entente/conventions/v1/measure.pb.h"
#include "services/common/base/error.h"
#include "tools/client/activity_types_text.h"
#include "tools/client/format.h"
#include "tools/client/local_words.h"
#include "tools/client/measure_kind_word.h"
#include "tools/client/statement_text.h"
#include "tools/client/table.h"

namespace entente::client {
namespace {

namespace cv1 = entente::conventions::v1;
namespace v1 = entente::indicators::v1;
using v1::LocalMeasure;

// "nombre, non additionnable (sensible)".
std::string KindText(const cv1::MeasureDefinition& definition,
                     Language language) {
  std::string text = Pick(MeasureKindWord(definition.kind()), language);
  const bool adds = definition.kind() == cv1::MEASURE_KIND_COUNT ||
                    definition.kind() == cv1::MEASURE_KIND_HOURS;
  if (adds && !definition.is_summable()) {
    absl::StrAppend(&text, Pick({", not added up", ", non additionnable",
                                 ", niet optelbaar"},
                                language));
  }
  if (definition.is_sensitive()) {
    absl::StrAppend(
        &text, Pick({" (sensitive)", " (sensible)", " (gevoelig)"}, language));
  }
  return text;
}

std::string BetterText(cv1::Direction direction, Language language) {
  switch (direction) {
    case cv1::DIRECTION_MORE:
      return Pick({"more is better", "plus, c'est mieux", "meer is beter"},
                  language);
    case cv1::DIRECTION_LESS:
      return Pick({"less is better", "moins, c'est mieux", "minder is beter"},
                  language);
    default:
      return "";
  }
}

// "coppra_training: séances, local_meeting: participants".
std::string FedByText(const cv1::MeasureDefinition& definition,
                      Language language) {
  return absl::StrJoin(definition.feeds(), ", ",
                       [&](std::string* out, const cv1::MeasureFeed& feed) {
                         absl::StrAppend(
                             out, feed.activity_type(),
                             language == Language::kFr ? " : " : ": ",
                             FeedFigureWord(feed.figure(), language));
                       });
}

std::string UntilText(const LocalMeasure& measure) {
  return measure.has_valid_until() ? FormatDate(measure.valid_until()) : "";
}

// All that a version says but for days and reason.
std::string SaidText(const LocalMeasure& version, Language language) {
  const cv1::MeasureDefinition& definition = version.definition();
  const std::string& unit = Pick(definition.unit(), language);
  std::vector<std::string> said;
  const auto add = [&](const Sentence& label, const std::string& text) {
    if (text.empty()) return;
    said.push_back(absl::StrCat(Pick(label, language), text));
  };
  add({}, Pick(definition.title(), language));
  add({"unit: ", "unité : ", "eenheid: "}, unit);
  add({}, KindText(definition, language));
  add({}, BetterText(definition.direction(), language));
  add({"fed by ", "alimenté par ", "gevoed door "},
      FedByText(definition, language));
  add({"own types: ", "types propres : ", "eigen soorten: "},
      absl::StrJoin(version.activity_types(), ", ",
                    [&](std::string* out, const cv1::ActivityType& type) {
                      absl::StrAppend(out, type.code(), " (",
                                      Pick(type.title(), language), ")");
                    }));
  add({"split by ", "ventilé par ", "opgesplitst per "},
      absl::StrJoin(definition.breakdowns(), ", "));
  return absl::StrJoin(said, language == Language::kFr ? " ; " : "; ");
}

}  // namespace

std::string LocalMeasuresText(const std::vector<LocalMeasure>& measures,
                              Language language, int columns) {
  const auto word = [&](const Sentence& sentence) {
    return Pick(sentence, language);
  };
  if (measures.empty()) {
    return word(
        {"No indicator of the municipality's own; entente indicators measure "
         "local add defines one.\n",
         "Aucun indicateur propre à la commune ; entente indicators measure "
         "local add en définit un.\n",
         "Geen enkele eigen indicator van de gemeente; entente indicators "
         "measure local add definieert er een.\n"});
  }
  Table table(
      {{"code"},
       {word({"measure", "mesure", "meting"}), Align::kLeft, true},
       {word({"kind", "genre", "soort"}), Align::kLeft, true},
       {word({"fed by", "alimenté par", "gevoed door"}), Align::kLeft, true},
       {word({"from", "dès", "vanaf"})},
       {word({"until", "jusqu'au", "tot en met"})},
       {word({"version", "version", "versie"}), Align::kRight}});
  for (const LocalMeasure& measure : measures) {
    const cv1::MeasureDefinition& definition = measure.definition();
    table.AddRow({definition.code(), Pick(definition.title(), language),
                  KindText(definition, language),
                  FedByText(definition, language),
                  FormatDate(measure.valid_from()), UntilText(measure),
                  absl::StrCat(measure.version())});
  }
  return absl::StrCat(table.Render(columns), word(kLocalNote), "\n");
}

std::string LocalMeasureVersionsText(const std::vector<LocalMeasure>& versions,
                                     Language language, int columns) {
  const auto word = [&](const Sentence& sentence) {
    return Pick(sentence, language);
  };
  if (versions.empty()) return "";
  Table table({{word({"version", "version", "versie"}), Align::kRight},
               {word({"in force", "en vigueur", "geldt"})},
               {word({"until", "jusqu'au", "tot en met"})},
               {word({"what it says", "ce qu'elle dit", "wat ze zegt"}),
                Align::kLeft, true},
               {word({"since", "depuis", "sinds"}), Align::kLeft, true},
               {word({"reason", "motif", "reden"}), Align::kLeft, true}});
  for (const LocalMeasure& version : versions) {
    table.AddRow(
        {absl::StrCat(version.version()),
         FormatDate(version.has_effective_date() ? version.effective_date()
                                                 : version.valid_from()),
         UntilText(version), SaidText(version, language),
         version.has_update_time() ? FormatTime(version.update_time()) : "",
         version.reason()});
  }
  return absl::StrCat(versions[0].definition().code(), " – ", word(kLocalWords),
                      "\n", table.Render(columns));
}

std::string LocalNextText(const LocalMeasure& measure, Language language) {
  const cv1::MeasureDefinition& definition = measure.definition();
  const std::string& code = definition.code();
  std::string text;
  const auto say = [&](const Sentence& sentence) {
    absl::StrAppend(&text, Pick(sentence, language), "\n");
  };
  if (IsStated(definition)) {
    const std::string command =
        absl::StrCat("entente indicators state ", code, " --month …");
    say({absl::StrCat("Next, state it: ", command),
         absl::StrCat("Ensuite, déclarez-la : ", command),
         absl::StrCat("Geef ze daarna op: ", command)});
    return text;
  }
  std::set<std::string> types;
  for (const cv1::MeasureFeed& feed : definition.feeds()) {
    // Of several figures of a type one command.
    if (!types.insert(feed.activity_type()).second) continue;
    const std::string command = absl::StrCat("entente activity add --type ",
                                             feed.activity_type(), " …");
    say({absl::StrCat("Next, enter what is done: ", command),
         absl::StrCat("Ensuite, enregistrez ce qui est fait : ", command),
         absl::StrCat("Registreer daarna wat gedaan is: ", command)});
  }
  if (!types.empty()) {
    say(
        {"Activities entered before count only once they are edited (entente "
         "activity edit).",
         "Les activités déjà enregistrées ne comptent qu'une fois modifiées "
         "(entente activity edit).",
         "Activiteiten die al geregistreerd zijn, tellen pas zodra ze "
         "gewijzigd worden (entente activity edit)."});
    return text;
  }
  say({absl::StrCat("Next, deliver figures under the code ", code,
                    ": entente indicators ingest …"),
       absl::StrCat("Ensuite, livrez des chiffres sous le code ", code,
                    " : entente indicators ingest …"),
       absl::StrCat("Lever daarna cijfers onder de code ", code,
                    ": entente indicators ingest …")});
  return text;
}

}  // namespace entente::client
