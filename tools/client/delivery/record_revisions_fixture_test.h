// Files of records in versions, and what their rows come to under the rules of
// the service.
#ifndef TOOLS_CLIENT_DELIVERY_RECORD_REVISIONS_FIXTURE_TEST_H_
#define TOOLS_CLIENT_DELIVERY_RECORD_REVISIONS_FIXTURE_TEST_H_

#include <cstdint>
#include <map>
#include <optional>
#include <sstream>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "google/protobuf/text_format.h"
#include "gtest/gtest.h"
#include "tools/client/delivery/mapped_rows.h"
#include "tools/client/delivery/record_mapper.h"

namespace entente::client {

namespace v1 = entente::indicators::v1;

// What the service does with rows, as services/indicators/plan_rules.h says it:
// nullopt is an event that was withdrawn.
class Book {
 public:
  std::string Take(const v1::Observation& row) {
    if (roots_.contains(row.event_id())) return "DUPLICATE";
    const bool is_withdrawal = !row.withdraws_event_id().empty();
    const std::string named =
        absl::StrCat(row.withdraws_event_id(), row.replaces_event_id());
    if (named.empty()) {
      roots_[row.event_id()] = row.event_id();
      events_[row.event_id()] = row.value();
      return "CREATED";
    }
    if (!roots_.contains(named)) return "UNKNOWN_EVENT";
    std::optional<int64_t>& counted = events_[roots_[named]];
    if (!counted && !is_withdrawal) return "EVENT_WITHDRAWN";
    roots_[row.event_id()] = roots_[named];
    const std::optional<int64_t> before = counted;
    counted =
        is_withdrawal ? std::nullopt : std::optional<int64_t>(row.value());
    if (counted == before) return "UNCHANGED";
    return is_withdrawal ? "WITHDRAWN" : "UPDATED";
  }

  // What each event counts as.
  std::vector<int64_t> counted() const {
    std::vector<int64_t> values;
    for (const auto& [root, value] : events_) {
      if (value) values.push_back(*value);
    }
    return values;
  }

 private:
  // Of each id the first of its event.
  std::map<std::string, std::string> roots_;
  std::map<std::string, std::optional<int64_t>> events_;
};

class RecordRevisionsTest : public ::testing::Test {
 protected:
  void SetUp() override {
    ASSERT_TRUE(google::protobuf::TextFormat::ParseFromString(
        R"(id: 'a' format: FORMAT_CSV
           event_id { from: 'Id' is_hashed: true revision: 'V'
                      struck_out { from: 'Etat' values: 'annulé' } }
           date { from: 'Jour' }
           area { from: 'Lieu' if_empty: 'UNKNOWN' }
           figures { measure { constant: 'n' } value_from: 'N' })",
        &mapping_));
  }

  // The rows of a file.
  std::vector<MappedRow> Rows(const std::string& text) {
    std::istringstream in("Id;V;Etat;Jour;Lieu;N\n" + text);
    std::vector<MappedRow> rows;
    auto opened =
        MappedRows::Open(in, mapping_, v1::DeliveryMapping::FORMAT_CSV,
                         IdKey(std::string(32, 'k')));
    EXPECT_TRUE(opened.ok()) << opened.status();
    MappedRow row;
    int64_t line = 0;
    while (opened.ok() && (*opened)->NextRow(row, line)) rows.push_back(row);
    if (opened.ok()) left_out_ = (*opened)->records_left_out();
    return rows;
  }

  // A record in version `v`, with `10 * v` as its figure.
  static std::string Version(int v) {
    return absl::StrCat("x;", v, ";;2024-03-05;;", 10 * v, "\n");
  }
  static std::string Elsewhere(int v) {
    return absl::StrCat("x;", v, ";;2024-03-05;IXELLES;", 10 * v, "\n");
  }
  static std::string StruckOut(int v) {
    return absl::StrCat("x;", v, ";annulé;2024-03-05;;", 10 * v, "\n");
  }

  // Delivers a file, and says what became of its rows.
  std::string Deliver(const std::string& text) {
    std::vector<std::string> states;
    for (const MappedRow& row : Rows(text)) {
      EXPECT_EQ(row.reason, nullptr) << row.column << " " << row.reason;
      states.push_back(book_.Take(row.observation));
    }
    return absl::StrJoin(states, " ");
  }

  v1::DeliveryMapping mapping_;
  // Of the file that was read last.
  int64_t left_out_ = 0;
  Book book_;
};

}  // namespace entente::client

#endif  // TOOLS_CLIENT_DELIVERY_RECORD_REVISIONS_FIXTURE_TEST_H_
