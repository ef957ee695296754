// Files of a drop folder that come after a sheet.
#include <string>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tools/client/delivery/drop_worker_fixture_test.h"

namespace entente::client {
namespace {

using ::testing::HasSubstr;

absl::Status AddsToSheet() {
  return MakeError(absl::StatusCode::kFailedPrecondition,
                   {.reason = "FILE_ADDS_TO_SHEET",
                    .sentence = {.en = "a sheet already counts totals"}});
}

TEST_F(DropWorkerTest, AFileThatAddsToASheetGoesToQuarantineUnsent) {
  service_.sheets = AddsToSheet();
  Put("a.csv", kGood);
  EXPECT_EQ(Run(/*is_dry_run=*/true).quarantined, 1);
  EXPECT_EQ(outcomes_[0].receipt.state(),
            DeliveryReceipt::STATE_WOULD_BE_QUARANTINED);
  EXPECT_EQ(outcomes_[0].receipt.reason(), "FILE_ADDS_TO_SHEET");
  EXPECT_EQ(Run().quarantined, 1);
  EXPECT_TRUE(Is(DropFolder::kQuarantine, "a.csv"));
  EXPECT_EQ(Receipt("a.csv").state(), DeliveryReceipt::STATE_QUARANTINED);
  EXPECT_EQ(Receipt("a.csv").reason(), "FILE_ADDS_TO_SHEET");
  EXPECT_THAT(Receipt("a.csv").message(), HasSubstr("already counts totals"));
  EXPECT_TRUE(service_.sessions_seen.empty());
  EXPECT_TRUE(service_.events.empty());
  // Once the sheet counts nothing the same file is delivered.
  service_.sheets = absl::OkStatus();
  Put("a.csv", kGood);
  EXPECT_EQ(Run().done, 1);
  EXPECT_EQ(service_.events.size(), 2u);
}

TEST_F(DropWorkerTest, AFileThatWasAskedAboutIsDeliveredFromItsBeginning) {
  Put("a.csv", kGood);
  Put("b.ndjson",
      "{\"event_id\":\"event-03\",\"measure\":\"nuisance\","
      "\"date\":\"2024-03-05\",\"area\":\"DPI-1\",\"value\":2}\n");
  EXPECT_EQ(Run().done, 2);
  EXPECT_EQ(service_.rows_checked, 3);
  EXPECT_EQ(Receipt("a.csv").rows(), 2);
  EXPECT_EQ(Receipt("b.ndjson").rows(), 1);
  EXPECT_EQ(service_.events.size(), 3u);
}

TEST_F(DropWorkerTest, WhereFilesAddToSheetsNobodyAsks) {
  rules_.adds_to_sheets = true;
  service_.sheets = AddsToSheet();
  Put("a.csv", kGood);
  EXPECT_EQ(Run().done, 1);
  EXPECT_EQ(service_.rows_checked, 0);
  EXPECT_EQ(service_.events.size(), 2u);
}

TEST_F(DropWorkerTest, AFileWaitsWhileNobodySaysWhetherItAddsToASheet) {
  service_.sheets = absl::UnavailableError("nobody answers");
  Put("a.csv", kGood);
  EXPECT_EQ(Run().waiting, 1);
  EXPECT_TRUE(Is(DropFolder::kProcessing, "a.csv"));
  EXPECT_TRUE(service_.sessions_seen.empty());
  service_.sheets = absl::OkStatus();
  EXPECT_EQ(Run().done, 1);
  EXPECT_EQ(service_.events.size(), 2u);
}

TEST_F(DropWorkerTest, AFileThatWasHalfDeliveredGoesOnAndIsAskedAboutNoMore) {
  service_.rows_until_cut = 1;
  Put("a.csv", kGood);
  EXPECT_EQ(Run().waiting, 1);
  EXPECT_EQ(service_.events.size(), 1u);
  EXPECT_EQ(service_.rows_checked, 2);
  // A sheet comes between, or the rest of the file now adds to one.
  service_.sheets = AddsToSheet();
  EXPECT_EQ(Run().done, 1);
  EXPECT_EQ(service_.rows_checked, 2);
  EXPECT_EQ(Receipt("a.csv").rows_known(), 1);
  EXPECT_EQ(Receipt("a.csv").totals().sent(), 2);
  EXPECT_EQ(service_.events.size(), 2u);
}

TEST_F(DropWorkerTest, AFileOfWhichNoRowLeftIsAskedAboutAgain) {
  service_.down = absl::ResourceExhaustedError("full");
  Put("a.csv", kGood);
  EXPECT_EQ(Run().waiting, 1);
  service_.down = absl::OkStatus();
  service_.sheets = AddsToSheet();
  EXPECT_EQ(Run().quarantined, 1);
  EXPECT_EQ(service_.rows_held_seen, 0);
  EXPECT_TRUE(service_.events.empty());
}

TEST_F(DropWorkerTest, WhereNobodyTellsOfSessionsNothingIsSaidOfThem) {
  service_.rows_until_cut = 1;
  service_.is_telling = false;
  Put("a.csv", kGood);
  EXPECT_EQ(Run().waiting, 1);
  service_.sheets = AddsToSheet();
  service_.rows_held_seen = 99;
  EXPECT_EQ(Run().quarantined, 1);
  EXPECT_FALSE(service_.rows_held_seen.has_value());
}

TEST_F(DropWorkerTest, RowsOfAnEarlierSessionAreNotHiddenByAQuarantine) {
  service_.denied_measures = {"trainings"};
  const std::string text =
      absl::StrCat(kGood, "event-03;trainings;2024-03-05;DPI-1;2\n");
  Put("a.csv", text);
  EXPECT_EQ(Run().rejecting, 1);
  service_.denied_measures.clear();
  absl::Status adds = AddsToSheet();
  ErrorDetail detail = *GetErrorDetail(adds);
  detail.metadata["rows_known"] = absl::StrCat(2);
  service_.sheets = MakeError(adds.code(), detail);
  Put("a.csv", text);
  EXPECT_EQ(Run().quarantined, 1);
  EXPECT_EQ(service_.rows_held_seen, 2);
  EXPECT_EQ(Receipt("a.csv").state(), DeliveryReceipt::STATE_QUARANTINED);
  EXPECT_EQ(Receipt("a.csv").rows_known(), 2);
}

TEST_F(DropWorkerTest, AFileOfWhichNobodySaysWhetherItAddsHasThatInItsReceipt) {
  service_.is_telling_of_sheets = false;
  Put("a.csv", kGood);
  Put("b.ndjson",
      "{\"event_id\":\"event-03\",\"measure\":\"nuisance\","
      "\"date\":\"2024-03-05\",\"area\":\"DPI-1\",\"value\":2}\n");
  EXPECT_EQ(Run().done, 2);
  EXPECT_TRUE(Receipt("a.csv").sheets_not_asked());
  EXPECT_TRUE(Receipt("b.ndjson").sheets_not_asked());
  service_.is_telling_of_sheets = true;
  Put("c.csv", kGood);
  Put("d.csv",
      "event_id;measure;date;area;value\n"
      "event-04;nuisance;2024-03-05;DPI-1;2\n");
  EXPECT_EQ(Run().done, 2);
  EXPECT_FALSE(Receipt("d.csv").sheets_not_asked());
}

TEST_F(DropWorkerTest, AFileWaitsWhateverTheQuestionAboutSheetsFailsBy) {
  Put("a.csv", kGood);
  for (const absl::Status& fault :
       {absl::InvalidArgumentError("parent"), absl::InternalError("a fault"),
        absl::DataLossError("a fault"),
        absl::UnauthenticatedError("no login")}) {
    service_.sheets = fault;
    EXPECT_EQ(Run().waiting, 1) << fault;
    EXPECT_EQ(outcomes_[0].waits_for, fault);
    EXPECT_TRUE(Is(DropFolder::kProcessing, "a.csv"));
  }
  service_.sheets = absl::OkStatus();
  // A fault of the file itself still sends it to quarantine.
  Put("b.csv", "");
  EXPECT_EQ(Run().quarantined, 1);
  EXPECT_EQ(service_.sessions_seen.size(), 1u);
}

TEST(WatchConfigTest, FilesAddToSheetsWhereItSaysSo) {
  v1::WatchConfig config;
  config.set_source("zone5339");
  config.add_inputs()->set_pattern("*");
  EXPECT_FALSE(MakeWatchRules(config, "")->adds_to_sheets);
  config.set_adds_to_sheets(true);
  EXPECT_TRUE(MakeWatchRules(config, "")->adds_to_sheets);
}

}  // namespace
}  // namespace entente::client
