#include "tools/client/confirmed_words.h"

#include <string>

#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"
#include "tools/client/format.h"

namespace entente::client {
namespace {

using indicators::v1::PeriodSource;

PeriodSource Confirmed() {
  PeriodSource source;
  source.set_source("zone5339");
  source.set_is_expected(true);
  source.set_is_confirmed(true);
  source.mutable_confirm_time()->set_seconds(1522749600);
  source.set_timeliness(PeriodSource::TIMELINESS_ON_TIME);
  return source;
}

TEST(ConfirmedWordsTest, WhenASourceConfirmedIsSaidInEachLanguage) {
  const PeriodSource source = Confirmed();
  const std::string when = FormatTime(source.confirm_time());
  const Sentence said = ConfirmedSourceSentence(source);
  EXPECT_EQ(said.en,
            absl::StrCat("zone5339: confirmed on ", when, ", on time"));
  EXPECT_EQ(said.fr,
            absl::StrCat("zone5339 : confirmée le ", when, ", à temps"));
  EXPECT_EQ(said.nl,
            absl::StrCat("zone5339: bevestigd op ", when, ", op tijd"));
}

TEST(ConfirmedWordsTest, WhoDidOnBehalfOfTheSourceIsNamed) {
  PeriodSource source = Confirmed();
  source.set_confirmed_by("anna");
  source.set_timeliness(PeriodSource::TIMELINESS_LATE);
  source.set_is_corrected_later(true);
  const std::string when = FormatTime(source.confirm_time());
  const Sentence said = ConfirmedSourceSentence(source);
  EXPECT_EQ(said.en, absl::StrCat("zone5339: confirmed on ", when,
                                  " by anna on behalf of the source, late, "
                                  "corrected later"));
  EXPECT_EQ(said.fr, absl::StrCat("zone5339 : confirmée le ", when,
                                  " par anna au nom de la source, en retard, "
                                  "corrigée ensuite"));
  EXPECT_EQ(said.nl, absl::StrCat("zone5339: bevestigd op ", when,
                                  " door anna namens de bron, te laat, later "
                                  "verbeterd"));
}

TEST(ConfirmedWordsTest, WhatIsNotKnownIsLeftOut) {
  PeriodSource source;
  source.set_source("bravvo");
  EXPECT_EQ(ConfirmedSourceSentence(source).en, "bravvo: confirmed");
  EXPECT_EQ(ConfirmedSourceSentence(source).fr, "bravvo : confirmée");
  EXPECT_EQ(ConfirmedSourceSentence(source).nl, "bravvo: bevestigd");
}

}  // namespace
}  // namespace entente::client
