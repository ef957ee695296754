// The Merkle tree of RFC 9162, section 2.1: hashes, an appendable head, proofs
// and their verification. No store and no clock; bytes in, bytes out.
//
//   leaf  SHA-256(0x00 | entry)          node  SHA-256(0x01 | left | right)
//   the empty tree is SHA-256("")
#ifndef SERVICES_COMMON_AUDIT_MERKLE_H_
#define SERVICES_COMMON_AUDIT_MERKLE_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace entente::audit {

// 32 raw bytes, or several of them one after another where that is said.
using Hash = std::string;
inline constexpr size_t kHashBytes = 32;

Hash LeafHash(absl::string_view entry);
Hash NodeHash(absl::string_view left, absl::string_view right);
Hash EmptyRoot();

// Root of a complete subtree: `index`-th of those with 2^level leaves.
struct Node {
  int level = 0;
  uint64_t index = 0;
  Hash hash;
};

// The head of a growing tree: roots of its complete subtrees, largest first.
// A value; not thread-safe.
class TreeHead {
 public:
  TreeHead() = default;
  // `subtree_roots` must have one hash per bit set in `size`, one after
  // another; a tree of 2^64 - 1 leaves is full and refused. Errors: DATA_LOSS.
  static absl::StatusOr<TreeHead> Make(uint64_t size, Hash subtree_roots);

  // Appends a leaf; returns the complete subtrees that came into being, the
  // leaf itself first. They never change afterwards.
  std::vector<Node> Append(const Hash& leaf);

  uint64_t size() const { return size_; }
  // One after another, that of the largest subtree first.
  const Hash& subtree_roots() const { return roots_; }
  Hash Root() const;

 private:
  uint64_t size_ = 0;
  Hash roots_;
};

// The hash of a complete subtree that Append returned earlier.
using NodeReader =
    absl::FunctionRef<absl::StatusOr<Hash>(int level, uint64_t index)>;

// Audit path of leaf `index` in the tree of the first `size` leaves, lowest
// first. Errors: INVALID_ARGUMENT unless index < size, those of `read`.
absl::StatusOr<std::vector<Hash>> InclusionProof(uint64_t index, uint64_t size,
                                                 NodeReader read);
// Proof that the tree of `old_size` leaves is a prefix of that of `size`.
// Errors: INVALID_ARGUMENT unless 0 < old_size <= size, those of `read`.
absl::StatusOr<std::vector<Hash>> ConsistencyProof(uint64_t old_size,
                                                   uint64_t size,
                                                   NodeReader read);

// RFC 9162, 2.1.3.2 and 2.1.4.2. Any malformed input is false, as is any hash
// that is not of 32 bytes.
bool VerifyInclusion(const Hash& leaf, uint64_t index, uint64_t size,
                     const std::vector<Hash>& proof, const Hash& root);
bool VerifyConsistency(uint64_t old_size, uint64_t size, const Hash& old_root,
                       const Hash& root, const std::vector<Hash>& proof);

}  // namespace entente::audit

#endif  // SERVICES_COMMON_AUDIT_MERKLE_H_
