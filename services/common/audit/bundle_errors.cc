#include "services/common/audit/bundle_errors.h"

#include <map>

#include "absl/strings/str_cat.h"
#include "absl/strings/substitute.h"
#include "services/common/base/error.h"

namespace entente::audit {
namespace {

using absl::StatusCode;
using absl::Substitute;
using Figures = std::map<std::string, std::string>;

absl::Status Fault(StatusCode code, const std::string& reason,
                   const Figures& figures, const Sentence& sentence) {
  return MakeError(code, {.reason = reason,
                          .field = "",
                          .metadata = figures,
                          .sentence = sentence});
}

Figures At(uint64_t index) { return {{"index", absl::StrCat(index)}}; }

}  // namespace

absl::Status BundleUnreadable(const std::string& what) {
  return Fault(
      StatusCode::kFailedPrecondition, "AUDIT_BUNDLE_UNREADABLE", {},
      {.en = Substitute("The bundle cannot be read or written: $0.", what),
       .fr = Substitute("Le dossier d'audit ne peut être lu ou écrit : $0.",
                        what),
       .nl = Substitute("De auditmap kan niet worden gelezen of geschreven: "
                        "$0.",
                        what)});
}

absl::Status KeyWrong() {
  return Fault(
      StatusCode::kInvalidArgument, "AUDIT_KEY_WRONG", {},
      {.en = "The bundle's key is not the key you trust, or is no key.",
       .fr = "La clé du dossier n'est pas celle en laquelle vous avez "
             "confiance, ou n'est pas une clé.",
       .nl = "De sleutel van de map is niet degene die u vertrouwt, of is "
             "geen sleutel."});
}

absl::Status KeptWrong() {
  return Fault(
      StatusCode::kInvalidArgument, "AUDIT_KEPT_WRONG", {},
      {.en = "A checkpoint you kept was not signed by the key of this log.",
       .fr = "Un point de contrôle que vous avez gardé n'est pas signé par la "
             "clé de ce journal.",
       .nl = "Een controlepunt dat u bewaarde, is niet ondertekend met de "
             "sleutel van dit logboek."});
}

absl::Status WitnessWrong() {
  return Fault(
      StatusCode::kInvalidArgument, "AUDIT_WITNESS_WRONG", {},
      {.en = "A key of a witness is none or was given twice, or the quorum "
             "asks for more witnesses than there are.",
       .fr = "Une clé de témoin n'en est pas une ou a été donnée deux fois, "
             "ou le quorum demande plus de témoins qu'il n'y en a.",
       .nl = "Een sleutel van een getuige is er geen of werd tweemaal gegeven, "
             "of het quorum vraagt meer getuigen dan er zijn."});
}

absl::Status CosignatureWrong(const std::string& file,
                              const std::string& witness) {
  return Fault(
      StatusCode::kDataLoss, "AUDIT_COSIGNATURE_WRONG", {{"witness", witness}},
      {.en = Substitute("The cosignature of $1 in $0 is wrong.", file, witness),
       .fr = Substitute("La cosignature de $1 dans $0 est fausse.", file,
                        witness),
       .nl = Substitute("De medeondertekening van $1 in $0 is fout.", file,
                        witness)});
}

absl::Status Unwitnessed(int quorum, int best) {
  return Fault(
      StatusCode::kDataLoss, "AUDIT_UNWITNESSED",
      {{"quorum", absl::StrCat(quorum)}, {"best", absl::StrCat(best)}},
      {.en = Substitute("No checkpoint was cosigned by $0 of your witnesses; "
                        "at most $1 cosigned one.",
                        quorum, best),
       .fr = Substitute("Aucun point de contrôle n'est cosigné par $0 de vos "
                        "témoins ; au plus $1 en ont cosigné un.",
                        quorum, best),
       .nl = Substitute("Geen controlepunt werd door $0 van uw getuigen "
                        "medeondertekend; hoogstens $1 deden dat.",
                        quorum, best)});
}

absl::Status CheckpointWrong(const std::string& file) {
  return Fault(
      StatusCode::kDataLoss, "AUDIT_CHECKPOINT_WRONG", {{"file", file}},
      {.en = Substitute("The checkpoint $0 was changed or forged.", file),
       .fr =
           Substitute("Le point de contrôle $0 a été modifié ou forgé.", file),
       .nl = Substitute("Het controlepunt $0 werd gewijzigd of vervalst.",
                        file)});
}

absl::Status EntryChanged(uint64_t index) {
  return Fault(StatusCode::kDataLoss, "AUDIT_ENTRY_CHANGED", At(index),
               {.en = Substitute("Entry $0 was changed.", index),
                .fr = Substitute("L'entrée $0 a été modifiée.", index),
                .nl = Substitute("Regel $0 werd gewijzigd.", index)});
}

absl::Status EntryMalformed(uint64_t index) {
  return Fault(
      StatusCode::kDataLoss, "AUDIT_ENTRY_MALFORMED", At(index),
      {.en = Substitute("Entry $0 is not written as this version writes "
                        "entries: forged, or of a newer version.",
                        index),
       .fr = Substitute("L'entrée $0 n'est pas écrite comme cette version les "
                        "écrit : forgée, ou d'une version plus récente.",
                        index),
       .nl = Substitute("Regel $0 is niet geschreven zoals deze versie ze "
                        "schrijft: vervalst, of van een nieuwere versie.",
                        index)});
}

absl::Status EntryNotIncluded(uint64_t index) {
  return Fault(
      StatusCode::kDataLoss, "AUDIT_ENTRY_NOT_INCLUDED", At(index),
      {.en = Substitute("Entry $0 is not the one that was signed there: it, "
                        "or its proof, was changed.",
                        index),
       .fr = Substitute("L'entrée $0 n'est pas celle qui y a été signée : "
                        "elle, ou sa preuve, a été modifiée.",
                        index),
       .nl =
           Substitute("Regel $0 is niet die welke daar werd ondertekend: hij, "
                      "of zijn bewijs, werd gewijzigd.",
                      index)});
}

absl::Status EntryOutOfPlace(uint64_t index, uint64_t sequence) {
  return Fault(
      StatusCode::kDataLoss, "AUDIT_ENTRY_OUT_OF_PLACE", At(index),
      {.en = Substitute("Entry $1 stands where entry $0 must: entries were "
                        "removed, inserted or swapped.",
                        index, sequence),
       .fr = Substitute("L'entrée $1 se trouve à la place de l'entrée $0 : des "
                        "entrées ont été enlevées, insérées ou échangées.",
                        index, sequence),
       .nl = Substitute("Regel $1 staat waar regel $0 moet staan: er werden "
                        "regels verwijderd, ingevoegd of verwisseld.",
                        index, sequence)});
}

absl::Status EntriesMissing(uint64_t index, uint64_t signed_size) {
  return Fault(
      StatusCode::kDataLoss, "AUDIT_ENTRIES_MISSING", At(index),
      {.en = Substitute("The entries end before entry $0; $1 were signed.",
                        index, signed_size),
       .fr = Substitute("Les entrées s'arrêtent avant l'entrée $0 ; $1 ont été "
                        "signées.",
                        index, signed_size),
       .nl = Substitute("De regels eindigen voor regel $0; er werden er $1 "
                        "ondertekend.",
                        index, signed_size)});
}

absl::Status EntriesUnsigned(uint64_t index) {
  return Fault(
      StatusCode::kDataLoss, "AUDIT_ENTRIES_UNSIGNED", At(index),
      {.en =
           Substitute("No checkpoint covers entry $0 and what follows.", index),
       .fr = Substitute("Aucun point de contrôle ne couvre l'entrée $0 et la "
                        "suite.",
                        index),
       .nl =
           Substitute("Geen controlepunt dekt regel $0 en wat volgt.", index)});
}

absl::Status RangeChanged(uint64_t first, uint64_t size) {
  return Fault(
      StatusCode::kDataLoss, "AUDIT_RANGE_CHANGED", At(first),
      {.en = Substitute("Entries $0 to $1 are not those that were signed.",
                        first, size - 1),
       .fr = Substitute("Les entrées $0 à $1 ne sont pas celles qui ont été "
                        "signées.",
                        first, size - 1),
       .nl = Substitute("De regels $0 tot $1 zijn niet die welke werden "
                        "ondertekend.",
                        first, size - 1)});
}

absl::Status BundleRolledBack(uint64_t size, uint64_t kept_size) {
  return Fault(
      StatusCode::kDataLoss, "AUDIT_LOG_ROLLED_BACK", At(size),
      {.en = Substitute("The log has $0 entries; the checkpoint you kept "
                        "counts $1. It was put back or cut.",
                        size, kept_size),
       .fr = Substitute("Le journal a $0 entrées ; le point de contrôle que "
                        "vous avez gardé en compte $1. Il a été remis en "
                        "arrière ou coupé.",
                        size, kept_size),
       .nl = Substitute("Het logboek heeft $0 regels; het controlepunt dat u "
                        "bewaarde telt er $1. Het werd teruggezet of ingekort.",
                        size, kept_size)});
}

absl::Status BundleForked(uint64_t size) {
  return Fault(
      StatusCode::kDataLoss, "AUDIT_LOG_FORKED", {{"size", absl::StrCat(size)}},
      {.en = Substitute("Two different logs of $0 entries were signed with "
                        "this key: the log was forked.",
                        size),
       .fr = Substitute("Deux journaux différents de $0 entrées ont été signés "
                        "avec cette clé : le journal a été dédoublé.",
                        size),
       .nl = Substitute("Twee verschillende logboeken van $0 regels werden met "
                        "deze sleutel ondertekend: het logboek werd gesplitst.",
                        size)});
}

absl::Status GrowthUnproven(uint64_t kept_size, uint64_t size) {
  return Fault(
      StatusCode::kDataLoss, "AUDIT_GROWTH_UNPROVEN",
      {{"kept_size", absl::StrCat(kept_size)}, {"size", absl::StrCat(size)}},
      {.en = Substitute("The proof does not show that the $0 entries you kept "
                        "are the first of the $1 now signed: it was changed, "
                        "or the log was rewritten.",
                        kept_size, size),
       .fr = Substitute("La preuve ne montre pas que les $0 entrées que vous "
                        "avez gardées sont les premières des $1 signées "
                        "maintenant : elle a été modifiée, ou le journal "
                        "réécrit.",
                        kept_size, size),
       .nl = Substitute("Het bewijs toont niet dat de $0 regels die u bewaarde "
                        "de eerste zijn van de $1 die nu ondertekend zijn: het "
                        "werd gewijzigd, of het logboek herschreven.",
                        kept_size, size)});
}

}  // namespace entente::audit
