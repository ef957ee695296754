#include "tools/client/delivery/session_rules.h"

#include <algorithm>
#include <iterator>
#include <utility>

#include "absl/strings/str_cat.h"

namespace entente::client {
namespace {

namespace v1 = entente::indicators::v1;

}  // namespace

std::string FileSessionId(const std::string& first, int number) {
  return number <= 1 ? first : absl::StrCat(first, "-", number);
}

std::string PassSessionId(const std::string& first, int number) {
  return number <= 1 ? first : absl::StrCat(first, "-pass-", number);
}

int FileSessionNumber(const std::string& first, const std::string& session_id) {
  for (int number = 1; number <= kFileSessionsMax; ++number) {
    if (session_id == FileSessionId(first, number)) return number;
  }
  return 0;
}

bool IsToBeJudgedAnew(const v1::IngestTotals& totals, int64_t rows) {
  return totals.sent() == rows && totals.rejected() > 0;
}

bool TookRows(const v1::IngestTotals& totals) {
  return totals.created() + totals.updated() + totals.withdrawn() > 0;
}

RejectedRows RowsOf(const std::vector<v1::Rejection>& rejections,
                    const v1::IngestTotals& totals) {
  if (static_cast<int64_t>(rejections.size()) != totals.rejected()) {
    return std::nullopt;
  }
  std::vector<int64_t> rows;
  rows.reserve(rejections.size());
  for (const v1::Rejection& rejection : rejections) {
    rows.push_back(rejection.row_index());
  }
  return rows;
}

RejectedRows RejectedInBoth(const RejectedRows& a, const RejectedRows& b) {
  if (!a.has_value() || !b.has_value()) return std::nullopt;
  std::vector<int64_t> rows;
  std::set_intersection(a->begin(), a->end(), b->begin(), b->end(),
                        std::back_inserter(rows));
  return rows;
}

void KeepRejected(const std::vector<int64_t>& earlier, Delivered& last) {
  std::vector<v1::Rejection> kept;
  for (v1::Rejection& rejection : last.rejections) {
    if (std::binary_search(earlier.begin(), earlier.end(),
                           rejection.row_index())) {
      kept.push_back(std::move(rejection));
      continue;
    }
    const auto count =
        last.reasons.find({rejection.column(), rejection.reason()});
    if (count != last.reasons.end() && --count->second <= 0) {
      last.reasons.erase(count);
    }
  }
  last.rejections = std::move(kept);
}

v1::IngestTotals AddSession(const v1::IngestTotals& earlier,
                            const v1::IngestTotals& later,
                            const RejectedRows& rejected) {
  // Nothing was sent before: it is told as the service says it.
  if (earlier.sent() == 0) return later;
  v1::IngestTotals all = later;
  all.set_created(earlier.created() + later.created());
  all.set_updated(earlier.updated() + later.updated());
  all.set_unchanged(earlier.unchanged() + later.unchanged());
  all.set_withdrawn(earlier.withdrawn() + later.withdrawn());
  all.set_late(earlier.late() + later.late());
  const int64_t others = later.sent() - all.created() - all.updated() -
                         all.unchanged() - all.withdrawn();
  // What was taken counts, also where it would be rejected by now.
  all.set_rejected(std::min(rejected.has_value()
                                ? static_cast<int64_t>(rejected->size())
                                : later.rejected(),
                            others));
  // What the earlier ones took is known to the later one.
  all.set_duplicate(others - all.rejected());
  return all;
}

}  // namespace entente::client
