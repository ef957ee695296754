#include "services/conventions/money/date.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/common/base/error.h"
#include "services/conventions/money/identifiers.h"

namespace entente::conventions {
namespace {

google::type::Date Make(int year, int month, int day) {
  google::type::Date date;
  date.set_year(year);
  date.set_month(month);
  date.set_day(day);
  return date;
}

TEST(DateTest, OnlyDaysOfTheCalendarAreDays) {
  EXPECT_EQ(*DayFromDate(Make(2020, 2, 29), "d"), absl::CivilDay(2020, 2, 29));
  for (const auto& date :
       {Make(2019, 2, 29), Make(2018, 13, 1), Make(2018, 4, 31),
        Make(2018, 4, 0), Make(0, 0, 0), Make(99999, 1, 1)}) {
    EXPECT_EQ(ErrorReason(DayFromDate(date, "d").status()), "MALFORMED_DATE");
  }
}

TEST(DateTest, IsoIsReadBackAndNothingElseIsIso) {
  EXPECT_EQ(FormatIsoDay(*ParseIsoDay("2018-01-31")), "2018-01-31");
  EXPECT_EQ(FormatIsoDate(Make(0, 0, 0)), "");
  for (const char* text : {"", "2018-1-31", "31-01-2018", "2018-02-30",
                           "2018/01/31", "2018-01-311", " 2018-01-31"}) {
    EXPECT_FALSE(ParseIsoDay(text).ok()) << text;
  }
}

TEST(DateTest, PhrasesInBothLanguagesAreFound) {
  const auto dates = FindDates(
      "le 1er janvier 2018 et 31 decembre 2019; op 31 december 2019, "
      "16/04/2007, 2.9.2018, 2018-01-31, 1 aout 2020");
  ASSERT_EQ(dates.size(), 7u);
  EXPECT_EQ(dates[0].day, absl::CivilDay(2018, 1, 1));
  EXPECT_EQ(dates[1].day, absl::CivilDay(2019, 12, 31));
  EXPECT_EQ(dates[2].day, absl::CivilDay(2019, 12, 31));
  EXPECT_EQ(dates[3].day, absl::CivilDay(2007, 4, 16));
  EXPECT_EQ(dates[4].day, absl::CivilDay(2018, 9, 2));
  EXPECT_EQ(dates[5].day, absl::CivilDay(2018, 1, 31));
  EXPECT_EQ(dates[6].day, absl::CivilDay(2020, 8, 1));
}

TEST(DateTest, WhatOnlyLooksLikeADateIsNone) {
  EXPECT_TRUE(FindDates("31 fevrier 2018, 1.896.439,60, 2018-2019, 99/99/2018, "
                        "120 mars 2018, 12 mars 20188, le 5 janvier")
                  .empty());
}

TEST(IdentifierTest, CheckDigitsDecide) {
  EXPECT_EQ(*EnterpriseNumber("0207373429", "n"), "0207373429");
  EXPECT_EQ(*EnterpriseNumber("BE 0207.373.429", "n"), "0207373429");
  for (const char* number : {"0207373428", "207373429", "02073734290",
                             "2207373429", "", "020737342x"}) {
    EXPECT_EQ(ErrorReason(EnterpriseNumber(number, "n").status()),
              "ENTERPRISE_NUMBER_INVALID")
        << number;
  }
}

TEST(IdentifierTest, AnIbanIsCheckedAndPrinted) {
  for (const char* text :
       {"BE68539007547034", "BE68 5390 0754 7034", "be68 5390 0754 7034"}) {
    EXPECT_EQ(*Iban(text, "n"), "BE68539007547034");
  }
  EXPECT_EQ(PrintIban("BE68539007547034"), "BE68 5390 0754 7034");
  EXPECT_TRUE(Iban("NL91 ABNA 0417 1643 00", "n").ok());
  EXPECT_TRUE(Iban("FR14 2004 1010 0505 0001 3M02 606", "n").ok());
  for (const char* text :
       {"", "BE68 5390 0754 7035", "BE86 5390 0754 7034", "BE68 5390 0754 703",
        "BE68 5390 0754 70345", "BE6853900754703A", "68539007547034",
        "BE68-5390-0754-7034", "NL91 ABNA 0417 1643 01",
        // Right modulo 97, but no Belgian account: its own check digits are of
        // another one.
        "BE41 5390 0754 7035"}) {
    const absl::Status status = Iban(text, "n").status();
    EXPECT_EQ(ErrorReason(status), "IBAN_INVALID") << text;
    EXPECT_THAT(std::string(status.message()),
                testing::Not(testing::HasSubstr("5390 0754 7035")));
  }
}

TEST(IdentifierTest, CodesHaveTheirWidth) {
  EXPECT_TRUE(CheckMunicipalityCode("21004", "c").ok());
  EXPECT_TRUE(CheckPoliceZoneCode("5339", "c").ok());
  for (const char* code : {"", "2100", "210044", "01004", "2100a", "21 04"}) {
    EXPECT_EQ(ErrorReason(CheckMunicipalityCode(code, "c")),
              "MALFORMED_MUNICIPALITY_CODE");
  }
  for (const char* code : {"", "533", "53399", "0339", "53a9"}) {
    EXPECT_EQ(ErrorReason(CheckPoliceZoneCode(code, "c")),
              "MALFORMED_POLICE_ZONE_CODE");
  }
}

TEST(IdentifierTest, AStructuredCommunicationIsCheckedAndPrinted) {
  for (const char* text : {"+++010/8068/17183+++", "***010/8068/17183***",
                           "010806817183", "010 8068 17183"}) {
    EXPECT_EQ(*StructuredCommunication(text, "n"), "+++010/8068/17183+++");
  }
  // A rest of nothing is written 97.
  EXPECT_TRUE(StructuredCommunication("000000009797", "n").ok());
  EXPECT_FALSE(StructuredCommunication("000000009700", "n").ok());
  for (const char* text :
       {"", "+++010/8068/17184+++", "01080681718", "0108068171830",
        "+++010/8068/17183+++x", "010-8068-17183"}) {
    EXPECT_EQ(ErrorReason(StructuredCommunication(text, "n").status()),
              "STRUCTURED_COMMUNICATION_INVALID")
        << text;
  }
}

}  // namespace
}  // namespace entente::conventions
