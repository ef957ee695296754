#include "services/indicators/plan_rules.h"

#include <algorithm>
#include <limits>
#include <utility>

#include "services/common/base/error.h"
#include "services/indicators/breakdown_rules.h"
#include "services/indicators/plan_moves_rules.h"

namespace entente::indicators {
namespace {

namespace v1 = entente::indicators::v1;

constexpr uint32_t kUnmapped = std::numeric_limits<uint32_t>::max();

// Decides row after row.
class Planner {
 public:
  Planner(const Ground& ground, absl::Span<const PreparedBatch> batches,
          const EventBook& book, int64_t block, int32_t newest_month)
      : ground_(ground),
        batches_(batches),
        book_(book),
        block_(block),
        measure_numbers_(ground.definitions->measures().size(), kUnmapped),
        area_numbers_(ground.areas->areas().size(), kUnmapped) {
    plan_.newest_month = newest_month;
    plan_.outcomes.resize(batches.size());
    size_t rows = 0;
    for (const PreparedBatch& batch : batches) rows += batch.rows.size();
    plan_.rows.reserve(rows);
    in_block_.reserve(rows);
  }

  absl::StatusOr<BlockPlan> Run() {
    for (size_t i = 0; i < batches_.size(); ++i) {
      batch_ = &batches_[i];
      outcome_ = &plan_.outcomes[i];
      look_ups_ = 0;
      ENTENTE_RETURN_IF_ERROR(DecideBatch());
      look_ups_of_block_ += look_ups_;
      if (look_ups_of_block_ >= kLookUpsMax) {
        plan_.outcomes.resize(i + 1);
        break;
      }
    }
    return std::move(plan_);
  }

 private:
  absl::Status DecideBatch() {
    const std::vector<int64_t> indexes = RowIndexes(*batch_->batch);
    outcome_->states.reserve(batch_->rows.size());
    for (size_t i = 0; i < batch_->rows.size(); ++i) {
      if (i + kIdsAhead < batch_->ids.size()) {
        book_.Prefetch(batch_->ids[i + kIdsAhead]);
      }
      RowFault fault = batch_->rows[i].fault;
      v1::RowState state = v1::ROW_STATE_REJECTED;
      if (fault.reason == nullptr) {
        ENTENTE_ASSIGN_OR_RETURN(state, DecideRow(i, indexes[i], fault));
      }
      if (state == v1::ROW_STATE_REJECTED) Reject(indexes[i], fault);
      outcome_->states.push_back(state);
      CountRow(state, outcome_->totals);
    }
    MergeUnreadable();
    return absl::OkStatus();
  }

  // `fault` is set where the row is rejected.
  absl::StatusOr<v1::RowState> DecideRow(size_t i, int64_t row_index,
                                         RowFault& fault) {
    ENTENTE_ASSIGN_OR_RETURN(const std::optional<StoredRow> known,
                             LocateRow(batch_->ids[i]));
    if (known.has_value()) {
      ENTENTE_RETURN_IF_ERROR(CompareKnown(i, row_index, *known));
      return v1::ROW_STATE_DUPLICATE;
    }
    const auto correction = batch_->corrected_ids.find(i);
    if (correction != batch_->corrected_ids.end()) {
      return Correct(i, correction->second, fault);
    }
    if (!IsAdmitted(MonthOf(batch_->rows[i].day), fault)) {
      return v1::ROW_STATE_REJECTED;
    }
    NewRow& row = Append(i);
    CountIn(row);
    NoteMonth(row.day);
    return v1::ROW_STATE_CREATED;
  }

  absl::StatusOr<std::optional<StoredRow>> LocateRow(const EventId& id) {
    const auto here = in_block_.find(id);
    if (here == in_block_.end()) return book_.Locate(id);
    return StoredRow{{block_, here->second}, plan_.rows[here->second].digest};
  }

  // Whether row `i`, whose id is that of `known`, differs; see plan_rules.h.
  absl::Status CompareKnown(size_t i, int64_t row_index,
                            const StoredRow& known) {
    const bool has_digest = known.digest.has_value();
    const bool is_same = has_digest && *known.digest == batch_->digests[i];
    if (!has_digest || (!is_same && look_ups_ == kLookUpsMax)) {
      outcome_->known_rows_not_compared.push_back(row_index);
      return absl::OkStatus();
    }
    if (is_same) {
      ++outcome_->known_rows_compared;
      return absl::OkStatus();
    }
    ++look_ups_;
    ENTENTE_ASSIGN_OR_RETURN(const std::optional<PastEvent> past,
                             FindEvent(batch_->ids[i]));
    if (past.has_value() && IsHidden(past->counted)) {
      outcome_->known_rows_not_compared.push_back(row_index);
      return absl::OkStatus();
    }
    ++outcome_->known_rows_compared;
    ENTENTE_ASSIGN_OR_RETURN(const bool is_said,
                             IsWhatCounts(i, known.place, past));
    if (is_said) return absl::OkStatus();
    outcome_->known_rows_that_differ.push_back(row_index);
    outcome_->totals.set_differing(outcome_->totals.differing() + 1);
    return absl::OkStatus();
  }

  // Whether nothing is told of an event that counts so: its measure is withheld
  // from whoever delivers on behalf of the source.
  bool IsHidden(const CountedAs& counted) const {
    return ground_.is_on_behalf &&
           ground_.definitions->IsWithheld(counted.measure);
  }

  // Whether row `i`, of which the row at `place` has the id, says of that one's
  // event, `past`, what counts by now.
  absl::StatusOr<bool> IsWhatCounts(size_t i, const RowPlace& place,
                                    const std::optional<PastEvent>& past) {
    if (!past.has_value()) return false;
    // The first row of the event that the row is about.
    RowPlace root = place;
    const auto correction = batch_->corrected_ids.find(i);
    if (correction != batch_->corrected_ids.end()) {
      ENTENTE_ASSIGN_OR_RETURN(const std::optional<PastEvent> named,
                               FindEvent(correction->second));
      if (!named.has_value()) return false;
      root = named->root;
    }
    if (!(root == past->root)) return false;
    const CountedAs& now = past->counted;
    const CheckedRow& checked = batch_->rows[i];
    if (checked.is_withdrawal || now.is_withdrawn) {
      return checked.is_withdrawal && now.is_withdrawn;
    }
    return now ==
           CountedAs{ground_.definitions->measures()[checked.measure].code(),
                     ground_.areas->areas()[checked.area].code,
                     checked.day,
                     checked.value,
                     false,
                     checked.has_breakdown ? batch_->breakdowns.at(i) : ""};
  }

  absl::StatusOr<v1::RowState> Correct(size_t i, const EventId& named,
                                       RowFault& fault) {
    const CheckedRow& checked = batch_->rows[i];
    const bool is_withdrawal = checked.is_withdrawal;
    ENTENTE_ASSIGN_OR_RETURN(const std::optional<PastEvent> past,
                             FindEvent(named));
    if (!past.has_value() || IsHidden(past->counted)) {
      fault = UnknownEvent(is_withdrawal);
      return v1::ROW_STATE_REJECTED;
    }
    const CountedAs& before = past->counted;
    if (before.is_withdrawn && !is_withdrawal) {
      fault = kEventWithdrawn;
      return v1::ROW_STATE_REJECTED;
    }
    if (!IsAdmitted(MonthOf(before.day), fault) ||
        (!is_withdrawal && !IsAdmitted(MonthOf(checked.day), fault))) {
      return v1::ROW_STATE_REJECTED;
    }
    NewRow& row = is_withdrawal ? AppendWithdrawal(i, before) : Append(i);
    row.is_correction = true;
    row.corrected = named;
    row.root = past->root;
    CountedAs now = AsCounted(row);
    row.is_unchanged = now == before;
    if (row.is_unchanged) return v1::ROW_STATE_UNCHANGED;
    CountOut(before);
    if (!is_withdrawal) CountIn(row);
    plan_.corrected[past->root] = std::move(now);
    NoteMonth(row.day);
    return is_withdrawal ? v1::ROW_STATE_WITHDRAWN : v1::ROW_STATE_UPDATED;
  }

  // The event as it counts at this point of the block.
  absl::StatusOr<std::optional<PastEvent>> FindEvent(const EventId& named) {
    std::optional<PastEvent> past;
    const auto here = in_block_.find(named);
    if (here == in_block_.end()) {
      ENTENTE_ASSIGN_OR_RETURN(past, book_.Find(named));
    } else {
      const NewRow& row = plan_.rows[here->second];
      past.emplace();
      past->root =
          row.is_correction ? row.root : RowPlace{block_, here->second};
      // A row that corrects an event of an earlier batch without changing it
      // leaves nothing in `corrected`; it counts as that row says.
      past->counted = AsCounted(row);
    }
    if (past.has_value()) {
      const auto changed = plan_.corrected.find(past->root);
      if (changed != plan_.corrected.end()) past->counted = changed->second;
    }
    return past;
  }

  NewRow& Append(size_t i) {
    const CheckedRow& checked = batch_->rows[i];
    Remember(i);
    uint32_t& measure = measure_numbers_[checked.measure];
    if (measure == kUnmapped) {
      measure = plan_.measures.Add(
          ground_.definitions->measures()[checked.measure].code());
    }
    uint32_t& area = area_numbers_[checked.area];
    if (area == kUnmapped) {
      area = plan_.areas.Add(ground_.areas->areas()[checked.area].code);
    }
    NewRow& row = plan_.rows.emplace_back(NewRow{.id = batch_->ids[i],
                                                 .measure = measure,
                                                 .area = area,
                                                 .day = checked.day,
                                                 .value = checked.value,
                                                 .digest = batch_->digests[i]});
    if (checked.has_breakdown) {
      row.breakdown = NumberOf(batch_->breakdowns.at(i));
    }
    return row;
  }

  // The row that withdraws what counted as `before`.
  NewRow& AppendWithdrawal(size_t i, const CountedAs& before) {
    Remember(i);
    return plan_.rows.emplace_back(
        NewRow{.id = batch_->ids[i],
               .measure = plan_.measures.Add(before.measure),
               .area = plan_.areas.Add(before.area),
               .day = before.day,
               .value = before.value,
               .is_withdrawal = true,
               .breakdown = NumberOf(before.breakdown),
               .digest = batch_->digests[i]});
  }

  // See NewRow.
  uint32_t NumberOf(const std::string& breakdown) {
    return breakdown.empty() ? 0 : plan_.breakdowns.Add(breakdown) + 1;
  }

  // What the row says comes to its month and, where it has any, to its splits.
  void CountIn(const NewRow& row) {
    plan_.deltas.Add(row.measure, row.area, row.day, row.value, 1);
    if (row.breakdown == 0) return;
    const uint64_t key = (uint64_t{row.measure} << 32) | row.breakdown;
    const auto [place, is_new] = series_numbers_.try_emplace(key);
    if (is_new) {
      place->second = SeriesOf(plan_.measures.texts()[row.measure],
                               plan_.breakdowns.texts()[row.breakdown - 1]);
    }
    for (const uint32_t series : place->second) {
      plan_.split_deltas.Add(series, row.area, row.day, row.value, 1);
    }
  }

  // What counted so leaves its month and its splits.
  void CountOut(const CountedAs& before) {
    const uint32_t area = plan_.areas.Add(before.area);
    plan_.deltas.Add(plan_.measures.Add(before.measure), area, before.day,
                     -before.value, -1);
    for (const uint32_t series : SeriesOf(before.measure, before.breakdown)) {
      plan_.split_deltas.Add(series, area, before.day, -before.value, -1);
    }
  }

  // Numbers of the series of all splits.
  std::vector<uint32_t> SeriesOf(const std::string& measure,
                                 const std::string& breakdown) {
    std::vector<uint32_t> numbers;
    for (const absl::string_view split : SplitsOf(breakdown)) {
      numbers.push_back(plan_.series.Add(FormatSeries(measure, split)));
    }
    return numbers;
  }

  // The next row of the block has the id of row `i`.
  void Remember(size_t i) {
    in_block_.emplace(batch_->ids[i], static_cast<uint32_t>(plan_.rows.size()));
  }

  CountedAs AsCounted(const NewRow& row) const { return plan_.CountedAt(row); }

  // What the month admits, asked once a month and block; rows of one month
  // mostly come together.
  const Admission& AdmissionOf(int32_t month) {
    if (last_ == nullptr || last_month_ != month) {
      const auto [place, is_new] = admissions_.try_emplace(month);
      if (is_new && ground_.periods != nullptr) {
        place->second =
            ground_.periods->Admit(month, ground_.source, ground_.today);
      }
      last_month_ = month;
      last_ = &place->second;
    }
    return *last_;
  }

  bool IsAdmitted(int32_t month, RowFault& fault) {
    const Admission& admission = AdmissionOf(month);
    if (admission.is_admitted()) return true;
    fault = {"date", RejectionOf(admission.verdict)};
    return false;
  }

  // Row by row, so that the count does not depend on how rows were batched.
  void NoteMonth(uint32_t day) {
    const int32_t month = MonthOf(day);
    // Under an exception a row is late even if it is the source's newest.
    if (month < plan_.newest_month || AdmissionOf(month).is_under_exception) {
      outcome_->totals.set_late(outcome_->totals.late() + 1);
    }
    plan_.newest_month = std::max(plan_.newest_month, month);
  }

  void Reject(int64_t row_index, const RowFault& fault) {
    v1::Rejection& rejection = outcome_->rejections.emplace_back();
    rejection.set_row_index(row_index);
    rejection.set_column(fault.column);
    rejection.set_reason(fault.reason);
  }

  void MergeUnreadable() {
    for (const v1::Rejection& row : batch_->batch->unreadable()) {
      outcome_->rejections.push_back(row);
      outcome_->rejections.back().set_column(
          ColumnOf(row.column(), *ground_.definitions));
      CountRow(v1::ROW_STATE_REJECTED, outcome_->totals);
    }
    std::sort(outcome_->rejections.begin(), outcome_->rejections.end(),
              [](const v1::Rejection& a, const v1::Rejection& b) {
                return a.row_index() < b.row_index();
              });
  }

  const Ground& ground_;
  const absl::Span<const PreparedBatch> batches_;
  const EventBook& book_;
  const int64_t block_;
  BlockPlan plan_;
  // The batch at hand.
  const PreparedBatch* batch_ = nullptr;
  BatchOutcome* outcome_ = nullptr;
  // Known rows of it, and of all batches before it, that were looked up.
  int look_ups_ = 0;
  int look_ups_of_block_ = 0;
  absl::flat_hash_map<EventId, uint32_t> in_block_;
  // Places in definitions and areas to numbers of the plan's dictionaries.
  std::vector<uint32_t> measure_numbers_;
  std::vector<uint32_t> area_numbers_;
  // Numbers of measure and breakdown in a row to those of its splits' series.
  absl::flat_hash_map<uint64_t, std::vector<uint32_t>> series_numbers_;
  // A map, so that the last one found stays where it is.
  std::map<int32_t, Admission> admissions_;
  int32_t last_month_ = 0;
  const Admission* last_ = nullptr;
};

}  // namespace

CountedAs BlockPlan::CountedAt(const NewRow& row) const {
  return {measures.texts()[row.measure],
          areas.texts()[row.area],
          row.day,
          row.value,
          row.is_withdrawal,
          row.breakdown == 0 ? "" : breakdowns.texts()[row.breakdown - 1]};
}

absl::StatusOr<BlockPlan> PlanBlock(const Ground& ground,
                                    absl::Span<const PreparedBatch> batches,
                                    const EventBook& book, int64_t block,
                                    int32_t newest_month) {
  return Planner(ground, batches, book, block, newest_month).Run();
}

}  // namespace entente::indicators
