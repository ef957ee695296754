// Proofs of the Merkle tree: the honest one verifies, nothing else does, and
// sizes and hashes of any kind do no harm.
#include <algorithm>
#include <string>
#include <vector>

#include "services/common/audit/merkle.h"
#include "tests/fuzz/fuzz.h"

namespace entente::fuzz {
namespace {

using audit::Hash;
using audit::NodeHash;

constexpr size_t kSize = 200;

// RFC 9162, 2.1.1, word for word: the root of leaves [begin, begin + size).
Hash NaiveRoot(const std::vector<Hash>& leaves, size_t begin, size_t size) {
  if (size == 0) return audit::EmptyRoot();
  if (size == 1) return leaves[begin];
  size_t k = 1;
  while (k * 2 < size) k *= 2;
  return NodeHash(NaiveRoot(leaves, begin, k),
                  NaiveRoot(leaves, begin + k, size - k));
}

// A tree that keeps every node that Append returned.
struct Tree {
  Tree() {
    audit::TreeHead head;
    for (size_t i = 0; i < kSize; ++i) {
      leaves.push_back(audit::LeafHash("entry " + std::to_string(i)));
      for (const audit::Node& node : head.Append(leaves.back())) {
        const auto level = static_cast<size_t>(node.level);
        nodes.resize(std::max(nodes.size(), level + 1));
        nodes[level].push_back(node.hash);
      }
      FUZZ_CHECK(head.Root() == NaiveRoot(leaves, 0, i + 1));
      roots.push_back(head.Root());
    }
  }
  std::vector<Hash> leaves;
  // [i]: of the first i + 1 leaves.
  std::vector<Hash> roots;
  std::vector<std::vector<Hash>> nodes;
};

const Tree& TheTree() {
  static const auto* const tree = new Tree;
  return *tree;
}

absl::StatusOr<Hash> ReadNode(int level, uint64_t index) {
  return TheTree().nodes.at(static_cast<size_t>(level)).at(index);
}

// A hash that a forger may have at hand, or of his making.
Hash AnyHash(Input& input) {
  const Tree& tree = TheTree();
  switch (input.Byte() % 4) {
    case 0:
      return tree.leaves[input.Below(kSize)];
    case 1:
      return tree.roots[input.Below(kSize)];
    case 2: {
      const auto& level = tree.nodes[input.Below(tree.nodes.size())];
      return level[input.Below(level.size())];
    }
    default:
      return input.Text();
  }
}

// One change to `hashes`, which may be none.
void Forge(std::vector<Hash>& hashes, Input& input) {
  const size_t at = input.Below(hashes.size() + 1);
  const bool is_in = at < hashes.size();
  switch (input.Byte() % 6) {
    case 0:
      hashes.insert(hashes.begin() + static_cast<std::ptrdiff_t>(at),
                    AnyHash(input));
      break;
    case 1:
      if (is_in) hashes[at] = AnyHash(input);
      break;
    case 2:
      if (is_in) hashes[at] = WithOneChange(hashes[at], input);
      break;
    case 3:
      if (is_in) hashes.erase(hashes.begin() + static_cast<std::ptrdiff_t>(at));
      break;
    case 4:
      std::reverse(hashes.begin(), hashes.end());
      break;
    default:
      // Bytes moved from one hash into the next: together still the same text.
      if (at + 1 < hashes.size()) {
        const size_t count = input.Below(hashes[at].size() + 1);
        const size_t keep = hashes[at].size() - count;
        hashes[at + 1].insert(0, hashes[at].substr(keep));
        hashes[at].resize(keep);
      }
  }
}

void CheckInclusion(Input& input) {
  const Tree& tree = TheTree();
  const uint64_t size = 1 + input.Below(kSize);
  const uint64_t index = input.Below(size);
  const Hash& root = tree.roots[size - 1];
  const std::vector<Hash> honest =
      *audit::InclusionProof(index, size, ReadNode);
  FUZZ_CHECK(
      audit::VerifyInclusion(tree.leaves[index], index, size, honest, root));
  // The leaf travels with the proof: what is forged may be either, or both.
  std::vector<Hash> forged = {tree.leaves[index]};
  forged.insert(forged.end(), honest.begin(), honest.end());
  const std::vector<Hash> all = forged;
  // A node passed off as the leaf, with the rest of the path above it.
  uint64_t at = index;
  for (int i = input.Byte() % 9; i > 0 && forged.size() > 1; --i, at >>= 1) {
    forged[0] = at % 2 == 1 ? NodeHash(forged[1], forged[0])
                            : NodeHash(forged[0], forged[1]);
    forged.erase(forged.begin() + 1);
  }
  for (int i = input.Byte() % 4; i > 0; --i) Forge(forged, input);
  if (forged.empty()) return;
  const std::vector<Hash> proof(forged.begin() + 1, forged.end());
  FUZZ_CHECK(audit::VerifyInclusion(forged[0], index, size, proof, root) ==
             (forged == all));
}

void CheckConsistency(Input& input) {
  const Tree& tree = TheTree();
  const uint64_t size = 1 + input.Below(kSize);
  const uint64_t old_size = 1 + input.Below(size);
  const Hash& old_root = tree.roots[old_size - 1];
  const Hash& root = tree.roots[size - 1];
  const std::vector<Hash> honest =
      *audit::ConsistencyProof(old_size, size, ReadNode);
  FUZZ_CHECK(audit::VerifyConsistency(old_size, size, old_root, root, honest));
  std::vector<Hash> forged = honest;
  Hash claimed = old_root;
  for (int i = input.Byte() % 4; i > 0; --i) Forge(forged, input);
  if (input.Byte() % 2 == 0) claimed = AnyHash(input);
  // A forger who moved bytes in a proof would claim the root that it gives.
  if (input.Byte() % 4 == 0 && forged.size() > 2) {
    claimed = NodeHash(forged[2], forged[0]);
  }
  const bool is_honest = forged == honest && claimed == old_root;
  FUZZ_CHECK(audit::VerifyConsistency(old_size, size, claimed, root, forged) ==
             is_honest);
}

// No size, no index and no hash is the forger's to choose here but the root.
void CheckForeign(Input& input) {
  const uint64_t a = input.Number(8) >> (input.Byte() % 64);
  const uint64_t b = input.Number(8) >> (input.Byte() % 64);
  std::vector<Hash> proof(input.Byte() % 70);
  for (Hash& hash : proof) hash = AnyHash(input);
  const Hash root = audit::LeafHash("a root of no tree");
  const Hash& leaf = TheTree().leaves[0];
  FUZZ_CHECK(!audit::VerifyInclusion(leaf, a, b, proof, root));
  FUZZ_CHECK(!audit::VerifyConsistency(a, b, leaf, root, proof));
  if (a >= b) {
    FUZZ_CHECK(!audit::InclusionProof(a, b, ReadNode).ok());
  }
  if (a > b) {
    FUZZ_CHECK(!audit::ConsistencyProof(a, b, ReadNode).ok());
  }
  // A stored head must have the roots that its size asks for.
  std::string roots;
  for (const Hash& hash : proof) roots += hash;
  const auto head = audit::TreeHead::Make(a, roots);
  if (head.ok()) {
    FUZZ_CHECK(head->size() == a && head->subtree_roots() == roots);
    audit::TreeHead longer = *head;
    const auto made = longer.Append(leaf);
    FUZZ_CHECK(longer.size() == a + 1 && made[0].index == a);
    FUZZ_CHECK(audit::TreeHead::Make(a + 1, longer.subtree_roots()).ok() ||
               a + 2 == 0);
  }
}

}  // namespace
}  // namespace entente::fuzz

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  entente::fuzz::Input input(data, size);
  switch (input.Byte() % 3) {
    case 0:
      entente::fuzz::CheckInclusion(input);
      break;
    case 1:
      entente::fuzz::CheckConsistency(input);
      break;
    default:
      entente::fuzz::CheckForeign(input);
  }
  return 0;
}
