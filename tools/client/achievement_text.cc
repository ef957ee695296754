#include "tools/client/achievement_text.h"

#include <algorithm>
#include <cstdint>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"
#include "services/common/base/error.h"
#include "tools/client/achievement_words.h"
#include "tools/client/format.h"
#include "tools/client/local_words.h"
#include "tools/client/progress.h"
#include "tools/client/table.h"

namespace entente::client {
namespace {

namespace cv1 = entente::conventions::v1;
namespace v1 = entente::indicators::v1;

constexpr int kBarWidth = 20;
constexpr int64_t kWhole = 1000;

// "–" where nothing is known, which is not a zero.
std::string FigureText(const MeasureLookup& measures, const std::string& code,
                       bool is_known, const v1::MonthFigure& figure) {
  return is_known ? measures.Figure(code, figure.value(), figure.denominator())
                  : "–";
}

// What is agreed, or known from before; per cent for a ratio.
std::string AgreedText(const MeasureLookup& measures,
                       const v1::Achievement& achievement, int64_t value) {
  if (achievement.kind() == cv1::MEASURE_KIND_RATIO) {
    return absl::StrCat(value, " %");
  }
  return measures.Figure(achievement.measure_code(), value);
}

std::string TargetText(Language language, const MeasureLookup& measures,
                       const v1::Achievement& achievement) {
  if (!achievement.has_target())
    return Pick({"none", "aucun", "geen"}, language);
  return AgreedText(measures, achievement, achievement.target().value());
}

// Whether the way from the baseline says more than the share of the target:
// until the last month is over, what adds up says little of a whole year.
bool HasWay(const v1::Achievement& achievement) {
  if (!achievement.has_progress_permille()) return false;
  if (achievement.kind() == cv1::MEASURE_KIND_RATIO) return true;
  return achievement.target().has_term()
             ? achievement.months_final() == achievement.months()
             : achievement.compared_until().month() == 12;
}

std::string TargetShareText(Language language,
                            const v1::Achievement& achievement) {
  if (!achievement.has_target_permille()) return "";
  return absl::StrCat(
      achievement.target_permille() / 10, " %",
      achievement.direction() == cv1::DIRECTION_LESS
          ? Pick({" of the limit", " de la limite", " van de grens"}, language)
          : "");
}

std::string ShareText(Language language, const v1::Achievement& achievement) {
  if (!HasWay(achievement)) return TargetShareText(language, achievement);
  return absl::StrCat(
      achievement.progress_permille() / 10, " %",
      Pick({" of the way", " du chemin", " van de weg"}, language));
}

std::string BarText(const v1::Achievement& achievement) {
  if (HasWay(achievement)) {
    return Bar(std::clamp<int64_t>(achievement.progress_permille(), 0, kWhole),
               kWhole, kBarWidth);
  }
  if (!achievement.has_target_permille()) return "";
  return Bar(std::min(achievement.target_permille(), kWhole), kWhole,
             kBarWidth);
}

// "8", or "8 → 6" with the same months of this year where not all are over.
std::string BeforeText(const MeasureLookup& measures,
                       const v1::Achievement& achievement, bool is_part) {
  const std::string& code = achievement.measure_code();
  std::string text = FigureText(measures, code, achievement.has_year_before(),
                                achievement.year_before());
  if (is_part && achievement.has_compared_until()) {
    absl::StrAppend(&text, " → ",
                    FigureText(measures, code, achievement.has_compared(),
                               achievement.compared()));
  }
  return text;
}

// What of a measure has no place in the table; empty where all has.
std::string NoteText(Language language, const MeasureLookup& measures,
                     const v1::Achievement& achievement) {
  std::vector<std::string> notes;
  if (HasWay(achievement)) {
    const v1::Target& target = achievement.target();
    notes.push_back(absl::StrCat(
        ShareText(language, achievement),
        Pick({" from ", " de ", " van "}, language),
        AgreedText(measures, achievement, target.baseline().value()),
        Pick({" to ", " à ", " naar "}, language),
        AgreedText(measures, achievement, target.value())));
    if (achievement.direction() == cv1::DIRECTION_LESS &&
        achievement.has_target_permille()) {
      notes.push_back(TargetShareText(language, achievement));
    }
  } else if (achievement.target().has_baseline()) {
    const v1::Baseline& from = achievement.target().baseline();
    notes.push_back(
        absl::StrCat(Pick({"from ", "depuis ", "vanaf "}, language),
                     AgreedText(measures, achievement, from.value()),
                     Pick({" in ", " en ", " in "}, language), from.year()));
  }
  if (achievement.has_target_changed_time()) {
    const std::string day =
        FormatTime(achievement.target_changed_time()).substr(0, 10);
    notes.push_back(
        achievement.has_target()
            ? Pick({"target changed on " + day, "objectif modifié le " + day,
                    "streefcijfer gewijzigd op " + day},
                   language)
            : Pick({"target withdrawn on " + day, "objectif retiré le " + day,
                    "streefcijfer ingetrokken op " + day},
                   language));
  }
  if (notes.empty()) return "";
  return absl::StrCat(measures.Title(achievement.measure_code()), ": ",
                      absl::StrJoin(notes, "; "));
}

// Above what was counted.
std::string PeriodText(const AchievementSpan& span) {
  if (!span.term.empty()) return span.term;
  if (span.quarter > 0) return absl::StrCat(span.year, "-Q", span.quarter);
  if (span.month == 0) return absl::StrCat(span.year);
  return absl::StrFormat("%d-01 – %d-%02d", span.year, span.year, span.month);
}

// "2018-05" of the last month that stands beside one of the year before; empty
// where these are all months that were asked for.
std::string PartUntil(const v1::QueryAchievementResponse& response,
                      const AchievementSpan& span) {
  const int last = span.month > 0     ? span.month
                   : span.quarter > 0 ? span.quarter * 3
                                      : 12;
  for (const v1::Achievement& one : response.achievements()) {
    const google::type::Date& until = one.compared_until();
    if (one.has_compared_until() && until.month() != last) {
      return absl::StrFormat("%d-%02d", until.year(), until.month());
    }
  }
  return "";
}

// Under the table.
std::string NotesText(Language language, const MeasureLookup& measures,
                      const v1::QueryAchievementResponse& response,
                      const std::string& part_until) {
  std::string text;
  const auto say = [&](const Sentence& sentence) {
    absl::StrAppend(&text, Pick(sentence, language), "\n");
  };
  bool has_confidential = false;
  bool has_months_apart = false;
  bool has_no_direction = false;
  for (const v1::Achievement& one : response.achievements()) {
    has_confidential |= one.is_confidential() && !one.has_actual();
    has_months_apart |= one.reason() == v1::Achievement::REASON_NOT_SUMMABLE;
    has_no_direction |=
        one.reason() == v1::Achievement::REASON_DIRECTION_UNKNOWN;
    const std::string note = NoteText(language, measures, one);
    if (!note.empty()) absl::StrAppend(&text, note, "\n");
  }
  if (!part_until.empty()) {
    say({absl::StrCat("A year before → now: of the months up to ", part_until,
                      ", which are over."),
         absl::StrCat("Un an plus tôt → maintenant : des mois jusqu'à ",
                      part_until, ", qui sont terminés."),
         absl::StrCat("Een jaar eerder → nu: van de maanden tot ", part_until,
                      ", die voorbij zijn.")});
  }
  if (!response.achievements().empty()) {
    const int settled = response.achievements(0).months_final();
    const int months = response.achievements(0).months();
    say({absl::StrCat(settled, " of ", months, " months settled."),
         absl::StrCat(settled, " mois sur ", months, " définitifs."),
         absl::StrCat(settled, " van ", months, " maanden definitief.")});
  }
  say({"– : no figure to show, which is not a zero.",
       "– : aucun chiffre à montrer, ce qui n'est pas un zéro.",
       "– : geen cijfer om te tonen, wat geen nul is."});
  if (has_months_apart) {
    say(
        {"Not added up: figures of months that may not be summed, or words; "
         "entente indicators series shows them by month.",
         "Non additionné : chiffres de mois qui ne peuvent être additionnés, "
         "ou mots ; entente indicators series les montre par mois.",
         "Niet opgeteld: cijfers van maanden die niet mogen worden opgeteld, "
         "of woorden; entente indicators series toont ze per maand."});
  }
  if (has_no_direction) {
    say(
        {"Direction not said: nobody said whether more or less is better "
         "(entente convention findings).",
         "Sens non précisé : personne n'a dit si plus ou moins est mieux "
         "(entente convention findings).",
         "Richting niet bepaald: niemand zei of meer dan wel minder beter is "
         "(entente convention findings)."});
  }
  if (has_confidential) {
    say(
        {"Of confidential measures only whole years are shown, none until the "
         "year is closed, and only to those who may see them.",
         "Des mesures confidentielles, seules des années entières sont "
         "montrées, aucune avant que l'année soit clôturée, et seulement aux "
         "personnes habilitées.",
         "Van vertrouwelijke metingen worden alleen hele jaren getoond, na "
         "afsluiting, als die er zijn, alleen voor bevoegden."});
  }
  return text;
}

}  // namespace

std::string AchievementText(const v1::QueryAchievementResponse& response,
                            const MeasureLookup& measures,
                            const AchievementSpan& span, Language language,
                            int columns) {
  const auto word = [&](const Sentence& sentence) {
    return Pick(sentence, language);
  };
  std::vector<Column> heads = {
      {word({"measure", "mesure", "meting"}), Align::kLeft, true},
      {PeriodText(span), Align::kRight},
      {word({"target", "objectif", "streefcijfer"}), Align::kRight},
      {"", Align::kRight},
      {"", Align::kLeft},
      {word({"state", "état", "stand"}), Align::kLeft}};
  const bool has_year_before = span.term.empty();
  if (has_year_before) {
    heads.push_back(
        {word({"a year before", "un an plus tôt", "een jaar eerder"}),
         Align::kRight});
  }
  Table table(std::move(heads));
  const std::string part_until = PartUntil(response, span);
  const auto add = [&](const v1::Achievement& one) {
    const std::string& code = one.measure_code();
    std::vector<std::string> row = {
        measures.Title(code),
        FigureText(measures, code, one.has_actual(), one.actual()),
        TargetText(language, measures, one),
        ShareText(language, one),
        BarText(one),
        Pick(AchievementWords(one), language)};
    if (has_year_before) {
      row.push_back(BeforeText(measures, one, !part_until.empty()));
    }
    table.AddRow(std::move(row));
  };
  std::vector<const v1::Achievement*> local;
  for (const v1::Achievement& one : response.achievements()) {
    if (measures.IsLocal(one.measure_code())) {
      local.push_back(&one);
    } else {
      add(one);
    }
  }
  // Below a line, apart from what the convention agrees.
  if (!local.empty() && !table.is_empty()) table.AddRule();
  for (const v1::Achievement* one : local) add(*one);
  return absl::StrCat(table.Render(columns),
                      local.empty() ? "" : absl::StrCat(word(kLocalNote), "\n"),
                      NotesText(language, measures, response, part_until));
}

}  // namespace entente::client
