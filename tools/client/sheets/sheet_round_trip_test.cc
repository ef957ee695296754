// Sheets that go out and come back, as spreadsheets save them.
#include "absl/strings/match.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "tools/client/sheets/sheet_csv.h"
#include "tools/client/sheets/sheet_fixture_test.h"
#include "tools/client/sheets/xlsx_writer.h"
#include "tools/client/sheets/zip_parts.h"

namespace entente::client {
namespace {

using testing::ElementsAre;

std::vector<std::string> Told(const ReturnedSheet& sheet) {
  std::vector<std::string> told;
  for (const SheetEntry& entry : sheet.entries) {
    told.push_back(absl::StrCat(
        FormatRowCode(entry.place.measure, entry.place.split), " ",
        entry.place.area, " ", entry.cell, " ",
        entry.value.has_value() ? absl::StrCat(*entry.value) : "-"));
  }
  return told;
}

// The CSV with figures filled in behind the two that are known.
std::string FilledCsv() {
  const Sheet sheet = MakeSheet();
  std::string csv = WriteSheetCsv(sheet, Language::kFr);
  const auto fill = [&](size_t row, const std::string& figure) {
    const std::string check = RowCheck(sheet.key, row, sheet.rows[row - 1]);
    const std::string tail =
        absl::StrCat(";;;", sheet.rows[row - 1].measure, ";", check);
    const size_t at = csv.find(tail);
    ASSERT_NE(at, std::string::npos) << csv;
    csv.insert(at + 1, figure);
  };
  fill(1, "7");
  fill(3, "1:30");
  return csv;
}

std::string ToWindows1252(const std::string& utf8) {
  return absl::StrReplaceAll(utf8, {{"\xef\xbb\xbf", ""},
                                    {"é", "\xe9"},
                                    {"à", "\xe0"},
                                    {"ê", "\xea"},
                                    {"ô", "\xf4"},
                                    {"«", "\xab"},
                                    {"»", "\xbb"},
                                    {"°", "\xb0"},
                                    {"œ", "\x9c"}});
}

// The sample's first measure in DPI-1, by parts; `filled` in their order.
Sheet SplitSheet() {
  Sheet sheet = MakeSheet();
  const SheetRow whole = sheet.rows[0];
  sheet.rows.clear();
  for (const char* const part : {"youth", "adults", "unknown"}) {
    SheetRow& row = sheet.rows.emplace_back(whole);
    row.split = absl::StrCat("audience=", part);
  }
  return sheet;
}

std::string FilledParts(const std::vector<std::string>& filled) {
  const Sheet sheet = SplitSheet();
  std::string csv = WriteSheetCsv(sheet, Language::kFr);
  for (size_t i = 0; i < filled.size(); ++i) {
    const std::string tail =
        absl::StrCat(";;;nuisance_actions/", sheet.rows[i].split, ";",
                     RowCheck(sheet.key, i + 1, sheet.rows[i]));
    const size_t at = csv.find(tail);
    EXPECT_NE(at, std::string::npos) << csv;
    csv.insert(at + 1, filled[i]);
  }
  return csv;
}

TEST(SheetRoundTripTest, PartsOfAMeasureComeBackAsParts) {
  const auto sheet = ReadBytes(FilledParts({"4", "3", "0"}));
  ASSERT_TRUE(sheet.ok()) << sheet.status();
  EXPECT_THAT(Told(*sheet),
              ElementsAre("nuisance_actions/audience=youth DPI-1 G4 4",
                          "nuisance_actions/audience=adults DPI-1 G5 3",
                          "nuisance_actions/audience=unknown DPI-1 G6 0"));
  EXPECT_TRUE(sheet->faults.empty());
  const std::string path = TemporaryFile("parts.xlsx");
  ASSERT_TRUE(WriteSheetXlsx(SplitSheet(), Language::kNl, path).ok());
  const auto xlsx = ReadBytes(Bytes(path));
  ASSERT_TRUE(xlsx.ok()) << xlsx.status();
  EXPECT_EQ(xlsx->entries[1].place.split, "audience=adults");
}

TEST(SheetRoundTripTest, ACsvComesBackWithItsFigures) {
  const auto sheet = ReadBytes(FilledCsv());
  ASSERT_TRUE(sheet.ok()) << sheet.status();
  EXPECT_EQ(sheet->key.source, "bravvo-2");
  EXPECT_EQ(sheet->key.MonthText(), "2018-03");
  EXPECT_THAT(
      Told(*sheet),
      ElementsAre("nuisance_actions DPI-1 G4 7", "nuisance_actions 21004 G5 -",
                  "training_hours 21004 G6 90", "distinct_persons 21004 G7 -"));
  EXPECT_TRUE(sheet->faults.empty());
}

TEST(SheetRoundTripTest, EveryLanguageHasTheSameRows) {
  for (const Language language :
       {Language::kFr, Language::kNl, Language::kEn}) {
    const std::string csv = WriteSheetCsv(MakeSheet(), language);
    EXPECT_TRUE(ReadBytes(csv).ok()) << csv;
    // Of a sensitive measure nothing is shown.
    EXPECT_TRUE(absl::StrContains(csv, ConfidentialWord(language)));
  }
}

TEST(SheetRoundTripTest, AnotherSeparatorAndEncodingMakeNoDifference) {
  const auto expected = ReadBytes(FilledCsv());
  ASSERT_TRUE(expected.ok());
  const auto grids = ReadGrids(FilledCsv());
  for (const char separator : {',', '\t', '|', ';'}) {
    // As a spreadsheet writes it: quotes where they are needed, lines padded,
    // no byte-order mark.
    std::string csv;
    for (const auto& row : grids->front().rows) {
      std::vector<std::string> cells;
      for (size_t i = 0; i < kSheetColumns + 2; ++i) {
        std::string text = i < row.size() ? row[i].text : "";
        if (text.find_first_of(";,\t|\"\n") != std::string::npos) {
          text = absl::StrCat("\"", absl::StrReplaceAll(text, {{"\"", "\"\""}}),
                              "\"");
        }
        absl::StrAppend(&csv, i == 0 ? "" : std::string(1, separator), text);
      }
      csv += "\n";
    }
    for (const std::string& bytes : {csv, ToWindows1252(csv)}) {
      const auto sheet = ReadBytes(bytes);
      ASSERT_TRUE(sheet.ok()) << separator << sheet.status();
      EXPECT_EQ(Told(*sheet), Told(*expected));
    }
  }
}

TEST(SheetRoundTripTest, RemarksAreFoundAndNotRead) {
  const Sheet sheet = MakeSheet();
  std::string csv = WriteSheetCsv(sheet, Language::kFr);
  const std::string check = RowCheck(sheet.key, 2, sheet.rows[1]);
  csv = absl::StrReplaceAll(
      csv, {{absl::StrCat(";;;nuisance_actions;", check),
             absl::StrCat(";3;\"deux\nlignes\";nuisance_actions;", check)}});
  const auto read = ReadBytes(csv);
  ASSERT_TRUE(read.ok()) << read.status();
  EXPECT_THAT(read->remarks, ElementsAre("H5"));
  EXPECT_EQ(read->entries[1].value, 3);
}

TEST(SheetRoundTripTest, AnXlsxComesBackWithItsFigures) {
  const std::string path = TemporaryFile("sheet.xlsx");
  ASSERT_TRUE(WriteSheetXlsx(MakeSheet(), Language::kNl, path).ok());
  const std::string bytes = Bytes(path);
  const auto empty = ReadBytes(bytes);
  ASSERT_TRUE(empty.ok()) << empty.status();
  EXPECT_THAT(
      Told(*empty),
      ElementsAre("nuisance_actions DPI-1 G4 -", "nuisance_actions 21004 G5 -",
                  "training_hours 21004 G6 -", "distinct_persons 21004 G7 -"));
  std::string page = Unzip(bytes)[kPagePart];
  // A figure as a number, one as a text in the cell.
  const auto fill = [&page](const std::string& cell, const std::string& body,
                            const std::string& type) {
    const size_t at = page.find(absl::StrCat("<c r=\"", cell, "\""));
    ASSERT_NE(at, std::string::npos);
    const size_t end = page.find("/>", at);
    page.replace(end, 2, absl::StrCat(type, ">", body, "</c>"));
  };
  fill("G4", "<v>7</v>", "");
  fill("G6", "<is><r><t>1,</t></r><r><t>5</t></r></is>", " t=\"inlineStr\"");
  const auto sheet = ReadBytes(WithPart(bytes, kPagePart, page));
  ASSERT_TRUE(sheet.ok()) << sheet.status();
  EXPECT_EQ(sheet->entries[0].value, 7);
  EXPECT_EQ(sheet->entries[2].value, 90);
}

TEST(SheetRoundTripTest, AnXlsxIsProtectedCheckedAndFrozen) {
  const std::string path = TemporaryFile("sheet.xlsx");
  ASSERT_TRUE(WriteSheetXlsx(MakeSheet(), Language::kFr, path).ok());
  const std::string page = Unzip(Bytes(path))[kPagePart];
  EXPECT_THAT(page, testing::HasSubstr("<sheetProtection sheet=\"1\""));
  EXPECT_THAT(page, testing::HasSubstr("state=\"frozen\""));
  EXPECT_THAT(page, testing::HasSubstr("<dataValidations count=\"4\">"));
  EXPECT_THAT(page, testing::HasSubstr("type=\"custom\""));
  EXPECT_THAT(page, testing::HasSubstr("type=\"whole\""));
  // A text as 1:40 passes where hours are filled in.
  EXPECT_THAT(page, testing::HasSubstr("OR(ISTEXT(G6),AND(ISNUMBER(G6),"));
}

TEST(SheetRoundTripTest, WhatAnXlsxShowsOfHoursIsReadWhereItIsCopied) {
  const std::string path = TemporaryFile("hours.xlsx");
  for (const int64_t minutes : {90, 100, 61, 120}) {
    Sheet sheet = MakeSheet();
    sheet.rows[2].delivered = minutes;
    sheet.rows[2].known = minutes;
    ASSERT_TRUE(WriteSheetXlsx(sheet, Language::kFr, path).ok());
    const auto grids = ReadGrids(Bytes(path));
    ASSERT_TRUE(grids.ok()) << grids.status();
    for (const SheetColumn column : {kDeliveredColumn, kKnownColumn}) {
      const SheetCell& cell = grids->front().At(kFirstRow + 2, column);
      EXPECT_EQ(ReadSheetFigure(cell, true).value, minutes) << cell.text;
    }
  }
}

TEST(SheetRoundTripTest, ACellOfHoursMayTurnIntoATime) {
  const std::string path = TemporaryFile("sheet.xlsx");
  ASSERT_TRUE(WriteSheetXlsx(MakeSheet(), Language::kFr, path).ok());
  std::map<std::string, std::string> parts = Unzip(Bytes(path));
  const std::string& page = parts[kPagePart];
  // The protection leaves their format open; the general one yields to what is
  // typed.
  EXPECT_THAT(page, testing::HasSubstr("formatCells=\"0\""));
  const std::string cell = "<c r=\"G6\" s=\"";
  const size_t at = page.find(cell);
  ASSERT_NE(at, std::string::npos);
  const int style = std::atoi(page.c_str() + at + cell.size());
  const std::string& styles = parts["xl/styles.xml"];
  size_t form = styles.find("<cellXfs");
  ASSERT_NE(form, std::string::npos);
  for (int i = 0; i <= style; ++i) form = styles.find("<xf ", form + 1);
  ASSERT_NE(form, std::string::npos);
  EXPECT_EQ(styles.substr(form, 16), "<xf numFmtId=\"0\"");
}

TEST(SheetRoundTripTest, WhatTheHeadSaysMakesNoDifference) {
  // Sheets that went out before said less.
  Sheet sheet = MakeSheet();
  const std::string before = WriteSheetCsv(sheet, Language::kNl);
  sheet.due = sheet.key.month;
  sheet.due.set_day(15);
  sheet.elsewhere = {
      {.measure = "nuisance_actions", .area = "UNKNOWN", .value = 5}};
  const std::string csv = WriteSheetCsv(sheet, Language::kNl);
  EXPECT_NE(csv, before);
  const std::string path = TemporaryFile("told.xlsx");
  ASSERT_TRUE(WriteSheetXlsx(sheet, Language::kNl, path).ok());
  for (const std::string& bytes : {before, csv, Bytes(path)}) {
    const auto read = ReadBytes(bytes);
    ASSERT_TRUE(read.ok()) << read.status();
    EXPECT_EQ(read->code, FormatSheetCode(MakeSheet()));
    EXPECT_TRUE(read->faults.empty());
    EXPECT_TRUE(read->remarks.empty());
  }
}

// The sample with names of areas, as lists of areas may have them.
Sheet NamedSheet() {
  Sheet sheet = MakeSheet();
  sheet.rows[0].area_title = "Nabijheidsdirectie 1; 's Noords, \"Noord\"";
  for (size_t i = 1; i < sheet.rows.size(); ++i) {
    sheet.rows[i].area_title = "Brussel";
  }
  return sheet;
}

TEST(SheetRoundTripTest, NamesOfAreasStandInWorkbooksAndMakeNoDifference) {
  // Sheets that went out before had none.
  const Sheet named = NamedSheet();
  EXPECT_EQ(FormatSheetCode(named), FormatSheetCode(MakeSheet()));
  const std::string before = WriteSheetCsv(MakeSheet(), Language::kNl);
  EXPECT_NE(before.find(";21004;"), std::string::npos);
  const std::string csv = WriteSheetCsv(named, Language::kNl);
  // Programs read it, and take the cell for the code.
  EXPECT_EQ(csv, before);
  const std::string path = TemporaryFile("named.xlsx");
  ASSERT_TRUE(WriteSheetXlsx(named, Language::kNl, path).ok());
  const auto grids = ReadGrids(Bytes(path));
  ASSERT_TRUE(grids.ok()) << grids.status();
  EXPECT_EQ(grids->front().At(kFirstRow + 1, kAreaColumn).text,
            "21004 Brussel");
  const auto expected = ReadBytes(before);
  ASSERT_TRUE(expected.ok()) << expected.status();
  // A workbook that was saved as CSV has them.
  const std::string saved =
      absl::StrReplaceAll(csv, {{";21004;", ";21004 Brussel;"}});
  EXPECT_NE(saved, csv);
  for (const std::string& bytes :
       {csv, saved, ToWindows1252(saved), Bytes(path)}) {
    const auto read = ReadBytes(bytes);
    ASSERT_TRUE(read.ok()) << read.status();
    EXPECT_EQ(Told(*read), Told(*expected));
    EXPECT_EQ(read->entries[0].place.area, "DPI-1");
    EXPECT_EQ(read->code, expected->code);
  }
}

// Of the row that says how the sheet is filled in, in points.
std::string HelpHeight(const Sheet& sheet) {
  const std::string path = TemporaryFile("height.xlsx");
  EXPECT_TRUE(WriteSheetXlsx(sheet, Language::kFr, path).ok());
  const std::string bytes = Bytes(path);
  auto parts = ZipParts::Open(bytes);
  if (!parts.ok()) return parts.status().ToString();
  const auto page = parts->Read("xl/worksheets/sheet1.xml");
  if (!page.ok() || !page->has_value()) return "no page";
  const std::vector<std::string> rows = absl::StrSplit(**page, "<row r=\"2\"");
  const std::vector<std::string> heights =
      absl::StrSplit(rows.back(), absl::MaxSplits(" ht=\"", 1));
  return heights.back().substr(0, heights.back().find('"'));
}

TEST(SheetRoundTripTest, TheHeadOfAWorkbookHasRoomForAllThatItSays) {
  Sheet sheet = MakeSheet();
  EXPECT_EQ(HelpHeight(sheet), "64");
  sheet.outer_areas = {"21004"};
  EXPECT_EQ(HelpHeight(sheet), "128");
  sheet.elsewhere.push_back(
      {.measure = "nuisance_actions", .area = "DPI-2", .value = 4});
  EXPECT_EQ(HelpHeight(sheet), "192");
  sheet.outer_areas.clear();
  EXPECT_EQ(HelpHeight(sheet), "128");
}

TEST(SheetRoundTripTest, AnotherCodeBeforeTheNameOfAnAreaIsRefused) {
  const std::string csv =
      absl::StrReplaceAll(WriteSheetCsv(NamedSheet(), Language::kNl),
                          {{";21004;", ";21004 Brussel;"}});
  for (const char* const area : {";21009 Brussel;", ";Brussel;", ";;"}) {
    EXPECT_EQ(Refused(absl::StrReplaceAll(csv, {{";21004 Brussel;", area}})),
              "SHEET_ALTERED")
        << area;
  }
  // The name is only shown; a spreadsheet may have made blanks of its own.
  EXPECT_TRUE(
      ReadBytes(absl::StrReplaceAll(
                    csv, {{";21004 Brussel;", ";21004\xc2\xa0 Brussel-Stad;"}}))
          .ok());
}

TEST(SheetRoundTripTest, RowsMayComeBackInAnotherOrder) {
  const Sheet sheet = MakeSheet();
  std::vector<std::string> lines =
      absl::StrSplit(WriteSheetCsv(sheet, Language::kFr), "\r\n");
  std::swap(lines[kFirstRow], lines[kFirstRow + 2]);
  const auto read = ReadBytes(absl::StrJoin(lines, "\r\n"));
  ASSERT_TRUE(read.ok()) << read.status();
  EXPECT_EQ(read->entries[0].cell, "G6");
  EXPECT_EQ(read->entries[0].place.measure, "nuisance_actions");
}

}  // namespace
}  // namespace entente::client
