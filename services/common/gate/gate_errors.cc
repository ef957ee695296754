#include "services/common/gate/gate_errors.h"

#include <algorithm>
#include <iterator>
#include <map>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "services/common/base/error.h"

namespace entente::gate {
namespace {

// What the gate denies for.
constexpr absl::string_view kDenials[] = {"PEER_REFUSED",       "TOKEN_MISSING",
                                          "TOKEN_REFUSED",      "TOKEN_EXPIRED",
                                          "PERMISSION_MISSING", kDenialsLimit};

absl::Status Error(absl::StatusCode code, const char* reason, Sentence sentence,
                   std::map<std::string, std::string> metadata = {}) {
  return MakeError(code, {.reason = reason,
                          .field = "",
                          .metadata = std::move(metadata),
                          .sentence = std::move(sentence)});
}

}  // namespace

absl::Status PeerRefused() {
  return Error(
      absl::StatusCode::kUnauthenticated, "PEER_REFUSED",
      {.en = "The certificate does not name a program of this installation.",
       .fr = "Le certificat ne désigne aucun programme de cette installation.",
       .nl = "Het certificaat noemt geen programma van deze installatie."});
}

absl::Status TokenMissing() {
  return Error(
      absl::StatusCode::kUnauthenticated, "TOKEN_MISSING",
      {.en = "The call needs a person: log in first.",
       .fr = "L'appel doit être fait par une personne : connectez-vous "
             "d'abord.",
       .nl = "De oproep moet van een persoon komen: meld u eerst aan."});
}

absl::Status TokenRefused() {
  return Error(absl::StatusCode::kUnauthenticated, "TOKEN_REFUSED",
               {.en = "The token was not accepted: log in again.",
                .fr = "Le jeton n'a pas été accepté : reconnectez-vous.",
                .nl = "Het token werd niet aanvaard: meld u opnieuw aan."});
}

absl::Status TokenExpired() {
  return Error(
      absl::StatusCode::kUnauthenticated, "TOKEN_EXPIRED",
      {.en = "The token expired during the call: log in again and resume.",
       .fr = "Le jeton a expiré pendant l'appel : reconnectez-vous et "
             "reprenez.",
       .nl = "Het token verviel tijdens de oproep: meld u opnieuw aan en "
             "hervat."});
}

absl::Status PermissionMissing(const std::string& permission) {
  return Error(
      absl::StatusCode::kPermissionDenied, "PERMISSION_MISSING",
      {.en = absl::StrCat("None of your roles holds the permission ",
                          permission, "."),
       .fr = absl::StrCat("Aucun de vos rôles ne comporte la permission ",
                          permission, "."),
       .nl = absl::StrCat("Geen van uw rollen bevat de toestemming ",
                          permission, ".")},
      {{"permission", permission}});
}

absl::Status DeadlinePast() {
  return Error(absl::StatusCode::kDeadlineExceeded, "DEADLINE_PAST",
               {.en = "The call's deadline has passed: allow it more time.",
                .fr = "Le délai de l'appel est dépassé : accordez-lui plus de "
                      "temps.",
                .nl = "De termijn van de oproep is verstreken: geef hem meer "
                      "tijd."});
}

absl::Status StreamLimit(int streams_max) {
  return Error(
      absl::StatusCode::kResourceExhausted, "STREAM_LIMIT",
      {.en = absl::StrCat("Too many streams are open (", streams_max,
                          " at most): close one or try later."),
       .fr = absl::StrCat("Trop de flux sont ouverts (", streams_max,
                          " au plus) : fermez-en un ou réessayez plus tard."),
       .nl = absl::StrCat("Er staan te veel stromen open (hoogstens ",
                          streams_max, "): sluit er een of probeer later.")},
      {{"streams_max", absl::StrCat(streams_max)}});
}

absl::Status RequestUnreadable() {
  return Error(
      absl::StatusCode::kInvalidArgument, "REQUEST_UNREADABLE",
      {.en = "The request is no message of the type that the contract "
             "names: compare the versions of both sides.",
       .fr = "La demande n'est pas un message du type que nomme le "
             "contrat : comparez les versions des deux côtés.",
       .nl = "Het verzoek is geen bericht van het type dat het "
             "contract noemt: vergelijk de versies van beide kanten."});
}

absl::Status DenialsLimit(absl::Duration wait) {
  const int64_t seconds =
      absl::ToInt64Seconds(absl::Ceil(wait, absl::Seconds(1)));
  return Error(
      absl::StatusCode::kResourceExhausted, kDenialsLimit,
      {.en = absl::StrCat("Too many of your calls were refused: the reasons "
                          "are told again in ",
                          seconds, " s."),
       .fr = absl::StrCat("Trop de vos appels ont été refusés : les raisons "
                          "seront de nouveau données dans ",
                          seconds, " s."),
       .nl = absl::StrCat("Te veel van uw oproepen werden geweigerd: de "
                          "redenen worden over ",
                          seconds, " s weer gegeven.")},
      {{"retry_after_seconds", absl::StrCat(seconds)}});
}

bool IsDenial(absl::StatusCode code) {
  return code == absl::StatusCode::kPermissionDenied ||
         code == absl::StatusCode::kUnauthenticated;
}

std::string RuleOfDenial(const std::string& reason) {
  if (std::find(std::begin(kDenials), std::end(kDenials), reason) !=
      std::end(kDenials)) {
    return "gate";
  }
  return reason.empty()
             ? "service"
             : absl::StrCat("service.", absl::AsciiStrToLower(reason));
}

absl::Status AuditUnavailable() {
  return Error(
      absl::StatusCode::kUnavailable, "AUDIT_UNAVAILABLE",
      {.en = "The access log cannot be written, so nothing may be answered: "
             "try later.",
       .fr = "Le journal des accès ne peut être écrit ; rien ne peut donc être "
             "répondu : réessayez plus tard.",
       .nl = "Het toegangslogboek kan niet worden geschreven, dus mag niets "
             "worden beantwoord: probeer later."});
}

bool IsLogClosed(const absl::Status& status) {
  return absl::IsUnavailable(status) &&
         absl::StartsWith(ErrorReason(status), kLogClosed);
}

absl::Status MethodUnknown() {
  return Error(absl::StatusCode::kUnimplemented, "METHOD_UNKNOWN",
               {.en = "This program does not serve that method.",
                .fr = "Ce programme ne sert pas cette méthode.",
                .nl = "Dit programma biedt die methode niet aan."});
}

}  // namespace entente::gate
