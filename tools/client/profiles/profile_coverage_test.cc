#include "tools/client/profiles/profile_coverage.h"

#include <algorithm>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/conventions/document/parser.h"
#include "services/conventions/profiles/profile_loader.h"

namespace entente::client {
namespace {

namespace v1 = entente::conventions::v1;
using ::testing::Contains;
using ::testing::IsEmpty;

std::string FileText(const std::string& path) {
  std::ifstream stream(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(stream),
          std::istreambuf_iterator<char>()};
}

class ProfileCoverageTest : public ::testing::Test {
 protected:
  void SetUp() override {
    const auto parsed = conventions::ParseConvention(
        FileText("tools/samples/montclair.fr.txt"));
    ASSERT_TRUE(parsed.ok()) << parsed.status();
    convention_ = *parsed;
    const auto profile = conventions::ParseProfile(
        FileText("services/conventions/profiles/"
                 "sample-montclair-2024-2025.textproto"));
    ASSERT_TRUE(profile.ok()) << profile.status();
    profile_ = *profile;
  }
  v1::Convention convention_;
  v1::ContractProfile profile_;
};

TEST_F(ProfileCoverageTest, TheSamplesProfileCoversEveryIndicator) {
  const ProfileCoverage coverage = CoverageOf(profile_, convention_);
  EXPECT_TRUE(coverage.is_of_term);
  EXPECT_TRUE(coverage.is_of_municipality);
  EXPECT_GE(coverage.indicators, 11);
  EXPECT_EQ(coverage.indicators_mapped, coverage.indicators);
  EXPECT_GE(coverage.results_mapped, 1);
  EXPECT_GE(coverage.results, coverage.results_mapped);
  for (const ProfileCoverage::Label& label : coverage.unmapped) {
    EXPECT_TRUE(label.is_expected_result) << label.text;
  }
}

TEST_F(ProfileCoverageTest, ALabelThatNoMappingCoversIsSaidWithItsLine) {
  const ProfileCoverage before = CoverageOf(profile_, convention_);
  profile_.mutable_labels()->DeleteSubrange(0, 1);
  const ProfileCoverage coverage = CoverageOf(profile_, convention_);
  EXPECT_EQ(coverage.indicators, before.indicators);
  EXPECT_EQ(coverage.indicators_mapped, before.indicators_mapped - 1);
  const auto found =
      std::find_if(coverage.unmapped.begin(), coverage.unmapped.end(),
                   [](const auto& one) { return !one.is_expected_result; });
  ASSERT_TRUE(found != coverage.unmapped.end());
  EXPECT_GT(found->line, 0);
  EXPECT_THAT(
      convention_.nodes(), Contains(::testing::Truly([&](const v1::Node& node) {
        return node.line() == found->line && node.text() == found->text &&
               node.kind() == v1::Node::KIND_INDICATOR;
      })));
}

TEST_F(ProfileCoverageTest, AMappingThatMatchesNothingIsSaid) {
  const size_t before = CoverageOf(profile_, convention_).unmatched.size();
  v1::LabelMapping& wrong = *profile_.add_labels();
  wrong.set_label("Nombre de licornes");
  wrong.add_measure_codes("staff_recruited");
  // An indicator is no expected result.
  v1::LabelMapping& other = *profile_.add_labels();
  other = profile_.labels(0);
  other.set_is_expected_result(true);
  const std::vector<int> unmatched =
      CoverageOf(profile_, convention_).unmatched;
  EXPECT_EQ(unmatched.size(), before + 2);
  EXPECT_THAT(unmatched, Contains(profile_.labels_size() - 1));
  EXPECT_THAT(unmatched, Contains(profile_.labels_size() - 2));
}

TEST_F(ProfileCoverageTest, AnotherTermOrMunicipalityIsSaid) {
  v1::ContractProfile later = profile_;
  later.mutable_valid_until()->set_year(2026);
  EXPECT_FALSE(CoverageOf(later, convention_).is_of_term);
  convention_.set_municipality("Etterbeek");
  profile_.set_municipality_code("21005");
  EXPECT_TRUE(CoverageOf(profile_, convention_).is_of_municipality);
  profile_.set_municipality_code("21004");
  EXPECT_FALSE(CoverageOf(profile_, convention_).is_of_municipality);
  // Nothing is said of what is no code.
  profile_.set_municipality_code("?");
  EXPECT_TRUE(CoverageOf(profile_, convention_).is_of_municipality);
}

TEST_F(ProfileCoverageTest, AnEmptyProfileMapsNothing) {
  const ProfileCoverage coverage =
      CoverageOf(v1::ContractProfile(), convention_);
  EXPECT_EQ(coverage.indicators_mapped, 0);
  EXPECT_EQ(coverage.results_mapped, 0);
  EXPECT_EQ(static_cast<int>(coverage.unmapped.size()),
            coverage.indicators + coverage.results);
  EXPECT_THAT(coverage.unmatched, IsEmpty());
}

}  // namespace
}  // namespace entente::client
