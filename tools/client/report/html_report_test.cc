#include "tools/client/report/html_report.h"

#include <algorithm>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/conventions/document/parser.h"
#include "tools/client/report/html_writer.h"
#include "tools/client/report/report_fixture.h"
#include "tools/client/report/status_text.h"

namespace entente::client {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

int Count(const std::string& text, const std::string& part) {
  int count = 0;
  for (size_t at = text.find(part); at != std::string::npos;
       at = text.find(part, at + part.size())) {
    ++count;
  }
  return count;
}

std::string PageOf(const ReportData& data) {
  return RenderHtml(BuildReportModel(data));
}

// What is wrong with the nesting of `page`; empty when every element that has
// an end tag is closed in order.
std::string NestingFault(const std::string& page) {
  std::vector<std::string> open;
  for (size_t at = page.find('<'); at != std::string::npos;
       at = page.find('<', at + 1)) {
    const size_t end = page.find('>', at);
    std::string tag = page.substr(at + 1, end - at - 1);
    const bool is_end = absl::StartsWith(tag, "/");
    if (absl::StartsWith(tag, "!")) continue;
    tag = std::vector<std::string>(
        absl::StrSplit(is_end ? tag.substr(1) : tag, ' '))[0];
    if (tag == "meta") continue;
    if (!is_end) {
      open.push_back(tag);
    } else if (open.empty() || open.back() != tag) {
      return absl::StrCat("</", tag, "> at ", at);
    } else {
      open.pop_back();
    }
  }
  return open.empty() ? "" : absl::StrCat("<", open.back(), "> stays open");
}

class HtmlReportTest : public ::testing::Test {
 protected:
  std::string Page() const { return PageOf(data_); }

  ReportData data_ = FixtureData();
};

TEST_F(HtmlReportTest, EveryElementIsClosedInOrder) {
  EXPECT_EQ(NestingFault(Page()), "");
  EXPECT_NE(NestingFault("<p><b></p></b>"), "");
}

TEST_F(HtmlReportTest, TextFromADocumentIsNeverMarkup) {
  const std::string hostile = "\"'><script>alert(1)</script>&amp;";
  for (auto& node : *data_.convention->mutable_nodes()) {
    node.set_text(hostile);
    node.set_heading(hostile);
    node.set_path(hostile);
  }
  data_.convention->set_title(hostile);
  data_.convention->set_language_code(hostile);
  for (auto& finding : *data_.convention->mutable_findings()) {
    finding.set_code(hostile);
    finding.set_message_fr(hostile);
    finding.set_message_nl(hostile);
  }
  for (auto& definition : data_.definitions) {
    definition.mutable_title()->set_fr(hostile);
  }
  data_.generated_by = hostile;
  const std::string page = Page();
  EXPECT_THAT(page, Not(HasSubstr("<script")));
  EXPECT_THAT(page, Not(HasSubstr("alert(1)</script>")));
  EXPECT_THAT(page, HasSubstr("&lt;script&gt;alert(1)"));
  EXPECT_EQ(NestingFault(page), "");
}

TEST_F(HtmlReportTest, ReadingDirectionAndControlsCannotBeTurned) {
  EXPECT_EQ(EscapeHtml("a\xE2\x80\xAE"
                       "b\x1B[2J"),
            "a\xEF\xBF\xBD"
            "b\xEF\xBF\xBD[2J");
  EXPECT_EQ(EscapeHtml("broken \xC3"), "broken \xEF\xBF\xBD");
  EXPECT_EQ(EscapeHtml("Été « 7 j./7 »"), "Été « 7 j./7 »");
}

TEST_F(HtmlReportTest, ThePageNeedsNoNetworkAndNoScript) {
  const std::string page = Page();
  for (const char* reach :
       {"http:", "https:", "//", "<script", "<link", "<img", "<iframe",
        "@import", "javascript:", " onload=", " onclick="}) {
    EXPECT_EQ(Count(page, reach), 0) << reach;
  }
  // The only address in the style is a pattern of the page itself.
  EXPECT_EQ(Count(page, "url("), Count(page, "url(#hatch)"));
  EXPECT_THAT(page, HasSubstr("default-src &#39;none&#39;; style-src "
                              "&#39;unsafe-inline&#39;"));
}

// A folded part is not printed.
TEST_F(HtmlReportTest, ThePlanIsUnfoldedSoThatPaperHoldsIt) {
  const std::string page = Page();
  EXPECT_GT(Count(page, "<details"), 0);
  EXPECT_EQ(Count(page, "<details"), Count(page, "<details open=\"\">"));
}

TEST_F(HtmlReportTest, EveryMeasureStandsOnceInItsTable) {
  const std::string page = Page();
  ASSERT_FALSE(data_.definitions.empty());
  for (const auto& definition : data_.definitions) {
    EXPECT_EQ(Count(page, absl::StrCat("<tr id=\"m-", definition.code(), "\"")),
              1)
        << definition.code();
  }
  EXPECT_THAT(page, HasSubstr("6 indicateurs rendent compte de 5 mesures"));
  EXPECT_THAT(page, HasSubstr("6 indicatoren rapporteren over 5 metingen"));
  EXPECT_EQ(Count(page, "figure 2 fois, compté une seule fois"), 2);
}

TEST_F(HtmlReportTest, AYearWithoutFiguresIsNotSaidToBeNotSummable) {
  ASSERT_EQ(Count(Page(), "non additionnable"), 0);
  for (auto& series : data_.series) {
    auto& months = *series.mutable_months();
    months.erase(std::remove_if(months.begin(), months.end(),
                                [](const auto& figure) {
                                  return figure.month().year() == 2019;
                                }),
                 months.end());
  }
  EXPECT_EQ(Count(Page(), "non additionnable"), 0);
  EXPECT_GT(Count(Page(), "aucun chiffre"), 0);
}

TEST_F(HtmlReportTest, WithoutATargetNothingStandsInItsPlace) {
  const std::string no_target =
      "<span lang=\"fr\">aucun objectif chiffré convenu</span>"
      "<span class=\"sl\"> / </span>"
      "<span lang=\"nl\">geen streefcijfer afgesproken</span>";
  const std::string page = Page();
  EXPECT_THAT(page, HasSubstr(no_target));
  // The one that was agreed says that it is internal.
  EXPECT_THAT(page, HasSubstr("300 h (<span lang=\"fr\">interne"));
  const int before = Count(page, no_target);
  for (auto& measure : data_.measures) measure.clear_targets();
  // Its year without a target and its row become one line for the measure.
  EXPECT_EQ(Count(Page(), no_target), before);
  EXPECT_THAT(Page(), Not(HasSubstr(" : 300 h")));
}

TEST_F(HtmlReportTest, AConfidentialMeasureIsATotalAndNoMore) {
  // Figures that stand nowhere else.
  const std::string code = data_.definitions[3].code();
  ASSERT_TRUE(data_.definitions[3].is_sensitive());
  for (auto& series : data_.series) {
    if (series.measure_code() != code) continue;
    series.clear_months();
    for (int month : {1, 2}) {
      auto& figure = *series.add_months();
      figure.mutable_month()->set_year(2018);
      figure.mutable_month()->set_month(month);
      figure.set_value(770'000 + month);
    }
    series.mutable_total()->set_value(1'540'003);
  }
  const std::string page = Page();
  EXPECT_THAT(page, HasSubstr("1.540.003"));
  EXPECT_THAT(page, Not(HasSubstr("770.00")));
  EXPECT_THAT(page, Not(HasSubstr("770 k")));
  EXPECT_THAT(page, HasSubstr("seul le total est affiché"));
}

TEST_F(HtmlReportTest, AConfidentialMeasureWithoutATotalIsNotSaidToHaveNone) {
  const std::string code = data_.definitions[3].code();
  for (auto& series : data_.series) {
    if (series.measure_code() != code) continue;
    series.set_is_confidential(true);
    series.clear_months();
    series.clear_total();
  }
  // So much is said of it that its title stands above.
  const std::string title = "Rencontres avec des personnes de retour";
  data_.definitions[3].mutable_title()->set_fr(title);
  const auto status = [&] {
    return StatusText(BuildReportModel(data_), Language::kFr);
  };
  EXPECT_THAT(status(), HasSubstr(title));
  EXPECT_THAT(Page(), HasSubstr("année clôturée, s&#39;il y en a"));
  EXPECT_THAT(status(),
              HasSubstr("année clôturée, s'il y en a, et seulement aux "
                        "personnes habilitées"));
  ASSERT_THAT(Page(), Not(HasSubstr("non additionnable")));
  // Nor is it promised one that never comes.
  data_.definitions[3].set_is_summable(false);
  EXPECT_THAT(Page(), HasSubstr("non additionnable"));
  EXPECT_THAT(Page(), Not(HasSubstr("année clôturée")));
  EXPECT_THAT(status(), HasSubstr("non additionnable"));
  EXPECT_THAT(status(), Not(HasSubstr("année clôturée")));
  // A ratio has one whatever the flag says.
  data_.definitions[3].set_kind(
      conventions::v1::MeasureKind::MEASURE_KIND_RATIO);
  EXPECT_THAT(status(), HasSubstr("année clôturée"));
}

TEST_F(HtmlReportTest, GuessedKindsAndUnverifiedRulesAreMarked) {
  const std::string page = Page();
  EXPECT_THAT(page, HasSubstr("type déduit du libellé"));
  EXPECT_THAT(page, HasSubstr("<strong><span lang=\"fr\">non vérifié</span>"));
  EXPECT_THAT(page, HasSubstr("31/3 (N+1)"));
  EXPECT_THAT(page, HasSubstr("31/3/2019 (2018)"));
  EXPECT_THAT(page, HasSubstr("sort d&#39;une déclaration tardive"));
  EXPECT_THAT(page, HasSubstr("part versée en avance"));
  EXPECT_THAT(page, HasSubstr("transferts entre lignes et années"));
}

TEST_F(HtmlReportTest, InventedFiguresAreSaidToBeSoOnScreenAndPaper) {
  const ReportModel model = BuildReportModel(data_);
  const std::string page = RenderHtml(model, Figures::kInvented);
  for (const char* banner : {"tous les chiffres de ce rapport sont inventés",
                             "alle cijfers in dit verslag zijn verzonnen"}) {
    EXPECT_EQ(Count(page, banner), 2) << banner;
    EXPECT_LT(page.find(banner), page.find("<h1")) << banner;
    EXPECT_THAT(Page(), Not(HasSubstr(banner)));
  }
  EXPECT_THAT(page, HasSubstr("@page { @top-center { content: \"Chiffres "
                              "inventés / Verzonnen cijfers\""));
  EXPECT_THAT(Page(), Not(HasSubstr("@top-center")));
  EXPECT_EQ(NestingFault(page), "");
}

TEST_F(HtmlReportTest, BothRoutesToTheZoneAreSaidToBeNoNewMoney) {
  const std::string page = Page();
  EXPECT_THAT(page, HasSubstr("ce n&#39;est pas de l&#39;argent nouveau"));
  EXPECT_THAT(page, HasSubstr("geen nieuw geld"));
  EXPECT_THAT(page, HasSubstr("2.500,50"));
}

TEST_F(HtmlReportTest, TheSameDataGivesTheSameBytes) {
  EXPECT_EQ(Page(), Page());
  EXPECT_EQ(Page(), PageOf(FixtureData()));
}

TEST_F(HtmlReportTest, AServiceThatIsDownIsNamedAndTheRestStands) {
  data_.series.clear();
  data_.measures.clear();
  data_.indicators.clear();
  data_.missing.push_back({"indicators.series",
                           {"the figures", "les chiffres", "de cijfers"},
                           {"nobody answers", "", ""}});
  const std::string page = Page();
  EXPECT_THAT(page, HasSubstr("Ce rapport est incomplet."));
  EXPECT_THAT(page, HasSubstr("les chiffres"));
  EXPECT_THAT(page, HasSubstr("non lu"));
  EXPECT_THAT(page, HasSubstr("100.000,00"));
  EXPECT_EQ(NestingFault(page), "");
}

TEST_F(HtmlReportTest, WithoutTheConventionFiguresStillStand) {
  data_.convention.reset();
  data_.definitions.clear();
  data_.envelopes.clear();
  data_.lines.clear();
  data_.missing.push_back({"conventions.convention",
                           {"text", "texte", "tekst"},
                           {"nobody answers", "", ""}});
  const std::string page = Page();
  EXPECT_THAT(page, HasSubstr(data_.convention_name));
  EXPECT_THAT(page, HasSubstr("m-measure_1"));
  EXPECT_EQ(NestingFault(page), "");
}

TEST_F(HtmlReportTest, PersonHoursStandWhereAnyAreKnown) {
  ASSERT_EQ(data_.activities.size(), 1u);
  EXPECT_THAT(Page(), Not(HasSubstr("Heures-participants")));
  data_.activities[0].set_person_minutes(14 * 360);
  data_.activities.push_back(data_.activities[0]);
  // Of this type nobody knows any.
  auto& other = data_.activities.emplace_back(data_.activities[0]);
  other.set_type("bdo_training");
  other.clear_person_minutes();
  const std::string page = Page();
  EXPECT_THAT(page, HasSubstr("Heures-participants connues"));
  EXPECT_THAT(page, HasSubstr("Bekende deelnemersuren\">168 h</td>"));
  EXPECT_THAT(page, HasSubstr("Bekende deelnemersuren\">–</td>"));
  EXPECT_EQ(NestingFault(page), "");
}

TEST_F(HtmlReportTest, WhatNoActivitySaysIsNoZero) {
  ASSERT_EQ(data_.activities.size(), 1u);
  EXPECT_THAT(Page(), HasSubstr("Bereikte personen\">–</td>"));
  EXPECT_THAT(Page(), HasSubstr("Deelnemers\">14</td>"));
  // Of two activities one says how many it reached, and its person-hours.
  data_.activities.push_back(data_.activities[0]);
  data_.activities[1].set_persons_reached(30);
  data_.activities[1].set_person_minutes(72 * 60);
  const std::string page = Page();
  EXPECT_THAT(page, HasSubstr("Bereikte personen\">30 (<span lang=\"fr\">"
                              "1 sur 2</span>"));
  EXPECT_THAT(page, HasSubstr("Bekende deelnemersuren\">72 h ("));
  EXPECT_THAT(page, HasSubstr("<span lang=\"nl\">1 van 2</span>)</td>"));
  // What all of them say needs no word.
  EXPECT_THAT(page, HasSubstr("Deelnemers\">28</td>"));
  EXPECT_EQ(NestingFault(page), "");
}

// The real document with invented figures around it.
TEST(RealDocumentTest, EveryObjectiveAndIndicatorStandsInThePage) {
  std::ifstream file("../shared/convention/brussels-2018-2019.fr.txt");
  if (!file.good()) GTEST_SKIP() << "the real document is not here";
  const std::string text((std::istreambuf_iterator<char>(file)),
                         std::istreambuf_iterator<char>());
  auto convention = conventions::ParseConvention(
      text, {.municipality_code = "21004", .police_zone_code = "5339"});
  ASSERT_TRUE(convention.ok()) << convention.status();
  const ReportData data = DataAround(*convention, 11);
  const std::string page = PageOf(data);
  EXPECT_EQ(NestingFault(page), "");
  EXPECT_EQ(Count(page, "<article class=\"objective\""), 17);
  EXPECT_THAT(page, HasSubstr("22 indicateurs rendent compte de 15 mesures"));
  EXPECT_THAT(page, HasSubstr("3.873.421,93"));
  EXPECT_EQ(Count(page, "<td class=\"num line\""), convention->findings_size());
}

}  // namespace
}  // namespace entente::client
