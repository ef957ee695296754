#include "services/conventions/reference_store.h"

#include <optional>
#include <string>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "services/common/base/error.h"
#include "services/conventions/convention_errors.h"
#include "services/conventions/conventions_keys.h"
#include "services/conventions/field_rules.h"
#include "services/conventions/organisation_rules.h"

namespace entente::conventions {
namespace {

constexpr NumberedKind kNumbered[] = {
    NumberedKind::kReservation,    NumberedKind::kExpense,
    NumberedKind::kZonePayment,    NumberedKind::kCorrection,
    NumberedKind::kBudgetChange,   NumberedKind::kClaim,
    NumberedKind::kFederalPayment, NumberedKind::kFact,
    NumberedKind::kAmendment,      NumberedKind::kProgressStatement,
    NumberedKind::kControlRequest};

// The key of what stands below a convention.
absl::StatusOr<std::string> KeyWithin(const std::vector<std::string>& parts,
                                      absl::string_view name,
                                      absl::string_view field) {
  if (parts.size() == 4) {
    ENTENTE_ASSIGN_OR_RETURN(const ConventionName convention,
                             ParseConventionName(name, field));
    return keys::Convention(convention);
  }
  for (const NumberedKind kind : kNumbered) {
    if (parts[4] != CollectionOf(kind)) continue;
    ENTENTE_ASSIGN_OR_RETURN(const NumberedName numbered,
                             ParseNumberedName(kind, name, field));
    return keys::Numbered(kind, numbered.parent, numbered.number);
  }
  if (parts.size() <= 6) {
    ENTENTE_ASSIGN_OR_RETURN(const EnvelopeName envelope,
                             ParseEnvelopeName(name, field));
    return keys::Envelope(envelope);
  }
  ENTENTE_ASSIGN_OR_RETURN(const LineName line, ParseLineName(name, field));
  return keys::Line(line);
}

// The key of a credit note; of "n-1" none, since each name has one spelling.
std::optional<std::string> KeyOfCreditNote(
    const std::vector<std::string>& parts, absl::string_view name) {
  int64_t number = 0;
  if (parts.size() != 4 || parts[3].size() < 3 ||
      !absl::SimpleAtoi(parts[3].substr(2), &number) ||
      FormatCreditNote(parts[1], number) != name) {
    return std::nullopt;
  }
  return keys::CreditNote(parts[1], number);
}

// The key of what this service would hold; empty for what it does not.
absl::StatusOr<std::string> KeyOf(const std::vector<std::string>& parts,
                                  absl::string_view name,
                                  absl::string_view field) {
  if (parts[2] == "conventions" && parts.size() >= 4) {
    return KeyWithin(parts, name, field);
  }
  if (parts[2] == "evidence") {
    ENTENTE_ASSIGN_OR_RETURN(const EvidenceName evidence,
                             ParseEvidenceName(name, field));
    return keys::Evidence(evidence);
  }
  if (parts[2] == "organisations") {
    ENTENTE_ASSIGN_OR_RETURN(const OrganisationName organisation,
                             ParseOrganisationName(name, field));
    return keys::Organisation(organisation.municipality,
                              organisation.enterprise_number);
  }
  if (parts[2] == "creditNotes") {
    const std::optional<std::string> key = KeyOfCreditNote(parts, name);
    if (!key) return NotFound(std::string(name), field);
    return *key;
  }
  return "";
}

absl::Status Elsewhere(const std::string& municipality,
                       absl::string_view field) {
  return FieldError(
      "OTHER_MUNICIPALITY", field,
      {.en = absl::StrCat("Refer to something of the same municipality, ",
                          municipality, "."),
       .fr = absl::StrCat("Renvoyez à un élément de la même commune, ",
                          municipality, "."),
       .nl = absl::StrCat("Verwijs naar iets van dezelfde gemeente, ",
                          municipality, ".")});
}

}  // namespace

absl::Status CheckReferenceIsThere(const store::Reader& reader,
                                   const ConventionName& from,
                                   absl::string_view reference,
                                   absl::string_view field) {
  const std::vector<std::string> parts = absl::StrSplit(reference, '/');
  if (parts.size() < 2 || parts[0] != "municipalities" ||
      parts[1] != from.municipality) {
    return Elsewhere(FormatMunicipality(from.municipality), field);
  }
  if (parts.size() == 2) return absl::OkStatus();
  ENTENTE_ASSIGN_OR_RETURN(const std::string key,
                           KeyOf(parts, reference, field));
  if (key.empty()) return absl::OkStatus();
  ENTENTE_ASSIGN_OR_RETURN(const std::optional<std::string> record,
                           reader.Get(key));
  if (!record) return NotFound(std::string(reference), field);
  return absl::OkStatus();
}

}  // namespace entente::conventions
