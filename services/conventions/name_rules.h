// Resource names of the conventions service (AIP-122). Parsing is strict: each
// name has one spelling, so a name read back equals the name written. Pure.
//
//   municipalities/21004
//   municipalities/21004/conventions/css-2018-2019
//   .../envelopes/general-2018
//   .../envelopes/general-2018/lines/so-01-personnel
//   .../reservations/r-000001   .../expenses/e-000001
//   .../zonePayments/p-000001   .../corrections/k-000001
//   .../budgetChanges/b-000001
//   .../claims/c-000001   .../federalPayments/f-000001
//   .../facts/d-000001   .../amendments/a-000001
//   .../progressStatements/s-000001   .../controlRequests/q-000001
//   municipalities/21004/evidence/v-000001
//   municipalities/21004/creditNotes/n-000001
#ifndef SERVICES_CONVENTIONS_NAME_RULES_H_
#define SERVICES_CONVENTIONS_NAME_RULES_H_

#include <cstdint>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "entente/conventions/v1/convention.pb.h"

namespace entente::conventions {

struct ConventionName {
  // REFNIS code, five digits.
  std::string municipality;
  // [a-z][a-z0-9-]{0,62}
  std::string convention;
  bool operator==(const ConventionName&) const = default;
};

struct EnvelopeName {
  ConventionName parent;
  // "general-2018"; "-" where a request may ask for all.
  std::string envelope;
  bool operator==(const EnvelopeName&) const = default;
};

struct LineName {
  EnvelopeName parent;
  // "so-01-personnel".
  std::string line;
  bool operator==(const LineName&) const = default;
};

// What is numbered within a convention, or evidence within a municipality.
enum class NumberedKind {
  kReservation,
  kExpense,
  kZonePayment,
  kCorrection,
  kBudgetChange,
  kClaim,
  kFederalPayment,
  kFact,
  kAmendment,
  kProgressStatement,
  kControlRequest
};

// "budgetChanges".
absl::string_view CollectionOf(NumberedKind kind);

struct NumberedName {
  ConventionName parent;
  // From 1.
  int64_t number = 0;
};

struct EvidenceName {
  std::string municipality;
  int64_t number = 0;
};

// Errors of every Parse: INVALID_ARGUMENT / MALFORMED_NAME naming `field` and
// what the name should look like.
absl::StatusOr<std::string> ParseMunicipality(absl::string_view name,
                                              absl::string_view field);

// Which conventions a request speaks of (AIP-159): "-" stands for all.
struct ConventionScope {
  // Code; empty for all municipalities.
  std::string municipality;
  // Id; empty for all of them.
  std::string convention;
};
// Of "municipalities/21004" or "municipalities/-".
absl::StatusOr<ConventionScope> ParseMunicipalityScope(absl::string_view name,
                                                       absl::string_view field);
// Of "municipalities/21004/conventions/css-2018-2019", or with "-" for the
// convention, or for both.
absl::StatusOr<ConventionScope> ParseConventionScope(absl::string_view name,
                                                     absl::string_view field);
absl::StatusOr<ConventionName> ParseConventionName(absl::string_view name,
                                                   absl::string_view field);
// "-" stands for all envelopes where `allows_all`.
absl::StatusOr<EnvelopeName> ParseEnvelopeName(absl::string_view name,
                                               absl::string_view field,
                                               bool allows_all = false);
absl::StatusOr<LineName> ParseLineName(absl::string_view name,
                                       absl::string_view field);
absl::StatusOr<NumberedName> ParseNumberedName(NumberedKind kind,
                                               absl::string_view name,
                                               absl::string_view field);
absl::StatusOr<EvidenceName> ParseEvidenceName(absl::string_view name,
                                               absl::string_view field);

std::string FormatMunicipality(absl::string_view municipality);
std::string Format(const ConventionName& name);
std::string Format(const EnvelopeName& name);
std::string Format(const LineName& name);
std::string Format(const EvidenceName& name);
struct CreditNoteName {
  std::string municipality;
  int64_t number = 0;
};
absl::StatusOr<CreditNoteName> ParseCreditNoteName(absl::string_view name,
                                                   absl::string_view field);
// "municipalities/21004/creditNotes/n-000001".
std::string FormatCreditNote(absl::string_view municipality, int64_t number);
std::string FormatNumbered(NumberedKind kind, const ConventionName& parent,
                           int64_t number);

// "general-2018". `allocation` is stated.
std::string EnvelopeId(v1::Allocation allocation, int year);
struct EnvelopeKey {
  v1::Allocation allocation = v1::ALLOCATION_UNSPECIFIED;
  int year = 0;
};
// Of an id that ParseEnvelopeName accepted.
EnvelopeKey ParseEnvelopeId(absl::string_view id);

// [a-z][a-z0-9-]{0,62}
bool IsConventionId(absl::string_view id);
// [a-z]{2}-[0-9]{2,6}: the ids that an import gives to nodes.
bool IsNodeId(absl::string_view id);
// [a-z_]{1,32}
bool IsCategoryCode(absl::string_view code);

}  // namespace entente::conventions

#endif  // SERVICES_CONVENTIONS_NAME_RULES_H_
