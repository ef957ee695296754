// Context series on disk: series and every version of their figures under the
// digest of the periods (period_store.h), so that the recount finds one that
// was touched.
#ifndef SERVICES_INDICATORS_CONTEXT_STORE_H_
#define SERVICES_INDICATORS_CONTEXT_STORE_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "entente/indicators/v1/records.pb.h"
#include "services/common/store/store.h"
#include "services/indicators/indicators_keys.h"

namespace entente::indicators {

// The version that stands; nothing where it was not declared. One from before
// versions were kept is the first. Errors: DATA_LOSS.
absl::StatusOr<std::optional<entente::indicators::v1::ContextSeriesRecord>>
ReadContextSeries(const store::Reader& reader, const ContextSeriesName& name);

// Every version, oldest first, each with how many figures there are now; empty
// where it was not declared. Errors: DATA_LOSS.
absl::StatusOr<std::vector<entente::indicators::v1::ContextSeries>>
ReadContextSeriesVersions(const store::Reader& reader,
                          const ContextSeriesName& name);

// Of a municipality, by id. Errors: DATA_LOSS.
absl::StatusOr<std::vector<entente::indicators::v1::ContextSeries>>
ListContextSeries(const store::Reader& reader, const std::string& municipality);

// The latest version of the figure of a period and area, which may be
// withdrawn; nothing where there is none. Errors: DATA_LOSS.
absl::StatusOr<std::optional<entente::indicators::v1::ContextFigure>>
ReadContextFigure(const store::Reader& reader, const ContextSeriesName& name,
                  int32_t month, absl::string_view area);

// Calls `visit` for every version from `start` on, a key or empty, by period,
// area and version, until it returns false. Errors: DATA_LOSS.
absl::Status ScanContextFigures(
    const store::Reader& reader, const ContextSeriesName& name,
    const std::string& start,
    absl::FunctionRef<bool(const ContextFigureKeyParts& parts,
                           const entente::indicators::v1::ContextFigure&)>
        visit);

// Errors: DATA_LOSS.
absl::Status PutContextSeries(
    store::Transaction& transaction, const ContextSeriesName& name,
    const entente::indicators::v1::ContextSeriesRecord& record);
// Puts `next` where `former` stood, which is kept. Errors: DATA_LOSS.
absl::Status PutNextContextSeries(
    store::Transaction& transaction, const ContextSeriesName& name,
    const entente::indicators::v1::ContextSeriesRecord& former,
    const entente::indicators::v1::ContextSeriesRecord& next);
// Puts the version that `record` says, of the period that begins in `month`.
absl::Status PutContextFigure(
    store::Transaction& transaction, const ContextSeriesName& name,
    int32_t month, const entente::indicators::v1::ContextFigureRecord& record);

}  // namespace entente::indicators

#endif  // SERVICES_INDICATORS_CONTEXT_STORE_H_
