#include "tools/client/delivery/cell_forms.h"

#include <string>

#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"

namespace entente::client {
namespace {

namespace v1 = entente::indicators::v1;

std::string Day(const std::string& cell, v1::DateField::Form form,
                bool has_time = false, bool is_month_only = false) {
  v1::DateField field;
  field.set_form(form);
  field.set_has_time(has_time);
  field.set_is_month_only(is_month_only);
  const auto date = ReadDay(cell, field);
  return date ? absl::StrCat(date->year(), "-", date->month(), "-", date->day())
              : "none";
}

TEST(CellFormsTest, DaysAndMonthsAreReadInTheFormThatIsStated) {
  using F = v1::DateField;
  EXPECT_EQ(Day("2018-03-14", F::FORM_ISO), "2018-3-14");
  EXPECT_EQ(Day("2018-03", F::FORM_UNSPECIFIED), "2018-3-0");
  EXPECT_EQ(Day("14/03/2018", F::FORM_DAY_MONTH_YEAR), "2018-3-14");
  EXPECT_EQ(Day("14.03.2018", F::FORM_DAY_MONTH_YEAR), "2018-3-14");
  EXPECT_EQ(Day("03-2018", F::FORM_DAY_MONTH_YEAR), "2018-3-0");
  EXPECT_EQ(Day("20180314", F::FORM_COMPACT), "2018-3-14");
  EXPECT_EQ(Day("201803", F::FORM_COMPACT), "2018-3-0");
  EXPECT_EQ(Day("29/02/2024", F::FORM_DAY_MONTH_YEAR), "2024-2-29");
}

TEST(CellFormsTest, ADayThatNoCalendarHasIsNone) {
  using F = v1::DateField;
  for (const char* cell :
       {"31/02/2018", "29/02/2018", "31/04/2018", "00/03/2018", "14/00/2018",
        "14/13/2018", "14/03.2018", "14/03/18", "4/3/2018", "2018-03-14",
        "14/03/2018x", "", "/", "14/", "03/0018", "١٤/٠٣/٢٠١٨"}) {
    EXPECT_EQ(Day(cell, F::FORM_DAY_MONTH_YEAR), "none") << cell;
  }
  for (const char* cell : {"2018-02-31", "2018-2-3", "2018-03-", "2018-03-00",
                           "2018", "14/03/2018", "2018-03-14 ", "-018-03"}) {
    EXPECT_EQ(Day(cell, F::FORM_ISO), "none") << cell;
  }
  for (const char* cell : {"2018031", "2018", "20180231", "20180300", ""}) {
    EXPECT_EQ(Day(cell, F::FORM_COMPACT), "none") << cell;
  }
}

TEST(CellFormsTest, ATimeIsPassedOverAndOneWithAZoneRefused) {
  using F = v1::DateField;
  EXPECT_EQ(Day("14/03/2018 22:10", F::FORM_DAY_MONTH_YEAR, true), "2018-3-14");
  EXPECT_EQ(Day("2018-03-14T22:10:05.250", F::FORM_ISO, true), "2018-3-14");
  EXPECT_EQ(Day("2018-03-14T22:10:05", F::FORM_ISO, true, true), "2018-3-0");
  for (const char* cell :
       {"2018-03-14T23:30:00Z", "2018-03-14T23:30+01:00", "2018-03-14",
        "2018-03-14T24:00", "2018-03-14T22:60", "2018-03T22:10"}) {
    EXPECT_EQ(Day(cell, F::FORM_ISO, true), "none") << cell;
  }
  EXPECT_EQ(Day("2018-03-14T22:10", F::FORM_ISO), "none");
}

std::string Figure(const std::string& cell, bool has_comma,
                   const std::string& groups,
                   v1::Figure::Unit unit = v1::Figure::UNIT_UNSPECIFIED) {
  v1::NumberForm form;
  form.set_has_decimal_comma(has_comma);
  form.set_group_separator(groups);
  const auto value = ReadFigure(cell, form, unit);
  return value ? absl::StrCat(*value) : "none";
}

TEST(CellFormsTest, NumbersAreReadInTheFormThatIsStated) {
  EXPECT_EQ(Figure("12", false, ""), "12");
  EXPECT_EQ(Figure("-1", false, ""), "-1");
  EXPECT_EQ(Figure("12,0", true, ""), "12");
  EXPECT_EQ(Figure("1.234", true, "."), "1234");
  EXPECT_EQ(Figure("1.234.567,000", true, "."), "1234567");
  EXPECT_EQ(Figure("1 234", true, " "), "1234");
  EXPECT_EQ(Figure("1\xC2\xA0"
                   "234",
                   true, " "),
            "1234");
  EXPECT_EQ(Figure("1'234", false, "'"), "1234");
}

TEST(CellFormsTest, WhatCouldMeanTwoNumbersIsNone) {
  // 1.234 is a thousand here and one and a bit there; whoever says nothing
  // about groups gets neither.
  EXPECT_EQ(Figure("1.234", true, ""), "none");
  EXPECT_EQ(Figure("1.234", false, ""), "none");
  EXPECT_EQ(Figure("1.234,5", true, "."), "none");  // Half a thing.
  for (const char* cell :
       {"1.23",          "12.34", ".234", "1..234",   "1.2345", "1.234.",
        "1.234,",        "1,",    ",5",   "+1",       "1e3",    "0x10",
        "--1",           "-",     "",     " ",        "1,2,3",  "2 ",
        "1234567890123", "١٢",    "NaN",  "1.234,5.6"}) {
    EXPECT_EQ(Figure(cell, true, "."), "none") << cell;
  }
}

TEST(CellFormsTest, HoursAreMinutesAndNoPartOfAMinute) {
  constexpr auto kHours = v1::Figure::UNIT_HOURS;
  EXPECT_EQ(Figure("1.234,5", true, ".", kHours), "74070");
  EXPECT_EQ(Figure("0,25", true, "", kHours), "15");
  EXPECT_EQ(Figure("1.5", false, "", kHours), "90");
  EXPECT_EQ(Figure("2", false, "", kHours), "120");
  EXPECT_EQ(Figure("0,33", true, "", kHours), "none");
  EXPECT_EQ(Figure("0,3333333", true, "", kHours), "none");
  constexpr auto kBoth = v1::Figure::UNIT_HOURS_AND_MINUTES;
  EXPECT_EQ(Figure("1:30", false, "", kBoth), "90");
  EXPECT_EQ(Figure("100:05", false, "", kBoth), "6005");
  for (const char* cell : {"1:60", "1:3", "1", "1,5", ":30", "1:", "1:30:00"}) {
    EXPECT_EQ(Figure(cell, true, "", kBoth), "none") << cell;
  }
}

}  // namespace
}  // namespace entente::client
