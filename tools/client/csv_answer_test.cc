#include "tools/client/csv_answer.h"

#include <limits>
#include <string>
#include <vector>

#include "absl/strings/str_split.h"
#include "entente/conventions/v1/budget_service.pb.h"
#include "entente/conventions/v1/convention_service.pb.h"
#include "entente/indicators/v1/activity_service.pb.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tools/client/csv.h"

namespace entente::client {
namespace {

namespace v1 = entente::conventions::v1;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;

void SetEuro(int64_t units, int32_t nanos, google::type::Money& money) {
  money.set_currency_code("EUR");
  money.set_units(units);
  money.set_nanos(nanos);
}

// The cell of the only row under `column`.
std::string CellUnder(const std::string& column,
                      const google::protobuf::Message& answer) {
  const std::vector<std::string> lines = absl::StrSplit(CsvOf(answer), "\r\n");
  std::vector<std::string> names;
  std::vector<std::string> cells;
  EXPECT_TRUE(SplitCsvLine(lines.at(0), ';', names));
  EXPECT_TRUE(SplitCsvLine(lines.at(1), ';', cells));
  EXPECT_EQ(names.size(), cells.size());
  for (size_t i = 0; i < names.size(); ++i) {
    if (names[i] == column) return cells.at(i);
  }
  ADD_FAILURE() << "no column " << column << " in " << lines.at(0);
  return "";
}

TEST(CsvAnswerTest, AnAmountBelowZeroIsNoText) {
  v1::ListEnvelopesResponse list;
  v1::Position& at = *list.add_envelopes()->mutable_position();
  SetEuro(-71272, -740'000'000, *at.mutable_available());
  SetEuro(0, -10'000'000, *at.mutable_unallotted());
  SetEuro(1896439, 600'000'000, *at.mutable_allocated());
  SetEuro(std::numeric_limits<int64_t>::min(), 0, *at.mutable_spent());
  EXPECT_EQ(CellUnder("position.available", list), "-71272.74");
  EXPECT_EQ(CellUnder("position.unallotted", list), "-0.01");
  EXPECT_EQ(CellUnder("position.allocated", list), "1896439.60");
  EXPECT_EQ(CellUnder("position.spent", list), "-9223372036854775808.00");
  EXPECT_EQ(CellUnder("position.claimed", list), "");
}

TEST(CsvAnswerTest, WhatNobodyVerifiedStandsBesideTheFigures) {
  v1::ListEnvelopesResponse list;
  v1::Envelope& envelope = *list.add_envelopes();
  EXPECT_EQ(CellUnder("unverified_values", list), "");
  envelope.add_unverified_values("categories.personnel");
  envelope.add_unverified_values("instalments");
  EXPECT_THAT(CellUnder("unverified_values", list),
              HasSubstr("categories.personnel"));
  EXPECT_THAT(CellUnder("unverified_values", list), HasSubstr("instalments"));
}

TEST(CsvAnswerTest, EachRecordIsARowAndDatesAreIso) {
  v1::ListLedgerEntriesResponse list;
  for (int i = 1; i <= 2; ++i) {
    v1::LedgerEntry& entry = *list.add_entries();
    entry.set_sequence(i);
    entry.set_type(v1::LedgerEntry::TYPE_SPEND);
    entry.mutable_effective_date()->set_year(2018);
    entry.mutable_effective_date()->set_month(3);
    entry.mutable_effective_date()->set_day(4);
    entry.mutable_record_time()->set_seconds(1'520'154'000);
    SetEuro(i, 0, *entry.mutable_amount());
  }
  EXPECT_EQ(CsvOf(list),
            "sequence;type;account;amount;cause;effective_date;record_time;"
            "zone_route\r\n"
            "1;TYPE_SPEND;;1.00;;2018-03-04;2018-03-04T09:00:00Z;"
            "ROUTE_UNSPECIFIED\r\n"
            "2;TYPE_SPEND;;2.00;;2018-03-04;2018-03-04T09:00:00Z;"
            "ROUTE_UNSPECIFIED\r\n");
}

TEST(CsvAnswerTest, TheHeaderDoesNotDependOnTheRows) {
  v1::ListExpensesResponse list;
  const std::string empty = CsvOf(list);
  EXPECT_THAT(empty, StartsWith("name;line;amount;evidence;reservation;"));
  EXPECT_THAT(empty, HasSubstr("municipal_reference.mandate"));
  // Only the reply of a mutation has it.
  EXPECT_THAT(empty, Not(HasSubstr("line_position")));
  v1::Expense& expense = *list.add_expenses();
  expense.set_description("=HYPERLINK(\"x\")");
  expense.mutable_municipal_reference()->set_mandate("-4711");
  EXPECT_THAT(CsvOf(list), StartsWith(empty));
  EXPECT_EQ(CellUnder("description", list), "'=HYPERLINK(\"x\")");
  EXPECT_EQ(CellUnder("municipal_reference.mandate", list), "'-4711");
}

TEST(CsvAnswerTest, WhatAnAbsentMessageHoldsIsEmpty) {
  v1::ListExpensesResponse list;
  v1::Expense& expense = *list.add_expenses();
  EXPECT_EQ(CellUnder("municipal_reference.fiscal_year", list), "");
  expense.mutable_municipal_reference();
  EXPECT_EQ(CellUnder("municipal_reference.fiscal_year", list), "0");
}

TEST(CsvAnswerTest, EachOfSeveralTextsIsMadeHarmless) {
  v1::ListConventionsResponse list;
  v1::Convention& convention = *list.add_conventions();
  convention.mutable_parties()->add_royal_decrees("A.R. du 15/01/2018");
  convention.mutable_parties()->add_royal_decrees("=1+1");
  EXPECT_EQ(CellUnder("parties.royal_decrees", list),
            "A.R. du 15/01/2018; '=1+1");
}

TEST(CsvAnswerTest, AMapIsSaidByItsKeysInTheirOrder) {
  indicators::v1::ListActivitiesResponse list;
  indicators::v1::Activity& activity = *list.add_activities();
  EXPECT_EQ(CellUnder("breakdown", list), "");
  // Asked for anew after each reading: who reads a map by its fields lays it
  // out as a list, of which a reference from before knows nothing.
  (*activity.mutable_breakdown())["theft"] = "pickpocketing";
  (*activity.mutable_breakdown())["audience"] = "seniors";
  EXPECT_EQ(CellUnder("breakdown", list),
            "audience=seniors; theft=pickpocketing");
  (*activity.mutable_breakdown())["=a"] = "1";
  EXPECT_THAT(CellUnder("breakdown", list), HasSubstr("'=a=1; audience="));
}

TEST(CsvAnswerTest, WhatAnAnswerNeverHoldsIsNoColumn) {
  indicators::v1::ListActivitiesResponse list;
  list.add_activities()->set_type("coppra_training");
  EXPECT_THAT(CsvOf(list), HasSubstr(";effects;"));
  const std::string csv = CsvOf(list, "activities", {"effects", "history"});
  EXPECT_THAT(csv, HasSubstr("coppra_training"));
  EXPECT_THAT(csv, Not(HasSubstr("effects")));
  EXPECT_THAT(csv, Not(HasSubstr("history")));
  EXPECT_THAT(csv, HasSubstr(";update_time;breakdown;"));
}

TEST(CsvAnswerTest, TheRowsAreThoseOfTheFieldThatIsNamed) {
  v1::Convention convention;
  convention.add_envelopes()->set_year(2018);
  for (const char* id : {"so-01", "so-02"}) {
    v1::Node& node = *convention.add_nodes();
    node.set_id(id);
    node.set_kind(v1::Node::KIND_STRATEGIC_OBJECTIVE);
    node.add_numbers(1);
    node.add_numbers(2);
    node.set_text("Renforcer ; prévenir");
  }
  EXPECT_EQ(
      CsvOf(convention, "nodes"),
      "id;parent_id;kind;ordinal;numbers;text;heading;line;measure_codes;"
      "allocation;path;begin_date;end_date;promotion.reason;promotion.author;"
      "promotion.role;promotion.create_time;translations\r\n"
      "so-01;;KIND_STRATEGIC_OBJECTIVE;0;\"1; 2\";\"Renforcer ; prévenir\";;0;"
      ";ALLOCATION_UNSPECIFIED;;;;;;;;0\r\n"
      "so-02;;KIND_STRATEGIC_OBJECTIVE;0;\"1; 2\";\"Renforcer ; prévenir\";;0;"
      ";ALLOCATION_UNSPECIFIED;;;;;;;;0\r\n");
}

TEST(CsvAnswerTest, AnAnswerThatIsNoListIsOneRow) {
  v1::Line line;
  line.set_category("personnel");
  EXPECT_EQ(CellUnder("category", line), "personnel");
}

}  // namespace
}  // namespace entente::client
