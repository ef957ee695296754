#include "tools/client/sheets/sheet_refusals.h"

#include <string>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/common/base/error.h"

namespace entente::client {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

Sentence SaidOf(const std::string& reason, int64_t cells) {
  const absl::Status status = SheetRefused(reason, cells, "2026-10");
  EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument);
  const auto detail = GetErrorDetail(status);
  EXPECT_TRUE(detail.has_value());
  if (!detail.has_value()) return {};
  EXPECT_EQ(detail->reason, reason);
  return detail->sentence;
}

TEST(SheetRefusalsTest, AMonthThatTakesNothingNamesTheCommandThatOpensIt) {
  for (const char* const reason :
       {"PERIOD_APPROVED", "PERIOD_CLOSED", "PERIOD_REOPENING_ENDED"}) {
    const Sentence said = SaidOf(reason, 3);
    for (const std::string& text : {said.en, said.fr, said.nl}) {
      EXPECT_THAT(text, HasSubstr("entente period reopen 2026-10"));
    }
    // It never helps.
    EXPECT_THAT(said.en, Not(HasSubstr("again")));
    EXPECT_THAT(said.fr, Not(HasSubstr("elisez")));
  }
  EXPECT_THAT(SaidOf("PERIOD_LOCKED", 1).nl,
              HasSubstr("entente period exception request 2026-10"));
}

TEST(SheetRefusalsTest, WhoeverApprovedTheMonthDoesNotAskToReopenIt) {
  for (const char* const reason :
       {"PERIOD_APPROVED", "PERIOD_REOPENING_ENDED"}) {
    const Sentence said = SaidOf(reason, 3);
    EXPECT_THAT(said.en, HasSubstr("(somebody else than whoever approved it): "
                                   "entente period reopen 2026-10"));
    EXPECT_THAT(
        said.fr,
        HasSubstr("(une autre personne que celle qui l'a approuvé) : "));
    EXPECT_THAT(said.nl, HasSubstr("(iemand anders dan wie ze goedkeurde): "));
  }
  // Nobody did.
  EXPECT_THAT(SaidOf("PERIOD_CLOSED", 3).en, Not(HasSubstr("approved")));
}

TEST(SheetRefusalsTest, AMonthWhoseReopeningEndedMayBeApprovedAsItIs) {
  const Sentence said = SaidOf("PERIOD_REOPENING_ENDED", 3);
  EXPECT_THAT(said.en, HasSubstr("The re-opening of the month has ended."));
  EXPECT_THAT(said.fr, HasSubstr("Une autre les admet"));
  EXPECT_THAT(said.nl, HasSubstr("goedgekeurd zoals ze is: "));
  for (const std::string& text : {said.en, said.fr, said.nl}) {
    EXPECT_THAT(text, HasSubstr("entente period approve 2026-10"));
  }
  EXPECT_THAT(SaidOf("PERIOD_APPROVED", 3).en,
              Not(HasSubstr("entente period approve")));
}

TEST(SheetRefusalsTest, ASheetOfAnotherSourceIsReadWithItsLogin) {
  const auto detail = GetErrorDetail(SheetOfOtherSource("bravvo", "anna"));
  ASSERT_TRUE(detail.has_value());
  EXPECT_EQ(detail->reason, "SHEET_OTHER_SOURCE");
  EXPECT_THAT(detail->sentence.en, HasSubstr("with the login of bravvo;"));
  EXPECT_THAT(detail->sentence.fr, HasSubstr("avec la session de bravvo ;"));
  EXPECT_THAT(detail->sentence.nl, HasSubstr("de aanmelding van bravvo;"));
  // A login may have another name than its source.
  EXPECT_THAT(detail->sentence.en, Not(HasSubstr("--as")));
}

TEST(SheetRefusalsTest, WhatIsWrongInTheSheetIsCorrectedThere) {
  const Sentence said = SaidOf("VALUE_NEGATIVE", 2);
  EXPECT_THAT(said.fr, HasSubstr("2 cellules du relevé ne peuvent"));
  EXPECT_THAT(said.fr, HasSubstr("Corrigez le relevé et relisez-le."));
  EXPECT_THAT(said.en, Not(HasSubstr("entente period")));
}

TEST(SheetRefusalsTest, OneCellIsOne) {
  const Sentence said = SaidOf("VALUE_NEGATIVE", 1);
  EXPECT_THAT(said.en, HasSubstr("1 cell of the sheet cannot"));
  EXPECT_THAT(said.fr, HasSubstr("1 cellule du relevé ne peut être prise"));
  EXPECT_THAT(said.nl, HasSubstr("1 cel van het blad kan niet"));
}

}  // namespace
}  // namespace entente::client
