#include "services/common/audit/merkle.h"

#include <limits>
#include <utility>

#include "services/common/base/error.h"
#include "services/common/base/hash.h"

namespace entente::audit {
namespace {

size_t BitCount(uint64_t value) {
  return static_cast<size_t>(__builtin_popcountll(value));
}

// Largest power of two smaller than `size`, which is at least 2.
uint64_t SplitOf(uint64_t size) {
  return uint64_t{1} << (63 - __builtin_clzll(size - 1));
}

bool AreHashes(const std::vector<Hash>& hashes) {
  for (const Hash& hash : hashes) {
    if (hash.size() != kHashBytes) return false;
  }
  return true;
}

bool IsPowerOfTwo(uint64_t size) { return BitCount(size) == 1; }

// MTH(D[begin:begin+size]); `begin` is a multiple of the largest power of two
// that is not above `size`, as in every subtree of RFC 9162.
absl::StatusOr<Hash> SubtreeRoot(uint64_t begin, uint64_t size,
                                 NodeReader read) {
  if (IsPowerOfTwo(size)) {
    const int level = __builtin_ctzll(size);
    return read(level, begin >> level);
  }
  const uint64_t split = SplitOf(size);
  ENTENTE_ASSIGN_OR_RETURN(const Hash left, SubtreeRoot(begin, split, read));
  ENTENTE_ASSIGN_OR_RETURN(const Hash right,
                           SubtreeRoot(begin + split, size - split, read));
  return NodeHash(left, right);
}

absl::Status Path(uint64_t index, uint64_t begin, uint64_t size,
                  NodeReader read, std::vector<Hash>& proof) {
  if (size == 1) return absl::OkStatus();
  const uint64_t split = SplitOf(size);
  const bool is_left = index - begin < split;
  if (is_left) {
    ENTENTE_RETURN_IF_ERROR(Path(index, begin, split, read, proof));
    ENTENTE_ASSIGN_OR_RETURN(Hash other,
                             SubtreeRoot(begin + split, size - split, read));
    proof.push_back(std::move(other));
  } else {
    ENTENTE_RETURN_IF_ERROR(
        Path(index, begin + split, size - split, read, proof));
    ENTENTE_ASSIGN_OR_RETURN(Hash other, SubtreeRoot(begin, split, read));
    proof.push_back(std::move(other));
  }
  return absl::OkStatus();
}

// SUBPROOF of RFC 9162, 2.1.4.1, over D[begin:begin+size].
absl::Status SubProof(uint64_t old_size, uint64_t begin, uint64_t size,
                      bool is_known, NodeReader read,
                      std::vector<Hash>& proof) {
  if (old_size == size) {
    if (!is_known) {
      ENTENTE_ASSIGN_OR_RETURN(Hash root, SubtreeRoot(begin, size, read));
      proof.push_back(std::move(root));
    }
    return absl::OkStatus();
  }
  const uint64_t split = SplitOf(size);
  if (old_size <= split) {
    ENTENTE_RETURN_IF_ERROR(
        SubProof(old_size, begin, split, is_known, read, proof));
    ENTENTE_ASSIGN_OR_RETURN(Hash right,
                             SubtreeRoot(begin + split, size - split, read));
    proof.push_back(std::move(right));
  } else {
    ENTENTE_RETURN_IF_ERROR(SubProof(old_size - split, begin + split,
                                     size - split, false, read, proof));
    ENTENTE_ASSIGN_OR_RETURN(Hash left, SubtreeRoot(begin, split, read));
    proof.push_back(std::move(left));
  }
  return absl::OkStatus();
}

}  // namespace

Hash LeafHash(absl::string_view entry) {
  return Sha256Of({absl::string_view("\x00", 1), entry});
}

Hash NodeHash(absl::string_view left, absl::string_view right) {
  return Sha256Of({absl::string_view("\x01", 1), left, right});
}

Hash EmptyRoot() { return Sha256(""); }

absl::StatusOr<TreeHead> TreeHead::Make(uint64_t size, Hash subtree_roots) {
  if (size == std::numeric_limits<uint64_t>::max() ||
      subtree_roots.size() != BitCount(size) * kHashBytes) {
    return absl::DataLossError("the head of the access log is not sound");
  }
  TreeHead head;
  head.size_ = size;
  head.roots_ = std::move(subtree_roots);
  return head;
}

std::vector<Node> TreeHead::Append(const Hash& leaf) {
  std::vector<Node> made = {{0, size_, leaf}};
  // Each trailing one bit of the size is a subtree that the new leaf closes.
  for (uint64_t rest = size_; rest & 1; rest >>= 1) {
    const size_t last = roots_.size() - kHashBytes;
    Node parent{
        made.back().level + 1, made.back().index >> 1,
        NodeHash(absl::string_view(roots_).substr(last), made.back().hash)};
    roots_.resize(last);
    made.push_back(std::move(parent));
  }
  roots_ += made.back().hash;
  ++size_;
  return made;
}

Hash TreeHead::Root() const {
  if (roots_.empty()) return EmptyRoot();
  size_t at = roots_.size() - kHashBytes;
  Hash root = roots_.substr(at);
  while (at > 0) {
    at -= kHashBytes;
    root = NodeHash(absl::string_view(roots_).substr(at, kHashBytes), root);
  }
  return root;
}

absl::StatusOr<std::vector<Hash>> InclusionProof(uint64_t index, uint64_t size,
                                                 NodeReader read) {
  if (index >= size) {
    return absl::InvalidArgumentError("the entry is not in a tree that small");
  }
  std::vector<Hash> proof;
  ENTENTE_RETURN_IF_ERROR(Path(index, 0, size, read, proof));
  return proof;
}

absl::StatusOr<std::vector<Hash>> ConsistencyProof(uint64_t old_size,
                                                   uint64_t size,
                                                   NodeReader read) {
  if (old_size == 0 || old_size > size) {
    return absl::InvalidArgumentError(
        "the older tree must have an entry and be no larger");
  }
  std::vector<Hash> proof;
  ENTENTE_RETURN_IF_ERROR(SubProof(old_size, 0, size, true, read, proof));
  return proof;
}

bool VerifyInclusion(const Hash& leaf, uint64_t index, uint64_t size,
                     const std::vector<Hash>& proof, const Hash& root) {
  // A node's hash does not say where its left half ends: the lengths must.
  if (index >= size || !AreHashes(proof) || !AreHashes({leaf})) return false;
  uint64_t fn = index;
  uint64_t sn = size - 1;
  Hash r = leaf;
  for (const Hash& p : proof) {
    if (sn == 0) return false;
    if ((fn & 1) || fn == sn) {
      r = NodeHash(p, r);
      while (!(fn & 1) && fn != 0) {
        fn >>= 1;
        sn >>= 1;
      }
    } else {
      r = NodeHash(r, p);
    }
    fn >>= 1;
    sn >>= 1;
  }
  return sn == 0 && r == root;
}

bool VerifyConsistency(uint64_t old_size, uint64_t size, const Hash& old_root,
                       const Hash& root, const std::vector<Hash>& proof) {
  if (old_size == 0 || old_size > size || !AreHashes(proof) ||
      !AreHashes({old_root})) {
    return false;
  }
  if (old_size == size) return proof.empty() && old_root == root;
  std::vector<Hash> path = proof;
  if (IsPowerOfTwo(old_size)) path.insert(path.begin(), old_root);
  if (path.empty()) return false;
  uint64_t fn = old_size - 1;
  uint64_t sn = size - 1;
  while (fn & 1) {
    fn >>= 1;
    sn >>= 1;
  }
  Hash fr = path[0];
  Hash sr = path[0];
  for (size_t i = 1; i < path.size(); ++i) {
    const Hash& c = path[i];
    if (sn == 0) return false;
    if ((fn & 1) || fn == sn) {
      fr = NodeHash(c, fr);
      sr = NodeHash(c, sr);
      while (!(fn & 1) && fn != 0) {
        fn >>= 1;
        sn >>= 1;
      }
    } else {
      sr = NodeHash(sr, c);
    }
    fn >>= 1;
    sn >>= 1;
  }
  return sn == 0 && fr == old_root && sr == root;
}

}  // namespace entente::audit
