#include "services/indicators/source_rules.h"

#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "services/indicators/error_rules.h"
#include "services/indicators/name_rules.h"

namespace entente::indicators {

absl::StatusOr<SourceName> ParseSource(absl::string_view name,
                                       const std::string& field) {
  constexpr char kPattern[] = "municipalities/{refnis}/sources/{source}";
  const std::vector<std::string> parts = absl::StrSplit(name, '/');
  if (parts.size() == 4 && parts[2] == "sources" && IsSourceCode(parts[3])) {
    const auto municipality =
        ParseMunicipality(absl::StrCat(parts[0], "/", parts[1]), field);
    if (municipality.ok()) return SourceName{*municipality, parts[3]};
  }
  return Refuse(
      absl::StatusCode::kInvalidArgument, "NAME_INVALID", field,
      {absl::StrCat(field, " is not a name of the form ", kPattern, "."),
       absl::StrCat(field, " n'est pas un nom de la forme ", kPattern, "."),
       absl::StrCat(field, " is geen naam van de vorm ", kPattern, ".")},
      {{"pattern", kPattern}});
}

absl::Status CheckSource(const std::string& subject,
                         const std::string& source) {
  if (!subject.empty() && source == subject) return absl::OkStatus();
  return Refuse(
      absl::StatusCode::kPermissionDenied, "SOURCE_NOT_YOURS", "open.source",
      {"An account delivers for itself: the source must be the subject of the "
       "token (account zone5339, source zone5339).",
       "Un compte livre pour lui-même : la source doit être le sujet du jeton "
       "(compte zone5339, source zone5339).",
       "Een account levert voor zichzelf: de bron moet het subject van het "
       "token zijn (account zone5339, bron zone5339)."});
}

absl::Status CheckOnBehalf(const std::string& subject,
                           const std::string& source,
                           const std::string& field) {
  if (subject.empty()) {
    return Refuse(
        absl::StatusCode::kPermissionDenied, "ON_BEHALF_NEEDS_ACCOUNT", field,
        {"Only a person with an account acts on behalf of a source: it is "
         "shown who did.",
         "Seule une personne qui a un compte agit pour une source : il est "
         "montré qui l'a fait.",
         "Alleen een persoon met een account handelt voor een bron: er wordt "
         "getoond wie het deed."});
  }
  if (subject != source) return absl::OkStatus();
  return Refuse(
      absl::StatusCode::kFailedPrecondition, "SOURCE_IS_YOURS", field,
      {"This source is your own account: deliver and confirm for yourself, not "
       "on behalf.",
       "Cette source est votre propre compte : livrez et confirmez pour "
       "vous-même, pas au nom d'une autre.",
       "Deze bron is uw eigen account: lever en bevestig voor uzelf, niet "
       "namens een andere."});
}

absl::Status SourceDeliversItself(const std::string& source) {
  return Refuse(
      absl::StatusCode::kFailedPrecondition, "SOURCE_DELIVERS_ITSELF", "source",
      {absl::StrCat("Source ", source,
                    " delivers itself, or confirmed a month itself, so nobody "
                    "does on its behalf. Ask it to deliver, correct or "
                    "confirm."),
       absl::StrCat("La source ", source,
                    " livre elle-même, ou a confirmé un mois elle-même : "
                    "personne ne le fait pour elle. Demandez-lui de livrer, "
                    "corriger ou confirmer."),
       absl::StrCat("Bron ", source,
                    " levert zelf, of bevestigde zelf een maand, dus niemand "
                    "doet het voor haar. Vraag haar te leveren, te verbeteren "
                    "of te bevestigen.")},
      {{"source", source}});
}

absl::Status SourceUnknown(const std::string& source) {
  return Refuse(
      absl::StatusCode::kFailedPrecondition, "SOURCE_UNKNOWN", "open.source",
      {absl::StrCat("No calendar expects source ", source,
                    ", no measure allows it by name and it never delivered. "
                    "Correct its code, or say that it is new (is_new_source, "
                    "--new-source)."),
       absl::StrCat("Aucun calendrier n'attend la source ", source,
                    ", aucune mesure ne l'admet par son nom et elle n'a jamais "
                    "livré. Corrigez son code, ou dites qu'elle est nouvelle "
                    "(is_new_source, --new-source)."),
       absl::StrCat("Geen kalender verwacht bron ", source,
                    ", geen meting laat haar bij naam toe en ze leverde nog "
                    "nooit. Verbeter haar code, of zeg dat ze nieuw is "
                    "(is_new_source, --new-source).")},
      {{"source", source}});
}

absl::Status SessionOnBehalf() {
  return Refuse(
      absl::StatusCode::kFailedPrecondition, "SESSION_ON_BEHALF",
      "open.session_id",
      {"This session was opened by somebody else on behalf of the source: "
       "choose another session id.",
       "Cette session a été ouverte par quelqu'un d'autre pour la source : "
       "choisissez un autre id de session.",
       "Deze sessie werd door iemand anders voor de bron geopend: kies een "
       "andere sessie-id."});
}

absl::Status SessionOfAnother() {
  return Refuse(
      absl::StatusCode::kFailedPrecondition, "SESSION_OF_ANOTHER",
      "open.session_id",
      {"Another person opened this session on behalf of the source: deliver "
       "under a session of your own, with another id.",
       "Une autre personne a ouvert cette session pour la source : livrez dans "
       "votre propre session, sous un autre id.",
       "Een andere persoon opende deze sessie voor de bron: lever onder een "
       "eigen sessie, met een andere id."});
}

absl::Status SourceInvalid(const std::string& field) {
  return Invalid("SOURCE_INVALID", field,
                 {"A source is [a-z][a-z0-9-]{0,31}.",
                  "Une source est [a-z][a-z0-9-]{0,31}.",
                  "Een bron is [a-z][a-z0-9-]{0,31}."});
}

}  // namespace entente::indicators
