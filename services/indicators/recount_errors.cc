#include "services/indicators/recount_errors.h"

#include <string>

#include "absl/strings/str_cat.h"
#include "services/indicators/error_rules.h"

namespace entente::indicators {

absl::Status RecountRunning() {
  return Refuse(absl::StatusCode::kResourceExhausted, "RECOUNT_RUNNING", "",
                {"A recount is running already. Ask again when it has ended.",
                 "Un recomptage est déjà en cours. Redemandez-le quand il sera "
                 "terminé.",
                 "Er loopt al een hertelling. Vraag ze opnieuw wanneer die "
                 "klaar is."});
}

absl::Status RecountTooLarge(int64_t rows_max) {
  const std::string most = absl::StrCat(rows_max);
  return Refuse(
      absl::StatusCode::kResourceExhausted, "RECOUNT_TOO_LARGE", "",
      {absl::StrCat("More than ", most,
                    " rows are stored: too many to recount while the service "
                    "runs. Ask the operator for the recount offline, "
                    "entente-indicators --data DIR --verify."),
       absl::StrCat("Plus de ", most,
                    " lignes sont stockées : trop pour les recompter pendant "
                    "que le service fonctionne. Demandez à l'exploitant le "
                    "recomptage hors ligne, entente-indicators --data DIR "
                    "--verify."),
       absl::StrCat("Er zijn meer dan ", most,
                    " rijen opgeslagen: te veel om te hertellen terwijl de "
                    "dienst draait. Vraag de beheerder de hertelling offline, "
                    "entente-indicators --data DIR --verify.")},
      {{"rows_max", most}});
}

absl::Status RecountTooLong() {
  return Refuse(
      absl::StatusCode::kDeadlineExceeded, "RECOUNT_TOO_LONG", "",
      {"The recount did not end in time. Ask the operator for the recount "
       "offline, which has no limit: entente-indicators --data DIR --verify.",
       "Le recomptage ne s'est pas terminé à temps. Demandez à l'exploitant le "
       "recomptage hors ligne, qui n'a pas de limite : entente-indicators "
       "--data DIR --verify.",
       "De hertelling was niet op tijd klaar. Vraag de beheerder de hertelling "
       "offline, die geen grens heeft: entente-indicators --data DIR "
       "--verify."});
}

}  // namespace entente::indicators
