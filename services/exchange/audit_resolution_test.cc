// Two persons together, and nobody alone, learn who is behind a pseudonym or
// who asked for an object: the rules of section C of the abuse list, through
// real stubs.
#include <atomic>
#include <string>
#include <thread>
#include <vector>

#include "absl/strings/match.h"
#include "entente/common/v1/audit_service.grpc.pb.h"
#include "gtest/gtest.h"
#include "services/common/audit/statement_text.h"
#include "services/common/base/error.h"
#include "services/exchange/exchange_fixture.h"

namespace entente::exchange {
namespace {

using common::v1::AuditQuestion;
using common::v1::AuditResolution;
using common::v1::AuditStatement;

constexpr char kObject[] = "municipalities/21004/cases/none";
const std::vector<std::string> kOversight = {"oversight"};
const std::vector<std::string> kDpo = {"dpo"};

class AuditResolutionTest : public ExchangeFixture {
 protected:
  AuditResolutionTest() { MakeEntry("p-1"); }

  // Refused, and the refusal is an entry about kObject.
  void MakeEntry(const std::string& person) {
    v1::GetCaseRequest request;
    request.set_name(kObject);
    v1::Case found;
    const auto context = harness_->RestrictedContext(person, {"finance"});
    EXPECT_FALSE(cases_->GetCase(context.get(), request, &found).ok());
  }
  static AuditQuestion OnObject(bool with_persons = false) {
    AuditQuestion question;
    question.set_object(kObject);
    question.set_with_persons(with_persons);
    question.mutable_from_date()->set_year(2019);
    question.mutable_from_date()->set_month(3);
    question.mutable_from_date()->set_day(1);
    *question.mutable_until_date() = question.from_date();
    question.mutable_until_date()->set_day(31);
    question.set_reason(AuditQuestion::REASON_DATA_SUBJECT);
    question.set_reference("requests/2019-7");
    return question;
  }
  AuditQuestion OnPerson() {
    AuditQuestion question = OnObject();
    question.mutable_person()->set_pseudonym(Log().front().person());
    question.mutable_person()->set_key_year(2019);
    return question;
  }
  AuditResolution Request(const AuditQuestion& question = OnObject(),
                          const std::string& person = "o-1",
                          const std::vector<std::string>& roles = kOversight,
                          const std::string& reason = "") {
    common::v1::RequestAuditResolutionRequest request;
    *request.mutable_question() = question;
    AuditResolution made;
    const auto context = harness_->Context(person, roles);
    Expect(audits_->RequestAuditResolution(context.get(), request, &made),
           reason);
    return made;
  }
  AuditStatement Approve(const AuditResolution& asked,
                         const std::string& reason = "",
                         const std::string& person = "d-1",
                         const std::vector<std::string>& roles = kDpo) {
    common::v1::ApproveAuditResolutionRequest request;
    request.set_name(asked.name());
    request.set_etag(asked.etag());
    AuditStatement statement;
    const auto context = harness_->Context(person, roles);
    Expect(audits_->ApproveAuditResolution(context.get(), request, &statement),
           reason);
    return statement;
  }
  AuditStatement Statement(const std::string& name, const std::string& person,
                           const std::vector<std::string>& roles,
                           const std::string& reason = "") {
    common::v1::GetAuditStatementRequest request;
    request.set_name(name);
    AuditStatement statement;
    const auto context = harness_->Context(person, roles);
    Expect(audits_->GetAuditStatement(context.get(), request, &statement),
           reason);
    return statement;
  }
  static void Expect(const grpc::Status& status, const std::string& reason) {
    EXPECT_EQ(status.ok(), reason.empty()) << status.error_message();
    EXPECT_EQ(ErrorReason(channel::FromWire(status)), reason)
        << status.error_message();
  }
  std::string Text(const AuditStatement& statement) {
    const auto read =
        audit::OpenStatement(statement.note(), log_->signer().verifier());
    EXPECT_TRUE(read.ok()) << read.status();
    return read.ok() ? read->text : "";
  }
};

TEST_F(AuditResolutionTest, TwoPersonsLearnWhoIsBehindAPseudonym) {
  const AuditStatement statement = Approve(Request(OnPerson()));
  EXPECT_EQ(statement.entries(), 1);
  EXPECT_TRUE(absl::StrContains(Text(statement),
                                "CaseService/GetCase denied 0 subject=p-1 "))
      << Text(statement);
}

TEST_F(AuditResolutionTest, TwoPersonsLearnWhoAskedForAnObject) {
  MakeEntry("p-2");
  const std::string hidden = Text(Approve(Request()));
  EXPECT_TRUE(absl::StrContains(hidden, "\nentries 2\n")) << hidden;
  EXPECT_FALSE(absl::StrContains(hidden, "subject=")) << hidden;
  const std::string named = Text(Approve(Request(OnObject(true))));
  EXPECT_TRUE(absl::StrContains(named, " subject=p-1 ")) << named;
  EXPECT_TRUE(absl::StrContains(named, " subject=p-2 ")) << named;
}

TEST_F(AuditResolutionTest, EachStepIsAnEntryAndNamesNobody) {
  const AuditResolution asked = Request();
  Approve(asked);
  Statement(asked.name(), "o-1", kOversight);
  const auto log = Log();
  ASSERT_EQ(log.size(), 4u);
  EXPECT_EQ(log[1].permission(), "audit.resolutions.request");
  EXPECT_EQ(log[2].permission(), "audit.resolutions.approve");
  EXPECT_EQ(log[3].permission(), "audit.resolutions.read");
  EXPECT_EQ(log[1].object(), log[2].object());
  EXPECT_NE(log[1].person(), log[2].person());
  EXPECT_EQ(asked.DebugString().find("o-1"), std::string::npos);
}

TEST_F(AuditResolutionTest, BothReadTheSameBytesAgainAndNobodyElseDoes) {
  const AuditResolution asked = Request(OnPerson());
  Statement(asked.name(), "o-1", kOversight, "AUDIT_RESOLUTION_OPEN");
  const AuditStatement first = Approve(asked);
  MakeEntry("p-1");
  EXPECT_EQ(Statement(asked.name(), "o-1", kOversight).note(), first.note());
  EXPECT_EQ(Statement(asked.name(), "d-1", kDpo).note(), first.note());
  Statement(asked.name(), "o-2", kOversight, "AUDIT_NOT_YOURS");
  EXPECT_EQ(Log().back().outcome(), audit::AuditEntry::OUTCOME_DENIED);
  EXPECT_EQ(Log().back().rule_id(), "service.audit_not_yours");
  Statement(asked.name(), "d-2", kDpo, "AUDIT_NOT_YOURS");
  Statement(asked.name(), "d-1", {"finance"}, "PERMISSION_MISSING");
  clock_.Advance(absl::Hours(4));
  Statement(asked.name(), "o-1", kOversight, "AUDIT_RESOLUTION_EXPIRED");
}

TEST_F(AuditResolutionTest, WhoeverIsToApproveReadsWhatWasAsked) {
  const AuditResolution asked = Request(OnPerson());
  common::v1::GetAuditResolutionRequest request;
  request.set_name(asked.name());
  AuditResolution seen;
  ASSERT_TRUE(audits_
                  ->GetAuditResolution(harness_->Context("d-1", kDpo).get(),
                                       request, &seen)
                  .ok());
  EXPECT_EQ(seen.SerializeAsString(), asked.SerializeAsString());
  EXPECT_EQ(seen.state(), AuditResolution::STATE_REQUESTED);
}

TEST_F(AuditResolutionTest, C48NobodyApprovesTheirOwnRequest) {
  // Both roles on one person: the policy gives them to nobody, a token might.
  const std::vector<std::string> both = {"oversight", "dpo"};
  const AuditResolution asked = Request(OnObject(), "o-1", both);
  Approve(asked, "AUDIT_SECOND_PERSON_NEEDED", "o-1", both);
  EXPECT_EQ(Log().back().outcome(), audit::AuditEntry::OUTCOME_DENIED);
  EXPECT_EQ(Log().back().rule_id(), "service.audit_second_person_needed");
  Approve(asked);
}

TEST_F(AuditResolutionTest, C48NorAcrossNewYearUnderAnotherPseudonym) {
  // 31 December 2019, 23:30 UTC.
  clock_.Advance(absl::FromUnixSeconds(1577835000) - clock_.Now());
  const std::vector<std::string> both = {"oversight", "dpo"};
  const AuditResolution asked = Request(OnObject(), "o-1", both);
  clock_.Advance(absl::Hours(1));
  Approve(asked, "AUDIT_SECOND_PERSON_NEEDED", "o-1", both);
  Approve(asked);
  Statement(asked.name(), "o-1", both);
}

TEST_F(AuditResolutionTest, C51AnApprovalServesTheRequestItNames) {
  const AuditResolution asked = Request();
  AuditResolution other = Request(OnObject(true));
  ASSERT_NE(asked.etag(), other.etag());
  other.set_name(asked.name());
  Approve(other, "AUDIT_RESOLUTION_CHANGED");
  other.clear_etag();
  Approve(other, "AUDIT_RESOLUTION_CHANGED");
  other.set_name("auditResolutions/none");
  Approve(other, "AUDIT_RESOLUTION_UNKNOWN");
  Approve(asked);
}

TEST_F(AuditResolutionTest, C51AnApprovalServesOnce) {
  const AuditResolution asked = Request();
  Approve(asked);
  Approve(asked, "AUDIT_RESOLUTION_USED");
  Approve(asked, "AUDIT_RESOLUTION_USED", "d-2");
}

TEST_F(AuditResolutionTest, C51OfFiftyApprovalsAtOnceExactlyOneServes) {
  const AuditResolution asked = Request();
  common::v1::ApproveAuditResolutionRequest request;
  request.set_name(asked.name());
  request.set_etag(asked.etag());
  std::atomic<int> approved = 0;
  std::atomic<int> used = 0;
  std::vector<std::thread> threads;
  for (int i = 0; i < 50; ++i) {
    threads.emplace_back([&, i] {
      AuditStatement statement;
      const auto context =
          harness_->Context("d-" + std::to_string(i % 2), kDpo);
      const grpc::Status status =
          audits_->ApproveAuditResolution(context.get(), request, &statement);
      approved += status.ok() ? 1 : 0;
      used += ErrorReason(channel::FromWire(status)) == "AUDIT_RESOLUTION_USED";
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(approved, 1);
  EXPECT_EQ(used, 49);
  EXPECT_TRUE(audit::VerifyLog(*store_->Read()).ok());
}

TEST_F(AuditResolutionTest, C52FourHoursAndOneSecondAreTooLate) {
  const AuditResolution asked = Request();
  clock_.Advance(absl::Hours(4) - absl::Seconds(1));
  const AuditResolution other = Request();
  clock_.Advance(absl::Seconds(2));
  Approve(asked, "AUDIT_RESOLUTION_EXPIRED");
  Approve(other);
}

TEST_F(AuditResolutionTest, C52AClockThatIsPutBackRevivesNothing) {
  const AuditResolution asked = Request();
  clock_.Advance(absl::Hours(4) + absl::Seconds(1));
  Approve(asked, "AUDIT_RESOLUTION_EXPIRED");
  clock_.Advance(-absl::Hours(3));
  Approve(asked, "AUDIT_RESOLUTION_EXPIRED");
  clock_.Advance(-absl::Hours(2));
  Approve(asked, "AUDIT_RESOLUTION_EXPIRED");
}

TEST_F(AuditResolutionTest, C53WhoeverLostTheRoleApprovesNothing) {
  const AuditResolution asked = Request();
  Approve(asked, "PERMISSION_MISSING", "d-1", {"oversight"});
  Approve(asked, "PERMISSION_MISSING", "d-1", {});
  Request(OnObject(), "d-1", kDpo, "PERMISSION_MISSING");
}

TEST_F(AuditResolutionTest, C54ARequestChangedInTheStoreIsNotTheOneApproved) {
  const AuditResolution asked = Request();
  ASSERT_TRUE(store_
                  ->Transact([&](store::Transaction& transaction) {
                    auto stored =
                        *audit::ReadResolution(transaction, asked.name());
                    stored.mutable_question()->set_with_persons(true);
                    transaction.Put(audit::ResolutionKey(asked.name()),
                                    stored.SerializeAsString());
                    return absl::OkStatus();
                  })
                  .ok());
  Approve(asked, "AUDIT_RESOLUTION_CHANGED");
}

TEST_F(AuditResolutionTest, AProgramAsksAndApprovesNothing) {
  common::v1::RequestAuditResolutionRequest request;
  *request.mutable_question() = OnObject();
  AuditResolution made;
  const auto context = harness_->PeerContext();
  EXPECT_FALSE(
      audits_->RequestAuditResolution(context.get(), request, &made).ok());
}

TEST_F(AuditResolutionTest, AQuestionThatIsWrongIsRefusedAndLogged) {
  AuditQuestion question = OnObject();
  question.set_reference("somebody I know");
  Request(question, "o-1", kOversight, "AUDIT_QUESTION_INVALID");
  EXPECT_EQ(Log().back().outcome(), audit::AuditEntry::OUTCOME_REFUSED);
}

TEST_F(AuditResolutionTest, ADestroyedKeyAnswersNothingAndUsesNothingUp) {
  const AuditResolution asked = Request(OnPerson());
  const std::string key = data_ + "/keys/2019.key";
  std::filesystem::rename(key, key + ".away");
  Approve(asked, "AUDIT_ATTRIBUTION_ENDED");
  std::filesystem::rename(key + ".away", key);
  Approve(asked);
}

TEST_F(AuditResolutionTest, WhatExpiredADayAgoIsForgotten) {
  const AuditResolution asked = Request();
  clock_.Advance(absl::Hours(29));
  Request();
  Approve(asked, "AUDIT_RESOLUTION_UNKNOWN");
}

}  // namespace
}  // namespace entente::exchange
