// The provider's keys: renewed, unreadable, garbage, old (abuse list, 123).
#include "services/common/gate/key_keeper.h"

#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <memory>
#include <string>
#include <utility>

#include "gtest/gtest.h"
#include "services/common/gate/token_issuer.h"

namespace entente::gate {
namespace {

// A source that a test fills, empties and counts.
struct Supply {
  absl::StatusOr<std::string> text = std::string();
  int fetched = 0;
};

class SuppliedSource final : public KeySource {
 public:
  SuppliedSource(Supply& supply, absl::Duration period)
      : supply_(supply), period_(period) {}
  absl::StatusOr<std::string> Fetch() override {
    ++supply_.fetched;
    return supply_.text;
  }
  absl::Duration period() const override { return period_; }
  std::string name() const override { return "supply"; }

 private:
  Supply& supply_;
  const absl::Duration period_;
};

class KeyKeeperTest : public ::testing::Test {
 protected:
  KeyKeeperTest()
      : one_(*Issuer::Generate(TokenAlgorithm::kEs256, "key-1")),
        two_(*Issuer::Generate(TokenAlgorithm::kEs256, "key-2")),
        verifier_(KeySet(), {.issuer = kDevIssuer, .audience = kDevAudience},
                  clock_),
        keeper_(std::make_unique<SuppliedSource>(supply_, absl::Minutes(5)),
                verifier_, clock_) {
    supply_.text = one_.Jwks();
  }

  // "" when a fresh token of `issuer` is accepted, else the cause.
  std::string Cause(const Issuer& issuer) {
    return CauseOf(
        *issuer.SignToken({.subject = "p-1001", .issued = clock_.Now()}));
  }
  std::string CauseOf(const std::string& token) {
    return std::string(verifier_.Verify(token, [] { return std::string(); })
                           .status()
                           .message());
  }

  FakeClock clock_{absl::FromUnixSeconds(1'800'000'000)};
  Issuer one_;
  Issuer two_;
  Supply supply_;
  TokenVerifier verifier_;
  KeyKeeper keeper_;
};

TEST_F(KeyKeeperTest, RenewedKeysReplaceTheOldOnesAtTheNextLook) {
  ASSERT_TRUE(keeper_.Refresh().ok());
  EXPECT_EQ(Cause(one_), "");
  supply_.text = two_.Jwks();
  ASSERT_TRUE(keeper_.RefreshIfDue().ok());
  EXPECT_EQ(supply_.fetched, 1) << "it is not time yet";
  clock_.Advance(absl::Minutes(5));
  ASSERT_TRUE(keeper_.RefreshIfDue().ok());
  EXPECT_EQ(Cause(two_), "");
  EXPECT_EQ(Cause(one_), kKidUnknown);
}

TEST_F(KeyKeeperTest, ATokenOfWithdrawnKeysIsForgottenWithThem) {
  ASSERT_TRUE(keeper_.Refresh().ok());
  const std::string token =
      *one_.SignToken({.subject = "p-1001", .issued = clock_.Now()});
  ASSERT_EQ(CauseOf(token), "");
  supply_.text = two_.Jwks();
  ASSERT_TRUE(keeper_.Refresh().ok());
  EXPECT_EQ(CauseOf(token), kKidUnknown);
}

TEST_F(KeyKeeperTest, F123LastGoodKeysServeAnHourAndThenNobody) {
  ASSERT_TRUE(keeper_.Refresh().ok());
  for (const absl::StatusOr<std::string>& bad :
       {absl::StatusOr<std::string>(absl::UnavailableError("unreachable")),
        absl::StatusOr<std::string>("garbage"), absl::StatusOr<std::string>(""),
        absl::StatusOr<std::string>(R"({"keys":[]})"),
        absl::StatusOr<std::string>(std::string(kJwksBytesMax + 1, ' '))}) {
    supply_.text = bad;
    clock_.Advance(absl::Minutes(12));
    EXPECT_FALSE(keeper_.RefreshIfDue().ok());
    EXPECT_EQ(Cause(one_), "");
  }
  const std::string remembered =
      *one_.SignToken({.subject = "p-1001", .issued = clock_.Now()});
  ASSERT_EQ(CauseOf(remembered), "");
  clock_.Advance(absl::Seconds(1));
  // Not even asked again: the hour ends by itself.
  EXPECT_EQ(Cause(one_), kKeysStale);
  EXPECT_EQ(CauseOf(remembered), kKeysStale);
  supply_.text = one_.Jwks();
  EXPECT_TRUE(keeper_.Refresh().ok());
  EXPECT_EQ(Cause(one_), "");
}

TEST_F(KeyKeeperTest, AClockSetBackDoesNotLengthenTheHour) {
  ASSERT_TRUE(keeper_.Refresh().ok());
  supply_.text = absl::UnavailableError("unreachable");
  clock_.Advance(-absl::Hours(24));
  EXPECT_FALSE(keeper_.RefreshIfDue().ok());
  clock_.Advance(absl::Hours(1));
  EXPECT_EQ(Cause(one_), "");
  clock_.Advance(absl::Seconds(1));
  EXPECT_EQ(Cause(one_), kKeysStale);
}

TEST_F(KeyKeeperTest, AFailedSourceIsAskedAgainSoonButNotAtOnce) {
  ASSERT_TRUE(keeper_.Refresh().ok());
  supply_.text = absl::UnavailableError("unreachable");
  EXPECT_FALSE(keeper_.Refresh().ok());
  supply_.fetched = 0;
  clock_.Advance(absl::Seconds(29));
  EXPECT_TRUE(keeper_.RefreshIfDue().ok());
  EXPECT_EQ(supply_.fetched, 0);
  clock_.Advance(absl::Seconds(1));
  EXPECT_FALSE(keeper_.RefreshIfDue().ok());
  EXPECT_EQ(supply_.fetched, 1);
}

TEST_F(KeyKeeperTest, UnknownKeysCannotMakeTheServiceAskWithoutEnd) {
  ASSERT_TRUE(keeper_.Refresh().ok());
  supply_.fetched = 0;
  for (int second = 0; second < 60; ++second) {
    for (int i = 0; i < 20; ++i) keeper_.RefreshOnDemand();
    clock_.Advance(absl::Seconds(1));
  }
  EXPECT_EQ(supply_.fetched, 6);
}

TEST_F(KeyKeeperTest, AFileIsReadAgainWhenItsBytesChange) {
  const std::string path = (std::filesystem::temp_directory_path() /
                            ("entente-keys-" + std::to_string(getpid())))
                               .string();
  KeyKeeper keeper(MakeFileKeySource(path), verifier_, clock_);
  EXPECT_FALSE(keeper.Refresh().ok()) << "no file";
  std::ofstream(path) << one_.Jwks();
  clock_.Advance(absl::Seconds(1));
  EXPECT_TRUE(keeper.RefreshIfDue().ok());
  EXPECT_EQ(Cause(one_), "");
  std::ofstream(path) << two_.Jwks();
  clock_.Advance(absl::Seconds(1));
  EXPECT_TRUE(keeper.RefreshIfDue().ok());
  EXPECT_EQ(Cause(two_), "");
  std::filesystem::remove(path);
  std::filesystem::create_directory(path);
  clock_.Advance(absl::Seconds(1));
  EXPECT_FALSE(keeper.RefreshIfDue().ok()) << "a folder";
  EXPECT_EQ(Cause(two_), "");
  std::filesystem::remove(path);
}

}  // namespace
}  // namespace entente::gate
