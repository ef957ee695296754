#include "services/common/audit/witness_errors.h"

#include <map>
#include <utility>

#include "absl/strings/str_cat.h"
#include "services/common/base/error.h"

namespace entente::audit {
namespace {

absl::Status Closed(std::string reason,
                    std::map<std::string, std::string> metadata,
                    Sentence sentence) {
  return MakeError(absl::StatusCode::kUnavailable,
                   {.reason = std::move(reason),
                    .field = "",
                    .metadata = std::move(metadata),
                    .sentence = std::move(sentence)});
}

// Whole minutes: a figure that a person can read.
int64_t Minutes(absl::Duration span) { return absl::ToInt64Minutes(span); }

}  // namespace

absl::Status ClosedStarting() {
  return Closed(
      "AUDIT_CLOSED_STARTING", {},
      {.en = "The service has just started and asks the witnesses of its "
             "access log first; try again in a moment.",
       .fr = "Le service vient de démarrer et interroge d'abord les témoins de "
             "son journal des accès ; réessayez dans un instant.",
       .nl = "De dienst is net gestart en vraagt eerst de getuigen van zijn "
             "toegangslogboek; probeer het zo meteen opnieuw."});
}

absl::Status ClosedRolledBack(const std::string& witness, uint64_t witnessed,
                              uint64_t size) {
  return Closed(
      kClosedRolledBack,
      {{"witness", witness},
       {"witnessed_size", absl::StrCat(witnessed)},
       {"size", absl::StrCat(size)}},
      {.en = absl::StrCat("The service is closed: its access log has ", size,
                          " entries, but the witness ", witness, " cosigned ",
                          witnessed,
                          ". Its data was put back to an older copy or cut; "
                          "tell the operator and the oversight body."),
       .fr = absl::StrCat("Le service est fermé : son journal des accès a ",
                          size, " entrées, mais le témoin ", witness,
                          " en a cosigné ", witnessed,
                          ". Ses données ont été remplacées par une copie plus "
                          "ancienne ou coupées ; prévenez l'exploitant et "
                          "l'organe de contrôle."),
       .nl = absl::StrCat("De dienst is gesloten: zijn toegangslogboek heeft ",
                          size, " regels, maar de getuige ", witness,
                          " medeondertekende er ", witnessed,
                          ". De gegevens werden door een oudere kopie "
                          "vervangen of ingekort; verwittig de beheerder en "
                          "de toezichthouder.")});
}

absl::Status ClosedForked(const std::string& witness, uint64_t size) {
  return Closed(
      kClosedForked, {{"witness", witness}, {"size", absl::StrCat(size)}},
      {.en = absl::StrCat("The service is closed: the first ", size,
                          " entries of its access log are not those that the "
                          "witness ",
                          witness,
                          " cosigned; tell the operator and the oversight "
                          "body."),
       .fr = absl::StrCat("Le service est fermé : les ", size,
                          " premières entrées de son journal des accès ne "
                          "sont pas celles que le témoin ",
                          witness,
                          " a cosignées ; prévenez l'exploitant et l'organe de "
                          "contrôle."),
       .nl = absl::StrCat("De dienst is gesloten: de eerste ", size,
                          " regels van zijn toegangslogboek zijn niet die "
                          "welke de getuige ",
                          witness,
                          " medeondertekende; verwittig de beheerder en de "
                          "toezichthouder.")});
}

absl::Status ClosedUnwitnessed(int quorum, absl::Duration silence,
                               absl::Duration silence_max) {
  return Closed(
      "AUDIT_CLOSED_UNWITNESSED",
      {{"quorum", absl::StrCat(quorum)},
       {"silence_seconds", absl::StrCat(absl::ToInt64Seconds(silence))},
       {"silence_max_seconds",
        absl::StrCat(absl::ToInt64Seconds(silence_max))}},
      {.en = absl::StrCat("The service is closed: for ", Minutes(silence),
                          " minutes fewer than ", quorum,
                          " witnesses have cosigned its access log (",
                          Minutes(silence_max),
                          " are allowed). It opens by itself when they answer "
                          "again."),
       .fr = absl::StrCat("Le service est fermé : depuis ", Minutes(silence),
                          " minutes, moins de ", quorum,
                          " témoins ont cosigné son journal des accès (",
                          Minutes(silence_max),
                          " sont permises). Il s'ouvre de lui-même quand ils "
                          "répondent à nouveau."),
       .nl = absl::StrCat("De dienst is gesloten: sinds ", Minutes(silence),
                          " minuten hebben minder dan ", quorum,
                          " getuigen zijn toegangslogboek medeondertekend (",
                          Minutes(silence_max),
                          " zijn toegelaten). Hij opent vanzelf wanneer ze "
                          "weer antwoorden.")});
}

absl::Status ClosedBent(const absl::Status& found) {
  // What the store itself refuses to read has no detail.
  const ErrorDetail detail = GetErrorDetail(found).value_or(ErrorDetail());
  const std::string& en = detail.sentence.en;
  const std::string& fr = detail.sentence.fr;
  const std::string& nl = detail.sentence.nl;
  return Closed(
      detail.reason == "AUDIT_LOG_ROLLED_BACK" ? kClosedRolledBack
      : detail.reason == "AUDIT_LOG_FORKED"    ? kClosedForked
                                               : kClosedBroken,
      detail.metadata,
      {.en =
           absl::StrCat("The service is closed. ",
                        en.empty() ? "Its access log cannot be read back." : en,
                        " Tell the operator and the oversight body."),
       .fr = absl::StrCat(
           "Le service est fermé. ",
           fr.empty() ? "Son journal des accès ne peut être relu." : fr,
           " Prévenez l'exploitant et l'organe de contrôle."),
       .nl = absl::StrCat(
           "De dienst is gesloten. ",
           nl.empty() ? "Zijn toegangslogboek kan niet worden teruggelezen."
                      : nl,
           " Verwittig de beheerder en de toezichthouder.")});
}

}  // namespace entente::audit
