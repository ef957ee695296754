#include "tools/client/known_row_rules.h"

#include <algorithm>
#include <array>
#include <functional>
#include <map>
#include <set>
#include <unordered_map>
#include <utility>

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

// The column that says what `row` is about: where nothing else differs, its id
// was used before for something else.
const char* IdColumn(const v1::Observation& row) {
  if (NamedBy(row).empty()) return "event_id";
  return row.withdraws_event_id().empty() ? "replaces_event_id"
                                          : "withdraws_event_id";
}

// Hashes of the event of a row and of the one that it names, or of its own one
// twice.
using EventPair = std::array<size_t, 2>;

EventPair EventsOf(const KnownRow& known) {
  v1::Observation row;
  // It was written here.
  if (!row.ParseFromString(known.bytes)) return {};
  const std::hash<std::string> hash{};
  const std::string& named = NamedBy(row);
  return {hash(row.event_id()), hash(named.empty() ? row.event_id() : named)};
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
                    const v1::IngestResponse& answer) {
  const std::vector<int64_t> indexes = IndexesOf(batch);
  const auto& states = answer.row_states();
  const std::set<int64_t> not_compared(answer.known_rows_not_compared().begin(),
                                       answer.known_rows_not_compared().end());
  // In an older answer nobody says which ones were compared.
  const bool is_said =
      answer.known_rows_compared() + answer.known_rows_not_compared_size() ==
      std::count(states.begin(), states.end(), v1::ROW_STATE_DUPLICATE);
  const std::set<int64_t> differ(answer.known_rows_that_differ().begin(),
                                 answer.known_rows_that_differ().end());
  for (int i = 0; i < batch.observations_size() && i < states.size(); ++i) {
    const v1::Observation& row = batch.observations(i);
    if (states.Get(i) == v1::ROW_STATE_REJECTED) continue;
    if (states.Get(i) == v1::ROW_STATE_DUPLICATE) {
      Compared compared = is_said && !not_compared.contains(indexes[i])
                              ? Compared::kSame
                              : Compared::kNot;
      if (differ.contains(indexes[i])) compared = Compared::kDiffers;
      Keep(indexes[i], row, compared);
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
    Keep(indexes[i], batch.observations(i), Compared::kNot);
    has_unanswered_ = true;
  }
}

void KnownRows::Keep(int64_t row_index, const v1::Observation& row,
                     Compared compared) {
  const bool is_link = compared == Compared::kSame;
  // It settles nothing.
  if (is_link && NamedBy(row).empty()) return;
  if (rows_.size() + links_.size() >= rows_max_) {
    if (is_link) return;
    if (links_.empty()) {
      ++left_out_;
      return;
    }
    links_.pop_back();
  }
  std::deque<KnownRow>& kept = is_link ? links_ : rows_;
  kept.push_back({row_index, compared, row.SerializeAsString()});
}

std::vector<KnownRow> KnownRows::LinksToRows() const {
  if (links_.empty() || rows_.empty()) return {};
  // By hash: of two events that share one a link more is taken.
  std::vector<EventPair> pairs;
  std::unordered_multimap<size_t, size_t> by_event;
  for (const KnownRow& link : links_) {
    pairs.push_back(EventsOf(link));
    for (const size_t event : pairs.back()) {
      by_event.emplace(event, pairs.size() - 1);
    }
  }
  std::vector<bool> is_taken(links_.size(), false);
  for (const KnownRow& row : rows_) {
    const EventPair first = EventsOf(row);
    std::vector<size_t> next(first.begin(), first.end());
    while (!next.empty()) {
      const size_t event = next.back();
      next.pop_back();
      const auto [begin, end] = by_event.equal_range(event);
      for (auto one = begin; one != end; ++one) {
        if (is_taken[one->second]) continue;
        is_taken[one->second] = true;
        const EventPair& pair = pairs[one->second];
        next.insert(next.end(), pair.begin(), pair.end());
      }
      // Each is walked once, also where many rows name the same one.
      by_event.erase(begin, end);
    }
  }
  std::vector<KnownRow> taken;
  for (size_t i = 0; i < links_.size(); ++i) {
    if (is_taken[i]) taken.push_back(links_[i]);
  }
  return taken;
}

void KnownRowComparison::Add(int64_t row_index, const v1::Observation& row,
                             const v1::EventCount& now,
                             const v1::EventCount& named, Compared compared) {
  const bool is_told = now.state() == v1::EventCount::STATE_COUNTED ||
                       now.state() == v1::EventCount::STATE_WITHDRAWN;
  if (!is_told && compared == Compared::kNot) {
    ++not_compared_;
    return;
  }
  const bool is_same = compared == Compared::kSame;
  const std::string& named_event = NamedBy(row);
  const bool is_withdrawal = !row.withdraws_event_id().empty();
  // What was stored under its id names the same event. Of two events of which
  // nothing is told this is not known.
  const bool is_linked =
      named_event.empty() || is_same || (is_told && IsSameCount(now, named));
  std::vector<std::string> columns = DifferingColumns(row, now);
  if (is_withdrawal && columns.empty() &&
      named.state() != v1::EventCount::STATE_WITHDRAWN) {
    columns.emplace_back("withdraws_event_id");
  }
  if (!is_withdrawal && !is_linked) columns.emplace_back("replaces_event_id");
  if (columns.empty() && (!is_told || compared == Compared::kDiffers)) {
    columns.emplace_back(IdColumn(row));
  }
  if (columns.empty()) {
    if (named_event.empty()) return;
    settled_.push_back(named_event);
    if (is_linked) settled_.push_back(row.event_id());
    return;
  }
  Candidate candidate{.difference = {row_index, std::move(columns)},
                      .is_link = is_same};
  if (is_linked) {
    candidate.events.push_back(row.event_id());
    if (!named_event.empty()) candidate.events.push_back(named_event);
  } else if (!is_told) {
    // What the file itself delivered under the id, as a trial has it, settles.
    candidate.events.push_back(row.event_id());
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
    if (!is_settled[i] && !candidates_[i].is_link) {
      differ.push_back(std::move(candidates_[i].difference));
    }
  }
  candidates_.clear();
  return differ;
}

}  // namespace entente::client
