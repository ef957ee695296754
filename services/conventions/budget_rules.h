// What the requests of BudgetService must be, one function per request, and
// what an allotment may be for. Pure: no state is read, so every refusal here
// is the same at any time.
//
// Every Validate answers the request with names parsed and amounts in cents.
// Errors: INVALID_ARGUMENT naming the field, those of name_rules.h and
// field_rules.h, OTHER_CONVENTION, OTHER_MUNICIPALITY, FIELD_UNKNOWN_VALUE.
#ifndef SERVICES_CONVENTIONS_BUDGET_RULES_H_
#define SERVICES_CONVENTIONS_BUDGET_RULES_H_

#include <cstdint>
#include <optional>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "entente/conventions/v1/budget_service.pb.h"
#include "services/conventions/name_rules.h"

namespace entente::conventions {

struct NewLine {
  LineName name;
  std::string objective_id;
  std::string category;
  int64_t amount_cents = 0;
};

struct NewReservation {
  LineName line;
  int64_t amount_cents = 0;
  // Unset: it does not expire.
  std::optional<google::type::Date> expire_date;
};

struct NewEvidence {
  std::string municipality;
  int64_t amount_cents = 0;
  // Enterprise numbers of ten digits, without dots.
  v1::Evidence evidence;
};

struct NewExpense {
  LineName line;
  int64_t amount_cents = 0;
  EvidenceName evidence;
  std::optional<NumberedName> reservation;
};

absl::StatusOr<NewLine> ValidateCreateLine(
    const v1::CreateLineRequest& request);
absl::StatusOr<NewReservation> ValidateCreateReservation(
    const v1::CreateReservationRequest& request);
absl::StatusOr<NumberedName> ValidateVoidReservation(
    const v1::VoidReservationRequest& request);
absl::StatusOr<ConventionName> ValidateExpireReservations(
    const v1::ExpireReservationsRequest& request);
absl::StatusOr<NewEvidence> ValidateCreateEvidence(
    const v1::CreateEvidenceRequest& request);
// Also INVALID_ARGUMENT / SERVICE_DATE_OUTSIDE_YEAR.
absl::StatusOr<NewExpense> ValidateCreateExpense(
    const v1::CreateExpenseRequest& request);

// Refuses a name in `field` that leads outside the convention of the request.
// INVALID_ARGUMENT / OTHER_CONVENTION.
absl::Status CheckSameConvention(const ConventionName& of_name,
                                 const ConventionName& parent,
                                 absl::string_view field);

// The line named in `field`, which must belong to the convention `parent`.
absl::StatusOr<LineName> LineWithin(const std::string& parent,
                                    const std::string& line,
                                    absl::string_view field);

// Cents of a required amount above zero.
absl::StatusOr<int64_t> AmountOf(bool has_amount,
                                 const google::type::Money& amount,
                                 absl::string_view field);

// Each text is a printed reference, each date a day.
absl::Status CheckMunicipalReference(const v1::MunicipalReference& reference,
                                     absl::string_view field);

// A service counts within the term of its convention (ends that are unset are
// open). INVALID_ARGUMENT / SERVICE_DATE_OUTSIDE_TERM.
absl::Status CheckWithinTerm(const google::type::Date& service_date,
                             const v1::Convention& convention);

// INVALID_ARGUMENT / NODE_ENDED, NODE_NOT_BEGUN unless it does.
absl::Status CheckStandsIn(const v1::Node& node, int year,
                           absl::string_view field);

// Whether the node stands on some day of the year.
bool StandsIn(const v1::Node& node, int year);

// Whether money of an envelope of `allocation` may be allotted to `node` (null:
// the convention has no such node) in `year`. INVALID_ARGUMENT /
// UNKNOWN_OBJECTIVE, WRONG_ALLOCATION, NODE_ENDED.
absl::Status CheckObjective(const std::string& objective_id,
                            const v1::Node* node, v1::Allocation allocation,
                            int year);

// INVALID_ARGUMENT / UNKNOWN_CATEGORY.
absl::Status CheckCategory(const std::string& category,
                           const v1::RegulationProfile& profile);

// The last day of a reservation is today or later. INVALID_ARGUMENT /
// EXPIRE_DATE_PASSED.
absl::Status CheckExpireDate(const google::type::Date& expire_date,
                             const google::type::Date& today);

// What is entered has happened: a service was rendered, a document was drawn
// up. INVALID_ARGUMENT / DATE_IN_FUTURE.
absl::Status CheckNotInFuture(const google::type::Date& date,
                              const google::type::Date& today,
                              absl::string_view field);

// The same of the dates of a reference, where it has them.
absl::Status CheckMunicipalDates(const v1::MunicipalReference& reference,
                                 const google::type::Date& today,
                                 absl::string_view field);

// Whether the last day of a reservation has passed, so that it counts as ended.
bool HasExpired(const v1::Reservation& reservation,
                const google::type::Date& today);

// That it still holds its amount. FAILED_PRECONDITION / RESERVATION_ENDED.
absl::Status CheckOpen(const v1::Reservation& reservation,
                       const google::type::Date& today,
                       absl::string_view field);

// A day of value counts within the year of the line or later: an advance of
// next year's grant does not exist. INVALID_ARGUMENT / VALUE_DATE_BEFORE_YEAR.
absl::Status CheckValueDate(const google::type::Date& date, int envelope_year);
}  // namespace entente::conventions

#endif  // SERVICES_CONVENTIONS_BUDGET_RULES_H_
