// What people add to a measure, as it is sent.
#include "tools/client/settings_input.h"

#include <string>

#include "gtest/gtest.h"
#include "tools/client/version_input.h"

namespace entente::client {
namespace {

using indicators::v1::MeasureSettings;

// As it is sent.
MeasureSettings Next() {
  MeasureSettings next;
  next.set_name("municipalities/99999/measures/talks/settings");
  next.set_reason("Comptage repris par la zone");
  next.add_allowed_sources("zone5339");
  next.mutable_first_month()->set_year(2018);
  return next;
}

// The same as the list of versions has it.
MeasureSettings Made(int version) {
  MeasureSettings made = Next();
  made.set_version(version);
  made.set_office("coordinator");
  made.mutable_update_time()->set_seconds(1);
  made.set_etag(std::to_string(version));
  return made;
}

TEST(SettingsInputTest, ARetryComesAfterTheSameVersionAsTheFirst) {
  EXPECT_EQ(EtagBefore(Next(), {}, /*may_be_retry=*/true), "0");
  EXPECT_EQ(EtagBefore(Next(), Made(1), /*may_be_retry=*/true), "0");
  EXPECT_EQ(EtagBefore(Next(), Made(3), /*may_be_retry=*/true), "2");
}

TEST(SettingsInputTest, AnythingElseComesAfterTheLatestVersion) {
  MeasureSettings other = Made(3);
  other.set_is_sensitive(true);
  EXPECT_EQ(EtagBefore(Next(), other, /*may_be_retry=*/true), "3");
  MeasureSettings why = Made(3);
  why.set_reason("Décision du collège");
  EXPECT_EQ(EtagBefore(Next(), why, /*may_be_retry=*/true), "3");
  EXPECT_EQ(EtagBefore(Next(), Made(3), /*may_be_retry=*/false), "3");
}

TEST(SettingsInputTest, TheNextVersionSaysNothingThatTheServiceWrites) {
  MeasureSettings said = Next();
  said.clear_reason();
  EXPECT_EQ(NextOf(Made(2)).SerializeAsString(), said.SerializeAsString());
}

}  // namespace
}  // namespace entente::client
