// Records as rows under a small mapping, and what those say in a word or two.
#ifndef TOOLS_CLIENT_DELIVERY_RECORD_MAPPER_FIXTURE_TEST_H_
#define TOOLS_CLIENT_DELIVERY_RECORD_MAPPER_FIXTURE_TEST_H_

#include <cstdint>
#include <optional>
#include <sstream>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "google/protobuf/text_format.h"
#include "gtest/gtest.h"
#include "tools/client/delivery/mapped_rows.h"
#include "tools/client/delivery/record_mapper.h"

namespace entente::client {

namespace v1 = entente::indicators::v1;

inline IdKey Key() { return IdKey(std::string(32, 'k')); }

// "measure date-day area value" of each row, or "column REASON field".
inline std::string Say(const MappedRow& row) {
  const v1::Observation& seen = row.observation;
  if (row.reason != nullptr) {
    return absl::StrCat(row.column, " ", row.reason, " ", row.field);
  }
  return absl::StrCat(seen.measure_code(), " ", seen.date().month(), "-",
                      seen.date().day(), " ", seen.area(), " ", seen.value());
}

class RecordMapperTest : public ::testing::Test {
 protected:
  void SetUp() override {
    ASSERT_TRUE(google::protobuf::TextFormat::ParseFromString(
        R"(id: 'a' format: FORMAT_CSV
           event_id { from: 'Id' replaces: 'Corrige' }
           date { from: 'Jour' }
           area { from: 'Lieu' if_empty: 'UNKNOWN' }
           figures { measure { from: 'Type'
                               codes { theirs: 'N' ours: 'nuisance' } }
                     value_from: 'Nombre' })",
        &mapping_));
  }

  std::vector<MappedRow> Rows(const std::string& text) {
    std::istringstream in("Id;Corrige;Jour;Lieu;Type;Nombre\n" + text);
    std::vector<MappedRow> rows;
    auto opened = MappedRows::Open(
        in, mapping_, v1::DeliveryMapping::FORMAT_CSV,
        mapping_.event_id().is_hashed() ? std::optional<IdKey>(Key())
                                        : std::nullopt);
    EXPECT_TRUE(opened.ok()) << opened.status();
    MappedRow row;
    int64_t line = 0;
    while (opened.ok() && (*opened)->NextRow(row, line)) rows.push_back(row);
    return rows;
  }

  std::vector<std::string> Said(const std::string& text) {
    std::vector<std::string> said;
    for (const MappedRow& row : Rows(text)) said.push_back(Say(row));
    return said;
  }

  v1::DeliveryMapping mapping_;
};

}  // namespace entente::client

#endif  // TOOLS_CLIENT_DELIVERY_RECORD_MAPPER_FIXTURE_TEST_H_
