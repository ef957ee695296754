#include "services/conventions/submission_rules.h"

#include <string>
#include <vector>

#include "gtest/gtest.h"
#include "services/common/base/error.h"

namespace entente::conventions {
namespace {

using v1::Submission;
using v1::SubmissionDecision;

Submission In(Submission::State state,
              SubmissionDecision::Outcome outcome =
                  SubmissionDecision::OUTCOME_UNSPECIFIED) {
  Submission submission;
  submission.set_state(state);
  if (outcome != SubmissionDecision::OUTCOME_UNSPECIFIED) {
    submission.mutable_decision()->set_outcome(outcome);
  }
  return submission;
}

// The table once more, from the comment at the top of submission_rules.h.
TEST(SubmissionRulesTest, TheTableRefusesWhatItDoesNotName) {
  const Submission submitted = In(Submission::STATE_SUBMITTED);
  const Submission received = In(Submission::STATE_RECEIVED);
  const Submission accepted =
      In(Submission::STATE_DECIDED, SubmissionDecision::OUTCOME_ACCEPTED);
  const Submission in_part = In(Submission::STATE_DECIDED,
                                SubmissionDecision::OUTCOME_ACCEPTED_IN_PART);
  const Submission rejected =
      In(Submission::STATE_DECIDED, SubmissionDecision::OUTCOME_REJECTED);
  const Submission unknown = In(Submission::STATE_UNSPECIFIED);
  const Submission withdrawn = In(Submission::STATE_WITHDRAWN);
  Submission sent = submitted;
  sent.mutable_send_time()->set_seconds(7);
  const std::vector<const Submission*> stages = {
      nullptr,   &submitted, &received, &accepted, &in_part,
      &rejected, &unknown,   &sent,     &withdrawn};
  const auto row = [&](SubmissionAct act) {
    std::string letters;
    for (const Submission* last : stages) {
      const auto next = NextState(last, act);
      if (!next.ok()) {
        EXPECT_EQ(ErrorReason(next.status()), "SUBMISSION_STATE");
      }
      letters += !next.ok() ? "-" : Submission::State_Name(*next).substr(6, 1);
    }
    return letters;
  };
  EXPECT_EQ(row(SubmissionAct::kSubmit), "S----S--S");
  EXPECT_EQ(row(SubmissionAct::kWithdraw), "-W-------");
  EXPECT_EQ(row(SubmissionAct::kReceive), "RR---R-R-");
  EXPECT_EQ(row(SubmissionAct::kDecide), "--D------");
  EXPECT_EQ(row(SubmissionAct::kApply), "---DD----");
}

TEST(SubmissionRulesTest, OnlyWhatNeverCameIsSkippedAndNothingComesLater) {
  const auto skipped = [](int revision, const Submission* last) {
    SubmissionName name;
    name.revision = revision;
    const auto count = SkippedRevisions(name, last);
    if (!count.ok()) {
      EXPECT_EQ(ErrorReason(count.status()), "SUBMISSION_REVISION");
    }
    return count.value_or(-1);
  };
  EXPECT_EQ(skipped(1, nullptr), 0);
  EXPECT_EQ(skipped(3, nullptr), 2);
  Submission rejected =
      In(Submission::STATE_DECIDED, SubmissionDecision::OUTCOME_REJECTED);
  rejected.set_revision(3);
  EXPECT_EQ(skipped(4, &rejected), 0);
  EXPECT_EQ(skipped(6, &rejected), 2);
  EXPECT_EQ(skipped(3, &rejected), -1);
  EXPECT_EQ(skipped(1, &rejected), -1);
  Submission waiting = In(Submission::STATE_RECEIVED);
  waiting.set_revision(3);
  EXPECT_EQ(skipped(5, &waiting), -1);
  EXPECT_EQ(skipped(2, &waiting), -1);
}

TEST(SubmissionRulesTest, ANameHasOneSpelling) {
  const std::string convention = "municipalities/21004/conventions/css";
  const auto name = ParseSubmissionName(convention + "/submissions/2018-1", "");
  ASSERT_TRUE(name.ok());
  EXPECT_EQ(Format(*name), convention + "/submissions/2018-1");
  for (const char* id :
       {"", "2018", "2018-", "2018-0", "2018-01", "2018-+1", "+018-1",
        "2018-100", "18-1", "2018-1/x", "2018-1 ", "2018_1", "0018-1"}) {
    EXPECT_EQ(
        ErrorReason(ParseSubmissionName(convention + "/submissions/" + id, "")
                        .status()),
        "MALFORMED_NAME")
        << id;
  }
}

TEST(SubmissionRulesTest, ASealIsReadAsItWasWrittenOrNotAtAll) {
  const std::string hash(64, 'a');
  for (const Seal& seal : std::vector<Seal>{
           {Seal::Kind::kSubmission, "m", hash, "", absl::FromUnixSeconds(7)},
           {Seal::Kind::kReceipt, "m", hash, "", absl::FromUnixSeconds(7)},
           {Seal::Kind::kAnswer, "m", hash, hash, absl::FromUnixSeconds(7)}}) {
    const std::string text = FormatSeal(seal);
    const auto read = ParseSeal(text);
    ASSERT_TRUE(read.ok()) << text;
    EXPECT_EQ(FormatSeal(*read), text);
    EXPECT_TRUE(
        CheckSeal(*read, seal.kind, "m", hash, seal.decision_sha256).ok());
    EXPECT_FALSE(
        CheckSeal(*read, seal.kind, "n", hash, seal.decision_sha256).ok());
    // Nothing is read that would not be written.
    for (size_t at = 0; at < text.size(); ++at) {
      std::string cut = text.substr(0, at);
      EXPECT_FALSE(ParseSeal(cut).ok()) << cut;
      std::string doubled = text;
      doubled.insert(at, 1, text[at] == 'm' ? 'n' : '\n');
      const auto other = ParseSeal(doubled);
      EXPECT_TRUE(!other.ok() || FormatSeal(*other) == doubled);
    }
  }
  EXPECT_FALSE(ParseSeal("").ok());
}

TEST(SubmissionRulesTest, WhatIsAddedSinceIsTheDifference) {
  v1::BooksMark then, now;
  then.set_entries(3);
  now.set_entries(5);
  now.set_claims(1);
  const v1::BooksMark since = Difference(now, then);
  EXPECT_EQ(since.entries(), 2);
  EXPECT_EQ(since.claims(), 1);
  EXPECT_TRUE(IsZero(Difference(then, then)));
  EXPECT_FALSE(IsZero(since));
}

TEST(SubmissionRulesTest, ACertificateDeliversForItsMunicipalityAlone) {
  const SubmissionName name{{"21004", "css-2018-2019"}, 2018, 1};
  EXPECT_TRUE(CheckSender("21004", name, "name").ok());
  EXPECT_EQ(ErrorReason(CheckSender("", name, "name")), "MUNICIPALITY_UNKNOWN");
  const absl::Status other = CheckSender("21009", name, "opening.name");
  EXPECT_EQ(ErrorReason(other), "MUNICIPALITY_NOT_SENDER");
  EXPECT_EQ(GetErrorDetail(other)->field, "opening.name");
  // Its own code, never whose dossier it asked for.
  EXPECT_EQ(GetErrorDetail(other)->metadata.at("municipality"), "21009");
}

}  // namespace
}  // namespace entente::conventions
