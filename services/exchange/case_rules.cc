#include "services/exchange/case_rules.h"

#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "services/common/base/error.h"
#include "services/exchange/name_rules.h"
#include "services/exchange/text_rules.h"

namespace entente::exchange {
namespace {

using v1::CaseGrant;
using v1::FollowUpEntry;

absl::Status Invalid(const std::string& reason, const std::string& field,
                     Sentence sentence) {
  return MakeError(absl::StatusCode::kInvalidArgument,
                   {.reason = reason,
                    .field = field,
                    .metadata = {},
                    .sentence = std::move(sentence)});
}

// A choice of a closed list that was left open, or a number it does not hold.
absl::Status Choose(const std::string& reason, const std::string& field) {
  return Invalid(
      reason, field,
      {.en = absl::StrCat("Choose a value of the list for '", field,
                          "'; nothing is assumed."),
       .fr = absl::StrCat("Choisissez une valeur de la liste pour « ", field,
                          " » ; rien n'est présumé."),
       .nl = absl::StrCat("Kies een waarde uit de lijst voor '", field,
                          "'; niets wordt verondersteld.")});
}

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

// A subject claim: printable ASCII without spaces, as the issuer wrote it.
bool IsSubjectClaim(absl::string_view person) {
  if (person.empty() || person.size() > kPersonBytesMax) return false;
  for (const char c : person) {
    if (!absl::ascii_isgraph(c)) return false;
  }
  return true;
}

// 29 February plus years is 28 February, where a civil day would say 1 March.
absl::CivilDay AddYears(absl::CivilDay day, int years) {
  const absl::CivilDay later(day.year() + years, day.month(), day.day());
  return later.month() == day.month() ? later : later - 1;
}

absl::Status ValidateTerm(const CaseGrant& grant, absl::CivilDay grantor_until,
                          absl::CivilDay today) {
  ENTENTE_ASSIGN_OR_RETURN(const absl::CivilDay from,
                           ParseDate(grant.from(), "case_grant.from"));
  ENTENTE_ASSIGN_OR_RETURN(const absl::CivilDay until,
                           ParseDate(grant.until(), "case_grant.until"));
  if (until < from) {
    return Invalid("GRANT_ENDS_BEFORE_IT_BEGINS", "case_grant.until",
                   {.en = "The last day lies before the first.",
                    .fr = "Le dernier jour précède le premier.",
                    .nl = "De laatste dag ligt voor de eerste."});
  }
  if (until > AddYears(from, kGrantYearsMax)) {
    return Invalid("GRANT_TOO_LONG", "case_grant.until",
                   {.en = "A right lasts at most two years.",
                    .fr = "Un droit dure deux ans au plus.",
                    .nl = "Een recht duurt hoogstens twee jaar."});
  }
  if (until < today) {
    return Invalid("GRANT_ALREADY_OVER", "case_grant.until",
                   {.en = "The last day has passed already.",
                    .fr = "Le dernier jour est déjà passé.",
                    .nl = "De laatste dag is al voorbij."});
  }
  if (until > grantor_until) {
    const std::string last = absl::FormatCivilTime(grantor_until);
    return Invalid(
        "GRANT_OUTLIVES_GRANTOR", "case_grant.until",
        {.en = absl::StrCat("Your own right ends on ", last,
                            "; nobody passes on more than he holds."),
         .fr = absl::StrCat("Votre propre droit prend fin le ", last,
                            " ; nul ne transmet plus qu'il ne détient."),
         .nl = absl::StrCat("Uw eigen recht eindigt op ", last,
                            "; niemand geeft meer door dan hij heeft.")});
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

absl::Status ValidateCreateCaseGrant(const v1::CreateCaseGrantRequest& request,
                                     absl::string_view grantor,
                                     absl::CivilDay grantor_until,
                                     absl::CivilDay today) {
  const CaseGrant& grant = request.case_grant();
  if (!IsSubjectClaim(grant.person())) {
    return Invalid("PERSON_INVALID", "case_grant.person",
                   {.en = "Give the account of the person as the identity "
                          "provider writes it (at most 255 characters, no "
                          "spaces).",
                    .fr = "Indiquez le compte de la personne tel que "
                          "l'annuaire l'écrit (255 caractères au plus, sans "
                          "espace).",
                    .nl = "Geef de account van de persoon zoals de "
                          "identiteitsdienst die schrijft (hoogstens 255 "
                          "tekens, zonder spaties)."});
  }
  if (grant.person() == grantor) {
    return MakeError(
        absl::StatusCode::kPermissionDenied,
        {.reason = "SELF_GRANT",
         .field = "case_grant.person",
         .metadata = {},
         .sentence = {
             .en = "Nobody gives a right to himself; another person who may "
                   "has to do it.",
             .fr = "Nul ne s'accorde un droit à soi-même ; une autre personne "
                   "habilitée doit le faire.",
             .nl = "Niemand kent zichzelf een recht toe; een andere bevoegde "
                   "persoon moet dat doen."}});
  }
  if (grant.relation() == CaseGrant::RELATION_UNSPECIFIED ||
      !CaseGrant::Relation_IsValid(grant.relation())) {
    return Choose("RELATION_REQUIRED", "case_grant.relation");
  }
  ENTENTE_RETURN_IF_ERROR(ValidateTerm(grant, grantor_until, today));
  ENTENTE_RETURN_IF_ERROR(
      ValidateLine(grant.reason(), "case_grant.reason",
                   {.characters_max = kGrantReasonCharactersMax}));
  return ValidateRequestId(request.request_id());
}

CaseGrant OpeningGrant(absl::string_view person, absl::CivilDay today) {
  CaseGrant grant;
  grant.set_person(std::string(person));
  grant.set_relation(CaseGrant::RELATION_CONTRIBUTOR);
  *grant.mutable_from() = ToDate(today);
  *grant.mutable_until() = ToDate(AddYears(today, kOpeningGrantYears));
  grant.set_reason("opening of the case");
  return grant;
}

}  // namespace entente::exchange
