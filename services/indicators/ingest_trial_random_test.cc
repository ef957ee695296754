// Random deliveries while months are locked, closed and approved, each tried
// before it is delivered: rows become what the trial said, and figures move by
// what it announced.
#include <algorithm>
#include <cstdint>
#include <iterator>
#include <map>
#include <random>
#include <set>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "services/indicators/breakdown_fixture_test.h"

namespace entente::indicators {
namespace {

using Batches = std::vector<std::vector<v1::Observation>>;
// Measure, month of 2018, code list and code, both empty of a measure as a
// whole, to figure and number of events.
using Figures = std::map<std::tuple<std::string, int, std::string, std::string>,
                         std::pair<int64_t, int64_t>>;

const std::map<std::string, std::vector<std::string>>& ListsOf() {
  static const auto& lists =
      *new std::map<std::string, std::vector<std::string>>{
          {"distinct_persons", {"audience"}},
          {"nuisance_actions", {"audience", "theme"}},
          {"participants", {"audience"}},
          {"training_hours", {}},
          {"trainings", {"theme"}}};
  return lists;
}

const std::map<std::string, std::vector<std::string>>& CodesOf() {
  static const auto& codes =
      *new std::map<std::string, std::vector<std::string>>{
          {"audience", {"youth", "adults", "seniors", "unknown"}},
          {"theme", {"coppra", "bdo", "unknown"}}};
  return codes;
}

// What moves nothing is left out.
void DropZeros(Figures& figures) {
  std::erase_if(figures, [](const auto& one) {
    return one.second.first == 0 && one.second.second == 0;
  });
}

Figures Difference(const Figures& before, Figures after) {
  for (const auto& [place, figure] : before) {
    auto& [value, contributions] = after[place];
    value -= figure.first;
    contributions -= figure.second;
  }
  DropZeros(after);
  return after;
}

class TrialRandomTest : public BreakdownTest {
 protected:
  int Pick(int n) { return static_cast<int>(random_() % n); }
  template <class T>
  const T& PickOf(const std::vector<T>& of) {
    return of[random_() % of.size()];
  }
  std::string NewId() { return absl::StrCat("event-", 100000 + ++ids_); }
  absl::CivilDay Today() {
    return absl::ToCivilDay(clock_.Now(), absl::UTCTimeZone());
  }

  // Mostly a day that has been, of a month that takes rows or took some.
  google::type::Date RandomDate() {
    static constexpr int kMonthsAgo[] = {-1, 0, 0, 0, 0, 1, 1, 1, 2, 3};
    const absl::CivilDay today = Today();
    const int ago = kMonthsAgo[Pick(10)];
    const int month = std::max(1, today.month() - ago);
    // Day 0 is the month as a whole, the last one here tomorrow.
    return MakeDate(2018, month, Pick(ago == 0 ? today.day() + 2 : 29));
  }

  v1::Observation RandomRow(const std::string& id) {
    static const auto& areas =
        *new std::vector<std::string>{"21004", "DPI-1", "DPI-2", "UNKNOWN"};
    auto measure = ListsOf().begin();
    std::advance(measure, Pick(static_cast<int>(ListsOf().size())));
    v1::Observation row;
    row.set_event_id(id);
    row.set_measure_code(measure->first);
    *row.mutable_date() = RandomDate();
    row.set_area(PickOf(areas));
    row.set_value(Pick(4));
    SplitAnew(row);
    return row;
  }

  void SplitAnew(v1::Observation& row) {
    row.clear_breakdown();
    for (const std::string& list : ListsOf().at(row.measure_code())) {
      if (Pick(4) == 0) continue;
      (*row.mutable_breakdown())[list] = PickOf(CodesOf().at(list));
    }
  }

  // With one fault.
  v1::Observation BadRow() {
    v1::Observation row = RandomRow(NewId());
    switch (Pick(5)) {
      case 0:
        row.set_measure_code("quality");
        break;
      case 1:
        row.set_area("NOWHERE");
        break;
      case 2:
        row.set_value(-1);
        break;
      case 3:
        (*row.mutable_breakdown())["theme"] = "nothing";
        break;
      default:
        row.set_replaces_event_id("event-unseen");
    }
    return row;
  }

  // A correction of the row `sent`, or of the event that it corrects.
  v1::Observation Correction(const v1::Observation& sent) {
    v1::Observation row = RandomRow(NewId());
    // Often of the breakdown alone, or of nothing.
    if (sent.withdraws_event_id().empty() && Pick(2) == 0) {
      const std::string id = row.event_id();
      row = sent;
      row.set_event_id(id);
      if (Pick(2) == 0) SplitAnew(row);
    }
    row.set_replaces_event_id(sent.event_id());
    return row;
  }

  // A row of any kind; what it names is delivered already, or in front of it
  // in the batch or the session.
  v1::Observation NextRow() {
    const int kind = sent_.empty() ? 0 : Pick(12);
    if (kind < 6) return RandomRow(NewId());
    if (kind == 6) return BadRow();
    // Mostly of late, so that its month may still take rows.
    const size_t recent = std::min<size_t>(sent_.size(), 200);
    const size_t back = random_() % (Pick(4) == 0 ? sent_.size() : recent);
    const v1::Observation& sent = sent_[sent_.size() - 1 - back];
    // Sent twice, every other time with other words.
    if (kind == 7) return Pick(2) == 0 ? sent : RandomRow(sent.event_id());
    if (kind < 11) return Correction(sent);
    v1::Observation gone;
    gone.set_event_id(NewId());
    gone.set_withdraws_event_id(sent.event_id());
    return gone;
  }

  Batches RandomBatches() {
    Batches batches(static_cast<size_t>(1 + Pick(3)));
    for (std::vector<v1::Observation>& rows : batches) {
      const int count = 1 + Pick(50);
      for (int i = 0; i < count; ++i) {
        rows.push_back(NextRow());
        // A fault in the measure leaves no lists to draw again.
        if (ListsOf().count(rows.back().measure_code()) > 0 ||
            !rows.back().withdraws_event_id().empty()) {
          sent_.push_back(rows.back());
        }
      }
    }
    return batches;
  }

  // Every answer of one session.
  std::vector<v1::IngestResponse> Send(const std::string& session,
                                       bool is_validate_only,
                                       const Batches& batches) {
    Client client(service_, session, is_validate_only);
    std::vector<v1::IngestResponse> replies;
    int64_t sequence = 0;
    int64_t row_index = 0;
    for (const std::vector<v1::Observation>& rows : batches) {
      const auto reply = client.Send(++sequence, row_index, rows);
      EXPECT_TRUE(reply.ok()) << reply.status();
      if (!reply.ok()) break;
      row_index += static_cast<int64_t>(rows.size());
      replies.push_back(*reply);
    }
    return replies;
  }

  // Of all measures and of their parts.
  Figures ReadFigures() {
    Figures figures;
    for (const char* const by : {"", "audience", "theme"}) {
      const std::string list = by;
      std::vector<std::string> measures;
      for (const auto& [measure, lists] : ListsOf()) {
        if (list.empty() ||
            std::find(lists.begin(), lists.end(), list) != lists.end()) {
          measures.push_back(measure);
        }
      }
      const auto response = Split(list, measures);
      EXPECT_TRUE(response.ok()) << response.status();
      if (!response.ok()) continue;
      for (const v1::Series& series : response->series()) {
        // The measure less its parts: no trial announces it.
        if (series.split_code() == "unknown") continue;
        for (const v1::MonthFigure& month : series.months()) {
          figures[{series.measure_code(), month.month().month(),
                   series.split_by(), series.split_code()}] = {
              month.value(), month.contributions()};
        }
      }
    }
    return figures;
  }

  static void AddMoves(
      const google::protobuf::RepeatedPtrField<v1::FigureMove>& moves,
      Figures& announced) {
    for (const v1::FigureMove& move : moves) {
      EXPECT_EQ(move.month().year(), 2018);
      auto& [value, contributions] =
          announced[{move.measure_code(), move.month().month(), move.split_by(),
                     move.split_code()}];
      value += move.value();
      contributions += move.contributions();
    }
  }

  // What became of the rows, for the end to see that enough did.
  void Note(const v1::IngestResponse& reply) {
    for (const int state : reply.row_states()) states_.insert(state);
    for (const v1::Rejection& rejection : reply.rejections()) {
      reasons_.insert(rejection.reason());
    }
    late_ += reply.totals().late();
  }

  void TryAndDeliver() {
    const std::string session = absl::StrCat("drawn-", ++sessions_);
    const Batches batches = RandomBatches();
    const Figures before = ReadFigures();
    std::vector<v1::IngestResponse> tried = Send(session, true, batches);
    ASSERT_EQ(ReadFigures(), before);
    Figures announced;
    for (v1::IngestResponse& reply : tried) {
      AddMoves(reply.moves(), announced);
      AddMoves(reply.part_moves(), announced);
      reply.clear_moves();
      reply.clear_part_moves();
    }
    DropZeros(announced);
    const std::vector<v1::IngestResponse> delivered =
        Send(session, false, batches);
    ASSERT_EQ(delivered.size(), batches.size());
    ASSERT_EQ(tried.size(), batches.size());
    for (size_t i = 0; i < batches.size(); ++i) {
      ASSERT_EQ(delivered[i].row_states_size(),
                static_cast<int>(batches[i].size()));
      for (int row = 0; row < delivered[i].row_states_size(); ++row) {
        ASSERT_EQ(tried[i].row_states(row), delivered[i].row_states(row))
            << "batch " << i << " row " << row << "\n"
            << batches[i][static_cast<size_t>(row)].DebugString();
      }
      // Reasons, totals and known rows as well.
      ASSERT_EQ(tried[i].DebugString(), delivered[i].DebugString());
      Note(delivered[i]);
    }
    ASSERT_EQ(announced, Difference(before, ReadFigures()));
  }

  // Months are locked and closed by themselves.
  void LetTimePass() {
    clock_.Advance(absl::Hours(24 * Pick(7)));
    const absl::CivilDay today = Today();
    if (Pick(3) == 0) {
      const absl::CivilDay until = today + 4;
      const auto asked = Ask(
          today.month() - 1,
          MakeDate(static_cast<int>(until.year()), until.month(), until.day()));
      // Refused where the month is not locked.
      if (asked.ok()) {
        EXPECT_TRUE(Grant(asked->name()).ok());
      }
    }
    if (Pick(8) == 0 && Confirm(today.month() - 1).ok()) {
      EXPECT_TRUE(Approve(today.month() - 1).ok());
    }
  }

  std::mt19937_64 random_;
  int ids_ = 0;
  // Rows of all sessions so far.
  std::vector<v1::Observation> sent_;
  std::set<int> states_;
  std::set<std::string> reasons_;
  int64_t late_ = 0;
};

TEST_F(TrialRandomTest, ADeliveryMovesWhatItsTrialAnnounced) {
  const uint64_t seed = std::random_device()();
  SCOPED_TRACE(absl::StrCat("seed ", seed));
  random_.seed(seed);
  ASSERT_TRUE(Adopt().ok());
  for (int round = 0; round < 40; ++round) {
    ASSERT_NO_FATAL_FAILURE(TryAndDeliver());
    LetTimePass();
    if (round % 13 == 12) service_.Reopen();
  }
  // Enough of each happened.
  EXPECT_EQ(states_,
            std::set<int>({v1::ROW_STATE_CREATED, v1::ROW_STATE_UPDATED,
                           v1::ROW_STATE_UNCHANGED, v1::ROW_STATE_DUPLICATE,
                           v1::ROW_STATE_REJECTED, v1::ROW_STATE_WITHDRAWN}));
  EXPECT_THAT(reasons_,
              testing::IsSupersetOf({"PERIOD_LOCKED", "PERIOD_CLOSED",
                                     "UNKNOWN_EVENT", "EVENT_WITHDRAWN",
                                     "DATE_IN_FUTURE", "VALUE_NEGATIVE"}));
  EXPECT_GT(late_, 0);
  ExpectVerified();
}

}  // namespace
}  // namespace entente::indicators
