#include "services/common/audit/consistency_errors.h"

#include "absl/strings/str_cat.h"
#include "absl/strings/substitute.h"
#include "services/common/audit/merkle.h"
#include "services/common/base/error.h"

namespace entente::audit {
namespace {

using absl::StatusCode;
using absl::StrCat;
using absl::Substitute;

}  // namespace

absl::Status KeptEmpty() {
  return MakeError(
      StatusCode::kInvalidArgument,
      {.reason = "AUDIT_KEPT_EMPTY",
       .field = "kept_size",
       .sentence = {
           .en = "A checkpoint of 0 entries shows nothing: every log begins "
                 "so. Give one of 1 entry or more.",
           .fr = "Un point de contrôle de 0 entrée ne montre rien : tout "
                 "journal commence ainsi. Donnez-en un d'au moins 1 entrée.",
           .nl = "Een controlepunt van 0 regels toont niets: elk logboek "
                 "begint zo. Geef er een van minstens 1 regel."}});
}

absl::Status KeptRootMalformed(uint64_t bytes) {
  return MakeError(
      StatusCode::kInvalidArgument,
      {.reason = "AUDIT_KEPT_ROOT_MALFORMED",
       .field = "kept_root",
       .metadata = {{"bytes", StrCat(bytes)}},
       .sentence = {
           .en = Substitute("A root has $0 bytes, this one $1. Give the third "
                            "line of the checkpoint, decoded.",
                            kHashBytes, bytes),
           .fr = Substitute("Une racine a $0 octets, celle-ci $1. Donnez la "
                            "troisième ligne du point de contrôle, décodée.",
                            kHashBytes, bytes),
           .nl = Substitute("Een wortel heeft $0 bytes, deze $1. Geef de derde "
                            "regel van het controlepunt, gedecodeerd.",
                            kHashBytes, bytes)}});
}

absl::Status LaterSmaller(uint64_t kept_size, uint64_t later_size) {
  return MakeError(
      StatusCode::kInvalidArgument,
      {.reason = "AUDIT_LATER_SMALLER",
       .field = "later_size",
       .metadata = {{"kept_size", StrCat(kept_size)},
                    {"later_size", StrCat(later_size)}},
       .sentence = {
           .en = Substitute("The later checkpoint has $0 entries, fewer than "
                            "the $1 of the one kept. Name one of $1 or more.",
                            later_size, kept_size),
           .fr =
               Substitute("Le point de contrôle ultérieur a $0 entrées, moins "
                          "que les $1 de celui gardé. Nommez-en un d'au "
                          "moins $1.",
                          later_size, kept_size),
           .nl = Substitute("Het latere controlepunt heeft $0 regels, minder "
                            "dan de $1 van het bewaarde. Noem er een van "
                            "minstens $1.",
                            later_size, kept_size)}});
}

absl::Status CheckpointUnknown(uint64_t size, uint64_t newest_size) {
  return MakeError(
      StatusCode::kNotFound,
      {.reason = "AUDIT_CHECKPOINT_UNKNOWN",
       .field = "later_size",
       .metadata = {{"size", StrCat(newest_size)}},
       .sentence = {
           .en = Substitute("No checkpoint of $0 entries was signed; the "
                            "newest has $1.",
                            size, newest_size),
           .fr = Substitute("Aucun point de contrôle de $0 entrées n'a été "
                            "signé ; le plus récent en a $1.",
                            size, newest_size),
           .nl = Substitute("Er werd geen controlepunt van $0 regels "
                            "ondertekend; het nieuwste heeft er $1.",
                            size, newest_size)}});
}

absl::Status KeptBeyond(uint64_t kept_size, uint64_t newest_size) {
  return MakeError(
      StatusCode::kFailedPrecondition,
      {.reason = "AUDIT_KEPT_BEYOND",
       .field = "kept_size",
       .metadata = {{"size", StrCat(newest_size)}},
       .sentence = {
           .en = Substitute("The newest checkpoint of the log has $0 entries, "
                            "the one kept $1. If this log's key signed yours, "
                            "the log was put back or cut.",
                            newest_size, kept_size),
           .fr = Substitute("Le point de contrôle le plus récent du journal a "
                            "$0 entrées, celui gardé $1. Si la clé de ce "
                            "journal a signé le vôtre, le journal a été remis "
                            "en arrière ou coupé.",
                            newest_size, kept_size),
           .nl = Substitute("Het nieuwste controlepunt van het logboek heeft "
                            "$0 regels, het bewaarde $1. Als de sleutel van "
                            "dit logboek het uwe ondertekende, werd het "
                            "logboek teruggezet of ingekort.",
                            newest_size, kept_size)}});
}

absl::Status KeptOther(uint64_t kept_size) {
  return MakeError(
      StatusCode::kFailedPrecondition,
      {.reason = "AUDIT_KEPT_OTHER",
       .field = "kept_root",
       .metadata = {{"kept_size", StrCat(kept_size)}},
       .sentence = {
           .en = Substitute("The first $0 entries of this log have another "
                            "root than the one kept. If this log's key signed "
                            "yours, the log was rewritten or forked.",
                            kept_size),
           .fr =
               Substitute("Les $0 premières entrées de ce journal ont une "
                          "autre racine que celle gardée. Si la clé de ce "
                          "journal a signé la vôtre, le journal a été réécrit "
                          "ou dédoublé.",
                          kept_size),
           .nl = Substitute("De eerste $0 regels van dit logboek hebben een "
                            "andere wortel dan de bewaarde. Als de sleutel van "
                            "dit logboek de uwe ondertekende, werd het logboek "
                            "herschreven of gesplitst.",
                            kept_size)}});
}

}  // namespace entente::audit
