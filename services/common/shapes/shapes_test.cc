#include "services/common/shapes/shapes.h"

#include <initializer_list>
#include <string>

#include "gtest/gtest.h"

namespace entente {
namespace {

TEST(ShapeTest, NationalNumbersAreFoundByTheirCheckDigits) {
  EXPECT_TRUE(IsNationalNumber("85073003328"));
  EXPECT_TRUE(IsNationalNumber("17073003384"));  // Born after 2000.
  EXPECT_FALSE(IsNationalNumber("85073003329"));
  EXPECT_EQ(FindShapeInId("85073003328"), Shape::kNationalNumber);
  EXPECT_EQ(FindShapeInId("rrn-85073003328"), Shape::kNationalNumber);
  EXPECT_EQ(FindShapeInId("850730-033-28"), Shape::kNationalNumber);
  EXPECT_EQ(FindShapeInText("dossier 85.07.30-033.28 clos"),
            Shape::kNationalNumber);
  EXPECT_EQ(FindShapeInId("event-00000001"), Shape::kPlain);
}

TEST(ShapeTest, ReportNumbersAreFoundWithAndWithoutDots) {
  EXPECT_EQ(FindShapeInText("BR.12.34.123456/2018"), Shape::kReportNumber);
  EXPECT_EQ(FindShapeInText("voir BR12LL123456/2018"), Shape::kReportNumber);
  EXPECT_EQ(FindShapeInId("BR1234123456-2018"), Shape::kReportNumber);
  EXPECT_EQ(FindShapeInId("BR12341234562018"), Shape::kReportNumber);
  EXPECT_EQ(FindShapeInId("br-12-ll-123456-2018"), Shape::kReportNumber);
  EXPECT_EQ(FindShapeInId("BR1234123456"), Shape::kReportNumber);
  EXPECT_EQ(FindShapeInId("0f3a9c1d2b4e5f60718293a4b5c6d7e8"), Shape::kPlain);
}

TEST(ShapeTest, TelephonesAndMailsAreFoundEnterpriseNumbersAreNot) {
  EXPECT_EQ(FindShapeInText("tel. 02/279.77.11"), Shape::kTelephone);
  EXPECT_EQ(FindShapeInText("+32 470 12 34 57"), Shape::kTelephone);
  EXPECT_EQ(FindShapeInText("quelqu.un@example.org"), Shape::kEmail);
  EXPECT_EQ(FindShapeInText("Bravvo 0207.373.429"), Shape::kPlain);
  EXPECT_EQ(FindShapeInText("Zone 5339, 2018-2019"), Shape::kPlain);
}

TEST(ShapeTest, EveryAtSignIsLookedAtAndTheDomainDecides) {
  EXPECT_EQ(FindShapeInText("@bravvo, jan.peeters@example.org"), Shape::kEmail);
  EXPECT_EQ(FindShapeInText("a @ b puis quelqu.un@example.org"), Shape::kEmail);
  EXPECT_EQ(FindShapeInText("12@3 un@example.org"), Shape::kEmail);
  for (const char* text :
       {"jan_@example.org", "jan-@example.org", "jan+@example.org",
        "jan%@example.org", "jan.@example.org", "(jan@mail.example.org)"}) {
    EXPECT_EQ(FindShapeInText(text), Shape::kEmail) << text;
    EXPECT_EQ(FindPersonInText(text), Shape::kEmail) << text;
  }
  for (const char* text :
       {"Café @ Bourse", "@example.org", "12 agents@Bourse", "a@b c.d",
        "a@b. Ensuite", "a@ example.org", "a@.org", "a@b.1", "a@b.", "a@", "@",
        "vu @quartier.be"}) {
    EXPECT_EQ(FindShapeInText(text), Shape::kPlain) << text;
  }
}

TEST(ShapeTest, FiguresAreReadAcrossEverySeparatorThatIsPrinted) {
  for (const char* gap :
       {" ", "_", "\u00A0", "\u202F", "\u2009", "\u2013", "\u200B", "\u2011"}) {
    const auto written = [gap](std::initializer_list<const char*> parts) {
      std::string text;
      for (const char* part : parts) {
        if (!text.empty()) text += gap;
        text += part;
      }
      return text;
    };
    EXPECT_EQ(FindShapeInText(written({"0470", "12", "34", "57"})),
              Shape::kTelephone)
        << gap;
    EXPECT_EQ(FindPersonInText(written({"tél.", "0032", "470", "123457"})),
              Shape::kTelephone)
        << gap;
    EXPECT_EQ(FindShapeInText(written({"85", "07", "30", "033", "28"})),
              Shape::kNationalNumber)
        << gap;
    // As many apart as between figures that belong to two things.
    EXPECT_EQ(FindShapeInText(written({"0470", "", "", "123457"})),
              Shape::kPlain)
        << gap;
    // A day, whatever stands behind it.
    EXPECT_EQ(FindShapeInText(written({"05", "03", "2018", "12", "agents"})),
              Shape::kPlain)
        << gap;
    EXPECT_EQ(FindShapeInText(written({"0207", "373", "429"})), Shape::kPlain)
        << gap;
  }
  for (const char* gap : {"_", "\u2013", "\u2011"}) {
    EXPECT_EQ(FindShapeInText(std::string("BR") + gap + "12" + gap + "LL" +
                              gap + "123456" + gap + "2018"),
              Shape::kReportNumber)
        << gap;
  }
}

TEST(ShapeTest, WhatHasNoMoreThanFiguresStaysPlain) {
  for (const char* text :
       {"2018\u20132019", "2018 \u2013 2019", "12 agents, 2018",
        "1.896.439,60 \u20AC", "1\u202F896\u202F439", "05/03 \u2013 12/03",
        "nuisance_actions_2018", "séances du 05\u201306/03/2018", "\u00A0",
        "\u20130\u2013", "\xE2\x80", "\xC2", "0470 12\xE2"}) {
    EXPECT_EQ(FindShapeInText(text), Shape::kPlain) << text;
  }
}

TEST(ShapeTest, ADayIsNoTelephoneNumberWhateverStandsBehindIt) {
  EXPECT_EQ(FindShapeInText("formation du 05/03/2018 12 agents"),
            Shape::kPlain);
  EXPECT_EQ(FindShapeInText("05.03.2018 2"), Shape::kPlain);
  EXPECT_EQ(FindShapeInText("05/03/2018 02/279.77.11"), Shape::kTelephone);
  EXPECT_EQ(FindShapeInText("04/72.03.2018"), Shape::kTelephone);
  EXPECT_EQ(FindShapeInText("10.12.18-033.41"), Shape::kNationalNumber);
}

TEST(ShapeTest, AnAddressMayHaveLettersThatAreNoAscii) {
  EXPECT_EQ(FindShapeInText("ren\u00e9@example.org"), Shape::kEmail);
  EXPECT_EQ(FindShapeInText("jan@\u00e9lan.example"), Shape::kEmail);
  EXPECT_EQ(FindShapeInText("jan@example.\u0440\u0444"), Shape::kEmail);
}

TEST(ShapeTest, ADayInTheNameOfAFileIsNoNationalNumber) {
  for (int number = 0; number < 1000; ++number) {
    const std::string digits = std::to_string(1000 + number).substr(1);
    EXPECT_EQ(FindShapeInText("actions_20240305_" + digits), Shape::kPlain)
        << digits;
  }
  EXPECT_EQ(FindShapeInText("20240305 0470 12 34 57"), Shape::kTelephone);
  // No year.
  EXPECT_EQ(FindShapeInText("85073003-328"), Shape::kNationalNumber);
}

TEST(ShapeTest, AnInvoiceMayLookLikeAReportButNotLikeAPerson) {
  EXPECT_EQ(FindShapeInText("FA-2018-000123"), Shape::kReportNumber);
  EXPECT_EQ(FindPersonInText("FA-2018-000123"), Shape::kPlain);
  EXPECT_EQ(FindPersonInText("+++090/9337/55493+++"), Shape::kPlain);
  EXPECT_EQ(FindPersonInText("FA-2018-000123 85.07.30-033.28"),
            Shape::kNationalNumber);
  EXPECT_EQ(FindPersonInText("quelqu.un@example.org"), Shape::kEmail);
}

}  // namespace
}  // namespace entente
