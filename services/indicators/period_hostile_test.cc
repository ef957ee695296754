// What no month, reason, source or day should be.
#include <string>
#include <vector>

#include "services/indicators/period_fixture_test.h"

namespace entente::indicators {
namespace {

class PeriodHostileTest : public PeriodTest {
 protected:
  void SetUp() override {
    PeriodTest::SetUp();
    ASSERT_TRUE(Adopt().ok());
    before_ = Get(4)->SerializeAsString();
  }
  void TearDown() override {
    // Nothing of what was refused was stored.
    EXPECT_EQ(Get(4)->SerializeAsString(), before_);
  }

  std::string before_;
};

const char* const kBadMonths[] = {
    "",        "2018-13", "2018-00",   "2018-4",   "2018-04-01", "2018-04/",
    "20l8-04", "0000-01", "9999-12",   "2018-04 ", "../2018-04", "2018_04",
    "-018-04", "2018-+4", "2018-04\n", "2018‑04",  "2018-04%",   "１２３４-01"};

TEST_F(PeriodHostileTest, AMonthThatIsNoneIsRefusedEverywhere) {
  for (const std::string month : kBadMonths) {
    const std::string name = "municipalities/21004/periods/" + month;
    const auto refused = [&](auto method, auto request, auto set,
                             const std::string& role = "coordinator") {
      set(request);
      EXPECT_EQ(ErrorReason(Call(method, request,
                                 role == "zone" ? "zone5339" : "p-1001", role)
                                .status()),
                "NAME_INVALID")
          << month;
    };
    const auto set_name = [&](auto& request) { request.set_name(name); };
    using Stub = v1::PeriodService::Stub;
    refused(&Stub::GetPeriod, v1::GetPeriodRequest(), set_name);
    refused(&Stub::GetPeriodOnBehalf, v1::GetPeriodOnBehalfRequest(), set_name);
    refused(&Stub::CheckPeriod, v1::CheckPeriodRequest(), set_name);
    refused(&Stub::ConfirmPeriod, v1::ConfirmPeriodRequest(), set_name, "zone");
    refused(&Stub::ConfirmPeriodOnBehalf, v1::ConfirmPeriodOnBehalfRequest(),
            set_name);
    refused(&Stub::ApprovePeriod, v1::ApprovePeriodRequest(), set_name);
    refused(&Stub::RejectPeriod, v1::RejectPeriodRequest(), [&](auto& request) {
      request.set_name(name);
      request.set_reason(kReason);
    });
    refused(&Stub::ReopenPeriod, v1::ReopenPeriodRequest(), [&](auto& request) {
      request.set_name(name);
      request.set_reason(kReason);
    });
    refused(&Stub::ApprovePeriodReopening, v1::ApprovePeriodReopeningRequest(),
            set_name);
    refused(&Stub::EndPeriodReopening, v1::EndPeriodReopeningRequest(),
            [&](auto& request) {
              request.set_name(name);
              request.set_reason(kReason);
            });
    refused(&Stub::GetPeriodVersion, v1::GetPeriodVersionRequest(),
            [&](auto& request) { request.set_name(name + "/versions/1"); });
    refused(&Stub::BatchGetPeriodVersions, v1::BatchGetPeriodVersionsRequest(),
            [&](auto& request) {
              request.set_parent(kSampleMunicipality);
              request.add_names(name + "/versions/1");
            });
    refused(&Stub::ListPeriodVersions, v1::ListPeriodVersionsRequest(),
            [&](auto& request) { request.set_parent(name); });
    refused(&Stub::EndPeriodException, v1::EndPeriodExceptionRequest(),
            [&](auto& request) {
              request.set_name(name + "/exceptions/1");
              request.set_reason(kReason);
            });
    refused(&Stub::RequestPeriodException, v1::RequestPeriodExceptionRequest(),
            [&](auto& request) { request.set_parent(name); });
  }
}

TEST_F(PeriodHostileTest, AReasonSaysWhyAndNamesNobody) {
  const struct {
    std::string reason;
    const char* expected;
  } kCases[] = {
      {"", "REASON_TOO_SHORT"},
      {"too short", "REASON_TOO_SHORT"},
      {"             ", "REASON_TOO_SHORT"},
      {std::string(501, 'x'), "TEXT_TOO_LONG"},
      {"two lines\nof reasons", "TEXT_NOT_ONE_LINE"},
      {"a forged\x1b[31m line", "TEXT_NOT_ONE_LINE"},
      {"asked by 85.07.30-033.28 himself", "PERSONAL_DATA_SHAPE"},
      {"asked by someone@example.be himself", "PERSONAL_DATA_SHAPE"},
      {"call 0470 12 34 56 for the figures", "PERSONAL_DATA_SHAPE"},
      {"see report BR.12.34.123456/2018 there", "PERSONAL_DATA_SHAPE"},
  };
  for (const auto& [reason, expected] : kCases) {
    v1::RejectPeriodRequest reject;
    reject.set_name(Name(4));
    reject.set_reason(reason);
    const absl::Status refused =
        Call(&v1::PeriodService::Stub::RejectPeriod, reject).status();
    EXPECT_EQ(ErrorReason(refused), expected) << reason;
    // The text is in no answer.
    if (reason.size() > 10) {
      EXPECT_EQ(refused.ToString().find(reason), std::string::npos);
    }
    v1::AdoptCalendarRequest adopt = Calendar();
    adopt.mutable_calendar()->set_reason(reason);
    EXPECT_EQ(ErrorReason(Adopt(adopt).status()), expected) << reason;
    v1::ApprovePeriodRequest approve;
    approve.set_name(Name(4));
    approve.add_without()->set_source("zone5339");
    approve.mutable_without(0)->set_reason(reason);
    EXPECT_EQ(
        ErrorReason(
            Call(&v1::PeriodService::Stub::ApprovePeriod, approve).status()),
        expected)
        << reason;
  }
}

TEST_F(PeriodHostileTest, DaysOfACalendarAscendAndAreBounded) {
  const int kBad[][3] = {{0, 20, 40},
                         {-1, 20, 40},
                         {21, 20, 40},
                         {10, 41, 40},
                         {10, 20, 401},
                         {0, 0, 0},
                         {-2147483647 - 1, 20, 40},
                         {10, 20, 2147483647}};
  for (const auto& [due, lock, close] : kBad) {
    v1::AdoptCalendarRequest request = Calendar();
    request.mutable_calendar()->set_due_days(due);
    request.mutable_calendar()->set_lock_days(lock);
    request.mutable_calendar()->set_close_days(close);
    EXPECT_EQ(ErrorReason(Adopt(request).status()), "CALENDAR_DAYS")
        << due << " " << lock << " " << close;
  }
  v1::AdoptCalendarRequest request = Calendar();
  request.mutable_calendar()->mutable_first_month()->set_month(13);
  EXPECT_EQ(ErrorReason(Adopt(request).status()), "MONTH_INVALID");
  request = Calendar();
  request.mutable_calendar()->mutable_first_month()->set_day(2);
  EXPECT_EQ(ErrorReason(Adopt(request).status()), "MONTH_INVALID");
  request = Calendar();
  request.mutable_calendar()->clear_first_month();
  EXPECT_EQ(ErrorReason(Adopt(request).status()), "MONTH_INVALID");
}

TEST_F(PeriodHostileTest, ASourceIsACodeAndExpectedOnce) {
  for (const char* source :
       {"", "Zone", "zone 5339", "activities", "85073003328", "zone5339\n",
        "a-code-of-more-than-thirty-two-by"}) {
    EXPECT_EQ(ErrorReason(Adopt(Calendar(1, {source})).status()),
              "SOURCE_INVALID")
        << source;
  }
  EXPECT_EQ(ErrorReason(Adopt(Calendar(1, {"a", "b", "a"})).status()),
            "SOURCE_TWICE");
  std::vector<std::string> many;
  for (int i = 0; i < 65; ++i) many.push_back(absl::StrCat("s", i));
  EXPECT_EQ(ErrorReason(Adopt(Calendar(1, many)).status()), "TOO_MANY_SOURCES");
  EXPECT_EQ(ErrorReason(Ask(4, MakeDate(2018, 5, 20), "Zone").status()),
            "SOURCE_INVALID");
  EXPECT_EQ(ErrorReason(Approve(4, {"bravvo", "bravvo"}).status()),
            "SOURCE_TWICE");
  EXPECT_EQ(ErrorReason(Approve(4, {"zone5339", "unknown"}).status()),
            "WITHOUT_NEEDLESS");
  // A source whose code a person's account happens to have is none.
  EXPECT_EQ(ErrorReason(Confirm(4, "P-1001").status()), "SOURCE_NOT_EXPECTED");
  EXPECT_EQ(ErrorReason(Confirm(4, "activities").status()),
            "SOURCE_NOT_EXPECTED");
}

TEST_F(PeriodHostileTest, TheLastDayOfAnExceptionIsBounded) {
  // Today is 2 May; the month closes on 9 June.
  for (const auto& until : {MakeDate(2018, 5, 1), MakeDate(2018, 6, 10),
                            MakeDate(2199, 12, 31), MakeDate(1900, 1, 1)}) {
    EXPECT_EQ(ErrorReason(Ask(4, until).status()), "UNTIL_OUT_OF_RANGE")
        << until.ShortDebugString();
  }
  for (const auto& until : {MakeDate(2018, 5, 0), MakeDate(2018, 2, 30),
                            MakeDate(0, 0, 0), MakeDate(2018, -5, 10)}) {
    EXPECT_EQ(ErrorReason(Ask(4, until).status()), "DATE_INVALID")
        << until.ShortDebugString();
  }
  const absl::Status refused = Ask(4, MakeDate(2018, 6, 10)).status();
  EXPECT_EQ(GetErrorDetail(refused)->metadata.at("latest"), "2018-06-09");
}

TEST_F(PeriodHostileTest, NobodyDoesWhatIsNotHis) {
  const auto denied = [&](auto method, const auto& request,
                          const std::string& role) {
    EXPECT_EQ(ErrorReason(Call(method, request, "zone5339", role).status()),
              "PERMISSION_MISSING")
        << role;
  };
  using Stub = v1::PeriodService::Stub;
  v1::ApprovePeriodRequest approve;
  approve.set_name(Name(4));
  v1::ConfirmPeriodRequest confirm;
  confirm.set_name(Name(4));
  v1::GetPeriodVersionRequest version;
  version.set_name(Name(4) + "/versions/1");
  for (const char* role : {"zone", "federal", "oversight", "finance"}) {
    denied(&Stub::ApprovePeriod, approve, role);
    denied(&Stub::AdoptCalendar, Calendar(), role);
  }
  denied(&Stub::ConfirmPeriod, confirm, "coordinator");
  denied(&Stub::GetPeriodVersion, version, "zone");
  v1::BatchGetPeriodVersionsRequest versions;
  versions.set_parent(kSampleMunicipality);
  versions.add_names(version.name());
  denied(&Stub::BatchGetPeriodVersions, versions, "zone");
  EXPECT_EQ(ErrorReason(Version(4, 1).status()), "VERSION_UNKNOWN");
}

TEST_F(PeriodHostileTest, ListsAreBounded) {
  v1::ListPeriodsRequest request;
  request.set_parent(kSampleMunicipality);
  *request.mutable_from() = MakeDate(2018, 1, 1);
  *request.mutable_until() = MakeDate(2028, 1, 1);
  const auto list = [&] {
    return Call(&v1::PeriodService::Stub::ListPeriods, request);
  };
  EXPECT_EQ(ErrorReason(list().status()), "TOO_MANY_MONTHS");
  *request.mutable_until() = MakeDate(2017, 1, 1);
  EXPECT_EQ(ErrorReason(list().status()), "MONTHS_REVERSED");
  *request.mutable_until() = MakeDate(2018, 14, 1);
  EXPECT_EQ(ErrorReason(list().status()), "MONTH_INVALID");
  *request.mutable_until() = MakeDate(2018, 5, 1);
  request.set_page_size(2);
  request.set_page_token("x");
  EXPECT_EQ(ErrorReason(list().status()), "PAGE_TOKEN_INVALID");
  request.clear_page_token();
  std::vector<std::string> names;
  do {
    const auto page = list();
    ASSERT_TRUE(page.ok()) << page.status();
    for (const v1::Period& period : page->periods()) {
      names.push_back(period.name());
    }
    request.set_page_token(page->next_page_token());
  } while (!request.page_token().empty());
  EXPECT_THAT(
      names, testing::ElementsAre(Name(1), Name(2), Name(3), Name(4), Name(5)));
}

}  // namespace
}  // namespace entente::indicators
