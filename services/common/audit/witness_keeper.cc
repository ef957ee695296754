#include "services/common/audit/witness_keeper.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "services/common/audit/access_log.h"
#include "services/common/audit/add_checkpoint.h"
#include "services/common/audit/cosignature_records.h"
#include "services/common/audit/note.h"
#include "services/common/audit/witness_errors.h"
#include "services/common/base/error.h"
#include "services/common/base/log.h"

namespace entente::audit {
namespace {

using Kind = WitnessVerdict::Kind;

// Before the first further attempt while a witness is behind.
constexpr absl::Duration kRetryPeriod = absl::Minutes(1);
// The wait doubles with each attempt, so many times.
constexpr int kDoublingsMax = 3;

absl::Duration WaitAfter(int failures) {
  return kRetryPeriod * (1 << std::clamp(failures - 1, 0, kDoublingsMax));
}

std::string TextOf(const AuditCheckpoint& checkpoint) {
  const auto parts = ParseNote(checkpoint.note(), kNoteBytesMax);
  return parts.ok() ? std::string(parts->text) : std::string();
}

}  // namespace

absl::StatusOr<std::unique_ptr<WitnessKeeper>> WitnessKeeper::Open(
    store::Store& store, const Clock& clock, WitnessSetup setup) {
  std::unique_ptr<WitnessKeeper> keeper(
      new WitnessKeeper(store, clock, std::move(setup)));
  absl::MutexLock lock(&keeper->mutex_);
  for (const Witness& witness : keeper->setup_.witnesses) {
    ENTENTE_ASSIGN_OR_RETURN(const WitnessPast past,
                             ReadPast(store, witness.key, clock.Now()));
    State state{.witness = witness, .heard = past.since};
    state.size = past.size;
    state.time_s = past.time_s;
    if (past.time_s > 0) state.heard = absl::FromUnixSeconds(past.time_s);
    keeper->states_.push_back(std::move(state));
  }
  return keeper;
}

WitnessKeeper::~WitnessKeeper() {
  stop_.Stop();
  if (thread_.joinable()) thread_.join();
}

void WitnessKeeper::Start() {
  thread_ = std::thread([this] { Loop(); });
}

void WitnessKeeper::Submit(const AuditCheckpoint& checkpoint) {
  absl::MutexLock lock(&mutex_);
  // Two signings may hand theirs over in the other order.
  if (latest_ && latest_->size() > checkpoint.size()) return;
  latest_ = checkpoint;
  is_pending_ = true;
  stop_.Wake();
}

void WitnessKeeper::Loop() {
  while (!stop_.WaitForWake(kRetryPeriod)) RunDue();
  bool is_pending = false;
  {
    absl::MutexLock lock(&mutex_);
    is_pending = is_pending_;
  }
  if (is_pending) Round(Whom::kHeardLast);
}

void WitnessKeeper::RunRound() { Round(Whom::kAll); }

void WitnessKeeper::RunDue() {
  std::optional<Whom> whom;
  {
    absl::MutexLock lock(&mutex_);
    const absl::Time now = clock_.Now();
    const bool is_unwitnessed = contradicted_.ok() && !CheckLocked(now).ok();
    if (is_pending_) whom = Whom::kAll;
    for (const State& state : states_) {
      if (whom == Whom::kAll || state.reason.empty()) continue;
      if (is_unwitnessed) whom = Whom::kAll;
      if (!whom && IsWanted(state, Whom::kBehind, now)) whom = Whom::kBehind;
    }
  }
  if (whom) Round(*whom);
}

bool WitnessKeeper::IsWanted(const State& state, Whom whom, absl::Time now) {
  if (whom == Whom::kAll) return true;
  if (whom == Whom::kHeardLast) return state.reason.empty();
  if (state.reason.empty()) return false;
  // A clock that was put back makes nobody wait.
  return now < state.asked || now - state.asked >= WaitAfter(state.failures);
}

void WitnessKeeper::Round(Whom whom) {
  absl::MutexLock round(&round_);
  std::optional<AuditCheckpoint> checkpoint;
  {
    absl::MutexLock lock(&mutex_);
    checkpoint = latest_;
    // What was left meanwhile is for all.
    if (whom != Whom::kBehind) is_pending_ = false;
  }
  if (!checkpoint) return;
  for (size_t i = 0; i < setup_.witnesses.size(); ++i) {
    bool is_wanted = true;
    {
      absl::MutexLock lock(&mutex_);
      // A stop cuts the round short; the last one makes up for it.
      if (stop_.IsStopped() && whom != Whom::kHeardLast) {
        is_pending_ = true;
        return;
      }
      is_wanted = IsWanted(states_[i], whom, clock_.Now());
    }
    if (is_wanted) Ask(i, *checkpoint);
  }
  int cosigned = 0;
  absl::MutexLock lock(&mutex_);
  for (const State& state : states_) {
    cosigned += state.size == checkpoint->size() && state.reason.empty();
  }
  has_asked_ = true;
  LogInfo("audit_witnessed", {{"size", absl::StrCat(checkpoint->size())},
                              {"cosigned", absl::StrCat(cosigned)},
                              {"witnesses", absl::StrCat(states_.size())},
                              {"quorum", absl::StrCat(setup_.quorum)}});
}

absl::StatusOr<WitnessVerdict> WitnessKeeper::AskOnce(
    const State& state, const AuditCheckpoint& checkpoint,
    uint64_t old_size) const {
  AddCheckpoint request;
  request.note = checkpoint.note();
  request.old_size = old_size;
  if (old_size > 0 && old_size < checkpoint.size()) {
    ENTENTE_ASSIGN_OR_RETURN(
        request.proof,
        ProveConsistency(*store_.Read(), old_size, checkpoint.size()));
  }
  Submission sent;
  sent.text = TextOf(checkpoint);
  sent.size = checkpoint.size();
  sent.old_size = old_size;
  sent.last_s = state.time_s;
  sent.created = absl::FromUnixSeconds(checkpoint.create_time().seconds());
  sent.sent = clock_.Now();
  ENTENTE_ASSIGN_OR_RETURN(
      const WitnessAnswer answer,
      setup_.transport->Post(state.witness, FormatAddCheckpoint(request)));
  sent.answered = clock_.Now();
  return JudgeAnswer(state.witness.key, sent, answer);
}

void WitnessKeeper::Ask(size_t index, const AuditCheckpoint& checkpoint) {
  std::optional<State> copied;
  {
    absl::MutexLock lock(&mutex_);
    states_[index].asked = clock_.Now();
    copied = states_[index];
  }
  const State& state = *copied;
  const std::string& name = state.witness.key.name();
  absl::StatusOr<WitnessVerdict> verdict = AskOnce(
      state, checkpoint, state.size <= checkpoint.size() ? state.size : 0);
  if (verdict.ok() && verdict->kind == Kind::kElsewhere) {
    if (verdict->size < state.size) NoteForgotten(index, verdict->size);
    verdict = AskOnce(state, checkpoint, verdict->size);
  }
  if (!verdict.ok()) {
    return Refuse(index, "UNREACHABLE",
                  std::string(verdict.status().message()));
  }
  switch (verdict->kind) {
    case Kind::kCosigned:
      return Take(index, checkpoint, verdict->cosignature);
    case Kind::kRolledBack:
      return Close("audit_rolled_back",
                   ClosedRolledBack(name, verdict->size, checkpoint.size()));
    case Kind::kForked:
      return Close("audit_forked", ClosedForked(name, verdict->size));
    case Kind::kElsewhere:
      return Refuse(index, "SIZE_CONTRADICTED", "");
    case Kind::kRefused:
      return Refuse(index, verdict->reason, "");
  }
}

void WitnessKeeper::NoteForgotten(size_t index, uint64_t remembered) {
  absl::MutexLock lock(&mutex_);
  State& state = states_[index];
  if (state.has_forgotten) return;
  state.has_forgotten = true;
  LogError("audit_witness_forgot", {{"witness", state.witness.key.name()},
                                    {"cosigned", absl::StrCat(state.size)},
                                    {"remembered", absl::StrCat(remembered)}});
}

void WitnessKeeper::Take(size_t index, const AuditCheckpoint& checkpoint,
                         const Cosignature& cosignature) {
  const CosignatureVerifier& key = setup_.witnesses[index].key;
  // What is not on disk was not heard: it could not be shown to anybody.
  if (const absl::Status kept =
          PutCosignature(store_, checkpoint.size(), key, cosignature.line);
      !kept.ok()) {
    return Refuse(index, "NOT_KEPT", std::string(kept.message()));
  }
  absl::MutexLock lock(&mutex_);
  State& state = states_[index];
  if (!state.reason.empty()) {
    LogInfo("audit_witness_back", {{"witness", key.name()}});
  }
  state.reason.clear();
  state.failures = 0;
  state.has_forgotten = false;
  state.size = checkpoint.size();
  state.time_s = cosignature.time_s;
  state.heard = absl::FromUnixSeconds(cosignature.time_s);
}

void WitnessKeeper::Refuse(size_t index, const std::string& reason,
                           const std::string& cause) {
  absl::MutexLock lock(&mutex_);
  State& state = states_[index];
  ++state.failures;
  if (state.reason == reason) return;
  state.reason = reason;
  LogError("audit_witness_refused", {{"witness", state.witness.key.name()},
                                     {"reason", reason},
                                     {"cause", cause}});
}

void WitnessKeeper::Close(const std::string& alarm, const absl::Status& why) {
  absl::MutexLock lock(&mutex_);
  if (!contradicted_.ok()) return;
  contradicted_ = why;
  LogFields fields = GetErrorDetail(why)->metadata;
  LogError(alarm, fields);
}

absl::Status WitnessKeeper::CheckLocked(absl::Time now) const {
  ENTENTE_RETURN_IF_ERROR(contradicted_);
  if (!has_asked_) return ClosedStarting();
  std::vector<absl::Time> heard;
  for (const State& state : states_) heard.push_back(state.heard);
  const absl::Duration silence =
      now - QuorumTime(std::move(heard), setup_.quorum);
  if (silence <= setup_.silence_max) return absl::OkStatus();
  return ClosedUnwitnessed(setup_.quorum, silence, setup_.silence_max);
}

absl::Status WitnessKeeper::CheckOpen() const {
  absl::MutexLock lock(&mutex_);
  return CheckLocked(clock_.Now());
}

bool WitnessKeeper::Watch() {
  absl::MutexLock lock(&mutex_);
  const absl::Status open = CheckLocked(clock_.Now());
  const bool is_unwitnessed = contradicted_.ok() && has_asked_ && !open.ok();
  if (is_unwitnessed && !was_unwitnessed_) {
    LogError("audit_unwitnessed", GetErrorDetail(open)->metadata);
  }
  if (!is_unwitnessed && was_unwitnessed_) LogInfo("audit_witnessed_again");
  was_unwitnessed_ = is_unwitnessed;
  return open.ok();
}

}  // namespace entente::audit
