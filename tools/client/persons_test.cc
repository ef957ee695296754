// Who gets a token: the list of persons and its file.
#include "tools/client/persons.h"

#include <sys/stat.h>

#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/common/base/error.h"
#include "tools/client/person_file.h"
#include "tools/client/provider_text.h"

namespace entente::client {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;

constexpr absl::CivilDay kMonday(2026, 3, 2);

NewAssignment Assignment(const std::string& subject, const std::string& role) {
  return {.subject = subject,
          .roles = {role},
          .from = kMonday,
          .until = absl::CivilDay(2027, 12, 31)};
}

std::string LoginReason(const PersonList& list, const std::string& subject,
                        const std::string& role, absl::CivilDay day) {
  std::vector<std::string> wanted;
  if (!role.empty()) wanted.push_back(role);
  return ErrorReason(RolesForLogin(list, subject, wanted, day).status());
}

std::string AddReason(const NewAssignment& wanted) {
  PersonList list;
  const std::string reason = ErrorReason(GiveRoles(wanted, list).status());
  EXPECT_EQ(list.persons_size(), reason.empty() ? 1 : 0);
  return reason;
}

TEST(PersonsTest, WhoIsNotInTheListGetsNoRole) {
  PersonList list;
  EXPECT_EQ(LoginReason(list, "anna", "coordinator", kMonday),
            "PERSON_UNKNOWN");
  EXPECT_EQ(LoginReason(list, "anna", "", kMonday), "PERSON_UNKNOWN");
  ASSERT_TRUE(*GiveRoles(Assignment("anna", "coordinator"), list));
  EXPECT_EQ(LoginReason(list, "anna", "coordinator", kMonday), "");
  EXPECT_EQ(LoginReason(list, "Anna", "coordinator", kMonday),
            "PERSON_UNKNOWN");
  EXPECT_EQ(LoginReason(list, "ann", "coordinator", kMonday), "PERSON_UNKNOWN");
}

TEST(PersonsTest, OnlyRolesThatWereGivenAreSigned) {
  PersonList list;
  ASSERT_TRUE(*GiveRoles(Assignment("anna", "coordinator"), list));
  ASSERT_TRUE(*GiveRoles(Assignment("fien", "finance"), list));
  EXPECT_EQ(LoginReason(list, "anna", "finance", kMonday), "ROLE_NOT_GIVEN");
  // One that is given does not carry another along.
  EXPECT_EQ(ErrorReason(
                RolesForLogin(list, "anna", {"coordinator", "finance"}, kMonday)
                    .status()),
            "ROLE_NOT_GIVEN");
  ASSERT_TRUE(*GiveRoles(Assignment("anna", "finance"), list));
  EXPECT_THAT(*RolesForLogin(list, "anna", {}, kMonday),
              ElementsAre("coordinator", "finance"));
}

TEST(PersonsTest, ARoleCountsFromItsFirstDayToItsLast) {
  PersonList list;
  ASSERT_TRUE(*GiveRoles(Assignment("anna", "coordinator"), list));
  EXPECT_EQ(LoginReason(list, "anna", "coordinator", kMonday - 1),
            "ROLE_NOT_IN_FORCE");
  EXPECT_EQ(LoginReason(list, "anna", "", kMonday - 1), "ROLE_NOT_IN_FORCE");
  EXPECT_EQ(
      LoginReason(list, "anna", "coordinator", absl::CivilDay(2027, 12, 31)),
      "");
  EXPECT_EQ(
      LoginReason(list, "anna", "coordinator", absl::CivilDay(2028, 1, 1)),
      "ROLE_NOT_IN_FORCE");
}

TEST(PersonsTest, WhatIsTakenAwayCountsNoMoreAndStaysInTheList) {
  PersonList list;
  ASSERT_TRUE(*GiveRoles(Assignment("anna", "coordinator"), list));
  ASSERT_TRUE(*GiveRoles(Assignment("anna", "finance"), list));
  EXPECT_EQ(*TakeRolesAway("anna", "finance", "moved to another service",
                           kMonday, list),
            1);
  EXPECT_EQ(LoginReason(list, "anna", "finance", kMonday), "ROLE_NOT_IN_FORCE");
  EXPECT_THAT(*RolesForLogin(list, "anna", {}, kMonday),
              ElementsAre("coordinator"));
  EXPECT_EQ(*TakeRolesAway("anna", "", "end of the assignment", kMonday, list),
            1);
  EXPECT_EQ(LoginReason(list, "anna", "", kMonday), "ROLE_NOT_IN_FORCE");
  EXPECT_EQ(list.persons(0).assignments_size(), 2);
  EXPECT_EQ(list.persons(0).assignments(0).removal_reason(),
            "end of the assignment");
  EXPECT_EQ(ErrorReason(TakeRolesAway("anna", "", "end of the assignment",
                                      kMonday, list)
                            .status()),
            "ROLE_NOT_GIVEN");
  // Coming back is a new entry.
  ASSERT_TRUE(*GiveRoles(Assignment("anna", "coordinator"), list));
  EXPECT_EQ(LoginReason(list, "anna", "coordinator", kMonday), "");
  EXPECT_EQ(list.persons(0).assignments_size(), 3);
  EXPECT_TRUE(CheckPersonList(list, "file").ok());
}

TEST(PersonsTest, WhatIsToComeCanBeTakenAwayToo) {
  PersonList list;
  NewAssignment later = Assignment("anna", "coordinator");
  later.from = absl::CivilDay(2027, 1, 1);
  ASSERT_TRUE(*GiveRoles(later, list));
  EXPECT_EQ(*TakeRolesAway("anna", "", "will not come", kMonday, list), 1);
  EXPECT_EQ(LoginReason(list, "anna", "", absl::CivilDay(2027, 6, 1)),
            "ROLE_NOT_IN_FORCE");
}

TEST(PersonsTest, SayingItTwiceChangesNothing) {
  PersonList list;
  NewAssignment wanted = Assignment("anna", "coordinator");
  wanted.languages = {"fr", "nl"};
  ASSERT_TRUE(*GiveRoles(wanted, list));
  EXPECT_FALSE(*GiveRoles(wanted, list));
  wanted.from = kMonday + 30;
  EXPECT_FALSE(*GiveRoles(wanted, list));
  EXPECT_EQ(list.persons(0).assignments_size(), 1);
  wanted.until += 1;
  EXPECT_TRUE(*GiveRoles(wanted, list));
  EXPECT_EQ(list.persons(0).assignments_size(), 2);
}

TEST(PersonsTest, ARoleNeedsAnEndWithinSixYears) {
  NewAssignment wanted = Assignment("anna", "coordinator");
  wanted.until = absl::CivilDay(2032, 3, 2);
  EXPECT_EQ(AddReason(wanted), "");
  wanted.until += 1;
  EXPECT_EQ(AddReason(wanted), "PERSON_INVALID");
  wanted.until = kMonday - 1;
  EXPECT_EQ(AddReason(wanted), "PERSON_INVALID");
}

TEST(PersonsTest, WhatNamesAPersonIsRefused) {
  for (const char* subject :
       {"", "anna@example.be", "85073003328", "85.07.30-033.28", "../anna",
        "Anna Peeters", "annà", "0470123456"}) {
    EXPECT_EQ(AddReason(Assignment(subject, "coordinator")), "PERSON_INVALID")
        << subject;
  }
  EXPECT_EQ(AddReason(Assignment("3f2b9a10-0000-4000-8000-1234567890ab",
                                 "coordinator")),
            "");
  NewAssignment wanted = Assignment("anna", "coordinator");
  for (const char* function :
       {"anna@example.be", "02 279 50 50", "tel. 0470/12.34.56", "a\nb"}) {
    wanted.contact_function = function;
    EXPECT_EQ(AddReason(wanted), "PERSON_INVALID") << function;
  }
  wanted.contact_function = "service de prévention, zone 5339";
  EXPECT_EQ(AddReason(wanted), "");
  wanted.languages = {"fr", "xx"};
  EXPECT_EQ(AddReason(wanted), "PERSON_INVALID");
}

TEST(PersonsTest, ARemovalNeedsAReason) {
  PersonList list;
  ASSERT_TRUE(*GiveRoles(Assignment("anna", "coordinator"), list));
  for (const std::string& reason :
       {std::string(), std::string("     "), std::string("end"),
        std::string("ask 0470123456"), std::string(201, 'x')}) {
    EXPECT_EQ(
        ErrorReason(TakeRolesAway("anna", "", reason, kMonday, list).status()),
        "PERSON_INVALID")
        << reason;
  }
  EXPECT_EQ(LoginReason(list, "anna", "", kMonday), "");
}

class PersonFileTest : public ::testing::Test {
 protected:
  PersonFileTest() {
    home_ =
        (std::filesystem::temp_directory_path() / "persons-XXXXXX").string();
    EXPECT_NE(mkdtemp(home_.data()), nullptr);
  }
  ~PersonFileTest() override { std::filesystem::remove_all(home_); }

  void Write(const std::string& text) {
    std::ofstream(home_ + "/persons.textproto") << text;
  }
  std::string ReadReason() {
    return ErrorReason(PersonFile(home_).Read().status());
  }

  std::string home_;
};

TEST_F(PersonFileTest, WithoutAFileNobodyIsInTheList) {
  const auto list = PersonFile(home_).Read();
  ASSERT_TRUE(list.ok());
  EXPECT_EQ(list->persons_size(), 0);
}

TEST_F(PersonFileTest, WhatIsWrittenIsReadBackAndClosedToOthers) {
  const PersonFile file(home_);
  NewAssignment wanted = Assignment("anna", "coordinator");
  wanted.contact_function = "prévention";
  ASSERT_TRUE(
      file.Change([&](PersonList& list) { return GiveRoles(wanted, list); })
          .ok());
  struct stat found {};
  ASSERT_EQ(stat(file.path().c_str(), &found), 0);
  EXPECT_EQ(found.st_mode & 0777, 0600u);
  const auto list = file.Read();
  ASSERT_TRUE(list.ok()) << list.status();
  EXPECT_EQ(list->persons(0).contact_function(), "prévention");
  EXPECT_EQ(LoginReason(*list, "anna", "", kMonday), "");
}

TEST_F(PersonFileTest, ARefusedChangeWritesNothing) {
  const PersonFile file(home_);
  EXPECT_FALSE(file.Change([](PersonList& list) {
                     return GiveRoles(Assignment("a@b", "finance"), list);
                   })
                   .ok());
  EXPECT_FALSE(std::filesystem::exists(file.path()));
}

TEST_F(PersonFileTest, AFileWithAnyFaultIsRefusedWhole) {
  const std::string role =
      R"(assignments { role: "finance" from { year: 2026 month: 1 day: 1 }
         until { year: 2026 month: 12 day: 31 } })";
  const std::string anna = R"(persons { subject: "anna" )" + role + "}";
  Write(anna);
  EXPECT_EQ(ReadReason(), "");
  const std::vector<std::string> wrong = {
      "persons {", "allow_all: true", anna + anna,
      R"(persons { subject: "anna@b" })",
      R"(persons { subject: "anna" assignments { role: "finance" } })",
      R"(persons { subject: "anna" assignments { role: "FINANCE"
         from { year: 2026 month: 1 day: 1 }
         until { year: 2026 month: 12 day: 31 } } })",
      R"(persons { subject: "anna" assignments { role: "finance"
         from { year: 2026 month: 2 day: 30 }
         until { year: 2026 month: 12 day: 31 } } })",
      R"(persons { subject: "anna" assignments { role: "finance"
         from { year: 2026 month: 3 day: 30 }
         until { year: 2026 month: 1 day: 31 } } })",
      // A removal that lost its day must not bring the role back.
      R"(persons { subject: "anna" assignments { role: "finance"
         from { year: 2026 month: 1 day: 1 }
         until { year: 2026 month: 12 day: 31 } removal_reason: "gone" } })",
      std::string((1 << 20) + 1, '#')};
  for (const std::string& text : wrong) {
    Write(text);
    EXPECT_EQ(ReadReason(), "PERSONS_FILE_INVALID") << text.substr(0, 120);
  }
  // What is refused is not written over either.
  EXPECT_FALSE(PersonFile(home_)
                   .Change([](PersonList& list) {
                     return GiveRoles(Assignment("fien", "finance"), list);
                   })
                   .ok());
}

TEST(ProviderTextTest, TheExactNamesAreSaidInEveryLanguage) {
  NewAssignment wanted = Assignment("p-17", "coordinator");
  wanted.roles.push_back("cell_member");
  wanted.languages = {"nl"};
  for (const Language language :
       {Language::kFr, Language::kNl, Language::kEn}) {
    const std::string text = ProviderAddText(wanted, language);
    for (const char* exact :
         {"p-17", R"(realm_access.roles      ["coordinator", "cell_member"])",
          "locale                  nl", "2026-03-02 … 2027-12-31", "600 s",
          "\"entente\"", "--tokens-without-nbf", "ES256"}) {
      EXPECT_THAT(text, HasSubstr(exact));
    }
    EXPECT_THAT(ProviderRemoveText("p-17", "finance", language),
                HasSubstr("- finance"));
    EXPECT_THAT(ProviderRemoveText("p-17", "", language),
                Not(HasSubstr("finance")));
  }
}

}  // namespace
}  // namespace entente::client
