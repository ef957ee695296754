// What a batch of postings must be. Pure.
#ifndef SERVICES_CONVENTIONS_POSTING_RULES_H_
#define SERVICES_CONVENTIONS_POSTING_RULES_H_

#include <cstddef>
#include <variant>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "entente/conventions/v1/posting_service.pb.h"
#include "services/conventions/budget_rules.h"

namespace entente::conventions {

// One posting of a batch, or why it can never be one.
using WantedPosting =
    std::variant<NewReservation, NumberedName, NewExpense, absl::Status>;

struct WantedBatch {
  ConventionName convention;
  bool is_atomic = false;
  // In the order of the request.
  std::vector<WantedPosting> postings;
};

// Errors: INVALID_ARGUMENT / MALFORMED_NAME, FIELD_REQUIRED, BATCH_SIZE and,
// when atomic, that of the first posting that can never be one.
absl::StatusOr<WantedBatch> ValidateBatchPost(
    const v1::BatchPostRequest& request);

// `refusal` with its field below "postings[index]" and the index among its
// figures.
absl::Status AtPosting(size_t index, const absl::Status& refusal);

}  // namespace entente::conventions

#endif  // SERVICES_CONVENTIONS_POSTING_RULES_H_
