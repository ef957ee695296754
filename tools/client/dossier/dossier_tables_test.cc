#include "tools/client/dossier/dossier_tables.h"

#include <string>
#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/conventions/money/money.h"
#include "tools/client/dossier/dossier_page.h"
#include "tools/client/dossier/dossier_year.h"

namespace entente::client {
namespace {

namespace v1 = entente::conventions::v1;
using testing::HasSubstr;

DossierData OfYear() {
  DossierData data;
  data.year = 2018;
  data.report.convention.emplace();
  return data;
}

// The table `id` as its file holds it.
std::string FileOf(const std::string& id, const DossierData& data) {
  const auto tables = MakeTables(data, BuildReportModel(data.report));
  EXPECT_TRUE(tables.ok()) << tables.status();
  for (const DossierTable& table : *tables) {
    if (table.id == id) return ToCsv(table);
  }
  ADD_FAILURE() << "no table " << id;
  return "";
}

TEST(DossierTablesTest, ContextStandsApartAndHasNoTarget) {
  DossierData data = OfYear();
  auto& answer = data.context.emplace_back();
  auto& series = *answer.mutable_context_series();
  series.mutable_title()->set_fr("Accidents");
  series.mutable_title()->set_nl("Ongevallen");
  series.mutable_unit()->set_fr("accidents");
  series.set_source("Statbel");
  series.set_decimals(1);
  auto& figure = *answer.add_figures();
  figure.set_period("2018");
  figure.set_area("21004");
  figure.set_value(12345);
  figure.set_version(2);
  figure.set_reason("erratum");
  figure.mutable_publish_date()->set_year(2019);
  figure.mutable_publish_date()->set_month(6);
  figure.mutable_publish_date()->set_day(1);
  EXPECT_EQ(FileOf("context", data),
            "series;period;area;figure;unit;source;published;reference;version;"
            "reason\r\n"
            "Accidents / Ongevallen;2018;21004;\"1.234,5\";accidents;Statbel;"
            "2019-06-01;;2;erratum\r\n");
  EXPECT_EQ(FileOf("indicators", data).find("Accidents"), std::string::npos);
  const ReportModel model = BuildReportModel(data.report);
  const auto tables = MakeTables(data, model);
  ASSERT_TRUE(tables.ok());
  const std::string page = RenderDossier(data, model, *tables);
  EXPECT_THAT(page, HasSubstr("en est obtenu par la subvention"));
  EXPECT_THAT(page, HasSubstr("niets ervan is met de subsidie bereikt"));
}

TEST(DossierTablesTest, EveryStateOfAClaimIsSaidInBothLanguages) {
  DossierData data = OfYear();
  std::string expected =
      "name;envelope;state;amount;accepted;ineligible;deadline;is_late;figures;"
      "unverified\r\n";
  const struct {
    v1::Claim::State state;
    const char* words;
  } kStates[] = {
      {v1::Claim::STATE_DRAFT, "projet / ontwerp"},
      {v1::Claim::STATE_SUBMITTED, "introduite / ingediend"},
      {v1::Claim::STATE_DECIDED, "décidée / beslist"},
      {v1::Claim::STATE_PAID, "payée / betaald"},
      {v1::Claim::STATE_RECOVERY, "récupération / terugvordering"},
      {v1::Claim::STATE_WITHDRAWN, "retirée / ingetrokken"},
  };
  // One more than there are words for would be said by nothing.
  EXPECT_EQ(std::size(kStates), v1::Claim::State_ARRAYSIZE - 1);
  for (const auto& [state, words] : kStates) {
    v1::Claim& claim = data.claims.emplace_back();
    claim.set_name("municipalities/21004/conventions/c/claims/c-000001");
    claim.set_year(2018);
    claim.set_state(state);
    absl::StrAppend(&expected, "c-000001;;", words,
                    ";0.00;0.00;0.00;;false;;\r\n");
  }
  EXPECT_EQ(FileOf("claims", data), expected);
}

TEST(DossierTablesTest, ThePositionShowsEveryPhaseSideBySide) {
  DossierData data = OfYear();
  v1::Envelope& envelope = data.report.envelopes.emplace_back();
  envelope.set_name(
      "municipalities/21004/conventions/c/envelopes/general-2018");
  envelope.set_year(2018);
  // Each phase has an amount of its own, so that none can stand for another.
  const auto* type = v1::Position::descriptor();
  const auto* reflection = envelope.position().GetReflection();
  std::vector<std::string> amounts;
  for (int i = 0; i < type->field_count(); ++i) {
    const auto money = conventions::MoneyFromCents((i + 1) * 111);
    if (type->field(i)->name() == "spent") continue;
    reflection->MutableMessage(envelope.mutable_position(), type->field(i))
        ->CopyFrom(money);
    amounts.push_back(absl::StrCat(type->field(i)->name(), "=",
                                   conventions::FormatDecimal((i + 1) * 111)));
  }
  const std::string file = FileOf("position", data);
  const std::vector<std::string> lines = absl::StrSplit(file, "\r\n");
  ASSERT_EQ(lines.size(), 3u);
  const std::vector<std::string> keys = absl::StrSplit(lines[0], ';');
  const std::vector<std::string> cells = absl::StrSplit(lines[1], ';');
  ASSERT_EQ(keys.size(), cells.size());
  std::vector<std::string> found;
  for (size_t i = 1; i < keys.size(); ++i) {
    if (keys[i] != "spent")
      found.push_back(absl::StrCat(keys[i], "=", cells[i]));
  }
  EXPECT_THAT(found, testing::UnorderedElementsAreArray(amounts));
  // On the page they stand below each other, with a total beside.
  const auto tables = MakeTables(data, BuildReportModel(data.report));
  ASSERT_TRUE(tables.ok());
  const std::string page =
      RenderDossier(data, BuildReportModel(data.report), *tables);
  EXPECT_THAT(page, HasSubstr("Abandonné"));
  EXPECT_THAT(page, HasSubstr("À rembourser"));
}

TEST(DossierTablesTest, EvidenceSaysItsKindItsMonthAndWhoElsePays) {
  DossierData data = OfYear();
  v1::Envelope& envelope = data.report.envelopes.emplace_back();
  envelope.set_year(2018);
  *envelope.mutable_position()->mutable_spent() =
      conventions::MoneyFromCents(100);
  v1::Evidence& evidence = data.evidence.emplace_back();
  evidence.set_name("municipalities/21004/evidence/v-000001");
  evidence.mutable_person_month()->set_staff_number("STAFF-7");
  evidence.mutable_person_month()->set_year(2018);
  evidence.mutable_person_month()->set_month(3);
  evidence.mutable_person_month()->set_share_basis_points(6'667);
  v1::OtherFunder& region = *evidence.add_other_funders();
  region.set_enterprise_number("0403019261");
  region.set_share_basis_points(2'500);
  v1::OtherFunder& fund = *evidence.add_other_funders();
  fund.set_enterprise_number("0207373429");
  *fund.mutable_amount() = conventions::MoneyFromCents(125'000);
  v1::Expense& expense = data.report.expenses.emplace_back();
  expense.set_evidence(evidence.name());
  expense.set_line(
      "municipalities/21004/conventions/c/envelopes/general-2018/lines/x");
  *expense.mutable_amount() = conventions::MoneyFromCents(100);
  const std::string file = FileOf("evidence", data);
  EXPECT_THAT(file, HasSubstr("fiche de paie / loonfiche"));
  EXPECT_THAT(file, HasSubstr("2018-03: 66,67 %"));
  EXPECT_THAT(file, HasSubstr("0403019261: 25 %; 0207373429: 1.250,00"));
  // Whose month it is, even by its pseudonym, is not handed in.
  EXPECT_THAT(file, testing::Not(HasSubstr("STAFF-7")));
  data.evidence[0].clear_person_month();
  data.evidence[0].set_kind(v1::Evidence::KIND_INVOICE);
  EXPECT_THAT(FileOf("evidence", data), HasSubstr("facture / factuur"));
}

TEST(DossierTablesTest, ProgressSaysItsEvidenceAndTheFunctionThatStatedIt) {
  DossierData data = OfYear();
  v1::Node& node = *data.report.convention->add_nodes();
  node.set_id("op-01");
  node.set_kind(v1::Node::KIND_OPERATIONAL_OBJECTIVE);
  v1::ProgressStatement& statement = data.progress.emplace_back();
  statement.set_objective_id("op-01");
  statement.set_state(v1::ProgressStatement::STATE_DONE);
  statement.add_evidence("municipalities/21004/evidence/v-000001");
  statement.add_evidence("municipalities/21004/evidence/v-000004");
  statement.set_author("p-1001");
  statement.set_author_role("role.coordinator");
  // What it cites is listed, though no expense of the year is charged to it.
  v1::Evidence& evidence = data.evidence.emplace_back();
  evidence.set_name("municipalities/21004/evidence/v-000004");
  evidence.set_document_number("RAPPORT-12");
  data.evidence.emplace_back().set_document_number("NOT-CITED");
  const std::string listed = FileOf("evidence", data);
  EXPECT_THAT(listed, HasSubstr("v-000004;;RAPPORT-12"));
  EXPECT_THAT(listed, testing::Not(HasSubstr("NOT-CITED")));
  EXPECT_THAT(FileOf("progress", data),
              HasSubstr("\"v-000001, v-000004\";coordination / coördinatie;"
                        "non / nee"));
  statement.set_approver("p-2001");
  statement.set_approver_role("role.finance");
  const std::string approved = FileOf("progress", data);
  EXPECT_THAT(approved,
              HasSubstr("coordination / coördinatie;finances / financiën"));
  EXPECT_THAT(approved, testing::Not(HasSubstr("p-1001")));
  EXPECT_THAT(approved, testing::Not(HasSubstr("p-2001")));
  // Stated before the function was kept.
  statement.clear_author_role();
  EXPECT_THAT(FileOf("progress", data),
              HasSubstr("non conservé / niet bewaard"));
}

TEST(DossierTablesTest, AResolvedFindingSaysSoAndWhy) {
  DossierData data = OfYear();
  v1::Finding& finding = *data.report.convention->add_findings();
  finding.set_line(7);
  finding.set_code("NUMBER_SKIPPED");
  finding.mutable_resolution()->set_reason("Numéroté ainsi à la signature");
  EXPECT_EQ(FileOf("findings", data),
            "line;code;message_fr;message_nl;state;reason\r\n"
            "7;NUMBER_SKIPPED;;;résolu / afgehandeld;"
            "Numéroté ainsi à la signature\r\n");
}

void SetDay(int year, int month, int day, google::type::Date* date) {
  date->set_year(year);
  date->set_month(month);
  date->set_day(day);
}

TEST(DossierTablesTest, AnExpenseOfAnUnverifiedCategorySaysSo) {
  DossierData data = OfYear();
  auto& profile = data.report.regulation.emplace();
  profile.add_categories()->set_code("personnel");
  auto& verified = *profile.add_categories();
  verified.set_code("operating");
  verified.set_is_verified(true);
  const std::string convention = "municipalities/21004/conventions/c";
  v1::Envelope& envelope = data.report.envelopes.emplace_back();
  envelope.set_year(2018);
  *envelope.mutable_position()->mutable_spent() =
      conventions::MoneyFromCents(300);
  int64_t units = 0;
  for (const char* line : {"so-01-personnel", "so-01-operating"}) {
    v1::Expense& expense = data.report.expenses.emplace_back();
    expense.set_name(absl::StrCat(convention, "/expenses/e-00000", ++units));
    expense.set_line(
        absl::StrCat(convention, "/envelopes/general-2018/lines/", line));
    *expense.mutable_amount() = conventions::MoneyFromCents(units * 100);
  }
  auto& paid = *data.report.expenses.back().mutable_municipal_reference();
  paid.set_mandate("M-7");
  SetDay(2018, 6, 18, paid.mutable_mandate_date());
  SetDay(2018, 6, 20, paid.mutable_payment_date());
  EXPECT_EQ(FileOf("expenditure", data),
            "name;line;date;description;evidence;amount;fiscal_year;"
            "budget_article;commitment;mandate;mandate_date;payment_date;"
            "unverified\r\n"
            "e-000001;general-2018/so-01-personnel;;;;1.00;;;;;;;"
            "non vérifié / niet geverifieerd\r\n"
            "e-000002;general-2018/so-01-operating;;;;2.00;;;;M-7;2018-06-18;"
            "2018-06-20;\r\n");
  const auto tables = MakeTables(data, BuildReportModel(data.report));
  ASSERT_TRUE(tables.ok());
  const std::string page =
      RenderDossier(data, BuildReportModel(data.report), *tables);
  EXPECT_THAT(page, HasSubstr("general-2018/so-01-personnel*<"));
  EXPECT_THAT(page, HasSubstr("general-2018/so-01-operating<"));
  // One line says what the mark means.
  EXPECT_THAT(page, HasSubstr("* Catégories de coûts non vérifiées dans "
                              "l&#39;arrêté : personnel."));
}

v1::Node& AddNode(const std::string& id, v1::Node::Kind kind,
                  DossierData& data) {
  v1::Node& node = *data.report.convention->add_nodes();
  node.set_id(id);
  node.set_text(id);
  node.set_kind(kind);
  return node;
}

TEST(DossierTablesTest, WhatEndedBeforeTheYearIsNotInItsDossier) {
  DossierData data = OfYear();
  data.report.definitions.emplace_back().set_code("trainings");
  for (const std::string number : {"01", "02", "03", "04"}) {
    AddNode("op-" + number, v1::Node::KIND_OPERATIONAL_OBJECTIVE, data);
    AddNode("in-" + number, v1::Node::KIND_INDICATOR, data)
        .add_measure_codes("trainings");
  }
  auto& nodes = *data.report.convention->mutable_nodes();
  for (v1::Node& node : nodes) {
    // On its first day it has ended already.
    if (node.id().ends_with("02")) {
      SetDay(2018, 1, 1, node.mutable_end_date());
    }
    if (node.id().ends_with("03")) {
      SetDay(2018, 1, 2, node.mutable_end_date());
    }
    if (node.id().ends_with("04")) {
      SetDay(2017, 6, 1, node.mutable_end_date());
    }
  }
  const std::string progress = FileOf("progress", data);
  const std::string indicators = FileOf("indicators", data);
  for (const auto& [number, stands] :
       {std::pair("01", true), {"02", false}, {"03", true}, {"04", false}}) {
    EXPECT_EQ(absl::StrContains(progress, absl::StrCat("op-", number)), stands)
        << progress;
    EXPECT_EQ(absl::StrContains(indicators, absl::StrCat("in-", number)),
              stands)
        << indicators;
  }
  // What somebody stated all the same is never left out.
  v1::ProgressStatement& statement = data.progress.emplace_back();
  statement.set_objective_id("op-02");
  statement.set_text("Stated in January");
  EXPECT_THAT(FileOf("progress", data), HasSubstr("Stated in January"));
}

TEST(DossierTablesTest, TheLastDayOfAYearIsOfItsTerm) {
  v1::Convention convention;
  EXPECT_EQ(LastDayOf(2018, convention), absl::CivilDay(2018, 12, 31));
  SetDay(2019, 6, 30, convention.mutable_valid_until());
  EXPECT_EQ(LastDayOf(2018, convention), absl::CivilDay(2018, 12, 31));
  EXPECT_EQ(LastDayOf(2019, convention), absl::CivilDay(2019, 6, 30));
  // A term that an amendment cut short of a year that has an envelope.
  EXPECT_EQ(LastDayOf(2020, convention), absl::CivilDay(2020, 12, 31));
}

TEST(DossierTablesTest, ADossierAnswersForTheMonthsOfItsYearAndTerm) {
  v1::Convention convention;
  EXPECT_EQ(TermMonthsOf(2018, convention).size(), 12u);
  SetDay(2018, 11, 15, convention.mutable_valid_from());
  SetDay(2019, 1, 1, convention.mutable_valid_until());
  EXPECT_THAT(TermMonthsOf(2018, convention),
              testing::ElementsAre(absl::CivilMonth(2018, 11),
                                   absl::CivilMonth(2018, 12)));
  EXPECT_THAT(TermMonthsOf(2019, convention),
              testing::ElementsAre(absl::CivilMonth(2019, 1)));
  // Of a year that an amendment gave an envelope after the term.
  EXPECT_THAT(TermMonthsOf(2020, convention), testing::IsEmpty());
}

TEST(DossierTablesTest, ItsFilesHoldNoFormulaAndAmountsBelowZero) {
  DossierData data = OfYear();
  v1::Finding& finding = *data.report.convention->add_findings();
  finding.set_line(3);
  finding.set_code("X");
  finding.set_message_fr("a;=1");
  finding.set_message_nl("-1");
  EXPECT_EQ(FileOf("findings", data),
            "line;code;message_fr;message_nl;state;reason\r\n"
            "3;X;\"a;'=1\";'-1;ouvert / open;\r\n");
  DossierTable table;
  table.columns.resize(1);
  table.columns[0].key = "amount";
  table.rows = {{{"", -5}}};
  EXPECT_EQ(ToCsv(table), "amount\r\n-0.05\r\n");
}

}  // namespace
}  // namespace entente::client
