// The refusals that submission_rules.h declares.
#include "absl/strings/str_cat.h"
#include "services/conventions/dossier/dossier_limits.h"
#include "services/conventions/refusal.h"
#include "services/conventions/submission_rules.h"

namespace entente::conventions {

using absl::StatusCode;

absl::Status SubmissionTaken(const v1::Submission& last) {
  return Refuse(
      StatusCode::kAlreadyExists, "SUBMISSION_TAKEN", "opening.manifest",
      {{"submission", last.name()},
       {"manifest_sha256", last.manifest_sha256()}},
      {.en = absl::StrCat(last.name(),
                          " holds other content. What was handed in is never "
                          "changed; another revision follows a rejection, or a "
                          "withdrawal before it is sent."),
       .fr = absl::StrCat(last.name(),
                          " a un autre contenu. Ce qui a été remis n'est "
                          "jamais modifié ; une autre révision suit un rejet, "
                          "ou un retrait avant l'envoi."),
       .nl = absl::StrCat(last.name(),
                          " heeft een andere inhoud. Wat ingediend is, wordt "
                          "nooit gewijzigd; een nieuwe herziening volgt op een "
                          "verwerping, of op een intrekking voor het "
                          "versturen.")});
}

absl::Status RevisionUnexpected(const SubmissionName& name, int expected) {
  return Refuse(
      StatusCode::kFailedPrecondition, "SUBMISSION_REVISION", "opening.name",
      {{"revision", absl::StrCat(name.revision)},
       {"expected", absl::StrCat(expected)}},
      {.en = absl::StrCat("Revision ", name.revision, " of ", name.year,
                          " is not the next one here: ", expected, " is."),
       .fr = absl::StrCat("La révision ", name.revision, " de ", name.year,
                          " n'est pas la suivante ici : c'est la ", expected,
                          "."),
       .nl =
           absl::StrCat("Herziening ", name.revision, " van ", name.year,
                        " is hier niet de volgende: dat is ", expected, ".")});
}

absl::Status SignatureWrong() {
  return Refuse(
      StatusCode::kUnauthenticated, "SUBMISSION_SIGNATURE", "note", {},
      {.en = "The signed note is not about this dossier, or was not signed by "
             "a key that is registered.",
       .fr = "La note signée ne porte pas sur ce dossier, ou n'est pas signée "
             "d'une clé enregistrée.",
       .nl = "De ondertekende nota gaat niet over dit dossier, of is niet "
             "ondertekend met een geregistreerde sleutel."});
}

absl::Status KeyUnknown() {
  return Refuse(
      StatusCode::kUnauthenticated, "SUBMISSION_KEY_UNKNOWN", "note", {},
      {.en = "No registered key signed the note. Register the key that "
             "`entente dossier key` prints with the State.",
       .fr = "Aucune clé enregistrée n'a signé la note. Enregistrez auprès de "
             "l'État la clé qu'affiche « entente dossier key ».",
       .nl = "Geen geregistreerde sleutel ondertekende de nota. Registreer bij "
             "de Staat de sleutel die \"entente dossier key\" toont."});
}

absl::Status StateNoteWrong() {
  return Refuse(
      StatusCode::kFailedPrecondition, "SUBMISSION_SIGNATURE", "note", {},
      {.en = "What the State's installation signed is not about this dossier. "
             "Nothing was kept; tell the State.",
       .fr = "Ce que l'installation de l'État a signé ne porte pas sur ce "
             "dossier. Rien n'a été conservé ; signalez-le à l'État.",
       .nl = "Wat de installatie van de Staat ondertekende, gaat niet over dit "
             "dossier. Er is niets bewaard; meld het aan de Staat."});
}

absl::Status StateKeyUnknown() {
  return Refuse(
      StatusCode::kFailedPrecondition, "SUBMISSION_KEY_UNKNOWN", "note", {},
      {.en = "No key of the State that is known here signed it (--state-key). "
             "Nothing was kept; compare with what `entente dossier key` prints "
             "at the State.",
       .fr = "Aucune clé de l'État connue ici ne l'a signé (--state-key). Rien "
             "n'a été conservé ; comparez avec ce qu'affiche « entente dossier "
             "key » chez l'État.",
       .nl = "Geen hier bekende sleutel van de Staat ondertekende het "
             "(--state-key). Er is niets bewaard; vergelijk met wat \"entente "
             "dossier key\" bij de Staat toont."});
}

absl::Status RefusedByState(const std::string& reason) {
  return Refuse(
      StatusCode::kFailedPrecondition, "STATE_REFUSED", "",
      {{"state_reason", reason}},
      {.en = absl::StrCat(
           "The State's installation does not admit this one (", reason,
           "). It is no matter of your rights: ask the State "
           "whether it knows the certificate (--state-tls-dir)."),
       .fr = absl::StrCat("L'installation de l'État n'admet pas celle-ci (",
                          reason,
                          "). Vos droits n'y sont pour rien : demandez à "
                          "l'État s'il connaît le certificat "
                          "(--state-tls-dir)."),
       .nl = absl::StrCat("De installatie van de Staat laat deze niet toe (",
                          reason,
                          "). Het ligt niet aan uw rechten: vraag de Staat of "
                          "hij het certificaat kent (--state-tls-dir).")});
}

absl::Status DecisionUnreadable(const std::string& submission) {
  return Refuse(
      StatusCode::kFailedPrecondition, "DECISION_UNREADABLE", "decision",
      {{"submission", submission}},
      {.en = "What the State signed is no decision on this dossier that this "
             "version understands. Nothing was kept; compare the versions of "
             "both installations.",
       .fr = "Ce que l'État a signé n'est pas une décision sur ce dossier que "
             "cette version comprenne. Rien n'a été conservé ; comparez les "
             "versions des deux installations.",
       .nl = "Wat de Staat ondertekende, is geen beslissing over dit dossier "
             "die deze versie begrijpt. Er is niets bewaard; vergelijk de "
             "versies van beide installaties."});
}

absl::Status SenderUnknown() {
  return Refuse(StatusCode::kPermissionDenied, "MUNICIPALITY_UNKNOWN", "", {},
                {.en = "No municipality is registered for this certificate.",
                 .fr = "Aucune commune n'est enregistrée pour ce certificat.",
                 .nl = "Voor dit certificaat is geen gemeente geregistreerd."});
}

absl::Status NotTheSender(absl::string_view municipality,
                          absl::string_view field) {
  return Refuse(
      StatusCode::kPermissionDenied, "MUNICIPALITY_NOT_SENDER",
      std::string(field), {{"municipality", std::string(municipality)}},
      {.en = absl::StrCat("This certificate delivers for ", municipality,
                          " alone."),
       .fr =
           absl::StrCat("Ce certificat ne remet que pour ", municipality, "."),
       .nl = absl::StrCat("Dit certificaat dient enkel in voor ", municipality,
                          ".")});
}

absl::Status IntakeQuota(const Received& received) {
  const int64_t mebibytes_max = kReceivedBytesMax >> 20;
  return Refuse(
      StatusCode::kResourceExhausted, "INTAKE_QUOTA", "opening.manifest",
      {{"dossiers", absl::StrCat(received.dossiers)},
       {"dossiers_max", absl::StrCat(kReceivedMax)},
       {"bytes", absl::StrCat(received.bytes)},
       {"bytes_max", absl::StrCat(kReceivedBytesMax)}},
      {.en = absl::StrCat("The State's installation takes ", kReceivedMax,
                          " dossiers and ", mebibytes_max,
                          " MiB of a municipality in a calendar year; ",
                          received.dossiers,
                          " were received. Ask the State about those that "
                          "wait there, or deliver this one next year."),
       .fr = absl::StrCat(
           "L'installation de l'État accepte ", kReceivedMax, " dossiers et ",
           mebibytes_max, " Mio d'une commune par année civile ; ",
           received.dossiers,
           " ont été reçus. Interrogez l'État sur ceux qui "
           "y attendent, ou remettez celui-ci l'année prochaine."),
       .nl = absl::StrCat(
           "De installatie van de Staat aanvaardt ", kReceivedMax,
           " dossiers en ", mebibytes_max,
           " MiB van een gemeente per "
           "kalenderjaar; ",
           received.dossiers,
           " zijn ontvangen. Vraag de "
           "Staat naar wat daar wacht, of dien dit volgend jaar in.")});
}

absl::Status StateUnknown() {
  return Refuse(
      StatusCode::kFailedPrecondition, "STATE_UNKNOWN", "", {},
      {.en = "This installation knows no installation of the State (--state, "
             "--state-key). The dossier stays frozen and can be sent later.",
       .fr = "Cette installation ne connaît pas celle de l'État (--state, "
             "--state-key). Le dossier reste figé et peut être envoyé plus "
             "tard.",
       .nl = "Deze installatie kent die van de Staat niet (--state, "
             "--state-key). Het dossier blijft vastgelegd en kan later "
             "verstuurd worden."});
}

absl::Status AlreadyApplied(const v1::Submission& submission) {
  return Refuse(
      StatusCode::kFailedPrecondition, "SUBMISSION_APPLIED", "name",
      {{"submission", submission.name()}},
      {.en = "The decision was entered in the claims already.",
       .fr = "La décision a déjà été inscrite dans les déclarations.",
       .nl = "De beslissing is al in de schuldvorderingen ingeschreven."});
}

absl::Status NothingToApply(const v1::Submission& submission) {
  return Refuse(
      StatusCode::kFailedPrecondition, "SUBMISSION_REJECTED", "name",
      {{"submission", submission.name()}},
      {.en = "The dossier was rejected: nothing of its claims is decided. "
             "Build another and hand it in.",
       .fr = "Le dossier a été rejeté : rien de ses déclarations n'est décidé. "
             "Constituez-en un autre et remettez-le.",
       .nl = "Het dossier is verworpen: niets van zijn schuldvorderingen is "
             "beslist. Maak een ander en dien het in."});
}

absl::Status DossierOutdated(absl::string_view object) {
  return Refuse(
      StatusCode::kFailedPrecondition, "DOSSIER_OUTDATED", "opening.manifest",
      {{"object", std::string(object)}},
      {.en = absl::StrCat("The books of ", object,
                          " are not as the dossier says: they have moved since "
                          "it was built. Build it again."),
       .fr = absl::StrCat("Les comptes de ", object,
                          " ne sont pas tels que le dossier les dit : ils ont "
                          "bougé depuis qu'il a été constitué. "
                          "Reconstituez-le."),
       .nl =
           absl::StrCat("De boeken van ", object,
                        " zijn niet zoals het dossier zegt: ze zijn gewijzigd "
                        "sinds het gemaakt werd. Maak het opnieuw.")});
}

absl::Status ClaimHandedIn(const std::string& claim,
                           const std::string& submission) {
  return Refuse(
      StatusCode::kFailedPrecondition, "CLAIM_HANDED_IN", "name",
      {{"claim", claim}, {"submission", submission}},
      {.en = absl::StrCat(claim, " was handed in with ", submission,
                          ", whose answer is not entered. Enter it with "
                          "`entente dossier apply`; after a rejection the "
                          "claim is free again, as after `entente dossier "
                          "withdraw` of a dossier that was never sent."),
       .fr =
           absl::StrCat(claim, " a été remise avec ", submission,
                        ", dont la réponse n'est pas inscrite. "
                        "Inscrivez-la avec « entente dossier apply » ; après "
                        "un rejet, la déclaration est de nouveau libre, comme "
                        "après « entente dossier withdraw » d'un dossier "
                        "jamais envoyé."),
       .nl =
           absl::StrCat(claim, " is ingediend met ", submission,
                        ", waarvan het antwoord niet ingeschreven is. "
                        "Schrijf het in met \"entente dossier apply\"; na een "
                        "verwerping is de schuldvordering weer vrij, zoals na "
                        "\"entente dossier withdraw\" van een dossier dat "
                        "nooit verstuurd is.")});
}

absl::Status ClaimAnswered(const std::string& claim,
                           const std::string& submission) {
  return Refuse(
      StatusCode::kFailedPrecondition, "CLAIM_ANSWERED", "name",
      {{"claim", claim}, {"submission", submission}},
      {.en = absl::StrCat("What stands about ", claim,
                          " is the State's signed answer to ", submission,
                          ", as it was entered. It is no mistake of entry. "
                          "What the State decides of it later is entered with "
                          "`entente budget claim revise`."),
       .fr = absl::StrCat("Ce qui figure pour ", claim,
                          " est la réponse signée de l'État à ", submission,
                          ", telle qu'inscrite. Ce n'est pas une erreur "
                          "d'encodage. Ce que l'État en décide plus tard "
                          "s'inscrit avec « entente budget claim revise »."),
       .nl = absl::StrCat("Wat over ", claim,
                          " staat, is het ondertekende antwoord van de Staat "
                          "op ",
                          submission,
                          ", zoals het is ingeschreven. Het is geen "
                          "invoerfout. Wat de Staat er later over beslist, "
                          "schrijft u in met \"entente budget claim "
                          "revise\".")});
}

absl::Status ClaimNotAsHandedIn(const std::string& claim) {
  return Refuse(
      StatusCode::kFailedPrecondition, "CLAIM_NOT_AS_HANDED_IN", "name",
      {{"claim", claim}},
      {.en = absl::StrCat(claim,
                          " no longer stands as it was handed in: what the "
                          "State decided is not about it. Nothing was "
                          "entered."),
       .fr = absl::StrCat(claim,
                          " n'est plus telle qu'elle a été remise : ce que "
                          "l'État a décidé ne porte pas sur elle. Rien n'a été "
                          "inscrit."),
       .nl = absl::StrCat(claim,
                          " is niet meer zoals ze ingediend werd: wat de Staat "
                          "besliste, gaat er niet over. Er is niets "
                          "ingeschreven.")});
}

absl::Status YearNotOfConvention(int year) {
  return Refuse(
      StatusCode::kInvalidArgument, "DOSSIER_YEAR", "opening.manifest",
      {{"year", absl::StrCat(year)}},
      {.en = absl::StrCat("The convention has no envelope for ", year, "."),
       .fr = absl::StrCat("La convention n'a pas d'enveloppe pour ", year, "."),
       .nl = absl::StrCat("De overeenkomst heeft geen enveloppe voor ", year,
                          ".")});
}

absl::Status WasHandedIn(const std::string& convention) {
  return Refuse(
      StatusCode::kFailedPrecondition, "CONVENTION_HANDED_IN", "name",
      {{"convention", convention}},
      {.en = "A dossier of this convention was handed in: it stays.",
       .fr = "Un dossier de cette convention a été remis : elle reste.",
       .nl = "Van deze overeenkomst is een dossier ingediend: ze blijft."});
}

absl::Status OffsetMalformed() {
  return Refuse(
      StatusCode::kInvalidArgument, "SUBMISSION_CHUNK", "offset", {},
      {.en = "A file is read from 0 on and from each next_offset.",
       .fr = "Un fichier se lit depuis 0, puis depuis chaque next_offset.",
       .nl = "Een bestand wordt gelezen vanaf 0 en dan vanaf elke "
             "next_offset."});
}

absl::Status KeyRotated(const std::string& present) {
  return Refuse(
      StatusCode::kAborted, "ETAG_MISMATCH", "key", {{"key", present}},
      {.en = absl::StrCat("Another key signs now: ", present, "."),
       .fr = absl::StrCat("Une autre clé signe à présent : ", present, "."),
       .nl =
           absl::StrCat("Nu ondertekent een andere sleutel: ", present, ".")});
}

}  // namespace entente::conventions
