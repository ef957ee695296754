// The table of accesses and what is said of one decision.
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "nlohmann/json.hpp"
#include "services/common/base/error.h"
#include "services/common/gate/explain.h"
#include "tools/client/access_catalog.h"
#include "tools/client/access_text.h"

namespace entente::client {
namespace {

using ::testing::AllOf;
using ::testing::ContainsRegex;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;

constexpr char kPolicy[] = R"(
  trust_domain: "entente.local"
  version: 7
  roles { name: "payer" permissions: "conventions.budget.*" }
  roles { name: "helper" permissions: "exchange.cases.read"
          permissions: "indicators.observations.ingest_on_behalf" }
  roles { name: "analyst" permissions: "indicators.series.read"
          permissions: "indicators.observations.read" }
  roles { name: "keeper" permissions: "indicators.sensitive_series.read" }
  peers { spiffe_id: "spiffe://entente.local/svc/x"
          permissions: "events.events.deliver" }
)";

class AccessTest : public ::testing::Test {
 protected:
  std::string Explain(const std::string& method,
                      const std::vector<std::string>& roles) {
    return ExplanationText(
        gate::ExplainMethod(*policy_, *FindMethod(method), roles),
        Language::kEn, policy_.get());
  }

  const std::shared_ptr<const gate::Policy> policy_ =
      *gate::Policy::Parse(kPolicy, "test");
};

TEST_F(AccessTest, AMethodIsFoundByItsNames) {
  const std::string full = "entente.conventions.v1.BudgetService/CreateLine";
  for (const std::string& name : {full, std::string("BudgetService/CreateLine"),
                                  std::string("CreateLine")}) {
    ASSERT_TRUE(FindMethod(name).ok()) << name;
    EXPECT_EQ(FindMethod(name)->method, full);
  }
  for (const char* name : {"", "/", "Line", "Service/CreateLine", "createline",
                           "entente.conventions.v1.BudgetService"}) {
    EXPECT_EQ(ErrorReason(FindMethod(name).status()), "METHOD_UNKNOWN") << name;
  }
  EXPECT_THAT(std::string(FindMethod("reateLin").status().message()),
              HasSubstr("BudgetService/CreateLine"));
}

TEST_F(AccessTest, ARowNamesTheRolesAndPeersThatHoldThePermission) {
  const std::vector<AccessRow> rows = AccessRows(AllMethods(), *policy_);
  EXPECT_EQ(rows.size(), AllMethods().rules().size());
  int seen = 0;
  for (const AccessRow& row : rows) {
    if (absl::EndsWith(row.rule.method, "/GetCase")) {
      EXPECT_THAT(row.roles, ElementsAre("helper"));
      EXPECT_TRUE(row.rule.is_restricted);
      ++seen;
    } else if (absl::EndsWith(row.rule.method, "/DeliverEvents")) {
      EXPECT_THAT(row.peers, ElementsAre("svc/x"));
      EXPECT_TRUE(row.roles.empty());
      ++seen;
    }
  }
  EXPECT_EQ(seen, 2);
}

TEST_F(AccessTest, EveryFormHoldsEveryMethod) {
  const std::vector<AccessRow> rows = AccessRows(AllMethods(), *policy_);
  const nlohmann::json list = nlohmann::json::parse(AccessJson(rows));
  EXPECT_EQ(list.size(), rows.size());
  EXPECT_EQ(list[0]["service"], "entente.common.v1.AccessService");
  const std::vector<std::string> lines =
      absl::StrSplit(AccessCsv(rows), "\r\n", absl::SkipEmpty());
  EXPECT_EQ(lines.size(), rows.size() + 1);
  for (const std::string& line : lines) {
    EXPECT_EQ(std::count(line.begin(), line.end(), ';'), 8) << line;
  }
  const std::string page = AccessMarkdown(rows, "p.textproto");
  const std::string screen = AccessTable(rows, Language::kNl, 200);
  for (const AccessRow& row : rows) {
    const std::string rpc =
        row.rule.method.substr(row.rule.method.find('/') + 1);
    EXPECT_TRUE(absl::StrContains(page, absl::StrCat("| ", rpc, " | `")))
        << rpc;
    EXPECT_TRUE(absl::StrContains(screen, absl::StrCat("\n  ", rpc, " ")))
        << rpc;
  }
}

TEST_F(AccessTest, EveryFormTellsWithoutWhatAPartIsWithheld) {
  const std::string permission = "indicators.sensitive_series.read";
  const std::string on_behalf = "indicators.observations.ingest_on_behalf";
  const std::vector<AccessRow> rows = AccessRows(AllMethods(), *policy_);
  std::vector<std::string> withheld;
  for (const AccessRow& row : rows) {
    if (row.withheld.empty()) continue;
    ASSERT_EQ(row.withheld.size(), 1u);
    const bool is_session =
        absl::StartsWith(ShortMethod(row.rule.method), "IngestService/");
    EXPECT_EQ(row.withheld[0].permission, is_session ? on_behalf : permission);
    EXPECT_THAT(row.withheld[0].roles,
                ElementsAre(is_session ? "helper" : "keeper"));
    EXPECT_THAT(row.roles, ElementsAre("analyst"));
    withheld.emplace_back(ShortMethod(row.rule.method));
  }
  EXPECT_THAT(withheld, ElementsAre("IngestService/GetIngestSession",
                                    "IngestService/ListIngestSessions",
                                    "IngestService/ListRejections",
                                    "SeriesService/QueryAchievement",
                                    "SeriesService/QuerySeries"));
  // The service is followed by others on the page.
  EXPECT_THAT(
      AccessMarkdown(rows, "p.textproto"),
      HasSubstr("\nWithout `indicators.sensitive_series.read` (keeper) a part "
                "of the answer is withheld: QueryAchievement, QuerySeries.\n"
                "\n## entente.indicators.v1."));
  EXPECT_THAT(AccessTable(rows, Language::kEn, 200),
              ContainsRegex("all of it +indicators.sensitive_series.read "));
  EXPECT_THAT(AccessCsv(rows), HasSubstr(permission));
  EXPECT_THAT(AccessJson(rows), HasSubstr(permission));
  EXPECT_THAT(Explain("QuerySeries", {"analyst"}),
              HasSubstr("without indicators.sensitive_series.read a part of "
                        "the answer is withheld"));
  EXPECT_THAT(Explain("WatchSeries", {"analyst"}), Not(HasSubstr("withheld")));
}

TEST_F(AccessTest, APartIsWithheldOnlyFromRolesThatLackItsPermission) {
  const std::shared_ptr<const gate::Policy> policy = *gate::Policy::Parse(
      R"(
        trust_domain: "entente.local"
        roles { name: "coordinator"
                permissions: "indicators.series.read"
                permissions: "indicators.sensitive_series.read" }
        roles { name: "federal" permissions: "indicators.series.read" }
        roles { name: "keeper"
                permissions: "indicators.sensitive_series.read" }
      )",
      "test");
  const auto said = [&](const std::vector<std::string>& roles,
                        const gate::Policy* known) {
    return ExplanationText(
        gate::ExplainMethod(*policy, *FindMethod("QuerySeries"), roles),
        Language::kEn, known);
  };
  const std::string withheld = "a part of the answer is withheld";
  const std::string all = "all of it";
  for (const auto& roles : {std::vector<std::string>{"coordinator"},
                            std::vector<std::string>{"federal", "keeper"}}) {
    EXPECT_THAT(said(roles, policy.get()),
                AllOf(HasSubstr(all), Not(HasSubstr(withheld))));
  }
  EXPECT_THAT(said({"federal"}, policy.get()),
              AllOf(HasSubstr(withheld), Not(HasSubstr(all))));
  // A service does not say which of both it is.
  EXPECT_THAT(said({"coordinator"}, nullptr),
              AllOf(HasSubstr(withheld), Not(HasSubstr(all))));
  // Whoever is denied is told nothing at all.
  EXPECT_THAT(
      said({"keeper"}, policy.get()),
      AllOf(HasSubstr("DENY"), Not(HasSubstr(all)), Not(HasSubstr(withheld))));
}

TEST_F(AccessTest, ADenialSaysWhoHoldsThePermission) {
  const std::string text = Explain("CreateLine", {"helper", "boss"});
  EXPECT_THAT(text, HasSubstr("DENY"));
  EXPECT_THAT(text, HasSubstr("role.not_sufficient"));
  EXPECT_THAT(text, HasSubstr("payer (conventions.budget.*)"));
  EXPECT_THAT(text, HasSubstr("unknown       boss"));
  EXPECT_THAT(text, HasSubstr("version 7"));
}

TEST_F(AccessTest, APermitSaysWhatElseIsNeeded) {
  const std::string text = Explain("GetCase", {"helper"});
  EXPECT_THAT(text, HasSubstr("PERMIT"));
  EXPECT_THAT(text, HasSubstr("helper (exchange.cases.read)"));
  EXPECT_THAT(text, HasSubstr("needs a purpose"));
  EXPECT_THAT(text, HasSubstr("a dated grant on the object"));
  EXPECT_THAT(Explain("ListLines", {"payer"}), Not(HasSubstr("needs")));
}

}  // namespace
}  // namespace entente::client
