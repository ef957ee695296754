#include "services/indicators/verify_store.h"

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "entente/indicators/v1/records.pb.h"
#include "services/common/base/error.h"
#include "services/common/store/records.h"
#include "services/indicators/block_store.h"
#include "services/indicators/indicators_keys.h"
#include "services/indicators/recount_errors.h"
#include "services/indicators/verify_activities.h"
#include "services/indicators/verify_months.h"
#include "services/indicators/verify_periods.h"
#include "services/indicators/verify_releases.h"
#include "services/indicators/verify_sessions.h"
#include "services/indicators/verify_sources.h"

namespace entente::indicators {
namespace {

namespace v1 = entente::indicators::v1;

constexpr size_t kDifferencesShown = 100;

// Between two questions whether the recount may go on.
constexpr size_t kEventsAtOnce = 4096;

// Texts to small numbers. Written again here: the way figures are kept has one
// of its own.
class Texts {
 public:
  uint32_t NumberOf(absl::string_view text) {
    const auto known = numbers_.find(text);
    if (known != numbers_.end()) return known->second;
    const auto number = static_cast<uint32_t>(texts_.size());
    numbers_.try_emplace(text, number);
    texts_.emplace_back(text);
    return number;
  }
  const std::string& operator[](uint32_t number) const {
    return texts_[number];
  }

 private:
  std::vector<std::string> texts_;
  absl::flat_hash_map<std::string, uint32_t> numbers_;
};

class Recount {
 public:
  Recount(const store::Reader& reader, const RecountLimits& limits)
      : reader_(reader), limits_(limits) {}

  absl::StatusOr<VerifyReport> Run() {
    ENTENTE_RETURN_IF_ERROR(CheckSize());
    ENTENTE_RETURN_IF_ERROR(CountBlocks());
    ENTENTE_RETURN_IF_ERROR(CountActivities());
    ENTENTE_RETURN_IF_ERROR(CompareMonths());
    ENTENTE_RETURN_IF_ERROR(CompareSessions());
    ENTENTE_RETURN_IF_ERROR(CompareSources());
    ENTENTE_RETURN_IF_ERROR(ComparePeriods());
    ENTENTE_RETURN_IF_ERROR(GoOn());
    ENTENTE_RETURN_IF_ERROR(VerifyReleases(
        reader_, [this](std::string sentence) { Differ(std::move(sentence)); },
        [this] { return GoOn(); }, report_.releases));
    // Of what nobody waits for any more nothing is recorded.
    ENTENTE_RETURN_IF_ERROR(GoOn());
    return std::move(report_);
  }

 private:
  // As CountedAs, each text by its number in `texts_`: a hundred million are
  // kept.
  struct Counts {
    uint32_t measure = 0;
    uint32_t area = 0;
    uint32_t breakdown = 0;
    uint32_t day = 0;
    int64_t value = 0;
    bool is_withdrawn = false;

    friend bool operator==(const Counts& a, const Counts& b) = default;
  };
  struct Counted {
    uint32_t municipality = 0;
    uint32_t source = 0;
    Counts as;
  };

  Counts InNumbers(const CountedAs& as) {
    return {.measure = texts_.NumberOf(as.measure),
            .area = texts_.NumberOf(as.area),
            .breakdown = texts_.NumberOf(as.breakdown),
            .day = as.day,
            .value = as.value,
            .is_withdrawn = as.is_withdrawn};
  }
  CountedAs InWords(const Counts& as) const {
    return {.measure = texts_[as.measure],
            .area = texts_[as.area],
            .day = as.day,
            .value = as.value,
            .is_withdrawn = as.is_withdrawn,
            .breakdown = texts_[as.breakdown]};
  }

  absl::Status GoOn() const {
    return limits_.may_go_on && !limits_.may_go_on() ? RecountTooLong()
                                                     : absl::OkStatus();
  }
  // In a loop over events, after so many.
  absl::Status GoOnAfter(size_t events) const {
    return events % kEventsAtOnce == 0 ? GoOn() : absl::OkStatus();
  }

  // By the number that is kept of all rows, which the recount compares too.
  absl::Status CheckSize() const {
    if (limits_.rows_max == 0) return absl::OkStatus();
    ENTENTE_ASSIGN_OR_RETURN(
        const std::optional<v1::BlockHead> head,
        store::GetRecord<v1::BlockHead>(reader_, BlockHeadKey()));
    return head.has_value() && head->rows() > limits_.rows_max
               ? RecountTooLarge(limits_.rows_max)
               : absl::OkStatus();
  }

  void Differ(std::string sentence) {
    ++report_.difference_count;
    if (report_.differences.size() < kDifferencesShown) {
      report_.differences.push_back(std::move(sentence));
    }
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
          sources_.Add(*block);
          status = CountRows(*number, record, *block);
          if (status.ok()) status = GoOn();
          return status.ok();
        });
    if (!scanned.ok()) return scanned;
    ENTENTE_RETURN_IF_ERROR(status);
    ENTENTE_RETURN_IF_ERROR(CountIds());
    size_t events = 0;
    for (const auto& [root, counted] : events_) {
      ENTENTE_RETURN_IF_ERROR(GoOnAfter(events++));
      if (counted.as.is_withdrawn) continue;
      months_.Add(texts_[counted.municipality], InWords(counted.as));
    }
    return absl::OkStatus();
  }

  absl::Status CountRows(int64_t number, const v1::BlockRecord& record,
                         const Block& block) {
    // A store of before schema 11 does not say how many it has.
    if (limits_.rows_max > 0 &&
        report_.rows + static_cast<int64_t>(block.rows()) > limits_.rows_max) {
      return RecountTooLarge(limits_.rows_max);
    }
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
    const uint32_t municipality = texts_.NumberOf(block.columns.municipality());
    const uint32_t source = texts_.NumberOf(block.columns.source());
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
        events_[id] = {municipality, source, InNumbers(block.CountedAt(row))};
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
      const Counts now = InNumbers(block.CountedAt(row));
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
          return GoOn();
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
          months_.Add(municipality, one);
        },
        [this](std::string sentence) { Differ(std::move(sentence)); },
        [this] { return GoOn(); }, verified);
    report_.activities = verified.activities;
    report_.activity_versions = verified.earlier_versions;
    months_.DropEmpty();
    return status;
  }

  absl::Status CompareMonths() {
    return months_.Compare(
        reader_, [this](std::string sentence) { Differ(std::move(sentence)); },
        [this] { return GoOn(); }, report_.month_records);
  }

  absl::Status CompareSessions() {
    return VerifySessions(
        reader_, [this](std::string sentence) { Differ(std::move(sentence)); },
        [this] { return GoOn(); }, report_.sessions);
  }

  absl::Status CompareSources() {
    return sources_.Compare(
        reader_, [this](std::string sentence) { Differ(std::move(sentence)); },
        [this] { return GoOn(); });
  }

  absl::Status ComparePeriods() {
    CountedMonths counted;
    size_t events = 0;
    for (const auto& [root, event] : events_) {
      ENTENTE_RETURN_IF_ERROR(GoOnAfter(events++));
      if (event.as.is_withdrawn) continue;
      ++counted[{{texts_[event.municipality], MonthOf(event.as.day)},
                 texts_[event.source]}][texts_[event.as.measure]];
    }
    PeriodsVerified verified;
    const absl::Status status = VerifyPeriods(
        reader_, counted,
        [this](std::string sentence) { Differ(std::move(sentence)); },
        [this] { return GoOn(); }, verified);
    report_.source_months = verified.source_months;
    report_.frozen_versions = verified.frozen_versions;
    return status;
  }

  const store::Reader& reader_;
  const RecountLimits& limits_;
  VerifyReport report_;
  // Every stored id to the id of its event's first row.
  absl::flat_hash_map<EventId, EventId> first_ids_;
  // First id to how the event counts.
  absl::flat_hash_map<EventId, Counted> events_;
  RecountedMonths months_;
  RecountedSources sources_;
  Texts texts_;
};

}  // namespace

absl::StatusOr<VerifyReport> VerifyAggregates(const store::Reader& reader,
                                              const RecountLimits& limits) {
  return Recount(reader, limits).Run();
}

}  // namespace entente::indicators
