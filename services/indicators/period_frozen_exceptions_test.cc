// Exceptions that a version names: under which rows could come in since the
// version before, and as they stood when it was frozen.
#include <string>
#include <vector>

#include "absl/functional/function_ref.h"
#include "services/common/store/records.h"
#include "services/indicators/indicators_keys.h"
#include "services/indicators/period_fixture_test.h"
#include "services/indicators/period_store.h"
#include "services/indicators/period_version_store.h"

namespace entente::indicators {
namespace {

using v1::PeriodException;

constexpr char kNotNamed[] =
    "does not name the exceptions that another person approved before it";

class FrozenExceptionsTest : public PeriodTest {
 protected:
  // April is locked.
  void SetUp() override {
    PeriodTest::SetUp();
    ASSERT_TRUE(Adopt().ok());
    MoveTo(2018, 5, 22);
  }

  static std::string ExceptionName(int number) {
    return absl::StrCat(Name(4), "/exceptions/", number);
  }

  // Asked by one person, approved by another.
  void Except(int until_day) {
    const auto asked = Ask(4, MakeDate(2018, 5, until_day));
    ASSERT_TRUE(asked.ok()) << asked.status();
    const auto granted = Grant(asked->name());
    ASSERT_TRUE(granted.ok()) << granted.status();
  }

  absl::StatusOr<v1::PeriodVersion> ConfirmAndApprove() {
    const auto confirmed = Confirm(4);
    if (!confirmed.ok()) return confirmed.status();
    return Approve(4);
  }

  static std::vector<std::string> NamesOf(const v1::PeriodVersion& version) {
    std::vector<std::string> names;
    for (const PeriodException& exception : version.exceptions()) {
      names.push_back(exception.name());
    }
    return names;
  }

  std::vector<std::string> Differences() {
    return VerifyAggregates(*service_.store().Read())->differences;
  }

  // As the service would have written it: the digest is that of what is there.
  void ChangeRecord(int number,
                    absl::FunctionRef<void(v1::PeriodVersionRecord&)> change) {
    ASSERT_TRUE(service_.store()
                    .Transact([&](store::Transaction& transaction) {
                      const NumberedPeriodName name{april_, number};
                      v1::PeriodVersionRecord record =
                          **ReadPeriodVersionRecord(transaction, name);
                      change(record);
                      return PutPeriodVersion(transaction, name, record);
                    })
                    .ok());
  }

  void ChangeVersion(int number,
                     absl::FunctionRef<void(v1::PeriodVersion&)> change) {
    ChangeRecord(number, [&](v1::PeriodVersionRecord& record) {
      change(*record.mutable_version());
    });
  }

  void ChangeMonth(absl::FunctionRef<void(v1::PeriodRecord&)> change) {
    ASSERT_TRUE(service_.store()
                    .Transact([&](store::Transaction& transaction) {
                      v1::PeriodRecord record =
                          **store::GetRecord<v1::PeriodRecord>(
                              transaction, PeriodRecordKey(april_));
                      change(record);
                      return PutPeriod(transaction, april_, record);
                    })
                    .ok());
  }

  // The first version is as it was frozen, but for `change`.
  void ExpectFound(absl::FunctionRef<void(v1::PeriodVersion&)> change) {
    v1::PeriodVersion before;
    ChangeVersion(1, [&](v1::PeriodVersion& version) {
      before = version;
      change(version);
    });
    EXPECT_THAT(Differences(), testing::ElementsAre(testing::HasSubstr(
                                   absl::StrCat("versions/1 ", kNotNamed))));
    ChangeVersion(1, [&](v1::PeriodVersion& version) { version = before; });
    ExpectVerified();
  }

  const PeriodName april_{"21004", 2018 * 12 + 3};
};

TEST_F(FrozenExceptionsTest, AVersionNamesThoseApprovedAsTheyStood) {
  Except(30);
  // Refused; and one that nobody approved.
  const auto refused = Ask(4, MakeDate(2018, 5, 30), "zone5340");
  ASSERT_TRUE(refused.ok()) << refused.status();
  ASSERT_TRUE(End(refused->name()).ok());
  ASSERT_TRUE(Ask(4, MakeDate(2018, 5, 30), "activities").ok());
  // One that expires, and one that is ended.
  Except(24);
  Except(30);
  ASSERT_TRUE(End(ExceptionName(5)).ok());
  ASSERT_EQ(Refused(Deliver({Row("event-0001")})), "");
  MoveTo(2018, 5, 25);
  ASSERT_TRUE(Confirm(4).ok());
  const auto stood = Get(4);
  ASSERT_TRUE(stood.ok()) << stood.status();

  // Who approved them approves the month as before.
  const auto approved = Approve(4, {}, "p-1002");
  ASSERT_TRUE(approved.ok()) << approved.status();
  EXPECT_THAT(NamesOf(*approved),
              testing::ElementsAre(ExceptionName(1), ExceptionName(4),
                                   ExceptionName(5)));
  ASSERT_EQ(approved->exceptions_size(), 3);
  const PeriodException& first = approved->exceptions(0);
  EXPECT_EQ(first.source(), "zone5339");
  EXPECT_EQ(first.reason(), kReason);
  EXPECT_EQ(first.until().day(), 30);
  EXPECT_TRUE(first.has_approve_time());
  EXPECT_EQ(first.state(), PeriodException::STATE_IN_FORCE);
  EXPECT_EQ(approved->exceptions(1).state(), PeriodException::STATE_EXPIRED);
  EXPECT_EQ(approved->exceptions(2).state(), PeriodException::STATE_ENDED);
  EXPECT_EQ(approved->exceptions(2).end_reason(), kReason);
  // As they were answered that day.
  const int numbers[] = {1, 4, 5};
  for (int i = 0; i < approved->exceptions_size(); ++i) {
    EXPECT_EQ(approved->exceptions(i).SerializeAsString(),
              stood->exceptions(numbers[i] - 1).SerializeAsString());
  }

  // It stays what it was, although none is in force any more.
  service_.Reopen();
  EXPECT_EQ(Get(4)->exceptions(0).state(), PeriodException::STATE_OVERTAKEN);
  const auto version = Version(4, 1);
  ASSERT_TRUE(version.ok()) << version.status();
  EXPECT_EQ(version->exceptions(0).SerializeAsString(),
            first.SerializeAsString());
  EXPECT_EQ(version->exceptions_size(), 3);
  for (const char* person : {"p-1001", "p-1002"}) {
    EXPECT_THAT(version->DebugString(),
                testing::Not(testing::HasSubstr(person)));
  }
  // The hash, which the recount makes again, says figures only.
  ExpectVerified();
}

// All of it in one moment: which version names it does not hang on the time.
TEST_F(FrozenExceptionsTest, WhatOneVersionNamesNoLaterOneNames) {
  Except(30);
  const auto first = ConfirmAndApprove();
  ASSERT_TRUE(first.ok()) << first.status();
  EXPECT_THAT(NamesOf(*first), testing::ElementsAre(ExceptionName(1)));
  for (const char* event : {"event-0001", "event-0002"}) {
    ASSERT_TRUE(Reopen(4, MakeDate(2018, 5, 24)).ok());
    ASSERT_EQ(Refused(Deliver({Row(event)})), "");
    const auto later = ConfirmAndApprove();
    ASSERT_TRUE(later.ok()) << later.status();
    EXPECT_THAT(NamesOf(*later), testing::IsEmpty()) << later->name();
  }
  EXPECT_THAT(NamesOf(*Version(4, 1)), testing::ElementsAre(ExceptionName(1)));
  ExpectVerified();
}

TEST_F(FrozenExceptionsTest, AListLeavesThemOutAndABatchDoesNot) {
  Except(30);
  ASSERT_TRUE(ConfirmAndApprove().ok());
  v1::ListPeriodVersionsRequest list;
  list.set_parent(Name(4));
  const auto listed = Call(&v1::PeriodService::Stub::ListPeriodVersions, list);
  ASSERT_TRUE(listed.ok()) << listed.status();
  ASSERT_EQ(listed->versions_size(), 1);
  EXPECT_EQ(listed->versions(0).exceptions_size(), 0);

  v1::BatchGetPeriodVersionsRequest batch;
  batch.set_parent(kSampleMunicipality);
  batch.add_names(absl::StrCat(Name(4), "/versions/1"));
  batch.set_without_figures(true);
  const auto read =
      Call(&v1::PeriodService::Stub::BatchGetPeriodVersions, batch);
  ASSERT_TRUE(read.ok()) << read.status();
  EXPECT_THAT(NamesOf(read->versions(0)),
              testing::ElementsAre(ExceptionName(1)));
}

// Before, versions named none: what was approved then is not of a later one.
TEST_F(FrozenExceptionsTest, AVersionOfBeforeNamesNoneAndIsNoDifference) {
  Except(30);
  MoveTo(2018, 5, 23);
  ASSERT_TRUE(ConfirmAndApprove().ok());
  const auto of_before = [](v1::PeriodVersionRecord& record) {
    record.mutable_version()->clear_exceptions();
    record.clear_keeps_exceptions();
  };
  ChangeRecord(1, of_before);
  ExpectVerified();
  ASSERT_TRUE(Reopen(4, MakeDate(2018, 5, 24)).ok());
  const auto second = ConfirmAndApprove();
  ASSERT_TRUE(second.ok()) << second.status();
  EXPECT_THAT(NamesOf(*second), testing::IsEmpty());
  ExpectVerified();
}

TEST_F(FrozenExceptionsTest, OthersThanThoseThatAreKeptAreFound) {
  Except(30);
  Except(24);
  const auto ended = Ask(4, MakeDate(2018, 5, 30));
  ASSERT_TRUE(ended.ok()) << ended.status();
  ASSERT_TRUE(End(ended->name()).ok());
  MoveTo(2018, 5, 25);
  const auto approved = ConfirmAndApprove();
  ASSERT_TRUE(approved.ok()) << approved.status();
  ASSERT_EQ(approved->exceptions_size(), 2);
  ExpectVerified();

  ExpectFound([](auto& v) {
    v.mutable_exceptions(0)->set_reason("for another reason");
  });
  ExpectFound([](auto& v) { v.mutable_exceptions(0)->set_source("zone5340"); });
  ExpectFound(
      [](auto& v) { v.mutable_exceptions(0)->mutable_until()->set_day(29); });
  ExpectFound([](auto& v) {
    v.mutable_exceptions(0)->mutable_approve_time()->set_seconds(7);
  });
  ExpectFound([](auto& v) {
    v.mutable_exceptions(0)->set_state(PeriodException::STATE_EXPIRED);
  });
  ExpectFound([](auto& v) {
    v.mutable_exceptions(1)->set_state(PeriodException::STATE_IN_FORCE);
  });
  // All are left out, one, one is named twice, or never was.
  ExpectFound([](auto& v) { v.clear_exceptions(); });
  ExpectFound([](auto& v) { v.mutable_exceptions()->DeleteSubrange(0, 1); });
  ExpectFound([](auto& v) { v.mutable_exceptions()->RemoveLast(); });
  ExpectFound([](auto& v) { *v.add_exceptions() = v.exceptions(0); });
  ExpectFound([](auto& v) { v.mutable_exceptions()->SwapElements(0, 1); });
  ExpectFound(
      [](auto& v) { v.mutable_exceptions(1)->set_name(ExceptionName(9)); });
  // Nobody approved the third.
  const PeriodException refused = Get(4)->exceptions(2);
  ASSERT_EQ(refused.state(), PeriodException::STATE_REFUSED);
  ExpectFound([&](auto& v) { *v.add_exceptions() = refused; });
  // The month says otherwise.
  ChangeMonth([](v1::PeriodRecord& record) {
    record.mutable_exceptions(1)->mutable_exception()->set_reason(
        "for another reason");
  });
  EXPECT_THAT(Differences(),
              testing::ElementsAre(testing::HasSubstr(kNotNamed)));
}

}  // namespace
}  // namespace entente::indicators
