#include "tools/client/area_question.h"

#include <utility>

#include "absl/status/status.h"
#include "gtest/gtest.h"

namespace entente::client {
namespace {

namespace v1 = entente::indicators::v1;

v1::ListAreasResponse Sample() {
  v1::ListAreasResponse response;
  for (const auto& [code, parent] :
       {std::pair{"21004", "ZP-5339"}, std::pair{"DPI-1", "21004"}}) {
    v1::Area& area = *response.add_areas();
    area.set_code(code);
    area.set_parent(parent);
  }
  response.mutable_areas(1)->mutable_title()->set_nl("Nabijheidsdirectie 1");
  return response;
}

TEST(AreaQuestionTest, AServiceThatIsOlderThanItsListOfAreasTellsNone) {
  const auto older = AreasOf(absl::UnimplementedError("ListAreas"));
  ASSERT_TRUE(older.ok()) << older.status();
  EXPECT_TRUE(older->areas().empty());
  // Nothing else is taken for that.
  EXPECT_TRUE(
      absl::IsUnavailable(AreasOf(absl::UnavailableError("down")).status()));
  const auto told = AreasOf(Sample());
  ASSERT_TRUE(told.ok()) << told.status();
  EXPECT_EQ(told->areas().size(), 2u);
}

TEST(AreaQuestionTest, AreasInAnAreaAreNamedOnlyWhereAnyLiesInIt) {
  const AreaTree areas(Sample().areas());
  const Sentence city = AreaSentence(areas, "21004");
  EXPECT_EQ(city.en, "In 21004 and the areas in it.\n");
  EXPECT_EQ(city.fr, "Dans 21004 et les lieux qui en font partie.\n");
  EXPECT_EQ(city.nl, "In 21004 en de gebieden erin.\n");
  const Sentence district = AreaSentence(areas, "DPI-1");
  EXPECT_EQ(district.en, "In DPI-1 Nabijheidsdirectie 1.\n");
  EXPECT_EQ(district.fr, "Dans DPI-1 Nabijheidsdirectie 1.\n");
  EXPECT_EQ(district.nl, "In DPI-1 Nabijheidsdirectie 1.\n");
}

}  // namespace
}  // namespace entente::client
