// The streams that are open, each of which ends when its caller's right does.
#include <algorithm>
#include <utility>
#include <vector>

#include "services/common/base/log.h"
#include "services/common/gate/gate.h"
#include "services/common/gate/gate_errors.h"

namespace entente::gate {
namespace {

// See CancelStreamsWithoutRight.
constexpr int kRefusalsBeforeCancel = 3;

}  // namespace

absl::StatusOr<uint64_t> Gate::OpenStream(grpc::ServerContextBase& context,
                                          const Caller& caller) {
  absl::MutexLock lock(&mutex_);
  if (streams_.size() >= static_cast<size_t>(options_.max_streams)) {
    return StreamLimit(options_.max_streams);
  }
  const auto of_peer = std::count_if(
      streams_.begin(), streams_.end(),
      [&](const auto& open) { return open.second.caller.peer == caller.peer; });
  if (of_peer >= options_.max_streams_per_peer) {
    return StreamLimit(options_.max_streams_per_peer);
  }
  streams_.emplace(++last_stream_, Stream{&context, caller});
  return last_stream_;
}

absl::Status Gate::EndOfStream(uint64_t number) {
  absl::MutexLock lock(&mutex_);
  Stream& stream = streams_.at(number);
  stream.is_handled = true;
  return stream.end;
}

void Gate::CloseStream(uint64_t number) {
  absl::MutexLock lock(&mutex_);
  streams_.erase(number);
}

bool Gate::MaySend(const grpc::ServerContextBase& context,
                   const std::string& method) {
  {
    absl::MutexLock lock(&mutex_);
    const auto open = std::find_if(
        streams_.begin(), streams_.end(),
        [&](const auto& stream) { return stream.second.context == &context; });
    if (open != streams_.end()) {
      Stream& stream = open->second;
      if (stream.caller.trail->TakeReleased()) return true;
      stream.end = absl::InternalError("a stream would send without an entry");
    }
  }
  LogError("stream_message_withheld", {{"method", method}});
  return false;
}

void Gate::CancelStreamsWithoutRight() {
  std::vector<std::pair<uint64_t, Caller>> open;
  {
    absl::MutexLock lock(&mutex_);
    for (const auto& [number, stream] : streams_) {
      open.emplace_back(number, stream.caller);
    }
  }
  for (const auto& [number, caller] : open) {
    // Takes the lock itself.
    const absl::Status right = CheckAgain(caller);
    absl::MutexLock lock(&mutex_);
    const auto found = streams_.find(number);
    if (found == streams_.end() || found->second.is_handled) continue;
    Stream& stream = found->second;
    stream.refusals = right.ok() ? 0 : stream.refusals + 1;
    if (stream.refusals < kRefusalsBeforeCancel) continue;
    stream.end = right;
    stream.context->TryCancel();
  }
}

}  // namespace entente::gate
