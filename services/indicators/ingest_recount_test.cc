// Random deliveries against an independent recount.
#include <algorithm>
#include <map>
#include <random>
#include <set>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "services/indicators/ingest_fixture_test.h"

namespace entente::indicators {
namespace {

// The oracle: a map and the words of the contract.
struct Oracle {
  struct Event {
    int month;
    std::string area;
    int64_t value;
  };
  std::map<std::string, std::string> first;  // Any id to the event's first id.
  std::map<std::string, std::string> said;   // Any id to its row, in bytes.
  std::map<std::string, Event> events;
  v1::IngestTotals totals;
  int newest_month = 0;
  // Known rows of the batch at hand that are no copies; of 32 is told whether
  // they differ.
  int no_copies = 0;

  static bool IsBad(const v1::Observation& row) {
    if (!row.withdraws_event_id().empty()) return false;
    return row.value() < 0 || row.area() == "NOWHERE" ||
           row.area() == "21009" || row.date().year() != 2018;
  }

  v1::RowState Take(const v1::Observation& row) {
    totals.set_sent(totals.sent() + 1);
    const bool is_correction = !row.replaces_event_id().empty();
    if (IsBad(row)) return Reject();
    if (first.count(row.event_id()) > 0) {
      totals.set_duplicate(totals.duplicate() + 1);
      if (!IsCopy(row) && ++no_copies <= 32 && Differs(row)) {
        totals.set_differing(totals.differing() + 1);
      }
      return v1::ROW_STATE_DUPLICATE;
    }
    if (!row.withdraws_event_id().empty()) return Withdraw(row);
    const Event event{row.date().month(), row.area(), row.value()};
    if (!is_correction) {
      Remember(row, row.event_id());
      events[row.event_id()] = event;
      totals.set_created(totals.created() + 1);
      return Note(event, v1::ROW_STATE_CREATED);
    }
    const auto named = first.find(row.replaces_event_id());
    if (named == first.end()) return Reject();
    const std::string root = named->second;
    if (events.count(root) == 0) return Reject();  // It was withdrawn.
    Remember(row, root);
    Event& before = events[root];
    if (before.month == event.month && before.area == event.area &&
        before.value == event.value) {
      totals.set_unchanged(totals.unchanged() + 1);
      return v1::ROW_STATE_UNCHANGED;
    }
    before = event;
    totals.set_updated(totals.updated() + 1);
    return Note(event, v1::ROW_STATE_UPDATED);
  }

  v1::RowState Withdraw(const v1::Observation& row) {
    const auto named = first.find(row.withdraws_event_id());
    if (named == first.end()) return Reject();
    const std::string root = named->second;
    Remember(row, root);
    const auto found = events.find(root);
    if (found == events.end()) {
      totals.set_unchanged(totals.unchanged() + 1);
      return v1::ROW_STATE_UNCHANGED;
    }
    totals.set_withdrawn(totals.withdrawn() + 1);
    const Event before = found->second;
    events.erase(found);
    return Note(before, v1::ROW_STATE_WITHDRAWN);
  }

  void Remember(const v1::Observation& row, const std::string& root) {
    first[row.event_id()] = root;
    said[row.event_id()] = row.SerializeAsString();
  }

  bool IsCopy(const v1::Observation& row) const {
    return said.at(row.event_id()) == row.SerializeAsString();
  }

  // Whether a known row that is no copy does not say what counts either.
  bool Differs(const v1::Observation& row) const {
    const bool is_withdrawal = !row.withdraws_event_id().empty();
    const std::string& named =
        is_withdrawal ? row.withdraws_event_id() : row.replaces_event_id();
    // The first id of the event that it is about.
    std::string about = row.event_id();
    if (!named.empty()) {
      const auto found = first.find(named);
      if (found == first.end()) return true;
      about = found->second;
    }
    if (about != first.at(row.event_id())) return true;
    const auto event = events.find(about);
    if (is_withdrawal) return event != events.end();
    return event == events.end() || event->second.month != row.date().month() ||
           event->second.area != row.area() ||
           event->second.value != row.value();
  }

  v1::RowState Reject() {
    totals.set_rejected(totals.rejected() + 1);
    return v1::ROW_STATE_REJECTED;
  }

  v1::RowState Note(const Event& event, v1::RowState state) {
    if (event.month < newest_month) totals.set_late(totals.late() + 1);
    newest_month = std::max(newest_month, event.month);
    return state;
  }
};

v1::Observation RandomRow(std::mt19937_64& random) {
  // The last two are taken by nobody here: of another municipality, and none.
  static const char* const kAreas[] = {"DPI-1", "DPI-2", "UNKNOWN", "21009",
                                       "NOWHERE"};
  const auto pick = [&random](int n) { return static_cast<int>(random() % n); };
  // Few ids, so that duplicates and corrections of all kinds happen.
  v1::Observation row =
      Row(absl::StrCat("event-", 1000 + pick(5000)), 1 + pick(12), pick(4));
  row.set_area(kAreas[pick(20) == 0 ? 3 + pick(2) : pick(3)]);
  if (pick(3) == 0) {
    std::string named = absl::StrCat("event-", 1000 + pick(5000));
    if (named != row.event_id()) row.set_replaces_event_id(named);
  }
  if (pick(12) == 0) {
    const std::string named = absl::StrCat("event-", 1000 + pick(5000));
    if (named == row.event_id()) return row;
    v1::Observation gone;
    gone.set_event_id(row.event_id());
    gone.set_withdraws_event_id(named);
    return gone;
  }
  if (pick(50) == 0) row.set_value(-1);
  if (pick(50) == 0) row.mutable_date()->set_year(2021);
  return row;
}

TEST_F(IngestServiceTest, RandomDeliveriesEqualAnIndependentRecount) {
  const uint64_t seed = std::random_device()();
  SCOPED_TRACE(absl::StrCat("seed ", seed));
  std::mt19937_64 random(seed);
  Oracle oracle;
  int64_t sequence = 0;
  int64_t row_index = 0;
  int64_t taken = 0;
  auto client = std::make_unique<Client>(service_);
  std::vector<std::vector<v1::Observation>> flight;
  size_t flight_size = 1;
  for (int batch = 0; batch < 119; ++batch) {
    if (batch % 20 == 19) {  // The service stops and starts in between.
      client.reset();
      service_.Reopen();
      client = std::make_unique<Client>(service_);
      ASSERT_EQ(client->opened().durable_sequence(), sequence);
      EXPECT_EQ(service_.ingest().EventCount(), oracle.first.size());
    }
    std::vector<v1::Observation> rows;
    const size_t count = 1 + random() % 150;
    while (rows.size() < count) {
      rows.push_back(RandomRow(random));
      // Every other correction, and every withdrawal from the second row on,
      // names a row of its own batch.
      v1::Observation& row = rows.back();
      const std::string& near = rows[random() % rows.size()].event_id();
      if (!row.replaces_event_id().empty() && random() % 2 == 0 &&
          near != row.event_id()) {
        row.set_replaces_event_id(near);
      }
      if (!row.withdraws_event_id().empty() && near != row.event_id()) {
        row.set_withdraws_event_id(near);
      }
    }
    client->SendAhead(++sequence, row_index, rows);
    row_index += static_cast<int64_t>(rows.size());
    flight.push_back(std::move(rows));
    // Up to nine batches on their way, which the service takes in groups as
    // they happen to wait; it makes no difference.
    if (flight.size() < flight_size && batch % 20 != 18) continue;
    for (const std::vector<v1::Observation>& sent : flight) {
      const auto reply = client->Receive();
      ASSERT_TRUE(reply.ok()) << reply.status();
      std::vector<int64_t> differing;
      std::vector<int64_t> not_compared;
      oracle.no_copies = 0;
      for (size_t i = 0; i < sent.size(); ++i, ++taken) {
        const int64_t before = oracle.totals.differing();
        const int no_copies = oracle.no_copies;
        ASSERT_EQ(StateOf(reply, static_cast<int>(i)), oracle.Take(sent[i]))
            << "before batch " << batch << " row " << i << "\n"
            << sent[i].DebugString();
        if (oracle.totals.differing() > before) differing.push_back(taken);
        if (oracle.no_copies > std::max(no_copies, 32)) {
          not_compared.push_back(taken);
        }
      }
      EXPECT_THAT(reply->known_rows_that_differ(),
                  testing::ElementsAreArray(differing));
      EXPECT_THAT(reply->known_rows_not_compared(),
                  testing::ElementsAreArray(not_compared));
      EXPECT_EQ(reply->totals().SerializeAsString(),
                oracle.totals.SerializeAsString());
    }
    flight.clear();
    flight_size = 1 + random() % 9;
  }
  std::map<int, int64_t> months;
  int64_t districts = 0;
  for (const auto& [id, event] : oracle.events) {
    months[event.month] += event.value;
    if (event.area == "DPI-1" || event.area == "DPI-2")
      districts += event.value;
  }
  std::map<int, int64_t> answered;
  const auto series = Series("nuisance_actions");
  ASSERT_TRUE(series.ok()) << series.status();
  for (const auto& month : series->months()) {
    answered[month.month().month()] = month.value();
  }
  EXPECT_EQ(answered, months);
  EXPECT_EQ(Total("nuisance_actions", "21004"), districts);
  ExpectVerified();
}

}  // namespace
}  // namespace entente::indicators
