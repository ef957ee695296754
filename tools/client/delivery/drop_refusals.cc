#include "tools/client/delivery/drop_refusals.h"

#include <string>

#include "absl/strings/str_cat.h"
#include "services/common/base/error.h"
#include "tools/client/delivery/record_reader.h"

namespace entente::client {

absl::Status SignatureMissing() {
  return DeliveryFileError(
      "SIGNATURE_MISSING",
      {"The source signs its files, and NAME.sig is missing. It is put there "
       "before the file.",
       "La source signe ses fichiers, et NOM.sig manque. Il se dépose avant "
       "le fichier.",
       "De bron ondertekent haar bestanden, en NAAM.sig ontbreekt. Het wordt "
       "vóór het bestand geplaatst."});
}

absl::Status SignatureUnreadable() {
  return DeliveryFileError(
      "SIGNATURE_UNREADABLE",
      {"NAME.sig is there and cannot be read: it must be a plain file that "
       "this "
       "program may read.",
       "NOM.sig existe et ne peut être lu : il faut un simple fichier que ce "
       "programme peut lire.",
       "NAAM.sig bestaat en kan niet worden gelezen: het moet een gewoon "
       "bestand zijn dat dit programma mag lezen."});
}

absl::Status SignatureUnexpected() {
  return DeliveryFileError(
      "SIGNATURE_UNEXPECTED",
      {"The file is signed, and the configuration names no public key to "
       "check it with.",
       "Le fichier est signé, et la configuration ne nomme pas de clé "
       "publique pour le vérifier.",
       "Het bestand is ondertekend, en de configuratie noemt geen publieke "
       "sleutel om het te controleren."});
}

absl::Status InputUnknown() {
  return DeliveryFileError(
      "INPUT_UNKNOWN",
      {"No input of the configuration has a pattern that fits this name.",
       "Aucune entrée de la configuration n'a de motif qui convienne à ce nom.",
       "Geen invoer van de configuratie heeft een patroon dat bij deze naam "
       "past."});
}

absl::Status NameRefused() {
  return DeliveryFileError(
      "NAME_REFUSED",
      {"A name is 1 to 100 bytes in UTF-8 of letters with or without accents, "
       "digits, blanks and . _ - ( ) [ ], without a national number, an e-mail "
       "address or the number of a police report.",
       "Un nom compte 1 à 100 octets en UTF-8 de lettres avec ou sans accents, "
       "chiffres, espaces et . _ - ( ) [ ], sans numéro national, adresse "
       "e-mail ni numéro de procès-verbal.",
       "Een naam telt 1 tot 100 bytes in UTF-8 van letters met of zonder "
       "accenten, cijfers, spaties en . _ - ( ) [ ], zonder "
       "rijksregisternummer, e-mailadres of nummer van een proces-verbaal."});
}

absl::Status NotAFile() {
  return DeliveryFileError(
      "NOT_A_FILE",
      {"This is a link, a pipe, a device or a folder. A regular file is "
       "expected.",
       "C'est un lien, un tube, un périphérique ou un dossier. Un fichier "
       "ordinaire est attendu.",
       "Dit is een link, een pijp, een apparaat of een map. Een gewoon "
       "bestand wordt verwacht."});
}

absl::Status DropUnreadable() {
  return DeliveryFileError(
      "FILE_UNREADABLE",
      {"The file may not be read by the account that watches; give it the "
       "right to.",
       "Le compte qui surveille ne peut pas lire le fichier ; donnez-lui ce "
       "droit.",
       "Het account dat bewaakt mag het bestand niet lezen; geef het dat "
       "recht."});
}

absl::Status ChangedWhileRead() {
  return DeliveryFileError(
      "FILE_CHANGED",
      {"The file changed while it was read. Write it under NAME.part and "
       "rename it when it is whole.",
       "Le fichier a changé pendant sa lecture. Écrivez-le sous NOM.part et "
       "renommez-le une fois complet.",
       "Het bestand veranderde terwijl het gelezen werd. Schrijf het als "
       "NAAM.part en hernoem het als het volledig is."});
}

absl::Status NothingTaken() {
  return DeliveryFileError(
      "INGEST_NOTHING_TAKEN",
      {"Every row was rejected: nothing was taken. Correct the rows or the "
       "mapping, or where the cause lies elsewhere put that right, and drop "
       "the file again.",
       "Toutes les lignes ont été rejetées : rien n'a été pris. Corrigez les "
       "lignes ou la correspondance, ou la cause si elle est ailleurs, et "
       "déposez le fichier à nouveau.",
       "Alle rijen werden geweigerd: er is niets aanvaard. Verbeter de rijen "
       "of de koppeling, of de oorzaak als die elders ligt, en plaats het "
       "bestand opnieuw."});
}

absl::Status RefusedAsAWhole() {
  return DeliveryFileError(
      "INGEST_REFUSED_WHOLE",
      {"Nothing was stored: the configuration takes a file whole or not at "
       "all, and rows of it cannot be taken. Correct them and deliver the file "
       "again.",
       "Rien n'a été enregistré : la configuration prend un fichier en entier "
       "ou pas du tout, et des lignes ne peuvent être prises. Corrigez-les et "
       "livrez le fichier à nouveau.",
       "Er is niets bewaard: de configuratie aanvaardt een bestand helemaal of "
       "niet, en rijen ervan kunnen niet aanvaard worden. Verbeter ze en lever "
       "het bestand opnieuw."});
}

absl::Status WholeTooLarge(int rows_max) {
  const std::string max = absl::StrCat(rows_max);
  return DeliveryFileError(
      "ATOMIC_TOO_LARGE",
      {absl::StrCat("The file has more than ", max,
                    " rows, the most that are stored together or not at all, "
                    "as the configuration asks. Nothing was sent: split it. A "
                    "later version of a record is several rows."),
       absl::StrCat("Le fichier a plus de ", max,
                    " lignes, le plus qui s'enregistre ensemble ou pas du "
                    "tout, comme le demande la configuration. Rien n'a été "
                    "envoyé : divisez-le. Une version ultérieure d'un "
                    "enregistrement compte pour plusieurs lignes."),
       absl::StrCat("Het bestand heeft meer dan ", max,
                    " rijen, het maximum dat samen of helemaal niet wordt "
                    "bewaard, zoals de configuratie vraagt. Er is niets "
                    "verzonden: splits het. Een latere versie van een record "
                    "telt voor meerdere rijen.")});
}

absl::Status WholeBegun(int64_t rows) {
  const std::string known = absl::StrCat(rows);
  return MakeError(
      absl::StatusCode::kInvalidArgument,
      {.reason = "ATOMIC_BEGUN",
       .metadata = {{"rows_known", known}},
       .sentence = {
           absl::StrCat("Rows of the file that were delivered before the "
                        "configuration took files whole: ",
                        known,
                        "; those that were not rejected count. Drop it again "
                        "without atomic: the rest is delivered, and nothing "
                        "counts twice."),
           absl::StrCat("Lignes du fichier livrées avant que la configuration "
                        "ne prenne les fichiers en entier : ",
                        known,
                        " ; celles qui n'ont pas été rejetées comptent. "
                        "Déposez-le à nouveau sans atomic : le reste est "
                        "livré, et rien ne compte deux fois."),
           absl::StrCat("Rijen van het bestand die geleverd werden voor de "
                        "configuratie bestanden helemaal aanvaardde: ",
                        known,
                        "; die niet geweigerd werden, tellen. Plaats het "
                        "opnieuw zonder atomic: de rest wordt geleverd, en "
                        "niets telt dubbel.")}});
}

absl::Status SignedTooLarge(int64_t bytes_max) {
  const std::string max = absl::StrCat(bytes_max);
  return DeliveryFileError(
      "FILE_TOO_LARGE",
      {absl::StrCat("A signed file is at most ", max,
                    " bytes. Export it in parts."),
       absl::StrCat("Un fichier signé compte au plus ", max,
                    " octets. Exportez-le en plusieurs parties."),
       absl::StrCat("Een ondertekend bestand telt hoogstens ", max,
                    " bytes. Exporteer het in delen.")});
}

absl::Status DoesNotReconcile(int64_t rows) {
  const std::string count = absl::StrCat(rows);
  return DeliveryFileError("INGEST_DOES_NOT_RECONCILE",
                           {absl::StrCat("The totals do not add up to the ",
                                         count, " rows of the file."),
                            absl::StrCat("Les totaux ne donnent pas les ",
                                         count, " lignes du fichier."),
                            absl::StrCat("De totalen geven niet de ", count,
                                         " rijen van het bestand.")});
}

}  // namespace entente::client
