// What may be asked, how long it serves, and what the statement lists.
#include "services/common/audit/resolution.h"

#include <functional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/escaping.h"
#include "absl/strings/match.h"
#include "absl/strings/str_split.h"
#include "gtest/gtest.h"
#include "services/common/audit/person_log_fixture.h"
#include "services/common/audit/statement.h"
#include "services/common/audit/statement_text.h"
#include "services/common/base/error.h"

namespace entente::audit {
namespace {

void SetDay(google::type::Date& date, int year, int month, int day) {
  date.set_year(year);
  date.set_month(month);
  date.set_day(day);
}

AuditQuestion ObjectQuestion(const std::string& object = "things/1") {
  AuditQuestion question;
  question.set_object(object);
  SetDay(*question.mutable_from_date(), 2019, 3, 1);
  SetDay(*question.mutable_until_date(), 2019, 3, 31);
  question.set_reason(AuditQuestion::REASON_COMPLAINT);
  question.set_reference("complaints/2019-7");
  return question;
}

class ResolutionTest : public PersonLogFixture {
 protected:
  AuditQuestion PersonQuestion(const std::string& person) {
    AuditQuestion question = ObjectQuestion();
    question.mutable_person()->set_pseudonym(PseudonymOf(person));
    question.mutable_person()->set_key_year(Year());
    return question;
  }
  uint64_t Size() { return ReadHead(*store_->Read())->size(); }
  AuditResolution Asked(const AuditQuestion& question) {
    AuditResolution asked;
    asked.set_name("auditResolutions/a");
    *asked.mutable_question() = question;
    asked.mutable_requester()->set_pseudonym(PseudonymOf("o-1"));
    asked.mutable_requester()->set_key_year(Year());
    asked.mutable_create_time()->set_seconds(absl::ToUnixSeconds(now_));
    asked.mutable_expire_time()->set_seconds(
        absl::ToUnixSeconds(now_ + kResolutionLifetime));
    asked.set_log_size_at_request(Size());
    return asked;
  }
  absl::StatusOr<Statement> Compose(const AuditQuestion& question) {
    AuditResolution approved = Asked(question);
    approved.mutable_approver()->set_pseudonym(PseudonymOf("d-1"));
    approved.set_log_size(Size());
    return ComposeStatement(*store_->Read(), log_->persons(), "log", approved);
  }
  std::vector<std::string> Lines(const AuditQuestion& question) {
    const auto statement = Compose(question);
    EXPECT_TRUE(statement.ok()) << statement.status();
    std::vector<std::string> lines;
    if (!statement.ok()) return lines;
    for (const auto line : absl::StrSplit(statement->text, '\n')) {
      if (absl::StartsWith(line, "entry ")) lines.emplace_back(line);
    }
    EXPECT_EQ(statement->entries, static_cast<int64_t>(lines.size()));
    return lines;
  }
};

TEST_F(ResolutionTest, AWellFormedQuestionIsTaken) {
  EXPECT_TRUE(ValidateQuestion(ObjectQuestion()).ok());
  EXPECT_TRUE(ValidateQuestion(PersonQuestion("p-1")).ok());
}

TEST_F(ResolutionTest, WhatIsWrongInAQuestionIsNamed) {
  using Change = std::function<void(AuditQuestion&)>;
  const std::vector<std::pair<std::string, Change>> cases = {
      {"question.until_date", [](auto& q) { q.clear_from_date(); }},
      {"question.until_date",
       [](auto& q) { SetDay(*q.mutable_from_date(), 2019, 2, 30); }},
      {"question.until_date",
       [](auto& q) { SetDay(*q.mutable_until_date(), 2019, 2, 28); }},
      {"question.until_date",
       [](auto& q) { SetDay(*q.mutable_until_date(), 2020, 3, 1); }},
      {"question.object", [](auto& q) { q.set_object("one person"); }},
      {"question.object", [](auto& q) { q.clear_object(); }},
      {"question.object",
       [](auto& q) { q.set_object(std::string(kObjectBytesMax + 1, 'a')); }},
      {"question.person.pseudonym",
       [](auto& q) { q.mutable_person()->set_key_year(2019); }},
      {"question.person.key_year",
       [](auto& q) {
         q.mutable_person()->set_pseudonym(std::string(16, 'p'));
         q.mutable_person()->set_key_year(2018);
       }},
      {"question.reason", [](auto& q) { q.clear_reason(); }},
      {"question.reason",
       [](auto& q) { q.set_reason(static_cast<AuditQuestion::Reason>(99)); }},
      {"question.reference", [](auto& q) { q.clear_reference(); }},
      {"question.reference", [](auto& q) { q.set_reference("a\nentry 1"); }}};
  for (const auto& [field, change] : cases) {
    AuditQuestion question = ObjectQuestion();
    change(question);
    const absl::Status status = ValidateQuestion(question);
    EXPECT_EQ(ErrorReason(status), "AUDIT_QUESTION_INVALID");
    EXPECT_EQ(GetErrorDetail(status)->field, field) << question.DebugString();
  }
}

TEST_F(ResolutionTest, TheEtagIsThatOfTheQuestionAndNotOfItsApproval) {
  const AuditResolution asked = Asked(ObjectQuestion());
  AuditResolution approved = asked;
  approved.mutable_approver()->set_pseudonym("d");
  approved.set_log_size(9);
  EXPECT_EQ(EtagOf(approved), EtagOf(asked));
  AuditResolution other = asked;
  other.set_name("auditResolutions/b");
  EXPECT_NE(EtagOf(other), EtagOf(asked));
  other = asked;
  other.mutable_question()->set_with_persons(true);
  EXPECT_NE(EtagOf(other), EtagOf(asked));
}

TEST_F(ResolutionTest, FourHoursAreOverByTheClockOrByAnyEntrySince) {
  now_ -= absl::Hours(6);
  ASSERT_TRUE(Append("p-1", "things/1").ok());
  now_ += absl::Hours(6);
  const AuditResolution asked = Asked(ObjectQuestion());
  const absl::Time start = now_;
  const auto expired = [&](absl::Duration after) {
    return *HasExpired(*store_->Read(), asked, start + after);
  };
  EXPECT_FALSE(expired(absl::ZeroDuration()));
  EXPECT_FALSE(expired(absl::Hours(4) - absl::Seconds(1)));
  EXPECT_TRUE(expired(absl::Hours(4)));
  EXPECT_TRUE(expired(absl::Hours(4) + absl::Seconds(1)));
  EXPECT_TRUE(expired(-absl::Seconds(1)));
  now_ = start + absl::Hours(4) + absl::Seconds(1);
  ASSERT_TRUE(Append("p-1", "things/1").ok());
  EXPECT_TRUE(expired(absl::Hours(1))) << "the log knows better than the clock";
}

TEST_F(ResolutionTest, AStatementOnAPersonListsTheirAccessesOfThePeriod) {
  const absl::Time start = now_;
  now_ = absl::FromCivil(absl::CivilSecond(2019, 2, 28, 23, 59, 59),
                         absl::UTCTimeZone());
  ASSERT_TRUE(Append("p-1", "things/1").ok());
  now_ += absl::Seconds(1);
  ASSERT_TRUE(Append("p-1", "things/2", absl::OkStatus(), 7).ok());
  ASSERT_TRUE(Append("p-2", "things/2").ok());
  now_ = absl::FromCivil(absl::CivilSecond(2019, 3, 31, 23, 59, 59),
                         absl::UTCTimeZone());
  ASSERT_TRUE(Append("p-1", "").ok());
  now_ += absl::Seconds(1);
  ASSERT_TRUE(Append("p-1", "things/3").ok());
  now_ = start;
  const std::vector<std::string> lines = Lines(PersonQuestion("p-1"));
  ASSERT_EQ(lines.size(), 2u);
  const std::string object = absl::BytesToHexString(
      *keys_->Pseudonym(PseudonymKind::kObject, "things/2", now_));
  EXPECT_EQ(lines[0],
            "entry 1 2019-03-01T00:00:00Z a.v1.S/Read permitted 1 "
            "subject=p-1 " +
                object + "@7");
  EXPECT_EQ(lines[1],
            "entry 3 2019-03-31T23:59:59Z a.v1.S/Read permitted 1 "
            "subject=p-1 -");
}

TEST_F(ResolutionTest, AStatementOnAnObjectFindsItInEachYearOfThePeriod) {
  ASSERT_TRUE(Append("p-1", "things/1").ok());
  ASSERT_TRUE(Append("p-2", "things/2").ok());
  now_ = absl::FromCivil(absl::CivilSecond(2020, 1, 2, 0, 0, 0),
                         absl::UTCTimeZone());
  ASSERT_TRUE(Append("p-2", "things/1").ok());
  AuditQuestion question = ObjectQuestion();
  SetDay(*question.mutable_until_date(), 2020, 1, 31);
  std::vector<std::string> lines = Lines(question);
  ASSERT_EQ(lines.size(), 2u);
  EXPECT_TRUE(absl::StrContains(lines[0], " 2019:")) << lines[0];
  EXPECT_TRUE(absl::StrContains(lines[1], " 2020:")) << lines[1];
  question.set_with_persons(true);
  lines = Lines(question);
  EXPECT_TRUE(absl::StrContains(lines[0], " subject=p-1 ")) << lines[0];
  EXPECT_TRUE(absl::StrContains(lines[1], " subject=p-2 ")) << lines[1];
}

TEST_F(ResolutionTest, AStatementOnAnObjectListsDenialsThatMayHaveAskedForIt) {
  const auto append = [&](const std::set<std::string>& objects, bool has_more) {
    Access access;
    access.time = now_;
    access.person = "p-1";
    access.counted_objects = objects;
    AuditEntry entry = *log_->Prepare(access);
    entry.set_outcome(AuditEntry::OUTCOME_DENIED);
    entry.set_calls(5);
    entry.set_has_more_objects(has_more);
    ASSERT_TRUE(store_
                    ->Transact([&](store::Transaction& transaction) {
                      return log_->Append(transaction, entry);
                    })
                    .ok());
  };
  append({"things/1", "things/2"}, false);
  append({"things/3"}, true);
  append({"things/3"}, false);
  append({}, true);
  const std::string head = " 2019-03-14T11:00:00Z calls:5 denied 0 ";
  const std::string person =
      "2019:" + absl::BytesToHexString(PseudonymOf("p-1"));
  const std::string object = absl::BytesToHexString(
      *keys_->Pseudonym(PseudonymKind::kObject, "things/1", now_));
  EXPECT_EQ(Lines(ObjectQuestion()),
            (std::vector<std::string>{
                "entry 0" + head + person + " " + object,
                "entry 1" + head + person + " objects:1:more",
                "entry 3" + head + person + " objects:0:more"}));
  const std::vector<std::string> lines = Lines(PersonQuestion("p-1"));
  ASSERT_EQ(lines.size(), 4u);
  EXPECT_EQ(lines[0], "entry 0" + head + "subject=p-1 objects:2");
}

TEST_F(ResolutionTest, NoStatementIsMadeOfAYearWhoseKeyIsGone) {
  ASSERT_TRUE(Append("p-1", "things/1").ok());
  ASSERT_TRUE(Compose(ObjectQuestion()).ok());
  const AuditQuestion about_person = PersonQuestion("p-1");
  DestroyKey(2019);
  for (int i = 0; i < 2; ++i) {
    EXPECT_EQ(ErrorReason(Compose(ObjectQuestion()).status()),
              "AUDIT_ATTRIBUTION_ENDED");
    EXPECT_EQ(ErrorReason(Compose(about_person).status()),
              "AUDIT_ATTRIBUTION_ENDED");
    // A new key of the same year finds nothing of before, and must say so.
    Restart();
  }
}

TEST_F(ResolutionTest, APseudonymThatTheLogDoesNotKnowIsRefused) {
  ASSERT_TRUE(Append("p-1", "things/1").ok());
  EXPECT_EQ(ErrorReason(Compose(PersonQuestion("p-9")).status()),
            "AUDIT_PERSON_UNKNOWN");
}

TEST_F(ResolutionTest, NoStatementIsMadeOfABrokenLog) {
  ASSERT_TRUE(Append("p-1", "things/1").ok());
  ASSERT_TRUE(Append("p-1", "things/1").ok());
  ASSERT_TRUE(store_
                  ->Transact([](store::Transaction& transaction) {
                    transaction.Delete(EntryKey(0));
                    return absl::OkStatus();
                  })
                  .ok());
  EXPECT_EQ(Compose(ObjectQuestion()).status().code(),
            absl::StatusCode::kDataLoss);
}

TEST_F(ResolutionTest, TooManyAccessesAreRefusedWithTheirNumber) {
  ASSERT_TRUE(Append("p-1", "things/1").ok());
  AuditEntry entry;
  ASSERT_TRUE(VisitEntries(*store_->Read(), 0, [&](const AuditEntry& found) {
                entry = found;
                return true;
              }).ok());
  const auto append = [&](int64_t count) {
    ASSERT_TRUE(store_
                    ->Transact([&](store::Transaction& transaction) {
                      for (int64_t i = 0; i < count; ++i) {
                        const auto added = log_->Append(transaction, entry);
                        if (!added.ok()) return added;
                      }
                      return absl::OkStatus();
                    })
                    .ok());
  };
  append(kStatementEntriesMax - 1);
  const auto full = Compose(ObjectQuestion());
  ASSERT_TRUE(full.ok()) << full.status();
  EXPECT_EQ(full->entries, kStatementEntriesMax);
  append(2);
  const absl::Status status = Compose(ObjectQuestion()).status();
  EXPECT_EQ(ErrorReason(status), "AUDIT_STATEMENT_TOO_LONG");
  EXPECT_EQ(GetErrorDetail(status)->metadata.at("entries"), "10002");
}

}  // namespace
}  // namespace entente::audit
