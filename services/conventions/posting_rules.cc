#include "services/conventions/posting_rules.h"

#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "services/common/base/error.h"
#include "services/conventions/field_rules.h"
#include "services/conventions/limits.h"

namespace entente::conventions {
namespace {

absl::Status BatchSize(int count) {
  const std::string max = absl::StrCat(kBatchPostingsMax);
  return MakeError(
      absl::StatusCode::kInvalidArgument,
      {.reason = "BATCH_SIZE",
       .field = "postings",
       .metadata = {{"postings", absl::StrCat(count)}, {"postings_max", max}},
       .sentence = {
           .en = absl::StrCat("A batch holds 1 to ", max, " postings, not ",
                              count, ". Send it in parts."),
           .fr = absl::StrCat("Un lot compte de 1 à ", max, " écritures, pas ",
                              count, ". Envoyez-le en plusieurs parties."),
           .nl = absl::StrCat("Een lot telt 1 tot ", max, " boekingen, niet ",
                              count, ". Stuur het in delen.")}});
}

template <class Result>
WantedPosting Either(absl::StatusOr<Result> result) {
  if (!result.ok()) return std::move(result).status();
  return *std::move(result);
}

WantedPosting Validate(const std::string& parent,
                       const ConventionName& convention,
                       const v1::Posting& posting) {
  switch (posting.kind_case()) {
    case v1::Posting::kReservation: {
      v1::CreateReservationRequest request;
      request.set_parent(parent);
      *request.mutable_reservation() = posting.reservation();
      return Either(ValidateCreateReservation(request));
    }
    case v1::Posting::kVoidReservation: {
      auto name =
          ParseNumberedName(NumberedKind::kReservation,
                            posting.void_reservation(), "void_reservation");
      if (!name.ok()) return std::move(name).status();
      if (absl::Status status =
              CheckSameConvention(name->parent, convention, "void_reservation");
          !status.ok()) {
        return status;
      }
      return *std::move(name);
    }
    case v1::Posting::kExpense: {
      v1::CreateExpenseRequest request;
      request.set_parent(parent);
      *request.mutable_expense() = posting.expense();
      return Either(ValidateCreateExpense(request));
    }
    case v1::Posting::KIND_NOT_SET:
      break;
  }
  return Required("kind");
}

}  // namespace

absl::StatusOr<WantedBatch> ValidateBatchPost(
    const v1::BatchPostRequest& request) {
  WantedBatch batch;
  ENTENTE_ASSIGN_OR_RETURN(batch.convention,
                           ParseConventionName(request.parent(), "parent"));
  switch (request.failure_mode()) {
    case v1::BatchPostRequest::FAILURE_MODE_ATOMIC:
      batch.is_atomic = true;
      break;
    case v1::BatchPostRequest::FAILURE_MODE_INDEPENDENT:
      break;
    default:
      return Required("failure_mode");
  }
  if (request.postings_size() < 1 ||
      request.postings_size() > kBatchPostingsMax) {
    return BatchSize(request.postings_size());
  }
  batch.postings.reserve(static_cast<size_t>(request.postings_size()));
  for (const v1::Posting& posting : request.postings()) {
    WantedPosting wanted =
        Validate(request.parent(), batch.convention, posting);
    if (const auto* refusal = std::get_if<absl::Status>(&wanted)) {
      const absl::Status placed = AtPosting(batch.postings.size(), *refusal);
      if (batch.is_atomic) return placed;
      wanted = placed;
    }
    batch.postings.push_back(std::move(wanted));
  }
  return batch;
}

absl::Status AtPosting(size_t index, const absl::Status& refusal) {
  std::optional<ErrorDetail> detail = GetErrorDetail(refusal);
  if (!detail) return refusal;
  detail->field = absl::StrCat("postings[", index, "]",
                               detail->field.empty() ? "" : ".", detail->field);
  detail->metadata["posting_index"] = absl::StrCat(index);
  return MakeError(refusal.code(), *detail);
}

}  // namespace entente::conventions
