// Signed files of a drop folder, and what its configuration must say.
#include <filesystem>
#include <string>

#include "google/protobuf/text_format.h"
#include "tools/client/delivery/batch_signature.h"
#include "tools/client/delivery/drop_worker_fixture_test.h"

namespace entente::client {
namespace {

class SignedDropTest : public DropWorkerTest {
 protected:
  void SetUp() override {
    DropWorkerTest::SetUp();
    ASSERT_TRUE(MakeSigningKey(keys_.path() + "/k").ok());
    seed_ = *LoadSigningKey(keys_.path() + "/k");
    rules_.public_keys = {*LoadPublicKey(keys_.path() + "/k.pub")};
    rules_.is_signature_required = true;
  }
  std::string Reason(const std::string& name) const {
    return Receipt(name).reason();
  }

  const store::TemporaryFolder keys_;
  std::string seed_;
};

TEST_F(SignedDropTest, OnlyWhatTheSourceSignedIsTaken) {
  Put("good.csv.sig", *SignBatch(seed_, kGood));
  Put("good.csv", kGood);
  Put("changed.csv.sig", *SignBatch(seed_, kGood));
  Put("changed.csv", std::string(kGood) + "event-03;n;2024-03;X;9\n");
  Put("unsigned.csv", kGood);
  Put("odd.csv.sig", "x");
  Put("odd.csv", kGood);
  Put("huge.csv.sig", std::string(1 << 20, 'A'));
  Put("huge.csv", kGood);
  const DropRound round = Run();
  EXPECT_EQ(round.done, 1);
  EXPECT_EQ(round.quarantined, 4);
  EXPECT_EQ(Reason("changed.csv"), "SIGNATURE_WRONG");
  EXPECT_EQ(Reason("unsigned.csv"), "SIGNATURE_MISSING");
  EXPECT_EQ(Reason("odd.csv"), "SIGNATURE_MALFORMED");
  EXPECT_EQ(Reason("huge.csv"), "SIGNATURE_MALFORMED");
  EXPECT_EQ(Receipt("good.csv").signed_by().size(), 64u);
  EXPECT_EQ(Receipt("changed.csv").signed_by(), "");
  EXPECT_TRUE(Is(DropFolder::kDone, "good.csv.sig"));
  EXPECT_TRUE(Is(DropFolder::kQuarantine, "changed.csv.sig"));
  EXPECT_EQ(service_.events.size(), 2u);
}

TEST_F(SignedDropTest, ASignatureThatNobodyCanCheckIsNotPassedOver) {
  rules_.is_signature_required = false;
  Put("a.csv", kGood);
  Put("b.csv.sig", *SignBatch(std::string(32, 's'), kGood));
  Put("b.csv", kGood);
  EXPECT_EQ(Run().quarantined, 1);
  EXPECT_EQ(Reason("b.csv"), "SIGNATURE_WRONG");
  rules_.public_keys.clear();
  Put("c.csv.sig", *SignBatch(seed_, kGood));
  Put("c.csv", kGood);
  EXPECT_EQ(Run().quarantined, 1);
  EXPECT_EQ(Reason("c.csv"), "SIGNATURE_UNEXPECTED");
}

// As root nothing is unreadable but what is no file.
TEST_F(SignedDropTest, ASignatureThatCannotBeReadIsNotAsIfThereWereNone) {
  rules_.is_signature_required = false;
  Put("a.csv", kGood);
  fs::create_symlink("a.csv",
                     folder_->PathOf(DropFolder::kIncoming, "a.csv.sig"));
  EXPECT_EQ(Run().quarantined, 1);
  EXPECT_EQ(Reason("a.csv"), "SIGNATURE_UNREADABLE");
  EXPECT_TRUE(service_.events.empty());
}

TEST(WatchConfigTest, WhatIsMissingIsSaid) {
  const auto reason = [](const std::string& text) {
    v1::WatchConfig config;
    EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(text, &config));
    return ErrorReason(MakeWatchRules(config, "deploy/deliveries").status());
  };
  EXPECT_EQ(reason("source: 's' inputs { pattern: '*' }"), "");
  EXPECT_EQ(reason("inputs { pattern: '*' }"), "WATCH_CONFIG");
  EXPECT_EQ(reason("source: 's'"), "WATCH_CONFIG");
  EXPECT_EQ(reason("source: 's' inputs {}"), "WATCH_CONFIG");
  EXPECT_EQ(reason("source: 's' inputs { pattern: '*' } "
                   "is_signature_required: true"),
            "WATCH_CONFIG");
  EXPECT_EQ(reason("source: 's' inputs { pattern: '*' mapping_file: 'none' }"),
            "FILE_UNREADABLE");
  EXPECT_EQ(reason("source: 's' inputs { pattern: '*' "
                   "mapping_file: 'police-actions.textproto' }"),
            "ID_KEY");
  EXPECT_EQ(reason("source: 's' inputs { pattern: '*' } "
                   "public_key_files: 'README.md'"),
            "SIGNING_KEY");
}

}  // namespace
}  // namespace entente::client
