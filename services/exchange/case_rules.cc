#include "services/exchange/case_rules.h"

#include <string>

#include "absl/strings/str_cat.h"
#include "services/common/base/error.h"
#include "services/exchange/error_rules.h"
#include "services/exchange/name_rules.h"
#include "services/exchange/text_rules.h"

namespace entente::exchange {
namespace {

using v1::FollowUpEntry;

absl::Status NotInFuture(const google::type::Date& date,
                         const std::string& field, absl::CivilDay today) {
  ENTENTE_ASSIGN_OR_RETURN(const absl::CivilDay day, ParseDate(date, field));
  if (day <= today) return absl::OkStatus();
  return Invalid("DATE_IN_FUTURE", field,
                 {.en = absl::StrCat("'", field, "' lies in the future."),
                  .fr = absl::StrCat("« ", field, " » se situe dans le futur."),
                  .nl = absl::StrCat("'", field, "' ligt in de toekomst.")});
}

absl::Status ValidateChoices(const FollowUpEntry& entry) {
  if (entry.nature() == FollowUpEntry::NATURE_UNSPECIFIED ||
      !FollowUpEntry::Nature_IsValid(entry.nature())) {
    return Choose("NATURE_REQUIRED", "follow_up_entry.nature");
  }
  if (entry.reliability() == FollowUpEntry::RELIABILITY_UNSPECIFIED ||
      !FollowUpEntry::Reliability_IsValid(entry.reliability())) {
    return Choose("RELIABILITY_REQUIRED", "follow_up_entry.reliability");
  }
  if (entry.certainty() == FollowUpEntry::CERTAINTY_UNSPECIFIED ||
      !FollowUpEntry::Certainty_IsValid(entry.certainty())) {
    return Choose("CERTAINTY_REQUIRED", "follow_up_entry.certainty");
  }
  if (entry.handling_code() == FollowUpEntry::HANDLING_CODE_UNSPECIFIED ||
      !FollowUpEntry::HandlingCode_IsValid(entry.handling_code())) {
    return Choose("HANDLING_CODE_REQUIRED", "follow_up_entry.handling_code");
  }
  return absl::OkStatus();
}

}  // namespace

absl::Status ValidateCreateCase(const v1::CreateCaseRequest& request,
                                absl::CivilDay today) {
  if (!ParseMunicipality(request.parent())) {
    return NameError("parent", "municipalities/{five digits}");
  }
  const v1::Case& sent = request.case_();
  if (!v1::SubjectState_IsValid(sent.subject_state())) {
    return Choose("SUBJECT_STATE_UNKNOWN", "case.subject_state");
  }
  const bool has_state = sent.subject_state() != v1::SUBJECT_STATE_UNSPECIFIED;
  if (has_state && !sent.has_subject_state_date()) {
    return Invalid("SUBJECT_STATE_DATE_MISSING", "case.subject_state_date",
                   {.en = "Say on which day the state held.",
                    .fr = "Indiquez à quel jour l'état valait.",
                    .nl = "Vermeld op welke dag de toestand gold."});
  }
  if (sent.has_subject_state_date()) {
    ENTENTE_RETURN_IF_ERROR(NotInFuture(sent.subject_state_date(),
                                        "case.subject_state_date", today));
  }
  return ValidateRequestId(request.request_id());
}

absl::Status ValidateCreateFollowUpEntry(
    const v1::CreateFollowUpEntryRequest& request, absl::CivilDay today) {
  const FollowUpEntry& entry = request.follow_up_entry();
  ENTENTE_RETURN_IF_ERROR(ValidateChoices(entry));
  ENTENTE_RETURN_IF_ERROR(
      ValidateLine(entry.origin(), "follow_up_entry.origin",
                   {.characters_max = kOriginCharactersMax}));
  ENTENTE_RETURN_IF_ERROR(
      ValidateLine(entry.purpose(), "follow_up_entry.purpose",
                   {.characters_max = kPurposeCharactersMax}));
  ENTENTE_RETURN_IF_ERROR(
      ValidateLine(entry.legal_basis(), "follow_up_entry.legal_basis",
                   {.characters_max = kLegalBasisCharactersMax}));
  ENTENTE_RETURN_IF_ERROR(
      ValidateContent(entry.text(), "follow_up_entry.text",
                      {.characters_max = kEntryCharactersMax}));
  ENTENTE_RETURN_IF_ERROR(
      NotInFuture(entry.date(), "follow_up_entry.date", today));
  return ValidateRequestId(request.request_id());
}

}  // namespace entente::exchange
