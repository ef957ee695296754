#include "services/common/store/group_writer.h"

#include <algorithm>

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
      patience_(patience),
      commit_(std::move(commit)),
      thread_([this] { Run(); }) {}

GroupWriter::~GroupWriter() {
  {
    absl::MutexLock lock(&mutex_);
    is_closing_ = true;
    arrived_.Signal();
  }
  thread_.join();
}

absl::Status GroupWriter::Transact(Store::Body body,
                                   Store::Epilogue* epilogue) {
  Waiter self{.body = &body, .epilogue = epilogue};
  absl::MutexLock lock(&mutex_);
  if (IsStalled()) return SlowDiskError();
  queue_.push_back(&self);
  arrived_.Signal();
  // While bodies run nobody may leave, since they refer to their callers; they
  // never block. What may last is a commit.
  while (!self.is_done) {
    self.woken.WaitWithTimeout(&mutex_, patience_ - CommitAge());
    if (!self.is_done && IsStalled()) return GiveUp(self);
  }
  return self.result;
}

absl::Duration GroupWriter::CommitAge() const {
  if (!commit_began_.has_value()) return absl::ZeroDuration();
  return absl::FromChrono(std::chrono::steady_clock::now() - *commit_began_);
}

bool GroupWriter::IsWritable() const {
  absl::MutexLock lock(&mutex_);
  return !is_broken_ && !IsStalled();
}

absl::Status GroupWriter::GiveUp(Waiter& waiter) {
  queue_.erase(std::remove(queue_.begin(), queue_.end(), &waiter),
               queue_.end());
  group_.erase(std::remove(group_.begin(), group_.end(), &waiter),
               group_.end());
  if (!is_stall_noted_) {
    is_stall_noted_ = true;
    LogError("store_slow", {{"message", "a write has no answer of the disk"}});
  }
  return SlowDiskError();
}

void GroupWriter::Run() {
  absl::MutexLock lock(&mutex_);
  while (true) {
    while (queue_.empty() && !is_closing_) arrived_.Wait(&mutex_);
    if (queue_.empty()) return;
    Overlay overlay(committed_);
    RunBodies(overlay);
    if (!overlay.changes().empty()) CommitGroup(overlay.changes());
    AnswerGroup();
  }
}

void GroupWriter::RunBodies(Overlay& overlay) {
  // Those who come while bodies run make the next group.
  const size_t waiting = queue_.size();
  while (group_.size() < waiting && overlay.changes().size() < kGroupRowsMax) {
    Waiter* const waiter = queue_.front();
    queue_.pop_front();
    group_.push_back(waiter);
    if (is_broken_) {
      waiter->result = ReadOnlyError();
      continue;
    }
    mutex_.Unlock();
    waiter->result = RunOne(overlay, *waiter->body, waiter->epilogue);
    mutex_.Lock();
  }
}

void GroupWriter::CommitGroup(const Overlay::Changes& changes) {
  commit_began_ = std::chrono::steady_clock::now();
  mutex_.Unlock();
  const absl::Status committed = commit_(changes);
  mutex_.Lock();
  const absl::Duration lasted = CommitAge();
  commit_began_.reset();
  if (is_stall_noted_) {
    is_stall_noted_ = false;
    LogError("store_slow_ended",
             {{"seconds", absl::StrCat(absl::ToDoubleSeconds(lasted))}});
  }
  if (committed.ok()) return;
  is_broken_ = true;
  LogError("store_write_failed",
           {{"code", absl::StatusCodeToString(committed.code())},
            {"message", std::string(committed.message())}});
  for (Waiter* waiter : group_) waiter->result = ReadOnlyError();
}

void GroupWriter::AnswerGroup() {
  for (Waiter* waiter : group_) {
    waiter->is_done = true;
    waiter->woken.Signal();
  }
  group_.clear();
}

}  // namespace entente::store
