#include "services/common/store/group_writer.h"

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

absl::Status GroupWriter::Transact(Store::Body body,
                                   Store::Epilogue* epilogue) {
  Waiter self{.body = &body, .epilogue = epilogue};
  std::vector<Waiter*> group;
  {
    absl::MutexLock lock(&mutex_);
    queue_.push_back(&self);
    while (!self.is_done && queue_.front() != &self) self.woken.Wait(&mutex_);
    if (self.is_done) return self.result;
    group.assign(queue_.begin(), queue_.end());
  }
  const size_t answered = Lead(group);
  absl::MutexLock lock(&mutex_);
  queue_.erase(queue_.begin(), queue_.begin() + answered);
  for (size_t i = 1; i < answered; ++i) {
    group[i]->is_done = true;
    group[i]->woken.Signal();
  }
  if (!queue_.empty()) queue_.front()->woken.Signal();
  return self.result;
}

size_t GroupWriter::Lead(const std::vector<Waiter*>& group) {
  if (!IsWritable()) {
    for (Waiter* waiter : group) waiter->result = ReadOnlyError();
    return group.size();
  }
  Overlay overlay(committed_);
  size_t answered = 0;
  while (answered < group.size() && overlay.changes().size() < kGroupRowsMax) {
    Waiter* waiter = group[answered++];
    waiter->result = RunOne(overlay, *waiter->body, waiter->epilogue);
  }
  if (overlay.changes().empty()) return answered;
  const absl::Status committed = commit_(overlay.changes());
  if (!committed.ok()) {
    is_broken_ = true;
    LogError("store_write_failed",
             {{"code", absl::StatusCodeToString(committed.code())},
              {"message", std::string(committed.message())}});
    for (size_t i = 0; i < answered; ++i) group[i]->result = ReadOnlyError();
  }
  return answered;
}

}  // namespace entente::store
