// Sends every checkpoint to the witnesses, keeps what they cosign, and closes
// the log when they contradict it or are silent for too long.
//
// Nobody waits for a witness: the checkpoint is left here and a thread of its
// own asks one witness after the other, each for as long as the transport
// allows. All are asked at every checkpoint, also when nothing was added: a
// cosignature says that it is of now. In between, only a witness that is behind
// is asked again: after a minute, then after twice as long each time, up to
// eight minutes; while too few have cosigned, all are asked every minute.
//
// Alarms in the log, each once: audit_rolled_back, audit_forked (the log stays
// closed until the next start, which asks again before the first call),
// audit_witness_refused (with its reason: unreachable, slow, lying, a replay),
// audit_witness_forgot, audit_unwitnessed. After each round the figure
// audit_witnessed: how many of how many cosigned, and how many must.
#ifndef SERVICES_COMMON_AUDIT_WITNESS_KEEPER_H_
#define SERVICES_COMMON_AUDIT_WITNESS_KEEPER_H_

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"
#include "entente/common/v1/audit.pb.h"
#include "services/common/audit/cosignature.h"
#include "services/common/audit/log_guard.h"
#include "services/common/audit/witness_rules.h"
#include "services/common/base/clock.h"
#include "services/common/base/stop_signal.h"
#include "services/common/store/store.h"

namespace entente::audit {

using entente::common::v1::AuditCheckpoint;

// Notes hold sixteen signatures, the first is the log's own.
inline constexpr size_t kWitnessesMax = 15;
inline constexpr absl::Duration kWitnessSilenceMax = absl::Hours(4);

struct Witness {
  // "https://host:port/prefix", without the final slash.
  std::string address;
  CosignatureVerifier key;
  // PEM file of the authorities of its server; empty: those of the machine.
  std::string ca;
};

// How a request reaches a witness.
class WitnessTransport {
 public:
  virtual ~WitnessTransport() = default;
  // Posts `body` to <address>/add-checkpoint, within a bound of its own.
  // Errors: UNAVAILABLE with a cause for the operator.
  virtual absl::StatusOr<WitnessAnswer> Post(const Witness& witness,
                                             const std::string& body) = 0;
};

// Without witnesses nothing is sent and nothing closes.
struct WitnessSetup {
  std::vector<Witness> witnesses = {};
  // So many must have cosigned within `silence_max`.
  int quorum = 0;
  absl::Duration silence_max = kWitnessSilenceMax;
  std::shared_ptr<WitnessTransport> transport = nullptr;
};

// Thread-safe.
class WitnessKeeper final : public LogGuard {
 public:
  // `store` and `clock` outlive the keeper. The log is closed until the first
  // round is over. Errors: those of ReadPast.
  static absl::StatusOr<std::unique_ptr<WitnessKeeper>> Open(
      store::Store& store, const Clock& clock, WitnessSetup setup);
  // Sends what was left last, to those that answered, and ends.
  ~WitnessKeeper() override;

  // Asks from now on, on a thread of its own.
  void Start();
  // Leaves `checkpoint`, which is stored, to be sent; never blocks.
  void Submit(const AuditCheckpoint& checkpoint);
  // Sends what was left last to every witness, on this thread: what the thread
  // of Start does again and again.
  void RunRound();
  // What that thread does each minute: RunRound when something was left since
  // or too few have cosigned, otherwise asks the witnesses that are behind and
  // whose turn has come.
  void RunDue();

  absl::Status CheckOpen() const override;
  // The same for readiness, which asks once a second; raises and ends the
  // alarm audit_unwitnessed.
  bool Watch();

 private:
  // A witness and what is known of it.
  struct State {
    Witness witness;
    // When its last cosignature was made; before the first, when it was
    // configured.
    absl::Time heard;
    int64_t time_s = 0;
    uint64_t size = 0;
    // Why the last answer was not taken; empty when it was.
    std::string reason = {};
    // Answers not taken in a row, and when the last of them was asked for.
    int failures = 0;
    absl::Time asked = absl::InfinitePast();
    // Since its last cosignature that was taken.
    bool has_forgotten = false;
  };
  // Whom a round asks.
  enum class Whom { kAll, kBehind, kHeardLast };

  WitnessKeeper(store::Store& store, const Clock& clock, WitnessSetup setup)
      : store_(store), clock_(clock), setup_(std::move(setup)) {}
  void Loop();
  // kBehind: those whose turn has come. kHeardLast, at the end: nobody waits
  // for those that were silent anyway.
  void Round(Whom whom);
  static bool IsWanted(const State& state, Whom whom, absl::Time now);
  void Ask(size_t index, const AuditCheckpoint& checkpoint);
  absl::StatusOr<WitnessVerdict> AskOnce(const State& state,
                                         const AuditCheckpoint& checkpoint,
                                         uint64_t old_size) const;
  void Take(size_t index, const AuditCheckpoint& checkpoint,
            const Cosignature& cosignature);
  // The alarm, once until it cosigns again.
  void NoteForgotten(size_t index, uint64_t remembered);
  void Refuse(size_t index, const std::string& reason,
              const std::string& cause);
  // The log stays closed with `why`.
  void Close(const std::string& alarm, const absl::Status& why);
  absl::Status CheckLocked(absl::Time now) const
      ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);

  store::Store& store_;
  const Clock& clock_;
  const WitnessSetup setup_;
  // One round at a time; taken before `mutex_`.
  absl::Mutex round_;
  mutable absl::Mutex mutex_;
  std::vector<State> states_ ABSL_GUARDED_BY(mutex_);
  std::optional<AuditCheckpoint> latest_ ABSL_GUARDED_BY(mutex_);
  bool is_pending_ ABSL_GUARDED_BY(mutex_) = false;
  bool has_asked_ ABSL_GUARDED_BY(mutex_) = false;
  bool was_unwitnessed_ ABSL_GUARDED_BY(mutex_) = false;
  absl::Status contradicted_ ABSL_GUARDED_BY(mutex_);
  StopSignal stop_;
  std::thread thread_;
};

}  // namespace entente::audit

#endif  // SERVICES_COMMON_AUDIT_WITNESS_KEEPER_H_
