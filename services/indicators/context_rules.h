// Series from outside (context.proto): what may be said of them. Pure.
#ifndef SERVICES_INDICATORS_CONTEXT_RULES_H_
#define SERVICES_INDICATORS_CONTEXT_RULES_H_

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "entente/indicators/v1/context_service.pb.h"
#include "services/indicators/area_rules.h"

namespace entente::indicators {

inline constexpr size_t kContextTitleCharactersMax = 150;
inline constexpr size_t kContextUnitCharactersMax = 60;
inline constexpr size_t kContextSourceCharactersMax = 100;
inline constexpr size_t kContextReferenceCharactersMax = 200;
inline constexpr int kContextDecimalsMax = 4;
inline constexpr int64_t kContextValueMax = 1'000'000'000'000;
// Of a municipality.
inline constexpr size_t kContextSeriesMax = 200;
// Of one call, of a series, and versions of one figure, which may be withdrawn
// all the same: one more.
inline constexpr int kContextFiguresPerCallMax = 1000;
inline constexpr int kContextFiguresMax = 20000;
inline constexpr size_t kContextVersionsMax = 100;
// Of what a series says.
inline constexpr int kContextSeriesVersionsMax = 100;

// The first month of `period` in the form of `frequency`: "2018", "2018-Q3",
// "2018-03"; nothing when it is in no such form or not 1900 to 2199.
std::optional<int32_t> ParseContextPeriod(
    absl::string_view period,
    entente::indicators::v1::ContextSeries::Frequency frequency);
// The reverse.
std::string FormatContextPeriod(
    int32_t month, entente::indicators::v1::ContextSeries::Frequency frequency);

// OK when the series may be declared. Errors, INVALID_ARGUMENT:
// CONTEXT_ID_INVALID, TEXT_MISSING, FREQUENCY_MISSING, DECIMALS_INVALID, those
// of ValidateLine.
absl::Status ValidateContextSeries(
    const entente::indicators::v1::CreateContextSeriesRequest& request);

// OK when `kept` may become what `request` says. Errors, INVALID_ARGUMENT: see
// UpdateContextSeries.
absl::Status ValidateUpdateContextSeries(
    const entente::indicators::v1::UpdateContextSeriesRequest& request,
    const entente::indicators::v1::ContextSeries& kept);
// Whether readers are told the same of both, whoever wrote it.
bool SayTheSame(const entente::indicators::v1::ContextSeries& a,
                const entente::indicators::v1::ContextSeries& b);

// The first month of the period of `request`, of a series of `frequency`.
// Errors, INVALID_ARGUMENT: see WithdrawContextFigure; which version it takes
// back is not judged.
absl::StatusOr<int32_t> ValidateWithdrawContextFigure(
    const entente::indicators::v1::WithdrawContextFigureRequest& request,
    entente::indicators::v1::ContextSeries::Frequency frequency);

// The first months of `request.figures`, one each, of a series of `frequency`.
// Errors, INVALID_ARGUMENT: see AddContextFigures; a reason that is given is
// judged, whether one is missing is not.
absl::StatusOr<std::vector<int32_t>> ValidateContextFigures(
    const entente::indicators::v1::AddContextFiguresRequest& request,
    entente::indicators::v1::ContextSeries::Frequency frequency,
    const AreaList& areas, absl::CivilDay today);

// NOT_FOUND: CONTEXT_SERIES_UNKNOWN, CONTEXT_FIGURE_UNKNOWN; ALREADY_EXISTS /
// CONTEXT_SERIES_EXISTS; ABORTED / ETAG_MISMATCH with `etag`, the version that
// stands; INVALID_ARGUMENT / CONTEXT_REASON_MISSING with `corrections` and
// `restored`; FAILED_PRECONDITION: TOO_MANY_CONTEXT_SERIES,
// TOO_MANY_CONTEXT_SERIES_VERSIONS, TOO_MANY_CONTEXT_FIGURES,
// TOO_MANY_CONTEXT_VERSIONS with `most`.
absl::Status ContextSeriesUnknown(const std::string& field);
absl::Status ContextFigureUnknown();
absl::Status ContextFigureChanged(int32_t version);
absl::Status ContextSeriesExists();
absl::Status ContextReasonMissing(int corrections, int restored);
absl::Status TooManyContextSeries();
absl::Status TooManyContextSeriesVersions();
absl::Status TooManyContextFigures();
absl::Status TooManyContextVersions(const std::string& field);

}  // namespace entente::indicators

#endif  // SERVICES_INDICATORS_CONTEXT_RULES_H_
