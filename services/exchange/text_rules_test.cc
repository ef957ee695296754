#include "services/exchange/text_rules.h"

#include <string>

#include "gtest/gtest.h"
#include "services/common/base/error.h"

namespace entente::exchange {
namespace {

TEST(TextRulesTest, NationalNumbersAreFoundInEveryUsualForm) {
  for (const char* text :
       {"85073003328", "85.07.30-033.28", "no 850730-033-28 noted",
        "17073003384", "00000000097", "85 07 30 033 28", "(85.07.30-033.28)",
        "85273003328", "85073003329", "year 2019 85073003328 2019"}) {
    EXPECT_EQ(FindIdentifyingShape(text), Shape::kNationalNumber) << text;
  }
}

TEST(TextRulesTest, TelephonesAreFoundInEveryUsualForm) {
  for (const char* text :
       {"0475 12 34 56", "0475/12.34.56", "02 512 34 56", "02/512.34.56",
        "+32 2 512 34 56", "+32475123456", "0032 475 12 34 56",
        "call 025123456 please", "+33 1 23 45 67 89"}) {
    EXPECT_EQ(FindIdentifyingShape(text), Shape::kTelephone) << text;
  }
}

TEST(TextRulesTest, MailAddressesAreFound) {
  for (const char* text : {"a@b.be", "write to desk@example.org today",
                           "<desk.office+x@sub.example.org>"}) {
    EXPECT_EQ(FindIdentifyingShape(text), Shape::kEmail) << text;
  }
}

TEST(TextRulesTest, NumbersOfLawsDatesCodesAndEnterprisesArePlain) {
  for (const char* text :
       {"Zone de police 5339", "numac 2018031809", "law of 30/07/2018",
        "01/04/2019 10:00", "01.04.2019 - 02.04.2019", "2018-2019",
        "0207.373.429", "BE 0207373429", "Constitutional Court 52/2021",
        "5 @ 3", "@", "name@", "art. 458, 1890000", "municipality 21004",
        "1 896 439,60 EUR"}) {
    EXPECT_EQ(FindIdentifyingShape(text), Shape::kPlain) << text;
  }
}

TEST(TextRulesTest, LengthIsCountedInCharacters) {
  EXPECT_EQ(CountCharacters("élève"), 5u);
  std::string text;
  for (int i = 0; i < 100; ++i) text += "é";
  EXPECT_TRUE(ValidateLine(text, "f", {.characters_max = 100}).ok());
  EXPECT_EQ(ErrorReason(ValidateLine(text + "é", "f", {.characters_max = 100})),
            "TEXT_TOO_LONG");
}

TEST(TextRulesTest, ForgedLinesAndTurnedTextAreRefused) {
  for (const char* text : {"a\nb", "a\x1b[31m", "a\u202Eb", "a\u200Bb",
                           "a\u2028b", "\u2066x", "a\tb"}) {
    EXPECT_EQ(ErrorReason(ValidateLine(text, "f", {})), "TEXT_NOT_ONE_LINE");
  }
  EXPECT_TRUE(ValidateContent("a\nb\tc", "f", {}).ok());
  EXPECT_FALSE(ValidateContent("a\u202Eb", "f", {}).ok());
}

TEST(TextRulesTest, BlankIsMissing) {
  EXPECT_EQ(ErrorReason(ValidateLine("   ", "f", {})), "FIELD_REQUIRED");
  EXPECT_TRUE(ValidateLine("", "f", {.characters_min = 0}).ok());
}

TEST(TextRulesTest, TheErrorNeverRepeatsTheText) {
  const absl::Status status =
      ValidateLine("Function 85073003328 secretword", "attendance", {});
  EXPECT_EQ(ErrorReason(status), "TEXT_IDENTIFIES_PERSON");
  const auto detail = GetErrorDetail(status);
  ASSERT_TRUE(detail.has_value());
  for (const std::string& sentence :
       {detail->sentence.en, detail->sentence.fr, detail->sentence.nl}) {
    EXPECT_FALSE(sentence.empty());
    EXPECT_EQ(sentence.find("85073003328"), std::string::npos);
    EXPECT_EQ(sentence.find("secretword"), std::string::npos);
  }
}

}  // namespace
}  // namespace entente::exchange
