// What the bodies of one group have written, in key order, over an engine's
// committed state. Each body can be undone alone. Not thread-safe.
#ifndef SERVICES_COMMON_STORE_OVERLAY_H_
#define SERVICES_COMMON_STORE_OVERLAY_H_

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "absl/container/btree_map.h"
#include "services/common/store/store.h"

namespace entente::store {

// The transaction that bodies see: own writes over `base`.
class Overlay final : public Transaction {
 public:
  // A value, or nothing where the key was deleted.
  using Change = std::optional<std::string>;
  using Changes = absl::btree_map<std::string, Change, std::less<>>;

  // `base` outlives the overlay and does not change while it lives.
  explicit Overlay(const Reader& base) : base_(base) {}

  absl::StatusOr<std::optional<std::string>> Get(
      absl::string_view key) const override;
  absl::Status Scan(
      absl::string_view prefix, absl::string_view start,
      absl::FunctionRef<bool(absl::string_view, absl::string_view)> visit)
      const override;
  void Put(absl::string_view key, absl::string_view value) override;
  void Delete(absl::string_view key) override;

  // A point to return to; valid until an earlier one is returned to.
  size_t Mark() const { return journal_.size(); }
  // Undoes every write since `mark`.
  void RollBack(size_t mark);

  // All changes, each key once, in key order.
  const Changes& changes() const { return changes_; }

 private:
  struct Undo {
    std::string key;
    // What the overlay held before: nothing, a deletion, or a value.
    std::optional<Change> before;
  };

  void Set(absl::string_view key, Change change);

  const Reader& base_;
  Changes changes_;
  std::vector<Undo> journal_;
};

}  // namespace entente::store

#endif  // SERVICES_COMMON_STORE_OVERLAY_H_
