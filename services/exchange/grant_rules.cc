#include "services/exchange/grant_rules.h"

#include <optional>

#include "absl/strings/str_cat.h"
#include "services/common/base/error.h"
#include "services/exchange/decide_rules.h"
#include "services/exchange/error_rules.h"
#include "services/exchange/term_rules.h"
#include "services/exchange/text_rules.h"

namespace entente::exchange {
namespace {

using access::Grant;
using v1::CaseGrant;

struct RelationName {
  CaseGrant::Relation relation;
  const char* name;
};
constexpr RelationName kRelations[] = {
    {CaseGrant::RELATION_READER, kReader},
    {CaseGrant::RELATION_CONTRIBUTOR, kContributor},
    {CaseGrant::RELATION_CHAIR, kChair},
    {CaseGrant::RELATION_FORBIDDEN, kForbidden},
};

absl::Status ChairRequired(const std::string& field) {
  return NotAllowed("CHAIR_REQUIRED", field,
                    {.en = "Only who holds the office of chair may do this.",
                     .fr = "Seule la personne qui exerce la présidence peut le "
                           "faire.",
                     .nl = "Alleen wie het voorzitterschap bekleedt, mag "
                           "dat."});
}

absl::Status ValidateSubject(const CaseGrant& grant) {
  if (grant.has_person()) {
    return ValidatePerson(grant.person(), "case_grant.person");
  }
  if (!grant.has_office()) {
    return Invalid("SUBJECT_REQUIRED", "case_grant.person",
                   {.en = "Say whom the right is for: a person or an office.",
                    .fr = "Indiquez à qui va le droit : une personne ou une "
                          "fonction.",
                    .nl = "Vermeld voor wie het recht is: een persoon of een "
                          "ambt."});
  }
  if (ParseOfficeName(grant.office())) return absl::OkStatus();
  return Invalid("OFFICE_UNKNOWN", "case_grant.office",
                 {.en = "There is one office: 'municipalities/{five "
                        "digits}/offices/chair'.",
                  .fr = "Il y a une seule fonction : « municipalities/{cinq "
                        "chiffres}/offices/chair ».",
                  .nl = "Er is één ambt: 'municipalities/{vijf "
                        "cijfers}/offices/chair'."});
}

absl::Status ValidateRelation(const CaseGrant& grant, const Grantor& grantor) {
  if (grant.relation() == CaseGrant::RELATION_UNSPECIFIED ||
      !CaseGrant::Relation_IsValid(grant.relation())) {
    return Choose("RELATION_REQUIRED", "case_grant.relation");
  }
  if (grant.relation() == CaseGrant::RELATION_CHAIR) {
    return Invalid("RELATION_RESERVED", "case_grant.relation",
                   {.en = "This right comes with the opening of a case and "
                          "belongs to the office of chair.",
                    .fr = "Ce droit naît à l'ouverture du dossier et "
                          "appartient à la présidence.",
                    .nl = "Dit recht ontstaat bij de opening van het dossier "
                          "en hoort bij het voorzitterschap."});
  }
  if (grant.relation() == CaseGrant::RELATION_FORBIDDEN) {
    if (!grantor.may_forbid) return ChairRequired("case_grant.relation");
    if (!grant.has_person()) {
      return Invalid("FORBID_NEEDS_PERSON", "case_grant.office",
                     {.en = "A conflict of interest is a person's, not an "
                            "office's.",
                      .fr = "Un conflit d'intérêts est celui d'une personne, "
                            "non d'une fonction.",
                      .nl = "Een belangenconflict is dat van een persoon, niet "
                            "van een ambt."});
    }
    return absl::OkStatus();
  }
  // To forbid oneself a case is no self-service; to open it is.
  if (grant.has_person() ? grant.person() == grantor.person
                         : grantor.is_in_office) {
    return NotAllowed(
        "SELF_GRANT",
        grant.has_person() ? "case_grant.person" : "case_grant.office",
        {.en = "Nobody gives a right to himself; another person who may has to "
               "do it.",
         .fr = "Nul ne s'accorde un droit à soi-même ; une autre personne "
               "habilitée doit le faire.",
         .nl = "Niemand kent zichzelf een recht toe; een andere bevoegde "
               "persoon moet dat doen."});
  }
  return absl::OkStatus();
}

absl::Status ValidatePurposes(const CaseGrant& grant) {
  if (grant.purposes_size() > kGrantPurposesMax) {
    return Invalid("TOO_MANY_PURPOSES", "case_grant.purposes",
                   {.en = "Name each purpose once, or none for all.",
                    .fr = "Nommez chaque finalité une fois, ou aucune pour "
                          "toutes.",
                    .nl = "Noem elk doel één keer, of geen voor alle."});
  }
  for (const int purpose : grant.purposes()) {
    if (purpose == entente::common::v1::PURPOSE_UNSPECIFIED ||
        !entente::common::v1::Purpose_IsValid(purpose)) {
      return Choose("PURPOSE_UNKNOWN", "case_grant.purposes");
    }
  }
  return absl::OkStatus();
}

absl::Status NotLongerThan(absl::CivilDay grantor_until,
                           const CaseGrant& grant) {
  if (*access::DayOf(grant.until()) <= grantor_until) return absl::OkStatus();
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

// Whether somebody can give rights by it today.
bool IsGiving(const Grant& grant, absl::CivilDay today) {
  const std::optional<absl::CivilDay> from = access::DayOf(grant.from());
  const std::optional<absl::CivilDay> until = access::DayOf(grant.until());
  return !grant.has_revocation() && from && until && *from <= today &&
         today <= *until &&
         (grant.relation() == kChair || grant.relation() == kContributor);
}

}  // namespace

absl::Status ValidateCreateCaseGrant(const v1::CreateCaseGrantRequest& request,
                                     const Grantor& grantor,
                                     absl::CivilDay today) {
  const CaseGrant& grant = request.case_grant();
  ENTENTE_RETURN_IF_ERROR(ValidateSubject(grant));
  ENTENTE_RETURN_IF_ERROR(ValidateRelation(grant, grantor));
  ENTENTE_RETURN_IF_ERROR(ValidatePurposes(grant));
  ENTENTE_RETURN_IF_ERROR(ValidateTerm(grant.from(), grant.until(),
                                       {"GRANT", "case_grant", kGrantYearsMax},
                                       today));
  if (grant.relation() != CaseGrant::RELATION_FORBIDDEN) {
    ENTENTE_RETURN_IF_ERROR(NotLongerThan(grantor.until, grant));
  }
  ENTENTE_RETURN_IF_ERROR(
      ValidateLine(grant.reason(), "case_grant.reason",
                   {.characters_max = kGrantReasonCharactersMax}));
  return ValidateRequestId(request.request_id());
}

absl::Status ValidateRevokeCaseGrant(
    const v1::RevokeCaseGrantRequest& request) {
  ENTENTE_RETURN_IF_ERROR(
      ValidateLine(request.reason(), "reason",
                   {.characters_max = kGrantReasonCharactersMax}));
  return ValidateRequestId(request.request_id());
}

absl::Status CheckRevoke(const std::vector<Grant>& grants,
                         absl::string_view name, bool is_chair,
                         absl::CivilDay today) {
  bool is_giving = false;
  bool is_another_giving = false;
  for (const Grant& grant : grants) {
    if (grant.name() != name) {
      is_another_giving |= IsGiving(grant, today);
      continue;
    }
    is_giving = IsGiving(grant, today);
    const bool is_guarded =
        grant.relation() == kChair || grant.relation() == kForbidden;
    if (is_guarded && !is_chair) return ChairRequired("name");
  }
  if (!is_giving || is_another_giving) return absl::OkStatus();
  return MakeError(
      absl::StatusCode::kFailedPrecondition,
      {.reason = "GRANT_IS_LAST",
       .field = "name",
       .metadata = {},
       .sentence = {
           .en = "After this nobody could reach the case, not even to correct "
                 "or erase it; give another contributor's right first.",
           .fr = "Après cela, plus personne n'atteindrait le dossier, même "
                 "pour le corriger ou l'effacer ; accordez d'abord un autre "
                 "droit de contributeur.",
           .nl = "Daarna kan niemand het dossier nog bereiken, zelfs niet om "
                 "het te verbeteren of te wissen; geef eerst een ander recht "
                 "van bijdrager."}});
}

Grant OpeningGrant(const RecordName& name, absl::CivilDay today) {
  Grant grant;
  grant.set_object(CaseName(name));
  grant.set_office(OfficeName(name.refnis));
  grant.set_relation(kChair);
  *grant.mutable_from() = ToDate(today);
  *grant.mutable_until() = ToDate(access::AddYears(today, kGrantYearsMax));
  grant.set_reason("opening of the case");
  return grant;
}

Grant ToTuple(const RecordName& name, const CaseGrant& sent) {
  Grant grant;
  grant.set_object(CaseName(name));
  for (const RelationName& row : kRelations) {
    if (row.relation == sent.relation()) grant.set_relation(row.name);
  }
  if (sent.has_office()) {
    grant.set_office(sent.office());
  } else {
    grant.set_person(sent.person());
  }
  *grant.mutable_from() = sent.from();
  *grant.mutable_until() = sent.until();
  *grant.mutable_purposes() = sent.purposes();
  grant.set_reason(sent.reason());
  return grant;
}

CaseGrant ToAnswer(const Grant& grant) {
  CaseGrant answer;
  answer.set_name(grant.name());
  for (const RelationName& row : kRelations) {
    if (row.name == grant.relation()) answer.set_relation(row.relation);
  }
  if (grant.has_office()) {
    answer.set_office(grant.office());
  } else {
    answer.set_person(grant.person());
  }
  *answer.mutable_from() = grant.from();
  *answer.mutable_until() = grant.until();
  *answer.mutable_purposes() = grant.purposes();
  answer.set_reason(grant.reason());
  answer.set_grantor(grant.grantor());
  *answer.mutable_create_time() = grant.create_time();
  if (grant.has_revocation()) {
    *answer.mutable_revocation() = grant.revocation();
  }
  return answer;
}

}  // namespace entente::exchange
