// Delivered files: CSV, rows and made-up figures.
#include <algorithm>
#include <ios>
#include <istream>
#include <map>
#include <sstream>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/common/base/error.h"
#include "tools/client/csv.h"
#include "tools/client/figures.h"
#include "tools/client/ingest_sender.h"
#include "tools/client/observation_rows.h"

namespace entente::client {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;

namespace v1 = entente::indicators::v1;

std::vector<std::vector<std::string>> ReadAll(const std::string& text) {
  std::istringstream in(text);
  auto reader = CsvReader::Open(in, "f.csv", {{"a"}, {"b"}, {"c", false}});
  if (!reader.ok()) return {{ErrorReason(reader.status())}};
  std::vector<std::vector<std::string>> rows;
  CsvRow row;
  while (reader->Next(row)) {
    rows.push_back(row.is_malformed ? std::vector<std::string>{"malformed"}
                                    : row.cells);
  }
  return rows;
}

TEST(CsvTest, SeparatorsMarksAndLineEndsAreFound) {
  const auto expected =
      ElementsAre(ElementsAre("1", "x y", ""), ElementsAre("2", "z", ""));
  EXPECT_THAT(ReadAll("a;b\n1;x y\n2;z"), expected);
  EXPECT_THAT(ReadAll("\xEF\xBB\xBF"
                      "a,b\r\n1,x y\r\n\r\n2,z\r\n"),
              expected);
  EXPECT_THAT(ReadAll("B\tA\nx y\t1\n z \t 2 \n"), expected);
}

TEST(CsvTest, QuotesHoldSeparatorsAndQuotes) {
  EXPECT_THAT(ReadAll("a;b;c\n\"1;1\";\"say \"\"hi\"\"\";3\n"),
              ElementsAre(ElementsAre("1;1", "say \"hi\"", "3")));
}

TEST(CsvTest, ABadRowSpoilsOnlyItself) {
  EXPECT_THAT(ReadAll("a;b\n1\n\"1;2\n1;2;3\n\xFF;1\n3;4\n"),
              ElementsAre(ElementsAre("malformed"), ElementsAre("malformed"),
                          ElementsAre("malformed"), ElementsAre("malformed"),
                          ElementsAre("3", "4", "")));
}

TEST(CsvTest, AnEndlessLineIsOneBadRow) {
  EXPECT_THAT(ReadAll("a;b\n" + std::string(1 << 20, 'x') + "\n3;4\n"),
              ElementsAre(ElementsAre("malformed"), ElementsAre("3", "4", "")));
}

TEST(CsvTest, TitlesAreCheckedAndNeverShown) {
  EXPECT_THAT(ReadAll(""), ElementsAre(ElementsAre("CSV_HEADER_MISSING")));
  EXPECT_THAT(ReadAll("a;z\n"), ElementsAre(ElementsAre("CSV_COLUMN_UNKNOWN")));
  EXPECT_THAT(ReadAll("a;c\n"), ElementsAre(ElementsAre("CSV_COLUMN_MISSING")));
  EXPECT_THAT(ReadAll("a;b;a\n"), ElementsAre(ElementsAre("CSV_COLUMN_TWICE")));
  // A file without titles: what would be one is somebody's name or number.
  for (const char* cell : {"Exemple", "85.07.30-033.28"}) {
    std::istringstream in(absl::StrCat("a;", cell, "\n"));
    const auto detail =
        GetErrorDetail(CsvReader::Open(in, "f.csv", {{"a"}}).status());
    for (const std::string* said :
         {&detail->sentence.en, &detail->sentence.fr, &detail->sentence.nl}) {
      EXPECT_THAT(*said, Not(HasSubstr(cell)));
      EXPECT_THAT(*said, HasSubstr(" 2 "));
    }
    EXPECT_THAT(detail->sentence.fr,
                HasSubstr("f.csv, ligne 1 : le titre de la colonne 2"));
    EXPECT_THAT(detail->sentence.fr, HasSubstr("les colonnes sont a."));
  }
  std::istringstream in("breakdown.exemple;Breakdown.Exemple\n");
  const absl::Status twice =
      CsvReader::Open(in, "f.csv", {}, {.open_prefix = "breakdown."}).status();
  EXPECT_EQ(ErrorReason(twice), "CSV_COLUMN_TWICE");
  EXPECT_THAT(std::string(twice.message()), Not(HasSubstr("xemple")));
  EXPECT_THAT(std::string(twice.message()), HasSubstr("column 2"));
}

TEST(CsvTest, Utf8IsChecked) {
  EXPECT_TRUE(IsUtf8("é€😀"));
  for (const char* text :
       {"\xC0\x80", "\xED\xA0\x80", "\xF4\x90\x80\x80", "\xE2\x82", "\x80"}) {
    EXPECT_FALSE(IsUtf8(text));
  }
}

TEST(ObservationRowsTest, UnreadableRowsKeepIndexColumnAndReasonOnly) {
  std::istringstream in(
      "event_id;measure;date;area;value\n"
      "abcdefgh;m;2018-03-14;21004;2\n"
      "abcdefgi;m;14/03/2018;21004;2\n"
      "abcdefgj;m;2018-03;21004;two\n"
      "abcdefgk;m\n"
      "abcdefgl;m;2018-03;21004;-1\n");
  auto rows = PlainRows::Open(in, "f.csv");
  ASSERT_TRUE(rows.ok());
  v1::ObservationBatch batch;
  while (rows->Next(batch)) continue;
  EXPECT_EQ(rows->row_index(), 5);
  ASSERT_EQ(batch.observations_size(), 2);
  EXPECT_EQ(batch.observations(0).date().day(), 14);
  EXPECT_EQ(batch.observations(1).date().day(), 0);
  EXPECT_EQ(batch.observations(1).value(), -1);
  ASSERT_EQ(batch.unreadable_size(), 3);
  EXPECT_EQ(batch.unreadable(0).reason(), "DATE_INVALID");
  EXPECT_EQ(batch.unreadable(1).column(), "value");
  EXPECT_EQ(batch.unreadable(2).row_index(), 3);
  EXPECT_EQ(batch.unreadable(2).reason(), "ROW_MALFORMED");
}

// Reads to its end, behind which the disk fails.
class BrokenDisk final : public std::stringbuf {
 public:
  explicit BrokenDisk(const std::string& text) : std::stringbuf(text) {}

 protected:
  int_type underflow() override {
    const int_type next = std::stringbuf::underflow();
    if (next == traits_type::eof()) throw std::ios_base::failure("disk");
    return next;
  }
};

TEST(ObservationRowsTest, ADiskThatFailsIsNoEndOfTheFile) {
  const std::string text =
      "event_id;measure;date;area;value\nabcdefgh;m;2018-03-14;21004;2\n"
      "abcdefgi;m;2018-03-14;21004";
  for (const bool is_broken : {false, true}) {
    std::stringbuf whole(text);
    BrokenDisk broken(text);
    std::istream in(is_broken ? static_cast<std::streambuf*>(&broken) : &whole);
    auto rows = PlainRows::Open(in, "f.csv");
    ASSERT_TRUE(rows.ok()) << rows.status();
    v1::ObservationBatch batch;
    while (rows->Next(batch)) continue;
    EXPECT_EQ(batch.observations_size(), 1);
    // What stood on the line so far is a row of no file.
    EXPECT_EQ(batch.unreadable_size(), is_broken ? 0 : 1);
    EXPECT_EQ(rows->is_cut_short(), is_broken);
  }
}

TEST(ObservationRowsTest, ColumnsOfCodeListsSayUnderWhichCodeARowCounts) {
  std::istringstream in(
      "event_id;Breakdown.Audience;measure;date;area;value;withdraws;"
      "breakdown.theme\n"
      "abcdefgh;seniors;m;2018-03-14;21004;2;;bdo\n"
      "abcdefgi;;m;2018-03-14;21004;2;;\n"
      "abcdefgj;;;;;;abcdefgh;\n"
      "abcdefgk;seniors;;;;;abcdefgh;\n");
  auto rows = PlainRows::Open(in, "f.csv");
  ASSERT_TRUE(rows.ok()) << rows.status();
  v1::ObservationBatch batch;
  while (rows->Next(batch)) continue;
  ASSERT_EQ(batch.observations_size(), 3);
  const auto& breakdown = batch.observations(0).breakdown();
  EXPECT_EQ(breakdown.size(), 2u);
  EXPECT_EQ(breakdown.at("audience"), "seniors");
  EXPECT_EQ(breakdown.at("theme"), "bdo");
  EXPECT_EQ(batch.observations(0).value(), 2);
  EXPECT_TRUE(batch.observations(1).breakdown().empty());
  EXPECT_EQ(batch.observations(2).withdraws_event_id(), "abcdefgh");
  ASSERT_EQ(batch.unreadable_size(), 1);
  EXPECT_EQ(batch.unreadable(0).column(), "breakdown");
  EXPECT_EQ(batch.unreadable(0).reason(), "WITHDRAWAL_NOT_EMPTY");
}

TEST(ObservationRowsTest, AnyOtherColumnStaysRefused) {
  const auto refused = [](const std::string& column) {
    std::istringstream in("event_id;measure;date;area;value;" + column + "\n");
    return ErrorReason(PlainRows::Open(in, "f.csv").status());
  };
  EXPECT_EQ(refused("breakdown.audience"), "");
  EXPECT_EQ(refused("breakdown.audience;breakdown.theme"), "");
  EXPECT_EQ(refused("breakdown.audience;breakdown.audience"),
            "CSV_COLUMN_TWICE");
  for (const char* column :
       {"breakdown", "breakdown.", "breakdown.85073003328", "breakdown.a-b",
        "breakdown.a.b", "breakdown.é", "audience", "split.audience"}) {
    EXPECT_EQ(refused(column), "CSV_COLUMN_UNKNOWN") << column;
  }
  EXPECT_EQ(refused("breakdown." + std::string(65, 'a')), "CSV_COLUMN_UNKNOWN");
}

FiguresPlan SmallPlan(uint64_t seed) {
  return {.rows = 5000,
          .seed = seed,
          .count_measures = {"trainings", "actions"},
          .hours_measures = {"training_hours"},
          .areas = {"21004", "UNKNOWN"}};
}

std::string Text(const FiguresPlan& plan, FiguresExpected& expected) {
  std::string text;
  expected = MakeFigures(
      plan, [&](absl::string_view line) { text += std::string(line); });
  return text;
}

TEST(FiguresTest, TheSeedDecidesEveryByte) {
  FiguresExpected first, second, other;
  const std::string text = Text(SmallPlan(1), first);
  EXPECT_EQ(text, Text(SmallPlan(1), second));
  EXPECT_NE(text, Text(SmallPlan(2), other));
  EXPECT_EQ(ExpectedJson(first), ExpectedJson(second));
}

TEST(FiguresTest, TotalsReconcileAndEveryFaultIsThere) {
  FiguresExpected expected;
  Text(SmallPlan(7), expected);
  EXPECT_EQ(expected.sent, 5000);
  EXPECT_EQ(expected.sent, expected.created + expected.updated +
                               expected.unchanged + expected.duplicate +
                               expected.rejected + expected.withdrawn);
  EXPECT_GT(expected.withdrawn, 0);
  EXPECT_EQ(expected.rejections.size(), 6u);
  EXPECT_GT(expected.late, 0);
  EXPECT_GT(expected.updated, 0);
}

// Counts the rows again, by other means than those that made them.
TEST(FiguresTest, ExpectationIsWhatAReaderCounts) {
  FiguresExpected expected;
  std::istringstream in(Text(SmallPlan(3), expected));
  auto rows = PlainRows::Open(in, "f.csv");
  ASSERT_TRUE(rows.ok());
  v1::ObservationBatch batch;
  while (rows->Next(batch)) continue;
  std::map<std::string, v1::Observation> events;
  std::map<std::string, std::map<std::string, int64_t>> sums;
  int64_t created = 0, updated = 0, unchanged = 0, duplicate = 0, late = 0;
  int64_t withdrawn = 0;
  int64_t rejected = batch.unreadable_size();
  int newest = 0;
  const auto month_of = [](const v1::Observation& row) {
    return absl::StrFormat("2018-%02d", row.date().month());
  };
  for (const v1::Observation& row : batch.observations()) {
    if (!row.withdraws_event_id().empty()) {
      ASSERT_TRUE(events.contains(row.withdraws_event_id()));
      const v1::Observation& gone = events[row.withdraws_event_id()];
      ++withdrawn;
      sums[gone.measure_code()][month_of(gone)] -= gone.value();
      if (gone.date().month() < newest) ++late;
      newest = std::max(newest, gone.date().month());
      continue;
    }
    if (row.measure_code() == "no_such_measure" || row.value() < 0 ||
        row.event_id().find('.') != std::string::npos ||
        row.date().year() != 2018 || row.area() == "NOWHERE-9") {
      ++rejected;
      continue;
    }
    if (events.contains(row.event_id())) {
      ++duplicate;
      continue;
    }
    const std::string month = month_of(row);
    int64_t old = 0;
    if (row.replaces_event_id().empty()) {
      ++created;
    } else {
      ASSERT_TRUE(events.contains(row.replaces_event_id()));
      old = events[row.replaces_event_id()].value();
      if (old == row.value()) {
        ++unchanged;
        continue;
      }
      ++updated;
    }
    events[row.event_id()] = row;
    sums[row.measure_code()][month] += row.value() - old;
    if (row.date().month() < newest) ++late;
    newest = std::max(newest, row.date().month());
  }
  EXPECT_EQ(created, expected.created);
  EXPECT_EQ(updated, expected.updated);
  EXPECT_EQ(withdrawn, expected.withdrawn);
  EXPECT_EQ(unchanged, expected.unchanged);
  EXPECT_EQ(duplicate, expected.duplicate);
  EXPECT_EQ(rejected, expected.rejected);
  EXPECT_EQ(late, expected.late);
  EXPECT_EQ(sums, expected.sums);
}

TEST(ReconcileTest, EveryRowIsAccountedFor) {
  v1::IngestTotals totals;
  totals.set_sent(10);
  totals.set_created(7);
  totals.set_duplicate(2);
  EXPECT_FALSE(Reconciles(totals));
  totals.set_rejected(1);
  EXPECT_TRUE(Reconciles(totals));
}

}  // namespace
}  // namespace entente::client
