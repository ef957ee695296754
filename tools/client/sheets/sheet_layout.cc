#include "tools/client/sheets/sheet_layout.h"

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"

namespace entente::client {

std::string SheetTitle(const SheetKey& key, Language language) {
  const std::string month = key.MonthText();
  return Pick({absl::StrCat("Figures of ", month, ", source ", key.source),
               absl::StrCat("Chiffres de ", month, ", source ", key.source),
               absl::StrCat("Cijfers van ", month, ", bron ", key.source)},
              language);
}

std::string SheetHelp(Language language) {
  return Pick(
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
