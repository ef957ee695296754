// Files of our own field names that say codes of lists, in each of the forms.
#include "tools/client/delivery/plain_lists.h"

#include <map>
#include <sstream>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/common/base/error.h"
#include "tools/client/delivery/delivery_input.h"

namespace entente::client {
namespace {

namespace v1 = entente::indicators::v1;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

// "event-0001 trainings 5 audience=youth" of each row, or "column REASON
// field"; or the reason for which the file is refused.
std::vector<std::string> Rows(const std::string& name,
                              const std::string& text) {
  std::istringstream in(text);
  FileFacts facts;
  const auto input = OpenDelivery(in, name, PlainMapping(FormatOfName(name)),
                                  "", kFileBytesMaxDefault, facts);
  if (!input.ok()) return {ErrorReason(input.status())};
  std::vector<std::string> rows;
  MappedRow row;
  int64_t line = 0;
  while (input->rows->NextRow(row, line)) {
    if (row.reason != nullptr) {
      rows.push_back(absl::StrCat(row.column, " ", row.reason, " ", row.field));
      continue;
    }
    std::string said = absl::StrCat(row.observation.event_id(), " ",
                                    row.observation.measure_code(), " ",
                                    row.observation.value());
    const std::map<std::string, std::string> sorted(
        row.observation.breakdown().begin(), row.observation.breakdown().end());
    for (const auto& [list, code] : sorted) {
      absl::StrAppend(&said, " ", list, "=", code);
    }
    rows.push_back(said);
  }
  return rows;
}

TEST(PlainListsTest, ColumnsOfACsvNameThem) {
  EXPECT_THAT(Rows("a.csv",
                   "event_id;measure;date;area;value;breakdown.audience;"
                   "\"breakdown.theme\"\n"
                   "event-0001;trainings;2018-03-01;21004;5;youth;\n"
                   "event-0002;trainings;2018-03-01;21004;6;unknown;bdo\n"),
              ElementsAre("event-0001 trainings 5 audience=youth",
                          "event-0002 trainings 6 audience=unknown theme=bdo"));
  // One that is none stays unknown, and a file without any is as before.
  EXPECT_THAT(Rows("a.csv",
                   "event_id;measure;date;area;value;breakdown.Été\n"
                   "event-0001;trainings;2018-03-01;21004;5;x\n"),
              ElementsAre("CSV_COLUMN_UNKNOWN"));
  EXPECT_THAT(Rows("a.csv",
                   "event_id;measure;date;area;value\n"
                   "event-0001;trainings;2018-03-01;21004;5\n"),
              ElementsAre("event-0001 trainings 5"));
}

TEST(PlainListsTest, AnObjectOfNdjsonNamesThem) {
  const std::string head =
      R"("measure":"trainings","date":"2018-03-01","area":"21004","value":5)";
  EXPECT_THAT(
      Rows("a.ndjson",
           absl::StrCat(
               "{\"event_id\":\"event-0001\",", head,
               "}\n{\"event_id\":\"event-0002\",", head,
               ",\"breakdown\":{\"audience\":\"youth\",\"theme\":null}}\n"
               "{\"event_id\":\"event-0003\",",
               head, ",\"breakdown\":{\"no list\":\"x\"}}\n")),
      ElementsAre("event-0001 trainings 5",
                  "event-0002 trainings 5 audience=youth", " FIELD_UNKNOWN "));
}

TEST(PlainListsTest, ElementsOfXmlNameThem) {
  const std::string head =
      "<measure>trainings</measure><date>2018-03-01</date>"
      "<area>21004</area><value>5</value>";
  EXPECT_THAT(
      Rows("a.xml",
           absl::StrCat(
               "<observations>\n<observation><event_id>event-0001</event_id>",
               head,
               "<breakdown><audience>youth</audience><theme/>"
               "</breakdown></observation>\n"
               "<observation><event_id>event-0002</event_id>",
               head, "</observation></observations>")),
      ElementsAre("event-0001 trainings 5 audience=youth",
                  "event-0002 trainings 5"));
}

TEST(PlainListsTest, ARowThatWithdrawsSaysNoCode) {
  const std::vector<std::string> rows =
      Rows("a.csv",
           "event_id;measure;date;area;value;withdraws;breakdown.audience\n"
           "event-0001;;;;;event-0000;youth\nevent-0002;;;;;event-0000;\n");
  ASSERT_EQ(rows.size(), 2u);
  EXPECT_EQ(rows[0],
            "breakdown.audience WITHDRAWAL_NOT_EMPTY breakdown.audience");
  EXPECT_EQ(rows[1], "event-0002  0");
}

TEST(PlainListsTest, NoFileNamesThemWithoutEnd) {
  std::string titles = "event_id;measure;date;area;value";
  for (int i = 0; i < 200; ++i) absl::StrAppend(&titles, ";breakdown.l", i);
  std::istringstream in(titles + "\n");
  EXPECT_EQ(FindPlainLists(in, v1::DeliveryMapping::FORMAT_CSV).size(),
            kPlainListsMax);
  for (const char* const broken :
       {"<breakdown>", "<breakdown><", "<breakdown><a", "</breakdown>", "{",
        "{\"breakdown\":", "{\"breakdown\":[1]}", "[\"breakdown\"]", ""}) {
    for (const auto format :
         {v1::DeliveryMapping::FORMAT_NDJSON, v1::DeliveryMapping::FORMAT_XML,
          v1::DeliveryMapping::FORMAT_CSV}) {
      std::istringstream text(broken);
      EXPECT_THAT(FindPlainLists(text, format), IsEmpty()) << broken;
    }
  }
}

}  // namespace
}  // namespace entente::client
