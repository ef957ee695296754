#include "tools/client/sheets/sheet_figures.h"

#include <cmath>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "tools/client/sheets/sheet.h"

namespace entente::client {
namespace {

// As the service takes at most (ingest_rules.h).
constexpr int64_t kFigureMax = 1000000000;
constexpr int64_t kMinutesOfHour = 60;
// Of 0.05 hours: what people write with two decimals is so many minutes.
constexpr int64_t kMinutesOfDecimal = 3;
constexpr int64_t kQuartersOfDay = 96;
constexpr size_t kDigitsMax = 12;
// A cell of XLSX holds a binary fraction: 1.1 hours are 66 minutes.
constexpr double kTolerance = 1e-6;

bool AreDigits(absl::string_view text) {
  if (text.empty() || text.size() > kDigitsMax) return false;
  for (const char c : text) {
    if (!absl::ascii_isdigit(static_cast<unsigned char>(c))) return false;
  }
  return true;
}

int64_t Number(absl::string_view digits) {
  int64_t number = 0;
  for (const char c : digits) number = number * 10 + (c - '0');
  return number;
}

SheetFigure Fault(const char* reason) { return {{}, reason}; }

SheetFigure Bounded(int64_t value) {
  if (value > kFigureMax) return Fault(kFigureTooLarge);
  return {value, nullptr};
}

// Whether a number of so many hours may be a time of day instead, which counts
// days: nobody types so many decimals, and as days it is a round time.
bool MayBeTime(int64_t minutes) {
  return minutes % kMinutesOfDecimal != 0 &&
         minutes * kQuartersOfDay % kMinutesOfHour == 0;
}

SheetFigure OfNumber(const std::string& text, bool is_hours) {
  double number = 0;
  if (!absl::SimpleAtod(text, &number) || !std::isfinite(number)) {
    return Fault(kFigureInvalid);
  }
  if (number < 0) return Fault(kFigureNegative);
  if (number > static_cast<double>(kFigureMax)) return Fault(kFigureTooLarge);
  const double exact = is_hours ? number * kMinutesOfHour : number;
  const double whole = std::round(exact);
  if (std::abs(exact - whole) > kTolerance) {
    return Fault(is_hours ? kFigureMinutes : kFigureFraction);
  }
  const auto value = static_cast<int64_t>(whole);
  if (is_hours && MayBeTime(value)) return Fault(kFigureTime);
  return Bounded(value);
}

// "1:30"; a spreadsheet saves it as "01:30:00" too.
SheetFigure OfHoursAndMinutes(absl::string_view text) {
  const size_t colon = text.find(':');
  absl::string_view minutes = text.substr(colon + 1);
  if (minutes.size() == 5 && absl::EndsWith(minutes, ":00")) {
    minutes.remove_suffix(3);
  }
  const absl::string_view hours = text.substr(0, colon);
  if (!AreDigits(hours) || minutes.size() != 2 || !AreDigits(minutes) ||
      Number(minutes) >= kMinutesOfHour) {
    return Fault(kFigureInvalid);
  }
  return Bounded(Number(hours) * kMinutesOfHour + Number(minutes));
}

SheetFigure OfText(absl::string_view text, bool is_hours) {
  // Where it was typed into a file that keeps it.
  if (is_hours) absl::ConsumePrefix(&text, "'");
  const bool is_negative = absl::ConsumePrefix(&text, "-");
  if (text.find(':') != absl::string_view::npos) {
    if (!is_hours || is_negative) return Fault(kFigureInvalid);
    return OfHoursAndMinutes(text);
  }
  const size_t mark = text.find_first_of(",.");
  const absl::string_view whole = text.substr(0, mark);
  absl::string_view fraction;
  if (mark != absl::string_view::npos) {
    fraction = text.substr(mark + 1);
    if (!AreDigits(fraction)) return Fault(kFigureInvalid);
  }
  if (!AreDigits(whole)) return Fault(kFigureInvalid);
  if (mark != absl::string_view::npos && fraction.size() == 3) {
    return Fault(kFigureAmbiguous);
  }
  while (absl::ConsumeSuffix(&fraction, "0")) {
  }
  int64_t value = Number(whole);
  if (is_hours) {
    int64_t scale = 1;
    for (size_t i = 0; i < fraction.size(); ++i) scale *= 10;
    const int64_t parts = Number(fraction) * kMinutesOfHour;
    if (parts % scale != 0) return Fault(kFigureMinutes);
    value = value * kMinutesOfHour + parts / scale;
  } else if (!fraction.empty()) {
    return Fault(kFigureFraction);
  }
  if (is_negative && value != 0) return Fault(kFigureNegative);
  return Bounded(value);
}

}  // namespace

SheetFigure ReadSheetFigure(const SheetCell& cell, bool is_hours) {
  if (cell.is_formula) return Fault(kFigureFormula);
  if (cell.is_other) return Fault(kFigureInvalid);
  if (cell.is_date) return Fault(kFigureDate);
  if (cell.is_number) return OfNumber(cell.text, is_hours);
  const std::string text = PlainText(cell.text);
  if (text.empty()) return {};
  // What a spreadsheet of text would run is never a figure.
  if (absl::StartsWith(text, "=")) return Fault(kFigureFormula);
  return OfText(text, is_hours);
}

Sentence SheetFaultSentence(const std::string& reason) {
  if (reason == kFigureFormula) {
    return {"a formula; write the figure itself",
            "une formule ; écrivez le chiffre lui-même",
            "een formule; schrijf het cijfer zelf"};
  }
  if (reason == kFigureNegative) {
    return {"below zero; a sheet says the whole figure of the month",
            "sous zéro ; un relevé donne le chiffre entier du mois",
            "onder nul; een blad geeft het hele cijfer van de maand"};
  }
  if (reason == kFigureFraction) {
    return {"a fraction; whole things are counted here",
            "une fraction ; on compte ici des choses entières",
            "een breuk; hier worden hele dingen geteld"};
  }
  if (reason == kFigureMinutes) {
    return {
        "no whole minutes; write hours as 1,5, or as text with an "
        "apostrophe first, as '1:40",
        "pas des minutes entières ; écrivez les heures comme 1,5, ou en "
        "texte précédé d'une apostrophe, comme '1:40",
        "geen hele minuten; schrijf uren als 1,5, of als tekst met een "
        "apostrof ervoor, zoals '1:40"};
  }
  if (reason == kFigureAmbiguous) {
    return {"three digits behind a point or comma: write 1500, or 1,5",
            "trois chiffres derrière un point ou une virgule : écrivez 1500, "
            "ou 1,5",
            "drie cijfers na een punt of komma: schrijf 1500, of 1,5"};
  }
  if (reason == kFigureDate) {
    return {
        "a day or a time of day, and the cell keeps its format: set that to "
        "General, then type 2 or 1,5; or text with an apostrophe first, as "
        "'1:40",
        "une date ou une heure du jour, et la cellule garde son format : "
        "choisissez « Standard », puis tapez 2 ou 1,5 ; ou du texte précédé "
        "d'une apostrophe, comme '1:40",
        "een dag of een tijdstip, en de cel houdt haar opmaak: kies "
        "\"Standaard\", typ dan 2 of 1,5; of tekst met een apostrof ervoor, "
        "zoals '1:40"};
  }
  if (reason == kFigureTime) {
    return {
        "may be a time of day (2:00 is kept as 0,0833, 40:00 as 1,6667): "
        "write 2 or 1,5, or text with an apostrophe first, as '1:40",
        "peut être une heure du jour (2:00 est gardé comme 0,0833, 40:00 comme "
        "1,6667) : écrivez 2 ou 1,5, ou du texte précédé d'une apostrophe, "
        "comme '1:40",
        "kan een tijdstip zijn (2:00 wordt als 0,0833 bewaard, 40:00 als "
        "1,6667): schrijf 2 of 1,5, of tekst met een apostrof ervoor, zoals "
        "'1:40"};
  }
  if (reason == kFigureTooLarge) {
    const std::string max = absl::StrCat(kFigureMax);
    return {absl::StrCat("more than ", max, ", which no month has"),
            absl::StrCat("plus de ", max, ", ce qu'aucun mois n'a"),
            absl::StrCat("meer dan ", max, ", wat geen maand heeft")};
  }
  if (reason == kPartEmpty) {
    return {
        "other parts of this measure are filled in: fill in this one too, 0 "
        "where there is nothing",
        "d'autres parties de cette mesure sont remplies : remplissez aussi "
        "celle-ci, 0 s'il n'y a rien",
        "andere delen van deze meting zijn ingevuld: vul ook dit in, 0 als "
        "er niets is"};
  }
  if (reason == kFigureMeasure) {
    return {"the measure is not counted (any more); ask for a new sheet",
            "la mesure n'est pas (ou plus) comptée ; demandez un nouveau "
            "relevé",
            "de meting wordt niet (meer) geteld; vraag een nieuw blad"};
  }
  return {"no figure; write 12, or hours as 1,5",
          "pas un chiffre ; écrivez 12, ou les heures comme 1,5",
          "geen cijfer; schrijf 12, of uren als 1,5"};
}

}  // namespace entente::client
