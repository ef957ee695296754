// What ControlService accepts, and how a request of the State moves on. Pure.
//
//             OPEN       ANSWERED   CLOSED
//   answer    ANSWERED   ANSWERED
//   close     CLOSED     CLOSED
#ifndef SERVICES_CONVENTIONS_CONTROL_RULES_H_
#define SERVICES_CONVENTIONS_CONTROL_RULES_H_

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "entente/conventions/v1/control_service.pb.h"
#include "google/type/date.pb.h"
#include "services/conventions/name_rules.h"

namespace entente::conventions {

enum class ControlAct { kAnswer, kClose };

// The state after `act`. FAILED_PRECONDITION / CONTROL_STATE for what the table
// does not name.
absl::StatusOr<v1::ControlRequest::State> NextState(
    const v1::ControlRequest& control, ControlAct act);

// INVALID_ARGUMENT: FIELD_REQUIRED, FACT_IN_FUTURE, DUE_BEFORE_OPENING,
// PERSONAL_DATA_SHAPE.
absl::StatusOr<ConventionName> ValidateOpenControlRequest(
    const v1::OpenControlRequestRequest& request,
    const google::type::Date& today);

// INVALID_ARGUMENT: ANSWER_EMPTY, MALFORMED_REFERENCE, MALFORMED_HASH,
// TOO_MANY_NAMES, FACT_IN_FUTURE, PERSONAL_DATA_SHAPE.
absl::StatusOr<NumberedName> ValidateAnswerControlRequest(
    const v1::AnswerControlRequestRequest& request,
    const google::type::Date& today);

absl::StatusOr<NumberedName> ValidateCloseControlRequest(
    const v1::CloseControlRequestRequest& request,
    const google::type::Date& today);

// INVALID_ARGUMENT / DATE_BEFORE_OPENING: nothing answers what was not asked.
absl::Status CheckNotBeforeOpening(const v1::ControlRequest& control,
                                   const google::type::Date& date,
                                   absl::string_view field);

// FAILED_PRECONDITION / TOO_MANY_ANSWERS.
absl::Status CheckRoomForAnswer(const v1::ControlRequest& control);

// OPEN, and its last day is before `today`.
bool IsOverdue(const v1::ControlRequest& control,
               const google::type::Date& today);

}  // namespace entente::conventions

#endif  // SERVICES_CONVENTIONS_CONTROL_RULES_H_
