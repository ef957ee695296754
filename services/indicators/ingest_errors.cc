#include "services/indicators/ingest_errors.h"

#include "absl/strings/str_cat.h"
#include "services/indicators/error_rules.h"

namespace entente::indicators {

absl::Status SessionUnknown(const std::string& field) {
  return Refuse(absl::StatusCode::kNotFound, "SESSION_UNKNOWN", field,
                {"No such session was opened.",
                 "Aucune session de ce nom n'a été ouverte.",
                 "Er is geen sessie met die naam geopend."});
}

absl::Status SessionsTooLong() {
  return Refuse(absl::StatusCode::kDeadlineExceeded, "SESSIONS_TOO_LONG",
                "parent",
                {"The deliveries of this source could not all be read in time: "
                 "allow more time.",
                 "Les livraisons de cette source n'ont pas toutes pu être lues "
                 "à temps : accordez plus de temps.",
                 "De leveringen van deze bron konden niet allemaal op tijd "
                 "gelezen worden: geef meer tijd."});
}

absl::Status SequenceGap(int64_t expected) {
  return Refuse(
      absl::StatusCode::kFailedPrecondition, "SEQUENCE_GAP", "batch.sequence",
      {absl::StrCat("The next batch of this session is number ", expected, "."),
       absl::StrCat("Le prochain lot de cette session est le numéro ", expected,
                    "."),
       absl::StrCat("Het volgende pakket van deze sessie is nummer ", expected,
                    ".")},
      {{"expected", absl::StrCat(expected)}});
}

absl::Status SequenceReused(int64_t sequence) {
  return Invalid(
      "SEQUENCE_REUSED", "batch.sequence",
      {absl::StrCat("Batch ", sequence,
                    " was taken before with other rows; nothing was done."),
       absl::StrCat("Le lot ", sequence,
                    " a déjà été repris avec d'autres lignes ; rien n'a été "
                    "fait."),
       absl::StrCat("Pakket ", sequence,
                    " is al opgenomen met andere rijen; er is niets "
                    "gedaan.")});
}

absl::Status RowIndexMismatch(int64_t expected) {
  return Refuse(
      absl::StatusCode::kInvalidArgument, "ROW_INDEX_MISMATCH",
      "batch.first_row_index",
      {absl::StrCat("The next row of this session is row ", expected, "."),
       absl::StrCat("La prochaine ligne de cette session est la ligne ",
                    expected, "."),
       absl::StrCat("De volgende rij van deze sessie is rij ", expected, ".")},
      {{"expected", absl::StrCat(expected)}});
}

absl::Status DefinitionsChanged() {
  return Refuse(absl::StatusCode::kAborted, "DEFINITIONS_CHANGED", "",
                {"The definitions changed meanwhile; try again.",
                 "Les définitions ont changé entre-temps ; réessayez.",
                 "De definities zijn intussen gewijzigd; probeer opnieuw."});
}

absl::Status PeriodsChanged() {
  return Refuse(absl::StatusCode::kAborted, "PERIODS_CHANGED", "",
                {"What the months admit changed meanwhile; try again.",
                 "Ce que les mois admettent a changé entre-temps ; réessayez.",
                 "Wat de maanden toelaten is intussen gewijzigd; probeer "
                 "opnieuw."});
}

absl::Status TrialTooLong() {
  return Refuse(absl::StatusCode::kResourceExhausted, "TRIAL_TOO_LONG", "",
                {"A session without effect takes at most a million rows.",
                 "Une session sans effet prend au plus un million de lignes.",
                 "Een sessie zonder gevolg neemt hoogstens een miljoen "
                 "rijen."});
}

}  // namespace entente::indicators
