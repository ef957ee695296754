// What a plan of batches (plan_rules.h) moves, and the sums of their outcomes.
// Pure.
#ifndef SERVICES_INDICATORS_PLAN_MOVES_RULES_H_
#define SERVICES_INDICATORS_PLAN_MOVES_RULES_H_

#include <cstdint>
#include <map>
#include <string>

#include "entente/indicators/v1/ingest_service.pb.h"
#include "services/indicators/plan_rules.h"

namespace entente::indicators {

// How many events more (or fewer) count, by code of the measure.
using MeasureMoves = std::map<std::string, int64_t>;

// The months whose figures `plan` changes, also those in which it leaves as
// many events as there were.
std::map<int32_t, MeasureMoves> MovesByMonth(const BlockPlan& plan);

// Adds to `response` by how much `plan` moves figures, by measure and month,
// and by part and month; what moves nothing is left out.
void AddMoves(const BlockPlan& plan,
              entente::indicators::v1::IngestResponse& response);

// Counts in `totals` a row that became so.
void CountRow(entente::indicators::v1::RowState state,
              entente::indicators::v1::IngestTotals& totals);

// Adds `more` to `totals`.
void AddTotals(const entente::indicators::v1::IngestTotals& more,
               entente::indicators::v1::IngestTotals& totals);

}  // namespace entente::indicators

#endif  // SERVICES_INDICATORS_PLAN_MOVES_RULES_H_
