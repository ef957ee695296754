// Every refusal about amendments, promotions and findings, by name. Pure.
#ifndef SERVICES_CONVENTIONS_AMENDMENT_ERRORS_H_
#define SERVICES_CONVENTIONS_AMENDMENT_ERRORS_H_

#include <string>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "entente/conventions/v1/amendment.pb.h"
#include "entente/conventions/v1/convention.pb.h"
#include "google/type/date.pb.h"

namespace entente::conventions {

// INVALID_ARGUMENT, all naming a field below "change".
absl::Status ChangeEmpty(absl::string_view field);  // CHANGE_EMPTY
absl::Status UnknownNode(const std::string& id,     // UNKNOWN_NODE
                         absl::string_view field);
absl::Status NodeEnded(const v1::Node& node,  // NODE_ENDED
                       absl::string_view field);
absl::Status NodeNotBegun(const v1::Node& node,  // NODE_NOT_BEGUN
                          absl::string_view field);
absl::Status WrongParent(v1::Node::Kind kind,  // NODE_PARENT
                         v1::Node::Kind parent);
absl::Status NodeExists(const std::string& id);            // NODE_EXISTS
absl::Status TermReversed(const google::type::Date& from,  // TERM_REVERSED
                          const google::type::Date& until);
absl::Status UnknownEnvelope(v1::Allocation allocation,  // UNKNOWN_ENVELOPE
                             int year);
absl::Status EnvelopeExists(v1::Allocation allocation,  // ENVELOPE_EXISTS
                            int year);
absl::Status AllocationUnknown(
    v1::Allocation allocation);            // ALLOCATION_UNKNOWN
absl::Status OpeningOutsideTerm(int year,  // YEAR_OUTSIDE_TERM
                                const v1::Convention& convention);
absl::Status AmendedAfterYear(
    const google::type::Date& date,  // AMENDED_AFTER_YEAR
    const google::type::Date& last, int year);
absl::Status BudgetChangeOfOther(  // BUDGET_CHANGE_OF_OTHER_ENVELOPE
    const std::string& budget_change, const std::string& envelope,
    absl::string_view field);
absl::Status UnknownMeasure(const std::string& code,  // UNKNOWN_MEASURE
                            absl::string_view field);
absl::Status ChangeNotProposable(absl::string_view field);  // FIELD_NOT_ALLOWED
absl::Status TooManyChanges(size_t max);                    // TOO_MANY_CHANGES
// FAILED_PRECONDITION / NOT_COUNTABLE.
absl::Status NotCountable(const v1::Node& node);
// NOT_FOUND / UNKNOWN_FINDING.
absl::Status UnknownFinding(int number, int count);
// FAILED_PRECONDITION / FINDING_RESOLVED.
absl::Status FindingResolved(int number);
// FAILED_PRECONDITION / FINDING_OPEN: there is no resolution to take back.
absl::Status FindingOpen(int number);
// FAILED_PRECONDITION / NOT_PROMOTED: no result that a person made an
// indicator.
absl::Status NotPromoted(const v1::Node& node);

// FAILED_PRECONDITION / AMENDMENT_CONFLICT: change `index` of `cause` no longer
// fits, for the reason `why` gives.
absl::Status AmendmentConflict(const std::string& cause, int index,
                               const absl::Status& why);

// `why` about the change at `index` of a request: "change.node.text" becomes
// "amendment.changes[2].node.text".
absl::Status AtChange(int index, const absl::Status& why);

// FAILED_PRECONDITION / AMENDMENT_STATE.
absl::Status AmendmentInState(const std::string& name,
                              v1::Amendment::State state);

}  // namespace entente::conventions

#endif  // SERVICES_CONVENTIONS_AMENDMENT_ERRORS_H_
