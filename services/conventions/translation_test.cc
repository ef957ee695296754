// The words of a document in another language, beside its own.
#include <string>

#include "services/common/base/hash.h"
#include "services/conventions/adoption_fixture_test.h"
#include "services/conventions/version_rules.h"

namespace entente::conventions {
namespace {

using TranslationTest = AdoptionTest;

using testing::IsEmpty;

TEST_F(TranslationTest, ATranslationDoesNotBindAnAmendmentOfAnEarlierDay) {
  MoveTo(2018, 6, 1);
  ASSERT_TRUE(Translate("op-01", "nl", "Een verzonnen stap").ok());
  v1::Amendment amendment = NewAmendment(MakeDate(2018, 5, 1));
  amendment.add_changes()->mutable_node_end()->set_node_id("op-01");
  const auto applied = Amend(amendment);
  ASSERT_TRUE(applied.ok()) << applied.status();
  EXPECT_TRUE(NodeOf(*Get(), "op-01")->has_end_date());
  ExpectRecountIsClean();
}

TEST_F(TranslationTest, ATranslationIsOfTheWordsOfItsDay) {
  v1::Amendment amendment = NewAmendment(MakeDate(2018, 6, 1));
  SetText(amendment, "op-01", "Another aim");
  MoveTo(2018, 3, 1);
  ASSERT_TRUE(Amend(amendment).ok());
  ASSERT_TRUE(Translate("op-01", "nl", "Een verzonnen stap").ok());
  const google::type::Date today = MakeDate(2018, 3, 1);
  EXPECT_FALSE(NodeOf(*Get(&today), "op-01")->translations(0).is_outdated());
  const google::type::Date later = MakeDate(2018, 6, 1);
  EXPECT_TRUE(NodeOf(*Get(&later), "op-01")->translations(0).is_outdated());
  EXPECT_EQ(ErrorReason(Translate("op-01", "nl", "Anders", "e0").status()),
            "ETAG_MISMATCH");
  ASSERT_TRUE(Translate("op-01", "nl", "Anders", Get()->etag()).ok());
}

TEST_F(TranslationTest, ATranslationStandsBesideTheWordsOfTheDocument) {
  ASSERT_TRUE(store_
                  ->Transact([](store::Transaction& transaction) {
                    auto whole =
                        GetWholeConvention(transaction, kConvention, "name");
                    whole->set_language_code("fr");
                    PutConvention(transaction, kConvention, *whole);
                    return absl::OkStatus();
                  })
                  .ok());
  MoveTo(2018, 3, 1);
  EXPECT_EQ(ErrorReason(Translate("op-01", "es", "x").status()),
            "UNKNOWN_LANGUAGE");
  EXPECT_EQ(ErrorReason(Translate("op-01", "fr", "x").status()),
            "TRANSLATION_OF_DOCUMENT");
  EXPECT_EQ(ErrorReason(Translate("op-01", "nl", "").status()),
            "FIELD_REQUIRED");
  EXPECT_EQ(ErrorReason(Translate("op-09", "nl", "x").status()),
            "UNKNOWN_NODE");
  EXPECT_EQ(
      ErrorReason(Translate("op-01", "nl", "vraag 85.07.30-033.28").status()),
      "PERSONAL_DATA_SHAPE");
  const auto translated = Translate("op-01", "nl", "Een verzonnen stap");
  ASSERT_TRUE(translated.ok()) << translated.status();
  EXPECT_EQ(translated->text(), "Invented op-01");
  ASSERT_EQ(translated->translations_size(), 1);
  EXPECT_EQ(translated->translations(0).text(), "Een verzonnen stap");
  EXPECT_EQ(translated->translations(0).author(), kCoordinator.subject);
  EXPECT_FALSE(translated->translations(0).is_outdated());
  // What is not counted is not told.
  EXPECT_THAT(WaitingDefinitions(), IsEmpty());
  ASSERT_TRUE(Translate("in-01", "nl", "Aantal vormingen").ok());
  ASSERT_THAT(WaitingDefinitions(), testing::SizeIs(1));
  EXPECT_EQ(WaitingDefinitions()[0].indicators(1).translations(0).author(), "");
  MoveTo(2018, 4, 1);
  ASSERT_TRUE(Translate("op-01", "nl", "Een betere stap").ok());
  EXPECT_EQ(NodeOf(*Get(), "op-01")->translations(0).text(), "Een betere stap");
  const google::type::Date before = MakeDate(2018, 3, 31);
  EXPECT_EQ(NodeOf(*Get(&before), "op-01")->translations(0).text(),
            "Een verzonnen stap");
  v1::SearchNodesRequest search;
  search.set_parent(Format(kConvention));
  search.set_query("betere STAP");
  const auto found =
      Call(conventions_, &v1::ConventionService::Stub::SearchNodes, search);
  ASSERT_TRUE(found.ok()) << found.status();
  ASSERT_EQ(found->total_size(), 1);
  EXPECT_EQ(found->matches(0).node().id(), "op-01");
  ExpectRecountIsClean();
}

TEST_F(TranslationTest, ATranslationOfOtherWordsIsOutdated) {
  MoveTo(2018, 3, 1);
  ASSERT_TRUE(Translate("op-01", "nl", "Een verzonnen stap").ok());
  v1::Amendment amendment = NewAmendment(MakeDate(2018, 6, 1));
  SetText(amendment, "op-01", "Another aim");
  ASSERT_TRUE(Amend(amendment).ok());
  EXPECT_TRUE(NodeOf(*Get(), "op-01")->translations(0).is_outdated());
  const google::type::Date before = MakeDate(2018, 5, 31);
  EXPECT_FALSE(NodeOf(*Get(&before), "op-01")->translations(0).is_outdated());
  MoveTo(2018, 7, 1);
  ASSERT_TRUE(Translate("op-01", "nl", "Een ander doel").ok());
  EXPECT_FALSE(NodeOf(*Get(), "op-01")->translations(0).is_outdated());
  EXPECT_EQ(NodeOf(*Get(), "op-01")->translations(0).of_sha256(),
            Sha256Hex("Another aim"));
  ExpectRecountIsClean();
}

}  // namespace
}  // namespace entente::conventions
