#include "tools/client/context_text.h"

#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"
#include "tools/client/csv_writer.h"
#include "tools/client/format.h"
#include "tools/client/resource_names.h"
#include "tools/client/table.h"

namespace entente::client {
namespace {

namespace v1 = entente::indicators::v1;
using v1::ContextFigure;
using v1::ContextSeries;

constexpr int kWholeDigitsMax = 13;

// The id of a series by its name.
std::string IdOf(const ContextSeries& series) {
  return series.name().substr(series.name().rfind('/') + 1);
}

int64_t StepsOf(int decimals) {
  int64_t steps = 1;
  for (int i = 0; i < decimals; ++i) steps *= 10;
  return steps;
}

std::string Scaled(int64_t value, int decimals, const char* point,
                   bool is_grouped) {
  const int64_t steps = StepsOf(decimals);
  const int64_t whole = value / steps;
  const int64_t rest = value % steps;
  // Of -0,5 the whole part has no sign of its own.
  const std::string sign = value < 0 && whole == 0 ? "-" : "";
  const std::string text =
      absl::StrCat(sign, is_grouped ? FormatCount(whole) : absl::StrCat(whole));
  if (decimals == 0) return text;
  return absl::StrFormat("%s%s%0*d", text, point, decimals,
                         rest < 0 ? -rest : rest);
}

bool IsDigits(absl::string_view text) {
  for (const char c : text) {
    if (!absl::ascii_isdigit(static_cast<unsigned char>(c))) return false;
  }
  return true;
}

void AddLine(const std::string& word, const std::string& text, int columns,
             std::string& out) {
  if (text.empty()) return;
  const std::string line = absl::StrCat(word, text);
  absl::StrAppend(&out, absl::StrJoin(Wrap(line, columns), "\n"), "\n");
}

// Who publishes a series, and where.
std::string SourceText(const ContextSeries& series) {
  if (series.reference().empty()) return series.source();
  return absl::StrCat(series.source(), ", ", series.reference());
}

// What became of a version that `next` follows.
Sentence SinceWord(const ContextFigure& next) {
  if (next.is_withdrawn()) {
    return {" (withdrawn since)", " (retiré depuis)",
            " (sindsdien ingetrokken)"};
  }
  return {" (corrected since)", " (corrigé depuis)", " (sindsdien verbeterd)"};
}

}  // namespace

const Sentence kContextLabel = {
    "Context: a series from outside; nothing of it is achieved by the grant.",
    "Contexte : série externe ; rien n'en est obtenu par la subvention.",
    "Context: reeks van buiten; niets ervan is met de subsidie bereikt."};

std::string ScaledText(int64_t value, int decimals) {
  return Scaled(value, decimals, ",", true);
}

std::string ScaledDecimal(int64_t value, int decimals) {
  return Scaled(value, decimals, ".", false);
}

std::optional<int64_t> ParseScaled(absl::string_view text, int decimals) {
  const bool is_negative = !text.empty() && text[0] == '-';
  if (is_negative) text.remove_prefix(1);
  const size_t point = text.find_first_of(",.");
  const absl::string_view whole = text.substr(0, point);
  absl::string_view part;
  if (point != absl::string_view::npos) {
    part = text.substr(point + 1);
    if (part.empty()) return std::nullopt;
  }
  int64_t units = 0;
  if (whole.empty() || whole.size() > kWholeDigitsMax || !IsDigits(whole) ||
      part.size() > static_cast<size_t>(decimals) || !IsDigits(part) ||
      !absl::SimpleAtoi(whole, &units)) {
    return std::nullopt;
  }
  for (int i = 0; i < decimals; ++i) {
    const int digit = i < static_cast<int>(part.size()) ? part[i] - '0' : 0;
    units = units * 10 + digit;
  }
  return is_negative ? -units : units;
}

Sentence FrequencyWord(ContextSeries::Frequency frequency) {
  switch (frequency) {
    case ContextSeries::FREQUENCY_YEAR:
      return {"by year", "par année", "per jaar"};
    case ContextSeries::FREQUENCY_QUARTER:
      return {"by quarter", "par trimestre", "per kwartaal"};
    case ContextSeries::FREQUENCY_MONTH:
      return {"by month", "par mois", "per maand"};
    default:
      return {"?", "?", "?"};
  }
}

std::string ContextListText(const std::vector<ContextSeries>& list,
                            Language language, int columns) {
  const auto word = [&](Sentence sentence) { return Pick(sentence, language); };
  Table table({{word({"series", "série", "reeks"})},
               {word({"title", "intitulé", "titel"}), Align::kLeft, true},
               {word({"source", "source", "bron"}), Align::kLeft, true},
               {word({"frequency", "fréquence", "frequentie"})},
               {word({"figures", "chiffres", "cijfers"}), Align::kRight}});
  for (const ContextSeries& series : list) {
    table.AddRow({IdOf(series), Pick(series.title(), language), series.source(),
                  word(FrequencyWord(series.frequency())),
                  FormatCount(series.figure_count())});
  }
  std::string out;
  AddLine("", Pick(kContextLabel, language), columns, out);
  return absl::StrCat(out, table.Render(columns));
}

std::string ContextVersionsText(const std::vector<ContextSeries>& versions,
                                Language language, int columns) {
  const auto word = [&](Sentence sentence) { return Pick(sentence, language); };
  Table table({{word({"version", "version", "versie"}), Align::kRight},
               {word({"title (unit)", "intitulé (unité)", "titel (eenheid)"}),
                Align::kLeft, true},
               {word({"source", "source", "bron"}), Align::kLeft, true},
               {word({"since", "depuis", "sinds"}), Align::kLeft, true},
               {word({"reason", "motif", "reden"}), Align::kLeft, true}});
  for (const ContextSeries& series : versions) {
    table.AddRow({absl::StrCat(series.version()),
                  absl::StrCat(Pick(series.title(), language), " (",
                               Pick(series.unit(), language), ")"),
                  SourceText(series),
                  FormatTime(series.has_update_time() ? series.update_time()
                                                      : series.create_time()),
                  series.reason()});
  }
  std::string out;
  AddLine("", Pick(kContextLabel, language), columns, out);
  return absl::StrCat(out, table.Render(columns));
}

std::string ContextSeriesText(const ContextSeries& series, Language language,
                              int columns) {
  const auto word = [&](Sentence sentence) { return Pick(sentence, language); };
  std::string out;
  AddLine("", Pick(kContextLabel, language), columns, out);
  AddLine(word({"Version: ", "Version : ", "Versie: "}),
          absl::StrCat(series.version()), columns, out);
  AddLine(word({"Title, in French: ", "Intitulé, en français : ",
                "Titel, in het Frans: "}),
          series.title().fr(), columns, out);
  AddLine(word({"Title, in Dutch: ", "Intitulé, en néerlandais : ",
                "Titel, in het Nederlands: "}),
          series.title().nl(), columns, out);
  AddLine(word({"Unit, in French: ", "Unité, en français : ",
                "Eenheid, in het Frans: "}),
          series.unit().fr(), columns, out);
  AddLine(word({"Unit, in Dutch: ", "Unité, en néerlandais : ",
                "Eenheid, in het Nederlands: "}),
          series.unit().nl(), columns, out);
  AddLine(word({"Published by: ", "Publié par : ", "Bekendgemaakt door: "}),
          SourceText(series), columns, out);
  AddLine(word({"Reason: ", "Motif : ", "Reden: "}), series.reason(), columns,
          out);
  return out;
}

std::string ContextPlacesText(const std::vector<ContextFigure>& figures) {
  return absl::StrJoin(
      figures, "; ", [](std::string* out, const ContextFigure& figure) {
        absl::StrAppend(out, figure.period(), ", ", figure.area());
      });
}

std::string ContextText(const v1::QueryContextResponse& answer,
                        Language language, int columns) {
  const auto word = [&](Sentence sentence) { return Pick(sentence, language); };
  const ContextSeries& series = answer.context_series();
  std::string out;
  AddLine("",
          absl::StrCat(Pick(series.title(), language), " (", IdOf(series), ")"),
          columns, out);
  AddLine("", Pick(kContextLabel, language), columns, out);
  AddLine(word({"Unit: ", "Unité : ", "Eenheid: "}),
          Pick(series.unit(), language), columns, out);
  AddLine(word({"Published by: ", "Publié par : ", "Bekendgemaakt door: "}),
          SourceText(series), columns, out);
  if (answer.figures().empty()) {
    AddLine("", word({"no figures", "aucun chiffre", "geen cijfers"}), columns,
            out);
    return out;
  }
  Table table({{word({"period", "période", "periode"})},
               {word({"area", "lieu", "gebied"})},
               {word({"figure", "chiffre", "cijfer"}), Align::kRight},
               {word({"published", "publié le", "bekend op"})},
               {word({"version", "version", "versie"}), Align::kLeft, true}});
  for (int i = 0; i < answer.figures_size(); ++i) {
    const ContextFigure& figure = answer.figures(i);
    // Versions of a figure follow each other.
    const bool is_followed =
        i + 1 < answer.figures_size() &&
        answer.figures(i + 1).period() == figure.period() &&
        answer.figures(i + 1).area() == figure.area();
    std::string version = absl::StrCat(figure.version());
    if (is_followed && !figure.is_withdrawn()) {
      absl::StrAppend(&version, word(SinceWord(answer.figures(i + 1))));
    }
    if (!figure.reason().empty()) {
      absl::StrAppend(&version, ": ", figure.reason());
    }
    table.AddRow({figure.period(), figure.area(),
                  figure.is_withdrawn()
                      ? word({"withdrawn", "retiré", "ingetrokken"})
                      : ScaledText(figure.value(), series.decimals()),
                  FormatDate(figure.publish_date()), version});
  }
  return absl::StrCat(out, "\n", table.Render(columns));
}

std::string ContextCsv(const v1::QueryContextResponse& answer) {
  std::string csv;
  AddCsvLine({"nature", "series", "title_fr", "title_nl", "unit_fr", "unit_nl",
              "source", "reference", "period", "area", "value", "published",
              "version", "reason", "withdrawn"},
             csv);
  const ContextSeries& series = answer.context_series();
  for (const ContextFigure& figure : answer.figures()) {
    AddCsvLine(
        {"context", CsvText(IdOf(series)), CsvText(series.title().fr()),
         CsvText(series.title().nl()), CsvText(series.unit().fr()),
         CsvText(series.unit().nl()), CsvText(series.source()),
         CsvText(series.reference()), CsvText(figure.period()),
         CsvText(figure.area()),
         figure.is_withdrawn()
             ? ""
             : ScaledDecimal(figure.value(), series.decimals()),
         FormatDate(figure.publish_date()), absl::StrCat(figure.version()),
         CsvText(figure.reason()), figure.is_withdrawn() ? "true" : "false"},
        csv);
  }
  return csv;
}

}  // namespace entente::client
