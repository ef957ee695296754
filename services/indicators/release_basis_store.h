// What a release is made of: figures of approved months, and what was public
// before.
#ifndef SERVICES_INDICATORS_RELEASE_BASIS_STORE_H_
#define SERVICES_INDICATORS_RELEASE_BASIS_STORE_H_

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/civil_time.h"
#include "entente/indicators/v1/release_records.pb.h"
#include "services/common/store/store.h"
#include "services/indicators/area_rules.h"
#include "services/indicators/definition_store.h"
#include "services/indicators/frozen_rules.h"
#include "services/indicators/period_view_store.h"
#include "services/indicators/release_persons_rules.h"
#include "services/indicators/release_union_rules.h"

namespace entente::indicators {

// Figures of approved versions of months, each read once. `reader` outlives it.
class ApprovedFigures {
 public:
  ApprovedFigures(const store::Reader& reader, std::string municipality)
      : reader_(reader), municipality_(std::move(municipality)) {}

  // Those of one measure, by area, or where `split_by` is a code list by its
  // codes. Errors: DATA_LOSS, also where a version is missing.
  absl::StatusOr<MeasureFigures> Of(
      const std::string& measure, const std::string& split_by,
      const google::protobuf::RepeatedPtrField<
          entente::indicators::v1::ReleaseMonth>& months);

  // Whether any of them was approved as one of another kind, and so does not
  // read as one of `kind`. Errors as of Of.
  absl::StatusOr<bool> HasOtherKind(
      const std::string& measure, entente::conventions::v1::MeasureKind kind,
      const google::protobuf::RepeatedPtrField<
          entente::indicators::v1::ReleaseMonth>& months);

 private:
  // Points into `versions_`.
  absl::StatusOr<const PeriodFigures*> VersionOf(
      const entente::indicators::v1::ReleaseMonth& month);

  const store::Reader& reader_;
  const std::string municipality_;
  // By month and version.
  std::map<std::pair<int32_t, int32_t>, PeriodFigures> versions_;
};

struct ReleaseBasis {
  MonthSpan span;
  google::protobuf::RepeatedPtrField<entente::indicators::v1::ReleaseMonth>
      months;
  std::vector<entente::indicators::v1::ReleaseArea> rows;
  // Of the code list that it is split by, where it is.
  entente::common::v1::LocalizedText split_title;
  // As the release names them, with their figures.
  std::vector<MeasureInfo> measures;
  std::vector<MeasureFigures> figures;
  // Of each, how many distinct persons are behind it; not set where that is not
  // looked at.
  std::vector<std::optional<PersonsBounds>> persons;
  // What says so; empty where it is not looked at.
  std::vector<PersonsCodes> persons_codes;
  // ReleaseRecord.basis.
  std::string digest;
};

// What `release`, which is valid and of `span`, is made of today. Errors:
// UNKNOWN_MEASURE, CODE_LIST_UNKNOWN, MEASURE_NOT_SPLIT,
// RELEASE_MEASURE_KIND_CHANGED, RELEASE_TABLE_BROKEN (codes that have more than
// their whole) and those of
// ValidateReleasedMeasure, CheckAudience, ValidateReleaseSize,
// ReleaseMonthsWithoutCalendar and ReleaseMonthsNotApproved; DATA_LOSS.
absl::StatusOr<ReleaseBasis> ReadReleaseBasis(
    const store::Reader& reader, const PeriodCaches& caches,
    const AreaList& areas, const std::string& municipality,
    const entente::indicators::v1::Release& release, const MonthSpan& span,
    absl::CivilDay today);

// All that was ever public of `measure` and can be brought together with a
// release of `span`, withdrawn releases included. Where `definitions` are
// given, with the persons behind it: by today's settings, and where a table
// looked at persons itself, no more than it saw. Errors: DATA_LOSS.
absl::StatusOr<std::vector<ReleasedTable>> ReadPublished(
    const store::Reader& reader, const std::string& municipality,
    const MeasureInfo& measure, const Definitions* definitions,
    const MonthSpan& span, ApprovedFigures& figures);

// Versions of all that a release is decided by: where none moved, it would be
// decided in the same way.
struct ReleaseVersions {
  int64_t releases = 0;
  int64_t periods = 0;
  int64_t definitions = 0;

  friend bool operator==(const ReleaseVersions& a, const ReleaseVersions& b) {
    return a.releases == b.releases && a.periods == b.periods &&
           a.definitions == b.definitions;
  }
};
absl::StatusOr<ReleaseVersions> ReadReleaseVersions(
    const store::Reader& reader, const std::string& municipality);

}  // namespace entente::indicators

#endif  // SERVICES_INDICATORS_RELEASE_BASIS_STORE_H_
