// The life of a convention as stored: its facts, how far it was ended, and what
// it counted out.
#ifndef SERVICES_CONVENTIONS_LIFE_STORE_H_
#define SERVICES_CONVENTIONS_LIFE_STORE_H_

#include <cstdint>
#include <optional>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "entente/conventions/v1/convention.pb.h"
#include "entente/conventions/v1/life_records.pb.h"
#include "entente/conventions/v1/life_service.pb.h"
#include "google/protobuf/timestamp.pb.h"
#include "services/common/store/store.h"
#include "services/conventions/life_rules.h"
#include "services/conventions/name_rules.h"

namespace entente::conventions {

// Empty for a convention of which nothing was recorded.
absl::StatusOr<v1::LifeHead> GetLifeHead(const store::Reader& reader,
                                         const ConventionName& name);

// CLOSED or SETTLED; STATE_UNSPECIFIED while it is neither.
absl::StatusOr<v1::Convention::State> GetEndedState(const store::Reader& reader,
                                                    const ConventionName& name);

// Whether an act that DRAFT and IN_FORCE both admit may be done now.
// FAILED_PRECONDITION / CONVENTION_CLOSED, CONVENTION_SETTLED.
absl::Status CheckNotEnded(const store::Reader& reader,
                           const ConventionName& name, Act act);

// The next number of a fact, amendment, progress statement or control request
// in this convention, from 1; taken for good.
absl::StatusOr<int64_t> TakeLifeNumber(store::Transaction& transaction,
                                       NumberedKind kind,
                                       const ConventionName& name);

// When something recorded at `now` counts as recorded: never before what was
// recorded last.
absl::StatusOr<google::protobuf::Timestamp> TakeRecordTime(
    store::Transaction& transaction, const ConventionName& name,
    absl::Time now);

// All facts, in the order of recording.
absl::StatusOr<Facts> ReadFacts(const store::Reader& reader,
                                const ConventionName& name);

// Gives `fact` its name and time, puts it and, when it ends the convention,
// says so in the head. The caller has checked it.
absl::StatusOr<v1::ConventionFact> AddFact(store::Transaction& transaction,
                                           const ConventionName& name,
                                           v1::ConventionFact fact,
                                           absl::Time now);

// How many facts, amendments, changes, statements and control requests a
// convention has.
absl::StatusOr<int64_t> CountLifeRecords(const store::Reader& reader,
                                         const ConventionName& name);

// What follows from the facts known at `record_time` on `day`.
absl::StatusOr<v1::ConventionLife> GetLife(
    const store::Reader& reader, const ConventionName& name,
    const google::type::Date& valid_from, const google::type::Date& day,
    absl::Time record_time = absl::InfiniteFuture());

}  // namespace entente::conventions

#endif  // SERVICES_CONVENTIONS_LIFE_STORE_H_
