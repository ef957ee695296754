// Records whose figures are divided by the codes of lists.
#include <cstdint>
#include <map>
#include <optional>
#include <sstream>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "google/protobuf/text_format.h"
#include "gtest/gtest.h"
#include "tools/client/delivery/mapped_rows.h"
#include "tools/client/delivery/record_mapper.h"
#include "tools/client/delivery/record_mapper_fixture_test.h"

namespace entente::client {
namespace {

using ::testing::ElementsAre;

// "audience=seniors" of each list, behind what Say says.
std::string SayBreakdown(const MappedRow& row) {
  std::string said = Say(row);
  const std::map<std::string, std::string> sorted(
      row.observation.breakdown().begin(), row.observation.breakdown().end());
  if (row.reason != nullptr) return said;
  for (const auto& [list, code] : sorted) {
    absl::StrAppend(&said, " ", list, "=", code);
  }
  return said;
}

class MappedBreakdownTest : public RecordMapperTest {
 protected:
  void SetUp() override {
    RecordMapperTest::SetUp();
    mapping_.clear_ignored();
    ASSERT_TRUE(google::protobuf::TextFormat::MergeFromString(
        R"(event_id { withdraws: 'Annule' }
           figures { measure { constant: 'nuisance' } value_from: 'Nombre'
             breakdowns { list: 'audience'
                          code { from: 'Public'
                                 codes { theirs: 'S' ours: 'seniors' }
                                 codes { theirs: 'H' ours: 'hotels' } } }
             breakdowns { list: 'theme' code { from: 'Theme' } }
             breakdowns { list: 'approach' code { constant: 'prevention' } } }
        )",
        &mapping_));
    mapping_.mutable_figures()->DeleteSubrange(0, 1);
  }

  std::vector<std::string> Split(const std::string& text,
                                 v1::DeliveryMapping::Format format) {
    std::istringstream in(text);
    std::vector<std::string> said;
    auto opened = MappedRows::Open(in, mapping_, format, std::nullopt);
    EXPECT_TRUE(opened.ok()) << opened.status();
    MappedRow row;
    int64_t line = 0;
    while (opened.ok() && (*opened)->NextRow(row, line)) {
      said.push_back(SayBreakdown(row));
    }
    return said;
  }
};

TEST_F(MappedBreakdownTest, CodesOfListsAreTranslatedAndUnknownOnesRefused) {
  EXPECT_THAT(
      Split("Id;Corrige;Annule;Jour;Lieu;Nombre;Public;Theme\n"
            "event-01;;;2024-03-05;DPI-1;2;S;bdo\n"
            "event-02;;;2024-03-05;DPI-1;2;;\n"
            "event-03;;;2024-03-05;DPI-1;2;X;\n"
            "event-04;;;2024-03-05;DPI-1;2;S;jeanne@exemple.be\n"
            "event-05;;event-01;;;;;\n"
            "event-06;;event-01;;;;S;\n",
            v1::DeliveryMapping::FORMAT_CSV),
      ElementsAre("nuisance 3-5 DPI-1 2 approach=prevention audience=seniors "
                  "theme=bdo",
                  "nuisance 3-5 DPI-1 2 approach=prevention",
                  "breakdown.audience BREAKDOWN_CODE_UNKNOWN Public",
                  "breakdown.theme PERSONAL_DATA_SHAPE Theme", " 0-0  0",
                  "breakdown.audience WITHDRAWAL_NOT_EMPTY Public"));
}

TEST_F(MappedBreakdownTest, NdjsonAndXmlAreReadLikewise) {
  EXPECT_THAT(
      Split(
          R"({"Id":"event-01","Jour":"2024-03-05","Lieu":"DPI-1","Nombre":2,"Public":"H"})"
          "\n"
          R"({"Id":"event-02","Jour":"2024-03-05","Lieu":"DPI-1","Nombre":2,"Public":"Q"})"
          "\n",
          v1::DeliveryMapping::FORMAT_NDJSON),
      ElementsAre("nuisance 3-5 DPI-1 2 approach=prevention audience=hotels",
                  "breakdown.audience BREAKDOWN_CODE_UNKNOWN Public"));
  mapping_.set_record("r/a");
  EXPECT_THAT(
      Split("<r><a><Id>event-01</Id><Jour>2024-03-05</Jour><Lieu>DPI-1</Lieu>"
            "<Nombre>2</Nombre><Public>S</Public></a></r>",
            v1::DeliveryMapping::FORMAT_XML),
      ElementsAre("nuisance 3-5 DPI-1 2 approach=prevention "
                  "audience=seniors"));
}

TEST_F(MappedBreakdownTest, AFieldThatIsEmptyMayStandForACode) {
  auto& code =
      *mapping_.mutable_figures(0)->mutable_breakdowns(0)->mutable_code();
  code.set_if_empty("seniors");
  EXPECT_THAT(Split("Id;Corrige;Annule;Jour;Lieu;Nombre;Public;Theme\n"
                    "event-02;;;2024-03-05;DPI-1;2;;\n",
                    v1::DeliveryMapping::FORMAT_CSV),
              ElementsAre("nuisance 3-5 DPI-1 2 approach=prevention "
                          "audience=seniors"));
  EXPECT_EQ(FieldOfColumn(mapping_, 0, "breakdown.audience"), "Public");
  EXPECT_EQ(FieldOfColumn(mapping_, 0, "breakdown.approach"), "");
  EXPECT_EQ(FieldOfColumn(mapping_, 0, "breakdown.other"), "");
}

}  // namespace
}  // namespace entente::client
