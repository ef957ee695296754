#include "services/conventions/guess_errors.h"

#include "services/conventions/refusal.h"

namespace entente::conventions {

using absl::StatusCode;

absl::Status KindNotNamed(absl::string_view field) {
  return Refuse(
      StatusCode::kInvalidArgument, "FIELD_REQUIRED", field, {},
      {.en =
           "The kind of this measure was guessed, and a reason alone does not "
           "confirm it. Name the kind that is right, that of the finding or "
           "another: COUNT, HOURS, YES_NO, RATIO or QUALITATIVE.",
       .fr =
           "Le type de cette mesure a été déduit du libellé, et un motif seul "
           "ne le confirme pas. Indiquez le type exact, celui du constat ou "
           "un autre : COUNT (nombre), HOURS (heures), YES_NO (oui/non), "
           "RATIO (rapport) ou QUALITATIVE (description).",
       .nl = "De soort van deze meting werd uit het opschrift afgeleid, en een "
             "reden alleen bevestigt ze niet. Noem de juiste soort, die van de "
             "vaststelling of een andere: COUNT (aantal), HOURS (uren), YES_NO "
             "(ja/nee), RATIO (verhouding) of QUALITATIVE (beschrijving)."});
}

absl::Status DirectionUnknown(absl::string_view field, bool is_wanted) {
  if (is_wanted) {
    return Refuse(
        StatusCode::kInvalidArgument, "DIRECTION_UNKNOWN", field, {},
        {.en = "Nobody guesses whether more or less is better, and it is said "
               "once: name MORE or LESS.",
         .fr = "Personne ne devine si plus ou moins est mieux, et cela se dit "
               "une seule fois : indiquez MORE (plus) ou LESS (moins).",
         .nl = "Niemand raadt of meer dan wel minder beter is, en het wordt "
               "één keer gezegd: noem MORE (meer) of LESS (minder)."});
  }
  return Refuse(
      StatusCode::kInvalidArgument, "DIRECTION_UNKNOWN", field, {},
      {.en = "Of yes and no, and of words, neither more nor less is better. "
             "Leave it out.",
       .fr = "D'un oui ou non, ou d'un texte, ni plus ni moins n'est mieux. "
             "Omettez-le.",
       .nl = "Van ja en nee, en van woorden, is meer noch minder beter. Laat "
             "het weg."});
}

absl::Status NotAddedAnyway(absl::string_view field) {
  return Refuse(
      StatusCode::kInvalidArgument, "FIELD_NOT_ALLOWED", field, {},
      {.en = "Figures of this kind are never added. Leave it out.",
       .fr = "Les chiffres de ce type ne s'additionnent jamais. Omettez-le.",
       .nl = "Cijfers van deze soort worden nooit opgeteld. Laat het weg."});
}

absl::Status KindOfNoGuess(absl::string_view field) {
  return Refuse(
      StatusCode::kInvalidArgument, "FIELD_NOT_ALLOWED", field, {},
      {.en = "This finding is about no guessed kind. Leave out what is said of "
             "a measure.",
       .fr =
           "Ce constat ne porte sur aucun type déduit. Omettez ce qui est dit "
           "d'une mesure.",
       .nl = "Deze vaststelling gaat over geen afgeleide soort. Laat weg wat "
             "van een meting gezegd wordt."});
}

}  // namespace entente::conventions
