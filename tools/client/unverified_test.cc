#include "tools/client/unverified.h"

#include "gtest/gtest.h"

namespace entente::client {
namespace {

TEST(UnverifiedTest, OnlyWhatIsBookedUnderAnUnverifiedCategoryIsMarked) {
  conventions::v1::RegulationProfile profile;
  for (const char* code : {"personnel", "operating", "investment"}) {
    profile.add_categories()->set_code(code);
  }
  profile.mutable_categories(1)->set_is_verified(true);
  UnverifiedCategories unverified(profile);
  EXPECT_EQ(unverified.MarkOf("x/lines/so-01-operating"), "");
  // Of another profile: nothing is known of it here.
  EXPECT_EQ(unverified.MarkOf("x/lines/so-01-travel"), "");
  EXPECT_EQ(unverified.Note().en, "");
  EXPECT_EQ(unverified.MarkOf("x/lines/so-01-personnel"), "*");
  EXPECT_EQ(unverified.MarkOf("x/lines/so-02-personnel"), "*");
  // Investment was not seen.
  EXPECT_EQ(unverified.Note().fr,
            "* Catégories de coûts non vérifiées dans l'arrêté : personnel.");
}

}  // namespace
}  // namespace entente::client
