// A client's stream that is received ahead: while its handler works on what
// came, the next messages are received and prepared, so that the handler finds
// them waiting and can take several at once.
//
//   Ahead* IngestService::Ingest(grpc::CallbackServerContext* context) {
//     return Ahead::Start(threads_, {.prepare = ..., .weigh = ...,
//         .weight_max = 16384, .handle = [=](Ahead& stream) {
//           return door_.ServeStream(context, "Ingest", ...); }});
//   }
#ifndef SERVICES_COMMON_GATE_AHEAD_STREAM_H_
#define SERVICES_COMMON_GATE_AHEAD_STREAM_H_

#include <cstddef>
#include <deque>
#include <functional>
#include <memory>
#include <optional>
#include <utility>

#include "absl/base/thread_annotations.h"
#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/synchronization/mutex.h"
#include "grpcpp/support/server_callback.h"
#include "services/common/gate/gate_errors.h"
#include "services/common/gate/next_message.h"
#include "services/common/gate/stream_threads.h"

namespace entente::gate {

// The handler's calls belong to its thread. Deletes itself when the call has
// ended.
template <class Request, class Response, class Item>
class AheadStream final : public grpc::ServerBidiReactor<Request, Response> {
 public:
  struct Parts {
    // What the handler gets of a message. Runs on a thread of gRPC's, one
    // message after the other; it must not wait.
    std::function<Item(std::unique_ptr<Request>)> prepare;
    // Receiving pauses while what waits for the handler weighs `weight_max`.
    std::function<size_t(const Item&)> weigh;
    size_t weight_max = 0;
    // Runs once, on a thread of StreamThreads; what it answers ends the call.
    // Nothing is received before it first asks.
    std::function<grpc::Status(AheadStream&)> handle;
  };

  // `threads` outlives the call.
  static AheadStream* Start(StreamThreads& threads, Parts parts) {
    auto* stream = new AheadStream(std::move(parts));
    if (!threads.Run([stream] { stream->Handle(); })) {
      stream->Finish(grpc::Status(grpc::StatusCode::UNAVAILABLE,
                                  "The service has no thread for the stream."));
    }
    return stream;
  }

  // Waits for the next message. Nothing: the client has ended the stream, or is
  // gone. Errors, after all that came before: INVALID_ARGUMENT /
  // REQUEST_UNREADABLE when what came is no message of its type.
  absl::StatusOr<std::optional<Item>> Next() {
    ReceiveIfRoom();
    std::optional<Item> item;
    {
      absl::MutexLock lock(&mutex_);
      mutex_.Await(absl::Condition(this, &AheadStream::HasNextOrEnded));
      if (waiting_.empty()) {
        if (!end_.ok()) return end_;
        return std::optional<Item>();
      }
      item = Pop();
    }
    ReceiveIfRoom();
    return item;
  }

  // The next message if it waits already and `fits`.
  std::optional<Item> NextIf(absl::FunctionRef<bool(const Item&)> fits) {
    std::optional<Item> item;
    {
      absl::MutexLock lock(&mutex_);
      if (waiting_.empty() || !fits(waiting_.front())) return item;
      item = Pop();
    }
    ReceiveIfRoom();
    return item;
  }

  // Takes back a message whose item is done with; its memory is used again, as
  // far as that is no more than may wait. `weight` is what the item weighed.
  void GiveBack(std::unique_ptr<Request> request, size_t weight) {
    absl::MutexLock lock(&mutex_);
    // A message keeps the memory of the longest that it held: few of them.
    constexpr size_t kSparesMax = 32;
    if (spare_.size() == kSparesMax ||
        spare_weight_ + weight > parts_.weight_max) {
      return;
    }
    spare_weight_ += weight;
    spare_.emplace_back(std::move(request), weight);
  }

  // Waits until the transport has `response`. False: the client is gone.
  bool Write(const Response& response) {
    {
      absl::MutexLock lock(&mutex_);
      is_write_done_ = false;
    }
    this->StartWrite(&response);
    absl::MutexLock lock(&mutex_);
    mutex_.Await(absl::Condition(&is_write_done_));
    return was_written_;
  }

  void OnReadDone(bool is_read) override {
    if (!is_read) {
      absl::Status end =
          IsUntouched(*request_) ? absl::OkStatus() : RequestUnreadable();
      absl::MutexLock lock(&mutex_);
      end_ = std::move(end);
      has_ended_ = true;
      return;
    }
    Item item = parts_.prepare(std::move(request_));
    {
      absl::MutexLock lock(&mutex_);
      weight_ += parts_.weigh(item);
      waiting_.push_back(std::move(item));
      is_receiving_ = false;
    }
    ReceiveIfRoom();
  }

  void OnWriteDone(bool is_written) override {
    absl::MutexLock lock(&mutex_);
    was_written_ = is_written;
    is_write_done_ = true;
  }

  void OnDone() override { delete this; }

 private:
  explicit AheadStream(Parts parts) : parts_(std::move(parts)) {}

  void Handle() {
    grpc::Status status = parts_.handle(*this);
    {
      absl::MutexLock lock(&mutex_);
      is_handled_ = true;
    }
    // Nothing of this stream is touched behind it.
    this->Finish(std::move(status));
  }

  void ReceiveIfRoom() {
    {
      absl::MutexLock lock(&mutex_);
      if (is_receiving_ || has_ended_ || is_handled_ ||
          weight_ >= parts_.weight_max) {
        return;
      }
      is_receiving_ = true;
      if (spare_.empty()) {
        request_ = std::make_unique<Request>();
      } else {
        request_ = std::move(spare_.back().first);
        spare_weight_ -= spare_.back().second;
        spare_.pop_back();
      }
    }
    MarkUntouched(*request_);
    this->StartRead(request_.get());
  }

  Item Pop() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_) {
    Item item = std::move(waiting_.front());
    waiting_.pop_front();
    weight_ -= parts_.weigh(item);
    return item;
  }

  bool HasNextOrEnded() const ABSL_SHARED_LOCKS_REQUIRED(mutex_) {
    return has_ended_ || !waiting_.empty();
  }

  const Parts parts_;
  // Of whoever set `is_receiving_`.
  std::unique_ptr<Request> request_;
  absl::Mutex mutex_;
  std::deque<Item> waiting_ ABSL_GUARDED_BY(mutex_);
  size_t weight_ ABSL_GUARDED_BY(mutex_) = 0;
  std::deque<std::pair<std::unique_ptr<Request>, size_t>> spare_
      ABSL_GUARDED_BY(mutex_);
  size_t spare_weight_ ABSL_GUARDED_BY(mutex_) = 0;
  bool is_receiving_ ABSL_GUARDED_BY(mutex_) = false;
  bool has_ended_ ABSL_GUARDED_BY(mutex_) = false;
  absl::Status end_ ABSL_GUARDED_BY(mutex_);
  bool is_handled_ ABSL_GUARDED_BY(mutex_) = false;
  bool is_write_done_ ABSL_GUARDED_BY(mutex_) = false;
  bool was_written_ ABSL_GUARDED_BY(mutex_) = false;
};

}  // namespace entente::gate

#endif  // SERVICES_COMMON_GATE_AHEAD_STREAM_H_
