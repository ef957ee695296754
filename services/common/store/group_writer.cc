#include "services/common/store/group_writer.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "services/common/base/error.h"
#include "services/common/base/log.h"
#include "services/common/store/guarded.h"

namespace entente::store {
namespace {

// Runs one body, and its epilogue, and undoes what must not stay.
absl::Status RunOne(Overlay& overlay, Store::Body& body,
                    Store::Epilogue* epilogue) {
  const size_t before = overlay.Mark();
  absl::Status outcome = Guarded([&] { return body(overlay); });
  if (!outcome.ok()) overlay.RollBack(before);
  if (epilogue != nullptr) {
    const absl::Status appended =
        Guarded([&] { return (*epilogue)(overlay, outcome); });
    if (!appended.ok()) {
      overlay.RollBack(before);
      return appended;
    }
  }
  return outcome;
}

}  // namespace

absl::Status ReadOnlyError() {
  return MakeError(
      absl::StatusCode::kUnavailable,
      {.reason = "STORE_READ_ONLY",
       .sentence = {
           .en = "The store refuses writes since a write failed or its disk is "
                 "almost full; an operator must look at it and restart. Retry "
                 "with the same request_id.",
           .fr =
               "Le stockage refuse les écritures: une écriture a échoué ou le "
               "disque est presque plein. Prévenez l'exploitant, puis "
               "réessayez.",
           .nl = "De opslag weigert te schrijven: een schrijfactie mislukte of "
                 "de schijf is bijna vol. Verwittig de beheerder en probeer "
                 "daarna opnieuw."}});
}

absl::Status SlowDiskError() {
  return MakeError(
      absl::StatusCode::kUnavailable,
      {.reason = "STORE_SLOW",
       .sentence = {
           .en = "The disk of the store does not answer in time, so it is not "
                 "known yet whether this was stored. Retry with the same "
                 "request_id: it has one effect.",
           .fr = "Le disque du stockage ne répond pas à temps : on ne sait pas "
                 "encore si ceci est enregistré. Réessayez avec le même "
                 "request_id : l'effet sera unique.",
           .nl = "De schijf van de opslag antwoordt niet op tijd: het is nog "
                 "niet bekend of dit is opgeslagen. Probeer opnieuw met "
                 "hetzelfde request_id: het heeft één gevolg."}});
}

GroupWriter::GroupWriter(const Reader& committed, absl::Duration patience,
                         Commit commit)
    : committed_(committed),
      commit_(std::move(commit)),
      patience_(absl::ToChronoNanoseconds(patience)),
      thread_([this] { Run(); }) {}

GroupWriter::~GroupWriter() {
  {
    const Lock lock(mutex_);
    is_closing_ = true;
    arrived_.notify_one();
  }
  thread_.join();
}

absl::Status GroupWriter::Transact(Store::Body body,
                                   Store::Epilogue* epilogue) {
  Lock lock(mutex_);
  Waiter self{.body = &body,
              .epilogue = epilogue,
              .patience_ends = SteadyClock::now() + patience_};
  if (IsStalled()) return SlowDiskError();
  queue_.push_back(&self);
  // Outside the mutex, here and below: whoever wakes finds it free.
  lock.unlock();
  arrived_.notify_one();
  lock.lock();
  const auto may_go = [&] {
    return self.is_done ||
           (!runs_bodies_ && SteadyClock::now() >= self.patience_ends);
  };
  // Whose patience ends while bodies run is woken when they have.
  moved_.wait_until(lock, self.patience_ends, may_go);
  moved_.wait(lock, may_go);
  return self.is_done ? self.result : GiveUp(self, lock);
}

bool GroupWriter::IsStalled() const {
  return commit_began_.has_value() &&
         (is_stall_noted_ || SteadyClock::now() - *commit_began_ >= patience_);
}

void GroupWriter::set_patience(absl::Duration patience) {
  const Lock lock(mutex_);
  patience_ = absl::ToChronoNanoseconds(patience);
}

bool GroupWriter::IsWritable() const {
  const Lock lock(mutex_);
  return !is_broken_ && !IsStalled();
}

size_t GroupWriter::queued() const {
  const Lock lock(mutex_);
  return queue_.size();
}

absl::Status GroupWriter::GiveUp(Waiter& waiter, Lock& lock) {
  queue_.erase(std::remove(queue_.begin(), queue_.end(), &waiter),
               queue_.end());
  group_.erase(std::remove(group_.begin(), group_.end(), &waiter),
               group_.end());
  // Whoever comes next during this commit, to record this very refusal for one,
  // must not wait as long again.
  const bool is_first = commit_began_.has_value() && !is_stall_noted_;
  is_stall_noted_ = is_stall_noted_ || is_first;
  lock.unlock();
  if (is_first) {
    LogError("store_slow", {{"message", "a write has no answer of the disk"}});
  }
  return SlowDiskError();
}

void GroupWriter::Run() {
  Lock lock(mutex_);
  while (true) {
    arrived_.wait(lock, [&] { return !queue_.empty() || is_closing_; });
    if (queue_.empty()) return;
    Overlay overlay(committed_);
    RunBodies(overlay, lock);
    if (!overlay.changes().empty()) CommitGroup(overlay.changes(), lock);
    AnswerGroup(lock);
  }
}

void GroupWriter::RunBodies(Overlay& overlay, Lock& lock) {
  // Those who come while bodies run make the next group.
  const size_t waiting = queue_.size();
  runs_bodies_ = true;
  while (group_.size() < waiting && overlay.changes().size() < kGroupRowsMax) {
    Waiter* const waiter = queue_.front();
    queue_.pop_front();
    group_.push_back(waiter);
    if (is_broken_) {
      waiter->result = ReadOnlyError();
      continue;
    }
    lock.unlock();
    waiter->result = RunOne(overlay, *waiter->body, waiter->epilogue);
    lock.lock();
  }
  runs_bodies_ = false;
  // Whose patience ended meanwhile may leave now.
  const SteadyClock::time_point now = SteadyClock::now();
  const auto is_late = [&](const Waiter* waiter) {
    return now >= waiter->patience_ends;
  };
  if (std::any_of(group_.begin(), group_.end(), is_late) ||
      std::any_of(queue_.begin(), queue_.end(), is_late)) {
    moved_.notify_all();
  }
}

void GroupWriter::CommitGroup(const Overlay::Changes& changes, Lock& lock) {
  commit_began_ = SteadyClock::now();
  lock.unlock();
  const absl::Status committed = commit_(changes);
  const std::chrono::duration<double> lasted =
      SteadyClock::now() - *commit_began_;
  if (!committed.ok()) {
    LogError("store_write_failed",
             {{"code", absl::StatusCodeToString(committed.code())},
              {"message", std::string(committed.message())}});
  }
  lock.lock();
  commit_began_.reset();
  if (!committed.ok()) {
    is_broken_ = true;
    for (Waiter* waiter : group_) waiter->result = ReadOnlyError();
  }
  if (!std::exchange(is_stall_noted_, false)) return;
  lock.unlock();
  LogError("store_slow_ended", {{"seconds", absl::StrCat(lasted.count())}});
  lock.lock();
}

void GroupWriter::AnswerGroup(Lock& lock) {
  for (Waiter* waiter : group_) waiter->is_done = true;
  group_.clear();
  lock.unlock();
  moved_.notify_all();
  lock.lock();
}

}  // namespace entente::store
