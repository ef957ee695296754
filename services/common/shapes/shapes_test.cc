#include "services/common/shapes/shapes.h"

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

TEST(ShapeTest, ADayIsNoTelephoneNumberWhateverStandsBehindIt) {
  EXPECT_EQ(FindShapeInText("formation du 05/03/2018 12 agents"),
            Shape::kPlain);
  EXPECT_EQ(FindShapeInText("05.03.2018 2"), Shape::kPlain);
  EXPECT_EQ(FindShapeInText("05/03/2018 02/279.77.11"), Shape::kTelephone);
  EXPECT_EQ(FindShapeInText("04/72.03.2018"), Shape::kTelephone);
  EXPECT_EQ(FindShapeInText("10.12.18-033.41"), Shape::kNationalNumber);
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
