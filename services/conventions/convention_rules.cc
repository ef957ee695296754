#include "services/conventions/convention_rules.h"

#include <map>

#include "absl/strings/str_cat.h"
#include "services/common/base/error.h"
#include "services/common/base/hash.h"
#include "services/conventions/convention_errors.h"
#include "services/conventions/document/municipalities.h"
#include "services/conventions/field_rules.h"
#include "services/conventions/money/date.h"
#include "services/conventions/money/identifiers.h"
#include "services/conventions/money/money.h"
#include "services/conventions/money/municipality_codes.h"

namespace entente::conventions {

absl::StatusOr<NewConvention> ValidateImport(
    const v1::ImportConventionRequest& request) {
  NewConvention result;
  ENTENTE_ASSIGN_OR_RETURN(result.municipality,
                           ParseMunicipality(request.parent(), "parent"));
  ENTENTE_RETURN_IF_ERROR(CheckMunicipalityCode(result.municipality, "parent"));
  ENTENTE_RETURN_IF_ERROR(
      CheckPoliceZoneCode(request.police_zone_code(), "police_zone_code"));
  if (!request.convention_id().empty() &&
      !IsConventionId(request.convention_id())) {
    return MalformedConventionId();
  }
  result.convention_id = request.convention_id();
  return result;
}

absl::Status CheckMunicipality(const v1::Convention& convention,
                               bool is_meant) {
  const RefnisMunicipality* named = ContradictsCode(convention);
  if (named == nullptr || is_meant) return absl::OkStatus();
  return MunicipalityMismatch(convention.municipality(),
                              std::string(named->code),
                              CodeWithName(convention.municipality_code()));
}

absl::Status CheckMunicipalityOfTerm(const v1::Convention& convention) {
  const std::string& code = convention.municipality_code();
  if (IsUnset(convention.valid_from())) {
    return CheckMunicipalityExists(code, "parent");
  }
  ENTENTE_ASSIGN_OR_RETURN(const absl::CivilDay first,
                           DayFromDate(convention.valid_from(), "valid_from"));
  return CheckMunicipalityOn(code, first, "parent");
}

absl::StatusOr<std::string> ChooseConventionId(
    const std::string& requested, const v1::Convention& convention) {
  if (!requested.empty()) return requested;
  const int from = convention.valid_from().year();
  const int until = convention.valid_until().year();
  if (from == 0 || until == 0) return TermMissing();
  return from == until ? absl::StrCat("css-", from)
                       : absl::StrCat("css-", from, "-", until);
}

absl::Status CheckEnvelopes(const v1::Convention& convention) {
  std::map<std::string, int> line_by_envelope;
  for (const v1::EnvelopeGrant& grant : convention.envelopes()) {
    absl::StatusOr<int64_t> cents = CentsFromMoney(grant.amount(), "amount");
    if (grant.allocation() == v1::ALLOCATION_UNSPECIFIED ||
        grant.year() < 1900 || grant.year() > 2200 || !cents.ok() ||
        *cents < 0) {
      return EnvelopeIncomplete(grant.line());
    }
    const std::string id = EnvelopeId(grant.allocation(), grant.year());
    auto [earlier, is_new] = line_by_envelope.try_emplace(id, grant.line());
    if (!is_new) return DuplicateEnvelope(id, earlier->second, grant.line());
  }
  return absl::OkStatus();
}

void CompleteImport(const ConventionName& name, absl::Time now,
                    v1::Convention& convention) {
  const int64_t micros = absl::ToUnixMicros(now);
  convention.set_name(Format(name));
  convention.set_state(v1::Convention::STATE_DRAFT);
  convention.set_version(1);
  for (int i = 0; i < convention.findings_size(); ++i) {
    convention.mutable_findings(i)->set_number(i + 1);
  }
  convention.set_etag(
      Sha256Hex(absl::StrCat(convention.text_sha256(), "|", micros))
          .substr(0, 16));
  convention.mutable_create_time()->set_seconds(micros / 1'000'000);
  convention.mutable_create_time()->set_nanos(
      static_cast<int32_t>(micros % 1'000'000) * 1000);
}

v1::DefinitionsPublished ToEvent(const v1::Convention& convention,
                                 const v1::DefinitionsRecord& definitions) {
  v1::DefinitionsPublished event;
  event.set_convention(convention.name());
  *event.mutable_measures() = definitions.measures();
  *event.mutable_activity_types() = definitions.activity_types();
  *event.mutable_code_lists() = definitions.code_lists();
  *event.mutable_earlier_measures() = definitions.earlier_measures();
  *event.mutable_valid_from() = convention.valid_from();
  *event.mutable_valid_until() = convention.valid_until();
  for (const v1::Node& node : convention.nodes()) {
    const bool is_countable_result =
        node.kind() == v1::Node::KIND_EXPECTED_RESULT &&
        node.measure_codes_size() > 0;
    if (node.kind() == v1::Node::KIND_INDICATOR || is_countable_result) {
      *event.add_indicators() = node;
      // An event names nobody.
      event.mutable_indicators()->rbegin()->clear_promotion();
      for (v1::Translation& translation :
           *event.mutable_indicators()->rbegin()->mutable_translations()) {
        translation.clear_author();
      }
    }
  }
  return event;
}

}  // namespace entente::conventions
