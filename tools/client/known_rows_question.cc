#include "tools/client/known_rows_question.h"

#include <algorithm>
#include <cstddef>
#include <unordered_set>

#include "absl/strings/str_cat.h"
#include "entente/indicators/v1/ingest_service.grpc.pb.h"
#include "services/common/base/error.h"

namespace entente::client {
namespace {

namespace v1 = entente::indicators::v1;

// What the service takes of either at once.
constexpr int kPageRows = 1000;
constexpr size_t kEventIdsMax = 1000;

// Of rows whose answer went to an earlier run, those that were rejected: what
// they hold may be no id to ask for, and they settled nothing.
absl::StatusOr<std::unordered_set<int64_t>> AskRejected(
    Session& session, const std::string& name) {
  std::unordered_set<int64_t> rejected;
  v1::ListRejectionsRequest request;
  request.set_parent(name);
  request.set_page_size(kPageRows);
  do {
    ENTENTE_ASSIGN_OR_RETURN(
        const v1::ListRejectionsResponse page,
        session.Call(&v1::IngestService::Stub::ListRejections, request));
    for (const v1::Rejection& rejection : page.rejections()) {
      rejected.insert(rejection.row_index());
    }
    request.set_page_token(page.next_page_token());
  } while (!request.page_token().empty());
  return rejected;
}

struct AskedRow {
  int64_t row_index = 0;
  Compared compared = Compared::kNot;
  v1::Observation row = {};
};

// Asks for the rows of one portion, each by its own id and by the one that it
// names.
absl::Status Compare(Session& session, const std::string& source,
                     const std::vector<AskedRow>& asked,
                     KnownRowComparison& comparison) {
  v1::BatchGetEventCountsRequest request;
  request.set_parent(source);
  for (const AskedRow& one : asked) {
    request.add_event_ids(one.row.event_id());
    const std::string& named = NamedBy(one.row);
    if (!named.empty()) request.add_event_ids(named);
  }
  ENTENTE_ASSIGN_OR_RETURN(
      const v1::BatchGetEventCountsResponse response,
      session.Call(&v1::IngestService::Stub::BatchGetEventCounts, request));
  int next = 0;
  const auto take = [&] {
    return next < response.counts_size() ? response.counts(next++)
                                         : v1::EventCount();
  };
  for (const AskedRow& one : asked) {
    const v1::EventCount now = take();
    const v1::EventCount named =
        NamedBy(one.row).empty() ? v1::EventCount() : take();
    comparison.Add(one.row_index, one.row, now, named, one.compared);
  }
  return absl::OkStatus();
}

// Those that `comparison` of `rows` tells, as far as they are named, and how
// many nobody compared.
void Tell(const v1::IngestTotals& totals, const KnownRows& rows,
          KnownRowComparison& comparison, KnownRowsAnswer& answer) {
  // Those of an earlier run may have been no known ones.
  answer.not_compared = std::min<int64_t>(
      rows.left_out() + comparison.not_compared(), totals.duplicate());
  answer.differ = comparison.Take();
  // Those of an earlier run may have been added behind the others.
  std::sort(answer.differ.begin(), answer.differ.end(),
            [](const KnownRowDifference& a, const KnownRowDifference& b) {
              return a.row_index < b.row_index;
            });
  if (answer.differ.size() <= kKnownDifferencesMax) return;
  answer.more_differ =
      static_cast<int64_t>(answer.differ.size() - kKnownDifferencesMax);
  answer.differ.resize(kKnownDifferencesMax);
}

}  // namespace

KnownRowsAnswer KnownRowsUnasked(const v1::IngestTotals& totals,
                                 const KnownRows& rows) {
  KnownRowsAnswer answer;
  KnownRowComparison comparison(rows.settled());
  v1::Observation row;
  const auto add = [&](const KnownRow& known) {
    if (row.ParseFromString(known.bytes)) {
      comparison.Add(known.row_index, row, {}, {}, known.compared);
    }
  };
  for (const KnownRow& known : rows.rows()) add(known);
  for (const KnownRow& link : rows.LinksToRows()) add(link);
  Tell(totals, rows, comparison, answer);
  return answer;
}

absl::StatusOr<KnownRowsAnswer> AskKnownRows(Session& session,
                                             const std::string& source,
                                             const std::string& session_id,
                                             const v1::IngestTotals& totals,
                                             const KnownRows& rows) {
  KnownRowsAnswer answer;
  if (!rows.has_open()) return answer;
  std::unordered_set<int64_t> rejected;
  if (rows.has_unanswered() && totals.rejected() > 0) {
    ENTENTE_ASSIGN_OR_RETURN(
        rejected,
        AskRejected(session, absl::StrCat(source, "/sessions/", session_id)));
  }
  KnownRowComparison comparison(rows.settled());
  std::vector<AskedRow> asked;
  size_t ids = 0;
  const auto ask = [&](const KnownRow& known) -> absl::Status {
    if (rejected.contains(known.row_index)) return absl::OkStatus();
    AskedRow& one = asked.emplace_back();
    one.row_index = known.row_index;
    one.compared = known.compared;
    if (!one.row.ParseFromString(known.bytes)) {
      asked.pop_back();
      return absl::OkStatus();
    }
    ids += NamedBy(one.row).empty() ? 1 : 2;
    // Room for another row.
    if (ids + 2 <= kEventIdsMax) return absl::OkStatus();
    ENTENTE_RETURN_IF_ERROR(Compare(session, source, asked, comparison));
    asked.clear();
    ids = 0;
    return absl::OkStatus();
  };
  for (const KnownRow& known : rows.rows()) {
    ENTENTE_RETURN_IF_ERROR(ask(known));
  }
  for (const KnownRow& link : rows.LinksToRows()) {
    ENTENTE_RETURN_IF_ERROR(ask(link));
  }
  if (!asked.empty()) {
    ENTENTE_RETURN_IF_ERROR(Compare(session, source, asked, comparison));
  }
  Tell(totals, rows, comparison, answer);
  return answer;
}

}  // namespace entente::client
