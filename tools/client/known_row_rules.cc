#include "tools/client/known_row_rules.h"

#include <map>
#include <set>
#include <unordered_map>

#include "absl/strings/str_cat.h"

namespace entente::client {
namespace {

namespace v1 = entente::indicators::v1;

// A file of millions of corrections is not kept: an event that was named long
// ago counts otherwise now, which is no lie.
constexpr size_t kSettledMax = 200'000;
// A code that says as much as none.
constexpr char kUnknownCode[] = "unknown";

// In the session, of the observations of `batch`: rows that could not be read
// stand between them.
std::vector<int64_t> IndexesOf(const v1::ObservationBatch& batch) {
  std::vector<int64_t> indexes;
  int64_t next = batch.first_row_index();
  auto unreadable = batch.unreadable().begin();
  for (int i = 0; i < batch.observations_size(); ++i) {
    while (unreadable != batch.unreadable().end() &&
           unreadable->row_index() == next) {
      ++unreadable;
      ++next;
    }
    indexes.push_back(next++);
  }
  return indexes;
}

// Lists with a code, by name.
using Parts = std::map<std::string, std::string>;

Parts PartsOf(
    const google::protobuf::Map<std::string, std::string>& breakdown) {
  Parts parts;
  for (const auto& [list, code] : breakdown) {
    if (!code.empty() && code != kUnknownCode) parts[list] = code;
  }
  return parts;
}

void AddDifferingParts(const Parts& said, const Parts& counted,
                       std::vector<std::string>& columns) {
  std::set<std::string> lists;
  for (const auto& [list, code] : said) lists.insert(list);
  for (const auto& [list, code] : counted) lists.insert(list);
  for (const std::string& list : lists) {
    const auto a = said.find(list);
    const auto b = counted.find(list);
    const bool is_same =
        a != said.end() && b != counted.end() && a->second == b->second;
    if (!is_same) columns.push_back(absl::StrCat("breakdown.", list));
  }
}

}  // namespace

const std::string& NamedBy(const v1::Observation& row) {
  return row.withdraws_event_id().empty() ? row.replaces_event_id()
                                          : row.withdraws_event_id();
}

bool IsSameCount(const v1::EventCount& a, const v1::EventCount& b) {
  return a.state() == b.state() && a.measure_code() == b.measure_code() &&
         a.date().year() == b.date().year() &&
         a.date().month() == b.date().month() &&
         a.date().day() == b.date().day() && a.area() == b.area() &&
         a.value() == b.value() &&
         PartsOf(a.breakdown()) == PartsOf(b.breakdown());
}

std::vector<std::string> DifferingColumns(const v1::Observation& row,
                                          const v1::EventCount& now) {
  const bool is_counted = now.state() == v1::EventCount::STATE_COUNTED;
  const bool is_withdrawn = now.state() == v1::EventCount::STATE_WITHDRAWN;
  if (!is_counted && !is_withdrawn) return {};
  const bool is_withdrawal = !row.withdraws_event_id().empty();
  if (is_withdrawal != is_withdrawn) return {"withdraws_event_id"};
  // What it counted before is no matter.
  if (is_withdrawal) return {};
  std::vector<std::string> columns;
  const auto compare = [&](bool is_same, const char* column) {
    if (!is_same) columns.emplace_back(column);
  };
  compare(row.measure_code() == now.measure_code(), "measure");
  compare(row.date().year() == now.date().year() &&
              row.date().month() == now.date().month() &&
              row.date().day() == now.date().day(),
          "date");
  compare(row.area() == now.area(), "area");
  compare(row.value() == now.value(), "value");
  AddDifferingParts(PartsOf(row.breakdown()), PartsOf(now.breakdown()),
                    columns);
  return columns;
}

void KnownRows::Add(const v1::ObservationBatch& batch,
                    const google::protobuf::RepeatedField<int>& states) {
  const std::vector<int64_t> indexes = IndexesOf(batch);
  for (int i = 0; i < batch.observations_size() && i < states.size(); ++i) {
    const v1::Observation& row = batch.observations(i);
    if (states.Get(i) == v1::ROW_STATE_REJECTED) continue;
    if (states.Get(i) == v1::ROW_STATE_DUPLICATE) {
      Keep(indexes[i], row);
      continue;
    }
    if (NamedBy(row).empty()) continue;
    settled_.push_back(row.event_id());
    settled_.push_back(NamedBy(row));
    while (settled_.size() > kSettledMax) settled_.pop_front();
  }
}

void KnownRows::AddUnanswered(const v1::ObservationBatch& batch) {
  const std::vector<int64_t> indexes = IndexesOf(batch);
  for (int i = 0; i < batch.observations_size(); ++i) {
    Keep(indexes[i], batch.observations(i));
    has_unanswered_ = true;
  }
}

void KnownRows::Keep(int64_t row_index, const v1::Observation& row) {
  if (rows_.size() >= rows_max_) {
    ++left_out_;
    return;
  }
  rows_.emplace_back(row_index, row.SerializeAsString());
}

void KnownRowComparison::Add(int64_t row_index, const v1::Observation& row,
                             const v1::EventCount& now,
                             const v1::EventCount& named) {
  if (now.state() != v1::EventCount::STATE_COUNTED &&
      now.state() != v1::EventCount::STATE_WITHDRAWN) {
    return;
  }
  const std::string& named_event = NamedBy(row);
  const bool is_withdrawal = !row.withdraws_event_id().empty();
  const bool is_linked = named_event.empty() || IsSameCount(now, named);
  std::vector<std::string> columns = DifferingColumns(row, now);
  if (is_withdrawal && columns.empty() &&
      named.state() != v1::EventCount::STATE_WITHDRAWN) {
    columns.emplace_back("withdraws_event_id");
  }
  if (!is_withdrawal && !is_linked) columns.emplace_back("replaces_event_id");
  if (columns.empty()) {
    if (named_event.empty()) return;
    settled_.push_back(named_event);
    if (is_linked) settled_.push_back(row.event_id());
    return;
  }
  Candidate candidate{.difference = {row_index, std::move(columns)}};
  if (is_linked) {
    candidate.events.push_back(row.event_id());
    if (!named_event.empty()) candidate.events.push_back(named_event);
  }
  candidates_.push_back(std::move(candidate));
}

std::vector<KnownRowDifference> KnownRowComparison::Take() {
  std::unordered_multimap<std::string, size_t> by_event;
  for (size_t i = 0; i < candidates_.size(); ++i) {
    for (const std::string& event : candidates_[i].events) {
      by_event.emplace(event, i);
    }
  }
  // From what is settled along the rows that name the same events.
  std::vector<bool> is_settled(candidates_.size(), false);
  std::vector<std::string> next = std::move(settled_);
  while (!next.empty()) {
    const std::string event = std::move(next.back());
    next.pop_back();
    const auto [begin, end] = by_event.equal_range(event);
    for (auto one = begin; one != end; ++one) {
      if (is_settled[one->second]) continue;
      is_settled[one->second] = true;
      for (const std::string& other : candidates_[one->second].events) {
        if (other != event) next.push_back(other);
      }
    }
    // Each is walked once, also where many rows name the same one.
    by_event.erase(begin, end);
  }
  std::vector<KnownRowDifference> differ;
  for (size_t i = 0; i < candidates_.size(); ++i) {
    if (!is_settled[i]) {
      differ.push_back(std::move(candidates_[i].difference));
    }
  }
  candidates_.clear();
  return differ;
}

}  // namespace entente::client
