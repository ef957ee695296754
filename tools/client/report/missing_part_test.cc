// What is said in place of what a person may not see: which part, and who sees
// it. Nothing may look as if there was nothing.
#include "tools/client/report/missing_part.h"

#include <nlohmann/json.hpp>
#include <set>
#include <string>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tools/client/report/html_report.h"
#include "tools/client/report/report_fixture.h"
#include "tools/client/report/status_text.h"
#include "tools/client/report/todo.h"

namespace entente::client {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

absl::Status Denied(const std::string& permission) {
  return MakeError(absl::StatusCode::kPermissionDenied,
                   {.reason = "PERMISSION_MISSING",
                    .metadata = {{"permission", permission}},
                    .sentence = {absl::StrCat("No role holds ", permission),
                                 "Aucun rôle", "Geen rol"}});
}

// The data of the fixture without one part, as if a right lacked.
ReportData Without(const std::string& part, const std::string& permission) {
  ReportData data = FixtureData();
  data.missing.push_back(MakeMissingPart(
      part, {"the part", "la partie", "het deel"}, Denied(permission)));
  if (part == "indicators.series") data.series.clear();
  if (part == "indicators.measures") data.measures.clear();
  if (part == "indicators.activities") data.activities.clear();
  if (part == "exchange.meetings") data.meetings.clear();
  if (part == "conventions.budget.envelopes") {
    data.envelopes.clear();
    data.lines.clear();
  }
  if (part == "conventions.budget.expenses") data.expenses.clear();
  if (part == "conventions.budget.zone_payments") data.zone_payments.clear();
  return data;
}

std::string Status(const ReportData& data) {
  return StatusText(BuildReportModel(data), Language::kFr);
}

TEST(MissingPartTest, ARefusalNamesTheRolesThatHoldThePermission) {
  const MissingPart missing = MakeMissingPart(
      "exchange.meetings", {"the meetings", "les réunions", "de vergaderingen"},
      Denied("exchange.meetings.read"));
  EXPECT_TRUE(missing.is_forbidden());
  EXPECT_THAT(
      RolesThatHold(missing.permission),
      ElementsAre("cell_chair", "cell_member", "coordinator", "oversight"));
  EXPECT_EQ(MissingSentence(missing).fr,
            "les réunions – non visible avec vos rôles ; visible d'ordinaire "
            "pour : présidence de la CSIL R, membre de la CSIL R, coordination "
            "de la prévention, contrôle");
  EXPECT_THAT(MissingSentence(missing).nl, HasSubstr("toezicht"));
}

TEST(MissingPartTest, AServiceThatIsDownSaysSoItself) {
  const MissingPart missing = MakeMissingPart(
      "exchange.meetings", {"the meetings", "les réunions", "de vergaderingen"},
      absl::UnavailableError("nobody answers"));
  EXPECT_FALSE(missing.is_forbidden());
  EXPECT_EQ(MissingSentence(missing).nl, "de vergaderingen – nobody answers");
}

TEST(MissingPartTest, APermissionThatNoRoleHoldsNamesNobody) {
  MissingPart missing{.part = "x", .what = {"it", "cela", "dit"}};
  missing.permission = "nothing.at.all";
  EXPECT_THAT(RolesThatHold("nothing.at.all"), IsEmpty());
  EXPECT_EQ(MissingSentence(missing).fr, "cela – non visible avec vos rôles");
}

TEST(MissingPartTest, EveryRoleOfTheShippedPolicyHasAName) {
  std::set<std::string> roles;
  for (const char* permission :
       {"conventions.conventions.read", "conventions.budget.pay",
        "exchange.cases.read", "audit.entries.read"}) {
    for (const std::string& role : RolesThatHold(permission)) {
      roles.insert(role);
      EXPECT_NE(RoleName(role).fr, role);
      EXPECT_NE(RoleName(role).nl, role);
    }
  }
  EXPECT_THAT(roles, Contains("finance"));
  EXPECT_THAT(roles, Contains("oversight"));
}

TEST(MissingPartTest, FiguresThatAreNotVisibleAreNotSaidToBeNone) {
  const ReportData data =
      Without("indicators.series", "indicators.series.read");
  const std::string status = Status(data);
  EXPECT_THAT(status, HasSubstr("MANQUE : la partie – non visible"));
  EXPECT_THAT(status, HasSubstr("analyste fédéral"));
  EXPECT_THAT(status, HasSubstr("non visible ; aucun objectif chiffré"));
  EXPECT_THAT(status, Not(HasSubstr("aucun chiffre ;")));
  const std::string page = RenderHtml(BuildReportModel(data));
  EXPECT_THAT(page, Not(HasSubstr("aucun chiffre")));
  EXPECT_THAT(page, HasSubstr("analyste fédéral"));
}

TEST(MissingPartTest, TargetsThatAreNotVisibleAreNotSaidToBeUnagreed) {
  const ReportData data =
      Without("indicators.measures", "indicators.definitions.read");
  EXPECT_THAT(Status(data), HasSubstr("objectif chiffré non visible"));
  for (const std::string& text :
       {Status(data), RenderHtml(BuildReportModel(data))}) {
    EXPECT_THAT(text, Not(HasSubstr("aucun objectif chiffré convenu")));
  }
}

TEST(MissingPartTest, MoneyThatIsNotVisibleIsNotSaidToBeUnallotted) {
  const ReportData data =
      Without("conventions.budget.envelopes", "conventions.budget.read");
  EXPECT_THAT(Status(data), HasSubstr("budget : non visible"));
  for (const std::string& text :
       {Status(data), RenderHtml(BuildReportModel(data))}) {
    EXPECT_THAT(text, Not(HasSubstr("aucun montant réparti")));
    EXPECT_THAT(text, HasSubstr("service des finances"));
  }
  const auto json = nlohmann::json::parse(StatusJson(BuildReportModel(data)));
  EXPECT_TRUE(json["total"].is_null());
  EXPECT_TRUE(json["objectives"][0]["money"].is_null());
  EXPECT_THAT(json["missing"][0]["roles"].dump(), HasSubstr("finance"));
}

TEST(MissingPartTest, ExpensesPaymentsAndMeetingsAreNotSaidToBeZero) {
  // What the page would say of nothing, by part.
  const std::pair<const char*, const char*> nothing[] = {
      {"conventions.budget.expenses", " : 0 (0,00 EUR)"},
      {"conventions.budget.zone_payments", "Versements selon leur état"},
      {"exchange.meetings", "0 enregistrées"},
      {"indicators.activities", "Personnes touchées"}};
  for (const auto& [part, said] : nothing) {
    const ReportData data = Without(part, "conventions.budget.read");
    const std::string page = RenderHtml(BuildReportModel(data));
    EXPECT_TRUE(absl::StrContains(page, "<span lang=\"fr\">non visible</span>"))
        << part;
    EXPECT_FALSE(absl::StrContains(page, said)) << part;
  }
}

TEST(MissingPartTest, AListThatIsIncompleteNeverSaysThatNothingIsDue) {
  ReportData data;
  data.convention_name = kFixtureConvention;
  data.missing.push_back(MakeMissingPart(
      "conventions.convention", {"the text", "le texte", "de tekst"},
      Denied("conventions.conventions.read")));
  const absl::CivilDay today(2018, 1, 1);
  const auto items = ComputeTodo(BuildReportModel(data), today);
  ASSERT_THAT(items, IsEmpty());
  const std::string text = TodoText(items, today, data.missing, Language::kFr);
  EXPECT_THAT(text, HasSubstr("le reste manque ici"));
  EXPECT_THAT(text, HasSubstr("- le texte – non visible avec vos rôles"));
  EXPECT_THAT(text, Not(HasSubstr("Rien n'est à faire.")));
  EXPECT_THAT(TodoText({}, today, {}, Language::kFr),
              HasSubstr("Rien n'est à faire."));
  const auto json = nlohmann::json::parse(TodoJson(items, today, data.missing));
  EXPECT_EQ(json["missing"][0]["part"], "conventions.convention");
  const std::string page = RenderHtml(BuildReportModel(data));
  EXPECT_THAT(page, Not(HasSubstr("0 constats")));
  EXPECT_THAT(page, Not(HasSubstr("0 indicateurs")));
}

}  // namespace
}  // namespace entente::client
