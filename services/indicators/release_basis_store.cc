#include "services/indicators/release_basis_store.h"

#include <algorithm>
#include <memory>
#include <optional>

#include "services/common/base/error.h"
#include "services/common/base/hash.h"
#include "services/indicators/breakdown_rules.h"
#include "services/indicators/code_list_rules.h"
#include "services/indicators/period_version_store.h"
#include "services/indicators/release_errors.h"
#include "services/indicators/release_persons_store.h"
#include "services/indicators/release_request_rules.h"
#include "services/indicators/release_store.h"

namespace entente::indicators {
namespace {

namespace cv1 = entente::conventions::v1;
namespace v1 = entente::indicators::v1;

MonthSpan SpanOf(const v1::Release& release) {
  return {MonthOf(PackDate(release.first_month())),
          MonthOf(PackDate(release.last_month()))};
}

// The approved version of each month. What nobody approves is not released: a
// month without calendar changes whenever anybody delivers.
absl::Status AddApproved(const PeriodBook& book, absl::CivilDay today,
                         ReleaseBasis& basis) {
  std::vector<int32_t> free;
  std::vector<int32_t> open;
  for (int32_t month = basis.span.first; month <= basis.span.last; ++month) {
    if (book.CalendarOf(month) == nullptr) {
      free.push_back(month);
      continue;
    }
    if (book.StateOf(month, today).standing != v1::Period::STANDING_APPROVED) {
      open.push_back(month);
      continue;
    }
    v1::ReleaseMonth& one = *basis.months.Add();
    *one.mutable_month() = FirstDayOf(month);
    one.set_version(book.RecordOf(month).latest_version());
  }
  if (!free.empty()) return ReleaseMonthsWithoutCalendar(free);
  if (!open.empty()) return ReleaseMonthsNotApproved(open);
  return absl::OkStatus();
}

void AddByArea(const v1::PeriodFigure& figure, int32_t month,
               MeasureFigures& figures) {
  // A split is part of the measure beside it.
  if (!figure.split().empty()) return;
  Figure& sum = figures[{month, figure.area()}];
  sum.value += figure.value();
  sum.denominator += figure.denominator();
  sum.contributions += figure.contributions();
}

// Of what no code is known there is no figure: it is the measure less its
// codes.
void AddByCode(const v1::PeriodFigure& figure, int32_t month,
               const std::string& list, MeasureFigures& figures) {
  Figure& unknown = figures[{month, ""}];
  if (figure.split().empty()) {
    unknown.value += figure.value();
    return;
  }
  for (const auto& [split_by, code] : ParseBreakdown(figure.split())) {
    if (split_by != list) continue;
    figures[{month, code}].value += figure.value();
    unknown.value -= figure.value();
  }
}

// A measure that was a count by some convention may be a ratio by a newer one,
// and keeps the lists that it was split by.
bool MaySplit(const cv1::MeasureDefinition& measure, const std::string& list) {
  return IsCounted(measure.kind()) && IsSplitBy(measure, list);
}

bool HasBelowZero(const MeasureFigures& figures) {
  return std::any_of(figures.begin(), figures.end(), [](const auto& figure) {
    return figure.second.value < 0;
  });
}

// Rows of the release: by area, or by the codes of a list.
absl::Status ReadRows(const AreaList& areas, const Definitions& definitions,
                      const std::string& municipality,
                      const v1::Release& release, ReleaseBasis& basis) {
  if (release.split_by().empty()) {
    basis.rows = RowsOf(areas, municipality, release.is_by_area());
    return absl::OkStatus();
  }
  const CodeListInfo* list = definitions.code_lists().Find(release.split_by());
  if (list == nullptr) {
    return CodeListUnknown(release.split_by(), "release.split_by");
  }
  basis.rows = RowsOf(list->list);
  basis.split_title = list->list.title();
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<const PeriodFigures*> ApprovedFigures::VersionOf(
    const v1::ReleaseMonth& one) {
  const int32_t month = MonthOf(PackDate(one.month()));
  const auto [place, is_new] = versions_.try_emplace({month, one.version()});
  if (is_new) {
    ENTENTE_ASSIGN_OR_RETURN(
        const std::optional<v1::PeriodVersionRecord> record,
        ReadPeriodVersionRecord(reader_,
                                {{municipality_, month}, one.version()}));
    if (!record.has_value()) {
      return absl::DataLossError("a month of a release has no such version");
    }
    const auto& frozen = record->version().figures();
    place->second.assign(frozen.begin(), frozen.end());
  }
  return &place->second;
}

absl::StatusOr<bool> ApprovedFigures::HasOtherKind(
    const std::string& measure, cv1::MeasureKind kind,
    const google::protobuf::RepeatedPtrField<v1::ReleaseMonth>& months) {
  for (const v1::ReleaseMonth& one : months) {
    ENTENTE_ASSIGN_OR_RETURN(const PeriodFigures* const frozen, VersionOf(one));
    for (const v1::PeriodFigure& figure : *frozen) {
      if (figure.measure_code() == measure && !IsOfKind(figure, kind)) {
        return true;
      }
    }
  }
  return false;
}

absl::StatusOr<MeasureFigures> ApprovedFigures::Of(
    const std::string& measure, const std::string& split_by,
    const google::protobuf::RepeatedPtrField<v1::ReleaseMonth>& months) {
  MeasureFigures figures;
  for (const v1::ReleaseMonth& one : months) {
    const int32_t month = MonthOf(PackDate(one.month()));
    ENTENTE_ASSIGN_OR_RETURN(const PeriodFigures* const frozen, VersionOf(one));
    for (const v1::PeriodFigure& figure : *frozen) {
      if (figure.measure_code() != measure) continue;
      if (split_by.empty()) {
        AddByArea(figure, month, figures);
      } else {
        AddByCode(figure, month, split_by, figures);
      }
    }
  }
  return figures;
}

absl::StatusOr<ReleaseBasis> ReadReleaseBasis(
    const store::Reader& reader, const PeriodCaches& caches,
    const AreaList& areas, const std::string& municipality,
    const v1::Release& release, const MonthSpan& span, absl::CivilDay today) {
  ReleaseBasis basis;
  basis.span = span;
  ENTENTE_ASSIGN_OR_RETURN(const auto definitions,
                           caches.definitions.Get(reader, municipality));
  ENTENTE_RETURN_IF_ERROR(
      ReadRows(areas, *definitions, municipality, release, basis));
  ENTENTE_RETURN_IF_ERROR(ValidateReleaseSize(release, span, basis.rows));
  for (const std::string& code : release.measure_codes()) {
    const int place = definitions->Find(code);
    if (place < 0) return UnknownMeasure(code, "release.measure_codes");
    const MeasureInfo& measure =
        basis.measures.emplace_back(definitions->measures()[place]);
    ENTENTE_RETURN_IF_ERROR(ValidateReleasedMeasure(measure, release));
    if (!release.split_by().empty() &&
        !MaySplit(measure.definition, release.split_by())) {
      return ReleaseMeasureNotSplit(code, release.split_by());
    }
    ENTENTE_RETURN_IF_ERROR(CheckAudience(measure, span, release));
  }
  ENTENTE_ASSIGN_OR_RETURN(const auto book,
                           caches.periods.Get(reader, municipality));
  ENTENTE_RETURN_IF_ERROR(AddApproved(*book, today, basis));
  ApprovedFigures approved(reader, municipality);
  std::string text;
  for (const MeasureInfo& measure : basis.measures) {
    ENTENTE_ASSIGN_OR_RETURN(
        const bool has_other_kind,
        approved.HasOtherKind(measure.code(), measure.definition.kind(),
                              basis.months));
    if (has_other_kind) return ReleaseMeasureKindChanged(measure.code());
    ENTENTE_ASSIGN_OR_RETURN(
        MeasureFigures figures,
        approved.Of(measure.code(), release.split_by(), basis.months));
    // Codes that have more than their whole: nobody is given a rest below 0.
    if (!release.split_by().empty() && HasBelowZero(figures)) {
      return ReleaseTableBroken(measure.code());
    }
    text += BasisText(measure, basis.rows, figures);
    basis.figures.push_back(std::move(figures));
    std::optional<PersonsBounds>& persons = basis.persons.emplace_back();
    PersonsCodes& codes = basis.persons_codes.emplace_back();
    if (!CountsPersons(measure, release)) continue;
    codes = PersonsCodesOf(measure, *definitions, span);
    ENTENTE_ASSIGN_OR_RETURN(
        persons, ReadPersons(measure.code(), codes, basis.months, approved));
    text += BasisText(*persons);
  }
  basis.digest = Sha256(text);
  return basis;
}

absl::StatusOr<std::vector<ReleasedTable>> ReadPublished(
    const store::Reader& reader, const std::string& municipality,
    const MeasureInfo& measure, const Definitions* definitions,
    const MonthSpan& span, ApprovedFigures& figures) {
  std::vector<StoredRelease> found;
  std::vector<MonthSpan> spans;
  ENTENTE_RETURN_IF_ERROR(
      VisitReleases(reader, municipality, 0, [&](const StoredRelease& stored) {
        const v1::Release& release = stored.record.release();
        const auto& codes = release.measure_codes();
        // Frozen once: whatever became of it, it was seen.
        if (release.audience() == v1::Release::AUDIENCE_PUBLIC &&
            release.has_freeze_time() &&
            std::find(codes.begin(), codes.end(), measure.code()) !=
                codes.end()) {
          found.push_back(stored);
          spans.push_back(SpanOf(release));
        }
        return true;
      }));
  std::vector<ReleasedTable> published;
  for (const size_t place : TiedTo(span, spans)) {
    const StoredRelease& stored = found[place];
    ENTENTE_ASSIGN_OR_RETURN(
        std::optional<v1::ReleaseTablesRecord> tables,
        ReadReleaseTables(reader, municipality, stored.number));
    if (!tables.has_value()) {
      return absl::DataLossError("a frozen release has no tables");
    }
    ReleasedTable& one = published.emplace_back();
    one.rows.assign(tables->areas().begin(), tables->areas().end());
    for (const v1::ReleaseTable& table : tables->tables()) {
      if (table.measure_code() == measure.code()) one.table = table;
    }
    const v1::Release& release = stored.record.release();
    one.split_by = release.split_by();
    ENTENTE_ASSIGN_OR_RETURN(
        one.figures,
        figures.Of(measure.code(), one.split_by, release.months()));
    if (definitions == nullptr) continue;
    ENTENTE_ASSIGN_OR_RETURN(
        one.persons,
        ReadPersons(measure.code(),
                    PersonsCodesOf(measure, *definitions, SpanOf(release)),
                    release.months(), figures));
    if (one.table.persons_threshold() == 0) continue;
    ENTENTE_ASSIGN_OR_RETURN(
        const PersonsBounds seen,
        ReadPersons(measure.code(), FrozenPersonsCodes(measure.code(), *tables),
                    release.months(), figures));
    one.persons = FewestOf(*one.persons, seen);
  }
  return published;
}

absl::StatusOr<ReleaseVersions> ReadReleaseVersions(
    const store::Reader& reader, const std::string& municipality) {
  ReleaseVersions versions;
  ENTENTE_ASSIGN_OR_RETURN(const v1::ReleaseHead head,
                           ReadReleaseHead(reader, municipality));
  versions.releases = head.version();
  ENTENTE_ASSIGN_OR_RETURN(versions.periods,
                           ReadPeriodVersion(reader, municipality));
  ENTENTE_ASSIGN_OR_RETURN(versions.definitions,
                           ReadDefinitionsVersion(reader, municipality));
  return versions;
}

}  // namespace entente::indicators
