#include "services/common/audit/merkle.h"

#include <random>
#include <string>
#include <vector>

#include "absl/strings/escaping.h"
#include "gtest/gtest.h"

namespace entente::audit {
namespace {

// The leaves and roots that Certificate Transparency implementations share;
// recomputed with Python's hashlib from the definition in RFC 9162, 2.1.1.
const std::vector<std::string>& SharedLeaves() {
  static const auto* const leaves =
      new std::vector<std::string>{"",
                                   "00",
                                   "10",
                                   "2021",
                                   "3031",
                                   "40414243",
                                   "5051525354555657",
                                   "606162636465666768696a6b6c6d6e6f"};
  return *leaves;
}
constexpr const char* kSharedRoots[] = {
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328"};

// The definition of RFC 9162, 2.1.1, word for word.
Hash Oracle(const std::vector<Hash>& leaves, size_t begin, size_t size) {
  if (size == 0) return EmptyRoot();
  if (size == 1) return leaves[begin];
  size_t k = 1;
  while (k * 2 < size) k *= 2;
  return NodeHash(Oracle(leaves, begin, k),
                  Oracle(leaves, begin + k, size - k));
}

// A tree that keeps every node Append returned.
struct Tree {
  explicit Tree(size_t size) {
    for (size_t i = 0; i < size; ++i) {
      leaves.push_back(LeafHash("entry " + std::to_string(i)));
      for (const Node& node : head.Append(leaves.back())) {
        nodes.resize(std::max<size_t>(nodes.size(), node.level + 1));
        EXPECT_EQ(nodes[node.level].size(), node.index);
        nodes[node.level].push_back(node.hash);
      }
      roots.push_back(head.Root());
    }
  }
  absl::StatusOr<Hash> Read(int level, uint64_t index) const {
    return nodes.at(level).at(index);
  }
  TreeHead head;
  std::vector<Hash> leaves;
  // Root of the first i + 1 leaves.
  std::vector<Hash> roots;
  std::vector<std::vector<Hash>> nodes;
};

TEST(MerkleTest, RootsAreThoseOfTheSharedVectors) {
  TreeHead head;
  EXPECT_EQ(absl::BytesToHexString(head.Root()), kSharedRoots[0]);
  for (size_t i = 0; i < SharedLeaves().size(); ++i) {
    head.Append(LeafHash(absl::HexStringToBytes(SharedLeaves()[i])));
    EXPECT_EQ(absl::BytesToHexString(head.Root()), kSharedRoots[i + 1]);
  }
}

TEST(MerkleTest, EveryHeadHasTheRootOfTheDefinition) {
  const Tree tree(130);
  for (size_t size = 1; size <= tree.leaves.size(); ++size) {
    EXPECT_EQ(tree.roots[size - 1], Oracle(tree.leaves, 0, size));
  }
}

TEST(MerkleTest, EveryInclusionProofVerifiesAndNoOtherLeafDoes) {
  const Tree tree(70);
  const auto read = [&](int l, uint64_t i) { return tree.Read(l, i); };
  for (uint64_t size = 1; size <= 70; ++size) {
    for (uint64_t index = 0; index < size; ++index) {
      auto proof = InclusionProof(index, size, read);
      ASSERT_TRUE(proof.ok());
      const Hash& root = tree.roots[size - 1];
      const Hash& leaf = tree.leaves[index];
      EXPECT_TRUE(VerifyInclusion(leaf, index, size, *proof, root));
      const Hash& other = tree.leaves[(index + 1) % 70];
      EXPECT_FALSE(VerifyInclusion(other, index, size, *proof, root));
      EXPECT_FALSE(VerifyInclusion(leaf, index + size, size, *proof, root));
      proof->push_back(leaf);
      EXPECT_FALSE(VerifyInclusion(leaf, index, size, *proof, root));
    }
  }
  EXPECT_FALSE(InclusionProof(70, 70, read).ok());
}

TEST(MerkleTest, EveryConsistencyProofVerifiesAndNoForkDoes) {
  const Tree tree(70);
  const auto read = [&](int l, uint64_t i) { return tree.Read(l, i); };
  for (uint64_t size = 1; size <= 70; ++size) {
    for (uint64_t old_size = 1; old_size <= size; ++old_size) {
      const auto proof = ConsistencyProof(old_size, size, read);
      ASSERT_TRUE(proof.ok());
      const Hash& old_root = tree.roots[old_size - 1];
      const Hash& root = tree.roots[size - 1];
      EXPECT_TRUE(VerifyConsistency(old_size, size, old_root, root, *proof));
      const Hash fork = LeafHash(old_root);
      EXPECT_FALSE(VerifyConsistency(old_size, size, fork, root, *proof));
      EXPECT_FALSE(VerifyConsistency(old_size, size, old_root, fork, *proof));
    }
  }
  EXPECT_FALSE(ConsistencyProof(0, 5, read).ok());
  EXPECT_FALSE(ConsistencyProof(6, 5, read).ok());
}

TEST(MerkleTest, MalformedProofsAreFalseNeverACrash) {
  const unsigned seed = std::random_device{}();
  SCOPED_TRACE(testing::Message() << "seed " << seed);
  std::mt19937_64 random(seed);
  const Tree tree(20);
  for (int round = 0; round < 20000; ++round) {
    std::vector<Hash> proof(random() % 66);
    for (Hash& hash : proof) hash = tree.leaves[random() % 20];
    const uint64_t a = random() >> (random() % 64);
    const uint64_t b = random() >> (random() % 64);
    EXPECT_FALSE(
        VerifyInclusion(tree.leaves[0], a, b, proof, LeafHash("no root")));
    EXPECT_FALSE(
        VerifyConsistency(a, b, tree.roots[3], LeafHash("none"), proof));
  }
}

// SHA-256 sees both halves of a node as one text: bytes moved from one half to
// the other give the same root.
TEST(MerkleTest, D79HashesOfAnotherLengthAreRefused) {
  const Tree tree(7);
  const auto read = [&](int l, uint64_t i) { return tree.Read(l, i); };
  const Hash& root = tree.roots[6];
  std::vector<Hash> proof = *InclusionProof(2, 7, read);
  Hash leaf = tree.leaves[2];
  ASSERT_TRUE(VerifyInclusion(leaf, 2, 7, proof, root));
  proof[0].insert(0, 1, leaf.back());
  leaf.pop_back();
  EXPECT_FALSE(VerifyInclusion(leaf, 2, 7, proof, root));
  // Leaf 2, leaf 3, leaves 0 to 1, leaves 4 to 6.
  proof = *ConsistencyProof(3, 7, read);
  ASSERT_TRUE(VerifyConsistency(3, 7, tree.roots[2], root, proof));
  proof[1].insert(0, 1, proof[0].back());
  proof[0].pop_back();
  const Hash forged_old_root = NodeHash(proof[2], proof[0]);
  EXPECT_FALSE(VerifyConsistency(3, 7, forged_old_root, root, proof));
  EXPECT_FALSE(VerifyConsistency(7, 7, "", "", {}));
}

TEST(MerkleTest, D79TheListOfMalformedProofsIsRefused) {
  const Tree tree(11);
  const auto read = [&](int l, uint64_t i) { return tree.Read(l, i); };
  const Hash& root = tree.roots[10];
  const std::vector<Hash> proof = *InclusionProof(4, 11, read);
  const Hash& leaf = tree.leaves[4];
  ASSERT_TRUE(VerifyInclusion(leaf, 4, 11, proof, root));
  const std::vector<Hash> reversed(proof.rbegin(), proof.rend());
  EXPECT_FALSE(VerifyInclusion(leaf, 4, 11, reversed, root));
  EXPECT_FALSE(VerifyInclusion(leaf, 4, 11, std::vector<Hash>(64, leaf), root));
  // An empty tree holds nothing and is no older tree, whatever its root.
  EXPECT_FALSE(VerifyInclusion(leaf, 0, 0, {}, leaf));
  EXPECT_FALSE(VerifyConsistency(0, 11, root, root, {}));
  EXPECT_FALSE(VerifyConsistency(0, 0, EmptyRoot(), EmptyRoot(), {}));
  EXPECT_FALSE(VerifyConsistency(12, 11, root, root, {}));
}

TEST(MerkleTest, AHeadThatDoesNotFitItsSizeIsRefused) {
  EXPECT_FALSE(TreeHead::Make(3, LeafHash("a")).ok());
  EXPECT_FALSE(TreeHead::Make(1, "short").ok());
  EXPECT_TRUE(TreeHead::Make(0, "").ok());
}

}  // namespace
}  // namespace entente::audit
