#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"
#include "services/common/base/error.h"
#include "services/conventions/money/money.h"
#include "tools/client/accounts_compare.h"
#include "tools/client/accounts_file.h"

namespace entente::client {
namespace {

namespace v1 = entente::conventions::v1;

constexpr char kMapping[] = R"(
  id: "a" encoding: ENCODING_UTF_8
  columns {
    fiscal_year: "Jaar" mandate: "Mandaat" budget_article: "Artikel"
    amount: "Bedrag"
  }
  ignored_columns: "Leverancier"
  rules { budget_article: "330/1" fiscal_year: 2018 line: "general-2018/a-x" }
  rules { budget_article: "330/1" line: "general-2019/a-x" }
  rules { budget_article: "104/1" })";

constexpr char kHeader[] = "Jaar;Mandaat;Artikel;Bedrag;Leverancier\n";

v1::AccountsMapping Mapping() { return *ParseMapping(kMapping, "m"); }

AccountsRows Read(const std::string& rows) {
  auto read =
      ReadAccounts(kHeader + rows, "f.csv", Mapping(), AccountsUse::kReconcile);
  EXPECT_TRUE(read.ok()) << read.status();
  return read.ok() ? *read : AccountsRows();
}

std::string ReasonOf(const std::string& content,
                     v1::AccountsMapping::Encoding encoding) {
  v1::AccountsMapping mapping = Mapping();
  mapping.set_encoding(encoding);
  return ErrorReason(
      ReadAccounts(content, "f.csv", mapping, AccountsUse::kReconcile)
          .status());
}

TEST(AccountsFileTest, TheFirstRuleThatFitsSaysTheLine) {
  const AccountsRows read = Read(
      "2018;1;330/1;1.234,56;X\n2019;1;330/1;-5,00;X\n2018;2;104/1;1,00;X\n");
  ASSERT_EQ(read.rows.size(), 2u);
  EXPECT_EQ(read.rows[0].budget_line, "general-2018/a-x");
  EXPECT_EQ(read.rows[0].amount_cents, 123'456);
  EXPECT_EQ(read.rows[1].budget_line, "general-2019/a-x");
  EXPECT_EQ(read.rows[1].amount_cents, -500);
  EXPECT_EQ(read.left_out, 1);
  EXPECT_TRUE(read.faults.empty());
}

TEST(AccountsFileTest, EveryFaultIsToldWithItsRowAndColumnAndNotTheCell) {
  const AccountsRows read = Read(
      "18;1;330/1;1,00;X\n2018;;330/1;1,00;X\n2018;1;999/9;1,00;X\n"
      "2018;1;330/1;1,2,3;X\n2018;1;330/1\n");
  EXPECT_TRUE(read.rows.empty());
  const std::vector<std::string> columns = {"Jaar", "Mandaat", "Artikel",
                                            "Bedrag", "-"};
  ASSERT_EQ(read.faults.size(), columns.size());
  for (size_t i = 0; i < columns.size(); ++i) {
    const auto detail = GetErrorDetail(read.faults[i]);
    EXPECT_EQ(detail->field, columns[i]);
    EXPECT_EQ(detail->metadata.at("line"), std::to_string(i + 2));
    EXPECT_EQ(detail->sentence.nl.find("1,2,3"), std::string::npos);
  }
}

TEST(AccountsFileTest, TwoPaymentsThatLackAQuoteAreNotOne) {
  for (const char* rows : {"2018;1;330/1;1,00;\"\n2018;2;330/1;2,00;\"\n",
                           "2018;1;330/1;1,00;\"X\nY\"\n"}) {
    const AccountsRows read = Read(absl::StrCat(rows, "2018;3;330/1;3,00;X\n"));
    ASSERT_EQ(read.faults.size(), 2u) << rows;
    for (size_t i = 0; i < read.faults.size(); ++i) {
      const auto detail = GetErrorDetail(read.faults[i]);
      EXPECT_EQ(detail->field, "-");
      EXPECT_EQ(detail->metadata.at("line"), absl::StrCat(i + 2));
    }
    ASSERT_EQ(read.rows.size(), 1u);
    EXPECT_EQ(read.rows[0].amount_cents, 300);
  }
}

TEST(AccountsFileTest, AFileInAnotherEncodingThanStatedIsRefused) {
  const std::string utf8 = std::string(kHeader) + "2018;1;330/1;1,00;Café\n";
  const std::string windows =
      std::string(kHeader) + "2018;1;330/1;1,00;Caf\xe9\n";
  using M = v1::AccountsMapping;
  EXPECT_EQ(ReasonOf(utf8, M::ENCODING_UTF_8), "");
  EXPECT_EQ(ReasonOf(windows, M::ENCODING_WINDOWS_1252), "");
  EXPECT_EQ(ReasonOf(windows, M::ENCODING_UTF_8), "ACCOUNTS_ENCODING");
  EXPECT_EQ(ReasonOf(utf8, M::ENCODING_WINDOWS_1252), "ACCOUNTS_ENCODING");
  // Without an accent both are right.
  const std::string plain = std::string(kHeader) + "2018;1;330/1;1,00;X\n";
  EXPECT_EQ(ReasonOf(plain, M::ENCODING_WINDOWS_1252), "");
}

TEST(AccountsFileTest, AWrongEncodingIsToldInEachLanguageWithItsByte) {
  const auto refused =
      ReadAccounts(std::string(kHeader) + "2018;1;330/1;1,00;Caf\xe9\n",
                   "f.csv", Mapping(), AccountsUse::kReconcile)
          .status();
  ASSERT_EQ(ErrorReason(refused), "ACCOUNTS_ENCODING");
  const auto detail = GetErrorDetail(refused);
  const std::string byte = detail->metadata.at("byte");
  EXPECT_EQ(byte, std::to_string(std::string(kHeader).size() +
                                 std::string("2018;1;330/1;1,00;Caf").size()));
  const Sentence said = detail->sentence;
  EXPECT_NE(said.fr, said.nl);
  for (const std::string& sentence : {said.en, said.fr, said.nl}) {
    EXPECT_NE(sentence.find(byte), std::string::npos) << sentence;
    EXPECT_NE(sentence.find("ENCODING_WINDOWS_1252"), std::string::npos);
    EXPECT_EQ(sentence.find("Caf"), std::string::npos) << "never the cell";
  }
}

TEST(AccountsFileTest, MandateAndPaymentDatesAreReadWhereTheFileHasThem) {
  v1::AccountsMapping mapping = Mapping();
  v1::AccountsColumns& columns = *mapping.mutable_columns();
  columns.set_service_date("Dienst");
  columns.set_issuer("KBO");
  columns.set_document_number("Factuur");
  columns.set_document_date("Datum");
  columns.set_document_sha256("Hash");
  columns.set_mandate_date("Mandaatdatum");
  columns.set_payment_date("Betaald");
  const std::string header =
      "Jaar;Mandaat;Artikel;Bedrag;Dienst;KBO;Factuur;Datum;Hash;Mandaatdatum;"
      "Betaald\n";
  const std::string row =
      "2018;1;330/1;1,00;17/05/2018;0207373429;F-1;"
      "01/06/2018;aa;";
  const auto read = [&](const std::string& dates) {
    return *ReadAccounts(header + row + dates + "\n", "f.csv", mapping,
                         AccountsUse::kImport);
  };
  AccountsRows rows = read("18/06/2018;2018-06-20");
  ASSERT_EQ(rows.rows.size(), 1u);
  EXPECT_EQ(rows.rows[0].mandate_date->day(), 18);
  EXPECT_EQ(rows.rows[0].payment_date->day(), 20);
  rows = read(";");
  ASSERT_EQ(rows.rows.size(), 1u);
  EXPECT_FALSE(rows.rows[0].mandate_date.has_value());
  EXPECT_FALSE(rows.rows[0].payment_date.has_value());
  rows = read("18/06/2018;2018-06-31");
  ASSERT_EQ(rows.faults.size(), 1u);
  EXPECT_EQ(GetErrorDetail(rows.faults[0])->field, "Betaald");
}

TEST(AccountsFileTest, AColumnOfNeitherListIsRefused) {
  EXPECT_EQ(ReasonOf("Jaar;Mandaat;Artikel;Bedrag;Naam\n2018;1;330/1;1;X\n",
                     v1::AccountsMapping::ENCODING_UTF_8),
            "CSV_COLUMN_UNKNOWN");
  EXPECT_EQ(ReasonOf("", v1::AccountsMapping::ENCODING_UTF_8),
            "CSV_HEADER_MISSING");
  EXPECT_EQ(ReasonOf(kHeader, v1::AccountsMapping::ENCODING_UTF_8),
            "ACCOUNTS_EMPTY");
}

TEST(AccountsFileTest, AnImportNeedsTheColumnsOfTheDocument) {
  EXPECT_EQ(ErrorReason(
                ReadAccounts(kHeader, "f.csv", Mapping(), AccountsUse::kImport)
                    .status()),
            "ACCOUNTS_MAPPING");
}

TEST(AccountsMappingTest, WhatIsMissingInAMappingIsSaid) {
  const std::string whole = kMapping;
  const auto without = [&](const std::string& part) {
    std::string text = whole;
    text.replace(text.find(part), part.size(), "");
    return ErrorReason(ParseMapping(text, "m").status());
  };
  EXPECT_TRUE(ParseMapping(whole, "m").ok());
  EXPECT_EQ(without("encoding: ENCODING_UTF_8"), "ACCOUNTS_MAPPING");
  EXPECT_EQ(without("amount: \"Bedrag\""), "ACCOUNTS_MAPPING");
  EXPECT_EQ(without("general-2018/"), "ACCOUNTS_MAPPING");
  EXPECT_EQ(without("fiscal_year: 2018"), "ACCOUNTS_MAPPING");
  EXPECT_EQ(without("columns"), "ACCOUNTS_MAPPING");
}

v1::Expense Expense(const std::string& line, int year,
                    const std::string& mandate, int64_t cents) {
  v1::Expense expense;
  const std::string convention = "municipalities/21004/conventions/c/";
  expense.set_name(convention + "expenses/e-000001");
  expense.set_line(convention + "envelopes/" + line);
  *expense.mutable_amount() = conventions::MoneyFromCents(cents);
  expense.mutable_service_date()->set_year(year);
  expense.mutable_municipal_reference()->set_fiscal_year(year);
  expense.mutable_municipal_reference()->set_mandate(mandate);
  return expense;
}

TEST(AccountsCompareTest, WhatOnlyOneSideHasAndWhatDiffersIsFound) {
  const std::string line = "general-2018/lines/a-x";
  const AccountsRows read = Read(
      "2018;1;330/1;10,00;X\n2018;1;330/1;5,00;X\n2018;2;330/1;7,00;X\n"
      "2018;3;330/1;1,00;X\n");
  const AccountsComparison found =
      Compare(read.rows,
              {Expense(line, 2018, "1", 1'000), Expense(line, 2018, "1", 500),
               Expense(line, 2018, "2", 701), Expense(line, 2018, "4", 900),
               Expense(line, 2018, "", 50), Expense(line, 2017, "9", 10)});
  ASSERT_EQ(found.equal.size(), 1u);
  EXPECT_EQ(found.equal[0].here_cents, 1'500);
  ASSERT_EQ(found.differing.size(), 1u);
  EXPECT_EQ(found.differing[0].there_cents, 700);
  EXPECT_EQ(found.differing[0].here_cents, 701);
  EXPECT_EQ(found.differing[0].line, 4);
  ASSERT_EQ(found.only_there.size(), 1u);
  EXPECT_EQ(found.only_there[0].mandate, "3");
  ASSERT_EQ(found.only_here.size(), 1u);
  EXPECT_EQ(found.only_here[0].mandate, "4");
  EXPECT_EQ(found.without_mandate_cents, 50);
  EXPECT_FALSE(found.is_equal());
}

TEST(AccountsCompareTest, AMandateOverTwoLinesIsTwoPayments) {
  const AccountsRows read =
      Read("2018;1;330/1;10,00;X\n2019;1;330/1;10,00;X\n");
  const AccountsComparison found =
      Compare(read.rows, {Expense("general-2018/lines/a-x", 2018, "1", 1'000)});
  EXPECT_EQ(found.equal.size(), 1u);
  EXPECT_EQ(found.only_there.size(), 1u);
}

TEST(AccountsCompareTest, WhatWasTakenBackWholeIsNotPostedAgain) {
  const AccountsRows read = Read("2018;1;330/1;10,00;X\n");
  v1::Expense whole = Expense("general-2018/lines/a-x", 2018, "1", 1'000);
  *whole.mutable_corrected() = conventions::MoneyFromCents(1'000);
  const AccountsComparison found = Compare(read.rows, {whole});
  EXPECT_TRUE(found.only_there.empty());
  ASSERT_EQ(found.differing.size(), 1u);
  EXPECT_EQ(found.differing[0].here_cents, 0);
}

TEST(AccountsCompareTest, AnExecutedPaymentToTheZoneIsAPaymentToo) {
  const AccountsRows read =
      Read("2018;1;330/1;10,00;X\n2018;2;330/1;20,00;X\n");
  const auto payment = [](const std::string& mandate, int64_t cents,
                          v1::ZonePayment::State state) {
    v1::ZonePayment made;
    const std::string convention = "municipalities/21004/conventions/c/";
    made.set_name(convention + "zonePayments/p-000001");
    made.set_line(convention + "envelopes/general-2018/lines/a-x");
    *made.mutable_amount() = conventions::MoneyFromCents(cents);
    made.set_state(state);
    if (state != v1::ZonePayment::STATE_ORDERED) {
      made.mutable_value_date()->set_year(2018);
    }
    made.mutable_municipal_reference()->set_fiscal_year(2018);
    made.mutable_municipal_reference()->set_mandate(mandate);
    return made;
  };
  const AccountsComparison found =
      Compare(read.rows, {},
              {payment("1", 1'000, v1::ZonePayment::STATE_EXECUTED),
               payment("2", 2'000, v1::ZonePayment::STATE_CANCELLED),
               payment("3", 3'000, v1::ZonePayment::STATE_ORDERED)});
  ASSERT_EQ(found.equal.size(), 1u);
  EXPECT_EQ(found.equal[0].mandate, "1");
  // What came back is not posted again as an expense.
  EXPECT_TRUE(found.only_there.empty());
  ASSERT_EQ(found.differing.size(), 1u);
  EXPECT_EQ(found.differing[0].mandate, "2");
  EXPECT_EQ(found.differing[0].here_cents, 0);
  EXPECT_TRUE(found.only_here.empty());
}

v1::Reservation Held(int number, const std::string& commitment, int64_t cents) {
  v1::Reservation held;
  const std::string convention = "municipalities/21004/conventions/c/";
  held.set_name(absl::StrCat(convention, "reservations/r-00000", number));
  held.set_line(convention + "envelopes/general-2018/lines/a-x");
  held.set_state(v1::Reservation::STATE_OPEN);
  *held.mutable_amount() = conventions::MoneyFromCents(cents);
  held.mutable_municipal_reference()->set_commitment(commitment);
  return held;
}

TEST(AccountsReservationTest, APaymentEndsTheOneReservationOfItsCommitment) {
  AccountsRow row;
  row.fiscal_year = 2018;
  row.budget_line = "general-2018/a-x";
  row.amount_cents = 1'000;
  const auto with = [&](const std::string& commitment, int64_t cents = 1'000) {
    AccountsRow other = row;
    other.commitment = commitment;
    other.amount_cents = cents;
    return other;
  };
  v1::Reservation of_2019 = Held(5, "C-5", 9'000);
  of_2019.mutable_municipal_reference()->set_fiscal_year(2019);
  v1::Reservation ended = Held(6, "C-6", 9'000);
  ended.set_state(v1::Reservation::STATE_POSTED);
  v1::Reservation expired = Held(7, "C-7", 9'000);
  expired.mutable_expire_date()->set_year(2018);
  expired.mutable_expire_date()->set_month(5);
  expired.mutable_expire_date()->set_day(31);
  const std::vector<std::string> ends = ReservationsOf(
      {with("C-1"), with("C-1"), with("C-2"), with("C-3", 1'001), with(""),
       with("C-5"), with("C-6"), with("C-7")},
      {Held(1, "C-1", 1'500), Held(2, "C-2", 9'000), Held(3, "C-2", 9'000),
       Held(4, "C-3", 1'000), of_2019, ended, expired},
      absl::CivilDay(2018, 6, 1));
  const std::string first =
      "municipalities/21004/conventions/c/reservations/r-000001";
  // One reservation, ended once; two of a commitment, too small, none, another
  // year, ended before, expired: none.
  EXPECT_EQ(ends,
            (std::vector<std::string>{first, "", "", "", "", "", "", ""}));
}

TEST(AccountsCompareTest, WhatACorrectionTookBackIsNotCompared) {
  const AccountsRows read = Read("2018;1;330/1;10,00;X\n");
  v1::Expense part = Expense("general-2018/lines/a-x", 2018, "1", 1'500);
  *part.mutable_corrected() = conventions::MoneyFromCents(500);
  v1::Expense whole = Expense("general-2018/lines/a-x", 2018, "2", 700);
  *whole.mutable_corrected() = conventions::MoneyFromCents(700);
  EXPECT_TRUE(Compare(read.rows, {part, whole}).is_equal());
}

}  // namespace
}  // namespace entente::client
