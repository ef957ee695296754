// Files of areas that are refused, each by its line.
#include <optional>
#include <string>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/common/base/error.h"
#include "services/indicators/area_rules.h"

namespace entente::indicators {
namespace {

using testing::HasSubstr;

// Line and sentence of why `text` is refused.
std::string AreasRefused(const std::string& text) {
  const absl::Status status = AreaList::Parse(text).status();
  const std::optional<ErrorDetail> detail = GetErrorDetail(status);
  if (!detail.has_value()) return "";
  EXPECT_EQ(detail->reason, "AREA_FILE_INVALID");
  return detail->sentence.en;
}

TEST(AreaFileTest, AListThatIsNoTreeIsRefusedByItsLine) {
  const std::string head = "# Ours.\n21004,,a,b\n";
  const std::string tail = "UNKNOWN,,a,b\n";
  EXPECT_EQ(AreasRefused(head + "DPI-1,21004,a,b\nN-11,DPI-1,a,b\n" + tail),
            "");
  // In nothing, above what it lies in, in a circle, in itself.
  for (const char* const lines :
       {"DPI-1,99999,a,b\n", "N-11,DPI-1,a,b\nDPI-1,21004,a,b\n",
        "DPI-1,N-11,a,b\nN-11,DPI-1,a,b\n", "DPI-1,DPI-1,a,b\n"}) {
    EXPECT_EQ(AreasRefused(absl::StrCat(head, lines, tail)),
              "Area file, line 3: the parent does not stand above.")
        << lines;
  }
  EXPECT_EQ(AreasRefused(head + "DPI-1,,a,b\nDPI-1,21004,a,b\n" + tail),
            "Area file, line 4: the code stands twice.");
  EXPECT_EQ(AreasRefused(head + tail + "N-11,UNKNOWN,a,b\n"),
            "Area file, line 4: UNKNOWN has no parent and is none.");
  EXPECT_EQ(AreasRefused(head + "UNKNOWN,21004,a,b\n"),
            "Area file, line 3: UNKNOWN has no parent and is none.");
  EXPECT_THAT(AreasRefused(head), HasSubstr("the code UNKNOWN is missing"));
}

// As spreadsheets save them, among others.
TEST(AreaFileTest, ALineThatNamesNoAreaIsRefused) {
  const std::string head = "21004,,a,b\n";
  const std::string tail = "UNKNOWN,,a,b\n";
  for (const char* const line :
       {"DPI-1;21004;a;b\n", "DPI-1,21004,a\n", "DPI-1,21004,a,b,c\n",
        "dpi-1,21004,a,b\n", "ABCDEFGHIJKLMNOPQ,21004,a,b\n"}) {
    EXPECT_EQ(AreasRefused(absl::StrCat(head, line, tail)),
              "Area file, line 2: expected code,parent,fr,nl with a code "
              "[A-Z0-9-].")
        << line;
  }
  for (const char* const line :
       {"DPI-1,21004,,b\n", "DPI-1,21004,a,\n", "DPI-1,21004,Libert\xe9,b\n",
        "DPI-1,21004,a\tb,b\n", "DPI-1,21004,  ,b\n"}) {
    EXPECT_THAT(AreasRefused(absl::StrCat(head, line, tail)),
                HasSubstr("line 2: expected a name in French and one in Dutch"))
        << line;
  }
}

TEST(AreaFileTest, BlanksAroundANameAreNotPartOfIt) {
  const absl::StatusOr<AreaList> areas =
      AreaList::Parse("21004,, La commune , De gemeente \nUNKNOWN,,a,b\n");
  ASSERT_TRUE(areas.ok()) << areas.status();
  EXPECT_EQ(areas->areas()[0].fr, "La commune");
  EXPECT_EQ(areas->areas()[0].nl, "De gemeente");
}

// As Excel saves "CSV UTF-8".
TEST(AreaFileTest, AByteOrderMarkIsSkippedAtTheStartAlone) {
  const std::string mark = "\xef\xbb\xbf";
  const std::string text = "21004,,a,b\nUNKNOWN,,a,b\n";
  EXPECT_EQ(AreasRefused(mark + text), "");
  EXPECT_EQ(AreasRefused(mark + "# Ours.\n" + text), "");
  for (const std::string& other : {mark + mark + text, text + mark + text}) {
    EXPECT_THAT(AreasRefused(other), HasSubstr("expected code,parent,fr,nl"));
  }
}

}  // namespace
}  // namespace entente::indicators
