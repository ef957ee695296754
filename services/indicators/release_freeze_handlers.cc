// FreezeRelease: what a draft comes to, and that another person answers for it.
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "services/common/base/error.h"
#include "services/common/base/ids.h"
#include "services/common/base/timestamp.h"
#include "services/indicators/period_change_handlers.h"
#include "services/indicators/release_errors.h"
#include "services/indicators/release_persons_rules.h"
#include "services/indicators/release_public_rules.h"
#include "services/indicators/release_request_rules.h"
#include "services/indicators/release_service.h"
#include "services/indicators/release_store.h"
#include "services/indicators/release_view_rules.h"

namespace entente::indicators {
namespace {

namespace v1 = entente::indicators::v1;

// ReleaseTablesRecord.rules of what is frozen now.
constexpr int32_t kRules = 2;

// What says how many persons are behind each month of the measure.
void AddPersons(const std::string& measure, const PersonsCodes& codes,
                v1::ReleaseTablesRecord& tables) {
  for (const auto& [month, code] : codes) {
    v1::ReleasePersons& persons = *tables.add_persons();
    persons.set_measure_code(measure);
    *persons.mutable_month() = FirstDayOf(month);
    persons.set_persons_measure_code(code);
  }
}

// Months of which another version was approved since the draft.
std::vector<int32_t> MovedMonths(const v1::Release& draft,
                                 const ReleaseBasis& basis) {
  std::vector<int32_t> moved;
  for (int i = 0; i < basis.months.size(); ++i) {
    if (i < draft.months_size() &&
        draft.months(i).version() == basis.months[i].version()) {
      continue;
    }
    moved.push_back(MonthOf(PackDate(basis.months[i].month())));
  }
  return moved;
}

}  // namespace

absl::Status CheckFreeze(const v1::ReleaseRecord& record,
                         const std::string& etag, const std::string& subject) {
  const v1::Release& release = record.release();
  if (release.state() != v1::Release::STATE_DRAFT) {
    return ReleaseNotDraft(release.state());
  }
  if (!etag.empty() && etag != release.etag()) {
    return ReleaseEtagMismatch(release.etag());
  }
  if (record.creator() == subject) return SamePersonReleased();
  return absl::OkStatus();
}

void ReleaseService::KeepCounted(int64_t threshold,
                                 ReleasedTable& table) const {
  if (!table.persons.has_value()) return;
  for (const auto& [place, least] : *table.persons) {
    table.below[place.second] = parts_.areas.WithDescendants(place.second);
  }
  table.persons =
      CountedPersons(*table.persons, table.figures, parts_.areas, threshold);
}

absl::Status ReleaseService::Prepare(const gate::Caller& caller,
                                     const store::Reader& reader,
                                     const std::string& municipality,
                                     const v1::ReleaseRecord& record,
                                     Prepared& prepared) const {
  const v1::Release& draft = record.release();
  ENTENTE_ASSIGN_OR_RETURN(const MonthSpan span, ValidateRelease(draft));
  ENTENTE_ASSIGN_OR_RETURN(
      const ReleaseBasis basis,
      ReadReleaseBasis(reader, caches(), parts_.areas, municipality, draft,
                       span, LocalDay(caller.now)));
  if (basis.digest != record.basis()) {
    return ReleaseFiguresMoved(MovedMonths(draft, basis));
  }
  ENTENTE_ASSIGN_OR_RETURN(const auto definitions,
                           caches().definitions.Get(reader, municipality));
  prepared.months = basis.months;
  prepared.tables.set_rules(kRules);
  prepared.tables.mutable_areas()->Assign(basis.rows.begin(), basis.rows.end());
  const bool is_public = draft.audience() == v1::Release::AUDIENCE_PUBLIC;
  ApprovedFigures approved(reader, municipality);
  for (size_t i = 0; i < basis.measures.size(); ++i) {
    if (absl::Now() > caller.deadline) return ReleaseTakesTooLong();
    const MeasureInfo& measure = basis.measures[i];
    const std::vector<MonthSpan> columns =
        ColumnsOf(span, draft.step(), IsAddedOverMonths(measure.definition));
    ReleasedTable fresh{
        basis.rows,
        ExactTable(measure, basis.rows, columns, basis.figures[i], !is_public),
        basis.figures[i], draft.split_by(), basis.persons[i]};
    if (is_public) {
      fresh.table.set_threshold(
          ThresholdOf(measure.definition, parts_.options));
      const bool counts_persons = CountsPersons(measure, draft);
      if (counts_persons) {
        fresh.table.set_persons_threshold(parts_.options.sensitive_threshold);
        AddPersons(measure.code(), basis.persons_codes[i], prepared.tables);
      }
      ENTENTE_ASSIGN_OR_RETURN(
          std::vector<ReleasedTable> earlier,
          ReadPublished(reader, municipality, measure,
                        counts_persons ? definitions.get() : nullptr, span,
                        approved));
      KeepCounted(fresh.table.threshold(), fresh);
      for (ReleasedTable& table : earlier) {
        KeepCounted(fresh.table.threshold(), table);
      }
      ENTENTE_ASSIGN_OR_RETURN(
          fresh.table,
          MakePublic(fresh, earlier,
                     {.draw = record.draw().empty() ? NewId() : record.draw(),
                      .more_percent = parts_.options.more_percent,
                      .may_go_on = [&caller] {
                        return absl::Now() <= caller.deadline;
                      }}));
    }
    *prepared.tables.add_tables() = std::move(fresh.table);
  }
  return absl::OkStatus();
}

grpc::Status ReleaseService::FreezeRelease(
    grpc::ServerContext* context, const v1::FreezeReleaseRequest* request,
    v1::Release* response) {
  return door_.Serve(
      context, __func__, *request, response,
      [&](const gate::Caller& caller) { return Freeze(caller, *request); });
}

absl::StatusOr<v1::Release> ReleaseService::Freeze(
    const gate::Caller& caller, const v1::FreezeReleaseRequest& request) {
  ENTENTE_ASSIGN_OR_RETURN(const ReleaseName name,
                           ParseRelease(request.name(), "name"));
  Prepared prepared;
  absl::Status outcome;
  {
    const std::unique_ptr<store::Snapshot> snapshot =
        parts_.periods.store.Read();
    ENTENTE_ASSIGN_OR_RETURN(prepared.versions,
                             ReadReleaseVersions(*snapshot, name.municipality));
    ENTENTE_ASSIGN_OR_RETURN(const std::optional<StoredRelease> found,
                             FindRelease(*snapshot, name));
    if (found.has_value() &&
        CheckFreeze(found->record, request.etag(), caller.subject).ok()) {
      outcome = Prepare(caller, *snapshot, name.municipality, found->record,
                        prepared);
    }
  }
  return ChangeOnce<v1::Release>(
      parts_.periods, caller, request,
      [&](store::Transaction& transaction) -> absl::StatusOr<v1::Release> {
        ENTENTE_ASSIGN_OR_RETURN(std::optional<StoredRelease> found,
                                 FindRelease(transaction, name));
        if (!found.has_value()) return ReleaseUnknown();
        // A draft waits for whoever may freeze; after that it is shown to those
        // who may know of it.
        if (found->record.release().state() != v1::Release::STATE_DRAFT &&
            !MayKnow(found->record, caller.subject)) {
          return ReleaseUnknown();
        }
        ENTENTE_RETURN_IF_ERROR(
            CheckFreeze(found->record, request.etag(), caller.subject));
        ENTENTE_ASSIGN_OR_RETURN(
            const ReleaseVersions versions,
            ReadReleaseVersions(transaction, name.municipality));
        if (!(versions == prepared.versions)) return ReleaseBasisMoved();
        ENTENTE_RETURN_IF_ERROR(outcome);
        found->record.set_freezer(caller.subject);
        v1::Release& release = *found->record.mutable_release();
        *release.mutable_months() = prepared.months;
        release.set_freeze_office(OfficeOf(caller));
        *release.mutable_freeze_time() = ToTimestamp(caller.now);
        release.set_state(v1::Release::STATE_FROZEN);
        release.set_etag(
            absl::StrCat(static_cast<int>(v1::Release::STATE_FROZEN)));
        v1::Release hashed = release;
        *hashed.mutable_tables() = prepared.tables.tables();
        release.set_sha256(HashOf(hashed));
        release.clear_counts();
        for (const v1::ReleaseTable& table : prepared.tables.tables()) {
          // How many cells of a trial are small would tell, over several
          // trials, which: of a sensitive measure it is said once it is
          // decided.
          if (request.validate_only() && table.is_sensitive()) continue;
          CountCells(table, *release.mutable_counts());
        }
        ENTENTE_RETURN_IF_ERROR(
            PutRelease(transaction, name.municipality, *found));
        ENTENTE_RETURN_IF_ERROR(PutReleaseTables(
            transaction, name.municipality, found->number, prepared.tables));
        return ForDeciders(found->record);
      });
}

}  // namespace entente::indicators
