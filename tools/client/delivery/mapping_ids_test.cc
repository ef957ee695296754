// Of what ids are made, and that they stay when a mapping grows.
#include "tools/client/delivery/mapping_ids.h"

#include <set>
#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "google/protobuf/text_format.h"
#include "gtest/gtest.h"
#include "tools/client/delivery/record_mapper_fixture_test.h"

namespace entente::client {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;

class MappingIdsTest : public RecordMapperTest {
 protected:
  void SetUp() override {
    RecordMapperTest::SetUp();
    mapping_.mutable_event_id()->set_is_hashed(true);
    mapping_.clear_figures();
    mapping_.add_ignored("Type");
    AddFigure("measure { constant: 'securing_actions' } value_from: 'Nombre'");
  }

  void AddFigure(const std::string& text) {
    ASSERT_TRUE(google::protobuf::TextFormat::ParseFromString(
        text, mapping_.add_figures()));
  }

  // The same records, with hours in the column that was passed over.
  void AddSecondFigure() {
    mapping_.clear_ignored();
    AddFigure(
        "measure { constant: 'staff_training_hours' } value_from: 'Type'");
  }

  std::vector<std::string> Ids(
      const std::string& text = "x;;2024-03;DPI-1;4;3\n") {
    std::vector<std::string> ids;
    for (const MappedRow& row : Rows(text)) {
      EXPECT_EQ(row.reason, nullptr) << Say(row);
      ids.push_back(row.observation.event_id());
    }
    return ids;
  }

  // English words of what is said of the ids.
  std::string Said() {
    std::string said;
    for (const Sentence& one : DescribeIds(mapping_)) said += one.en + "\n";
    return said;
  }
};

TEST_F(MappingIdsTest, ASecondFigureLeavesTheFirstItsIds) {
  const std::string alone = Ids()[0];
  AddSecondFigure();
  const std::vector<std::string> unsaid = Ids();
  ASSERT_EQ(unsaid.size(), 2u);
  // As ever where nothing is said: the old events would count again.
  EXPECT_NE(unsaid[0], alone);
  mapping_.mutable_figures(0)->set_id_without_measure(true);
  const std::vector<std::string> said = Ids();
  ASSERT_EQ(said.size(), 2u);
  EXPECT_EQ(said[0], alone);
  EXPECT_EQ(said[1], unsaid[1]);
}

TEST_F(MappingIdsTest, AFigureThatStaysAloneKeepsItsIds) {
  AddSecondFigure();
  const std::string among_two = Ids()[0];
  mapping_.mutable_figures()->RemoveLast();
  mapping_.add_ignored("Type");
  EXPECT_NE(Ids()[0], among_two);
  mapping_.mutable_figures(0)->set_id_without_measure(false);
  EXPECT_EQ(Ids()[0], among_two);
}

TEST_F(MappingIdsTest, TheSystemIsPartOfEveryId) {
  std::set<std::string> ids = {Ids("x;;2024-03;DPI-1;;3\n")[0]};
  for (const char* system : {"prevention", "police"}) {
    mapping_.mutable_event_id()->set_system(system);
    const auto rows = Rows("x;;2024-03;DPI-1;;3\ny;x;2024-03;DPI-1;;2\n");
    ASSERT_EQ(rows.size(), 2u);
    const std::string& id = rows[0].observation.event_id();
    EXPECT_TRUE(ids.insert(id).second) << system;
    // What it corrects is of the same system.
    EXPECT_EQ(rows[1].observation.replaces_event_id(), id);
  }
  mapping_.mutable_event_id()->set_system("prevention");
  // HMAC-SHA-256 by another program, of "entente event id 1\n1:x\n0:\n0:\n
  // 18:\x1fsystem prevention".
  EXPECT_EQ(Ids("x;;2024-03;DPI-1;;3\n")[0],
            "7d22e903f997e2f8cfd0d51f1e86f284");
}

TEST_F(MappingIdsTest, TwoMappingsMeetWhereNothingKeepsTheirNumbersApart) {
  const v1::DeliveryMapping other = mapping_;
  EXPECT_TRUE(MayMeetInIds(mapping_, other));
  // Whatever they are called.
  mapping_.mutable_event_id()->set_from(0, "Numéro");
  EXPECT_TRUE(MayMeetInIds(mapping_, other));
  const v1::DeliveryMapping hashed = mapping_;
  mapping_.mutable_event_id()->set_system("prevention");
  EXPECT_FALSE(MayMeetInIds(mapping_, other));
  EXPECT_FALSE(MayMeetInIds(other, mapping_));
  // Of one system by intention.
  EXPECT_FALSE(MayMeetInIds(mapping_, mapping_));
  mapping_ = hashed;
  mapping_.mutable_event_id()->set_is_hashed(false);
  EXPECT_FALSE(MayMeetInIds(mapping_, other));
  mapping_ = hashed;
  mapping_.mutable_event_id()->add_from("Année");
  EXPECT_FALSE(MayMeetInIds(mapping_, other));
  mapping_ = hashed;
  mapping_.mutable_figures(0)->set_id_without_measure(false);
  EXPECT_FALSE(MayMeetInIds(mapping_, other));
}

TEST_F(MappingIdsTest, WhichFigureHasWhichIdsIsSaid) {
  EXPECT_EQ(Said(),
            "Ids of securing_actions: made of \"Id\", without the measure.\n");
  EXPECT_THAT(AdviseOnIds(mapping_)->en,
              AllOf(HasSubstr("Before a second figure is added"),
                    HasSubstr("id_without_measure: true")));
  AddSecondFigure();
  mapping_.mutable_event_id()->set_system("prevention");
  EXPECT_EQ(Said(),
            "Ids of securing_actions: made of \"Id\", prevention and the "
            "measure.\n"
            "Ids of staff_training_hours: made of \"Id\", prevention and the "
            "measure.\n");
  const auto advice = AdviseOnIds(mapping_);
  ASSERT_TRUE(advice.has_value());
  for (const std::string* said : {&advice->en, &advice->fr, &advice->nl}) {
    EXPECT_THAT(*said, AllOf(HasSubstr("id_without_measure: true"),
                             HasSubstr("id_without_measure: false")));
  }
  mapping_.mutable_figures(0)->set_id_without_measure(true);
  EXPECT_THAT(Said(), HasSubstr("securing_actions: made of \"Id\", prevention, "
                                "without the measure."));
  EXPECT_FALSE(AdviseOnIds(mapping_).has_value());
  mapping_.mutable_event_id()->set_is_hashed(false);
  mapping_.mutable_figures()->RemoveLast();
  mapping_.mutable_figures(0)->clear_id_without_measure();
  EXPECT_THAT(Said(),
              AllOf(HasSubstr("as they stand in"), Not(HasSubstr("measure."))));
  EXPECT_FALSE(AdviseOnIds(mapping_).has_value());
}

}  // namespace
}  // namespace entente::client
