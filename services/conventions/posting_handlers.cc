// A batch of postings in one transaction.
#include <set>
#include <string>
#include <utility>
#include <variant>

#include "absl/strings/numbers.h"
#include "google/rpc/status.pb.h"
#include "services/common/base/error.h"
#include "services/common/gate/error_wire.h"
#include "services/conventions/convention_store.h"
#include "services/conventions/credit_note_service.h"
#include "services/conventions/ledger_store.h"
#include "services/conventions/posting_rules.h"
#include "services/conventions/posting_service.h"
#include "services/conventions/posting_store.h"
#include "services/conventions/refusal_figures.h"

namespace entente::conventions {
namespace {

// As the gate makes it of the service's name.
constexpr char kErrorDomain[] = "conventions.entente.be";

struct LineAsked {
  const std::string& line;
  const google::type::Money& amount;
};

// What a posting asks for; of a reservation that is voided, nothing.
LineAsked LineOf(const v1::Posting& posting) {
  if (posting.has_expense()) {
    return {posting.expense().line(), posting.expense().amount()};
  }
  return {posting.reservation().line(), posting.reservation().amount()};
}

// The refusal of a batch with the figures of the line of the posting that it is
// for.
absl::Status OnLineOf(const store::Reader& reader,
                      const v1::BatchPostRequest& request,
                      const absl::Status& refusal) {
  const auto detail = GetErrorDetail(refusal);
  if (!detail) return refusal;
  const auto place = detail->metadata.find("posting_index");
  int index = 0;
  if (place == detail->metadata.end() ||
      !absl::SimpleAtoi(place->second, &index) || index < 0 ||
      index >= request.postings_size()) {
    return refusal;
  }
  const LineAsked on = LineOf(request.postings(index));
  return WithFigures(refusal, reader, on.line, RequestedOf(on.amount));
}

// Posts one after the other on one ledger.
class Batch {
 public:
  Batch(Ledger& ledger, const v1::BatchPostRequest& request,
        const ExpenseRules& rules, absl::Time now)
      : ledger_(ledger), request_(request), rules_(rules), now_(now) {}

  // The name of what was posted; a refusal when `wanted` cannot be, and nothing
  // changed then.
  absl::StatusOr<std::string> Post(int index, const WantedPosting& wanted) {
    const v1::Posting& asked = request_.postings(index);
    if (const auto* refusal = std::get_if<absl::Status>(&wanted)) {
      const LineAsked on = LineOf(asked);
      return WithFigures(*refusal, ledger_.transaction(), on.line,
                         RequestedOf(on.amount));
    }
    if (const auto* reservation = std::get_if<NewReservation>(&wanted)) {
      return Note(
          PostReservation(ledger_, *reservation, asked.reservation(), now_));
    }
    if (const auto* name = std::get_if<NumberedName>(&wanted)) {
      return Note(PostVoid(ledger_, *name, "void_reservation", now_));
    }
    return Note(PostExpense(ledger_, std::get<NewExpense>(wanted),
                            asked.expense(), rules_, now_));
  }

  // The lines posted to, as they stand now: a posting that was refused after
  // them may have released what was due on one.
  absl::Status AddLines(v1::BatchPostResponse& response) {
    for (const std::string& line : lines_) {
      ENTENTE_ASSIGN_OR_RETURN(const LineName name,
                               ParseLineName(line, "line"));
      ENTENTE_ASSIGN_OR_RETURN(const LineAccount account,
                               ledger_.GetLine(name, "line"));
      v1::LineAfter& after = *response.add_lines();
      after.set_line(line);
      *after.mutable_position() = ToPosition(AccountKind::kLine, account.line);
    }
    return absl::OkStatus();
  }

 private:
  template <class Resource>
  absl::StatusOr<std::string> Note(absl::StatusOr<Posted<Resource>> posted) {
    if (!posted.ok()) return posted.status();
    lines_.insert(posted->resource.line());
    return posted->resource.name();
  }

  Ledger& ledger_;
  const v1::BatchPostRequest& request_;
  const ExpenseRules& rules_;
  const absl::Time now_;
  std::set<std::string> lines_;
};

// Decided by the rules: the next posting may follow. Anything else is a fault
// of the service, after which nothing may remain.
bool IsRefusal(const absl::Status& status) {
  return GetErrorDetail(status).has_value() && !absl::IsInternal(status) &&
         !absl::IsDataLoss(status) && !absl::IsUnavailable(status);
}

// As the gate refuses a call of its own.
google::rpc::Status ToResult(const absl::Status& refusal,
                             const std::string& trace_id) {
  google::rpc::Status error;
  error.ParseFromString(
      gate::ToWire(refusal, kErrorDomain, trace_id).error_details());
  return error;
}

absl::StatusOr<v1::BatchPostResponse> PostAll(
    store::Transaction& transaction, const WantedBatch& wanted,
    const v1::BatchPostRequest& request, const ExpenseRules& rules,
    const gate::Caller& caller) {
  ENTENTE_RETURN_IF_ERROR(
      GetConventionHead(transaction, wanted.convention, "parent").status());
  Ledger ledger(transaction, wanted.convention);
  Batch batch(ledger, request, rules, caller.now);
  v1::BatchPostResponse response;
  for (size_t i = 0; i < wanted.postings.size(); ++i) {
    v1::PostingResult& result = *response.add_results();
    absl::StatusOr<std::string> posted =
        batch.Post(static_cast<int>(i), wanted.postings[i]);
    if (posted.ok()) {
      result.set_name(*std::move(posted));
      response.set_posted_count(response.posted_count() + 1);
      continue;
    }
    const absl::Status& refusal = posted.status();
    if (!IsRefusal(refusal)) return refusal;
    // What validation refused has its place already.
    const bool is_placed =
        std::holds_alternative<absl::Status>(wanted.postings[i]);
    const absl::Status placed = is_placed ? refusal : AtPosting(i, refusal);
    if (wanted.is_atomic) return placed;
    *result.mutable_error() = ToResult(placed, caller.trace_id);
    response.set_refused_count(response.refused_count() + 1);
  }
  ENTENTE_RETURN_IF_ERROR(batch.AddLines(response));
  ledger.Flush();
  return response;
}

}  // namespace

PostingService::PostingService(ServiceContext& context)
    : context_(context),
      door_(context.gate, v1::PostingService::service_full_name()) {}

grpc::Status PostingService::BatchPost(grpc::ServerContext* context,
                                       const v1::BatchPostRequest* request,
                                       v1::BatchPostResponse* response) {
  return door_.Serve(
      context, __func__, *request, response,
      [&](const gate::Caller& caller) -> absl::StatusOr<v1::BatchPostResponse> {
        const absl::StatusOr<WantedBatch> validated =
            ValidateBatchPost(*request);
        if (!validated.ok()) {
          return OnLineOf(*context_.store.Read(), *request, validated.status());
        }
        const WantedBatch& wanted = *validated;
        const ExpenseRules rules{MayReadBudget(context_.gate, caller),
                                 context_.regulation_profiles};
        return context_.RunOnce<v1::BatchPostResponse>(
            caller, *request, [&](store::Transaction& transaction) {
              return PostAll(transaction, wanted, *request, rules, caller);
            });
      });
}

}  // namespace entente::conventions
