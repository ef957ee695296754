// Rows that a session holds already: those that were delivered in it, or those
// of another file.
#include "tools/client/passed_rows.h"

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <sstream>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/common/base/error.h"

namespace entente::client {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

namespace v1 = entente::indicators::v1;

constexpr char kTitles[] = "event_id;measure;date;area;value;replaces\n";

std::string Row(const std::string& event, int value = 2,
                const std::string& replaces = "") {
  return absl::StrCat(event, ";talks;2024-03-05;DPI-1;", value, ";", replaces,
                      "\n");
}

class PassedRowsTest : public ::testing::Test {
 protected:
  // The service knows `event`, which counts so much.
  void Count(const std::string& event, int value = 2) {
    v1::EventCount& count = counts_[event];
    count.set_state(v1::EventCount::STATE_COUNTED);
    count.set_measure_code("talks");
    count.mutable_date()->set_year(2024);
    count.mutable_date()->set_month(3);
    count.mutable_date()->set_day(5);
    count.set_area("DPI-1");
    count.set_value(value);
  }

  // Reads `text`, rows below the titles, of which the session holds the first
  // ones; how many rows came.
  int Read(const std::string& text, int64_t rows_held, bool is_skipping) {
    in_ = std::istringstream(kTitles + text);
    absl::StatusOr<PlainRows> rows = PlainRows::Open(in_, "a.csv");
    EXPECT_TRUE(rows.ok()) << rows.status();
    rows_.emplace(*std::move(rows));
    passed_.emplace(
        *rows_, "mars", rows_held,
        PassedRows::Asks{
            .counts = [this](const auto& ids) { return Ask(ids); },
            .rejections =
                [this](const std::string& token) { return List(token); },
            .is_withheld = is_withheld_});
    int came = 0;
    v1::ObservationBatch batch;
    while (is_skipping ? passed_->Skip() : passed_->Next(batch)) ++came;
    return came;
  }
  int Read(const std::string& text, int64_t rows_held) {
    return Read(text, rows_held, /*is_skipping=*/true);
  }

  // Indexes of the rows that are to be compared with what counts.
  std::vector<int64_t> Differing() {
    KnownRows known;
    passed_->AddDiffering(known);
    std::vector<int64_t> rows;
    for (const KnownRow& row : known.rows()) rows.push_back(row.row_index);
    return rows;
  }

  // How the service counts, by id; the others are unknown.
  std::map<std::string, v1::EventCount> counts_;
  // Rows that the session rejected.
  std::set<int64_t> rejected_;
  bool is_telling_ = true;
  std::function<bool(const std::string&)> is_withheld_ = nullptr;
  absl::Status fault_ = absl::OkStatus();
  // Ids of each question.
  std::vector<size_t> questions_;
  int pages_ = 0;
  std::optional<PassedRows> passed_;

 private:
  absl::StatusOr<PassedRows::Asks::Counts> Ask(
      const std::vector<std::string>& ids) {
    questions_.push_back(ids.size());
    if (!fault_.ok()) return fault_;
    if (!is_telling_) return std::nullopt;
    std::vector<v1::EventCount> counts;
    for (const std::string& id : ids) {
      const auto found = counts_.find(id);
      counts.push_back(found == counts_.end() ? v1::EventCount()
                                              : found->second);
    }
    return counts;
  }

  // One row a page; the token is where the next one begins.
  absl::StatusOr<PassedRows::Asks::Page> List(const std::string& token) {
    ++pages_;
    v1::ListRejectionsResponse page;
    auto next = token.empty() ? rejected_.begin()
                              : rejected_.lower_bound(std::stoll(token));
    if (next != rejected_.end()) {
      page.add_rejections()->set_row_index(*next++);
    }
    if (next != rejected_.end()) {
      page.set_next_page_token(absl::StrCat(*next));
    }
    return page;
  }

  std::istringstream in_;
  std::optional<PlainRows> rows_;
};

TEST_F(PassedRowsTest, RowsThatTheServiceKnowsPassAndOthersAreNotAsked) {
  Count("event-01");
  Count("event-02");
  const std::string text = Row("event-01") + Row("event-02") + Row("event-03");
  for (const bool is_skipping : {true, false}) {
    EXPECT_EQ(Read(text, 2, is_skipping), 3);
    EXPECT_TRUE(passed_->status().ok()) << passed_->status();
    EXPECT_EQ(passed_->unproved(), 0);
    EXPECT_THAT(Differing(), IsEmpty());
    EXPECT_EQ(passed_->lines().Of(2), 4);
  }
  EXPECT_THAT(questions_, ElementsAre(2, 2));
  EXPECT_EQ(pages_, 0);
}

TEST_F(PassedRowsTest, OfASessionThatHoldsNothingNothingIsAsked) {
  EXPECT_EQ(Read(Row("event-01"), 0), 1);
  EXPECT_THAT(questions_, IsEmpty());
}

TEST_F(PassedRowsTest, ARowThatNobodyDeliveredEndsTheRows) {
  Count("event-01");
  const std::string text = Row("event-01") + Row("event-02") + Row("event-03");
  for (const bool is_skipping : {true, false}) {
    EXPECT_LT(Read(text, 2, is_skipping), 2);
    EXPECT_TRUE(absl::IsFailedPrecondition(passed_->status()));
    // For good.
    EXPECT_FALSE(passed_->Skip());
  }
  const auto detail = GetErrorDetail(passed_->status());
  ASSERT_TRUE(detail.has_value());
  EXPECT_EQ(detail->reason, "INGEST_FILE_CHANGED");
  EXPECT_EQ(detail->metadata.at("rows_known"), "2");
  EXPECT_THAT(detail->sentence.en, HasSubstr("session mars: line 3 of the"));
  EXPECT_THAT(detail->sentence.fr, HasSubstr("mars : la ligne 3 du fichier"));
  EXPECT_THAT(detail->sentence.nl, HasSubstr("mars: regel 3 van het bestand"));
  for (const std::string* said :
       {&detail->sentence.en, &detail->sentence.fr, &detail->sentence.nl}) {
    EXPECT_THAT(*said, HasSubstr("--session"));
    EXPECT_THAT(*said, Not(HasSubstr("event-02")));
  }
}

TEST_F(PassedRowsTest, ARowThatTheSessionTookIsReadAsItWas) {
  Count("event-01");
  for (const std::string& other :
       {std::string("no;talks;2024-03-05;DPI-1;2;\n"),
        std::string("event-02;talks;yesterday;DPI-1;2;\n")}) {
    Read(Row("event-01") + other, 2);
    EXPECT_EQ(ErrorReason(passed_->status()), "INGEST_FILE_CHANGED");
    // Rejected then, it may be the same.
    rejected_ = {1};
    EXPECT_EQ(Read(Row("event-01") + other, 2), 2);
    EXPECT_TRUE(passed_->status().ok()) << passed_->status();
    EXPECT_EQ(passed_->unproved(), 1);
    rejected_.clear();
  }
}

TEST_F(PassedRowsTest, ARejectedRowIsNotProvedUnlessItCountsByNow) {
  for (const char* const event : {"event-02", "event-04"}) Count(event);
  rejected_ = {0, 2, 3};
  const std::string text = Row("event-01") + Row("event-02") + Row("event-03") +
                           Row("event-04") + Row("event-05");
  EXPECT_EQ(Read(text, 4), 5);
  EXPECT_TRUE(passed_->status().ok()) << passed_->status();
  // Another session took the fourth.
  EXPECT_EQ(passed_->unproved(), 2);
  EXPECT_THAT(Differing(), IsEmpty());
  EXPECT_EQ(pages_, 2);
  // With other figures it is not said to count.
  counts_["event-04"].set_value(7);
  EXPECT_EQ(Read(text, 4), 5);
  EXPECT_EQ(passed_->unproved(), 3);
}

TEST_F(PassedRowsTest, ThousandsAreAskedAboutInPortions) {
  std::string text;
  for (int i = 0; i < 2500; ++i) {
    const std::string event = absl::StrCat("event-", 10'000 + i);
    Count(event);
    absl::StrAppend(&text, Row(event));
  }
  EXPECT_EQ(Read(text, 2400), 2500);
  EXPECT_TRUE(passed_->status().ok()) << passed_->status();
  EXPECT_THAT(questions_, ElementsAre(1000, 1000, 400));
  counts_.erase("event-12399");
  Read(text, 2400);
  EXPECT_THAT(std::string(passed_->status().message()),
              HasSubstr("line 2401 of the file"));
}

TEST_F(PassedRowsTest, AKnownRowWithAnotherFigureIsToBeCompared) {
  Count("event-01");
  Count("event-02", 7);
  EXPECT_EQ(Read(Row("event-01") + Row("event-02", 5), 2), 2);
  EXPECT_TRUE(passed_->status().ok()) << passed_->status();
  EXPECT_THAT(Differing(), ElementsAre(1));
  // Beside the correction of the file that may settle it.
  Count("event-03", 7);
  EXPECT_EQ(Read(Row("event-01") + Row("event-02", 5) +
                     Row("event-03", 7, "event-02"),
                 3),
            3);
  EXPECT_THAT(Differing(), ElementsAre(1, 2));
  // What the delivery compared itself is not added again.
  KnownRows known;
  passed_->AddDiffering(known);
  passed_->AddDiffering(known);
  EXPECT_EQ(known.rows().size(), 2u);
}

TEST_F(PassedRowsTest, WhereNobodyTellsNoRowIsProvedNorRefused) {
  is_telling_ = false;
  std::string text;
  for (int i = 0; i < 1500; ++i) absl::StrAppend(&text, Row("event-01"));
  EXPECT_EQ(Read(text, 1200), 1500);
  EXPECT_TRUE(passed_->status().ok()) << passed_->status();
  EXPECT_EQ(passed_->unproved(), 1200);
  // Asked once.
  EXPECT_THAT(questions_, ElementsAre(1000));
  EXPECT_EQ(pages_, 0);
}

TEST_F(PassedRowsTest, AnEventThatIsWithheldIsNotTakenForAnother) {
  is_withheld_ = [](const std::string& measure) { return measure == "talks"; };
  Count("event-01");
  EXPECT_EQ(Read(Row("event-01") + Row("event-02") + Row("event-03"), 2), 3);
  EXPECT_TRUE(passed_->status().ok()) << passed_->status();
  EXPECT_EQ(passed_->unproved(), 1);
  // Of other measures it is told.
  EXPECT_LT(Read(Row("event-01") + "event-02;walks;2024-03-05;DPI-1;2;\n", 2),
            2);
  EXPECT_EQ(ErrorReason(passed_->status()), "INGEST_FILE_CHANGED");
}

TEST_F(PassedRowsTest, AnIdThatIsRefusedSinceIsNotTakenForAnother) {
  EXPECT_EQ(Read(Row("BR-12-34-123456-2018") + Row("event-02"), 1), 2);
  EXPECT_TRUE(passed_->status().ok()) << passed_->status();
  EXPECT_EQ(passed_->unproved(), 1);
  EXPECT_THAT(questions_, IsEmpty());
}

TEST_F(PassedRowsTest, ASingleRowIsSpokenOfAsOne) {
  Read(Row("event-01"), 1);
  const auto detail = GetErrorDetail(passed_->status());
  ASSERT_TRUE(detail.has_value());
  EXPECT_THAT(detail->sentence.en, HasSubstr("not the one row that"));
  EXPECT_THAT(detail->sentence.fr, HasSubstr("n'est pas la seule ligne que"));
  EXPECT_THAT(detail->sentence.nl, HasSubstr("is niet de ene rij die"));
}

TEST_F(PassedRowsTest, AQuestionInVainEndsTheRows) {
  fault_ = absl::UnavailableError("away");
  EXPECT_LT(Read(Row("event-01") + Row("event-02"), 2), 2);
  EXPECT_EQ(passed_->status(), fault_);
}

}  // namespace
}  // namespace entente::client
