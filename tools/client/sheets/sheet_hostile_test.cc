// Files that are no sheet, that were changed, and that want to do harm: each is
// refused by name, and nothing of them is repeated.
#include "absl/strings/match.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "tools/client/sheets/sheet_csv.h"
#include "tools/client/sheets/sheet_fixture_test.h"
#include "tools/client/sheets/xlsx_writer.h"

namespace entente::client {
namespace {

std::string Csv() { return WriteSheetCsv(MakeSheet(), Language::kFr); }

std::string Xlsx() {
  const std::string path = TemporaryFile("sheet.xlsx");
  EXPECT_TRUE(WriteSheetXlsx(MakeSheet(), Language::kFr, path).ok());
  return Bytes(path);
}

std::string Replaced(const std::string& from, const std::string& to) {
  const std::string csv = Csv();
  const size_t at = csv.find(from);
  EXPECT_NE(at, std::string::npos) << from;
  return absl::StrCat(csv.substr(0, at), to, csv.substr(at + from.size()));
}

std::vector<std::string> Lines() { return absl::StrSplit(Csv(), "\r\n"); }

std::string Joined(const std::vector<std::string>& lines) {
  return absl::StrJoin(lines, "\r\n");
}

TEST(SheetHostileTest, WhatIsNoSheetIsSaidToBeNone) {
  for (const char* text : {"", "\n", "a;b;c\n1;2;3\n", "entente;x\n",
                           "event_id;measure;date\n", "\"ent1-\";x\n"}) {
    EXPECT_EQ(Refused(text), absl::StrContains(text, "ent1")
                                 ? "SHEET_CODE_DAMAGED"
                                 : "SHEET_CODE_MISSING")
        << text;
  }
  EXPECT_EQ(Refused(std::string("a\0b", 3)), "SHEET_NOT_TEXT");
  // An old workbook, or a new one with a password.
  EXPECT_EQ(Refused(std::string("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1\0", 9)),
            "SHEET_NOT_TEXT");
  EXPECT_EQ(Refused(std::string(kSheetFileBytesMax + 1, 'a')),
            "SHEET_TOO_LARGE");
}

TEST(SheetHostileTest, ACodeThatIsNotWholeIsDamaged) {
  for (const auto& [from, to] :
       std::vector<std::pair<std::string, std::string>>{
           {"ent1-", "ent2-"},
           {"-2018-03-", "-2018-13-"},
           {"-0004-", "-0000-"},
           {"-0004-", "-4-"},
           {"-bravvo-2", "-"},
           {"-bravvo-2", "-Bravvo"},
           {"21004", "2100"}}) {
    EXPECT_EQ(Refused(Replaced(from, to)), "SHEET_CODE_DAMAGED") << to;
  }
}

TEST(SheetHostileTest, WhatIsSaidInTheCodeBindsTheRows) {
  // Another source, month, municipality or number of rows: the rows do not
  // belong to it.
  EXPECT_EQ(Refused(Replaced("bravvo-2", "zone5339")), "SHEET_ALTERED");
  EXPECT_EQ(Refused(Replaced("-2018-03-", "-2018-04-")), "SHEET_ALTERED");
  EXPECT_EQ(Refused(Replaced("ent1-21004", "ent1-21009")), "SHEET_ALTERED");
  EXPECT_EQ(Refused(Replaced("-0004-", "-0005-")), "SHEET_ROWS_MISSING");
  EXPECT_EQ(Refused(Replaced("-0004-", "-0003-")), "SHEET_ALTERED");
}

TEST(SheetHostileTest, ALabelThatWasEditedIsFoundByItsRow) {
  for (const auto& [from, to] :
       std::vector<std::pair<std::string, std::string>>{
           {"à pied", "en voiture"},
           {";DPI-1;", ";DPI-2;"},
           {";heures;", ";minutes;"},
           {";training_hours;", ";nuisance_actions;"},
           {"\r\n1;", "\r\n9;"},
           {"\r\n1;", "\r\nx;"}}) {
    const auto read = ReadBytes(Replaced(from, to));
    EXPECT_EQ(ErrorReason(read.status()), "SHEET_ALTERED") << to;
    EXPECT_TRUE(absl::StrContains(read.status().message(), ":J"))
        << read.status();
  }
  EXPECT_EQ(Refused(Csv() + "5;Total;;;;;12;;;\r\n"), "SHEET_ALTERED");
  EXPECT_EQ(Refused(Csv() + ";;;;;;;;;;;beside\r\n"), "SHEET_ALTERED");
}

TEST(SheetHostileTest, MissingAndRepeatedRowsAreNamed) {
  std::vector<std::string> lines = Lines();
  lines.erase(lines.begin() + kFirstRow + 1);
  const auto missing = ReadBytes(Joined(lines));
  EXPECT_EQ(ErrorReason(missing.status()), "SHEET_ROWS_MISSING");
  EXPECT_TRUE(absl::StrContains(missing.status().message(),
                                "1 of 4 rows are missing (no. 2)"))
      << missing.status();
  lines = Lines();
  lines.insert(lines.begin() + kFirstRow, lines[kFirstRow + 1]);
  EXPECT_EQ(Refused(Joined(lines)), "SHEET_ROW_TWICE");
}

TEST(SheetHostileTest, RowsOfAnotherSheetOfTheMonthAreNotMixedIn) {
  Sheet other = MakeSheet();
  other.rows[3].title = "Autre titre";
  std::vector<std::string> lines = Lines();
  const std::vector<std::string> others =
      absl::StrSplit(WriteSheetCsv(other, Language::kFr), "\r\n");
  lines[kFirstRow + 3] = others[kFirstRow + 3];
  EXPECT_EQ(Refused(Joined(lines)), "SHEET_ALTERED");
}

TEST(SheetHostileTest, FaultsAreToldByCellAndNeverRepeated) {
  const Sheet sheet = MakeSheet();
  std::string csv = Csv();
  const auto fill = [&](size_t row, const std::string& figure) {
    const std::string check = RowCheck(sheet.key, row, sheet.rows[row - 1]);
    const size_t at =
        csv.find(absl::StrCat(";;;", sheet.rows[row - 1].measure, ";", check));
    ASSERT_NE(at, std::string::npos);
    csv.insert(at + 1, figure);
  };
  fill(1, "-1");
  fill(2, "Exemple Inventé 85.07.30-033.28");
  fill(3, "=cmd|'/c calc'!A1");
  fill(4, "1,5");
  const auto read = ReadBytes(csv);
  ASSERT_TRUE(read.ok()) << read.status();
  std::vector<std::string> faults;
  for (const SheetFault& fault : read->faults) {
    faults.push_back(absl::StrCat(fault.cell, " ", fault.reason));
  }
  EXPECT_THAT(faults, testing::ElementsAre(
                          "G4 SHEET_FIGURE_NEGATIVE", "G5 SHEET_FIGURE_INVALID",
                          "G6 SHEET_FORMULA", "G7 SHEET_FIGURE_FRACTION"));
}

TEST(SheetHostileTest, QuotesThatOpenOrEndNothingAreNamedByLine) {
  const auto read = ReadBytes(Replaced("Personnes", "\"Personnes"));
  EXPECT_EQ(ErrorReason(read.status()), "SHEET_MALFORMED");
  EXPECT_TRUE(absl::StrContains(read.status().message(), "line 7"))
      << read.status();
  EXPECT_EQ(Refused(Replaced("Personnes", "Per\"sonnes")), "SHEET_MALFORMED");
}

TEST(SheetHostileTest, MoreThanASheetHoldsIsNotRead) {
  std::string rows = Csv();
  for (size_t i = 0; i <= kGridRowsMax; ++i) rows += "x\r\n";
  EXPECT_EQ(Refused(rows), "SHEET_TOO_LARGE");
  EXPECT_EQ(Refused(Csv() + std::string(kGridColumnsMax, ';') + "x\r\n"),
            "SHEET_TOO_LARGE");
  EXPECT_EQ(Refused(Csv() + std::string(kCellBytesMax + 1, 'x')),
            "SHEET_TOO_LARGE");
}

TEST(SheetHostileTest, AnXlsxThatIsNoneIsDamaged) {
  const std::string whole = Xlsx();
  EXPECT_EQ(Refused(whole.substr(0, whole.size() / 2)), "SHEET_DAMAGED");
  EXPECT_EQ(Refused("PK\x03\x04 and nothing else"), "SHEET_DAMAGED");
  EXPECT_EQ(Refused(Zip({{"a.txt", "x"}})), "SHEET_DAMAGED");
  EXPECT_EQ(Refused(WithPart(whole, kPagePart, "<worksheet><sheetData>")),
            "SHEET_DAMAGED");
  EXPECT_EQ(Refused(WithPart(whole, kPagePart,
                             "<!DOCTYPE a [<!ENTITY b SYSTEM "
                             "\"file:///etc/passwd\">]><worksheet/>")),
            "SHEET_DAMAGED");
  EXPECT_EQ(Refused(WithPart(whole, "xl/_rels/workbook.xml.rels",
                             "<Relationships><Relationship Id=\"rId1\" "
                             "TargetMode=\"External\" "
                             "Target=\"file:///etc/passwd\"/>"
                             "</Relationships>")),
            "SHEET_DAMAGED");
  EXPECT_EQ(Refused(WithPart(whole, kPagePart, "<worksheet/>")),
            "SHEET_CODE_MISSING");
}

TEST(SheetHostileTest, WhatUnpacksWithoutEndIsNotUnpacked) {
  // Some thousand times as large as the file.
  const std::string bomb =
      WithPart(Xlsx(), "xl/sharedStrings.xml",
               std::string(kSheetUnpackedBytesMax + 1, ' '));
  EXPECT_LT(bomb.size(), size_t{200} << 10);
  EXPECT_EQ(Refused(bomb), "SHEET_UNPACKS_TOO_LARGE");
  // A part that says it is small: the length in the directory is a lie.
  std::string lying = bomb;
  for (size_t at = lying.find("PK\x01\x02"); at != std::string::npos;
       at = lying.find("PK\x01\x02", at + 4)) {
    lying.replace(at + 24, 4, std::string("\x10\0\0\0", 4));
  }
  EXPECT_THAT(Refused(lying),
              testing::AnyOf("SHEET_DAMAGED", "SHEET_UNPACKS_TOO_LARGE"));
  std::vector<std::pair<std::string, std::string>> many;
  for (int i = 0; i < 600; ++i) many.push_back({absl::StrCat("p", i), "x"});
  EXPECT_EQ(Refused(Zip(many)), "SHEET_UNPACKS_TOO_LARGE");
}

TEST(SheetHostileTest, CellsThatLieAreNotBelieved) {
  const std::string whole = Xlsx();
  const auto with = [&](const std::string& cells) {
    return Refused(WithPage(whole, "</sheetData>", cells + "</sheetData>"));
  };
  EXPECT_EQ(with("<row r=\"4\"><c r=\"G4\"><v>1</v></c><c r=\"G4\"><v>2</v>"
                 "</c></row>"),
            "SHEET_DAMAGED");
  EXPECT_EQ(with("<row r=\"9\"><c r=\"A9\" t=\"s\"><v>99999</v></c></row>"),
            "SHEET_DAMAGED");
  EXPECT_EQ(with("<row r=\"0\"><c r=\"A0\"><v>1</v></c></row>"),
            "SHEET_DAMAGED");
  EXPECT_EQ(with("<row r=\"99999999999\"><c><v>1</v></c></row>"),
            "SHEET_TOO_LARGE");
  EXPECT_EQ(with("<row r=\"9\"><c r=\"ZZZ9\"><v>1</v></c></row>"),
            "SHEET_TOO_LARGE");
  EXPECT_EQ(with("<row r=\"9\"><c r=\"B9\"><f>1+1</f><v>2</v></c></row>"),
            "SHEET_FORMULA");
}

TEST(SheetHostileTest, AFigureThatIsATimeOrAFormulaIsRefusedAtItsCell) {
  const std::string whole = Xlsx();
  std::string page = Unzip(whole)[kPagePart];
  const size_t at = page.find("<c r=\"G6\"");
  ASSERT_NE(at, std::string::npos);
  const size_t end = page.find("/>", at) + 2;
  const auto refused = [&](const std::string& cell) {
    std::string changed = page;
    changed.replace(at, end - at, cell);
    std::string bytes = WithPart(whole, kPagePart, changed);
    const std::string styles = Unzip(whole)["xl/styles.xml"];
    // A style that shows hours and minutes, behind those of ours.
    const size_t styles_end = styles.find("</cellXfs>");
    EXPECT_NE(styles_end, std::string::npos);
    bytes = WithPart(
        bytes, "xl/styles.xml",
        absl::StrCat(styles.substr(0, styles_end), "<xf numFmtId=\"20\"/>",
                     styles.substr(styles_end)));
    const auto read = ReadBytes(bytes);
    EXPECT_TRUE(read.ok()) << read.status();
    return read.ok() && read->faults.size() == 1
               ? absl::StrCat(read->faults[0].cell, " ", read->faults[0].reason)
               : "";
  };
  int style = 0;
  const std::string styles = Unzip(whole)["xl/styles.xml"];
  const std::string list = styles.substr(styles.find("<cellXfs"));
  for (size_t i = list.find("<xf "); i < list.find("</cellXfs>");
       i = list.find("<xf ", i + 1)) {
    ++style;
  }
  EXPECT_EQ(
      refused(absl::StrCat("<c r=\"G6\" s=\"", style, "\"><v>0.25</v></c>")),
      "G6 SHEET_FIGURE_DATE");
  EXPECT_EQ(refused("<c r=\"G6\"><f>1+1</f><v>2</v></c>"), "G6 SHEET_FORMULA");
  EXPECT_EQ(refused("<c r=\"G6\" t=\"e\"><v>#DIV/0!</v></c>"),
            "G6 SHEET_FIGURE_INVALID");
  EXPECT_EQ(refused("<c r=\"G6\" t=\"b\"><v>1</v></c>"),
            "G6 SHEET_FIGURE_INVALID");
}

}  // namespace
}  // namespace entente::client
