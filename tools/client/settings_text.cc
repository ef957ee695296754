#include "tools/client/settings_text.h"

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "tools/client/context_text.h"
#include "tools/client/format.h"
#include "tools/client/table.h"

namespace entente::client {
namespace {

namespace cv1 = entente::conventions::v1;
namespace v1 = entente::indicators::v1;
using v1::MeasureSettings;

constexpr int64_t kMinutesPerHour = 60;

// `parts` of `whole` times `factor` in steps of 10^-decimals, rounded; `whole`
// is above zero.
int64_t Rounded(int64_t parts, int64_t whole, int64_t factor, int decimals) {
  __int128 steps = factor;
  for (int i = 0; i < decimals; ++i) steps *= 10;
  const __int128 twice = static_cast<__int128>(parts) * steps * 2;
  const __int128 half = parts < 0 ? -whole : whole;
  return static_cast<int64_t>((twice + half) /
                              (static_cast<__int128>(2) * whole));
}

// What people call the measure from then on; empty where they do not say.
std::string CalledText(const MeasureSettings& version, Language language) {
  std::vector<std::string> said;
  if (version.has_title()) {
    said.push_back(
        absl::StrCat(Pick({"title: ", "titre : ", "titel: "}, language),
                     Pick(version.title(), language)));
  }
  if (version.has_unit()) {
    said.push_back(
        absl::StrCat(Pick({"unit: ", "unité : ", "eenheid: "}, language),
                     Pick(version.unit(), language)));
  }
  return absl::StrJoin(said, ", ");
}

// Which measure counts the persons behind its figures; empty where none is
// named.
std::string PersonsText(const MeasureSettings& version, Language language) {
  if (version.persons_measure_code().empty()) return "";
  return absl::StrCat(Pick({"distinct persons: ", "personnes distinctes : ",
                            "verschillende personen: "},
                           language),
                      version.persons_measure_code());
}

std::string MonthOf(const google::type::Date& date) {
  google::type::Date month = date;
  month.set_day(0);
  return FormatDate(month);
}

}  // namespace

Sentence AudienceWord(MeasureSettings::Audience audience) {
  switch (audience) {
    case MeasureSettings::AUDIENCE_INTERNAL:
      return {"internal", "interne", "intern"};
    case MeasureSettings::AUDIENCE_STATE:
      return {"the State", "l'État", "de Staat"};
    case MeasureSettings::AUDIENCE_PUBLIC:
      return {"everybody", "tous", "iedereen"};
    default:
      return {"not said", "non dit", "niet gezegd"};
  }
}

std::string SettingsText(const std::vector<MeasureSettings>& versions,
                         Language language, int columns) {
  const auto word = [&](Sentence sentence) { return Pick(sentence, language); };
  Table table({{word({"version", "version", "versie"}), Align::kRight},
               {word({"from", "dès", "vanaf"})},
               {word({"sources", "sources", "bronnen"}), Align::kLeft, true},
               {word({"for", "pour", "voor"}), Align::kLeft, true},
               {word({"sensitive", "sensible", "gevoelig"})},
               {word({"decimals", "décimales", "decimalen"}), Align::kRight},
               {word({"since", "depuis", "sinds"}), Align::kLeft, true},
               {word({"words, note and reason", "mots, note et motif",
                      "woorden, nota en reden"}),
                Align::kLeft, true}});
  for (const MeasureSettings& version : versions) {
    std::vector<std::string> said;
    for (const std::string& one :
         {CalledText(version, language), PersonsText(version, language),
          Pick(version.note(), language), version.reason()}) {
      if (!one.empty()) said.push_back(one);
    }
    table.AddRow(
        {absl::StrCat(version.version()), MonthOf(version.first_month()),
         version.allowed_sources().empty()
             ? word({"any", "toutes", "alle"})
             : absl::StrJoin(version.allowed_sources(), " "),
         word(AudienceWord(version.audience())),
         version.is_sensitive() ? word({"yes", "oui", "ja"})
                                : word({"profile", "profil", "profiel"}),
         version.has_decimals() ? absl::StrCat(version.decimals()) : "",
         FormatTime(version.update_time()), absl::StrJoin(said, " – ")});
  }
  return table.Render(columns);
}

std::string ScaledFigure(cv1::MeasureKind kind, int64_t value,
                         int64_t denominator, int decimals) {
  if (kind == cv1::MEASURE_KIND_HOURS) {
    return absl::StrCat(
        ScaledText(Rounded(value, kMinutesPerHour, 1, decimals), decimals),
        " h");
  }
  if (kind == cv1::MEASURE_KIND_RATIO && denominator > 0) {
    return absl::StrCat(
        ScaledText(Rounded(value, denominator, 100, decimals), decimals),
        " % (", value, "/", denominator, ")");
  }
  return "";
}

}  // namespace entente::client
