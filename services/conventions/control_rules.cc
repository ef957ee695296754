#include "services/conventions/control_rules.h"

#include <array>
#include <string>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "services/common/base/error.h"
#include "services/conventions/field_rules.h"
#include "services/conventions/life_rules.h"
#include "services/conventions/limits.h"
#include "services/conventions/money/date.h"

namespace entente::conventions {
namespace {

using v1::ControlRequest;

struct Step {
  ControlRequest::State from;
  ControlAct act;
  ControlRequest::State to;
};
constexpr std::array<Step, 4> kSteps = {
    {{ControlRequest::STATE_OPEN, ControlAct::kAnswer,
      ControlRequest::STATE_ANSWERED},
     {ControlRequest::STATE_ANSWERED, ControlAct::kAnswer,
      ControlRequest::STATE_ANSWERED},
     {ControlRequest::STATE_OPEN, ControlAct::kClose,
      ControlRequest::STATE_CLOSED},
     {ControlRequest::STATE_ANSWERED, ControlAct::kClose,
      ControlRequest::STATE_CLOSED}}};

// Looks like a resource name of the suite (whether there is such a thing,
// reference_store.h says), but no case is ever named to the State, nor anything
// that looks like a person's number.
bool IsResourceName(absl::string_view text) {
  constexpr size_t kBytesMax = 300;
  if (text.size() > kBytesMax || !absl::StartsWith(text, "municipalities/") ||
      absl::EndsWith(text, "/") || absl::StrContains(text, "//") ||
      absl::StrContains(text, "/cases/") ||
      !CheckNamesNobody(text, "reference").ok()) {
    return false;
  }
  for (const char c : text) {
    if (!absl::ascii_isalnum(c) && c != '/' && c != '-' && c != '_') {
      return false;
    }
  }
  return true;
}

absl::Status CheckReferences(const ControlRequest::Answer& answer) {
  if (answer.references_size() > kAnswersMax ||
      answer.attachment_sha256_size() > kAnswersMax) {
    return FieldError(
        "TOO_MANY_NAMES", "answer",
        {.en = absl::StrCat("At most ", kAnswersMax,
                            " references and as many attachments."),
         .fr = absl::StrCat("Au plus ", kAnswersMax,
                            " références et autant d'annexes."),
         .nl = absl::StrCat("Hoogstens ", kAnswersMax,
                            " verwijzingen en evenveel bijlagen.")});
  }
  for (const std::string& reference : answer.references()) {
    if (IsResourceName(reference)) continue;
    return FieldError(
        "MALFORMED_REFERENCE", "answer.references",
        {.en = "A reference is the full name of something in the suite, as in "
               "\"municipalities/21004/evidence/v-000001\".",
         .fr = "Une référence est le nom complet d'un élément de la suite, "
               "comme « municipalities/21004/evidence/v-000001 ».",
         .nl =
             "Een verwijzing is de volledige naam van iets in de suite, zoals "
             "\"municipalities/21004/evidence/v-000001\"."});
  }
  for (const std::string& hash : answer.attachment_sha256()) {
    ENTENTE_RETURN_IF_ERROR(CheckSha256(hash, "answer.attachment_sha256"));
  }
  return absl::OkStatus();
}

Sentence StateWord(ControlRequest::State state) {
  switch (state) {
    case ControlRequest::STATE_OPEN:
      return {"open", "ouverte", "open"};
    case ControlRequest::STATE_ANSWERED:
      return {"answered", "répondue", "beantwoord"};
    case ControlRequest::STATE_CLOSED:
      return {"closed", "clôturée", "afgesloten"};
    default:
      return {"unknown", "inconnue", "onbekend"};
  }
}

}  // namespace

absl::StatusOr<ControlRequest::State> NextState(const ControlRequest& control,
                                                ControlAct act) {
  for (const Step& step : kSteps) {
    if (step.from == control.state() && step.act == act) return step.to;
  }
  const Sentence is = StateWord(control.state());
  return MakeError(
      absl::StatusCode::kFailedPrecondition,
      {.reason = "CONTROL_STATE",
       .field = "name",
       .metadata = {{"state", ControlRequest::State_Name(control.state())}},
       .sentence = {
           .en = absl::StrCat("The request is ", is.en,
                              ". What the State still wants is another "
                              "request."),
           .fr = absl::StrCat("La demande est ", is.fr,
                              ". Ce que l'État veut encore est une autre "
                              "demande."),
           .nl = absl::StrCat("De vraag is ", is.nl,
                              ". Wat de Staat nog wil is een andere vraag.")}});
}

absl::StatusOr<ConventionName> ValidateOpenControlRequest(
    const v1::OpenControlRequestRequest& request,
    const google::type::Date& today) {
  const ControlRequest& control = request.control_request();
  ENTENTE_ASSIGN_OR_RETURN(const ConventionName name,
                           ParseConventionName(request.parent(), "parent"));
  if (control.kind() == ControlRequest::KIND_UNSPECIFIED ||
      !ControlRequest::Kind_IsValid(control.kind())) {
    return Required("control_request.kind");
  }
  ENTENTE_RETURN_IF_ERROR(
      CheckReason(control.subject(), "control_request.subject"));
  ENTENTE_RETURN_IF_ERROR(
      CheckReference(control.reference(), "control_request.reference"));
  ENTENTE_RETURN_IF_ERROR(
      CheckNamesNobody(control.reference(), "control_request.reference"));
  ENTENTE_RETURN_IF_ERROR(
      CheckPastDate(control.open_date(), today, "control_request.open_date"));
  if (IsUnset(control.due_date())) return Required("control_request.due_date");
  ENTENTE_RETURN_IF_ERROR(
      CheckDate(control.due_date(), "control_request.due_date"));
  if (IsBefore(control.due_date(), control.open_date())) {
    return FieldError("DUE_BEFORE_OPENING", "control_request.due_date",
                      {.en = "The last day for the answer is before the day "
                             "on which it was asked.",
                       .fr = "Le dernier jour pour répondre précède le jour de "
                             "la demande.",
                       .nl = "De laatste dag om te antwoorden ligt vóór de dag "
                             "van de vraag."});
  }
  return name;
}

absl::StatusOr<NumberedName> ValidateAnswerControlRequest(
    const v1::AnswerControlRequestRequest& request,
    const google::type::Date& today) {
  const ControlRequest::Answer& answer = request.answer();
  ENTENTE_ASSIGN_OR_RETURN(
      NumberedName name,
      ParseNumberedName(NumberedKind::kControlRequest, request.name(), "name"));
  ENTENTE_RETURN_IF_ERROR(CheckPastDate(answer.date(), today, "answer.date"));
  if (answer.text().empty() && answer.references().empty() &&
      answer.attachment_sha256().empty()) {
    return FieldError("ANSWER_EMPTY", "answer",
                      {.en = "An answer says something, refers to something in "
                             "the suite or attaches something.",
                       .fr = "Une réponse dit quelque chose, renvoie à un "
                             "élément de la suite ou joint une annexe.",
                       .nl = "Een antwoord zegt iets, verwijst naar iets in de "
                             "suite of voegt iets bij."});
  }
  ENTENTE_RETURN_IF_ERROR(
      CheckText(answer.text(), kDescriptionCharactersMax, "answer.text"));
  ENTENTE_RETURN_IF_ERROR(CheckNamesNobody(answer.text(), "answer.text"));
  ENTENTE_RETURN_IF_ERROR(CheckReferences(answer));
  return name;
}

absl::StatusOr<NumberedName> ValidateCloseControlRequest(
    const v1::CloseControlRequestRequest& request,
    const google::type::Date& today) {
  ENTENTE_ASSIGN_OR_RETURN(
      NumberedName name,
      ParseNumberedName(NumberedKind::kControlRequest, request.name(), "name"));
  ENTENTE_RETURN_IF_ERROR(
      ValidateEnding(request.date(), request.reason(), today));
  return name;
}

absl::Status CheckNotBeforeOpening(const ControlRequest& control,
                                   const google::type::Date& date,
                                   absl::string_view field) {
  if (!IsBefore(date, control.open_date())) return absl::OkStatus();
  const std::string day = FormatIsoDate(control.open_date());
  return FieldError(
      "DATE_BEFORE_OPENING", field,
      {.en = absl::StrCat("The request was made on ", day, "."),
       .fr = absl::StrCat("La demande a été faite le ", day, "."),
       .nl = absl::StrCat("De vraag werd gesteld op ", day, ".")});
}

absl::Status CheckRoomForAnswer(const ControlRequest& control) {
  if (control.answers_size() < kAnswersMax) return absl::OkStatus();
  return MakeError(
      absl::StatusCode::kFailedPrecondition,
      {.reason = "TOO_MANY_ANSWERS",
       .field = "answer",
       .metadata = {{"max", absl::StrCat(kAnswersMax)}},
       .sentence = {
           .en = absl::StrCat("A request takes at most ", kAnswersMax,
                              " answers. Close it."),
           .fr = absl::StrCat("Une demande reçoit au plus ", kAnswersMax,
                              " réponses. Clôturez-la."),
           .nl = absl::StrCat("Een vraag krijgt hoogstens ", kAnswersMax,
                              " antwoorden. Sluit ze af.")}});
}

bool IsOverdue(const ControlRequest& control, const google::type::Date& today) {
  return control.state() == ControlRequest::STATE_OPEN &&
         IsBefore(control.due_date(), today);
}

}  // namespace entente::conventions
