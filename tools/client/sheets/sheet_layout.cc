#include "tools/client/sheets/sheet_layout.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"
#include "tools/client/sheets/sheet_areas.h"

namespace entente::client {
namespace {

// Areas that the head of a sheet names.
constexpr size_t kOuterMax = 20;

// Who that is stands in the message that the sheet came with.
std::string DueText(const google::type::Date& due, Language language) {
  if (due.year() == 0) return "";
  const std::string day =
      absl::StrFormat("%04d-%02d-%02d", due.year(), due.month(), due.day());
  return Pick({absl::StrCat(" Due on ", day,
                            " at the latest, returned to whoever sent it."),
               absl::StrCat(" À renvoyer au plus tard le ", day,
                            " à qui vous l'a envoyé."),
               absl::StrCat(" Ten laatste op ", day,
                            " terug te sturen naar wie het u stuurde.")},
              language);
}

std::string ElsewhereText(const std::vector<AreaFigure>& elsewhere,
                          Language language) {
  if (elsewhere.empty()) return "";
  const std::string named = NameFigures(elsewhere);
  return Pick({absl::StrCat(" Already delivered for areas that take in these "
                            "or lie in them, not to be counted again: ",
                            named, "."),
               absl::StrCat(" Déjà livré pour des lieux qui comprennent "
                            "ceux-ci ou en font partie, à ne pas recompter : ",
                            named, "."),
               absl::StrCat(" Al geleverd voor gebieden die deze omvatten of "
                            "erin liggen, niet opnieuw te tellen: ",
                            named, ".")},
              language);
}

std::string OuterText(const std::vector<std::string>& outer,
                      Language language) {
  if (outer.empty()) return "";
  // A cell that comes back has an end (kCellBytesMax).
  const auto end =
      outer.begin() + static_cast<ptrdiff_t>(std::min(outer.size(), kOuterMax));
  std::string named = absl::StrJoin(outer.begin(), end, ", ");
  if (end != outer.end()) absl::StrAppend(&named, ", …");
  return Pick(
      {absl::StrCat(" Other areas of this sheet lie in ", named,
                    ": fill in each action for one area only."),
       absl::StrCat(" D'autres lieux de ce relevé font partie de ", named,
                    " : indiquez chaque action pour un seul lieu."),
       absl::StrCat(" Andere gebieden van dit blad liggen in ", named,
                    ": vul elke actie voor één gebied in.")},
      language);
}

// A spreadsheet takes 1:40 for a time of day, and keeps that format.
std::string HoursText(const Sheet& sheet, Language language) {
  const bool has_hours =
      std::any_of(sheet.rows.begin(), sheet.rows.end(),
                  [](const SheetRow& row) { return row.is_hours; });
  if (!has_hours) return "";
  return Pick(
      {" Hours and minutes as text, with an apostrophe first: '1:40. Where a "
       "cell became a time of day, set its format to General first.",
       " Les heures et minutes en texte, précédé d'une apostrophe : '1:40. Si "
       "une cellule est devenue une heure du jour, mettez d'abord son format "
       "à « Standard ».",
       " Uren en minuten als tekst, met een apostrof ervoor: '1:40. Werd een "
       "cel een tijdstip, zet dan eerst haar opmaak op \"Standaard\"."},
      language);
}

}  // namespace

std::string SheetTitle(const SheetKey& key, Language language) {
  const std::string month = key.MonthText();
  return Pick({absl::StrCat("Figures of ", month, ", source ", key.source),
               absl::StrCat("Chiffres de ", month, ", source ", key.source),
               absl::StrCat("Cijfers van ", month, ", bron ", key.source)},
              language);
}

std::string SheetHelp(const Sheet& sheet, Language language) {
  const std::string help = Pick(
      {"Fill in the column \"new figure\" for the whole month: 0 where there "
       "was nothing, empty where you do not know. Hours as 1,5. Change nothing "
       "else; name nobody in the remarks, which are not stored.",
       "Remplissez la colonne « nouveau chiffre » pour le mois entier : 0 s'il "
       "n'y a rien eu, vide si vous ne savez pas. Les heures comme 1,5. Ne "
       "changez rien d'autre ; ne nommez personne dans les remarques, qui ne "
       "sont pas conservées.",
       "Vul de kolom \"nieuw cijfer\" in voor de hele maand: 0 als er niets "
       "was, leeg als u het niet weet. Uren als 1,5. Wijzig verder niets; noem "
       "niemand in de opmerkingen, die niet bewaard worden."},
      language);
  return absl::StrCat(help, HoursText(sheet, language),
                      DueText(sheet.due, language),
                      OuterText(sheet.outer_areas, language),
                      ElsewhereText(sheet.elsewhere, language));
}

std::string ColumnTitle(SheetColumn column, Language language) {
  static const Sentence kTitles[kSheetColumns] = {
      {"no.", "n°", "nr."},
      {"measure", "mesure", "meting"},
      {"area", "lieu", "gebied"},
      {"unit", "unité", "eenheid"},
      {"by your sheets so far", "déjà par vos relevés", "al door uw bladen"},
      {"known in all", "connu au total", "in totaal bekend"},
      {"new figure", "nouveau chiffre", "nieuw cijfer"},
      {"remark", "remarque", "opmerking"},
      {"code", "code", "code"},
      {"check", "contrôle", "controle"}};
  return Pick(kTitles[column], language);
}

std::string ConfidentialWord(Language language) {
  return Pick({"confidential", "confidentiel", "vertrouwelijk"}, language);
}

std::string SheetFigureText(int64_t value, bool is_hours) {
  if (!is_hours) return absl::StrCat(value);
  const int64_t hours = value / 60;
  const int64_t minutes = value % 60;
  if (minutes == 0) return absl::StrCat(hours);
  // Hundredths of an hour that are whole minutes: 0,05 is three.
  if (minutes % 6 == 0) return absl::StrCat(hours, ",", minutes / 6);
  if (minutes % 3 == 0)
    return absl::StrFormat("%d,%02d", hours, minutes / 3 * 5);
  return absl::StrFormat("%d:%02d", hours, minutes);
}

}  // namespace entente::client
