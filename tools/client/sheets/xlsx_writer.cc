#include "tools/client/sheets/xlsx_writer.h"

#include <xlsxwriter.h>

#include <cstdint>
#include <optional>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "tools/client/area_tree.h"
#include "tools/client/files.h"
#include "tools/client/sheets/sheet_grid.h"
#include "tools/client/sheets/sheet_layout.h"

namespace entente::client {
namespace {

constexpr lxw_color_t kGrey = 0x595959;
constexpr lxw_color_t kPale = 0xF2F2F2;
constexpr lxw_color_t kLine = 0xA6A6A6;
constexpr double kFigureMax = 1000000000;
// Characters that a column shows.
constexpr double kWidths[kSheetColumns] = {5,  52, 24, 14, 14,
                                           14, 14, 34, 26, 11};
constexpr double kHelpHeight = 64;
constexpr double kTitleHeight = 32;

// All of it belongs to the workbook.
struct Formats {
  lxw_format* title = nullptr;
  lxw_format* code = nullptr;
  lxw_format* help = nullptr;
  lxw_format* head = nullptr;
  lxw_format* text = nullptr;
  lxw_format* count = nullptr;
  lxw_format* hours = nullptr;
  lxw_format* new_count = nullptr;
  lxw_format* new_hours = nullptr;
  lxw_format* remark = nullptr;
};

lxw_format* Bordered(lxw_workbook* book) {
  lxw_format* format = workbook_add_format(book);
  format_set_border(format, LXW_BORDER_THIN);
  format_set_border_color(format, kLine);
  format_set_align(format, LXW_ALIGN_VERTICAL_TOP);
  return format;
}

// Of the cells that are filled in: white and open, where the others are pale
// and locked, so that a print in black and white tells them apart.
lxw_format* Open(lxw_workbook* book, const char* number_format) {
  lxw_format* format = Bordered(book);
  format_set_unlocked(format);
  if (number_format != nullptr) format_set_num_format(format, number_format);
  return format;
}

lxw_format* Locked(lxw_workbook* book, const char* number_format) {
  lxw_format* format = Bordered(book);
  format_set_bg_color(format, kPale);
  if (number_format != nullptr) format_set_num_format(format, number_format);
  return format;
}

Formats MakeFormats(lxw_workbook* book) {
  Formats formats;
  formats.title = workbook_add_format(book);
  format_set_bold(formats.title);
  format_set_font_size(formats.title, 14);
  formats.code = workbook_add_format(book);
  format_set_font_color(formats.code, kGrey);
  format_set_font_size(formats.code, 8);
  formats.help = workbook_add_format(book);
  format_set_text_wrap(formats.help);
  format_set_align(formats.help, LXW_ALIGN_VERTICAL_TOP);
  formats.head = Bordered(book);
  format_set_bold(formats.head);
  format_set_text_wrap(formats.head);
  format_set_bg_color(formats.head, 0xD9D9D9);
  formats.text = Locked(book, nullptr);
  format_set_text_wrap(formats.text);
  formats.count = Locked(book, "0");
  formats.hours = Locked(book, "0.0#");
  formats.new_count = Open(book, "0");
  // The general format: a spreadsheet then shows what is typed as 2:00 as a
  // time of day, and its reader knows that 1/12 is no figure.
  formats.new_hours = Open(book, nullptr);
  format_set_bold(formats.new_count);
  format_set_bold(formats.new_hours);
  formats.remark = Open(book, "@");
  format_set_text_wrap(formats.remark);
  return formats;
}

void WriteFigure(lxw_worksheet* page, lxw_row_t at, SheetColumn column,
                 const std::optional<int64_t>& value, const SheetRow& row,
                 const Formats& formats) {
  lxw_format* format = row.is_hours ? formats.hours : formats.count;
  if (!value.has_value()) {
    worksheet_write_blank(page, at, column, format);
    return;
  }
  const std::string text = SheetFigureText(*value, row.is_hours);
  // Whoever copies it into the cell of the figure enters what is read there.
  if (absl::StrContains(text, ':')) {
    worksheet_write_string(page, at, column, text.c_str(), format);
    return;
  }
  const auto number = static_cast<double>(*value);
  worksheet_write_number(page, at, column, row.is_hours ? number / 60 : number,
                         format);
}

// A text, as 1:40, or a number within the bounds.
std::string HoursRule(lxw_row_t at) {
  const std::string cell = CellAddress(at, kFigureColumn);
  return absl::StrCat("=OR(ISTEXT(", cell, "),AND(ISNUMBER(", cell, "),", cell,
                      ">=0,", cell, "<=", static_cast<int64_t>(kFigureMax),
                      "))");
}

// What a spreadsheet refuses as it is typed; the file is judged when it comes
// back all the same. libxlsxwriter takes messages of 255 characters at most.
void AddValidation(lxw_worksheet* page, lxw_row_t at, const SheetRow& row,
                   Language language) {
  std::string title = Pick({"Figure", "Chiffre", "Cijfer"}, language);
  std::string text =
      row.is_hours
          ? Pick({"Hours, 0 or more, as 1,5 or, as text, '1:40.",
                  "Des heures, 0 ou plus, comme 1,5 ou, en texte, '1:40.",
                  "Uren, 0 of meer, zoals 1,5 of, als tekst, '1:40."},
                 language)
          : Pick({"A whole number, 0 or more.", "Un nombre entier, 0 ou plus.",
                  "Een geheel getal, 0 of meer."},
                 language);
  std::string hours = HoursRule(at);
  lxw_data_validation rule = {};
  if (row.is_hours) {
    rule.validate = LXW_VALIDATION_TYPE_CUSTOM_FORMULA;
    rule.value_formula = hours.data();
  } else {
    rule.validate = LXW_VALIDATION_TYPE_INTEGER;
    rule.criteria = LXW_VALIDATION_CRITERIA_BETWEEN;
    rule.minimum_number = 0;
    rule.maximum_number = kFigureMax;
  }
  rule.ignore_blank = LXW_VALIDATION_ON;
  rule.error_type = LXW_VALIDATION_ERROR_TYPE_STOP;
  rule.error_title = title.data();
  rule.error_message = text.data();
  worksheet_data_validation_cell(page, at, kFigureColumn, &rule);
}

void WriteRow(lxw_worksheet* page, const Sheet& sheet, size_t place,
              Language language, const Formats& formats) {
  const SheetRow& row = sheet.rows[place];
  const auto at = static_cast<lxw_row_t>(kFirstRow + place);
  const auto text = [&](SheetColumn column, const std::string& value) {
    worksheet_write_string(page, at, column, value.c_str(), formats.text);
  };
  worksheet_write_number(page, at, kNumberColumn,
                         static_cast<double>(place + 1), formats.count);
  text(kMeasureTitleColumn, row.title);
  text(kAreaColumn, FormatArea(row.area, row.area_title));
  text(kUnitColumn, row.unit);
  WriteFigure(page, at, kDeliveredColumn, row.delivered, row, formats);
  if (row.is_confidential) {
    text(kKnownColumn, ConfidentialWord(language));
  } else {
    WriteFigure(page, at, kKnownColumn, row.known, row, formats);
  }
  worksheet_write_blank(page, at, kFigureColumn,
                        row.is_hours ? formats.new_hours : formats.new_count);
  worksheet_write_blank(page, at, kRemarkColumn, formats.remark);
  text(kMeasureCodeColumn, FormatRowCode(row.measure, row.split));
  text(kCheckColumn, RowCheck(sheet.key, place + 1, row));
  AddValidation(page, at, row, language);
}

void WritePage(lxw_worksheet* page, const Sheet& sheet, Language language,
               const Formats& formats) {
  for (size_t i = 0; i < kSheetColumns; ++i) {
    const auto column = static_cast<lxw_col_t>(i);
    worksheet_set_column(page, column, column, kWidths[i], nullptr);
    worksheet_write_string(
        page, kTitleRow, column,
        ColumnTitle(static_cast<SheetColumn>(i), language).c_str(),
        formats.head);
  }
  worksheet_set_row(page, kTitleRow, kTitleHeight, nullptr);
  worksheet_write_string(page, kCodeRow, 0, FormatSheetCode(sheet).c_str(),
                         formats.code);
  worksheet_write_string(page, kCodeRow, kDeliveredColumn,
                         SheetTitle(sheet.key, language).c_str(),
                         formats.title);
  worksheet_merge_range(page, kHelpRow, 0, kHelpRow, kRemarkColumn,
                        SheetHelp(sheet, language).c_str(), formats.help);
  double help_height = kHelpHeight;
  if (!sheet.elsewhere.empty()) help_height += kHelpHeight;
  if (!sheet.outer_areas.empty()) help_height += kHelpHeight;
  worksheet_set_row(page, kHelpRow, help_height, nullptr);
  for (size_t i = 0; i < sheet.rows.size(); ++i) {
    WriteRow(page, sheet, i, language, formats);
  }
  worksheet_freeze_panes(page, kFirstRow, kAreaColumn);
  // Without a password: it keeps from slips, not from intent.
  lxw_protection protection = {};
  // Else a cell could not become one that shows a time.
  protection.format_cells = LXW_TRUE;
  protection.format_columns = LXW_TRUE;
  protection.format_rows = LXW_TRUE;
  worksheet_protect(page, nullptr, &protection);
  worksheet_set_landscape(page);
  worksheet_set_paper(page, 9);  // A4.
  worksheet_fit_to_pages(page, 1, 0);
  worksheet_repeat_rows(page, kTitleRow, kTitleRow);
  worksheet_set_selection(page, kFirstRow, kFigureColumn, kFirstRow,
                          kFigureColumn);
}

}  // namespace

absl::Status WriteSheetXlsx(const Sheet& sheet, Language language,
                            const std::string& path) {
  lxw_workbook* book = workbook_new(path.c_str());
  if (book == nullptr) return FileUnwritable(path);
  const Formats formats = MakeFormats(book);
  lxw_worksheet* page =
      workbook_add_worksheet(book, sheet.key.MonthText().c_str());
  WritePage(page, sheet, language, formats);
  return workbook_close(book) == LXW_NO_ERROR ? absl::OkStatus()
                                              : FileUnwritable(path);
}

}  // namespace entente::client
