// Statements on disk: every version under the digest of the periods
// (period_store.h), so that the recount finds one that was touched.
#ifndef SERVICES_INDICATORS_STATEMENT_STORE_H_
#define SERVICES_INDICATORS_STATEMENT_STORE_H_

#include <string>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "entente/indicators/v1/records.pb.h"
#include "services/common/store/store.h"
#include "services/indicators/fact_rules.h"
#include "services/indicators/name_rules.h"

namespace entente::indicators {

// All versions, oldest first; empty when there is none. Errors: DATA_LOSS.
absl::StatusOr<std::vector<entente::indicators::v1::Statement>>
ReadStatementVersions(const store::Reader& reader, const StatementName& name);

// The latest versions of a measure as they were known at `time`, or of one
// month as they stand. Errors: DATA_LOSS.
absl::StatusOr<Statements> ReadStatements(
    const store::Reader& reader, const MeasureName& measure,
    absl::Time time = absl::InfiniteFuture());
absl::StatusOr<Statements> ReadMonthStatement(const store::Reader& reader,
                                              const StatementName& name);

// Calls `visit` for every version of every statement of the month, by measure
// and version, until it returns false. Errors: DATA_LOSS.
absl::Status ScanStatements(
    const store::Reader& reader, const PeriodName& period,
    absl::FunctionRef<bool(const entente::indicators::v1::StatementRecord&)>
        visit);

// Puts the version that `record` says. Errors: DATA_LOSS.
absl::Status PutStatement(
    store::Transaction& transaction, const StatementName& name,
    const entente::indicators::v1::StatementRecord& record);

}  // namespace entente::indicators

#endif  // SERVICES_INDICATORS_STATEMENT_STORE_H_
