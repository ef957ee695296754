#include "services/common/audit/consistency_proof.h"

#include <string>
#include <utility>
#include <vector>

#include "gtest/gtest.h"
#include "services/common/audit/bundle_fixture.h"
#include "services/common/base/error.h"

namespace entente::audit {
namespace {

using Entries = std::vector<std::string>;

class GrowthTest : public testing::Test {
 protected:
  GrowthProof Growth(uint64_t kept, uint64_t later) const {
    return {SampleNote(entries_, kept), nodes_.Consistency(kept, later),
            SampleNote(entries_, later)};
  }
  static std::string Reason(const GrowthProof& proof) {
    const absl::Status status =
        JudgeGrowth(proof, SampleSigner().verifier()).status();
    if (status.ok()) return "";
    EXPECT_FALSE(GetErrorDetail(status)->sentence.fr.empty());
    EXPECT_FALSE(GetErrorDetail(status)->sentence.nl.empty());
    return ErrorReason(status);
  }

  static constexpr uint64_t kCount = 21;
  const Entries entries_ = SampleEntries(kCount);
  const SampleNodes nodes_{entries_};
};

TEST_F(GrowthTest, ALogThatOnlyGrewIsProvenFromEachSizeToEach) {
  for (uint64_t kept = 1; kept <= kCount; ++kept) {
    for (uint64_t later = kept; later <= kCount; ++later) {
      EXPECT_EQ(Reason(Growth(kept, later)), "") << kept << " to " << later;
    }
  }
}

TEST_F(GrowthTest, ARewrittenLogIsProvenByNoHashesOfItsOwn) {
  Entries other = entries_;
  other[2] = SampleEntry(2, "INVENTED");
  const SampleNodes others(other);
  for (uint64_t kept = 3; kept < kCount; ++kept) {
    const GrowthProof forged{SampleNote(entries_, kept),
                             others.Consistency(kept, kCount),
                             SampleNote(other, kCount)};
    EXPECT_EQ(Reason(forged), "AUDIT_GROWTH_UNPROVEN") << kept;
    EXPECT_EQ(
        Reason({forged.kept, nodes_.Consistency(kept, kCount), forged.later}),
        "AUDIT_GROWTH_UNPROVEN")
        << kept;
  }
  EXPECT_EQ(
      Reason({SampleNote(entries_, kCount), {}, SampleNote(other, kCount)}),
      "AUDIT_LOG_FORKED");
}

TEST_F(GrowthTest, AShorterLogAnEmptyOneAndOtherKeysAreNamed) {
  EXPECT_EQ(Reason({SampleNote(entries_, 8), {}, SampleNote(entries_, 7)}),
            "AUDIT_LOG_ROLLED_BACK");
  EXPECT_EQ(Reason({SampleNote(entries_, 0), {}, SampleNote(entries_, 7)}),
            "AUDIT_KEPT_EMPTY");
  const GrowthProof good = Growth(8, 13);
  EXPECT_EQ(Reason({"", good.hashes, good.later}), "AUDIT_KEPT_WRONG");
  EXPECT_EQ(Reason({good.kept, good.hashes, ""}), "AUDIT_CHECKPOINT_WRONG");
  const NoteSigner other = *NoteSigner::Make(SampleSigner().verifier().name(),
                                             std::string(32, '\x09'));
  EXPECT_EQ(ErrorReason(JudgeGrowth(good, other.verifier()).status()),
            "AUDIT_KEPT_WRONG");
}

TEST_F(GrowthTest, NothingOfAProofMayBeChanged) {
  for (const auto& [kept, later] :
       std::vector<std::pair<uint64_t, uint64_t>>{{8, 21}, {13, 20}, {7, 7}}) {
    const GrowthProof good = Growth(kept, later);
    for (size_t i = 0; i < good.kept.size(); ++i) {
      GrowthProof bad = good;
      bad.kept[i] ^= 1;
      EXPECT_EQ(Reason(bad), "AUDIT_KEPT_WRONG") << i;
      bad = good;
      if (i < bad.later.size()) bad.later[i] ^= 1;
      EXPECT_EQ(Reason(bad),
                i < bad.later.size() ? "AUDIT_CHECKPOINT_WRONG" : "")
          << i;
    }
    for (size_t i = 0; i < good.hashes.size(); ++i) {
      GrowthProof bad = good;
      bad.hashes[i][7] ^= 1;
      EXPECT_EQ(Reason(bad), "AUDIT_GROWTH_UNPROVEN") << i;
      bad = good;
      bad.hashes.erase(bad.hashes.begin() + static_cast<int64_t>(i));
      EXPECT_EQ(Reason(bad), "AUDIT_GROWTH_UNPROVEN") << i;
      bad.hashes = good.hashes;
      bad.hashes[i].pop_back();
      EXPECT_EQ(Reason(bad), "AUDIT_GROWTH_UNPROVEN") << i;
    }
    GrowthProof longer = good;
    longer.hashes.push_back(Hash(kHashBytes, 'x'));
    EXPECT_EQ(Reason(longer), "AUDIT_GROWTH_UNPROVEN");
  }
}

}  // namespace
}  // namespace entente::audit
