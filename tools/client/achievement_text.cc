#include "tools/client/achievement_text.h"

#include <algorithm>
#include <cstdint>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"
#include "services/common/base/error.h"
#include "tools/client/format.h"
#include "tools/client/progress.h"
#include "tools/client/table.h"

namespace entente::client {
namespace {

namespace cv1 = entente::conventions::v1;
namespace v1 = entente::indicators::v1;

constexpr int kBarWidth = 20;
constexpr int64_t kWhole = 1000;

std::string StateText(Language language, v1::Achievement::State state) {
  switch (state) {
    case v1::Achievement::STATE_REACHED:
      return Pick({"reached", "atteint", "bereikt"}, language);
    case v1::Achievement::STATE_UNDER_WAY:
      return Pick({"under way", "en cours", "bezig"}, language);
    case v1::Achievement::STATE_MISSED:
      return Pick({"missed", "non atteint", "niet bereikt"}, language);
    default:
      return "";
  }
}

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
  return achievement.has_progress_permille() &&
         (achievement.kind() == cv1::MEASURE_KIND_RATIO ||
          achievement.compared_until().month() == 12);
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
  if (achievement.has_target() && achievement.has_actual() &&
      achievement.direction() == cv1::DIRECTION_UNSPECIFIED &&
      achievement.kind() != cv1::MEASURE_KIND_YES_NO) {
    notes.push_back(
        Pick({"nobody said whether more or less is better (entente convention "
              "findings)",
              "personne n'a dit si plus ou moins est mieux (entente convention "
              "findings)",
              "niemand zei of meer dan wel minder beter is (entente convention "
              "findings)"},
             language));
  }
  if (notes.empty()) return "";
  return absl::StrCat(measures.Title(achievement.measure_code()), ": ",
                      absl::StrJoin(notes, "; "));
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
  for (const v1::Achievement& one : response.achievements()) {
    has_confidential |= one.is_confidential() && !one.has_actual();
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
  say({"– : no figures, which is not a zero.",
       "– : aucun chiffre, ce qui n'est pas un zéro.",
       "– : geen cijfers, wat geen nul is."});
  if (has_confidential) {
    say(
        {"Of confidential measures only whole years are shown, none until the "
         "year is closed.",
         "Des mesures confidentielles, seules des années entières sont "
         "montrées, aucune avant que l'année soit clôturée.",
         "Van vertrouwelijke metingen worden alleen hele jaren getoond, geen "
         "voor het jaar is afgesloten."});
  }
  return text;
}

}  // namespace

std::string AchievementText(const v1::QueryAchievementResponse& response,
                            const MeasureLookup& measures,
                            const AchievementSpan& span, Language language,
                            int columns) {
  const std::string period =
      span.quarter > 0  ? absl::StrCat(span.year, "-Q", span.quarter)
      : span.month == 0 ? absl::StrCat(span.year)
                        : absl::StrFormat("%d-01 – %d-%02d", span.year,
                                          span.year, span.month);
  const auto word = [&](const Sentence& sentence) {
    return Pick(sentence, language);
  };
  Table table({{word({"measure", "mesure", "meting"}), Align::kLeft, true},
               {period, Align::kRight},
               {word({"target", "objectif", "streefcijfer"}), Align::kRight},
               {"", Align::kRight},
               {"", Align::kLeft},
               {word({"state", "état", "stand"}), Align::kLeft},
               {word({"a year before", "un an plus tôt", "een jaar eerder"}),
                Align::kRight}});
  const std::string part_until = PartUntil(response, span);
  for (const v1::Achievement& one : response.achievements()) {
    const std::string& code = one.measure_code();
    table.AddRow({measures.Title(code),
                  FigureText(measures, code, one.has_actual(), one.actual()),
                  TargetText(language, measures, one), ShareText(language, one),
                  BarText(one), StateText(language, one.state()),
                  BeforeText(measures, one, !part_until.empty())});
  }
  return absl::StrCat(table.Render(columns),
                      NotesText(language, measures, response, part_until));
}

}  // namespace entente::client
