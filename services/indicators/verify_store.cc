#include "services/indicators/verify_store.h"

#include <iterator>
#include <map>
#include <utility>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "entente/indicators/v1/records.pb.h"
#include "services/common/base/error.h"
#include "services/common/store/records.h"
#include "services/indicators/batch_answers.h"
#include "services/indicators/block_store.h"
#include "services/indicators/indicators_keys.h"
#include "services/indicators/verify_activities.h"
#include "services/indicators/verify_periods.h"
#include "services/indicators/verify_releases.h"

namespace entente::indicators {
namespace {

namespace v1 = entente::indicators::v1;

constexpr size_t kDifferencesShown = 100;

// Day of month to sum and contributions.
using Days = std::map<uint32_t, std::pair<int64_t, int64_t>>;
using Months = std::map<MonthKeyParts, Days>;

class Recount {
 public:
  explicit Recount(const store::Reader& reader) : reader_(reader) {}

  absl::StatusOr<VerifyReport> Run() {
    ENTENTE_RETURN_IF_ERROR(CountBlocks());
    ENTENTE_RETURN_IF_ERROR(CountActivities());
    ENTENTE_RETURN_IF_ERROR(CompareMonths());
    ENTENTE_RETURN_IF_ERROR(CompareSessions());
    ENTENTE_RETURN_IF_ERROR(ComparePeriods());
    ENTENTE_RETURN_IF_ERROR(VerifyReleases(
        reader_, [this](std::string sentence) { Differ(std::move(sentence)); },
        report_.releases));
    return std::move(report_);
  }

 private:
  struct Counted {
    std::string municipality;
    CountedAs as;
    // Number in `sources_`.
    uint32_t source = 0;
  };

  void Differ(std::string sentence) {
    ++report_.difference_count;
    if (report_.differences.size() < kDifferencesShown) {
      report_.differences.push_back(std::move(sentence));
    }
  }

  void Add(const std::string& municipality, const CountedAs& as) {
    AddTo(as.measure, municipality, as);
    if (as.breakdown.empty()) return;
    // Once more in each of its splits, which lie beside the measure.
    for (const absl::string_view split : absl::StrSplit(as.breakdown, ',')) {
      AddTo(absl::StrCat(as.measure, "/", split), municipality, as);
    }
  }

  void AddTo(const std::string& series, const std::string& municipality,
             const CountedAs& as) {
    auto& [sum, contributions] = months_[{municipality, series, as.area,
                                          MonthOf(as.day)}][DayOf(as.day)];
    sum += as.value;
    ++contributions;
  }

  absl::Status CountBlocks() {
    absl::Status status;
    const absl::Status scanned = store::ScanRecords<v1::BlockRecord>(
        reader_, BlockPrefix(), "",
        [&](absl::string_view key, const v1::BlockRecord& record) {
          const absl::StatusOr<int64_t> number = ParseBlockKey(key);
          absl::StatusOr<Block> block = DecodeBlock(record);
          if (!number.ok() || !block.ok()) {
            status = number.ok() ? block.status() : number.status();
            return false;
          }
          ++report_.blocks;
          status = CountRows(*number, record, *block);
          return status.ok();
        });
    if (!scanned.ok()) return scanned;
    ENTENTE_RETURN_IF_ERROR(status);
    ENTENTE_RETURN_IF_ERROR(CountIds());
    for (const auto& [root, counted] : events_) {
      if (counted.as.is_withdrawn) continue;
      Add(counted.municipality, counted.as);
    }
    return absl::OkStatus();
  }

  absl::Status CountRows(int64_t number, const v1::BlockRecord& record,
                         const Block& block) {
    const absl::StatusOr<EventIds> stored =
        ReadEventIds(reader_, number, record);
    if (!stored.ok() && !absl::IsDataLoss(stored.status())) {
      return stored.status();
    }
    if (!stored.ok() || stored->ids.size() != block.rows() * EventId::kBytes) {
      Differ(absl::StrCat("block ", number, " has other ids than rows"));
      return absl::OkStatus();
    }
    const absl::string_view ids = stored->ids;
    if (record.has_digests() && stored->digests.empty()) {
      Differ(
          absl::StrCat("block ", number, " has lost the digests of its rows"));
    }
    CompareDigests(number, block, stored->digests);
    const uint32_t source = sources_.Add(block.columns.source());
    for (size_t row = 0; row < block.rows(); ++row) {
      ++report_.rows;
      const EventId id = EventId::From(ids.substr(row * EventId::kBytes));
      if (first_ids_.contains(id)) {
        Differ(absl::StrCat("block ", number, " row ", row,
                            " stores an event a second time"));
        continue;
      }
      const int correction = block.CorrectionAt(row);
      if (correction < 0) {
        first_ids_.emplace(id, id);
        events_[id] = {block.columns.municipality(), block.CountedAt(row),
                       source};
        continue;
      }
      const auto named = first_ids_.find(block.CorrectedIdAt(correction));
      if (named == first_ids_.end()) {
        Differ(absl::StrCat("block ", number, " row ", row,
                            " corrects an event that is not stored"));
        continue;
      }
      const EventId first = named->second;
      first_ids_.emplace(id, first);
      Counted& counted = events_[first];
      const CountedAs now = block.CountedAt(row);
      if ((counted.as == now) != block.columns.is_unchanged(correction)) {
        Differ(absl::StrCat("block ", number, " row ", row,
                            " is marked wrongly as changed or unchanged"));
      }
      if (counted.as.is_withdrawn && !now.is_withdrawn) {
        Differ(absl::StrCat("block ", number, " row ", row,
                            " corrects an event that was withdrawn"));
        continue;
      }
      counted.as = now;
    }
    return absl::OkStatus();
  }

  // `digests`: of all rows of the block, or none.
  void CompareDigests(int64_t number, const Block& block,
                      absl::string_view digests) {
    for (size_t row = 0; row * kRowDigestBytes < digests.size(); ++row) {
      if (ReadDigest(digests.substr(row * kRowDigestBytes)) !=
          DigestAt(block, row)) {
        Differ(absl::StrCat("block ", number, " row ", row,
                            " does not say what its digest says"));
      }
    }
  }

  // What the row said as it was delivered. Of a withdrawal the block holds what
  // it withdrew as well.
  static RowDigest DigestAt(const Block& block, size_t row) {
    const int correction = block.CorrectionAt(row);
    if (block.IsWithdrawal(row)) {
      return DigestOfWithdrawal(block.CorrectedIdAt(correction));
    }
    const CountedAs as = block.CountedAt(row);
    const SaidByRow said{HashText(as.measure), HashText(as.area), as.day,
                         as.value, HashText(as.breakdown)};
    return correction < 0
               ? DigestOf(said)
               : DigestOfCorrection(said, block.CorrectedIdAt(correction));
  }

  // An id without a row would have its event taken for one that counts.
  absl::Status CountIds() {
    int64_t ids = 0;
    const absl::Status visited =
        VisitEventIds(reader_, 0, [&](RowPlace, absl::string_view piece) {
          ids += static_cast<int64_t>(piece.size() / EventId::kBytes);
          return absl::OkStatus();
        });
    if (absl::IsDataLoss(visited)) {
      Differ(std::string(visited.message()));
    } else if (!visited.ok()) {
      return visited;
    } else if (ids != report_.rows) {
      Differ(absl::StrCat(ids, " ids are stored of ", report_.rows, " rows"));
    }
    ENTENTE_ASSIGN_OR_RETURN(
        const std::optional<v1::BlockHead> head,
        store::GetRecord<v1::BlockHead>(reader_, BlockHeadKey()));
    if (head.has_value() && head->has_rows() && head->rows() != report_.rows) {
      Differ(absl::StrCat("the blocks have ", report_.rows, " rows, not the ",
                          head->rows(), " that were stored"));
    }
    return absl::OkStatus();
  }

  absl::Status CountActivities() {
    ActivitiesVerified verified;
    const absl::Status status = VerifyActivities(
        reader_,
        [this](const std::string& municipality, const v1::MeasureEffect& one) {
          const uint32_t day = PackDate(one.date());
          const std::string series =
              one.split().empty()
                  ? one.measure_code()
                  : absl::StrCat(one.measure_code(), "/", one.split());
          const MonthKeyParts month{municipality, series, one.area(),
                                    MonthOf(day)};
          auto& [sum, contributions] = months_[month][DayOf(day)];
          sum += one.delta();
          contributions += one.contributions();
        },
        [this](std::string sentence) { Differ(std::move(sentence)); },
        verified);
    report_.activities = verified.activities;
    report_.activity_versions = verified.earlier_versions;
    // A day that nothing counts in any more is not kept.
    for (auto month = months_.begin(); month != months_.end();) {
      Days& days = month->second;
      std::erase_if(days, [](const auto& day) {
        return day.second == std::pair<int64_t, int64_t>();
      });
      month = days.empty() ? months_.erase(month) : std::next(month);
    }
    return status;
  }

  absl::Status CompareMonths() {
    absl::Status status;
    const absl::Status scanned = store::ScanRecords<v1::MonthRecord>(
        reader_, AllMonthsPrefix(), "",
        [&](absl::string_view key, const v1::MonthRecord& record) {
          ++report_.month_records;
          const absl::StatusOr<MonthKeyParts> parts = ParseMonthKey(key);
          if (!parts.ok()) {
            status = parts.status();
            return false;
          }
          Days stored;
          for (int i = 0; i < record.days_size(); ++i) {
            stored[record.days(i)] = {record.sums(i), record.contributions(i)};
          }
          const auto counted = months_.find(*parts);
          if (counted == months_.end() || counted->second != stored) {
            Differ(absl::StrCat("month record ", Describe(*parts),
                                " differs from the recount"));
          }
          if (counted != months_.end()) months_.erase(counted);
          return true;
        });
    if (!scanned.ok()) return scanned;
    for (const auto& [parts, days] : months_) {
      Differ(absl::StrCat("month record ", Describe(parts), " is missing"));
    }
    return status;
  }

  static std::string Describe(const MonthKeyParts& parts) {
    return absl::StrCat(parts.municipality, " ", parts.measure, " ", parts.area,
                        " ", parts.month / 12, "-", parts.month % 12 + 1);
  }

  absl::Status CompareSessions() {
    return store::ScanRecords<v1::SessionRecord>(
        reader_, AllSessionsPrefix(), "",
        [&](absl::string_view key, const v1::SessionRecord& state) {
          ++report_.sessions;
          const absl::StatusOr<SessionName> name = ParseSessionKey(key);
          if (!name.ok() || !IsReconciled(*name, state)) {
            Differ(absl::StrCat("session ",
                                name.ok() ? FormatSession(*name) : "",
                                " does not reconcile with its batches"));
          }
          return true;
        });
  }

  absl::Status ComparePeriods() {
    CountedMonths counted;
    for (const auto& [root, event] : events_) {
      if (event.as.is_withdrawn) continue;
      ++counted[{{event.municipality, MonthOf(event.as.day)},
                 sources_.texts()[event.source]}][event.as.measure];
    }
    PeriodsVerified verified;
    const absl::Status status = VerifyPeriods(
        reader_, counted,
        [this](std::string sentence) { Differ(std::move(sentence)); },
        verified);
    report_.source_months = verified.source_months;
    report_.frozen_versions = verified.frozen_versions;
    return status;
  }

  // Counts the states of every batch again.
  bool IsReconciled(const SessionName& name, const v1::SessionRecord& state) {
    int64_t counts[8] = {};
    int64_t batches = 0;
    int64_t unreadable = 0;
    int64_t differing = 0;
    int64_t next_row_index = 0;
    bool are_known = true;
    const absl::Status scanned = store::ScanRecords<v1::BatchRecord>(
        reader_, BatchPrefix(name), "",
        [&](absl::string_view, const v1::BatchRecord& batch) {
          ++batches;
          int64_t rejected_states = 0;
          for (const uint64_t run : batch.state_runs()) {
            counts[run & 7] += static_cast<int64_t>(run >> 3);
            if ((run & 7) == v1::ROW_STATE_REJECTED) {
              rejected_states += static_cast<int64_t>(run >> 3);
            }
          }
          unreadable += batch.rejections_size() - rejected_states;
          differing += batch.known_rows_that_differ_size();
          are_known = are_known && batch.totals().differing() == differing &&
                      NamesKnownRows(batch, next_row_index);
          next_row_index = batch.next_row_index();
          return true;
        });
    const v1::IngestTotals& totals = state.totals();
    return scanned.ok() && are_known && batches == state.durable_sequence() &&
           totals.created() == counts[v1::ROW_STATE_CREATED] &&
           totals.updated() == counts[v1::ROW_STATE_UPDATED] &&
           totals.unchanged() == counts[v1::ROW_STATE_UNCHANGED] &&
           totals.duplicate() == counts[v1::ROW_STATE_DUPLICATE] &&
           totals.differing() == differing &&
           totals.withdrawn() == counts[v1::ROW_STATE_WITHDRAWN] &&
           totals.rejected() == counts[v1::ROW_STATE_REJECTED] + unreadable &&
           totals.sent() == totals.created() + totals.updated() +
                                totals.unchanged() + totals.duplicate() +
                                totals.rejected() + totals.withdrawn() &&
           totals.sent() == state.next_row_index();
  }

  const store::Reader& reader_;
  VerifyReport report_;
  // Every stored id to the id of its event's first row.
  absl::flat_hash_map<EventId, EventId> first_ids_;
  // First id to how the event counts.
  absl::flat_hash_map<EventId, Counted> events_;
  Months months_;
  Dictionary sources_;
};

}  // namespace

absl::StatusOr<VerifyReport> VerifyAggregates(const store::Reader& reader) {
  return Recount(reader).Run();
}

}  // namespace entente::indicators
