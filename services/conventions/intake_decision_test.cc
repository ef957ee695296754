// What the State decides about a dossier, and whether what it keeps is still
// what was decided.
#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "services/conventions/intake_fixture_test.h"
#include "services/conventions/verify_store.h"

namespace entente::conventions {
namespace {

using IntakeDecisionTest = IntakeFixture;

TEST_F(IntakeDecisionTest, ADecisionFitsTheDossierAndIsMadeOnce) {
  ASSERT_TRUE(Deliver(Sound()).ok());
  const auto decide = &v1::IntakeService::Stub::DecideSubmission;
  const auto accepted = v1::SubmissionDecision::OUTCOME_ACCEPTED;
  const auto in_part = v1::SubmissionDecision::OUTCOME_ACCEPTED_IN_PART;
  const auto reason_of = [&](const v1::DecideSubmissionRequest& request) {
    return ErrorReason(Call(decide, request).status());
  };
  v1::DecideSubmissionRequest request = Decision(in_part);
  EXPECT_EQ(reason_of(request), "DECISION_LINES");
  Refuse(1, 9'000, 2'000, request);
  EXPECT_EQ(reason_of(request), "DECISION_AMOUNT");
  request = Decision(in_part);
  Refuse(7, 0, 100, request);
  EXPECT_EQ(reason_of(request), "CLAIM_LINE_UNKNOWN");
  request = Decision(in_part);
  Refuse(1, 0, 10'000, request);
  Refuse(1, 0, 10'000, request);
  EXPECT_EQ(reason_of(request), "CLAIM_LINE_TWICE");
  request = Decision(accepted);
  Refuse(1, 0, 10'000, request);
  EXPECT_EQ(reason_of(request), "DECISION_LINES");
  request = Decision(v1::SubmissionDecision::OUTCOME_REJECTED);
  request.mutable_decision()->clear_reason();
  EXPECT_EQ(reason_of(request), "FIELD_REQUIRED");
  request = Decision(accepted);
  request.mutable_decision()->mutable_decide_date()->set_year(2199);
  EXPECT_EQ(reason_of(request), "FACT_IN_FUTURE");
  request = Decision(accepted);
  request.mutable_decision()->set_reason("call 0470 12 34 56");
  EXPECT_EQ(reason_of(request), "PERSONAL_DATA_SHAPE");
  request = Decision(accepted);
  request.set_etag("7");
  EXPECT_EQ(reason_of(request), "ETAG_MISMATCH");

  request = Decision(in_part);
  Refuse(1, 9'000, 1'000, request);
  request.set_request_id("d-1");
  request.set_validate_only(true);
  const auto rehearsed = Call(decide, request);
  ASSERT_TRUE(rehearsed.ok()) << rehearsed.status();
  EXPECT_EQ(rehearsed->answer(), "") << "signed, though nobody decided";
  request.set_validate_only(false);
  const auto decided = Call(decide, request);
  ASSERT_TRUE(decided.ok()) << decided.status();
  const auto again = Call(decide, request);
  ASSERT_TRUE(again.ok()) << again.status();
  EXPECT_EQ(again->answer(), decided->answer());
  request.set_request_id("d-2");
  EXPECT_EQ(reason_of(request), "SUBMISSION_STATE");
  const auto seal =
      OpenNote(decided->answer(), *ParseVerifiers(state_keys_->Verifiers()));
  ASSERT_TRUE(seal.ok());
  EXPECT_TRUE(CheckSeal(*seal, Seal::Kind::kAnswer, Sound().name,
                        Sha256Hex(ManifestOf(Sound())),
                        Sha256Hex(decided->decision_bytes()))
                  .ok());
}

TEST_F(IntakeDecisionTest, TheRecountFindsWhatWasAlteredLater) {
  ASSERT_TRUE(Deliver(Sound()).ok());
  ASSERT_TRUE(Call(&v1::IntakeService::Stub::DecideSubmission,
                   Decision(v1::SubmissionDecision::OUTCOME_ACCEPTED))
                  .ok());
  auto report = VerifyLedger(*store_->Read());
  ASSERT_TRUE(report.ok()) << report.status();
  EXPECT_TRUE(report->is_clean()) << report->differences[0];
  EXPECT_EQ(report->submissions, 1);
  std::vector<std::pair<std::string, std::string>> all;
  for (const char* table : {"\x40", "\x41"}) {
    ASSERT_TRUE(store_->Read()
                    ->Scan(table, "",
                           [&](absl::string_view key, absl::string_view value) {
                             all.emplace_back(key, value);
                             return true;
                           })
                    .ok());
  }
  const auto differs_after = [&](const std::string& key,
                                 const std::string& value) {
    const std::string before = *store_->Read()->Get(key).value();
    const auto put = [&](const std::string& bytes, bool is_gone) {
      EXPECT_TRUE(store_
                      ->Transact([&](store::Transaction& transaction) {
                        is_gone ? transaction.Delete(key)
                                : transaction.Put(key, bytes);
                        return absl::OkStatus();
                      })
                      .ok());
    };
    put(value, value.empty());
    const auto found = VerifyLedger(*store_->Read());
    put(before, false);
    return found.ok() && !found->is_clean();
  };
  for (const auto& [key, value] : all) {
    EXPECT_TRUE(differs_after(key, ""));
    if (key[0] == '\x41') {
      std::string altered = value;
      altered[altered.size() / 2] ^= 1;
      EXPECT_TRUE(differs_after(key, altered));
    }
  }
  using Change = std::function<void(v1::Submission&)>;
  for (const Change& change : std::vector<Change>{
           [](auto& s) { s.set_state(v1::Submission::STATE_RECEIVED); },
           [](auto& s) { s.set_name(s.name() + "0"); },
           [](auto& s) { s.mutable_files()->RemoveLast(); },
           [](auto& s) { s.set_total_bytes(1); },
           [](auto& s) { s.set_manifest_sha256(std::string(64, 'a')); },
           [](auto& s) { s.clear_note(); }, [](auto& s) { s.clear_receipt(); },
           [](auto& s) { s.mutable_decision()->set_reason("other"); },
           [](auto& s) { s.set_decision_bytes("other"); },
           [](auto& s) { s.set_revision(2); },
           [](auto& s) { s.set_skipped_revisions(1); },
           [](auto& s) { s.set_skipped_revisions(-1); },
           [](auto& s) { s.set_withdraw_reason("other"); },
           [](auto& s) { s.set_state(v1::Submission::STATE_WITHDRAWN); }}) {
    v1::Submission record;
    ASSERT_TRUE(record.ParseFromString(all[0].second));
    change(record);
    EXPECT_TRUE(differs_after(all[0].first, record.SerializeAsString()));
  }
}

}  // namespace
}  // namespace entente::conventions
