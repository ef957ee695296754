#include "services/indicators/plan_moves_rules.h"

#include <utility>

#include "services/indicators/breakdown_rules.h"

namespace entente::indicators {
namespace {

namespace v1 = entente::indicators::v1;

struct Move {
  int64_t value = 0;
  int64_t contributions = 0;
};

// By series and month; what moves nothing is left out.
template <class Texts>
std::map<std::pair<std::string, int32_t>, Move> MovesIn(
    const MonthDeltas& deltas, const Texts& texts) {
  std::map<std::pair<std::string, int32_t>, Move> moves;
  for (const MonthDeltas::Cell& cell : deltas.cells()) {
    Move& move = moves[{std::string(texts[cell.measure]), cell.month}];
    for (const int64_t sum : cell.sums) move.value += sum;
    for (const int32_t count : cell.contributions) move.contributions += count;
  }
  std::erase_if(moves, [](const auto& one) {
    return one.second.value == 0 && one.second.contributions == 0;
  });
  return moves;
}

void SetMove(const std::string& measure, int32_t month, const Move& move,
             v1::FigureMove& out) {
  out.set_measure_code(measure);
  *out.mutable_month() = FirstDayOf(month);
  out.set_value(move.value);
  out.set_contributions(move.contributions);
}

}  // namespace

std::map<int32_t, MeasureMoves> MovesByMonth(const BlockPlan& plan) {
  std::map<int32_t, MeasureMoves> months;
  for (const MonthDeltas::Cell& cell : plan.deltas.cells()) {
    int64_t& moved = months[cell.month][plan.measures.texts()[cell.measure]];
    for (const int32_t contributions : cell.contributions) {
      moved += contributions;
    }
  }
  return months;
}

void AddMoves(const BlockPlan& plan, v1::IngestResponse& response) {
  for (const auto& [place, move] :
       MovesIn(plan.deltas, plan.measures.texts())) {
    SetMove(place.first, place.second, move, *response.add_moves());
  }
  for (const auto& [place, move] :
       MovesIn(plan.split_deltas, plan.series.texts())) {
    const SeriesName series = ParseSeries(place.first);
    const size_t sign = series.split.find('=');
    v1::FigureMove& out = *response.add_part_moves();
    SetMove(series.measure, place.second, move, out);
    out.set_split_by(series.split.substr(0, sign));
    out.set_split_code(series.split.substr(sign + 1));
  }
}

void CountRow(v1::RowState state, v1::IngestTotals& totals) {
  totals.set_sent(totals.sent() + 1);
  switch (state) {
    case v1::ROW_STATE_CREATED:
      totals.set_created(totals.created() + 1);
      break;
    case v1::ROW_STATE_UPDATED:
      totals.set_updated(totals.updated() + 1);
      break;
    case v1::ROW_STATE_UNCHANGED:
      totals.set_unchanged(totals.unchanged() + 1);
      break;
    case v1::ROW_STATE_WITHDRAWN:
      totals.set_withdrawn(totals.withdrawn() + 1);
      break;
    case v1::ROW_STATE_DUPLICATE:
      totals.set_duplicate(totals.duplicate() + 1);
      break;
    default:
      totals.set_rejected(totals.rejected() + 1);
  }
}

void AddTotals(const v1::IngestTotals& more, v1::IngestTotals& totals) {
  totals.set_sent(totals.sent() + more.sent());
  totals.set_created(totals.created() + more.created());
  totals.set_updated(totals.updated() + more.updated());
  totals.set_unchanged(totals.unchanged() + more.unchanged());
  totals.set_duplicate(totals.duplicate() + more.duplicate());
  totals.set_rejected(totals.rejected() + more.rejected());
  totals.set_withdrawn(totals.withdrawn() + more.withdrawn());
  totals.set_late(totals.late() + more.late());
  totals.set_differing(totals.differing() + more.differing());
}

}  // namespace entente::indicators
