#include "tools/client/dossier/dossier_tables.h"

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"

namespace entente::client {
namespace {

namespace v1 = entente::conventions::v1;

DossierData OfYear() {
  DossierData data;
  data.year = 2018;
  data.report.convention.emplace();
  return data;
}

// The table `id` as its file holds it.
std::string FileOf(const std::string& id, const DossierData& data) {
  const auto tables = MakeTables(data, ReportModel());
  EXPECT_TRUE(tables.ok()) << tables.status();
  for (const DossierTable& table : *tables) {
    if (table.id == id) return ToCsv(table);
  }
  ADD_FAILURE() << "no table " << id;
  return "";
}

TEST(DossierTablesTest, EveryStateOfAClaimIsSaidInBothLanguages) {
  DossierData data = OfYear();
  std::string expected =
      "name;envelope;state;amount;accepted;ineligible;deadline;unverified\r\n";
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
    absl::StrAppend(&expected, "c-000001;;", words, ";0.00;0.00;0.00;;\r\n");
  }
  EXPECT_EQ(FileOf("claims", data), expected);
}

TEST(DossierTablesTest, ItsFilesHoldNoFormulaAndAmountsBelowZero) {
  DossierData data = OfYear();
  v1::Finding& finding = *data.report.convention->add_findings();
  finding.set_line(3);
  finding.set_code("X");
  finding.set_message_fr("a;=1");
  finding.set_message_nl("-1");
  EXPECT_EQ(FileOf("findings", data),
            "line;code;message_fr;message_nl\r\n3;X;\"a;'=1\";'-1\r\n");
  DossierTable table;
  table.columns.resize(1);
  table.columns[0].key = "amount";
  table.rows = {{{"", -5}}};
  EXPECT_EQ(ToCsv(table), "amount\r\n-0.05\r\n");
}

}  // namespace
}  // namespace entente::client
