// The areas of a municipality, through real stubs.
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "services/indicators/period_fixture_test.h"

namespace entente::indicators {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

// Two municipalities, of which one has a district with a neighbourhood.
class ListAreasTest : public PeriodTest {
 protected:
  ListAreasTest()
      : PeriodTest(*AreaList::Parse("ZP-5339,,Zone,Zone\n"
                                    "21009,ZP-5339,Ixelles,Elsene\n"
                                    "UNKNOWN,,Lieu inconnu,Plaats onbekend\n"
                                    "21004,ZP-5339,Bruxelles,Brussel\n"
                                    "DPI-2,21004,District 2,Wijk 2\n"
                                    "DPI-4,21009,District 4,Wijk 4\n"
                                    "DPI-1,21004,District 1,Wijk 1\n"
                                    "N-21,DPI-2,Quartier,Buurt\n")) {}

  absl::StatusOr<v1::ListAreasResponse> List(
      const std::string& parent = kSampleMunicipality, int page_size = 0,
      const std::string& token = "") {
    v1::ListAreasRequest request;
    request.set_parent(parent);
    request.set_page_size(page_size);
    request.set_page_token(token);
    auto stub = service_.Stub<v1::DefinitionService>();
    auto context = service_.harness().Context("zone5339", {"zone"});
    v1::ListAreasResponse response;
    const absl::Status status =
        channel::FromWire(stub->ListAreas(context.get(), request, &response));
    if (!status.ok()) return status;
    return response;
  }
  // Code and parent of each.
  static std::vector<std::string> Listed(
      const absl::StatusOr<v1::ListAreasResponse>& list) {
    std::vector<std::string> said;
    EXPECT_TRUE(list.ok()) << list.status();
    if (!list.ok()) return said;
    for (const v1::Area& area : list->areas()) {
      said.push_back(absl::StrCat(area.code(), " ", area.parent()));
    }
    return said;
  }
};

TEST_F(ListAreasTest, EachStandsBeforeThoseBelowItAndTheUnknownLast) {
  const auto list = List();
  EXPECT_THAT(Listed(list),
              ElementsAre("21004 ZP-5339", "DPI-2 21004", "DPI-1 21004",
                          "N-21 DPI-2", "UNKNOWN "));
  EXPECT_EQ(list->areas(0).title().fr(), "Bruxelles");
  EXPECT_EQ(list->areas(0).title().nl(), "Brussel");
  EXPECT_EQ(list->next_page_token(), "");
}

TEST_F(ListAreasTest, PagesFollowEachOther) {
  const auto first = List(kSampleMunicipality, 2);
  EXPECT_THAT(Listed(first), ElementsAre("21004 ZP-5339", "DPI-2 21004"));
  const auto second = List(kSampleMunicipality, 3, first->next_page_token());
  EXPECT_THAT(Listed(second),
              ElementsAre("DPI-1 21004", "N-21 DPI-2", "UNKNOWN "));
  EXPECT_EQ(second->next_page_token(), "");
}

TEST_F(ListAreasTest, OfAnotherMunicipalityTheListSaysItsOwnOrNothing) {
  EXPECT_THAT(Listed(List("municipalities/21009")),
              ElementsAre("21009 ZP-5339", "DPI-4 21009", "UNKNOWN "));
  EXPECT_THAT(Listed(List("municipalities/21013")), IsEmpty());
  EXPECT_EQ(ErrorReason(List("municipalities/DPI-1").status()), "NAME_INVALID");
  EXPECT_EQ(ErrorReason(List(kSampleMunicipality, 0, "x").status()),
            "PAGE_TOKEN_INVALID");
}

}  // namespace
}  // namespace entente::indicators
