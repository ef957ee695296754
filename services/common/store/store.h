// Ordered, transactional records: one writer, many readers, one fsync for many
// calls.
//
// Bodies given to Transact queue; the store's own thread runs every queued body
// in order against one overlay of the state, each under its own save point,
// writes once with one fsync, and then all callers are answered. So
// isolation is serial, nothing deadlocks and hot counters cost nothing.
//
// Keys are ordered tuples (see key.h); values are bytes, normally a serialised
// protobuf message (see records.h).
#ifndef SERVICES_COMMON_STORE_STORE_H_
#define SERVICES_COMMON_STORE_STORE_H_

#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace entente::store {

// What can be read. Not thread-safe: one reader belongs to one thread.
class Reader {
 public:
  virtual ~Reader() = default;

  // The value under `key`; nullopt when there is none. Errors: DATA_LOSS when
  // the engine cannot read it.
  virtual absl::StatusOr<std::optional<std::string>> Get(
      absl::string_view key) const = 0;

  // Calls `visit` for every record whose key starts with `prefix` and is >=
  // `start` (when not empty), in key order, until `visit` returns false. The
  // views live for the call only. A visitor may write to the transaction that
  // it scans: it meets what it wrote under later keys. `prefix` must end at a
  // tuple boundary, so that a scan never leaves the prefix it began with.
  virtual absl::Status Scan(
      absl::string_view prefix, absl::string_view start,
      absl::FunctionRef<bool(absl::string_view key, absl::string_view value)>
          visit) const = 0;
};

// A consistent view of the committed state; its type cannot write. Holds engine
// resources: drop it when the call is answered.
class Snapshot : public Reader {};

// The state inside a body: reads see the body's own writes.
class Transaction : public Reader {
 public:
  virtual void Put(absl::string_view key, absl::string_view value) = 0;
  virtual void Delete(absl::string_view key) = 0;
};

// Thread-safe.
class Store {
 public:
  using Body = absl::FunctionRef<absl::Status(Transaction&)>;
  // Runs after a body with its outcome; see Transact.
  using Epilogue =
      absl::FunctionRef<absl::Status(Transaction&, const absl::Status&)>;

  virtual ~Store() = default;

  // Runs `body` alone against the latest state. When it returns OK everything
  // it wrote is on disk before Transact returns OK; when it fails nothing it
  // wrote remains and its status is returned. A body runs on the store's
  // thread; it must not block, call the store or throw.
  //
  // `epilogue` runs directly after the body, also when the body failed, and
  // what it writes is kept in either case and made durable before the caller is
  // answered: this is where an audit entry is appended. When the epilogue
  // itself fails, nothing of both remains and its status is returned.
  //
  // Errors of the store itself: UNAVAILABLE / STORE_READ_ONLY after a failed
  // write or fsync, or when the disk is almost full. The store never limps on:
  // it stays read-only until it is opened again. UNAVAILABLE / STORE_SLOW when
  // a caller waited for two seconds, since the disk does not answer: the body
  // may still take effect, which a retry under the same request_id finds out.
  // The store takes writes again by itself once the disk has answered.
  //
  // Transactions take effect in the order in which their bodies run, one after
  // another: when a later one answers OK, also an empty one, every earlier one
  // has ended, whoever waits for it. Whoever keeps in memory what is on disk
  // must follow up a commit that answered UNAVAILABLE in this way.
  virtual absl::Status Transact(Body body) = 0;
  virtual absl::Status Transact(Body body, Epilogue epilogue) = 0;

  // A view of what is committed now.
  virtual std::unique_ptr<Snapshot> Read() const = 0;

  // False while the store refuses writes; readiness follows it.
  virtual bool IsWritable() const = 0;
};

}  // namespace entente::store

#endif  // SERVICES_COMMON_STORE_STORE_H_
