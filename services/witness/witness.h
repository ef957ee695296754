// A witness: keeps, of each log it knows, the last checkpoint that it cosigned,
// and cosigns only what continues it.
//
// In the store:
//   0x01 | origin Str  ->  the checkpoint last cosigned, a signed note
#ifndef SERVICES_WITNESS_WITNESS_H_
#define SERVICES_WITNESS_WITNESS_H_

#include <string>
#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "services/common/audit/cosignature.h"
#include "services/common/base/clock.h"
#include "services/common/store/store.h"
#include "services/witness/known_logs.h"
#include "services/witness/witness_rules.h"

namespace entente::witness {

// Whether a checkpoint of any log is kept. Errors: those of Reader.
absl::StatusOr<bool> HasCosigned(const store::Reader& reader);

// Thread-safe.
class Witness {
 public:
  // `store` and `clock` outlive the witness.
  Witness(store::Store& store, const Clock& clock, KnownLogs logs,
          audit::CosignatureSigner signer)
      : store_(store),
        clock_(clock),
        logs_(std::move(logs)),
        signer_(std::move(signer)) {}

  // The answer to the body of an add-checkpoint request. What is compared and
  // what is kept is one transaction, on disk before a cosignature leaves; the
  // checkpoint last cosigned is cosigned again without a write. 500
  // when the store fails. Logs what was cosigned and what was refused: as error
  // "log_contradicts" another tree of the size last cosigned, which the log
  // signed, as warning "log_unproven" what no proof connects to it.
  Answer AddCheckpoint(absl::string_view body);

 private:
  // When it is refused, sets `answer` and whether it shows a fork.
  absl::Status Replace(store::Transaction& transaction, const Signed& request,
                       Answer& answer, bool& is_fork) const;

  store::Store& store_;
  const Clock& clock_;
  const KnownLogs logs_;
  const audit::CosignatureSigner signer_;
};

}  // namespace entente::witness

#endif  // SERVICES_WITNESS_WITNESS_H_
