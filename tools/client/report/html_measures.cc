#include <algorithm>
#include <map>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "tools/client/local_words.h"
#include "tools/client/report/format.h"
#include "tools/client/report/html_sections.h"
#include "tools/client/report/labels.h"

namespace entente::client {
namespace {

const Sentence kKind{"kind", "Type", "Soort"};
const Sentence kReported{"reported under", "Reprise sous", "Vermeld onder"};

// A year is the same word in both languages.
Sentence YearLabel(int year) {
  const std::string text = absl::StrCat(year);
  return {text, text, text};
}

void WriteReporters(const ReportModel& model, const MeasureView& measure,
                    HtmlWriter& html) {
  const auto cell = html.Element("td", CellOf(kReported, "text"));
  const auto words = html.Element("span");
  if (measure.reported_by.empty()) html.Text("–");
  bool is_first = true;
  for (const size_t index : measure.reported_by) {
    const IndicatorView& indicator = model.indicators[index];
    if (!is_first) html.Text(" · ");
    is_first = false;
    html.Leaf("a", {{"href", absl::StrCat("#", indicator.objective_id)}},
              indicator.path.empty() ? indicator.node_id : indicator.path);
    if (!indicator.is_expected_result) continue;
    const auto mark = html.Element("span", {{"class", "internal"}});
    html.Text(" (");
    html.Both({"result", "résultat", "resultaat"});
    html.Text(")");
  }
}

void WriteFigure(const ReportModel& model, const Sentence& column,
                 const MeasureView& measure, const FigureView& figure,
                 HtmlWriter& html) {
  if (model.data->IsMissing("indicators.series")) {
    html.BothLeaf("td", CellOf(column, "num none"),
                  model.data->InsteadOf("indicators.series"));
    return;
  }
  if (!figure.has_figure && IsTotalOnly(measure)) {
    html.BothLeaf("td", CellOf(column, "num none"), labels::kConfidential);
    return;
  }
  html.Leaf("td", CellOf(column, "num"),
            figure.has_figure ? Figure(measure.definition->kind(), figure.value,
                                       figure.denominator)
                              : "–");
}

// One of the municipality's own (`is_local`) is reported nowhere.
void WriteRow(const ReportModel& model, const MeasureView& measure,
              bool is_local, HtmlWriter& html) {
  const auto& definition = *measure.definition;
  const auto row =
      html.Element("tr", {{"id", absl::StrCat("m-", definition.code())}});
  {
    const auto name = html.Element("th", {{"scope", "row"}});
    WriteLocalized(definition.title(), html);
    html.Leaf("code", {}, definition.code());
    if (definition.is_kind_guessed()) {
      html.BothLeaf("span", {{"class", "mark guessed"}},
                    labels::kKindGuessedShort);
    }
  }
  {
    const auto unit = html.Element("td", CellOf(kKind, "text"));
    const auto words = html.Element("span");
    html.Both(labels::KindName(definition.kind()));
  }
  for (const YearView& year : measure.years) {
    if (IsTotalOnly(measure)) {
      html.BothLeaf("td", CellOf(YearLabel(year.year), "num none"),
                    labels::kConfidential);
    } else {
      WriteFigure(model, YearLabel(year.year), measure, year.total, html);
    }
  }
  WriteFigure(model, labels::kTotal, measure, measure.total, html);
  if (!is_local) WriteReporters(model, measure, html);
}

void WriteTable(const ReportModel& model,
                const std::vector<MeasureView>& measures, bool is_local,
                HtmlWriter& html) {
  const auto scroll = html.Element("div", {{"class", "scroll"}});
  const auto table = html.Element("table", {{"class", "measures"}});
  html.BothLeaf(
      "caption", {},
      is_local ? kLocalWords
               : Sentence{"Each measure once", "Chaque mesure une seule fois",
                          "Elke meting één keer"});
  {
    const auto head = html.Element("thead");
    const auto row = html.Element("tr");
    WriteColumnHead(labels::kMeasure, false, html);
    WriteColumnHead(kKind, false, html);
    for (const int year : model.years) {
      html.Leaf("th", {{"scope", "col"}, {"class", "num"}}, absl::StrCat(year));
    }
    WriteColumnHead(labels::kTotal, true, html);
    if (!is_local) WriteColumnHead(kReported, false, html);
  }
  const auto body = html.Element("tbody");
  for (const MeasureView& measure : measures) {
    WriteRow(model, measure, is_local, html);
  }
}

// Apart, so that nobody takes them for what the grant achieved.
void WriteLocalMeasures(const ReportModel& model, HtmlWriter& html) {
  if (model.local_measures.empty()) return;
  html.BothLeaf("h3", {{"id", "local-measures"}}, labels::kLocalMeasures);
  html.BothLeaf("p", {{"class", "lead"}}, kLocalNote);
  WriteTable(model, model.local_measures, /*is_local=*/true, html);
}

// A figure that not every activity says: none is the same as 0.
struct KnownSum {
  int64_t value = 0;
  // Activities that said it.
  int64_t known = 0;

  void Add(int64_t said) {
    value += said;
    known += said == 0 ? 0 : 1;
  }
};

struct ActivitySums {
  int64_t activities = 0;
  int64_t sessions = 0;
  KnownSum participants;
  KnownSum minutes;
  KnownSum reached;
  KnownSum person_minutes;
};

// `text` of `sum`, and of how many of the `activities` it is known where not of
// all of them.
void WriteKnown(const Sentence& column, const KnownSum& sum,
                const std::string& text, int64_t activities, HtmlWriter& html) {
  const auto cell = html.Element("td", CellOf(column, "num"));
  html.Text(sum.known == 0 ? "–" : text);
  if (sum.known == 0 || sum.known == activities) return;
  const std::string known = Whole(sum.known);
  const std::string all = Whole(activities);
  html.Text(" (");
  html.Both({absl::StrCat(known, " of ", all),
             absl::StrCat(known, " sur ", all),
             absl::StrCat(known, " van ", all)});
  html.Text(")");
}

const conventions::v1::ActivityType* FindType(const auto& types,
                                              const std::string& code) {
  for (const conventions::v1::ActivityType& type : types) {
    if (type.code() == code) return &type;
  }
  return nullptr;
}

// Its title; that it is the municipality's own where no convention has it.
void WriteType(const ReportData& data, const std::string& code,
               HtmlWriter& html) {
  const auto name = html.Element("th", {{"scope", "row"}});
  const auto* type = FindType(data.activity_types, code);
  if (type != nullptr) {
    WriteLocalized(type->title(), html);
    return;
  }
  for (const auto& measure : data.local_measures) {
    type = FindType(measure.activity_types(), code);
    if (type == nullptr) continue;
    WriteLocalized(type->title(), html);
    html.BothLeaf("span", {{"class", "mark"}}, kLocalWords);
    return;
  }
  common::v1::LocalizedText title;
  title.set_fr(code);
  WriteLocalized(title, html);
}

void WriteActivities(const ReportModel& model, HtmlWriter& html) {
  std::map<std::string, ActivitySums> sums;
  for (const auto& activity : model.data->activities) {
    ActivitySums& sum = sums[activity.type()];
    ++sum.activities;
    sum.sessions += activity.sessions() == 0 ? 1 : activity.sessions();
    sum.participants.Add(activity.participants());
    sum.minutes.Add(activity.course_minutes());
    sum.reached.Add(activity.persons_reached());
    sum.person_minutes.Add(activity.person_minutes());
  }
  const bool is_missing = model.data->IsMissing("indicators.activities");
  if (sums.empty() && !is_missing) return;
  html.BothLeaf(
      "h3", {},
      {"Activities entered", "Activités encodées", "Ingevoerde activiteiten"});
  if (is_missing) {
    html.BothLeaf("p", {{"class", "none"}},
                  model.data->InsteadOf("indicators.activities"));
    return;
  }
  const auto scroll = html.Element("div", {{"class", "scroll"}});
  const auto table = html.Element("table", {{"class", "activities"}});
  std::vector<Sentence> columns = {
      {"entered", "Encodées", "Ingevoerd"},
      {"sessions", "Séances", "Sessies"},
      {"participants", "Participants", "Deelnemers"},
      {"course time", "Durée des cours", "Cursusduur"},
      {"reached", "Personnes touchées", "Bereikte personen"},
  };
  const bool has_person_hours = std::any_of(
      sums.begin(), sums.end(),
      [](const auto& one) { return one.second.person_minutes.known > 0; });
  if (has_person_hours) {
    columns.push_back({"person-hours known", "Heures-participants connues",
                       "Bekende deelnemersuren"});
  }
  {
    const auto head = html.Element("thead");
    const auto row = html.Element("tr");
    WriteColumnHead({"type", "Type d'activité", "Soort activiteit"}, false,
                    html);
    for (const Sentence& column : columns) WriteColumnHead(column, true, html);
  }
  const auto body = html.Element("tbody");
  for (const auto& [code, sum] : sums) {
    const auto row = html.Element("tr");
    WriteType(*model.data, code, html);
    html.Leaf("td", CellOf(columns[0], "num"), Whole(sum.activities));
    html.Leaf("td", CellOf(columns[1], "num"), Whole(sum.sessions));
    const auto known = [&, &sum = sum](size_t place, const KnownSum& figure,
                                       const std::string& text) {
      WriteKnown(columns[place], figure, text, sum.activities, html);
    };
    known(2, sum.participants, Whole(sum.participants.value));
    known(3, sum.minutes, Duration(sum.minutes.value));
    known(4, sum.reached, Whole(sum.reached.value));
    if (has_person_hours) {
      known(5, sum.person_minutes, Duration(sum.person_minutes.value));
    }
  }
}

void WriteMeetings(const ReportModel& model, HtmlWriter& html) {
  html.BothLeaf(
      "h3", {},
      {"Meetings of the cell (CSIL R / LIVC R)",
       "Réunions de la cellule (CSIL R)", "Vergaderingen van de cel (LIVC R)"});
  if (model.data->IsMissing("exchange")) {
    html.BothLeaf("p", {{"class", "none"}}, model.data->InsteadOf("exchange"));
    return;
  }
  const int called = model.meetings_called;
  const int held = model.meetings_held;
  const int zone = model.meetings_zone_represented;
  html.BothLeaf(
      "p", {},
      {absl::StrCat(called, " recorded, ", held, " held, police zone at ",
                    zone),
       absl::StrCat(called, called < 2 ? " enregistrée" : " enregistrées",
                    ", dont ", held, held < 2 ? " tenue" : " tenues",
                    " ; zone de police représentée à ", zone),
       absl::StrCat(called, " geregistreerd, waarvan ", held,
                    " gehouden; politiezone vertegenwoordigd op ", zone)});
}

// What the measures are, then each of them.
void WriteMeasureTable(const ReportModel& model, HtmlWriter& html) {
  const int indicators = model.indicator_count;
  const int reported = model.reported_measure_count;
  html.BothLeaf(
      "p", {{"class", "lead"}},
      {absl::StrCat(indicators, " indicators report ", reported, " measures."),
       absl::StrCat(indicators, " indicateurs rendent compte de ", reported,
                    " mesures. Les totaux sont établis par mesure, jamais par "
                    "indicateur."),
       absl::StrCat(indicators, " indicatoren rapporteren over ", reported,
                    " metingen. Totalen worden per meting gemaakt, nooit per "
                    "indicator.")});
  WriteTable(model, model.measures, /*is_local=*/false, html);
}

}  // namespace

void WriteMeasures(const ReportModel& model, HtmlWriter& html) {
  const auto section = html.Element(
      "section", {{"id", "measures"}, {"aria-labelledby", "measures-title"}});
  html.BothLeaf("h2", {{"id", "measures-title"}},
                {"Measures", "Mesures", "Metingen"});
  if (model.measures.empty()) {
    WriteNothing(
        model, "conventions.definitions",
        {"The convention has no measure.", "La convention n'a aucune mesure.",
         "De overeenkomst heeft geen meting."},
        html);
  } else {
    WriteMeasureTable(model, html);
  }
  WriteLocalMeasures(model, html);
  WriteStanding(model, html);
  WriteSources(model, html);
  WriteActivities(model, html);
  WriteMeetings(model, html);
}

}  // namespace entente::client
